//! A table and what belongs to it.

use std::collections::BTreeMap;
use std::fmt;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{IDENTIFIER_LIMIT, Name, Partition, Partitioning, PrimaryKey, TableName, Unique};

/// Settings by their names. Their order is written as it is told, as the server keeps it, and tells no two apart.
pub type Options = IndexMap<String, String>;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    #[serde(flatten)]
    pub name: TableName,
    /// Its columns, in their order in the table.
    pub columns: Vec<Column>,
    /// Its primary key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<PrimaryKey>,
    /// Its unique constraints, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uniques: Vec<Unique>,
    /// Its indexes, sorted by name; those of constraints are not among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
    /// Its foreign keys, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foreign_keys: Vec<ForeignKey>,
    /// Its checks, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Its exclusion constraints, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Exclusion>,
    /// Its triggers, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub triggers: Vec<Trigger>,
    /// How its rows are divided, where they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partitioning: Option<Partitioning>,
    /// Its partitions, in the order of the server.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partitions: Vec<Partition>,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The comments of its constraints, by their names (PostgreSQL).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constraint_comments: BTreeMap<String, String>,
    /// Settings of the table in the dialect's words, such as `engine` or `strict`.
    #[serde(default, skip_serializing_if = "Options::is_empty")]
    pub options: Options,
}

impl Table {
    /// A table without a column.
    #[must_use]
    pub fn new(name: TableName) -> Self {
        Self {
            name,
            columns: Vec::new(),
            primary_key: None,
            uniques: Vec::new(),
            indexes: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            exclusions: Vec::new(),
            triggers: Vec::new(),
            partitioning: None,
            partitions: Vec::new(),
            comment: None,
            constraint_comments: BTreeMap::new(),
            options: Options::new(),
        }
    }

    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The column of that name, to change it.
    pub fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.name == name)
    }

    /// Whether the column belongs to the primary key.
    #[must_use]
    pub fn is_in_primary_key(&self, column: &str) -> bool {
        self.primary_key
            .as_ref()
            .is_some_and(|key| key.columns.iter().any(|name| name == column))
    }

    /// Whether the table has that option, and not as everybody has it.
    pub(crate) fn is_set(&self, option: &str) -> bool {
        self.options.get(option).is_some_and(|value| value != USUAL)
    }

    /// Sorts what has no order of its own.
    pub fn sort(&mut self) {
        self.uniques.sort_by(|a, b| a.name.cmp(&b.name));
        self.indexes.sort_by(|a, b| a.name.cmp(&b.name));
        self.foreign_keys.sort_by(|a, b| a.name.cmp(&b.name));
        self.checks.sort_by(|a, b| a.name.cmp(&b.name));
        self.exclusions.sort_by(|a, b| a.name.cmp(&b.name));
        self.triggers.sort_by(|a, b| a.name.cmp(&b.name));
    }

    /// Whether [`sort`](Self::sort) would leave it as it is.
    pub(crate) fn is_sorted(&self) -> bool {
        self.uniques.is_sorted_by_key(|own| &own.name)
            && self.indexes.is_sorted_by_key(|own| &own.name)
            && self.foreign_keys.is_sorted_by_key(|own| &own.name)
            && self.checks.is_sorted_by_key(|own| &own.name)
            && self.exclusions.is_sorted_by_key(|own| &own.name)
            && self.triggers.is_sorted_by_key(|own| &own.name)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type as the catalogue spells it, such as `character varying(255)`.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Whether NULL is allowed.
    #[serde(default)]
    pub nullable: bool,
    /// The default as an expression of the dialect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// How the database numbers new rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_increment: Option<AutoIncrement>,
    /// Settings of the sequence that the column owns, where they are not the usual ones: `sequence`,
    /// its name, and those of [`Sequence`](super::Sequence).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub numbering: BTreeMap<String, String>,
    /// The expression that the column is computed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Generated>,
    /// The collation, where it is not the one that the column would have anyway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// What an update sets the column to (MySQL and MariaDB: `ON UPDATE CURRENT_TIMESTAMP`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_update: Option<String>,
    /// Whether `SELECT *` leaves it out (MySQL and MariaDB).
    #[serde(default, skip_serializing_if = "super::is_false")]
    pub invisible: bool,
    /// How long values are stored, where it is not the way of the type (PostgreSQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<String>,
    /// How long values are compressed, where it is not the way of the database (PostgreSQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compression: Option<String>,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What a setting says that is the one which everybody gets who states none. Nobody can write it.
pub(crate) const USUAL: &str = "\u{1}usual";

impl Column {
    /// A column that allows NULL and has nothing besides a type.
    pub fn new(name: impl Into<String>, data_type: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            data_type: data_type.into(),
            nullable: true,
            default: None,
            auto_increment: None,
            numbering: BTreeMap::new(),
            generated: None,
            collation: None,
            on_update: None,
            invisible: false,
            storage: None,
            compression: None,
            comment: None,
        }
    }

    /// Whether a row that leaves the column out gets a value or NULL.
    #[must_use]
    pub fn can_be_left_out(&self) -> bool {
        self.nullable
            || self.default.as_deref().is_some_and(|text| text != "NULL")
            || self.auto_increment.is_some()
            || self.generated.is_some()
    }
}

/// How a database numbers new rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AutoIncrement {
    /// The usual way of the dialect: an identity that accepts given values on PostgreSQL,
    /// `AUTO_INCREMENT` on MySQL and MariaDB, `AUTOINCREMENT` on SQLite.
    Default,
    /// PostgreSQL: `GENERATED ALWAYS AS IDENTITY`.
    Always,
    /// PostgreSQL: a default that draws from a sequence which the column owns.
    Serial,
}

/// What a column is computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// The expression, in the dialect's own words.
    pub expression: String,
    /// Whether the value is kept in the row; otherwise it is computed when read.
    pub stored: bool,
}

/// Index option: its comment.
pub const COMMENT: &str = "comment";
/// Index option (MySQL and MariaDB): `invisible` or `ignored`.
pub const VISIBILITY: &str = "visibility";
/// Index option (PostgreSQL) of an index that is not there yet: it is built while nothing writes to the table.
pub const BLOCKING: &str = "blocking";
/// Index option (PostgreSQL): two rows with NULL in it are equal.
pub const NULLS_NOT_DISTINCT: &str = "nulls_not_distinct";

/// What begins an index option (PostgreSQL) with the name that a partition's part of the index has, where that is not
/// the one that the server chooses. The name of the partition follows.
pub const PART: &str = "part ";

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Its name.
    pub name: Name,
    /// What it is over.
    pub parts: Vec<IndexPart>,
    /// Whether two rows may not be equal in it.
    #[serde(default, skip_serializing_if = "super::is_false")]
    pub unique: bool,
    /// Its method, where it is not the usual one of the dialect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Columns that are kept in it without being part of its key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// The condition of the rows that it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<String>,
    /// Other settings in the dialect's words.
    #[serde(default, skip_serializing_if = "Options::is_empty")]
    pub options: Options,
    /// Whether an interrupted build left it unusable.
    #[serde(default, skip_serializing_if = "super::is_false")]
    pub invalid: bool,
}

impl Index {
    /// The names of its parts that the server would not choose, by the partition.
    pub fn named_parts(&self) -> impl Iterator<Item = (&str, &str)> {
        let options = self.options.iter();
        options.filter_map(|(option, name)| Some((option.strip_prefix(PART)?, name.as_str())))
    }

    /// What the server puts behind the name of a table to name an index of it, as far as that is known.
    #[must_use]
    pub fn usual_tail(&self) -> Option<String> {
        let mut tail = String::new();
        for part in &self.parts {
            let Target::Column(column) = &part.target else {
                return None;
            };
            tail.extend(["_", column]);
        }
        for column in &self.include {
            tail.extend(["_", column]);
        }
        Some(tail + "_idx")
    }

    /// The name of the part that a partition has of it, as far as that is known.
    #[must_use]
    pub fn part_name(&self, partition: &str) -> Option<String> {
        let mut stated = self.named_parts();
        if let Some((_, name)) = stated.find(|(part, _)| *part == partition) {
            return Some(name.to_owned());
        }
        let name = format!("{partition}{}", self.usual_tail()?);
        (name.len() <= IDENTIFIER_LIMIT).then_some(name)
    }

    /// An index over columns, ascending.
    #[must_use]
    pub fn over(name: Name, columns: &[&str]) -> Self {
        Self {
            name,
            parts: columns
                .iter()
                .map(|column| IndexPart::column(*column))
                .collect(),
            unique: false,
            method: None,
            include: Vec::new(),
            predicate: None,
            options: Options::new(),
            invalid: false,
        }
    }
}

/// One key part of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexPart {
    /// A column or an expression.
    #[serde(flatten)]
    pub target: Target,
    /// Whether the greatest value comes first.
    #[serde(default, skip_serializing_if = "super::is_false")]
    pub descending: bool,
    /// Words after the target in the dialect's spelling: collation, operator class, place of NULLs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<String>,
    /// MySQL and MariaDB: only so many characters or bytes of the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
}

impl IndexPart {
    /// Whether it says nothing besides what it is over.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        !self.descending && self.clauses.is_empty() && self.length.is_none()
    }

    /// A column, ascending.
    pub fn column(name: impl Into<String>) -> Self {
        Self {
            target: Target::Column(name.into()),
            descending: false,
            clauses: Vec::new(),
            length: None,
        }
    }
}

/// What a part of an index is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A column.
    Column(String),
    /// An expression in the dialect's own words.
    Expression(String),
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// Its name.
    pub name: Name,
    /// The columns that refer.
    pub columns: Vec<String>,
    /// The table referred to.
    pub target: TableName,
    /// The columns referred to, in the order of `columns`.
    pub target_columns: Vec<String>,
    /// What happens to a row when the row it refers to is deleted.
    #[serde(default)]
    pub on_delete: Action,
    /// What happens to a row when the key it refers to changes.
    #[serde(default)]
    pub on_update: Action,
    /// Clauses after the actions in the dialect's words, such as `DEFERRABLE INITIALLY DEFERRED`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<String>,
}

/// What a foreign key does when the row referred to goes or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Refuse, at the end of the statement.
    #[default]
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

impl Action {
    /// The words of the SQL standard, the same in every dialect.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sql())
    }
}

/// A check that each row must pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name.
    pub name: Name,
    /// The condition, in the dialect's own words.
    pub expression: String,
    /// Clauses after the condition in the dialect's words, such as `NO INHERIT`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<String>,
}

/// An exclusion constraint (PostgreSQL).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// Its name.
    pub name: Name,
    /// What stands after `EXCLUDE`, in the catalogue's spelling: method, elements with their
    /// operators, predicate.
    pub definition: String,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// The statement that creates it, in the dialect's own words.
    pub definition: String,
    /// When it fires, where that is not as usual, in the dialect's own words, such as `DISABLE` (PostgreSQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firing: Option<String>,
    /// Its comment (PostgreSQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The `sql_mode` under which it was made, and is read and run (MySQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Whose privileges it has, such as `app@%`, where it is not who looks (MySQL). Stays as it is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definer: Option<String>,
}
