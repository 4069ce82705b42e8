//! What random pairs found, each as the smallest pair that failed.

use trueup::model::{Action, Column, ForeignKey, Name, PrimaryKey, Schema, Table, TableName};
use trueup_tests::engines::Engine;

use crate::check::{Home, Outcome};

/// A schema that is given, and not lowered from structs, says things in its own words too.
#[tokio::test]
async fn a_schema_that_is_given_is_spelled_like_the_catalogue() {
    for engine in Engine::ALL {
        let mut table = table(&[Column {
            nullable: false,
            ..Column::new("id", "INT")
        }]);
        table.columns.push(Column::new("parent", "INT"));
        table.primary_key = Some(key_of("id"));
        table.foreign_keys.push(to_itself("parent"));
        reaches(engine, &[], &[table]).await;
    }
}

/// A key of a table to itself waits until both of its columns have their new type.
#[tokio::test]
async fn a_reference_to_the_own_table_follows_the_type_of_its_columns() {
    for engine in Engine::ALL {
        let of = |data_type: &str| {
            let mut table = table(&[
                Column {
                    nullable: false,
                    ..Column::new("id", data_type)
                },
                Column::new("a_parent", data_type),
            ]);
            table.primary_key = Some(key_of("id"));
            table
        };
        let mut wide = of("bigint");
        wide.foreign_keys.push(to_itself("a_parent"));
        reaches(engine, &[of("integer")], &[wide]).await;
    }
}

/// `'2024-02-03 04:05:06'` is another moment in each time zone when it is a timestamp without one.
#[tokio::test]
async fn a_default_follows_the_type_of_its_column() {
    for (from, to, default) in [
        (
            "timestamp without time zone",
            "timestamp with time zone",
            "'2024-02-03 04:05:06'",
        ),
        ("jsonb", "json", "'{}'"),
    ] {
        let of = |data_type: &str| {
            table(&[Column {
                default: Some(default.to_owned()),
                ..Column::new("it", data_type)
            }])
        };
        reaches(Engine::Postgres, &[of(from)], &[of(to)]).await;
    }
}

fn key_of(column: &str) -> PrimaryKey {
    PrimaryKey {
        name: None,
        columns: vec![column.to_owned()],
        clauses: Vec::new(),
    }
}

fn to_itself(column: &str) -> ForeignKey {
    ForeignKey {
        name: Name::chosen("to_parent"),
        columns: vec![column.to_owned()],
        target: TableName::new("things"),
        target_columns: vec!["id".to_owned()],
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        clauses: Vec::new(),
    }
}

fn table(columns: &[Column]) -> Table {
    let mut table = Table::new(TableName::new("things"));
    table.columns = columns.to_vec();
    table
}

/// Every promise is kept on the way from the one to the other.
async fn reaches(engine: Engine, from: &[Table], to: &[Table]) {
    let flavor = crate::flavor(engine).await;
    let schema = |tables: &[Table]| {
        let mut schema = Schema::new(flavor);
        schema.tables = tables.to_vec();
        schema
    };
    let mut home = Home::of(engine).await;
    match home.check(&schema(from), &schema(to), None).await {
        Ok(Outcome::Reached) => {}
        Ok(Outcome::Explained(text)) => panic!("{}: rows in the way: {text}", engine.name()),
        Err(broken) => panic!("{}: {}: {}", engine.name(), broken.promise, broken.text),
    }
}
