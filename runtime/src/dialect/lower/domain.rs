//! Domains: meta to model.
//!
//! In: what `domain!` says. Out: the same in the desired schema, or why the flavor has none of it.
//! Knows which types are dates and times, because each reads the time of the insert in another way.

use std::collections::BTreeMap;

use super::column::postgres_type;
use super::outside::at;
use super::{Lowering, closed_sql, short_hash, sql_for};
use crate::dialect::postgres;
use crate::meta::{Declared, DefaultMeta, DomainMeta, SqlMeta, ValueType};
use crate::model::{Check, Domain, Engine, Name, ObjectId};

impl Lowering {
    pub(super) fn domain(&mut self, meta: &DomainMeta, declared: &Declared) {
        let name = self.home.name(meta.schema, meta.name);
        let at = at(declared);
        if self.flavor.engine() != Engine::Postgres {
            let vendor = self.flavor.vendor;
            self.problem(format!(
                "domain `{name}` ({at}): {vendor} has no domains\nhelp: say which databases have it with `engines(postgres)`, and let its columns have the type and a check there: `sql_type(postgres = \"{name}\")`"
            ));
            return;
        }
        let limit = self.ddl().capability().identifier_limit;
        if meta.name.len() > limit {
            self.problem(format!(
                "domain `{name}` ({at}): the name is longer than the {limit} bytes of PostgreSQL\nhelp: give a shorter one"
            ));
        }
        // Every table is a type as well.
        let is_enum = self.schema.enums.iter().any(|item| item.name == name);
        if is_enum || self.known.contains_key(&name) {
            let other = if is_enum { "an enum" } else { "a table" };
            self.problem(format!(
                "domain `{name}` ({at}): {other} has that name\nhelp: give one of the two another name"
            ));
        }
        self.schema.namespaces.extend(name.schema.clone());
        let data_type = self.home.type_name(postgres_type(meta.data_type));
        let default = self.default_of(meta, &data_type).unwrap_or_else(|reason| {
            self.problem(format!("the default of domain `{name}` ({at}): {reason}"));
            None
        });
        let checks = meta.checks.iter().filter_map(|check| {
            let expression = closed_sql(Engine::Postgres, check.expression)?;
            Some(Check {
                name: match check.name {
                    Some(chosen) => Name::chosen(chosen),
                    None => self.implicit(&[meta.name, &short_hash(&expression), "check"]),
                },
                expression,
                clauses: Vec::new(),
            })
        });
        let mut checks: Vec<Check> = checks.collect();
        checks.sort_by(|a, b| a.name.cmp(&b.name));
        let olds = meta.renamed_from.iter();
        let olds = olds.map(|old| ObjectId::Domain(self.home.parse(old, &name)));
        let id = ObjectId::Domain(name.clone());
        self.intents.renamed_from.insert(id, olds.collect());
        self.schema.domains.push(Domain {
            name,
            data_type,
            collation: meta
                .collation
                .map(|name| self.home.type_name(postgres::collation(name))),
            nullable: !meta.not_null,
            default,
            checks,
            check_comments: BTreeMap::new(),
            comment: meta.comment.map(str::to_owned),
        });
    }

    fn default_of(&self, meta: &DomainMeta, data_type: &str) -> Result<Option<String>, String> {
        let stated = match meta.default {
            None => return Ok(None),
            Some(DefaultMeta::Sql(sql)) => match sql_for(Engine::Postgres, sql) {
                None => return Ok(None),
                Some(text) => DefaultMeta::Sql(SqlMeta::Same(text)),
            },
            Some(other) => other,
        };
        let text = self.ddl().default_expression(&stated, value(data_type))?;
        Ok(Some(match (stated, text.rsplit_once("::")) {
            // A literal of PostgreSQL carries its type.
            (DefaultMeta::Text(_), Some((literal, _))) => format!("{literal}::{data_type}"),
            _ => text,
        }))
    }
}

/// What the type holds, as far as a default asks.
fn value(data_type: &str) -> ValueType {
    let (word, zone) = (data_type.split(['(', ' ']).next(), "with time zone");
    match word {
        Some("timestamptz") => ValueType::Instant,
        Some("timestamp") if data_type.ends_with(zone) => ValueType::Instant,
        Some("timestamp") => ValueType::DateTime,
        Some("date") => ValueType::Date,
        Some("time") => ValueType::Time,
        _ => ValueType::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::value;
    use crate::meta::ValueType;

    #[test]
    fn the_time_of_the_insert_follows_from_the_type_beneath() {
        for (data_type, expected) in [
            ("timestamptz", ValueType::Instant),
            ("timestamp(3) with time zone", ValueType::Instant),
            ("timestamp without time zone", ValueType::DateTime),
            ("date", ValueType::Date),
            ("time", ValueType::Time),
            ("text", ValueType::Other),
        ] {
            assert_eq!(value(data_type), expected, "of {data_type}");
        }
    }
}
