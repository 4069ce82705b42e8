//! Inspection of MySQL and MariaDB.
//!
//! In: a connection to one database. Out: its schema, from a fixed number of flat catalogue queries in two round
//! trips that are joined here, and one more for what the catalogue does not tell. Decides
//! nothing, and changes nothing that outlives the call.

mod column;
mod expression;
mod fingerprint;
mod key;
mod normalize;
mod opaque;
mod partition;
mod server;
mod table;
mod trigger;
mod vendor;
mod view;
mod words;

pub(super) use fingerprint::glance;
pub use normalize::normalize;
pub(super) use server::identify;
pub use server::server;

use std::collections::BTreeMap;

use sqlx::mysql::MySqlRow;
use sqlx::{AssertSqlSafe, Executor, MySqlConnection, Row};

use super::{Scope, Server};
use crate::dialect::mysql::{Kind, bare, lexemes};
use crate::error::Error;
use crate::model::{Flavor, Schema, Vendor};

/// The cells of one row, by their place in the query: they stay where the driver read them to.
struct Cells(MySqlRow);

/// Reads the schema of the connection's database.
///
/// # Errors
///
/// When the catalogue cannot be read.
pub async fn inspect(
    connection: &mut MySqlConnection,
    server: &Server,
    scope: &Scope,
) -> Result<Schema, Error> {
    let flavor = server.flavor;
    let mut catalogue = Catalogue::read(connection, flavor).await?;
    let mut schema = Schema::new(flavor);
    schema.collation = Some(catalogue.collation.clone());
    schema.ignores_case_of_tables = catalogue.ignores_case_of_tables;
    let tables = table::read(&catalogue, &mut schema);
    // Where everything counts, so do the words that change nothing for a row.
    let is_all = *scope == Scope::All;
    let shown = opaque::show(connection, &tables, is_all).await?;
    opaque::settle(&catalogue, tables, &shown, is_all, &mut schema);
    view::read(&catalogue, &shown, &mut schema);
    if is_all && flavor.vendor == Vendor::MySql && !schema.views.is_empty() {
        let questions = view::questions(&schema);
        let shown = definitions(connection, "definitions of views", &questions).await?;
        view::read_words(&shown, &mut schema);
    }
    let shown = trigger::show(connection, &mut catalogue).await?;
    trigger::read(&catalogue, &shown, &mut schema);
    opaque::read_others(&catalogue, &mut schema);
    Ok(schema.sorted())
}

/// Everything that the catalogue tells, unjoined.
struct Catalogue {
    flavor: Flavor,
    database: String,
    collation: String,
    ignores_case_of_tables: bool,
    tables: Vec<Cells>,
    columns: BTreeMap<String, Vec<Cells>>,
    partitions: BTreeMap<String, Vec<Cells>>,
    indexes: BTreeMap<String, Vec<Cells>>,
    foreign_keys: BTreeMap<String, Vec<Cells>>,
    actions: BTreeMap<String, Vec<Cells>>,
    checks: BTreeMap<String, Vec<Cells>>,
    triggers: Vec<Cells>,
    views: Vec<Cells>,
    routines: Vec<Cells>,
    parameters: BTreeMap<String, Vec<Cells>>,
    events: Vec<Cells>,
}

impl Catalogue {
    async fn read(connection: &mut MySqlConnection, flavor: Flavor) -> Result<Self, Error> {
        let is_mariadb = flavor.vendor == Vendor::MariaDb;
        let of = |mariadb: &'static str, mysql: &'static str| {
            if is_mariadb { mariadb } else { mysql }
        };
        let [database, tables] = sets(
            connection,
            [
                ("the database", include_str!("sql/database.sql")),
                ("tables", include_str!("sql/tables.sql")),
            ],
        )
        .await?;
        // The server opens every table to tell of partitions or views, so it is asked only where there are any.
        let is_divided = |row: &Cells| partition::is_divided(cell(row, 4).unwrap_or_default());
        let is_view = |row: &Cells| cell(row, 1) == Some("VIEW");
        let only = |is_there: bool, sql: &'static str| if is_there { sql } else { NOTHING };
        let [
            partitions,
            views,
            columns,
            indexes,
            foreign_keys,
            actions,
            checks,
            triggers,
            routines,
            parameters,
            events,
        ] = sets(
            connection,
            [
                (
                    "partitions",
                    only(
                        tables.iter().any(is_divided),
                        include_str!("sql/partitions.sql"),
                    ),
                ),
                (
                    "views",
                    only(
                        tables.iter().any(is_view),
                        of(
                            include_str!("sql/views_mariadb.sql"),
                            include_str!("sql/views_mysql.sql"),
                        ),
                    ),
                ),
                (
                    "columns",
                    of(
                        include_str!("sql/columns_mariadb.sql"),
                        include_str!("sql/columns_mysql.sql"),
                    ),
                ),
                (
                    "indexes",
                    of(
                        include_str!("sql/indexes_mariadb.sql"),
                        include_str!("sql/indexes_mysql.sql"),
                    ),
                ),
                ("foreign keys", include_str!("sql/foreign_keys.sql")),
                ("actions of foreign keys", include_str!("sql/actions.sql")),
                (
                    "checks",
                    of(
                        include_str!("sql/checks_mariadb.sql"),
                        include_str!("sql/checks_mysql.sql"),
                    ),
                ),
                ("triggers", include_str!("sql/triggers.sql")),
                ("routines", include_str!("sql/routines.sql")),
                ("parameters of routines", include_str!("sql/parameters.sql")),
                ("events", include_str!("sql/events.sql")),
            ],
        )
        .await?;
        let told = |at| database.first().and_then(|row| cell(row, at));
        Ok(Self {
            flavor,
            database: told(0).unwrap_or_default().to_owned(),
            collation: told(1).unwrap_or_default().to_owned(),
            ignores_case_of_tables: told(2).is_some_and(|setting| setting != "0"),
            tables,
            columns: ordered(columns, 10),
            partitions: grouped(partitions),
            indexes: ordered(indexes, 10),
            foreign_keys: ordered(foreign_keys, 6),
            actions: grouped(actions),
            checks: grouped(checks),
            triggers,
            views,
            routines,
            parameters: grouped(parameters),
            events,
        })
    }

    /// An expression of the catalogue without the name of the database, which another one lacks.
    fn local(&self, expression: &str) -> String {
        without_database(expression, &self.database)
    }
}

fn without_database(expression: &str, database: &str) -> String {
    let found = lexemes(expression);
    let mut local = String::with_capacity(expression.len());
    let mut at = 0;
    while at < found.len() {
        let (kind, text) = found[at];
        let is_qualifier = kind == Kind::Name
            && bare(text) == database
            && matches!(found.get(at + 1), Some((Kind::Sign, ".")))
            && matches!(found.get(at + 2), Some((Kind::Name, _)))
            && !local.ends_with('.');
        if is_qualifier {
            at += 2;
        } else {
            local.push_str(text);
            at += 1;
        }
    }
    local
}

/// Runs a query and returns its rows as texts.
async fn rows(
    connection: &mut MySqlConnection,
    what: &str,
    sql: &str,
) -> Result<Vec<Cells>, Error> {
    let found = fetched(connection, what, sql).await?;
    for row in &found {
        for at in 0..row.len() {
            let value = row.try_get_unchecked(at);
            let _: Option<&str> = value.map_err(|source| failed(what, source))?;
        }
    }
    Ok(found.into_iter().map(Cells).collect())
}

/// Runs queries of definitions, and returns the text of each under its name. A default in bytes stands in it as it is,
/// which need not be a text.
async fn definitions(
    connection: &mut MySqlConnection,
    what: &str,
    sql: &str,
) -> Result<BTreeMap<String, String>, Error> {
    definitions_at(connection, what, sql, 1).await
}

/// The same, where another cell of the row holds the text.
async fn definitions_at(
    connection: &mut MySqlConnection,
    what: &str,
    sql: &str,
    at: usize,
) -> Result<BTreeMap<String, String>, Error> {
    let failed = |source| failed(what, source);
    let mut definitions = BTreeMap::new();
    for row in fetched(connection, what, sql).await? {
        let name: Option<String> = row.try_get_unchecked(0).map_err(failed)?;
        let text: Option<&[u8]> = row.try_get_unchecked(at).map_err(failed)?;
        let text = String::from_utf8_lossy(text.unwrap_or_default()).into_owned();
        definitions.insert(name.unwrap_or_default(), text);
    }
    Ok(definitions)
}

async fn fetched(
    connection: &mut MySqlConnection,
    what: &str,
    sql: &str,
) -> Result<Vec<MySqlRow>, Error> {
    let query = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    let found = connection.fetch_all(query).await;
    found.map_err(|source| failed(what, source))
}

fn failed(what: &str, source: sqlx::Error) -> Error {
    Error::Inspect {
        what: what.to_owned(),
        source: Some(source.into()),
    }
}

/// A statement without rows.
const NOTHING: &str = "DO 0";

/// Ends the rows of a query: a row of one cell, as no query of the catalogue yields.
const END: &str = "SELECT NULL";

/// Runs queries in one round trip and returns the rows of each. They stand with words for what they ask for.
async fn sets<const COUNT: usize>(
    connection: &mut MySqlConnection,
    queries: [(&str, &str); COUNT],
) -> Result<[Vec<Cells>; COUNT], Error> {
    let what = queries.map(|(what, _)| what).join(", ");
    let texts = queries.map(|(_, sql)| [sql.trim_end(), END].join(";\n"));
    let mut sets: [Vec<Cells>; COUNT] = std::array::from_fn(|_| Vec::new());
    let mut at = 0;
    for row in rows(connection, &what, &texts.join(";\n")).await? {
        if row.0.len() == 1 {
            at += 1;
        } else if let Some(set) = sets.get_mut(at) {
            set.push(row);
        }
    }
    Ok(sets)
}

/// Rows under the text of their first cell.
fn grouped(rows: Vec<Cells>) -> BTreeMap<String, Vec<Cells>> {
    let mut groups: BTreeMap<String, Vec<Cells>> = BTreeMap::new();
    for row in rows {
        let name = cell(&row, 0).unwrap_or_default();
        if let Some(group) = groups.get_mut(name) {
            group.push(row);
        } else {
            groups.insert(name.to_owned(), vec![row]);
        }
    }
    groups
}

/// The same, in the order of the numbers of that cell.
fn ordered(rows: Vec<Cells>, by: usize) -> BTreeMap<String, Vec<Cells>> {
    let mut groups = grouped(rows);
    for rows in groups.values_mut() {
        rows.sort_by_cached_key(|row| cell(row, by).and_then(|place| place.parse::<u32>().ok()));
    }
    groups
}

fn of<'a>(groups: &'a BTreeMap<String, Vec<Cells>>, name: &str) -> &'a [Cells] {
    groups.get(name).map(Vec::as_slice).unwrap_or_default()
}

fn cell(row: &Cells, at: usize) -> Option<&str> {
    row.0.try_get_unchecked(at).ok().flatten()
}

fn text(row: &Cells, at: usize) -> String {
    cell(row, at).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::without_database;

    #[test]
    fn the_name_of_the_database_is_taken_out_of_qualified_names_alone() {
        for (text, local) in [
            ("nextval(`d`.`s`)", "nextval(`s`)"),
            ("`d`.`t`.`d` = '`d`.`x`'", "`t`.`d` = '`d`.`x`'"),
            ("`t`.`d`", "`t`.`d`"),
            ("`d` + `e`", "`d` + `e`"),
        ] {
            assert_eq!(without_database(text, "d"), local);
        }
    }
}
