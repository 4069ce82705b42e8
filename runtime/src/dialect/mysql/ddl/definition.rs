//! The definition of a column, which every change of it repeats as a whole.
//!
//! In: a column and its table. Out: the text that `CREATE TABLE`, `ADD` and `MODIFY` share. Knows
//! no statement.

use super::super::canonical::mentions;
use super::super::default::is_plain_default;
use super::super::text::{collated, literal, quote};
use super::super::type_change::is_unbounded;
use super::super::{COLUMN_CHECK, MySql};
use super::{Cost, Obstacle};
use crate::model::{Check, Column, Table};

impl MySql {
    /// The column as it stands in the table, with the check that stands in its definition.
    pub(super) fn definition(&self, table: &Table, column: &Column) -> String {
        let mut text = format!("{} {}", quote(&column.name), column.data_type);
        if let Some(collation) = &column.collation {
            text.push(' ');
            text.push_str(&collated(collation));
        }
        if let Some(generated) = &column.generated {
            let kind = if generated.stored {
                "STORED"
            } else {
                "VIRTUAL"
            };
            let expression = &generated.expression;
            text.push_str(&format!(" GENERATED ALWAYS AS ({expression}) {kind}"));
        }
        // A generated column of MariaDB takes neither word. A timestamp that says nothing refuses
        // NULL where `explicit_defaults_for_timestamp` is off.
        match (column.nullable, &column.generated) {
            (false, _) => text.push_str(" NOT NULL"),
            (true, None) => text.push_str(" NULL"),
            (true, Some(_)) => {}
        }
        if column.invisible {
            text.push_str(" INVISIBLE");
        }
        if let Some(default) = &column.default {
            text.push_str(" DEFAULT ");
            text.push_str(&self.default_of(&column.data_type, default));
        }
        if column.auto_increment.is_some() {
            text.push_str(" AUTO_INCREMENT");
        }
        // Without a default such a column has the zero date for one, which strict modes refuse: the
        // clause waits until the default is set, and that is an edit of its own.
        let has_default = column.nullable || column.default.is_some();
        if let Some(value) = column.on_update.as_ref().filter(|_| has_default) {
            text.push_str(" ON UPDATE ");
            text.push_str(value);
        }
        if let Some(comment) = &column.comment {
            text.push_str(" COMMENT ");
            text.push_str(&literal(comment));
        }
        if let Some(check) = column_check(table, &column.name) {
            text.push_str(&format!(" CHECK ({})", check.expression));
        }
        text
    }

    /// What a new column costs.
    pub(super) fn cost_of_adding(&self, table: &Table, column: &Column) -> Cost {
        // A text without limits has an expression for a default on MySQL, whatever it is.
        let is_computed = |default: &String| {
            !is_plain_default(default) || !self.is_mariadb() && is_unbounded(&column.data_type)
        };
        match &column.generated {
            Some(generated) if generated.stored || self.holds_virtual_columns(table) => Cost::Copy,
            _ if column.auto_increment.is_some() => Cost::Copy,
            _ if column.default.as_ref().is_some_and(is_computed) => Cost::Copy,
            _ if !self.is_mariadb() && has_no_usual_value(column) => Cost::Copy,
            // MySQL 8.0.12 was the first; MariaDB can since 10.3.
            _ if self.is_sound_instant((10, 3), 12) => Cost::Instant,
            _ => Cost::Rebuild,
        }
    }

    /// Whether columns come and go in the catalogue alone from these versions on. From 8.0.29 to 8.0.31 MySQL wrote
    /// logs of such tables that it could not recover from.
    pub(super) fn is_sound_instant(&self, mariadb: (u16, u16), patch_of_8_0: u16) -> bool {
        self.has(mariadb, (8, 1))
            || self.is_patch_of_8_0(patch_of_8_0)
                && (self.is_patch_of_8_0(32) || !self.is_patch_of_8_0(29))
    }
}

/// Whether rows that are there would get a value that strict modes refuse: MySQL lets such a column come to an empty table
/// alone, which only a copy tells.
fn has_no_usual_value(column: &Column) -> bool {
    let base: String = column
        .data_type
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect();
    let refused = [
        "date",
        "datetime",
        "timestamp",
        "geometry",
        "point",
        "linestring",
        "polygon",
        "multipoint",
        "multilinestring",
        "multipolygon",
        "geometrycollection",
        "geomcollection",
    ];
    let is_given = column.nullable || column.default.is_some();
    !is_given && refused.contains(&base.to_ascii_lowercase().as_str())
}

/// The check that stands in the column's definition.
pub(super) fn column_check<'a>(table: &'a Table, column: &str) -> Option<&'a Check> {
    table
        .checks
        .iter()
        .find(|check| is_column_check(check) && check.name.text() == column)
}

pub(super) fn is_column_check(check: &Check) -> bool {
    check.clauses.iter().any(|clause| clause == COLUMN_CHECK)
}

/// What in the table stands in the way of dropping the column. The server would take some of it
/// along without a word, and turn an index of several columns into another one.
pub(super) fn first_user(table: &Table, column: &str) -> Option<String> {
    let is_it = |name: &String| name == column;
    let indexes = super::indexes_of(table).into_iter().filter(|index| {
        index.name.text() != super::STAND_IN
            && index.parts.iter().any(|part| match &part.target {
                crate::model::Target::Column(name) => is_it(name),
                crate::model::Target::Expression(text) => mentions(text, column),
            })
    });
    let keys = table
        .foreign_keys
        .iter()
        .filter(|key| key.columns.iter().any(is_it));
    let checks = table
        .checks
        .iter()
        .filter(|check| !(is_column_check(check) && check.name.text() == column))
        .filter(|check| mentions(&check.expression, column));
    let generated = table.columns.iter().filter(|other| {
        other.name != column
            && other
                .generated
                .as_ref()
                .is_some_and(|generated| mentions(&generated.expression, column))
    });
    indexes
        .map(|index| format!("the index `{}`", index.name))
        .chain(keys.map(|key| format!("the foreign key `{}`", key.name)))
        .chain(checks.map(|check| format!("the check `{}`", check.name)))
        .chain(generated.map(|other| format!("the generated column `{}`", other.name)))
        .next()
}

pub(super) fn in_use(object: &str, user: &str) -> Obstacle {
    Obstacle::new(
        object,
        format!("{user} needs it"),
        format!("drop or change {user} first"),
    )
}
