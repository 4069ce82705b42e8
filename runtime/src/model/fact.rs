//! The schema as a flat list of objects at the finest grain.

use std::collections::BTreeSet;

use super::object::bare;
use super::{Kind, Needs, Object, ObjectId, Partition, Schema, Table, TableName};

/// An object of a schema, and what it needs there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its identity.
    pub id: ObjectId,
    /// Its content.
    pub object: Object,
    /// What must exist for it to exist. Beyond [`Object::requires`], the columns that an
    /// expression names and the key that a foreign key relies on.
    pub requires: Vec<ObjectId>,
}

impl Schema {
    /// Every object at the finest grain, sorted by identity.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        self.facts_of(|_| true)
    }

    /// The facts that concern some tables, or partitions: theirs, those of the tables that refer to them, and those
    /// outside of tables. A plan changes few tables of many.
    pub(crate) fn facts_near(&self, tables: &BTreeSet<TableName>) -> Vec<Fact> {
        let wholes = tables.iter().filter_map(|name| self.whole(name));
        let wholes: BTreeSet<&TableName> = wholes.map(|table| &table.name).collect();
        let is_near = |name: &TableName| wholes.contains(name) || tables.contains(name);
        self.facts_of(|table| {
            let parts = table.partitions.iter().filter_map(|one| one.own.as_deref());
            let mut keys = std::iter::once(table)
                .chain(parts)
                .flat_map(|own| &own.foreign_keys);
            is_near(&table.name) || keys.any(|key| is_near(&key.target))
        })
    }

    fn facts_of(&self, is_asked: impl Fn(&Table) -> bool) -> Vec<Fact> {
        let needs = Needs::of(self);
        let asked = |table: &Table| match is_asked(table) {
            true => Extent::Whole,
            false => Extent::Nothing,
        };
        let objects = self.objects(asked).into_iter();
        let facts = objects.map(|(id, object)| Fact {
            id,
            requires: needs.of_object(&object),
            object,
        });
        facts.collect()
    }

    /// The identity of every object, in no order.
    #[cfg(feature = "live")]
    pub(crate) fn ids(&self) -> impl Iterator<Item = ObjectId> {
        let outside = self.objects(|_| Extent::Nothing).into_iter();
        let outside = outside.map(|(id, _)| id);
        outside.chain(self.tables.iter().flat_map(Table::ids))
    }

    /// Every object outside of tables, and as much of each table as is asked for, sorted by identity.
    pub(crate) fn objects(&self, asked: impl Fn(&Table) -> Extent) -> Vec<(ObjectId, Object)> {
        let mut objects: Vec<Object> = Vec::new();
        objects.extend(self.namespaces.iter().cloned().map(Object::Namespace));
        objects.extend(self.extensions.iter().cloned().map(Object::Extension));
        objects.extend(self.enums.iter().cloned().map(Object::Enum));
        objects.extend(self.domains.iter().cloned().map(Object::Domain));
        objects.extend(self.sequences.iter().cloned().map(Object::Sequence));
        for table in &self.tables {
            let extent = asked(table);
            objects.extend(objects_of(table, &|kind, _| extent.holds(kind)));
            for part in table.partitions.iter().filter_map(|one| alone(table, one)) {
                objects.extend(objects_alone(&part, &|kind, _| extent.holds(kind)));
            }
        }
        let views = self.views.iter().cloned();
        objects.extend(views.map(|view| Object::View(Box::new(view))));
        let objects = objects.into_iter().map(|object| (object.id(), object));
        let mut objects: Vec<_> = objects.collect();
        objects.sort_by(|(a, _), (b, _)| a.cmp(b));
        objects
    }
}

impl Table {
    /// The identity of the table and of every object in it, in no order. Nothing is copied but names.
    pub(crate) fn ids(&self) -> Vec<ObjectId> {
        let mut ids = Vec::new();
        walk(self, |kind, own, _| {
            ids.extend(ObjectId::in_table(&self.name, kind, own));
        });
        for part in self.partitions.iter().filter_map(|one| alone(self, one)) {
            walk(&part, |kind, own, _| {
                if is_alone(kind) {
                    ids.extend(ObjectId::in_table(&part.name, kind, own));
                }
            });
        }
        ids
    }
}

/// How much of a table is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Nothing of it.
    Nothing,
    /// The table, and what is made beside it.
    Outline,
    /// All that is in it.
    Whole,
}

impl Extent {
    const fn holds(self, kind: Kind) -> bool {
        match self {
            Self::Nothing => false,
            Self::Outline => matches!(
                kind,
                Kind::Table
                    | Kind::Index
                    | Kind::ForeignKey
                    | Kind::Trigger
                    | Kind::ConstraintComment
            ),
            Self::Whole => true,
        }
    }
}

/// What a partition has alone, as a table of its name.
pub(super) fn alone(whole: &Table, partition: &Partition) -> Option<Table> {
    let own = partition.own.as_deref()?;
    Some(Table {
        name: partition.table(&whole.name),
        ..own.clone()
    })
}

/// The objects that a partition has alone. Its columns are those of the table that it is of.
pub(super) fn objects_alone(own: &Table, is_asked: &dyn Fn(Kind, &str) -> bool) -> Vec<Object> {
    objects_of(own, &|kind, name| is_alone(kind) && is_asked(kind, name))
}

/// Whether a partition may have such an object alone.
const fn is_alone(kind: Kind) -> bool {
    !matches!(kind, Kind::Table | Kind::Column)
}

/// The objects of a table whose kind and own name are asked for.
pub(super) fn objects_of(table: &Table, is_asked: &dyn Fn(Kind, &str) -> bool) -> Vec<Object> {
    let mut objects = Vec::new();
    walk(table, |kind, own, object| {
        if is_asked(kind, own) {
            objects.push(object());
        }
    });
    objects
}

/// Makes an object, which copies what it says.
type Making<'a> = &'a dyn Fn() -> Object;

/// Goes through the objects of a table: the kind and the own name of each, and how it is made.
fn walk(table: &Table, mut add: impl FnMut(Kind, &str, Making<'_>)) {
    let name = &table.name;
    add(Kind::Table, "", &|| {
        Object::Table(Box::new(Table {
            options: table.options.clone(),
            partitioning: table.partitioning.clone(),
            ..Table::new(name.clone())
        }))
    });
    for column in &table.columns {
        let own = &column.name;
        add(Kind::Column, own, &|| {
            Object::Column(name.clone(), Box::new(bare(column)))
        });
        if !column.nullable {
            add(Kind::NotNull, own, &|| {
                Object::NotNull(name.clone(), own.clone())
            });
        }
        if let Some(default) = &column.default {
            add(Kind::Default, own, &|| {
                Object::Default(name.clone(), own.clone(), default.clone())
            });
        }
        if let Some(comment) = &column.comment {
            add(Kind::Comment, own, &|| {
                Object::Comment(name.clone(), Some(own.clone()), comment.clone())
            });
        }
    }
    if let Some(comment) = &table.comment {
        add(Kind::Comment, "", &|| {
            Object::Comment(name.clone(), None, comment.clone())
        });
    }
    if let Some(key) = &table.primary_key {
        add(Kind::PrimaryKey, "", &|| {
            Object::PrimaryKey(name.clone(), key.clone())
        });
    }
    for unique in &table.uniques {
        add(Kind::Unique, unique.name.text(), &|| {
            Object::Unique(name.clone(), unique.clone())
        });
    }
    for index in &table.indexes {
        add(Kind::Index, index.name.text(), &|| {
            Object::Index(name.clone(), Box::new(index.clone()))
        });
    }
    for key in &table.foreign_keys {
        add(Kind::ForeignKey, key.name.text(), &|| {
            Object::ForeignKey(name.clone(), Box::new(key.clone()))
        });
    }
    for check in &table.checks {
        add(Kind::Check, check.name.text(), &|| {
            Object::Check(name.clone(), check.clone())
        });
    }
    for exclusion in &table.exclusions {
        add(Kind::Exclusion, exclusion.name.text(), &|| {
            Object::Exclusion(name.clone(), exclusion.clone())
        });
    }
    for trigger in &table.triggers {
        add(Kind::Trigger, &trigger.name, &|| {
            Object::Trigger(name.clone(), Box::new(trigger.clone()))
        });
    }
    for (constraint, comment) in &table.constraint_comments {
        add(Kind::ConstraintComment, constraint, &|| {
            Object::ConstraintComment(name.clone(), constraint.clone(), comment.clone())
        });
    }
    for one in &table.partitions {
        add(Kind::Partition, &one.name, &|| {
            Object::Partition(name.clone(), Box::new(one.bare()))
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Extent;
    use crate::model::{Flavor, ObjectId, Schema, Table, Vendor, Version};

    /// A table with one object of each kind, some of them also in a partition alone.
    fn table() -> Table {
        let own = json!({
            "name": "p",
            "columns": [{"name": "a", "type": "integer", "nullable": false, "default": "2"}],
            "checks": [{"name": "own_check", "expression": "a > 2"}],
        });
        let table = json!({
            "name": "t",
            "comment": "a table",
            "columns": [{"name": "a", "type": "integer", "nullable": false, "default": "1", "comment": "a column"}],
            "primary_key": {"columns": ["a"]},
            "uniques": [{"name": "a_unique", "columns": ["a"]}],
            "indexes": [{"name": "an_index", "parts": [{"column": "a"}]}],
            "foreign_keys": [{"name": "a_key", "columns": ["a"], "target": {"name": "t"}, "target_columns": ["a"]}],
            "checks": [{"name": "a_check", "expression": "a > 1"}],
            "exclusions": [{"name": "an_exclusion", "definition": "USING gist (a WITH =)"}],
            "triggers": [{"name": "a_trigger", "definition": ""}],
            "constraint_comments": {"a_check": "a condition"},
            "partitions": [{"name": "p", "bound": "DEFAULT", "own": own}],
        });
        serde_json::from_value(table).expect("a table")
    }

    #[test]
    fn the_identities_are_those_of_the_objects() {
        let mut schema = Schema::new(Flavor::new(Vendor::Postgres, Version(15, 0, 0)));
        schema.tables.push(table());
        let objects = schema.objects(|_| Extent::Whole).into_iter();
        let expected: Vec<ObjectId> = objects.map(|(id, _)| id).collect();
        let mut ids = table().ids();
        ids.sort();
        assert_eq!(ids, expected);
        assert_eq!(ids.len(), 18, "{ids:?}");
    }
}
