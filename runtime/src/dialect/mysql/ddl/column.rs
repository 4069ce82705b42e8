//! Columns.

use super::super::MySql;
use super::super::text::{literal, quote};
use super::cost::is_computed_with;
use super::definition::{first_user, in_use};
use super::drawn::kept_moments;
use super::index::is_spatial_over;
use super::table::is_same_character_set;
use super::{Cost, Obstacle, Rendered, Scene, table_of};
use crate::dialect::{Lock, Statement, division};
use crate::model::{Column, Table, TableName, check_of, enum_type, enum_values};

impl MySql {
    pub(in super::super) fn create_column(
        &self,
        name: &TableName,
        column: &Column,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        if self.is_drawn(column) {
            return self.create_drawn_column(name, column, scene);
        }
        let table = table_of(scene.after, name)?;
        let clause = format!("ADD COLUMN {}", self.definition(table, column));
        self.altered(name, &[clause], self.cost_of_adding(table, column), scene)
    }

    pub(in super::super) fn drop_column(
        &self,
        name: &TableName,
        column: &Column,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let before = table_of(scene.before, name)?;
        division::check_column(name, column, scene)?;
        let object = format!("{name}.{}", column.name);
        if before.is_in_primary_key(&column.name) {
            return Err(in_use(&object, "the primary key"));
        }
        if let Some(user) = first_user(before, &column.name) {
            return Err(in_use(&object, &user));
        }
        if before.columns.len() == 1 {
            return Err(Obstacle::new(
                object,
                "a table keeps at least one column",
                "drop the table, or add another column first",
            ));
        }
        let cost = match &column.generated {
            // Its key goes with it, which may be the one that the rows are kept by.
            _ if column.auto_increment.is_some() => Cost::Copy,
            Some(generated) if !generated.stored && self.holds_virtual_columns(before) => {
                Cost::Setting
            }
            Some(generated) if !generated.stored => Cost::Instant,
            _ if self.is_sound_instant((10, 4), 29) => Cost::Instant,
            _ => Cost::Rebuild,
        };
        let clause = format!("DROP COLUMN {}", quote(&column.name));
        self.altered(name, &[clause], cost, scene)
    }

    pub(in super::super) fn alter_column(
        &self,
        name: &TableName,
        from: &Column,
        to: &Column,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        if from.data_type != to.data_type {
            division::check_column(name, from, scene)?;
        }
        let table = table_of(scene.after, name)?;
        let column = table.column(&to.name).unwrap_or(to);
        if let Some(clauses) = self.regenerated(table, from, column)? {
            return self.altered(name, &clauses, Cost::Copy, scene);
        }
        let mut clauses = vec![format!("MODIFY COLUMN {}", self.definition(table, column))];
        // The check that MariaDB puts on a document is made on the rows only when they are copied.
        if to.data_type == "json" && from.data_type != "json" && self.is_mariadb() {
            clauses.push("ALGORITHM=COPY".to_owned());
        }
        let cost = self.cost_of_change(table, from, to, scene.after.collation.as_deref());
        let changed = self.alteration(name, &clauses, cost, scene);
        if reference(&from.data_type) == reference(&to.data_type) {
            return Ok(changed.into());
        }
        // MySQL refuses another reference system under a spatial index with 3644, also where one statement takes both.
        let (mut drops, mut adds) = (Vec::new(), Vec::new());
        for index in table
            .indexes
            .iter()
            .filter(|own| is_spatial_over(own, &to.name))
        {
            drops.push(format!("DROP INDEX {}", quote(index.name.text())));
            adds.push(format!("ADD {}", self.index(table, index)?));
        }
        let around = |clauses: &[String], cost| {
            let is_some = !clauses.is_empty();
            is_some.then(|| self.alteration(name, clauses, cost, scene))
        };
        let before = around(&drops, Cost::Unindexed).into_iter();
        let after = around(&adds, Cost::Shared);
        Ok(before
            .chain([changed])
            .chain(after)
            .collect::<Vec<_>>()
            .into())
    }

    /// Another text for one value: it is added, the rows follow, and the old one goes.
    pub(in super::super) fn rename_value(
        &self,
        (name, column): (&TableName, &str),
        from: &str,
        to: &str,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let (before, after) = (table_of(scene.before, name)?, table_of(scene.after, name)?);
        let own = |table: &Table| table.column(column).cloned();
        let (Some(old), Some(new)) = (own(before), own(after)) else {
            return Err(Obstacle::new(
                name,
                "the column is not there",
                "report this as a bug",
            ));
        };
        let Some(mut values) = enum_values(&old.data_type) else {
            return self.rename_listed((before, after), (name, column), (from, to), scene);
        };
        values.push(to.to_owned());
        let both = Column {
            data_type: enum_type(&values),
            ..old.clone()
        };
        let modify =
            |table, column: &Column| format!("MODIFY COLUMN {}", self.definition(table, column));
        let cost = self.cost_of_change(before, &old, &both, None);
        Ok(vec![
            self.alteration(name, &[modify(before, &both)], cost, scene),
            updated(name, column, from, to, scene),
            self.alteration(name, &[modify(after, &new)], Cost::Copy, scene),
        ]
        .into())
    }

    /// The same where a check lists the values.
    fn rename_listed(
        &self,
        (before, after): (&Table, &Table),
        (name, column): (&TableName, &str),
        (from, to): (&str, &str),
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let mut statements = Vec::new();
        if let Some(check) = check_of(before, column) {
            statements.extend(self.drop_check(name, check, scene)?.statements);
        }
        statements.push(updated(name, column, from, to, scene));
        if let Some(check) = check_of(after, column) {
            statements.extend(self.create_check(name, check, scene)?.statements);
        }
        Ok(statements.into())
    }

    fn cost_of_change(
        &self,
        table: &Table,
        from: &Column,
        to: &Column,
        of_database: Option<&str>,
    ) -> Cost {
        let mut cost = self.cost_of_restating(table, to);
        let collation = to
            .collation
            .as_deref()
            .or_else(|| table.options.get("collation").map(String::as_str))
            .or(of_database);
        if from.data_type != to.data_type {
            let is_instant = self.is_instant_type_change(&from.data_type, &to.data_type, collation);
            let is_instant = is_instant && !is_computed_with(table, &to.name);
            cost = cost.max(if is_instant {
                Cost::Setting
            } else {
                Cost::Copy
            });
        }
        if from.collation != to.collation {
            let before = from.collation.as_deref();
            let stated = table.options.get("collation").map(String::as_str);
            let after = to.collation.as_deref().or(stated);
            cost = cost.max(if is_same_character_set(before.or(stated), after) {
                self.cost_of_sorting(table, &to.name)
            } else {
                Cost::Copy
            });
        }
        let is_stored = |column: &Column| column.generated.as_ref().is_some_and(|it| it.stored);
        // MySQL writes every row again where a virtual column computes something else.
        if from.generated != to.generated
            && (is_stored(from) || is_stored(to) || !self.is_mariadb())
        {
            cost = Cost::Copy;
        }
        if from.auto_increment != to.auto_increment {
            let is_dropped = to.auto_increment.is_none() && self.is_mariadb();
            cost = cost.max(if is_dropped {
                Cost::Metadata
            } else {
                Cost::Copy
            });
        }
        cost
    }

    /// The clauses of a change between computed and given values that `MODIFY` cannot make, or
    /// would make by replacing what is stored.
    fn regenerated(
        &self,
        table: &Table,
        from: &Column,
        to: &Column,
    ) -> Result<Option<Vec<String>>, Obstacle> {
        let object = format!("{}.{}", table.name, to.name);
        match (&from.generated, &to.generated) {
            (None, Some(_)) => {
                return Err(Obstacle::new(
                    object,
                    "computed values would replace the stored ones",
                    "add a generated column under another name",
                ));
            }
            (Some(old), None) if !old.stored => {
                return Err(Obstacle::new(
                    object,
                    "the values of a virtual column are stored nowhere, and it cannot become a plain one",
                    "drop the column and add a plain one",
                ));
            }
            _ if !is_computed_again(from, to) => return Ok(None),
            _ => {}
        }
        // What is computed can be dropped and computed again, where nothing hangs on it.
        if let Some(user) = first_user(table, &to.name) {
            return Err(in_use(&object, &user));
        }
        let at = table.columns.iter().position(|other| other.name == to.name);
        let place = match at.and_then(|at| at.checked_sub(1)) {
            Some(previous) => format!("AFTER {}", quote(&table.columns[previous].name)),
            None => "FIRST".to_owned(),
        };
        Ok(Some(vec![
            format!("DROP COLUMN {}", quote(&to.name)),
            format!("ADD COLUMN {} {place}", self.definition(table, to)),
        ]))
    }
}

/// Whether no `MODIFY` makes one computed column of the other.
pub(crate) fn is_computed_again(from: &Column, to: &Column) -> bool {
    let (Some(old), Some(new)) = (&from.generated, &to.generated) else {
        return false;
    };
    old.stored != new.stored || from.data_type != to.data_type && !new.stored
}

/// The reference system of the places in a column.
fn reference(data_type: &str) -> Option<&str> {
    data_type.split_once(" srid ").map(|(_, number)| number)
}

/// The rows with one value get another.
fn updated(table: &TableName, column: &str, from: &str, to: &str, scene: Scene<'_>) -> Statement {
    let column = quote(column);
    let kept = scene.before.table(table).map(kept_moments);
    let kept = kept.unwrap_or_default();
    let sql = format!(
        "UPDATE {} SET {column} = {}{kept} WHERE {column} = {}",
        quote(&table.name),
        literal(to),
        literal(from)
    );
    let statement = Statement::new(sql).alone();
    if scene.is_new {
        statement
    } else {
        statement.locking(Lock::Writes).scanning()
    }
}
