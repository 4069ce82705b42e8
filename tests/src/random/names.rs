//! Names of constraints and indexes that are those of another table.
//!
//! In: a table. Out: the same, named after another one on one side perhaps, so that tables take each other's names.

use trueup::model::{Name, Table};

use super::{Dice, TABLES, one_in};

impl Dice {
    /// All tables move on by as many names, so that each name is still there once.
    pub(super) fn exchange_names(&self, table: &mut Table) {
        let own = table.name.name.clone();
        let number: usize = own[1..].parse().expect("the number of a table");
        let exchange = |kind: &str, name: &mut Name| {
            let mut dice = self.at(&format!("names of {kind}"), 30);
            let other = (number + dice.usize(1..TABLES)) % TABLES;
            if one_in(&mut dice, 1, 3).is_some()
                && let Some(rest) = name.text().strip_prefix(&own)
            {
                *name = Name::chosen(format!("t{other}{rest}"));
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
}
