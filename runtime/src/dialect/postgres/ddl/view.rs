//! Views and materialised views.
//!
//! In: views of the model. Out: their statements. A view is replaced in place where the server allows
//! it, and otherwise made anew in the same step, with its owner, its privileges and its comments.

use super::super::kept;
use super::index;
use super::locked;
use super::table::parameter;
use super::words::{literal, quote, table as named, within};
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement};
use crate::model::{Index, Options, TableName, View};

/// Options of the model that are not written in `WITH (...)`.
const TABLESPACE: &str = "tablespace";
const METHOD: &str = "using";

pub(super) fn create(view: &View, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
    check(view)?;
    Ok(created(view, "CREATE", scene).into())
}

pub(super) fn drop(view: &View, scene: Scene<'_>) -> Rendered {
    dropped(view, scene).into()
}

pub(super) fn alter(from: &View, to: &View, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
    if from.materialized == to.materialized && from.query == to.query {
        let is_elsewhere = [TABLESPACE, METHOD]
            .iter()
            .any(|key| from.options.get(*key) != to.options.get(*key));
        if !is_elsewhere {
            return Ok(altered(from, to, scene).into());
        }
    }
    if is_replaceable(from, to) {
        let mut statements = vec![locked(
            definition(to, "CREATE OR REPLACE"),
            Lock::ReadsAndWrites,
            scene,
        )];
        statements.extend(commented(from.comment.as_deref(), to));
        return Ok(statements.into());
    }
    check(from)?;
    // What is kept of the old one is put back on the new one.
    let new = from.remade_as(to);
    let mut statements = vec![dropped(from, scene)];
    statements.extend(created(&new, "CREATE", scene));
    Ok(statements.into())
}

pub(super) fn rename(
    from: &TableName,
    to: &TableName,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    if from.schema != to.schema {
        return Err(Obstacle::new(
            from,
            "a view is renamed within its namespace alone",
            format!("move it with `ALTER VIEW {} SET SCHEMA ...`", named(from)),
        ));
    }
    let word = scene.before.view(from).map_or("VIEW", word);
    let sql = format!("ALTER {word} {} RENAME TO {}", named(from), quote(&to.name));
    Ok(locked(sql, Lock::ReadsAndWrites, scene).into())
}

/// Whether everything that is kept of the view can be put back.
fn check(view: &View) -> Result<(), Obstacle> {
    view.kept.get(kept::LOST).map_or(Ok(()), |lost| {
        Err(Obstacle::new(
            &view.name,
            format!("the view must be made anew, and {lost} cannot be put back"),
            "make this change by hand",
        ))
    })
}

const fn word(view: &View) -> &'static str {
    if view.materialized {
        "MATERIALIZED VIEW"
    } else {
        "VIEW"
    }
}

/// Whether the server replaces the view in place: columns may only be added at its end.
fn is_replaceable(from: &View, to: &View) -> bool {
    !from.materialized && !to.materialized && from.is_extended_by(to)
}

fn dropped(view: &View, scene: Scene<'_>) -> Statement {
    let sql = format!("DROP {} {}", word(view), named(&view.name));
    locked(sql, Lock::ReadsAndWrites, scene)
}

/// The view with all that belongs to it.
fn created(view: &View, verb: &str, scene: Scene<'_>) -> Vec<Statement> {
    let mut first = Statement::new(definition(view, verb));
    if view.materialized && !view.kept.contains_key(kept::EMPTY) {
        first = first.scanning();
    }
    let mut statements = vec![first];
    let new = Scene {
        is_new: true,
        ..scene
    };
    let indexes = view.indexes.iter();
    statements.extend(indexes.map(|own| index::built(&view.name, own, new)));
    for index in &view.indexes {
        let own = index.name.text();
        let key = format!("{}{own}", kept::INDEX_COMMENT);
        statements.extend(view.kept.get(&key).map(|comment| {
            let (name, comment) = (within(&view.name, own), literal(comment));
            let sql = format!("COMMENT ON INDEX {name} IS {}", comment.trim_start());
            Statement::new(sql)
        }));
    }
    let name = named(&view.name);
    statements.extend(commented(None, view));
    for column in &view.columns {
        if let Some(comment) = &column.comment {
            statements.push(Statement::new(format!(
                "COMMENT ON COLUMN {name}.{} IS {}",
                quote(&column.name),
                literal(comment).trim_start()
            )));
        }
    }
    let grants = view.kept.get(kept::GRANTS);
    for grant in grants.into_iter().flat_map(|text| text.lines()) {
        statements.push(Statement::new(grant.replacen("{view}", &name, 1)));
    }
    for column in &view.columns {
        let of_column = |prefix| view.kept.get(&format!("{prefix}{}", column.name));
        if let Some(default) = of_column(kept::DEFAULT) {
            statements.push(Statement::new(format!(
                "ALTER VIEW {name} ALTER COLUMN {} SET DEFAULT {default}",
                quote(&column.name)
            )));
        }
        let grants = of_column(kept::COLUMN_GRANTS).into_iter();
        for grant in grants.flat_map(|text| text.lines()) {
            statements.push(Statement::new(grant.replacen("{view}", &name, 1)));
        }
    }
    if let Some(owner) = view.kept.get(kept::OWNER) {
        statements.push(Statement::new(format!(
            "ALTER {} {name} OWNER TO {owner}",
            word(view)
        )));
    }
    statements
}

fn definition(view: &View, verb: &str) -> String {
    let mut sql = format!("{verb} {} {}", word(view), named(&view.name));
    if let Some(method) = view.options.get(METHOD) {
        sql += &format!(" USING {}", quote(method));
    }
    let settings = settings(&view.options);
    if !settings.is_empty() {
        sql += &format!(" WITH ({})", settings.join(", "));
    }
    if let Some(tablespace) = view.options.get(TABLESPACE) {
        sql += &format!(" TABLESPACE {}", quote(tablespace));
    }
    sql += &format!(" AS\n{}", view.query);
    if view.materialized && view.kept.contains_key(kept::EMPTY) {
        sql += "\nWITH NO DATA";
    }
    sql
}

fn settings(options: &Options) -> Vec<String> {
    options
        .iter()
        .filter(|(name, _)| ![TABLESPACE, METHOD].contains(&name.as_str()))
        .map(|(name, value)| format!("{} = {}", parameter(name), literal(value).trim_start()))
        .collect()
}

fn commented(from: Option<&str>, to: &View) -> Option<Statement> {
    let text = to.comment.as_deref();
    let words = text.map_or_else(
        || "NULL".to_owned(),
        |text| literal(text).trim_start().to_owned(),
    );
    (from != text).then(|| {
        let sql = format!("COMMENT ON {} {} IS {words}", word(to), named(&to.name));
        Statement::new(sql)
    })
}

/// The same query with other settings, indexes or another comment.
fn altered(from: &View, to: &View, scene: Scene<'_>) -> Vec<Statement> {
    let target = format!("ALTER {} {}", word(to), named(&to.name));
    let mut statements = Vec::new();
    let gone: Vec<String> = from
        .options
        .keys()
        .filter(|option| !to.options.contains_key(*option))
        .map(|option| parameter(option))
        .collect();
    if !gone.is_empty() {
        let sql = format!("{target} RESET ({})", gone.join(", "));
        statements.push(locked(sql, Lock::ReadsAndWrites, scene));
    }
    let changed: Options = to
        .options
        .iter()
        .filter(|(option, value)| from.options.get(*option) != Some(*value))
        .map(|(option, value)| (option.clone(), value.clone()))
        .collect();
    if !changed.is_empty() {
        let sql = format!("{target} SET ({})", settings(&changed).join(", "));
        statements.push(locked(sql, Lock::ReadsAndWrites, scene));
    }
    let is_in = |index: &Index, others: &[Index]| others.contains(index);
    for index in from
        .indexes
        .iter()
        .filter(|index| !is_in(index, &to.indexes))
    {
        statements.push(index::dropped(&to.name, index.name.text(), "", scene));
    }
    for index in to
        .indexes
        .iter()
        .filter(|index| !is_in(index, &from.indexes))
    {
        statements.push(index::built(&to.name, index, scene));
    }
    statements.extend(commented(from.comment.as_deref(), to));
    statements
}
