//! What each change produces, consumes, changes and destroys.
//!
//! In: changes and the facts of the old and the new state. Out: actions whose edges say which must
//! run before which. Edges come from the old state (tear down), the new state (build up) and
//! identity (drop before re-create).

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::sqlite;
use crate::diff::{Cause, Change, Edit};
use crate::model::{
    Column, Engine, ForeignKey, Kind, Needs, Object, ObjectId, Schema, Table, TableName,
};

use super::Sides;
use super::bodies;
use super::detach::Bundled;
use super::exchanged;
use super::free;
use super::kept::reshaped;
use super::ownership;

/// A change as a node of the graph.
#[derive(Debug, Clone)]
pub(super) struct Action {
    /// For messages.
    pub(super) label: String,
    /// Breaks ties: kind of work first, then the name.
    pub(super) rank: (u8, ObjectId),
    /// The table that it works on.
    pub(super) table: Option<TableName>,
    /// What must run before it.
    pub(super) after: BTreeSet<usize>,
    /// What had better run before it, unless that makes a circle.
    pub(super) rather_after: BTreeSet<usize>,
    /// Those of `after` without which it cannot run at all.
    pub(super) depends_on: BTreeSet<usize>,
}

/// What a change does to identities.
struct Effect {
    produces: Vec<ObjectId>,
    modifies: Option<ObjectId>,
    destroys: Vec<ObjectId>,
    /// What must be there for it.
    consumes: Vec<ObjectId>,
    /// What its old form needed, and so held in place.
    released: Vec<ObjectId>,
    /// What it mentions, and could do without.
    mentions: Vec<ObjectId>,
    /// What it would hold on to, if that were still there.
    avoids: Vec<ObjectId>,
    /// What its old form would hold on to on the way back, if that were already there.
    avoids_back: Vec<ObjectId>,
}

pub(super) fn actions(bundled: &Bundled, sides: Sides<'_>) -> Vec<Action> {
    let changes = &bundled.changes;
    let (old, new) = (Needs::of(sides.renamed), Needs::of(sides.desired));
    let effects: Vec<Effect> = changes
        .iter()
        .map(|change| effect(change, sides, &old, &new))
        .collect();

    let (mut producers, mut modifiers, mut destroyers) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (at, effect) in effects.iter().enumerate() {
        producers.extend(effect.produces.iter().map(|id| (id, at)));
        modifiers.extend(effect.modifies.iter().map(|id| (id, at)));
        destroyers.extend(effect.destroys.iter().map(|id| (id, at)));
    }

    let mut actions: Vec<Action> = (0..changes.len()).map(|at| bare(bundled, at)).collect();
    let engine = sides.live.flavor.engine();
    // How a table is kept matters to nothing in it: what goes had better go before, and what comes after. What draws from a
    // sequence and goes asks for nothing either.
    let is_setting = |id: &ObjectId| engine != Engine::Postgres && id.kind() == Kind::Table;
    // Only PostgreSQL keeps a view in place that another one reads.
    let is_loose = |id: &ObjectId| engine != Engine::Postgres && id.kind() == Kind::View;
    free::in_the_way(bundled, &mut actions, sides.live.flavor);
    for (at, effect) in effects.iter().enumerate() {
        let is_teardown = matches!(changes[at].edit, Edit::Drop(_));
        // Nor does a view there know the types of the columns that it reads.
        let is_typeless = |id: &ObjectId| {
            let kind = changes[at].object().kind();
            engine != Engine::Postgres && kind == Kind::View && id.kind() == Kind::Column
        };
        for id in &effect.consumes {
            // What goes waits for renames alone: what is created under its name comes later.
            if let Some(producer) = producers.get(id)
                && (!is_teardown || matches!(changes[*producer].edit, Edit::Rename { .. }))
            {
                link(&mut actions, *producer, at, true);
            }
            if let Some(modifier) = modifiers.get(id)
                && !is_teardown
            {
                if is_setting(id) || is_typeless(id) {
                    actions[at].rather_after.insert(*modifier);
                } else if free::hides_what_has_a_default(&changes[*modifier], &changes[at].edit) {
                    link(&mut actions, at, *modifier, true);
                } else {
                    let is_needed = needs_new_form(&changes[at].edit);
                    link(&mut actions, *modifier, at, is_needed);
                }
            }
        }
        for id in &effect.released {
            // SQLite makes an index of another name anew, and a foreign key needs no index of that name.
            let is_nameless =
                engine == Engine::Sqlite && changes[at].object().kind() == Kind::ForeignKey;
            if let Some(destroyer) = destroyers.get(id)
                && !(is_nameless && matches!(changes[*destroyer].edit, Edit::Rename { .. }))
            {
                if is_loose(id) {
                    actions[*destroyer].rather_after.insert(at);
                    actions[*destroyer].depends_on.insert(at);
                } else {
                    link(&mut actions, at, *destroyer, true);
                }
            }
            if let Some(modifier) = modifiers.get(id)
                && is_made_whole(&changes[at].edit)
            {
                link(&mut actions, at, *modifier, true);
            }
            if let Some(modifier) = modifiers.get(id)
                && is_teardown
            {
                if stops_numbering(&changes[*modifier], &changes[at], engine)
                    || ends_rowid(&changes[*modifier], &changes[at], sides.renamed)
                    || free::shows_what_had_a_default(&changes[*modifier], &changes[at].edit)
                {
                    link(&mut actions, *modifier, at, true);
                } else if is_loose(id)
                    || is_unseen_by_views(&changes[*modifier], &changes[at], sides.renamed)
                {
                    actions[*modifier].rather_after.insert(at);
                } else if is_setting(id) || id.kind() == Kind::Sequence {
                    let (first, then) = match free::gives_up_kind(&changes[*modifier]) {
                        true => (*modifier, at),
                        false => (at, *modifier),
                    };
                    actions[then].rather_after.insert(first);
                } else {
                    link(&mut actions, at, *modifier, true);
                }
            }
        }
        for id in &effect.produces {
            if let Some(destroyer) = destroyers.get(id) {
                link(&mut actions, *destroyer, at, true);
            }
        }
        if let (Edit::Alter { to, .. }, Cause::Surplus) = (&changes[at].edit, changes[at].cause)
            && let Some(first) = modifiers.get(&to.id())
        {
            link(&mut actions, *first, at, true);
        }
        for id in &effect.avoids {
            for gone in [destroyers.get(id), modifiers.get(id)]
                .into_iter()
                .flatten()
            {
                link(&mut actions, *gone, at, false);
            }
        }
        for id in &effect.avoids_back {
            if let Some(producer) = producers.get(id) {
                actions[*producer].rather_after.insert(at);
            }
        }
        for id in &effect.mentions {
            if let Some(destroyer) = destroyers.get(id).filter(|_| is_teardown)
                && *destroyer != at
            {
                actions[at].rather_after.insert(*destroyer);
            }
            if let Some(producer) = producers.get(id)
                && *producer != at
            {
                actions[at].rather_after.insert(*producer);
            }
        }
    }
    actions
}

/// Whether the edit cannot be made before the column has its new type.
const fn needs_new_form(edit: &Edit) -> bool {
    !matches!(
        edit,
        Edit::Create(
            Object::NotNull(..)
                | Object::Index(..)
                | Object::Comment(..)
                | Object::ConstraintComment(..)
        )
    )
}

/// Whether the first ends the numbering of the column whose NOT NULL the second drops: while it lasts, no server
/// allows NULL. Nor does MySQL allow that the column has no key.
const fn stops_numbering(first: &Change, second: &Change, engine: Engine) -> bool {
    let Edit::Alter {
        from: Object::Column(_, from),
        to: Object::Column(_, to),
    } = &first.edit
    else {
        return false;
    };
    let stops = from.auto_increment.is_some() && to.auto_increment.is_none();
    let is_needed = match second.edit {
        Edit::Drop(Object::NotNull(..)) => true,
        Edit::Drop(Object::PrimaryKey(..) | Object::Index(..)) => matches!(engine, Engine::MySql),
        _ => false,
    };
    stops && is_needed
}

/// Whether the first gives the rowid of SQLite another type, and the second drops its NOT NULL: no text keeps a rowid
/// from being NULL, so until then there is nothing to drop.
fn ends_rowid(first: &Change, second: &Change, live: &Schema) -> bool {
    let Edit::Alter {
        from: Object::Column(table, from),
        to: Object::Column(_, to),
    } = &first.edit
    else {
        return false;
    };
    let rowid = live.table(table).and_then(sqlite::rowid_column);
    live.flavor.engine() == Engine::Sqlite
        && rowid == Some(&from.name)
        && from.data_type != to.data_type
        && matches!(second.edit, Edit::Drop(Object::NotNull(..)))
}

/// Whether the view stands over a column that keeps its form: PostgreSQL lets that change beneath it.
fn is_unseen_by_views(modifier: &Change, view: &Change, live: &Schema) -> bool {
    live.flavor.engine() == Engine::Postgres
        && view.object().kind() == Kind::View
        && modifier.object().kind() == Kind::Column
        && reshaped(&modifier.edit, live).is_empty()
}

fn bare(bundled: &Bundled, at: usize) -> Action {
    let change = &bundled.changes[at];
    let id = change.object();
    let bundle = bundled.bundle(at);
    // A view that is away for a moment goes just before what it was in the way of, and comes back at
    // once.
    let is_away = id.kind() == Kind::View
        && matches!(change.edit, Edit::Create(_) | Edit::Drop(_))
        && !bundle.is_empty();
    let others = bundle.iter().map(|other| bundled.changes[*other].object());
    Action {
        label: format!("{} {id}", change.kind()),
        rank: (if is_away { AWAY } else { rank(&change.edit) }, id.clone()),
        table: match id.table() {
            None if is_away => others.filter_map(|other| other.table().cloned()).next(),
            table => table.cloned(),
        },
        after: BTreeSet::new(),
        rather_after: BTreeSet::new(),
        depends_on: BTreeSet::new(),
    }
}

pub(super) fn link(actions: &mut [Action], first: usize, then: usize, is_needed: bool) {
    if first != then {
        actions[then].after.insert(first);
        if is_needed {
            actions[then].depends_on.insert(first);
        }
    }
}

fn effect(change: &Change, sides: Sides<'_>, old: &Needs<'_>, new: &Needs<'_>) -> Effect {
    let needs = |side: &Needs<'_>, object: &Object| {
        let found = side.find(&object.id());
        found.unwrap_or_else(|| object.requires())
    };
    let edit = &change.edit;
    let mut effect = Effect {
        produces: Vec::new(),
        modifies: None,
        destroys: Vec::new(),
        consumes: Vec::new(),
        released: Vec::new(),
        mentions: Vec::new(),
        avoids: Vec::new(),
        avoids_back: Vec::new(),
    };
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
            if let (Object::Table(from), Object::Table(to)) = (from, to) {
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
            match exchanged::is_for_a_moment(from) {
                true => effect.consumes.push(from.clone()),
                false => effect.destroys.push(from.clone()),
            }
        }
    }
    effect
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

/// Whether the rows of a table are no longer divided.
fn is_made_whole(edit: &Edit) -> bool {
    matches!(edit, Edit::Alter { from: Object::Table(from), to: Object::Table(to) }
        if !from.partitions.is_empty() && to.partitions.is_empty())
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

/// The rank of a view that is away for a moment: that of columns.
const AWAY: u8 = 6;

/// Among steps that could run next, the one of the lowest rank runs first.
fn rank(edit: &Edit) -> u8 {
    let kind = edit.object().kind();
    match (edit, kind) {
        (Edit::Rename { .. }, _) => 0,
        (Edit::Drop(_), Kind::Namespace) => 17,
        (Edit::Drop(_), Kind::Extension) => 16,
        (Edit::Drop(_), Kind::Enum | Kind::Domain | Kind::Sequence) => 15,
        (Edit::Drop(_), Kind::Table) => 14,
        (Edit::Drop(_), Kind::Column) => 13,
        (Edit::Drop(_), _) => 1,
        (_, Kind::Namespace) => 2,
        (_, Kind::Extension) => 3,
        (_, Kind::Enum | Kind::EnumValue | Kind::Domain | Kind::Sequence) => 4,
        (_, Kind::Table) => 5,
        (_, Kind::Column) => 6,
        (_, Kind::Default | Kind::Comment | Kind::Partition) => 7,
        // With the default there, rows that leave the column out are never refused.
        (_, Kind::NotNull) => 8,
        (_, Kind::PrimaryKey | Kind::Unique | Kind::Check | Kind::Exclusion) => 9,
        (_, Kind::Index) => 10,
        (_, Kind::ForeignKey) => 11,
        (_, Kind::View | Kind::Trigger) => 12,
        (_, Kind::ConstraintComment) => 13,
    }
}
