//! The diagram as an `erDiagram` of Mermaid.
//!
//! In: a diagram. Out: text that Mermaid reads, whatever the names are. Its lexer takes a word for a keyword
//! wherever it can, so a name is bare only when it cannot be anything else.

use std::fmt::Write as _;

use super::diagram::{Diagram, Entity, Kind, Link, Relation, Row};
use crate::model::TableName;

/// Words that mean something where a name may stand. Letter case makes no difference.
const WORDS: [&str; 14] = [
    "accdescr",
    "acctitle",
    "class",
    "classdef",
    "direction",
    "end",
    "erdiagram",
    "many",
    "one",
    "only",
    "style",
    "subgraph",
    "title",
    "to",
];

pub(super) fn text(diagram: &Diagram<'_>) -> String {
    let mut out = String::from("erDiagram\n");
    let names: Vec<Handle> = diagram
        .entities
        .iter()
        .enumerate()
        .map(|(at, entity)| handle(at, entity.name))
        .collect();
    for (entity, name) in diagram.entities.iter().zip(&names) {
        entity_text(&mut out, entity, name);
    }
    for relation in &diagram.relations {
        relation_text(&mut out, relation, &names);
    }
    out
}

/// How an entity is called in the text, and what is shown instead where Mermaid has no way to write it.
struct Handle {
    id: String,
    shown: Option<String>,
}

fn handle(at: usize, table: &TableName) -> Handle {
    let name = &table.to_string();
    let parts = [table.schema.as_deref().unwrap_or_default(), &table.name];
    // Two tables may be the same text when a name has a point in it.
    let is_clear = !parts.iter().any(|part| part.contains('.')) && !name.starts_with("entity_");
    let is_bare = is_word(name)
        && name.len() > 1
        && is_clear
        && !WORDS.contains(&name.to_lowercase().as_str());
    let encoded = label(name);
    if is_bare {
        return Handle {
            id: name.to_owned(),
            shown: None,
        };
    }
    if encoded == *name && is_clear {
        return Handle {
            id: format!("\"{name}\""),
            shown: None,
        };
    }
    Handle {
        id: format!("entity_{at}"),
        shown: Some(encoded),
    }
}

fn entity_text(out: &mut String, entity: &Entity<'_>, name: &Handle) {
    let about = [
        match entity.kind {
            Kind::Table => None,
            Kind::View => Some("view"),
            Kind::MaterializedView => Some("materialized view"),
            Kind::Elsewhere => Some("not part of the schema"),
        },
        entity.comment,
    ];
    // An entity has no comment of its own in Mermaid, and a line of the source may be one.
    for text in about.into_iter().flatten() {
        let _ = writeln!(out, "    %% {}", label(text));
    }
    let shown = name
        .shown
        .as_ref()
        .map(|text| format!("[\"{text}\"]"))
        .unwrap_or_default();
    let _ = writeln!(out, "    {}{shown} {{", name.id);
    for row in &entity.rows {
        row_text(out, row);
    }
    out.push_str("    }\n");
}

fn row_text(out: &mut String, row: &Row<'_>) {
    let column = row.column;
    let (kind, name) = (word(&column.data_type), word(&column.name));
    let mut remarks = Vec::new();
    if name != column.name {
        remarks.push(column.name.clone());
    }
    // What stands for a space or a comma loses nothing.
    if column.data_type.contains(|c| !is_of_type(c)) {
        remarks.push(column.data_type.clone());
    }
    if column.nullable && !row.is_primary {
        remarks.push("null".to_owned());
    }
    remarks.extend(column.comment.clone());
    let _ = write!(out, "        {kind} {name}");
    let marks = row.marks();
    if !marks.is_empty() {
        let _ = write!(out, " {}", marks.join(", "));
    }
    if !remarks.is_empty() {
        let _ = write!(out, " \"{}\"", label(&remarks.join("; ")));
    }
    out.push('\n');
}

fn relation_text(out: &mut String, relation: &Relation<'_>, names: &[Handle]) {
    let (from, to) = (&names[relation.from].id, &names[relation.to].id);
    let _ = match &relation.link {
        Link::Reference {
            key,
            is_optional,
            is_single,
        } => {
            let parent = if *is_optional { "|o" } else { "||" };
            let child = if *is_single { "o|" } else { "o{" };
            let columns = label(&key.columns.join(", "));
            writeln!(out, "    {to} {parent}--{child} {from} : \"{columns}\"")
        }
        Link::Use => writeln!(out, "    {to} }}o..o{{ {from} : \"read by\""),
    };
}

/// A text as one word: what cannot be in it is an underscore.
fn word(text: &str) -> String {
    let mut word = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '_' | '(' | ')' | '[' | ']') {
            word.push(c);
        } else if !word.ends_with('_') || c == '_' {
            word.push('_');
        }
    }
    let letters: String = word
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    let is_mark = ["pk", "fk", "uk"].contains(&letters.to_lowercase().as_str());
    let is_start = word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if is_mark || !is_start {
        word.insert(0, '_');
    }
    word
}

/// A text between quotes. What Mermaid would read as something else is written as a number, which it
/// turns back when it draws.
fn label(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.char_indices() {
        // A line with this word and a side after it sets the direction, inside of quotes too.
        let rest = text.as_bytes()[at..].get(.."direction".len());
        let is_direction = rest.is_some_and(|rest| rest.eq_ignore_ascii_case(b"direction"));
        match c {
            _ if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => out.push(' '),
            '"' | '%' | '\\' | '#' | ':' | '~' | '`' | '<' | '>' | '&' | '{' | '}' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            _ if is_direction => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_of_type(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_()[], ".contains(c)
}
