//! The checked table.
//!
//! In: nothing. Out: the types that `check` builds and `expand` writes. Whatever was settled is no
//! longer an `Option`, and fields have become column names.

use proc_macro2::{Ident, Span};
use syn::{Path, Type, Visibility};

use crate::attr::{
    Action, AutoIncrement, Bound, DefaultValue, Engine, Every, Identity, Name, Properties,
    Reference, Sql, TableOption, Trigger,
};

/// A table without a contradiction.
pub(crate) struct Model {
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) schema: Option<String>,
    pub(crate) name: String,
    pub(crate) renamed_from: Vec<String>,
    pub(crate) columns: Vec<Column>,
    pub(crate) primary_key: Vec<String>,
    pub(crate) primary_name: Option<String>,
    pub(crate) primary_words: KeyWords,
    /// Keys of several columns that a foreign key may refer to.
    pub(crate) targets: Vec<Vec<String>>,
    pub(crate) uniques: Vec<Key>,
    pub(crate) indexes: Vec<Key>,
    pub(crate) exclusions: Vec<Key>,
    pub(crate) foreign_keys: Vec<ForeignKey>,
    pub(crate) checks: Vec<Check>,
    pub(crate) comment: Option<String>,
    pub(crate) options: Vec<TableOption>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) dropped: Vec<String>,
    pub(crate) engines: Vec<Engine>,
    pub(crate) partitioning: Option<Partitioning>,
    pub(crate) demands: Vec<Demand>,
    /// The columns whose types are spelled as their words demand.
    pub(crate) spelled: Vec<Spelled>,
    pub(crate) parts: Vec<Flattened>,
    /// Whether it is a struct of columns, and no table.
    pub(crate) is_part: bool,
}

impl Model {
    /// The columns alone: what is left where a word is wrong.
    pub(crate) fn without_words(mut self) -> Self {
        self.foreign_keys.clear();
        self.demands.clear();
        self.spelled.clear();
        self.uniques.clear();
        self.indexes.clear();
        self.exclusions.clear();
        self.primary_key.clear();
        self
    }
}

/// A column whose type has the name of one that is known.
#[derive(Debug)]
pub(crate) struct Spelled {
    /// The column's position.
    pub(crate) column: usize,
    /// The variant of `ValueType` that the name stands for.
    pub(crate) value: &'static str,
    pub(crate) is_optional: bool,
}

/// A struct of columns in a table.
pub(crate) struct Flattened {
    /// How many columns of the table itself come before.
    pub(crate) at: usize,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) prefix: String,
    /// The word `flatten`.
    pub(crate) span: Span,
}

/// A struct that is a part of a table.
pub(crate) struct Partial {
    pub(crate) ident: Ident,
    /// The table.
    pub(crate) of: Path,
    pub(crate) columns: Vec<PartialColumn>,
}

/// A field that is a column of the table.
pub(crate) struct PartialColumn {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    /// What the row calls it, and where that is said.
    pub(crate) name: Name,
}

/// A column.
pub(crate) struct Column {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) stored: Stored,
    /// Whether it alone is the primary key or unique.
    pub(crate) is_key: bool,
    pub(crate) auto_increment: Option<AutoIncrement>,
    pub(crate) identity: Option<Identity>,
    pub(crate) max_length: Option<u32>,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) renamed_from: Vec<String>,
    pub(crate) properties: Properties,
}

/// Who says what is stored.
#[derive(Clone)]
pub(crate) enum Stored {
    /// The type, through the trait `ColumnType`.
    Typed(Type),
    /// `sql_type`, on every database that the table is for. The type may say nothing.
    Named(Type),
    /// sqlx stores the type as a JSON document, whatever it is.
    Json { ty: Type, is_nullable: bool },
}

/// An index, a unique key or an exclusion constraint.
#[derive(Default)]
pub(crate) struct Key {
    pub(crate) name: Option<String>,
    pub(crate) parts: Vec<Part>,
    pub(crate) words: KeyWords,
}

/// A part of a key.
pub(crate) struct Part {
    pub(crate) target: Target,
    pub(crate) is_descending: bool,
    pub(crate) nulls_first: Option<bool>,
    pub(crate) opclass: Option<String>,
    pub(crate) collation: Option<Sql>,
    pub(crate) length: Option<u32>,
    pub(crate) operator: Option<String>,
}

/// What a part of a key is over.
pub(crate) enum Target {
    Column(String),
    Expression(Sql),
}

/// What is said of a key as a whole.
#[derive(Default)]
pub(crate) struct KeyWords {
    pub(crate) method: Option<Sql>,
    pub(crate) predicate: Option<Sql>,
    pub(crate) include: Vec<String>,
    pub(crate) with: Vec<(String, String)>,
    pub(crate) is_blocking: bool,
    pub(crate) is_invisible: bool,
    pub(crate) comment: Option<String>,
    /// None for all of them.
    pub(crate) engines: Vec<Engine>,
    pub(crate) has_equal_nulls: bool,
    pub(crate) deferrable: bool,
    pub(crate) initially_deferred: bool,
}

impl Key {
    /// Whether the other one does the same work.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        let is_same = |a: Option<&Sql>, b: Option<&Sql>| match (a, b) {
            (None, None) => true,
            (Some(a), Some(b)) => a.is_same(b),
            _ => false,
        };
        let is_same_target = |a: &Target, b: &Target| match (a, b) {
            (Target::Column(a), Target::Column(b)) => a == b,
            (Target::Expression(a), Target::Expression(b)) => a.is_same(b),
            _ => false,
        };
        self.parts.len() == other.parts.len()
            && self.parts.iter().zip(&other.parts).all(|(a, b)| {
                is_same_target(&a.target, &b.target)
                    && is_same(a.collation.as_ref(), b.collation.as_ref())
                    && (a.is_descending, a.nulls_first, &a.opclass, a.length)
                        == (b.is_descending, b.nulls_first, &b.opclass, b.length)
                    && a.operator == b.operator
            })
            && is_same(
                self.words.predicate.as_ref(),
                other.words.predicate.as_ref(),
            )
            && is_same(self.words.method.as_ref(), other.words.method.as_ref())
            && self.words.engines == other.words.engines
    }

    /// The columns that it is over.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match &part.target {
            Target::Column(name) => Some(name.as_str()),
            Target::Expression(_) => None,
        })
    }

    /// Whether MySQL has to keep all of the column in it.
    pub(crate) fn is_whole_on_mysql(&self, column: &str) -> bool {
        let words = &self.words;
        let is_there = words.engines.is_empty() || words.engines.contains(&Engine::MySql);
        let method = words
            .method
            .as_ref()
            .and_then(|sql| sql.text_for(Engine::MySql));
        let is_of = |part: &Part| {
            matches!(&part.target, Target::Column(name) if name == column) && part.length.is_none()
        };
        is_there && !matches!(method, Some("fulltext" | "spatial")) && self.parts.iter().any(is_of)
    }

    /// The columns of a unique key that a foreign key may refer to.
    pub(crate) fn target_columns(&self) -> Option<Vec<String>> {
        let words = &self.words;
        if words.predicate.is_some() || !words.engines.is_empty() || words.is_deferrable() {
            return None;
        }
        let column = |part: &Part| match &part.target {
            Target::Column(name) if part.collation.is_none() && part.length.is_none() => {
                Some(name.clone())
            }
            _ => None,
        };
        self.parts.iter().map(column).collect()
    }
}

impl KeyWords {
    pub(crate) const fn is_deferrable(&self) -> bool {
        self.deferrable || self.initially_deferred
    }
}

/// A foreign key.
pub(crate) struct ForeignKey {
    pub(crate) name: Option<String>,
    /// The positions of the columns.
    pub(crate) columns: Vec<usize>,
    pub(crate) target: Reference,
    pub(crate) on_delete: Action,
    pub(crate) on_update: Action,
    pub(crate) words: Vec<&'static str>,
    /// Where several columns are said to become NULL.
    pub(crate) nulled: Option<Span>,
}

/// A check.
pub(crate) struct Check {
    pub(crate) name: Option<String>,
    pub(crate) expression: Sql,
}

/// How the rows are divided.
pub(crate) struct Partitioning {
    pub(crate) method: PartitionMethod,
    pub(crate) columns: Vec<String>,
    pub(crate) partitions: Vec<Partition>,
    /// Each value that bounds a partition, with the position of its column.
    pub(crate) bounds: Vec<(usize, Bound)>,
    /// The position of the column that time passes in, and the word that says so.
    pub(crate) rolling: Option<(usize, Span)>,
}

/// By what kind of rule rows are divided.
pub(crate) enum PartitionMethod {
    Range,
    Rolling {
        every: Every,
        ahead: u32,
        keep: Option<u32>,
    },
    List,
    Hash(u32),
}

/// A partition.
pub(crate) struct Partition {
    pub(crate) name: String,
    pub(crate) bound: PartitionBound,
}

/// Which rows a partition holds.
pub(crate) enum PartitionBound {
    Range(Vec<Bound>, Vec<Bound>),
    List(Vec<Bound>),
    Default,
    Dropped,
}

/// What a word demands of the column's type. Only the compiler knows whether it holds.
pub(crate) struct Demand {
    /// The position of the column.
    pub(crate) column: usize,
    pub(crate) rule: Rule,
    /// The word that demands it.
    pub(crate) span: Span,
}

/// The rules that look at a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    Default,
    Key,
    AutoIncrement,
    Numbers,
    MaxLength,
    SetNull,
    OnPostgres,
    OnMySql,
    OnSqlite,
    KeyOnMySql,
    Length,
    Precision,
    Scale,
    Collation,
    Charset,
    Update,
}
