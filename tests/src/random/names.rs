//! Names of constraints and indexes that are those of another table.
//!
//! In: a table. Out: the same, named after another one on one side perhaps, so that tables take each other's names.

use trueup::model::{Name, Table};

use super::{Dice, TABLES, one_in};

impl Dice {
    /// All tables move on by as many names, so that each name is still there once.
    pub(super) fn exchange_names(&self, table: &mut Table) {
        let own = table.name.name.clone();
        let exchange = |kind: &str, name: &mut Name| {
            if let Some(rest) = name.text().strip_prefix(&own) {
                *name = Name::chosen(format!("{}{rest}", self.namesake(kind, &own)));
            }
        };
        for index in &mut table.indexes {
            exchange("indexes", &mut index.name);
        }
        for unique in &mut table.uniques {
            exchange("indexes", &mut unique.name);
        }
        for exclusion in &mut table.exclusions {
            exchange("indexes", &mut exclusion.name);
        }
        for check in &mut table.checks {
            exchange("checks", &mut check.name);
        }
        for key in &mut table.foreign_keys {
            exchange("foreign keys", &mut key.name);
        }
    }
    /// The table whose name stands in the names of that kind of this one.
    pub(super) fn namesake(&self, kind: &str, own: &str) -> String {
        let number: usize = own[1..].parse().expect("the number of a table");
        let mut dice = self.at(&format!("names of {kind}"), 30);
        let other = (number + dice.usize(1..TABLES)) % TABLES;
        match one_in(&mut dice, 1, 3) {
            Some(()) => format!("t{other}"),
            None => own.to_owned(),
        }
    }
}
