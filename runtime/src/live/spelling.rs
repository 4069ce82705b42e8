//! How the server spells what the code writes.
//!
//! In: the paired sides. Out: the same sides, where each desired expression that means what the
//! database has is written as the database writes it. What was learned before is used first; the
//! server is asked only about what is left, in a fixed number of questions.

mod view;

use std::collections::{BTreeMap, BTreeSet};

use super::connection::Connection;
use super::state::Spelling;
use super::{Expression, Place};
use crate::dialect::Dialect;
use crate::diff::{Edit, Paired};
use crate::error::Error;
use crate::model::{
    Domain, Engine, Name, Object, ObjectId, Schema, Table, TableName, Target, lift_triggers,
    tokens, triggers_of,
};
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
    let retyped = retyped(paired);
    // The text of a trigger is kept as it was written, spaces too: that of another database counts to the letter.
    let is_given = !paired.intents.adopts_unstated;
    let is_same = |written: &Expression, other: &str| {
        let is_literal = is_given && matches!(written.place, Place::Trigger(_));
        !is_literal && dialect.ddl().is_same_expression(&written.text, other)
    };
    for (table, place, text) in all_expressions(&paired.desired) {
        let candidates = candidates(paired, table, &place);
        if candidates.is_empty() || candidates.contains(&text) {
            continue;
        }
        let written = Expression {
            table: table.clone(),
            place,
            text: text.to_owned(),
        };
        // What the server made of it was over columns of other types.
        let is_stale = retyped
            .get(table)
            .is_some_and(|columns| match written.place {
                // A text without them is the same as before.
                Place::Trigger(_) => names_one(text, columns),
                _ => true,
            });
        let known = known.get(&written).filter(|_| !is_stale);
        let known = known.copied();
        let same = candidates
            .iter()
            .find(|other| known == Some(**other) || is_same(&written, other));
        match same {
            Some(read) => found.push(spelled(&written, read)),
            // One that reads in other words is made anew, which costs little, and learned.
            None if matches!(written.place, Place::Trigger(_)) => {}
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
    found.extend(view::respell(connection, paired, known).await?);
    Ok(found)
}

/// The columns that get another type, by their tables, where the server writes the types into what it reads back.
fn retyped(paired: &Paired) -> BTreeMap<TableName, BTreeSet<String>> {
    if paired.live.flavor.engine() != Engine::Postgres {
        return BTreeMap::new();
    }
    let tables = paired.desired.tables.iter().filter_map(|table| {
        let found = paired.live.table(&table.name)?;
        let columns = found.columns.iter().filter(|column| {
            let wanted = table.column(&column.name);
            wanted.is_some_and(|wanted| wanted.data_type != column.data_type)
        });
        let names: BTreeSet<String> = columns.map(|column| column.name.to_lowercase()).collect();
        (!names.is_empty()).then(|| (table.name.clone(), names))
    });
    tables.collect()
}

/// Whether the text names one of the columns.
fn names_one(text: &str, columns: &BTreeSet<String>) -> bool {
    let words = tokens(text);
    let mut words = words.iter().filter_map(|word| word.identifier());
    words.any(|word| columns.contains(word))
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
    // Before these edits the comparison found that the two texts mean different things.
    let replaced: BTreeSet<(ObjectId, &str)> = steps
        .iter()
        .filter_map(|step| match &step.change.edit {
            Edit::Alter {
                from: from @ Object::Default(_, _, text),
                ..
            } => Some((from.id(), text.as_str())),
            _ => None,
        })
        .collect();
    let mut live = live.clone();
    lift_triggers(&mut live, &triggers_of(desired));
    let live = &live;
    let mut learned = Vec::new();
    for (table, place, text) in all_expressions(desired) {
        let owners = owners(table, &place);
        let is_made = owners.iter().any(|id| made.contains(id));
        if let (true, Some(read)) = (is_made, at(live, table, &place))
            && read != text
            // A server that took the edit and left what was there has not said that they are alike.
            && !owners.iter().any(|id| replaced.contains(&(id.clone(), read)))
        {
            learned.push(Spelling {
                table: table.clone(),
                place,
                written: text.to_owned(),
                read: read.to_owned(),
            });
        }
    }
    learned.extend(view::learn(desired, live, &made));
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
    for exclusion in &table.exclusions {
        let name = exclusion.name.text().to_owned();
        all.push((Place::Exclusion(name), &exclusion.definition));
    }
    for trigger in &table.triggers {
        all.push((Place::Trigger(trigger.name.clone()), &trigger.definition));
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

/// Every expression of a domain, with its place.
fn of_domain(domain: &Domain) -> Vec<(Place, &str)> {
    let default = domain.default.as_deref();
    let checks = domain.checks.iter().map(|check| {
        let name = check.name.text().to_owned();
        (Place::DomainCheck(name), check.expression.as_str())
    });
    default
        .map(|text| (Place::DomainDefault, text))
        .into_iter()
        .chain(checks)
        .collect()
}

/// Every expression of the schema, with what it belongs to.
fn all_expressions(schema: &Schema) -> Vec<(&TableName, Place, &str)> {
    let tables = schema.tables.iter();
    let tables = tables.flat_map(|table| owned_by(&table.name, expressions(table)));
    let domains = schema.domains.iter();
    let domains = domains.flat_map(|domain| owned_by(&domain.name, of_domain(domain)));
    tables.chain(domains).collect()
}

fn owned_by<'a>(
    owner: &'a TableName,
    expressions: Vec<(Place, &'a str)>,
) -> Vec<(&'a TableName, Place, &'a str)> {
    let owned = expressions.into_iter();
    owned.map(|(place, text)| (owner, place, text)).collect()
}

/// The expressions of the table or the domain.
fn expressions_of<'a>(
    schema: &'a Schema,
    owner: &TableName,
    place: &Place,
) -> Vec<(Place, &'a str)> {
    if matches!(place, Place::DomainDefault | Place::DomainCheck(_)) {
        let mut domains = schema.domains.iter();
        let domain = domains.find(|domain| domain.name == *owner);
        return domain.map(of_domain).unwrap_or_default();
    }
    schema.table(owner).map(expressions).unwrap_or_default()
}

/// The expression at the place.
fn at<'a>(schema: &'a Schema, owner: &TableName, place: &Place) -> Option<&'a str> {
    expressions_of(schema, owner, place)
        .into_iter()
        .find(|(other, _)| other == place)
        .map(|(_, text)| text)
}

/// What in the database the expression may be: a constraint can have any name there, unless what has its chosen one is there.
fn candidates<'a>(paired: &'a Paired, owner: &TableName, place: &Place) -> Vec<&'a str> {
    // A default is of the type of its column: `'2024-01-01'` of another type may be another moment.
    if let Place::Default(column) = place {
        let type_in = |schema: &'a Schema| {
            let column = schema.table(owner)?.column(column)?;
            Some(&column.data_type)
        };
        if type_in(&paired.live) != type_in(&paired.desired) {
            return Vec::new();
        }
    }
    let all = expressions_of(&paired.live, owner, place);
    if is_chosen(&paired.desired, owner, place)
        && let Some((_, own)) = all.iter().find(|(other, _)| other == place)
    {
        return vec![*own];
    }
    let is_check = |place: &Place| matches!(place, Place::Check(_) | Place::DomainCheck(_));
    let is_exclusion = |place: &Place| matches!(place, Place::Exclusion(_));
    all.into_iter()
        .filter(|(other, _)| {
            other == place
                || (is_check(place) && is_check(other))
                || (is_exclusion(place) && is_exclusion(other))
        })
        .map(|(_, text)| text)
        .collect()
}

/// Whether the constraint at the place has a name that somebody chose.
fn is_chosen(schema: &Schema, owner: &TableName, place: &Place) -> bool {
    let is = |own: &Name, name: &str| own.text() == name && !own.is_implicit();
    let table = schema.table(owner);
    match place {
        Place::Check(name) => {
            table.is_some_and(|table| table.checks.iter().any(|check| is(&check.name, name)))
        }
        Place::Exclusion(name) => {
            table.is_some_and(|table| table.exclusions.iter().any(|one| is(&one.name, name)))
        }
        Place::DomainCheck(name) => schema.domains.iter().any(|domain| {
            domain.name == *owner && domain.checks.iter().any(|check| is(&check.name, name))
        }),
        _ => false,
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
        Place::Exclusion(name) => vec![ObjectId::Exclusion(table.clone(), name.clone())],
        Place::Trigger(name) => vec![ObjectId::Trigger(table.clone(), name.clone())],
        Place::Query | Place::Columns => Vec::new(),
        Place::Predicate(name) | Place::Part(name, _) => {
            vec![ObjectId::Index(table.clone(), name.clone())]
        }
        Place::DomainDefault | Place::DomainCheck(_) => {
            return vec![ObjectId::Domain(table.clone())];
        }
    };
    own.into_iter()
        .chain([ObjectId::Table(table.clone())])
        .collect()
}

fn write_domain(schema: &mut Schema, spelling: &Spelling) {
    let mut domains = schema.domains.iter_mut();
    let Some(domain) = domains.find(|domain| domain.name == spelling.table) else {
        return;
    };
    match &spelling.place {
        Place::DomainCheck(name) => {
            let checks = domain.checks.iter_mut();
            for check in checks.filter(|check| check.name.text() == name) {
                check.expression.clone_from(&spelling.read);
            }
        }
        _ => domain.default = Some(spelling.read.clone()),
    }
}

fn write(schema: &mut Schema, spelling: &Spelling) {
    if matches!(spelling.place, Place::DomainDefault | Place::DomainCheck(_)) {
        return write_domain(schema, spelling);
    }
    let Some(table) = schema.table_mut(&spelling.table) else {
        return;
    };
    let read = &spelling.read;
    match &spelling.place {
        Place::Query | Place::Columns => {}
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
        Place::Exclusion(name) => {
            for exclusion in table
                .exclusions
                .iter_mut()
                .filter(|exclusion| exclusion.name.text() == name)
            {
                exclusion.definition.clone_from(read);
            }
        }
        Place::Trigger(name) => {
            for trigger in table.triggers.iter_mut().filter(|own| own.name == *name) {
                trigger.definition.clone_from(read);
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
        Place::DomainDefault | Place::DomainCheck(_) => {}
    }
}
