//! Boots of an application, and what is seen of the database from outside.

use std::collections::BTreeMap;

use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, Executor, Row, raw_sql};
use trueup::model::Schema;
use trueup::{Config, DriftCheck, Migrator, Mode, Registry, Report, Status, StepReport, Target};

use crate::engines::{Database, Engine};
use crate::session::Session;

/// A row whose cells are read as texts.
pub type TextRow = Vec<Option<String>>;

/// A migration of the database to these tables, which reads everything at each boot: that nothing is left to do
/// is compared, not remembered.
///
/// # Panics
///
/// When the address cannot be read.
#[must_use]
pub fn migrator(database: &Database, registry: Registry) -> Migrator {
    let target = Target::from_url(database.url()).expect("the address of a test's database");
    Migrator::new(target)
        .config(Config::default().drift_check(DriftCheck::Full))
        .registry(registry)
}

/// A boot with the default settings, which succeeds.
///
/// # Panics
///
/// When it does not.
pub async fn boot(database: &Database, registry: Registry) -> Report {
    boot_with(database, registry, Config::default()).await
}

/// A boot in this mode, which succeeds.
///
/// # Panics
///
/// When it does not.
pub async fn boot_in(database: &Database, registry: Registry, mode: Mode) -> Report {
    boot_with(database, registry, Config::default().mode(mode)).await
}

/// A boot with these settings, which succeeds.
///
/// # Panics
///
/// When it does not.
pub async fn boot_with(database: &Database, registry: Registry, config: Config) -> Report {
    let config = config.drift_check(DriftCheck::Full);
    match migrator(database, registry).config(config).migrate().await {
        Ok(report) => report,
        Err(error) => panic!("{}: {}", database.engine().name(), error.report()),
    }
}

/// A boot with everything allowed, which succeeds and leaves the next one nothing to do.
///
/// # Panics
///
/// When it does not.
pub async fn boot_twice(database: &Database, registry: Registry) -> Report {
    let report = boot_in(database, registry.clone(), Mode::Aggressive).await;
    let again = boot_in(database, registry, Mode::Aggressive).await;
    assert_eq!(
        again.status,
        Status::UpToDate,
        "on {}, after\n{report}\nagain\n{again}",
        database.engine().name()
    );
    report
}

/// The schema as trueup reads it, without trueup's own tables.
pub async fn schema(database: &Database) -> Schema {
    let mut session = Session::open(database).await;
    let schema = session.schema().await;
    session.close().await;
    schema
}

/// The changes of steps with their grades, such as `HIGH drop_table orgs`.
pub fn graded<'a>(steps: impl IntoIterator<Item = &'a StepReport>) -> Vec<String> {
    steps
        .into_iter()
        .map(|step| format!("{} {} {}", step.grade, step.change.kind, step.change.object))
        .collect()
}

/// The changes of steps, such as `create_table orgs`.
pub fn changes<'a>(steps: impl IntoIterator<Item = &'a StepReport>) -> Vec<String> {
    steps
        .into_iter()
        .map(|step| format!("{} {}", step.change.kind, step.change.object))
        .collect()
}

/// The rows of a query as texts, on a connection of its own.
///
/// # Panics
///
/// With the engine's message when it fails.
pub async fn rows(database: &Database, sql: &str) -> Vec<TextRow> {
    try_rows(database, sql)
        .await
        .unwrap_or_else(|error| panic!("{}: {error}\nin: {sql}", database.engine().name()))
}

/// The only cell of the only row of a query.
///
/// # Panics
///
/// When there is none, or it is NULL.
pub async fn cell(database: &Database, sql: &str) -> String {
    let found = rows(database, sql).await;
    let [row] = &found[..] else {
        panic!("{} rows: {sql}", found.len());
    };
    row[0].clone().expect("a value")
}

/// The rows of a query as texts, or what the engine said.
///
/// # Errors
///
/// When the statement fails.
pub async fn try_rows(database: &Database, sql: &str) -> sqlx::Result<Vec<TextRow>> {
    macro_rules! fetch {
        ($type:ty) => {{
            let mut connection = <$type>::connect(database.url()).await?;
            let rows = connection
                .fetch_all(raw_sql(AssertSqlSafe(sql.to_owned())))
                .await?;
            connection.close().await?;
            rows.iter()
                .map(|row| (0..row.len()).map(|at| row.try_get_unchecked(at)).collect())
                .collect()
        }};
    }
    match database.engine() {
        Engine::Postgres => fetch!(PgConnection),
        Engine::MariaDb => fetch!(MySqlConnection),
        Engine::Sqlite => fetch!(SqliteConnection),
    }
}

/// The definition, in the server's words, of everything whose name starts with `ext_`: tables and
/// their columns, indexes, constraints, views, triggers. On PostgreSQL with its object id, so that
/// what was dropped and made again is not taken for what was left alone. On SQLite without quotes:
/// a table that is rebuilt loses its indexes, and they come back as trueup writes them.
pub async fn definitions(database: &Database) -> BTreeMap<String, String> {
    let texts = match database.engine() {
        Engine::Postgres => rows(database, POSTGRES_DEFINITIONS).await,
        Engine::Sqlite => rows(database, SQLITE_DEFINITIONS).await,
        Engine::MariaDb => mariadb_definitions(database).await,
    };
    texts
        .into_iter()
        .map(|row| {
            let mut cells = row.into_iter().map(Option::unwrap_or_default);
            (cells.next().unwrap_or_default(), cells.collect())
        })
        .collect()
}

const POSTGRES_DEFINITIONS: &str = "\
SELECT 'column ' || attrelid::regclass || '.' || attname, attrelid::text, attnum::text, \
       format_type(atttypid, atttypmod), attnotnull::text, pg_get_expr(adbin, adrelid) \
FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum \
WHERE attnum > 0 AND NOT attisdropped AND (attname LIKE 'ext\\_%' OR attrelid IN \
      (SELECT oid FROM pg_class WHERE relname LIKE 'ext\\_%' AND relkind = 'r')) \
UNION ALL \
SELECT 'constraint ' || conrelid::regclass || '.' || conname, oid::text, '', pg_get_constraintdef(oid), '', '' \
FROM pg_constraint WHERE conname LIKE 'ext\\_%' OR conrelid::regclass::text LIKE 'ext\\_%' \
UNION ALL \
SELECT 'index ' || relname, oid::text, '', pg_get_indexdef(oid), '', '' \
FROM pg_class WHERE relkind = 'i' AND relname LIKE 'ext\\_%' \
UNION ALL \
SELECT 'view ' || relname, oid::text, '', pg_get_viewdef(oid), '', '' \
FROM pg_class WHERE relkind IN ('v', 'm') AND relname LIKE 'ext\\_%' \
UNION ALL \
SELECT 'trigger ' || tgname, oid::text, '', pg_get_triggerdef(oid), '', '' \
FROM pg_trigger WHERE tgname LIKE 'ext\\_%' \
UNION ALL \
SELECT 'function ' || proname, oid::text, '', pg_get_functiondef(oid), '', '' \
FROM pg_proc WHERE proname LIKE 'ext\\_%' \
ORDER BY 1";

const SQLITE_DEFINITIONS: &str = "\
SELECT type || ' ' || name, replace(sql, '\"', '') FROM sqlite_schema WHERE name GLOB 'ext_*' OR tbl_name GLOB 'ext_*' \
UNION ALL \
SELECT 'column ' || m.name || '.' || c.name, concat(c.type, c.\"notnull\", c.dflt_value) \
FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name GLOB 'ext_*' \
ORDER BY 1";

async fn mariadb_definitions(database: &Database) -> Vec<TextRow> {
    let mut found = rows(
        database,
        "SELECT CONCAT('column ', table_name, '.', column_name), column_type, is_nullable, column_default \
         FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name LIKE 'ext\\_%' \
         UNION ALL \
         SELECT CONCAT('index ', table_name, '.', index_name, seq_in_index), column_name, non_unique, index_type \
         FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name LIKE 'ext\\_%' \
         UNION ALL \
         SELECT CONCAT('trigger ', trigger_name), action_statement, event_object_table, created \
         FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND trigger_name LIKE 'ext\\_%'",
    )
    .await;
    let tables = rows(
        database,
        "SELECT table_name FROM information_schema.tables \
         WHERE table_schema = DATABASE() AND table_name LIKE 'ext\\_%' ORDER BY 1",
    )
    .await;
    for name in tables.into_iter().flatten().flatten() {
        found.extend(rows(database, &format!("SHOW CREATE TABLE `{name}`")).await);
    }
    found
}

/// The engines that a boot works on.
pub const ENGINES: [Engine; 3] = Engine::ALL;
