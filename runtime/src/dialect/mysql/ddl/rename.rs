//! Another name for a column.
//!
//! In: both names and the table on both sides. Out: one `ALTER TABLE`, or an obstacle. MariaDB rewrites what
//! names the column. MySQL refuses, unless the same statement, or the same step, states anew what does.

use super::super::MySql;
use super::super::canonical::mentions;
use super::super::default::is_plain_default;
use super::super::text::quote;
use super::cost::is_made_again;
use super::definition::is_column_check;
use super::{Cost, Obstacle, Rendered, Scene, table_of};
use crate::model::{Check, Column, Index, Table, TableName, Target};

impl MySql {
    pub(in super::super) fn rename_column(
        &self,
        name: &TableName,
        old: &str,
        new: &str,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let table = table_of(scene.after, name)?;
        let clause = format!("RENAME COLUMN {} TO {}", quote(old), quote(new));
        if !self.is_mariadb() && self.has((10, 6), (8, 0)) {
            return self.rename_with_users((name, old), clause, scene);
        }
        if self.has((10, 6), (8, 0)) {
            return self.altered(name, &[clause], Cost::Metadata, scene);
        }
        let column = table.column(new).ok_or_else(|| {
            Obstacle::new(name, "the column is not there", "report this as a bug")
        })?;
        let clause = format!(
            "CHANGE COLUMN {} {}",
            quote(old),
            self.definition(table, column)
        );
        self.altered(name, &[clause], Cost::Setting, scene)
    }

    /// The rename, and what names the column as it is to stand afterwards. MySQL refuses without, with
    /// 3959 (checks), 3108 (generated columns), 3766 (defaults) or 3837 (indexes over an expression).
    fn rename_with_users(
        &self,
        (name, old): (&TableName, &str),
        rename: String,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let (before, after) = (table_of(scene.before, name)?, table_of(scene.after, name)?);
        check_division(before, old)?;
        let lost = |what| Obstacle::new(name, what, "report this as a bug");
        // Instant since 8.0.28, unless another table refers to the column.
        let is_instant = (self.has((10, 6), (8, 1)) || self.is_patch_of_8_0(28))
            && !is_referred_to(name, old, scene);
        let cost = if is_instant {
            Cost::Metadata
        } else {
            Cost::Setting
        };
        let (mut clauses, mut cost) = (vec![rename], cost);
        let mut is_computed_with = false;
        // By its place: the renamed column is one of them, and its own default may name another.
        for (was, column) in before.columns.iter().zip(&after.columns) {
            if computes_with(was, old) {
                clauses.push(format!("MODIFY COLUMN {}", self.definition(after, column)));
                cost = Cost::Copy;
                is_computed_with = true;
            } else if let Some(default) = &column.default
                && has_default_with(was, old)
            {
                clauses.push(format!(
                    "ALTER COLUMN {} SET DEFAULT {}",
                    quote(&column.name),
                    self.default_of(&column.data_type, default)
                ));
            }
        }
        for index in before.indexes.iter().filter(|index| is_over(index, old)) {
            let stated = after.indexes.iter().find(|other| other.name == index.name);
            let stated = stated.ok_or_else(|| lost("the index is not there"))?;
            clauses.push(format!("DROP INDEX {}", quote(index.name.text())));
            clauses.push(format!("ADD {}", self.index(after, stated)?));
            // The hidden column of the old expression does not go in place while that of the new one comes.
            cost = Cost::Copy;
        }
        let (mut drops, mut adds) = (Vec::new(), Vec::new());
        // No table is copied while a column of a foreign key gets its name: 1846.
        let is_linked = is_linked(name, old, scene);
        let is_in_the_way =
            |check: &Check| holds(check, old) || is_linked && is_made_again(before, check);
        for check in before.checks.iter().filter(|check| is_in_the_way(check)) {
            let stated = after.checks.iter().find(|other| other.name == check.name);
            let stated = stated.ok_or_else(|| lost("the check is not there"))?;
            drops.push(self.check_drop(check.name.text()));
            adds.push(format!("ADD {}", self.check(name, stated)?));
        }
        if !is_linked {
            let copies = before
                .checks
                .iter()
                .any(|check| is_made_again(before, check));
            if copies || !adds.is_empty() {
                cost = Cost::Copy;
            }
            let clauses = [drops, clauses, adds].concat();
            return self.altered(name, &clauses, cost, scene);
        }
        if is_computed_with {
            return Err(Obstacle::new(
                format!("{name}.{old}"),
                "a foreign key and a generated column name it, and MySQL does not rename it under both",
                "drop the generated column first, and create it again afterwards",
            ));
        }
        let mut statements = Vec::new();
        for (clauses, cost) in [(drops, Cost::Metadata), (clauses, cost), (adds, Cost::Copy)] {
            if !clauses.is_empty() {
                statements.push(self.alteration(name, &clauses, cost, scene));
            }
        }
        Ok(statements.into())
    }
}

/// MySQL renames no column by which rows are divided, and refuses with 3855.
fn check_division(table: &Table, column: &str) -> Result<(), Obstacle> {
    let partitioning = table.partitioning.as_ref();
    if partitioning.is_some_and(|partitioning| partitioning.uses(column)) {
        return Err(Obstacle::new(
            format!("{}.{column}", table.name),
            "the rows of the table are divided by this column, and MySQL does not rename it",
            "let the column keep its name in the database with `#[column(name = \"...\")]`, \
             or create a table with the new name, copy the rows, and rename both tables",
        ));
    }
    Ok(())
}

/// Whether the column stands on either end of a foreign key.
fn is_linked(table: &TableName, column: &str, scene: Scene<'_>) -> bool {
    let own = scene.before.table(table).into_iter();
    let mut own = own.flat_map(|table| &table.foreign_keys);
    own.any(|key| key.columns.iter().any(|name| name == column))
        || is_referred_to(table, column, scene)
}

fn is_referred_to(table: &TableName, column: &str, scene: Scene<'_>) -> bool {
    let mut keys = scene
        .before
        .tables
        .iter()
        .flat_map(|other| &other.foreign_keys);
    keys.any(|key| key.target == *table && key.target_columns.iter().any(|name| name == column))
}

fn computes_with(column: &Column, used: &str) -> bool {
    let generated = column.generated.as_ref();
    generated.is_some_and(|generated| mentions(&generated.expression, used))
}

fn has_default_with(column: &Column, used: &str) -> bool {
    let default = column.default.as_ref();
    default.is_some_and(|default| !is_plain_default(default) && mentions(default, used))
}

fn is_over(index: &Index, used: &str) -> bool {
    index.parts.iter().any(|part| match &part.target {
        Target::Expression(text) => mentions(text, used),
        Target::Column(_) => false,
    })
}

fn holds(check: &Check, used: &str) -> bool {
    !is_column_check(check) && mentions(&check.expression, used)
}
