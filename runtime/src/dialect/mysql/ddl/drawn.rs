//! New columns whose default gives each row a value that nobody can foretell.
//!
//! In: a column, and the schemas around it. Out: its statements. MySQL refuses such an `ADD COLUMN` with 1674, because a
//! replica would draw other values, and takes the same default of a column that is there. So the column comes empty, gets its
//! default, and the rows get their values from it.

use super::super::MySql;
use super::super::canonical::mentions;
use super::super::default::is_plain_default;
use super::super::text::{Kind, lexemes, quote};
use super::{Cost, Obstacle, Rendered, Scene, table_of};
use crate::dialect::{Lock, Statement};
use crate::model::{Column, Schema, Table, TableName};

/// The functions of a default that the server refuses there (seen on 9.7).
const DRAWN: [&str; 9] = [
    "uuid",
    "uuid_short",
    "rand",
    "random_bytes",
    "sysdate",
    "user",
    "current_user",
    "session_user",
    "system_user",
];

/// With it the server writes rows to its log, and no statement: where it may write statements alone, it refuses with 1665
/// instead of giving each replica values of its own. It holds for one transaction, so it goes in one text with the update.
const OF_ROWS: &str = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";

impl MySql {
    /// Whether the server refuses to add the column with its default.
    pub(super) fn is_drawn(&self, column: &Column) -> bool {
        let default = column.default.as_deref().unwrap_or_default();
        !self.is_mariadb()
            && !is_plain_default(default)
            && DRAWN.iter().any(|function| mentions(default, function))
    }

    pub(super) fn create_drawn_column(
        &self,
        name: &TableName,
        column: &Column,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let table = table_of(scene.after, name)?;
        if let Some(trigger) = fired_by_updates(scene.before, name) {
            return Err(Obstacle::new(
                format!("{name}.{}", column.name),
                format!(
                    "the rows would get their values by an UPDATE, which fires the trigger `{trigger}`"
                ),
                format!("drop the trigger `{trigger}` yourself, apply, and create it again"),
            ));
        }
        let given = Column {
            nullable: true,
            ..column.clone()
        };
        let empty = Column {
            default: None,
            ..given.clone()
        };
        let modify = |column| format!("MODIFY COLUMN {}", self.definition(table, column));
        let add = format!("ADD COLUMN {}", self.definition(table, &empty));
        let restating = self.cost_of_restating(table, column);
        let mut statements = vec![
            self.alteration(name, &[add], self.cost_of_adding(table, &empty), scene),
            self.alteration(name, &[modify(&given)], restating, scene),
            filled(table, &column.name, scene),
        ];
        if !column.nullable {
            let cost = Cost::Rebuild.max(restating);
            statements.push(self.alteration(name, &[modify(column)], cost, scene));
        }
        Ok(statements.into())
    }
}

/// Every row gets the default of its column.
fn filled(table: &Table, column: &str, scene: Scene<'_>) -> Statement {
    let (name, column) = (quote(&table.name.name), quote(column));
    let kept = kept_moments(table);
    let update = format!("UPDATE {name} SET {column} = DEFAULT{kept} WHERE {column} IS NULL");
    let sql = format!("{OF_ROWS}; {update}");
    let statement = Statement::new(sql).alone();
    if scene.is_new {
        return statement;
    }
    statement.locking(Lock::Writes).scanning().rewriting()
}

/// Clauses that keep what an update would set to its own time: nobody changed these rows.
pub(super) fn kept_moments(table: &Table) -> String {
    let moved = table.columns.iter().filter(|own| own.on_update.is_some());
    let kept = moved.map(|own| format!(", {0} = {0}", quote(&own.name)));
    kept.collect()
}

/// A trigger of the table that an `UPDATE` fires.
fn fired_by_updates(schema: &Schema, name: &TableName) -> Option<String> {
    let others = schema.unsupported.iter();
    let others = others.filter(|other| other.kind == "trigger" && other.on.as_ref() == Some(name));
    let others = others.map(|other| (&other.object, other.definition.as_deref()));
    let own = schema.table(name).into_iter();
    let own = own.flat_map(|table| &table.triggers);
    let own = own.map(|trigger| (&trigger.name, Some(trigger.definition.as_str())));
    let mut all = own.chain(others);
    let fired = all.find(|(_, definition)| definition.is_none_or(is_of_updates));
    fired.map(|(trigger, _)| trigger.clone())
}

fn is_of_updates(definition: &str) -> bool {
    let words = lexemes(definition).into_iter();
    let words: Vec<String> = words
        .filter(|(kind, _)| *kind == Kind::Word)
        .map(|(_, word)| word.to_lowercase())
        .collect();
    let time = words
        .iter()
        .position(|word| word == "before" || word == "after");
    let event = time.and_then(|time| words.get(time + 1));
    event.is_none_or(|event| event == "update")
}

#[cfg(test)]
mod tests {
    use super::{is_of_updates, kept_moments};
    use crate::dialect::mysql::tests::{MARIADB, MYSQL};
    use crate::model::{Column, Table, TableName};

    #[test]
    fn defaults_that_a_replica_would_draw_anew_are_known() {
        for (default, is_drawn) in [
            ("uuid()", true),
            ("uuid_to_bin(UUID())", true),
            ("(rand())", true),
            ("'uuid()'", false),
            ("(now())", false),
            ("connection_id()", false),
        ] {
            let mut column = Column::new("a", "varchar(40)");
            column.default = Some(default.to_owned());
            assert_eq!(MYSQL.is_drawn(&column), is_drawn, "{default}");
            assert!(!MARIADB.is_drawn(&column));
        }
    }

    #[test]
    fn the_event_of_a_trigger_is_told_from_its_body() {
        for (definition, expected) in [
            (
                "CREATE TRIGGER `before` BEFORE UPDATE ON t FOR EACH ROW SET @a = 1",
                true,
            ),
            (
                "CREATE TRIGGER x AFTER INSERT ON t FOR EACH ROW UPDATE u SET a = 1",
                false,
            ),
            (
                "CREATE DEFINER=`a`@`b` TRIGGER x after update ON t FOR EACH ROW SET @a = 1",
                true,
            ),
        ] {
            assert_eq!(is_of_updates(definition), expected, "{definition}");
        }
    }

    #[test]
    fn times_of_the_last_change_are_kept() {
        let mut table = Table::new(TableName::new("t"));
        let mut at = Column::new("at", "timestamp");
        at.on_update = Some("current_timestamp".to_owned());
        table.columns = vec![Column::new("a", "int"), at];
        assert_eq!(kept_moments(&table), ", `at` = `at`");
    }
}
