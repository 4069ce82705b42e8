//! Partitions of tables.
//!
//! In: what a struct says of them, and the day for those that are made as time goes on. Out: partitions
//! with bounds as the catalogue writes them; or what the engine cannot do.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::bound::{bound_value, moment, range_bound};
use super::{Desired, Lowering};
use crate::dialect::Dialect;
use crate::meta::{
    BoundValue, ColumnMeta, PartitionBound, PartitionMethod, PartitioningMeta, PeriodUnit, Problem,
    RollingMeta, TableMeta, ValueType,
};
use crate::model::{
    Day, Engine, ObjectId, Options, Partition, Partitioning, Period, REPLICA_IDENTITY, Rolling,
    Schema, Table, TableName, Unit, Vendor,
};

/// The values between which a partition is, and its name.
type Range = (&'static str, Vec<String>, Vec<String>);

impl Lowering {
    /// How the rows of the table are divided.
    pub(super) fn partitions(&mut self, meta: &TableMeta, table: &mut Table) {
        let Some(declared) = meta.partition_by() else {
            return;
        };
        if self.flavor.engine() == Engine::Sqlite {
            self.problem(format!(
                "table `{}` is divided into partitions, and SQLite has none\nhelp: limit the table to other databases, or give SQLite a struct without `partition_by`",
                table.name
            ));
            return;
        }
        if self.flavor.engine() == Engine::MySql && !meta.foreign_keys().is_empty() {
            self.problem(format!(
                "table `{}` has foreign keys, which {} does not allow on a table that is divided into partitions\nhelp: take `references` or `partition_by` away",
                table.name, self.flavor.vendor
            ));
        }
        let of = |name: &&str| meta.columns.iter().find(|column| column.name == *name);
        let columns: Vec<&ColumnMeta> = declared.columns.iter().filter_map(of).collect();
        table.partitioning = Some(self.partitioning(&declared, &columns));
        self.declared(&declared, &columns, table);
        let options = own_options(self.flavor.engine(), table);
        match declared.method {
            PartitionMethod::Hash(count) => self.spread(count, table),
            PartitionMethod::Rolling(rolling) => {
                self.rolling(rolling, &columns, &options, table);
            }
            PartitionMethod::Range | PartitionMethod::List => {}
        }
        for partition in &mut table.partitions {
            partition.options.clone_from(&options);
        }
        self.check_partitions(&declared, table);
    }

    fn partitioning(&self, declared: &PartitioningMeta, columns: &[&ColumnMeta]) -> Partitioning {
        let quoted = |column: &&ColumnMeta| self.ddl().quote(column.name);
        let key = columns.iter().map(quoted).collect::<Vec<_>>().join(", ");
        let is_moment = columns
            .iter()
            .any(|column| column.value == ValueType::Instant);
        let are_numbers = columns.iter().all(|column| column.value.is_integer());
        let is_mysql = self.flavor.engine() == Engine::MySql;
        let method = match declared.method {
            PartitionMethod::Hash(_) if is_mysql && !are_numbers => "KEY",
            PartitionMethod::Hash(_) => "HASH",
            PartitionMethod::List if is_mysql => "LIST COLUMNS",
            PartitionMethod::List => "LIST",
            // A timestamp is compared as seconds.
            PartitionMethod::Range | PartitionMethod::Rolling(_) if is_mysql && is_moment => {
                return Partitioning {
                    method: "RANGE".to_owned(),
                    key: format!("floor(unix_timestamp({key}))"),
                    modulus: None,
                };
            }
            PartitionMethod::Range | PartitionMethod::Rolling(_) if is_mysql => "RANGE COLUMNS",
            PartitionMethod::Range | PartitionMethod::Rolling(_) => "RANGE",
        };
        // MySQL changes the number in place.
        let modulus = match declared.method {
            PartitionMethod::Hash(count) if !is_mysql => Some(count),
            _ => None,
        };
        Partitioning {
            method: method.to_owned(),
            key,
            modulus,
        }
    }

    fn declared(
        &mut self,
        declared: &PartitioningMeta,
        columns: &[&ColumnMeta],
        table: &mut Table,
    ) {
        let mut ranges: Vec<Range> = Vec::new();
        for partition in declared.partitions {
            let name = name(self.flavor.engine(), &table.name, partition.name);
            let bound = match partition.bound {
                PartitionBound::Dropped => {
                    let id = ObjectId::Partition(table.name.clone(), name);
                    self.intents.dropped.insert(id);
                    continue;
                }
                PartitionBound::Default => Ok(self.default_bound(declared)),
                PartitionBound::Range(from, to) => self.values(from, columns).and_then(|from| {
                    let to = self.values(to, columns)?;
                    let bound = range_bound(self.flavor.engine(), &from, &to);
                    ranges.push((partition.name, from, to));
                    Ok(bound)
                }),
                PartitionBound::List(values) => self
                    .values(values, &columns.repeat(values.len()))
                    .map(|values| self.list_bound(&values)),
            };
            match bound {
                Ok(bound) => table.partitions.push(Partition::new(name, bound)),
                Err(error) => self.problem(format!(
                    "partition `{}` of table `{}`: {error}",
                    partition.name, table.name
                )),
            }
        }
        if self.flavor.engine() == Engine::MySql {
            self.check_gaps(&ranges, &table.name);
        }
    }

    /// A range begins where the one before it ends on MySQL, so that one alone follows no other.
    fn check_gaps(&mut self, ranges: &[Range], table: &TableName) {
        let leads = |from: &Vec<String>| !ranges.iter().any(|(_, _, to)| to == from);
        let first = ranges.iter().filter(|(_, from, _)| leads(from));
        for (name, _, _) in first.skip(1) {
            self.problem(format!(
                "partition `{name}` of table `{table}` begins where no other ends, and {} has no gaps between partitions\nhelp: declare a partition for the rows between them",
                self.flavor.vendor
            ));
        }
    }

    fn default_bound(&self, declared: &PartitioningMeta) -> String {
        let is_list = declared.method == PartitionMethod::List;
        if self.flavor.engine() == Engine::MySql && !is_list {
            let limits = vec!["MAXVALUE"; declared.columns.len()];
            return format!("VALUES LESS THAN ({})", limits.join(","));
        }
        "DEFAULT".to_owned()
    }

    fn list_bound(&self, values: &[String]) -> String {
        let values = values.join(", ");
        match self.flavor.engine() {
            Engine::MySql => format!("VALUES IN ({values})"),
            Engine::Postgres | Engine::Sqlite => format!("FOR VALUES IN ({values})"),
        }
    }

    fn values(
        &self,
        values: &[BoundValue],
        columns: &[&ColumnMeta],
    ) -> Result<Vec<String>, String> {
        let pairs = values.iter().zip(columns);
        pairs
            .map(|(value, column)| bound_value(self.dialect, *value, column.value))
            .collect()
    }

    fn spread(&self, count: u32, table: &mut Table) {
        for number in 0..count {
            let name = name(self.flavor.engine(), &table.name, &format!("p{number}"));
            let bound = match self.flavor.engine() {
                Engine::Postgres => {
                    format!("FOR VALUES WITH (modulus {count}, remainder {number})")
                }
                Engine::MySql | Engine::Sqlite => String::new(),
            };
            table.partitions.push(Partition::new(name, bound));
        }
    }

    /// Which partitions these are is told by the day.
    fn rolling(
        &mut self,
        meta: RollingMeta,
        columns: &[&ColumnMeta],
        options: &Options,
        table: &Table,
    ) {
        let engine = self.flavor.engine();
        let unit = match meta.unit {
            PeriodUnit::Day => Unit::Day,
            PeriodUnit::Week => Unit::Week,
            PeriodUnit::Month => Unit::Month,
            PeriodUnit::Year => Unit::Year,
        };
        let Some(column) = columns.first() else {
            return;
        };
        let rolling = Rolling {
            value: column.value,
            period: Period {
                count: meta.count,
                unit,
            },
            ahead: meta.ahead,
            keep: meta.keep,
            prefix: name(engine, &table.name, "p"),
            former_prefixes: Vec::new(),
            options: options.clone(),
            oldest: None,
        };
        let intent = self.intents.tables.entry(table.name.clone()).or_default();
        let former = intent.renamed_from.iter();
        let former_prefixes = former.map(|old| name(engine, old, "p")).collect();
        intent.rolling = Some(Rolling {
            former_prefixes,
            ..rolling
        });
    }

    fn check_partitions(&mut self, declared: &PartitioningMeta, table: &Table) {
        let vendor = self.flavor.vendor;
        let has_default = table.partitions.iter().any(Partition::is_default);
        if has_default && vendor == Vendor::MySql {
            self.problem(format!(
                "table `{}` has a default partition, which {vendor} has for ranges alone\nhelp: list the values, or connect to MariaDB",
                table.name
            ));
        }
        let is_rolling = matches!(declared.method, PartitionMethod::Rolling(_));
        if table.partitions.is_empty() && !is_rolling && self.flavor.engine() == Engine::MySql {
            self.problem(format!(
                "table `{}` is divided and has no partition, which {vendor} does not allow\nhelp: declare one: `partition(name = \"rest\", default)`",
                table.name
            ));
        }
        let limit = self.ddl().capability().identifier_limit;
        for partition in &table.partitions {
            if partition.name.len() > limit {
                self.problem(format!(
                    "the name `{}` of a partition is longer than the {limit} bytes of {vendor}\nhelp: give a shorter one to the partition, or to its table",
                    partition.name
                ));
            }
        }
    }

    /// Across tables: what refers to a divided one, and names of partitions that are taken.
    pub(super) fn check_divided(&mut self) {
        let (engine, vendor) = (self.flavor.engine(), self.flavor.vendor);
        let mut problems = Vec::new();
        let divided = self.schema.tables.iter();
        let divided = divided.filter(|table| table.partitioning.is_some());
        let divided: BTreeSet<&TableName> = divided.map(|table| &table.name).collect();
        for table in &self.schema.tables {
            let at = self.place_of(&table.name);
            if engine == Engine::MySql
                && let Some(key) = table
                    .foreign_keys
                    .iter()
                    .find(|key| divided.contains(&key.target))
            {
                problems.push(Problem::new(format!(
                    "a foreign key of `{}` refers to `{}`, which is divided into partitions, and {vendor} does not allow that\nhelp: take `references` or `partition_by` away",
                    table.name, key.target
                )).at(at).at(self.place_of(&key.target)));
            }
            for partition in &table.partitions {
                let other = table.name.renamed(&partition.name);
                if engine == Engine::Postgres && self.known.contains_key(&other) {
                    problems.push(Problem::new(format!(
                        "partition `{}` of `{}` would have the name of another table: a partition is a table on {vendor}\nhelp: give the partition, or the table, another name",
                        partition.name, table.name
                    )).at(at).at(self.place_of(&other)));
                }
            }
        }
        self.problems.extend(problems);
    }
}

impl Desired {
    /// Makes the partitions that the day asks for.
    #[must_use]
    pub fn rolled(mut self, today: Day) -> Self {
        let dialect = Dialect::of(self.schema.flavor);
        let engine = self.schema.flavor.engine();
        for (name, intent) in &mut self.intents.tables {
            let (Some(rolling), Some(table)) = (&mut intent.rolling, self.schema.table_mut(name))
            else {
                continue;
            };
            let period = rolling.period;
            let present = period.number(today);
            rolling.oldest = rolling
                .keep
                .map(|keep| rolling.name(present - i64::from(keep)));
            for number in present..=present + i64::from(rolling.ahead) {
                let limit =
                    |number| vec![moment(dialect, rolling.value, period.first_day(number), "")];
                let bound = range_bound(engine, &limit(number), &limit(number + 1));
                table.partitions.push(Partition {
                    options: rolling.options.clone(),
                    ..Partition::new(rolling.name(number), bound)
                });
            }
            table.sort();
        }
        self
    }

    /// The schema without what the day adds to it: what the code says, on whatever day.
    #[must_use]
    pub fn timeless(&self) -> Cow<'_, Schema> {
        let intents = self.intents.tables.iter();
        let rolling = intents.filter_map(|(name, intent)| Some((name, intent.rolling.as_ref()?)));
        let mut schema = Cow::Borrowed(&self.schema);
        for (name, rolling) in rolling {
            if let Some(table) = schema.to_mut().table_mut(name) {
                table.partitions.retain(|one| !rolling.names(&one.name));
            }
        }
        schema
    }
}

/// The settings of the partitions, which keep the rows on PostgreSQL: there the divided table has none but the
/// tablespace of partitions to come, and by what replicas know a row.
fn own_options(engine: Engine, table: &mut Table) -> Options {
    if engine != Engine::Postgres {
        return Options::new();
    }
    let options = table.options.clone();
    let is_own = |name: &str| matches!(name, "tablespace" | REPLICA_IDENTITY);
    table.options.retain(|name, _| is_own(name));
    options
}

/// A partition is a table of its own on PostgreSQL, and so bears the name of the divided one.
fn name(engine: Engine, table: &TableName, own: &str) -> String {
    match engine {
        Engine::Postgres => format!("{}_{own}", table.name),
        Engine::MySql | Engine::Sqlite => own.to_owned(),
    }
}
