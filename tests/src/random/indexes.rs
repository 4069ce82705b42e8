//! Indexes and unique constraints.
//!
//! In: a table with its columns. Out: the same with indexes over some of them.

use trueup::model::{Engine, Index, IndexPart, Name, Table, Target, Unique, Vendor};

use super::words::Family;
use super::{Dice, choose, one_in};

impl Dice {
    pub(super) fn indexes(&self, table: &mut Table, families: &[(String, Family, String)]) {
        let own = table.name.name.clone();
        let plain: Vec<&(String, Family, String)> = families
            .iter()
            .filter(|(name, ..)| self.may_be_named(name))
            .filter(|(_, family, data_type)| family.is_sorted(data_type))
            .collect();
        for number in 0..2 {
            let mut dice = self.at(&format!("{own}_i{number}"), 40);
            let Some((first, family, _)) = choose(&mut dice, &plain) else {
                continue;
            };
            if dice.bool() {
                continue;
            }
            let mut index = Index::over(Name::chosen(format!("{own}_i{number}")), &[first]);
            index.parts[0].descending = one_in(&mut dice, 1, 4).is_some();
            match choose(&mut dice, &plain) {
                Some((second, ..)) if second != first && dice.bool() => {
                    index.parts.push(IndexPart::column(second));
                }
                _ => {}
            }
            if self.engine() != Engine::MySql {
                if *family == Family::Text && one_in(&mut dice, 1, 3).is_some() {
                    index.parts[0].target = Target::Expression(format!("lower({first})"));
                }
                if one_in(&mut dice, 1, 4).is_some() {
                    let condition = ["id > 0", "id IS NOT NULL", "id <> 7"][dice.usize(0..3)];
                    index.predicate = Some(condition.to_owned());
                }
            }
            table.indexes.push(index);
        }
        let mut dice = self.at(&format!("{own}_u"), 40);
        let distinct: Vec<_> = plain
            .into_iter()
            .filter(|(_, family, _)| family.is_distinct())
            .collect();
        if let Some((of, ..)) = choose(&mut dice, &distinct)
            && dice.bool()
        {
            // Alone it is often in the way of the rows: a new column has the same value in each.
            let columns: &[&str] = if one_in(&mut dice, 1, 6).is_some() {
                &[of]
            } else {
                &[of, "id"]
            };
            self.unique(table, &format!("{own}_u"), columns);
        }
        if self.engine() == Engine::Sqlite {
            self.constraint(table, families);
        }
        if table
            .primary_key
            .as_ref()
            .is_none_or(|key| key.columns.len() > 1)
            && self.at(&format!("{own}_n"), 20).bool()
        {
            self.unique(table, &format!("{own}_n"), &["id"]);
        }
    }

    /// Indexes for which more is in the rows than their columns: the ids of what has words, and the hash of a long key.
    pub(super) fn indexes_of_texts(
        &self,
        table: &mut Table,
        families: &[(String, Family, String)],
    ) {
        let own = table.name.name.clone();
        let texts: Vec<_> = families
            .iter()
            .filter(|(_, family, _)| *family == Family::Text)
            .collect();
        let mut dice = self.at(&format!("{own}_w"), 60);
        if let Some((of, ..)) = choose(&mut dice, &texts)
            && one_in(&mut dice, 1, 5).is_some()
        {
            table.indexes.push(Index {
                method: Some("FULLTEXT".to_owned()),
                ..Index::over(Name::chosen(format!("{own}_w")), &[of])
            });
        }
        let mut dice = self.at(&format!("{own}_l"), 60);
        let mut long = texts
            .iter()
            .filter(|(.., data_type)| data_type == "longtext");
        if let Some((of, ..)) = long.next()
            && self.flavor.vendor == Vendor::MariaDb
            // Which such a key may not hold.
            && table.columns.iter().all(|column| column.auto_increment.is_none())
            && one_in(&mut dice, 1, 3).is_some()
        {
            self.unique(table, &format!("{own}_l"), &[of, "id"]);
        }
    }

    /// A unique constraint of SQLite, whose columns have an order or a collation of their own perhaps.
    fn constraint(&self, table: &mut Table, families: &[(String, Family, String)]) {
        let mut dice = self.at(&format!("{}_c", table.name), 50);
        let all: Vec<_> = families.iter().collect();
        let Some((of, ..)) = choose(&mut dice, &all) else {
            return;
        };
        let words = ["", " DESC", " COLLATE NOCASE", " COLLATE RTRIM DESC"][dice.usize(0..4)];
        if one_in(&mut dice, 1, 4).is_some() {
            let columns = vec![of.clone(), "id".to_owned()];
            let said = [(of.clone(), words.to_owned())].into_iter();
            table.uniques.push(Unique {
                said: said.filter(|(_, words)| !words.is_empty()).collect(),
                // An index over the same columns would serve as one that nobody named.
                ..Unique::over(Name::chosen(format!("{of}_id_key")), columns)
            });
        }
    }

    fn unique(&self, table: &mut Table, name: &str, columns: &[&str]) {
        let name = Name::chosen(name);
        if self.engine() == Engine::Postgres {
            table.uniques.push(Unique::over(
                name,
                columns.iter().map(|name| (*name).to_owned()).collect(),
            ));
        } else {
            table.indexes.push(Index {
                unique: true,
                ..Index::over(name, columns)
            });
        }
    }
}
