//! Which change must run before which.
//!
//! In: changes and the facts of the old and the new state. Out: actions whose edges say which must
//! run before which. Edges come from the old state (tear down), the new state (build up) and
//! identity (drop before re-create).

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::sqlite;
use crate::diff::{Cause, Change, Edit};
use crate::model::{
    AutoIncrement, Column, Engine, Kind, Needs, Object, ObjectId, Schema, TableName,
};

use super::Sides;
use super::detach::Bundled;
use super::effect::{Effect, effect};
use super::free;
use super::kept::reshaped;
use super::kinds;

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
    // How a table is kept matters to nothing in it: what goes had better go before, and what comes after.
    let is_setting = |id: &ObjectId| engine != Engine::Postgres && id.kind() == Kind::Table;
    // Only PostgreSQL keeps a view in place that another one reads.
    let is_loose = |id: &ObjectId| engine != Engine::Postgres && id.kind() == Kind::View;
    free::in_the_way(bundled, &mut actions, sides);
    for (at, effect) in effects.iter().enumerate() {
        let is_teardown = matches!(changes[at].edit, Edit::Drop(_));
        // Nor does a view or a trigger there know the types of the columns that it reads.
        let is_typeless = |id: &ObjectId| {
            let kind = changes[at].object().kind();
            let reads = matches!(kind, Kind::View | Kind::Trigger);
            engine != Engine::Postgres && reads && id.kind() == Kind::Column
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
                } else if free::hides_what_has_a_default(&changes[*modifier], &changes[at].edit)
                    || starts_identity(&changes[*modifier], &changes[at], engine)
                {
                    link(&mut actions, at, *modifier, true);
                } else {
                    let is_needed = needs_new_form(&changes[at].edit);
                    link(&mut actions, *modifier, at, is_needed);
                }
            }
        }
        for id in &effect.released {
            // No server knows the index behind a foreign key by its name, so it may have another one by then.
            let is_nameless = changes[at].object().kind() == Kind::ForeignKey;
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
                // Nor does what draws from a sequence and goes ask for anything.
                } else if is_setting(id) || id.kind() == Kind::Sequence {
                    let (first, then) = match kinds::gives_up(&changes[*modifier]) {
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
    let Some((from, to)) = first.edit.altered_column() else {
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

/// Whether the first makes an identity of the column in which the second requires a value: PostgreSQL makes none of a
/// column that allows NULL.
fn starts_identity(first: &Change, second: &Change, engine: Engine) -> bool {
    let is_identity = |column: &Column| {
        let numbering = column.auto_increment;
        matches!(
            numbering,
            Some(AutoIncrement::Default | AutoIncrement::Always)
        )
    };
    let starts = first.edit.altered_column();
    let starts = starts.is_some_and(|(from, to)| !is_identity(from) && is_identity(to));
    engine == Engine::Postgres && starts && matches!(second.edit, Edit::Create(Object::NotNull(..)))
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

/// Whether the rows of a table are no longer divided.
fn is_made_whole(edit: &Edit) -> bool {
    matches!(edit, Edit::Alter { from: Object::Table(from), to: Object::Table(to) }
        if !from.partitions.is_empty() && to.partitions.is_empty())
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
    // A view or a trigger that is away for a moment goes just before what it was in the way of, and comes
    // back at once.
    let is_away = matches!(id.kind(), Kind::View | Kind::Trigger)
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

/// The rank of what is away for a moment: that of columns.
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
