//! Indexes of tables.
//!
//! In: rows of the catalogue. Out: indexes of the model, apart from those of constraints, and the
//! clauses of the latter. Asks nothing.

use std::collections::BTreeMap;

use super::catalogue::{Attribute, Catalogue, Relation};
use super::row::Row;
use crate::model::{
    CLUSTERED, COMMENT, INDEX_COMMENT, Index, IndexPart, NULLS_NOT_DISTINCT, Name, Options, PART,
    Schema, Table, Target, Unsupported,
};

/// The bits of `pg_index.indoption`.
const DESCENDING: i16 = 1;
const NULLS_FIRST: i16 = 2;

/// The indexes of a relation.
pub(super) fn read(
    catalogue: &Catalogue,
    relation: &Relation,
    table: &mut Table,
    found: &mut Schema,
) {
    let constraints = Catalogue::rows(&catalogue.constraints, relation.oid);
    let is_of_constraint = |index: u32| {
        constraints
            .iter()
            .any(|row| matches!(row.letter(3), 'p' | 'u' | 'x') && row.number::<u32>(8) == index)
    };
    for row in Catalogue::rows(&catalogue.indexes, relation.oid) {
        // What came with an index of the divided table is part of it.
        if row.is(17) {
            continue;
        }
        let is_of_constraint = is_of_constraint(row.number(0));
        properties(catalogue, relation, row, is_of_constraint, found);
        if is_of_constraint {
            continue;
        }
        let parts = (0..row.number::<usize>(7)).map(|at| part(catalogue, row, at));
        let method = catalogue.access_method(row.number(3));
        let mut index = Index {
            name: Name::chosen(row.text(2)),
            parts: parts.collect(),
            unique: row.is(4),
            method: (method != "btree").then_some(method),
            include: included(catalogue, row),
            predicate: row.maybe(14),
            options: options(catalogue, row),
            invalid: !row.is(5),
        };
        name_parts(catalogue, relation, row, &mut index);
        table.indexes.push(index);
    }
}

/// Notes the names of its parts that the server would not choose.
fn name_parts(catalogue: &Catalogue, relation: &Relation, row: &Row, index: &mut Index) {
    if relation.kind != 'p' {
        return;
    }
    let usual = index.usual_tail();
    let inherits = catalogue.answers.inherits.iter();
    for link in inherits.filter(|link| link.number::<u32>(1) == relation.oid) {
        let part: u32 = link.number(0);
        let mut rows = Catalogue::rows(&catalogue.indexes, part).iter();
        let own = rows.find(|own| own.number::<u32>(18) == row.number::<u32>(0));
        let (Some(own), Some(part)) = (own, catalogue.relations.get(&part)) else {
            continue;
        };
        let (name, part) = (own.text(2), &part.name.name);
        if usual.as_ref().map(|tail| format!("{part}{tail}")) != Some(name.clone()) {
            index.options.insert(format!("{PART}{part}"), name);
        }
    }
}

/// What the index of a constraint adds to the columns.
pub(super) fn key_clauses(catalogue: &Catalogue, relation: u32, index: u32) -> Vec<String> {
    let mut rows = Catalogue::rows(&catalogue.indexes, relation).iter();
    let Some(row) = rows.find(|row| row.number::<u32>(0) == index) else {
        return Vec::new();
    };
    let mut clauses = Vec::new();
    if row.is(6) {
        clauses.push("NULLS NOT DISTINCT".to_owned());
    }
    let included = included(catalogue, row);
    if !included.is_empty() {
        let names: Vec<String> = included.iter().map(|name| quote(name)).collect();
        clauses.push(format!("INCLUDE ({})", names.join(", ")));
    }
    // In an order of their own: the server keeps them as they were written.
    let settings: BTreeMap<String, String> = row.settings(12).into_iter().collect();
    let settings: Vec<String> = settings
        .into_iter()
        .map(|(name, value)| format!("{name}='{}'", value.replace('\'', "''")))
        .collect();
    if !settings.is_empty() {
        clauses.push(format!("WITH ({})", settings.join(", ")));
    }
    if let Some(tablespace) = catalogue.tablespace(row.number(13)) {
        clauses.push(format!("USING INDEX TABLESPACE {}", quote(&tablespace)));
    }
    clauses
}

fn quote(name: &str) -> String {
    crate::dialect::postgres::quote(name)
}

fn included(catalogue: &Catalogue, row: &Row) -> Vec<String> {
    let numbers: Vec<i16> = row.numbers(8);
    let keys = row.number::<usize>(7).min(numbers.len());
    catalogue.columns(row.number(1), &numbers[keys..])
}

fn options(catalogue: &Catalogue, row: &Row) -> Options {
    let tablespace = catalogue.tablespace(row.number(13));
    let tablespace = tablespace.map(|name| ("tablespace".to_owned(), name));
    let distinct = row
        .is(6)
        .then(|| (NULLS_NOT_DISTINCT.to_owned(), "true".to_owned()));
    let comment = catalogue.comments.get(&(row.number(0), 0));
    let comment = comment.map(|text| (COMMENT.to_owned(), text.clone()));
    row.settings(12)
        .into_iter()
        .chain(tablespace)
        .chain(distinct)
        .chain(comment)
        .collect()
}

fn part(catalogue: &Catalogue, row: &Row, at: usize) -> IndexPart {
    let number = |column: usize| -> i16 {
        let numbers: Vec<i16> = row.numbers(column);
        numbers.get(at).copied().unwrap_or_default()
    };
    let oid = |column: usize| -> u32 {
        let numbers: Vec<u32> = row.numbers(column);
        numbers.get(at).copied().unwrap_or_default()
    };
    let attribute = catalogue.attribute(row.number(1), number(8));
    let mut expressions = Catalogue::rows(&catalogue.index_expressions, row.number(0)).iter();
    let expression = expressions.find(|row| row.number::<usize>(1) == at + 1);
    let mut part = IndexPart::column("");
    part.target = match attribute {
        Some(attribute) => Target::Column(attribute.name().to_owned()),
        None => Target::Expression(expression.map(|row| row.text(2)).unwrap_or_default()),
    };
    let collation = oid(11);
    // Which collation an expression has by itself the server alone knows: it writes only another one.
    let is_chosen = match attribute {
        Some(attribute) => collation != attribute.collation_oid(),
        None => expression.is_some_and(|row| row.is(3)),
    };
    if collation != 0 && is_chosen {
        let mut rows = catalogue.answers.collations.iter();
        let name = rows
            .find(|row| row.number::<u32>(0) == collation)
            .map(|row| row.text(1));
        part.clauses
            .extend(name.map(|name| format!("COLLATE {name}")));
    }
    let own = catalogue.attributes(row.number(0)).iter();
    let mut own = own.filter(|own| usize::try_from(own.number) == Ok(at + 1));
    let settings = own
        .next()
        .map(|own| own.row.settings(14))
        .unwrap_or_default();
    part.clauses.extend(operator_class(
        catalogue,
        (oid(9), row.number(3)),
        attribute.map(Attribute::type_oid),
        &settings,
    ));
    let option = number(10);
    part.descending = option & DESCENDING != 0;
    match (part.descending, option & NULLS_FIRST != 0) {
        (false, true) => part.clauses.push("NULLS FIRST".to_owned()),
        (true, false) => part.clauses.push("NULLS LAST".to_owned()),
        _ => {}
    }
    part
}

/// The operator class, where the server would have chosen another one or it has settings.
fn operator_class(
    catalogue: &Catalogue,
    (class, method): (u32, u32),
    data_type: Option<u32>,
    settings: &[(String, String)],
) -> Option<String> {
    let classes = &catalogue.answers.operator_classes;
    let row = classes.iter().find(|row| row.number::<u32>(0) == class)?;
    // A type may have a class of its own beside the one that it shares with a wider type.
    let has_own = |data_type: u32| {
        classes.iter().any(|other| {
            other.number::<u32>(1) == method && other.number::<u32>(2) == data_type && other.is(3)
        })
    };
    let is_usual = row.is(3)
        && data_type
            .is_none_or(|data_type| row.number::<u32>(2) == data_type || !has_own(data_type));
    if is_usual && settings.is_empty() {
        return None;
    }
    let settings: Vec<String> = settings
        .iter()
        .map(|(name, value)| format!("{name}='{}'", value.replace('\'', "''")))
        .collect();
    if settings.is_empty() {
        return Some(row.text(4));
    }
    Some(format!("{} ({})", row.text(4), settings.join(", ")))
}

/// What an index can have and the model cannot hold.
fn properties(
    catalogue: &Catalogue,
    relation: &Relation,
    row: &Row,
    is_of_constraint: bool,
    found: &mut Schema,
) {
    let parts = catalogue.attributes(row.number(0)).iter();
    let targets: Vec<String> = parts
        .filter_map(|part| Some(format!("{} {}", part.number, part.row.maybe(13)?)))
        .collect();
    for (kind, definition) in [
        (
            "key in parts",
            (is_of_constraint && !row.is(5)).then(String::new),
        ),
        (CLUSTERED, row.is(15).then(String::new)),
        (
            "index statistics target",
            (!targets.is_empty()).then(|| targets.join(", ")),
        ),
        (
            INDEX_COMMENT,
            // Elsewhere it is a setting of the index.
            catalogue
                .comments
                .get(&(row.number(0), 0))
                .filter(|_| is_of_constraint)
                .cloned(),
        ),
    ] {
        if let Some(definition) = definition {
            found.unsupported.push(Unsupported {
                object: format!("{}.{}", relation.name, row.text(2)),
                kind: kind.to_owned(),
                reason: "the index has a setting that is not supported".to_owned(),
                on: Some(relation.name.clone()),
                column: None,
                definition: Some(definition),
            });
        }
    }
}
