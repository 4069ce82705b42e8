//! Triggers. MariaDB replaces one in place; MySQL has none for a moment.

use super::super::MySql;
use super::super::text::quote;
#[cfg(any(test, feature = "mysql"))]
use super::super::text::{Kind, lexemes, words};
use super::view::account;
use super::{Rendered, Statement, mode};
use crate::model::{Trigger, Vendor};

/// The statement that creates a trigger, such as `BEFORE INSERT` on that table.
pub(crate) fn trigger(name: &str, moment: &str, table: &str, body: &str) -> String {
    format!(
        "CREATE TRIGGER {} {moment} ON {} FOR EACH ROW {body}",
        quote(name),
        quote(table)
    )
}

/// The statement without the account that it was made by, where it names no database and makes the trigger in any case: so
/// it can be run elsewhere.
#[cfg(any(test, feature = "mysql"))]
pub(crate) fn without_definer(shown: &str) -> Option<String> {
    let mut at = 0;
    for (kind, word) in lexemes(shown) {
        if kind == Kind::Word && word.eq_ignore_ascii_case("trigger") {
            break;
        }
        at += word.len();
    }
    // MySQL keeps what stood between it and the next statement of one message.
    let statement = shown.get(at..)?.trim_end();
    let statement = statement.strip_suffix(';').unwrap_or(statement);
    let found = words(statement);
    // TRIGGER name BEFORE INSERT ON table FOR
    let [_, _, timing, _, on, _, then, ..] = found.as_slice() else {
        return None;
    };
    let is = |word: &str, wanted: &[&str]| wanted.iter().any(|own| word.eq_ignore_ascii_case(own));
    let is_plain = is(timing, &["before", "after"]) && is(on, &["on"]) && is(then, &["for"]);
    is_plain.then(|| format!("CREATE {statement}"))
}

impl MySql {
    pub(in super::super) fn create_trigger(&self, trigger: &Trigger) -> Rendered {
        made(trigger, "CREATE ").into()
    }

    pub(in super::super) fn drop_trigger(&self, trigger: &Trigger) -> Rendered {
        let sql = format!("DROP TRIGGER {}", quote(&trigger.name));
        Statement::new(sql).alone().into()
    }

    pub(in super::super) fn replace_trigger(&self, from: &Trigger, to: &Trigger) -> Rendered {
        if self.flavor.vendor == Vendor::MariaDb {
            return made(to, "CREATE OR REPLACE ").into();
        }
        let mut rendered = self.drop_trigger(from);
        let created = self.create_trigger(to);
        rendered.statements.extend(created.statements);
        rendered
    }
}

/// The statements that make it, under the mode in which its text is to be read.
fn made(trigger: &Trigger, create: &str) -> Vec<Statement> {
    let mut head = create.to_owned();
    if let Some(definer) = &trigger.definer {
        head += &format!("DEFINER = {} ", account(definer));
    }
    let sql = trigger.definition.replacen("CREATE ", &head, 1);
    let made = Statement::new(sql).alone();
    match &trigger.mode {
        Some(mode) => vec![mode::entered(mode), made, mode::left()],
        None => vec![made],
    }
}

#[cfg(test)]
mod tests {
    use super::without_definer;

    #[test]
    fn a_trigger_is_told_as_it_was_written_where_that_does_elsewhere() {
        for (shown, told) in [
            (
                "CREATE DEFINER=`trigger`@`%` trigger  x before insert on t for each row set new.a = 1",
                Some("CREATE trigger  x before insert on t for each row set new.a = 1"),
            ),
            (
                "CREATE DEFINER=`a`@`%` TRIGGER `on` AFTER UPDATE ON `for` FOR EACH ROW SET @a = 1",
                Some("CREATE TRIGGER `on` AFTER UPDATE ON `for` FOR EACH ROW SET @a = 1"),
            ),
            (
                "CREATE DEFINER=`a`@`%` TRIGGER x AFTER UPDATE ON t FOR EACH ROW SET @a = 1;\n ",
                Some("CREATE TRIGGER x AFTER UPDATE ON t FOR EACH ROW SET @a = 1"),
            ),
            (
                "CREATE DEFINER=`a`@`%` TRIGGER x AFTER UPDATE ON here.t FOR EACH ROW SET @a = 1",
                None,
            ),
            (
                "CREATE DEFINER=`a`@`%` TRIGGER IF NOT EXISTS x AFTER UPDATE ON t FOR EACH ROW SET @a = 1",
                None,
            ),
        ] {
            assert_eq!(without_definer(shown).as_deref(), told, "{shown}");
        }
    }
}
