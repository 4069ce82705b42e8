//! Indexes, foreign keys and checks.

use std::collections::BTreeMap;

use super::{Catalogue, Cells, cell, of, text};
use crate::dialect::mysql::COLUMN_CHECK;
use crate::model::{
    Action, Check, ForeignKey, Index, IndexPart, Name, PrimaryKey, Schema, Table, TableName,
    Target, Unsupported, Vendor,
};

/// What the indexes tell about the table as a whole.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) opaque: Option<String>,
    pub(super) is_suspect: bool,
}

/// Adds the primary key and the indexes.
pub(super) fn indexes(catalogue: &Catalogue, table: &mut Table, schema: &mut Schema) -> Keys {
    let mut keys = Keys::default();
    let mut groups: BTreeMap<String, Vec<&Cells>> = BTreeMap::new();
    for row in of(&catalogue.indexes, &table.name.name) {
        groups.entry(text(row, 1)).or_default().push(row);
    }
    let is_memory = table.options.get("engine").map(String::as_str) == Some("MEMORY");
    for (name, rows) in groups {
        let index = index(catalogue, &name, &rows, is_memory);
        keys.is_suspect |= index.method.as_deref() == Some("FULLTEXT");
        if name == "PRIMARY" {
            primary_key(index, table, schema, &mut keys);
        } else {
            table.indexes.push(index);
        }
    }
    keys
}

fn primary_key(index: Index, table: &mut Table, schema: &mut Schema, keys: &mut Keys) {
    let mut columns = Vec::new();
    let using = index.method.map(|method| format!("USING {method}"));
    for part in index.parts {
        match part.target {
            Target::Column(name) if part.length.is_none() && !part.descending => columns.push(name),
            _ => {
                keys.opaque = Some(
                    "a part of its primary key is cut or descending, which is not modelled"
                        .to_owned(),
                );
            }
        }
    }
    table.primary_key = Some(PrimaryKey {
        name: None,
        columns,
        clauses: using.into_iter().collect(),
    });
    for (key, value) in index.options {
        schema.unsupported.push(Unsupported {
            object: table.name.to_string(),
            kind: "primary key".to_owned(),
            reason: format!("the {key} of a primary key is not modelled"),
            on: Some(table.name.clone()),
            column: None,
            definition: Some(value),
        });
    }
}

fn index(catalogue: &Catalogue, name: &str, rows: &[&Cells], is_memory: bool) -> Index {
    let mut index = Index::over(Name::chosen(name), &[]);
    for row in rows {
        index.unique = cell(row, 2) == Some("0");
        index.method = match (cell(row, 7), is_memory) {
            (Some(method @ ("FULLTEXT" | "SPATIAL")), _) | (Some(method @ "BTREE"), true) => {
                Some(method.to_owned())
            }
            // The server takes a hash where a unique key is too long, and says so here only.
            _ => None,
        };
        if let Some(comment) = cell(row, 8).filter(|comment| !comment.is_empty()) {
            index
                .options
                .insert("comment".to_owned(), comment.to_owned());
        }
        if let Some(visibility) = cell(row, 9).filter(|word| !word.is_empty()) {
            index
                .options
                .insert("visibility".to_owned(), visibility.to_owned());
        }
        let target = match (cell(row, 3), cell(row, 4)) {
            (None, Some(expression)) => Target::Expression(catalogue.expression(expression)),
            (column, _) => Target::Column(column.unwrap_or_default().to_owned()),
        };
        let length = cell(row, 6).and_then(|length| length.parse().ok());
        index.parts.push(IndexPart {
            target,
            descending: cell(row, 5) == Some("D"),
            clauses: Vec::new(),
            // The server tells the size of a rectangle here, which nobody can choose.
            length: length.filter(|_| index.method.as_deref() != Some("SPATIAL")),
        });
    }
    index
}

/// Adds the foreign keys.
pub(super) fn foreign_keys(catalogue: &Catalogue, table: &mut Table, schema: &mut Schema) {
    let name = &table.name.name;
    let mut groups: BTreeMap<String, Vec<&Cells>> = BTreeMap::new();
    for row in of(&catalogue.foreign_keys, name) {
        groups.entry(text(row, 1)).or_default().push(row);
    }
    for (constraint, rows) in groups {
        let rules = of(&catalogue.actions, name)
            .iter()
            .find(|row| cell(row, 1) == Some(constraint.as_str()));
        let action = |at| rules.map_or(Action::NoAction, |row| action(cell(row, at)));
        let told = |at| {
            rows.first()
                .and_then(|row| cell(row, at))
                .unwrap_or_default()
        };
        let key = ForeignKey {
            name: Name::chosen(&constraint),
            columns: rows.iter().map(|row| text(row, 2)).collect(),
            target: TableName::new(told(4)),
            target_columns: rows.iter().map(|row| text(row, 5)).collect(),
            on_delete: action(2),
            on_update: action(3),
            clauses: rules.map_or_else(Vec::new, |row| said(catalogue, row)),
        };
        if told(3) == catalogue.database {
            table.foreign_keys.push(key);
            continue;
        }
        let definition = format!(
            "{} ({}) of {} ({}), {} {}",
            key.name,
            key.columns.join(","),
            key.target,
            key.target_columns.join(","),
            key.on_delete,
            key.on_update
        );
        for column in key.columns {
            schema.unsupported.push(Unsupported {
                object: format!("{}.{constraint}", table.name),
                kind: "foreign key".to_owned(),
                reason: format!("it refers to the database `{}`", told(3)),
                on: Some(table.name.clone()),
                column: Some(column),
                definition: Some(definition.clone()),
            });
        }
    }
}

/// What the text of a foreign key says although it is so anyway: each server has another word for it
/// where nothing is said.
fn said(catalogue: &Catalogue, row: &Cells) -> Vec<String> {
    let word = match catalogue.flavor.vendor {
        Vendor::MariaDb => "NO ACTION",
        _ => "RESTRICT",
    };
    let events = [("DELETE", 2), ("UPDATE", 3)].into_iter();
    let events = events.filter(|(_, at)| cell(row, *at) == Some(word));
    events
        .map(|(event, _)| format!("ON {event} {word}"))
        .collect()
}

/// To refuse and to refuse at once are the same to InnoDB, and either is the default.
fn action(rule: Option<&str>) -> Action {
    match rule {
        Some("CASCADE") => Action::Cascade,
        Some("SET NULL") => Action::SetNull,
        Some("SET DEFAULT") => Action::SetDefault,
        _ => Action::NoAction,
    }
}

/// Adds the checks.
pub(super) fn checks(catalogue: &Catalogue, table: &mut Table) {
    for row in of(&catalogue.checks, &table.name.name) {
        let clauses = match cell(row, 3) {
            Some("Column") => vec![COLUMN_CHECK.to_owned()],
            Some(clause @ "NOT ENFORCED") => vec![clause.to_owned()],
            _ => Vec::new(),
        };
        table.checks.push(Check {
            name: Name::chosen(text(row, 1)),
            expression: catalogue.expression(cell(row, 2).unwrap_or_default()),
            clauses,
        });
    }
}
