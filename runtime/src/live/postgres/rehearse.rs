//! Tries what a plan leaves or puts back over columns and views of another form, and looks who uses what goes.
//!
//! In: a rehearsal. Out: what the server takes over the form that is there and refuses over the one that is wanted, users that
//! were not read, and versions that it has no way to. What is tried is temporary, in transactions that are rolled back.

use std::collections::BTreeMap;

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Row as _};

use super::failed;
use crate::dialect::postgres::literal;
use crate::error::Error;
use crate::model::Stuck;
use crate::plan::{REPLACED, Rehearsal, VERSION};

const DEPENDENTS: &str = include_str!("catalogue/dependents.sql");
const OUT_OF_REACH: &str = include_str!("catalogue/out_of_reach.sql");

/// Where the block notes what failed.
const FAILURES: &str = "pg_temp._trueup_failures";

/// What the server refuses for what it says: names, types and values. Anything else, such as a lock that is not to be had, tells nothing.
const CLASSES: [&str; 2] = ["42", "22"];

pub(in crate::live) async fn rehearse(
    connection: &mut PgConnection,
    rehearsal: Rehearsal,
) -> Result<Vec<Stuck>, Error> {
    let mut found = dependents(connection, &rehearsal).await?;
    found.extend(out_of_reach(connection, &rehearsal).await?);
    found.extend(refused(connection, &rehearsal).await?);
    found.extend(rehearsal.torn);
    Ok(found)
}

/// What uses something that goes or changes, and that a plan knows nothing of.
async fn dependents(
    connection: &mut PgConnection,
    rehearsal: &Rehearsal,
) -> Result<Vec<Stuck>, Error> {
    let failed = |source| failed("who uses what goes", source);
    if rehearsal.lost.is_empty() {
        return Ok(Vec::new());
    }
    let lost = rehearsal.lost.iter().enumerate().map(|(number, lost)| {
        let (kind, name) = (literal(lost.kind), literal(&lost.name));
        let column = lost.part.as_deref().map_or("NULL".to_owned(), literal);
        format!("({number}, {kind}, {name}, {column}::text)")
    });
    let lost: Vec<String> = lost.collect();
    let read = rehearsal.namespaces.iter().map(|name| literal(name));
    let read = read.chain(["pg_catalog.current_schema()".to_owned()]);
    let read: Vec<String> = read.collect();
    let sql = DEPENDENTS
        .replace("{lost}", &lost.join(", "))
        .replace("{read}", &read.join(", "));
    let rows = sqlx::raw_sql(AssertSqlSafe(sql))
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
    let mut found = Vec::new();
    for row in rows {
        let number: i32 = row.try_get(0).map_err(failed)?;
        let mut told: [Option<String>; 4] = Default::default();
        for (at, text) in told.iter_mut().enumerate() {
            *text = row.try_get(at + 1).map_err(failed)?;
        }
        let [kind, identity, namespace, relation] = told.map(Option::unwrap_or_default);
        let Some(lost) = usize::try_from(number)
            .ok()
            .and_then(|at| rehearsal.lost.get(at))
        else {
            continue;
        };
        // The query of a view is a rule of it.
        let (kind, object) = match identity.strip_prefix("\"_RETURN\" on ") {
            Some(_) => ("view".to_owned(), format!("{namespace}.{relation}")),
            None => (kind, identity),
        };
        let reason = match lost.kind {
            REPLACED => format!("this {kind} names the type, which must be replaced"),
            _ => format!(
                "this {kind} is not among what is read and managed, and uses `{}`",
                lost.id
            ),
        };
        found.push(Stuck {
            reason,
            kind,
            object,
            on: vec![lost.id.clone()],
        });
    }
    Ok(found)
}

/// The extensions whose scripts do not lead to the version that is wanted.
async fn out_of_reach(
    connection: &mut PgConnection,
    rehearsal: &Rehearsal,
) -> Result<Vec<Stuck>, Error> {
    let failed = |source| failed("which versions of an extension there are", source);
    let mut found = Vec::new();
    for lost in rehearsal.lost.iter().filter(|lost| lost.kind == VERSION) {
        let wanted = lost.part.as_deref().unwrap_or_default();
        let sql = OUT_OF_REACH
            .replace("{name}", &literal(&lost.name))
            .replace("{wanted}", &literal(wanted));
        let rows = sqlx::raw_sql(AssertSqlSafe(sql))
            .fetch_all(&mut *connection)
            .await
            .map_err(failed)?;
        for row in rows {
            let version: String = row.try_get(0).map_err(failed)?;
            found.push(Stuck {
                kind: "extension".to_owned(),
                object: lost.name.clone(),
                on: vec![lost.id.clone()],
                reason: format!(
                    "no script on the server leads from version `{version}` of this extension to `{wanted}`"
                ),
            });
        }
    }
    Ok(found)
}

/// What does not hold over what is wanted.
async fn refused(
    connection: &mut PgConnection,
    rehearsal: &Rehearsal,
) -> Result<Vec<Stuck>, Error> {
    let attempts = &rehearsal.attempts;
    if attempts.is_empty() {
        return Ok(Vec::new());
    }
    let before = attempts.iter().map(|attempt| attempt.before.as_str());
    let before = run(connection, &rehearsal.before, before).await?;
    let after = attempts.iter().map(|attempt| attempt.after.as_str());
    let after = run(connection, &rehearsal.after, after).await?;
    let (Some(before), Some(after)) = (before, after) else {
        return Ok(Vec::new());
    };
    let is_told = |at: usize| {
        let wanted = attempts[..at].iter().enumerate();
        let mut wanted = wanted.filter(|(_, attempt)| attempt.is_wanted);
        // What stands over a view that cannot be made yet was not tried over that.
        !attempts[at].is_wanted && !wanted.any(|(other, _)| after.contains_key(&other))
    };
    let refused = |(at, (class, message)): (&usize, &(String, String))| {
        let is_refused = !before.contains_key(at) && CLASSES.contains(&class.as_str());
        let stuck = &attempts[*at].stuck;
        let beneath = stuck.on.first().filter(|_| is_refused && is_told(*at))?;
        let reason = format!(
            "this {} does not hold over what `{beneath}` becomes: {message}",
            stuck.kind
        );
        Some(Stuck {
            reason,
            ..stuck.clone()
        })
    };
    Ok(after.iter().filter_map(refused).collect())
}

/// The attempts that fail, with the class of the error and its message; none where what they stand over cannot be made.
async fn run<'a>(
    connection: &mut PgConnection,
    stage: &'a [String],
    attempts: impl Iterator<Item = &'a str>,
) -> Result<Option<BTreeMap<usize, (String, String)>>, Error> {
    let failed = |source| failed("what holds after the change", source);
    let mut block =
        format!("BEGIN\nCREATE TABLE {FAILURES} (number int, class text, message text);\n");
    let stage = stage.iter().map(|statement| (-1, statement.as_str()));
    for (number, statement) in stage.chain((0..).zip(attempts)) {
        let statement = literal(statement);
        block += &format!(
            "BEGIN EXECUTE {statement}; EXCEPTION WHEN OTHERS THEN INSERT INTO {FAILURES} \
             VALUES ({number}, left(SQLSTATE, 2), SQLERRM); END;\n"
        );
    }
    block += "END";
    let sql = format!(
        "DO {};\nSELECT number, class, message FROM {FAILURES}",
        literal(&block)
    );
    let mut transaction = connection.begin().await.map_err(failed)?;
    let rows = sqlx::raw_sql(AssertSqlSafe(sql))
        .fetch_all(&mut *transaction)
        .await;
    transaction.rollback().await.map_err(failed)?;
    let rows = match rows {
        Err(error) if may_make_nothing(&error) => return Ok(None),
        rows => rows.map_err(failed)?,
    };
    let mut refused = BTreeMap::new();
    for row in rows {
        let number: i32 = row.try_get(0).map_err(failed)?;
        let told = (
            row.try_get(1).map_err(failed)?,
            row.try_get(2).map_err(failed)?,
        );
        match usize::try_from(number) {
            Ok(number) => refused.insert(number, told),
            Err(_) => return Ok(None),
        };
    }
    Ok(Some(refused))
}

/// Whether nothing temporary may be made: for want of the right, or as the server is a standby.
fn may_make_nothing(error: &sqlx::Error) -> bool {
    let error = error.as_database_error();
    let code = error.and_then(sqlx::error::DatabaseError::code);
    // insufficient_privilege, read_only_sql_transaction.
    code.is_some_and(|code| matches!(code.as_ref(), "42501" | "25006"))
}
