//! Columns.
//!
//! In: columns of the model. Out: their statements. NOT NULL, default and comment of a column that
//! is there already have statements of their own.

use super::words::{quote, serial_name, table as named, within};
use super::{brief, numbering, property, rewriting, scanning, storage};
use crate::dialect::postgres::type_change::{Work, casts, lacks_cast, work};
use crate::dialect::{Obstacle, Rendered, Scene, Statement};
use crate::model::{
    AutoIncrement, Column, Flavor, Generated, ObjectId, Schema, Table, TableName, Target, Token,
    Vendor, tokens, types_in,
};

/// Functions whose value is one for all rows of a statement, so that it is stored once.
const STABLE: &[&str] = &["now", "statement_timestamp", "transaction_timestamp"];

/// A column as it stands in `CREATE TABLE`, apart from a serial one.
pub(crate) fn definition(column: &Column) -> String {
    let mut words = vec![quote(&column.name), column.data_type.clone()];
    if let Some(collation) = &column.collation {
        words.push(format!("COLLATE {collation}"));
    }
    if let Some(generated) = &column.generated {
        // Before version 18 the word STORED is mandatory, from it on the other one is the default.
        let kind = if generated.stored {
            "STORED"
        } else {
            "VIRTUAL"
        };
        words.push(format!(
            "GENERATED ALWAYS AS ({}) {kind}",
            generated.expression
        ));
    }
    if let Some(default) = &column.default {
        words.push(format!("DEFAULT {default}"));
    }
    match column.auto_increment {
        Some(AutoIncrement::Default | AutoIncrement::Always) => {
            words.push(numbering::identity(column));
        }
        Some(AutoIncrement::Serial) | None => {}
    }
    if !column.nullable {
        words.push("NOT NULL".to_owned());
    }
    words.join(" ")
}

/// A column as it stands in `CREATE TABLE`.
pub(super) fn numbered_definition(table: &TableName, column: &Column) -> Result<String, Obstacle> {
    if column.auto_increment != Some(AutoIncrement::Serial) {
        return Ok(definition(column));
    }
    if numbering::is_made_apart(column) {
        return Ok(definition(&Column {
            auto_increment: None,
            default: Some(numbering::next_value(table, column)),
            ..column.clone()
        }));
    }
    let serial = match column.data_type.as_str() {
        "smallint" => "smallserial",
        "integer" => "serial",
        "bigint" => "bigserial",
        _ => return Err(numbering::no_integer(table, column)),
    };
    Ok(definition(&Column {
        data_type: serial.to_owned(),
        ..column.clone()
    }))
}

/// Whether this server can have such a column.
pub(super) fn possible(flavor: Flavor, table: &TableName, column: &Column) -> Result<(), Obstacle> {
    let object = format!("{table}.{}", column.name);
    if column.on_update.is_some() {
        return Err(Obstacle::new(
            object,
            "PostgreSQL sets no column to a value at each update",
            "use a trigger, or set the column in the code",
        ));
    }
    let is_virtual = column.generated.as_ref().is_some_and(|own| !own.stored);
    if is_virtual && !flavor.is_at_least(Vendor::Postgres, 18, 0) {
        return Err(Obstacle::new(
            object,
            "PostgreSQL before 18 keeps every generated column in the row",
            "make it a stored one",
        ));
    }
    Ok(())
}

/// What of a new column cannot stand in its definition.
pub(super) fn after_create(table: &TableName, column: &Column, scene: Scene<'_>) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    statements.extend(numbering::after_create(table, column, scene));
    let is_apart = numbering::is_made_apart(column);
    if column.auto_increment == Some(AutoIncrement::Serial) && column.nullable && !is_apart {
        // The word `serial` brings NOT NULL with it.
        let rendered = property::drop_not_null(table, &column.name, scene);
        statements.extend(rendered.statements);
    }
    statements.extend(storage::after_create(table, column, scene));
    if let Some(text) = &column.comment {
        let rendered = property::comment(table, Some(&column.name), Some(text), scene);
        statements.extend(rendered.statements);
    }
    statements
}

pub(super) fn create(
    flavor: Flavor,
    table: &TableName,
    column: &Column,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    possible(flavor, table, column)?;
    let definition = numbered_definition(table, column)?;
    let sql = format!("ALTER TABLE {} ADD COLUMN {definition}", named(table));
    let mut statement = brief(sql, scene);
    let is_stored = column.generated.as_ref().is_some_and(|own| own.stored);
    let is_volatile = column.default.as_deref().is_some_and(may_differ_by_row);
    if is_stored
        || is_volatile
        || column.auto_increment.is_some()
        || is_constrained_domain(&column.data_type, scene)
    {
        statement = rewriting(statement, scene);
    } else if !column.nullable && column.default.is_none() {
        statement = scanning(statement, scene);
    }
    let before = numbering::before_create(table, column, scene);
    let mut statements: Vec<Statement> = before.into_iter().chain([statement]).collect();
    statements.extend(after_create(table, column, scene));
    Ok(statements.into())
}

/// Whether a default calls a function that may give each row another value.
fn may_differ_by_row(default: &str) -> bool {
    let start = Token::Space(String::new());
    let words = tokens(default).into_iter();
    let words = words.filter(|token| !matches!(token, Token::Space(_)));
    let tokens: Vec<Token> = [start].into_iter().chain(words).collect();
    tokens.windows(3).any(|words| {
        // A type such as `numeric(10,2)` stands behind colons, and is no call.
        words[2].text() == "("
            && words[0].text() != ":"
            && words[1]
                .identifier()
                .is_some_and(|name| !STABLE.contains(&name))
    })
}

/// Whether a value of the type must pass a condition, which the server then reads all rows for.
fn is_constrained_domain(data_type: &str, scene: Scene<'_>) -> bool {
    let types = types_in(scene.after, data_type);
    let mut domains = scene.after.domains.iter();
    domains.any(|domain| {
        types.contains(&ObjectId::Domain(domain.name.clone()))
            && (!domain.nullable
                || !domain.checks.is_empty()
                || is_constrained_domain(&domain.data_type, scene))
    })
}

pub(super) fn drop(
    flavor: Flavor,
    table: &TableName,
    column: &Column,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    if !flavor.is_at_least(Vendor::Postgres, 15, 0)
        && let Some(other) = computed_from(scene.after.table(table), &column.name)
    {
        return Err(Obstacle::new(
            format!("{table}.{}", column.name),
            format!(
                "PostgreSQL before 15 drops `{other}`, which is computed from it, without a word"
            ),
            format!("drop `{other}` first"),
        ));
    }
    let sql = format!(
        "ALTER TABLE {} DROP COLUMN {}",
        named(table),
        quote(&column.name)
    );
    Ok(brief(sql, scene).into())
}

fn computed_from<'a>(table: Option<&'a Table>, column: &str) -> Option<&'a str> {
    let mut columns = table?.columns.iter();
    columns
        .find(|other| {
            let generated = other.generated.as_ref();
            other.name != column && generated.is_some_and(|own| names(&own.expression, column))
        })
        .map(|other| other.name.as_str())
}

/// Whether the expression may name the column.
fn names(expression: &str, column: &str) -> bool {
    let lower = column.to_lowercase();
    tokens(expression)
        .iter()
        .any(|token| token.identifier() == Some(&lower))
}

pub(super) fn rename(table: &TableName, from: &str, to: &str, scene: Scene<'_>) -> Rendered {
    let sql = format!(
        "ALTER TABLE {} RENAME COLUMN {} TO {}",
        named(table),
        quote(from),
        quote(to)
    );
    let mut statements = vec![brief(sql, scene)];
    let column = scene
        .before
        .table(table)
        .and_then(|table| table.column(from));
    if column.is_some_and(|column| numbering::has_usual_name(table, column, scene)) {
        let (old, new) = (serial_name(&table.name, from), serial_name(&table.name, to));
        if old != new {
            let sql = format!(
                "ALTER SEQUENCE {} RENAME TO {}",
                within(table, &old),
                quote(&new)
            );
            statements.push(brief(sql, scene));
        }
    }
    statements.into()
}

pub(super) fn alter(
    flavor: Flavor,
    table: &TableName,
    from: &Column,
    to: &Column,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    possible(flavor, table, to)?;
    let mut statements = Vec::new();
    if from.generated != to.generated {
        let (change, is_complete) = generated(flavor, table, from, to, scene)?;
        statements.extend(change);
        if is_complete {
            return Ok(statements.into());
        }
    }
    let types = types(from, to, scene);
    if let Some(expression) = &to.generated
        && !is_assigned(types[0], types[1])
    {
        return Ok(replaced(table, to, expression, scene)?.into());
    }
    if lacks_cast(types[0], types[1]) {
        return Err(Obstacle::new(
            format!("{table}.{}", to.name),
            format!(
                "PostgreSQL has no cast that makes {} of {} by itself",
                to.data_type, from.data_type
            ),
            "add a column of another name, fill it from this one, and drop this one",
        ));
    }
    let numbers = numbering::change(table, from, to, scene)?;
    let retyped = retyped(table, from, to, scene);
    if !retyped.is_empty()
        && let Some(other) = computed_from(scene.before.table(table), &from.name)
    {
        return Err(Obstacle::new(
            format!("{table}.{}", from.name),
            format!("the generated column `{other}` is computed from it, which keeps its type"),
            format!("drop the column `{other}` yourself, apply, and add it again"),
        ));
    }
    // A sequence takes the type of its column only while it counts within that type.
    if to.auto_increment.is_none() || numbering::is_narrowed(from, to) {
        statements.extend(numbers);
        statements.extend(retyped);
    } else {
        statements.extend(retyped);
        statements.extend(numbers);
    }
    statements.extend(storage::change(table, from, to, scene));
    Ok(statements.into())
}

fn types<'a>(from: &'a Column, to: &'a Column, scene: Scene<'a>) -> [(&'a str, &'a Schema); 2] {
    [
        (from.data_type.as_str(), scene.before),
        (to.data_type.as_str(), scene.after),
    ]
}

/// Whether the server makes a value of the one type one of the other, and no cast is written for it.
fn is_assigned(from: (&str, &Schema), to: (&str, &Schema)) -> bool {
    from.0 == to.0 || !lacks_cast(from, to) && casts(from.0, to.0, to.1).is_empty()
}

/// One statement for type and collation, with the default out of the way and back.
fn retyped(table: &TableName, from: &Column, to: &Column, scene: Scene<'_>) -> Vec<Statement> {
    if from.data_type == to.data_type && from.collation == to.collation {
        return Vec::new();
    }
    let before = scene.before.table(table);
    let default = before
        .and_then(|table| table.column(&to.name))
        .and_then(|column| column.default.as_ref());
    let name = quote(&to.name);
    let casts = if from.data_type == to.data_type || from.generated.is_some() {
        Vec::new()
    } else {
        casts(&from.data_type, &to.data_type, scene.after)
    };
    let cast = |text: &str| -> String {
        let casts: String = casts.iter().map(|cast| format!("::{cast}")).collect();
        format!("{text}{casts}")
    };
    let mut change = format!("ALTER COLUMN {name} TYPE {}", to.data_type);
    if let Some(collation) = &to.collation {
        change += &format!(" COLLATE {collation}");
    }
    if !casts.is_empty() {
        change += &format!(" USING {}", cast(&name));
    }
    let mut clauses = vec![change];
    if let Some(default) = default {
        clauses.insert(0, format!("ALTER COLUMN {name} DROP DEFAULT"));
        let default = if casts.is_empty() {
            default.clone()
        } else {
            cast(&format!("({default})"))
        };
        clauses.push(format!("ALTER COLUMN {name} SET DEFAULT {default}"));
    }
    let sql = format!("ALTER TABLE {} {}", named(table), clauses.join(", "));
    let mut statement = brief(sql, scene);
    if !casts.is_empty() || work(&from.data_type, &to.data_type) == Work::Rewrite {
        statement = rewriting(statement, scene);
    } else if before.is_some_and(|table| reads_rows(table, from, to)) {
        statement = scanning(statement, scene);
    }
    vec![statement]
}

/// Whether a change that leaves the rows as they are still reads them: for a check, or to build an
/// index again.
fn reads_rows(table: &Table, from: &Column, to: &Column) -> bool {
    let column = &from.name;
    let is_collated = from.collation != to.collation;
    let is_in_key = || {
        let keys = table.uniques.iter().map(|unique| &unique.columns);
        let primary = table.primary_key.iter().map(|key| &key.columns);
        keys.chain(primary).any(|columns| columns.contains(column))
    };
    let is_rebuilt = table.indexes.iter().any(|index| {
        index
            .predicate
            .as_ref()
            .is_some_and(|text| names(text, column))
            || index.parts.iter().any(|part| match &part.target {
                Target::Expression(text) => names(text, column),
                Target::Column(name) => is_collated && name == column,
            })
    });
    let mut checks = table.checks.iter();
    is_rebuilt
        || checks.any(|check| names(&check.expression, column))
        || (is_collated && is_in_key())
}

/// The statements that change what the column is computed from, and whether they leave nothing
/// else to change.
fn generated(
    flavor: Flavor,
    table: &TableName,
    from: &Column,
    to: &Column,
    scene: Scene<'_>,
) -> Result<(Vec<Statement>, bool), Obstacle> {
    let object = format!("{table}.{}", to.name);
    let change = |what: String| {
        let name = quote(&to.name);
        let sql = format!("ALTER TABLE {} ALTER COLUMN {name} {what}", named(table));
        brief(sql, scene)
    };
    let types = types(from, to, scene);
    match (&from.generated, &to.generated) {
        (Some(old), None) if old.stored && flavor.is_at_least(Vendor::Postgres, 13, 0) => {
            Ok((vec![change("DROP EXPRESSION".to_owned())], false))
        }
        (Some(_), None) => Err(Obstacle::new(
            object,
            "this server cannot turn such a computed column into a plain one",
            "add a column of another name, copy the values, and drop this one",
        )),
        (Some(old), Some(new))
            if old.stored == new.stored
                && flavor.is_at_least(Vendor::Postgres, 17, 0)
                // The new expression is first of the old type, and then a value of that is one of the new.
                && is_assigned(types[1], types[0])
                && is_assigned(types[0], types[1]) =>
        {
            let statement = change(format!("SET EXPRESSION AS ({})", new.expression));
            let statement = if new.stored {
                rewriting(statement, scene)
            } else {
                statement
            };
            Ok((vec![statement], false))
        }
        (_, Some(new)) => Ok((replaced(table, to, new, scene)?, true)),
        (None, None) => Ok((Vec::new(), false)),
    }
}

/// The column dropped and added again: its values are computed. What hangs on it would go with it, and stands in the way.
fn replaced(
    table: &TableName,
    to: &Column,
    generated: &Generated,
    scene: Scene<'_>,
) -> Result<Vec<Statement>, Obstacle> {
    if let Some(user) = user(table, &to.name, scene) {
        return Err(Obstacle::new(
            format!("{table}.{}", to.name),
            format!("the column must be dropped and added again, and `{user}` uses it"),
            format!("drop `{user}` first, and create it again afterwards"),
        ));
    }
    let before = scene
        .before
        .table(table)
        .and_then(|table| table.column(&to.name));
    let column = Column {
        nullable: before.is_none_or(|column| column.nullable),
        default: None,
        comment: before.and_then(|column| column.comment.clone()),
        generated: Some(generated.clone()),
        ..to.clone()
    };
    let sql = format!(
        "ALTER TABLE {} DROP COLUMN {}, ADD COLUMN {}",
        named(table),
        quote(&to.name),
        definition(&column)
    );
    let mut statements = vec![rewriting(brief(sql, scene), scene)];
    statements.extend(after_create(table, &column, scene));
    Ok(statements)
}

/// Something that uses the column.
fn user(table: &TableName, column: &str, scene: Scene<'_>) -> Option<String> {
    let facts = scene.before.facts_near(&[table.clone()].into());
    let id = ObjectId::Column(table.clone(), column.to_owned());
    let own = |fact: &&crate::model::Fact| fact.id.column() != Some(column);
    let object = facts
        .iter()
        .filter(own)
        .find(|fact| fact.requires.contains(&id))
        .map(|fact| fact.id.to_string());
    let unsupported = scene
        .before
        .unsupported
        .iter()
        .find(|item| item.on.as_ref() == Some(table) && item.column.as_deref() == Some(column));
    object.or_else(|| unsupported.map(|item| item.object.clone()))
}
