//! What stands beside the objects of namespaces: privileges, and what a database has as a whole.
//!
//! In: rows of the catalogue. Out: one item for each, in words that are the same wherever the same was
//! given. Asks nothing.

use super::catalogue::{Catalogue, qualified};
use super::row::Row;
use crate::model::{Schema, TableName, Unsupported};

/// The comment that every database has from its making.
const STANDARD: &str = "standard public schema";

/// Lists all of them.
pub(super) fn read(catalogue: &Catalogue, schema: &mut Schema) {
    let answers = &catalogue.answers;
    let privileges = answers.privileges.iter().map(|row| {
        let on: u32 = row.number(4);
        let relation = catalogue.relations.get(&on);
        let table = relation.map(|relation| relation.name.clone());
        listed(&row.text(0), granted(row), table, row.text(5))
    });
    schema.unsupported.extend(privileges);
    let wide = answers.wide.iter();
    let wide = wide.map(|row| listed(&row.text(0), row.text(1), None, row.text(2)));
    schema.unsupported.extend(wide);
    let comments = answers.namespace_comments.iter();
    let comments = comments.filter(|row| row.text(1) != STANDARD);
    let comments = comments.map(|row| listed("comment", row.text(0), None, row.text(1)));
    schema.unsupported.extend(comments);
}

/// The name of what the privileges are on.
fn granted(row: &Row) -> String {
    match (row.maybe(1), row.maybe(3)) {
        (Some(namespace), None) => namespace,
        (None, name) => name.unwrap_or_default(),
        _ => qualified(row, 1, 3).to_string(),
    }
}

fn listed(kind: &str, object: String, on: Option<TableName>, definition: String) -> Unsupported {
    Unsupported {
        object,
        kind: kind.to_owned(),
        reason: match kind {
            "comment" => "comments of schemas are not managed".to_owned(),
            _ => format!("objects of kind {kind} are not supported"),
        },
        on,
        column: None,
        definition: Some(definition),
    }
}
