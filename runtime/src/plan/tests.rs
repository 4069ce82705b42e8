//! Laws of the diff and the plan, over random pairs of schemas.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::{Index as Pick, subsequence};

use super::{Plan, Sides, batches, fingerprint, plan};
use crate::diff::{Edit, Ownership, apply, compare, pair};
use crate::model::{
    Action, Check, Column, Engine, Flavor, ForeignKey, Index, Intents, Kind, Name, Needs, Object,
    ObjectId, Partition, Partitioning, PrimaryKey, Schema, Table, TableName, Unique, Vendor,
    Version,
};

const FLAVORS: [Flavor; 3] = [
    Flavor::new(Vendor::Postgres, Version(15, 0, 0)),
    Flavor::new(Vendor::MariaDb, Version(10, 11, 0)),
    Flavor::new(Vendor::Sqlite, Version(3, 46, 0)),
];

/// A table before it has a name.
#[derive(Debug, Clone)]
struct Draft {
    columns: Vec<(usize, bool, Option<u8>)>,
    has_key: bool,
    indexed: Vec<(usize, bool)>,
    unique: Option<usize>,
    check: Option<(usize, u8)>,
    refers: Vec<(Pick, bool)>,
}

fn draft() -> impl Strategy<Value = Draft> {
    (
        prop::collection::vec((0..3_usize, any::<bool>(), prop::option::of(0..3_u8)), 1..5),
        any::<bool>(),
        prop::collection::vec((0..5_usize, any::<bool>()), 0..3),
        prop::option::of(0..5_usize),
        prop::option::of((0..5_usize, 0..3_u8)),
        prop::collection::vec((any::<Pick>(), any::<bool>()), 0..3),
    )
        .prop_map(|(columns, has_key, indexed, unique, check, refers)| Draft {
            columns,
            has_key,
            indexed,
            unique,
            check,
            refers,
        })
}

fn types(engine: Engine) -> [&'static str; 3] {
    match engine {
        Engine::Postgres => ["integer", "bigint", "character varying(20)"],
        Engine::MySql => ["int(11)", "bigint(20)", "varchar(20)"],
        Engine::Sqlite => ["INTEGER", "BIGINT", "VARCHAR(20)"],
    }
}

/// A schema of some of six tables, whose foreign keys may go round in circles.
fn schema(flavor: Flavor) -> impl Strategy<Value = Schema> {
    let names = subsequence((0..6_usize).collect::<Vec<_>>(), 0..6);
    (names, prop::collection::vec(draft(), 6)).prop_map(move |(names, drafts)| {
        let chosen: Vec<(usize, &Draft)> = names.iter().map(|at| (*at, &drafts[*at])).collect();
        let mut schema = Schema::new(flavor);
        schema.tables = chosen
            .iter()
            .map(|(at, draft)| table(flavor, *at, draft, &chosen))
            .collect();
        schema.sorted()
    })
}

fn table(flavor: Flavor, at: usize, draft: &Draft, all: &[(usize, &Draft)]) -> Table {
    let types = types(flavor.engine());
    let mut table = Table::new(TableName::new(format!("t{at}")));
    table.columns.push(Column {
        nullable: !draft.has_key,
        ..Column::new("id", types[1])
    });
    if draft.has_key {
        table.primary_key = Some(PrimaryKey {
            name: None,
            columns: vec!["id".to_owned()],
            ..PrimaryKey::default()
        });
    }
    for (number, (kind, nullable, default)) in draft.columns.iter().enumerate() {
        table.columns.push(Column {
            nullable: *nullable,
            default: default.filter(|_| *kind < 2).map(|value| value.to_string()),
            ..Column::new(format!("c{number}"), types[*kind])
        });
    }
    let column = |number: usize| format!("c{}", number % draft.columns.len());
    for (number, (of, descending)) in draft.indexed.iter().enumerate() {
        let mut index = Index::over(Name::chosen(format!("t{at}_i{number}")), &[&column(*of)]);
        index.parts[0].descending = *descending;
        table.indexes.push(index);
    }
    if let Some(of) = draft.unique {
        let name = Name::chosen(format!("t{at}_u"));
        if flavor.engine() == Engine::Postgres {
            table.uniques.push(Unique::over(name, vec![column(of)]));
        } else {
            table.indexes.push(Index {
                unique: true,
                ..Index::over(name, &[&column(of)])
            });
        }
    }
    if let Some((of, above)) = draft.check {
        table.checks.push(Check {
            name: Name::chosen(format!("t{at}_c")),
            expression: format!("({} > {above})", column(of)),
            clauses: Vec::new(),
        });
    }
    let keyed: Vec<usize> = all
        .iter()
        .filter(|(_, draft)| draft.has_key)
        .map(|(at, _)| *at)
        .collect();
    for (number, (target, cascades)) in draft.refers.iter().enumerate() {
        if keyed.is_empty() {
            continue;
        }
        table
            .columns
            .push(Column::new(format!("r{number}"), types[1]));
        table.foreign_keys.push(ForeignKey {
            name: Name::chosen(format!("t{at}_f{number}")),
            columns: vec![format!("r{number}")],
            target: TableName::new(format!("t{}", target.get(&keyed))),
            target_columns: vec!["id".to_owned()],
            on_delete: if *cascades {
                Action::Cascade
            } else {
                Action::NoAction
            },
            on_update: Action::NoAction,
            clauses: Vec::new(),
        });
    }
    table
}

fn pairs() -> impl Strategy<Value = (Schema, Schema)> {
    prop::sample::select(FLAVORS.to_vec()).prop_flat_map(|flavor| (schema(flavor), schema(flavor)))
}

fn planned(live: &Schema, desired: &Schema) -> Plan {
    let paired = pair(None, live, desired, &Intents::default());
    let difference = compare(&paired, Ownership::Everything);
    let sides = Sides {
        live,
        renamed: &paired.live,
        desired: &paired.desired,
    };
    plan(&difference, sides).unwrap_or_else(|cycle| panic!("{cycle}"))
}

/// The schema as a set: the order of columns is nobody's wish.
fn content(schema: &Schema) -> Vec<Object> {
    schema.facts().into_iter().map(|fact| fact.object).collect()
}

/// Whether the edit can be made in this state: what it needs is there, and nothing needs what it
/// takes away.
fn obstacle(state: &Schema, after: &Schema, edit: &Edit) -> Option<String> {
    let ids = |schema: &Schema| -> BTreeSet<ObjectId> {
        schema.facts().into_iter().map(|fact| fact.id).collect()
    };
    let (here, then) = (ids(state), ids(after));
    let is_inside_table = |id: &ObjectId| {
        matches!(id.kind(), Kind::ForeignKey) && state.flavor.engine() == Engine::Sqlite
    };
    match edit {
        Edit::Create(object) if here.contains(&object.id()) => {
            Some(format!("{} is there already", object.id()))
        }
        Edit::Drop(object) | Edit::Alter { from: object, .. } if !here.contains(&object.id()) => {
            Some(format!("{} is not there", object.id()))
        }
        _ => {
            let dangling = after.facts().into_iter().find(|fact| {
                !is_inside_table(&fact.id)
                    && fact
                        .object
                        .requires()
                        .iter()
                        .any(|need| !then.contains(need))
            });
            dangling.map(|fact| format!("{} is left without what it needs", fact.id))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn equal_sides_give_nothing((live, _) in pairs()) {
        prop_assert_eq!(planned(&live, &live).steps.len(), 0);
    }

    #[test]
    fn what_an_object_needs_is_found_by_its_identity((schema, _) in pairs()) {
        let needs = Needs::of(&schema);
        for fact in schema.facts() {
            prop_assert_eq!(needs.find(&fact.id), Some(fact.requires), "{}", fact.id);
        }
    }

    #[test]
    fn applying_the_plan_gives_the_desired_schema((live, desired) in pairs()) {
        let mut state = live.clone();
        for step in planned(&live, &desired).steps {
            apply(&mut state, &step.change.edit);
        }
        prop_assert_eq!(content(&state), content(&desired));
    }

    #[test]
    fn every_step_can_be_made_where_it_stands((live, desired) in pairs()) {
        let mut state = live.clone();
        for step in planned(&live, &desired).steps {
            let mut after = state.clone();
            apply(&mut after, &step.change.edit);
            prop_assert_eq!(obstacle(&state, &after, &step.change.edit), None, "{}", step.summary);
            state = after;
        }
    }

    #[test]
    fn taking_back_the_steps_in_reverse_gives_the_live_schema((live, desired) in pairs()) {
        let steps = planned(&live, &desired).steps;
        let mut state = live.clone();
        for step in &steps {
            apply(&mut state, &step.change.edit);
        }
        for step in steps.iter().rev() {
            apply(&mut state, &step.change.edit.inverse());
        }
        prop_assert_eq!(content(&state), content(&live));
    }

    #[test]
    fn the_order_of_the_input_never_matters((live, desired) in pairs()) {
        let mut turned = (live.clone(), desired.clone());
        for table in turned.0.tables.iter_mut().chain(&mut turned.1.tables) {
            table.indexes.reverse();
            table.foreign_keys.reverse();
        }
        turned.0.tables.reverse();
        turned.1.tables.reverse();
        prop_assert_eq!(fingerprint(&live), fingerprint(&turned.0));
        prop_assert_eq!(turned.0.is_sorted(), turned.0.clone().sorted() == turned.0);
        prop_assert_eq!(planned(&live, &desired).hash, planned(&turned.0.sorted(), &turned.1.sorted()).hash);
    }
}

/// Nobody is to see rows gone, whatever else changes about the table and in between.
#[test]
fn partitions_are_off_their_table_within_a_transaction() {
    let divided = |bounds: [&str; 2], is_more: bool| {
        let mut table = Table::new(TableName::new("t"));
        table.columns = vec![Column::new("id", "integer"), Column::new("a", "integer")];
        table.partitioning = Some(Partitioning {
            method: "LIST".to_owned(),
            key: "id".to_owned(),
            modulus: None,
        });
        let parts = ["t_a", "t_b"].into_iter().zip(bounds);
        table.partitions = parts
            .map(|(name, bound)| Partition::new(name, bound))
            .collect();
        if is_more {
            table.columns.push(Column::new("b", "integer"));
            table.comment = Some("more".to_owned());
            table.indexes.push(Index::over(Name::chosen("t_i"), &["a"]));
        }
        let mut other = Table::new(TableName::new("u"));
        other.comment = is_more.then(|| "more".to_owned());
        let mut schema = Schema::new(FLAVORS[0]);
        schema.tables = vec![table, other];
        schema
    };
    let live = divided(["FOR VALUES IN (1)", "FOR VALUES IN (2, 3)"], false);
    let desired = divided(["FOR VALUES IN (1, 2)", "FOR VALUES IN (3)"], true);
    let plan = planned(&live, &desired);
    let all: Vec<usize> = plan.steps.iter().map(|step| step.id).collect();
    let batches = batches(&plan, &all, &live).expect("all can be made");
    let moves = batches.iter().map(|batch| {
        let all = batch.steps.iter().flat_map(|(_, statements)| statements);
        let moves = all
            .filter(|one| one.sql.starts_with("ALTER TABLE") && one.sql.contains("TACH PARTITION"));
        (batch.transactional, moves.count())
    });
    let moves: Vec<_> = moves.filter(|(_, count)| *count > 0).collect();
    assert_eq!(moves, [(true, 4)]);
}

/// A server has no room for any number of locks, and each relation is locked until its transaction ends.
#[test]
fn new_tables_are_one_transaction_until_their_locks_are_too_many() {
    let table = |number: usize| {
        let draft = Draft {
            columns: vec![(0, true, None)],
            has_key: true,
            indexed: vec![(0, false), (0, true)],
            unique: Some(0),
            check: None,
            refers: Vec::new(),
        };
        let mut table = table(FLAVORS[0], number, &draft, &[]);
        table.columns.push(Column::new("r", "bigint"));
        table.foreign_keys.push(ForeignKey {
            name: Name::chosen(format!("t{number}_f")),
            columns: vec!["r".to_owned()],
            target: TableName::new(format!("t{}", number.saturating_sub(1))),
            target_columns: vec!["id".to_owned()],
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            clauses: Vec::new(),
        });
        table
    };
    let live = Schema::new(FLAVORS[0]);
    let grouped = |tables: usize, partitions: usize| {
        let mut desired = Schema::new(FLAVORS[0]);
        desired.tables = (0..tables).map(table).collect();
        for table in &mut desired.tables {
            let names = (0..partitions).map(|at| format!("{}_{at}", table.name.name));
            table.partitions = names.map(|name| Partition::new(name, "DEFAULT")).collect();
        }
        let plan = planned(&live, &desired.sorted());
        let all: Vec<usize> = plan.steps.iter().map(|step| step.id).collect();
        let batches = batches(&plan, &all, &live).expect("all can be made");
        let ran = batches.iter().flat_map(|batch| &batch.steps);
        assert!(ran.map(|(id, _)| *id).eq(all));
        assert!(batches.iter().all(|batch| batch.transactional));
        batches.len()
    };
    assert_eq!(grouped(1_000, 0), 1);
    assert!(grouped(1_500, 0) > 1);
    // Each partition has what its table has.
    assert!(grouped(300, 4) > 1);
}
