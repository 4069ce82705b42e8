//! Enums: values come, go and change, and no row is lost.

#![allow(
    dead_code,
    reason = "some variants stand for values that nobody writes here"
)]

use trueup::model::{TableName, enum_values, listed};
use trueup::{Mode, Registry, Status, StepReport, StepStatus};
use trueup_tests::boots::{cell, migrator, schema};
use trueup_tests::case::{Case, ENGINES, Safe};
use trueup_tests::engines::{Database, Engine};

/// The values that the database accepts in a column.
pub(super) async fn accepted(database: &Database, table: &str, column: &str) -> Vec<String> {
    let schema = schema(database).await;
    let table = schema.table(&TableName::new(table)).expect("the table");
    let data_type = &table.column(column).expect("the column").data_type;
    let types = schema.enums.iter();
    let mut values: Vec<String> = types
        .filter(|item| item.name.name == *data_type)
        .flat_map(|item| item.values.clone())
        .chain(enum_values(data_type).unwrap_or_default())
        .collect();
    if values.is_empty() {
        let lists = table
            .checks
            .iter()
            .filter_map(|check| listed(&check.expression));
        let mut lists = lists.filter(|(of, _)| of == column);
        values = lists.next().map(|(_, values)| values).unwrap_or_default();
    }
    values
}

/// Two releases of enums and of the tables that hold them.
macro_rules! releases {
    ($($release:ident { $($(#[$meta:meta])* enum $name:ident { $($body:tt)* })* => $($table:item)* })*) => {
        $(mod $release {
            $(
                #[derive(trueup::Enum)]
                $(#[$meta])*
                pub(super) enum $name { $($body)* }
            )*
            $($table)*
            pub(super) const TABLES: &[&trueup::meta::TableMeta] = trueup::tables![Item];
        })*
    };
}

pub(super) use releases;

#[tokio::test]
async fn new_values_can_be_a_default_at_once() {
    releases! {
        before {
            #[enumeration(rename_all = "snake_case")] enum Status { Open, Closed }
            #[enumeration(storage = text)] enum Colour { Red }
            #[repr(i32)] enum Level { Low = 1 }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Closed)] status: Status, colour: Colour, level: Level }
        }
        after {
            #[enumeration(rename_all = "snake_case")] enum Status { Open, Closed, UnderWay, New }
            #[enumeration(storage = text)] enum Colour { Blue, Red }
            #[repr(i32)] enum Level { Low = 1, High = 2 }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = UnderWay)] status: Status, colour: Colour, level: Level, #[column(default = New)] next: Status }
        }
    }
    Case::new("new values", before::TABLES, after::TABLES)
        .seed("INSERT INTO items VALUES (1, 'open', 'Red', 1), (2, 'closed', 'Red', 1)")
        .step_on(&[Engine::Postgres], "MEDIUM alter_enum status")
        .step_on(&[Engine::MariaDb], "MEDIUM alter_column items.status")
        .step_on(
            &[Engine::Postgres, Engine::Sqlite],
            "MEDIUM alter_check items.items_colour_values",
        )
        .step_on(
            &[Engine::MariaDb],
            "HIGH alter_check items.items_colour_values",
        )
        .step_on(
            &[Engine::Postgres, Engine::Sqlite],
            "MEDIUM alter_check items.items_level_values",
        )
        .keeps(
            "SELECT id, status, colour, level, next FROM items ORDER BY id",
            &["1|open|Red|1|new", "2|closed|Red|1|new"],
        )
        .check()
        .await;
}

#[tokio::test]
async fn code_that_writes_a_new_value_does_not_start_without_it() {
    releases! {
        before {
            enum Status { Open }
            #[enumeration(storage = text)] enum Colour { Red }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, status: Status, colour: Colour }
        }
        status {
            enum Status { Open, Closed }
            #[enumeration(storage = text)] enum Colour { Red }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, status: Status, colour: Colour }
        }
        colour {
            enum Status { Open }
            #[enumeration(storage = text)] enum Colour { Red, Blue }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, status: Status, colour: Colour }
        }
    }
    for after in [status::TABLES, colour::TABLES] {
        Case::new("a new value", before::TABLES, after)
            .seed("INSERT INTO items VALUES (1, 'Open', 'Red')")
            .safe(Safe::Refuses)
            .keeps("SELECT id, status, colour FROM items", &["1|Open|Red"])
            .check()
            .await;
    }
}

#[tokio::test]
async fn new_values_come_between_the_others_in_a_type() {
    releases! {
        before {
            enum Status { B, D }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, status: Status }
        }
        after {
            enum Status { A, B, C, D, E }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, status: Status }
        }
    }
    let database = Engine::Postgres.database().await;
    for tables in [before::TABLES, after::TABLES] {
        let registry = Registry::of(tables).expect("a table");
        let report = migrator(&database, registry)
            .mode(Mode::Auto)
            .migrate()
            .await;
        assert_eq!(report.expect("a boot").status, Status::Completed);
    }
    let values = accepted(&database, "items", "status").await;
    assert_eq!(values, ["A", "B", "C", "D", "E"]);
}

#[tokio::test]
async fn a_renamed_value_takes_its_rows_along() {
    releases! {
        before {
            #[enumeration(rename_all = "snake_case")] enum Status { Open, Done }
            #[enumeration(storage = text)] enum Colour { Red, Green }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Done)] status: Status, colour: Option<Colour> }
        }
        after {
            #[enumeration(rename_all = "snake_case")] enum Status { Open, #[enumeration(renamed_from = "done")] Closed }
            #[enumeration(storage = text)] enum Colour { #[enumeration(renamed_from("Red", "Ruby"))] Crimson, Green }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Closed)] status: Status, colour: Option<Colour> }
        }
    }
    Case::new("a renamed value", before::TABLES, after::TABLES)
        .seed(
            "INSERT INTO items VALUES (1, 'open', 'Red'), (2, 'done', 'Green'), (3, 'done', NULL)",
        )
        .safe(Safe::Completes)
        .keeps(
            "SELECT id, status, colour FROM items ORDER BY id",
            &["1|open|Crimson", "2|closed|Green", "3|closed|NULL"],
        )
        .check()
        .await;
}

#[tokio::test]
async fn a_renamed_value_is_no_update_of_its_rows() {
    releases! {
        before {
            #[enumeration(rename_all = "snake_case")] enum Status { Open, Done }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, status: Status, #[column(default = now, update = now)] at: chrono::DateTime<chrono::Utc> }
        }
        after {
            #[enumeration(rename_all = "snake_case")] enum Status { Open, #[enumeration(renamed_from = "done")] Closed }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, status: Status, #[column(default = now, update = now)] at: chrono::DateTime<chrono::Utc> }
        }
    }
    // The others have no time that an update sets.
    let database = Engine::MariaDb.database().await;
    for (tables, rows) in [
        (
            before::TABLES,
            "INSERT INTO items VALUES (1, 'done', '2020-01-02 03:04:05')",
        ),
        (after::TABLES, "DO 0"),
    ] {
        let registry = Registry::of(tables).expect("the tables");
        let report = migrator(&database, registry)
            .migrate()
            .await
            .expect("a run");
        assert_eq!(report.status, Status::Completed, "{report}");
        database.execute(rows).await;
    }
    let row = cell(&database, "SELECT CONCAT(status, ' ', at) FROM items").await;
    assert_eq!(row, "closed 2020-01-02 03:04:05.000000");
}

#[tokio::test]
async fn a_variant_that_goes_without_a_word_loses_no_row() {
    releases! {
        before {
            #[enumeration(rename_all = "snake_case")] enum Status { Open, Lost, Closed }
            #[enumeration(storage = text)] enum Colour { Red, Green }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Open)] status: Status, colour: Colour }
        }
        after {
            #[enumeration(rename_all = "snake_case")] enum Status { Open, Closed, Late }
            #[enumeration(storage = text)] enum Colour { Red }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Open)] status: Status, colour: Colour }
            #[derive(trueup::Table)] struct Next { #[column(primary_key)] id: i64, #[column(default = Late)] status: Status }
            pub(super) const ALL: &[&trueup::meta::TableMeta] = trueup::tables![Item, Next];
        }
        retired {
            #[enumeration(rename_all = "snake_case", retired("lost"))] enum Status { Open, Closed, Late }
            #[enumeration(storage = text, retired("Green"))] enum Colour { Red }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Open)] status: Status, colour: Colour }
            #[derive(trueup::Table)] struct Next { #[column(primary_key)] id: i64, #[column(default = Late)] status: Status }
            pub(super) const ALL: &[&trueup::meta::TableMeta] = trueup::tables![Item, Next];
        }
    }
    for engine in ENGINES {
        let database = engine.database().await;
        let boot = async |tables, mode| {
            let registry = Registry::of(tables).expect("tables");
            migrator(&database, registry).mode(mode).migrate().await
        };
        boot(before::TABLES, Mode::Auto).await.expect("a boot");
        database
            .execute("INSERT INTO items VALUES (1, 'lost', 'Green')")
            .await;
        for is_first in [true, false] {
            let report = boot(after::ALL, Mode::Auto)
                .await
                .unwrap_or_else(|error| panic!("{}", error.report()));
            assert_eq!(report.status, Status::Partial, "{report}");
            let is_removal = |step: &&StepReport| {
                let mut rules = step.findings.iter().map(|finding| finding.rule.as_str());
                rules.any(|rule| rule == "enum-remove-value")
            };
            let removals: Vec<_> = report.steps.iter().filter(is_removal).collect();
            assert_eq!(removals.len(), 2, "{report}");
            let is_held = |step: &&StepReport| step.status == StepStatus::Held;
            assert!(removals.iter().all(is_held), "{report}");
            assert_eq!(report.applied().count() > 0, is_first, "{report}");
        }
        // What is new was not held up by what is left.
        database.execute("INSERT INTO nexts (id) VALUES (1)").await;
        let error = boot(after::ALL, Mode::Aggressive)
            .await
            .expect_err("a row has the value");
        println!("{}", error.report());
        assert_eq!(database.count("items").await, 1);

        let report = boot(retired::ALL, Mode::Aggressive).await.expect("a boot");
        assert_ne!(report.status, Status::Partial, "{report}");
        let values = accepted(&database, "items", "status").await;
        assert!(values.contains(&"lost".to_owned()), "{values:?}");
    }
}

#[tokio::test]
async fn a_value_that_no_row_has_goes_with_consent() {
    releases! {
        before {
            #[enumeration(rename_all = "snake_case")] enum Status { Open, Lost, Closed }
            #[enumeration(storage = text)] enum Colour { Red, Green }
            => #[derive(trueup::Table)] #[table(index(status))] struct Item { #[column(primary_key)] id: i64, #[column(default = Open)] status: Status, colour: Colour }
        }
        after {
            #[enumeration(rename_all = "snake_case")] enum Status { Open, Closed }
            #[enumeration(storage = text)] enum Colour { Red }
            => #[derive(trueup::Table)] #[table(index(status))] struct Item { #[column(primary_key)] id: i64, #[column(default = Open)] status: Status, colour: Colour }
        }
    }
    Case::new("a value goes", before::TABLES, after::TABLES)
        .seed("INSERT INTO items VALUES (1, 'open', 'Red'), (2, 'closed', 'Red')")
        .step_on(&[Engine::Postgres], "HIGH alter_enum status")
        .step_on(&[Engine::MariaDb], "HIGH alter_column items.status")
        .step("HIGH alter_check items.items_colour_values")
        .safe(Safe::HoldsBack)
        .keeps(
            "SELECT id, status, colour FROM items ORDER BY id",
            &["1|open|Red", "2|closed|Red"],
        )
        .check()
        .await;
}

#[tokio::test]
async fn the_order_of_variants_is_taken_as_it_is_found() {
    releases! {
        before {
            #[enumeration(rename_all = "snake_case")] enum Status { Open, Closed }
            #[enumeration(storage = text)] enum Colour { Red, Green }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, status: Status, colour: Colour }
        }
        after {
            #[enumeration(rename_all = "snake_case")] enum Status { Closed, Open }
            #[enumeration(storage = text)] enum Colour { Green, Red }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, status: Status, colour: Colour }
        }
    }
    for engine in ENGINES {
        let database = engine.database().await;
        for (tables, expected) in [
            (before::TABLES, Status::Completed),
            (after::TABLES, Status::UpToDate),
        ] {
            let registry = Registry::of(tables).expect("a table");
            let report = migrator(&database, registry)
                .migrate()
                .await
                .expect("a boot");
            assert_eq!(report.status, expected, "{report}");
        }
    }
}

#[tokio::test]
async fn a_type_is_renamed_with_its_columns_and_carries_a_comment() {
    releases! {
        before {
            #[enumeration(name = "state", rename_all = "snake_case")] enum Status { Open, Closed }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Open)] status: Status }
        }
        after {
            #[enumeration(name = "order", renamed_from = "state", rename_all = "snake_case", comment = "it's how far")] enum Status { Open, Closed }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Open)] status: Status }
        }
    }
    Case::new("a renamed type", before::TABLES, after::TABLES)
        .seed("INSERT INTO items VALUES (1, 'open')")
        .step_on(&[Engine::Postgres], "HIGH rename_enum order")
        .keeps("SELECT id, status FROM items", &["1|open"])
        .check()
        .await;
    let database = Engine::Postgres.database().await;
    let registry = Registry::of(after::TABLES).expect("a table");
    migrator(&database, registry)
        .migrate()
        .await
        .expect("a boot");
    let found = schema(&database).await.enums;
    assert_eq!(found[0].comment.as_deref(), Some("it's how far"));
}

#[tokio::test]
async fn another_storage_keeps_the_rows() {
    releases! {
        before {
            #[enumeration(storage = text)] enum Status { Open, Closed }
            enum Colour { Red, Green }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Open)] status: Status, colour: Option<Colour>, #[column(max_length = 20)] mood: String }
        }
        after {
            enum Status { Open, Closed }
            #[enumeration(storage = text)] enum Colour { Red, Green }
            enum Mood { Good, Bad }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Closed)] status: Status, colour: Option<Colour>, mood: Mood }
        }
    }
    Case::new("another storage", before::TABLES, after::TABLES)
        .seed("INSERT INTO items VALUES (1, 'Open', 'Red', 'Good'), (2, 'Closed', NULL, 'Bad')")
        .keeps(
            "SELECT id, status, colour, mood FROM items ORDER BY id",
            &["1|Open|Red|Good", "2|Closed|NULL|Bad"],
        )
        .check()
        .await;
}

#[tokio::test]
async fn a_renamed_column_keeps_its_values() {
    releases! {
        before {
            enum Status { Open, Closed }
            #[enumeration(storage = text)] enum Colour { Red, Green }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Open)] status: Status, colour: Colour }
        }
        after {
            enum Status { Open, Closed }
            #[enumeration(storage = text)] enum Colour { Red, Green, Blue }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(default = Closed, renamed_from = "status")] state: Status, #[column(renamed_from = "colour")] shade: Colour }
        }
    }
    Case::new("a renamed column", before::TABLES, after::TABLES)
        .seed("INSERT INTO items VALUES (1, 'Open', 'Red'), (2, 'Closed', 'Green')")
        .keeps(
            "SELECT id, state, shade FROM items ORDER BY id",
            &["1|Open|Red", "2|Closed|Green"],
        )
        .check()
        .await;
}

#[tokio::test]
async fn strange_names_and_values_are_quoted() {
    releases! {
        before {
            #[enumeration(name = "\"Or'der\" --ä", rename_all = "snake_case")] enum Status { #[enumeration(name = "it's; --")] Open, #[enumeration(name = "\"ö\"")] Closed, Lost }
            #[enumeration(storage = text)] enum Colour { #[enumeration(name = "$$ `x` ?")] Red, #[enumeration(name = "it's")] Green }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(name = "sta\"tus'`", default = Closed)] status: Status, #[column(default = Red)] colour: Colour }
        }
        after {
            #[enumeration(name = "\"Or'der\" --ä", rename_all = "snake_case")] enum Status { #[enumeration(name = "it's; --")] Open, #[enumeration(name = "'ö'", renamed_from = "\"ö\"")] Closed }
            #[enumeration(storage = text)] enum Colour { #[enumeration(name = "$$ `y` ?", renamed_from = "$$ `x` ?")] Red, #[enumeration(name = "it's")] Green, #[enumeration(name = "a, b)")] Blue }
            => #[derive(trueup::Table)] struct Item { #[column(primary_key)] id: i64, #[column(name = "sta\"tus'`", default = Closed)] status: Status, #[column(default = Red)] colour: Colour }
        }
    }
    Case::new("strange names", before::TABLES, after::TABLES)
        .seed("INSERT INTO items (id) VALUES (1)")
        .keeps("SELECT * FROM items", &["1|'ö'|$$ `y` ?"])
        .check()
        .await;
}

#[tokio::test]
async fn the_type_is_in_the_schema_that_is_named_where_there_are_schemas() {
    #[derive(trueup::Enum)]
    #[enumeration(name = "stage", schema = "app")]
    enum Stage {
        Open,
        Closed,
    }
    #[derive(trueup::Table)]
    struct Deal {
        #[column(primary_key)]
        id: i64,
        #[column(default = Open)]
        stage: Stage,
    }
    for engine in ENGINES {
        let database = engine.database().await;
        for expected in [Status::Completed, Status::UpToDate] {
            let registry = Registry::of(trueup::tables![Deal]).expect("one table");
            let report = migrator(&database, registry).migrate().await;
            let report = report.unwrap_or_else(|error| panic!("{}", error.report()));
            assert_eq!(report.status, expected, "{engine:?}: {report}");
        }
        database.execute("INSERT INTO deals (id) VALUES (1)").await;
        assert_eq!(cell(&database, "SELECT stage FROM deals").await, "Open");
        if *engine == Engine::Postgres {
            let sql =
                "SELECT typnamespace::regnamespace::text FROM pg_type WHERE typname = 'stage'";
            assert_eq!(cell(&database, sql).await, "app");
        }
    }
}
