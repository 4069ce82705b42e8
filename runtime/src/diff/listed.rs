//! What inspection lists and the model cannot hold.
//!
//! In: both sides, and what is different between them. Out: the items that are told.

use std::collections::BTreeSet;

use super::{Change, Difference, Edit, Paired};
use crate::model::{
    DEFAULT_GRANTS, GRANTS, Kind, Object, ObjectId, SCHEMA_GRANTS, Unsupported, is_own_trigger,
};

/// What cannot be represented, except what both sides have in the same words, what is somebody
/// else's, and what goes with its table or column.
pub(super) fn unsupported(paired: &Paired, difference: &Difference) -> Vec<Unsupported> {
    let (live, desired) = (&paired.live.unsupported, &paired.desired.unsupported);
    let [there, wanted] = [live, desired].map(|side| side.iter().collect::<BTreeSet<_>>());
    let foreign: BTreeSet<&ObjectId> = difference.foreign.iter().collect();
    let is_alike = |item: &Unsupported, other: &BTreeSet<&Unsupported>| {
        item.definition.is_some() && other.contains(item)
            || is_own_trigger(&paired.live, item)
            || is_own_trigger(&paired.desired, item)
    };
    let owners = |item: &Unsupported| -> Vec<ObjectId> {
        let Some(table) = item.on.clone() else {
            return Vec::new();
        };
        let column = item
            .column
            .iter()
            .map(|column| ObjectId::Column(table.clone(), column.clone()));
        column.chain([ObjectId::Table(table.clone())]).collect()
    };
    // A column that is no longer numbered lets its sequence go.
    let goes_with = |change: &&Change| match &change.edit {
        Edit::Drop(_) => true,
        Edit::Alter {
            from: Object::Column(_, from),
            to: Object::Column(_, to),
        } => from.auto_increment.is_some() && to.auto_increment.is_none(),
        _ => false,
    };
    let dropped: BTreeSet<ObjectId> = difference
        .changes
        .iter()
        .filter(goes_with)
        .map(Change::object)
        .collect();
    let names: BTreeSet<String> = dropped.iter().map(ToString::to_string).collect();
    let engine = paired.live.flavor.engine();
    let goes_along = |item: &Unsupported| {
        let is_table = |id: &&ObjectId| id.kind() == Kind::Table;
        let mut tables = dropped.iter().filter(is_table).filter_map(ObjectId::table);
        tables.any(|table| item.is_carried_by(table, engine))
    };
    // No struct says who may do what: it stays as it is found.
    let is_unstated =
        |item: &Unsupported| paired.intents.adopts_unstated && item.kind.ends_with(GRANTS);
    let stays = |item: &&Unsupported| {
        if is_unstated(item) {
            return false;
        }
        let owners = owners(item);
        let is_foreign = owners.iter().any(|owner| foreign.contains(owner));
        let is_of_dropped =
            names.contains(&item.object) || owners.iter().any(|owner| dropped.contains(owner));
        // So do the rights on a namespace, and those of what will be made in it.
        let is_within = |id: &ObjectId| match (id, item.kind.as_str()) {
            (ObjectId::Namespace(name), SCHEMA_GRANTS) => item.object == *name,
            (ObjectId::Namespace(name), DEFAULT_GRANTS) => {
                let rest = item.object.strip_prefix(name.as_str());
                rest.is_some_and(|rest| rest.starts_with('.'))
            }
            _ => false,
        };
        let is_within = dropped.iter().any(is_within);
        let goes = item.is_setting() && is_of_dropped || is_within || goes_along(item);
        !is_foreign && !goes && !is_alike(item, &wanted)
    };
    let mut items: Vec<Unsupported> = live
        .iter()
        .filter(stays)
        .chain(desired.iter().filter(|item| !is_alike(item, &there)))
        .cloned()
        .collect();
    items.sort();
    items.dedup();
    items
}
