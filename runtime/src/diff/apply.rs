//! What a change does to the model: the plan is simulated with it, and its laws are tested with it.

use crate::model::{
    Column, Object, ObjectId, Schema, Sequence, Table, Unsupported, list_trigger, rename_column,
    rename_object, rename_table, unlist_trigger, values_of,
};

use super::Edit;
use super::replica_identity::follow_parts;

/// Changes the schema as the edit would change the database.
///
/// An edit of an object that is not there changes nothing.
pub fn apply(schema: &mut Schema, edit: &Edit) {
    match edit {
        Edit::Create(object) => create(schema, object),
        Edit::Drop(object) => {
            drop_object(schema, object);
            if object.id().kind().is_constraint() {
                on_table(schema, object, |table| {
                    table.take_lost_comments();
                });
            }
        }
        Edit::Alter { from, to } => alter(schema, from, to),
        Edit::Rename { from, to } => {
            // It may take the name of one that another table had.
            if let (ObjectId::Index(_, old), ObjectId::Index(_, new)) = (from, to) {
                schema.forget_text_of_index(old);
                schema.forget_text_of_index(new);
            }
            rename(schema, from, to);
        }
    }
}

fn create(schema: &mut Schema, object: &Object) {
    if let Object::Trigger(table, trigger) = object {
        list_trigger(schema, table, trigger);
    }
    if let Object::Index(_, index) = object {
        schema.forget_text_of_index(index.name.text());
    }
    match object {
        Object::Namespace(name) => {
            schema.namespaces.push(name.clone());
            schema.namespaces.sort();
        }
        Object::Extension(extension) => schema.extensions.push(extension.clone()),
        Object::Enum(item) => schema.enums.push(item.clone()),
        Object::Domain(domain) => schema.domains.push(domain.clone()),
        Object::Sequence(sequence) => schema.sequences.push(sequence.clone()),
        Object::View(view) => schema.views.push((**view).clone()),
        Object::Table(table) => {
            schema.insert((**table).clone());
        }
        _ => on_table(schema, object, |table| match object {
            Object::Column(_, column) => table.columns.push((**column).clone()),
            Object::PrimaryKey(_, key) => table.primary_key = Some(key.clone()),
            Object::Unique(_, unique) => table.uniques.push(unique.clone()),
            Object::Index(_, index) => table.indexes.push((**index).clone()),
            Object::ForeignKey(_, key) => table.foreign_keys.push((**key).clone()),
            Object::Check(_, check) => table.checks.push(check.clone()),
            Object::Exclusion(_, exclusion) => table.exclusions.push(exclusion.clone()),
            Object::Trigger(_, trigger) => table.triggers.push((**trigger).clone()),
            Object::Partition(_, partition) => table.partitions.push((**partition).clone()),
            _ => set_property(table, object, true),
        }),
    }
}

fn drop_object(schema: &mut Schema, object: &Object) {
    if let Object::Trigger(table, trigger) = object {
        unlist_trigger(schema, table, &trigger.name);
    }
    if let Object::Column(table, column) = object {
        let owner = Some((table.clone(), column.name.clone()));
        schema.sequences.retain(|item| item.owned_by != owner);
    }
    match object {
        Object::Namespace(name) => schema.namespaces.retain(|other| other != name),
        Object::Extension(item) => schema.extensions.retain(|other| other.name != item.name),
        Object::Enum(item) => schema.enums.retain(|other| other.name != item.name),
        Object::Domain(item) => schema.domains.retain(|other| other.name != item.name),
        Object::Sequence(item) => schema.sequences.retain(|other| other.name != item.name),
        Object::View(item) => schema.views.retain(|other| other.name != item.name),
        Object::Table(table) => {
            schema.tables.retain(|other| other.name != table.name);
            let owned = |item: &Sequence| matches!(&item.owned_by, Some((owner, _)) if *owner == table.name);
            schema.sequences.retain(|item| !owned(item));
            // Its triggers go with it, and no longer name anything.
            let engine = schema.flavor.engine();
            let is_gone = |item: &Unsupported| {
                item.on.as_ref() == Some(&table.name) && item.is_carried_by(&table.name, engine)
            };
            schema.unsupported.retain(|item| !is_gone(item));
        }
        _ => on_table(schema, object, |table| match object {
            Object::Column(_, column) => table.columns.retain(|other| other.name != column.name),
            Object::PrimaryKey(..) => table.primary_key = None,
            Object::Unique(_, unique) => table
                .uniques
                .retain(|other| other.name.text() != unique.name.text()),
            Object::Index(_, index) => table
                .indexes
                .retain(|other| other.name.text() != index.name.text()),
            Object::ForeignKey(_, key) => table
                .foreign_keys
                .retain(|other| other.name.text() != key.name.text()),
            Object::Check(_, check) => table
                .checks
                .retain(|other| other.name.text() != check.name.text()),
            Object::Exclusion(_, exclusion) => table
                .exclusions
                .retain(|other| other.name.text() != exclusion.name.text()),
            Object::Trigger(_, trigger) => {
                table.triggers.retain(|other| other.name != trigger.name);
            }
            Object::Partition(_, partition) => {
                table
                    .partitions
                    .retain(|other| other.name != partition.name);
            }
            _ => set_property(table, object, false),
        }),
    }
}

fn alter(schema: &mut Schema, from: &Object, to: &Object) {
    match to {
        Object::Table(wanted) => {
            if let Some(table) = schema.table_mut(&wanted.name) {
                table.options.clone_from(&wanted.options);
                table.partitioning.clone_from(&wanted.partitioning);
                // They are told where the rows are divided anew.
                if matches!(from, Object::Table(from) if from.partitions != wanted.partitions) {
                    table.partitions.clone_from(&wanted.partitions);
                }
            }
        }
        // NOT NULL, default and comment are objects of their own, and stay.
        Object::Column(name, wanted) => {
            if let Some(column) = schema
                .table_mut(name)
                .and_then(|table| table.column_mut(&wanted.name))
            {
                *column = Column {
                    nullable: column.nullable,
                    default: column.default.take(),
                    comment: column.comment.take(),
                    ..(**wanted).clone()
                };
            }
        }
        _ => {
            drop_object(schema, from);
            create(schema, to);
            if let (Object::Index(table, from), Object::Index(_, to)) = (from, to) {
                follow_parts(schema, table, from, to);
            }
            if let (Object::PrimaryKey(table, from), Object::PrimaryKey(_, to)) = (from, to)
                && let Some((from, to)) = from.renamed(to)
            {
                schema.change(table, |table| table.rename_comment(from, to));
                schema.rename_identity(table, from, to);
            }
        }
    }
}

fn rename(schema: &mut Schema, from: &ObjectId, to: &ObjectId) {
    match (from, to) {
        (ObjectId::Table(old), ObjectId::Table(new)) => rename_table(schema, old, new),
        (ObjectId::EnumValue(_, _, old), ObjectId::EnumValue(_, _, new)) => {
            if let Some(place) = values_of(schema, from) {
                place.rename(schema, old, new);
            }
        }
        (ObjectId::Column(table, old), ObjectId::Column(_, new)) => {
            rename_column(schema, table, old, new);
        }
        (ObjectId::Unique(table, old), ObjectId::Unique(_, new))
        | (ObjectId::Index(table, old), ObjectId::Index(_, new))
        | (ObjectId::ForeignKey(table, old), ObjectId::ForeignKey(_, new))
        | (ObjectId::Exclusion(table, old), ObjectId::Exclusion(_, new))
        | (ObjectId::Check(table, old), ObjectId::Check(_, new)) => {
            schema.change(table, |table| rename_part(table, from, old, new));
            if matches!(from, ObjectId::Unique(..) | ObjectId::Index(..)) {
                schema.rename_identity(table, old, new);
            }
        }
        (ObjectId::Partition(table, old), ObjectId::Partition(_, new)) => {
            if let Some(table) = schema.table_mut(table) {
                for partition in &mut table.partitions {
                    if partition.name == *old {
                        partition.name.clone_from(new);
                    }
                }
                table.sort();
            }
        }
        _ => rename_object(schema, from, to),
    }
}

fn rename_part(table: &mut Table, id: &ObjectId, old: &str, new: &str) {
    if !matches!(id, ObjectId::Index(..)) {
        table.rename_comment(old, new);
    }
    let names: Vec<&mut crate::model::Name> = match id {
        ObjectId::Unique(..) => table
            .uniques
            .iter_mut()
            .map(|unique| &mut unique.name)
            .collect(),
        ObjectId::Index(..) => table
            .indexes
            .iter_mut()
            .map(|index| &mut index.name)
            .collect(),
        ObjectId::ForeignKey(..) => table
            .foreign_keys
            .iter_mut()
            .map(|key| &mut key.name)
            .collect(),
        ObjectId::Exclusion(..) => table
            .exclusions
            .iter_mut()
            .map(|exclusion| &mut exclusion.name)
            .collect(),
        _ => table
            .checks
            .iter_mut()
            .map(|check| &mut check.name)
            .collect(),
    };
    for name in names {
        if name.text() == old {
            *name = crate::model::Name::chosen(new);
        }
    }
}

fn on_table(schema: &mut Schema, object: &Object, change: impl FnOnce(&mut Table)) {
    let id = object.id();
    if let Some(name) = id.table() {
        schema.change(name, change);
    }
}

fn set_property(table: &mut Table, object: &Object, is_set: bool) {
    match object {
        Object::NotNull(_, name) => {
            if let Some(column) = table.column_mut(name) {
                column.nullable = !is_set;
            }
        }
        Object::Default(_, name, default) => {
            if let Some(column) = table.column_mut(name) {
                column.default = is_set.then(|| default.clone());
            }
        }
        Object::Comment(_, None, comment) => table.comment = is_set.then(|| comment.clone()),
        Object::Comment(_, Some(name), comment) => {
            if let Some(column) = table.column_mut(name) {
                column.comment = is_set.then(|| comment.clone());
            }
        }
        Object::ConstraintComment(_, name, comment) => {
            if is_set {
                let comments = &mut table.constraint_comments;
                comments.insert(name.clone(), comment.clone());
            } else {
                table.constraint_comments.remove(name);
            }
        }
        _ => {}
    }
}
