//! What is declared beside the tables: extensions, schemas, sequences, domains.
//!
//! In: literals that the macros of the same names expand to. Out: [`Declared`] for lowering.
//! Knows nothing of SQL, of a database, or of allocation.

use std::hash::{Hash, Hasher};

use super::{CheckMeta, DefaultMeta, ValueType, ViewMeta};

/// One object beside the tables, and where it is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Declared {
    /// The object.
    pub object: ObjectMeta,
    /// The databases that have it; empty for all of them.
    pub engines: &'static [EngineMeta],
    /// Where it is declared.
    pub place: PlaceMeta,
}

/// An object beside the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ObjectMeta {
    /// An extension.
    Extension(ExtensionMeta),
    /// A namespace.
    Schema(&'static str),
    /// A sequence that no column owns.
    Sequence(SequenceMeta),
    /// A type with conditions of its own.
    Domain(&'static DomainMeta),
    /// A view.
    View(&'static ViewMeta),
}

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EngineMeta {
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    MySql,
    /// SQLite.
    Sqlite,
}

/// Where something is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceMeta {
    /// The module; its first segment is the crate.
    pub module: &'static str,
    /// The file, as the compiler names it.
    pub file: &'static str,
    /// The line.
    pub line: u32,
}

/// Of a definition's place only the module counts, as for [`Place`](super::Place).
impl Hash for PlaceMeta {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.module.hash(state);
    }
}

/// An extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExtensionMeta {
    /// Its name.
    pub name: &'static str,
    /// The namespace that its objects go to, where one is chosen.
    pub schema: Option<&'static str>,
    /// Its version, where one is chosen.
    pub version: Option<&'static str>,
    /// Types that it brings, where they are named.
    pub provides: &'static [&'static str],
}

/// A sequence that no column owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SequenceMeta {
    /// The namespace, where one is named.
    pub schema: Option<&'static str>,
    /// Its name.
    pub name: &'static str,
    /// Former names, newest first.
    pub renamed_from: &'static [&'static str],
    /// What is said of its numbers, each word once.
    pub options: &'static [SequenceOption],
    /// Its comment.
    pub comment: Option<&'static str>,
}

/// What is said of the numbers of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SequenceOption {
    /// The first number.
    Start(i64),
    /// From one number to the next.
    Increment(i64),
    /// The least number.
    Minimum(i64),
    /// The greatest number.
    Maximum(i64),
    /// How many numbers a session takes at once.
    Cache(i64),
    /// Whether it starts again at its end.
    Cycle(bool),
    /// The type of its numbers, which is `i16`, `i32` or `i64`.
    Type(ValueType),
}

/// Whether a column that numbers itself takes a number that a row brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdentityMeta {
    /// It refuses one.
    Always,
    /// It takes one.
    ByDefault,
}

/// A type with conditions of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DomainMeta {
    /// The namespace, where one is named.
    pub schema: Option<&'static str>,
    /// Its name.
    pub name: &'static str,
    /// The type beneath it, as SQL.
    pub data_type: &'static str,
    /// Whether NULL is refused.
    pub not_null: bool,
    /// The value of rows that leave a column of it out.
    pub default: Option<DefaultMeta>,
    /// Conditions; `VALUE` stands for the value.
    pub checks: &'static [CheckMeta],
    /// Its collation.
    pub collation: Option<&'static str>,
    /// Its comment.
    pub comment: Option<&'static str>,
    /// Former names, newest first.
    pub renamed_from: &'static [&'static str],
}

/// An object that may be dropped with what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DroppedMeta {
    /// What kind of object it is.
    pub kind: DroppedKind,
    /// Its name, with its namespace and a dot before it where it has one.
    pub name: &'static str,
}

/// What kind of object may be dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DroppedKind {
    /// A table.
    Table,
    /// An extension.
    Extension,
    /// A namespace.
    Schema,
    /// An enum type.
    Enum,
    /// A domain.
    Domain,
    /// A sequence.
    Sequence,
    /// A view, materialised or not.
    View,
}

impl ObjectMeta {
    /// What kind of object it is, in the words of the macro that declares it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Extension(_) => "extension",
            Self::Schema(_) => "schema",
            Self::Sequence(_) => "sequence",
            Self::Domain(_) => "domain",
            Self::View(_) => "view",
        }
    }

    /// Its namespace and its name.
    #[must_use]
    pub const fn name(&self) -> (Option<&'static str>, &'static str) {
        match self {
            Self::Extension(extension) => (None, extension.name),
            Self::Schema(name) => (None, name),
            Self::Sequence(sequence) => (sequence.schema, sequence.name),
            Self::Domain(domain) => (domain.schema, domain.name),
            Self::View(view) => (view.schema, view.name),
        }
    }
}

impl Declared {
    /// Whether the database is one of those that have it.
    #[must_use]
    pub fn is_for(&self, engine: EngineMeta) -> bool {
        self.engines.is_empty() || self.engines.contains(&engine)
    }
}
