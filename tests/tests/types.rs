//! What sqlx writes into a column comes back equal, for every type that a field can have.

use chrono::{DateTime, FixedOffset, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, Connection, MySqlConnection, PgConnection, SqliteConnection};
use time::macros::{date, datetime, time};
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use trueup::{ColumnType, Error, Registry, Status, Table, ValueType};
use trueup_tests::boots::migrator;
use trueup_tests::case::ENGINES;
use trueup_tests::engines::{Database, Engine};
use uuid::{Uuid, uuid};

/// A key that is not to be mistaken for another number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
struct OrgId(i64);

impl ColumnType for OrgId {
    type Value = Self;
    const VALUE: ValueType = <i64 as ColumnType>::VALUE;
}

/// A text with a meaning.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
struct Email(String);

impl ColumnType for Email {
    type Value = Self;
    const VALUE: ValueType = <String as ColumnType>::VALUE;
}

/// A document of a known shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Profile {
    name: String,
    tags: Vec<String>,
    score: Option<f64>,
}

/// A table with a required and an optional column of each type, and how sqlx inserts its row.
macro_rules! everything {
    ($name:ident of $connection:ty, $quote:literal, $placeholder:expr; $($field:ident $optional:ident: $type:ty,)*) => {
        #[derive(Debug, Clone, PartialEq, Table, sqlx::FromRow)]
        struct $name {
            #[column(primary_key)]
            id: i64,
            $($field: $type, $optional: Option<$type>,)*
        }

        impl $name {
            async fn insert(&self, connection: &mut $connection) {
                let columns = ["id" $(, stringify!($field), stringify!($optional))*]
                    .map(|column| format!("{0}{column}{0}", $quote));
                let places: Vec<String> = (1..=columns.len()).map($placeholder).collect();
                let sql = format!(
                    "INSERT INTO {} ({}) VALUES ({})",
                    <Self as Table>::NAME, columns.join(", "), places.join(", ")
                );
                sqlx::query(AssertSqlSafe(sql))
                    .bind(self.id)
                    $(.bind(self.$field.clone()).bind(self.$optional.clone()))*
                    .execute(connection)
                    .await
                    .expect("the row is written");
            }

            async fn check(database: &Database, rows: Vec<Self>) {
                migrate_twice(database, trueup::tables![Self]).await;
                let mut connection = <$connection>::connect(database.url()).await.expect("a connection");
                for row in &rows {
                    row.insert(&mut connection).await;
                }
                let sql = format!("SELECT * FROM {} ORDER BY id", <Self as Table>::NAME);
                let read: Vec<Self> = sqlx::query_as(AssertSqlSafe(sql))
                    .fetch_all(&mut connection)
                    .await
                    .expect("the rows are read");
                assert_eq!(read, rows);
                connection.close().await.expect("an end");
            }

            /// The optional columns without a value.
            fn without(mut self, id: i64) -> Self {
                self.id = id;
                $(self.$optional = None;)*
                self
            }

            /// The values in the required and in the optional columns.
            #[expect(clippy::too_many_arguments, reason = "there are many types")]
            fn both(id: i64, $($field: $type),*) -> Self {
                Self { id, $($optional: Some($field.clone()), $field,)* }
            }
        }
    };
}

everything! { PgEverything of PgConnection, '"', |at| format!("${at}");
    flag flag_o: bool, tiny tiny_o: i8, small small_o: i16, medium medium_o: i32, large large_o: i64,
    single single_o: f32, double double_o: f64, text text_o: String, bytes bytes_o: Vec<u8>,
    c_date c_date_o: NaiveDate, c_time c_time_o: NaiveTime, c_moment c_moment_o: NaiveDateTime,
    c_utc c_utc_o: DateTime<Utc>, c_local c_local_o: DateTime<Local>, c_fixed c_fixed_o: DateTime<FixedOffset>,
    t_date t_date_o: Date, t_time t_time_o: Time, t_moment t_moment_o: PrimitiveDateTime,
    t_offset t_offset_o: OffsetDateTime, uuid uuid_o: Uuid, json json_o: Value,
    document document_o: Json<Profile>, org org_o: OrgId, email email_o: Email, exact exact_o: Decimal,
}

// sqlx reads no fixed offset on MySQL.
everything! { MyEverything of MySqlConnection, '`', |_| "?".to_owned();
    flag flag_o: bool, tiny tiny_o: i8, small small_o: i16, medium medium_o: i32, large large_o: i64,
    u_tiny u_tiny_o: u8, u_small u_small_o: u16, u_medium u_medium_o: u32, u_large u_large_o: u64,
    single single_o: f32, double double_o: f64, text text_o: String, bytes bytes_o: Vec<u8>,
    c_date c_date_o: NaiveDate, c_time c_time_o: NaiveTime, c_moment c_moment_o: NaiveDateTime,
    c_utc c_utc_o: DateTime<Utc>, c_local c_local_o: DateTime<Local>,
    t_date t_date_o: Date, t_time t_time_o: Time, t_moment t_moment_o: PrimitiveDateTime,
    t_offset t_offset_o: OffsetDateTime, uuid uuid_o: Uuid, json json_o: Value,
    document document_o: Json<Profile>, org org_o: OrgId, email email_o: Email, exact exact_o: Decimal,
}

everything! { LiteEverything of SqliteConnection, '"', |_| "?".to_owned();
    flag flag_o: bool, tiny tiny_o: i8, small small_o: i16, medium medium_o: i32, large large_o: i64,
    u_tiny u_tiny_o: u8, u_small u_small_o: u16, u_medium u_medium_o: u32,
    single single_o: f32, double double_o: f64, text text_o: String, bytes bytes_o: Vec<u8>,
    c_date c_date_o: NaiveDate, c_time c_time_o: NaiveTime, c_moment c_moment_o: NaiveDateTime,
    c_utc c_utc_o: DateTime<Utc>, c_local c_local_o: DateTime<Local>, c_fixed c_fixed_o: DateTime<FixedOffset>,
    t_date t_date_o: Date, t_time t_time_o: Time, t_moment t_moment_o: PrimitiveDateTime,
    t_offset t_offset_o: OffsetDateTime, uuid uuid_o: Uuid, json json_o: Value,
    document document_o: Json<Profile>, org org_o: OrgId, email email_o: Email,
}

/// The first boot makes the tables, and the second has nothing to do.
async fn migrate_twice(database: &Database, tables: &[&'static trueup::meta::TableMeta]) {
    for expected in [Status::Completed, Status::UpToDate] {
        let registry = Registry::of(tables).expect("tables of different names");
        let report = migrator(database, registry)
            .migrate()
            .await
            .expect("a boot");
        assert_eq!(report.status, expected, "{report}");
        assert!(report.warnings.is_empty(), "{report}");
    }
}

const AWKWARD: &str =
    "it's \"quoted\", `ticked`, \\ and 100%; -- ?$1 :x\nżółw 龜 🐢 e\u{301}\u{202e}";

fn profile() -> Json<Profile> {
    Json(Profile {
        name: AWKWARD.to_owned(),
        tags: vec![String::new(), "a\tb".to_owned()],
        score: Some(0.1),
    })
}

fn empty_profile() -> Json<Profile> {
    Json(Profile {
        name: String::new(),
        tags: Vec::new(),
        score: None,
    })
}

fn every_byte() -> Vec<u8> {
    (0..=u8::MAX).collect()
}

fn moment(text: &str) -> NaiveDateTime {
    text.parse().expect("a date and a time")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal number")
}

// The rows take their values in the order of the columns, so a value for each line would hide them.
// Everywhere: the least, the greatest, one that is neither, and one without optional values.

#[rustfmt::skip]
#[tokio::test]
async fn postgresql_returns_what_was_written() {
    let database = Engine::Postgres.database().await;
    let first = moment("0001-01-01T00:00:00");
    let last = moment("9999-12-31T23:59:59.999999");
    let usual = moment("2024-02-29T12:34:56.789012");
    let least = PgEverything::both(
        1, false, i8::MIN, i16::MIN, i32::MIN, i64::MIN, f32::MIN, f64::MIN, String::new(), Vec::new(),
        first.date(), first.time(), first, first.and_utc(), first.and_utc().into(), first.and_utc().into(),
        date!(0001 - 01 - 01), Time::MIDNIGHT, datetime!(0001-01-01 0:00), datetime!(0001-01-01 0:00 UTC),
        Uuid::nil(), Value::Null, empty_profile(), OrgId(i64::MIN), Email(String::new()), Decimal::MIN,
    );
    let greatest = PgEverything::both(
        2, true, i8::MAX, i16::MAX, i32::MAX, i64::MAX, f32::MAX, f64::MAX, "龜".repeat(100_000), vec![0; 100_000],
        last.date(), last.time(), last, last.and_utc(), last.and_utc().into(), last.and_utc().into(),
        date!(9999 - 12 - 31), time!(23:59:59.999_999), datetime!(9999-12-31 23:59:59.999_999),
        datetime!(9999-12-31 23:59:59.999_999 UTC),
        Uuid::max(), json!([i64::MAX, i64::MIN, "🐢"]), profile(), OrgId(i64::MAX), Email(AWKWARD.into()), Decimal::MAX,
    );
    let other = PgEverything::both(
        3, true, -1, -1, -1, -1, f32::MIN_POSITIVE, f64::MIN_POSITIVE, AWKWARD.into(), every_byte(),
        usual.date(), usual.time(), usual, usual.and_utc(), usual.and_utc().into(),
        usual.and_utc().with_timezone(&FixedOffset::east_opt(5 * 3600 + 1800).unwrap()),
        date!(2024 - 02 - 29), time!(12:34:56.789_012), datetime!(2024-02-29 12:34:56.789_012),
        datetime!(2024-02-29 12:34:56.789_012 -03:30),
        uuid!("67e55044-10b1-426f-9247-bb680e5fe0c8"), json!({"a": [1, 2.5, null, true], "": AWKWARD}), profile(),
        OrgId(7), Email("a@b".into()), decimal("-0.0000000000000000000000000001"),
    );
    let none = other.clone().without(4);
    PgEverything::check(&database, vec![least, greatest, other, none]).await;
}

#[rustfmt::skip]
#[tokio::test]
async fn mariadb_returns_what_was_written() {
    if !ENGINES.contains(&Engine::MariaDb) {
        return;
    }
    let database = Engine::MariaDb.database().await;
    let first = moment("1000-01-01T00:00:00");
    let last = moment("9999-12-31T23:59:59.999999");
    let usual = moment("2024-02-29T12:34:56.789012");
    // A moment is a number of seconds of 32 bits there.
    let (dawn, dusk) = (moment("1970-01-01T00:00:01").and_utc(), moment("2038-01-19T03:14:07.999999").and_utc());
    let least = MyEverything::both(
        1, false, i8::MIN, i16::MIN, i32::MIN, i64::MIN, 0, 0, 0, 0, f32::MIN, f64::MIN, String::new(), Vec::new(),
        first.date(), first.time(), first, dawn, dawn.into(),
        date!(1000 - 01 - 01), Time::MIDNIGHT, datetime!(1000-01-01 0:00), datetime!(1970-01-01 0:00:01 UTC),
        Uuid::nil(), Value::Null, empty_profile(), OrgId(i64::MIN), Email(String::new()), Decimal::MIN,
    );
    let greatest = MyEverything::both(
        2, true, i8::MAX, i16::MAX, i32::MAX, i64::MAX, u8::MAX, u16::MAX, u32::MAX, u64::MAX, f32::MAX, f64::MAX,
        "龜".repeat(100_000), vec![0; 100_000], last.date(), last.time(), last, dusk, dusk.into(),
        date!(9999 - 12 - 31), time!(23:59:59.999_999), datetime!(9999-12-31 23:59:59.999_999),
        datetime!(2038-01-19 3:14:07.999_999 UTC),
        Uuid::max(), json!([i64::MAX, u64::MAX, "🐢"]), profile(), OrgId(i64::MAX), Email(AWKWARD.into()), Decimal::MAX,
    );
    let other = MyEverything::both(
        3, true, -1, -1, -1, -1, 1, 1, 1, 1, f32::MIN_POSITIVE, f64::MIN_POSITIVE, AWKWARD.into(), every_byte(),
        usual.date(), usual.time(), usual, usual.and_utc(), usual.and_utc().into(),
        date!(2024 - 02 - 29), time!(12:34:56.789_012), datetime!(2024-02-29 12:34:56.789_012),
        datetime!(2024-02-29 12:34:56.789_012 -03:30),
        uuid!("67e55044-10b1-426f-9247-bb680e5fe0c8"), json!({"a": [1, 2.5, null, true], "": AWKWARD}), profile(),
        OrgId(7), Email("a@b".into()), decimal("-0.0000000000000000000000000001"),
    );
    let none = other.clone().without(4);
    MyEverything::check(&database, vec![least, greatest, other, none]).await;
}

#[rustfmt::skip]
#[tokio::test]
async fn sqlite_returns_what_was_written() {
    let database = Engine::Sqlite.database().await;
    let first = moment("0001-01-01T00:00:00");
    let last = moment("9999-12-31T23:59:59.999999999");
    let usual = moment("2024-02-29T12:34:56.789012");
    let least = LiteEverything::both(
        1, false, i8::MIN, i16::MIN, i32::MIN, i64::MIN, 0, 0, 0, f32::MIN, f64::MIN, String::new(), Vec::new(),
        first.date(), first.time(), first, first.and_utc(), first.and_utc().into(), first.and_utc().into(),
        date!(0001 - 01 - 01), Time::MIDNIGHT, datetime!(0001-01-01 0:00), datetime!(0001-01-01 0:00 UTC),
        Uuid::nil(), Value::Null, empty_profile(), OrgId(i64::MIN), Email(String::new()),
    );
    let greatest = LiteEverything::both(
        2, true, i8::MAX, i16::MAX, i32::MAX, i64::MAX, u8::MAX, u16::MAX, u32::MAX, f32::MAX, f64::MAX,
        "龜".repeat(100_000), vec![0; 100_000],
        last.date(), last.time(), last, last.and_utc(), usual.and_utc().into(), last.and_utc().into(),
        date!(9999 - 12 - 31), time!(23:59:59.999_999_999), datetime!(9999-12-31 23:59:59.999_999_999),
        datetime!(9999-12-31 23:59:59.999_999_999 UTC),
        Uuid::max(), json!([i64::MAX, u64::MAX, "🐢"]), profile(), OrgId(i64::MAX), Email(AWKWARD.into()),
    );
    let other = LiteEverything::both(
        3, true, -1, -1, -1, -1, 1, 1, 1, f32::MIN_POSITIVE, f64::MIN_POSITIVE, AWKWARD.into(), every_byte(),
        usual.date(), usual.time(), usual, usual.and_utc(), usual.and_utc().into(),
        usual.and_utc().with_timezone(&FixedOffset::east_opt(5 * 3600 + 1800).unwrap()),
        date!(2024 - 02 - 29), time!(12:34:56.789_012), datetime!(2024-02-29 12:34:56.789_012),
        datetime!(2024-02-29 12:34:56.789_012 -03:30),
        uuid!("67e55044-10b1-426f-9247-bb680e5fe0c8"), json!({"a": [1, 2.5, null, true], "": AWKWARD}), profile(),
        OrgId(7), Email("a@b".into()),
    );
    let none = other.clone().without(4);
    LiteEverything::check(&database, vec![least, greatest, other, none]).await;
}

/// A default of each kind.
#[derive(Debug, Table, sqlx::FromRow)]
struct Filled {
    #[column(primary_key)]
    id: i64,
    #[column(default = true)]
    yes: bool,
    #[column(default = false)]
    no: Option<bool>,
    #[column(default = -128)]
    tiny: i8,
    #[column(default = 0)]
    zero: i16,
    #[column(default = -5)]
    negative: i32,
    #[column(default = 9_223_372_036_854_775_807)]
    greatest: i64,
    #[column(default = -9_223_372_036_854_775_808)]
    least: i64,
    #[column(default = 1.5)]
    single: f32,
    #[column(default = -0.25)]
    double: f64,
    #[column(default = 2)]
    whole: f64,
    #[column(default = 1e3)]
    power: f64,
    #[column(default = "it's")]
    quoted: String,
    #[column(default = "")]
    empty: String,
    #[column(default = "it's \"quoted\", `ticked`, \\ and 100%; -- ?$1 :x\nżółw 龜 🐢")]
    awkward: String,
    #[column(default = "'", max_length = 9)]
    limited: Option<String>,
    #[column(default = "now")]
    word: String,
    #[column(default = "null")]
    null: String,
    #[column(default = "2024-02-29")]
    leap: NaiveDate,
    #[column(default = "12:34:56")]
    noon: Time,
    #[column(default = "2024-02-29 12:34:56")]
    moment: NaiveDateTime,
    #[column(default = "67e55044-10b1-426f-9247-bb680e5fe0c8")]
    uuid: Uuid,
    #[column(default = "{\"a\": [1, \"it's\"]}")]
    json: Value,
    #[column(default = sql("(1 + 1)"))]
    computed: i32,
    #[column(default = sql("(lower('ABC'))"))]
    called: String,
    #[column(default = now)]
    today: NaiveDate,
    #[column(default = now)]
    this_hour: NaiveTime,
    #[column(default = now)]
    wall: NaiveDateTime,
    #[column(default = now)]
    utc: DateTime<Utc>,
    #[column(default = now)]
    local: Option<DateTime<Local>>,
    #[column(default = now)]
    offset: OffsetDateTime,
    #[column(default = now)]
    primitive: PrimitiveDateTime,
    #[column(default = now)]
    t_date: Date,
    #[column(default = now)]
    t_time: Time,
}

#[tokio::test]
async fn defaults_are_applied() {
    for engine in ENGINES.iter().copied() {
        let database = engine.database().await;
        migrate_twice(&database, trueup::tables![Filled]).await;
        database
            .execute("INSERT INTO filleds (id) VALUES (1)")
            .await;
        let sql = "SELECT * FROM filleds";
        let url = database.url();
        let row: Filled = match engine {
            Engine::Postgres => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                sqlx::query_as(sql).fetch_one(&mut connection).await
            }
            Engine::MariaDb => {
                let mut connection = MySqlConnection::connect(url).await.unwrap();
                sqlx::query_as(sql).fetch_one(&mut connection).await
            }
            Engine::Sqlite => {
                let mut connection = SqliteConnection::connect(url).await.unwrap();
                sqlx::query_as(sql).fetch_one(&mut connection).await
            }
        }
        .unwrap_or_else(|error| panic!("{engine:?}: {error}"));
        assert!(
            row.id == 1 && row.yes && row.no == Some(false),
            "{engine:?}: {row:?}"
        );
        let integers = (
            row.tiny,
            row.zero,
            row.negative,
            row.greatest,
            row.least,
            row.computed,
        );
        assert_eq!(integers, (-128, 0, -5, i64::MAX, i64::MIN, 2), "{engine:?}");
        let floats = (row.single, row.double, row.whole, row.power);
        assert_eq!(floats, (1.5, -0.25, 2.0, 1000.0), "{engine:?}");
        let texts = [&row.quoted, &row.empty, &row.word, &row.null, &row.called];
        assert_eq!(texts, ["it's", "", "now", "null", "abc"], "{engine:?}");
        assert_eq!(
            row.awkward, "it's \"quoted\", `ticked`, \\ and 100%; -- ?$1 :x\nżółw 龜 🐢",
            "{engine:?}"
        );
        assert_eq!(row.limited.as_deref(), Some("'"), "{engine:?}");
        assert_eq!(row.leap.to_string(), "2024-02-29", "{engine:?}");
        assert_eq!(row.noon, time!(12:34:56), "{engine:?}");
        assert_eq!(row.moment, moment("2024-02-29T12:34:56"), "{engine:?}");
        assert_eq!(
            row.uuid,
            uuid!("67e55044-10b1-426f-9247-bb680e5fe0c8"),
            "{engine:?}"
        );
        assert_eq!(row.json, json!({"a": [1, "it's"]}), "{engine:?}");

        let now = Utc::now();
        assert_near(engine, now - row.utc, 1);
        assert_near(engine, now - row.local.unwrap().to_utc(), 1);
        let seconds = OffsetDateTime::now_utc() - row.offset;
        assert_near(engine, TimeDelta::seconds(seconds.whole_seconds()), 1);
        // What has no zone may be in the zone of the server.
        let day = 24 * 60;
        assert_near(engine, now.naive_utc() - row.wall, day);
        assert_near(engine, row.today.and_time(row.this_hour) - row.wall, day);
        let primitive =
            row.primitive.assume_utc().unix_timestamp() - row.wall.and_utc().timestamp();
        assert_near(engine, TimeDelta::seconds(primitive), 1);
        let both = PrimitiveDateTime::new(row.t_date, row.t_time) - row.primitive;
        assert_near(engine, TimeDelta::seconds(both.whole_seconds()), day);
    }
}

fn assert_near(engine: Engine, difference: TimeDelta, minutes: i64) {
    assert!(
        difference.abs() < TimeDelta::minutes(minutes),
        "{engine:?}: {difference}"
    );
}

/// Types that some engines cannot hold.
#[derive(Table)]
#[expect(dead_code, reason = "nobody can make a row of it")]
struct Impossible {
    #[column(primary_key)]
    id: i64,
    unsigned: u64,
    small_unsigned: Option<u16>,
    amount: Decimal,
    #[column(max_length = 16)]
    hash: Vec<u8>,
    #[column(max_length = 20_000_000)]
    essay: String,
}

#[tokio::test]
async fn a_type_that_an_engine_cannot_hold_is_an_error_that_names_the_column() {
    for (engine, columns) in [
        (
            Engine::Postgres,
            &["unsigned", "small_unsigned", "hash", "essay"][..],
        ),
        (Engine::MariaDb, &["essay"]),
        (Engine::Sqlite, &["unsigned", "amount"]),
    ] {
        if !ENGINES.contains(&engine) {
            continue;
        }
        let database = engine.database().await;
        let registry = Registry::of(trueup::tables![Impossible]).unwrap();
        let error = migrator(&database, registry).migrate().await.unwrap_err();
        let Error::Schema(error) = error else {
            panic!("{engine:?}: {error}");
        };
        assert_eq!(error.problems.len(), columns.len(), "{engine:?}: {error}");
        for (problem, column) in error.problems.iter().zip(columns) {
            let drawn = problem.to_string();
            for part in [&format!("`impossibles.{column}`"), "\nhelp: ", "types.rs:"] {
                assert!(drawn.contains(part), "{engine:?}: {drawn}");
            }
        }
    }
}
