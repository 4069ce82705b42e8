//! Reads `trigger(...)`.
//!
//! In: what stands in the parentheses. Out: [`Trigger`]. Does not look into the SQL.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use super::engine::Engine;
use super::sql::SqlDraft;
use super::{Name, Sql, needs, nested, quoted, set, text, unknown};

const EXAMPLE: &str = "trigger(name = \"accounts_logged\", after(insert), \"...\")";

const EVENTS: [&str; 3] = ["insert", "update", "delete"];

/// A trigger on a table.
#[derive(Debug, Clone)]
pub(crate) struct Trigger {
    pub(crate) name: Name,
    pub(crate) is_before: bool,
    /// Each one of [`EVENTS`].
    pub(crate) events: Vec<(String, Span)>,
    pub(crate) sql: Sql,
}

/// Reads the name, the moment and the text.
pub(super) fn trigger(word: &Ident, input: ParseStream) -> syn::Result<Trigger> {
    let mut name = None;
    let mut moment = None;
    let mut sql = SqlDraft::default();
    nested(word, EXAMPLE, input, |input| {
        if sql.takes(input) {
            return sql.read(EXAMPLE, input);
        }
        if !input.peek(Ident::peek_any) {
            return quoted(EXAMPLE, input).map(drop);
        }
        let word = input.call(Ident::parse_any)?;
        match word.unraw().to_string().as_str() {
            "name" => set(
                &mut name,
                &word,
                text(&word, "name = \"accounts_logged\"", input)?,
            ),
            "before" | "after" => {
                let is_before = word == "before";
                let events = events(&word, input)?;
                if moment.is_some() {
                    return Err(syn::Error::new(
                        word.span(),
                        "a second moment\nhelp: write a trigger for each of them",
                    ));
                }
                moment = Some((is_before, events));
                Ok(())
            }
            _ => Err(unknown(&word, &known())),
        }
    })?;
    let Some(name) = name else {
        return Err(needs(word, "a name", EXAMPLE));
    };
    let Some((is_before, events)) = moment else {
        return Err(needs(word, "its moment", EXAMPLE));
    };
    let sql = sql.finish(word, EXAMPLE)?;
    Ok(Trigger {
        name,
        is_before,
        events,
        sql,
    })
}

fn known() -> Vec<&'static str> {
    ["name", "before", "after"]
        .into_iter()
        .chain(Engine::WORDS)
        .collect()
}

/// Reads `(insert, update)`.
fn events(word: &Ident, input: ParseStream) -> syn::Result<Vec<(String, Span)>> {
    let mut events: Vec<(String, Span)> = Vec::new();
    let example = format!("{word}(insert)");
    nested(word, &example, input, |input| {
        let Ok(event) = input.call(Ident::parse_any) else {
            return Err(input.error(format!(
                "expected `insert`, `update` or `delete`\nhelp: write `{example}`"
            )));
        };
        let name = event.unraw().to_string();
        if !EVENTS.contains(&name.as_str()) {
            return Err(unknown(&event, &EVENTS));
        }
        if events.iter().any(|(other, _)| *other == name) {
            return Err(syn::Error::new(
                event.span(),
                format!("duplicate `{name}`\nhelp: keep one of them"),
            ));
        }
        events.push((name, event.span()));
        Ok(())
    })?;
    Ok(events)
}
