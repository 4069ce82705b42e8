//! Views and materialised views.
//!
//! In: views of the model. Out: their statements. A view is replaced in place where the server allows
//! it, and otherwise made anew in the same step, with its owner, its privileges and its comments.

use super::super::kept;
use super::index;
use super::locked;
use super::table::parameter;
use super::words::{literal, quote, table as named};
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement};
use crate::model::{Options, TableName, View};

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
        statements.extend(remarked(from, to));
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
    statements.extend(indexes.flat_map(|own| index::with_comment(&view.name, own, new)));
    let name = named(&view.name);
    statements.extend(commented(None, view));
    let bare = View::new(view.name.clone(), "");
    statements.extend(remarked(&bare, view));
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

/// What gives the columns of the one view the comments that they have in the other.
fn remarked(from: &View, to: &View) -> Vec<Statement> {
    let (old, new) = (from.remarks(), to.remarks());
    let columns = to.columns.iter().map(|column| column.name.as_str());
    let changed = columns.filter(|name| old.get(name) != new.get(name));
    changed
        .map(|name| {
            let text = new
                .get(name)
                .map_or_else(|| "NULL".to_owned(), |text| literal(text));
            let (view, column) = (named(&to.name), quote(name));
            Statement::new(format!(
                "COMMENT ON COLUMN {view}.{column} IS {}",
                text.trim_start()
            ))
        })
        .collect()
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
    statements.extend(indexed(from, to, scene));
    statements.extend(commented(from.comment.as_deref(), to));
    statements.extend(remarked(from, to));
    statements
}

/// The indexes of the one view made those of the other.
fn indexed(from: &View, to: &View, scene: Scene<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    for old in &from.indexes {
        if !to.indexes.iter().any(|index| index.name == old.name) {
            statements.push(index::dropped(&to.name, old.name.text(), "", scene));
        }
    }
    for new in &to.indexes {
        match from.indexes.iter().find(|index| index.name == new.name) {
            Some(old) if old == new => {}
            Some(old) => statements.extend(index::alter(&to.name, old, new, scene).statements),
            None => statements.extend(index::with_comment(&to.name, new, scene)),
        }
    }
    statements
}
