//! Comments of constraints, which come and go with what bears them.
//!
//! In: the sides, and the changes of everything else. Out: comments that no struct states as they are found, and no change of a
//! comment that follows from one of its constraint. Knows no other comment.

use super::{Change, Difference, Edit, Paired};
use crate::model::{Object, ObjectId, Schema, TableName};

/// Takes the comments as they are found: no struct states any.
pub(super) fn adopt(desired: &mut Schema, paired: &Paired) {
    if !paired.intents.adopts_unstated {
        return;
    }
    for table in &mut desired.tables {
        if let Some(found) = paired.live.table(&table.name) {
            table
                .constraint_comments
                .clone_from(&found.constraint_comments);
            table.take_lost_comments();
        }
    }
    for domain in &mut desired.domains {
        let mut found = paired.live.domains.iter();
        if let Some(found) = found.find(|found| found.name == domain.name) {
            domain.check_comments.clone_from(&found.check_comments);
            domain.forget_lost_comments();
        }
    }
}

/// A constraint that goes takes its comment along, and one that gets another name keeps it.
pub(super) fn settle(difference: &mut Difference, desired: &Schema) {
    let is_there = |id: &ObjectId| match id {
        ObjectId::ConstraintComment(table, name) => {
            let holder = desired.holder(table);
            holder.is_some_and(|holder| holder.constraint(table, name).is_some())
        }
        _ => true,
    };
    difference.foreign.retain(is_there);
    let renamed: Vec<_> = difference.changes.iter().filter_map(renamed).collect();
    let mut settled = Vec::new();
    difference.changes.retain(|change| {
        let Edit::Drop(Object::ConstraintComment(table, name, comment)) = &change.edit else {
            return true;
        };
        if is_there(&change.object()) {
            return true;
        }
        let mut names = renamed.iter();
        let name = names.find(|(of, from, _)| of == table && from == name);
        if let Some((_, _, to)) = name {
            let holder = desired.holder(table);
            if holder.and_then(|holder| holder.constraint_comments.get(to)) != Some(comment) {
                return true;
            }
            let [to, comment] = [to, comment].map(String::clone);
            settled.push(Object::ConstraintComment(table.clone(), to, comment));
        }
        false
    });
    difference
        .changes
        .retain(|change| !matches!(&change.edit, Edit::Create(object) if settled.contains(object)));
}

/// The table of a constraint that only gets another name, and both names.
fn renamed(change: &Change) -> Option<(TableName, String, String)> {
    match &change.edit {
        Edit::Rename { from, to } if from.kind().is_constraint() => {
            let names = (from.own_name().to_owned(), to.own_name().to_owned());
            Some((from.table()?.clone(), names.0, names.1))
        }
        Edit::Alter {
            from: Object::PrimaryKey(table, from),
            to: Object::PrimaryKey(_, to),
        } => {
            let (from, to) = from.renamed(to)?;
            Some((table.clone(), from.to_owned(), to.to_owned()))
        }
        _ => None,
    }
}
