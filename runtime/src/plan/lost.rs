//! What goes or gets another form, by the names under which a server finds its users.
//!
//! In: an edit. Out: the objects whose users may be where nobody read. Knows no connection.

use super::rehearsal::roots;
use crate::dialect::Dialect;
use crate::diff::Edit;
use crate::model::{Domain, EnumType, Object, ObjectId, Schema};

/// That another type takes the place of one under its name.
pub(crate) const REPLACED: &str = "replaced type";

/// That an extension gets another version.
pub(crate) const VERSION: &str = "version";

/// Something of which only the server knows all users, or whether it can be.
#[derive(Debug)]
pub(crate) struct Lost {
    pub(crate) id: ObjectId,
    /// `relation`, `type`, [`REPLACED`], `extension` or [`VERSION`].
    pub(crate) kind: &'static str,
    /// Its name as the server reads it, and that of the column or the version.
    pub(crate) name: String,
    pub(crate) part: Option<String>,
}

/// What the edit takes away, or gives another form.
pub(super) fn lost(edit: &Edit, live: &Schema) -> Vec<Lost> {
    let dialect = Dialect::of(live.flavor);
    let whole = |kind, name| {
        let (id, part) = (edit.object(), None);
        vec![Lost {
            id,
            kind,
            name,
            part,
        }]
    };
    let relation = |id: ObjectId| {
        let (name, part) = match &id {
            ObjectId::Column(table, column) => (table, Some(column.clone())),
            ObjectId::Table(name) | ObjectId::View(name) | ObjectId::Sequence(name) => (name, None),
            _ => return None,
        };
        Some(Lost {
            kind: "relation",
            name: dialect.table(name),
            part,
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
        Edit::Alter {
            from: Object::Extension(from),
            to: Object::Extension(to),
        } if from.version != to.version && to.version.is_some() => vec![Lost {
            id: edit.object(),
            kind: VERSION,
            name: to.name.clone(),
            part: to.version.clone(),
        }],
        Edit::Drop(object) => relation(object.id()).into_iter().collect(),
        _ => roots(edit, live).into_iter().filter_map(relation).collect(),
    }
}
