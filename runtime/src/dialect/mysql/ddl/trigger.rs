//! Triggers. MariaDB replaces one in place; MySQL has none for a moment.

use super::super::MySql;
use super::super::text::quote;
use super::{Rendered, Statement};
use crate::model::{Trigger, Vendor};

/// The statement that creates a trigger, such as `BEFORE INSERT` on that table.
pub(crate) fn trigger(name: &str, moment: &str, table: &str, body: &str) -> String {
    format!(
        "CREATE TRIGGER {} {moment} ON {} FOR EACH ROW {body}",
        quote(name),
        quote(table)
    )
}

impl MySql {
    pub(in super::super) fn create_trigger(&self, trigger: &Trigger) -> Rendered {
        Statement::new(trigger.definition.clone()).alone().into()
    }

    pub(in super::super) fn drop_trigger(&self, trigger: &Trigger) -> Rendered {
        let sql = format!("DROP TRIGGER {}", quote(&trigger.name));
        Statement::new(sql).alone().into()
    }

    pub(in super::super) fn replace_trigger(&self, from: &Trigger, to: &Trigger) -> Rendered {
        if self.flavor.vendor == Vendor::MariaDb {
            let sql = to.definition.replacen("CREATE ", "CREATE OR REPLACE ", 1);
            return Statement::new(sql).alone().into();
        }
        let mut rendered = self.drop_trigger(from);
        let created = self.create_trigger(to);
        rendered.statements.extend(created.statements);
        rendered
    }
}
