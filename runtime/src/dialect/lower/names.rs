//! Names that an engine would cut, or cannot tell apart.
//!
//! In: the lowered tables. Out: a problem for each name that is too long or taken. Knows which names share a namespace on which engine.

use std::collections::BTreeMap;

use super::Lowering;
use super::numbering::SEQUENCE;
use crate::meta::{Place, Problem};
use crate::model::{Engine, Name, Table, TableName, Vendor};

impl Lowering {
    pub(super) fn check_names(&mut self) {
        let limit = self.ddl().capability().identifier_limit;
        let engine = self.flavor.engine();
        let mut problems = Vec::new();
        let mut index_names: BTreeMap<(Option<String>, String), TableName> = BTreeMap::new();
        let mut table_names: BTreeMap<String, TableName> = BTreeMap::new();
        for table in &self.schema.tables {
            let columns = table.columns.iter().map(|column| &column.name);
            for name in columns.chain([&table.name.name]) {
                if name.len() > limit {
                    let problem = Problem::new(format!(
                        "the name `{name}` is longer than the {limit} bytes of {engine}\nhelp: give a shorter one with `name = \"...\"`"
                    ));
                    problems.push(problem.at(self.place_of(&table.name)));
                }
            }
            if engine != Engine::Postgres
                && let Some(other) =
                    table_names.insert(table.name.to_string().to_lowercase(), table.name.clone())
            {
                let problem = Problem::new(format!(
                    "tables `{other}` and `{}` differ only in upper and lower case, which {engine} may not tell apart\nhelp: rename one with `#[table(name = \"...\")]`",
                    table.name
                ));
                problems.push(
                    problem
                        .at(self.place_of(&other))
                        .at(self.place_of(&table.name)),
                );
            }
            for name in relations(table, engine) {
                let scope = match engine {
                    Engine::MySql => Some(table.name.to_string()),
                    Engine::Postgres | Engine::Sqlite => table.name.schema.clone(),
                };
                if let Some(other) =
                    index_names.insert((scope, name.text().to_lowercase()), table.name.clone())
                {
                    let problem = Problem::new(format!(
                        "the name `{name}` is used for a key or index of both `{other}` and `{}`\nhelp: name one of them: `index(name = \"...\", ...)`; a struct of columns brings its names to each table, so take `name` away there",
                        table.name
                    ));
                    problems.push(
                        problem
                            .at(self.place_of(&other))
                            .at(self.place_of(&table.name)),
                    );
                }
            }
        }
        problems.extend(self.shared_names());
        problems.extend(self.shared_names_of_references());
        problems.extend(self.shared_names_of_sequences());
        self.problems.extend(problems);
    }

    /// Names of tables, indexes and checks that share one namespace on the engine.
    fn shared_names(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let engine = self.flavor.engine();
        let mut checks: BTreeMap<String, &TableName> = BTreeMap::new();
        for table in &self.schema.tables {
            // An index is a relation like a table: PostgreSQL and SQLite keep them together.
            for name in relations(table, engine) {
                let other = TableName::within(table.name.schema.as_deref(), name.text());
                if engine != Engine::MySql && self.known.contains_key(&other) {
                    let problem = Problem::new(format!(
                        "the name `{name}` is used for a table and for a key or index of `{}`, and {engine} keeps both in one list\nhelp: name the index: `index(name = \"...\", ...)`",
                        table.name
                    ));
                    problems.push(
                        problem
                            .at(self.place_of(&other))
                            .at(self.place_of(&table.name)),
                    );
                }
            }
            // MySQL keeps the checks of a whole database in one list, and MariaDB those of a table.
            if self.flavor.vendor != Vendor::MySql {
                continue;
            }
            for check in &table.checks {
                let name = check.name.text().to_lowercase();
                if let Some(other) = checks.insert(name, &table.name)
                    && *other != table.name
                {
                    let problem = Problem::new(format!(
                        "the name `{}` is used for a check of both `{other}` and `{}`, and {engine} keeps those of all tables in one list\nhelp: give one of them another `name`",
                        check.name, table.name
                    ));
                    problems.push(
                        problem
                            .at(self.place_of(other))
                            .at(self.place_of(&table.name)),
                    );
                }
            }
        }
        problems
    }

    /// MySQL and MariaDB keep the foreign keys of a whole database in one list.
    fn shared_names_of_references(&self) -> Vec<Problem> {
        if self.flavor.engine() != Engine::MySql {
            return Vec::new();
        }
        let mut problems = Vec::new();
        let mut taken: BTreeMap<String, &TableName> = BTreeMap::new();
        let keys = self.schema.tables.iter().flat_map(|table| {
            let keys = table.foreign_keys.iter();
            // A name that nobody chose is taken from the database, where that has another.
            let keys = keys.filter(|key| !key.name.is_implicit());
            keys.map(|key| (&table.name, &key.name))
        });
        for (table, name) in keys {
            if let Some(other) = taken.insert(name.text().to_lowercase(), table) {
                let problem = Problem::new(format!(
                    "the name `{name}` is used for a foreign key of both `{other}` and `{table}`, and {} keeps those of all tables in one list\nhelp: give one of them another `name`; a struct of columns brings its names to each table, so take `name` away there",
                    self.flavor.engine()
                ));
                problems.push(problem.at(self.place_of(other)).at(self.place_of(table)));
            }
        }
        problems
    }
    /// A sequence is a relation like a table.
    fn shared_names_of_sequences(&self) -> Vec<Problem> {
        if self.flavor.engine() != Engine::Postgres {
            return Vec::new();
        }
        let mut problems = Vec::new();
        let mut taken: BTreeMap<TableName, &TableName> = BTreeMap::new();
        let columns = self.schema.tables.iter().flat_map(|table| {
            let columns = table.columns.iter();
            columns.filter_map(|column| Some((&table.name, column.numbering.get(SEQUENCE)?)))
        });
        for (table, sequence) in columns {
            let name = TableName::within(table.schema.as_deref(), sequence);
            let (by, place) = if self.known.contains_key(&name) {
                ("for a table".to_owned(), self.place_of(&name))
            } else if let Some(other) = taken.insert(name.clone(), table) {
                (format!("for that of `{other}`"), self.place_of(other))
            } else if self.schema.sequences.iter().any(|own| own.name == name) {
                ("by `sequence!`".to_owned(), Place::UNKNOWN)
            } else {
                continue;
            };
            let problem = Problem::new(format!(
                "the name `{sequence}` is used for the sequence of `{table}`, and {by}\nhelp: choose another: `auto_increment(sequence = \"...\")`; a struct of columns brings its names to each table, so take `sequence` away there"
            ));
            problems.push(problem.at(place).at(self.place_of(table)));
        }
        problems
    }
}

/// The names of what an engine keeps as an index: a constraint's is its own.
fn relations(table: &Table, engine: Engine) -> impl Iterator<Item = &Name> {
    // MySQL calls each primary key PRIMARY, and SQLite keeps the name in the text of the table.
    let primary = table.primary_key.iter().filter_map(move |key| {
        let name = key.name.as_ref();
        name.filter(|_| engine == Engine::Postgres)
    });
    let indexes = table.indexes.iter().map(|index| &index.name);
    let uniques = table.uniques.iter().map(|unique| &unique.name);
    let exclusions = table.exclusions.iter().map(|exclusion| &exclusion.name);
    indexes.chain(uniques).chain(exclusions).chain(primary)
}
