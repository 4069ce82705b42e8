//! Enums beside what trueup did not make: types, views and values of others.

#![allow(
    dead_code,
    reason = "some variants stand for values that nobody writes here"
)]

use trueup::{Migrator, Mode, Registry, Status, Target};
use trueup_tests::boots::{migrator, schema};
use trueup_tests::case::ENGINES;
use trueup_tests::engines::Engine;

use super::enums::{accepted, releases};

#[tokio::test]
async fn a_type_that_nobody_declared_is_left_alone() {
    releases! {
        only {
            #[enumeration(rename_all = "snake_case")] enum Status { Open }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, status: Status }
        }
    }
    let database = Engine::Postgres.database().await;
    database
        .execute("CREATE TYPE theirs AS ENUM ('a'); CREATE TYPE status AS ENUM ('open', 'other')")
        .await;
    for expected in [Status::Completed, Status::UpToDate] {
        let registry = Registry::of(only::TABLES).expect("a table");
        let report = migrator(&database, registry)
            .mode(Mode::Aggressive)
            .migrate()
            .await
            .expect("a boot");
        assert_eq!(report.status, expected, "{report}");
        let foreign: Vec<String> = report
            .foreign
            .iter()
            .map(|one| one.object.to_string())
            .collect();
        assert_eq!(foreign, ["theirs", "status.other"]);
    }
    assert_eq!(
        accepted(&database, "items", "status").await,
        ["open", "other"]
    );
}

#[tokio::test]
async fn views_come_back_when_a_type_is_replaced() {
    let database = Engine::Postgres.database().await;
    database
        .execute(
            "CREATE TYPE mood AS ENUM ('good', 'so so', 'bad'); \
             CREATE TABLE items (id bigint PRIMARY KEY, mood mood NOT NULL DEFAULT 'good'); \
             CREATE VIEW moods AS SELECT mood FROM items WHERE mood <> 'bad'; \
             CREATE MATERIALIZED VIEW kept AS SELECT * FROM moods; \
             INSERT INTO items VALUES (1, 'good'), (2, 'bad')",
        )
        .await;
    let mut wanted = schema(&database).await;
    wanted.enums[0].values.remove(1);
    let target = Target::from_url(database.url()).expect("an address");
    let report = Migrator::new(target)
        .schema(wanted.clone())
        .mode(Mode::Aggressive)
        .migrate()
        .await
        .unwrap_or_else(|error| panic!("{}", error.report()));
    assert_eq!(report.status, Status::Completed, "{report}");
    let values = accepted(&database, "items", "mood").await;
    assert_eq!(values, ["good", "bad"]);
    assert_eq!(schema(&database).await.views, wanted.views);
    for (view, count) in [("moods", 1), ("kept", 1)] {
        assert_eq!(database.count(view).await, count, "{view}");
    }
}

#[tokio::test]
async fn a_view_of_somebody_else_comes_back_when_a_value_goes() {
    releases! {
        before {
            enum Status { Open, Lost }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, status: Status }
        }
        after {
            enum Status { Open, New }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, status: Status }
        }
    }
    let database = Engine::Postgres.database().await;
    let boot = async |tables| {
        let registry = Registry::of(tables).expect("a table");
        let migrator = migrator(&database, registry).mode(Mode::Aggressive);
        let report = migrator.migrate().await;
        report.unwrap_or_else(|error| panic!("{}", error.report()))
    };
    boot(before::TABLES).await;
    database
        .execute("CREATE VIEW theirs AS SELECT status FROM items")
        .await;
    let report = boot(after::TABLES).await;
    assert_eq!(report.status, Status::Completed, "{report}");
    let values = accepted(&database, "items", "status").await;
    assert_eq!(values, ["Open", "New"]);
    database.execute("SELECT status FROM theirs").await;
}

#[tokio::test]
async fn a_stated_type_takes_the_place_of_the_one_that_would_be_made() {
    releases! {
        only {
            enum Status { Open, Closed }
            #[enumeration(storage = text)] enum Colour { Red, Green }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Open, sql_type(postgres = "theirs", mysql = "varchar(10)"))] status: Status, #[column(default = Green, sql_type = "varchar(9)")] colour: Colour }
        }
    }
    for engine in ENGINES {
        let database = engine.database().await;
        if *engine == Engine::Postgres {
            database
                .execute("CREATE TYPE theirs AS ENUM ('Open', 'Closed')")
                .await;
        }
        for expected in [Status::Completed, Status::UpToDate] {
            let registry = Registry::of(only::TABLES).expect("a table");
            let report = migrator(&database, registry)
                .migrate()
                .await
                .unwrap_or_else(|error| panic!("{}", error.report()));
            assert_eq!(report.status, expected, "{report}");
        }
        let types = schema(&database).await.enums;
        assert!(types.iter().all(|item| item.name.name == "theirs"));
        database.execute("INSERT INTO items (id) VALUES (1)").await;
        assert_eq!(
            accepted(&database, "items", "colour").await,
            ["Red", "Green"]
        );
    }
}
