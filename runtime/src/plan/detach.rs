//! Takes foreign keys out of the way of a change that they would block.
//!
//! In: changes. Out: the same changes, with a drop and a create of each key in the way, bundled with
//! the change that needs it: none of them runs without the others.

use crate::dialect::{Capability, Inside};
use crate::diff::{Cause, Change, Edit};
use crate::model::{
    Column, Engine, ForeignKey, Index, IndexPart, Kind, Needs, Object, ObjectId, Schema, TableName,
    Target,
};

use super::kept::reshaped;
use super::reliance::{
    Reliance, is_target, keeps_an_index, keys_of_column, keys_of_followers, keys_to,
};
use super::{Sides, divided, divided_anew, exchanged, names};

/// Changes, and which of them belong together.
#[derive(Debug, Clone, Default)]
pub(super) struct Bundled {
    pub(super) changes: Vec<Change>,
    pub(super) bundles: Vec<Vec<usize>>,
}

impl Bundled {
    /// The other changes that `at` runs with.
    pub(super) fn bundle(&self, at: usize) -> Vec<usize> {
        let mut reached = vec![at];
        let mut next = 0;
        while let Some(here) = reached.get(next).copied() {
            let bundles = self.bundles.iter().filter(|bundle| bundle.contains(&here));
            for other in bundles.flatten() {
                if !reached.contains(other) {
                    reached.push(*other);
                }
            }
            next += 1;
        }
        reached.retain(|other| *other != at);
        reached
    }

    /// Keeps the changes that `keep` says, and the bundles among them.
    pub(super) fn retain(&mut self, keep: &[bool]) {
        let mut moved = Vec::new();
        let mut next = 0;
        for kept in keep {
            moved.push(kept.then_some(next));
            next += usize::from(*kept);
        }
        let mut flags = keep.iter();
        self.changes.retain(|_| *flags.next().unwrap_or(&true));
        for bundle in &mut self.bundles {
            *bundle = bundle.iter().filter_map(|at| moved[*at]).collect();
        }
    }
}

pub(super) fn detach(changes: Vec<Change>, sides: Sides<'_>, capability: Capability) -> Bundled {
    let changes = match sides.live.flavor.engine() {
        Engine::MySql => {
            super::computed_again::split(super::sight::split(super::numbers::split(changes)))
        }
        Engine::Sqlite => changes.into_iter().flat_map(super::kinds::split).collect(),
        Engine::Postgres => super::numbers::split_computed(changes)
            .into_iter()
            .flat_map(super::replica_identity::split)
            .collect(),
    };
    let mut bundled = Bundled {
        changes: split(changes, sides.renamed),
        bundles: Vec::new(),
    };
    exchanged::part(&mut bundled, sides.renamed);
    if sides.live.flavor.engine() == Engine::MySql {
        super::numbers::with_their_keys(&mut bundled);
    }
    if sides.live.flavor.engine() == Engine::Postgres {
        divided::in_two(&mut bundled);
        divided_anew::detach(&mut bundled, sides);
        super::detach_computed::detach(&mut bundled, sides);
        super::detach_triggers::detach(&mut bundled, sides);
    }
    if capability.views_hold_columns {
        super::detach_views::detach(&mut bundled, sides);
    }
    let count = bundled.changes.len();
    let before = Reliance::of(sides.renamed);
    let after = Reliance::of(sides.desired);
    if capability.foreign_keys_inside_table == Inside::All {
        for at in 0..count {
            bundled.bundle_keys(at, &before, sides.renamed);
        }
        return bundled;
    }
    for at in 0..count {
        let hit = match &bundled.changes[at].edit {
            Edit::Alter {
                from: Object::Column(table, from),
                to: Object::Column(_, to),
            } if capability.type_change_detaches_foreign_keys && is_retyped(from, to)
                || capability.numbering_detaches_foreign_keys
                    && from.auto_increment != to.auto_increment =>
            {
                keys_of_column(sides.renamed, table, &from.name)
            }
            edit if divided_anew::made_anew(edit, sides.renamed).is_some() => {
                divided_anew::keys_to_old(edit, sides.renamed)
            }
            edit if sides.live.flavor.engine() == Engine::Postgres
                && !reshaped(edit, sides.renamed).is_empty() =>
            {
                keys_over_reshaped(edit, sides.renamed, &before)
            }
            // The columns of the table that state no collation follow it.
            Edit::Alter {
                from: Object::Table(from),
                to: Object::Table(to),
            } if capability.type_change_detaches_foreign_keys
                && from.options.get("collation") != to.options.get("collation") =>
            {
                keys_of_followers(sides.renamed, &from.name)
            }
            // A partition is away while it gets other rows, which no row may refer to then.
            Edit::Alter {
                from: Object::Partition(table, from),
                to: Object::Partition(_, to),
            } if sides.live.flavor.engine() == Engine::Postgres && !from.has_bound_of(to) => {
                keys_to(sides.renamed, table)
            }
            // A key of another name is the same key.
            Edit::Alter {
                from: Object::PrimaryKey(_, from),
                to: Object::PrimaryKey(_, to),
            } if from.renamed(to).is_some() => Vec::new(),
            // An index of the referring columns is replaced in one statement, and serves them after it
            // or not.
            Edit::Alter { from, .. } => {
                let mut served = before.keys_served_by(from);
                let id = from.id();
                served.retain(|(owner, key)| {
                    is_target(sides.renamed, key, from)
                        || !after.indexes_of(owner, key).any(|other| *other == id)
                            && !keeps_an_index([&before, &after], owner, key, &id)
                });
                served
            }
            Edit::Drop(from) => {
                let mut served = before.keys_served_by(from);
                served.retain(|(owner, key)| {
                    is_target(sides.renamed, key, from)
                        || !keeps_an_index([&before, &after], owner, key, &from.id())
                });
                served
            }
            _ => Vec::new(),
        };
        for (table, key) in hit {
            bundled.add(at, &table, &key, sides);
        }
    }
    bundled
}

impl Bundled {
    /// Where a key cannot be away for a moment, what it relies on is replaced in one go.
    fn bundle_keys(&mut self, at: usize, before: &Reliance<'_>, renamed: &Schema) {
        let (Edit::Alter { from, .. } | Edit::Drop(from)) = &self.changes[at].edit else {
            return;
        };
        let served = before.keys_served_by(from);
        if served.is_empty() {
            return;
        }
        let id = from.id();
        let refers = |change: &Change| {
            let object = change.object();
            let key = |(owner, key): &(TableName, ForeignKey)| {
                object == ObjectId::ForeignKey(owner.clone(), key.name.text().to_owned())
            };
            served.iter().any(key)
        };
        let is_key = |change: &Change| {
            let object = change.object();
            object.table() == id.table()
                && matches!(object.kind(), Kind::PrimaryKey | Kind::Unique | Kind::Index)
        };
        for other in 0..self.changes.len() {
            if refers(&self.changes[other])
                && (self.refers_to_altered_column(other) || self.gives_name_to_another(at, renamed))
            {
                self.split(other, renamed);
            }
        }
        let together = (0..self.changes.len()).filter(|other| {
            let other = &self.changes[*other];
            is_key(other) || refers(other)
        });
        self.bundles.push(together.collect());
    }

    /// Whether the name of an index that goes is taken by one of another table, to which a foreign key may refer next.
    fn gives_name_to_another(&self, at: usize, renamed: &Schema) -> bool {
        let Edit::Drop(gone) = &self.changes[at].edit else {
            return false;
        };
        let names = |id: &ObjectId| names::of_id(id, renamed.flavor);
        let given = names(&gone.id());
        let mut taken = self.changes.iter().flat_map(|change| match &change.edit {
            Edit::Create(made) => names(&made.id()),
            Edit::Rename { to, .. } => names(to),
            _ => Vec::new(),
        });
        taken.any(|name| given.contains(&name))
    }

    /// Whether a foreign key becomes one to a column that changes, which waits until the old key over it is gone.
    fn refers_to_altered_column(&self, at: usize) -> bool {
        let Edit::Alter {
            to: Object::ForeignKey(_, key),
            ..
        } = &self.changes[at].edit
        else {
            return false;
        };
        self.changes.iter().any(|change| match &change.edit {
            Edit::Alter {
                to: Object::Column(table, column),
                ..
            } => *table == key.target && key.target_columns.contains(&column.name),
            _ => false,
        })
    }

    /// Drops and creates what would be altered or get another name; tells where it is created.
    pub(super) fn split(&mut self, at: usize, renamed: &Schema) -> Option<usize> {
        let (from, to) = match self.changes[at].edit.clone() {
            Edit::Alter { from, to } => (from, to),
            Edit::Rename { from, to } => exchanged::both(&from, &to, renamed)?,
            Edit::Create(_) | Edit::Drop(_) => return None,
        };
        let cause = self.changes[at].cause;
        let remark = exchanged::remark(&self.changes[at].edit, &self.changes, renamed);
        self.changes[at] = Change::new(Edit::Drop(from), cause);
        let created = self.changes.len();
        let made = [Some(to), remark].into_iter().flatten();
        let made = made.map(|made| Change::new(Edit::Create(made), cause));
        self.changes.extend(made);
        self.bundles.push((created..self.changes.len()).collect());
        Some(created)
    }

    fn add(&mut self, at: usize, table: &TableName, key: &ForeignKey, sides: Sides<'_>) {
        let keys = sides.desired.holder(table).map(|table| &table.foreign_keys);
        let mut keys = keys.into_iter().flatten();
        let id = |key: &ForeignKey| ObjectId::ForeignKey(table.clone(), key.name.text().to_owned());
        let stays = keys.clone().any(|other| other == key);
        let before = id(key);
        // It may get another name.
        let is_renamed = |other: &&ForeignKey| {
            let name = key.name.clone();
            ForeignKey {
                name,
                ..(*other).clone()
            } == *key
        };
        let after = match keys.find(is_renamed) {
            Some(other) if !stays => id(other),
            _ => before.clone(),
        };
        let is_own = |change: &Change| match &change.edit {
            Edit::Drop(gone) => gone.id() == before,
            Edit::Rename { from, .. } => *from == before,
            Edit::Create(made) | Edit::Alter { to: made, .. } => made.id() == after,
        };
        let own: Vec<usize> = (0..self.changes.len())
            .filter(|other| is_own(&self.changes[*other]))
            .collect();
        if own.is_empty() {
            // A key that stays goes away for a moment; one of a dropped table goes with it.
            if !stays {
                return;
            }
            let object = Object::ForeignKey(table.clone(), Box::new(key.clone()));
            let first = self.changes.len();
            self.changes
                .push(Change::new(Edit::Drop(object.clone()), Cause::Desired));
            self.changes
                .push(Change::new(Edit::Create(object), Cause::Desired));
            self.bundles.push(vec![at, first, first + 1]);
        } else if let [only] = own[..]
            && let Some(created) = self.split(only, sides.renamed)
        {
            self.bundles.push(vec![at, only, created]);
        } else if own.len() == 2 {
            self.bundles.push(vec![at, own[0], own[1]]);
        }
    }
}

pub(super) fn is_retyped(from: &Column, to: &Column) -> bool {
    (&from.data_type, &from.collation) != (&to.data_type, &to.collation)
}

/// Whether a column, or all columns of an enum, become something that PostgreSQL does not compare with what they were.
pub(super) fn becomes_another_kind(edit: &Edit) -> bool {
    let kind = |column: &Column| {
        let name = column.data_type.split('(').next().unwrap_or_default();
        let kinds = [
            &[
                "smallint",
                "integer",
                "bigint",
                "numeric",
                "real",
                "double precision",
            ][..],
            &["text", "character varying"],
        ];
        let kind = kinds.iter().find(|kind| kind.contains(&name.trim()));
        kind.map_or(name, |kind| kind[0]).to_owned()
    };
    match edit {
        Edit::Alter {
            from: Object::Column(_, from),
            to: Object::Column(_, to),
        } => kind(from) != kind(to),
        Edit::Alter {
            from: Object::Enum(from),
            to: Object::Enum(to),
        } => !from.is_extended_by(to),
        _ => false,
    }
}

/// The foreign keys that PostgreSQL does not keep while columns change their form.
fn keys_over_reshaped(
    edit: &Edit,
    renamed: &Schema,
    before: &Reliance<'_>,
) -> Vec<(TableName, ForeignKey)> {
    let turns = becomes_another_kind(edit);
    let mut found = Vec::new();
    for id in reshaped(edit, renamed) {
        let (Some(table), Some(column)) = (id.table(), id.column()) else {
            continue;
        };
        let touched = keys_of_column(renamed, table, column);
        // The server makes an index again that keeps the column beside its own (`INCLUDE`), which it refuses while a
        // key relies on it.
        let beside = before.served_by(&id).into_iter();
        found.extend(beside.filter(|key| !touched.contains(key)));
        // Numbers of one size refer to those of another, and no key holds between a number and a text.
        if turns {
            found.extend(touched);
        }
    }
    found
}

/// Whether the other index does not hold each part of this one, or holds more or less of it.
fn gives_up_a_part(old: &Index, new: &Index) -> bool {
    let is_kept = |part: &IndexPart| {
        let mut others = new.parts.iter();
        others.any(|other| other.target == part.target && other.length == part.length)
    };
    !old.parts.iter().all(is_kept)
}

/// A default of the old type, or a check of its values, cannot be kept while the type changes: it goes
/// before and the new one comes after. Elsewhere than on PostgreSQL a check waits for the rows. A foreign key to a
/// table that goes is taken off before the table, and the new one may have to wait for more.
fn split(changes: Vec<Change>, renamed: &Schema) -> Vec<Change> {
    let engine = renamed.flavor.engine();
    let needs = Needs::of(renamed);
    let retyped: Vec<ObjectId> = changes
        .iter()
        .filter(|change| matches!(&change.edit, Edit::Alter { from: Object::Column(_, from), to: Object::Column(_, to) } if is_retyped(from, to)))
        .map(Change::object)
        .collect();
    let dropped: Vec<TableName> = changes
        .iter()
        .filter_map(|change| match &change.edit {
            Edit::Drop(Object::Table(table)) => Some(table.name.clone()),
            _ => None,
        })
        .collect();
    let is_retyped_column = |table: &TableName, name: &str| {
        retyped.contains(&ObjectId::Column(table.clone(), name.to_owned()))
    };
    let turned: Vec<ObjectId> = changes
        .iter()
        .filter(|change| becomes_another_kind(&change.edit))
        .map(Change::object)
        .collect();
    let needs_one_of = |object: &Object, changed: &[ObjectId]| {
        let needed = needs.of_object(object);
        needed.iter().any(|id| changed.contains(id))
    };
    let is_over = |table: &TableName, index: &Index| {
        let mut targets = index.parts.iter().map(|part| &part.target);
        targets.any(|target| match target {
            Target::Column(name) => is_retyped_column(table, name),
            Target::Expression(_) => false,
        })
    };
    changes
        .into_iter()
        .flat_map(|change| match (&change.edit, change.object()) {
            (
                Edit::Alter {
                    from: from @ Object::Check(..),
                    to,
                },
                _,
            ) if engine == Engine::Postgres && needs_one_of(from, &retyped) => {
                vec![
                    Change::new(Edit::Drop(from.clone()), change.cause),
                    Change::new(Edit::Create(to.clone()), change.cause),
                ]
            }
            // No index of words is over a column of another type, not even until it is over another column; nor is one
            // over a whole text without limits, or over more of a text than there is.
            (
                Edit::Alter {
                    from: from @ Object::Index(table, old),
                    to: to @ Object::Index(_, new),
                },
                _,
            ) if engine == Engine::MySql
                && (old.method.is_some() || gives_up_a_part(old, new))
                && is_over(table, old) =>
            {
                vec![
                    Change::new(Edit::Drop(from.clone()), change.cause),
                    Change::new(Edit::Create(to.clone()), change.cause),
                ]
            }
            (
                Edit::Alter {
                    from: from @ Object::PrimaryKey(table, old),
                    to: to @ Object::PrimaryKey(_, new),
                },
                _,
            ) if engine == Engine::MySql
                && old.said != new.said
                && old
                    .columns
                    .iter()
                    .any(|name| is_retyped_column(table, name)) =>
            {
                vec![
                    Change::new(Edit::Drop(from.clone()), change.cause),
                    Change::new(Edit::Create(to.clone()), change.cause),
                ]
            }
            // What goes may itself refer to what the key refers to from then on, and hold it as it is.
            (
                Edit::Alter {
                    from: from @ Object::ForeignKey(_, old),
                    to,
                },
                _,
            ) if dropped.contains(&old.target) => {
                vec![
                    Change::new(Edit::Drop(from.clone()), change.cause),
                    Change::new(Edit::Create(to.clone()), change.cause),
                ]
            }
            // The old one would have to be over the new type until the new one is there, and some types have no order.
            (
                Edit::Alter {
                    from: from @ (Object::Index(..) | Object::Unique(..) | Object::Exclusion(..)),
                    to,
                },
                _,
            ) if engine == Engine::Postgres && needs_one_of(from, &turned) => {
                vec![
                    Change::new(Edit::Drop(from.clone()), change.cause),
                    Change::new(Edit::Create(to.clone()), change.cause),
                ]
            }
            (Edit::Alter { from, to }, ObjectId::Default(table, column))
                if retyped.contains(&ObjectId::Column(table.clone(), column.clone())) =>
            {
                vec![
                    Change::new(Edit::Drop(from.clone()), change.cause),
                    Change::new(Edit::Create(to.clone()), change.cause),
                ]
            }
            _ => vec![change],
        })
        .collect()
}
