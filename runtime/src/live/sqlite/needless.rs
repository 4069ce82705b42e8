//! What desired views can do without.
//!
//! In: the paired sides. Out: the same, where each desired view tells the uses of what goes. The names in its text tell too
//! many, so SQLite is asked whether it can read the view over the desired columns alone.

use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Executor as _};

use super::view::uses;
use crate::dialect::sqlite::ddl::view::COLUMNS;
use crate::dialect::sqlite::lexer::lex;
use crate::dialect::sqlite::{quote, spell};
use crate::diff::Paired;
use crate::model::{ObjectId, Schema, View};

/// Tells of each desired view which of the objects that go it uses.
pub async fn narrow(connection: &mut SqliteConnection, paired: &mut Paired) {
    let live_views: Vec<&str> = paired.live.views.iter().map(name_of).collect();
    let seeming = paired.desired.views.iter().enumerate().map(|(at, view)| {
        let mut seeming = uses(name_of(view), &view.query, &paired.live, &live_views);
        seeming.retain(|id| !is_there(&paired.desired, id));
        (at, seeming)
    });
    let seeming: Vec<_> = seeming.filter(|(_, ids)| !ids.is_empty()).collect();
    if seeming.is_empty() {
        return;
    }
    let stand_ins = stand_ins(paired);
    let desired = &mut paired.desired;
    for (at, lost) in seeming {
        let view = &desired.views[at];
        // `main.t` would be the table of the database.
        let can_be_read = !spell::mentions(&view.query, "main") && {
            let name = quote(name_of(view));
            let sql = format!("EXPLAIN WITH {stand_ins} SELECT * FROM {name}");
            let made = connection.execute(sqlx::raw_sql(AssertSqlSafe(sql)));
            made.await.is_ok()
        };
        let mut own = std::mem::take(&mut desired.views[at].uses);
        own.retain(|id| is_there(desired, id));
        if !can_be_read {
            own.extend(lost);
        }
        desired.views[at].uses = own;
    }
}

fn name_of(view: &View) -> &str {
    &view.name.name
}

/// Whether the schema has what a view may use.
fn is_there(schema: &Schema, id: &ObjectId) -> bool {
    match id {
        ObjectId::Table(name) => schema.table(name).is_some(),
        ObjectId::View(name) => schema.view(name).is_some(),
        ObjectId::Column(table, column) => {
            let table = schema.table(table);
            table.is_some_and(|table| table.column(column).is_some())
        }
        _ => true,
    }
}

/// All that is desired, with its columns and without rows, and what goes as something that cannot be read.
fn stand_ins(paired: &Paired) -> String {
    let Paired { desired, live, .. } = paired;
    let tables = desired.tables.iter().map(|table| {
        let columns: Vec<String> = table.columns.iter().map(|own| quote(&own.name)).collect();
        let values = vec!["NULL"; columns.len()];
        let (name, columns) = (quote(&table.name.name), columns.join(", "));
        format!("{name} ({columns}) AS (SELECT {})", values.join(", "))
    });
    let views = desired.views.iter().map(|view| {
        let columns = view.options.get(COLUMNS);
        let columns = columns.map_or_else(String::new, |columns| format!(" ({columns})"));
        let name = quote(&view.name.name);
        format!("{name}{columns} AS (\n{}\n)", named(&view.query))
    });
    let tables_gone = live.tables.iter().map(|table| &table.name);
    let gone = tables_gone.chain(live.views.iter().map(|view| &view.name));
    let gone = gone.filter(|name| desired.table(name).is_none() && desired.view(name).is_none());
    let gone = gone.map(|name| format!("{} AS (SELECT _trueup_gone)", quote(&name.name)));
    let all: Vec<String> = tables.chain(views).chain(gone).collect();
    all.join(", ")
}

/// The query with its names in quotes that are for names alone: SQLite takes `"c"` for a text where there is no column `c`.
fn named(query: &str) -> String {
    let mut text = String::new();
    let mut end = 0;
    for lexeme in lex(query) {
        if let (true, Some(name)) = (lexeme.text.starts_with('"'), lexeme.name()) {
            text.push_str(&query[end..lexeme.at]);
            text.push_str(&format!("`{}`", name.replace('`', "``")));
            end = lexeme.at + lexeme.text.len();
        }
    }
    text + &query[end..]
}
