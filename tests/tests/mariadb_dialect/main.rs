//! The dialect of MySQL and MariaDB against a real MariaDB.
//!
//! What is inspected can be written again as it was, every edit does to the database what it does
//! to the model, and no row is lost on the way.

use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection};
use trueup::dialect::{Dialect, Obstacle, Rendered, Scene, Statement};
use trueup::diff::{Edit, apply};
use trueup::live::{Scope, mysql};
use trueup::model::{Action, Column, ForeignKey, Name, Object, Schema, Table, TableName};
use trueup_tests::engines::{Database, Engine};

mod columns;
mod keys;
mod reading;
mod spelling;
mod tables;

async fn connect(database: &Database) -> MySqlConnection {
    let mut connection = MySqlConnection::connect(database.url())
        .await
        .expect("a connection");
    let session = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION', SESSION lock_wait_timeout = 5";
    run(&mut connection, session).await;
    connection
}

async fn run(connection: &mut MySqlConnection, sql: &str) {
    if let Err(error) = connection
        .execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())))
        .await
    {
        panic!("{error}\nin: {sql}");
    }
}

async fn inspect(connection: &mut MySqlConnection) -> Schema {
    let server = mysql::server(connection)
        .await
        .expect("a readable catalogue");
    mysql::inspect(connection, &server, &Scope::All)
        .await
        .expect("a readable catalogue")
}

/// The edits that create all tables, foreign keys last.
fn creation(schema: &Schema) -> Vec<Edit> {
    let tables = schema.tables.iter().map(|table| {
        let table = Table {
            foreign_keys: Vec::new(),
            ..table.clone()
        };
        Edit::Create(Object::Table(Box::new(table)))
    });
    let keys = schema.tables.iter().flat_map(|table| {
        table.foreign_keys.iter().map(|key| {
            Edit::Create(Object::ForeignKey(
                table.name.clone(),
                Box::new(key.clone()),
            ))
        })
    });
    tables.chain(keys).collect()
}

fn render(before: &Schema, edit: &Edit) -> (Schema, Result<Rendered, Obstacle>) {
    let mut after = before.clone();
    apply(&mut after, edit);
    let scene = Scene {
        before,
        after: &after,
        is_new: false,
    };
    let rendered = Dialect::of(before.flavor).render(edit, scene);
    (after, rendered)
}

/// Makes the edits one by one; the database must be as the model says after each.
async fn make(connection: &mut MySqlConnection, edits: &[Edit]) -> Schema {
    let mut schema = inspect(connection).await;
    for edit in edits {
        let (after, rendered) = render(&schema, edit);
        let statements = rendered.expect("a way to make the edit").statements;
        for statement in &statements {
            assert!(!statement.transactional, "{}", statement.sql);
            run(connection, &statement.sql).await;
        }
        let read = inspect(connection).await;
        assert_same(&read, &after.sorted(), &statements);
        schema = read;
    }
    schema
}

/// Says which table is not as expected, and not all of both schemas.
fn assert_same(read: &Schema, expected: &Schema, statements: &[Statement]) {
    for table in &expected.tables {
        let found = read.table(&table.name);
        assert_eq!(found, Some(table), "after {statements:#?}");
    }
    assert_eq!(read, expected, "after {statements:#?}");
}

fn name(text: &str) -> TableName {
    TableName::new(text)
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

fn column(text: &str, data_type: &str) -> Column {
    Column::new(text, data_type)
}

fn required(text: &str, data_type: &str) -> Column {
    Column {
        nullable: false,
        ..Column::new(text, data_type)
    }
}

fn create_column(column: Column) -> Edit {
    Edit::Create(Object::Column(name("t"), Box::new(column)))
}

fn alter_column(from: Column, to: Column) -> Edit {
    Edit::Alter {
        from: Object::Column(name("t"), Box::new(from)),
        to: Object::Column(name("t"), Box::new(to)),
    }
}

/// A table with rows on which edits are made.
async fn filled() -> (Database, MySqlConnection) {
    let database = Engine::MariaDb.database().await;
    database
        .execute(
            "CREATE TABLE p (id int PRIMARY KEY, u varchar(20) NOT NULL, UNIQUE KEY u (u));
             INSERT INTO p VALUES (1, 'one'), (2, 'two');
             CREATE TABLE t (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, a int NOT NULL DEFAULT 1, b varchar(20) COMMENT 'it''s',
               c varchar(20), ts timestamp NULL, pid int, KEY a (a, b));
             INSERT INTO t (a, b, c, pid) VALUES (1, 'x', '1', 1), (2, NULL, '2', 2), (3, 'z', '3', NULL);",
        )
        .await;
    let connection = connect(&database).await;
    (database, connection)
}

fn key(text: &str, columns: &[&str], target: &[&str]) -> ForeignKey {
    ForeignKey {
        name: Name::chosen(text),
        columns: strings(columns),
        target: name("p"),
        target_columns: strings(target),
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        clauses: Vec::new(),
    }
}
