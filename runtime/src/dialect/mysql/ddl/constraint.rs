//! Primary keys, foreign keys and checks.

use super::super::text::quote;
use super::super::{COLUMN_CHECK, MySql};
use super::definition::is_column_check;
use super::property::column_of;
use super::{Cost, Obstacle, Rendered, Scene, table_of};
use crate::model::{Action, Check, ForeignKey, PrimaryKey, TableName, is_only_said};

fn columns(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| quote(name)).collect();
    quoted.join(",")
}

impl MySql {
    pub(super) fn primary_key(&self, key: &PrimaryKey) -> String {
        let parts = key.parts().into_iter();
        let parts: Vec<String> = parts.map(|(column, said)| quote(column) + said).collect();
        let mut text = format!("PRIMARY KEY ({})", parts.join(","));
        for clause in &key.clauses {
            text.push(' ');
            text.push_str(clause);
        }
        text
    }

    /// Adds, replaces or drops the primary key.
    pub(in super::super) fn change_primary_key(
        &self,
        name: &TableName,
        to: Option<&PrimaryKey>,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let before = table_of(scene.before, name)?;
        let mut clauses = Vec::new();
        if before.primary_key.is_some() {
            clauses.push("DROP PRIMARY KEY".to_owned());
        }
        if let Some(key) = to {
            clauses.push(format!("ADD {}", self.primary_key(key)));
        }
        // MariaDB has no form in place for a table that is divided.
        let is_in_place = !self.is_mariadb() || before.partitioning.is_none();
        let cost = match to {
            Some(_) if is_in_place => Cost::Rebuild,
            _ => Cost::Copy,
        };
        self.altered(name, &clauses, cost, scene)
    }

    pub(super) fn foreign_key(
        &self,
        table: &TableName,
        key: &ForeignKey,
    ) -> Result<String, Obstacle> {
        let object = format!("{table}.{}", key.name);
        if !key.clauses.iter().all(|clause| is_only_said(clause)) {
            return Err(Obstacle::new(
                object,
                "a foreign key has no further clauses here",
                "leave them out",
            ));
        }
        if let Some(namespace) = &key.target.schema {
            return Err(super::no_namespaces(namespace));
        }
        let mut text = format!(
            "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({})",
            quote(key.name.text()),
            columns(&key.columns),
            quote(&key.target.name),
            columns(&key.target_columns)
        );
        for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
            match action {
                // Both are the default, under two names.
                Action::NoAction | Action::Restrict => {}
                Action::SetDefault => {
                    return Err(Obstacle::new(
                        object,
                        "InnoDB cannot set a referring column to its default",
                        "use set_null, cascade or restrict",
                    ));
                }
                action => text.push_str(&format!(" ON {event} {action}")),
            }
        }
        for clause in &key.clauses {
            text.push(' ');
            text.push_str(clause);
        }
        Ok(text)
    }

    pub(in super::super) fn create_foreign_key(
        &self,
        name: &TableName,
        key: &ForeignKey,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let mut clauses = self.restated(name, &key.columns, scene)?;
        clauses.push(format!("ADD {}", self.foreign_key(name, key)?));
        self.altered(name, &clauses, Cost::Copy, scene)
    }

    pub(in super::super) fn drop_foreign_key(
        &self,
        name: &TableName,
        key: &str,
        scene: Scene<'_>,
    ) -> Rendered {
        let clause = format!("DROP FOREIGN KEY {}", quote(key));
        self.alteration(name, &[clause], Cost::Setting, scene)
            .into()
    }

    /// Two statements: the server refuses with 1826, or 121, when one drops and adds the same name.
    pub(in super::super) fn replace_foreign_key(
        &self,
        name: &TableName,
        old: &str,
        key: &ForeignKey,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let mut rendered = self.drop_foreign_key(name, old, scene);
        let created = self.create_foreign_key(name, key, scene)?;
        rendered.statements.extend(created.statements);
        Ok(rendered)
    }

    pub(in super::super) fn rename_foreign_key(
        &self,
        name: &TableName,
        old: &str,
        new: &str,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let after = table_of(scene.after, name)?;
        let key = after
            .foreign_keys
            .iter()
            .find(|key| key.name.text() == new)
            .ok_or_else(|| {
                Obstacle::new(name, "the foreign key is not there", "report this as a bug")
            })?;
        self.replace_foreign_key(name, old, key, scene)
    }

    pub(super) fn check(&self, table: &TableName, check: &Check) -> Result<String, Obstacle> {
        let object = format!("{table}.{}", check.name);
        if !self.has((10, 2), (8, 0)) {
            return Err(Obstacle::new(
                object,
                "this version reads checks and ignores them",
                "use a newer server",
            ));
        }
        let mut text = format!(
            "CONSTRAINT {} CHECK ({})",
            quote(check.name.text()),
            check.expression
        );
        for clause in &check.clauses {
            match clause.as_str() {
                "NOT ENFORCED" if !self.is_mariadb() => text.push_str(" NOT ENFORCED"),
                COLUMN_CHECK => {}
                _ => {
                    return Err(Obstacle::new(
                        object,
                        "a check has no such clause here",
                        "leave it out",
                    ));
                }
            }
        }
        Ok(text)
    }

    pub(in super::super) fn create_check(
        &self,
        name: &TableName,
        check: &Check,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        if is_column_check(check) {
            return self.modify_with_check(name, check, scene);
        }
        let clause = format!("ADD {}", self.check(name, check)?);
        self.altered(name, &[clause], Cost::Copy, scene)
    }

    pub(in super::super) fn drop_check(
        &self,
        name: &TableName,
        check: &Check,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        if is_column_check(check) {
            let (table, column) = column_of(name, check.name.text(), scene)?;
            let clause = format!("MODIFY COLUMN {}", self.definition(table, column));
            let cost = self.cost_of_restating(table, column);
            return self.altered(name, &[clause], cost, scene);
        }
        let clause = self.check_drop(check.name.text());
        self.altered(name, &[clause], Cost::Metadata, scene)
    }

    pub(in super::super) fn replace_check(
        &self,
        name: &TableName,
        from: &Check,
        to: &Check,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let mut clauses = Vec::new();
        match (is_column_check(from), is_column_check(to)) {
            (true, true) => return self.modify_with_check(name, to, scene),
            (false, true) => {
                let mut rendered = self.drop_check(name, from, scene)?;
                let created = self.modify_with_check(name, to, scene)?;
                rendered.statements.extend(created.statements);
                return Ok(rendered);
            }
            (true, false) => {
                let mut rendered = self.drop_check(name, from, scene)?;
                let created = self.create_check(name, to, scene)?;
                rendered.statements.extend(created.statements);
                return Ok(rendered);
            }
            (false, false) => clauses.push(self.check_drop(from.name.text())),
        }
        clauses.push(format!("ADD {}", self.check(name, to)?));
        self.altered(name, &clauses, Cost::Copy, scene)
    }

    pub(in super::super) fn rename_check(
        &self,
        name: &TableName,
        old: &str,
        new: &str,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let after = table_of(scene.after, name)?;
        let check = after
            .checks
            .iter()
            .find(|check| check.name.text() == new)
            .ok_or_else(|| Obstacle::new(name, "the check is not there", "report this as a bug"))?;
        // A check in a column's definition bears the name of the column, and went with it.
        if is_column_check(check) {
            return Ok(Rendered::default());
        }
        let clauses = [
            self.check_drop(old),
            format!("ADD {}", self.check(name, check)?),
        ];
        self.altered(name, &clauses, Cost::Copy, scene)
    }

    /// Checks in a column's definition are made on the rows that are there only when those are
    /// copied: seen on MariaDB 10.11, where the statement succeeds otherwise.
    fn modify_with_check(
        &self,
        name: &TableName,
        check: &Check,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let (table, column) = column_of(name, check.name.text(), scene)?;
        let clauses = [
            format!("MODIFY COLUMN {}", self.definition(table, column)),
            "ALGORITHM=COPY".to_owned(),
        ];
        self.altered(name, &clauses, Cost::Copy, scene)
    }

    pub(super) fn check_drop(&self, name: &str) -> String {
        let word = if self.is_mariadb() {
            "CONSTRAINT"
        } else {
            "CHECK"
        };
        format!("DROP {word} {}", quote(name))
    }
}
