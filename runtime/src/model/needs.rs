//! What objects need of the schema around them.
//!
//! In: a schema, and an object or its identity. Out: the identities of what must be there. Beyond [`Object::requires`], the
//! columns that an expression names, the types, and the key that a foreign key relies on.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::{alone, objects_alone, objects_of};
use super::object::index_columns;
use super::types::{rows_in, types_cast_to};
use super::{
    AutoIncrement, Check, Column, Engine, Kind, Object, ObjectId, Schema, Table, TableName, Target,
    Token, serial_name, tokens, types_in,
};

/// What single objects of a schema need there.
pub(crate) struct Needs<'a> {
    schema: &'a Schema,
    parts: BTreeMap<TableName, &'a TableName>,
}

impl<'a> Needs<'a> {
    pub(crate) fn of(schema: &'a Schema) -> Self {
        Self {
            schema,
            parts: schema.parts(),
        }
    }

    /// What the object needs, if the schema has one of that identity.
    pub(crate) fn find(&self, id: &ObjectId) -> Option<Vec<ObjectId>> {
        let object = self.object(id)?;
        Some(self.of_object(&object))
    }

    /// What an object of the schema needs.
    pub(crate) fn of_object(&self, object: &Object) -> Vec<ObjectId> {
        through_parts(&self.parts, requires_in(self.schema, object))
    }

    fn object(&self, id: &ObjectId) -> Option<Object> {
        let Some(name) = id.table() else {
            return self.object_outside(id);
        };
        let is_it = |kind, own: &str| kind == id.kind() && own == id.own_name();
        if let Some(table) = self.schema.table(name) {
            return objects_of(table, &is_it).pop();
        }
        let whole = self.schema.table(self.parts.get(name)?)?;
        let mut parts = whole.partitions.iter();
        let part = parts.find(|one| one.table(&whole.name) == *name)?;
        objects_alone(&alone(whole, part)?, &is_it).pop()
    }

    fn object_outside(&self, id: &ObjectId) -> Option<Object> {
        let schema = self.schema;
        match id {
            ObjectId::Namespace(name) => {
                let found = schema.namespaces.iter().find(|own| *own == name);
                found.cloned().map(Object::Namespace)
            }
            ObjectId::Extension(name) => {
                let found = schema.extensions.iter().find(|own| own.name == *name);
                found.cloned().map(Object::Extension)
            }
            ObjectId::Enum(name) => {
                let found = schema.enums.iter().find(|own| own.name == *name);
                found.cloned().map(Object::Enum)
            }
            ObjectId::Domain(name) => {
                let found = schema.domains.iter().find(|own| own.name == *name);
                found.cloned().map(Object::Domain)
            }
            ObjectId::Sequence(name) => {
                let found = schema.sequences.iter().find(|own| own.name == *name);
                found.cloned().map(Object::Sequence)
            }
            ObjectId::View(name) => {
                let view = schema.view(name).cloned();
                view.map(|view| Object::View(Box::new(view)))
            }
            _ => None,
        }
    }
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
    let cast_to = |texts: &[&str]| -> Vec<ObjectId> {
        let texts = texts.iter();
        texts.flat_map(|text| types_cast_to(schema, text)).collect()
    };
    needs.extend(outside_of(schema, object));
    match object {
        // A condition may name a value of the type.
        Object::Check(table, check) => {
            let columns = mentioned(table, &[&check.expression]);
            needs.extend(of_types(table, &columns));
            needs.extend(cast_to(&[&check.expression]));
            needs.extend(columns);
        }
        Object::Default(table, column, text) => {
            let id = ObjectId::Column(table.clone(), column.clone());
            needs.extend(of_types(table, &[id]));
            needs.extend(cast_to(&[text]));
        }
        Object::PrimaryKey(table, key) => needs.extend(mentioned(table, &included(&key.clauses))),
        Object::Unique(table, unique) => needs.extend(mentioned(table, &included(&unique.clauses))),
        Object::Exclusion(table, exclusion) => {
            needs.extend(mentioned(table, &[&exclusion.definition]));
            needs.extend(cast_to(&[&exclusion.definition]));
        }
        Object::Trigger(table, trigger) => {
            let columns = mentioned(table, &[&trigger.definition]);
            needs.extend(of_types(table, &columns));
            needs.extend(columns);
        }
        Object::ConstraintComment(table, name, _) => {
            let holder = schema.holder(table);
            needs.extend(holder.and_then(|holder| holder.constraint(table, name)));
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
            needs.extend(cast_to(&expressions));
            needs.extend(columns);
        }
        Object::ForeignKey(table, key) => {
            let served = |target: &Table| serving_keys(target, &key.target, &key.target_columns);
            let mut keys = schema.holder(&key.target).map_or_else(Vec::new, served);
            if keys.is_empty()
                && let Some(whole) = schema.whole(&key.target)
            {
                keys = serving_keys(whole, &whole.name, &key.target_columns);
            }
            // PostgreSQL holds on to one of them, which was the oldest at the time: any of them may be it.
            if schema.flavor.engine() != Engine::Postgres {
                keys.truncate(1);
            }
            // InnoDB refers to values that are not unique, as long as an index begins with them.
            if schema.flavor.engine() == Engine::MySql && keys.is_empty() {
                let target = schema.table(&key.target);
                let indexes = target.map(|one| own_indexes(one, &key.target_columns));
                needs.extend(indexes.and_then(|indexes| indexes.into_iter().next()));
            }
            // What a key keeps beside its own columns changes with the whole index.
            let columns = keys.iter().flat_map(|key| requires_in(schema, key));
            needs.extend(columns.filter(|id| id.kind() == Kind::Column));
            needs.extend(keys.iter().map(Object::id));
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

/// What a key of PostgreSQL says of the columns that it keeps beside its own.
fn included(clauses: &[String]) -> Vec<&str> {
    let clauses = clauses.iter().map(String::as_str);
    clauses
        .filter(|clause| clause.starts_with("INCLUDE "))
        .collect()
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
        let generated = column.generated.iter();
        let generated = generated.map(|generated| &generated.expression);
        let texts = column.default.iter().chain(generated);
        needs.extend(texts.flat_map(|text| types_cast_to(schema, text)));
        needs
    };
    let of_checks = |checks: &[Check]| -> Vec<ObjectId> {
        let texts = checks.iter().map(|check| &check.expression);
        texts.flat_map(|text| types_cast_to(schema, text)).collect()
    };
    let mut needs = match object {
        // Its columns and conditions are facts of their own, but they come and go with it.
        Object::Table(table) => {
            let whole = schema.table(&table.name);
            let of_table = |whole: &Table| {
                let mut needs: Vec<ObjectId> = whole.columns.iter().flat_map(of_column).collect();
                needs.extend(of_checks(&whole.checks));
                let exclusions = whole.exclusions.iter();
                let texts = exclusions.map(|exclusion| &exclusion.definition);
                needs.extend(texts.flat_map(|text| types_cast_to(schema, text)));
                needs
            };
            whole.map_or_else(Vec::new, of_table)
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
            let default = domain.default.iter();
            needs.extend(default.flat_map(|text| types_cast_to(schema, text)));
            needs.extend(of_checks(&domain.checks));
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
    let usual = || serial_name(&table.name.name, &column.name);
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

/// The keys of the target table, or of the partition of that name, that make a foreign key possible, the likeliest first.
fn serving_keys(target: &Table, name: &TableName, columns: &[String]) -> Vec<Object> {
    let is_served = |key: &[String]| {
        let (mut a, mut b) = (key.to_vec(), columns.to_vec());
        a.sort();
        b.sort();
        a == b
    };
    let primary = target.primary_key.iter();
    let primary = primary
        .filter(|key| is_served(key.plain_columns()))
        .map(|key| Object::PrimaryKey(name.clone(), key.clone()));
    let uniques = target.uniques.iter();
    let uniques = uniques
        .filter(|unique| unique.said.is_empty() && is_served(&unique.columns))
        .map(|unique| Object::Unique(name.clone(), unique.clone()));
    let indexes = target.indexes.iter();
    let indexes = indexes
        .filter(|index| index.unique && index.predicate.is_none())
        .filter(|index| is_served(&index_columns(index)))
        .map(|index| Object::Index(name.clone(), Box::new(index.clone())));
    primary.chain(uniques).chain(indexes).collect()
}
