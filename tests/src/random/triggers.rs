//! Triggers of MariaDB, MySQL and SQLite; those of PostgreSQL are in `fired`.
//!
//! In: tables and views. Out: the tables with triggers that name columns of their own table and of others. They
//! leave every row as it is, so that what becomes of rows is told from the migration alone.

use fastrand::Rng;
use trueup::model::{Column, Engine, Table, Trigger, View};

use super::{Dice, choose, one_in};

/// As many triggers as a table may have.
const TRIGGERS: usize = 3;

/// What else than its own table a trigger may name.
struct Beside<'a> {
    tables: Vec<&'a Table>,
    views: Vec<&'a View>,
}

impl Dice {
    pub(super) fn triggers(&self, tables: &mut [Table], views: &[View]) {
        if self.engine() == Engine::Postgres {
            for table in tables {
                table.triggers = self.triggers_with_functions(table);
            }
            return;
        }
        let all = tables.to_vec();
        let beside = Beside {
            tables: all.iter().collect(),
            views: views.iter().collect(),
        };
        for table in tables {
            table.triggers = self.triggers_of(table, &beside);
        }
    }

    fn triggers_of(&self, table: &Table, beside: &Beside<'_>) -> Vec<Trigger> {
        let own = &table.name.name;
        let mut triggers = Vec::new();
        let mut moments = Vec::new();
        for number in 0..TRIGGERS {
            let mut dice = self.at(&format!("{own} trigger {number}"), 40);
            let time = ["BEFORE", "AFTER"][dice.usize(0..2)];
            let event = ["INSERT", "UPDATE", "DELETE"][dice.usize(0..3)];
            // The order of several at one moment counts on MySQL and MariaDB, where they are not managed.
            let is_alone = self.engine() == Engine::Sqlite || !moments.contains(&(time, event));
            if one_in(&mut dice, 1, 3).is_none() || !is_alone {
                continue;
            }
            moments.push((time, event));
            let name = format!("{}_a{number}", self.namesake("triggers", own));
            let text = match self.engine() {
                Engine::Sqlite => of_sqlite(&mut dice, table, event, beside),
                _ => of_mysql(&mut dice, table, [time, event], beside),
            };
            let definition = format!("CREATE TRIGGER {name} {time} {text}");
            triggers.push(Trigger::new(name, definition));
        }
        triggers
    }
}

fn of_mysql(
    dice: &mut Rng,
    table: &Table,
    [time, event]: [&str; 2],
    beside: &Beside<'_>,
) -> String {
    let row = row(dice, event);
    let column = read(dice, table);
    let seen = format!("SET @seen = {row}.{column}");
    let written = written(dice, table);
    let body = match dice.u8(0..4) {
        0 if time == "BEFORE" && row == "NEW" && written != "id" => {
            format!("SET NEW.{written} = NEW.{written}")
        }
        0 | 1 => seen,
        2 => format!("SET @seen = ({})", query(dice, beside)),
        _ => {
            let write = write(dice, table, row, beside);
            match (write, dice.bool()) {
                (Some(write), true) => format!("BEGIN {seen}; {write}; END"),
                (Some(write), false) => write,
                (None, _) => seen,
            }
        }
    };
    format!("{event} ON {} FOR EACH ROW {body}", table.name)
}

fn of_sqlite(dice: &mut Rng, table: &Table, event: &str, beside: &Beside<'_>) -> String {
    let row = row(dice, event);
    let (watched, seen) = (read(dice, table), read(dice, table));
    let columns = match (event, dice.bool()) {
        ("UPDATE", true) => format!(" OF {watched}"),
        _ => String::new(),
    };
    let condition = match one_in(dice, 1, 4) {
        Some(()) => format!(" WHEN {row}.{seen} IS NOT NULL"),
        None => String::new(),
    };
    let own = written(dice, table);
    let body = match dice.u8(0..5) {
        0 => format!("SELECT {row}.{seen}"),
        1 => query(dice, beside),
        2 => format!(
            "UPDATE {0} SET {own} = {own} WHERE id = {row}.id AND id < 0",
            table.name
        ),
        _ => write(dice, table, row, beside).unwrap_or_else(|| format!("SELECT {row}.{seen}")),
    };
    format!(
        "{event}{columns} ON {}{condition} BEGIN {body}; END",
        table.name
    )
}

/// The row that there is at the event.
fn row(dice: &mut Rng, event: &str) -> &'static str {
    match (event, dice.bool()) {
        ("INSERT", _) | ("UPDATE", true) => "NEW",
        _ => "OLD",
    }
}

fn read(dice: &mut Rng, table: &Table) -> String {
    let columns: Vec<&Column> = table.columns.iter().collect();
    choose(dice, &columns).map_or_else(String::new, |column| column.name.clone())
}

/// A column that nothing computes.
fn written(dice: &mut Rng, table: &Table) -> String {
    let columns = table.columns.iter();
    let columns: Vec<&Column> = columns.filter(|one| one.generated.is_none()).collect();
    choose(dice, &columns).map_or_else(String::new, |column| column.name.clone())
}

/// A query of one value, from any table or view.
fn query(dice: &mut Rng, beside: &Beside<'_>) -> String {
    let view = choose(dice, &beside.views);
    let table = choose(dice, &beside.tables);
    let column = table.map_or_else(String::new, |table| read(dice, table));
    match (view, table, one_in(dice, 1, 3)) {
        (Some(view), _, Some(())) => format!("SELECT max(number) FROM {}", view.name),
        (_, Some(table), _) => format!("SELECT count({column}) FROM {}", table.name),
        _ => "SELECT 1".to_owned(),
    }
}

/// A statement that would write to a table that comes later, so that no trigger leads back to its own.
fn write(dice: &mut Rng, own: &Table, row: &str, beside: &Beside<'_>) -> Option<String> {
    let later = beside.tables.iter().copied();
    let later: Vec<&Table> = later.filter(|table| table.name > own.name).collect();
    let table = choose(dice, &later)?;
    let (column, seen) = (written(dice, table), read(dice, own));
    let name = &table.name;
    let nobody = "id < 0";
    Some(match dice.u8(0..4) {
        0 => format!("UPDATE {name} SET {column} = {column} WHERE id = {row}.id"),
        1 => format!("UPDATE {name} SET {column} = {row}.{seen} WHERE {nobody}"),
        // MySQL and MariaDB compare no texts of two collations.
        2 => {
            format!("DELETE FROM {name} WHERE {nobody} AND length({column}) = length({row}.{seen})")
        }
        _ => {
            // MySQL asks for each that has no default, also where no row comes.
            let all = table.columns.iter().filter(|one| one.generated.is_none());
            let all: Vec<&str> = all.map(|one| one.name.as_str()).collect();
            let all = all.join(", ");
            format!("INSERT INTO {name} ({all}) SELECT {all} FROM {name} WHERE {nobody}")
        }
    })
}
