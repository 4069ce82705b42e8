//! Clauses that say in words what is so anyway.
//!
//! In: the clauses of a key on two sides. Out: those of the one that is made, with the words that the
//! other has. A table that is made is written with the words of its text, and nothing is changed for them.

use super::{ForeignKey, Name, Table};

/// Of a primary key of SQLite: its text says that the rowid is not NULL.
pub(crate) const ROWID_NOT_NULL: &str = "NOT NULL";

/// Of a foreign key of MySQL, where nothing stands for refusing too, or of MariaDB.
const REFUSALS: [&str; 4] = [
    "ON DELETE RESTRICT",
    "ON UPDATE RESTRICT",
    "ON DELETE NO ACTION",
    "ON UPDATE NO ACTION",
];

/// Whether the clause changes nothing.
pub(crate) fn is_only_said(clause: &str) -> bool {
    clause == ROWID_NOT_NULL || REFUSALS.contains(&clause)
}

/// Takes the words of both kinds of keys as they are found.
pub(crate) fn adopt_words(table: &mut Table, found: &Table) {
    if let (Some(key), Some(other)) = (&mut table.primary_key, &found.primary_key)
        && key.parts() == other.parts()
    {
        adopt(&mut key.clauses, &other.clauses);
    }
    for key in &mut table.foreign_keys {
        let mut others = found.foreign_keys.iter();
        let same =
            |other: &&ForeignKey| other.name == key.name && is_same_but_for_words(key, other);
        if let Some(other) = others.find(same) {
            adopt(&mut key.clauses, &other.clauses);
        }
    }
}

fn adopt(own: &mut Vec<String>, found: &[String]) {
    own.retain(|clause| !is_only_said(clause));
    let said = found.iter().filter(|clause| is_only_said(clause));
    own.extend(said.cloned());
}

/// Whether both foreign keys do the same, whatever they are called.
pub(crate) fn is_same_but_for_words(a: &ForeignKey, b: &ForeignKey) -> bool {
    let named = |key: &ForeignKey| {
        let clauses = key.clauses.iter().filter(|clause| !is_only_said(clause));
        ForeignKey {
            name: Name::chosen(""),
            clauses: clauses.cloned().collect(),
            ..key.clone()
        }
    };
    named(a) == named(b)
}
