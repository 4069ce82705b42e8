//! Tables and their options.

use std::collections::BTreeMap;

use super::super::MySql;
use super::super::canonical::mentions;
use super::super::default::is_plain_default;
use super::super::text::{bare, collated, literal, quote};
use super::super::type_change::{is_character_type, is_unbounded};
use super::definition::is_column_check;
use super::{Cost, Lock, Obstacle, Rendered, Scene, Statement, indexes_of, partition, table_of};
use crate::dialect::division;
use crate::model::{Column, Table, TableName, USUAL};

/// The number of the first row, where it is chosen.
fn first_number(table: &Table) -> Option<i64> {
    let starts = table.columns.iter();
    let mut starts = starts.filter_map(|column| column.numbering.get("start"));
    starts.next()?.parse().ok()
}

impl MySql {
    pub(in super::super) fn create_table(&self, table: &Table) -> Result<Rendered, Obstacle> {
        let mut lines: Vec<String> = self
            .in_order(table)
            .into_iter()
            .map(|column| self.definition(table, column))
            .collect();
        if let Some(key) = &table.primary_key {
            lines.push(self.primary_key(key));
        }
        for index in &indexes_of(table) {
            lines.push(self.index(table, index)?);
        }
        for check in &table.checks {
            if !is_column_check(check) {
                lines.push(self.check(&table.name, check)?);
            }
        }
        for key in &table.foreign_keys {
            lines.push(self.foreign_key(&table.name, key)?);
        }
        let mut sql = format!(
            "CREATE TABLE {} (\n  {}\n)",
            quote(&table.name.name),
            lines.join(",\n  ")
        );
        if !table.options.contains_key("engine") {
            sql.push_str(" ENGINE=InnoDB");
        }
        for (key, value) in &table.options {
            sql.push(' ');
            sql.push_str(&match value.as_str() {
                USUAL => default_option(key, None),
                _ => option(key, value),
            });
        }
        if let Some(start) = first_number(table) {
            sql.push_str(&format!(" AUTO_INCREMENT={start}"));
        }
        if let Some(comment) = &table.comment {
            sql.push_str(" COMMENT=");
            sql.push_str(&literal(comment));
        }
        sql.push_str(&partition::clause(table));
        Ok(Statement::new(sql).alone().into())
    }

    /// The columns, each behind those that it must follow. MySQL refuses one that is computed from a computed
    /// value further down, with 3107 for generated columns and 3772 for defaults.
    fn in_order<'a>(&self, table: &'a Table) -> Vec<&'a Column> {
        let mut waiting: Vec<&Column> = table.columns.iter().collect();
        if self.is_mariadb() {
            return waiting;
        }
        let mut ordered = Vec::new();
        while !waiting.is_empty() {
            let is_free = |column: &&Column| {
                let mut others = waiting.iter().filter(|other| other.name != column.name);
                computation(column).is_none_or(|text| {
                    !others.any(|other| computation(other).is_some() && mentions(text, &other.name))
                })
            };
            // Those that name each other stay as they are: the server says what is wrong with them.
            let next = waiting.iter().position(is_free).unwrap_or(0);
            ordered.push(waiting.remove(next));
        }
        ordered
    }

    pub(in super::super) fn drop_table(&self, table: &TableName) -> Rendered {
        Statement::new(format!("DROP TABLE {}", quote(&table.name)))
            .alone()
            .locking(Lock::ReadsAndWrites)
            .into()
    }

    pub(in super::super) fn rename_table(&self, old: &TableName, new: &TableName) -> Rendered {
        let sql = format!(
            "ALTER TABLE {} RENAME TO {}",
            quote(&old.name),
            quote(&new.name)
        );
        Statement::new(sql).alone().into()
    }

    pub(in super::super) fn alter_table(
        &self,
        from: &Table,
        to: &Table,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let is_divided_anew = !(from.partitions.is_empty() && to.partitions.is_empty());
        if !is_divided_anew {
            division::check_table(from, to)?;
        }
        let (mut clauses, mut cost) = (Vec::new(), Cost::Setting);
        let keys: BTreeMap<&String, ()> = from
            .options
            .keys()
            .chain(to.options.keys())
            .map(|key| (key, ()))
            .collect();
        for key in keys.into_keys() {
            let (old, new) = (from.options.get(key), to.options.get(key));
            if old == new {
                continue;
            }
            if key == "collation" {
                let [old, new] = [old, new].map(|side| side.map(String::as_str));
                let is_same_set = is_same_character_set(old, new);
                for (clause, sorting) in self.recollated(&to.name, scene)? {
                    cost = cost.max(if is_same_set { sorting } else { Cost::Copy });
                    clauses.push(clause);
                }
            } else {
                cost = cost.max(cost_of_option(key));
            }
            clauses.push(match new {
                Some(value) => option(key, value),
                None => default_option(key, scene.after.collation.as_deref()),
            });
        }
        let mut statements = Vec::new();
        if !clauses.is_empty() || !is_divided_anew {
            statements.push(self.alteration(&to.name, &clauses, cost, scene));
        }
        if is_divided_anew {
            // MySQL divides by no engine but InnoDB.
            let at = if to.partitions.is_empty() {
                0
            } else {
                statements.len()
            };
            statements.insert(at, divided(to, scene));
        }
        Ok(statements.into())
    }

    /// The columns that follow the collation of their table. The server converts only new columns,
    /// and leaves those that are there with the collation that they had.
    fn recollated(
        &self,
        name: &TableName,
        scene: Scene<'_>,
    ) -> Result<Vec<(String, Cost)>, Obstacle> {
        let table = table_of(scene.after, name)?;
        let columns = table
            .columns
            .iter()
            .filter(|column| column.collation.is_none() && is_character_type(&column.data_type));
        Ok(columns
            .map(|column| {
                let clause = format!("MODIFY COLUMN {}", self.definition(table, column));
                let cost = self.cost_of_sorting(table, &column.name);
                // Where the column does not name it, MySQL lets nobody write to a text without limits meanwhile.
                let least = if !self.is_mariadb() && is_unbounded(&column.data_type) {
                    Cost::SharedRebuild
                } else {
                    Cost::Online
                };
                let least = least.max(self.cost_of_restating(table, column));
                (clause, cost.max(least))
            })
            .collect())
    }
}

/// Divides the rows of a table anew. The server writes each of them into the partition that it belongs to.
pub(super) fn divided(to: &Table, scene: Scene<'_>) -> Statement {
    let clause = match partition::clause(to) {
        clause if clause.is_empty() => " REMOVE PARTITIONING".to_owned(),
        clause => clause,
    };
    let sql = format!("ALTER TABLE {}{clause}", quote(&to.name.name));
    let statement = Statement::new(sql).alone();
    if scene.is_new {
        return statement;
    }
    statement.locking(Lock::Writes).scanning().rewriting()
}

/// What the column's values are computed from.
fn computation(column: &Column) -> Option<&str> {
    let generated = column.generated.as_ref();
    let generated = generated.map(|generated| generated.expression.as_str());
    let default = column.default.as_deref();
    generated.or_else(|| default.filter(|default| !is_plain_default(default)))
}

/// An option as it stands in `CREATE TABLE`.
fn option(key: &str, value: &str) -> String {
    let is_plain = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    };
    match key {
        "collation" => format!("DEFAULT {}", collated(value)),
        _ if !key.starts_with('`') && is_plain(key) && is_plain(value) => {
            format!("{}={value}", key.to_uppercase())
        }
        // The names of a plug-in's options are quoted. The server shows a value as it was written.
        _ if value.bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty() => {
            format!("{}={value}", quote(&bare(key)))
        }
        _ => format!("{}={}", quote(&bare(key)), literal(value)),
    }
}

/// An option as the server has it when nobody states it.
fn default_option(key: &str, of_database: Option<&str>) -> String {
    match key {
        "engine" => "ENGINE=InnoDB".to_owned(),
        // That of the database. MariaDB alone has a word for it.
        "collation" => match of_database {
            Some(collation) => format!("DEFAULT {}", collated(collation)),
            None => "DEFAULT CHARACTER SET DEFAULT".to_owned(),
        },
        "pack_keys" | "row_format" | "stats_persistent" | "stats_auto_recalc"
        | "stats_sample_pages" => format!("{}=DEFAULT", key.to_uppercase()),
        _ if key.starts_with('`') => format!("{}=DEFAULT", quote(&bare(key))),
        _ => format!("{}=0", key.to_uppercase()),
    }
}

fn cost_of_option(key: &str) -> Cost {
    match key {
        "engine" | "checksum" | "pack_keys" | "transactional" | "page_checksum" => Cost::Copy,
        "stats_persistent" | "stats_auto_recalc" | "stats_sample_pages" | "min_rows"
        | "max_rows" | "avg_row_length" | "delay_key_write" => Cost::Setting,
        _ => Cost::Rebuild,
    }
}

/// Whether no byte of a text changes with its collation.
pub(super) fn is_same_character_set(from: Option<&str>, to: Option<&str>) -> bool {
    let set = |name: Option<&str>| {
        name.and_then(|name| name.split('_').next())
            .map(str::to_owned)
    };
    matches!((set(from), set(to)), (Some(a), Some(b)) if a == b)
}
