//! What is read of a database, and created again from it.

use serde_json::json;
use trueup::diff::{self, Edit, Ownership};
use trueup::live::sqlite;
use trueup::model::{
    Action, Check, Column, ForeignKey, Index, Intents, Name, Object, ObjectId, PrimaryKey, Schema,
    Table, TableName,
};
use trueup_tests::engines::Engine;

use super::{connect, create_all, execute, make, org, read, rich, tables, texts};

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
    // Its indexes are told in other words.
    let kept = schema.kept;
    schema.kept = Vec::new();
    let mut copied = read(&mut copied).await;
    assert_eq!(std::mem::take(&mut copied.kept).len(), kept.len());
    assert_eq!(copied, schema);
}

/// It is never NULL anyway, and other tools read the word back.
#[tokio::test]
async fn a_rowid_that_is_said_to_be_required_is_written_so_again() {
    let required = "SELECT CAST(\"notnull\" AS TEXT) FROM pragma_table_info('t') WHERE name = 'id'";
    for (text, is_required) in [
        ("id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", "1"),
        ("id INTEGER NOT NULL, PRIMARY KEY (id)", "1"),
        ("id INTEGER PRIMARY KEY", "0"),
    ] {
        let database = Engine::Sqlite.database().await;
        let mut connection = connect(&database).await;
        execute(&mut connection, &format!("CREATE TABLE t ({text})")).await;
        let schema = read(&mut connection).await;
        execute(&mut connection, "DROP TABLE t").await;
        create_all(&mut connection, &schema).await;
        assert_eq!(read(&mut connection).await, schema, "{text}");
        let found = texts(&mut connection, required).await;
        assert_eq!(found, [is_required], "{text}");

        let mut other = schema.clone();
        let key = other.tables[0].primary_key.as_mut().unwrap();
        key.clauses.clear();
        // No struct says the word, and a schema that is given says all there is.
        for (adopts_unstated, is_changed) in [(true, false), (false, is_required == "1")] {
            let intents = Intents {
                adopts_unstated,
                ..Intents::default()
            };
            let paired = diff::pair(None, &schema, &other, &intents);
            let changes = diff::compare(&paired, Ownership::Everything).changes;
            assert_eq!(!changes.is_empty(), is_changed, "{text}");
        }
    }
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
            ..PrimaryKey::default()
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

/// Keys whose columns have an order or a collation, and what is said of each in the model.
const KEYS: [(&str, &str, &str); 9] = [
    ("a INTEGER PRIMARY KEY DESC, b TEXT", "", "a DESC"),
    ("a INTEGER NOT NULL PRIMARY KEY DESC, b TEXT", "", "a DESC"),
    // These are the rowid all the same.
    ("a INTEGER, b TEXT, PRIMARY KEY (a DESC)", "", ""),
    ("a INTEGER, b TEXT, PRIMARY KEY (a COLLATE nocase)", "", ""),
    (
        "a INTEGER PRIMARY KEY DESC, b TEXT",
        " WITHOUT ROWID",
        "a DESC",
    ),
    ("a TEXT PRIMARY KEY DESC, b TEXT", "", "a DESC"),
    (
        "a TEXT, b TEXT COLLATE nocase, PRIMARY KEY (a COLLATE rtrim DESC, b COLLATE nocase)",
        "",
        "a COLLATE RTRIM DESC",
    ),
    (
        "a TEXT, b TEXT COLLATE nocase, PRIMARY KEY (a, b COLLATE binary)",
        " WITHOUT ROWID",
        "b COLLATE BINARY",
    ),
    (
        "a INT, b TEXT, PRIMARY KEY (a DESC, b)",
        " STRICT",
        "a DESC",
    ),
];

/// What SQLite itself tells of the keys, and whether the column is the rowid.
const TOLD: &str = "
    SELECT json_group_array(json_array(i.origin, (SELECT json_group_array(json_array(name, \"desc\", upper(coll)))
        FROM pragma_index_xinfo(i.name) WHERE key))) FROM (SELECT * FROM pragma_index_list('t') ORDER BY origin) i
    UNION ALL SELECT count(*) || '' FROM pragma_index_list('t') WHERE origin = 'pk'";

#[tokio::test]
async fn a_key_has_an_order_and_a_collation() {
    for (columns, options, said) in KEYS {
        let sql = format!("CREATE TABLE t ({columns}, UNIQUE (b COLLATE rtrim DESC, a)){options}");
        let database = Engine::Sqlite.database().await;
        let mut connection = connect(&database).await;
        execute(&mut connection, &sql).await;
        let schema = read(&mut connection).await;
        let table = schema
            .tables
            .first()
            .unwrap_or_else(|| panic!("{sql}: {:?}", schema.unsupported));
        let key = table.primary_key.as_ref().expect("a key");
        let found = key
            .said
            .iter()
            .map(|(column, words)| format!("{column}{words}"));
        assert_eq!(found.collect::<String>(), said, "{sql}");
        let wanted = texts(&mut connection, TOLD).await;
        // Made from the model, it is the same to SQLite.
        let other = Engine::Sqlite.database().await;
        let mut made = connect(&other).await;
        create_all(&mut made, &schema).await;
        assert_eq!(texts(&mut made, TOLD).await, wanted, "{sql}");
        assert_eq!(tables(&read(&mut made).await), tables(&schema), "{sql}");
        // And it stays so when the table is made anew.
        let not_null = Object::NotNull(TableName::new("t"), "b".to_owned());
        make(&mut made, &Edit::Create(not_null)).await;
        assert_eq!(texts(&mut made, TOLD).await, wanted, "{sql}");
    }
}

#[tokio::test]
async fn what_cannot_be_represented_is_listed() {
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    execute(
        &mut connection,
        "CREATE VIRTUAL TABLE docs USING fts5(body);
         CREATE TABLE docs_mine (a);
         CREATE TABLE k (a TEXT PRIMARY KEY ON CONFLICT REPLACE, b);
         CREATE INDEX k_b ON k (b);
         CREATE TABLE u (a TEXT COLLATE nocase, UNIQUE (a, a COLLATE BINARY));
         CREATE TABLE d (a TEXT, PRIMARY KEY (a, a COLLATE nocase));
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
            ("k_b", "index"),
            ("r", "trigger"),
            ("u", "table"),
        ]
    );
    assert!(
        schema
            .unsupported
            .iter()
            .all(|item| item.definition.is_some())
    );
}
