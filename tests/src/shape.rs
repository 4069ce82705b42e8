//! A schema as lines of text that can be compared.

use serde::Serialize;
use trueup::dialect::Dialect;
use trueup::model::{Name, PART, Schema, Vendor};

/// Whether the names of indexes and constraints count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// They are part of what is compared.
    Kept,
    /// Databases of another history may have other ones.
    Ignored,
}

/// One line for each column, key, index and constraint, sorted. The order of the columns is left out:
/// a column that is added comes last.
#[must_use]
pub fn shape(schema: &Schema, names: Names) -> Vec<String> {
    let mut schema = Dialect::of(schema.flavor).ddl().canonical(schema.clone());
    let mut lines = Vec::new();
    for table in &mut schema.tables {
        // Left by a build that failed; the next one clears it away.
        table.indexes.retain(|index| !index.invalid);
        if names == Names::Ignored {
            let implicit = || Name::chosen("");
            table
                .uniques
                .iter_mut()
                .for_each(|item| item.name = implicit());
            table
                .indexes
                .iter_mut()
                .for_each(|item| item.name = implicit());
            table
                .foreign_keys
                .iter_mut()
                .for_each(|item| item.name = implicit());
            table
                .checks
                .iter_mut()
                .for_each(|item| item.name = implicit());
            table
                .exclusions
                .iter_mut()
                .for_each(|item| item.name = implicit());
            if let Some(key) = &mut table.primary_key {
                key.name = None;
            }
            // Those of its parts follow from its own.
            for index in &mut table.indexes {
                index.options.retain(|option, _| !option.starts_with(PART));
            }
        }
        // Names of columns have no case there, and each check keeps the one in which it was written.
        if schema.flavor.vendor == Vendor::MySql {
            for check in &mut table.checks {
                check.expression = lower_names(&check.expression);
            }
        }
        let name = table.name.to_string();
        lines.push(format!("{name}: table {}", json(&table.options)));
        if let Some(divided) = &table.partitioning {
            lines.push(format!(
                "{name}: divided by {} {}",
                divided.method, divided.key
            ));
        }
        lines.extend(table.partitions.iter().map(|one| {
            format!(
                "{name}: partition {} {} {} {}",
                one.name,
                one.bound,
                json(&one.options),
                json(&one.own)
            )
        }));
        let key = table
            .primary_key
            .iter()
            .map(|item| ("primary key", json(item)));
        let items = key
            .chain(table.columns.iter().map(|item| ("column", json(item))))
            .chain(table.uniques.iter().map(|item| ("unique", json(item))))
            .chain(table.indexes.iter().map(|item| ("index", json(item))))
            .chain(
                table
                    .foreign_keys
                    .iter()
                    .map(|item| ("foreign key", json(item))),
            )
            .chain(table.checks.iter().map(|item| ("check", json(item))))
            .chain(
                table
                    .exclusions
                    .iter()
                    .map(|item| ("exclusion", json(item))),
            );
        lines.extend(items.map(|(kind, text)| format!("{name}: {kind} {text}")));
    }
    lines.extend(schema.unsupported.iter().map(json));
    lines.sort();
    lines
}

fn lower_names(expression: &str) -> String {
    let parts = expression.split('`').enumerate();
    let parts = parts.map(|(at, part)| match at % 2 {
        0 => part.to_owned(),
        _ => part.to_lowercase(),
    });
    parts.collect::<Vec<_>>().join("`")
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}
