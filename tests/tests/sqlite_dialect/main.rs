//! SQLite's dialect against the real library: what is written can be read back, and what is changed
//! keeps its rows.

use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Row};
use trueup::dialect::{Dialect, Lock, Rendered, Scene};
use trueup::diff::{self, Edit};
use trueup::live::{Scope, sqlite};
use trueup::model::{Column, Object, Schema, TableName};
use trueup_tests::engines::{Database, Engine};

mod changes;
mod reading;
mod rebuilds;
mod spelling;
mod views;

/// Everything at once: a key that is numbered, a table that refers to itself, children that would
/// be deleted with their parents, indexes of each kind, a trigger, a view.
const RICH: &str = r#"
    CREATE TABLE org (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        parent INT CONSTRAINT up REFERENCES org ON DELETE CASCADE,
        "na""me" varchar( 20 ) COLLATE nocase NOT NULL DEFAULT 'it''s',
        state TEXT DEFAULT open,
        size REAL DEFAULT (abs(-1.5)) CONSTRAINT big CHECK (size > 0 AND [na"me] <> 'size'),
        made DATETIME DEFAULT CURRENT_TIMESTAMP,
        twice REAL AS (size * 2) STORED,
        half GENERATED ALWAYS AS (size/2),
        flag BOOLEAN NOT NULL DEFAULT TRUE, -- a comment, with a comma
        UNIQUE (state, flag) ON CONFLICT IGNORE,
        CHECK ((state IN ('open','shut')))
    );
    CREATE UNIQUE INDEX org_name ON org ("na""me" COLLATE BINARY DESC, state) WHERE flag = 1;
    CREATE INDEX org_lower ON org (lower(state), size);
    CREATE TABLE member (
        org_id INTEGER NOT NULL REFERENCES ORG (ID) ON DELETE CASCADE ON UPDATE SET NULL
            DEFERRABLE INITIALLY DEFERRED,
        nick TEXT,
        PRIMARY KEY (org_id, nick)
    ) WITHOUT ROWID;
    CREATE TABLE log (line TEXT);
    CREATE VIEW open_orgs AS SELECT id, state FROM org WHERE state = 'open';
    CREATE TRIGGER org_made AFTER INSERT ON org BEGIN
        INSERT INTO log (line) VALUES (NEW.state);
    END;
"#;

const ROWS: &str = r#"
    INSERT INTO org (id, parent, state) VALUES (1, NULL, 'open'), (2, 1, 'shut'), (9, NULL, NULL);
    DELETE FROM org WHERE id = 9;
    INSERT INTO member (org_id, nick) VALUES (1, 'a'), (2, 'b');
"#;

async fn connect(database: &Database) -> SqliteConnection {
    let options: SqliteConnectOptions = database.url().parse().expect("an address");
    options
        .foreign_keys(false)
        .connect()
        .await
        .expect("a connection")
}

async fn execute(connection: &mut SqliteConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut *connection)
        .await
        .unwrap_or_else(|error| panic!("{error}\nin: {sql}"));
}

async fn texts(connection: &mut SqliteConnection, sql: &str) -> Vec<String> {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .fetch_all(&mut *connection)
        .await
        .unwrap_or_else(|error| panic!("{error}\nin: {sql}"))
        .iter()
        .map(|row| {
            row.try_get::<Option<String>, _>(0)
                .expect("a text")
                .unwrap_or_else(|| "NULL".to_owned())
        })
        .collect()
}

async fn read(connection: &mut SqliteConnection) -> Schema {
    let server = sqlite::server(connection).await.expect("what it is");
    sqlite::inspect(connection, &server, &Scope::All)
        .await
        .expect("a schema")
}

/// Runs statements as a migration does: in a transaction, with foreign keys checked at its end.
async fn run(connection: &mut SqliteConnection, rendered: &Rendered) {
    execute(connection, "BEGIN IMMEDIATE").await;
    for statement in &rendered.statements {
        execute(connection, &statement.sql).await;
    }
    let orphans = texts(connection, "SELECT \"table\" FROM pragma_foreign_key_check").await;
    assert!(orphans.is_empty(), "{orphans:?}");
    execute(connection, "COMMIT").await;
}

/// The tables without what names they have from nobody.
fn tables(schema: &Schema) -> Value {
    let schema = Dialect::of(schema.flavor).ddl().canonical(schema.clone());
    serde_json::to_value(schema.tables).expect("JSON")
}

/// Makes an edit, and compares what the model says with what the database says.
async fn make(connection: &mut SqliteConnection, edit: &Edit) -> Rendered {
    let before = read(connection).await;
    let mut after = before.clone();
    diff::apply(&mut after, edit);
    let scene = Scene {
        before: &before,
        after: &after,
        is_new: false,
    };
    let rendered = Dialect::of(before.flavor)
        .render(edit, scene)
        .unwrap_or_else(|obstacle| panic!("{obstacle}"));
    run(connection, &rendered).await;
    let found = read(connection).await;
    assert_eq!(tables(&found), tables(&after), "{edit:?}");
    rendered
}

async fn refused(connection: &mut SqliteConnection, edit: &Edit) -> String {
    let before = read(connection).await;
    let mut after = before.clone();
    diff::apply(&mut after, edit);
    let scene = Scene {
        before: &before,
        after: &after,
        is_new: false,
    };
    Dialect::of(before.flavor)
        .render(edit, scene)
        .expect_err("an obstacle")
        .to_string()
}

/// Creates every table and index of a schema.
async fn create_all(connection: &mut SqliteConnection, schema: &Schema) {
    let empty = Schema::new(schema.flavor);
    let scene = Scene {
        before: &empty,
        after: schema,
        is_new: true,
    };
    let dialect = Dialect::of(schema.flavor);
    for table in &schema.tables {
        let rendered = dialect
            .ddl()
            .create(&Object::Table(Box::new(table.clone())), scene)
            .unwrap_or_else(|obstacle| panic!("{obstacle}"));
        for statement in &rendered.statements {
            assert_eq!(statement.lock, Lock::None);
        }
        run(connection, &rendered).await;
    }
}

fn org() -> TableName {
    TableName::new("org")
}

fn column(schema: &Schema, name: &str) -> Column {
    schema
        .table(&org())
        .and_then(|table| table.column(name))
        .expect("the column")
        .clone()
}

/// What must be as it was after any change of `org`.
async fn assert_unharmed(connection: &mut SqliteConnection) {
    assert_eq!(
        texts(connection, "SELECT org_id || nick FROM member ORDER BY 1").await,
        ["1a", "2b"],
        "children are not deleted with the old table"
    );
    assert_eq!(
        texts(
            connection,
            "SELECT id || '-' || coalesce(parent, 0) FROM org ORDER BY id"
        )
        .await,
        ["1-0", "2-1"]
    );
    assert_eq!(
        texts(
            connection,
            "SELECT CAST(seq AS TEXT) FROM sqlite_sequence WHERE name = 'org'"
        )
        .await,
        ["9"],
        "numbers of deleted rows are not given again"
    );
    assert_eq!(
        texts(connection, "SELECT state FROM open_orgs").await,
        ["open"]
    );
    assert_eq!(
        texts(
            connection,
            "SELECT type || ' ' || name FROM sqlite_schema WHERE tbl_name IN ('org', 'open_orgs')
             AND type IN ('view', 'trigger') ORDER BY 1"
        )
        .await,
        ["trigger org_made", "view open_orgs"]
    );
    let references = texts(
        connection,
        "SELECT m.name || ' ' || f.\"table\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
         WHERE m.type = 'table' ORDER BY 1",
    )
    .await;
    assert!(
        references
            .iter()
            .all(|text| text.to_lowercase().ends_with(" org")),
        "references keep pointing to the name: {references:?}"
    );
    assert!(
        texts(
            connection,
            "SELECT name FROM sqlite_schema WHERE name LIKE '%trueup_new%'"
        )
        .await
        .is_empty()
    );
    // The trigger fires on the table as it is now.
    let before = texts(connection, "SELECT line FROM log").await.len();
    execute(
        connection,
        "SAVEPOINT s; INSERT INTO org (id, state, flag) VALUES (77, 'shut', 0)",
    )
    .await;
    assert_eq!(
        texts(connection, "SELECT line FROM log").await.len(),
        before + 1
    );
    execute(connection, "ROLLBACK TO s; RELEASE s").await;
}

async fn rich() -> (Database, SqliteConnection) {
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    execute(&mut connection, RICH).await;
    execute(&mut connection, ROWS).await;
    (database, connection)
}
