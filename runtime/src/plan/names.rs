//! Names that are given once among objects of several kinds or tables: what has one gives it up before another takes it.
//!
//! In: changes. Out: edges between them. Knows which objects share their names on each engine, and no statement.

use std::collections::{BTreeMap, BTreeSet};

use super::action::{Action, link};
use super::exchanged::is_for_a_moment;
use crate::diff::{Change, Edit};
use crate::model::{
    Column, Engine, Flavor, Index, Kind, Object, ObjectId, PrimaryKey, Table, TableName, Vendor,
    View, key_name, serial_name,
};

/// The setting of a column that names its sequence.
const SEQUENCE: &str = "sequence";

/// A name, with those among which it is there once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shared {
    /// Tables and views; on PostgreSQL partitions, indexes and sequences too.
    Relation(TableName),
    /// Enums and domains, and the types of rows that come with relations (PostgreSQL).
    Type(TableName),
    /// The constraints of one table (PostgreSQL).
    Constraint(TableName, String),
    /// Objects of one kind in all tables. It has no case.
    OfKind(Kind, TableName),
}

/// What takes a name comes after what gives it up.
pub(super) fn in_order(changes: &[Change], actions: &mut [Action], flavor: Flavor) {
    let mut dropped: BTreeMap<Shared, Vec<usize>> = BTreeMap::new();
    let mut left: BTreeMap<Shared, usize> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        let given_up = given_up(&change.edit, flavor);
        match &change.edit {
            Edit::Drop(_) => {
                for name in given_up {
                    dropped.entry(name).or_default().push(at);
                }
            }
            _ => left.extend(given_up.into_iter().map(|name| (name, at))),
        }
    }
    if dropped.is_empty() && left.is_empty() {
        return;
    }
    for (at, change) in changes.iter().enumerate() {
        for name in taken(&change.edit, flavor) {
            for gone in dropped.get(&name).into_iter().flatten() {
                if is_counted_on(change, &changes[*gone], &name) {
                    link(actions, at, *gone, true);
                } else if changes[*gone].object() != change.object() {
                    link(actions, *gone, at, true);
                }
            }
            let Some(&other) = left.get(&name) else {
                continue;
            };
            match &changes[other].edit {
                _ if is_counted_on(change, &changes[other], &name) => {
                    link(actions, at, other, true);
                }
                _ if name.is_for_a_moment() => link(actions, at, other, true),
                // Nothing that goes on needs an index or a constraint by its name there.
                Edit::Rename { .. } if flavor.engine() == Engine::Postgres => {
                    link(actions, other, at, true);
                }
                // Two may take each other's name.
                _ if other != at => {
                    actions[at].rather_after.insert(other);
                }
                _ => {}
            }
        }
    }
}

/// Whether a sequence stands alone that numbers the rows of an identity, and would go with it: what it is to go on from
/// is lost with the column, which waits.
fn is_counted_on(made: &Change, gone: &Change, name: &Shared) -> bool {
    let is_sequence = matches!(made.edit, Edit::Create(Object::Sequence(_)));
    let numbers = |table: &TableName, column: &Column| {
        is_sequence && sequence(table, column).as_ref() == Some(name)
    };
    match &gone.edit {
        Edit::Drop(Object::Column(table, column))
        | Edit::Alter {
            from: Object::Column(table, column),
            ..
        } => numbers(table, column),
        Edit::Drop(Object::Table(table)) => {
            let mut columns = table.columns.iter();
            columns.any(|column| numbers(&table.name, column))
        }
        _ => false,
    }
}

/// The names that others may have after the edit.
pub(super) fn given_up(edit: &Edit, flavor: Flavor) -> BTreeSet<Shared> {
    let [before, after] = around(edit, flavor);
    before.difference(&after).cloned().collect()
}

/// The names that nobody else may have any more before the edit.
pub(super) fn taken(edit: &Edit, flavor: Flavor) -> BTreeSet<Shared> {
    let [before, after] = around(edit, flavor);
    after.difference(&before).cloned().collect()
}

/// What the edit is about under its old names, and under its new ones.
fn around(edit: &Edit, flavor: Flavor) -> [BTreeSet<Shared>; 2] {
    match edit {
        Edit::Create(made) => [BTreeSet::new(), with_contents(made, flavor)],
        Edit::Drop(gone) => [with_contents(gone, flavor), BTreeSet::new()],
        // What else it holds comes and goes by changes of its own.
        Edit::Alter { from, to } => [from, to].map(|object| own(object, flavor)),
        Edit::Rename { from, to } => [from, to].map(|id| of_id(id, flavor).into_iter().collect()),
    }
}

/// The names that the object has by its identity.
pub(super) fn of_id(id: &ObjectId, flavor: Flavor) -> Vec<Shared> {
    let lower = |table: &TableName, name: &str| {
        vec![Shared::OfKind(
            id.kind(),
            table.renamed(&name.to_lowercase()),
        )]
    };
    match (flavor.engine(), id) {
        (_, ObjectId::Table(name) | ObjectId::View(name)) => relation(name, flavor),
        (Engine::Postgres, ObjectId::Partition(table, name)) => {
            relation(&table.renamed(name), flavor)
        }
        (Engine::Postgres, ObjectId::Sequence(name)) => vec![Shared::Relation(name.clone())],
        (Engine::Postgres, ObjectId::Enum(name) | ObjectId::Domain(name)) => {
            vec![Shared::Type(name.clone())]
        }
        (Engine::Postgres, ObjectId::Index(table, name)) => {
            vec![Shared::Relation(table.renamed(name))]
        }
        (Engine::Postgres, ObjectId::Unique(table, name) | ObjectId::Exclusion(table, name)) => {
            key(table, name)
        }
        (Engine::Postgres, ObjectId::ForeignKey(table, name) | ObjectId::Check(table, name)) => {
            vec![Shared::Constraint(table.clone(), name.clone())]
        }
        (Engine::MySql, ObjectId::ForeignKey(table, name))
        | (Engine::Sqlite, ObjectId::Index(table, name))
        | (Engine::MySql | Engine::Sqlite, ObjectId::Trigger(table, name)) => lower(table, name),
        (_, ObjectId::Check(table, name)) if flavor.vendor == Vendor::MySql => lower(table, name),
        _ => Vec::new(),
    }
}

fn relation(name: &TableName, flavor: Flavor) -> Vec<Shared> {
    let own = Shared::Relation(name.clone());
    match flavor.engine() {
        Engine::Postgres => vec![own, Shared::Type(name.clone())],
        Engine::MySql | Engine::Sqlite => vec![own],
    }
}

/// A constraint with the index behind it.
fn key(table: &TableName, name: &str) -> Vec<Shared> {
    vec![
        Shared::Relation(table.renamed(name)),
        Shared::Constraint(table.clone(), name.to_owned()),
    ]
}

/// The names of the object alone.
fn own(object: &Object, flavor: Flavor) -> BTreeSet<Shared> {
    let mut names = of_id(&object.id(), flavor);
    if flavor.engine() == Engine::Postgres {
        match object {
            Object::Table(table) => {
                let parts = table.partitions.iter().map(|one| one.table(&table.name));
                names.extend(parts.flat_map(|part| relation(&part, flavor)));
            }
            // It may be in another namespace than its table.
            Object::Partition(table, one) => names = relation(&one.table(table), flavor),
            Object::Column(table, column) => names.extend(sequence(table, column)),
            Object::PrimaryKey(table, primary) => names.extend(primary_key(table, primary)),
            Object::Index(table, index) => names.extend(parts(table, index)),
            _ => {}
        }
    }
    names.into_iter().collect()
}

/// The names of the object, and of what comes and goes with it.
fn with_contents(object: &Object, flavor: Flavor) -> BTreeSet<Shared> {
    let mut names = own(object, flavor);
    let is_postgres = flavor.engine() == Engine::Postgres;
    match object {
        Object::Table(table) => {
            names.extend(contents(&table.name, table, flavor));
            for one in table.partitions.iter().filter(|_| is_postgres) {
                let held = one.own.iter();
                let name = one.table(&table.name);
                names.extend(held.flat_map(|held| contents(&name, held, flavor)));
            }
        }
        Object::Partition(table, one) if is_postgres => {
            let held = one.own.iter();
            let name = one.table(table);
            names.extend(held.flat_map(|held| contents(&name, held, flavor)));
        }
        Object::View(view) if is_postgres => {
            let View { name, indexes, .. } = &**view;
            let index = |index: &Index| Shared::Relation(name.renamed(index.name.text()));
            names.extend(indexes.iter().map(index));
        }
        _ => {}
    }
    names
}

/// What a table, or a partition of that name, holds.
fn contents(name: &TableName, table: &Table, flavor: Flavor) -> Vec<Shared> {
    let id = |make: fn(TableName, String) -> ObjectId, own: &str| {
        of_id(&make(name.clone(), own.to_owned()), flavor)
    };
    let foreign = table.foreign_keys.iter();
    let foreign = foreign.flat_map(|own| id(ObjectId::ForeignKey, own.name.text()));
    let checks = table.checks.iter();
    let checks = checks.flat_map(|own| id(ObjectId::Check, own.name.text()));
    let uniques = table.uniques.iter();
    let uniques = uniques.flat_map(|own| id(ObjectId::Unique, own.name.text()));
    let exclusions = table.exclusions.iter();
    let exclusions = exclusions.flat_map(|own| id(ObjectId::Exclusion, own.name.text()));
    let indexes = table.indexes.iter();
    let indexes = indexes.flat_map(|own| id(ObjectId::Index, own.name.text()));
    let triggers = table.triggers.iter();
    let triggers = triggers.flat_map(|own| id(ObjectId::Trigger, &own.name));
    let mut names: Vec<Shared> = foreign
        .chain(checks)
        .chain(triggers)
        .chain(uniques)
        .chain(exclusions)
        .chain(indexes)
        .collect();
    if flavor.engine() == Engine::Postgres {
        names.extend(table.indexes.iter().flat_map(|index| parts(name, index)));
        names.extend(table.columns.iter().flat_map(|own| sequence(name, own)));
        let primary = table.primary_key.iter();
        names.extend(primary.flat_map(|own| primary_key(name, own)));
    }
    names
}

/// The parts of an index, one of each partition.
fn parts(table: &TableName, index: &Index) -> Vec<Shared> {
    let names = index.named_parts().map(|(_, name)| table.renamed(name));
    names.map(Shared::Relation).collect()
}

/// The sequence that numbers the rows.
fn sequence(table: &TableName, column: &Column) -> Option<Shared> {
    column.auto_increment?;
    let name = column.numbering.get(SEQUENCE).cloned();
    let name = name.unwrap_or_else(|| serial_name(&table.name, &column.name));
    Some(Shared::Relation(table.renamed(&name)))
}

fn primary_key(table: &TableName, primary: &PrimaryKey) -> Vec<Shared> {
    let name = primary.name.as_ref().map(|name| name.text().to_owned());
    key(table, &name.unwrap_or_else(|| key_name(&table.name)))
}

impl Shared {
    fn is_for_a_moment(&self) -> bool {
        match self {
            Self::Relation(name) | Self::Type(name) | Self::OfKind(_, name) => {
                is_for_a_moment(&name.name)
            }
            Self::Constraint(_, name) => is_for_a_moment(name),
        }
    }
}
