//! How MariaDB and MySQL keep the rows of a table: engines, row formats and partitions.
//!
//! In: a table with its keys. Out: the same, kept in another way perhaps, as far as its keys allow.

use trueup::model::{Engine, Index, IndexPart, Partition, Partitioning, Table, Vendor};

use super::{Dice, Side, one_in};

impl Dice {
    pub(super) fn store(&self, table: &mut Table) {
        if self.engine() != Engine::MySql {
            return;
        }
        let own = table.name.name.clone();
        let mut dice = self.at(&format!("{own} engine"), 40);
        let engines: &[&str] = match self.flavor.vendor {
            Vendor::MariaDb => &["MyISAM", "Aria"],
            _ => &["MyISAM"],
        };
        let at = dice.usize(..) % engines.len();
        // The hash of a long text is InnoDB's.
        let is_long = |index: &Index| index.name.text().ends_with("_l");
        let is_hashed = table.indexes.iter().any(is_long);
        let engine = one_in(&mut dice, 1, 6).filter(|()| !is_hashed);
        let engine = engine.map(|()| engines[at]);
        if let Some(engine) = engine {
            table.options.insert("engine".to_owned(), engine.to_owned());
            // MySQL has an order in indexes of InnoDB alone.
            let is_ordered = self.flavor.vendor == Vendor::MariaDb;
            for part in table.indexes.iter_mut().flat_map(|index| &mut index.parts) {
                part.descending &= is_ordered;
            }
        }
        let mut dice = self.at(&format!("{own} row format"), 40);
        let formats: &[&str] = match engine {
            None => &["DYNAMIC", "COMPACT", "REDUNDANT", "COMPRESSED"],
            Some("Aria") => &["PAGE", "DYNAMIC"],
            Some(_) => &["DYNAMIC", "FIXED"],
        };
        let format = formats[dice.usize(..) % formats.len()];
        if one_in(&mut dice, 1, 3).is_some() {
            let option = ("row_format".to_owned(), format.to_owned());
            table.options.extend([option]);
        }
        if engine.is_none() {
            self.divide(table);
        }
    }

    fn divides(&self, table: &Table) -> bool {
        let mut dice = self.at(&format!("{} divided", table.name), 50);
        one_in(&mut dice, 1, 5).is_some()
    }

    /// Divides the rows by their number, which each unique key holds then.
    fn divide(&self, table: &mut Table) {
        // No server gives the column another type while rows are divided by it.
        let is_divided = |side| Self { side, ..*self }.divides(table);
        if [Side::From, Side::To].into_iter().all(is_divided)
            && let Some(id) = table.column_mut("id")
        {
            "bigint(20)".clone_into(&mut id.data_type);
        }
        let mut dice = self.at(&format!("{} divided as", table.name), 50);
        // Neither words nor a hash of a long text are divided.
        let is_odd = |name: &str| name.ends_with("_w") || name.ends_with("_l");
        let kind = dice.usize(0..4);
        let (count, cut) = (dice.usize(1..4), dice.usize(2..5));
        if !self.divides(table) || table.indexes.iter().any(|index| is_odd(index.name.text())) {
            return;
        }
        for index in table.indexes.iter_mut().filter(|index| index.unique) {
            let id = IndexPart::column("id");
            if !index.parts.contains(&id) {
                index.parts.push(id);
            }
        }
        table.partitioning = Some(Partitioning {
            method: ["RANGE", "HASH", "KEY", "LINEAR HASH"][kind].to_owned(),
            key: "`id`".to_owned(),
            modulus: None,
        });
        let limits = [
            "2".to_owned(),
            (cut * 100).to_string(),
            "MAXVALUE".to_owned(),
        ];
        let ranges = limits.iter().enumerate().skip(3 - count);
        table.partitions = match kind {
            0 => ranges
                .map(|(at, limit)| {
                    Partition::new(format!("r{at}"), format!("VALUES LESS THAN ({limit})"))
                })
                .collect(),
            _ => (0..count)
                .map(|at| Partition::new(format!("p{at}"), ""))
                .collect(),
        };
    }

    /// Whether a foreign key may lead from the table or to it.
    pub(super) fn takes_references(&self, table: &Table) -> bool {
        let is_whole = table.partitioning.is_none() && !table.options.contains_key("engine");
        is_whole || self.engine() == Engine::Postgres
    }
}
