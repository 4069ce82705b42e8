//! Triggers, and views that are not understood, that use a table or a column. What other views use stands in the model.
//!
//! In: what inspection lists and the model cannot hold, with its text. Out: the first that stands in
//! the way. Goes by names in the text, so it may see a use where there is none, never the reverse:
//! SQLite drops columns and tables under triggers, and the next write fails.

use super::lexer::{Lexeme, lex};
use super::spell::mentions;
use crate::dialect::Obstacle;
use crate::model::{Schema, TableName, Unsupported};

/// The kind of a trigger in [`Unsupported::kind`].
pub(crate) const TRIGGER: &str = "trigger";

/// The kind of a virtual table.
const VIRTUAL_TABLE: &str = "virtual_table";

/// The names that no table can have: those of views and of what the model cannot hold. Triggers have names of their own.
pub(super) fn names_beside_tables(schema: &Schema) -> impl Iterator<Item = &str> {
    let views = schema.views.iter().map(|view| view.name.name.as_str());
    let others = schema.unsupported.iter();
    let others = others.filter(|item| item.kind != TRIGGER);
    views.chain(others.map(|item| item.object.as_str()))
}

/// Refuses to take a table or a view away from a trigger or an unknown table that uses it.
pub(super) fn refuse_for_table(schema: &Schema, table: &TableName) -> Result<(), Obstacle> {
    let is_own = |item: &Unsupported| item.kind == TRIGGER && item.on.as_ref() == Some(table);
    let user = schema.unsupported.iter().find(|item| {
        !is_own(item)
            && item
                .definition
                .as_ref()
                .is_some_and(|text| names(item, text, &table.name))
    });
    match user {
        Some(item) => Err(in_the_way(item, &format!("table `{table}`"))),
        None => Ok(()),
    }
}

/// Refuses to take a column away from a trigger or an unknown table that uses it.
pub(super) fn refuse_for_column(
    schema: &Schema,
    table: &TableName,
    column: &str,
) -> Result<(), Obstacle> {
    let user = schema
        .unsupported
        .iter()
        .find(|item| match &item.definition {
            Some(text) => uses_column(item, text, table, column),
            None => item.on.as_ref() == Some(table),
        });
    match user {
        Some(item) => Err(in_the_way(item, &format!("column `{table}.{column}`"))),
        None => Ok(()),
    }
}

/// Refuses another name for what a virtual table names: SQLite rewrites the texts of views, triggers and indexes alone.
pub(super) fn refuse_renaming(
    schema: &Schema,
    table: &TableName,
    column: Option<&str>,
) -> Result<(), Obstacle> {
    let mut items = schema.unsupported.iter();
    let user = items.find(|item| {
        let text = item.definition.as_deref().unwrap_or_default();
        item.kind == VIRTUAL_TABLE
            && names(item, text, &table.name)
            && column.is_none_or(|column| names(item, text, column))
    });
    let what = column.map_or_else(
        || format!("table `{table}`"),
        |column| format!("column `{table}.{column}`"),
    );
    user.map_or(Ok(()), |item| Err(in_the_way(item, &what)))
}

/// Whether the text of the item names it. What stands in quotes among the arguments of a virtual table may be a name.
fn names(item: &Unsupported, text: &str, name: &str) -> bool {
    let is_it = |lexeme: &Lexeme<'_>| {
        let own = lexeme.name();
        own.is_some_and(|own| own.eq_ignore_ascii_case(name))
    };
    mentions(text, name) || item.kind == VIRTUAL_TABLE && lex(text).iter().any(is_it)
}

fn uses_column(item: &Unsupported, text: &str, table: &TableName, column: &str) -> bool {
    if !names(item, text, column) || !names(item, text, &table.name) {
        return false;
    }
    if item.kind != TRIGGER {
        return true;
    }
    let lexemes = lex(text);
    let is_of_row = |at: usize| {
        at >= 2
            && lexemes[at - 1].is_symbol(".")
            && ["NEW", "OLD"]
                .iter()
                .any(|row| lexemes[at - 2].is_name(row))
    };
    // On another table its columns stand neither there nor before `ON`.
    if let Some(other) = item.on.as_ref().filter(|other| *other != table) {
        let of_other = |lexeme: &Lexeme<'_>| lexeme.is_name(&other.name);
        let head = lexemes.iter().position(of_other).unwrap_or(0);
        return (head..lexemes.len()).any(|at| lexemes[at].is_name(column) && !is_of_row(at));
    }
    let is_table = |lexeme: &&Lexeme<'_>| lexeme.is_name(&table.name);
    if lexemes.iter().filter(is_table).count() > 1 {
        return true;
    }
    // In its own trigger, whose body is about other tables, the column stands after `NEW.` or
    // `OLD.`, or before `ON` in `UPDATE OF`.
    let head = lexemes
        .iter()
        .position(|lexeme| lexeme.is_name(&table.name))
        .unwrap_or(0);
    (0..lexemes.len()).any(|at| lexemes[at].is_name(column) && (at < head || is_of_row(at)))
}

fn in_the_way(item: &Unsupported, what: &str) -> Obstacle {
    Obstacle::new(
        &item.object,
        format!("this {} uses {what}", item.kind.replace('_', " ")),
        format!("drop or change the {} first", item.kind.replace('_', " ")),
    )
}

#[cfg(test)]
mod tests {
    use super::{refuse_for_column, refuse_for_table};
    use crate::model::{Flavor, Schema, TableName, Unsupported, Vendor, Version};

    fn schema(kind: &str, on: Option<&str>, definition: &str) -> Schema {
        let mut schema = Schema::new(Flavor::new(Vendor::Sqlite, Version(3, 46, 0)));
        schema.unsupported.push(Unsupported {
            object: "x".to_owned(),
            kind: kind.to_owned(),
            reason: String::new(),
            on: on.map(TableName::new),
            column: None,
            definition: Some(definition.to_owned()),
        });
        schema
    }

    #[test]
    fn a_column_in_use_stays() {
        for (kind, on, definition, is_used) in [
            ("view", None, "CREATE VIEW x AS SELECT c FROM t", true),
            ("view", None, "CREATE VIEW x AS SELECT * FROM t", false),
            ("view", None, "CREATE VIEW x AS SELECT c FROM u", false),
            (
                "virtual_table",
                None,
                "CREATE VIRTUAL TABLE x USING fts5(c, content = 't')",
                true,
            ),
            (
                "trigger",
                Some("t"),
                "CREATE TRIGGER x AFTER INSERT ON t BEGIN INSERT INTO log(c) VALUES (NEW.a); END",
                false,
            ),
            (
                "trigger",
                Some("t"),
                "CREATE TRIGGER x AFTER INSERT ON t BEGIN INSERT INTO log(a) VALUES (NEW.C); END",
                true,
            ),
            (
                "trigger",
                Some("t"),
                "CREATE TRIGGER x AFTER UPDATE OF \"c\" ON t BEGIN SELECT 1; END",
                true,
            ),
            (
                "trigger",
                Some("u"),
                "CREATE TRIGGER x AFTER UPDATE ON u BEGIN UPDATE t SET c = 1; END",
                true,
            ),
            (
                "trigger",
                Some("u"),
                "CREATE TRIGGER x AFTER UPDATE OF c ON u WHEN OLD.c > 1 BEGIN UPDATE t SET a = NEW.c; END",
                false,
            ),
        ] {
            let refused =
                refuse_for_column(&schema(kind, on, definition), &TableName::new("t"), "c");
            assert_eq!(refused.is_err(), is_used, "{definition}");
        }
    }

    #[test]
    fn a_reserved_word_is_a_table_in_quotes_alone() {
        let table = TableName::new("select");
        let other = "CREATE VIEW x AS SELECT c FROM t";
        assert!(refuse_for_table(&schema("view", None, other), &table).is_ok());
        let quoted = "CREATE VIEW x AS SELECT c FROM [Select]";
        assert!(refuse_for_table(&schema("view", None, quoted), &table).is_err());
    }

    #[test]
    fn a_table_goes_with_its_own_triggers_alone() {
        let own = "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END";
        let table = TableName::new("t");
        assert!(refuse_for_table(&schema("trigger", Some("t"), own), &table).is_ok());
        let other = "CREATE TRIGGER x AFTER INSERT ON u BEGIN DELETE FROM t; END";
        assert!(refuse_for_table(&schema("trigger", Some("u"), other), &table).is_err());
    }
}
