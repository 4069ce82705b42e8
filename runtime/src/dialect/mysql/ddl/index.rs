//! Indexes, the unique ones among them.

use super::super::MySql;
use super::super::canonical::serves;
use super::super::text::{literal, quote};
use super::super::type_change::is_unbounded;
use super::{Cost, Obstacle, Rendered, Scene, indexes_of, is_fulltext, table_of};
use crate::model::{Index, IndexPart, PrimaryKey, Table, TableName, Target};

/// What an index is called between two names that differ in case alone.
const BETWEEN: &str = "_trueup_renamed";

impl MySql {
    /// The index as it stands in `CREATE TABLE`, and in `ALTER TABLE` after `ADD`.
    pub(super) fn index(&self, table: &Table, index: &Index) -> Result<String, Obstacle> {
        let object = format!("{}.{}", table.name, index.name);
        let refuse = |reason: &str, way_out: &str| Err(Obstacle::new(&object, reason, way_out));
        if index.predicate.is_some() {
            return refuse("an index holds every row here", "leave the condition out");
        }
        if !index.include.is_empty() {
            return refuse(
                "an index keeps no columns besides its key here",
                "make them parts of the key, or leave them out",
            );
        }
        let (word, using) = match index.method.as_deref() {
            None if index.unique => ("UNIQUE KEY", None),
            None => ("KEY", None),
            Some(word @ ("FULLTEXT" | "SPATIAL")) if !index.unique => (
                if word == "FULLTEXT" {
                    "FULLTEXT KEY"
                } else {
                    "SPATIAL KEY"
                },
                None,
            ),
            Some(using @ ("BTREE" | "HASH")) if index.unique => ("UNIQUE KEY", Some(using)),
            Some(using @ ("BTREE" | "HASH")) => ("KEY", Some(using)),
            Some(_) => return refuse("there is no such kind of index here", "leave it out"),
        };
        let mut parts = Vec::new();
        for part in &index.parts {
            parts.push(self.part(table, index, part, &object)?);
        }
        let mut text = format!("{word} {} ({})", quote(index.name.text()), parts.join(","));
        if let Some(using) = using {
            text.push_str(" USING ");
            text.push_str(using);
        }
        for (key, value) in &index.options {
            match (key.as_str(), value.as_str()) {
                ("comment", comment) => text.push_str(&format!(" COMMENT {}", literal(comment))),
                ("visibility", "ignored") => text.push_str(" IGNORED"),
                ("visibility", "invisible") => text.push_str(" INVISIBLE"),
                ("using", method @ ("BTREE" | "HASH")) => {
                    text.push_str(" USING ");
                    text.push_str(method);
                }
                ("parser", name) => text.push_str(&format!(" WITH PARSER {}", quote(name))),
                _ => return refuse("there is no such setting of an index here", "leave it out"),
            }
        }
        Ok(text)
    }

    fn part(
        &self,
        table: &Table,
        index: &Index,
        part: &IndexPart,
        object: &str,
    ) -> Result<String, Obstacle> {
        let refuse = |reason: &str, way_out: &str| Err(Obstacle::new(object, reason, way_out));
        if !part.clauses.is_empty() {
            return refuse(
                "a part of an index has no further clauses here",
                "leave them out",
            );
        }
        let mut text = match &part.target {
            Target::Column(name) => quote(name),
            Target::Expression(_) if self.is_mariadb() => {
                return refuse(
                    "MariaDB has no index over an expression",
                    "index a generated column",
                );
            }
            Target::Expression(text) => format!("({text})"),
        };
        if let Target::Column(name) = &part.target
            && let Some(column) = table.column(name)
            && is_unbounded(&column.data_type)
            && part.length.is_none()
            && !is_fulltext(index)
            && !(index.unique && self.has((10, 4), (u16::MAX, 0)))
        {
            return refuse(
                "a text or byte string without limits cannot be indexed as a whole",
                "give the column a `max_length`",
            );
        }
        if let Some(length) = part.length {
            text.push_str(&format!("({length})"));
        }
        if part.descending {
            if !self.has((10, 8), (8, 0)) {
                return refuse(
                    "this version reads the word for descending and ignores it",
                    "leave it out, or use a newer server",
                );
            }
            text.push_str(" DESC");
        }
        Ok(text)
    }

    pub(in super::super) fn create_index(
        &self,
        name: &TableName,
        index: &Index,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let table = table_of(scene.after, name)?;
        let columns = index.parts.iter().map_while(|part| match &part.target {
            Target::Column(column) if part.length.is_none() => Some(column.clone()),
            _ => None,
        });
        let mut clauses = self.restated(name, &columns.collect::<Vec<_>>(), scene)?;
        clauses.push(format!("ADD {}", self.index(table, index)?));
        self.altered(name, &clauses, cost_of(index, scene, name), scene)
    }

    /// Makes the indexes that the engine may have made for foreign keys the user's own.
    ///
    /// The server remembers which it made, tells nobody, and drops such an index without a word when
    /// another one over the same first columns comes, also with a foreign key.
    pub(super) fn restated(
        &self,
        name: &TableName,
        columns: &[String],
        scene: Scene<'_>,
    ) -> Result<Vec<String>, Obstacle> {
        let Some(before) = scene.before.table(name).filter(|_| !scene.is_new) else {
            return Ok(Vec::new());
        };
        let mut clauses = Vec::new();
        for index in &before.indexes {
            let count = index.parts.len();
            let is_alike = columns.get(..count).is_some_and(|first| {
                let names: Vec<&str> = first.iter().map(String::as_str).collect();
                *index == Index::over(index.name.clone(), &names)
            });
            if is_alike {
                clauses.push(format!("DROP INDEX {}", quote(index.name.text())));
                clauses.push(format!("ADD {}", self.index(before, index)?));
            }
        }
        Ok(clauses)
    }

    pub(in super::super) fn drop_index(
        &self,
        name: &TableName,
        index: &str,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let table = table_of(scene.after, name)?;
        let indexes = indexes_of(table);
        let primary = table.primary_key.as_ref();
        let keyed = primary.map_or(&[][..], PrimaryKey::plain_columns);
        let orphan = table.foreign_keys.iter().find(|key| {
            !keyed.starts_with(&key.columns)
                && !indexes.iter().any(|other| serves(other, &key.columns))
        });
        if let Some(key) = orphan {
            return Err(Obstacle::new(
                format!("{name}.{index}"),
                format!("the foreign key `{}` needs it", key.name),
                "drop the foreign key first, or create another index over its columns",
            ));
        }
        // An index that the engine made may be gone since another one serves the foreign key.
        let word = if self.is_mariadb() { "IF EXISTS " } else { "" };
        let clause = format!("DROP INDEX {word}{}", quote(index));
        // In place MySQL takes no hidden column of a unique index away while another one stays (1846, seen on 9.7).
        let is_it = |one: &Index| one.name.text() == index && one.unique && over_expression(one);
        let before = scene.before.table(name).map_or(&[][..], |one| &one.indexes);
        let stays_another = table.indexes.iter().any(over_expression);
        let cost = if before.iter().any(is_it) && stays_another {
            Cost::Copy
        } else {
            Cost::Unindexed
        };
        self.altered(name, &[clause], cost, scene)
    }

    pub(in super::super) fn alter_index(
        &self,
        name: &TableName,
        from: &Index,
        to: &Index,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let shown = |index: &Index| {
            let mut index = index.clone();
            index.options.shift_remove("visibility");
            index
        };
        if shown(from) == shown(to) {
            let word = match (to.options.contains_key("visibility"), self.is_mariadb()) {
                (true, true) => "IGNORED",
                (false, true) => "NOT IGNORED",
                (true, false) => "INVISIBLE",
                (false, false) => "VISIBLE",
            };
            let clause = format!("ALTER INDEX {} {word}", quote(to.name.text()));
            return self.altered(name, &[clause], Cost::Setting, scene);
        }
        let table = table_of(scene.after, name)?;
        // In one statement a foreign key that needs the index never goes without.
        let clauses = [
            format!("DROP INDEX {}", quote(from.name.text())),
            format!("ADD {}", self.index(table, to)?),
        ];
        // The hidden column of one expression does not go in place while that of another comes.
        let cost = if over_expression(from) && over_expression(to) {
            Cost::Copy
        } else {
            cost_of(to, scene, name)
        };
        self.altered(name, &clauses, cost, scene)
    }

    pub(in super::super) fn rename_index(
        &self,
        name: &TableName,
        old: &str,
        new: &str,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        if self.has((10, 6), (5, 7)) {
            // MariaDB gives an index whose name changes its case alone the new one in one of two catalogues, and refuses
            // the next change of an index in place (seen on 10.11).
            let names = match self.is_mariadb() && old.eq_ignore_ascii_case(new) {
                true => vec![old, BETWEEN, new],
                false => vec![old, new],
            };
            let statements = names.windows(2).map(|pair| {
                let clause = format!("RENAME INDEX {} TO {}", quote(pair[0]), quote(pair[1]));
                self.alteration(name, &[clause], Cost::Setting, scene)
            });
            return Ok(statements.collect::<Vec<_>>().into());
        }
        let table = table_of(scene.after, name)?;
        let index = indexes_of(table)
            .into_iter()
            .find(|index| index.name.text() == new)
            .ok_or_else(|| Obstacle::new(name, "the index is not there", "report this as a bug"))?;
        let clauses = [
            format!("DROP INDEX {}", quote(old)),
            format!("ADD {}", self.index(table, &index)?),
        ];
        self.altered(name, &clauses, cost_of(&index, scene, name), scene)
    }
}

/// The first full-text index gives every row a document id.
fn cost_of(index: &Index, scene: Scene<'_>, name: &TableName) -> Cost {
    let has_one = |table: &Table| table.indexes.iter().any(is_fulltext);
    let is_divided = |table: &Table| table.partitioning.is_some();
    let has_other = |table: &Table| {
        let mut others = table.indexes.iter().filter(|one| one.name != index.name);
        others.any(over_expression)
    };
    let mut sides = [scene.before.table(name), scene.after.table(name)]
        .into_iter()
        .flatten();
    match index.method.as_deref() {
        Some("FULLTEXT") if !scene.before.table(name).is_some_and(has_one) => Cost::SharedRebuild,
        Some("FULLTEXT" | "SPATIAL") => Cost::Shared,
        _ if !over_expression(index) => Cost::Online,
        // A partition has a table of its own, whose hidden column is made by copying.
        _ if scene.after.table(name).is_some_and(is_divided) => Cost::Copy,
        // MySQL puts the hidden column in the order of the indexes' names, with unique ones apart, and makes none in place
        // before another (1846, seen on 9.7).
        _ if sides.any(has_other) => Cost::Copy,
        _ => Cost::Shared,
    }
}

/// Whether it is a spatial index over the column.
pub(super) fn is_spatial_over(index: &Index, column: &str) -> bool {
    let mut parts = index.parts.iter();
    index.method.as_deref() == Some("SPATIAL")
        && parts.any(|part| matches!(&part.target, Target::Column(name) if name == column))
}

fn over_expression(index: &Index) -> bool {
    let mut parts = index.parts.iter();
    parts.any(|part| matches!(part.target, Target::Expression(_)))
}
