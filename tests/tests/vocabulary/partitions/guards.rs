//! What would lose rows, or what a server refuses, is told or held back.

use trueup::model::Day;
use trueup::{Error, Mode, tables};
use trueup_tests::boots::{boot, boot_in, cell, migrator, rows};
use trueup_tests::engines::{Database, Engine};

use super::{SALES, SERVERS, Tables, on, partitions, range, registry, sales, settled};

mod spread {
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "events", partition_by(hash(id), partitions = 4))]
    pub(super) struct Four {
        #[column(primary_key)]
        pub(super) id: i64,
    }

    #[derive(Table)]
    #[table(name = "events", partition_by(hash(id), partitions = 2))]
    pub(super) struct Two {
        #[column(primary_key)]
        pub(super) id: i64,
    }
}

#[tokio::test]
async fn rows_stay_when_the_number_of_partitions_changes() {
    let (four, two): (Tables, Tables) = (tables![spread::Four], tables![spread::Two]);
    for engine in SERVERS {
        for (before, after, number) in [(four, two, 2), (two, four, 4)] {
            let database = engine.database().await;
            boot(&database, registry(before)).await;
            rows(
                &database,
                "INSERT INTO events VALUES (1), (2), (3), (4), (5)",
            )
            .await;
            boot_in(&database, registry(after), Mode::Aggressive).await;
            assert_eq!(partitions(&database).await.len(), number);
            settled(&database, after).await;
            assert_eq!(rows(&database, "SELECT id FROM events").await.len(), 5);
        }
    }
}

mod watched {
    use trueup::Table;

    macro_rules! release {
        ($name:ident, $partitions:literal) => {
            #[derive(Table)]
            #[table(name = "events", partition_by(hash(id), partitions = $partitions))]
            #[table(trigger(
                name = "events_rounded",
                before(insert),
                postgres = "BEGIN NEW.size := NEW.size / 10 * 10; RETURN NEW; END",
                mysql = "SET NEW.size = NEW.size DIV 10 * 10",
            ))]
            pub(super) struct $name {
                #[column(primary_key)]
                pub(super) id: i64,
                pub(super) size: i64,
            }
        };
    }
    release!(Four, 4);
    release!(Two, 2);
}

#[tokio::test]
async fn a_trigger_with_its_function_stays_when_the_number_of_partitions_changes() {
    let (four, two): (Tables, Tables) = (tables![watched::Four], tables![watched::Two]);
    for engine in SERVERS {
        let database = engine.database().await;
        boot(&database, registry(four)).await;
        boot_in(&database, registry(two), Mode::Aggressive).await;
        settled(&database, two).await;
        rows(&database, "INSERT INTO events VALUES (1, 25)").await;
        assert_eq!(cell(&database, "SELECT size FROM events").await, "20");
    }
}

mod renamed {
    use chrono::NaiveDate;
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "visits", primary_key(id, day))]
    #[table(partition_by(range(day), every = "1 month", ahead = 1, keep = 1))]
    pub(super) struct Visit {
        pub(super) id: i64,
        pub(super) day: NaiveDate,
    }

    #[derive(Table)]
    #[table(name = "calls", renamed_from = "visits", primary_key(id, on))]
    #[table(partition_by(range(on), every = "1 month", ahead = 1, keep = 1))]
    pub(super) struct Call {
        pub(super) id: i64,
        #[column(renamed_from = "day")]
        pub(super) on: NaiveDate,
    }
}

#[tokio::test]
async fn partitions_follow_the_name_of_their_table() {
    let (visits, calls): (Tables, Tables) = (tables![renamed::Visit], tables![renamed::Call]);
    for engine in SERVERS {
        let database = engine.database().await;
        on(&database, visits, Mode::Safe, "2026-10-10").await;
        on(&database, visits, Mode::Safe, "2026-11-10").await;
        rows(
            &database,
            "INSERT INTO visits VALUES (1, '2026-10-11'), (2, '2026-11-11')",
        )
        .await;
        if database.is_mysql().await {
            is_refused(&database, calls).await;
            continue;
        }
        let report = on(&database, calls, Mode::Aggressive, "2026-11-11").await;
        assert!(!report.to_string().contains("drop"), "{report}");
        let again = on(&database, calls, Mode::Aggressive, "2026-11-11").await;
        assert!(again.steps.is_empty(), "{again}");
        let names = partitions(&database).await;
        assert_eq!(names.len(), 3, "{names:?}");
        let prefix = if engine == Engine::Postgres {
            "calls_p"
        } else {
            "p"
        };
        assert!(
            names.iter().all(|name| name.starts_with(prefix)),
            "{names:?}"
        );
        assert_eq!(rows(&database, "SELECT id FROM calls").await.len(), 2);
        // What is older than is kept is known under its new name.
        on(&database, calls, Mode::Aggressive, "2026-12-11").await;
        assert_eq!(rows(&database, "SELECT id FROM calls").await.len(), 1);
    }
}

/// MySQL does not rename the column by which rows are divided: the plan says so, and nothing is done.
async fn is_refused(database: &Database, calls: Tables) {
    let (today, _) = Day::read("2026-11-11").expect("a date");
    let migrator = migrator(database, registry(calls)).mode(Mode::Aggressive);
    let error = migrator.today(today).migrate().await.expect_err("divided");
    let text = error.report().to_string();
    assert!(matches!(error, Error::Refused { .. }), "{text}");
    let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["divided by this column", "#[column(name = \"...\")]"] {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(rows(database, "SELECT day FROM visits").await.len(), 2);
}

#[tokio::test]
async fn an_index_takes_the_place_of_another_on_each_partition() {
    for engine in SERVERS {
        let database = sales(engine).await;
        let other = tables![range::other_index::Sale];
        boot_in(&database, registry(other), Mode::Aggressive).await;
        settled(&database, other).await;
        if engine == Engine::Postgres {
            let names = "SELECT string_agg(indexrelid::regclass::text, ' ' ORDER BY 1) FROM pg_index \
                 WHERE indrelid = 'sales_p2025'::regclass AND NOT indisprimary AND indisvalid";
            assert_eq!(cell(&database, names).await, "sales_p2025_amount_year_idx");
        }
    }
}

#[tokio::test]
async fn a_column_does_not_take_along_what_a_partition_has_of_its_own() {
    let database = sales(Engine::Postgres).await;
    rows(&database, "CREATE INDEX theirs ON sales_p2025 (amount, id)").await;
    let report = boot_in(
        &database,
        registry(tables![range::lesser::Sale]),
        Mode::Aggressive,
    )
    .await;
    assert!(
        report.to_string().contains("sales_p2025.theirs"),
        "{report}"
    );
    assert_eq!(
        cell(&database, "SELECT sum(amount)::text FROM sales").await,
        "30"
    );
}

#[tokio::test]
async fn partitions_that_are_divided_again_have_their_part_of_an_index_and_stay() {
    let database = sales(Engine::Postgres).await;
    rows(
        &database,
        "CREATE TABLE theirs PARTITION OF sales FOR VALUES FROM (2030) TO (2040) PARTITION BY HASH (id)",
    )
    .await;
    let hash = "CREATE TABLE theirs_0 PARTITION OF theirs FOR VALUES WITH (modulus 1, remainder 0)";
    rows(&database, hash).await;
    boot_in(
        &database,
        registry(tables![range::other_index::Sale]),
        Mode::Aggressive,
    )
    .await;
    let invalid = "SELECT count(*)::text FROM pg_index WHERE NOT indisvalid";
    assert_eq!(cell(&database, invalid).await, "0");
    settled(&database, tables![range::other_index::Sale]).await;
}

#[tokio::test]
async fn what_is_contradictory_on_a_server_is_told() {
    for (engine, tables, expected) in [
        (
            Engine::MariaDb,
            tables![range::Key, range::Referrer],
            "which is divided into partitions",
        ),
        (
            Engine::Postgres,
            tables![range::Sale, range::Taken],
            "the name of another table",
        ),
    ] {
        let database = engine.database().await;
        let error = migrator(&database, registry(tables)).migrate().await;
        let text = error.expect_err("a contradiction").to_string();
        assert!(text.contains(expected) && text.contains("help:"), "{text}");
    }
    let database = Engine::Postgres.database().await;
    let referring = tables![range::Key, range::Referrer];
    boot(&database, registry(referring)).await;
    settled(&database, referring).await;
    assert_eq!(SALES.len(), 1);
}
