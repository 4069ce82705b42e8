//! One neutral schema for the desired, the live and the base side, and for JSON snapshots.
//!
//! In: values from `lower` (structs), from inspection (a database) or from serde (a snapshot).
//! Out: [`Schema`], nested for reading; [`Schema::facts`] flattens it for comparison.
//! Knows no SQL beyond carrying the texts of types and expressions, and does no I/O.

mod constraint;
mod expression;
mod fact;
mod flavor;
mod intent;
mod kept;
mod key;
mod made_name;
mod names;
mod needs;
mod object;
mod object_id;
mod outside;
mod partition;
mod period;
mod rename;
mod rename_outside;
mod replica_identity;
mod said;
mod strict;
mod table;
mod trigger;
mod types;
mod unsupported;
mod values;
mod view;

pub use expression::{Token, is_plain, rename_identifier, tokens};
pub(crate) use fact::Extent;
pub use fact::Fact;
pub use flavor::{Engine, Flavor, Vendor, Version};
pub use intent::{EnumIntent, Intents, Origin, Rolling, TableIntent};
#[cfg(feature = "sqlite")]
pub(crate) use kept::{INDEX_TEXT, STATISTICS_TABLE};
pub use kept::{Kept, Stuck};
pub use key::{PrimaryKey, Unique};
pub(crate) use made_name::{IDENTIFIER_LIMIT, clipped, key_name, serial_name};
pub use names::{Name, TableName};
pub(crate) use needs::Needs;
pub use object::Object;
pub use object_id::{Kind, ObjectId};
pub use outside::{Domain, EnumType, Extension, Sequence};
pub use partition::{Namespace, Partition, Partitioning};
pub use period::{Day, Period, Unit};
pub use rename::{rename_column, rename_table};
pub use rename_outside::rename_object;
pub(crate) use replica_identity::{
    REPLICA_IDENTITY, by_index, identity_index, index_in, rename_identity,
};
#[cfg(feature = "sqlite")]
pub(crate) use said::ROWID_NOT_NULL;
pub(crate) use said::{adopt_words, is_only_said, is_same_but_for_words};
pub(crate) use strict::STRICT;
pub(crate) use table::USUAL;
pub use table::{
    Action, AutoIncrement, BLOCKING, COMMENT, Check, Column, Exclusion, ForeignKey, Generated,
    Index, IndexPart, NULLS_NOT_DISTINCT, Options, PART, Table, Target, Trigger, VISIBILITY,
};
#[cfg(feature = "postgres")]
pub(crate) use trigger::with_comment;
#[cfg(any(test, feature = "mysql"))]
pub(crate) use trigger::with_settings;
pub(crate) use trigger::{
    is_own_trigger, leave_functions, lift_triggers, list_trigger, listed_triggers,
    ordered_triggers, triggers_of, unlist_trigger,
};
pub(crate) use types::casts_in;
pub use types::types_in;
pub use unsupported::Unsupported;
pub(crate) use unsupported::{
    ATTACHED_KEY, CLUSTERED, DEFAULT_GRANTS, GRANTS, INDEX_COMMENT, REFERENCE, SCHEMA_GRANTS,
    STATISTICS,
};
#[cfg(feature = "postgres")]
pub(crate) use unsupported::{CONSTRAINT_COMMENT, SEQUENCE_COMMENT};
pub use values::{ValuesOf, check_of, enum_type, enum_values, is_of_type, listed, values_of};
pub use view::View;

use serde::{Deserialize, Serialize};

/// A whole schema for one flavor of database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Schema {
    /// The vendor and version that the types and expressions are written for.
    pub flavor: Flavor,
    /// The collation of tables that state none (MySQL and MariaDB).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// Whether the server takes names of tables that differ in case alone for one (MySQL and MariaDB).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ignores_case_of_tables: bool,
    /// Namespaces besides the default one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub namespaces: Vec<String>,
    /// Extensions, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    /// Enum types, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enums: Vec<EnumType>,
    /// Domains, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<Domain>,
    /// Sequences of their own, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sequences: Vec<Sequence>,
    /// The tables, sorted by name.
    pub tables: Vec<Table>,
    /// Views, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub views: Vec<View>,
    /// What is there and cannot be represented.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsupported: Vec<Unsupported>,
    /// How some of that is put back. It follows from what is there, and is neither kept nor compared.
    #[serde(skip)]
    pub kept: Vec<Kept>,
    /// What would not hold after the changes that are wanted, where a server was asked. It is no part of the schema either.
    #[serde(skip)]
    pub stuck: Vec<Stuck>,
}

impl Schema {
    /// A schema without a table.
    #[must_use]
    pub fn new(flavor: Flavor) -> Self {
        Self {
            flavor,
            collation: None,
            ignores_case_of_tables: false,
            namespaces: Vec::new(),
            extensions: Vec::new(),
            enums: Vec::new(),
            domains: Vec::new(),
            sequences: Vec::new(),
            tables: Vec::new(),
            views: Vec::new(),
            unsupported: Vec::new(),
            kept: Vec::new(),
            stuck: Vec::new(),
        }
    }

    /// Sorts what has no order of its own, so that equal schemas are equal values.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.namespaces.sort();
        self.namespaces.dedup();
        self.extensions.sort_by(|a, b| a.name.cmp(&b.name));
        self.enums.sort_by(|a, b| a.name.cmp(&b.name));
        self.domains.sort_by(|a, b| a.name.cmp(&b.name));
        self.sequences.sort_by(|a, b| a.name.cmp(&b.name));
        self.views.sort_by(|a, b| a.name.cmp(&b.name));
        self.tables.sort_by(|a, b| a.name.cmp(&b.name));
        for table in &mut self.tables {
            table.sort();
        }
        for view in &mut self.views {
            view.indexes.sort_by(|a, b| a.name.cmp(&b.name));
            view.uses.sort();
            view.uses.dedup();
        }
        self.unsupported.sort();
        self.unsupported.dedup();
        self.kept.sort();
        self
    }

    /// Whether [`sorted`](Self::sorted) would leave it as it is, but for what is put back.
    pub(crate) fn is_sorted(&self) -> bool {
        let views = self.views.iter();
        let are_views_sorted = views.clone().is_sorted_by_key(|view| &view.name)
            && views.clone().all(|view| {
                view.indexes.is_sorted_by_key(|index| &index.name)
                    && view.uses.is_sorted_by(|a, b| a < b)
            });
        are_views_sorted
            && self.namespaces.is_sorted_by(|a, b| a < b)
            && self.extensions.is_sorted_by_key(|item| &item.name)
            && self.enums.is_sorted_by_key(|item| &item.name)
            && self.domains.is_sorted_by_key(|item| &item.name)
            && self.sequences.is_sorted_by_key(|item| &item.name)
            && self.tables.is_sorted_by_key(|table| &table.name)
            && self.tables.iter().all(Table::is_sorted)
            && self.unsupported.is_sorted_by(|a, b| a < b)
    }

    /// The table of that name.
    #[must_use]
    pub fn table(&self, name: &TableName) -> Option<&Table> {
        self.position(name).map(|at| &self.tables[at])
    }

    /// The table of that name, to change it.
    pub fn table_mut(&mut self, name: &TableName) -> Option<&mut Table> {
        self.position(name).map(|at| &mut self.tables[at])
    }

    /// Adds a table where the order of names wants it.
    pub(crate) fn insert(&mut self, table: Table) {
        let at = self.tables.partition_point(|other| other.name < table.name);
        self.tables.insert(at, table);
    }

    /// Tables are sorted nearly always, and looked up for every object: in order they are found by
    /// halving, and only what that misses is looked for one by one.
    fn position(&self, name: &TableName) -> Option<usize> {
        let halved = self.tables.binary_search_by(|table| table.name.cmp(name));
        halved
            .ok()
            .or_else(|| self.tables.iter().position(|table| table.name == *name))
    }

    /// Whether there is an object of that identity, which is not a part of a table.
    #[must_use]
    pub fn holds(&self, id: &ObjectId) -> bool {
        match id {
            ObjectId::Namespace(name) => self.namespaces.contains(name),
            ObjectId::Extension(name) => self.extensions.iter().any(|item| item.name == *name),
            ObjectId::Enum(name) => self.enums.iter().any(|item| item.name == *name),
            ObjectId::Domain(name) => self.domains.iter().any(|item| item.name == *name),
            ObjectId::Sequence(name) => self.sequences.iter().any(|item| item.name == *name),
            ObjectId::View(name) => self.views.iter().any(|item| item.name == *name),
            ObjectId::Table(name) => self.table(name).is_some(),
            _ => false,
        }
    }

    /// The view of that name.
    #[must_use]
    pub fn view(&self, name: &TableName) -> Option<&View> {
        self.views.iter().find(|view| view.name == *name)
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for this signature"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}
