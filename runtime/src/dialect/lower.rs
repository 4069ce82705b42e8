//! Meta to model, for one flavor.
//!
//! In: the tables of a registry. Out: the desired schema and what else the code says; or every
//! contradiction at once. Stands with the dialects because types, defaults and limits are theirs.

mod bound;
mod column;
mod domain;
mod home;
mod key;
mod names;
mod numbering;
mod option;
mod outside;
mod partition;
mod reference;
mod trigger;
mod view;

pub(crate) use home::Home;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sha2::{Digest, Sha256};

use super::{Ddl, Dialect, enumeration};
use crate::meta::{ActionMeta, EngineMeta, Place, Problem, Registry, SqlMeta, TableMeta, drawn};
use crate::model::{
    Action, Check, Engine, Flavor, Intents, Name, ObjectId, Origin, Schema, Table, TableIntent,
    TableName, Token, tokens,
};

/// The desired side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desired {
    /// The schema.
    pub schema: Schema,
    /// Renames, drops and origins.
    pub intents: Intents,
}

/// Every contradiction of the definitions, never an empty list.
#[derive(Clone, PartialEq, Eq)]
pub struct SchemaError {
    /// What is wrong, where, and the way out.
    pub problems: Vec<Problem>,
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&drawn(&self.problems))
    }
}

/// As it is displayed: a `main` that returns the error prints it this way.
impl fmt::Debug for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for SchemaError {}

/// Lowers the tables for a flavor, of which no database is known.
///
/// # Errors
///
/// With every contradiction between the definitions and the flavor.
pub fn lower(registry: &Registry, flavor: Flavor) -> Result<Desired, SchemaError> {
    lower_within(registry, flavor, None)
}

/// Lowers the tables for a flavor and the namespace that names without one are in.
///
/// # Errors
///
/// With every contradiction between the definitions and the flavor.
pub fn lower_within(
    registry: &Registry,
    flavor: Flavor,
    namespace: Option<&str>,
) -> Result<Desired, SchemaError> {
    let engine = engine(flavor);
    let home = Home::of(flavor.engine(), namespace);
    let table_name = |meta: &TableMeta| home.name(meta.schema, meta.name);
    let tables = || {
        let all = registry.tables().iter();
        all.filter(move |meta| meta.is_for(engine))
    };
    let mut lowering = Lowering {
        dialect: Dialect::of(flavor),
        flavor,
        known: tables()
            .map(|meta| (table_name(meta), meta.place))
            .collect(),
        elsewhere: registry
            .tables()
            .iter()
            .filter(|meta| !meta.is_for(engine))
            .map(|meta| table_name(meta))
            .collect(),
        home: home.clone(),
        place: Place::UNKNOWN,
        schema: Schema::new(flavor),
        intents: Intents {
            adopts_unstated: true,
            ..Intents::default()
        },
        types: enumeration::Types::new(),
        problems: Vec::new(),
    };
    for meta in tables() {
        lowering.table(meta);
    }
    lowering.objects(registry);
    for dropped in registry.dropped() {
        lowering.dropped(*dropped);
    }
    lowering.finish()
}

const fn engine(flavor: Flavor) -> EngineMeta {
    match flavor.engine() {
        Engine::Postgres => EngineMeta::Postgres,
        Engine::MySql => EngineMeta::MySql,
        Engine::Sqlite => EngineMeta::Sqlite,
    }
}

struct Lowering {
    dialect: Dialect,
    flavor: Flavor,
    /// The tables that are declared, and where.
    known: BTreeMap<TableName, Place>,
    /// The tables that are meant for other databases.
    elsewhere: BTreeSet<TableName>,
    /// Where a name without a namespace is.
    home: Home,
    /// Where the table at hand is declared.
    place: Place,
    schema: Schema,
    intents: Intents,
    types: enumeration::Types,
    problems: Vec<Problem>,
}

impl Lowering {
    fn ddl(&self) -> &dyn Ddl {
        self.dialect.ddl()
    }

    fn problem(&mut self, text: impl Into<String>) {
        self.problems.push(Problem::new(text).at(self.place));
    }

    fn place_of(&self, table: &TableName) -> Place {
        self.known.get(table).copied().unwrap_or(Place::UNKNOWN)
    }

    fn table(&mut self, meta: &TableMeta) {
        let name = self.home.name(meta.schema, meta.name);
        self.place = meta.place;
        let way_out = match self.flavor.engine() {
            Engine::MySql => "take `schema` away, or connect to the database of that name",
            Engine::Postgres | Engine::Sqlite => "take `schema` away",
        };
        self.namespace(meta.schema, &format!("table `{name}`"), way_out);
        let mut table = Table::new(name.clone());
        for column in meta.columns {
            if let Some(column) = self.column(&name, column) {
                table.columns.push(column);
            }
        }
        self.options(meta, &mut table);
        self.primary_key(meta, &mut table);
        self.keys(meta, &mut table);
        self.foreign_keys(meta, &mut table);
        self.exclusions(meta, &mut table);
        for check in meta.checks() {
            let Some(expression) = closed_sql(self.flavor.engine(), check.expression) else {
                continue;
            };
            let name = match check.name {
                Some(chosen) => Name::chosen(chosen),
                None => self.implicit(&[meta.name, &short_hash(&expression), "check"]),
            };
            table.checks.push(Check {
                name,
                expression,
                clauses: Vec::new(),
            });
        }
        self.enums(meta, &mut table);
        table.triggers = self.triggers(meta, &name);
        self.check_auto_increment(meta);
        self.intents(meta, &name);
        self.partitions(meta, &mut table);
        self.check_replica_identity(&table);
        self.schema.tables.push(table);
    }

    fn enums(&mut self, meta: &TableMeta, table: &mut Table) {
        for column in meta.columns {
            let name = self.implicit(&[meta.name, column.name, "values"]);
            let declared = enumeration::declare(
                self.dialect.ddl(),
                (&mut self.schema, &mut self.intents),
                (&mut self.types, &self.home),
                (table, column),
                Name::chosen(name.text()),
            );
            if let Err(problem) = declared {
                self.problem(problem);
            }
        }
    }

    fn check_auto_increment(&mut self, meta: &TableMeta) {
        for column in meta
            .columns
            .iter()
            .filter(|column| column.is_auto_increment())
        {
            let is_sole_key = meta.primary_key == [column.name];
            let leads_a_key = meta.primary_key.first() == Some(&column.name)
                || meta
                    .uniques()
                    .iter()
                    .any(|unique| unique.columns().next() == Some(column.name));
            let fits = match self.flavor.engine() {
                Engine::Postgres => true,
                Engine::MySql => leads_a_key,
                Engine::Sqlite => is_sole_key,
            };
            if !fits {
                self.problem(format!(
                    "column `{}.{}` is `auto_increment`, which {} offers for a primary key only\nhelp: make it the primary key, or number the rows yourself",
                    meta.name, column.name, self.flavor.vendor
                ));
            }
        }
    }

    fn intents(&mut self, meta: &TableMeta, name: &TableName) {
        let renamed_columns: BTreeMap<String, Vec<String>> = meta
            .columns
            .iter()
            .filter(|column| !column.renamed_from().is_empty())
            .map(|column| (column.name.to_owned(), owned(column.renamed_from())))
            .collect();
        for column in meta.dropped() {
            self.intents
                .dropped
                .insert(ObjectId::Column(name.clone(), (*column).to_owned()));
        }
        self.intents.tables.insert(
            name.clone(),
            TableIntent {
                renamed_from: meta
                    .renamed_from()
                    .iter()
                    .map(|old| self.home.parse(old, name))
                    .collect(),
                renamed_columns,
                rolling: None,
                origin: Some(Origin {
                    crate_name: meta.crate_name().to_owned(),
                    module: meta.module.to_owned(),
                    struct_name: meta.rust_name.to_owned(),
                }),
            },
        );
    }

    fn name(&self, chosen: Option<&str>, parts: &[&str]) -> Name {
        match chosen {
            Some(name) => Name::chosen(name),
            None => self.implicit(parts),
        }
    }

    /// A name nobody chose, shortened with a hash where the engine would cut it.
    fn implicit(&self, parts: &[&str]) -> Name {
        let limit = self.ddl().capability().identifier_limit;
        let whole = parts.join("_");
        if whole.len() <= limit {
            return Name::implicit(whole);
        }
        let kind = parts.last().copied().unwrap_or_default();
        let tail = format!("_{}_{kind}", short_hash(&whole));
        let mut end = limit - tail.len();
        while !whole.is_char_boundary(end) {
            end -= 1;
        }
        Name::implicit(format!("{}{tail}", &whole[..end]))
    }

    fn finish(mut self) -> Result<Desired, SchemaError> {
        self.check_twice();
        self.check_names();
        self.check_renames();
        self.check_divided();
        if !self.problems.is_empty() {
            return Err(SchemaError {
                problems: self.problems,
            });
        }
        let schema = self.dialect.ddl().canonical(self.schema.sorted()).sorted();
        Ok(Desired {
            schema,
            intents: self.intents,
        })
    }

    /// A table that is there under both names says nothing about where its rows are.
    fn check_renames(&mut self) {
        for (name, intent) in &self.intents.tables {
            for old in intent
                .renamed_from
                .iter()
                .filter(|old| self.known.contains_key(*old))
            {
                let problem = Problem::new(format!(
                    "table `{name}` is renamed from `{old}`, which is still there\nhelp: take the struct of `{old}` away, or this `renamed_from`"
                ));
                self.problems
                    .push(problem.at(self.place_of(name)).at(self.place_of(old)));
            }
        }
    }
}

/// The expression or the statement for an engine, where there is one.
pub(super) fn closed_sql(engine: Engine, sql: SqlMeta) -> Option<String> {
    sql_for(engine, sql).map(|text| closed(engine, text))
}

/// A comment at the end of a text would hide what is written behind it, so its line ends there.
pub(super) fn closed(engine: Engine, text: &str) -> String {
    let last = text.rsplit('\n').next().unwrap_or_default();
    let may_hide = last.contains("--") || engine == Engine::MySql && last.contains('#');
    let end = if may_hide { "\n" } else { "" };
    format!("{text}{end}")
}

/// A statement to its last word: what ends it, and comments behind that, would stand in the midst of another.
pub(super) fn statement(engine: Engine, text: &str) -> String {
    let (mut at, mut end, mut is_comment) = (0, 0, false);
    for token in tokens(text) {
        at += token.text().len();
        let is_space = matches!(token, Token::Space(_));
        // To MySQL this is a comment too.
        is_comment |= engine == Engine::MySql && token.text() == "#";
        is_comment &= !(is_space && token.text().contains('\n'));
        if !is_space && !is_comment && token.text() != ";" {
            end = at;
        }
    }
    // What stands between dollars is a text of PostgreSQL's, though it looks like a comment.
    if text[end..].contains('$') {
        end = text.len();
    }
    closed(engine, &text[..end])
}

/// The text for an engine, where there is one.
pub(crate) const fn sql_for(engine: Engine, sql: SqlMeta) -> Option<&'static str> {
    match (sql, engine) {
        (SqlMeta::Same(text), _) => Some(text),
        (SqlMeta::Each { postgres, .. }, Engine::Postgres) => postgres,
        (SqlMeta::Each { mysql, .. }, Engine::MySql) => mysql,
        (SqlMeta::Each { sqlite, .. }, Engine::Sqlite) => sqlite,
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

const fn action(meta: ActionMeta) -> Action {
    match meta {
        ActionMeta::NoAction => Action::NoAction,
        ActionMeta::Restrict => Action::Restrict,
        ActionMeta::Cascade => Action::Cascade,
        ActionMeta::SetNull => Action::SetNull,
        ActionMeta::SetDefault => Action::SetDefault,
    }
}

/// Eight hexadecimal digits that stand for a text.
pub(crate) fn short_hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::statement;
    use crate::model::Engine;

    #[test]
    fn a_statement_ends_with_its_last_word() {
        for (engine, text, ended) in [
            (Engine::Sqlite, "SELECT 1; -- done", "SELECT 1"),
            (
                Engine::Sqlite,
                "SELECT ';' -- a\n; /* b */ ; ",
                "SELECT ';'",
            ),
            (Engine::MySql, "SELECT 1; # done; again\n", "SELECT 1"),
            (
                Engine::MySql,
                "SELECT 1 # one\n + 2;",
                "SELECT 1 # one\n + 2",
            ),
            (Engine::Postgres, "SELECT 1 # 2;", "SELECT 1 # 2"),
            (
                Engine::Postgres,
                "SELECT $$a; -- b$$",
                "SELECT $$a; -- b$$\n",
            ),
        ] {
            assert_eq!(statement(engine, text), ended);
        }
    }
}
