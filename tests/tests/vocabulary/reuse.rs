//! Columns that several tables share, and tables for some databases only.

#![allow(
    dead_code,
    reason = "the structs stand for tables, and nobody makes one"
)]

use sqlx::mysql::MySqlRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Connection, FromRow};
use sqlx::{MySqlConnection, PgConnection, SqliteConnection};
use trueup::model::TableName;
use trueup::{Columns, Mode, Partial, Registry, Status, Table};
use trueup_tests::boots::{boot, boot_in, schema, try_rows};
use trueup_tests::engines::{Database, Engine};

#[derive(Columns)]
struct Audit {
    #[column(references = Author::id, on_delete = set_null)]
    created_by: Option<i64>,
    #[column(default = 1, check("version > 0"))]
    version: i32,
}

#[derive(Columns)]
#[table(index(zip, city))]
struct Address {
    #[column(max_length = 10)]
    zip: Option<String>,
    #[column(max_length = 80)]
    city: Option<String>,
}

#[derive(Table)]
#[table(name = "reused_authors")]
struct Author {
    #[column(primary_key)]
    id: i64,
    #[column(flatten)]
    audit: Audit,
}

mod before {
    #[derive(trueup::Table)]
    #[table(name = "reused_books")]
    struct Book {
        #[column(primary_key)]
        id: i64,
        #[column(max_length = 10)]
        plz: Option<String>,
    }

    pub(super) const BOOK: &trueup::meta::TableMeta = <Book as trueup::Table>::META;
}

mod after {
    use super::{Address, Audit};

    #[derive(trueup::Columns)]
    pub(super) struct Shop {
        #[column(max_length = 10, renamed_from = "plz")]
        zip: Option<String>,
    }

    #[derive(trueup::Table)]
    #[table(name = "reused_books")]
    struct Book {
        #[column(primary_key)]
        id: i64,
        #[column(flatten)]
        shop: Shop,
        #[column(flatten, prefix = "store_")]
        store: Address,
        title: Option<String>,
        #[column(flatten)]
        audit: Audit,
    }

    pub(super) const BOOK: &trueup::meta::TableMeta = <Book as trueup::Table>::META;
}

#[derive(Table)]
#[table(name = "reused_ledgers", engines(postgres), schema = "reuse")]
struct Ledger {
    #[column(primary_key)]
    id: i64,
    #[column(auto_increment)]
    number: i64,
}

#[derive(Table, sqlx::FromRow)]
#[table(name = "reused_members")]
struct Member {
    #[column(primary_key)]
    id: i64,
    #[column(max_length = 40)]
    #[sqlx(rename = "label")]
    title: Option<String>,
    points: i32,
}

#[derive(Debug, PartialEq, Partial, sqlx::FromRow)]
#[partial(of = Member)]
struct MemberTitle {
    #[sqlx(rename = "label")]
    title: Option<String>,
    id: i64,
    #[column(skip)]
    #[sqlx(default)]
    rank: i64,
}

#[derive(Table)]
#[table(name = "reused_parcels", rename_all = "camelCase")]
struct Parcel {
    #[column(primary_key)]
    id: i64,
    #[column(max_length = 40)]
    sent_to: String,
    #[column(name = "grams")]
    total_weight: i32,
}

#[derive(Debug, PartialEq, Partial, sqlx::FromRow)]
#[partial(of = Parcel, rename_all = "camelCase")]
#[sqlx(rename_all = "camelCase")]
struct ParcelGoal {
    id: i64,
    sent_to: String,
}

/// What a partial struct reads of its table.
async fn read<T>(database: &Database) -> Vec<T>
where
    T: Partial<Table: Table> + Send + Unpin,
    for<'r> T: FromRow<'r, PgRow> + FromRow<'r, MySqlRow> + FromRow<'r, SqliteRow>,
{
    let quote = |name: &&str| database.engine().quote(name);
    let columns: Vec<String> = T::COLUMNS.iter().map(quote).collect();
    let sql = AssertSqlSafe(format!(
        "SELECT {} FROM {} ORDER BY id",
        columns.join(", "),
        <T::Table as Table>::NAME
    ));
    macro_rules! read {
        ($connection:ty) => {{
            let mut connection = <$connection>::connect(database.url())
                .await
                .expect("a connection");
            sqlx::query_as(sql)
                .fetch_all(&mut connection)
                .await
                .expect("the columns of the table")
        }};
    }
    match database.engine() {
        Engine::Postgres => read!(PgConnection),
        Engine::MariaDb => read!(MySqlConnection),
        Engine::Sqlite => read!(SqliteConnection),
    }
}

/// The columns of a table, in the order of the database.
async fn columns(database: &Database, table: &TableName) -> Option<Vec<String>> {
    let schema = schema(database).await;
    let table = schema.table(table)?;
    Some(
        table
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect(),
    )
}

#[tokio::test]
async fn flattened_columns_are_columns_of_each_table_that_holds_them() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let release = |book| {
            Registry::of(&[<Author as Table>::META, book]).expect("tables of different names")
        };
        boot(&database, release(before::BOOK)).await;
        database
            .execute("INSERT INTO reused_books (id, plz) VALUES (1, '12345')")
            .await;

        let report = boot_in(&database, release(after::BOOK), Mode::Aggressive).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}: {report}");
        let mut found = columns(&database, &TableName::new("reused_books"))
            .await
            .expect("the table");
        found.sort();
        assert_eq!(
            found,
            [
                "created_by",
                "id",
                "store_city",
                "store_zip",
                "title",
                "version",
                "zip"
            ],
            "{engine:?}"
        );
        let schema = schema(&database).await;
        let books = schema
            .table(&TableName::new("reused_books"))
            .expect("the table");
        assert_eq!(books.foreign_keys[0].columns, ["created_by"], "{engine:?}");
        assert_eq!(books.checks.len(), 1, "{engine:?}");
        let indexed = |columns: [&str; 2]| {
            books
                .indexes
                .iter()
                .any(|index| *index == trueup::model::Index::over(index.name.clone(), &columns))
        };
        assert!(
            indexed(["store_zip", "store_city"]),
            "{engine:?}: {books:?}"
        );

        let again = boot(&database, release(after::BOOK)).await;
        assert_eq!(again.status, Status::UpToDate, "{engine:?}: {again}");
        database
            .execute("INSERT INTO reused_books (id, zip) SELECT 2, zip FROM reused_books WHERE zip = '12345'")
            .await;
        assert_eq!(database.count("reused_books").await, 2, "{engine:?}");
    }
}

#[tokio::test]
async fn a_table_is_left_out_where_it_is_not_meant_to_be() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let release = || Registry::of(trueup::tables![Author, Ledger]).expect("two tables");
        boot(&database, release()).await;
        let name = match engine {
            Engine::Postgres => "reuse.reused_ledgers",
            _ => "reused_ledgers",
        };
        let found = try_rows(&database, &format!("SELECT number FROM {name}")).await;
        let is_there = found.is_ok();
        assert_eq!(is_there, engine == Engine::Postgres, "{engine:?}");
        let again = boot(&database, release()).await;
        assert_eq!(again.status, Status::UpToDate, "{engine:?}: {again}");
    }
}

#[tokio::test]
async fn a_partial_struct_reads_its_table_and_changes_nothing() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let release = || Registry::of(trueup::tables![Member]).expect("one table");
        boot(&database, release()).await;
        database
            .execute(
                "INSERT INTO reused_members (id, label, points) VALUES (1, 'one', 3), (2, NULL, 4)",
            )
            .await;
        let of = |id, title: Option<&str>| MemberTitle {
            title: title.map(str::to_owned),
            id,
            rank: 0,
        };
        let found: Vec<MemberTitle> = read(&database).await;
        assert_eq!(found, [of(1, Some("one")), of(2, None)], "{engine:?}");
        let again = boot(&database, release()).await;
        assert_eq!(again.status, Status::UpToDate, "{engine:?}: {again}");
    }
}

#[tokio::test]
async fn the_case_of_names_is_that_of_the_database_and_of_a_partial_struct() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let release = || Registry::of(trueup::tables![Parcel]).expect("one table");
        boot(&database, release()).await;
        let found = columns(&database, &TableName::new("reused_parcels")).await;
        let expected = ["id", "sentTo", "grams"].map(str::to_owned);
        assert_eq!(found.as_deref(), Some(&expected[..]), "{engine:?}");

        database
            .execute("INSERT INTO reused_parcels VALUES (1, 'Ulm', 250)")
            .await;
        let goal = ParcelGoal {
            id: 1,
            sent_to: "Ulm".to_owned(),
        };
        assert_eq!(read::<ParcelGoal>(&database).await, [goal], "{engine:?}");
        let again = boot(&database, release()).await;
        assert_eq!(again.status, Status::UpToDate, "{engine:?}: {again}");
    }
}

#[test]
fn a_partial_struct_is_no_table() {
    assert_eq!(MemberTitle::COLUMNS, ["label", "id"]);
    let registry = Registry::linked().unwrap_or_else(|error| error.into_parts().1);
    let names: Vec<_> = registry
        .tables()
        .iter()
        .map(|table| table.rust_name)
        .collect();
    assert!(names.contains(&"Member"), "{names:?}");
    assert!(!names.contains(&"MemberTitle"), "{names:?}");
}
