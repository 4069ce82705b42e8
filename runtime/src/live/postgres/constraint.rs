//! Constraints of tables.
//!
//! In: rows of the catalogue. Out: keys and checks of the model; what it cannot hold is listed with
//! the server's own words. Asks nothing.

use super::catalogue::{Catalogue, Relation};
use super::index;
use super::row::Row;
use crate::dialect::postgres::quote;
use crate::model::{
    Action, CONSTRAINT_COMMENT, Check, Exclusion, ForeignKey, Name, PrimaryKey, Schema, Table,
    Unique, Unsupported,
};

/// The constraints of a relation.
pub(super) fn read(
    catalogue: &Catalogue,
    relation: &Relation,
    table: &mut Table,
    found: &mut Schema,
) {
    for row in Catalogue::rows(&catalogue.constraints, relation.oid) {
        let is_listed = one(catalogue, relation, row, table, found);
        if let (false, Some(comment)) = (is_listed, catalogue.comments.get(&(row.number(0), 0))) {
            let comments = &mut table.constraint_comments;
            comments.insert(row.text(2), comment.clone());
        }
    }
    // A NOT NULL of version 18 is no constraint of the model.
    let lost = table.take_lost_comments();
    found.unsupported.extend(lost_comments(table, lost));
}

/// Comments of what is no constraint of the table by itself.
pub(super) fn lost_comments(
    table: &Table,
    comments: Vec<(String, String)>,
) -> impl Iterator<Item = Unsupported> {
    let on = table.name.clone();
    comments
        .into_iter()
        .map(move |(name, comment)| Unsupported {
            object: format!("{on}.{name}"),
            kind: CONSTRAINT_COMMENT.to_owned(),
            reason: "the comment of such a constraint is not supported".to_owned(),
            on: Some(on.clone()),
            column: None,
            definition: Some(comment),
        })
}

/// Puts one constraint into the table, or says that it is listed instead.
fn one(
    catalogue: &Catalogue,
    relation: &Relation,
    row: &Row,
    table: &mut Table,
    found: &mut Schema,
) -> bool {
    let columns = catalogue.columns(relation.oid, &row.numbers(13));
    let name = Name::chosen(row.text(2));
    let kind = row.letter(3);
    if let Some(definition) = row.maybe(16) {
        if kind == 'x' {
            let definition = definition.trim_start_matches("EXCLUDE ").to_owned();
            table.exclusions.push(Exclusion { name, definition });
            return false;
        }
        let kind = match kind {
            'f' => "foreign key",
            'c' => "check",
            'p' => "primary key",
            _ => "constraint",
        };
        found.unsupported.push(Unsupported {
            definition: Some(definition),
            ..listed(
                relation,
                row,
                kind,
                "constraints of this form are not supported",
            )
        });
        return true;
    }
    match kind {
        'p' => {
            table.primary_key = Some(PrimaryKey {
                name: Some(name),
                columns,
                clauses: key_clauses(catalogue, row),
                ..PrimaryKey::default()
            });
        }
        'u' => table.uniques.push(Unique {
            clauses: key_clauses(catalogue, row),
            ..Unique::over(name, columns)
        }),
        'c' => table.checks.push(Check {
            name,
            expression: row.text(15),
            clauses: [
                row.is(7).then_some("NO INHERIT"),
                (!row.is(6)).then_some("NOT VALID"),
            ]
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .collect(),
        }),
        'f' => table
            .foreign_keys
            .push(foreign_key(catalogue, row, name, columns)),
        // A NOT NULL of version 18: its name says nothing, and the column tells of it.
        _ if row.is(6) && !row.is(7) => {}
        _ => {
            let form = if row.is(6) { "NO INHERIT" } else { "NOT VALID" };
            found.unsupported.push(Unsupported {
                column: columns.first().cloned(),
                definition: Some(form.to_owned()),
                ..listed(
                    relation,
                    row,
                    "not null constraint",
                    "NOT NULL does not hold for all rows",
                )
            });
            return true;
        }
    }
    false
}

fn foreign_key(catalogue: &Catalogue, row: &Row, name: Name, columns: Vec<String>) -> ForeignKey {
    let target = row.number(9);
    let mut clauses = Vec::new();
    let on_delete = action(row.letter(11));
    let emptied = catalogue.columns(row.number(1), &row.numbers(18));
    if !emptied.is_empty() {
        let names: Vec<String> = emptied.iter().map(|name| quote(name)).collect();
        clauses.push(format!("{on_delete} ({})", names.join(", ")));
    }
    if row.letter(12) == 'f' {
        clauses.push("MATCH FULL".to_owned());
    }
    clauses.extend(deferral(row));
    if !row.is(6) {
        clauses.push("NOT VALID".to_owned());
    }
    ForeignKey {
        name,
        columns,
        target: catalogue.target(target),
        target_columns: catalogue.columns(target, &row.numbers(14)),
        on_delete,
        on_update: action(row.letter(10)),
        clauses,
    }
}

const fn action(letter: char) -> Action {
    match letter {
        'r' => Action::Restrict,
        'c' => Action::Cascade,
        'n' => Action::SetNull,
        'd' => Action::SetDefault,
        _ => Action::NoAction,
    }
}

fn deferral(row: &Row) -> Option<String> {
    match (row.is(4), row.is(5)) {
        (false, _) => None,
        (true, false) => Some("DEFERRABLE".to_owned()),
        (true, true) => Some("DEFERRABLE INITIALLY DEFERRED".to_owned()),
    }
}

/// What a key says besides its columns.
fn key_clauses(catalogue: &Catalogue, row: &Row) -> Vec<String> {
    let mut clauses = index::key_clauses(catalogue, row.number(1), row.number(8));
    clauses.extend(deferral(row));
    clauses
}

fn listed(relation: &Relation, row: &Row, kind: &str, reason: &str) -> Unsupported {
    Unsupported {
        object: format!("{}.{}", relation.name, row.text(2)),
        kind: kind.to_owned(),
        reason: reason.to_owned(),
        on: Some(relation.name.clone()),
        column: None,
        definition: None,
    }
}
