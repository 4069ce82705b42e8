//! A table that is made anew because its rows are divided another way (PostgreSQL).
//!
//! In: changes. Out: the same, where what hangs on the old table makes way before and comes back after, bundled with the change;
//! edges to what else happens to the table; and an obstacle where something would not come back. Knows no statement.

use std::collections::BTreeMap;

use super::action::{Action, link};
use super::detach::Bundled;
use super::free::around;
use super::reliance::keys_to;
use super::{Sides, detach_triggers};
use crate::dialect::Obstacle;
use crate::diff::Edit;
use crate::model::{
    Column, Engine, ForeignKey, Object, ObjectId, Partition, Schema, Table, TableName,
};

/// The table before and after, where its rows are divided another way.
pub(super) fn anew(edit: &Edit) -> Option<(&Table, &Table)> {
    match edit {
        Edit::Alter {
            from: Object::Table(from),
            to: Object::Table(to),
        } if from.partitioning != to.partitioning => Some((from, to)),
        _ => None,
    }
}

/// The name of the table that the edit makes anew.
pub(super) fn made_anew<'a>(edit: &'a Edit, schema: &Schema) -> Option<&'a TableName> {
    let is_made = schema.flavor.engine() == Engine::Postgres;
    anew(edit).filter(|_| is_made).map(|(_, to)| &to.name)
}

/// The foreign keys that refer to the table or to a partition of it.
pub(super) fn keys_to_old(edit: &Edit, schema: &Schema) -> Vec<(TableName, ForeignKey)> {
    let Some((from, _)) = anew(edit) else {
        return Vec::new();
    };
    let parts = from.partitions.iter().map(|part| part.table(&from.name));
    let tables = parts.chain([from.name.clone()]);
    tables.flat_map(|table| keys_to(schema, &table)).collect()
}

/// Triggers make way, and what allows no value twice goes in its old form and comes in its new one: neither form may be possible
/// on the other side.
pub(super) fn detach(bundled: &mut Bundled, sides: Sides<'_>) {
    for at in 0..bundled.changes.len() {
        let Some(table) = made_anew(&bundled.changes[at].edit, sides.renamed).cloned() else {
            continue;
        };
        for other in 0..bundled.changes.len() {
            let is_key = match &bundled.changes[other].edit {
                Edit::Alter { to, .. } => is_unique_of(to, &table),
                _ => false,
            };
            if let Some(created) = is_key
                .then(|| bundled.split(other, sides.renamed))
                .flatten()
            {
                bundled.bundles.push(vec![at, other, created]);
            }
        }
        let triggers = sides.renamed.table(&table).map(|table| &table.triggers);
        for trigger in triggers.into_iter().flatten() {
            detach_triggers::make_way(bundled, at, &table, trigger, sides);
        }
    }
}

/// Whether it is a key, an index or a constraint of the table that allows no value twice.
fn is_unique_of(object: &Object, table: &TableName) -> bool {
    match object {
        Object::PrimaryKey(of, _) | Object::Unique(of, _) | Object::Exclusion(of, _) => of == table,
        Object::Index(of, index) => of == table && index.unique,
        _ => false,
    }
}

/// What goes is gone before, and what comes is made of the new table, or after it.
pub(super) fn in_order(bundled: &Bundled, actions: &mut [Action], sides: Sides<'_>) {
    for at in 0..bundled.changes.len() {
        let edit = &bundled.changes[at].edit;
        let Some((from, to)) = anew(edit) else {
            continue;
        };
        around(bundled, actions, at);
        let moment = Moment {
            from,
            to,
            before: sides.renamed,
            after: sides.desired,
        };
        for (other, change) in bundled.changes.iter().enumerate() {
            match moment.of(&change.edit) {
                Some(When::Before) => link(actions, other, at, true),
                Some(When::After) => link(actions, at, other, true),
                None => {}
            }
        }
    }
}

enum When {
    Before,
    After,
}

/// The moment in which a table is made anew.
struct Moment<'a> {
    from: &'a Table,
    to: &'a Table,
    before: &'a Schema,
    after: &'a Schema,
}

impl Moment<'_> {
    /// When the other edit is made.
    fn of(&self, edit: &Edit) -> Option<When> {
        let table = &self.to.name;
        let is_part = |parts: &[Partition], name: &TableName| {
            parts.iter().any(|part| part.table(table) == *name)
        };
        let is_target = |key: &ForeignKey| {
            key.target == *table
                || is_part(&self.from.partitions, &key.target)
                || is_part(&self.to.partitions, &key.target)
        };
        let divides = |table: &Table, column: &Column| {
            let mut partitioning = table.partitioning.iter();
            partitioning.any(|one| one.uses(&column.name))
        };
        match edit {
            Edit::Rename { to, .. } => (to.table() == Some(table)).then_some(When::Before),
            Edit::Drop(Object::Table(other)) => {
                let refers = other.foreign_keys.iter().any(is_target);
                (refers || is_part(&self.to.partitions, &other.name)).then_some(When::Before)
            }
            Edit::Create(Object::Table(other)) => {
                is_part(&self.from.partitions, &other.name).then_some(When::After)
            }
            Edit::Drop(Object::ForeignKey(_, key)) if is_target(key) => Some(When::Before),
            Edit::Create(Object::ForeignKey(_, key))
            | Edit::Alter {
                to: Object::ForeignKey(_, key),
                ..
            } if is_target(key) => Some(When::After),
            Edit::Drop(Object::View(view)) => {
                self.reads(&view.uses, self.before).then_some(When::Before)
            }
            Edit::Create(Object::View(view))
            | Edit::Alter {
                to: Object::View(view),
                ..
            } => self.reads(&view.uses, self.after).then_some(When::After),
            Edit::Create(Object::Trigger(of, _) | Object::Index(of, _)) if of == table => {
                Some(When::After)
            }
            Edit::Drop(object) if is_unique_of(object, table) => Some(When::Before),
            Edit::Create(object) if is_unique_of(object, table) => Some(When::After),
            // The server neither drops nor changes what rows are divided by.
            Edit::Drop(Object::Column(of, column))
            | Edit::Alter {
                from: Object::Column(of, column),
                ..
            } if of == table && divides(self.from, column) => Some(When::After),
            Edit::Create(Object::Column(of, column))
            | Edit::Alter {
                to: Object::Column(of, column),
                ..
            } if of == table && divides(self.to, column) => Some(When::Before),
            _ => None,
        }
    }

    /// Whether something that is used so reads the table or a partition of it.
    fn reads(&self, uses: &[ObjectId], schema: &Schema) -> bool {
        let table = schema.table(&self.to.name);
        let parts = table.into_iter().flat_map(|table| &table.partitions);
        let mut names: Vec<TableName> = parts.map(|part| part.table(&self.to.name)).collect();
        names.push(self.to.name.clone());
        uses.iter()
            .any(|id| id.table().is_some_and(|name| names.contains(name)))
    }
}

/// A foreign key that would have to make way, and does not.
pub(super) fn find(
    edit: &Edit,
    live: &Schema,
    drops: &BTreeMap<ObjectId, usize>,
) -> Option<Obstacle> {
    made_anew(edit, live)?;
    let mut keys = keys_to_old(edit, live).into_iter();
    let (owner, key) = keys.find(|(owner, key)| {
        let own = ObjectId::ForeignKey(owner.clone(), key.name.text().to_owned());
        let with = ObjectId::Table(owner.clone());
        ![own, with].iter().any(|id| drops.contains_key(id))
    })?;
    Some(Obstacle::new(
        format!("{owner}.{}", key.name.text()),
        format!(
            "this foreign key refers to `{}`, which is made anew",
            key.target
        ),
        "drop it yourself, apply, and add it again",
    ))
}
