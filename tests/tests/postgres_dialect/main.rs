//! What PostgreSQL makes of the statements of its dialect, and what inspection reads back.

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};
use trueup::dialect::{Dialect, Lock, Scene, Statement};
use trueup::diff::{Edit, apply};
use trueup::live::{Scope, Server, postgres};
use trueup::model::{Object, Schema, TableName};
use trueup_tests::engines::{Database, Engine};

mod columns;
mod keys;
mod reading;
mod spelling;
mod stated;
mod tables;

/// A small schema with rows, for changes.
const SHOP: &str = include_str!("shop.sql");

async fn database(sql: &str) -> Database {
    let database = Engine::Postgres.database().await;
    if !sql.is_empty() {
        database.execute(sql).await;
    }
    database
}

async fn connect(database: &Database) -> PgConnection {
    PgConnection::connect(database.url())
        .await
        .expect("a connection")
}

async fn server(connection: &mut PgConnection) -> Server {
    postgres::server(connection).await.expect("what it is")
}

async fn read(database: &Database) -> Schema {
    let mut connection = connect(database).await;
    let server = server(&mut connection).await;
    postgres::inspect(&mut connection, &server, &Scope::All)
        .await
        .expect("a schema")
}

/// Makes everything in the schema that the model can hold.
async fn build(database: &Database, schema: &Schema) {
    let empty = Schema::new(schema.flavor);
    let scene = Scene {
        before: &empty,
        after: schema,
        is_new: true,
    };
    let mut objects: Vec<Object> = schema
        .namespaces
        .iter()
        .cloned()
        .map(Object::Namespace)
        .collect();
    let mut later = Vec::new();
    for table in &schema.tables {
        let mut first = table.clone();
        for key in first.foreign_keys.drain(..) {
            later.push(Object::ForeignKey(table.name.clone(), Box::new(key)));
        }
        objects.push(Object::Table(Box::new(first)));
    }
    objects.extend(later);
    let dialect = Dialect::of(schema.flavor);
    for object in objects {
        let rendered = dialect
            .render(&Edit::Create(object), scene)
            .expect("statements");
        for statement in rendered.statements {
            database.execute(&statement.sql).await;
        }
    }
}

/// Makes the edits one after the other, and compares what is there after each.
async fn check(database: &Database, edits: &[Edit]) -> Schema {
    let mut connection = connect(database).await;
    let mut before = read(database).await;
    let dialect = Dialect::of(before.flavor);
    for edit in edits {
        let mut after = before.clone();
        apply(&mut after, edit);
        let scene = Scene {
            before: &before,
            after: &after,
            is_new: false,
        };
        let rendered = dialect.render(edit, scene).expect("statements");
        for statement in &rendered.statements {
            // A table that is made by the edit is nobody's, whatever is done to it.
            if matches!(edit, Edit::Create(Object::Table(_))) {
                execute(&mut connection, &statement.sql).await;
            } else {
                run(&mut connection, statement).await;
            }
        }
        let found = read(database).await;
        assert_eq!(found, after.sorted(), "after {edit:?}");
        before = found;
    }
    before
}

/// Runs a statement, and holds its facts against what the server does.
async fn run(connection: &mut PgConnection, statement: &Statement) {
    let sql = &statement.sql;
    if !statement.transactional {
        execute(connection, sql).await;
        return;
    }
    execute(connection, "BEGIN").await;
    let files: Vec<(i64, Option<i64>)> = sqlx::query_as(FILES)
        .fetch_all(&mut *connection)
        .await
        .expect("the files of the tables");
    execute(connection, sql).await;
    let rewritten = sqlx::query_as::<_, (i64, Option<i64>)>(FILES)
        .fetch_all(&mut *connection)
        .await
        .expect("the files of the tables")
        .into_iter()
        .any(|(table, file)| {
            files.contains(&(table, file)) != files.iter().any(|(old, _)| *old == table)
        });
    assert!(statement.rewrites || !rewritten, "it rewrites: {sql}");
    let tables: Vec<i64> = files.iter().map(|(table, _)| *table).collect();
    let modes: Vec<String> = sqlx::query_scalar(
        "SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND granted \
         AND relation::bigint = ANY($1)",
    )
    .bind(&tables)
    .fetch_all(&mut *connection)
    .await
    .expect("the locks");
    let held = modes.iter().map(|mode| match mode.as_str() {
        "AccessExclusiveLock" => Lock::ReadsAndWrites,
        "ShareLock" | "ShareRowExclusiveLock" | "ExclusiveLock" => Lock::Writes,
        "ShareUpdateExclusiveLock" => Lock::SchemaChanges,
        _ => Lock::None,
    });
    let strongest = held.max().unwrap_or(Lock::None);
    assert!(statement.lock >= strongest, "{strongest:?}: {sql}");
    execute(connection, "COMMIT").await;
}

/// The tables that everybody can see, with the files that hold their rows.
const FILES: &str = "SELECT oid::bigint, pg_relation_filenode(oid)::bigint FROM pg_class \
     WHERE relkind = 'r' AND relnamespace >= 2200 AND relnamespace <> 'information_schema'::regnamespace";

async fn execute(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .unwrap_or_else(|error| panic!("{error}\nin: {sql}"));
}

fn shop(name: &str) -> TableName {
    TableName::new(name)
}

fn alter(from: &Object, to: Object) -> Edit {
    Edit::Alter {
        from: from.clone(),
        to,
    }
}

/// The edit that takes away what another one made, after it.
fn there_and_back(object: Object) -> [Edit; 2] {
    [Edit::Create(object.clone()), Edit::Drop(object)]
}
