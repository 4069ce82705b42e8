//! Partitions, which are parts of their table here.
//!
//! In: partitions of the model. Out: `ALTER TABLE` with facts. Partitions by range stand in the order of
//! their bounds, and one in the middle is cut out of the one behind it.

use std::cmp::Ordering;

use super::super::MySql;
use super::super::text::{Kind, lexemes, literal, quote};
use super::{Cost, Obstacle, Rendered, Scene, table_of};
use crate::dialect::division;
use crate::model::{Partition, Partitioning, Table, TableName};

/// How the rows are divided, behind the options of `CREATE TABLE`.
pub(super) fn clause(table: &Table) -> String {
    let Some(partitioning) = &table.partitioning else {
        return String::new();
    };
    let head = format!(
        "\nPARTITION BY {} ({})",
        partitioning.method, partitioning.key
    );
    if table.partitions.is_empty() {
        return head;
    }
    if partitioning.is_spread() && are_numbered(&table.partitions) {
        return match table.partitions.len() {
            1 => head,
            count => format!("{head} PARTITIONS {count}"),
        };
    }
    let mut partitions: Vec<&Partition> = table.partitions.iter().collect();
    partitions.sort_by(|a, b| by_bound(a, b));
    let partitions: Vec<String> = partitions.into_iter().map(definition).collect();
    format!("{head} (\n  {}\n)", partitions.join(",\n  "))
}

impl MySql {
    pub(in super::super) fn create_partition(
        &self,
        table: &TableName,
        partition: &Partition,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let found = table_of(scene.before, table)?;
        let is_spread = found
            .partitioning
            .as_ref()
            .is_some_and(Partitioning::is_spread);
        let behind = found
            .partitions
            .iter()
            .filter(|other| is_range(partition) && by_bound(partition, other) == Ordering::Less)
            .min_by(|a, b| by_bound(a, b));
        let (clause, cost) = match behind {
            Some(behind) => (
                format!(
                    "REORGANIZE PARTITION {} INTO ({}, {})",
                    quote(&behind.name),
                    definition(partition),
                    definition(behind)
                ),
                Cost::Copy,
            ),
            None => (
                format!("ADD PARTITION ({})", definition(partition)),
                if is_spread {
                    Cost::Copy
                } else {
                    Cost::Unstated
                },
            ),
        };
        self.altered(table, &[clause], cost, scene)
    }

    pub(in super::super) fn drop_partition(
        &self,
        table: &TableName,
        partition: &Partition,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let found = table_of(scene.before, table)?;
        if found
            .partitioning
            .as_ref()
            .is_some_and(Partitioning::is_spread)
        {
            // The rows move to those that are left; the last one goes, whatever it is called.
            return self.altered(
                table,
                &["COALESCE PARTITION 1".to_owned()],
                Cost::Copy,
                scene,
            );
        }
        let clause = format!("DROP PARTITION {}", quote(&partition.name));
        self.altered(table, &[clause], Cost::Unstated, scene)
    }

    pub(in super::super) fn alter_partition(
        &self,
        table: &TableName,
        from: &Partition,
        to: &Partition,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        division::check_partition(table, from, to, scene)?;
        // In its place a partition by range holds other rows only when it is the last one, and holds more.
        let found = table_of(scene.before, table)?;
        let mut others = found.partitions.iter();
        let is_last = !others.any(|other| by_bound(other, from) == Ordering::Greater);
        let is_wider = is_last && by_bound(to, from) == Ordering::Greater;
        if is_range(to) && !from.has_bound_of(to) && !is_wider {
            return Ok(super::table::divided(table_of(scene.after, table)?, scene).into());
        }
        self.reorganized(table, &from.name, to, scene)
    }

    pub(in super::super) fn rename_partition(
        &self,
        table: &TableName,
        from: &str,
        to: &str,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let found = table_of(scene.before, table)?;
        let Some(partition) = found.partitions.iter().find(|one| one.name == from) else {
            return Err(Obstacle::new(
                from,
                "the partition is not there",
                "report this as a bug",
            ));
        };
        let renamed = Partition {
            name: to.to_owned(),
            ..partition.clone()
        };
        self.reorganized(table, from, &renamed, scene)
    }

    /// One partition in the place of another: its rows are written again.
    fn reorganized(
        &self,
        table: &TableName,
        from: &str,
        to: &Partition,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let clause = format!(
            "REORGANIZE PARTITION {} INTO ({})",
            quote(from),
            definition(to)
        );
        self.altered(table, &[clause], Cost::Copy, scene)
    }
}

fn definition(partition: &Partition) -> String {
    let mut text = format!("PARTITION {}", quote(&partition.name));
    if !partition.bound.is_empty() {
        text.push(' ');
        text.push_str(&partition.bound);
    }
    if let Some(comment) = partition.options.get("comment") {
        text.push_str(" COMMENT = ");
        text.push_str(&literal(comment));
    }
    text
}

/// Whether the server gives these names by itself.
fn are_numbered(partitions: &[Partition]) -> bool {
    let names = (0..partitions.len()).map(|number| format!("p{number}"));
    let pairs = partitions.iter().zip(names);
    pairs
        .into_iter()
        .all(|(one, name)| one.name == name && one.options.is_empty())
}

fn is_range(partition: &Partition) -> bool {
    partition.bound.starts_with("VALUES LESS THAN")
}

/// The order in which the server wants partitions by range; those that are spread over stand as they are numbered.
fn by_bound(a: &Partition, b: &Partition) -> Ordering {
    if !is_range(a) && !a.bound.is_empty() {
        return Ordering::Equal;
    }
    if !is_range(a) {
        return number(&a.name).cmp(&number(&b.name));
    }
    let (left, right) = (limits(&a.bound), limits(&b.bound));
    let pairs = left.iter().zip(&right);
    let first = pairs
        .map(|(a, b)| a.cmp(b))
        .find(|order| *order != Ordering::Equal);
    first.unwrap_or(Ordering::Equal)
}

fn number(name: &str) -> (u64, &str) {
    let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
    (digits.parse().unwrap_or(u64::MAX), name)
}

/// One value of a limit, in the order of the server.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Limit {
    Number(i128),
    Text(String),
    Greatest,
}

fn limits(bound: &str) -> Vec<Limit> {
    let values = bound.trim_start_matches("VALUES LESS THAN").trim();
    let mut limits = Vec::new();
    let mut sign = 1;
    for (kind, text) in lexemes(values) {
        let word = text.to_lowercase();
        match kind {
            _ if text == "-" => sign = -1,
            _ if word == "maxvalue" => limits.push(Limit::Greatest),
            _ if text.starts_with('\'') => limits.push(Limit::Text(text.to_owned())),
            Kind::Space => {}
            _ => {
                if let Ok(number) = text.parse::<i128>() {
                    limits.push(Limit::Number(sign * number));
                }
                sign = 1;
            }
        }
    }
    limits
}

#[cfg(test)]
mod tests {
    use super::{Partition, by_bound};

    #[test]
    fn partitions_stand_in_the_order_of_their_bounds() {
        let mut partitions: Vec<Partition> = ["MAXVALUE", "(-1)", "(10)", "(9)", "(-20)"]
            .iter()
            .map(|limit| Partition::new(*limit, format!("VALUES LESS THAN {limit}")))
            .collect();
        partitions.sort_by(by_bound);
        let names: Vec<&str> = partitions.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["(-20)", "(-1)", "(9)", "(10)", "MAXVALUE"]);
        let named = |name: &str| Partition::new(name, "");
        assert!(by_bound(&named("p10"), &named("p9")).is_gt());
        let dated = |day: &str| Partition::new("p", format!("VALUES LESS THAN ('{day}')"));
        assert!(by_bound(&dated("2026-01-01"), &dated("2025-12-31")).is_gt());
    }
}
