//! What a STRICT table of SQLite holds.
//!
//! In: a table of the model. Out: the types that such a table knows, for those that it does not.

use super::{Column, Table};

/// The option of such a table.
pub(crate) const STRICT: &str = "strict";

const TYPES: [&str; 6] = ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"];

impl Table {
    /// Whether SQLite refuses values of another type than the column's.
    pub(crate) fn is_strict(&self) -> bool {
        self.is_set(STRICT)
    }

    /// Gives each column the type that holds what sqlx writes into it.
    pub(crate) fn take_strict_types(&mut self) {
        for column in &mut self.columns {
            if let Some(strict) = strict_type(&column.data_type) {
                column.data_type = strict.to_owned();
            }
        }
    }

    /// The first column whose type no STRICT table knows.
    pub(crate) fn loose_column(&self) -> Option<&Column> {
        self.columns.iter().find(|column| column.is_loose())
    }
}

impl Column {
    /// Whether no STRICT table knows its type.
    pub(crate) fn is_loose(&self) -> bool {
        let is_it = |word: &&str| self.data_type.eq_ignore_ascii_case(word);
        !TYPES.iter().any(is_it)
    }
}

fn strict_type(data_type: &str) -> Option<&'static str> {
    let word = data_type.split(['(', ' ']).next().unwrap_or_default();
    match word.to_uppercase().as_str() {
        "BOOLEAN" => Some("INTEGER"),
        "VARCHAR" | "CHAR" | "DATE" | "TIME" | "DATETIME" => Some("TEXT"),
        "BLOB" => Some("BLOB"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Table};
    use crate::model::TableName;

    #[test]
    fn a_type_gives_way_to_the_one_that_holds_the_same() {
        let mut table = Table::new(TableName::new("t"));
        for data_type in ["BOOLEAN", "VARCHAR(9)", "datetime", "BLOB(16)", "INTEGER"] {
            table.columns.push(Column::new("c", data_type));
        }
        table.take_strict_types();
        let types: Vec<_> = table.columns.iter().map(|own| &*own.data_type).collect();
        assert_eq!(types, ["INTEGER", "TEXT", "TEXT", "BLOB", "INTEGER"]);
        assert_eq!(table.loose_column(), None);
        table.columns.push(Column::new("price", "DECIMAL(9, 2)"));
        assert!(table.loose_column().is_some_and(|own| own.name == "price"));
    }
}
