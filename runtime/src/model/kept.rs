//! How what is not managed is put back.
//!
//! In: the dialect's own words, from inspection. Out: the same, by object. Knows no SQL.

use super::{ObjectId, Schema};

/// The kind of an index that is put back in the words of whoever made it.
pub(crate) const INDEX_TEXT: &str = "index";

/// The kind of a table of SQLite that holds what `ANALYZE` told.
pub(crate) const STATISTICS_TABLE: &str = "statistics_table";

/// The statements that take an object out of the way and put it back as it was. Such an object is listed
/// among what is unsupported under the same name and kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Kept {
    /// What it is, such as `trigger`.
    pub kind: String,
    /// Its name, with its namespace or table.
    pub object: String,
    /// What takes it away.
    pub taken: Vec<String>,
    /// What puts it back, with its owner, its comment and its settings.
    pub put: Vec<String>,
}

impl Kept {
    /// How an object is taken away and put back.
    #[must_use]
    pub fn new(kind: String, object: String, [taken, put]: [Vec<String>; 2]) -> Self {
        Self {
            kind,
            object,
            taken,
            put,
        }
    }
}

/// What the server refuses over the columns and views that are wanted, although a plan would leave it or put it back, and what uses
/// something that goes, and was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Stuck {
    /// What it is, such as `policy`.
    pub kind: String,
    /// Its name, with its namespace or table.
    pub object: String,
    /// What beneath it goes or gets another form.
    pub on: Vec<ObjectId>,
    /// Why it is in the way.
    pub reason: String,
}

impl Schema {
    /// The text of the index as somebody wrote it.
    pub(crate) fn text_of_index(&self, name: &str) -> Option<&str> {
        let is_it = |kept: &&Kept| kept.kind == INDEX_TEXT && kept.object == name;
        let kept = self.kept.iter().find(is_it)?;
        kept.put.first().map(String::as_str)
    }

    /// The tables that hold what `ANALYZE` told, where it was run (SQLite).
    pub(crate) fn tables_of_statistics(&self) -> impl Iterator<Item = &str> {
        let kept = self.kept.iter();
        let tables = kept.filter(|kept| kept.kind == STATISTICS_TABLE);
        tables.map(|kept| kept.object.as_str())
    }

    /// Forgets it, for the index of that name is another one now.
    pub(crate) fn forget_text_of_index(&mut self, name: &str) {
        self.kept
            .retain(|kept| kept.kind != INDEX_TEXT || kept.object != name);
    }

    /// Forgets all texts of indexes.
    pub(crate) fn forget_texts_of_indexes(&mut self) {
        self.kept.retain(|kept| kept.kind != INDEX_TEXT);
    }
}
