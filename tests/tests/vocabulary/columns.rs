//! What a column says besides its type.

use trueup::dialect::lower;
use trueup::meta::TableMeta;
use trueup::model::{Flavor, Vendor, Version};
use trueup::{Mode, Registry, Status, Table};
use trueup_tests::boots::{boot, boot_in, cell, migrator};
use trueup_tests::case::{Case, ENGINES};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::session::Session;

/// A table without a word.
#[expect(dead_code, reason = "only the schema counts")]
mod plain {
    #[derive(trueup::Table)]
    pub(super) struct Item {
        #[column(primary_key)]
        id: i64,
        price: i32,
        amount: i32,
        #[column(max_length = 40)]
        name: String,
        #[column(max_length = 2)]
        country: String,
        at: chrono::NaiveDateTime,
        body: Option<String>,
    }
}

/// The same with every word that all engines take or leave out.
#[expect(dead_code, reason = "only the schema counts")]
mod stated {
    #[derive(trueup::Table)]
    pub(super) struct Item {
        #[column(primary_key)]
        id: i64,
        #[column(comment = "in cents, it's \\ exact")]
        price: i32,
        amount: i32,
        #[column(
            max_length = 40,
            collation(postgres = "C", mysql = "utf8mb4_bin", sqlite = "nocase")
        )]
        name: String,
        #[column(length = 2, charset = "latin1")]
        country: String,
        #[column(precision = 3)]
        at: chrono::NaiveDateTime,
        #[column(storage = external, compression = pglz, invisible)]
        body: Option<String>,
        #[column(generated(stored, "price * amount"))]
        total: i64,
    }
}

/// The same with other values.
#[expect(dead_code, reason = "only the schema counts")]
mod changed {
    #[derive(trueup::Table)]
    pub(super) struct Item {
        #[column(primary_key)]
        id: i64,
        #[column(comment = "in pence")]
        price: i32,
        amount: i32,
        #[column(
            max_length = 40,
            collation(postgres = "POSIX", mysql = "utf8mb4_unicode_ci", sqlite = "rtrim")
        )]
        name: String,
        #[column(length = 3, charset = "utf8mb4")]
        country: String,
        #[column(precision = 0)]
        at: chrono::NaiveDateTime,
        #[column(storage = extended, compression = pglz, invisible)]
        body: Option<String>,
        #[column(generated(stored, "price + amount"))]
        total: i64,
    }
}

const PLAIN: &[&TableMeta] = &[<plain::Item as Table>::META];
const STATED: &[&TableMeta] = &[<stated::Item as Table>::META];
const CHANGED: &[&TableMeta] = &[<changed::Item as Table>::META];

const ROWS: &str = "INSERT INTO items (id, price, amount, name, country, at, body) VALUES \
                    (1, 3, 4, 'a', 'de', '2020-01-02 03:04:05', 'x'), (2, 5, 6, 'b', 'fr', '2021-01-02 03:04:05', NULL)";

fn registry(tables: &[&'static TableMeta]) -> Registry {
    Registry::of(tables).expect("sound tables")
}

async fn settled(database: &Database, tables: &[&'static TableMeta]) {
    let report = boot(database, registry(tables)).await;
    assert_eq!(report.status, Status::UpToDate, "{report}");
}

#[tokio::test]
async fn each_word_is_in_the_catalogue() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, registry(STATED)).await;
        settled(&database, STATED).await;
        let mut session = Session::open(&database).await;
        session.run(ROWS).await.expect("rows");
        let schema = session.schema().await;
        let of = |name: &str| {
            let table = &schema.tables[0];
            table.column(name).expect("a column").clone()
        };
        let total = of("total").generated.expect("a generated column");
        assert!(total.stored);
        let sum = cell(&database, "SELECT SUM(total) FROM items").await;
        assert_eq!(sum.trim_end_matches(".0"), "42");
        let comment = of("price").comment;
        match engine {
            Engine::Postgres => {
                assert_eq!(of("name").collation.as_deref(), Some("\"C\""));
                assert_eq!(of("country").data_type, "character(2)");
                assert_eq!(of("at").data_type, "timestamp(3) without time zone");
                assert_eq!(of("body").storage.as_deref(), Some("external"));
                if database.is_since(14).await {
                    assert_eq!(of("body").compression.as_deref(), Some("pglz"));
                }
                assert_eq!(comment.as_deref(), Some("in cents, it's \\ exact"));
            }
            Engine::MariaDb => {
                assert_eq!(of("name").collation.as_deref(), Some("utf8mb4_bin"));
                assert_eq!(of("country").data_type, "char(2)");
                assert_eq!(
                    of("country").collation.as_deref(),
                    Some("latin1_swedish_ci")
                );
                assert_eq!(of("at").data_type, "datetime(3)");
                assert!(of("body").invisible);
                assert_eq!(comment.as_deref(), Some("in cents, it's \\ exact"));
            }
            Engine::Sqlite => {
                assert_eq!(of("name").collation.as_deref(), Some("NOCASE"));
                assert_eq!(of("country").data_type, "CHAR(2)");
                assert_eq!(comment, None);
            }
        }
    }
}

#[tokio::test]
async fn each_word_is_added_to_columns_with_rows() {
    Case::new("words are added", PLAIN, STATED)
        .seed(ROWS)
        .keeps(
            "SELECT id, price, name, total FROM items ORDER BY id",
            &["1|3|a|12", "2|5|b|30"],
        )
        .check()
        .await;
}

#[tokio::test]
async fn each_word_changes_and_keeps_the_rows() {
    Case::new("words change", STATED, CHANGED)
        .seed(ROWS)
        .keeps(
            "SELECT id, price, name, total FROM items ORDER BY id",
            &["1|3|a|7", "2|5|b|11"],
        )
        .check()
        .await;
}

#[tokio::test]
async fn what_a_struct_does_not_state_is_left_as_it_is() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, registry(STATED)).await;
        let proposal = migrator(&database, registry(PLAIN))
            .plan()
            .await
            .expect("a plan");
        let touched: Vec<_> = proposal
            .report()
            .steps
            .iter()
            .map(|step| step.change.object.clone())
            .filter(|object| {
                !matches!(
                    object.as_str(),
                    "items.total" | "items.country" | "items.at"
                )
            })
            .collect();
        assert!(touched.is_empty(), "{}: {touched:?}", engine.name());
    }
}

/// Words about time, and types that only some engines have.
#[expect(dead_code, reason = "only the schema counts")]
mod times {
    #[derive(trueup::Table)]
    pub(super) struct Stamp {
        #[column(primary_key)]
        id: i64,
        #[column(default = now, update = now, precision = 3)]
        at: chrono::DateTime<chrono::Utc>,
        #[column(default = "10:00:00.5", precision = 2)]
        time: chrono::NaiveTime,
        #[column(precision = 12, scale = 2, default = 1.5)]
        price: rust_decimal::Decimal,
        #[column(generated(virtual, "price * 2"))]
        double: Option<rust_decimal::Decimal>,
    }
}

#[tokio::test]
async fn mariadb_keeps_the_digits_and_sets_the_time() {
    const TIMES: &[&TableMeta] = &[<times::Stamp as Table>::META];
    let database = Engine::MariaDb.database().await;
    boot(&database, registry(TIMES)).await;
    settled(&database, TIMES).await;
    database.execute("INSERT INTO stamps (id) VALUES (1)").await;
    assert_eq!(
        cell(&database, "SELECT CAST(price AS char) FROM stamps").await,
        "1.50"
    );
    assert_eq!(
        cell(
            &database,
            "SELECT CAST(`double` AS decimal(9, 2)) FROM stamps"
        )
        .await,
        "3.00"
    );
    let schema = Session::open(&database).await.schema().await;
    let at = schema.tables[0].column("at").expect("a column");
    assert_eq!(at.on_update.as_deref(), Some("current_timestamp(3)"));
}

#[tokio::test]
async fn an_engine_without_the_word_names_the_column_and_the_way_out() {
    const TIMES: &[&TableMeta] = &[<times::Stamp as Table>::META];
    let database = Engine::Postgres.database().await;
    let error = migrator(&database, registry(TIMES))
        .mode(Mode::Aggressive)
        .migrate()
        .await
        .expect_err("no such column");
    let text = error.to_string();
    for part in ["stamps.at", "take `update` away"] {
        assert!(text.contains(part), "{text}");
    }
    // PostgreSQL has virtual columns since 18.
    let is_old = database.flavor().await.version.0 < 18;
    for part in ["stamps.double", "generated(stored"] {
        assert_eq!(text.contains(part), is_old, "{text}");
    }
}

/// Types by their names.
#[expect(dead_code, reason = "only the schema counts")]
mod types {
    #[derive(trueup::Table)]
    pub(super) struct Page {
        #[column(primary_key)]
        id: i64,
        #[column(sql_type(
            postgres = "NUMERIC(10, 2)",
            mysql = "DECIMAL(10, 2)",
            sqlite = "real"
        ))]
        price: f64,
        #[column(
            sql_type(postgres = "varchar(20)", mysql = "mediumtext"),
            default = "it's"
        )]
        text: String,
        #[column(sql_type(postgres = "text[]"))]
        tags: String,
    }
}

#[tokio::test]
async fn a_type_is_taken_by_its_name() {
    const TYPES: &[&TableMeta] = &[<types::Page as Table>::META];
    for engine in ENGINES {
        let database = engine.database().await;
        boot_in(&database, registry(TYPES), Mode::Auto).await;
        settled(&database, TYPES).await;
        let schema = Session::open(&database).await.schema().await;
        let types: Vec<_> = schema.tables[0].columns[1..]
            .iter()
            .map(|column| column.data_type.as_str())
            .collect();
        let expected = match engine {
            Engine::Postgres => ["numeric(10,2)", "character varying(20)", "text[]"],
            Engine::MariaDb => ["decimal(10,2)", "mediumtext", "longtext"],
            Engine::Sqlite => ["REAL", "TEXT", "TEXT"],
        };
        assert_eq!(types, expected);
    }
}

/// Words that say how much a column holds.
#[expect(dead_code, reason = "only the schema counts")]
mod measures {
    #[derive(trueup::Table)]
    #[table(engines(postgres, mysql))]
    pub(super) struct Sample {
        #[column(primary_key)]
        id: i64,
        #[column(precision = 12, scale = 2, default = 1.5)]
        price: rust_decimal::Decimal,
        #[column(precision = 5)]
        whole: rust_decimal::Decimal,
        #[column(precision = 2)]
        time: chrono::NaiveTime,
        #[column(precision = 0)]
        at: chrono::DateTime<chrono::Utc>,
        #[column(length = 2)]
        country: String,
        #[column(max_length = 80)]
        name: String,
    }
}

#[tokio::test]
async fn each_measure_is_in_the_catalogue() {
    const MEASURES: &[&TableMeta] = &[<measures::Sample as Table>::META];
    for (engine, expected) in [
        (
            Engine::Postgres,
            [
                "numeric(12,2)",
                "numeric(5,0)",
                "time(2) without time zone",
                "timestamp(0) with time zone",
                "character(2)",
                "character varying(80)",
            ],
        ),
        (
            Engine::MariaDb,
            [
                "decimal(12,2)",
                "decimal(5,0)",
                "time(2)",
                "timestamp",
                "char(2)",
                "varchar(80)",
            ],
        ),
    ] {
        let database = engine.database().await;
        boot(&database, registry(MEASURES)).await;
        settled(&database, MEASURES).await;
        let schema = Session::open(&database).await.schema().await;
        let columns = schema.tables[0].columns[1..].iter();
        let types: Vec<_> = columns.map(|own| own.data_type.as_str()).collect();
        assert_eq!(types, expected);
    }
}

/// Columns of bytes have a length on MySQL alone, and those that are computed when they are read are
/// not on PostgreSQL before 18.
#[tokio::test]
async fn bytes_of_a_fixed_length_and_virtual_columns_are_where_they_can_be() {
    #[derive(trueup::Table)]
    #[table(engines(mysql, sqlite))]
    #[expect(dead_code, reason = "only the schema counts")]
    struct Sample {
        #[column(primary_key)]
        id: i64,
        #[column(length = 16)]
        digest: Vec<u8>,
        #[column(generated(virtual, "id * 2"))]
        double: Option<i64>,
    }
    const TABLES: &[&TableMeta] = &[<Sample as Table>::META];
    for (engine, data_type) in [
        (Engine::MariaDb, "binary(16)"),
        (Engine::Sqlite, "BLOB(16)"),
    ] {
        let database = engine.database().await;
        boot(&database, registry(TABLES)).await;
        settled(&database, TABLES).await;
        database
            .execute("INSERT INTO samples (id, digest) VALUES (21, '0123456789abcdef')")
            .await;
        let doubled = cell(&database, "SELECT `double` FROM samples").await;
        assert_eq!(doubled.trim_end_matches(".0"), "42");
        let schema = Session::open(&database).await.schema().await;
        let table = &schema.tables[0];
        let digest = table.column("digest").expect("a column");
        assert_eq!(digest.data_type, data_type);
        let generated = table.column("double").and_then(|own| own.generated.clone());
        assert!(!generated.expect("a generated column").stored);
    }
}

/// Texts in keys that have a length without `max_length`.
mod measured {
    #[derive(trueup::Table)]
    #[expect(dead_code, reason = "only the schema counts")]
    pub(super) struct Country {
        #[column(primary_key, length = 2)]
        code: String,
        #[column(unique, sql_type(mysql = "varchar(20)"))]
        name: String,
    }

    #[derive(trueup::Table)]
    #[table(engines(mysql))]
    #[expect(dead_code, reason = "only the schema counts")]
    pub(super) struct Digest {
        #[column(primary_key, length = 32)]
        digest: Vec<u8>,
    }
}

#[tokio::test]
async fn a_text_of_a_stated_length_or_type_may_be_in_a_key() {
    const MEASURED: &[&TableMeta] = &[
        <measured::Country as Table>::META,
        <measured::Digest as Table>::META,
    ];
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, registry(MEASURED)).await;
        settled(&database, MEASURED).await;
    }
}

#[tokio::test]
async fn an_empty_comment_takes_the_comment_away() {
    #[derive(trueup::Table)]
    #[table(name = "items")]
    #[expect(dead_code, reason = "only the schema counts")]
    struct Silent {
        #[column(primary_key)]
        id: i64,
        #[column(comment = "")]
        price: i32,
    }
    #[derive(trueup::Table)]
    #[table(name = "items")]
    #[expect(dead_code, reason = "only the schema counts")]
    struct Telling {
        #[column(primary_key)]
        id: i64,
        #[column(comment = "usual")]
        price: i32,
    }
    const SILENT: &[&TableMeta] = &[<Silent as Table>::META];
    const TELLING: &[&TableMeta] = &[<Telling as Table>::META];
    for engine in [Engine::Postgres, Engine::MariaDb] {
        let database = engine.database().await;
        let comment = async |database: &Database| {
            let schema = Session::open(database).await.schema().await;
            schema.tables[0]
                .column("price")
                .and_then(|own| own.comment.clone())
        };
        for (tables, expected) in [(TELLING, Some("usual")), (SILENT, None)] {
            boot_in(&database, registry(tables), Mode::Aggressive).await;
            settled(&database, tables).await;
            assert_eq!(comment(&database).await.as_deref(), expected);
        }
    }
}

#[test]
fn a_compression_is_left_out_where_the_server_has_no_word_for_it() {
    #[derive(Table)]
    #[expect(dead_code, reason = "only the schema counts")]
    struct Page {
        #[column(primary_key)]
        id: i64,
        #[column(compression = pglz)]
        body: String,
    }
    const PAGE: &[&TableMeta] = &[<Page as Table>::META];
    for (version, expected) in [(13, None), (14, Some("pglz"))] {
        let flavor = Flavor::new(Vendor::Postgres, Version(version, 0, 0));
        let lowered = lower(&registry(PAGE), flavor).expect("a schema");
        let body = lowered.schema.tables[0].column("body").expect("the column");
        assert_eq!(
            body.compression.as_deref(),
            expected,
            "PostgreSQL {version}"
        );
    }
}
