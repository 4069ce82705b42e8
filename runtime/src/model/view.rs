//! A view, materialised or not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Column, Index, ObjectId, Options, TableName, tokens};

/// A view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Its name.
    #[serde(flatten)]
    pub name: TableName,
    /// Whether its rows are kept (PostgreSQL).
    #[serde(default, skip_serializing_if = "super::is_false")]
    pub materialized: bool,
    /// Its query in the dialect's own words.
    pub query: String,
    /// Settings in the dialect's words.
    #[serde(default, skip_serializing_if = "Options::is_empty")]
    pub options: Options,
    /// Indexes over its rows, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The columns that its query yields, as far as they are known. They follow from the query, and
    /// of them the comments alone are compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
    /// The tables, columns and views that its query uses, sorted, as far as they are known. They
    /// follow from the query, and are not compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<ObjectId>,
    /// Who owns it and who may use it, in the dialect's words. That is nobody's wish here: it is put
    /// back when the view is made anew, and never compared.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<String, String>,
}

impl View {
    /// A view without settings.
    pub fn new(name: TableName, query: impl Into<String>) -> Self {
        Self {
            name,
            materialized: false,
            query: query.into(),
            options: Options::new(),
            indexes: Vec::new(),
            comment: None,
            columns: Vec::new(),
            uses: Vec::new(),
            kept: BTreeMap::new(),
        }
    }

    /// Whether both say the same. What the columns are follows from the query; their comments do not.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        let is_known = !self.columns.is_empty() && !other.columns.is_empty();
        self.stated() == other.stated() && (!is_known || self.remarks() == other.remarks())
    }

    /// Takes the columns that the server found, under the comments that are known here.
    pub fn find_columns(&mut self, found: Vec<Column>) {
        let known = std::mem::replace(&mut self.columns, found);
        if known.is_empty() {
            return;
        }
        for column in &mut self.columns {
            let own = known.iter().find(|own| own.name == column.name);
            column.comment = own.and_then(|own| own.comment.clone());
        }
    }

    /// The comments of its columns.
    pub(crate) fn remarks(&self) -> BTreeMap<&str, &str> {
        let columns = self.columns.iter();
        columns
            .filter_map(|column| Some((column.name.as_str(), column.comment.as_deref()?)))
            .collect()
    }

    /// What is compared of it as a whole.
    #[must_use]
    pub fn stated(&self) -> Self {
        Self {
            columns: Vec::new(),
            uses: Vec::new(),
            kept: BTreeMap::new(),
            ..self.clone()
        }
    }

    /// Whether the other has the same columns first, of the same types and collations: a view that only grows at its end
    /// breaks nobody.
    #[must_use]
    pub fn is_extended_by(&self, other: &Self) -> bool {
        let shape = |view: &Self| -> Vec<_> {
            let columns = view.columns.iter().cloned();
            columns
                .map(|column| (column.name, column.data_type, column.collation))
                .collect()
        };
        !self.columns.is_empty() && shape(other).starts_with(&shape(self))
    }

    /// The other view as it is made in place of this one: with what is kept of this one, and the
    /// comments of the columns that stay.
    #[must_use]
    pub fn remade_as(&self, to: &Self) -> Self {
        let words: Vec<String> = tokens(&to.query)
            .iter()
            .filter_map(|token| token.identifier().map(str::to_owned))
            .collect();
        let stays = |name: &str| {
            let is_there = to.columns.iter().any(|column| column.name == name);
            is_there || to.columns.is_empty() && words.contains(&name.to_lowercase())
        };
        let columns = self.columns.iter().filter(|column| stays(&column.name));
        let columns = if to.columns.is_empty() {
            columns.cloned().collect()
        } else {
            to.columns.clone()
        };
        Self {
            kept: self.kept.clone(),
            columns,
            ..to.clone()
        }
    }

    /// Whether its query uses the object.
    #[must_use]
    pub fn has_use_of(&self, id: &ObjectId) -> bool {
        self.uses.contains(id)
    }
}
