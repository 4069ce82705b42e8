//! What the derive writes: one table as a `'static` constant, in the words of Rust types and
//! attributes.
//!
//! In: literals that `#[derive(Table)]` expands to. Out: [`TableMeta`] for `model::lower`.
//! Knows nothing of SQL, of a database, or of allocation.

/// Looks a word up in a constant: iterators are not const.
macro_rules! word {
    ($self:ident, $pattern:pat => $value:expr) => {{
        let mut at = 0;
        while at < $self.words.len() {
            if let $pattern = $self.words[at] {
                return $value;
            }
            at += 1;
        }
    }};
}

mod column_type;
pub(crate) mod engines;
mod enumeration;
mod key;
mod object;
pub(crate) mod part;
pub(crate) mod partial;
mod partition;
mod place;
mod postgres;
pub(crate) mod probe;
mod property;
mod registry;
mod sql;
pub(crate) mod text;
mod trigger;
mod view;
mod written;

pub use column_type::{ColumnType, ValueType};
pub use enumeration::{EnumMeta, EnumStorage, EnumWord, VariantMeta};
pub use key::{
    ActionMeta, ExclusionMeta, ForeignKeyMeta, ForeignKeyWord, IndexMeta, IndexWord, PartMeta,
    PartWord, TargetMeta,
};
pub use object::{
    Declared, DomainMeta, DroppedKind, DroppedMeta, EngineMeta, ExtensionMeta, IdentityMeta,
    ObjectMeta, PlaceMeta, SequenceMeta, SequenceOption,
};
pub use part::{Columns, Flattened, FlattenedMeta, Flattens, Joined, Part};
pub use partial::Partial;
pub use partition::{
    BoundValue, PartitionBound, PartitionMeta, PartitionMethod, PartitioningMeta, PeriodUnit,
    RollingMeta,
};
pub(crate) use place::drawn;
pub use place::{Place, Problem};
pub use property::{GeneratedMeta, OptionMeta};
pub use registry::{Dropped, Registered, RegisteredObject, Registry, RegistryError};
pub use sql::SqlMeta;
pub use trigger::{EventMeta, TriggerMeta};
pub use view::{View, ViewMeta, ViewOption};
pub use written::{Held, columns};

use std::marker::PhantomData;

/// A struct that is a table.
///
/// Written by `#[derive(Table)]`, never by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "this type has no `#[derive(Table)]`",
    note = "add `#[derive(trueup::Table)]` to the struct"
)]
pub trait Table {
    /// The struct with one [`Column`] handle for each field.
    type Columns: 'static;

    /// The table's name. Apart from [`Table::META`], so that tables can refer to each other.
    const NAME: &'static str;

    /// The namespace, where the struct names one.
    const SCHEMA: Option<&'static str> = None;

    /// The columns as typed handles.
    const COLUMNS: Self::Columns;

    /// The keys of several columns that a foreign key may refer to. Apart from [`Table::META`], so
    /// that tables can refer to each other.
    const KEYS: &'static [&'static [&'static str]] = &[];

    /// The whole definition.
    const META: &'static TableMeta;
}

/// A handle of one column of the table `T`, for a field of type `V`.
#[derive(Debug)]
pub struct Column<T: ?Sized, V: ?Sized>(
    /// The name, for generated code, as all three are: a literal costs the compiler less than a call.
    #[doc(hidden)]
    pub &'static str,
    /// Whether no two rows share a value of this column.
    #[doc(hidden)]
    pub bool,
    /// What it is a column of.
    #[doc(hidden)]
    pub PhantomData<fn(*const T) -> *const V>,
);

impl<T: ?Sized, V: ?Sized> Column<T, V> {
    /// The column's name in the database.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.0
    }

    /// Whether the column alone is the primary key or unique, so that a foreign key may refer to it.
    #[must_use]
    pub const fn is_key(&self) -> bool {
        self.1
    }
}

/// One table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TableMeta {
    /// The struct's name.
    pub rust_name: &'static str,
    /// The module that the struct is in; its first segment is the crate.
    pub module: &'static str,
    /// Where the struct's name is written.
    pub place: Place,
    /// The namespace (PostgreSQL schema), where one is named.
    pub schema: Option<&'static str>,
    /// The table's name.
    pub name: &'static str,
    /// The columns in the order of the fields.
    pub columns: &'static [ColumnMeta],
    /// The columns of the primary key; empty where there is none.
    pub primary_key: &'static [&'static str],
    /// What else is declared, each kind once.
    pub words: &'static [TableWord],
}

/// What attributes say about a table beyond its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TableWord {
    /// Former names of the table, newest first.
    RenamedFrom(&'static [&'static str]),
    /// What is said of the primary key beyond its columns: its name, and words.
    PrimaryKey(Option<&'static str>, &'static [IndexWord]),
    /// Unique keys, those of single columns included.
    Uniques(&'static [IndexMeta]),
    /// Indexes that are no unique key.
    Indexes(&'static [IndexMeta]),
    /// Foreign keys.
    ForeignKeys(&'static [ForeignKeyMeta]),
    /// Exclusion constraints (PostgreSQL).
    Exclusions(&'static [ExclusionMeta]),
    /// Checks, those of single columns included.
    Checks(&'static [CheckMeta]),
    /// Its comment.
    Comment(&'static str),
    /// How the table is kept.
    Options(&'static [OptionMeta]),
    /// Triggers.
    Triggers(&'static [TriggerMeta]),
    /// Columns that may be dropped with their data.
    Dropped(&'static [&'static str]),
    /// The databases that the table is meant for.
    Engines(&'static [EngineMeta]),
    /// How its rows are divided among partitions.
    PartitionBy(PartitioningMeta),
    /// Structs of columns that are flattened into the table.
    Parts(&'static [FlattenedMeta]),
}

impl TableMeta {
    /// The crate that the struct is in.
    #[must_use]
    pub fn crate_name(&self) -> &'static str {
        self.module.split("::").next().unwrap_or(self.module)
    }

    /// Former names of the table, newest first.
    #[must_use]
    pub const fn renamed_from(&self) -> &'static [&'static str] {
        word!(self, TableWord::RenamedFrom(names) => names);
        &[]
    }

    /// The name of the primary key, where one is declared, and what else is said of it.
    #[must_use]
    pub const fn primary_key_words(&self) -> (Option<&'static str>, &'static [IndexWord]) {
        word!(self, TableWord::PrimaryKey(name, words) => (name, words));
        (None, &[])
    }

    /// Unique keys, those of single columns included.
    #[must_use]
    pub const fn uniques(&self) -> &'static [IndexMeta] {
        word!(self, TableWord::Uniques(keys) => keys);
        &[]
    }

    /// Indexes that are no unique key.
    #[must_use]
    pub const fn indexes(&self) -> &'static [IndexMeta] {
        word!(self, TableWord::Indexes(indexes) => indexes);
        &[]
    }

    /// Foreign keys.
    #[must_use]
    pub const fn foreign_keys(&self) -> &'static [ForeignKeyMeta] {
        word!(self, TableWord::ForeignKeys(keys) => keys);
        &[]
    }

    /// Exclusion constraints (PostgreSQL).
    #[must_use]
    pub const fn exclusions(&self) -> &'static [ExclusionMeta] {
        word!(self, TableWord::Exclusions(exclusions) => exclusions);
        &[]
    }

    /// Checks, those of single columns included.
    #[must_use]
    pub const fn checks(&self) -> &'static [CheckMeta] {
        word!(self, TableWord::Checks(checks) => checks);
        &[]
    }

    /// Triggers.
    #[must_use]
    pub const fn triggers(&self) -> &'static [TriggerMeta] {
        word!(self, TableWord::Triggers(triggers) => triggers);
        &[]
    }

    /// Structs of columns that are flattened into the table. A registry gives tables that have their columns.
    #[must_use]
    pub const fn parts(&self) -> &'static [FlattenedMeta] {
        word!(self, TableWord::Parts(parts) => parts);
        &[]
    }

    /// The databases that the table is meant for; empty for all of them.
    #[must_use]
    pub const fn engines(&self) -> &'static [EngineMeta] {
        word!(self, TableWord::Engines(engines) => engines);
        &[]
    }

    /// Columns that may be dropped with their data.
    #[must_use]
    pub const fn dropped(&self) -> &'static [&'static str] {
        word!(self, TableWord::Dropped(names) => names);
        &[]
    }

    /// How its rows are divided among partitions.
    #[must_use]
    pub const fn partition_by(&self) -> Option<PartitioningMeta> {
        word!(self, TableWord::PartitionBy(partitioning) => Some(partitioning));
        None
    }
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ColumnMeta {
    /// The column's name.
    pub name: &'static str,
    /// The field's name.
    pub field: &'static str,
    /// What the field holds.
    pub value: ValueType,
    /// Whether NULL is allowed.
    pub nullable: bool,
    /// What else is declared. Most columns have nothing here, and their constants stay small.
    pub words: &'static [ColumnWord],
}

/// What an attribute says about a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ColumnWord {
    /// The database numbers new rows itself.
    AutoIncrement,
    /// Whether it takes a number that a row brings.
    Identity(IdentityMeta),
    /// How it counts.
    Numbering(&'static [SequenceOption]),
    /// The name of the sequence that it counts with.
    Sequence(&'static str),
    /// The greatest length: characters of a text, bytes of a byte string.
    MaxLength(u32),
    /// The value of rows that leave the column out.
    Default(DefaultMeta),
    /// Former names of the column, newest first.
    RenamedFrom(&'static [&'static str]),
    /// What it is computed from.
    Generated(GeneratedMeta),
    /// How its texts are sorted and compared.
    Collation(SqlMeta),
    /// In which character set its texts are stored (MySQL and MariaDB).
    Charset(&'static str),
    /// Its comment.
    Comment(&'static str),
    /// How many digits a decimal has, or a time after the point.
    Precision(u32),
    /// How many of the digits stand after the point.
    Scale(u32),
    /// How many characters or bytes every value has.
    Length(u32),
    /// The type, where the Rust type does not say it.
    SqlType(SqlMeta),
    /// An update sets it to the time (MySQL and MariaDB).
    UpdateNow,
    /// `SELECT *` leaves it out (MySQL and MariaDB).
    Invisible,
    /// How long values are stored (PostgreSQL).
    Storage(&'static str),
    /// How long values are compressed (PostgreSQL).
    Compression(&'static str),
}

impl ColumnMeta {
    /// Whether the database numbers new rows itself.
    #[must_use]
    pub const fn is_auto_increment(&self) -> bool {
        word!(self, ColumnWord::AutoIncrement | ColumnWord::Identity(_) => true);
        false
    }

    /// Whether the database takes a number that a row brings, where that is said.
    #[must_use]
    pub const fn identity(&self) -> Option<IdentityMeta> {
        word!(self, ColumnWord::Identity(identity) => Some(identity));
        None
    }

    /// How the database counts, as far as it is said.
    #[must_use]
    pub const fn numbering(&self) -> &'static [SequenceOption] {
        word!(self, ColumnWord::Numbering(options) => options);
        &[]
    }

    /// The name of the sequence that the database counts with, where one is chosen.
    #[must_use]
    pub const fn sequence(&self) -> Option<&'static str> {
        word!(self, ColumnWord::Sequence(name) => Some(name));
        None
    }

    /// The greatest length: characters of a text, bytes of a byte string.
    #[must_use]
    pub const fn max_length(&self) -> Option<u32> {
        word!(self, ColumnWord::MaxLength(length) => Some(length));
        None
    }

    /// The value of rows that leave the column out.
    #[must_use]
    pub const fn default(&self) -> Option<DefaultMeta> {
        word!(self, ColumnWord::Default(default) => Some(default));
        None
    }

    /// Former names of the column, newest first.
    #[must_use]
    pub const fn renamed_from(&self) -> &'static [&'static str] {
        word!(self, ColumnWord::RenamedFrom(names) => names);
        &[]
    }
}

/// A default as it is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DefaultMeta {
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written, with its sign and without underscores or a suffix.
    Number(&'static str),
    /// A text.
    Text(&'static str),
    /// The time of the insert.
    Now,
    /// A variant of the enum that the column holds, by its name in Rust.
    Variant(&'static str),
    /// An expression in the database's own language. Where it has none, there is no default.
    Sql(SqlMeta),
}

/// A check that each row must pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CheckMeta {
    /// Its name, where one is declared.
    pub name: Option<&'static str>,
    /// The condition, in the database's own language. Where it has none, there is no check.
    pub expression: SqlMeta,
}
