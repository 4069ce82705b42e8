//! Tables whose rows are divided among partitions, on PostgreSQL.
//!
//! In: a table with its columns, keys and indexes. Out: the same with partitions, and without what no divided table has. Of some
//! tables the rows are divided another way on the other side, or on one side alone.

use trueup::model::{Index, Name, Partition, Partitioning, Table};

use super::words::Family;
use super::{Dice, Side, choose, one_in};

/// By what rows are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Range,
    List,
    Hash,
}

const WAYS: [Way; 3] = [Way::Range, Way::List, Way::Hash];

impl Way {
    const fn method(self) -> &'static str {
        match self {
            Self::Range => "RANGE",
            Self::List => "LIST",
            Self::Hash => "HASH",
        }
    }
}

impl Dice {
    /// Whether the rows of the table are divided, by their number.
    pub(super) fn is_divided(&self, table: &str) -> bool {
        self.way(table).is_some()
    }

    /// How the rows of the table are divided, if they are.
    fn way(&self, table: &str) -> Option<Way> {
        let mut dice = self.at(&format!("{table} divided"), 0);
        let is_divided = one_in(&mut dice, 1, 5).is_some();
        let way = Some(WAYS[dice.usize(0..3)]).filter(|_| is_divided);
        if self.side == Side::From || !self.is_divided_anew(table) {
            return way;
        }
        let mut others = WAYS.map(Some).to_vec();
        others.push(None);
        others.retain(|other| *other != way);
        others[dice.usize(0..3)]
    }

    /// Whether both sides divide the rows of the table in different ways.
    fn is_divided_anew(&self, table: &str) -> bool {
        one_in(&mut self.at(&format!("{table} divided anew"), 0), 1, 8).is_some()
    }

    pub(super) fn partition(&self, table: &mut Table, families: &[(String, Family, String)]) {
        let own = table.name.name.clone();
        let Some(way) = self.way(&own) else {
            return;
        };
        // A key tells rows apart within a partition, so it has what they are divided by.
        table
            .uniques
            .retain(|unique| unique.columns.contains(&"id".to_owned()));
        table.exclusions.clear();
        for column in table.columns.iter_mut().filter(|one| one.name == "id") {
            column.data_type = "bigint".to_owned();
            column.auto_increment = None;
        }
        let mut dice = self.at(&format!("{own} partitions"), 60);
        // The first holds the rows; the others take over what others of them held.
        let [middle, end] = [[150, 200], [180, 300], [200, 150]][dice.usize(0..3)];
        let (all, more) = match way {
            Way::Range => {
                let [middle, end] = [middle.min(end), middle.max(end)];
                let all = vec!["FOR VALUES FROM (MINVALUE) TO ('100')".to_owned()];
                let more = [[100, middle], [middle, end]];
                let bound =
                    |[from, to]: [i32; 2]| format!("FOR VALUES FROM ('{from}') TO ('{to}')");
                (all, more.map(bound).to_vec())
            }
            Way::List => (
                vec!["FOR VALUES IN ('1', '2', '3')".to_owned()],
                vec![
                    format!("FOR VALUES IN ('4', '{middle}')"),
                    format!("FOR VALUES IN ('{end}')"),
                ],
            ),
            Way::Hash => {
                let bound = |rest| format!("FOR VALUES WITH (modulus 2, remainder {rest})");
                ((0..2).map(bound).collect(), Vec::new())
            }
        };
        let has_more = dice.bool();
        let more = more.into_iter().filter(|_| has_more);
        let rest =
            (way != Way::Hash && one_in(&mut dice, 1, 3).is_some()).then(|| "DEFAULT".to_owned());
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
            method: way.method().to_owned(),
            key: "id".to_owned(),
            modulus: None,
        });
        // What a partition has alone would be lost where all are made anew, so such a change is held.
        if !self.is_divided_anew(&own) {
            self.own_index(table, families);
        }
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
