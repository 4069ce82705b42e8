//! What a change does to identities.
//!
//! In: a change, and what the objects of both sides need. Out: what it produces, alters, destroys, consumes and lets go, by
//! which `action` orders it. Knows no other change.

use std::collections::BTreeSet;

use super::divided_anew::made_anew;
use super::{Sides, bodies, exchanged, ownership, replica_identity};
use crate::diff::{Cause, Change, Edit};
use crate::model::{
    Column, Engine, ForeignKey, Kind, Needs, Object, ObjectId, Schema, Table, tokens,
};

/// What a change does to identities.
#[derive(Default)]
pub(super) struct Effect {
    pub(super) produces: Vec<ObjectId>,
    pub(super) modifies: Option<ObjectId>,
    pub(super) destroys: Vec<ObjectId>,
    /// What must be there for it.
    pub(super) consumes: Vec<ObjectId>,
    /// What its old form needed, and so held in place.
    pub(super) released: Vec<ObjectId>,
    /// What it mentions, and could do without.
    pub(super) mentions: Vec<ObjectId>,
    /// What it would hold on to, if that were still there.
    pub(super) avoids: Vec<ObjectId>,
    /// What its old form would hold on to on the way back, if that were already there.
    pub(super) avoids_back: Vec<ObjectId>,
}

/// The effect of a change between the two sides, whose needs are told once for all changes.
pub(super) fn effect(
    change: &Change,
    sides: Sides<'_>,
    old: &Needs<'_>,
    new: &Needs<'_>,
) -> Effect {
    let needs = |side: &Needs<'_>, object: &Object| {
        let found = side.find(&object.id());
        found.unwrap_or_else(|| object.requires())
    };
    let edit = &change.edit;
    let mut effect = Effect::default();
    if sides.live.flavor.engine() == Engine::Postgres {
        if let Edit::Create(object) | Edit::Alter { to: object, .. } = edit {
            effect.avoids = holds_on_to(object, old);
        }
        if let Edit::Drop(object) | Edit::Alter { from: object, .. } = edit {
            effect.avoids_back = holds_on_to(object, new);
        }
    }
    match edit {
        Edit::Create(object) => {
            effect.produces = with_parts(object);
            if let Object::Table(table) = object {
                let without_keys = Table {
                    partitions: table.partitions.clone(),
                    ..Table::new(table.name.clone())
                };
                effect.consumes = Object::Table(Box::new(without_keys)).requires();
                effect.consumes.extend(needs(new, object));
                // InnoDB makes no foreign key to what is not there.
                if sides.live.flavor.engine() == Engine::MySql {
                    let keys = table.foreign_keys.iter();
                    let keys = keys
                        .map(|key| Object::ForeignKey(table.name.clone(), Box::new(key.clone())));
                    effect
                        .consumes
                        .extend(keys.flat_map(|key| needs(new, &key)));
                }
                effect.mentions = object.requires();
            } else {
                effect.consumes = needs(new, object);
            }
        }
        Edit::Drop(object) => {
            effect.destroys = with_parts(object);
            effect.released = needs(old, object);
            if let Object::Table(table) = object {
                let stays = |key: &&ForeignKey| sides.desired.whole(&key.target).is_some();
                let holders = table.partitions.iter().filter_map(|part| {
                    let own = part.own.as_deref()?;
                    Some((part.table(&table.name), own))
                });
                let holders = holders.chain([(table.name.clone(), &**table)]);
                let keys = holders.flat_map(|(name, holder)| {
                    let keys = holder.foreign_keys.iter().filter(stays);
                    let key = move |key: &ForeignKey| {
                        Object::ForeignKey(name.clone(), Box::new(key.clone()))
                    };
                    keys.map(key).collect::<Vec<_>>()
                });
                effect.released.extend(object.requires());
                effect
                    .released
                    .extend(keys.flat_map(|key| needs(old, &key)));
            }
            let hosts = bodies::hosts(edit, sides);
            effect.mentions = hosts.into_iter().map(ObjectId::Table).collect();
            effect.consumes = renamed_names(&effect.released, &effect.destroys);
        }
        Edit::Alter { to, .. } if replica_identity::is_alone(edit) => {
            effect.released = replica_identity::needs(sides.renamed, old, to);
            effect.consumes = replica_identity::needs(sides.desired, new, to);
            effect.consumes.push(edit.object());
        }
        Edit::Alter { from, to } => {
            match (from, to) {
                // A strict table takes no column that still has its old type.
                (Object::Table(from), Object::Table(to)) if to.is_strict() && !from.is_strict() => {
                    let columns = sides.desired.table(&to.name).map(|table| &table.columns);
                    let column = |own: &Column| ObjectId::Column(to.name.clone(), own.name.clone());
                    effect
                        .consumes
                        .extend(columns.into_iter().flatten().map(column));
                }
                // Nor does the engine MEMORY take a text.
                (Object::Table(from), Object::Table(to)) if is_memory(to) && !is_memory(from) => {
                    let columns = sides.desired.table(&to.name).map(|table| &table.columns);
                    let column = |own: &Column| ObjectId::Column(to.name.clone(), own.name.clone());
                    let columns = columns.into_iter().flatten().map(column);
                    effect.consumes.extend(columns);
                    effect.modifies = Some(ObjectId::Table(to.name.clone()));
                }
                // What comes before and after a table that is made anew is told there.
                _ if made_anew(edit, sides.renamed).is_some() => {}
                // What draws from the sequence does not ask who owns it.
                _ if ownership::is_given(edit) => {}
                // What only takes values away that are no longer wanted is waited for by nobody.
                _ => effect.modifies = (change.cause != Cause::Surplus).then(|| to.id()),
            }
            // A constraint that is made again takes the old words with it, and the new ones wait for it.
            if !matches!(from, Object::ConstraintComment(..)) {
                effect.released = needs(old, from);
            }
            effect.consumes.extend(needs(new, to));
            if made_anew(edit, sides.renamed).is_some() {
                effect.released.clear();
                effect.consumes.retain(|id| id.kind() == Kind::Namespace);
            } else if let (Object::Table(from), Object::Table(to)) = (from, to) {
                let (gone, wanted) = divided_keys(from, to, sides);
                effect.released.extend(gone);
                effect.consumes.extend(wanted);
            }
            if let (Object::Sequence(from), Object::Sequence(to)) = (from, to)
                && ownership::is_given(edit)
            {
                let own = [edit.object()];
                effect.released.extend(ownership::owners(from));
                effect.released.extend(own.iter().cloned());
                effect.consumes.extend(ownership::owners(to));
                effect.consumes.extend(own);
            }
        }
        Edit::Rename { from, to } => {
            effect.produces = vec![to.clone()];
            effect.consumes = to
                .table()
                .filter(|_| to.kind() != Kind::Table)
                .map(|table| ObjectId::Table(table.clone()))
                .into_iter()
                .collect();
            match exchanged::is_between(from) {
                true => effect.consumes.push(from.clone()),
                false => effect.destroys.push(from.clone()),
            }
        }
    }
    // What a trigger does stands in its own text, except on PostgreSQL, where that is the function's.
    if sides.live.flavor.engine() != Engine::Postgres {
        if let Edit::Drop(object) | Edit::Alter { from: object, .. } = edit {
            effect.released.extend(named(sides.renamed, object));
        }
        if let Edit::Create(object) | Edit::Alter { to: object, .. } = edit {
            effect.mentions.extend(named(sides.desired, object));
        }
    }
    effect
}

/// The tables, views and columns that the text of a trigger names.
fn named(schema: &Schema, object: &Object) -> Vec<ObjectId> {
    let Object::Trigger(_, trigger) = object else {
        return Vec::new();
    };
    let words: BTreeSet<String> = tokens(&trigger.definition)
        .iter()
        .filter_map(|token| token.identifier().map(str::to_owned))
        .collect();
    let is_named = |name: &str| words.contains(&name.to_lowercase());
    let views = schema.views.iter().filter(|view| is_named(&view.name.name));
    let views = views.map(|view| ObjectId::View(view.name.clone()));
    let tables = schema.tables.iter();
    let tables = tables.filter(|table| is_named(&table.name.name));
    let of_table = |table: &Table| -> Vec<ObjectId> {
        let columns = table.columns.iter();
        let columns = columns.filter(|column| is_named(&column.name));
        let columns =
            columns.map(|column| ObjectId::Column(table.name.clone(), column.name.clone()));
        let own = [ObjectId::Table(table.name.clone())];
        own.into_iter().chain(columns).collect()
    };
    views.chain(tables.flat_map(of_table)).collect()
}

/// The keys that a foreign key could rely on there. PostgreSQL takes the oldest that fits when it makes it, and then keeps to that.
fn holds_on_to(object: &Object, needs: &Needs<'_>) -> Vec<ObjectId> {
    if !matches!(object, Object::ForeignKey(..)) {
        return Vec::new();
    }
    let mut keys = needs.of_object(object);
    keys.retain(|id| matches!(id.kind(), Kind::PrimaryKey | Kind::Unique | Kind::Index));
    keys
}

/// The keys that hold an old way to divide the rows in place, and those that the new one needs: each key that allows no
/// value twice holds the columns that rows are divided by.
fn divided_keys(from: &Table, to: &Table, sides: Sides<'_>) -> (Vec<ObjectId>, Vec<ObjectId>) {
    let keys = |schema: &Schema| -> Vec<ObjectId> {
        let Some(table) = schema.table(&to.name) else {
            return Vec::new();
        };
        let name = &table.name;
        let primary = table.primary_key.iter();
        let primary = primary.map(|_| ObjectId::PrimaryKey(name.clone()));
        let indexes = table.indexes.iter().filter(|index| index.unique);
        let indexes = indexes.map(|own| ObjectId::Index(name.clone(), own.name.text().to_owned()));
        primary.chain(indexes).collect()
    };
    match (from.partitions.is_empty(), to.partitions.is_empty()) {
        (_, false) => (Vec::new(), keys(sides.desired)),
        (false, true) => (keys(sides.renamed), Vec::new()),
        (true, true) => (Vec::new(), Vec::new()),
    }
}

fn is_memory(table: &Table) -> bool {
    let engine = table.options.get("engine");
    engine.is_some_and(|engine| engine.eq_ignore_ascii_case("memory"))
}

/// What goes is spoken of by its new name: it can go only after the renames.
fn renamed_names(released: &[ObjectId], destroyed: &[ObjectId]) -> Vec<ObjectId> {
    released.iter().chain(destroyed).cloned().collect()
}

/// The object, and what comes and goes with it.
fn with_parts(object: &Object) -> Vec<ObjectId> {
    let mut ids = vec![object.id()];
    match object {
        // Only what the change holds: its indexes and keys may be changes of their own.
        Object::Table(table) => {
            ids.extend(table.ids());
        }
        Object::Column(table, column) => {
            ids.push(ObjectId::NotNull(table.clone(), column.name.clone()));
            ids.push(ObjectId::Default(table.clone(), column.name.clone()));
        }
        _ => {}
    }
    ids
}
