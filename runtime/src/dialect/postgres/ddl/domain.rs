//! Domains.
//!
//! In: domains of the model. Out: their statements. A condition of a domain in use first holds for
//! new values, and the values that are there are read afterwards, under a lock on writers alone.

use super::words::{literal, quote, table as named};
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement};
use crate::model::{Check, Domain, GRANTS, ObjectId, Schema, TableName, types_in};

pub(super) fn create(domain: &Domain) -> Rendered {
    let mut words = vec![format!(
        "CREATE DOMAIN {} AS {}",
        named(&domain.name),
        domain.data_type
    )];
    if let Some(collation) = &domain.collation {
        words.push(format!("COLLATE {collation}"));
    }
    if let Some(default) = &domain.default {
        words.push(format!("DEFAULT {default}"));
    }
    if !domain.nullable {
        words.push("NOT NULL".to_owned());
    }
    // A domain that nobody uses has no value that is not valid, so such a check is added afterwards.
    let (later, checks): (Vec<_>, Vec<_>) = domain.checks.iter().partition(|check| is_left(check));
    words.extend(checks.into_iter().map(definition));
    let mut statements = vec![Statement::new(words.join(" "))];
    let added = |check| {
        let name = named(&domain.name);
        Statement::new(format!("ALTER DOMAIN {name} ADD {}", definition(check)))
    };
    statements.extend(later.into_iter().map(added));
    if domain.comment.is_some() {
        statements.push(comment(domain));
    }
    let comments = domain.check_comments.iter();
    statements.extend(comments.map(|(check, text)| check_comment(domain, check, Some(text))));
    statements.into()
}

pub(super) fn drop(domain: &Domain) -> Rendered {
    Statement::new(format!("DROP DOMAIN {}", named(&domain.name))).into()
}

pub(super) fn alter(from: &Domain, to: &Domain, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
    if !from.is_alike_beneath(to) {
        return replaced(from, to, scene);
    }
    let is_used = is_used(scene.before, &to.name);
    let alter = |what: &str| Statement::new(format!("ALTER DOMAIN {} {what}", named(&to.name)));
    let mut statements = Vec::new();
    if from.default != to.default {
        statements.push(match &to.default {
            Some(default) => alter(&format!("SET DEFAULT {default}")),
            None => alter("DROP DEFAULT"),
        });
    }
    for check in &from.checks {
        if !to.checks.contains(check) {
            let name = quote(check.name.text());
            statements.push(alter(&format!("DROP CONSTRAINT {name}")));
        }
    }
    match (from.nullable, to.nullable) {
        (true, false) if is_used => {
            statements.push(alter("SET NOT NULL").locking(Lock::Writes).scanning());
        }
        (true, false) => statements.push(alter("SET NOT NULL")),
        (false, true) => statements.push(alter("DROP NOT NULL")),
        _ => {}
    }
    for check in to
        .checks
        .iter()
        .filter(|check| !from.checks.contains(check))
    {
        let definition = definition(check);
        if !is_used || is_left(check) {
            statements.push(alter(&format!("ADD {definition}")));
            continue;
        }
        statements.push(alter(&format!("ADD {definition} NOT VALID")));
        let name = quote(check.name.text());
        let validated = alter(&format!("VALIDATE CONSTRAINT {name}"));
        statements.push(validated.locking(Lock::Writes).scanning().alone());
    }
    if from.comment != to.comment {
        statements.push(comment(to));
    }
    // A check that is made again has none.
    let made = |name: &str| {
        let mut checks = to
            .checks
            .iter()
            .filter(|check| !from.checks.contains(check));
        checks.any(|check| check.name.text() == name)
    };
    for check in to.checks.iter().map(|check| check.name.text()) {
        let had = from.check_comments.get(check).filter(|_| !made(check));
        let text = to.check_comments.get(check);
        if had != text {
            statements.push(check_comment(to, check, text.map(String::as_str)));
        }
    }
    Ok(statements.into())
}

/// Another domain in the place of one that nothing uses. Nobody can do without its rights in between, nor gets them back.
fn replaced(from: &Domain, to: &Domain, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
    let id = ObjectId::Domain(to.name.clone());
    let facts = scene.before.facts();
    let mut items = scene.before.unsupported.iter();
    if facts.iter().any(|fact| fact.requires.contains(&id)) || is_used(scene.before, &to.name) {
        return Err(Obstacle::new(
            &to.name,
            format!(
                "PostgreSQL changes no domain in use from {} to {}",
                typed(from),
                typed(to)
            ),
            "declare a domain of another name, and let the columns become of that type",
        ));
    }
    if items.any(|item| item.kind == GRANTS && item.object == to.name.to_string()) {
        return Err(Obstacle::new(
            &to.name,
            "the domain must be made again, and the privileges on it would be lost",
            "revoke them, apply, and grant them again",
        ));
    }
    let mut statements = drop(from).statements;
    statements.extend(create(to).statements);
    Ok(statements.into())
}

/// The type beneath it with its collation.
fn typed(domain: &Domain) -> String {
    let collation = domain.collation.iter();
    let collation = collation.map(|name| format!(" COLLATE {name}"));
    collation.fold(domain.data_type.clone(), |text, clause| text + &clause)
}

/// Whether a column is of the domain, or may be.
fn is_used(schema: &Schema, domain: &TableName) -> bool {
    let id = ObjectId::Domain(domain.clone());
    let columns = schema.tables.iter().flat_map(|table| &table.columns);
    let mut types = columns.map(|column| &column.data_type);
    let is_beneath = |other: &Domain| types_in(schema, &other.data_type).contains(&id);
    types.any(|name| types_in(schema, name).contains(&id)) || schema.domains.iter().any(is_beneath)
}

/// Whether the condition is meant to stay unchecked for the values that are there.
fn is_left(check: &Check) -> bool {
    check.clauses.iter().any(|clause| clause == "NOT VALID")
}

fn definition(check: &Check) -> String {
    let mut words = vec![format!(
        "CONSTRAINT {} CHECK ({})",
        quote(check.name.text()),
        check.expression
    )];
    words.extend(check.clauses.iter().cloned());
    words.join(" ")
}

fn check_comment(domain: &Domain, check: &str, text: Option<&str>) -> Statement {
    let text = text.map_or_else(|| "NULL".to_owned(), literal);
    Statement::new(format!(
        "COMMENT ON CONSTRAINT {} ON DOMAIN {} IS {}",
        quote(check),
        named(&domain.name),
        text.trim_start()
    ))
}

fn comment(domain: &Domain) -> Statement {
    super::commented("DOMAIN", &domain.name, domain.comment.as_deref())
}
