//! Views: replaced in place, whatever their columns, and never materialised.

use super::super::text::quote;
use super::super::{MySql, VIEW_COLUMNS};
use super::{Obstacle, Rendered, Statement};
use crate::model::{TableName, View};

impl MySql {
    pub(in super::super) fn create_view(&self, view: &View) -> Result<Rendered, Obstacle> {
        self.view(view, "CREATE")
    }

    pub(in super::super) fn drop_view(&self, view: &View) -> Rendered {
        let sql = format!("DROP VIEW {}", quote(&view.name.name));
        Statement::new(sql).alone().into()
    }

    pub(in super::super) fn alter_view(
        &self,
        from: &View,
        to: &View,
    ) -> Result<Rendered, Obstacle> {
        let has_changed = (&from.query, &from.options) != (&to.query, &to.options)
            || from.materialized != to.materialized;
        if !has_changed {
            // Views have no comments here.
            return Ok(Rendered::default());
        }
        let new = View {
            kept: from.kept.clone(),
            ..to.clone()
        };
        self.view(&new, "CREATE OR REPLACE")
    }

    pub(in super::super) fn rename_view(&self, from: &TableName, to: &TableName) -> Rendered {
        let sql = format!("RENAME TABLE {} TO {}", quote(&from.name), quote(&to.name));
        Statement::new(sql).alone().into()
    }

    fn view(&self, view: &View, verb: &str) -> Result<Rendered, Obstacle> {
        if view.materialized {
            return Err(Obstacle::new(
                &view.name,
                format!("{} has no materialised views", self.flavor.vendor),
                "make it a plain view, or limit it to PostgreSQL",
            ));
        }
        let mut sql = verb.to_owned();
        let mut tail = String::new();
        for (option, value) in &view.options {
            let value = value.to_uppercase();
            match option.as_str() {
                "algorithm" => sql.insert_str(verb.len(), &format!(" ALGORITHM = {value}")),
                "sql_security" => tail.insert_str(0, &format!(" SQL SECURITY {value}")),
                "check_option" | VIEW_COLUMNS => {}
                other => {
                    return Err(Obstacle::new(
                        &view.name,
                        format!("{} has no view option `{other}`", self.flavor.vendor),
                        "take the option away",
                    ));
                }
            }
        }
        if let Some(definer) = view.kept.get("definer") {
            sql += &format!(" DEFINER = {}", account(definer));
        }
        let columns = view.options.get(VIEW_COLUMNS);
        let columns = columns.map_or_else(String::new, |names| format!(" ({names})"));
        let name = quote(&view.name.name);
        sql += &format!("{tail} VIEW {name}{columns} AS\n{}", view.query);
        if let Some(check) = view.options.get("check_option") {
            sql += &format!("\nWITH {} CHECK OPTION", check.to_uppercase());
        }
        Ok(Statement::new(sql).alone().into())
    }
}

/// An account as the catalogue tells it, quoted.
pub(super) fn account(name: &str) -> String {
    let (user, host) = name.rsplit_once('@').unwrap_or((name, "%"));
    format!("{}@{}", quote(user), quote(host))
}
