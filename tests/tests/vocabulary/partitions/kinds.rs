//! Each type that can bound partitions, and each way to divide.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use trueup::Table;
use trueup::tables;
use trueup_tests::boots::{boot, rows};
use trueup_tests::engines::Engine;

use super::{SERVERS, Tables, partitions, registry, settled};

#[derive(Table)]
#[table(name = "t", primary_key(a, b), partition_by(range(a, b)))]
#[table(partition(name = "low", from(minvalue), to(10, 5)))]
#[table(partition(name = "high", from(10, 5), to(maxvalue)))]
struct TwoFields {
    a: i64,
    b: i16,
}

#[derive(Table)]
#[table(name = "t", primary_key(key), partition_by(range(key)))]
#[table(partition(name = "a", from(-5), to(5)), partition(name = "rest", default))]
struct Numbers {
    key: i64,
}

#[derive(Table)]
#[table(name = "t", primary_key(key), partition_by(range(key)))]
#[table(partition(name = "a", from = "a", to = "n"))]
#[table(partition(name = "n", from = "n", to = "zz"))]
struct Texts {
    #[column(max_length = 20)]
    key: String,
}

#[derive(Table)]
#[table(name = "t", primary_key(key), partition_by(range(key)))]
#[table(partition(name = "a", from = "2026-01-01", to = "2026-02-01"))]
struct Dates {
    key: NaiveDate,
}

#[derive(Table)]
#[table(name = "t", primary_key(key), partition_by(range(key)))]
#[table(partition(name = "a", from = "2026-01-01", to = "2026-02-01 12:30:00"))]
struct Times {
    key: NaiveDateTime,
}

#[derive(Table)]
#[table(name = "t", primary_key(key), partition_by(range(key)))]
#[table(partition(name = "a", from = "2026-01-01", to = "2026-02-01 12:30:00"))]
struct Moments {
    key: DateTime<Utc>,
}

#[derive(Table)]
#[table(name = "t", primary_key(key), partition_by(list(key)))]
#[table(partition(name = "b", values(3, -1)), partition(name = "a", values(7)))]
struct ListedNumbers {
    key: i32,
}

#[derive(Table)]
#[table(name = "t", primary_key(key), partition_by(list(key)))]
#[table(
    partition(name = "a", values("it's", "x\"y")),
    partition(name = "rest", default)
)]
struct ListedTexts {
    #[column(max_length = 20)]
    key: String,
}

#[derive(Table)]
#[table(name = "t", primary_key(key), partition_by(hash(key), partitions = 3))]
struct SpreadTexts {
    #[column(max_length = 20)]
    key: String,
}

#[derive(Table)]
#[table(
    name = "t",
    primary_key(a, b),
    partition_by(hash(a, b), partitions = 2)
)]
struct SpreadPairs {
    #[column(max_length = 20)]
    a: String,
    b: i32,
}

#[tokio::test]
async fn every_way_to_divide_is_read_back_and_takes_rows() {
    let cases: [(&str, Tables, usize, &str); 10] = [
        ("two fields", tables![TwoFields], 2, "(10, 4), (10, 5)"),
        ("numbers", tables![Numbers], 2, "(-5), (4), (5)"),
        ("texts", tables![Texts], 2, "('a'), ('n')"),
        ("dates", tables![Dates], 1, "('2026-01-31')"),
        ("times", tables![Times], 1, "('2026-02-01 12:29:59')"),
        ("moments", tables![Moments], 1, "('2026-02-01 12:29:59')"),
        ("listed numbers", tables![ListedNumbers], 2, "(-1), (7)"),
        ("listed texts", tables![ListedTexts], 2, "('it''s'), ('a')"),
        ("spread texts", tables![SpreadTexts], 3, "('a'), ('b')"),
        ("spread pairs", tables![SpreadPairs], 2, "('a', 1)"),
    ];
    for engine in SERVERS {
        for (name, tables, count, values) in cases {
            let database = engine.database().await;
            // A default partition of a list is MariaDB's.
            if name == "listed texts" && database.is_mysql().await {
                continue;
            }
            boot(&database, registry(tables)).await;
            rows(&database, &format!("INSERT INTO t VALUES {values}")).await;
            settled(&database, tables).await;
            assert_eq!(partitions(&database).await.len(), count, "{name}");
        }
    }
}

#[derive(Table)]
#[table(name = "owners")]
struct Owner {
    #[column(primary_key, auto_increment)]
    id: i64,
}

#[derive(Table)]
#[table(
    name = "t",
    primary_key(id, year),
    unique(code, year),
    check("year > 2000")
)]
#[table(index(owner), partition_by(range(year)), storage(fillfactor = 80))]
#[table(
    partition(name = "p2026", from(2026), to(2027)),
    partition(name = "rest", default)
)]
struct Whole {
    #[column(auto_increment)]
    id: i64,
    year: i32,
    #[column(max_length = 20)]
    code: String,
    #[column(references = Owner::id)]
    owner: i64,
    #[column(default = 1)]
    size: i32,
}

#[tokio::test]
async fn a_divided_table_has_keys_checks_references_and_settings() {
    let database = Engine::Postgres.database().await;
    let whole = tables![Owner, Whole];
    boot(&database, registry(whole)).await;
    settled(&database, whole).await;
    rows(&database, "INSERT INTO owners DEFAULT VALUES").await;
    rows(
        &database,
        "INSERT INTO t (year, code, owner) VALUES (2026, 'a', 1), (2001, 'a', 1)",
    )
    .await;
    let filled = "SELECT count(*)::text FROM pg_class WHERE reloptions = '{fillfactor=80}'";
    assert_eq!(trueup_tests::boots::cell(&database, filled).await, "2");
}
