//! What the model cannot hold.
//!
//! The catalogue does not tell all of some tables. Their own definitions are asked for, all in one
//! round trip, and read just far enough.

use std::collections::BTreeMap;

use sqlx::MySqlConnection;

use super::table::Found;
use super::{Catalogue, cell, column, definitions, of, text, words};
use crate::dialect::mysql::{Kind, lexemes, quote};
use crate::error::Error;
use crate::model::{Schema, TableName, Unsupported};

/// The definitions of the tables that need it.
pub(super) async fn show(
    connection: &mut MySqlConnection,
    tables: &[Found],
    is_all: bool,
) -> Result<BTreeMap<String, String>, Error> {
    let questions: Vec<String> = tables
        .iter()
        .filter(|found| is_all || found.is_suspect || found.opaque.is_some())
        .filter(|found| !is_broken(found))
        .map(|found| {
            let word = match found.opaque {
                Some(("sequence", _)) => "SEQUENCE",
                _ => "TABLE",
            };
            format!("SHOW CREATE {word} {}", quote(&found.table.name.name))
        })
        .collect();
    if questions.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut shown = definitions(connection, "definitions of tables", &questions.join("; ")).await?;
    for definition in shown.values_mut() {
        *definition = without_counter(definition);
    }
    Ok(shown)
}

/// A table that the server cannot open has no definition to show.
fn is_broken(found: &Found) -> bool {
    matches!(&found.opaque, Some((_, reason)) if reason.starts_with("the server cannot"))
}

/// The next number is data, not schema.
fn without_counter(definition: &str) -> String {
    let Some(at) = definition.rfind(" AUTO_INCREMENT=") else {
        return definition.to_owned();
    };
    let (head, tail) = definition.split_at(at);
    let tail = &tail[" AUTO_INCREMENT=".len()..];
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    format!("{head}{}", &tail[digits..])
}

/// Keeps the tables that the model can hold, and lists the others.
pub(super) fn settle(
    catalogue: &Catalogue,
    tables: Vec<Found>,
    shown: &BTreeMap<String, String>,
    is_all: bool,
    schema: &mut Schema,
) {
    for found in tables {
        let mut table = found.table;
        let definition = shown.get(&table.name.name);
        let mut opaque = found.opaque;
        if let (true, Some(definition)) = (found.is_suspect, definition)
            && has_words(definition, &["period", "for"])
        {
            opaque = opaque.or(Some(("table", "periods are not modelled".to_owned())));
        }
        if let Some(definition) = definition {
            let rows = of(&catalogue.columns, &table.name.name);
            let collation = |column: &str| {
                let row = rows.iter().find(|row| cell(row, 1) == Some(column))?;
                column::collation(row).map(str::to_owned)
            };
            let vendor = catalogue.flavor.vendor;
            words::read(&mut table, definition, vendor, is_all, collation);
        }
        let Some((kind, reason)) = opaque else {
            schema.tables.push(table);
            continue;
        };
        // What was listed of its parts is told by its definition.
        let name = std::mem::replace(&mut table.name, TableName::new(""));
        schema
            .unsupported
            .retain(|item| item.on.as_ref() != Some(&name));
        schema.unsupported.push(Unsupported {
            object: name.to_string(),
            kind: kind.to_owned(),
            reason,
            on: Some(name),
            column: None,
            definition: definition.cloned(),
        });
    }
}

/// Whether the words follow each other outside of quotes and comments.
fn has_words(text: &str, words: &[&str]) -> bool {
    // MariaDB writes what older servers shall not read into comments that it reads itself.
    let text = text.replace("/*!", "").replace("/*M!", "");
    let found: Vec<String> = lexemes(&text)
        .into_iter()
        .filter(|(kind, _)| *kind != Kind::Space)
        .map(|(kind, text)| match kind {
            Kind::Word => text.to_lowercase(),
            _ => String::new(),
        })
        .collect();
    found.windows(words.len()).any(|window| window == words)
}

/// Lists routines and events.
pub(super) fn read_others(catalogue: &Catalogue, schema: &mut Schema) {
    for row in &catalogue.routines {
        let name = text(row, 0);
        let parameters = of(&catalogue.parameters, &name);
        let parameters: Vec<String> = parameters.iter().map(|row| text(row, 1)).collect();
        let kind = text(row, 1).to_lowercase();
        let definition = format!(
            "({}) {} {}",
            parameters.join(", "),
            text(row, 3),
            text(row, 2)
        );
        let reason = "routines are not modelled";
        push(schema, &name, &kind, reason, definition);
    }
    for row in &catalogue.events {
        let definition = format!("{} {}", text(row, 2), text(row, 1));
        let reason = "events are not modelled";
        push(schema, &text(row, 0), "event", reason, definition);
    }
}

fn push(schema: &mut Schema, object: &str, kind: &str, reason: &str, definition: String) {
    schema.unsupported.push(Unsupported {
        object: object.to_owned(),
        kind: kind.to_owned(),
        reason: reason.to_owned(),
        on: None,
        column: None,
        definition: Some(definition),
    });
}

#[cfg(test)]
mod tests {
    use super::{has_words, without_counter};

    #[test]
    fn the_next_number_is_no_part_of_a_definition() {
        assert_eq!(
            without_counter(
                "CREATE TABLE `t` (\n) ENGINE=InnoDB AUTO_INCREMENT=12 DEFAULT CHARSET=utf8mb4"
            ),
            "CREATE TABLE `t` (\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"
        );
    }

    #[test]
    fn words_in_quotes_are_not_found() {
        assert!(has_words("a PERIOD FOR `p` (x, y)", &["period", "for"]));
        assert!(!has_words("COMMENT 'period for'", &["period", "for"]));
        assert!(has_words(
            "KEY (`a`) /*!50100 WITH PARSER `ngram` */",
            &["with", "parser"]
        ));
    }
}
