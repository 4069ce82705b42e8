//! What a column or a table has besides its shape: NOT NULL, default, comment.
//!
//! In: the property. Out: its statements. Knows no other object.

use super::words::{literal, quote, table as named};
use super::{brief, locked, numbering, scanning};
use crate::dialect::postgres::canonical::is_same_expression;
use crate::dialect::{Lock, Rendered, Scene, Statement};
use crate::model::TableName;

pub(super) fn create_not_null(table: &TableName, column: &str, scene: Scene<'_>) -> Rendered {
    let statement = change(table, column, "SET NOT NULL", scene);
    if is_proved(table, column, scene) {
        return statement.into();
    }
    scanning(statement, scene).into()
}

/// Whether a check that holds for all rows makes reading them unnecessary.
fn is_proved(table: &TableName, column: &str, scene: Scene<'_>) -> bool {
    let wanted = format!("{} IS NOT NULL", quote(column));
    let plain = format!("{column} IS NOT NULL");
    scene.before.table(table).is_some_and(|table| {
        table.checks.iter().any(|check| {
            check.clauses.is_empty()
                && (is_same_expression(&check.expression, &wanted)
                    || is_same_expression(&check.expression, &plain))
        })
    })
}

pub(super) fn drop_not_null(table: &TableName, column: &str, scene: Scene<'_>) -> Rendered {
    let before = scene.before.table(table);
    if before
        .and_then(|table| table.column(column))
        .is_some_and(numbering::is_identity)
    {
        // It belongs to the identity, and goes with it.
        return Rendered::default();
    }
    change(table, column, "DROP NOT NULL", scene).into()
}

pub(super) fn set_default(
    table: &TableName,
    column: &str,
    text: &str,
    scene: Scene<'_>,
) -> Rendered {
    change(table, column, &format!("SET DEFAULT {text}"), scene).into()
}

pub(super) fn drop_default(table: &TableName, column: &str, scene: Scene<'_>) -> Rendered {
    change(table, column, "DROP DEFAULT", scene).into()
}

fn change(table: &TableName, column: &str, what: &str, scene: Scene<'_>) -> Statement {
    let sql = format!(
        "ALTER TABLE {} ALTER COLUMN {} {what}",
        named(table),
        quote(column)
    );
    brief(sql, scene)
}

pub(super) fn constraint_comment(
    table: &TableName,
    constraint: &str,
    text: Option<&str>,
    scene: Scene<'_>,
) -> Rendered {
    let object = format!("CONSTRAINT {} ON {}", quote(constraint), named(table));
    commented(&object, text, scene)
}

pub(super) fn comment(
    table: &TableName,
    column: Option<&str>,
    text: Option<&str>,
    scene: Scene<'_>,
) -> Rendered {
    let object = match column {
        Some(column) => format!("COLUMN {}.{}", named(table), quote(column)),
        None => format!("TABLE {}", named(table)),
    };
    commented(&object, text, scene)
}

fn commented(object: &str, text: Option<&str>, scene: Scene<'_>) -> Rendered {
    let text = text.map_or_else(|| "NULL".to_owned(), literal);
    let sql = format!("COMMENT ON {object} IS {}", text.trim_start());
    locked(sql, Lock::SchemaChanges, scene).into()
}
