//! What stands beside the objects of namespaces: privileges, and what a database has as a whole.
//!
//! In: rows of the catalogue. Out: one item for each, in words that are the same wherever the same was
//! given. Asks nothing.

use super::catalogue::{Catalogue, NAMESPACES};
use super::row::Row;
use crate::model::{Schema, TableName, Unsupported};

/// The comment that every database has from its making.
const STANDARD: &str = "standard public schema";

/// Lists all of them.
pub(super) fn read(catalogue: &Catalogue, schema: &mut Schema) {
    let answers = &catalogue.answers;
    let privileges = answers.privileges.iter();
    let privileges = privileges.filter(|row| is_listed(catalogue, row.number(1)));
    let privileges = privileges.map(|row| {
        let on: u32 = row.number(3);
        let relation = catalogue.relations.get(&on);
        let table = relation.map(|relation| relation.name.clone());
        listed(row.borrowed(0), granted(catalogue, row), table, row.text(4))
    });
    schema.unsupported.extend(privileges);
    schema.unsupported.extend(columns(catalogue));
    let wide = answers.wide.iter();
    let wide = wide.map(|row| listed(row.borrowed(0), row.text(1), None, row.text(2)));
    schema.unsupported.extend(wide);
    let comments = answers.namespace_comments.iter().filter(|row| {
        let namespace = row.number(0);
        let is_own = catalogue.is_read(namespace) && !catalogue.is_member(NAMESPACES, namespace);
        is_own && row.borrowed(1) != STANDARD
    });
    let comments = comments.map(|row| {
        let name = catalogue.namespace(row.number(0)).to_owned();
        listed("comment", name, None, row.text(1))
    });
    schema.unsupported.extend(comments);
}

/// Whether what is given in a namespace is listed; without one it is given in the database as a whole.
fn is_listed(catalogue: &Catalogue, namespace: u32) -> bool {
    namespace == 0 || catalogue.is_read(namespace)
}

/// The privileges on columns.
fn columns(catalogue: &Catalogue) -> impl Iterator<Item = Unsupported> {
    let all = catalogue.all_attributes();
    all.filter_map(|(relation, attribute)| {
        let words = attribute.row.maybe(15)?;
        let table = catalogue.target(relation);
        let column = TableName {
            name: format!("{}.{}", table.name, attribute.name()),
            ..table
        };
        let on = catalogue.relations.get(&relation);
        let on = on.map(|relation| relation.name.clone());
        Some(listed("grants", column.to_string(), on, words))
    })
}

/// The name of what the privileges are on.
fn granted(catalogue: &Catalogue, row: &Row) -> String {
    let namespace = row.number(1);
    match row.maybe(2) {
        None => catalogue.namespace(namespace).to_owned(),
        Some(name) if namespace == 0 => name,
        _ => catalogue.qualified(row, 1).to_string(),
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
