//! What random pairs found, each as the smallest pair that failed.

use std::slice;

use trueup::model::{
    Action, AutoIncrement, Column, ForeignKey, Generated, Index, Name, ObjectId, Partition,
    Partitioning, PrimaryKey, Schema, Table, TableName, Target, Trigger, Unique, View,
};
use trueup_tests::engines::Engine;
use trueup_tests::random::rows::rows;

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

/// Its function is told with the trigger only where no partition has the same trigger: what stays is read in other words then.
#[tokio::test]
async fn a_trigger_with_its_function_stays_when_its_table_is_no_longer_divided() {
    let mut whole = table(&[Column {
        nullable: false,
        ..Column::new("id", "bigint")
    }]);
    whole.triggers.push(Trigger::new(
        "t_seen",
        "CREATE OR REPLACE FUNCTION t_seen() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;\n\
         CREATE TRIGGER t_seen AFTER INSERT ON things FOR EACH ROW EXECUTE FUNCTION t_seen()",
    ));
    let mut divided = whole.clone();
    divided.partitioning = Some(Partitioning {
        method: "RANGE".to_owned(),
        key: "id".to_owned(),
        modulus: None,
    });
    divided
        .partitions
        .push(Partition::new("things_all", "DEFAULT"));
    reaches(Engine::Postgres, &[divided.clone()], &[whole.clone()]).await;
    reaches(Engine::Postgres, &[whole], &[divided]).await;
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

/// MariaDB takes `SET DEFAULT` and leaves the time of the insert as it is.
#[tokio::test]
async fn another_default_takes_the_place_of_the_time_of_the_insert() {
    for (engine, data_type, now) in [
        (Engine::MariaDb, "timestamp(6)", "current_timestamp(6)"),
        (
            Engine::Postgres,
            "timestamp with time zone",
            "CURRENT_TIMESTAMP",
        ),
        (Engine::Sqlite, "TIMESTAMP", "CURRENT_TIMESTAMP"),
    ] {
        let of = |default: &str| {
            table(&[Column {
                default: Some(default.to_owned()),
                ..Column::new("it", data_type)
            }])
        };
        let fixed = of("'2024-02-03 04:05:06.000000'");
        reaches(engine, &[of(now)], slice::from_ref(&fixed)).await;
        reaches(engine, &[fixed], &[of(now)]).await;
    }
}

/// A column that numbers itself never allows NULL, so the numbering ends first.
#[tokio::test]
async fn a_column_that_no_longer_numbers_itself_may_allow_null() {
    for (engine, data_type) in [
        (Engine::MariaDb, "bigint(20)"),
        (Engine::Postgres, "bigint"),
    ] {
        let mut numbered = table(&[Column {
            nullable: false,
            auto_increment: Some(AutoIncrement::Default),
            ..Column::new("id", data_type)
        }]);
        numbered.primary_key = Some(key_of("id"));
        let plain = table(&[Column::new("id", data_type)]);
        reaches(engine, &[numbered.clone()], slice::from_ref(&plain)).await;
        reaches(engine, &[plain], &[numbered]).await;
    }
}

/// A foreign key that comes back holds the oldest key over its target, so one that goes is gone before.
#[tokio::test]
async fn a_foreign_key_comes_back_when_the_key_that_it_held_is_gone() {
    let mut keyed = table(&[
        Column {
            nullable: false,
            ..Column::new("id", "bigint")
        },
        Column::new("parent", "bigint"),
    ]);
    keyed.foreign_keys.push(to_itself("parent"));
    let mut unique = keyed.clone();
    keyed.primary_key = Some(key_of("id"));
    unique
        .uniques
        .push(Unique::over(Name::chosen("one_id"), vec!["id".to_owned()]));
    reaches(Engine::Postgres, &[keyed.clone()], slice::from_ref(&unique)).await;
    reaches(Engine::Postgres, &[unique], &[keyed]).await;
}

/// A type changes under what is computed from the column, which goes first and comes back with what is over it.
#[tokio::test]
async fn the_type_changes_of_a_column_that_others_are_computed_from() {
    let of = |data_type: &str, expression: &str| {
        let mut table = table(&[
            Column {
                nullable: false,
                ..Column::new("id", "integer")
            },
            Column::new("it", data_type),
            Column {
                comment: Some("computed".to_owned()),
                generated: Some(Generated {
                    expression: expression.to_owned(),
                    stored: true,
                }),
                ..Column::new("computed", "text")
            },
        ]);
        table.primary_key = Some(key_of("id"));
        table.uniques.push(Unique::over(
            Name::chosen("one_computed"),
            vec!["computed".to_owned(), "id".to_owned()],
        ));
        table
            .indexes
            .push(Index::over(Name::chosen("by_computed"), &["computed"]));
        let mut by_it = Index::over(Name::chosen("by_it"), &["it"]);
        by_it.parts[0].target = Target::Expression(expression.to_owned());
        table.indexes.push(by_it);
        table
    };
    let texts = of("text", "upper(it)");
    let short = of("character varying(20)", "upper(it)");
    let numbers = of("integer", "repeat('x', it)");
    for (from, to) in [
        (&texts, &short),
        (&short, &texts),
        (&numbers, &texts),
        (&texts, &numbers),
    ] {
        reaches(Engine::Postgres, slice::from_ref(from), slice::from_ref(to)).await;
    }
}

/// A key that refers to a table that goes, and from then on to one that this table holds as it is.
#[tokio::test]
async fn a_foreign_key_leaves_a_table_that_goes_before_its_new_target_changes() {
    for engine in [Engine::Postgres, Engine::MariaDb] {
        let of = |name: &str, id: &str, columns: &[&str]| {
            let mut made = Table::new(TableName::new(name));
            made.columns.push(Column {
                nullable: false,
                ..Column::new("id", id)
            });
            made.columns
                .extend(columns.iter().map(|column| Column::new(*column, id)));
            made.primary_key = Some(key_of("id"));
            made
        };
        let refers = |table: &mut Table, target: &str| {
            table.foreign_keys.push(ForeignKey {
                name: Name::chosen(format!("of_{}", table.name)),
                target: TableName::new(target),
                ..to_itself("parent")
            });
        };
        let stays = of("stays", "integer", &[]);
        let mut goes = of("goes", "integer", &["parent"]);
        refers(&mut goes, "stays");
        let mut moves = of("moves", "integer", &["parent"]);
        refers(&mut moves, "goes");
        let wide = of("stays", "bigint", &[]);
        let mut moved = of("moves", "bigint", &["parent"]);
        refers(&mut moved, "stays");
        reaches(engine, &[stays, goes, moves], &[wide, moved]).await;
    }
}

/// A run that ends between new columns and the views that read them leaves the views to be replaced in place, where they were
/// to be made anew before.
#[tokio::test]
async fn what_is_left_of_a_run_is_done_in_other_steps() {
    // Defaults go first, so that each table is changed as a whole, and both before the views.
    let of_default = |name: &str| Column {
        default: Some("1".to_owned()),
        ..Column::new(name, "integer")
    };
    let mut things = table(&[
        Column {
            nullable: false,
            ..Column::new("id", "integer")
        },
        of_default("c0"),
    ]);
    things.primary_key = Some(key_of("id"));
    let mut last = things.clone();
    last.name = TableName::new("things_refused");
    let mut from = Schema::new(crate::flavor(Engine::Postgres).await);
    from.tables = vec![things, last];
    let mut to = from.clone();
    for table in &mut to.tables {
        table.columns[1].default = None;
    }
    to.tables[0].columns.push(Column::new("c1", "integer"));
    to.tables[1].columns[1].nullable = false;
    let view = |name: &str, query: &str, uses: &[ObjectId]| View {
        uses: uses.to_vec(),
        ..View::new(TableName::new(name), query)
    };
    let of = || TableName::new("things");
    let read = |column: &str| ObjectId::Column(of(), column.to_owned());
    let lower = ObjectId::View(TableName::new("lower_view"));
    let upper = || {
        view(
            "upper_view",
            "SELECT a.id FROM lower_view a",
            slice::from_ref(&lower),
        )
    };
    let [before, after] = [&["id"][..], &["id", "c1"]].map(|columns| {
        let uses = columns.iter().map(|column| read(column));
        let uses: Vec<ObjectId> = [ObjectId::Table(of())].into_iter().chain(uses).collect();
        let query = format!("SELECT {} FROM things", columns.join(", "));
        view("lower_view", &query, &uses)
    });
    from.views = vec![before, upper()];
    to.views = vec![after, upper()];
    let mut home = Home::of(Engine::Postgres).await;
    let is_null = |sql: &String| sql.contains("NULL");
    let seed = (0..1000).find(|seed| rows(&from, *seed).iter().any(is_null));
    match home.check(&from, &to, seed).await {
        Ok(Outcome::Explained(text)) => assert!(text.contains("SET NOT NULL"), "{text}"),
        other => panic!("{other:?}"),
    }
}

fn key_of(column: &str) -> PrimaryKey {
    PrimaryKey {
        columns: vec![column.to_owned()],
        ..PrimaryKey::default()
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

/// Aria keeps rows of one length, or of many, without transactions, whether one says so or not.
#[tokio::test]
async fn what_aria_has_anyway_is_no_change() {
    for format in ["DYNAMIC", "FIXED", "PAGE"] {
        let mut table = table(&[Column::new("a", "int(11)")]);
        for (option, value) in [("engine", "Aria"), ("row_format", format)] {
            table.options.insert(option.to_owned(), value.to_owned());
        }
        reaches(Engine::MariaDb, &[], &[table]).await;
    }
}

/// A unique constraint without a name keeps no name that an index of another table is to have.
#[tokio::test]
async fn an_index_takes_the_name_of_one_that_would_serve_another_table() {
    let columns = [Column::new("a", "TEXT"), Column::new("b", "TEXT")];
    let own = |name: &str| Table {
        name: TableName::new(name),
        ..table(&columns)
    };
    let unique = |name: &str| Index {
        unique: true,
        ..Index::over(Name::chosen(name), &["a", "b"])
    };
    let (mut served, mut constrained, mut other) = (own("t"), own("t"), own("u"));
    served.indexes.push(unique("wanted"));
    let columns = vec!["a".to_owned(), "b".to_owned()];
    constrained
        .uniques
        .push(Unique::over(Name::implicit(""), columns));
    other.indexes.push(unique("wanted"));
    reaches(Engine::Sqlite, &[served], &[constrained, other]).await;
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
        Ok(Outcome::Impossible(object)) => panic!("{}: {object} is held", engine.name()),
        Ok(Outcome::Explained(text)) => panic!("{}: rows in the way: {text}", engine.name()),
        Err(broken) => panic!("{}: {}: {}", engine.name(), broken.promise, broken.text),
    }
}
