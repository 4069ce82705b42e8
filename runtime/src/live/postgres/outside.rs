//! Extensions, domains, and sequences that no column draws from as its own.
//!
//! In: rows of the catalogue. Out: the same in the model. What belongs to an extension is not read: it
//! comes and goes with it. Asks nothing.

use std::collections::BTreeMap;

use super::catalogue::Catalogue;
use super::row::Row;
use super::unsupported::TYPES;
use crate::dialect::sequence::unusual;
use crate::model::{
    Check, Domain, Engine, Extension, Name, Schema, Sequence, TableName, Unsupported,
};

/// Reads all of them.
pub(super) fn read(catalogue: &Catalogue, schema: &mut Schema) {
    let extensions = catalogue.answers.extensions.iter();
    schema
        .extensions
        .extend(extensions.map(|row| extension(catalogue, row)));
    let domains = catalogue.answers.domains.iter();
    for row in domains.filter(|row| !catalogue.is_member(TYPES, row.number(0))) {
        let domain = domain(catalogue, row);
        schema.domains.push(domain);
    }
    for row in Catalogue::rows(&catalogue.sequences, 0) {
        sequence(catalogue, row, None, schema);
    }
}

fn extension(catalogue: &Catalogue, row: &Row) -> Extension {
    let namespace = row.number(1);
    Extension {
        name: row.text(0),
        schema: (!catalogue.is_default(namespace))
            .then(|| catalogue.namespace(namespace).to_owned()),
        version: row.maybe(2),
        provides: row.borrowed(3).lines().map(str::to_owned).collect(),
        is_fixed: !row.is(4),
    }
}

fn domain(catalogue: &Catalogue, row: &Row) -> Domain {
    let oid: u32 = row.number(0);
    let name = catalogue.qualified(row, 1);
    let (mut checks, mut check_comments) = (Vec::new(), BTreeMap::new());
    let rows = catalogue.answers.domain_checks.iter();
    for check in rows.filter(|check| check.number::<u32>(1) == oid) {
        let is_valid = check.is(4);
        checks.push(Check {
            name: Name::chosen(check.text(2)),
            expression: check.text(3),
            clauses: (!is_valid)
                .then(|| "NOT VALID".to_owned())
                .into_iter()
                .collect(),
        });
        if let Some(comment) = catalogue.comments.get(&(check.number(0), 0)) {
            check_comments.insert(check.text(2), comment.clone());
        }
    }
    Domain {
        name,
        data_type: row.text(3),
        collation: row.maybe(4),
        nullable: !row.is(5),
        default: row.maybe(6),
        checks,
        check_comments,
        comment: catalogue.comments.get(&(oid, 0)).cloned(),
    }
}

/// A sequence of its own, and the column that it goes with.
pub(super) fn sequence(
    catalogue: &Catalogue,
    row: &Row,
    owned_by: Option<(TableName, String)>,
    schema: &mut Schema,
) {
    let Some(relation) = catalogue.relations.get(&row.number(0)) else {
        return;
    };
    let name: TableName = relation.name.clone();
    if relation.row.letter(4) == 'u' {
        schema.unsupported.push(Unsupported {
            object: name.to_string(),
            kind: "sequence persistence".to_owned(),
            reason: "the sequence is unlogged".to_owned(),
            on: None,
            column: None,
            definition: Some("UNLOGGED".to_owned()),
        });
    }
    schema.sequences.push(Sequence {
        name,
        options: unusual(&options(row), Engine::Postgres, "bigint"),
        owned_by,
        comment: catalogue.comments.get(&(relation.oid, 0)).cloned(),
    });
}

/// Every setting of a sequence, in the words of the model.
pub(super) fn options(row: &Row) -> BTreeMap<String, String> {
    let words = ["as", "start", "increment", "minimum", "maximum", "cache"];
    let mut options: BTreeMap<String, String> = words
        .iter()
        .zip(1..)
        .map(|(word, at)| ((*word).to_owned(), row.text(at)))
        .collect();
    options.insert("cycle".to_owned(), row.is(7).to_string());
    options
}
