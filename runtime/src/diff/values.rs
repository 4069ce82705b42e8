//! The values of enums: which are renamed, which are new, and which are left behind.
//!
//! In: the sides, and what the code declares of its enums. Out: the same sides, where the desired values
//! have the order that they have in the database and hold those that no variant has any more; and
//! what takes these away, as changes of their own that nothing waits for.

use crate::model::{
    EnumIntent, Object, ObjectId, Schema, TableName, ValuesOf, check_of, enum_values, listed,
    rename_object,
};

use super::pair::renamed;
use super::{Cause, Change, Edit, Paired};

/// The values before and after a change, wherever they are kept: in a type, in the type of a column, in a
/// check.
#[must_use]
pub fn values_changed(edit: &Edit) -> Option<(Vec<String>, Vec<String>)> {
    let Edit::Alter { from, to } = edit else {
        return None;
    };
    match (from, to) {
        (Object::Enum(from), Object::Enum(to)) => Some((from.values.clone(), to.values.clone())),
        (Object::Column(_, from), Object::Column(_, to)) => {
            Some((enum_values(&from.data_type)?, enum_values(&to.data_type)?))
        }
        (Object::Check(_, from), Object::Check(_, to)) => {
            let ((old, from), (new, to)) = (listed(&from.expression)?, listed(&to.expression)?);
            (old == new).then_some((from, to))
        }
        _ => None,
    }
}

pub(super) fn rename_types(paired: &mut Paired) {
    for (name, olds) in paired.intents.renamed_enums.clone() {
        let has =
            |schema: &Schema, name: &TableName| schema.enums.iter().any(|item| item.name == *name);
        let Some(old) = olds.iter().find(|old| has(&paired.live, old)) else {
            continue;
        };
        if has(&paired.live, &name) {
            continue;
        }
        let (from, to) = (ObjectId::Enum(old.clone()), ObjectId::Enum(name));
        rename_object(&mut paired.live, &from, &to);
        if let Some(base) = &mut paired.base {
            rename_object(base, &from, &to);
        }
        paired.renames.push(renamed(from, to));
    }
}

pub(super) fn adopt(paired: &mut Paired) {
    for intent in paired.intents.enums.clone() {
        let place = &intent.place;
        let Some(desired) = place.values(&paired.desired) else {
            continue;
        };
        rename_values(paired, &intent, &desired);
        let Some(live) = place.values(&paired.live) else {
            continue;
        };
        let left: Vec<&String> = live
            .iter()
            .filter(|value| !desired.contains(value))
            .collect();
        let less = (!left.is_empty()).then(|| alone(place, &paired.desired));
        let wanted = merged(&live, &desired, place);
        let settle = |schema: &mut Schema, values: &[String]| match place {
            ValuesOf::Check(table, column) if values == live => {
                adopt_check(schema, &paired.live, table, column);
            }
            _ => place.set(schema, values),
        };
        settle(&mut paired.desired, &wanted);
        let Some(mut less) = less else {
            continue;
        };
        let base = paired.base.as_ref().and_then(|base| place.values(base));
        let is_ours = |value: &&String| base.as_ref().is_some_and(|base| base.contains(value));
        let (ours, foreign): (Vec<&String>, Vec<&String>) = left.into_iter().partition(is_ours);
        paired
            .foreign
            .extend(foreign.iter().map(|value| place.id(value)));
        if ours.is_empty() {
            continue;
        }
        let kept: Vec<String> = wanted
            .iter()
            .filter(|value| !ours.contains(value))
            .cloned()
            .collect();
        let from = object(place, &paired.desired);
        place.set(&mut less, &kept);
        if let (Some(from), Some(mut to)) = (from, object(place, &less)) {
            if let (Object::Check(_, from), Object::Check(_, to)) = (&from, &mut to) {
                to.name = from.name.clone();
            }
            let change = Change::new(Edit::Alter { from, to }, Cause::Surplus);
            paired.removals.push(change);
        }
    }
}

fn rename_values(paired: &mut Paired, intent: &EnumIntent, desired: &[String]) {
    let place = &intent.place;
    for (new, olds) in &intent.renamed {
        let Some(live) = place.values(&paired.live) else {
            return;
        };
        let old = olds
            .iter()
            .find(|old| live.contains(old) && !desired.contains(old));
        let Some(old) = old.filter(|_| !live.contains(new)) else {
            continue;
        };
        place.rename(&mut paired.live, old, new);
        if let Some(base) = &mut paired.base {
            place.rename(base, old, new);
        }
        paired.renames.push(renamed(place.id(old), place.id(new)));
    }
}

/// The values in the order of the database, with the new ones where the code has them. A column of an
/// enum type counts its values, so that there new ones come last.
fn merged(live: &[String], desired: &[String], place: &ValuesOf) -> Vec<String> {
    let mut values = live.to_vec();
    for (at, value) in desired.iter().enumerate() {
        if values.contains(value) {
            continue;
        }
        let after = match (place, at.checked_sub(1)) {
            (ValuesOf::Column(..), _) => Some(values.len()),
            (_, None) => Some(0),
            (_, Some(previous)) => values
                .iter()
                .position(|other| *other == desired[previous])
                .map(|at| at + 1),
        };
        values.insert(after.unwrap_or(values.len()), value.clone());
    }
    values
}

/// The check as it is found, where it lists the same values.
fn adopt_check(schema: &mut Schema, live: &Schema, table: &TableName, column: &str) {
    let found = live.table(table).and_then(|table| check_of(table, column));
    let Some(own) = schema.table_mut(table) else {
        return;
    };
    let name = check_of(own, column).map(|check| check.name.clone());
    let mut checks = own.checks.iter_mut();
    if let (Some(found), Some(check)) = (
        found,
        checks.find(|check| Some(&check.name) == name.as_ref()),
    ) {
        *check = found.clone();
    }
}

/// What holds the values, and nothing else of the schema.
fn alone(place: &ValuesOf, schema: &Schema) -> Schema {
    let mut alone = Schema::new(schema.flavor);
    match place {
        ValuesOf::Type(name) => {
            let types = schema.enums.iter().filter(|item| item.name == *name);
            alone.enums.extend(types.cloned());
        }
        ValuesOf::Column(table, _) | ValuesOf::Check(table, _) => {
            alone.tables.extend(schema.table(table).cloned());
        }
    }
    alone
}

/// The object that holds the values.
fn object(place: &ValuesOf, schema: &Schema) -> Option<Object> {
    Some(match place {
        ValuesOf::Type(name) => {
            let mut types = schema.enums.iter();
            Object::Enum(types.find(|item| item.name == *name)?.clone())
        }
        ValuesOf::Column(table, column) => {
            let found = schema.table(table)?.column(column)?;
            Object::Column(table.clone(), Box::new(found.clone()))
        }
        ValuesOf::Check(table, column) => {
            let found = check_of(schema.table(table)?, column)?;
            Object::Check(table.clone(), found.clone())
        }
    })
}
