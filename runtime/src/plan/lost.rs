//! What goes or gets another form, by the names under which a server finds its users.
//!
//! In: an edit. Out: the objects whose users may be where nobody read. Knows no connection.

use super::rehearsal::roots;
use crate::dialect::Dialect;
use crate::diff::Edit;
use crate::model::{Domain, EnumType, Object, ObjectId, Schema};

/// That another type takes the place of one under its name.
pub(crate) const REPLACED: &str = "replaced type";

/// Something of which only the server knows all users.
#[derive(Debug)]
pub(crate) struct Lost {
    pub(crate) id: ObjectId,
    /// `relation`, `type`, [`REPLACED`] or `extension`.
    pub(crate) kind: &'static str,
    /// Its name as the server reads it, and that of the column.
    pub(crate) name: String,
    pub(crate) column: Option<String>,
}

/// What the edit takes away, or gives another form.
pub(super) fn lost(edit: &Edit, live: &Schema) -> Vec<Lost> {
    let dialect = Dialect::of(live.flavor);
    let whole = |kind, name| {
        let (id, column) = (edit.object(), None);
        vec![Lost {
            id,
            kind,
            name,
            column,
        }]
    };
    let relation = |id: ObjectId| {
        let (name, column) = match &id {
            ObjectId::Column(table, column) => (table, Some(column.clone())),
            ObjectId::Table(name) | ObjectId::View(name) | ObjectId::Sequence(name) => (name, None),
            _ => return None,
        };
        Some(Lost {
            kind: "relation",
            name: dialect.table(name),
            column,
            id,
        })
    };
    match edit {
        Edit::Drop(Object::Extension(own)) => whole("extension", own.name.clone()),
        Edit::Drop(Object::Enum(EnumType { name, .. }) | Object::Domain(Domain { name, .. })) => {
            whole("type", dialect.table(name))
        }
        Edit::Alter {
            from: Object::Enum(from),
            to: Object::Enum(to),
        } if !from.is_extended_by(to) => whole(REPLACED, dialect.table(&from.name)),
        Edit::Alter {
            from: Object::Domain(from),
            to: Object::Domain(to),
        } if !from.is_alike_beneath(to) => whole(REPLACED, dialect.table(&from.name)),
        Edit::Drop(object) => relation(object.id()).into_iter().collect(),
        _ => roots(edit, live).into_iter().filter_map(relation).collect(),
    }
}
