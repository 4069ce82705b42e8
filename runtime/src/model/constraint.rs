//! The constraints of a table by their names alone, and their comments.
//!
//! In: a table, or what a partition has alone. Out: which constraint has a name, and comments without those that nothing bears.
//! PostgreSQL has each name of a constraint once in a table.

use super::{Domain, Name, ObjectId, PrimaryKey, Table, TableName};

impl Table {
    /// The constraint of that name, where the table is known as `table`.
    pub(crate) fn constraint(&self, table: &TableName, name: &str) -> Option<ObjectId> {
        let id = |kind: fn(TableName, String) -> ObjectId| kind(table.clone(), name.to_owned());
        let is_it = |own: &Name| own.text() == name;
        let key = self.primary_key.as_ref().and_then(|key| key.name.as_ref());
        if key.is_some_and(is_it) {
            Some(ObjectId::PrimaryKey(table.clone()))
        } else if self.uniques.iter().any(|own| is_it(&own.name)) {
            Some(id(ObjectId::Unique))
        } else if self.foreign_keys.iter().any(|own| is_it(&own.name)) {
            Some(id(ObjectId::ForeignKey))
        } else if self.checks.iter().any(|own| is_it(&own.name)) {
            Some(id(ObjectId::Check))
        } else if self.exclusions.iter().any(|own| is_it(&own.name)) {
            Some(id(ObjectId::Exclusion))
        } else {
            None
        }
    }

    /// Takes out the comments of constraints that are not there.
    pub(crate) fn take_lost_comments(&mut self) -> Vec<(String, String)> {
        let comments = std::mem::take(&mut self.constraint_comments);
        let name = self.name.clone();
        let (kept, lost): (Vec<_>, Vec<_>) = comments
            .into_iter()
            .partition(|(of, _)| self.constraint(&name, of).is_some());
        self.constraint_comments = kept.into_iter().collect();
        lost
    }

    /// Lets a comment follow the name of its constraint.
    pub(crate) fn rename_comment(&mut self, from: &str, to: &str) {
        if let Some(comment) = self.constraint_comments.remove(from) {
            self.constraint_comments.insert(to.to_owned(), comment);
        }
    }
}

impl Domain {
    /// Lets go of the comments of checks that are not there.
    pub(crate) fn forget_lost_comments(&mut self) {
        let checks = &self.checks;
        let is_there = |name: &String| checks.iter().any(|check| check.name.text() == name);
        self.check_comments.retain(|name, _| is_there(name));
    }
}

impl PrimaryKey {
    /// The two names, where the other key is this one under another name.
    pub(crate) fn renamed<'a>(&'a self, other: &'a Self) -> Option<(&'a str, &'a str)> {
        let is_same = (&self.columns, &self.clauses) == (&other.columns, &other.clauses);
        let (from, to) = (self.name.as_ref()?.text(), other.name.as_ref()?.text());
        (is_same && from != to).then_some((from, to))
    }
}
