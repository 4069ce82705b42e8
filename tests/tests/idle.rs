//! A boot with nothing to do looks at a fingerprint, and reads everything as soon as that moves.
//!
//! To tell one from the other, what the state row keeps of the last reading is falsified: who trusts it reports the
//! falsehood.

use std::time::Duration;

use tokio::task::JoinSet;
use trueup::{Config, DriftCheck, Error, Mode, Registry, Report, Status, Table, tables};
use trueup_tests::boots::migrator;
use trueup_tests::engines::{Database, Engine};
use trueup_tests::session::Session;
use trueup_tests::stock;

#[derive(Table)]
#[table(index(title), check("amount >= 0"))]
#[expect(dead_code, reason = "only its definition counts")]
struct Parcel {
    #[column(primary_key, auto_increment)]
    id: i64,
    #[column(max_length = 50)]
    title: String,
    #[column(default = 0)]
    amount: i32,
    note: Option<String>,
}

fn parcels() -> Registry {
    Registry::of(tables![Parcel]).expect("one table")
}

async fn boot(database: &Database, registry: Registry, check: DriftCheck) -> Result<Report, Error> {
    let config = Config::default().mode(Mode::Aggressive).drift_check(check);
    migrator(database, registry).config(config).migrate().await
}

/// A boot at the default level, and whether it took what the state row keeps for true.
async fn is_idle(database: &Database) -> bool {
    let booted = boot(database, parcels(), DriftCheck::Fingerprint).await;
    match booted {
        Ok(report) => is_false(&report),
        Err(error) => panic!("{:?}: {}", database.engine(), error.report()),
    }
}

/// Whether it is the falsehood.
fn is_false(report: &Report) -> bool {
    report.status == Status::Failed
}

/// Falsifies what the state row keeps.
async fn falsify(database: &Database) {
    is_idle(database).await;
    if database.engine() == Engine::MariaDb {
        // Times of changes are kept in seconds: before, none can be told from the next.
        tokio::time::sleep(Duration::from_secs(3)).await;
        is_idle(database).await;
    }
    falsify_in_place(database).await;
    assert!(
        is_idle(database).await,
        "{:?}: what was seen is not kept",
        database.engine()
    );
}

async fn falsify_in_place(database: &Database) {
    database
        .execute(
            "UPDATE _trueup_state SET seen = REPLACE(REPLACE(seen, '\"up_to_date\"', '\"failed\"'), '\"partial\"', '\"failed\"')",
        )
        .await;
}

/// That a boot sees each change, one after the other in one database.
async fn sees(engine: Engine, changes: &[&str]) {
    let database = engine.database().await;
    for change in changes {
        falsify(&database).await;
        database.execute(change).await;
        assert!(
            !is_idle(&database).await,
            "{engine:?} does not see: {change}"
        );
    }
}

/// That a boot takes none of these for a change.
async fn ignores(engine: Engine, statements: &[&str]) {
    let database = engine.database().await;
    falsify(&database).await;
    for statement in statements {
        database.execute(statement).await;
        assert!(
            is_idle(&database).await,
            "{engine:?} reads everything after: {statement}"
        );
    }
}

#[tokio::test]
async fn postgres_tells_of_each_change() {
    sees(
        Engine::Postgres,
        &[
            "CREATE TABLE another (a integer, b text)",
            "ALTER TABLE another ADD COLUMN c integer",
            "ALTER TABLE another ALTER COLUMN a SET NOT NULL",
            "ALTER TABLE another ALTER COLUMN a SET DEFAULT 5",
            "ALTER TABLE another ALTER COLUMN a SET DEFAULT 6",
            "ALTER TABLE another ALTER COLUMN a DROP DEFAULT",
            "ALTER TABLE another ALTER COLUMN b TYPE varchar(9)",
            "ALTER TABLE another RENAME COLUMN b TO bb",
            "ALTER TABLE another ALTER COLUMN bb SET STORAGE EXTERNAL",
            "ALTER TABLE another ADD CONSTRAINT c CHECK (a > 0) NOT VALID",
            "ALTER TABLE another VALIDATE CONSTRAINT c",
            "ALTER TABLE another RENAME CONSTRAINT c TO d",
            "ALTER TABLE another ADD PRIMARY KEY (a)",
            "ALTER TABLE another ADD COLUMN f bigint REFERENCES parcels (id)",
            "ALTER TABLE another ALTER CONSTRAINT another_f_fkey DEFERRABLE",
            "ALTER TABLE another DROP CONSTRAINT another_f_fkey",
            "ALTER TABLE another ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY p ON another USING (true)",
            "ALTER POLICY p ON another USING (false)",
            "CREATE INDEX i ON another (bb)",
            "ALTER INDEX i SET (fillfactor = 50)",
            "ALTER INDEX i RENAME TO j",
            "COMMENT ON INDEX j IS 'x'",
            "COMMENT ON COLUMN another.a IS 'x'",
            "COMMENT ON TABLE another IS 'x'",
            "COMMENT ON CONSTRAINT d ON another IS 'x'",
            "ALTER TABLE another CLUSTER ON j",
            "ALTER TABLE another SET (fillfactor = 60)",
            "ALTER TABLE another REPLICA IDENTITY FULL",
            "ALTER TABLE another SET UNLOGGED",
            "CREATE SEQUENCE s",
            "ALTER SEQUENCE s INCREMENT 5",
            "ALTER SEQUENCE s OWNED BY another.a",
            "ALTER SEQUENCE s OWNED BY NONE",
            "ALTER TABLE another ADD COLUMN n integer GENERATED ALWAYS AS IDENTITY",
            "ALTER TABLE another ALTER COLUMN n SET GENERATED BY DEFAULT",
            "CREATE TYPE mood AS ENUM ('a')",
            "ALTER TYPE mood ADD VALUE 'b'",
            "ALTER TYPE mood RENAME VALUE 'a' TO 'c'",
            "ALTER TYPE mood RENAME TO temper",
            "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
            "ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 9)",
            "ALTER DOMAIN positive SET DEFAULT 3",
            "CREATE TYPE pair AS (x integer)",
            "ALTER TYPE pair ADD ATTRIBUTE y text",
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
            "CREATE TRIGGER t BEFORE UPDATE ON another FOR EACH ROW EXECUTE FUNCTION f()",
            "ALTER TABLE another DISABLE TRIGGER t",
            "CREATE VIEW v AS SELECT a FROM another",
            "CREATE OR REPLACE VIEW v AS SELECT a FROM another WHERE a > 1",
            "CREATE MATERIALIZED VIEW m AS SELECT a FROM another",
            "CREATE RULE r AS ON DELETE TO another DO INSTEAD NOTHING",
            "ALTER TABLE another DISABLE RULE r",
            "CREATE TABLE divided (a integer) PARTITION BY RANGE (a)",
            "CREATE TABLE part (a integer)",
            "ALTER TABLE divided ATTACH PARTITION part FOR VALUES FROM (1) TO (9)",
            "ALTER TABLE divided DETACH PARTITION part",
            "CREATE TABLE child () INHERITS (another)",
            "ALTER TABLE child NO INHERIT another",
            "CREATE STATISTICS k ON a, c FROM another",
            "CREATE COLLATION words FROM \"C\"",
            "ALTER COLLATION words RENAME TO letters",
            "CREATE EXTENSION citext",
            "ALTER EXTENSION citext ADD TABLE child",
            "GRANT SELECT ON another TO PUBLIC",
            "ALTER TABLE another OWNER TO CURRENT_USER; ALTER TABLE another DROP COLUMN c",
            "DROP INDEX j",
            "DROP TABLE part",
            // Ours, which the boot puts back.
            "DROP INDEX parcels_title_idx",
            "ALTER TABLE parcels DROP COLUMN note",
            "ALTER TABLE parcels ALTER COLUMN amount DROP DEFAULT",
        ],
    )
    .await;
}

#[tokio::test]
async fn sqlite_tells_of_each_change() {
    sees(
        Engine::Sqlite,
        &[
            "CREATE TABLE another (a integer, b text)",
            "ALTER TABLE another ADD COLUMN c integer",
            "ALTER TABLE another RENAME COLUMN b TO bb",
            "ALTER TABLE another DROP COLUMN c",
            "ALTER TABLE another RENAME TO other",
            "CREATE INDEX i ON other (bb)",
            "CREATE TRIGGER t AFTER INSERT ON other BEGIN SELECT 1; END",
            "CREATE VIEW v AS SELECT a FROM other",
            "DROP VIEW v",
            "CREATE VIRTUAL TABLE words USING fts5 (word)",
            "DROP INDEX i",
            "DROP TABLE other",
            "DROP INDEX parcels_title_idx",
        ],
    )
    .await;
}

/// Each in a database of its own, as a change is told from the one before by the second.
#[tokio::test]
async fn mariadb_tells_of_each_change() {
    let changes = [
        "CREATE TABLE another (a integer)",
        "ALTER TABLE parcels ADD COLUMN extra integer, ALGORITHM = INSTANT",
        "ALTER TABLE parcels ALTER COLUMN amount SET DEFAULT 5",
        "ALTER TABLE parcels ALTER COLUMN amount DROP DEFAULT, ALGORITHM = INSTANT",
        "ALTER TABLE parcels COMMENT 'x'",
        "ALTER TABLE parcels MODIFY COLUMN note longtext COMMENT 'x'",
        "CREATE INDEX extra ON parcels (amount)",
        "ALTER TABLE parcels RENAME INDEX parcels_title_idx TO renamed",
        "ALTER TABLE parcels ADD CONSTRAINT extra CHECK (amount < 9)",
        "ALTER TABLE parcels ADD COLUMN p bigint, ADD FOREIGN KEY (p) REFERENCES parcels (id)",
        "CREATE TRIGGER t BEFORE INSERT ON parcels FOR EACH ROW SET NEW.amount = 1",
        "CREATE VIEW v AS SELECT id FROM parcels",
        "CREATE PROCEDURE p() SELECT 1",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
        "ALTER DATABASE COLLATE latin1_bin",
        "CREATE TABLE another (a integer) PARTITION BY HASH (a) PARTITIONS 2",
    ];
    let mut all = JoinSet::new();
    for change in changes {
        all.spawn(async move { sees(Engine::MariaDb, &[change]).await });
    }
    while let Some(one) = all.join_next().await {
        one.expect("it is seen");
    }
}

#[tokio::test]
async fn rows_and_what_is_elsewhere_are_no_change() {
    let rows = [
        "INSERT INTO parcels (title) VALUES ('a'), ('b')",
        "UPDATE parcels SET amount = 2",
    ];
    let with = |more: &[&'static str]| [&rows, more].concat();
    ignores(
        Engine::Postgres,
        &with(&[
            "ANALYZE",
            "VACUUM FREEZE parcels",
            "VACUUM FULL pg_catalog.pg_attribute",
            "CREATE TEMPORARY TABLE scratch (a integer)",
            "CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.another (a integer)",
            "CREATE TYPE elsewhere.mood AS ENUM ('a'); ALTER TYPE elsewhere.mood ADD VALUE 'b'",
            "COMMENT ON COLUMN elsewhere.another.a IS 'x'; COMMENT ON TYPE elsewhere.mood IS 'x'",
            "CREATE FUNCTION elsewhere.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
            "CREATE POLICY p ON elsewhere.another USING (true)",
            "CREATE COLLATION elsewhere.words FROM \"C\"",
            "BEGIN; ALTER TABLE parcels ADD COLUMN extra integer; ROLLBACK",
        ]),
    )
    .await;
    ignores(
        Engine::Sqlite,
        &with(&["VACUUM", "PRAGMA user_version = 3"]),
    )
    .await;
    ignores(Engine::MariaDb, &with(&["ANALYZE TABLE parcels"])).await;
}

#[tokio::test]
async fn other_definitions_are_never_taken_for_those_that_were_seen() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        falsify(&database).await;
        let more = parcels().with_dropped_tables(&["gone"]);
        for check in [DriftCheck::Fingerprint, DriftCheck::Trust] {
            let report = boot(&database, more.clone(), check).await.unwrap();
            assert!(!is_false(&report), "{engine:?} {check:?}");
        }
    }
}

#[tokio::test]
async fn the_levels_differ_in_what_they_see() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        falsify(&database).await;
        let kept = boot(&database, parcels(), DriftCheck::Trust).await.unwrap();
        assert!(is_false(&kept), "{engine:?}");
        let drop = match engine {
            Engine::MariaDb => "DROP INDEX parcels_title_idx ON parcels",
            Engine::Postgres | Engine::Sqlite => "DROP INDEX parcels_title_idx",
        };
        database.execute(drop).await;
        let kept = boot(&database, parcels(), DriftCheck::Trust).await.unwrap();
        assert!(is_false(&kept), "{engine:?}: the row is trusted");
        let read = boot(&database, parcels(), DriftCheck::Full).await.unwrap();
        assert_eq!(read.status, Status::Completed, "{engine:?}\n{read}");
        falsify(&database).await;
        let read = boot(&database, parcels(), DriftCheck::Full).await.unwrap();
        assert_eq!(read.status, Status::UpToDate, "{engine:?}\n{read}");
    }
}

/// A field that is gone leaves its column, and a step that is held back at each boot.
#[tokio::test]
async fn what_is_held_back_is_told_again_until_more_is_allowed() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let safe = |registry: Registry| migrator(&database, registry).config(Config::default());
        safe(stock::first()).migrate().await.unwrap();
        if engine == Engine::MariaDb {
            tokio::time::sleep(Duration::from_secs(3)).await;
        }
        let first = safe(stock::without_labels()).migrate().await.unwrap();
        assert_eq!(first.status, Status::Partial, "{engine:?}\n{first}");
        let second = safe(stock::without_labels()).migrate().await.unwrap();
        falsify_in_place(&database).await;
        let third = safe(stock::without_labels()).migrate().await.unwrap();
        assert!(
            is_false(&third),
            "{engine:?}: what was held back is read again"
        );
        assert_eq!((&third.steps, &third.hash), (&second.steps, &second.hash));
        let all = safe(stock::without_labels()).mode(Mode::Aggressive);
        let all = all.migrate().await.unwrap();
        assert_eq!(all.status, Status::Completed, "{engine:?}\n{all}");
    }
}

/// The state row is that of the old program until a newer one has come to its end.
#[tokio::test]
async fn a_row_is_not_trusted_any_more_when_a_later_schema_was_begun() {
    for engine in [Engine::Postgres, Engine::MariaDb] {
        let database = engine.database().await;
        boot(&database, stock::first(), DriftCheck::Trust)
            .await
            .unwrap();
        database
            .execute("INSERT INTO items (name, note) VALUES ('a', 'twin'), ('b', 'twin')")
            .await;
        let newer = boot(&database, stock::unique_and_renamed(), DriftCheck::Trust).await;
        newer.expect_err("the rows break the unique key");
        let old = boot(&database, stock::first(), DriftCheck::Trust)
            .await
            .unwrap();
        assert_eq!(old.status, Status::Ahead, "{engine:?}\n{old}");
    }
}

#[tokio::test]
async fn who_may_not_write_reads_everything_each_time() {
    let database = Engine::Postgres.database().await;
    boot(&database, parcels(), DriftCheck::Full).await.unwrap();
    let mut session = Session::open(&database).await;
    let name = session
        .row("SELECT quote_ident(current_database())")
        .await
        .remove(0);
    let read_only = format!(
        "UPDATE _trueup_state SET seen = NULL; ALTER DATABASE {name} SET default_transaction_read_only = on"
    );
    session.run(&read_only).await.unwrap();
    session.close().await;
    for _ in 0..2 {
        let report = boot(&database, parcels(), DriftCheck::Fingerprint)
            .await
            .unwrap();
        assert_eq!(report.status, Status::UpToDate, "{report}");
    }
}
