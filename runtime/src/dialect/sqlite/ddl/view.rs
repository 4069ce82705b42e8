//! Views. SQLite changes none: a view is made anew, and reads what its text names.

use super::super::{dependents, quote};
use super::statement;
use crate::dialect::{Obstacle, Rendered, Scene, Statement};
use crate::model::{ObjectId, TableName, View};

/// Option: the names of the columns, as they stand in parentheses after the name.
pub(crate) const COLUMNS: &str = "columns";

pub(in crate::dialect::sqlite) fn create(
    view: &View,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    Ok(statement(definition(view)?, scene).into())
}

pub(in crate::dialect::sqlite) fn drop(view: &View, scene: Scene<'_>) -> Rendered {
    dropped(&view.name, scene).into()
}

pub(in crate::dialect::sqlite) fn alter(
    from: &View,
    to: &View,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    // SQLite has no comments.
    if (&from.query, &from.options) == (&to.query, &to.options) {
        return Ok(Rendered::default());
    }
    Ok(vec![
        dropped(&from.name, scene),
        statement(definition(to)?, scene),
    ]
    .into())
}

pub(in crate::dialect::sqlite) fn rename(
    from: &TableName,
    to: &TableName,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    let Some(view) = scene.before.view(from) else {
        return Err(Obstacle::new(
            from,
            "there is no such view",
            "inspect the database again",
        ));
    };
    // Its triggers would go with it, and what reads it would fail.
    dependents::refuse_for_table(scene.before, from)?;
    let id = ObjectId::View(from.clone());
    let mut others = scene.before.views.iter();
    if let Some(other) = others.find(|other| other.has_use_of(&id)) {
        return Err(Obstacle::new(
            &other.name,
            format!("this view uses view `{from}`"),
            "drop or change the view first",
        ));
    }
    let renamed = View {
        name: to.clone(),
        ..view.clone()
    };
    Ok(vec![
        dropped(from, scene),
        statement(definition(&renamed)?, scene),
    ]
    .into())
}

fn dropped(name: &TableName, scene: Scene<'_>) -> Statement {
    statement(format!("DROP VIEW {}", quote(&name.name)), scene)
}

fn definition(view: &View) -> Result<String, Obstacle> {
    if view.materialized {
        return Err(Obstacle::new(
            &view.name,
            "SQLite has no materialised views",
            "make it a plain view, or limit it to PostgreSQL",
        ));
    }
    if let Some(option) = view.options.keys().find(|option| *option != COLUMNS) {
        return Err(Obstacle::new(
            &view.name,
            format!("SQLite has no view option `{option}`"),
            "take the option away",
        ));
    }
    let columns = view.options.get(COLUMNS);
    let columns = columns.map_or_else(String::new, |columns| format!(" ({columns})"));
    Ok(format!(
        "CREATE VIEW {}{columns} AS\n{}",
        quote(&view.name.name),
        view.query
    ))
}
