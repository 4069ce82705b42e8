//! The schema as a flat list of objects at the finest grain.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    Check, Column, Engine, ForeignKey, Index, PrimaryKey, Schema, Table, TableName, Target, Unique,
};

/// The identity of an object. Stable: it does not move when the object changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectId {
    /// A namespace.
    Namespace(String),
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
    /// The comment of a table, or of one of its columns.
    Comment(TableName, Option<String>),
}

/// What kind of object it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A namespace.
    Namespace,
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
    /// A comment.
    Comment,
}

impl Kind {
    /// The kind in lower-case words joined by underscores, as in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Namespace => "namespace",
            Self::Table => "table",
            Self::Column => "column",
            Self::NotNull => "not_null",
            Self::Default => "default",
            Self::PrimaryKey => "primary_key",
            Self::Unique => "unique",
            Self::Index => "index",
            Self::ForeignKey => "foreign_key",
            Self::Check => "check",
            Self::Comment => "comment",
        }
    }
}

impl ObjectId {
    /// What kind of object it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Namespace(_) => Kind::Namespace,
            Self::Table(_) => Kind::Table,
            Self::Column(..) => Kind::Column,
            Self::NotNull(..) => Kind::NotNull,
            Self::Default(..) => Kind::Default,
            Self::PrimaryKey(_) => Kind::PrimaryKey,
            Self::Unique(..) => Kind::Unique,
            Self::Index(..) => Kind::Index,
            Self::ForeignKey(..) => Kind::ForeignKey,
            Self::Check(..) => Kind::Check,
            Self::Comment(..) => Kind::Comment,
        }
    }

    /// The table that it is or belongs to.
    #[must_use]
    pub const fn table(&self) -> Option<&TableName> {
        match self {
            Self::Namespace(_) => None,
            Self::Table(table)
            | Self::Column(table, _)
            | Self::NotNull(table, _)
            | Self::Default(table, _)
            | Self::PrimaryKey(table)
            | Self::Unique(table, _)
            | Self::Index(table, _)
            | Self::ForeignKey(table, _)
            | Self::Check(table, _)
            | Self::Comment(table, _) => Some(table),
        }
    }

    /// The column that it is or belongs to.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Column(_, column)
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
            Self::Namespace(name) => f.write_str(name),
            Self::Table(table) | Self::PrimaryKey(table) | Self::Comment(table, None) => {
                write!(f, "{table}")
            }
            Self::Column(table, name)
            | Self::NotNull(table, name)
            | Self::Default(table, name)
            | Self::Unique(table, name)
            | Self::Index(table, name)
            | Self::ForeignKey(table, name)
            | Self::Check(table, name)
            | Self::Comment(table, Some(name)) => write!(f, "{table}.{name}"),
        }
    }
}

/// An object with its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Object {
    /// A namespace.
    Namespace(String),
    /// A table. As a fact of a schema it stands for its options alone; in a change that creates or
    /// drops it, it holds its columns and constraints, except indexes and foreign keys.
    Table(Box<Table>),
    /// A column. NOT NULL, default and comment are objects of their own, except in a change that
    /// creates or drops the column.
    Column(TableName, Box<Column>),
    /// That a column refuses NULL.
    NotNull(TableName, String),
    /// The default of a column.
    Default(TableName, String, String),
    /// A primary key.
    PrimaryKey(TableName, PrimaryKey),
    /// A unique constraint.
    Unique(TableName, Unique),
    /// An index.
    Index(TableName, Box<Index>),
    /// A foreign key.
    ForeignKey(TableName, Box<ForeignKey>),
    /// A check.
    Check(TableName, Check),
    /// A comment.
    Comment(TableName, Option<String>, String),
}

impl Object {
    /// The identity.
    #[must_use]
    pub fn id(&self) -> ObjectId {
        match self {
            Self::Namespace(name) => ObjectId::Namespace(name.clone()),
            Self::Table(table) => ObjectId::Table(table.name.clone()),
            Self::Column(table, column) => ObjectId::Column(table.clone(), column.name.clone()),
            Self::NotNull(table, column) => ObjectId::NotNull(table.clone(), column.clone()),
            Self::Default(table, column, _) => ObjectId::Default(table.clone(), column.clone()),
            Self::PrimaryKey(table, _) => ObjectId::PrimaryKey(table.clone()),
            Self::Unique(table, unique) => {
                ObjectId::Unique(table.clone(), unique.name.text().to_owned())
            }
            Self::Index(table, index) => {
                ObjectId::Index(table.clone(), index.name.text().to_owned())
            }
            Self::ForeignKey(table, key) => {
                ObjectId::ForeignKey(table.clone(), key.name.text().to_owned())
            }
            Self::Check(table, check) => {
                ObjectId::Check(table.clone(), check.name.text().to_owned())
            }
            Self::Comment(table, column, _) => ObjectId::Comment(table.clone(), column.clone()),
        }
    }

    /// Whether both say the same, apart from what is an object of its own.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Table(a), Self::Table(b)) => a.name == b.name && a.options == b.options,
            (Self::Column(a_table, a), Self::Column(b_table, b)) => {
                a_table == b_table && bare(a) == bare(b)
            }
            _ => self == other,
        }
    }

    /// What must exist for this object to exist.
    #[must_use]
    pub fn requires(&self) -> Vec<ObjectId> {
        let columns = |table: &TableName, names: &[String]| -> Vec<ObjectId> {
            names
                .iter()
                .map(|name| ObjectId::Column(table.clone(), name.clone()))
                .chain([ObjectId::Table(table.clone())])
                .collect()
        };
        match self {
            Self::Namespace(_) => Vec::new(),
            Self::Table(table) => {
                let mut needs: Vec<_> = table
                    .name
                    .schema
                    .iter()
                    .cloned()
                    .map(ObjectId::Namespace)
                    .collect();
                for key in &table.foreign_keys {
                    needs.extend(target(&table.name, key));
                }
                needs
            }
            Self::Column(table, _) | Self::Comment(table, None, _) => {
                vec![ObjectId::Table(table.clone())]
            }
            Self::NotNull(table, column)
            | Self::Default(table, column, _)
            | Self::Comment(table, Some(column), _) => columns(table, std::slice::from_ref(column)),
            Self::PrimaryKey(table, key) => {
                let mut needs = columns(table, &key.columns);
                needs.extend(
                    key.columns
                        .iter()
                        .map(|name| ObjectId::NotNull(table.clone(), name.clone())),
                );
                needs
            }
            Self::Unique(table, unique) => columns(table, &unique.columns),
            Self::Index(table, index) => columns(table, &index_columns(index)),
            Self::ForeignKey(table, key) => {
                let mut needs = columns(table, &key.columns);
                needs.extend(target(table, key));
                needs
            }
            Self::Check(table, _) => vec![ObjectId::Table(table.clone())],
        }
    }
}

/// A column without what is an object of its own.
fn bare(column: &Column) -> Column {
    Column {
        nullable: true,
        default: None,
        comment: None,
        ..column.clone()
    }
}

fn target(table: &TableName, key: &ForeignKey) -> Vec<ObjectId> {
    if key.target == *table {
        return Vec::new();
    }
    key.target_columns
        .iter()
        .map(|column| ObjectId::Column(key.target.clone(), column.clone()))
        .chain([ObjectId::Table(key.target.clone())])
        .collect()
}

fn index_columns(index: &Index) -> Vec<String> {
    let parts = index.parts.iter().filter_map(|part| match &part.target {
        Target::Column(name) => Some(name.clone()),
        Target::Expression(_) => None,
    });
    parts.chain(index.include.iter().cloned()).collect()
}

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

pub(super) fn facts(schema: &Schema) -> Vec<Fact> {
    let mut objects: Vec<Object> = schema
        .namespaces
        .iter()
        .cloned()
        .map(Object::Namespace)
        .collect();
    for table in &schema.tables {
        objects.extend(objects_of(table));
    }
    let mut facts: Vec<Fact> = objects
        .into_iter()
        .map(|object| Fact {
            id: object.id(),
            requires: requires_in(schema, &object),
            object,
        })
        .collect();
    facts.sort_by(|a, b| a.id.cmp(&b.id));
    facts
}

fn objects_of(table: &Table) -> Vec<Object> {
    let name = &table.name;
    let mut objects = vec![Object::Table(Box::new(Table {
        options: table.options.clone(),
        ..Table::new(name.clone())
    }))];
    for column in &table.columns {
        objects.push(Object::Column(name.clone(), Box::new(bare(column))));
        if !column.nullable {
            objects.push(Object::NotNull(name.clone(), column.name.clone()));
        }
        if let Some(default) = &column.default {
            objects.push(Object::Default(
                name.clone(),
                column.name.clone(),
                default.clone(),
            ));
        }
        if let Some(comment) = &column.comment {
            objects.push(Object::Comment(
                name.clone(),
                Some(column.name.clone()),
                comment.clone(),
            ));
        }
    }
    if let Some(comment) = &table.comment {
        objects.push(Object::Comment(name.clone(), None, comment.clone()));
    }
    if let Some(key) = &table.primary_key {
        objects.push(Object::PrimaryKey(name.clone(), key.clone()));
    }
    objects.extend(
        table
            .uniques
            .iter()
            .map(|unique| Object::Unique(name.clone(), unique.clone())),
    );
    objects.extend(
        table
            .indexes
            .iter()
            .map(|index| Object::Index(name.clone(), Box::new(index.clone()))),
    );
    objects.extend(
        table
            .foreign_keys
            .iter()
            .map(|key| Object::ForeignKey(name.clone(), Box::new(key.clone()))),
    );
    objects.extend(
        table
            .checks
            .iter()
            .map(|check| Object::Check(name.clone(), check.clone())),
    );
    objects
}

/// Adds what only the whole schema tells: columns inside expressions, and the key that serves a
/// foreign key.
fn requires_in(schema: &Schema, object: &Object) -> Vec<ObjectId> {
    let mut needs = object.requires();
    let mentioned = |table: &TableName, texts: &[&str]| -> Vec<ObjectId> {
        let words: std::collections::BTreeSet<String> = texts
            .iter()
            .flat_map(|text| super::tokens(text))
            .filter_map(|token| token.identifier().map(str::to_owned))
            .collect();
        schema.table(table).map_or_else(Vec::new, |table| {
            let columns = table
                .columns
                .iter()
                .filter(|column| words.contains(&column.name.to_lowercase()));
            columns
                .map(|column| ObjectId::Column(table.name.clone(), column.name.clone()))
                .collect()
        })
    };
    match object {
        Object::Check(table, check) => needs.extend(mentioned(table, &[&check.expression])),
        Object::Column(table, column) => {
            if let Some(generated) = &column.generated {
                let own = object.id();
                needs.extend(
                    mentioned(table, &[&generated.expression])
                        .into_iter()
                        .filter(|id| *id != own),
                );
            }
        }
        Object::Index(table, index) => {
            let expressions: Vec<&str> = index
                .parts
                .iter()
                .filter_map(|part| match &part.target {
                    Target::Expression(text) => Some(text.as_str()),
                    Target::Column(_) => None,
                })
                .chain(index.predicate.as_deref())
                .collect();
            needs.extend(mentioned(table, &expressions));
        }
        Object::ForeignKey(table, key) => {
            if let Some(target) = schema.table(&key.target) {
                needs.extend(serving_key(target, &key.target_columns));
            }
            // InnoDB keeps an index over the referring columns as long as the key is there.
            if schema.flavor.engine() == Engine::MySql
                && let Some(table) = schema.table(table)
            {
                needs.extend(own_indexes(table, &key.columns));
            }
        }
        _ => {}
    }
    needs.sort();
    needs.dedup();
    needs
}

/// The indexes that begin with the referring columns, where the primary key does not.
fn own_indexes(table: &Table, columns: &[String]) -> Vec<ObjectId> {
    let primary = table.primary_key.as_ref();
    if primary.is_some_and(|key| key.columns.starts_with(columns)) {
        return Vec::new();
    }
    let indexes = table.indexes.iter();
    indexes
        .filter(|index| index_columns(index).starts_with(columns))
        .map(|index| ObjectId::Index(table.name.clone(), index.name.text().to_owned()))
        .collect()
}

/// The key of the target table that makes a foreign key possible.
fn serving_key(target: &Table, columns: &[String]) -> Option<ObjectId> {
    let is_served = |key: &[String]| {
        let (mut a, mut b) = (key.to_vec(), columns.to_vec());
        a.sort();
        b.sort();
        a == b
    };
    if target
        .primary_key
        .as_ref()
        .is_some_and(|key| is_served(&key.columns))
    {
        return Some(ObjectId::PrimaryKey(target.name.clone()));
    }
    if let Some(unique) = target
        .uniques
        .iter()
        .find(|unique| is_served(&unique.columns))
    {
        return Some(ObjectId::Unique(
            target.name.clone(),
            unique.name.text().to_owned(),
        ));
    }
    let index = target
        .indexes
        .iter()
        .find(|index| index.unique && is_served(&index_columns(index)))?;
    Some(ObjectId::Index(
        target.name.clone(),
        index.name.text().to_owned(),
    ))
}
