//! Keys, indexes and constraints as the derive writes them.
//!
//! In: literals in generated code. Out: constants for lowering. Knows names and texts, and nothing
//! of what an engine makes of them.

use super::{EngineMeta, SqlMeta};

/// An index or a unique key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IndexMeta {
    /// Its name, where one is declared.
    pub name: Option<&'static str>,
    /// What it is over.
    pub parts: &'static [PartMeta],
    /// What else is declared, each word once.
    pub words: &'static [IndexWord],
}

/// One part of an index or a unique key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartMeta {
    /// What it is over.
    pub target: TargetMeta,
    /// What else is declared, each word once.
    pub words: &'static [PartWord],
}

/// What a part of an index is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TargetMeta {
    /// A column.
    Column(&'static str),
    /// An expression. Where an engine has no text for it, it has no such index.
    Expression(SqlMeta),
}

/// What is said of one part of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartWord {
    /// The greatest value comes first.
    Descending,
    /// NULL comes first.
    NullsFirst,
    /// NULL comes last.
    NullsLast,
    /// How values are compared (PostgreSQL).
    OperatorClass(&'static str),
    /// How texts are compared.
    Collation(SqlMeta),
    /// Only so many characters or bytes of the value (MySQL and MariaDB).
    Length(u32),
}

/// What is said of an index, a unique key or a primary key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IndexWord {
    /// The kind of the index, in lower case. Where an engine has no text, it is the usual one.
    Method(SqlMeta),
    /// The condition of the rows that it holds. Where an engine has no text, it holds all rows.
    Where(SqlMeta),
    /// Columns that are kept in it without being part of its key.
    Include(&'static [&'static str]),
    /// Storage parameters (PostgreSQL).
    With(&'static [(&'static str, &'static str)]),
    /// It is built while nothing writes to the table (PostgreSQL).
    Blocking,
    /// Queries do not use it (MySQL and MariaDB).
    Invisible,
    /// Its comment.
    Comment(&'static str),
    /// The engines that have it; the others go without.
    Engines(&'static [EngineMeta]),
    /// Two rows with NULL in it are equal (PostgreSQL 15).
    NullsNotDistinct,
    /// It can be checked at the end of the transaction.
    Deferrable,
    /// It is checked at the end of the transaction.
    InitiallyDeferred,
}

impl IndexMeta {
    /// The columns that it is over; expressions are left out.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.parts.iter().filter_map(|part| match part.target {
            TargetMeta::Column(name) => Some(name),
            TargetMeta::Expression(_) => None,
        })
    }
}

/// A foreign key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ForeignKeyMeta {
    /// Its name, where one is declared.
    pub name: Option<&'static str>,
    /// The columns that refer.
    pub columns: &'static [&'static str],
    /// The namespace of the table referred to.
    pub target_schema: Option<&'static str>,
    /// The table referred to.
    pub target_table: &'static str,
    /// The columns referred to.
    pub target_columns: &'static [&'static str],
    /// What happens to a row when the row it refers to is deleted.
    pub on_delete: ActionMeta,
    /// What happens to a row when the key it refers to changes.
    pub on_update: ActionMeta,
    /// What else is declared, each word once.
    pub words: &'static [ForeignKeyWord],
}

/// What is said of a foreign key beyond its columns and actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ForeignKeyWord {
    /// It can be checked at the end of the transaction.
    Deferrable,
    /// It is checked at the end of the transaction.
    InitiallyDeferred,
    /// All of its columns are NULL, or none is (PostgreSQL).
    MatchFull,
}

/// What a foreign key does when the row referred to goes or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionMeta {
    /// Refuse, at the end of the statement. The default.
    NoAction,
    /// Refuse at once.
    Restrict,
    /// Delete or change the referring rows too.
    Cascade,
    /// Set the referring columns to NULL.
    SetNull,
    /// Set the referring columns to their defaults.
    SetDefault,
}

/// An exclusion constraint (PostgreSQL).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExclusionMeta {
    /// Its name, where one is declared.
    pub name: Option<&'static str>,
    /// The method of its index.
    pub method: &'static str,
    /// What is compared, and by which operator.
    pub parts: &'static [(PartMeta, &'static str)],
    /// `Where`, `Deferrable`, `InitiallyDeferred` and `Engines`, each once.
    pub words: &'static [IndexWord],
}
