//! Enum types.
//!
//! In: enum types of the model. Out: their statements. Values are added and renamed in place; where
//! some go or move, a new type takes the place of the old one, and every column of it is written again.

use super::words::{literal, quote, table as named, within};
use super::{brief, rewriting};
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement};
use crate::model::{EnumType, Table, TableName, Target, casts_in, is_of_type};

/// What the old type is called while the new one takes its place.
const OLD: &str = "_trueup_old_";

pub(super) fn create(item: &EnumType) -> Rendered {
    let mut statements = vec![Statement::new(definition(item))];
    statements.extend(item.comment.as_ref().map(|text| comment(item, Some(text))));
    statements.into()
}

fn definition(item: &EnumType) -> String {
    let values: Vec<String> = item.values.iter().map(|value| text(value)).collect();
    format!(
        "CREATE TYPE {} AS ENUM ({})",
        named(&item.name),
        values.join(", ")
    )
}

/// A literal without the space that keeps one with escapes apart from a word before it.
fn text(value: &str) -> String {
    literal(value).trim_start().to_owned()
}

fn comment(item: &EnumType, to: Option<&String>) -> Statement {
    let to = to.map_or("NULL".to_owned(), |to| text(to));
    Statement::new(format!("COMMENT ON TYPE {} IS {to}", named(&item.name)))
}

pub(super) fn drop(item: &EnumType) -> Rendered {
    Statement::new(format!("DROP TYPE {}", named(&item.name))).into()
}

pub(super) fn rename(from: &TableName, to: &TableName) -> Result<Rendered, Obstacle> {
    if from.schema != to.schema {
        return Err(Obstacle::new(
            from,
            "a type changes its name and not its schema here",
            "move it with `ALTER TYPE ... SET SCHEMA` yourself",
        ));
    }
    let sql = format!("ALTER TYPE {} RENAME TO {}", named(from), quote(&to.name));
    Ok(Statement::new(sql).into())
}

pub(super) fn rename_value(of: &TableName, from: &str, to: &str) -> Rendered {
    let sql = format!(
        "ALTER TYPE {} RENAME VALUE {} TO {}",
        named(of),
        text(from),
        text(to)
    );
    Statement::new(sql).into()
}

pub(super) fn alter(
    from: &EnumType,
    to: &EnumType,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    let mut statements = if from.values == to.values {
        Vec::new()
    } else if let Some(added) = added(from, to) {
        added
    } else {
        replaced(to, scene)?
    };
    if from.comment != to.comment {
        statements.push(comment(to, to.comment.as_ref()));
    }
    Ok(statements.into())
}

/// The statements that add what is new, where nothing else changes. A value cannot be used in the
/// transaction that adds it (55P04), so each is added alone.
fn added(from: &EnumType, to: &EnumType) -> Option<Vec<Statement>> {
    if !from.is_extended_by(to) {
        return None;
    }
    let mut there = from.values.clone();
    let mut statements = Vec::new();
    for (at, value) in to.values.iter().enumerate() {
        if there.contains(value) {
            continue;
        }
        let place = match at.checked_sub(1).map(|at| &to.values[at]) {
            Some(previous) if there.last() == Some(previous) => String::new(),
            Some(previous) => format!(" AFTER {}", text(previous)),
            None => there
                .first()
                .map(|first| format!(" BEFORE {}", text(first)))
                .unwrap_or_default(),
        };
        there.insert(at.min(there.len()), value.clone());
        let sql = format!(
            "ALTER TYPE {} ADD VALUE {}{place}",
            named(&to.name),
            text(value)
        );
        statements.push(Statement::new(sql).alone());
    }
    Some(statements)
}

/// A new type in the place of the old one. The cast by way of text fails on a value that is gone, and
/// loses nothing. Whatever else names the old type would keep it alive, and is in the way.
fn replaced(to: &EnumType, scene: Scene<'_>) -> Result<Vec<Statement>, Obstacle> {
    let old = format!("{OLD}{}", to.name.name);
    let mut statements = vec![
        Statement::new(format!(
            "ALTER TYPE {} RENAME TO {}",
            named(&to.name),
            quote(&old)
        )),
        Statement::new(definition(to)),
    ];
    let columns = scene.before.columns_of(&to.name);
    let mut views = scene.before.views.iter();
    if let Some(view) = views.find(|view| columns.iter().any(|column| view.has_use_of(column))) {
        return Err(Obstacle::new(
            &to.name,
            format!(
                "the type must be replaced, and the view `{}` uses a column of it",
                view.name
            ),
            "drop the view, apply, and create it again",
        ));
    }
    for table in &scene.before.tables {
        let columns: Vec<_> = table
            .columns
            .iter()
            .filter(|column| is_of_type(&column.data_type, &to.name))
            .collect();
        if let Some(user) = user(table, &to.name) {
            return Err(Obstacle::new(
                &to.name,
                format!(
                    "the type must be replaced, and {user} of `{}` names it",
                    table.name
                ),
                "drop it, apply, and create it again",
            ));
        }
        if columns.is_empty() {
            continue;
        }
        let mut clauses = Vec::new();
        for column in columns {
            let name = quote(&column.name);
            let array = &column.data_type[column.data_type.trim_end_matches("[]").len()..];
            let spelled = format!("{}{array}", named(&to.name));
            if column.default.is_some() {
                clauses.push(format!("ALTER COLUMN {name} DROP DEFAULT"));
            }
            clauses.push(format!(
                "ALTER COLUMN {name} TYPE {spelled} USING {name}::text{array}::{spelled}"
            ));
            if let Some(default) = &column.default {
                clauses.push(format!("ALTER COLUMN {name} SET DEFAULT {default}"));
            }
        }
        let sql = format!("ALTER TABLE {} {}", named(&table.name), clauses.join(", "));
        statements.push(rewriting(brief(sql, scene), scene).scanning());
    }
    let old = within(&to.name, &old);
    statements.push(Statement::new(format!("DROP TYPE {old}")).locking(Lock::None));
    statements.extend(to.comment.as_ref().map(|text| comment(to, Some(text))));
    Ok(statements)
}

/// What of the table names the type besides columns and their defaults.
fn user(table: &Table, name: &TableName) -> Option<String> {
    let names = |text: &str| casts_in(text).contains(name);
    let mut checks = table.checks.iter();
    if let Some(check) = checks.find(|check| names(&check.expression)) {
        return Some(format!("the check `{}`", check.name));
    }
    let mut exclusions = table.exclusions.iter();
    if let Some(exclusion) = exclusions.find(|exclusion| names(&exclusion.definition)) {
        return Some(format!("the exclusion constraint `{}`", exclusion.name));
    }
    // That of a column of the type is put back by the step.
    let mut columns = table.columns.iter();
    let default = columns.find(|column| {
        column.default.as_deref().is_some_and(names) && !is_of_type(&column.data_type, name)
    });
    if let Some(column) = default {
        return Some(format!("the default of the column `{}`", column.name));
    }
    let mut columns = table.columns.iter();
    let generated = columns.find(|column| {
        let generated = column.generated.as_ref();
        generated.is_some_and(|generated| names(&generated.expression))
    });
    if let Some(column) = generated {
        return Some(format!("the generated column `{}`", column.name));
    }
    let mut indexes = table.indexes.iter();
    let index = indexes.find(|index| {
        index.predicate.as_deref().is_some_and(names)
            || index.parts.iter().any(|part| match &part.target {
                Target::Expression(text) => names(text),
                Target::Column(_) => false,
            })
    });
    index.map(|index| format!("the index `{}`", index.name))
}
