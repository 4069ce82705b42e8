//! The queries of views, compared as the server spells them.
//!
//! In: the paired sides and what is known. Out: the desired views with the spelling of the database
//! where the query is the same; otherwise with the columns that the server finds in it, which say
//! whether the view can be replaced in place.

use std::collections::{BTreeMap, BTreeSet};

use super::{Open, READINGS, spelled};
use crate::dialect::Dialect;
use crate::diff::Paired;
use crate::error::Error;
use crate::live::connection::Connection;
use crate::live::state::Spelling;
use crate::live::{Expression, Place};
use crate::model::{Column, Engine, ObjectId, Schema, TableName, View};

pub(super) async fn respell(
    mut connection: Option<&mut Connection>,
    paired: &mut Paired,
    known: &BTreeMap<Expression, &str>,
) -> Result<Vec<Spelling>, Error> {
    let dialect = Dialect::of(paired.live.flavor);
    let mut found = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut columns: BTreeMap<TableName, Vec<Column>> = BTreeMap::new();
    for view in &paired.desired.views {
        let Some(live) = paired.live.view(&view.name) else {
            continue;
        };
        let written = question(view, Place::Query);
        let is_same = view.query == live.query
            || known.get(&written).copied() == Some(live.query.as_str())
            || dialect.ddl().is_same_expression(&view.query, &live.query);
        if is_same {
            found.push(spelled(&written, &live.query));
        } else {
            open.push(Open {
                candidates: vec![vec![live.query.clone()]],
                readings: vec![view.query.clone()],
                written,
            });
        }
    }
    for reading in 0..READINGS {
        let Some(connection) = connection.as_deref_mut().filter(|_| !open.is_empty()) else {
            break;
        };
        let mut questions: BTreeSet<Expression> = open.iter().flat_map(Open::questions).collect();
        if reading == 0 {
            questions.extend(open.iter().map(|item| Expression {
                place: Place::Columns,
                ..item.written.clone()
            }));
        }
        let questions: Vec<Expression> = questions.into_iter().collect();
        let answers = connection.normalize(&paired.desired, &questions).await?;
        let answered = answers.iter();
        let answered = answered.filter(|(asked, _)| asked.place == Place::Columns);
        columns.extend(answered.map(|(asked, text)| (asked.table.clone(), columns_in(text))));
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
    let changed = open.iter().map(|item| &item.written.table);
    let moved = over_other_columns(paired, changed, &columns);
    for view in &mut paired.desired.views {
        // What the server finds beneath a view that is moved is not what will be there.
        if let Some(columns) = columns.remove(&view.name)
            && !moved.contains(&view.name)
        {
            view.find_columns(columns);
        }
    }
    for spelling in &found {
        take_over(paired, spelling, moved.contains(&spelling.table));
    }
    found.retain(|spelling| spelling.written != spelling.read);
    Ok(found)
}

/// What the server made of the queries of views that were just made.
pub(super) fn learn(desired: &Schema, live: &Schema, made: &BTreeSet<ObjectId>) -> Vec<Spelling> {
    let views = desired.views.iter();
    views
        .filter(|view| made.contains(&ObjectId::View(view.name.clone())))
        .filter_map(|view| {
            let read = &live.view(&view.name)?.query;
            (*read != view.query).then(|| spelled(&question(view, Place::Query), read))
        })
        .collect()
}

fn question(view: &View, place: Place) -> Expression {
    Expression {
        table: view.name.clone(),
        place,
        text: view.query.clone(),
    }
}

/// The views that read what changes its columns, by themselves or through another view, or that are to read it: a column which gets
/// another type or collation, a view which is made anew, or a relation which becomes one of another kind.
fn over_other_columns<'a>(
    paired: &Paired,
    changed: impl Iterator<Item = &'a TableName>,
    columns: &BTreeMap<TableName, Vec<Column>>,
) -> BTreeSet<TableName> {
    let (live, desired) = (&paired.live, &paired.desired);
    if live.flavor.engine() != Engine::Postgres {
        return BTreeSet::new();
    }
    let mut open: Vec<ObjectId> = Vec::new();
    for table in &desired.tables {
        let found = live.table(&table.name).map(|found| &found.columns);
        let retyped = found.into_iter().flatten().filter(|column| {
            let wanted = table.column(&column.name);
            wanted.is_some_and(|wanted| {
                (&wanted.data_type, &wanted.collation) != (&column.data_type, &column.collation)
            })
        });
        open.extend(
            retyped.map(|column| ObjectId::Column(table.name.clone(), column.name.clone())),
        );
        if live.view(&table.name).is_some() {
            open.push(ObjectId::Table(table.name.clone()));
        }
    }
    let of_tables = desired.views.iter().map(|view| &view.name);
    let of_tables = of_tables.filter(|name| live.table(name).is_some());
    let anew = changed.filter(|name| {
        let wanted = View {
            columns: columns.get(*name).cloned().unwrap_or_default(),
            ..View::new((*name).clone(), "")
        };
        let found = live.view(name);
        !found.is_some_and(|found| !found.materialized && found.is_extended_by(&wanted))
    });
    open.extend(of_tables.cloned().map(ObjectId::View));
    open.extend(anew.cloned().map(ObjectId::View));
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        for view in live.views.iter().chain(&desired.views) {
            if view.has_use_of(&id) && found.insert(view.name.clone()) {
                open.push(ObjectId::View(view.name.clone()));
            }
        }
    }
    found
}

/// The same query uses the same objects, and yields the same columns; a relation that it uses may become one of another
/// kind. Where the types beneath it change, the words of the database hold casts of the old ones: those of the code make
/// the view again.
fn take_over(paired: &mut Paired, spelling: &Spelling, is_moved: bool) {
    let Some(live) = paired.live.view(&spelling.table).cloned() else {
        return;
    };
    let desired = &paired.desired;
    let uses = live.uses.into_iter().map(|id| match id {
        ObjectId::Table(name) | ObjectId::Column(name, _) if desired.view(&name).is_some() => {
            ObjectId::View(name)
        }
        ObjectId::View(name) if desired.table(&name).is_some() => ObjectId::Table(name),
        id => id,
    });
    let uses: BTreeSet<ObjectId> = uses.collect();
    let mut views = paired.desired.views.iter_mut();
    if let Some(view) = views.find(|view| view.name == spelling.table) {
        if !is_moved {
            view.query = live.query;
        }
        view.find_columns(live.columns);
        view.uses = uses.into_iter().collect();
    }
}

/// The columns of a query, as the server tells them.
fn columns_in(text: &str) -> Vec<Column> {
    let columns: Vec<(String, String, Option<String>)> =
        serde_json::from_str(text).unwrap_or_default();
    let columns = columns.into_iter();
    let columns = columns.map(|(name, data_type, collation)| Column {
        collation,
        ..Column::new(name, data_type)
    });
    columns.collect()
}
