//! How the server itself spells an expression.
//!
//! In: expressions and the columns that they speak of. Out: their texts as the catalogue tells
//! them. Tables are made that only this session sees, in a transaction that is rolled back.

use std::collections::BTreeMap;

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Row as _};

use super::failed;
use crate::dialect::postgres::{column_definition, literal, quote};
use crate::error::Error;
use crate::live::{Expression, Place};
use crate::model::{Column, Index, Schema, Table, TableName};

/// What the names of the things made here begin with.
const PREFIX: &str = "_trueup_expression_";

/// So many are made in a transaction, which locks a table, what belongs to it and perhaps an index for each until its end:
/// a server has no room for any number of locks (PostgreSQL manual, "Lock Management", `max_locks_per_transaction`).
const AT_ONCE: usize = 1_500;

const READ: &str = include_str!("catalogue/normalized.sql");
const READ_VIEWS: &str = include_str!("catalogue/normalized_views.sql");

/// How the server spells each expression once; one that it refuses is left out.
///
/// # Errors
///
/// When the session may not make temporary tables.
pub async fn normalize(
    connection: &mut PgConnection,
    schema: &Schema,
    expressions: &[Expression],
) -> Result<BTreeMap<Expression, String>, Error> {
    let mut spelled = BTreeMap::new();
    for expressions in expressions.chunks(AT_ONCE) {
        // The temporary tables would be in the way of what a query names: views come by themselves.
        let of_views = expressions
            .iter()
            .enumerate()
            .filter_map(|(number, expression)| view(number, expression))
            .collect();
        spelled.extend(ask(connection, expressions, of_views, READ_VIEWS).await?);
        let attempts = attempts(schema, expressions);
        spelled.extend(ask(connection, expressions, attempts, READ).await?);
    }
    Ok(spelled)
}

async fn ask(
    connection: &mut PgConnection,
    expressions: &[Expression],
    attempts: Vec<String>,
    read: &str,
) -> Result<BTreeMap<Expression, String>, Error> {
    if attempts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let failed = |source| failed("the spelling of expressions", source);
    let block = format!("BEGIN\n{}\nEND", attempts.join("\n"));
    let sql = format!("DO {};\n{read}", literal(&block));
    let mut transaction = connection.begin().await.map_err(failed)?;
    let rows = sqlx::raw_sql(AssertSqlSafe(sql))
        .fetch_all(&mut *transaction)
        .await
        .map_err(failed)?;
    transaction.rollback().await.map_err(failed)?;
    let mut spelled = BTreeMap::new();
    for row in rows {
        let name: String = row.try_get(0).map_err(failed)?;
        let text: Option<String> = row.try_get(1).map_err(failed)?;
        let number = name.strip_prefix(PREFIX).and_then(|rest| rest.parse().ok());
        let expression = number.and_then(|number: usize| expressions.get(number));
        let columns: Option<String> = row.try_get(2).ok().flatten();
        let text = match expression.map(|expression| &expression.place) {
            Some(Place::Columns) => columns,
            Some(Place::Query) => text.map(|text| text.trim().trim_end_matches(';').to_owned()),
            _ => text,
        };
        if let (Some(expression), Some(text)) = (expression, text) {
            spelled.insert(expression.clone(), text);
        }
    }
    Ok(spelled)
}

/// A view that only this session sees.
fn view(number: usize, expression: &Expression) -> Option<String> {
    let name = quote(&format!("{PREFIX}{number}"));
    matches!(expression.place, Place::Query | Place::Columns).then(|| {
        tried(&format!(
            "CREATE TEMPORARY VIEW {name} AS {}",
            expression.text
        ))
    })
}

/// Part of a block that runs the statement, and goes on when it fails.
fn tried(statement: &str) -> String {
    tried_or(statement, "NULL;")
}

/// The same with what is done when it fails.
fn tried_or(statement: &str, otherwise: &str) -> String {
    let statement = literal(statement);
    format!("BEGIN EXECUTE {statement}; EXCEPTION WHEN OTHERS THEN {otherwise} END;")
}

/// The parts of a block that make every expression.
fn attempts(schema: &Schema, expressions: &[Expression]) -> Vec<String> {
    let mut stages: BTreeMap<&TableName, Stage<'_>> = BTreeMap::new();
    let mut attempts = Vec::new();
    for (number, expression) in expressions.iter().enumerate() {
        if matches!(
            expression.place,
            Place::DomainDefault | Place::DomainCheck(_)
        ) {
            attempts.extend(of_domain(schema, number, expression).map(|one| tried(&one)));
            continue;
        }
        let is_of_view = matches!(expression.place, Place::Query | Place::Columns);
        let Some(table) = schema.table(&expression.table).filter(|_| !is_of_view) else {
            continue;
        };
        let stages_before = stages.len();
        let stage = stages.entry(&table.name).or_insert_with(|| {
            let stage = Stage::of(table, stages_before);
            attempts.push(stage.create());
            stage
        });
        attempts.extend(stage.attempt(number, expression).map(|one| tried(&one)));
    }
    attempts
}

/// A domain that only this session sees, with the one expression.
fn of_domain(schema: &Schema, number: usize, expression: &Expression) -> Option<String> {
    let mut domains = schema.domains.iter();
    let domain = domains.find(|domain| domain.name == expression.table)?;
    let (name, text) = (quote(&format!("{PREFIX}{number}")), &expression.text);
    let clause = match expression.place {
        Place::DomainDefault => format!("DEFAULT {text}"),
        _ => format!("CONSTRAINT {name} CHECK ({text})"),
    };
    let data_type = &domain.data_type;
    Some(format!(
        "CREATE DOMAIN pg_temp.{name} AS {data_type} {clause}"
    ))
}

/// A temporary table with the columns of a real one.
struct Stage<'a> {
    table: &'a Table,
    name: String,
}

impl<'a> Stage<'a> {
    /// A check may name the table in front of a column, so the table has its own name where no
    /// other table of that name is in the way.
    fn of(table: &'a Table, number: usize) -> Self {
        let own = match &table.name.schema {
            None => table.name.name.clone(),
            Some(_) => format!("{PREFIX}table_{number}"),
        };
        Self {
            table,
            name: format!("pg_temp.{}", quote(&own)),
        }
    }

    /// The type of a column may not be there yet. Then the columns are tried one by one.
    fn create(&self) -> String {
        let table = &self.name;
        let columns: Vec<String> = self.table.columns.iter().map(plain).collect();
        let create = |columns: &str| format!("CREATE TEMPORARY TABLE {table} ({columns})");
        let mut one_by_one = tried(&create(""));
        for column in &columns {
            one_by_one += "\n";
            one_by_one += &tried(&format!("ALTER TABLE {table} ADD COLUMN {column}"));
        }
        tried_or(&create(&columns.join(", ")), &one_by_one)
    }

    fn attempt(&self, number: usize, expression: &Expression) -> Option<String> {
        let (table, text) = (&self.name, &expression.text);
        let name = quote(&format!("{PREFIX}{number}"));
        let typed = |column: &str| {
            let column = self.table.column(column)?;
            Some(column_definition(&Column {
                name: format!("{PREFIX}{number}"),
                ..bare(column)
            }))
        };
        Some(match &expression.place {
            Place::Trigger(_) | Place::Query | Place::Columns => return None,
            Place::Default(column) => {
                format!(
                    "ALTER TABLE {table} ADD COLUMN {} DEFAULT {text}",
                    typed(column)?
                )
            }
            Place::Generated(column) => format!(
                "ALTER TABLE {table} ADD COLUMN {} GENERATED ALWAYS AS ({text}) STORED",
                typed(column)?
            ),
            Place::Check(_) => {
                format!("ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({text})")
            }
            Place::Exclusion(_) => {
                format!("ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE {text}")
            }
            Place::Predicate(_) => format!("CREATE INDEX {name} ON {table} ((1)) WHERE {text}"),
            Place::Part(index, at) => {
                let index = self
                    .table
                    .indexes
                    .iter()
                    .find(|own| own.name.text() == index);
                let (method, clauses) = words(index, *at);
                format!("CREATE INDEX {name} ON {table}{method} (({text}){clauses})")
            }
            Place::DomainDefault | Place::DomainCheck(_) => return None,
        })
    }
}

/// The method and the clauses that decide whether an expression can be in an index.
fn words(index: Option<&Index>, at: usize) -> (String, String) {
    let method = index.and_then(|index| index.method.as_ref());
    let method = method.map(|method| format!(" USING {}", quote(method)));
    let part = index.and_then(|index| index.parts.get(at));
    let clauses = part.map(|part| part.clauses.iter().map(|clause| format!(" {clause}")));
    (
        method.unwrap_or_default(),
        clauses.into_iter().flatten().collect(),
    )
}

fn plain(column: &Column) -> String {
    column_definition(&bare(column))
}

fn bare(column: &Column) -> Column {
    Column {
        collation: column.collation.clone(),
        ..Column::new(&column.name, &column.data_type)
    }
}
