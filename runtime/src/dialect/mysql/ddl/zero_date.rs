//! Changes of tables that have the zero date for a default.
//!
//! In: the statements of an edit. Out: the same, under a `sql_mode` that takes such a default. Knows no connection.

use super::super::text::bare;
use super::mode;
use crate::dialect::{Rendered, Scene, Statement};
use crate::model::{Column, ObjectId, TableName};

/// Strict about everything but dates with zeros in them.
const RELAXED: &str = "STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

/// The statements, with the mode of the session around them where the table needs it.
///
/// The server looks at every default of a table again whenever the table changes, and refuses a zero
/// date with 1067 even where the change is about something else. Old applications have many of them.
pub(in super::super) fn relaxed(
    mut rendered: Rendered,
    id: &ObjectId,
    scene: Scene<'_>,
) -> Rendered {
    let is_change = |statement: &Statement| {
        ["ALTER TABLE ", "CREATE TABLE "]
            .iter()
            .any(|start| statement.sql.starts_with(start))
    };
    let is_change = rendered.statements.iter().any(is_change);
    if is_change && id.table().is_some_and(|table| has_zero_date(table, scene)) {
        rendered.statements.insert(0, mode::entered(RELAXED));
        rendered.statements.push(mode::left());
    }
    rendered
}

fn has_zero_date(table: &TableName, scene: Scene<'_>) -> bool {
    let before = match scene.is_new {
        true => None,
        false => scene.before.table(table),
    };
    let sides = [before, scene.after.table(table)];
    let mut columns = sides.into_iter().flatten().flat_map(|side| &side.columns);
    columns.any(is_zero_by_default)
}

/// Whether the default has a zero for a year, a month or a day.
fn is_zero_by_default(column: &Column) -> bool {
    let is_date = ["date", "timestamp"]
        .iter()
        .any(|word| column.data_type.starts_with(word));
    let default = column.default.as_deref().map(bare).unwrap_or_default();
    let date = default.split([' ', 'T']).next().unwrap_or_default();
    let is_zero = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte == b'0');
    is_date && date.split('-').any(is_zero)
}

#[cfg(test)]
mod tests {
    use super::is_zero_by_default;
    use crate::model::Column;

    #[test]
    fn a_zero_anywhere_in_a_date_is_seen() {
        for (data_type, default, is_zero) in [
            ("datetime", "'0000-00-00 00:00:00'", true),
            ("timestamp(6)", "'0000-00-00 00:00:00.000000'", true),
            ("date", "'2020-00-00'", true),
            ("date", "0", true),
            ("date", "'2020-10-20'", false),
            ("datetime", "'2020-01-01 00:00:00'", false),
            ("timestamp", "current_timestamp()", false),
            ("varchar(10)", "'0000-00-00'", false),
            ("time", "'00:00:00'", false),
        ] {
            let mut column = Column::new("a", data_type);
            column.default = Some(default.to_owned());
            assert_eq!(
                is_zero_by_default(&column),
                is_zero,
                "{data_type} {default}"
            );
        }
    }
}
