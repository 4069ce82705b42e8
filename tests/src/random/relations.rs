//! Foreign keys.
//!
//! In: tables with their keys. Out: the same with columns that refer to others.

use trueup::model::{Action, Column, Engine, ForeignKey, Index, IndexPart, Name, Table};

use super::{Dice, choose, one_in};

impl Dice {
    pub(super) fn foreign_keys(&self, table: &mut Table, all: &[Table]) {
        let own = table.name.name.clone();
        if !self.takes_references(table) {
            return;
        }
        let keyed: Vec<&Table> = all
            .iter()
            .filter(|target| self.takes_references(target) && is_number_unique(target))
            .collect();
        for number in 0..2 {
            let mut dice = self.at(&format!("{own}.r{number}"), 40);
            if dice.bool() {
                continue;
            }
            let Some(target) = choose(&mut dice, &keyed) else {
                continue;
            };
            let number_type = &target.columns[0].data_type;
            // A row may only have to refer to one that can be there before it.
            // MariaDB takes no NOT NULL while the old foreign key sets to NULL, so it is the same on both sides.
            let mut steady = self.at(&format!("{own}.r{number} must"), 0);
            let may = self.engine() != Engine::MySql;
            let must = may && one_in(&mut steady, 1, 6).is_some() && target.name <= table.name;
            let column = format!("r{number}");
            let is_strict = table.options.contains_key("strict");
            let own_type = if is_strict { "INTEGER" } else { number_type };
            table.columns.push(Column {
                nullable: !must,
                ..Column::new(&column, own_type)
            });
            if one_in(&mut dice, 1, 8).is_some() {
                continue;
            }
            let mut action = || match dice.u8(0..5) {
                0 => Action::Cascade,
                1 if !must => Action::SetNull,
                2 => Action::Restrict,
                3 if self.engine() != Engine::MySql && !must => Action::SetDefault,
                _ => Action::NoAction,
            };
            let (on_delete, on_update) = (action(), action());
            let is_deferred = self.engine() != Engine::MySql && one_in(&mut dice, 1, 5).is_some();
            table.foreign_keys.push(ForeignKey {
                name: Name::chosen(format!("{own}_f{number}")),
                columns: vec![column],
                target: target.name.clone(),
                target_columns: vec!["id".to_owned()],
                on_delete,
                on_update,
                clauses: if is_deferred {
                    vec!["DEFERRABLE INITIALLY DEFERRED".to_owned()]
                } else {
                    Vec::new()
                },
            });
        }
    }

    /// A key of two columns, to a table that has one. What it needs is there or not with it.
    pub(super) fn composite_key(&self, table: &mut Table, all: &[Table]) {
        let own = table.name.name.clone();
        let mut dice = self.at(&format!("{own} pair"), 40);
        let keyed: Vec<&Table> = all
            .iter()
            .filter(|target| self.takes_references(target))
            .filter(|target| {
                target
                    .primary_key
                    .as_ref()
                    .is_some_and(|key| key.columns.len() == 2)
            })
            .collect();
        let Some(target) = choose(&mut dice, &keyed) else {
            return;
        };
        if table.options.contains_key("strict") || !self.takes_references(table) || dice.bool() {
            return;
        }
        for (column, of) in [("r2", "id"), ("p2", "part")] {
            let of = target.column(of).map(|of| of.data_type.clone());
            table
                .columns
                .push(Column::new(column, of.unwrap_or_default()));
        }
        table.foreign_keys.push(ForeignKey {
            name: Name::chosen(format!("{own}_f2")),
            columns: vec!["r2".to_owned(), "p2".to_owned()],
            target: target.name.clone(),
            target_columns: vec!["id".to_owned(), "part".to_owned()],
            on_delete: [Action::NoAction, Action::Cascade, Action::SetNull][dice.usize(0..3)],
            on_update: Action::NoAction,
            clauses: Vec::new(),
        });
    }
}

/// Whether a foreign key can refer to the number of a row.
fn is_number_unique(table: &Table) -> bool {
    let key = table.primary_key.iter().map(|key| &key.columns);
    let uniques = table.uniques.iter().map(|unique| &unique.columns);
    let is_number = |columns: &Vec<String>| columns.len() == 1 && columns[0] == "id";
    let is_index = |index: &Index| {
        index.unique && index.parts.len() == 1 && index.parts[0] == IndexPart::column("id")
    };
    key.chain(uniques).any(is_number) || table.indexes.iter().any(is_index)
}
