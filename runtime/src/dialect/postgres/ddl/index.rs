//! Indexes.
//!
//! In: indexes of the model. Out: their statements, built and dropped beside running writers where
//! the table is in use. Knows no constraint.

use super::table::parameter;
use super::words::{IDENTIFIER_LIMIT, clipped, list, literal, quote, table as named, within};
use super::{brief, locked, part, replica_identity, scanning};
use crate::dialect::lower::short_hash;
use crate::dialect::{Lock, Rendered, Scene, Statement, division};
use crate::model::{
    BLOCKING, COMMENT, Index, IndexPart, NULLS_NOT_DISTINCT, Name, Object, PART, TableName, Target,
};

/// Option of the model: where the index is kept.
const TABLESPACE: &str = "tablespace";
/// Options of the model that are not storage parameters.
const OTHERS: [&str; 4] = [TABLESPACE, NULLS_NOT_DISTINCT, COMMENT, BLOCKING];

pub(super) fn create(table: &TableName, index: &Index, scene: Scene<'_>) -> Rendered {
    let mut statements = with_comment(table, index, scene);
    statements.extend(part::named(table, index, index, None, scene));
    statements.into()
}

pub(super) fn with_comment(table: &TableName, index: &Index, scene: Scene<'_>) -> Vec<Statement> {
    let mut statements = all_built(table, index, scene);
    statements.extend(comment(table, index, scene));
    statements
}

/// The statement that gives the index its comment, where it has one.
fn comment(table: &TableName, index: &Index, scene: Scene<'_>) -> Option<Statement> {
    let text = index.options.get(COMMENT)?;
    Some(commented(table, index.name.text(), &literal(text), scene))
}

fn commented(table: &TableName, name: &str, text: &str, scene: Scene<'_>) -> Statement {
    let sql = format!("COMMENT ON INDEX {} IS {text}", within(table, name));
    locked(sql, Lock::SchemaChanges, scene)
}

/// Builds the index; that of a divided table partition by partition, which the server puts together. It
/// cannot be used before the last one is there.
fn all_built(table: &TableName, index: &Index, scene: Scene<'_>) -> Vec<Statement> {
    let divided = scene.before.table(table);
    let Some(divided) = divided.filter(|one| one.partitioning.is_some() && !scene.is_new) else {
        return vec![built(table, index, scene)];
    };
    if !division::is_whole(table, scene) {
        // A partition that the model does not hold must have its part as well, or the index is never used.
        let whole = text(&named(table), index, "");
        return vec![scanning(locked(whole, Lock::Writes, scene), scene)];
    }
    let whole = text(&format!("ONLY {}", named(table)), index, "");
    let mut statements = vec![locked(whole, Lock::Writes, scene)];
    for partition in &divided.partitions {
        let part = partition.table(table);
        let own = Index {
            name: Name::chosen(part_name(table, &partition.name, index)),
            ..index.clone()
        };
        let name = own.name.text();
        statements.push(concurrently_dropped(&part, name, "IF EXISTS ", scene));
        statements.push(built(&part, &own, scene));
        let sql = format!(
            "ALTER INDEX {} ATTACH PARTITION {}",
            within(table, index.name.text()),
            within(&part, name)
        );
        statements.push(locked(sql, Lock::SchemaChanges, scene));
    }
    statements
}

/// The name of a partition's part of an index while it is built, which another index of the table cannot have.
pub(super) fn part_name(table: &TableName, partition: &str, index: &Index) -> String {
    let tail = format!("_{}_idx", short_hash(&text(&named(table), index, "")));
    format!(
        "{}{tail}",
        clipped(partition, IDENTIFIER_LIMIT - tail.len())
    )
}

/// Builds the index. On a table in use the build must run alone, unless writers may wait for it.
pub(super) fn built(table: &TableName, index: &Index, scene: Scene<'_>) -> Statement {
    let plain = || text(&named(table), index, "");
    if scene.is_new {
        return Statement::new(plain());
    }
    if index.options.contains_key(BLOCKING) {
        return locked(plain(), Lock::Writes, scene).scanning();
    }
    locked(
        text(&named(table), index, "CONCURRENTLY "),
        Lock::SchemaChanges,
        scene,
    )
    .scanning()
    .alone()
}

pub(super) fn drop(table: &TableName, index: &Index, scene: Scene<'_>) -> Rendered {
    dropped(table, index.name.text(), "", scene).into()
}

/// Drops an index by name. On a table in use the drop must run alone.
pub(super) fn dropped(table: &TableName, name: &str, word: &str, scene: Scene<'_>) -> Statement {
    let sql = format!("DROP INDEX {word}{}", within(table, name));
    if scene.is_new {
        return Statement::new(sql);
    }
    // An index with parts goes at once.
    if division::is_divided(table, scene) {
        return brief(sql, scene);
    }
    concurrently_dropped(table, name, word, scene)
}

fn concurrently_dropped(table: &TableName, name: &str, word: &str, scene: Scene<'_>) -> Statement {
    let name = within(table, name);
    let sql = format!("DROP INDEX CONCURRENTLY {word}{name}");
    locked(sql, Lock::SchemaChanges, scene).alone()
}

/// The new one is built beside the old one, so that there is no time without an index.
pub(super) fn alter(table: &TableName, from: &Index, to: &Index, scene: Scene<'_>) -> Rendered {
    let name = to.name.text();
    if scene.is_new || from.invalid {
        let mut statements = vec![dropped(table, from.name.text(), "", scene)];
        statements.extend(with_comment(table, to, scene));
        statements.extend(part::named(table, to, to, Some(from), scene));
        let altered = Object::Index(table.clone(), Box::new(to.clone()));
        return replica_identity::after(statements.into(), &altered, scene);
    }
    if let Some(mut statements) = with_other_parameters(table, from, to, scene) {
        statements.extend(part::renamed(table, from, to, scene));
        return statements.into();
    }
    let beside = beside(name);
    let new = Index {
        name: Name::chosen(&beside),
        ..to.clone()
    };
    // What an interrupted attempt has left goes first.
    let mut statements = vec![dropped(table, &beside, "IF EXISTS ", scene)];
    statements.extend(with_comment(table, &new, scene));
    statements.extend(replica_identity::taken_over(table, name, &beside, scene));
    statements.push(dropped(table, from.name.text(), "", scene));
    statements.push(rename(table, &beside, name));
    statements.extend(part::named(table, &new, to, Some(from), scene));
    statements.extend(replica_identity::of_parts(table, name, scene));
    statements.into()
}

/// The name of an index while it is built beside the one that it replaces.
fn beside(name: &str) -> String {
    let prefix = "_trueup_";
    format!("{prefix}{}", clipped(name, IDENTIFIER_LIMIT - prefix.len()))
}

fn is_parameter(option: &str) -> bool {
    !OTHERS.contains(&option) && !option.starts_with(PART)
}

/// Storage parameters are for pages to come, and need no new index.
fn with_other_parameters(
    table: &TableName,
    from: &Index,
    to: &Index,
    scene: Scene<'_>,
) -> Option<Vec<Statement>> {
    let plain = |index: &Index| Index {
        options: index
            .options
            .iter()
            .filter(|(name, _)| [TABLESPACE, NULLS_NOT_DISTINCT].contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        ..index.clone()
    };
    if plain(from) != plain(to) {
        return None;
    }
    let name = within(table, to.name.text());
    let gone: Vec<String> = from
        .options
        .keys()
        .filter(|option| is_parameter(option) && !to.options.contains_key(*option))
        .map(|option| parameter(option))
        .collect();
    let set: Vec<String> = to
        .options
        .iter()
        .filter(|(option, value)| is_parameter(option) && from.options.get(*option) != Some(*value))
        .map(|(option, value)| format!("{} = {}", parameter(option), literal(value)))
        .collect();
    // The server sets no parameter of an index that has parts.
    if !(gone.is_empty() && set.is_empty()) && division::is_divided(table, scene) {
        return None;
    }
    let statement = |verb: &str, words: &[String]| {
        let sql = format!("ALTER INDEX {name} {verb} ({})", words.join(", "));
        (!words.is_empty()).then(|| locked(sql, Lock::SchemaChanges, scene))
    };
    let comment = match (from.options.get(COMMENT), to.options.get(COMMENT)) {
        (old, new) if old == new => None,
        (_, Some(_)) => comment(table, to, scene),
        (_, None) => Some(commented(table, to.name.text(), "NULL", scene)),
    };
    let statements = [statement("RESET", &gone), statement("SET", &set), comment];
    Some(statements.into_iter().flatten().collect())
}

pub(super) fn rename(table: &TableName, from: &str, to: &str) -> Statement {
    // It locks the index, and nothing of the table.
    Statement::new(format!(
        "ALTER INDEX {} RENAME TO {}",
        within(table, from),
        quote(to)
    ))
}

fn text(table: &str, index: &Index, word: &str) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let method = index.method.as_ref();
    let method = method.map(|method| format!(" USING {}", quote(method)));
    let parts: Vec<String> = index.parts.iter().map(part).collect();
    let mut sql = format!(
        "CREATE {unique}INDEX {word}{} ON {}{} ({})",
        quote(index.name.text()),
        table,
        method.unwrap_or_default(),
        parts.join(", ")
    );
    if !index.include.is_empty() {
        sql += &format!(" INCLUDE {}", list(&index.include));
    }
    if index.options.contains_key(NULLS_NOT_DISTINCT) {
        sql += " NULLS NOT DISTINCT";
    }
    let parameters: Vec<String> = index
        .options
        .iter()
        .filter(|(name, _)| is_parameter(name))
        .map(|(name, value)| format!("{} = {}", parameter(name), literal(value)))
        .collect();
    if !parameters.is_empty() {
        sql += &format!(" WITH ({})", parameters.join(", "));
    }
    if let Some(tablespace) = index.options.get(TABLESPACE) {
        sql += &format!(" TABLESPACE {}", quote(tablespace));
    }
    if let Some(predicate) = &index.predicate {
        sql += &format!(" WHERE {predicate}");
    }
    sql
}

/// A part of an index, or of an exclusion constraint.
pub(crate) fn part(part: &IndexPart) -> String {
    let target = match &part.target {
        Target::Column(name) => quote(name),
        Target::Expression(text) => format!("({text})"),
    };
    // The place of NULLs stands behind the direction, everything else before it.
    let (nulls, words): (Vec<&String>, Vec<&String>) = part
        .clauses
        .iter()
        .partition(|clause| clause.starts_with("NULLS "));
    let direction = part.descending.then(|| "DESC".to_owned());
    let words = words.into_iter().cloned();
    [target]
        .into_iter()
        .chain(words)
        .chain(direction)
        .chain(nulls.into_iter().cloned())
        .collect::<Vec<_>>()
        .join(" ")
}
