//! Finds what stands in the way of a step: objects that are not ours or cannot be put back.

use std::collections::{BTreeMap, BTreeSet};

use super::kept::{Keeper, is_in_the_way, replaced, reshaped};
use super::released::Released;
use super::unmade::Unmade;
use super::{Sides, Step, bodies, divided_anew, referred, replica_identity, unmade, unmanaged};
use crate::dialect::Obstacle;
use crate::diff::Edit;
use crate::model::{
    ATTACHED_KEY, Column, Engine, Flavor, GRANTS, Kind, Object, ObjectId, STATISTICS, Schema,
    TableName, Target, Unsupported, View,
};

/// Marks each step that something else depends on.
pub(super) fn find(steps: &mut [Step], sides: Sides<'_>, foreign: &[ObjectId]) {
    let live = sides.renamed;
    let unmade = unmade::forms(sides);
    let functions = Unmade::of(sides);
    let users = staying_users(steps, sides, foreign);
    let drops: BTreeMap<ObjectId, usize> = steps
        .iter()
        .filter(|step| matches!(step.change.edit, Edit::Drop(_)))
        .map(|step| (step.change.object(), step.id))
        .collect();
    let keeper = Keeper::of(steps, sides);
    let released = Released::by(steps, sides);
    for step in steps.iter_mut().filter(|step| step.obstacle.is_none()) {
        let edit = &step.change.edit;
        let at = step.id;
        let before = |table: &TableName| {
            let drop = drops.get(&ObjectId::Table(table.clone()));
            drop.copied().filter(|drop| *drop < at)
        };
        let is_free = |item: &Unsupported| released.lets_go(item, edit, at).is_some();
        if let Some(obstacle) = not_as_it_seems(edit, sides)
            .or_else(|| name_is_taken(edit, sides.renamed, &drops))
            .or_else(|| becomes_another_kind_of_type(edit, sides))
            .or_else(|| takes_along(edit, sides))
            .or_else(|| is_held_by_a_key(edit, sides.renamed))
            .or_else(|| functions.stops(edit))
            .or_else(|| unmade::reads(edit, sides))
            .or_else(|| bodies::find(edit, sides, |table| before(table).is_some(), is_free))
            .or_else(|| unmanaged::find(edit, sides.renamed))
            .or_else(|| referred::find(edit, sides.renamed))
            .or_else(|| replica_identity::is_lost(edit, sides))
            .or_else(|| holds_no_longer(edit, sides.renamed))
            .or_else(|| divided_anew::find(edit, sides.renamed, &drops))
        {
            step.obstacle = Some(obstacle);
            continue;
        }
        let hosts = bodies::hosts(edit, sides);
        step.depends_on.extend(hosts.iter().filter_map(before));
        step.depends_on
            .extend(released.before(edit, at, &live.unsupported));
        step.depends_on.sort_unstable();
        step.depends_on.dedup();
        if let Some(item) = unmade
            .iter()
            .find(|item| unmade::takes_form(&step.change.edit, item))
        {
            step.obstacle = Some(Obstacle::new(
                &item.object,
                format!(
                    "this {} is not managed, and is not as it is desired",
                    item.kind
                ),
                format!(
                    "create or alter the {} `{}` yourself, then apply",
                    item.kind, item.object
                ),
            ));
            continue;
        }
        let engine = live.flavor.engine();
        let reshaped = match engine {
            Engine::Postgres => reshaped(edit, live),
            Engine::MySql | Engine::Sqlite => Vec::new(),
        };
        let object = lost(edit, engine).or_else(|| (!reshaped.is_empty()).then(|| edit.object()));
        let Some(lost) = object else {
            continue;
        };
        let holder = live.unsupported.iter().find(|item| {
            hangs_on(item, edit, &reshaped, engine)
                && !is_free(item)
                && !released.is_free(item, at)
                && bodies::host(item, live).and_then(before).is_none()
                && keeper.put_back(item, edit, live).is_none()
        });
        if let Some(item) = holder {
            step.obstacle = Some(Obstacle::new(
                &item.object,
                format!(
                    "this {} depends on `{lost}` and cannot be put back",
                    item.kind
                ),
                format!(
                    "drop the {0} `{1}` yourself, apply, and create it again",
                    item.kind, item.object
                ),
            ));
            continue;
        }
        let ids = reshaped.iter().chain([&lost]);
        let mut users = ids.flat_map(|id| users.get(id).into_iter().flatten());
        if let Some(user) = users.find(|user| breaks(user, edit, sides.live.flavor)) {
            let is_ours =
                matches!(user, ObjectId::View(name) if sides.desired.view(name).is_some());
            step.obstacle = Some(match is_ours {
                true => Obstacle::new(
                    user,
                    format!("this view uses `{lost}`"),
                    "drop or change the view first",
                ),
                false => Obstacle::new(
                    user,
                    format!("it depends on `{lost}` and is not ours to drop"),
                    format!("drop `{user}` yourself, or declare it"),
                ),
            });
        }
    }
}

/// What no step changes and is not ours, or is a view, under each object that it needs.
fn staying_users(
    steps: &[Step],
    sides: Sides<'_>,
    foreign: &[ObjectId],
) -> BTreeMap<ObjectId, Vec<ObjectId>> {
    let changed: BTreeSet<ObjectId> = steps.iter().map(|step| step.change.object()).collect();
    let foreign: BTreeSet<&ObjectId> = foreign.iter().collect();
    let is_foreign = |id: &ObjectId| {
        let table = id.table().map(|table| ObjectId::Table(table.clone()));
        foreign.contains(id) || table.is_some_and(|table| foreign.contains(&table))
    };
    let live = sides.renamed;
    // Those of SQLite that are desired tell themselves what they use of that which goes.
    let is_sqlite = live.flavor.engine() == Engine::Sqlite;
    let desired = sides.desired.views.iter().filter(|_| is_sqlite);
    let told = desired.map(|view| (ObjectId::View(view.name.clone()), view));
    let told: BTreeMap<ObjectId, &View> = told.collect();
    // A view of somebody else may be away for a moment, by steps of its own.
    let stays = |id: &ObjectId| match id.kind() {
        Kind::View => !changed.contains(id) && !told.contains_key(id),
        _ => is_foreign(id),
    };
    let mut users: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
    let tables: BTreeSet<TableName> = foreign
        .iter()
        .filter_map(|id| id.table().cloned())
        .collect();
    let facts = live.facts_near(&tables).into_iter();
    for fact in facts.filter(|fact| stays(&fact.id)) {
        for need in fact.requires {
            users.entry(need).or_default().push(fact.id.clone());
        }
    }
    for (id, view) in told {
        for need in &view.uses {
            users.entry(need.clone()).or_default().push(id.clone());
        }
    }
    users
}

/// A relation or a type that is something else on the other side, which is not managed.
fn not_as_it_seems(edit: &Edit, sides: Sides<'_>) -> Option<Obstacle> {
    let beside = |schema: &Schema, table: &TableName| -> Option<Unsupported> {
        let name = table.to_string();
        let is_it = |item: &&Unsupported| item.object == name && item.is_whole();
        schema.unsupported.iter().find(is_it).cloned()
    };
    if let Some((name, side)) = match edit {
        Edit::Create(object) => whole_name(object).zip(Some(sides.live)),
        Edit::Drop(object) => whole_name(object).zip(Some(sides.desired)),
        _ => None,
    } {
        let item = beside(side, &name)?;
        let (how, help) = if matches!(edit, Edit::Create(_)) {
            ("there", "give one of the two another name")
        } else {
            ("desired", "make this change by hand")
        };
        return Some(Obstacle::new(
            &name,
            format!("it is {how} as a {}, which is not managed", item.kind),
            help,
        ));
    }
    match edit {
        Edit::Create(Object::ForeignKey(_, key))
        | Edit::Alter {
            to: Object::ForeignKey(_, key),
            ..
        } => {
            if sides.desired.table(&key.target).is_some() {
                return None;
            }
            let item = beside(sides.desired, &key.target)?;
            Some(Obstacle::new(
                &key.name,
                format!(
                    "it refers to the {} `{}`, which is not managed",
                    item.kind, key.target
                ),
                "make this change by hand",
            ))
        }
        _ => None,
    }
}

/// The name of a relation or a type.
fn whole_name(object: &Object) -> Option<TableName> {
    match object {
        Object::Table(table) => Some(table.name.clone()),
        Object::View(view) => Some(view.name.clone()),
        Object::Enum(own) => Some(own.name.clone()),
        Object::Domain(own) => Some(own.name.clone()),
        Object::Partition(table, partition) => Some(partition.table(table)),
        _ => None,
    }
}

/// A table where a view is to be, or the reverse: both are relations, and the other one stays.
fn name_is_taken(
    edit: &Edit,
    live: &Schema,
    drops: &BTreeMap<ObjectId, usize>,
) -> Option<Obstacle> {
    let (name, other, kind) = match edit {
        Edit::Create(Object::Table(table)) => {
            let other = live.view(&table.name).map(|view| view.name.clone());
            (&table.name, other.map(ObjectId::View), "view")
        }
        Edit::Create(Object::View(view)) => {
            let other = live.table(&view.name).map(|table| table.name.clone());
            (&view.name, other.map(ObjectId::Table), "table")
        }
        _ => return None,
    };
    other.filter(|other| !drops.contains_key(other)).map(|_| {
        Obstacle::new(
            name,
            format!("a {kind} of that name is there"),
            format!("give one of the two another name, or drop the {kind} first"),
        )
    })
}

/// A domain where an enum is to be, or the reverse: what is of the one would have to be of the other, under one name.
fn becomes_another_kind_of_type(edit: &Edit, sides: Sides<'_>) -> Option<Obstacle> {
    let is_enum =
        |schema: &Schema, name: &TableName| schema.enums.iter().any(|own| own.name == *name);
    let is_domain =
        |schema: &Schema, name: &TableName| schema.domains.iter().any(|own| own.name == *name);
    let (live, desired) = (sides.renamed, sides.desired);
    let (name, from, to) = match edit {
        Edit::Create(Object::Enum(own)) if is_domain(live, &own.name) => {
            (&own.name, "a domain", "an enum")
        }
        Edit::Drop(Object::Domain(own)) if is_enum(desired, &own.name) => {
            (&own.name, "a domain", "an enum")
        }
        Edit::Create(Object::Domain(own)) if is_enum(live, &own.name) => {
            (&own.name, "an enum", "a domain")
        }
        Edit::Drop(Object::Enum(own)) if is_domain(desired, &own.name) => {
            (&own.name, "an enum", "a domain")
        }
        _ => return None,
    };
    Some(Obstacle::new(
        name,
        format!("it is there as {from}, and desired as {to}"),
        "give one of the two another name".to_owned(),
    ))
}

/// Whether the change breaks what uses the object. MySQL, MariaDB and SQLite look a column up when
/// the view is read, so that another type breaks nothing, and the first two another name does. They
/// let no column of a foreign key have a type that the other column has not.
fn breaks(user: &ObjectId, edit: &Edit, flavor: Flavor) -> bool {
    let engine = flavor.engine();
    match (edit, user.kind()) {
        (Edit::Drop(_), _) => true,
        (Edit::Rename { .. }, kind) => kind == Kind::View,
        (_, Kind::View) => engine == Engine::Postgres,
        (
            Edit::Alter {
                from: Object::Column(_, from),
                to: Object::Column(_, to),
            },
            Kind::ForeignKey,
        ) => engine == Engine::MySql && !is_same_but_for_length(from, to),
        _ => false,
    }
}

/// Whether both are texts of variable length.
fn is_same_but_for_length(from: &Column, to: &Column) -> bool {
    let kinds = ["varchar(", "varbinary("];
    let is_both =
        |kind: &&str| from.data_type.starts_with(*kind) && to.data_type.starts_with(*kind);
    kinds.iter().any(is_both)
}

/// A sequence that goes with its column or table and cannot be let go before, or that stands where the
/// column is to get one of its own.
fn takes_along(edit: &Edit, sides: Sides<'_>) -> Option<Obstacle> {
    let owned =
        |item: &&Unsupported| item.kind == "sequence" && item.on.as_ref() == edit.object().table();
    let of_column = |item: &&Unsupported| item.column.as_deref() == edit.object().column();
    let is_wanted = |item: &&Unsupported| {
        let desired = sides.desired;
        let listed = desired.unsupported.iter().map(|other| other.object.clone());
        let sequences = desired.sequences.iter().map(|own| own.name.to_string());
        listed.chain(sequences).any(|object| object == item.object)
    };
    let mut sequences = sides.renamed.unsupported.iter().filter(owned);
    let (name, reason) = match edit {
        Edit::Drop(Object::Table(_)) => {
            (sequences.find(is_wanted)?.object.clone(), "is not managed")
        }
        Edit::Drop(Object::Column(..)) => (
            sequences.filter(of_column).find(is_wanted)?.object.clone(),
            "is not managed",
        ),
        Edit::Alter {
            from: Object::Column(table, from),
            to: Object::Column(_, to),
        } if from.auto_increment != to.auto_increment && to.auto_increment.is_some() => {
            let owner = Some((table.clone(), to.name.clone()));
            let mut known = sides.renamed.sequences.iter();
            match known.find(|sequence| sequence.owned_by == owner) {
                Some(sequence) => (sequence.name.to_string(), "does not number its rows"),
                None => (sequences.find(of_column)?.object.clone(), "is not managed"),
            }
        }
        _ => return None,
    };
    Some(Obstacle::new(
        name,
        format!("this sequence belongs to `{}`, and {reason}", edit.object()),
        "make this change by hand",
    ))
}

/// An index that goes, of which a key of a partition holds a part.
fn is_held_by_a_key(edit: &Edit, live: &Schema) -> Option<Obstacle> {
    let (Edit::Drop(Object::Index(table, index))
    | Edit::Alter {
        from: Object::Index(table, index),
        ..
    }) = edit
    else {
        return None;
    };
    let columns = index.parts.iter().filter_map(|part| match &part.target {
        Target::Column(column) => Some(column.as_str()),
        Target::Expression(_) => None,
    });
    let columns = format!(" ({})", columns.collect::<Vec<_>>().join(", "));
    let item = live.unsupported.iter().find(|item| {
        let text = item.definition.as_deref().unwrap_or_default();
        item.kind == ATTACHED_KEY && item.on.as_ref() == Some(table) && text.ends_with(&columns)
    })?;
    Some(Obstacle::new(
        &item.object,
        format!(
            "this key of a partition holds a part of the index `{}`",
            index.name
        ),
        "drop the index yourself with CASCADE, which takes the key along, then apply",
    ))
}

/// What the server refuses to go without, or over the other form of a column or a view.
fn holds_no_longer(edit: &Edit, live: &Schema) -> Option<Obstacle> {
    if live.stuck.is_empty() {
        return None;
    }
    let reshaped = reshaped(edit, live);
    let ids = || reshaped.iter().cloned().chain([edit.object()]);
    let mut found = live.stuck.iter();
    let item = found.find(|item| ids().any(|id| item.on.contains(&id)))?;
    let way_out = match edit {
        Edit::Alter {
            to: Object::Extension(_),
            ..
        } => "state a version that there is a way to, or install its scripts on the server"
            .to_owned(),
        _ => format!(
            "drop or change the {} `{}` yourself, then apply",
            item.kind, item.object
        ),
    };
    Some(Obstacle::new(&item.object, &item.reason, way_out))
}

/// The object whose dependants would break.
fn lost(edit: &Edit, engine: Engine) -> Option<ObjectId> {
    match edit {
        Edit::Drop(object)
            if matches!(
                object.id().kind(),
                Kind::Namespace
                    | Kind::Extension
                    | Kind::Enum
                    | Kind::Domain
                    | Kind::Sequence
                    | Kind::Table
                    | Kind::Column
                    | Kind::View
            ) =>
        {
            Some(object.id())
        }
        Edit::Alter {
            from: Object::Column(_, from),
            to: Object::Column(_, to),
        } if from.data_type != to.data_type || from.generated != to.generated => {
            Some(edit.object())
        }
        Edit::Alter {
            from: Object::Domain(from),
            to: Object::Domain(to),
        } if !from.is_alike_beneath(to) => Some(edit.object()),
        _ if replaced(edit).is_some() => Some(edit.object()),
        // The others rewrite what names it.
        Edit::Rename { to, .. } if engine == Engine::MySql => Some(to.clone()),
        Edit::Alter {
            from: Object::View(from),
            to: Object::View(to),
        } if (from.materialized, &from.query) != (to.materialized, &to.query)
            && !from.is_extended_by(to) =>
        {
            Some(edit.object())
        }
        _ => None,
    }
}

fn hangs_on(item: &Unsupported, edit: &Edit, reshaped: &[ObjectId], engine: Engine) -> bool {
    if let Edit::Drop(Object::Namespace(name)) = edit {
        let is_in = item.object.split('.').next() == Some(name) && item.object != *name;
        // What a table carries goes with it, and privileges with what they are on.
        let mut carried = item.on.iter().filter(|table| {
            table.schema.as_ref() == Some(name)
                && (item.is_setting() || item.is_carried_by(table, engine))
        });
        return is_in && !item.kind.ends_with(GRANTS) && carried.next().is_none();
    }
    // Which text names it is looked for in `bodies`.
    if matches!(edit, Edit::Rename { .. }) {
        return false;
    }
    // They are of several columns, and go with the first of them.
    if item.kind == STATISTICS && matches!(edit, Edit::Drop(Object::Column(..))) {
        return item.on.as_ref() == edit.object().table()
            && item.column.as_deref() == edit.object().column();
    }
    // A table that is made anew would lose it.
    if item.is_setting() && divided_anew::anew(edit).is_none() {
        return false;
    }
    if is_in_the_way(item, edit, reshaped) {
        return true;
    }
    let (Some(table), id) = (&item.on, edit.object()) else {
        return false;
    };
    if let ObjectId::Enum(name) | ObjectId::Domain(name) | ObjectId::Sequence(name) = &id {
        return name == table;
    }
    // A view takes along what hangs on it.
    if let ObjectId::View(view) = &id {
        return view == table;
    }
    if id.table() != Some(table) {
        return false;
    }
    match (edit, &item.column) {
        // What belongs to the table goes with it; only what stands outside is in the way.
        (Edit::Drop(Object::Table(_)), _) => !item.is_carried_by(table, engine),
        // A row is looked at when the trigger runs.
        (Edit::Alter { .. }, _) if engine == Engine::MySql && item.kind == "trigger" => false,
        (_, Some(column)) => id.column() == Some(column),
        (_, None) => false,
    }
}
