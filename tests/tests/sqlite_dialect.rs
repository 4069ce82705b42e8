//! SQLite's dialect against the real library: what is written can be read back, and what is changed
//! keeps its rows.

use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Row};
use trueup::ValueType;
use trueup::dialect::{Dialect, Lock, Rendered, Scene};
use trueup::diff::{self, Edit};
use trueup::live::{Expression, Place, Scope, sqlite};
use trueup::meta::{DefaultMeta, SqlMeta};
use trueup::model::{
    Action, AutoIncrement, Check, Column, ForeignKey, Generated, Index, IndexPart, Name, Object,
    ObjectId, PrimaryKey, Schema, Table, TableName, Target, Unique,
};
use trueup_tests::engines::{Database, Engine};

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
    let flavor = sqlite::server(connection).await.expect("a flavor").flavor;
    sqlite::inspect(connection, flavor, &Scope::All)
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

#[tokio::test]
async fn a_rich_schema_is_read_in_full() {
    let (_database, mut connection) = rich().await;
    let schema = read(&mut connection).await;
    let table = schema.table(&org()).expect("the table");
    assert_eq!(
        serde_json::to_value(table).expect("JSON"),
        json!({
            "name": "org",
            "columns": [
                {"name": "id", "type": "INTEGER", "nullable": false, "auto_increment": "default"},
                {"name": "parent", "type": "INT", "nullable": true},
                {"name": "na\"me", "type": "VARCHAR(20)", "nullable": false,
                 "default": "'it''s'", "collation": "NOCASE"},
                {"name": "state", "type": "TEXT", "nullable": true, "default": "'open'"},
                {"name": "size", "type": "REAL", "nullable": true, "default": "abs(-1.5)"},
                {"name": "made", "type": "DATETIME", "nullable": true,
                 "default": "CURRENT_TIMESTAMP"},
                {"name": "twice", "type": "REAL", "nullable": true,
                 "generated": {"expression": "\"size\" * 2", "stored": true}},
                {"name": "half", "type": "", "nullable": true,
                 "generated": {"expression": "\"size\" / 2", "stored": false}},
                {"name": "flag", "type": "BOOLEAN", "nullable": false, "default": "TRUE"},
            ],
            "primary_key": {"columns": ["id"]},
            "uniques": [{"name": "state_flag_key", "columns": ["state", "flag"],
                         "clauses": ["ON CONFLICT IGNORE"]}],
            "indexes": [
                {"name": "org_lower", "parts": [
                    {"expression": "lower(\"state\")"}, {"column": "size"}]},
                {"name": "org_name", "unique": true, "predicate": "\"flag\" = 1", "parts": [
                    {"column": "na\"me", "descending": true, "clauses": ["COLLATE BINARY"]},
                    {"column": "state"}]},
            ],
            "foreign_keys": [{"name": "parent_fkey", "columns": ["parent"],
                "target": {"name": "org"}, "target_columns": ["id"],
                "on_delete": "cascade", "on_update": "no_action"}],
            "checks": [
                {"name": "big", "expression": "\"size\" > 0 AND \"na\"\"me\" <> 'size'"},
                {"name": table.checks[1].name.text(), "expression": "\"state\" IN ('open', 'shut')"},
            ],
        })
    );
    let member = schema.table(&TableName::new("member")).expect("the table");
    assert_eq!(member.foreign_keys[0].target, org());
    assert_eq!(member.foreign_keys[0].target_columns, ["id"]);
    assert_eq!(
        member.foreign_keys[0].clauses,
        ["DEFERRABLE INITIALLY DEFERRED"]
    );
    assert!(member.columns.iter().all(|column| !column.nullable));
    let unsupported: Vec<(&str, &str, Option<&TableName>)> = schema
        .unsupported
        .iter()
        .map(|item| (item.kind.as_str(), item.object.as_str(), item.on.as_ref()))
        .collect();
    assert_eq!(unsupported, [("trigger", "org_made", Some(&org()))]);
    let view = &schema.views[0];
    assert_eq!(view.query, "SELECT id, state FROM org WHERE state = 'open'");
    let column = |name: &str| ObjectId::Column(org(), name.to_owned());
    assert_eq!(
        view.uses,
        [ObjectId::Table(org()), column("id"), column("state")]
    );
}

#[tokio::test]
async fn a_schema_created_from_its_model_reads_back_equal() {
    let (_database, mut connection) = rich().await;
    let mut schema = read(&mut connection).await;
    schema.unsupported.clear();
    let copy = Engine::Sqlite.database().await;
    let mut copied = connect(&copy).await;
    create_all(&mut copied, &schema).await;
    for view in &schema.views {
        let edit = Edit::Create(Object::View(Box::new(view.clone())));
        make(&mut copied, &edit).await;
    }
    assert_eq!(read(&mut copied).await, schema);
}

#[tokio::test]
async fn hostile_names_survive() {
    let hostile = [
        "or\"der",
        "sélect",
        "group",
        "two\nlines",
        "it's",
        "[x]",
        "`b`",
        "a;--",
        "Ünï 表",
    ];
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    let flavor = sqlite::server(&mut connection)
        .await
        .expect("a flavor")
        .flavor;
    let mut schema = Schema::new(flavor);
    for name in hostile {
        let mut table = Table::new(TableName::new(name));
        table.columns = hostile
            .iter()
            .map(|column| Column::new(*column, "TEXT"))
            .collect();
        table.primary_key = Some(PrimaryKey {
            name: None,
            columns: vec![name.to_owned()],
            clauses: Vec::new(),
        });
        table.indexes = vec![Index {
            predicate: Some(format!("\"{}\" IS NOT NULL", name.replace('"', "\"\""))),
            ..Index::over(Name::chosen(format!("{name} idx")), &[name])
        }];
        table.foreign_keys = vec![ForeignKey {
            name: Name::implicit(""),
            columns: vec![name.to_owned()],
            target: TableName::new(name),
            target_columns: vec![name.to_owned()],
            on_delete: Action::SetNull,
            on_update: Action::Restrict,
            clauses: Vec::new(),
        }];
        table.checks = vec![Check {
            name: Name::chosen(format!("{name} check")),
            expression: format!("\"{}\" <> 'x'", name.replace('"', "\"\"")),
            clauses: Vec::new(),
        }];
        schema.tables.push(table);
    }
    create_all(&mut connection, &schema).await;
    assert_eq!(tables(&read(&mut connection).await), tables(&schema));
    for name in hostile {
        let table = TableName::new(name);
        for edit in [
            Edit::Create(Object::NotNull(table.clone(), hostile[0].to_owned())),
            Edit::Rename {
                from: ObjectId::Column(table.clone(), name.to_owned()),
                to: ObjectId::Column(table.clone(), "then\"".to_owned()),
            },
            Edit::Create(Object::NotNull(table.clone(), "then\"".to_owned())),
            Edit::Rename {
                from: ObjectId::Table(table.clone()),
                to: ObjectId::Table(TableName::new(format!("{name}\"2"))),
            },
        ] {
            make(&mut connection, &edit).await;
        }
    }
}

#[tokio::test]
async fn every_type_reads_back_as_it_is_written() {
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    let flavor = sqlite::server(&mut connection)
        .await
        .expect("a flavor")
        .flavor;
    let ddl = Dialect::of(flavor);
    let values = [
        (ValueType::Bool, None),
        (ValueType::I8, None),
        (ValueType::I64, None),
        (ValueType::U32, None),
        (ValueType::F32, None),
        (ValueType::F64, None),
        (ValueType::Text, None),
        (ValueType::Text, Some(20)),
        (ValueType::Bytes, None),
        (ValueType::Bytes, Some(16)),
        (ValueType::Date, None),
        (ValueType::Time, None),
        (ValueType::DateTime, None),
        (ValueType::Instant, None),
        (ValueType::Uuid, None),
        (ValueType::Json, None),
    ];
    let mut table = Table::new(TableName::new("t"));
    for (at, (value, length)) in values.into_iter().enumerate() {
        let data_type = ddl.ddl().column_type(value, length).expect("a type");
        table.columns.push(Column::new(format!("c{at}"), data_type));
    }
    let mut schema = Schema::new(flavor);
    schema.tables.push(table);
    create_all(&mut connection, &schema).await;
    assert_eq!(read(&mut connection).await, schema);
}

#[tokio::test]
async fn every_default_reads_back_as_it_is_written() {
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    let flavor = sqlite::server(&mut connection)
        .await
        .expect("a flavor")
        .flavor;
    let ddl = Dialect::of(flavor);
    let mut table = Table::new(TableName::new("t"));
    for (at, (default, value)) in [
        (DefaultMeta::Bool(true), ValueType::Bool),
        (DefaultMeta::Number("-1"), ValueType::I64),
        (DefaultMeta::Number("1.5e-3"), ValueType::F64),
        (DefaultMeta::Text("it's \"x\" \n--"), ValueType::Text),
        (DefaultMeta::Text("{\"a\": 1}"), ValueType::Json),
        (
            DefaultMeta::Text("67e55044-10b1-426f-9247-bb680e5fe0c8"),
            ValueType::Uuid,
        ),
        (DefaultMeta::Now, ValueType::Date),
        (DefaultMeta::Now, ValueType::Time),
        (DefaultMeta::Now, ValueType::DateTime),
        (DefaultMeta::Now, ValueType::Instant),
        (
            DefaultMeta::Sql(SqlMeta::Same("strftime('%s','now') + 1")),
            ValueType::I64,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        table.columns.push(Column {
            default: Some(ddl.ddl().default_expression(&default, value).expect("one")),
            ..Column::new(
                format!("c{at}"),
                ddl.ddl().column_type(value, None).expect("a type"),
            )
        });
    }
    let mut schema = Schema::new(flavor);
    schema.tables.push(table);
    create_all(&mut connection, &schema).await;
    assert_eq!(read(&mut connection).await, schema);
}

#[tokio::test]
async fn sqlx_reads_what_the_defaults_store() {
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    execute(
        &mut connection,
        "CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME DEFAULT CURRENT_TIMESTAMP,
             d DATE DEFAULT CURRENT_DATE, c TIME DEFAULT CURRENT_TIME, b BOOLEAN DEFAULT TRUE,
             u BLOB DEFAULT X'67E5504410B1426F9247BB680E5FE0C8');
         INSERT INTO t (id) VALUES (1)",
    )
    .await;
    let row = sqlx::query("SELECT * FROM t")
        .fetch_one(&mut connection)
        .await
        .expect("a row");
    row.try_get::<chrono::DateTime<chrono::Utc>, _>("at")
        .expect("chrono's instant");
    row.try_get::<chrono::DateTime<chrono::Local>, _>("at")
        .expect("chrono's local time");
    row.try_get::<chrono::NaiveDateTime, _>("at")
        .expect("chrono's date and time");
    row.try_get::<time::OffsetDateTime, _>("at")
        .expect("time's instant");
    row.try_get::<time::PrimitiveDateTime, _>("at")
        .expect("time's date and time");
    row.try_get::<chrono::NaiveDate, _>("d")
        .expect("chrono's date");
    row.try_get::<time::Date, _>("d").expect("time's date");
    row.try_get::<chrono::NaiveTime, _>("c")
        .expect("chrono's time");
    row.try_get::<time::Time, _>("c").expect("time's time");
    assert!(row.try_get::<bool, _>("b").expect("a boolean"));
    assert_eq!(
        row.try_get::<uuid::Uuid, _>("u")
            .expect("a uuid")
            .to_string(),
        "67e55044-10b1-426f-9247-bb680e5fe0c8"
    );
}

#[tokio::test]
async fn each_rebuild_keeps_rows_children_triggers_views_and_marks() {
    let (_database, mut connection) = rich().await;
    let schema = read(&mut connection).await;
    let table = schema.table(&org()).expect("the table").clone();
    let altered = |name: &str, change: fn(&mut Column)| {
        let from = column(&schema, name);
        let mut to = from.clone();
        change(&mut to);
        Edit::Alter {
            from: Object::Column(org(), Box::new(from)),
            to: Object::Column(org(), Box::new(to)),
        }
    };
    let unique = Unique {
        name: Name::implicit(""),
        columns: vec!["made".to_owned(), "parent".to_owned()],
        clauses: Vec::new(),
    };
    let key = ForeignKey {
        on_delete: Action::SetNull,
        ..table.foreign_keys[0].clone()
    };
    let check = Check {
        name: Name::chosen("small"),
        expression: "\"size\" < 100".to_owned(),
        clauses: Vec::new(),
    };
    let edits = [
        altered("size", |column| "NUMERIC".clone_into(&mut column.data_type)),
        altered("na\"me", |column| column.collation = None),
        altered("half", |column| {
            column.generated = Some(Generated {
                expression: "\"size\" / 4".to_owned(),
                stored: true,
            });
        }),
        altered("twice", |column| column.generated = None),
        Edit::Drop(Object::Default(
            org(),
            "state".to_owned(),
            "'open'".to_owned(),
        )),
        Edit::Create(Object::Default(
            org(),
            "state".to_owned(),
            "'shut'".to_owned(),
        )),
        Edit::Create(Object::NotNull(org(), "state".to_owned())),
        Edit::Drop(Object::NotNull(org(), "state".to_owned())),
        Edit::Drop(Object::Unique(org(), table.uniques[0].clone())),
        Edit::Create(Object::Unique(org(), unique)),
        Edit::Alter {
            from: Object::ForeignKey(org(), Box::new(table.foreign_keys[0].clone())),
            to: Object::ForeignKey(org(), Box::new(key.clone())),
        },
        Edit::Drop(Object::ForeignKey(org(), Box::new(key.clone()))),
        Edit::Create(Object::ForeignKey(org(), Box::new(key))),
        Edit::Create(Object::Check(org(), check.clone())),
        Edit::Rename {
            from: ObjectId::Check(org(), "small".to_owned()),
            to: ObjectId::Check(org(), "tiny".to_owned()),
        },
        Edit::Drop(Object::Check(
            org(),
            Check {
                name: Name::chosen("tiny"),
                ..check
            },
        )),
        Edit::Create(Object::Column(
            org(),
            Box::new(Column {
                default: Some("CURRENT_TIMESTAMP".to_owned()),
                nullable: false,
                ..Column::new("seen", "DATETIME")
            }),
        )),
        Edit::Create(Object::Column(
            org(),
            Box::new(Column {
                generated: Some(Generated {
                    expression: "\"id\" + 1".to_owned(),
                    stored: true,
                }),
                ..Column::new("next", "INTEGER")
            }),
        )),
    ];
    for edit in &edits {
        let rendered = make(&mut connection, edit).await;
        assert_eq!(rendered.rebuilds, Some(org()), "{edit:?}");
        assert!(
            rendered
                .statements
                .iter()
                .any(|statement| statement.rewrites)
        );
        assert_unharmed(&mut connection).await;
    }
}

#[tokio::test]
async fn what_alter_table_can_do_is_done_in_place() {
    let (_database, mut connection) = rich().await;
    let index = Index {
        unique: true,
        parts: vec![
            IndexPart {
                clauses: vec!["COLLATE NOCASE".to_owned()],
                ..IndexPart::column("state")
            },
            IndexPart {
                target: Target::Expression("\"size\" + 1".to_owned()),
                descending: true,
                clauses: Vec::new(),
                length: None,
            },
        ],
        predicate: Some("\"id\" > 5".to_owned()),
        ..Index::over(Name::chosen("org_state"), &[])
    };
    let added = Column {
        default: Some("-1".to_owned()),
        nullable: false,
        collation: Some("RTRIM".to_owned()),
        ..Column::new("added", "INT")
    };
    let edits = [
        Edit::Create(Object::Column(org(), Box::new(added.clone()))),
        Edit::Create(Object::Column(
            org(),
            Box::new(Column {
                generated: Some(Generated {
                    expression: "\"added\" + 1".to_owned(),
                    stored: false,
                }),
                ..Column::new("more", "INT")
            }),
        )),
        Edit::Drop(Object::Column(org(), Box::new(Column::new("more", "INT")))),
        Edit::Drop(Object::Column(org(), Box::new(added))),
        Edit::Create(Object::Index(org(), Box::new(index.clone()))),
        Edit::Rename {
            from: ObjectId::Index(org(), "org_state".to_owned()),
            to: ObjectId::Index(org(), "org_two".to_owned()),
        },
        Edit::Alter {
            from: Object::Index(org(), Box::new(renamed(&index, "org_two"))),
            to: Object::Index(
                org(),
                Box::new(Index::over(Name::chosen("org_two"), &["state"])),
            ),
        },
        Edit::Drop(Object::Index(org(), Box::new(renamed(&index, "org_two")))),
    ];
    for edit in &edits {
        let rendered = make(&mut connection, edit).await;
        assert_eq!(rendered.rebuilds, None, "{edit:?}");
        assert_unharmed(&mut connection).await;
    }
}

fn renamed(index: &Index, name: &str) -> Index {
    Index {
        name: Name::chosen(name),
        ..index.clone()
    }
}

#[tokio::test]
async fn names_without_meaning_are_renamed_without_a_statement() {
    let (_database, mut connection) = rich().await;
    for edit in [
        Edit::Rename {
            from: ObjectId::Unique(org(), "state_flag_key".to_owned()),
            to: ObjectId::Unique(org(), "other".to_owned()),
        },
        Edit::Rename {
            from: ObjectId::ForeignKey(org(), "parent_fkey".to_owned()),
            to: ObjectId::ForeignKey(org(), "other".to_owned()),
        },
        Edit::Create(Object::Comment(org(), None, "a comment".to_owned())),
        Edit::Create(Object::Comment(
            org(),
            Some("id".to_owned()),
            "a comment".to_owned(),
        )),
    ] {
        let rendered = make(&mut connection, &edit).await;
        assert!(rendered.statements.is_empty());
    }
}

#[tokio::test]
async fn a_rename_carries_references_views_and_triggers_with_it() {
    let (_database, mut connection) = rich().await;
    make(
        &mut connection,
        &Edit::Rename {
            from: ObjectId::Column(org(), "state".to_owned()),
            to: ObjectId::Column(org(), "order".to_owned()),
        },
    )
    .await;
    let to = TableName::new("unit");
    make(
        &mut connection,
        &Edit::Rename {
            from: ObjectId::Table(org()),
            to: ObjectId::Table(to.clone()),
        },
    )
    .await;
    // The rebuild after it uses the texts as they are now.
    make(
        &mut connection,
        &Edit::Create(Object::NotNull(to, "made".to_owned())),
    )
    .await;
    execute(
        &mut connection,
        "INSERT INTO unit (id, \"order\", flag) VALUES (70, 'shut', 0)",
    )
    .await;
    assert_eq!(
        texts(&mut connection, "SELECT line FROM log ORDER BY rowid").await,
        ["open", "shut", "NULL", "shut"]
    );
    assert_eq!(
        texts(&mut connection, "SELECT \"order\" FROM open_orgs").await,
        ["open"]
    );
    assert_eq!(
        texts(
            &mut connection,
            "SELECT CAST(seq AS TEXT) FROM sqlite_sequence"
        )
        .await,
        ["70"]
    );
}

#[tokio::test]
async fn a_rebuild_after_renames_of_the_same_plan_keeps_the_trigger() {
    let (_database, mut connection) = rich().await;
    let unit = TableName::new("unit");
    let edits = [
        Edit::Rename {
            from: ObjectId::Table(org()),
            to: ObjectId::Table(unit.clone()),
        },
        Edit::Rename {
            from: ObjectId::Column(unit.clone(), "state".to_owned()),
            to: ObjectId::Column(unit.clone(), "order".to_owned()),
        },
        Edit::Create(Object::NotNull(unit, "made".to_owned())),
    ];
    let mut before = read(&mut connection).await;
    for edit in &edits {
        let mut after = before.clone();
        diff::apply(&mut after, edit);
        let scene = Scene {
            before: &before,
            after: &after,
            is_new: false,
        };
        let rendered = Dialect::of(before.flavor)
            .render(edit, scene)
            .expect("statements");
        run(&mut connection, &rendered).await;
        before = after;
    }
    assert_eq!(tables(&read(&mut connection).await), tables(&before));
    execute(
        &mut connection,
        "INSERT INTO unit (\"order\", flag) VALUES ('shut', 0)",
    )
    .await;
    assert_eq!(
        texts(&mut connection, "SELECT line FROM log ORDER BY rowid").await,
        ["open", "shut", "NULL", "shut"]
    );
}

#[tokio::test]
async fn several_edits_are_one_rebuild() {
    let (_database, mut connection) = rich().await;
    let before = read(&mut connection).await;
    let mut after = before.clone();
    let edits = [
        Edit::Create(Object::NotNull(org(), "made".to_owned())),
        Edit::Drop(Object::Default(
            org(),
            "state".to_owned(),
            "'open'".to_owned(),
        )),
        Edit::Drop(Object::Column(org(), Box::new(column(&before, "twice")))),
    ];
    for edit in &edits {
        diff::apply(&mut after, edit);
    }
    let scene = Scene {
        before: &before,
        after: &after,
        is_new: false,
    };
    let rendered = Dialect::of(before.flavor)
        .ddl()
        .rebuild(&org(), scene)
        .expect("a rebuild");
    run(&mut connection, &rendered).await;
    assert_eq!(tables(&read(&mut connection).await), tables(&after));
    assert_unharmed(&mut connection).await;
}

#[tokio::test]
async fn a_key_can_come_change_and_go() {
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    execute(
        &mut connection,
        "CREATE TABLE t (a INTEGER NOT NULL, b TEXT NOT NULL, c INT);
         INSERT INTO t (rowid, a, b) VALUES (5, 10, 'x'), (6, 20, 'y')",
    )
    .await;
    let table = TableName::new("t");
    let key = |columns: &[&str]| {
        Object::PrimaryKey(
            TableName::new("t"),
            PrimaryKey {
                name: None,
                columns: columns.iter().map(|name| (*name).to_owned()).collect(),
                clauses: Vec::new(),
            },
        )
    };
    make(
        &mut connection,
        &Edit::Create(Object::NotNull(table.clone(), "a".to_owned())),
    )
    .await;
    assert_eq!(
        texts(&mut connection, "SELECT rowid || b FROM t ORDER BY 1").await,
        ["5x", "6y"],
        "rowids stay where no column is the rowid"
    );
    make(&mut connection, &Edit::Create(key(&["a"]))).await;
    assert_eq!(
        texts(&mut connection, "SELECT rowid || b FROM t ORDER BY 1").await,
        ["10x", "20y"]
    );
    let numbered = |auto_increment| {
        Object::Column(
            TableName::new("t"),
            Box::new(Column {
                nullable: false,
                auto_increment,
                ..Column::new("a", "INTEGER")
            }),
        )
    };
    make(
        &mut connection,
        &Edit::Alter {
            from: numbered(None),
            to: numbered(Some(AutoIncrement::Default)),
        },
    )
    .await;
    make(
        &mut connection,
        &Edit::Alter {
            from: numbered(Some(AutoIncrement::Default)),
            to: numbered(None),
        },
    )
    .await;
    make(
        &mut connection,
        &Edit::Alter {
            from: key(&["a"]),
            to: key(&["b", "a"]),
        },
    )
    .await;
    make(&mut connection, &Edit::Drop(key(&["b", "a"]))).await;
    let options = |names: &[&str]| {
        Object::Table(Box::new(Table {
            options: names
                .iter()
                .map(|name| ((*name).to_owned(), "true".to_owned()))
                .collect(),
            ..Table::new(TableName::new("t"))
        }))
    };
    make(&mut connection, &Edit::Create(key(&["b"]))).await;
    make(
        &mut connection,
        &Edit::Alter {
            from: options(&[]),
            to: options(&["strict", "without_rowid"]),
        },
    )
    .await;
    make(
        &mut connection,
        &Edit::Alter {
            from: options(&["strict", "without_rowid"]),
            to: options(&[]),
        },
    )
    .await;
    assert_eq!(
        texts(&mut connection, "SELECT a || b FROM t ORDER BY 1").await,
        ["10x", "20y"]
    );
}

#[tokio::test]
async fn a_table_comes_and_goes() {
    let (_database, mut connection) = rich().await;
    let mut table = Table::new(TableName::new("late"));
    table.columns = vec![
        Column {
            nullable: false,
            ..Column::new("id", "INTEGER")
        },
        Column::new("parent", "INTEGER"),
    ];
    table.primary_key = Some(PrimaryKey {
        name: None,
        columns: vec!["id".to_owned()],
        clauses: Vec::new(),
    });
    make(
        &mut connection,
        &Edit::Create(Object::Table(Box::new(table.clone()))),
    )
    .await;
    make(&mut connection, &Edit::Drop(Object::Table(Box::new(table)))).await;
    assert_unharmed(&mut connection).await;
}

#[tokio::test]
async fn what_a_view_or_trigger_uses_is_not_taken_from_it() {
    let (_database, mut connection) = rich().await;
    let schema = read(&mut connection).await;
    for (edit, word) in [
        (
            Edit::Drop(Object::Column(org(), Box::new(column(&schema, "state")))),
            "open_orgs",
        ),
        (
            Edit::Drop(Object::Table(Box::new(Table::new(org())))),
            "open_orgs",
        ),
        (
            Edit::Drop(Object::Table(Box::new(Table::new(TableName::new("log"))))),
            "org_made",
        ),
        (
            Edit::Drop(Object::Column(
                TableName::new("log"),
                Box::new(Column::new("line", "TEXT")),
            )),
            "org_made",
        ),
        (
            Edit::Create(Object::Table(Box::new(Table::new(TableName::new(
                "OPEN_orgs",
            ))))),
            "OPEN_orgs",
        ),
        (Edit::Create(Object::Namespace("x".to_owned())), "`x`"),
    ] {
        let reason = refused(&mut connection, &edit).await;
        assert!(reason.contains(word), "{reason}");
    }
}

#[tokio::test]
async fn a_copy_that_would_break_a_rule_fails_and_loses_nothing() {
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    execute(
        &mut connection,
        "CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES (NULL, 'x')",
    )
    .await;
    let before = read(&mut connection).await;
    let edit = Edit::Create(Object::NotNull(TableName::new("t"), "a".to_owned()));
    let mut after = before.clone();
    diff::apply(&mut after, &edit);
    let scene = Scene {
        before: &before,
        after: &after,
        is_new: false,
    };
    let rendered = Dialect::of(before.flavor)
        .render(&edit, scene)
        .expect("statements");
    execute(&mut connection, "BEGIN IMMEDIATE").await;
    let mut failed = false;
    for statement in &rendered.statements {
        let sql = AssertSqlSafe(statement.sql.as_str());
        failed = sqlx::raw_sql(sql).execute(&mut connection).await.is_err();
        if failed {
            break;
        }
    }
    assert!(failed);
    execute(&mut connection, "ROLLBACK").await;
    assert_eq!(read(&mut connection).await, before);
    assert_eq!(database.count("t").await, 1);
}

#[tokio::test]
async fn what_cannot_be_represented_is_listed() {
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    execute(
        &mut connection,
        "CREATE VIRTUAL TABLE docs USING fts5(body);
         CREATE TABLE docs_mine (a);
         CREATE TABLE k (a TEXT PRIMARY KEY ON CONFLICT REPLACE);
         CREATE TABLE d (a INTEGER PRIMARY KEY DESC);
         CREATE TABLE _trueup_state (a);
         CREATE TABLE numbered (a INTEGER PRIMARY KEY AUTOINCREMENT);
         ANALYZE;
         CREATE VIEW v AS SELECT * FROM missing;
         CREATE TRIGGER r INSTEAD OF INSERT ON v BEGIN SELECT 1; END",
    )
    .await;
    let schema = read(&mut connection).await;
    let tables: Vec<&str> = schema
        .tables
        .iter()
        .map(|table| table.name.name.as_str())
        .collect();
    assert_eq!(tables, ["_trueup_state", "docs_mine", "numbered"]);
    let listed: Vec<(&str, &str)> = schema
        .unsupported
        .iter()
        .map(|item| (item.object.as_str(), item.kind.as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            ("d", "table"),
            ("docs", "virtual_table"),
            ("docs_config", "shadow_table"),
            ("docs_content", "shadow_table"),
            ("docs_data", "shadow_table"),
            ("docs_docsize", "shadow_table"),
            ("docs_idx", "shadow_table"),
            ("k", "table"),
            ("r", "trigger"),
        ]
    );
    assert!(
        schema
            .unsupported
            .iter()
            .all(|item| item.definition.is_some())
    );
}

#[tokio::test]
async fn expressions_are_spelled_as_inspection_spells_them() {
    let (_database, mut connection) = rich().await;
    let schema = read(&mut connection).await;
    let expression = |place, text: &str| Expression {
        table: org(),
        place,
        text: text.to_owned(),
    };
    let asked = [
        expression(Place::Check(String::new()), "(STATE in('open','shut'))"),
        expression(Place::Default("size".to_owned()), "( ABS( - 1.5 ) )"),
        expression(Place::Part("org_lower".to_owned(), 0), "LOWER(State)"),
    ];
    let spelled = sqlite::normalize(&mut connection, &schema, &asked)
        .await
        .expect("spellings");
    let texts: Vec<&str> = asked.iter().map(|it| spelled[it].as_str()).collect();
    assert_eq!(
        texts,
        [
            "\"state\" IN ('open', 'shut')",
            "abs(-1.5)",
            "lower(\"state\")"
        ]
    );
}
