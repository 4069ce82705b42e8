//! NOT NULL, defaults and comments.

use super::super::MySql;
use super::super::default::{is_like_a_literal, is_moment};
use super::super::text::{literal, quote};
use super::super::type_change::is_unbounded;
use super::{Cost, Obstacle, Rendered, Scene, table_of};
use crate::model::{Column, Schema, Table, TableName};

impl MySql {
    pub(in super::super) fn change_not_null(
        &self,
        name: &TableName,
        column: &str,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let (table, column) = column_of(name, column, scene)?;
        if column.nullable
            && (column.auto_increment.is_some() || table.is_in_primary_key(&column.name))
        {
            return Err(Obstacle::new(
                format!("{name}.{}", column.name),
                "a column of the primary key, or one that numbers itself, never allows NULL",
                "take it out of the key, or stop the numbering, first",
            ));
        }
        let clause = format!("MODIFY COLUMN {}", self.definition(table, column));
        // A timestamp makes a moment of a NULL, which MariaDB does only while it copies.
        let is_moment = column.data_type.starts_with("timestamp");
        let cost = if !column.nullable && is_moment && self.is_mariadb() {
            Cost::Copy
        } else {
            Cost::Rebuild.max(self.cost_of_restating(table, column))
        };
        self.altered(name, &[clause], cost, scene)
    }

    pub(in super::super) fn set_default(
        &self,
        name: &TableName,
        column: &str,
        default: Option<&str>,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let (table, column) = column_of(name, column, scene)?;
        let quoted = quote(&column.name);
        // To change the default alone takes `ON UPDATE` away (MariaDB 10.11, seen), and the time of the insert outlives it
        // there, without an error. MySQL takes that time, an expression that looks like a literal, and any default of a text
        // without limits, only in a full definition.
        let is_stated = |default: &str| is_moment(default) || is_like_a_literal(default);
        let is_whole = column.on_update.is_some()
            || if self.is_mariadb() {
                is_now(scene.before, name, &column.name)
            } else {
                is_unbounded(&column.data_type) || default.is_some_and(is_stated)
            };
        if is_whole {
            let clause = format!("MODIFY COLUMN {}", self.definition(table, column));
            let cost = self.cost_of_restating(table, column);
            return self.altered(name, &[clause], cost, scene);
        }
        let clause = match default {
            Some(default) => format!(
                "ALTER COLUMN {quoted} SET DEFAULT {}",
                self.default_of(&column.data_type, default)
            ),
            // On MySQL a column without any default needs a value even where it allows NULL.
            None if column.nullable && !self.is_mariadb() => {
                format!("ALTER COLUMN {quoted} SET DEFAULT NULL")
            }
            None => format!("ALTER COLUMN {quoted} DROP DEFAULT"),
        };
        self.altered(name, &[clause], Cost::Metadata, scene)
    }

    pub(in super::super) fn set_comment(
        &self,
        name: &TableName,
        column: Option<&str>,
        text: &str,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let (clause, cost) = match column {
            None => (format!("COMMENT={}", literal(text)), Cost::Setting),
            Some(column) => {
                let (table, column) = column_of(name, column, scene)?;
                (
                    format!("MODIFY COLUMN {}", self.definition(table, column)),
                    self.cost_of_restating(table, column),
                )
            }
        };
        self.altered(name, &[clause], cost, scene)
    }
}

/// Whether the column's default is the time of the insert.
fn is_now(schema: &Schema, table: &TableName, column: &str) -> bool {
    table_of(schema, table)
        .ok()
        .and_then(|table| table.column(column)?.default.as_ref())
        .is_some_and(|default| default.to_lowercase().contains("current_timestamp"))
}

pub(super) fn column_of<'a>(
    name: &TableName,
    column: &str,
    scene: Scene<'a>,
) -> Result<(&'a Table, &'a Column), Obstacle> {
    let table = table_of(scene.after, name)?;
    let column = table.column(column).ok_or_else(|| {
        Obstacle::new(
            format!("{name}.{column}"),
            "the column is not there",
            "report this as a bug",
        )
    })?;
    Ok((table, column))
}
