//! A change in words.

use crate::diff::{Change, Edit};
use crate::model::{Column, Index, IndexPart, Object, ObjectId, Partition, Target};

pub(super) fn summary(change: &Change) -> String {
    match &change.edit {
        Edit::Create(object) => created(object),
        Edit::Drop(object) => format!("drop {}", named(&object.id())),
        Edit::Alter { from, to } => altered(from, to),
        Edit::Rename { from, to } => format!("rename {} to `{}`", named(from), own_name(to)),
    }
}

fn created(object: &Object) -> String {
    match object {
        Object::Table(table) => {
            let count = table.columns.len();
            let columns = if count == 1 { "column" } else { "columns" };
            format!("create table `{}` with {count} {columns}", table.name)
        }
        Object::Column(table, column) => format!(
            "add column `{}` {} to `{table}`",
            column.name,
            typed(column)
        ),
        Object::NotNull(table, column) => format!("require a value in `{table}.{column}`"),
        Object::Default(table, column, default) => {
            format!("set the default of `{table}.{column}` to {default}")
        }
        Object::PrimaryKey(table, key) => {
            format!("add primary key ({}) to `{table}`", key.listed())
        }
        Object::Unique(table, unique) => {
            format!("make ({}) unique in `{table}`", unique.listed())
        }
        Object::Index(table, index) => format!("create {} on `{table}`", index_text(index)),
        Object::ForeignKey(table, key) => format!(
            "let `{table}` ({}) refer to `{}` ({})",
            key.columns.join(", "),
            key.target,
            key.target_columns.join(", ")
        ),
        Object::Partition(table, partition) => format!(
            "add partition `{}` to `{table}`{}",
            partition.name,
            bound_text(partition)
        ),
        Object::Check(table, check) => format!("check in `{table}` that {}", check.expression),
        _ => format!("create {}", named(&object.id())),
    }
}

fn altered(from: &Object, to: &Object) -> String {
    match (from, to) {
        (Object::Column(table, old), Object::Column(_, new)) if old.data_type != new.data_type => {
            format!(
                "change the type of `{table}.{}` from {} to {}",
                new.name, old.data_type, new.data_type
            )
        }
        (Object::Default(_, _, old), Object::Default(table, column, new)) => {
            format!("change the default of `{table}.{column}` from {old} to {new}")
        }
        (Object::Index(..), Object::Index(table, index)) => {
            format!("replace {} on `{table}`", index_text(index))
        }
        (Object::Partition(..), Object::Partition(table, partition))
            if partition.is_off_its_table() =>
        {
            format!(
                "take partition `{}` off `{table}` for a moment",
                partition.name
            )
        }
        (Object::Partition(_, old), Object::Partition(table, partition))
            if !old.has_bound_of(partition) =>
        {
            format!(
                "let partition `{}` of `{table}` hold other rows{}",
                partition.name,
                bound_text(partition)
            )
        }
        _ => format!("change {}", named(&to.id())),
    }
}

fn bound_text(partition: &Partition) -> String {
    match partition.bound.as_str() {
        "" => String::new(),
        bound => format!(": {bound}"),
    }
}

fn typed(column: &Column) -> String {
    let null = if column.nullable { "" } else { " not null" };
    let default = column
        .default
        .as_ref()
        .map(|text| format!(" default {text}"))
        .unwrap_or_default();
    format!("{}{null}{default}", column.data_type)
}

fn index_text(index: &Index) -> String {
    let part = |part: &IndexPart| {
        let (Target::Column(target) | Target::Expression(target)) = &part.target;
        let order = if part.descending { " desc" } else { "" };
        format!("{target}{order}")
    };
    let parts: Vec<String> = index.parts.iter().map(part).collect();
    let unique = if index.unique { "unique " } else { "" };
    format!("{unique}index `{}` ({})", index.name, parts.join(", "))
}

fn named(id: &ObjectId) -> String {
    match id {
        ObjectId::Namespace(name) => format!("schema `{name}`"),
        ObjectId::Extension(name) => format!("extension `{name}`"),
        ObjectId::Enum(name) => format!("enum `{name}`"),
        ObjectId::EnumValue(of, None, value) => format!("the value `{value}` of enum `{of}`"),
        ObjectId::EnumValue(table, Some(column), value) => {
            format!("the value `{value}` of `{table}.{column}`")
        }
        ObjectId::Domain(name) => format!("domain `{name}`"),
        ObjectId::Sequence(name) => format!("sequence `{name}`"),
        ObjectId::View(name) => format!("view `{name}`"),
        ObjectId::Table(_) => format!("table `{id}`"),
        ObjectId::Column(..) => format!("column `{id}`"),
        ObjectId::NotNull(..) => format!("the NOT NULL of `{id}`"),
        ObjectId::Default(..) => format!("the default of `{id}`"),
        ObjectId::PrimaryKey(_) => format!("the primary key of `{id}`"),
        ObjectId::Unique(..) => format!("unique constraint `{id}`"),
        ObjectId::Index(..) => format!("index `{id}`"),
        ObjectId::ForeignKey(..) => format!("foreign key `{id}`"),
        ObjectId::Check(..) => format!("check `{id}`"),
        ObjectId::Exclusion(..) => format!("exclusion constraint `{id}`"),
        ObjectId::Trigger(..) => format!("trigger `{id}`"),
        ObjectId::Partition(..) => format!("partition `{id}`"),
        ObjectId::Comment(..) => format!("the comment of `{id}`"),
        ObjectId::ConstraintComment(..) => format!("the comment of constraint `{id}`"),
    }
}

fn own_name(id: &ObjectId) -> String {
    match id {
        ObjectId::Namespace(name)
        | ObjectId::EnumValue(_, _, name)
        | ObjectId::Column(_, name)
        | ObjectId::Unique(_, name)
        | ObjectId::Index(_, name)
        | ObjectId::ForeignKey(_, name)
        | ObjectId::Check(_, name)
        | ObjectId::Exclusion(_, name)
        | ObjectId::Trigger(_, name)
        | ObjectId::Partition(_, name) => name.clone(),
        ObjectId::Enum(name)
        | ObjectId::Domain(name)
        | ObjectId::Sequence(name)
        | ObjectId::View(name) => name.name.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::summary;
    use crate::diff::{Cause, Change, Edit};
    use crate::model::{Object, Partition, TableName};

    #[test]
    fn a_partition_with_other_settings_holds_the_same_rows() {
        let partition = |bound: &str, fill: &str| {
            let mut partition = Partition::new("first", bound);
            partition
                .options
                .insert("fillfactor".to_owned(), fill.to_owned());
            Object::Partition(TableName::new("t"), Box::new(partition))
        };
        for (bound, expected) in [
            ("FOR VALUES IN (1)", "change partition `t.first`"),
            (
                "FOR VALUES IN (2)",
                "let partition `first` of `t` hold other rows: FOR VALUES IN (2)",
            ),
        ] {
            let edit = Edit::Alter {
                from: partition("FOR VALUES IN (1)", "90"),
                to: partition(bound, "80"),
            };
            assert_eq!(summary(&Change::new(edit, Cause::Desired)), expected);
        }
    }
}
