//! Types that only some engines have.

use sqlx::Row;
use trueup::meta::TableMeta;
use trueup::{Mode, Registry, Status, Table};
use trueup_tests::boots::{boot_in, migrator};
use trueup_tests::case::Case;
use trueup_tests::engines::{Database, Engine};
use trueup_tests::session::Session;

/// Of a crate that knows nothing of trueup.
struct Foreign;

/// Types that follow from those of Rust and sqlx.
#[expect(dead_code, reason = "only the schema counts")]
mod of_postgres {
    use std::net::IpAddr;
    use std::time::Duration;

    use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
    use rust_decimal::Decimal;
    use sqlx::postgres::types::{
        PgBox, PgCiText, PgCircle, PgCube, PgHstore, PgInterval, PgLQuery, PgLSeg, PgLTree, PgLine,
        PgMoney, PgPath, PgPoint, PgPolygon, PgRange,
    };

    #[derive(trueup::Table)]
    #[table(engines(postgres))]
    pub(super) struct Sample {
        #[column(primary_key)]
        id: i64,
        #[column(default = "{}")]
        tags: Vec<String>,
        scores: Option<Vec<i32>>,
        flags: Vec<Option<bool>>,
        moments: Vec<DateTime<Utc>>,
        prices: Vec<Decimal>,
        documents: Vec<serde_json::Value>,
        blobs: Vec<Vec<u8>>,
        blob: Vec<u8>,
        numbers: PgRange<i32>,
        wide: PgRange<i64>,
        amounts: PgRange<Decimal>,
        days: PgRange<NaiveDate>,
        local: PgRange<NaiveDateTime>,
        during: Option<PgRange<DateTime<Utc>>>,
        many: Vec<PgRange<i32>>,
        #[column(default = "127.0.0.1")]
        address: IpAddr,
        every: PgInterval,
        lasts: Duration,
        waits: TimeDelta,
        money: PgMoney,
        point: PgPoint,
        line: PgLine,
        segment: PgLSeg,
        rectangle: PgBox,
        path: PgPath,
        polygon: PgPolygon,
        circle: PgCircle,
        email: PgCiText,
        settings: PgHstore,
        place: PgLTree,
        query: PgLQuery,
        cube: PgCube,
    }
}

const OF_POSTGRES: &[(&str, &str)] = &[
    ("tags", "text[]"),
    ("scores", "integer[]"),
    ("flags", "boolean[]"),
    ("moments", "timestamp with time zone[]"),
    ("prices", "numeric[]"),
    ("documents", "jsonb[]"),
    ("blobs", "bytea[]"),
    ("blob", "bytea"),
    ("numbers", "int4range"),
    ("wide", "int8range"),
    ("amounts", "numrange"),
    ("days", "daterange"),
    ("local", "tsrange"),
    ("during", "tstzrange"),
    ("many", "int4range[]"),
    ("address", "inet"),
    ("every", "interval"),
    ("lasts", "interval"),
    ("waits", "interval"),
    ("money", "money"),
    ("point", "point"),
    ("line", "line"),
    ("segment", "lseg"),
    ("rectangle", "box"),
    ("path", "path"),
    ("polygon", "polygon"),
    ("circle", "circle"),
    ("email", "citext"),
    ("settings", "hstore"),
    ("place", "ltree"),
    ("query", "lquery"),
    ("cube", "cube"),
];

/// Types by their names, for fields that say nothing themselves.
#[expect(dead_code, reason = "only the schema counts")]
mod by_name {
    use super::Foreign;

    #[derive(trueup::Table)]
    #[table(engines(postgres))]
    pub(super) struct Sample {
        #[column(primary_key)]
        id: i64,
        #[column(sql_type = "cidr")]
        network: Foreign,
        #[column(sql_type = "macaddr")]
        mac: Option<Foreign>,
        #[column(sql_type = "bit(8)", default = "00000000")]
        mask: Foreign,
        #[column(sql_type = "bit varying(8)")]
        bits: Foreign,
        #[column(sql_type = "xml")]
        page: String,
        #[column(sql_type = "CITEXT")]
        title: String,
        #[column(
            sql_type = "tsvector",
            generated(stored, "to_tsvector('english', title::text)")
        )]
        words: Option<Foreign>,
        #[column(sql_type = "interval day to second(3)")]
        lasts: Foreign,
        #[column(sql_type = "int4multirange")]
        spans: Foreign,
        #[column(sql_type = "vector(3)")]
        embedding: Option<Foreign>,
        #[column(sql_type = "numeric(9, 2)[]")]
        prices: Vec<rust_decimal::Decimal>,
        #[column(sql_type = "json")]
        document: serde_json::Value,
    }
}

const BY_NAME: &[(&str, &str)] = &[
    ("network", "cidr"),
    ("mac", "macaddr"),
    ("mask", "bit(8)"),
    ("bits", "bit varying(8)"),
    ("page", "xml"),
    ("title", "citext"),
    ("words", "tsvector"),
    ("lasts", "interval day to second(3)"),
    ("spans", "int4multirange"),
    ("embedding", "vector(3)"),
    ("prices", "numeric(9,2)[]"),
    ("document", "json"),
];

#[expect(dead_code, reason = "only the schema counts")]
mod of_mysql {
    use super::Foreign;

    #[derive(trueup::Table)]
    #[table(engines(mysql))]
    pub(super) struct Sample {
        #[column(primary_key)]
        id: i64,
        #[column(sql_type = "geometry")]
        shape: Foreign,
        #[column(sql_type = "POINT")]
        point: Option<Foreign>,
        #[column(sql_type = "bit(8)")]
        mask: Foreign,
        #[column(sql_type = "year(4)")]
        year: u16,
        #[column(sql_type = "set('a', 'b')")]
        letters: String,
        #[column(sql_type = "mediumtext", charset = "latin1")]
        text: String,
    }
}

#[expect(dead_code, reason = "only the schema counts")]
mod of_mariadb {
    #[derive(trueup::Table)]
    #[table(engines(mysql))]
    pub(super) struct Host {
        #[column(primary_key)]
        id: i64,
        #[column(sql_type = "inet6")]
        address: std::net::IpAddr,
    }
}

const OF_MYSQL: &[(&str, &str)] = &[
    ("shape", "geometry"),
    ("point", "point"),
    ("mask", "bit(8)"),
    ("year", "year(4)"),
    ("letters", "set('a','b')"),
    ("text", "mediumtext"),
];

async fn found(database: &Database) -> Vec<(String, String)> {
    let schema = Session::open(database).await.schema().await;
    let columns = schema.tables[0].columns[1..].iter();
    columns
        .map(|own| (own.name.clone(), own.data_type.clone()))
        .collect()
}

async fn are(database: &Database, registry: Registry, expected: &[(&str, &str)]) {
    boot_in(database, registry.clone(), Mode::Aggressive).await;
    let again = boot_in(database, registry, Mode::Aggressive).await;
    assert_eq!(again.status, Status::UpToDate, "{again}");
    let found = found(database).await;
    let found: Vec<_> = found
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_field_of_postgres_has_the_type_that_sqlx_reads() {
    const TABLES: &[&TableMeta] = &[<of_postgres::Sample as Table>::META];
    let extensions = trueup::objects![
        extension("citext"),
        extension("hstore"),
        extension("ltree"),
        extension("cube")
    ];
    let database = Engine::Postgres.database().await;
    let registry = Registry::of(TABLES).expect("sound tables");
    let registry = registry.with_objects(extensions).expect("different names");
    are(&database, registry, OF_POSTGRES).await;
}

#[tokio::test]
async fn a_field_of_any_type_has_the_type_that_is_named() {
    const TABLES: &[&TableMeta] = &[<by_name::Sample as Table>::META];
    let database = Engine::Postgres.database().await;
    if !database.is_since(14).await {
        return;
    }
    database.execute("CREATE EXTENSION citext").await;
    // Stands for the type of pgvector, which few servers have.
    for sql in [
        "CREATE TYPE vector",
        "CREATE FUNCTION vector_in(cstring, oid, int4) RETURNS vector IMMUTABLE STRICT LANGUAGE internal AS 'varcharin'",
        "CREATE FUNCTION vector_out(vector) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'varcharout'",
        "CREATE FUNCTION vector_typmod_in(cstring[]) RETURNS int4 IMMUTABLE STRICT LANGUAGE internal AS 'varchartypmodin'",
        "CREATE FUNCTION vector_typmod_out(int4) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'varchartypmodout'",
        "CREATE TYPE vector (INPUT = vector_in, OUTPUT = vector_out, TYPMOD_IN = vector_typmod_in, TYPMOD_OUT = vector_typmod_out, LIKE = varchar)",
    ] {
        database.execute(sql).await;
    }
    let registry = Registry::of(TABLES).expect("sound tables");
    are(&database, registry, BY_NAME).await;
}

#[tokio::test]
async fn a_field_of_mariadb_has_the_type_that_is_named() {
    const TABLES: &[&TableMeta] = &[<of_mysql::Sample as Table>::META];
    let database = Engine::MariaDb.database().await;
    let registry = Registry::of(TABLES).expect("sound tables");
    if !database.is_mysql().await {
        return are(&database, registry, OF_MYSQL).await;
    }
    // MySQL knows of one length, and leaves it out.
    let of_mysql: Vec<_> = OF_MYSQL
        .iter()
        .map(|(name, data_type)| match *data_type {
            "year(4)" => (*name, "year"),
            other => (*name, other),
        })
        .collect();
    are(&database, registry, &of_mysql).await;
}

#[tokio::test]
async fn an_address_has_a_type_of_its_own_on_mariadb_alone() {
    const TABLES: &[&TableMeta] = &[<of_mariadb::Host as Table>::META];
    let database = Engine::MariaDb.database().await;
    let registry = Registry::of(TABLES).expect("sound tables");
    if database.is_mysql().await {
        let report = migrator(&database, registry).migrate().await;
        let text = report.expect_err("no such type").report().to_string();
        assert!(text.contains("MySQL has no type `inet6`"), "{text}");
        assert!(text.contains("connect to MariaDB"), "{text}");
        return;
    }
    are(&database, registry, &[("address", "inet6")]).await;
}

#[tokio::test]
async fn arrays_and_ranges_are_written_and_read() {
    #[derive(trueup::Table, sqlx::FromRow)]
    #[table(engines(postgres))]
    struct Sample {
        #[column(primary_key)]
        id: i64,
        tags: Vec<String>,
        scores: Option<Vec<i32>>,
        days: sqlx::postgres::types::PgRange<chrono::NaiveDate>,
    }
    const TABLES: &[&TableMeta] = &[<Sample as Table>::META];
    let database = Engine::Postgres.database().await;
    let registry = Registry::of(TABLES).expect("sound tables");
    boot_in(&database, registry, Mode::Auto).await;
    let day = |day| chrono::NaiveDate::from_ymd_opt(2020, 1, day).expect("a day");
    let days = sqlx::postgres::types::PgRange::from(day(1)..day(3));
    let pool = sqlx::PgPool::connect(database.url()).await.expect("a pool");
    sqlx::query("INSERT INTO samples VALUES ($1, $2, $3, $4)")
        .bind(1_i64)
        .bind(vec!["a".to_owned()])
        .bind(vec![1, 2])
        .bind(days)
        .execute(&pool)
        .await
        .expect("a row");
    let row: Sample = sqlx::query_as("SELECT * FROM samples")
        .fetch_one(&pool)
        .await
        .expect("the row");
    assert_eq!((row.id, row.tags), (1, vec!["a".to_owned()]));
    assert_eq!((row.scores, row.days), (Some(vec![1, 2]), days));
    let count: i64 = sqlx::query("SELECT count(*) FROM samples")
        .fetch_one(&pool)
        .await
        .expect("a count")
        .get(0);
    assert_eq!(count, 1);
    pool.close().await;
}

#[tokio::test]
async fn an_array_of_an_enum_brings_the_type() {
    #[derive(trueup::Enum)]
    #[expect(dead_code, reason = "only the schema counts")]
    enum Mood {
        Good,
        Bad,
    }
    #[derive(trueup::Table)]
    #[table(engines(postgres))]
    #[expect(dead_code, reason = "only the schema counts")]
    struct Sample {
        #[column(primary_key)]
        id: i64,
        moods: Vec<Mood>,
    }
    const TABLES: &[&TableMeta] = &[<Sample as Table>::META];
    let database = Engine::Postgres.database().await;
    let registry = Registry::of(TABLES).expect("sound tables");
    are(&database, registry, &[("moods", "mood[]")]).await;
}

#[expect(dead_code, reason = "only the schema counts")]
mod before {
    #[derive(trueup::Table)]
    pub(super) struct Sample {
        #[column(primary_key)]
        id: i64,
        #[column(sql_type(postgres = "integer[]", mysql = "text", sqlite = "TEXT"))]
        numbers: super::Foreign,
        #[column(sql_type(postgres = "inet", mysql = "varchar(45)", sqlite = "TEXT"))]
        ip: super::Foreign,
    }
}

#[expect(dead_code, reason = "only the schema counts")]
mod after {
    #[derive(trueup::Table)]
    pub(super) struct Sample {
        #[column(primary_key)]
        id: i64,
        #[column(sql_type(postgres = "bigint[]", mysql = "mediumtext", sqlite = "TEXT"))]
        numbers: super::Foreign,
        #[column(
            sql_type(postgres = "inet", mysql = "varchar(45)", sqlite = "TEXT"),
            renamed_from = "ip"
        )]
        address: super::Foreign,
        #[column(sql_type(postgres = "interval", mysql = "time(3)", sqlite = "TEXT"))]
        lasts: Option<super::Foreign>,
    }
}

#[tokio::test]
async fn a_stated_type_changes_and_keeps_the_rows() {
    const BEFORE: &[&TableMeta] = &[<before::Sample as Table>::META];
    const AFTER: &[&TableMeta] = &[<after::Sample as Table>::META];
    Case::new("types change", BEFORE, AFTER)
        .seed("INSERT INTO samples (id, numbers, ip) VALUES (1, '{1,2}', '10.0.0.1')")
        .keeps("SELECT id, numbers FROM samples", &["1|{1,2}"])
        .check()
        .await;
}

#[tokio::test]
async fn an_engine_without_the_type_names_the_column_and_the_way_out() {
    #[derive(trueup::Table)]
    #[expect(dead_code, reason = "only the schema counts")]
    struct Sample {
        #[column(primary_key)]
        id: i64,
        tags: Vec<String>,
        address: std::net::IpAddr,
        lists: Vec<Vec<i32>>,
    }
    const TABLES: &[&TableMeta] = &[<Sample as Table>::META];
    for (engine, parts) in [
        (Engine::Postgres, &["samples.lists", "help: "][..]),
        (
            Engine::MariaDb,
            &["samples.tags", "samples.address", "sql_type(mysql = "],
        ),
        (
            Engine::Sqlite,
            &["samples.tags", "samples.address", "sql_type(sqlite = "],
        ),
    ] {
        let database = engine.database().await;
        let registry = Registry::of(TABLES).expect("sound tables");
        let error = migrator(&database, registry)
            .migrate()
            .await
            .expect_err("no such type");
        let text = error.to_string();
        for part in parts {
            assert!(text.contains(part), "{text}");
        }
    }
}
