//! Triggers.
//!
//! In: the rows of the catalogue, and the statements by which triggers were made. Out: items of the list of what the model
//! cannot hold, from which those that are compared are taken later.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::MySqlConnection;

use super::{Catalogue, Cells, definitions_at, table, text};
use crate::dialect::mysql::{self, bare, quote, words};
use crate::error::Error;
use crate::live::driver::mysql_number;
use crate::model::{Schema, TableName, Unsupported, with_settings};

/// The statements as they were written. A trigger that somebody dropped since the catalogue was read is taken out of it.
pub(super) async fn show(
    connection: &mut MySqlConnection,
    catalogue: &mut Catalogue,
) -> Result<BTreeMap<String, String>, Error> {
    // The server opens the table before it tells the statement.
    let closed = table::closed(catalogue);
    let rows = catalogue.triggers.iter();
    let rows = rows.filter(|row| !closed.contains(text(row, 0).as_str()));
    let names: Vec<String> = rows.map(|row| text(row, 1)).collect();
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    match asked(connection, &names).await {
        Err(error) if is_gone(&error) => {}
        answer => return answer,
    }
    // Where one is gone, the server tells none of those behind it.
    let mut shown = BTreeMap::new();
    for name in names {
        match asked(connection, std::slice::from_ref(&name)).await {
            Err(error) if is_gone(&error) => catalogue.triggers.retain(|row| text(row, 1) != name),
            answer => shown.extend(answer?),
        }
    }
    Ok(shown)
}

async fn asked(
    connection: &mut MySqlConnection,
    names: &[String],
) -> Result<BTreeMap<String, String>, Error> {
    let questions = names.iter();
    let questions = questions.map(|name| format!("SHOW CREATE TRIGGER {}", quote(name)));
    let questions = questions.collect::<Vec<_>>().join("; ");
    definitions_at(connection, "definitions of triggers", &questions, 2).await
}

fn is_gone(error: &Error) -> bool {
    let Error::Inspect { source, .. } = error else {
        return false;
    };
    // ER_TRG_DOES_NOT_EXIST.
    source.as_ref().and_then(mysql_number) == Some(1360)
}

/// Lists the triggers.
///
/// A trigger hangs on each column that it reads or sets in a row: the server drops such a column
/// without a word, and every later write fails with 1054.
pub(super) fn read(catalogue: &Catalogue, shown: &BTreeMap<String, String>, schema: &mut Schema) {
    for row in &catalogue.triggers {
        let name = text(row, 1);
        let table = TableName::new(text(row, 0));
        let definition = match shown
            .get(&name)
            .and_then(|shown| mysql::without_definer(shown))
        {
            Some(written) => written,
            None => mysql::trigger(&name, &text(row, 3), &table.name, &text(row, 2)),
        };
        let definition = with_settings(&definition, &text(row, 4), &text(row, 5), &text(row, 6));
        for column in columns(row) {
            schema.unsupported.push(Unsupported {
                object: name.clone(),
                kind: "trigger".to_owned(),
                reason: "triggers are compared where they are declared, and between two databases \
                         where no other fires at the same moment"
                    .to_owned(),
                on: Some(table.clone()),
                column,
                definition: Some(definition.clone()),
            });
        }
    }
}

/// The columns of the row that the body names, or none.
fn columns(row: &Cells) -> BTreeSet<Option<String>> {
    let body = text(row, 2);
    let found = words(&body);
    let mut columns: BTreeSet<Option<String>> = found
        .windows(3)
        .filter(|window| {
            matches!(bare(window[0]).to_lowercase().as_str(), "new" | "old") && window[1] == "."
        })
        .map(|window| Some(bare(window[2])))
        .collect();
    if columns.is_empty() {
        columns.insert(None);
    }
    columns
}
