//! Which foreign keys a change touches, and what they rely on.
//!
//! In: a schema, and a column, a table, a key or an index of it. Out: the foreign keys on either side of it, and the indexes that serve
//! them. Makes no change.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::dialect::mysql;
use crate::model::{ForeignKey, Needs, Object, ObjectId, Schema, TableName};

/// Whether the key refers to the table of the object, or to a partition of it.
pub(super) fn is_target(schema: &Schema, key: &ForeignKey, object: &Object) -> bool {
    let id = object.id();
    let whole = schema.whole(&key.target).map(|table| &table.name);
    id.table() == Some(&key.target) || id.table() == whole
}

/// The foreign keys that the column is on either side of.
pub(super) fn keys_of_column(
    schema: &Schema,
    table: &TableName,
    column: &str,
) -> Vec<(TableName, ForeignKey)> {
    let touches = |owner: &TableName, key: &ForeignKey| {
        let is_of = |name| schema.whole(name).is_some_and(|whole| whole.name == *table);
        (is_of(owner) && key.columns.iter().any(|name| name == column))
            || (is_of(&key.target) && key.target_columns.iter().any(|name| name == column))
    };
    keys(schema, touches)
}

/// The foreign keys that refer to the table.
pub(super) fn keys_to(schema: &Schema, table: &TableName) -> Vec<(TableName, ForeignKey)> {
    keys(schema, |_, key| key.target == *table)
}

/// The foreign keys over texts that have the collation of their table.
pub(super) fn keys_of_followers(
    schema: &Schema,
    table: &TableName,
) -> Vec<(TableName, ForeignKey)> {
    let columns = schema.table(table).map_or(&[][..], |table| &table.columns);
    let columns = columns
        .iter()
        .filter(|own| own.collation.is_none() && mysql::is_character_type(&own.data_type));
    let mut found = Vec::new();
    for key in columns.flat_map(|column| keys_of_column(schema, table, &column.name)) {
        if !found.contains(&key) {
            found.push(key);
        }
    }
    found
}

/// What the foreign keys of a schema rely on. Made once, and only when it is asked for: the facts of a whole schema
/// are many.
pub(super) struct Reliance<'a> {
    schema: &'a Schema,
    links: OnceCell<Links>,
}

struct Links {
    required: BTreeMap<ObjectId, Vec<ObjectId>>,
    /// The same the other way around.
    served: BTreeMap<ObjectId, Vec<ObjectId>>,
}

impl<'a> Reliance<'a> {
    pub(super) const fn of(schema: &'a Schema) -> Self {
        Self {
            schema,
            links: OnceCell::new(),
        }
    }

    fn links(&self) -> &Links {
        self.links.get_or_init(|| {
            let needs = Needs::of(self.schema);
            let keys = self.schema.holders().flat_map(|(owner, holder)| {
                let names = holder.foreign_keys.iter().map(|key| key.name.text());
                names.map(move |name| ObjectId::ForeignKey(owner.clone(), name.to_owned()))
            });
            let required: BTreeMap<ObjectId, Vec<ObjectId>> = keys
                .filter_map(|id| Some((id.clone(), needs.find(&id)?)))
                .collect();
            let mut served: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
            for (key, needs) in &required {
                for need in needs {
                    served.entry(need.clone()).or_default().push(key.clone());
                }
            }
            Links { required, served }
        })
    }

    /// The foreign keys that rely on this primary key, unique key or index.
    pub(super) fn keys_served_by(&self, object: &Object) -> Vec<(TableName, ForeignKey)> {
        if !matches!(
            object,
            Object::PrimaryKey(..) | Object::Unique(..) | Object::Index(..)
        ) {
            return Vec::new();
        }
        self.served_by(&object.id())
    }

    /// The foreign keys that need it.
    pub(super) fn served_by(&self, id: &ObjectId) -> Vec<(TableName, ForeignKey)> {
        let ids = self.links().served.get(id).into_iter().flatten();
        let key = |id: &ObjectId| {
            let ObjectId::ForeignKey(owner, name) = id else {
                return None;
            };
            let mut keys = self.schema.holder(owner)?.foreign_keys.iter();
            let key = keys.find(|key| key.name.text() == name)?;
            Some((owner.clone(), key.clone()))
        };
        ids.filter_map(key).collect()
    }

    /// The indexes of the referring table that serve the key. What serves another key of the same name
    /// may not serve this one.
    pub(super) fn indexes_of<'b>(
        &'b self,
        owner: &'b TableName,
        key: &ForeignKey,
    ) -> impl Iterator<Item = &'b ObjectId> {
        let holder = self.schema.holder(owner);
        let mut keys = holder.into_iter().flat_map(|table| &table.foreign_keys);
        let is_it = |own: &ForeignKey| (&own.name, &own.columns) == (&key.name, &key.columns);
        let id = keys
            .any(is_it)
            .then(|| ObjectId::ForeignKey(owner.clone(), key.name.text().to_owned()));
        let needs = id
            .and_then(|id| self.links().required.get(&id))
            .into_iter()
            .flatten();
        needs.filter(move |id| {
            matches!(id, ObjectId::Index(table, _) | ObjectId::PrimaryKey(table) if table == owner)
        })
    }
}

/// Whether another index of the referring columns is there before and after.
pub(super) fn keeps_an_index(
    [before, after]: [&Reliance<'_>; 2],
    owner: &TableName,
    key: &ForeignKey,
    without: &ObjectId,
) -> bool {
    before
        .indexes_of(owner, key)
        .any(|id| id != without && after.indexes_of(owner, key).any(|other| other == id))
}

fn keys(
    schema: &Schema,
    wanted: impl Fn(&TableName, &ForeignKey) -> bool,
) -> Vec<(TableName, ForeignKey)> {
    let mut found = Vec::new();
    for (name, holder) in schema.holders() {
        let own = holder.foreign_keys.iter();
        let own = own.filter(|key| wanted(&name, key));
        found.extend(own.map(|key| (name.clone(), key.clone())));
    }
    found
}
