//! A table is copied, and nothing that hangs on it is lost.

use sqlx::AssertSqlSafe;
use trueup::dialect::{Dialect, Scene};
use trueup::diff::{self, Edit};
use trueup::model::{
    Action, Check, Column, ForeignKey, Generated, Name, Object, ObjectId, TableName, Unique,
};
use trueup_tests::engines::Engine;

use super::{assert_unharmed, column, connect, execute, make, org, read, rich, run, tables, texts};

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
    let unique = Unique::over(
        Name::implicit(""),
        vec!["made".to_owned(), "parent".to_owned()],
    );
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

/// The tables whose statistics are read: one with indexes of each kind, one that is the index of its key, one without any.
const ANALYSED: &str = "
    CREATE TABLE t (a INT, b TEXT, c TEXT COLLATE NOCASE, UNIQUE (c), UNIQUE (b, a));
    CREATE INDEX t_a ON t (a);
    CREATE INDEX t_b ON t (b);
    CREATE TABLE k (a TEXT NOT NULL, b TEXT, c TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
    CREATE TABLE n (a INT, b INT);
    WITH RECURSIVE r (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r WHERE x < 90)
    INSERT INTO t SELECT x % 7, 'b' || (x % 15), 'c' || x FROM r;
    INSERT INTO k SELECT a, c, b FROM t;
    INSERT INTO n SELECT a, a FROM t;
    ANALYZE";

/// What each row of statistics is about, and what it says.
const TOLD: &str = "
    SELECT 'stat1 ' || tbl || ' ' || coalesce(nullif(idx, tbl),
        'table') || ' ' || coalesce((SELECT group_concat(name) FROM pragma_index_info(idx)), '') || ' ' || stat FROM sqlite_stat1
    UNION ALL SELECT 'stat4 ' || tbl || ' ' || coalesce((SELECT group_concat(name) FROM pragma_index_info(idx)), '') || ' ' ||
        neq || ' ' || nlt || ' ' || ndlt || ' ' || hex(sample) FROM sqlite_stat4
    ORDER BY 1";

#[tokio::test]
async fn a_rebuild_keeps_what_analyze_told() {
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    execute(&mut connection, ANALYSED).await;
    let numbered = |told: Vec<String>| -> Vec<String> {
        // Which number an index of a constraint has, nobody chose.
        let told = told.into_iter().map(|line| {
            let words = line
                .split(' ')
                .filter(|word| !word.starts_with("sqlite_autoindex"));
            words.collect::<Vec<_>>().join(" ")
        });
        let mut told: Vec<String> = told.collect();
        told.sort();
        told
    };
    let before = numbered(texts(&mut connection, TOLD).await);
    for (table, index) in [
        ("t", "t_a a"),
        ("t", "c"),
        ("t", "b,a"),
        ("k", "table"),
        ("n", "table"),
    ] {
        let wanted = format!("stat1 {table} {index} ");
        assert!(
            before.iter().any(|line| line.starts_with(&wanted)),
            "{wanted}: {before:#?}"
        );
    }
    for (table, column) in [("t", "a"), ("k", "c"), ("n", "a")] {
        let not_null = Object::NotNull(TableName::new(table), column.to_owned());
        make(&mut connection, &Edit::Create(not_null)).await;
        let after = numbered(texts(&mut connection, TOLD).await);
        assert_eq!(after, before, "{table}");
    }
    // What is told of an index that goes is about nothing.
    let schema = read(&mut connection).await;
    let table = schema.table(&TableName::new("t")).unwrap();
    let unique = table.uniques.iter().find(|unique| unique.columns == ["c"]);
    let gone = Object::Unique(table.name.clone(), unique.unwrap().clone());
    make(&mut connection, &Edit::Drop(gone)).await;
    let mut left = before;
    left.retain(|line| !line.starts_with("stat1 t c ") && !line.starts_with("stat4 t c "));
    assert_eq!(numbered(texts(&mut connection, TOLD).await), left);
}
