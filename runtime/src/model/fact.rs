//! The schema as a flat list of objects at the finest grain.

use std::collections::{BTreeMap, BTreeSet};

use super::object::{bare, index_columns};
use super::types::rows_in;
use super::{
    AutoIncrement, Column, Engine, Kind, Object, ObjectId, Schema, Table, TableName, Target, Token,
    tokens, types_in,
};

/// An object of a schema, and what it needs there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its identity.
    pub id: ObjectId,
    /// Its content.
    pub object: Object,
    /// What must exist for it to exist. Beyond [`Object::requires`], the columns that an
    /// expression names and the key that a foreign key relies on.
    pub requires: Vec<ObjectId>,
}

impl Schema {
    /// Every object at the finest grain, sorted by identity.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        self.facts_of(|_| true)
    }

    /// The facts that concern some tables, or partitions: theirs, those of the tables that refer to them, and those
    /// outside of tables. A plan changes few tables of many.
    pub(crate) fn facts_near(&self, tables: &BTreeSet<TableName>) -> Vec<Fact> {
        let wholes = tables.iter().filter_map(|name| self.whole(name));
        let wholes: BTreeSet<&TableName> = wholes.map(|table| &table.name).collect();
        let is_near = |name: &TableName| wholes.contains(name) || tables.contains(name);
        self.facts_of(|table| {
            let parts = table.partitions.iter().filter_map(|one| one.own.as_deref());
            let mut keys = std::iter::once(table)
                .chain(parts)
                .flat_map(|own| &own.foreign_keys);
            is_near(&table.name) || keys.any(|key| is_near(&key.target))
        })
    }

    fn facts_of(&self, is_asked: impl Fn(&Table) -> bool) -> Vec<Fact> {
        let parts = self.parts();
        let objects = self.objects(is_asked).into_iter();
        let facts = objects.map(|(id, object)| Fact {
            id,
            requires: through_parts(&parts, requires_in(self, &object)),
            object,
        });
        facts.collect()
    }

    /// The identity of every object.
    pub(crate) fn ids(&self) -> impl Iterator<Item = ObjectId> {
        self.objects(|_| true).into_iter().map(|(id, _)| id)
    }

    /// Every object outside of tables, and those of the tables that are asked for, sorted by identity.
    pub(crate) fn objects(&self, is_asked: impl Fn(&Table) -> bool) -> Vec<(ObjectId, Object)> {
        let mut objects: Vec<Object> = Vec::new();
        objects.extend(self.namespaces.iter().cloned().map(Object::Namespace));
        objects.extend(self.extensions.iter().cloned().map(Object::Extension));
        objects.extend(self.enums.iter().cloned().map(Object::Enum));
        objects.extend(self.domains.iter().cloned().map(Object::Domain));
        objects.extend(self.sequences.iter().cloned().map(Object::Sequence));
        for table in self.tables.iter().filter(|table| is_asked(table)) {
            objects.extend(objects_of(table));
            objects.extend(table.partitions.iter().flat_map(|one| {
                let own = one.own.as_deref().map(|own| Table {
                    name: one.table(&table.name),
                    ..own.clone()
                });
                own.iter().flat_map(objects_alone).collect::<Vec<_>>()
            }));
        }
        let views = self.views.iter().cloned();
        objects.extend(views.map(|view| Object::View(Box::new(view))));
        let objects = objects.into_iter().map(|object| (object.id(), object));
        let mut objects: Vec<_> = objects.collect();
        objects.sort_by(|(a, _), (b, _)| a.cmp(b));
        objects
    }
}

/// What a partition has alone. Its columns are those of the table that it is of.
fn objects_alone(own: &Table) -> Vec<Object> {
    let mut objects = objects_of(own);
    objects.retain(|object| !matches!(object.id().kind(), Kind::Table | Kind::Column));
    objects
}

/// What needs a partition needs the table that it is of, which has its columns.
fn through_parts(parts: &BTreeMap<TableName, &TableName>, needs: Vec<ObjectId>) -> Vec<ObjectId> {
    let mut found = Vec::new();
    for need in needs {
        let whole = need.table().and_then(|table| parts.get(table));
        match (whole, &need) {
            (Some(whole), ObjectId::Table(part)) => {
                let name = part.name.clone();
                found.push(ObjectId::Partition((*whole).clone(), name));
                found.push(ObjectId::Table((*whole).clone()));
            }
            (Some(whole), ObjectId::Column(_, column)) => {
                found.push(ObjectId::Column((*whole).clone(), column.clone()));
            }
            (Some(whole), ObjectId::NotNull(_, column)) => {
                found.push(ObjectId::NotNull((*whole).clone(), column.clone()));
                found.push(need);
            }
            _ => found.push(need),
        }
    }
    found.sort();
    found.dedup();
    found
}

fn objects_of(table: &Table) -> Vec<Object> {
    let name = &table.name;
    let mut objects = vec![Object::Table(Box::new(Table {
        options: table.options.clone(),
        partitioning: table.partitioning.clone(),
        ..Table::new(name.clone())
    }))];
    for column in &table.columns {
        objects.push(Object::Column(name.clone(), Box::new(bare(column))));
        if !column.nullable {
            objects.push(Object::NotNull(name.clone(), column.name.clone()));
        }
        if let Some(default) = &column.default {
            objects.push(Object::Default(
                name.clone(),
                column.name.clone(),
                default.clone(),
            ));
        }
        if let Some(comment) = &column.comment {
            objects.push(Object::Comment(
                name.clone(),
                Some(column.name.clone()),
                comment.clone(),
            ));
        }
    }
    if let Some(comment) = &table.comment {
        objects.push(Object::Comment(name.clone(), None, comment.clone()));
    }
    if let Some(key) = &table.primary_key {
        objects.push(Object::PrimaryKey(name.clone(), key.clone()));
    }
    objects.extend(
        table
            .uniques
            .iter()
            .map(|unique| Object::Unique(name.clone(), unique.clone())),
    );
    objects.extend(
        table
            .indexes
            .iter()
            .map(|index| Object::Index(name.clone(), Box::new(index.clone()))),
    );
    objects.extend(
        table
            .foreign_keys
            .iter()
            .map(|key| Object::ForeignKey(name.clone(), Box::new(key.clone()))),
    );
    objects.extend(
        table
            .checks
            .iter()
            .map(|check| Object::Check(name.clone(), check.clone())),
    );
    let exclusions = table.exclusions.iter().cloned();
    objects.extend(exclusions.map(|exclusion| Object::Exclusion(name.clone(), exclusion)));
    let triggers = table.triggers.iter().cloned();
    objects.extend(triggers.map(|trigger| Object::Trigger(name.clone(), Box::new(trigger))));
    let partitions = table.partitions.iter();
    objects.extend(partitions.map(|one| Object::Partition(name.clone(), Box::new(one.bare()))));
    objects
}

/// Adds what only the whole schema tells: columns inside expressions, and the key that serves a
/// foreign key.
fn requires_in(schema: &Schema, object: &Object) -> Vec<ObjectId> {
    let mut needs = object.requires();
    let mentioned = |table: &TableName, texts: &[&str]| -> Vec<ObjectId> {
        let words: BTreeSet<String> = texts
            .iter()
            .flat_map(|text| tokens(text))
            .filter_map(|token| token.identifier().map(str::to_owned))
            .collect();
        schema.whole(table).map_or_else(Vec::new, |table| {
            let columns = table
                .columns
                .iter()
                .filter(|column| words.contains(&column.name.to_lowercase()));
            columns
                .map(|column| ObjectId::Column(table.name.clone(), column.name.clone()))
                .collect()
        })
    };
    let of_types = |table: &TableName, columns: &[ObjectId]| -> Vec<ObjectId> {
        let columns = columns.iter().filter_map(ObjectId::column);
        let columns = columns.filter_map(|name| schema.whole(table)?.column(name));
        columns
            .flat_map(|column| types_in(schema, &column.data_type))
            .collect()
    };
    needs.extend(outside_of(schema, object));
    match object {
        // A condition may name a value of the type.
        Object::Check(table, check) => {
            let columns = mentioned(table, &[&check.expression]);
            needs.extend(of_types(table, &columns));
            needs.extend(columns);
        }
        Object::Default(table, column, _) => {
            let id = ObjectId::Column(table.clone(), column.clone());
            needs.extend(of_types(table, &[id]));
        }
        Object::Exclusion(table, exclusion) => {
            needs.extend(mentioned(table, &[&exclusion.definition]));
        }
        Object::Trigger(table, trigger) => {
            needs.extend(mentioned(table, &[&trigger.definition]));
        }
        Object::Column(table, column) => {
            if let Some(generated) = &column.generated {
                let own = object.id();
                needs.extend(
                    mentioned(table, &[&generated.expression])
                        .into_iter()
                        .filter(|id| *id != own),
                );
            }
        }
        Object::Index(table, index) => {
            let expressions: Vec<&str> = index
                .parts
                .iter()
                .filter_map(|part| match &part.target {
                    Target::Expression(text) => Some(text.as_str()),
                    Target::Column(_) => None,
                })
                .chain(index.predicate.as_deref())
                .collect();
            let columns = mentioned(table, &expressions);
            needs.extend(of_types(table, &columns));
            needs.extend(columns);
        }
        Object::ForeignKey(table, key) => {
            let served = |target: &Table| {
                let named = Table {
                    name: key.target.clone(),
                    ..target.clone()
                };
                serving_keys(&named, &key.target_columns)
            };
            let mut keys = schema.holder(&key.target).map_or_else(Vec::new, served);
            if keys.is_empty()
                && let Some(whole) = schema.whole(&key.target)
            {
                keys = serving_keys(whole, &key.target_columns);
            }
            // PostgreSQL holds on to one of them, which was the oldest at the time: any of them may be it.
            if schema.flavor.engine() != Engine::Postgres {
                keys.truncate(1);
            }
            needs.extend(keys);
            // InnoDB keeps an index over the referring columns as long as the key is there.
            if schema.flavor.engine() == Engine::MySql
                && let Some(table) = schema.table(table)
            {
                needs.extend(own_indexes(table, &key.columns));
            }
        }
        _ => {}
    }
    needs.sort();
    needs.dedup();
    needs
}

/// The types that an object is of, and the sequences that it draws from.
fn outside_of(schema: &Schema, object: &Object) -> Vec<ObjectId> {
    let drawn = |text: &str| -> Vec<ObjectId> {
        if !text.contains("nextval(") && !text.contains("currval(") {
            return Vec::new();
        }
        let texts: Vec<String> = tokens(text)
            .iter()
            .filter(|token| matches!(token, Token::Text(_)))
            .map(|token| token.text().trim_matches('\'').replace(['"', '\''], ""))
            .collect();
        let is_drawn =
            |name: &TableName| texts.contains(&name.to_string().replace(['"', '\''], ""));
        let sequences = schema.sequences.iter();
        let sequences = sequences.filter(|sequence| is_drawn(&sequence.name));
        let of_columns = schema.tables.iter().filter(|table| {
            let mut columns = table.columns.iter();
            columns.any(|column| numbers(table, column).is_some_and(|name| is_drawn(&name)))
        });
        sequences
            .map(|sequence| ObjectId::Sequence(sequence.name.clone()))
            .chain(of_columns.map(|table| ObjectId::Table(table.name.clone())))
            .collect()
    };
    let of_column = |column: &Column| -> Vec<ObjectId> {
        let mut needs = types_in(schema, &column.data_type);
        needs.extend(rows_in(schema, &column.data_type));
        needs.extend(column.default.iter().flat_map(|text| drawn(text)));
        needs
    };
    let mut needs = match object {
        // Its columns are facts of their own, but they come and go with it.
        Object::Table(table) => {
            let columns = schema.table(&table.name).map(|table| &table.columns);
            columns.into_iter().flatten().flat_map(of_column).collect()
        }
        Object::Column(table, column) => {
            let whole = schema.table(table);
            let whole = whole.and_then(|table| table.column(&column.name));
            of_column(whole.unwrap_or(column))
        }
        Object::Default(_, _, text) => drawn(text),
        Object::Domain(domain) => {
            let mut needs = types_in(schema, &domain.data_type);
            needs.extend(rows_in(schema, &domain.data_type));
            needs.extend(domain.default.iter().flat_map(|text| drawn(text)));
            needs
        }
        _ => Vec::new(),
    };
    let own = object.id();
    needs.retain(|id| *id != own);
    needs
}

/// The sequence that numbers the column for itself (PostgreSQL).
fn numbers(table: &Table, column: &Column) -> Option<TableName> {
    if column.auto_increment != Some(AutoIncrement::Serial) {
        return None;
    }
    let chosen = column.numbering.get("sequence").cloned();
    let usual = || format!("{}_{}_seq", table.name.name, column.name);
    Some(table.name.renamed(&chosen.unwrap_or_else(usual)))
}

/// The primary key and the indexes that begin with the referring columns.
fn own_indexes(table: &Table, columns: &[String]) -> Vec<ObjectId> {
    let primary = table.primary_key.iter();
    let primary = primary
        .filter(|key| key.plain_columns().starts_with(columns))
        .map(|_| ObjectId::PrimaryKey(table.name.clone()));
    let indexes = table.indexes.iter();
    let indexes = indexes
        .filter(|index| index_columns(index).starts_with(columns))
        .map(|index| ObjectId::Index(table.name.clone(), index.name.text().to_owned()));
    primary.chain(indexes).collect()
}

/// The keys of the target table that make a foreign key possible, the likeliest first.
fn serving_keys(target: &Table, columns: &[String]) -> Vec<ObjectId> {
    let is_served = |key: &[String]| {
        let (mut a, mut b) = (key.to_vec(), columns.to_vec());
        a.sort();
        b.sort();
        a == b
    };
    let name = &target.name;
    let primary = target.primary_key.iter();
    let primary = primary
        .filter(|key| is_served(key.plain_columns()))
        .map(|_| ObjectId::PrimaryKey(name.clone()));
    let uniques = target.uniques.iter();
    let uniques = uniques
        .filter(|unique| is_served(&unique.columns))
        .map(|unique| ObjectId::Unique(name.clone(), unique.name.text().to_owned()));
    let indexes = target.indexes.iter();
    let indexes = indexes
        .filter(|index| index.unique && index.predicate.is_none())
        .filter(|index| is_served(&index_columns(index)))
        .map(|index| ObjectId::Index(name.clone(), index.name.text().to_owned()));
    primary.chain(uniques).chain(indexes).collect()
}
