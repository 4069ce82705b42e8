//! What an object is called, and what kind it is.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::TableName;

/// The identity of an object. Stable: it does not move when the object changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectId {
    /// A namespace.
    Namespace(String),
    /// An extension.
    Extension(String),
    /// An enum type.
    Enum(TableName),
    /// A value of an enum type, or of the values that a column of a table may have.
    EnumValue(TableName, Option<String>, String),
    /// A domain.
    Domain(TableName),
    /// A sequence that no column numbers its rows with.
    Sequence(TableName),
    /// A view, materialised or not.
    View(TableName),
    /// A table.
    Table(TableName),
    /// A column.
    Column(TableName, String),
    /// That a column refuses NULL.
    NotNull(TableName, String),
    /// The default of a column.
    Default(TableName, String),
    /// The primary key of a table.
    PrimaryKey(TableName),
    /// A unique constraint.
    Unique(TableName, String),
    /// An index.
    Index(TableName, String),
    /// A foreign key.
    ForeignKey(TableName, String),
    /// A check.
    Check(TableName, String),
    /// An exclusion constraint.
    Exclusion(TableName, String),
    /// A trigger.
    Trigger(TableName, String),
    /// A partition of a table.
    Partition(TableName, String),
    /// The comment of a table, or of one of its columns.
    Comment(TableName, Option<String>),
    /// The comment of a constraint.
    ConstraintComment(TableName, String),
}

/// What kind of object it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A namespace.
    Namespace,
    /// An extension.
    Extension,
    /// An enum type.
    Enum,
    /// A value of an enum.
    EnumValue,
    /// A domain.
    Domain,
    /// A sequence that no column numbers its rows with.
    Sequence,
    /// A view, materialised or not.
    View,
    /// A table.
    Table,
    /// A column.
    Column,
    /// That a column refuses NULL.
    NotNull,
    /// The default of a column.
    Default,
    /// A primary key.
    PrimaryKey,
    /// A unique constraint.
    Unique,
    /// An index.
    Index,
    /// A foreign key.
    ForeignKey,
    /// A check.
    Check,
    /// An exclusion constraint.
    Exclusion,
    /// A trigger.
    Trigger,
    /// A partition of a table.
    Partition,
    /// A comment.
    Comment,
    /// The comment of a constraint.
    ConstraintComment,
}

impl Kind {
    /// The kind in lower-case words joined by underscores, as in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Namespace => "namespace",
            Self::Extension => "extension",
            Self::Enum => "enum",
            Self::EnumValue => "enum_value",
            Self::Domain => "domain",
            Self::Sequence => "sequence",
            Self::View => "view",
            Self::Table => "table",
            Self::Column => "column",
            Self::NotNull => "not_null",
            Self::Default => "default",
            Self::PrimaryKey => "primary_key",
            Self::Unique => "unique",
            Self::Index => "index",
            Self::ForeignKey => "foreign_key",
            Self::Check => "check",
            Self::Exclusion => "exclusion",
            Self::Trigger => "trigger",
            Self::Partition => "partition",
            Self::Comment => "comment",
            Self::ConstraintComment => "constraint_comment",
        }
    }
}

impl Kind {
    /// Whether it is a constraint of a table.
    #[must_use]
    pub const fn is_constraint(self) -> bool {
        matches!(
            self,
            Self::PrimaryKey | Self::Unique | Self::ForeignKey | Self::Check | Self::Exclusion
        )
    }

    /// The kind as people say it.
    #[must_use]
    pub fn words(self) -> String {
        self.as_str().replace('_', " ")
    }
}

impl ObjectId {
    /// What kind of object it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Namespace(_) => Kind::Namespace,
            Self::Extension(_) => Kind::Extension,
            Self::Enum(_) => Kind::Enum,
            Self::EnumValue(..) => Kind::EnumValue,
            Self::Domain(_) => Kind::Domain,
            Self::Sequence(_) => Kind::Sequence,
            Self::View(_) => Kind::View,
            Self::Table(_) => Kind::Table,
            Self::Column(..) => Kind::Column,
            Self::NotNull(..) => Kind::NotNull,
            Self::Default(..) => Kind::Default,
            Self::PrimaryKey(_) => Kind::PrimaryKey,
            Self::Unique(..) => Kind::Unique,
            Self::Index(..) => Kind::Index,
            Self::ForeignKey(..) => Kind::ForeignKey,
            Self::Check(..) => Kind::Check,
            Self::Exclusion(..) => Kind::Exclusion,
            Self::Trigger(..) => Kind::Trigger,
            Self::Partition(..) => Kind::Partition,
            Self::Comment(..) => Kind::Comment,
            Self::ConstraintComment(..) => Kind::ConstraintComment,
        }
    }

    /// The table that it is or belongs to.
    #[must_use]
    pub const fn table(&self) -> Option<&TableName> {
        match self {
            Self::Namespace(_)
            | Self::Extension(_)
            | Self::Enum(_)
            | Self::EnumValue(_, None, _)
            | Self::Domain(_)
            | Self::Sequence(_)
            | Self::View(_) => None,
            Self::Table(table)
            | Self::EnumValue(table, Some(_), _)
            | Self::Column(table, _)
            | Self::NotNull(table, _)
            | Self::Default(table, _)
            | Self::PrimaryKey(table)
            | Self::Unique(table, _)
            | Self::Index(table, _)
            | Self::ForeignKey(table, _)
            | Self::Check(table, _)
            | Self::Exclusion(table, _)
            | Self::Trigger(table, _)
            | Self::Partition(table, _)
            | Self::Comment(table, _)
            | Self::ConstraintComment(table, _) => Some(table),
        }
    }

    /// The identity of an object in a table, by what tells it from others of its kind there. None for a kind that is outside of
    /// tables.
    pub(super) fn in_table(table: &TableName, kind: Kind, own: &str) -> Option<Self> {
        let (table, name) = (table.clone(), own.to_owned());
        Some(match kind {
            Kind::Table => Self::Table(table),
            Kind::Column => Self::Column(table, name),
            Kind::NotNull => Self::NotNull(table, name),
            Kind::Default => Self::Default(table, name),
            Kind::PrimaryKey => Self::PrimaryKey(table),
            Kind::Unique => Self::Unique(table, name),
            Kind::Index => Self::Index(table, name),
            Kind::ForeignKey => Self::ForeignKey(table, name),
            Kind::Check => Self::Check(table, name),
            Kind::Exclusion => Self::Exclusion(table, name),
            Kind::Trigger => Self::Trigger(table, name),
            Kind::Partition => Self::Partition(table, name),
            Kind::Comment => Self::Comment(table, (!own.is_empty()).then_some(name)),
            Kind::ConstraintComment => Self::ConstraintComment(table, name),
            Kind::Namespace
            | Kind::Extension
            | Kind::Enum
            | Kind::EnumValue
            | Kind::Domain
            | Kind::Sequence
            | Kind::View => return None,
        })
    }

    /// What tells it from others of its kind in the same table.
    pub(crate) fn own_name(&self) -> &str {
        match self {
            Self::Unique(_, name)
            | Self::Index(_, name)
            | Self::ForeignKey(_, name)
            | Self::Check(_, name)
            | Self::Exclusion(_, name)
            | Self::Trigger(_, name)
            | Self::Partition(_, name)
            | Self::ConstraintComment(_, name) => name,
            _ => self.column().unwrap_or_default(),
        }
    }

    /// The column that it is or belongs to.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Column(_, column)
            | Self::EnumValue(_, Some(column), _)
            | Self::NotNull(_, column)
            | Self::Default(_, column)
            | Self::Comment(_, Some(column)) => Some(column),
            _ => None,
        }
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Namespace(name) | Self::Extension(name) => f.write_str(name),
            Self::Table(name)
            | Self::Enum(name)
            | Self::Domain(name)
            | Self::Sequence(name)
            | Self::View(name)
            | Self::PrimaryKey(name)
            | Self::Comment(name, None) => write!(f, "{name}"),
            Self::EnumValue(of, None, value) => write!(f, "{of}.{value}"),
            Self::EnumValue(table, Some(column), value) => write!(f, "{table}.{column}.{value}"),
            Self::Column(table, name)
            | Self::NotNull(table, name)
            | Self::Default(table, name)
            | Self::Unique(table, name)
            | Self::Index(table, name)
            | Self::ForeignKey(table, name)
            | Self::Check(table, name)
            | Self::Exclusion(table, name)
            | Self::Trigger(table, name)
            | Self::Partition(table, name)
            | Self::Comment(table, Some(name))
            | Self::ConstraintComment(table, name) => write!(f, "{table}.{name}"),
        }
    }
}
