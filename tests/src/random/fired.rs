//! Triggers of PostgreSQL, most of them with the function that comes and goes with each.
//!
//! In: a table with all its columns. Out: the same with triggers, which leave every row as it is.

use fastrand::Rng;
use trueup::model::{Column, Table, Trigger, Vendor};

use super::{Dice, choose, one_in};

/// As many triggers as a table may have.
const TRIGGERS: usize = 2;

/// When a trigger fires.
struct Moment {
    is_before: bool,
    is_for_each_row: bool,
    events: Vec<&'static str>,
}

impl Dice {
    pub(super) fn triggers_with_functions(&self, table: &Table) -> Vec<Trigger> {
        let own = &table.name.name;
        let mut triggers = Vec::new();
        // Before 13 no row of a divided table fires one before it is written.
        let can_precede =
            table.partitioning.is_none() || self.flavor.is_at_least(Vendor::Postgres, 13, 0);
        for number in 0..TRIGGERS {
            let mut dice = self.at(&format!("{own} trigger {number}"), 40);
            let moment = Moment {
                is_before: dice.bool() && can_precede,
                is_for_each_row: dice.u8(0..4) > 0,
                events: events(&mut dice),
            };
            // The next choices are made in any case, so that what is there changes nothing about them.
            let name = format!("{}_a{number}", self.namesake("triggers", own));
            let text = definition(&mut dice, &name, table, &moment);
            let firing = ["DISABLE", "ENABLE REPLICA", "ENABLE ALWAYS"][dice.usize(0..3)];
            let firing = one_in(&mut dice, 1, 4).map(|()| firing.to_owned());
            let comment = one_in(&mut dice, 1, 4).map(|()| format!("it's {}", dice.u8(0..2)));
            let mut is_there = self.at(&format!("{own} has trigger {number}"), 30);
            if one_in(&mut is_there, 1, 3).is_some() {
                triggers.push(Trigger {
                    firing,
                    comment,
                    ..Trigger::new(name, text)
                });
            }
        }
        triggers
    }
}

fn events(dice: &mut Rng) -> Vec<&'static str> {
    let all = ["INSERT", "UPDATE", "DELETE"];
    let first = dice.usize(0..3);
    let also = dice.bool();
    let is_one = |at: usize| at == first || also && at == (first + 1) % 3;
    (0..3).filter(|at| is_one(*at)).map(|at| all[at]).collect()
}

fn definition(dice: &mut Rng, name: &str, table: &Table, moment: &Moment) -> String {
    let own = &table.name.name;
    let watched = columns(dice, table);
    let is_watching = dice.bool();
    let events: Vec<String> = moment
        .events
        .iter()
        .map(|event| match *event {
            "UPDATE" if is_watching => format!("UPDATE OF {}", watched.join(", ")),
            event => event.to_owned(),
        })
        .collect();
    let time = if moment.is_before { "BEFORE" } else { "AFTER" };
    let level = if moment.is_for_each_row {
        "ROW"
    } else {
        "STATEMENT"
    };
    let condition = condition(dice, table, moment).unwrap_or_default();
    let head = format!(
        "CREATE TRIGGER {name} {time} {} ON {own} FOR EACH {level}{condition}",
        events.join(" OR ")
    );
    let body = [
        "RETURN COALESCE(NEW, OLD);",
        "-- it's said\n RETURN COALESCE(NEW, OLD);",
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    ][dice.usize(0..3)];
    let is_of_server = one_in(dice, 1, 4).is_some();
    // One that the server brings, for updates of rows alone.
    if is_of_server && moment.is_before && moment.is_for_each_row && moment.events == ["UPDATE"] {
        return format!("{head} EXECUTE FUNCTION suppress_redundant_updates_trigger()");
    }
    format!(
        "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$BEGIN {body} END$body$;\n\
         {head} EXECUTE FUNCTION {name}()"
    )
}

/// One or two columns of the table.
fn columns(dice: &mut Rng, table: &Table) -> Vec<String> {
    let all: Vec<&Column> = table.columns.iter().collect();
    let chosen = [choose(dice, &all), choose(dice, &all)];
    let mut names: Vec<String> = chosen
        .into_iter()
        .flatten()
        .map(|one| one.name.clone())
        .collect();
    names.dedup();
    if dice.bool() {
        names.truncate(1);
    }
    names
}

/// Of the row that there is at each event. What is computed is not there yet before it is written.
fn condition(dice: &mut Rng, table: &Table, moment: &Moment) -> Option<String> {
    let plain = table.columns.iter().filter(|one| one.generated.is_none());
    let column = choose(dice, &plain.collect::<Vec<_>>())?.name.clone();
    let (which, kind) = (dice.bool(), dice.usize(0..3));
    let row = match moment.events[..] {
        ["UPDATE"] if which => "OLD",
        ["INSERT"] | ["UPDATE"] | ["INSERT", "UPDATE"] => "NEW",
        ["DELETE"] | ["UPDATE", "DELETE"] => "OLD",
        _ => return None,
    };
    let test = match kind {
        0 => format!("{row}.{column} IS NOT NULL"),
        1 => format!("{row}.id > 0 OR {row}.{column} IS NULL"),
        _ => format!("{row}.id <> 7"),
    };
    let is_said = one_in(dice, 1, 2).is_some() && moment.is_for_each_row;
    is_said.then(|| format!(" WHEN ({test})"))
}
