//! Columns of tables.
//!
//! In: rows of the catalogue. Out: columns of the model, and what hangs on them and has no place
//! there. Asks nothing.

use std::collections::BTreeMap;

use super::catalogue::{Attribute, Catalogue, Relation};
use super::outside::{self, options};
use super::row::Row;
use crate::dialect::postgres::{SEQUENCE, serial_name};
use crate::dialect::sequence::unusual;
use crate::model::{
    AutoIncrement, Column, Engine, Generated, SEQUENCE_COMMENT, Schema, TableName, Unsupported,
};

/// The letters of `pg_attribute.attstorage`.
const STORAGE: [(char, &str); 4] = [
    ('p', "plain"),
    ('e', "external"),
    ('x', "extended"),
    ('m', "main"),
];

/// The letters of `pg_attribute.attcompression`.
const COMPRESSION: [(char, &str); 2] = [('p', "pglz"), ('l', "lz4")];

fn word(letter: char, words: &[(char, &str)]) -> Option<String> {
    let found = words.iter().find(|(known, _)| *known == letter);
    found.map(|(_, word)| (*word).to_owned())
}

/// The columns of a relation.
pub(super) fn of(catalogue: &Catalogue, relation: &Relation, schema: &mut Schema) -> Vec<Column> {
    let attributes = catalogue.attributes(relation.oid).iter();
    attributes
        .map(|attribute| {
            let column = column(catalogue, relation, attribute, schema);
            unsupported(relation, attribute, schema);
            column
        })
        .collect()
}

fn column(
    catalogue: &Catalogue,
    relation: &Relation,
    attribute: &Attribute,
    schema: &mut Schema,
) -> Column {
    let row = &attribute.row;
    let expression = attribute.expression.clone();
    let mut column = Column {
        nullable: !row.is(5),
        collation: catalogue.collation(attribute),
        comment: catalogue
            .comments
            .get(&(relation.oid, i32::from(attribute.number)))
            .cloned(),
        ..Column::new(attribute.name(), attribute.data_type())
    };
    let storage = catalogue.storage(attribute);
    column.storage = storage.and_then(|letter| word(letter, &STORAGE));
    column.compression = word(row.letter(12), &COMPRESSION);
    column.auto_increment = match row.letter(6) {
        'a' => Some(AutoIncrement::Always),
        'd' => Some(AutoIncrement::Default),
        _ => None,
    };
    match row.letter(7) {
        ' ' => column.default = expression,
        kind => {
            column.generated = expression.map(|expression| Generated {
                expression,
                stored: kind == 's',
            });
        }
    }
    for sequence in sequences(catalogue, relation, attribute) {
        if sequence.is_identity
            || column
                .default
                .as_ref()
                .is_some_and(|own| sequence.is_drawn(own))
        {
            numbered(&mut column, relation, &sequence, schema);
        } else if relation.row.is(5) {
            schema.unsupported.push(Unsupported {
                reason: "a partition owns a sequence that its default does not draw from"
                    .to_owned(),
                ..listed(&column, relation, &sequence)
            });
        } else {
            let owner = (relation.name.clone(), column.name.clone());
            outside::sequence(catalogue, sequence.row, Some(owner), schema);
        }
    }
    column
}

/// A sequence that a column owns.
struct Sequence<'a> {
    row: &'a Row,
    name: TableName,
    is_identity: bool,
    /// What is not usual about it.
    numbering: BTreeMap<String, String>,
    /// Whether it stands elsewhere than its table, or is kept in another way.
    is_apart: bool,
    comment: Option<&'a String>,
    definition: String,
}

impl Sequence<'_> {
    /// Whether the default is the next number of the sequence, and nothing else.
    fn is_drawn(&self, default: &str) -> bool {
        let text = default.strip_prefix("nextval('");
        let text = text.and_then(|text| text.strip_suffix("'::regclass)"));
        let own = quoted(&self.name.name);
        let before = text.and_then(|text| text.trim_end_matches('"').strip_suffix(&own));
        before.is_some_and(|before| before.is_empty() || before.ends_with(['.', '"']))
    }
}

fn sequences<'a>(
    catalogue: &'a Catalogue,
    relation: &Relation,
    attribute: &Attribute,
) -> Vec<Sequence<'a>> {
    let rows = Catalogue::rows(&catalogue.sequences, relation.oid).iter();
    let rows = rows.filter(|row| row.number::<i16>(9) == attribute.number);
    rows.filter_map(|row| {
        let found = catalogue.relations.get(&row.number(0))?;
        let mut numbering = unusual(&options(row), Engine::Postgres, attribute.data_type());
        if found.name.name != serial_name(&relation.name.name, attribute.name()) {
            numbering.insert(SEQUENCE.to_owned(), found.name.name.clone());
        }
        Some(Sequence {
            row,
            name: found.name.clone(),
            is_identity: row.letter(10) == 'i',
            numbering,
            is_apart: found.name.schema != relation.name.schema
                || found.row.letter(4) != relation.row.letter(4),
            comment: catalogue.comments.get(&(found.oid, 0)),
            definition: definition(row),
        })
    })
    .collect()
}

/// Lets the column say all there is to say about the sequence that numbers it.
fn numbered(
    column: &mut Column,
    relation: &Relation,
    sequence: &Sequence<'_>,
    schema: &mut Schema,
) {
    if !sequence.is_identity {
        column.default = None;
        column.auto_increment = Some(AutoIncrement::Serial);
    }
    if sequence.is_apart {
        schema.unsupported.push(Unsupported {
            reason: "the sequence is in another namespace, or not kept as its table is".to_owned(),
            ..listed(column, relation, sequence)
        });
        return;
    }
    if let Some(comment) = sequence.comment {
        schema.unsupported.push(Unsupported {
            kind: SEQUENCE_COMMENT.to_owned(),
            reason: "comments of sequences that number a column are not supported".to_owned(),
            definition: Some(comment.clone()),
            ..listed(column, relation, sequence)
        });
    }
    column.numbering.clone_from(&sequence.numbering);
}

fn listed(column: &Column, relation: &Relation, sequence: &Sequence<'_>) -> Unsupported {
    Unsupported {
        object: sequence.name.to_string(),
        kind: "sequence".to_owned(),
        reason: String::new(),
        on: Some(relation.name.clone()),
        column: Some(column.name.clone()),
        definition: Some(sequence.definition.clone()),
    }
}

/// The name inside of a quoted text literal, as `nextval` shows it.
fn quoted(name: &str) -> String {
    name.replace('"', "\"\"").replace('\'', "''")
}

/// The options of a sequence in the words of `CREATE SEQUENCE`.
pub(super) fn definition(row: &Row) -> String {
    let text = |at| row.text(at);
    format!(
        "AS {} START {} INCREMENT {} MINVALUE {} MAXVALUE {} CACHE {}{}",
        text(1),
        text(2),
        text(3),
        text(4),
        text(5),
        text(6),
        if row.is(7) { " CYCLE" } else { "" }
    )
}

fn unsupported(relation: &Relation, attribute: &Attribute, schema: &mut Schema) {
    let row = &attribute.row;
    for (at, kind) in [(13, "column statistics target"), (14, "column options")] {
        let value = row.borrowed(at).replace('\n', ", ");
        if value.is_empty() {
            continue;
        }
        schema.unsupported.push(Unsupported {
            object: format!("{}.{}", relation.name, attribute.name()),
            kind: kind.to_owned(),
            reason: "the column has a setting of its own".to_owned(),
            on: Some(relation.name.clone()),
            column: Some(attribute.name().to_owned()),
            definition: Some(value),
        });
    }
}
