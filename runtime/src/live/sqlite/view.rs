//! Views, from their texts.
//!
//! In: the rows of the catalogue. Out: views of the model. SQLite keeps what was typed, so what a view
//! uses is told by the names in its query: some too many, none too few.

use std::collections::BTreeSet;

use super::catalogue::Catalogue;
use crate::dialect::sqlite::ddl::view::COLUMNS;
use crate::dialect::sqlite::lexer::{Lexeme, lex};
use crate::dialect::sqlite::spell::closing;
use crate::model::{ObjectId, Schema, TableName, Unsupported, View};

pub(super) fn read(catalogue: &Catalogue, schema: &mut Schema) {
    let rows: Vec<_> = catalogue
        .others
        .iter()
        .filter(|row| row.0 == "view")
        .collect();
    let names: Vec<&str> = rows.iter().map(|row| row.1.as_str()).collect();
    for row in &rows {
        let Some((columns, query)) = parts(&row.3) else {
            schema.unsupported.push(Unsupported {
                object: row.1.clone(),
                kind: "view".to_owned(),
                reason: "its text is not understood".to_owned(),
                on: None,
                column: None,
                definition: Some(row.3.clone()),
            });
            continue;
        };
        let mut view = View::new(TableName::new(&row.1), query);
        if let Some(columns) = columns {
            view.options
                .insert(COLUMNS.to_owned(), columns.trim().to_owned());
        }
        view.uses = uses(&row.1, query, schema, &names);
        schema.views.push(view);
    }
}

/// The names of the columns, where they are given, and the query.
fn parts(sql: &str) -> Option<(Option<&str>, &str)> {
    let lexemes = lex(sql);
    let start = lexemes.iter().position(|lexeme| lexeme.is_word("VIEW"))?;
    // Before the list stands the name, which may be quoted; a parenthesis in it is no symbol.
    let end = lexemes.iter().position(|lexeme| lexeme.is_word("AS"))?;
    let open = lexemes[start..end]
        .iter()
        .position(|lexeme| lexeme.is_symbol("("));
    let columns = match open {
        Some(open) => {
            let open = start + open;
            let close = closing(&lexemes, open)?;
            Some(&sql[lexemes[open].at + 1..lexemes[close].at])
        }
        None => None,
    };
    let query = &sql[lexemes[end].at + lexemes[end].text.len()..];
    Some((columns, query.trim().trim_end_matches(';').trim_end()))
}

/// What the words of a query may mean of the schema.
pub(super) fn uses(own: &str, query: &str, schema: &Schema, views: &[&str]) -> Vec<ObjectId> {
    let words: BTreeSet<String> = lex(query)
        .iter()
        .filter(|lexeme| lexeme.may_be_name())
        .filter_map(Lexeme::name)
        .map(|name| name.to_lowercase())
        .collect();
    let mut uses = Vec::new();
    for table in &schema.tables {
        if words.contains(&table.name.name.to_lowercase()) {
            uses.push(ObjectId::Table(table.name.clone()));
            let columns = table.columns.iter();
            uses.extend(
                columns
                    .filter(|column| words.contains(&column.name.to_lowercase()))
                    .map(|column| ObjectId::Column(table.name.clone(), column.name.clone())),
            );
        }
    }
    let others = views
        .iter()
        .filter(|name| **name != own && words.contains(&name.to_lowercase()));
    uses.extend(others.map(|name| ObjectId::View(TableName::new(*name))));
    uses
}
