//! Indexes, foreign keys and checks.

use std::collections::BTreeMap;

use super::{Catalogue, Cells, cell, of, text};
use crate::dialect::mysql::{COLUMN_CHECK, literal};
use crate::model::{
    Action, Check, ForeignKey, Index, IndexPart, Name, PrimaryKey, Schema, Table, TableName,
    Target, Unsupported, Vendor,
};

/// Adds the primary key and the indexes. Tells whether one of them has more to it than the catalogue says.
pub(super) fn indexes(catalogue: &Catalogue, table: &mut Table, schema: &mut Schema) -> bool {
    let mut is_suspect = false;
    let mut groups: BTreeMap<String, Vec<&Cells>> = BTreeMap::new();
    for row in of(&catalogue.indexes, &table.name.name) {
        groups.entry(text(row, 1)).or_default().push(row);
    }
    let is_memory = table.options.get("engine").map(String::as_str) == Some("MEMORY");
    for (name, rows) in groups {
        let index = index(catalogue, &name, &rows, is_memory);
        is_suspect |= index.method.as_deref() == Some("FULLTEXT");
        if name == "PRIMARY" {
            table.primary_key = Some(primary_key(index, &table.name, schema));
        } else {
            table.indexes.push(index);
        }
    }
    is_suspect
}

fn primary_key(index: Index, table: &TableName, schema: &mut Schema) -> PrimaryKey {
    let mut key = PrimaryKey::default();
    let using = index.method.map(|method| format!("USING {method}"));
    key.clauses.extend(using);
    for part in index.parts {
        // No server has an expression in a primary key.
        let Target::Column(name) = part.target else {
            continue;
        };
        let length = part.length.map(|length| format!("({length})"));
        let order = if part.descending { " DESC" } else { "" };
        let said = length.unwrap_or_default() + order;
        if !said.is_empty() {
            key.said.insert(name.clone(), said);
        }
        key.columns.push(name);
    }
    for (option, value) in index.options {
        if option == "comment" {
            key.clauses.push(format!("COMMENT {}", literal(&value)));
            continue;
        }
        schema.unsupported.push(Unsupported {
            object: table.to_string(),
            kind: "primary key".to_owned(),
            reason: format!("the {option} of a primary key is not modelled"),
            on: Some(table.clone()),
            column: None,
            definition: Some(value),
        });
    }
    key
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
