//! Triggers: meta to model.
//!
//! In: what the derive writes of a trigger. Out: the statement that creates it, in the dialect's words.
//! Looks at the first word of a text alone, which tells a block from a statement.

use super::{Lowering, sql_for, statement};
use crate::dialect::{mysql, postgres, sqlite};
use crate::meta::{EventMeta, TableMeta, TriggerMeta};
use crate::model::{Engine, TableName, Token, Trigger, tokens};

impl Lowering {
    pub(super) fn triggers(&mut self, meta: &TableMeta, table: &TableName) -> Vec<Trigger> {
        let mut triggers: Vec<Trigger> = Vec::new();
        for trigger in meta.triggers() {
            let Some(text) = sql_for(self.flavor.engine(), trigger.sql) else {
                continue;
            };
            if trigger.events.len() > 1 && self.flavor.engine() != Engine::Postgres {
                self.problem(format!(
                    "trigger `{}` of `{table}`: {} fires a trigger at one event\nhelp: write a trigger for each event",
                    trigger.name, self.flavor.vendor
                ));
            }
            let is_executing =
                self.flavor.engine() == Engine::Postgres && begins_with(text, &["execute", "when"]);
            let function = executed(text).filter(|_| is_executing);
            if function.is_some_and(|name| name == trigger.name.to_lowercase()) {
                self.problem(format!(
                    "trigger `{}` of `{table}`: a function with the name of its trigger would be taken for trueup's own, and \
                     dropped with it\nhelp: give the trigger or the function another name",
                    trigger.name
                ));
            }
            let definition = definition(self.flavor.engine(), table, trigger, text);
            triggers.push(Trigger::new(trigger.name, definition));
        }
        triggers.sort_by(|a, b| a.name.cmp(&b.name));
        triggers
    }
}

fn definition(engine: Engine, table: &TableName, trigger: &TriggerMeta, text: &str) -> String {
    let text = &statement(engine, text.trim_start());
    let moment = if trigger.before { "BEFORE" } else { "AFTER" };
    let events: Vec<&str> = trigger.events.iter().map(|event| word(*event)).collect();
    let head = |quote: fn(&str) -> String, table: String| {
        format!(
            "CREATE TRIGGER {} {moment} {} ON {table} FOR EACH ROW",
            quote(trigger.name),
            events.join(" OR ")
        )
    };
    match engine {
        Engine::Postgres => {
            let head = head(postgres::quote, postgres::table(table));
            if begins_with(text, &["execute", "when"]) {
                return format!("{head} {text}");
            }
            let function = postgres::within(table, trigger.name);
            // What comes out of a trigger that fires before the write is what is written.
            let body = match begins_with(text, &["begin", "declare", "<<"]) {
                true => format!("{text};"),
                false => format!("BEGIN\n{text};\nRETURN COALESCE(NEW, OLD);\nEND;"),
            };
            format!(
                "CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS {};\n{head} EXECUTE FUNCTION {function}()",
                postgres::literal(&body).trim_start()
            )
        }
        Engine::MySql => {
            let moment = format!("{moment} {}", events.join(" OR "));
            mysql::trigger(trigger.name, &moment, &table.name, text)
        }
        Engine::Sqlite => {
            let head = head(sqlite::quote, sqlite::quote(&table.name));
            match begins_with(text, &["begin", "when"]) {
                true => format!("{head} {text}"),
                false => format!("{head} BEGIN {text}; END"),
            }
        }
    }
}

const fn word(event: EventMeta) -> &'static str {
    match event {
        EventMeta::Insert => "INSERT",
        EventMeta::Update => "UPDATE",
        EventMeta::Delete => "DELETE",
    }
}

/// The function that a text executes, where it is not named with a namespace.
fn executed(text: &str) -> Option<String> {
    let mut words = tokens(text).into_iter();
    let is_function = |token: &Token| matches!(token.identifier(), Some("function" | "procedure"));
    words.find(is_function)?;
    let mut words = words.filter(|token| !matches!(token, Token::Space(_)));
    let name = words.next()?.identifier()?.to_owned();
    (words.next()?.text() == "(").then_some(name)
}

fn begins_with(text: &str, words: &[&str]) -> bool {
    let first = tokens(text)
        .first()
        .and_then(|token| token.identifier().map(str::to_lowercase));
    first.is_some_and(|first| words.contains(&first.as_str()))
}
