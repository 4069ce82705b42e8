//! Puts indexes and foreign keys inside the `CREATE TABLE` where the dialect writes them there, and
//! lets keys that are part of a table go with it.

use crate::dialect::Capability;
use crate::diff::Edit;
use crate::model::Object;

use super::detach::Bundled;

pub(super) fn fold(mut bundled: Bundled, capability: Capability) -> Bundled {
    let mut keep = vec![true; bundled.changes.len()];
    for (at, kept) in keep.iter_mut().enumerate() {
        let (object, is_created) = match bundled.changes[at].edit.clone() {
            Edit::Create(object) => (object, true),
            Edit::Drop(object) => (object, false),
            _ => continue,
        };
        let is_inside = match object {
            Object::Index(..) => capability.indexes_inside_table && is_created,
            Object::ForeignKey(..) => capability.foreign_keys_inside_table,
            _ => false,
        };
        let owner = object.id().table().cloned();
        let table = bundled
            .changes
            .iter_mut()
            .find_map(|change| match &mut change.edit {
                Edit::Create(Object::Table(table))
                    if is_created && owner.as_ref() == Some(&table.name) =>
                {
                    Some(table)
                }
                Edit::Drop(Object::Table(table))
                    if !is_created && owner.as_ref() == Some(&table.name) =>
                {
                    Some(table)
                }
                _ => None,
            });
        let (true, Some(table)) = (is_inside, table) else {
            continue;
        };
        match object {
            Object::Index(_, index) => table.indexes.push(*index),
            Object::ForeignKey(_, key) => table.foreign_keys.push(*key),
            _ => continue,
        }
        *kept = false;
    }
    bundled.retain(&keep);
    bundled
}
