//! Objects beside the tables: extensions, schemas, sequences.

use trueup::meta::{Declared, DroppedKind, DroppedMeta};
use trueup::model::{ObjectId, TableName};
use trueup::{Registry, Status};
use trueup_tests::boots::{boot_twice, cell, graded, migrator, schema};
use trueup_tests::engines::Engine;

#[derive(trueup::Table)]
#[allow(
    dead_code,
    reason = "the struct stands for a table, and nobody makes one"
)]
struct Invoice {
    #[column(primary_key)]
    id: i64,
}

/// The table and these objects.
fn release(objects: &'static [Declared]) -> Registry {
    let tables = Registry::of(trueup::tables![Invoice]).expect("one table");
    tables.with_objects(objects).expect("different objects")
}

#[tokio::test]
async fn an_extension_is_created_before_what_uses_it_and_goes_when_it_is_said() {
    let database = Engine::Postgres.database().await;
    let report = boot_twice(&database, release(trueup::objects![extension("citext")])).await;
    assert!(
        graded(report.applied()).contains(&"MEDIUM create_extension citext".to_owned()),
        "{report}"
    );
    let found = schema(&database).await;
    assert_eq!(found.extensions[0].name, "citext");
    assert!(found.extensions[0].provides.contains(&"citext".to_owned()));

    // What is not said any more stays until somebody says that it goes.
    let surplus = migrator(&database, release(&[]))
        .migrate()
        .await
        .expect("a boot");
    assert_eq!(surplus.status, Status::Partial, "{surplus}");
    let gone = release(&[]).with_dropped(&[DroppedMeta {
        kind: DroppedKind::Extension,
        name: "citext",
    }]);
    let report = boot_twice(&database, gone).await;
    assert_eq!(graded(report.applied()), ["HIGH drop_extension citext"]);
    assert!(schema(&database).await.extensions.is_empty());
}

#[tokio::test]
async fn an_extension_goes_to_the_schema_that_is_named_and_moves_to_another() {
    let database = Engine::Postgres.database().await;
    let one = trueup::objects![extension("citext", schema = "one")];
    boot_twice(&database, release(one)).await;
    let two = trueup::objects![extension("citext", schema = "two")];
    let report = boot_twice(&database, release(two)).await;
    assert!(
        graded(report.applied()).contains(&"HIGH alter_extension citext".to_owned()),
        "{report}"
    );
    // Without a word about the schema it stays where it is.
    let report = boot_twice(&database, release(trueup::objects![extension("citext")])).await;
    assert!(
        !graded(report.applied())
            .iter()
            .any(|step| step.contains("extension")),
        "{report}"
    );
}

#[tokio::test]
async fn an_extension_means_nothing_where_there_are_none() {
    for engine in [Engine::MariaDb, Engine::Sqlite] {
        let database = engine.database().await;
        let report = boot_twice(&database, release(trueup::objects![extension("citext")])).await;
        assert_eq!(graded(report.applied()), ["SAFE create_table invoices"]);
    }
}

#[tokio::test]
async fn a_schema_is_made_and_goes_when_it_is_said() {
    let database = Engine::Postgres.database().await;
    boot_twice(&database, release(trueup::objects![schema("billing")])).await;
    let count = "SELECT count(*)::text FROM pg_namespace WHERE nspname = 'billing'";
    assert_eq!(cell(&database, count).await, "1");
    let gone = release(&[]).with_dropped(&[DroppedMeta {
        kind: DroppedKind::Schema,
        name: "billing",
    }]);
    boot_twice(&database, gone).await;
    assert_eq!(cell(&database, count).await, "0");
}

#[tokio::test]
async fn a_sequence_goes_on_counting_through_changes_and_a_rename() {
    let database = Engine::Postgres.database().await;
    let first = trueup::objects![sequence("numbers", start = 1000, increment = 10, cache = 5)];
    let report = boot_twice(&database, release(first)).await;
    assert!(
        graded(report.applied()).contains(&"SAFE create_sequence numbers".to_owned()),
        "{report}"
    );
    let drawn = |name: &str| format!("SELECT nextval('{name}')::text");
    let number = |sql: String| {
        let database = &database;
        async move { cell(database, &sql).await }
    };
    assert_eq!(number(drawn("numbers")).await, "1000");

    let second = trueup::objects![sequence(
        "invoice_numbers",
        renamed_from = "numbers",
        start = 5,
        increment = 1,
        comment = "of invoices",
        engines(postgres)
    )];
    let report = boot_twice(&database, release(second)).await;
    assert_eq!(
        graded(report.applied()),
        [
            "HIGH rename_sequence invoice_numbers",
            "MEDIUM alter_sequence invoice_numbers"
        ]
    );
    let found = schema(&database).await;
    let sequence = &found.sequences[0];
    assert_eq!(sequence.options["start"], "5");
    assert_eq!(sequence.options["cache"], "5", "nobody says another");
    assert_eq!(sequence.comment.as_deref(), Some("of invoices"));
    // A session had taken five numbers at once: none of them comes again.
    assert_eq!(number(drawn("invoice_numbers")).await, "1041");

    let gone = release(&[]).with_dropped(&[DroppedMeta {
        kind: DroppedKind::Sequence,
        name: "invoice_numbers",
    }]);
    let report = boot_twice(&database, gone).await;
    assert_eq!(
        graded(report.applied()),
        ["HIGH drop_sequence invoice_numbers"]
    );
}

#[tokio::test]
async fn a_default_draws_from_a_sequence_that_is_made_before_it() {
    #[derive(trueup::Table)]
    #[allow(
        dead_code,
        reason = "the struct stands for a table, and nobody makes one"
    )]
    struct Order {
        #[column(primary_key)]
        id: i64,
        #[column(default = sql("nextval('order_numbers')"))]
        number: i64,
    }
    let database = Engine::Postgres.database().await;
    let registry = Registry::of(trueup::tables![Order]).expect("one table");
    let objects = trueup::objects![sequence("order_numbers", type = i32, min = 7, max = 70, cycle)];
    boot_twice(
        &database,
        registry.with_objects(objects).expect("one sequence"),
    )
    .await;
    database.execute("INSERT INTO orders (id) VALUES (1)").await;
    let sql = "SELECT number::text FROM orders";
    assert_eq!(cell(&database, sql).await, "7");
    let found = schema(&database).await;
    let id = ObjectId::Sequence(TableName::new("order_numbers"));
    let facts = found.facts();
    let table = facts
        .iter()
        .find(|fact| fact.id == ObjectId::Table(TableName::new("orders")));
    assert!(table.expect("the table").requires.contains(&id));
    assert_eq!(found.sequences[0].options.len(), 4, "{:?}", found.sequences);
}

#[tokio::test]
async fn a_sequence_is_let_go_before_the_column_that_owns_it() {
    #[derive(trueup::Table)]
    #[allow(
        dead_code,
        reason = "the struct stands for a table, and nobody makes one"
    )]
    struct Draft {
        #[column(primary_key)]
        id: i64,
        // It draws from the sequence, and does nothing else with it.
        #[column(default = sql("'D-' || nextval('numbers')"))]
        number: String,
    }
    let with = |tables| {
        let registry = Registry::of(tables).expect("tables");
        let objects = trueup::objects![sequence("numbers", start = 5)];
        registry.with_objects(objects).expect("one sequence")
    };
    let database = Engine::Postgres.database().await;
    boot_twice(&database, with(trueup::tables![Invoice, Draft])).await;
    database
        .execute("ALTER SEQUENCE numbers OWNED BY drafts.number; INSERT INTO drafts VALUES (1)")
        .await;
    let report = boot_twice(&database, with(trueup::tables![Invoice, Draft])).await;
    assert_eq!(report.status, Status::UpToDate, "{report}");
    let found = schema(&database).await;
    let owner = (TableName::new("drafts"), "number".to_owned());
    assert_eq!(found.sequences[0].owned_by, Some(owner));

    let gone = with(trueup::tables![Invoice]).with_dropped_tables(&["drafts"]);
    let report = boot_twice(&database, gone).await;
    assert_eq!(
        graded(report.applied()),
        ["SAFE alter_sequence numbers", "HIGH drop_table drafts"]
    );
    assert_eq!(
        cell(&database, "SELECT nextval('numbers')::text").await,
        "6"
    );
}

#[tokio::test]
async fn what_others_made_is_listed_and_left_alone() {
    let database = Engine::Postgres.database().await;
    database
        .execute("CREATE SEQUENCE theirs START 5; CREATE DOMAIN their_text AS text CHECK (VALUE <> ''); CREATE EXTENSION citext")
        .await;
    let report = boot_twice(&database, release(&[])).await;
    let foreign: Vec<String> = report
        .foreign
        .iter()
        .map(|item| item.object.clone())
        .collect();
    for name in ["theirs", "their_text", "citext"] {
        assert!(
            foreign.iter().any(|item| item.contains(name)),
            "{name} in {foreign:?}"
        );
    }
    let found = schema(&database).await;
    assert_eq!(found.sequences.len(), 1);
    assert_eq!(found.domains[0].checks.len(), 1);
    assert_eq!(found.extensions.len(), 1);
}

#[test]
fn an_object_that_is_declared_twice_is_told_with_both_places() {
    let error = Registry::of(&[])
        .and_then(|registry| registry.with_objects(trueup::objects![sequence("numbers")]))
        .and_then(|registry| registry.with_objects(trueup::objects![sequence("numbers")]))
        .expect_err("two of them");
    let message = error.to_string();
    assert!(message.contains("sequence `numbers`"), "{message}");
    assert!(message.matches("outside.rs:").count() >= 2, "{message}");
}
