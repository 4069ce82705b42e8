//! How the server spells what the code writes.
//!
//! In: the paired sides. Out: the same sides, where each desired expression that means what the
//! database has is written as the database writes it. What was learned before is used first; the
//! server is asked only about what is left, in a fixed number of questions.

use std::collections::{BTreeMap, BTreeSet};

use super::connection::Connection;
use super::state::Spelling;
use super::{Expression, Place};
use crate::dialect::Dialect;
use crate::diff::{Edit, Paired};
use crate::error::Error;
use crate::model::{ObjectId, Schema, Table, TableName, Target};
use crate::plan::Step;

/// Servers respell some expressions each time that they read their own text: so often is compared.
const READINGS: usize = 2;

/// Respells the desired side. Returns what was found to mean the same. Without a connection nobody is
/// asked, and only texts count.
pub(crate) async fn respell(
    mut connection: Option<&mut Connection>,
    paired: &mut Paired,
    known: &BTreeMap<Expression, &str>,
) -> Result<Vec<Spelling>, Error> {
    let dialect = Dialect::of(paired.live.flavor);
    let mut found = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for table in &paired.desired.tables {
        let Some(live) = paired.live.table(&table.name) else {
            continue;
        };
        for (place, text) in expressions(table) {
            let candidates = candidates(live, &place);
            if candidates.is_empty() || candidates.contains(&text) {
                continue;
            }
            let written = Expression {
                table: table.name.clone(),
                place,
                text: text.to_owned(),
            };
            let known = known.get(&written).copied();
            let same = candidates.iter().find(|other| {
                known == Some(**other) || dialect.ddl().is_same_expression(text, other)
            });
            match same {
                Some(read) => found.push(spelled(&written, read)),
                None => open.push(Open {
                    candidates: candidates
                        .iter()
                        .map(|other| vec![(*other).to_owned()])
                        .collect(),
                    readings: vec![text.to_owned()],
                    written,
                }),
            }
        }
    }
    for _ in 0..READINGS {
        let Some(connection) = connection.as_deref_mut().filter(|_| !open.is_empty()) else {
            break;
        };
        let questions: BTreeSet<Expression> = open.iter().flat_map(Open::questions).collect();
        let questions: Vec<Expression> = questions.into_iter().collect();
        let answers = connection.normalize(&paired.desired, &questions).await?;
        for item in &mut open {
            item.read(&answers);
        }
        open.retain(|item| match item.same() {
            Some(read) => {
                found.push(spelled(&item.written, read));
                false
            }
            None => true,
        });
    }
    for spelling in &found {
        write(&mut paired.desired, spelling);
    }
    Ok(found)
}

/// What the server made of the expressions of steps that just ran.
pub(crate) fn learn(desired: &Schema, live: &Schema, steps: &[&Step]) -> Vec<Spelling> {
    let made: BTreeSet<ObjectId> = steps
        .iter()
        .filter_map(|step| match &step.change.edit {
            Edit::Create(object) | Edit::Alter { to: object, .. } => Some(object.id()),
            _ => None,
        })
        .collect();
    let mut learned = Vec::new();
    for table in &desired.tables {
        let Some(found) = live.table(&table.name) else {
            continue;
        };
        for (place, text) in expressions(table) {
            let is_made = owners(&table.name, &place)
                .iter()
                .any(|id| made.contains(id));
            if let (true, Some(read)) = (is_made, at(found, &place))
                && read != text
            {
                learned.push(Spelling {
                    table: table.name.clone(),
                    place,
                    written: text.to_owned(),
                    read: read.to_owned(),
                });
            }
        }
    }
    learned
}

/// An expression whose meaning is not settled yet.
struct Open {
    written: Expression,
    /// The text as written and as read back, reading by reading.
    readings: Vec<String>,
    /// The same for each expression of the database that it may be.
    candidates: Vec<Vec<String>>,
}

impl Open {
    fn questions(&self) -> Vec<Expression> {
        let last = std::iter::once(&self.readings)
            .chain(&self.candidates)
            .filter_map(|readings| readings.last());
        last.map(|text| Expression {
            text: text.clone(),
            ..self.written.clone()
        })
        .collect()
    }

    fn read(&mut self, answers: &BTreeMap<Expression, String>) {
        let written = &self.written;
        for readings in std::iter::once(&mut self.readings).chain(&mut self.candidates) {
            let question = readings.last().map(|text| Expression {
                text: text.clone(),
                ..written.clone()
            });
            if let Some(answer) = question.and_then(|question| answers.get(&question)) {
                readings.push(answer.clone());
            }
        }
    }

    /// The expression of the database that was met in some reading.
    fn same(&self) -> Option<&str> {
        let met =
            |readings: &&Vec<String>| readings.iter().any(|text| self.readings.contains(text));
        self.candidates
            .iter()
            .find(met)
            .and_then(|readings| readings.first())
            .map(String::as_str)
    }
}

fn spelled(written: &Expression, read: &str) -> Spelling {
    Spelling {
        table: written.table.clone(),
        place: written.place.clone(),
        written: written.text.clone(),
        read: read.to_owned(),
    }
}

/// Every expression of a table, with its place.
fn expressions(table: &Table) -> Vec<(Place, &str)> {
    let mut all: Vec<(Place, &str)> = Vec::new();
    for column in &table.columns {
        if let Some(default) = &column.default {
            all.push((Place::Default(column.name.clone()), default));
        }
        if let Some(generated) = &column.generated {
            all.push((Place::Generated(column.name.clone()), &generated.expression));
        }
    }
    for check in &table.checks {
        all.push((
            Place::Check(check.name.text().to_owned()),
            &check.expression,
        ));
    }
    for index in &table.indexes {
        let name = index.name.text();
        if let Some(predicate) = &index.predicate {
            all.push((Place::Predicate(name.to_owned()), predicate));
        }
        for (at, part) in index.parts.iter().enumerate() {
            if let Target::Expression(text) = &part.target {
                all.push((Place::Part(name.to_owned(), at), text));
            }
        }
    }
    all
}

/// The expression at the place.
fn at<'a>(table: &'a Table, place: &Place) -> Option<&'a str> {
    expressions(table)
        .into_iter()
        .find(|(other, _)| other == place)
        .map(|(_, text)| text)
}

/// What in the database the expression may be: a check can have any name there.
fn candidates<'a>(table: &'a Table, place: &Place) -> Vec<&'a str> {
    match place {
        Place::Check(_) => table
            .checks
            .iter()
            .map(|check| check.expression.as_str())
            .collect(),
        _ => at(table, place).into_iter().collect(),
    }
}

/// The objects that the expression is part of.
fn owners(table: &TableName, place: &Place) -> Vec<ObjectId> {
    let own = match place {
        Place::Default(column) => vec![
            ObjectId::Default(table.clone(), column.clone()),
            ObjectId::Column(table.clone(), column.clone()),
        ],
        Place::Generated(column) => vec![ObjectId::Column(table.clone(), column.clone())],
        Place::Check(name) => vec![ObjectId::Check(table.clone(), name.clone())],
        Place::Predicate(name) | Place::Part(name, _) => {
            vec![ObjectId::Index(table.clone(), name.clone())]
        }
    };
    own.into_iter()
        .chain([ObjectId::Table(table.clone())])
        .collect()
}

fn write(schema: &mut Schema, spelling: &Spelling) {
    let Some(table) = schema.table_mut(&spelling.table) else {
        return;
    };
    let read = &spelling.read;
    match &spelling.place {
        Place::Default(name) => {
            if let Some(column) = table.column_mut(name) {
                column.default = Some(read.clone());
            }
        }
        Place::Generated(name) => {
            if let Some(generated) = table
                .column_mut(name)
                .and_then(|column| column.generated.as_mut())
            {
                generated.expression.clone_from(read);
            }
        }
        Place::Check(name) => {
            for check in table
                .checks
                .iter_mut()
                .filter(|check| check.name.text() == name)
            {
                check.expression.clone_from(read);
            }
        }
        Place::Predicate(name) => {
            for index in table
                .indexes
                .iter_mut()
                .filter(|index| index.name.text() == name)
            {
                index.predicate = Some(read.clone());
            }
        }
        Place::Part(name, at) => {
            for index in table
                .indexes
                .iter_mut()
                .filter(|index| index.name.text() == name)
            {
                if let Some(part) = index.parts.get_mut(*at) {
                    part.target = Target::Expression(read.clone());
                }
            }
        }
    }
}
