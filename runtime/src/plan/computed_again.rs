//! What stands over a column of MySQL that is dropped and computed again.
//!
//! In: changes. Out: the same, where an index, a check or a foreign key over such a column that becomes another one goes before the
//! column, and comes after it. Knows no statement.

use crate::dialect::mysql;
use crate::diff::{Change, Edit};
use crate::model::{Object, Target};

pub(super) fn split(changes: Vec<Change>) -> Vec<Change> {
    let columns: Vec<(Object, String)> = changes
        .iter()
        .filter_map(|change| match &change.edit {
            Edit::Alter {
                from: from @ Object::Column(_, old),
                to: Object::Column(_, new),
            } if mysql::is_computed_again(old, new) => Some((from.clone(), new.name.clone())),
            _ => None,
        })
        .collect();
    if columns.is_empty() {
        return changes;
    }
    let is_held = |object: &Object| {
        let id = object.id();
        let own = columns
            .iter()
            .filter(|(column, _)| column.id().table() == id.table());
        own.map(|(_, name)| name)
            .any(|name| stands_over(object, name))
    };
    let one = |change: Change| match change.edit {
        Edit::Alter { from, to } if is_held(&from) => [Edit::Drop(from), Edit::Create(to)]
            .map(|edit| Change::new(edit, change.cause))
            .to_vec(),
        edit => vec![Change::new(edit, change.cause)],
    };
    changes.into_iter().flat_map(one).collect()
}

fn stands_over(object: &Object, column: &str) -> bool {
    match object {
        Object::Index(_, index) => index.parts.iter().any(|part| match &part.target {
            Target::Column(name) => name == column,
            Target::Expression(text) => mysql::mentions(text, column),
        }),
        Object::Check(_, check) => mysql::mentions(&check.expression, column),
        Object::ForeignKey(_, key) => key.columns.iter().any(|name| name == column),
        _ => false,
    }
}
