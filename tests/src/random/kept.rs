//! What PostgreSQL alone has on a table: how columns are stored, and exclusion constraints.
//!
//! In: a table with its columns. Out: the same with more on them, each from a place of its own.

use trueup::model::{Column, Exclusion, Name, Table, Vendor};

use super::words::Family;
use super::{Dice, choose, one_in};

impl Dice {
    /// Another way to keep long values than that of the type.
    pub(super) fn keep(&self, place: &str, family: Family, column: &mut Column) {
        if !matches!(family, Family::Text | Family::Bytes | Family::Json) {
            return;
        }
        let mut dice = self.at(&format!("{place} kept"), 40);
        if one_in(&mut dice, 1, 5).is_some() {
            let way = ["external", "main", "plain"][dice.usize(0..3)];
            column.storage = Some(way.to_owned());
        }
        let can_choose = self.flavor.is_at_least(Vendor::Postgres, 14, 0);
        if one_in(&mut dice, 1, 6).is_some() && can_choose {
            column.compression = Some("pglz".to_owned());
        }
    }

    /// No two rows of some are equal in a column, or in a column and the number.
    pub(super) fn exclude(&self, table: &mut Table, families: &[(String, Family, String)]) {
        let own = table.name.name.clone();
        let sorted: Vec<&(String, Family, String)> = families
            .iter()
            .filter(|(_, family, data_type)| family.is_distinct() && family.is_sorted(data_type))
            .collect();
        let mut dice = self.at(&format!("{own}_x"), 40);
        let Some((of, ..)) = choose(&mut dice, &sorted) else {
            return;
        };
        if one_in(&mut dice, 1, 4).is_none() {
            return;
        }
        let columns: &[&str] = match dice.u8(0..4) {
            0 => &[of],
            _ => &[of, "id"],
        };
        let elements: Vec<String> = columns
            .iter()
            .map(|name| format!("{name} WITH ="))
            .collect();
        let condition = ["", " WHERE ((id > 0))", " WHERE ((id <> 7))"][dice.usize(0..3)];
        let deferral = ["", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED"][dice.usize(0..3)];
        let elements = elements.join(", ");
        table.exclusions.push(Exclusion {
            name: Name::chosen(format!("{own}_x")),
            definition: format!("USING btree ({elements}){condition}{deferral}"),
        });
    }
}
