//! Tables whose rows are divided among partitions, on PostgreSQL.
//!
//! In: a table with its columns, keys and indexes. Out: the same with partitions, and without what no divided table has. How rows
//! are divided is the same on both sides, as the server changes it for no table.

use trueup::model::{Index, Name, Partition, Partitioning, Table};

use super::words::Family;
use super::{Dice, choose, one_in};

impl Dice {
    /// Whether the rows of the table are divided, by their number.
    pub(super) fn is_divided(&self, table: &str) -> bool {
        one_in(&mut self.at(&format!("{table} divided"), 0), 1, 5).is_some()
    }

    pub(super) fn partition(&self, table: &mut Table, families: &[(String, Family, String)]) {
        let own = table.name.name.clone();
        // A key tells rows apart within a partition, so it has what they are divided by.
        table
            .uniques
            .retain(|unique| unique.columns.contains(&"id".to_owned()));
        table.exclusions.clear();
        for column in table.columns.iter_mut().filter(|one| one.name == "id") {
            column.data_type = "bigint".to_owned();
            column.auto_increment = None;
        }
        let mut steady = self.at(&format!("{own} divided how"), 0);
        let kind = steady.usize(0..3);
        let method = ["RANGE", "LIST", "HASH"][kind];
        let mut dice = self.at(&format!("{own} partitions"), 60);
        // The first holds the rows; the others take over what others of them held.
        let [middle, end] = [[150, 200], [180, 300], [200, 150]][dice.usize(0..3)];
        let (all, more) = match kind {
            0 => {
                let [middle, end] = [middle.min(end), middle.max(end)];
                let all = vec!["FOR VALUES FROM (MINVALUE) TO ('100')".to_owned()];
                let more = [[100, middle], [middle, end]];
                let bound =
                    |[from, to]: [i32; 2]| format!("FOR VALUES FROM ('{from}') TO ('{to}')");
                (all, more.map(bound).to_vec())
            }
            1 => (
                vec!["FOR VALUES IN ('1', '2', '3')".to_owned()],
                vec![
                    format!("FOR VALUES IN ('4', '{middle}')"),
                    format!("FOR VALUES IN ('{end}')"),
                ],
            ),
            _ => {
                let bound = |rest| format!("FOR VALUES WITH (modulus 2, remainder {rest})");
                ((0..2).map(bound).collect(), Vec::new())
            }
        };
        let has_more = dice.bool();
        let more = more.into_iter().filter(|_| has_more);
        let rest = (kind < 2 && one_in(&mut dice, 1, 3).is_some()).then(|| "DEFAULT".to_owned());
        let bounds = all.into_iter().chain(more).chain(rest);
        let partitions = bounds.enumerate().map(|(number, bound)| {
            let name = match bound.as_str() {
                "DEFAULT" => format!("{own}_rest"),
                _ => format!("{own}_p{number}"),
            };
            Partition::new(name, bound)
        });
        table.partitions = partitions.collect();
        table.partitioning = Some(Partitioning {
            method: method.to_owned(),
            key: "id".to_owned(),
            modulus: None,
        });
        self.own_index(table, families);
    }

    /// An index that the first partition has alone.
    fn own_index(&self, table: &mut Table, families: &[(String, Family, String)]) {
        let mut dice = self.at(&format!("{} own index", table.name), 40);
        let sorted: Vec<_> = families
            .iter()
            .filter(|(_, family, data_type)| family.is_sorted(data_type))
            .collect();
        let Some((of, ..)) = choose(&mut dice, &sorted) else {
            return;
        };
        if one_in(&mut dice, 1, 4).is_none() {
            return;
        }
        let name = table.partitions[0].table(&table.name);
        let mut own = Table::new(name.clone());
        let index = Index::over(Name::chosen(format!("{}_own", name.name)), &[of]);
        own.indexes.push(index);
        table.partitions[0].own = Some(Box::new(own));
    }
}
