//! How columns number new rows: `auto_increment(...)` and `identity`.

use trueup::meta::TableMeta;
use trueup::model::{AutoIncrement, Column, TableName};
use trueup::{Grade, Registry, Report};
use trueup_tests::boots::{boot_twice, cell, migrator, schema};
use trueup_tests::engines::{Database, Engine};

/// One struct under the name of the table.
macro_rules! table {
    ($name:ident, $($words:tt)*) => {
        #[allow(dead_code, reason = "the struct stands for a table, and nobody makes one")]
        mod $name {
            #[derive(trueup::Table)]
            #[table(name = "accounts")]
            pub(super) struct Account {
                #[column(primary_key, $($words)*)]
                id: i64,
                name: Option<String>,
            }
        }
    };
}

table!(plain, auto_increment);
table!(by_default, identity = by_default);
table!(always, identity = always);
table!(from_1000, auto_increment(start = 1000));
table!(
    by_tens,
    auto_increment(start = 1000, increment = 10, cache = 5)
);
table!(named, auto_increment(sequence = "account_numbers"));
table!(
    always_by_tens,
    identity = always,
    auto_increment(increment = 10, max = 9000, cycle)
);

/// A later release that says nothing of how to count.
#[derive(trueup::Table)]
#[table(name = "accounts")]
#[allow(
    dead_code,
    reason = "the struct stands for a table, and nobody makes one"
)]
struct Later {
    #[column(primary_key, auto_increment)]
    id: i64,
    name: Option<String>,
    note: Option<String>,
}

/// A release after that, which takes a number that a row brings.
#[derive(trueup::Table)]
#[table(name = "accounts")]
#[allow(
    dead_code,
    reason = "the struct stands for a table, and nobody makes one"
)]
struct Latest {
    #[column(primary_key, identity = by_default)]
    id: i64,
    name: Option<String>,
    note: Option<String>,
    remark: Option<String>,
}

const INSERT: &str = "INSERT INTO accounts (name) VALUES ('a')";
const LAST: &str = "SELECT CAST(MAX(id) AS CHAR(20)) FROM accounts";

async fn boots(database: &Database, table: &'static [&'static TableMeta]) -> Report {
    boot_twice(database, Registry::of(table).expect("one table")).await
}

fn grades(report: &Report) -> Vec<Grade> {
    report.applied().map(|step| step.grade).collect()
}

async fn id(database: &Database) -> Column {
    let schema = schema(database).await;
    let table = schema.table(&TableName::new("accounts")).cloned();
    assert_eq!(schema.unsupported, [], "the model holds all of it");
    table
        .and_then(|table| table.column("id").cloned())
        .expect("the column")
}

/// Inserts a row, and tells its number.
async fn next(database: &Database) -> String {
    database.execute(INSERT).await;
    cell(database, LAST).await.trim().to_owned()
}

#[tokio::test]
async fn the_first_number_is_chosen_on_every_engine() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        boots(&database, trueup::tables![from_1000::Account]).await;
        assert_eq!(next(&database).await, "1000", "on {}", engine.name());
        // It is what a new table begins with, and no matter of one that is there.
        boots(&database, trueup::tables![plain::Account]).await;
        assert_eq!(next(&database).await, "1001", "on {}", engine.name());
    }
}

#[tokio::test]
async fn an_identity_takes_settings_and_goes_on_counting() {
    let database = Engine::Postgres.database().await;
    boots(&database, trueup::tables![plain::Account]).await;
    assert_eq!(next(&database).await, "1");
    let report = boots(&database, trueup::tables![by_tens::Account]).await;
    let column = id(&database).await;
    assert_eq!(column.auto_increment, Some(AutoIncrement::Default));
    assert_eq!(column.numbering["increment"], "10", "{report}");
    assert!(grades(&report).contains(&Grade::Medium), "{report}");
    assert_eq!(column.numbering["start"], "1000");
    assert_eq!(column.numbering["cache"], "5");
    assert_eq!(next(&database).await, "11", "nothing was reset");
    // Who does not say how to count leaves it as it is.
    boots(&database, trueup::tables![Later]).await;
    assert_eq!(id(&database).await, column);

    let report = boots(&database, trueup::tables![always_by_tens::Account]).await;
    let column = id(&database).await;
    assert_eq!(column.auto_increment, Some(AutoIncrement::Always));
    assert!(grades(&report).contains(&Grade::High), "{report}");
    assert_eq!(column.numbering["maximum"], "9000");
    assert_eq!(column.numbering["cycle"], "true");
    let refused = "INSERT INTO accounts (id) VALUES (7)";
    assert!(
        trueup_tests::boots::try_rows(&database, refused)
            .await
            .is_err()
    );
    boots(&database, trueup::tables![Latest]).await;
    database.execute(refused).await;
}

#[tokio::test]
async fn the_sequence_of_a_column_is_named_and_renamed() {
    let database = Engine::Postgres.database().await;
    let names =
        "SELECT relname::text FROM pg_class WHERE relkind = 'S' AND relname NOT LIKE '\\_trueup%'";
    boots(&database, trueup::tables![plain::Account]).await;
    assert_eq!(cell(&database, names).await, "accounts_id_seq");
    assert_eq!(next(&database).await, "1");
    let report = boots(&database, trueup::tables![named::Account]).await;
    assert!(grades(&report).contains(&Grade::High), "{report}");
    assert_eq!(cell(&database, names).await, "account_numbers");
    assert_eq!(next(&database).await, "2");
    let fresh = Engine::Postgres.database().await;
    boots(&fresh, trueup::tables![named::Account]).await;
    assert_eq!(id(&fresh).await, id(&database).await);
}

#[tokio::test]
async fn a_serial_column_stays_one_until_an_identity_is_asked_for() {
    let database = Engine::Postgres.database().await;
    database
        .execute(
            "CREATE TABLE accounts (id bigserial PRIMARY KEY, name text); \
             ALTER SEQUENCE accounts_id_seq INCREMENT 2; \
             ALTER SEQUENCE accounts_id_seq RENAME TO odd; \
             INSERT INTO accounts (name) VALUES ('a'), ('b')",
        )
        .await;
    boots(&database, trueup::tables![plain::Account]).await;
    let column = id(&database).await;
    assert_eq!(column.auto_increment, Some(AutoIncrement::Serial));
    assert_eq!(column.numbering["sequence"], "odd");
    assert_eq!(next(&database).await, "5");
    let report = boots(&database, trueup::tables![by_default::Account]).await;
    let column = id(&database).await;
    assert_eq!(
        column.auto_increment,
        Some(AutoIncrement::Default),
        "{report}"
    );
    assert_eq!(column.numbering["increment"], "2", "it counts as before");
    assert_eq!(next(&database).await, "7");
}

#[tokio::test]
async fn what_an_engine_cannot_count_is_refused_with_a_way_out() {
    for (engine, table, wanted) in [
        (
            Engine::MariaDb,
            trueup::tables![always::Account],
            "identity = always",
        ),
        (
            Engine::Sqlite,
            trueup::tables![always::Account],
            "identity = always",
        ),
        (
            Engine::MariaDb,
            trueup::tables![by_tens::Account],
            "auto_increment_increment",
        ),
        (
            Engine::Sqlite,
            trueup::tables![by_tens::Account],
            "number the rows in the code",
        ),
    ] {
        let database = engine.database().await;
        let registry = Registry::of(table).expect("one table");
        let error = migrator(&database, registry)
            .migrate()
            .await
            .expect_err("a refusal");
        let message = error.report().to_string();
        assert!(message.contains(wanted), "{message}");
        assert!(message.contains("accounts.id"), "{message}");
    }
}
