//! By what replicas know a row (PostgreSQL).
//!
//! In: the options of a table or a partition, and the schema. Out: what one of them says, and whose index it names. It is
//! one option of `full`, `nothing` or `index` with a name; without it, it is the primary key.

use super::{ObjectId, Options, Schema, Table, TableName, key_name};

/// The option.
pub(crate) const REPLICA_IDENTITY: &str = "replica_identity";

/// What stands before the name of an index.
const INDEX: &str = "index ";

/// What the option says where it names an index.
pub(crate) fn by_index(name: &str) -> String {
    format!("{INDEX}{name}")
}

/// The index that it names.
pub(crate) fn index_in(said: &str) -> Option<&str> {
    said.strip_prefix(INDEX)
}

/// The index that the options name.
pub(crate) fn identity_index(options: &Options) -> Option<&str> {
    index_in(options.get(REPLICA_IDENTITY)?)
}

/// Lets the options name the index by its new name.
pub(crate) fn rename_identity(options: &mut Options, old: &str, new: &str) {
    if identity_index(options) == Some(old) {
        options.insert(REPLICA_IDENTITY.to_owned(), by_index(new));
    }
}

impl Schema {
    /// The options of the table or of the partition of that name.
    fn options_of(&self, name: &TableName) -> Option<&Options> {
        let whole = self.whole(name)?;
        if whole.name == *name {
            return Some(&whole.options);
        }
        let mut parts = whole.partitions.iter();
        let part = parts.find(|one| one.table(&whole.name) == *name)?;
        Some(&part.options)
    }

    /// Lets the table or the partition be known by the same index under its new name.
    pub(crate) fn rename_identity(&mut self, name: &TableName, old: &str, new: &str) {
        for table in &mut self.tables {
            if table.name == *name {
                rename_identity(&mut table.options, old, new);
            }
            for part in &mut table.partitions {
                if part.table(&table.name) == *name {
                    rename_identity(&mut part.options, old, new);
                }
            }
        }
    }

    /// What the table or the partition of that name is known by, where it says so.
    pub(crate) fn replica_identity(&self, name: &TableName) -> Option<&str> {
        let options = self.options_of(name)?;
        options.get(REPLICA_IDENTITY).map(String::as_str)
    }

    /// What has the index that the table or the partition is known by, as far as it is there: an index or a key of its own, or
    /// one of the divided table.
    pub(crate) fn identified_by(&self, name: &TableName) -> Option<ObjectId> {
        let index = identity_index(self.options_of(name)?)?;
        let own = self.holder(name).and_then(|own| having(own, name, index));
        own.or_else(|| {
            let whole = self.whole(name)?;
            let is_part = whole.name != *name;
            is_part.then(|| of_divided(whole, &name.name, index))?
        })
    }
}

/// What of the table has the index of that name.
fn having(table: &Table, name: &TableName, index: &str) -> Option<ObjectId> {
    if table.indexes.iter().any(|own| own.name.text() == index) {
        return Some(ObjectId::Index(name.clone(), index.to_owned()));
    }
    if table.uniques.iter().any(|own| own.name.text() == index) {
        return Some(ObjectId::Unique(name.clone(), index.to_owned()));
    }
    let key = table.primary_key.as_ref()?;
    let is_it = match &key.name {
        Some(own) => own.text() == index,
        None => key_name(&name.name) == index,
    };
    is_it.then(|| ObjectId::PrimaryKey(name.clone()))
}

/// What of the divided table has the part of that name in the partition: those of keys are named as the server names keys.
fn of_divided(whole: &Table, part: &str, index: &str) -> Option<ObjectId> {
    let of = || whole.name.clone();
    let mut indexes = whole.indexes.iter();
    if let Some(own) = indexes.find(|own| own.part_name(part).as_deref() == Some(index)) {
        return Some(ObjectId::Index(of(), own.name.text().to_owned()));
    }
    let mut uniques = whole.uniques.iter();
    let usual = |columns: &[String]| format!("{part}_{}_key", columns.join("_"));
    if let Some(own) = uniques.find(|own| usual(&own.columns) == index) {
        return Some(ObjectId::Unique(of(), own.name.text().to_owned()));
    }
    let is_key = whole.primary_key.is_some() && key_name(part) == index;
    is_key.then(|| ObjectId::PrimaryKey(of()))
}
