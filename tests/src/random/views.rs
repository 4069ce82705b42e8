//! Views of a table, of two, and of other views.
//!
//! In: tables. Out: views whose queries every engine understands, each with what it uses.

use trueup::model::{Column, ObjectId, Table, TableName, View};

use super::{Dice, choose, one_in};

/// As many views of views as a schema may have.
const ABOVE: usize = 2;

/// A view, and the columns that it yields.
struct Seen {
    view: View,
    columns: Vec<String>,
}

impl Seen {
    fn name(&self) -> &str {
        &self.view.name.name
    }
}

impl Dice {
    pub(super) fn views(&self, tables: &[Table]) -> Vec<View> {
        let mut all: Vec<Seen> = Vec::new();
        for table in tables {
            all.extend(self.view(table));
            all.extend(self.join(table, tables));
        }
        for number in 0..ABOVE {
            let above = self.view_above(number, &all, tables);
            all.extend(above);
        }
        all.into_iter().map(|seen| seen.view).collect()
    }

    fn view(&self, table: &Table) -> Option<Seen> {
        let own = &table.name.name;
        let mut dice = self.at(&format!("{own} view"), 30);
        one_in(&mut dice, 1, 5)?;
        let condition = ["", " WHERE id > 1"][dice.usize(0..2)];
        let mut uses = uses_of(table, "id").to_vec();
        let mut columns = vec!["number".to_owned()];
        let mut selected = "id AS number".to_owned();
        if let Some(other) = choose(&mut dice, &others(table))
            && dice.bool()
        {
            selected += &format!(", {}", other.name);
            columns.push(other.name.clone());
            uses.extend(uses_of(table, &other.name));
        }
        let query = format!("SELECT {selected} FROM {own}{condition}");
        Some(seen(&format!("v_{own}"), query, uses, columns))
    }

    /// A view of a table beside another one, which may be the same.
    fn join(&self, table: &Table, all: &[Table]) -> Option<Seen> {
        let own = &table.name.name;
        let mut dice = self.at(&format!("{own} join"), 30);
        one_in(&mut dice, 1, 5)?;
        let all: Vec<&Table> = all.iter().collect();
        let other = choose(&mut dice, &all)?;
        let kind = ["JOIN", "LEFT JOIN"][dice.usize(0..2)];
        let mut uses = [uses_of(table, "id"), uses_of(other, "id")].concat();
        let mut columns = vec!["number".to_owned()];
        let mut selected = "a.id AS number".to_owned();
        for (alias, of) in [("a", table), ("b", other)] {
            let column = choose(&mut dice, &others(of));
            // Its name may be that of a column of the other table.
            let name = one_in(&mut dice, 1, 3).map(|()| format!("{alias}_value"));
            if let Some(column) = column
                && dice.bool()
            {
                let name = name.unwrap_or_else(|| column.name.clone());
                if !columns.contains(&name) {
                    selected += &format!(", {alias}.{} AS {name}", column.name);
                    uses.extend(uses_of(of, &column.name));
                    columns.push(name);
                }
            }
        }
        let query = format!(
            "SELECT {selected} FROM {own} a {kind} {} b ON b.id = a.id",
            other.name
        );
        Some(seen(&format!("j_{own}"), query, uses, columns))
    }

    /// A view of another view, and of a table beside it perhaps.
    fn view_above(&self, number: usize, views: &[Seen], tables: &[Table]) -> Option<Seen> {
        let mut dice = self.at(&format!("view {number}"), 40);
        let views: Vec<&Seen> = views.iter().collect();
        let of = choose(&mut dice, &views)?;
        one_in(&mut dice, 2, 3)?;
        let mut uses = vec![ObjectId::View(of.view.name.clone())];
        let mut columns = vec!["number".to_owned()];
        let mut selected = "a.number".to_owned();
        let column = choose(&mut dice, &of.columns.iter().collect::<Vec<_>>());
        if let Some(column) = column.filter(|column| *column != "number")
            && dice.bool()
        {
            selected += &format!(", a.{column}");
            columns.push(column.clone());
        }
        let mut query = format!("SELECT {selected} FROM {} a", of.name());
        let beside = choose(&mut dice, &tables.iter().collect::<Vec<_>>());
        if let Some(table) = beside
            && one_in(&mut dice, 1, 3).is_some()
        {
            query += &format!(" JOIN {} b ON b.id = a.number", table.name);
            uses.extend(uses_of(table, "id"));
        } else if dice.bool() {
            query += " WHERE a.number > 1";
        }
        Some(seen(&format!("w{number}"), query, uses, columns))
    }
}

fn seen(name: &str, query: String, uses: Vec<ObjectId>, columns: Vec<String>) -> Seen {
    let view = View {
        uses,
        ..View::new(TableName::new(name), query)
    };
    Seen { view, columns }
}

/// The columns of a table besides its number.
fn others(table: &Table) -> Vec<&Column> {
    let columns = table.columns.iter();
    columns.filter(|one| one.name != "id").collect()
}

fn uses_of(table: &Table, column: &str) -> [ObjectId; 2] {
    [
        ObjectId::Table(table.name.clone()),
        ObjectId::Column(table.name.clone(), column.to_owned()),
    ]
}
