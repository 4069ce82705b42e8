//! An object of a schema at the finest grain.

use super::{
    Check, Column, Domain, EnumType, Exclusion, Extension, ForeignKey, Index, ObjectId, Partition,
    PrimaryKey, Sequence, Table, TableName, Target, Trigger, Unique, View,
};

/// An object with its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Object {
    /// A namespace.
    Namespace(String),
    /// An extension.
    Extension(Extension),
    /// An enum type.
    Enum(EnumType),
    /// A domain.
    Domain(Domain),
    /// A sequence.
    Sequence(Sequence),
    /// A view.
    View(Box<View>),
    /// A table. As a fact of a schema it stands for its options alone; in a change that creates or
    /// drops it, it holds its columns and constraints, except indexes, foreign keys and triggers.
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
    /// An exclusion constraint.
    Exclusion(TableName, Exclusion),
    /// A trigger.
    Trigger(TableName, Box<Trigger>),
    /// A partition.
    Partition(TableName, Box<Partition>),
    /// A comment.
    Comment(TableName, Option<String>, String),
    /// The comment of a constraint.
    ConstraintComment(TableName, String, String),
}

impl Object {
    /// The identity.
    #[must_use]
    pub fn id(&self) -> ObjectId {
        match self {
            Self::Namespace(name) => ObjectId::Namespace(name.clone()),
            Self::Extension(extension) => ObjectId::Extension(extension.name.clone()),
            Self::Enum(item) => ObjectId::Enum(item.name.clone()),
            Self::Domain(domain) => ObjectId::Domain(domain.name.clone()),
            Self::Sequence(sequence) => ObjectId::Sequence(sequence.name.clone()),
            Self::View(view) => ObjectId::View(view.name.clone()),
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
            Self::Exclusion(table, exclusion) => {
                ObjectId::Exclusion(table.clone(), exclusion.name.text().to_owned())
            }
            Self::Trigger(table, trigger) => ObjectId::Trigger(table.clone(), trigger.name.clone()),
            Self::Partition(table, partition) => {
                ObjectId::Partition(table.clone(), partition.name.clone())
            }
            Self::Comment(table, column, _) => ObjectId::Comment(table.clone(), column.clone()),
            Self::ConstraintComment(table, name, _) => {
                ObjectId::ConstraintComment(table.clone(), name.clone())
            }
        }
    }

    /// Whether both say the same, apart from what is an object of its own.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Table(a), Self::Table(b)) => {
                a.name == b.name && a.options == b.options && a.partitioning == b.partitioning
            }
            (Self::Extension(a), Self::Extension(b)) => {
                (&a.name, &a.schema, &a.version) == (&b.name, &b.schema, &b.version)
            }
            (Self::Column(a_table, a), Self::Column(b_table, b)) => {
                a_table == b_table && bare(a) == bare(b)
            }
            (Self::View(a), Self::View(b)) => a.is_same_as(b),
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
            Self::Extension(extension) => namespace(extension.schema.as_ref()),
            Self::Enum(EnumType { name, .. })
            | Self::Domain(Domain { name, .. })
            | Self::Sequence(Sequence { name, .. }) => namespace(name.schema.as_ref()),
            Self::View(view) => {
                let mut needs = namespace(view.name.schema.as_ref());
                needs.extend(view.uses.iter().cloned());
                needs
            }
            Self::Table(table) => {
                let mut needs = namespace(table.name.schema.as_ref());
                for partition in &table.partitions {
                    needs.extend(namespace(partition.table(&table.name).schema.as_ref()));
                }
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
            Self::Index(table, index) => {
                let mut needs = columns(table, &index_columns(index));
                needs.extend(columns(table, &index.include));
                let parts = index.named_parts();
                needs.extend(
                    parts.map(|(part, _)| ObjectId::Partition(table.clone(), part.to_owned())),
                );
                needs
            }
            Self::ForeignKey(table, key) => {
                let mut needs = columns(table, &key.columns);
                needs.extend(target(table, key));
                needs
            }
            Self::Check(table, _)
            | Self::Exclusion(table, _)
            | Self::Trigger(table, _)
            | Self::ConstraintComment(table, ..) => {
                vec![ObjectId::Table(table.clone())]
            }
            Self::Partition(table, partition) => {
                let mut needs = namespace(partition.table(table).schema.as_ref());
                needs.push(ObjectId::Table(table.clone()));
                needs
            }
        }
    }
}

/// A column without what is an object of its own.
pub(super) fn bare(column: &Column) -> Column {
    Column {
        nullable: true,
        default: None,
        comment: None,
        ..column.clone()
    }
}

fn target(table: &TableName, key: &ForeignKey) -> Vec<ObjectId> {
    let is_own = key.target == *table;
    let columns = key.target_columns.iter();
    columns
        .map(|column| ObjectId::Column(key.target.clone(), column.clone()))
        .chain((!is_own).then(|| ObjectId::Table(key.target.clone())))
        .collect()
}

/// The columns that an index is over, without those that it keeps beside them.
pub(super) fn index_columns(index: &Index) -> Vec<String> {
    let parts = index.parts.iter().filter_map(|part| match &part.target {
        Target::Column(name) => Some(name.clone()),
        Target::Expression(_) => None,
    });
    parts.collect()
}

fn namespace(name: Option<&String>) -> Vec<ObjectId> {
    name.cloned().map(ObjectId::Namespace).into_iter().collect()
}
