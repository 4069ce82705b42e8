//! Puts indexes and foreign keys inside the `CREATE TABLE` where the dialect writes them there.

use crate::dialect::Capability;
use crate::diff::Edit;
use crate::model::{Object, ObjectId};

use super::detach::Bundled;

pub(super) fn fold(mut bundled: Bundled, capability: Capability) -> Bundled {
    let mut keep = vec![true; bundled.changes.len()];
    for (at, kept) in keep.iter_mut().enumerate() {
        let Edit::Create(object) = bundled.changes[at].edit.clone() else {
            continue;
        };
        let is_inside = match object {
            Object::Index(..) => capability.indexes_inside_table,
            Object::ForeignKey(..) => capability.foreign_keys_inside_table,
            _ => false,
        };
        if !is_inside {
            continue;
        }
        let owner = object.id().table().cloned().map(ObjectId::Table);
        let table = bundled
            .changes
            .iter_mut()
            .find_map(|change| match &mut change.edit {
                Edit::Create(Object::Table(table))
                    if owner == Some(ObjectId::Table(table.name.clone())) =>
                {
                    Some(table)
                }
                _ => None,
            });
        if let Some(table) = table {
            match object {
                Object::Index(_, index) => table.indexes.push(*index),
                Object::ForeignKey(_, key) => table.foreign_keys.push(*key),
                _ => continue,
            }
            *kept = false;
        }
    }
    bundled.retain(&keep);
    bundled
}
