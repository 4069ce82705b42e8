//! Tables that are divided into partitions, from the struct to each server and back.

#![allow(
    dead_code,
    reason = "the structs stand for tables, and nobody makes one"
)]

use trueup::meta::TableMeta;
use trueup::model::{Day, Object, ObjectId};
use trueup::{Config, Mode, Registry, Report, Table as _, tables};
use trueup_tests::boots::{boot, boot_in, boot_with, cell, changes, migrator, rows};
use trueup_tests::engines::{Database, Engine};

type Tables = &'static [&'static TableMeta];

const SERVERS: [Engine; 2] = [Engine::Postgres, Engine::MariaDb];

/// The partitions of the only table that is divided, with what each holds.
async fn partitions(database: &Database) -> Vec<String> {
    let sql = match database.engine() {
        Engine::Postgres => {
            "SELECT relname || ' ' || pg_get_expr(relpartbound, oid) FROM pg_class \
             WHERE relispartition AND relkind = 'r' ORDER BY 1"
        }
        _ => {
            "SELECT CONCAT(partition_name, ' ', COALESCE(partition_description, '')) \
             FROM information_schema.partitions \
             WHERE table_schema = DATABASE() AND partition_name IS NOT NULL ORDER BY 1"
        }
    };
    let found = rows(database, sql).await.into_iter().flatten();
    found.flatten().map(|text| text.trim().to_owned()).collect()
}

fn registry(tables: Tables) -> Registry {
    Registry::of(tables).expect("tables that agree")
}

async fn settled(database: &Database, tables: Tables) {
    let report = boot(database, registry(tables)).await;
    assert!(
        report.steps.is_empty(),
        "{}: {report}",
        database.engine().name()
    );
}

fn steps(report: &Report) -> Vec<String> {
    changes(&report.steps)
}

mod alone;
mod guards;
mod kinds;
mod range;

const SALES: Tables = tables![range::Sale];

async fn sales(engine: Engine) -> Database {
    let database = engine.database().await;
    boot(&database, registry(SALES)).await;
    rows(
        &database,
        "INSERT INTO sales (id, year, amount) VALUES (1, 2025, 10), (2, 2026, 20)",
    )
    .await;
    database
}

async fn amounts(database: &Database) -> String {
    cell(database, "SELECT CAST(SUM(amount) AS CHAR(9)) FROM sales")
        .await
        .trim()
        .to_owned()
}

#[tokio::test]
async fn a_range_is_made_and_read_back() {
    for engine in SERVERS {
        let database = sales(engine).await;
        let expected = match engine {
            Engine::Postgres => [
                "sales_p2025 FOR VALUES FROM (2025) TO (2026)",
                "sales_p2026 FOR VALUES FROM (2026) TO (2027)",
            ],
            _ => ["p2025 2026", "p2026 2027"],
        };
        assert_eq!(partitions(&database).await, expected);
        settled(&database, SALES).await;
        assert_eq!(amounts(&database).await, "30");
    }
}

#[tokio::test]
async fn a_partition_a_column_and_an_index_come_to_a_table_in_use() {
    for engine in SERVERS {
        let database = sales(engine).await;
        let later = tables![range::later::Sale];
        let report = boot_in(&database, registry(later), Mode::Auto).await;
        let found = steps(&report);
        let partition = match engine {
            Engine::Postgres => "create_partition sales.sales_p2027",
            _ => "create_partition sales.p2027",
        };
        assert!(found.contains(&partition.to_owned()), "{found:?}");
        assert!(
            found.contains(&"create_column sales.note".to_owned()),
            "{found:?}"
        );
        rows(
            &database,
            "INSERT INTO sales (id, year, amount, note) VALUES (3, 2027, 30, 'x')",
        )
        .await;
        assert_eq!(amounts(&database).await, "60");
        settled(&database, later).await;
        if engine == Engine::Postgres {
            let invalid = "SELECT count(*)::text FROM pg_index WHERE NOT indisvalid";
            assert_eq!(cell(&database, invalid).await, "0");
        }
    }
}

#[tokio::test]
async fn a_partition_that_is_no_longer_declared_is_held_back() {
    for engine in SERVERS {
        let database = sales(engine).await;
        let shorter = tables![range::shorter::Sale];
        let report = boot_in(&database, registry(shorter), Mode::Auto).await;
        let held: Vec<_> = report.held_back().collect();
        assert_eq!(changes(held.iter().copied()).len(), 1, "{report}");
        assert!(
            held[0]
                .findings
                .iter()
                .any(|finding| finding.rule == "drop-partition")
        );
        assert_eq!(amounts(&database).await, "30");
        let plan = migrator(&database, registry(shorter))
            .plan()
            .await
            .expect("a plan");
        let config = Config::default().approve(plan.report().hash.clone());
        boot_with(&database, registry(shorter), config).await;
        assert_eq!(amounts(&database).await, "20");
        settled(&database, shorter).await;
    }
}

#[tokio::test]
async fn a_partition_that_is_declared_dropped_goes() {
    for engine in SERVERS {
        let database = sales(engine).await;
        let dropped = tables![range::dropped::Sale];
        boot(&database, registry(dropped)).await;
        assert_eq!(amounts(&database).await, "20");
        settled(&database, dropped).await;
    }
}

#[tokio::test]
async fn a_partition_with_another_name_is_renamed() {
    for engine in SERVERS {
        let database = sales(engine).await;
        let renamed = tables![range::renamed::Sale];
        let report = boot_in(&database, registry(renamed), Mode::Aggressive).await;
        assert!(
            steps(&report)[0].starts_with("rename_partition"),
            "{report}"
        );
        assert_eq!(amounts(&database).await, "30");
        settled(&database, renamed).await;
    }
}

#[tokio::test]
async fn a_partition_can_hold_other_rows() {
    for engine in SERVERS {
        let database = sales(engine).await;
        let wider = tables![range::wider::Sale];
        let report = boot_in(&database, registry(wider), Mode::Aggressive).await;
        assert!(steps(&report)[0].starts_with("alter_partition"), "{report}");
        rows(
            &database,
            "INSERT INTO sales (id, year, amount) VALUES (3, 2029, 1)",
        )
        .await;
        assert_eq!(amounts(&database).await, "31");
        settled(&database, wider).await;
    }
}

#[tokio::test]
async fn rows_are_divided_by_another_key() {
    for engine in SERVERS {
        let database = sales(engine).await;
        let other = tables![range::other_key::Sale];
        let report = boot_in(&database, registry(other), Mode::Aggressive).await;
        assert_eq!(steps(&report), ["alter_table sales"], "{report}");
        assert_eq!(amounts(&database).await, "30");
        settled(&database, other).await;
    }
}

#[tokio::test]
async fn a_struct_that_says_nothing_of_partitions_leaves_them_alone() {
    for engine in SERVERS {
        let database = sales(engine).await;
        let before = partitions(&database).await;
        settled(&database, tables![range::undivided::Sale]).await;
        assert_eq!(partitions(&database).await, before);
    }
}

#[tokio::test]
async fn a_partition_that_somebody_else_made_is_foreign_and_one_that_is_gone_is_put_back() {
    for engine in SERVERS {
        let database = sales(engine).await;
        let made = match engine {
            Engine::Postgres => {
                "CREATE TABLE theirs PARTITION OF sales FOR VALUES FROM (2030) TO (2031)"
            }
            _ => "ALTER TABLE sales ADD PARTITION (PARTITION theirs VALUES LESS THAN (2031))",
        };
        rows(&database, made).await;
        let report = boot(&database, registry(SALES)).await;
        assert!(report.steps.is_empty(), "{report}");
        assert!(
            report
                .foreign
                .iter()
                .any(|name| name.object.contains("theirs")),
            "{report}"
        );
        if engine == Engine::Postgres {
            rows(&database, "DROP TABLE sales_p2025").await;
            let report = boot(&database, registry(SALES)).await;
            assert_eq!(steps(&report), ["create_partition sales.sales_p2025"]);
        }
        assert!(
            partitions(&database)
                .await
                .iter()
                .any(|name| name.starts_with("theirs"))
        );
    }
}

mod list {
    use trueup::Table;

    #[derive(Table)]
    #[table(
        name = "customers",
        primary_key(id, country),
        partition_by(list(country))
    )]
    #[table(partition(name = "dach", values("de", "at", "ch")))]
    #[table(partition(name = "rest", default))]
    pub(super) struct Customer {
        pub(super) id: i64,
        #[column(max_length = 2)]
        pub(super) country: String,
    }

    pub(super) mod later {
        use trueup::Table;

        #[derive(Table)]
        #[table(
            name = "customers",
            primary_key(id, country),
            partition_by(list(country))
        )]
        #[table(partition(name = "dach", values("de", "at", "ch")))]
        #[table(partition(name = "us", values("us")))]
        #[table(partition(name = "rest", default))]
        pub(crate) struct Customer {
            pub(crate) id: i64,
            #[column(max_length = 2)]
            pub(crate) country: String,
        }
    }
}

#[tokio::test]
async fn a_list_is_made_and_grows_beside_a_default_partition() {
    for engine in SERVERS {
        let database = engine.database().await;
        if database.is_mysql().await {
            let lists = migrator(&database, registry(tables![list::Customer]));
            let error = lists.migrate().await.expect_err("no such partition");
            let text = error.report().to_string();
            assert!(text.contains("which MySQL has for ranges alone"), "{text}");
            continue;
        }
        boot(&database, registry(tables![list::Customer])).await;
        settled(&database, tables![list::Customer]).await;
        rows(
            &database,
            "INSERT INTO customers VALUES (1, 'de'), (2, 'fr')",
        )
        .await;
        let later = tables![list::later::Customer];
        let report = boot(&database, registry(later)).await;
        if engine == Engine::Postgres {
            let held: Vec<_> = report.held_back().collect();
            assert_eq!(changes(held), ["create_partition customers.customers_us"]);
        }
        boot_in(&database, registry(later), Mode::Auto).await;
        settled(&database, later).await;
        assert_eq!(partitions(&database).await.len(), 3);
        assert_eq!(rows(&database, "SELECT id FROM customers").await.len(), 2);
    }
}

mod hash {
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "events", partition_by(hash(id), partitions = 4))]
    pub(super) struct Event {
        #[column(primary_key)]
        pub(super) id: i64,
        pub(super) size: i32,
    }
}

#[tokio::test]
async fn rows_are_spread_over_numbered_partitions() {
    for engine in SERVERS {
        let database = engine.database().await;
        boot(&database, registry(tables![hash::Event])).await;
        settled(&database, tables![hash::Event]).await;
        assert_eq!(partitions(&database).await.len(), 4);
    }
}

mod rolling {
    use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "moments", primary_key(id, at))]
    #[table(partition_by(range(at), every = "1 month", ahead = 2))]
    pub(super) struct Moment {
        pub(super) id: i64,
        pub(super) at: DateTime<Utc>,
    }

    #[derive(Table)]
    #[table(name = "days", primary_key(id, at))]
    #[table(partition_by(range(at), every = "1 week", ahead = 1, keep = 1))]
    pub(super) struct Daily {
        pub(super) id: i64,
        pub(super) at: NaiveDate,
    }

    #[derive(Table)]
    #[table(name = "times", primary_key(id, at))]
    #[table(
        partition_by(range(at), every = "1 year"),
        partition(name = "rest", default)
    )]
    pub(super) struct Timed {
        pub(super) id: i64,
        pub(super) at: NaiveDateTime,
    }
}

async fn on(database: &Database, tables: Tables, mode: Mode, day: &str) -> Report {
    let (today, _) = Day::read(day).expect("a date");
    let migrator = migrator(database, registry(tables)).mode(mode).today(today);
    match migrator.migrate().await {
        Ok(report) => report,
        Err(error) => panic!("{}: {}", database.engine().name(), error.report()),
    }
}

#[tokio::test]
async fn partitions_are_made_as_time_goes_on_and_stay() {
    for engine in SERVERS {
        let database = engine.database().await;
        let moments = tables![rolling::Moment];
        on(&database, moments, Mode::Safe, "2026-11-21").await;
        assert_eq!(partitions(&database).await.len(), 3);
        let again = on(&database, moments, Mode::Safe, "2026-11-30").await;
        assert!(again.steps.is_empty(), "{again}");
        rows(
            &database,
            "INSERT INTO moments VALUES (1, '2026-11-22 10:00:00')",
        )
        .await;
        let report = on(&database, moments, Mode::Safe, "2027-02-01").await;
        assert_eq!(steps(&report).len(), 3, "{report}");
        assert_eq!(report.held_back().count(), 0, "{report}");
        let names = partitions(&database).await;
        assert_eq!(names.len(), 6, "{names:?}");
        assert!(names[5].contains("p2027_04"), "{names:?}");
        assert_eq!(rows(&database, "SELECT id FROM moments").await.len(), 1);
        let again = on(&database, moments, Mode::Safe, "2027-02-01").await;
        assert!(again.steps.is_empty(), "{again}");
    }
}

#[tokio::test]
async fn partitions_that_are_not_kept_are_held_back() {
    for engine in SERVERS {
        let database = engine.database().await;
        let days = tables![rolling::Daily];
        on(&database, days, Mode::Auto, "2026-11-02").await;
        let report = on(&database, days, Mode::Auto, "2026-11-16").await;
        let held: Vec<_> = report.held_back().collect();
        assert_eq!(held.len(), 1, "{report}");
        assert!(held[0].change.object.ends_with("p2026_11_02"), "{report}");
        assert_eq!(partitions(&database).await.len(), 4);
        on(&database, days, Mode::Aggressive, "2026-11-16").await;
        assert_eq!(partitions(&database).await.len(), 3);
    }
}

#[tokio::test]
async fn a_default_partition_stands_beside_those_that_time_makes() {
    for engine in SERVERS {
        let database = engine.database().await;
        let times = tables![rolling::Timed];
        on(&database, times, Mode::Safe, "2026-11-02").await;
        on(&database, times, Mode::Aggressive, "2027-11-02").await;
        let report = on(&database, times, Mode::Safe, "2027-11-02").await;
        assert!(report.steps.is_empty(), "{report}");
        assert_eq!(partitions(&database).await.len(), 4);
    }
}

#[tokio::test]
async fn sqlite_refuses_a_table_that_is_divided() {
    let database = Engine::Sqlite.database().await;
    let error = migrator(&database, registry(SALES)).migrate().await;
    let text = error.expect_err("no partitions").to_string();
    assert!(
        text.contains("SQLite has none") && text.contains("help:"),
        "{text}"
    );
}

#[test]
fn a_partition_is_an_object_of_its_own() {
    let partition = trueup::model::Partition::new("p", "DEFAULT");
    let table = trueup::model::TableName::new("t");
    let object = Object::Partition(table.clone(), Box::new(partition));
    assert_eq!(object.id(), ObjectId::Partition(table, "p".to_owned()));
    assert_eq!(range::Sale::META.name, "sales");
}
