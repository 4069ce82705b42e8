//! Tables, their options and their names; and what cannot be done.

use trueup::dialect::Dialect;
use trueup::diff::Edit;
use trueup::live::mysql;
use trueup::model::{
    Action, Column, ForeignKey, Index, IndexPart, Name, Object, ObjectId, PrimaryKey, Table, Target,
};
use trueup_tests::engines::Engine;

use super::{column, connect, filled, inspect, key, make, name, render, required, run, strings};

#[tokio::test]
async fn tables_are_renamed_with_the_names_of_their_keys_and_dropped() {
    let (database, mut connection) = filled().await;
    database
        .execute("ALTER TABLE t ADD FOREIGN KEY (pid) REFERENCES p (id)")
        .await;
    make(
        &mut connection,
        &[
            Edit::Rename {
                from: ObjectId::Table(name("t")),
                to: ObjectId::Table(name("select")),
            },
            Edit::Rename {
                from: ObjectId::Table(name("p")),
                to: ObjectId::Table(name("p2")),
            },
        ],
    )
    .await;
    assert_eq!(database.count("select").await, 3);
    let schema = inspect(&mut connection).await;
    let table = schema.table(&name("select")).unwrap().clone();
    make(
        &mut connection,
        &[Edit::Drop(Object::Table(Box::new(table)))],
    )
    .await;
}

#[tokio::test]
async fn options_of_a_table_change_and_go_back() {
    let (database, mut connection) = filled().await;
    let options = |pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Object::Table(Box::new(Table {
            options: pairs.collect(),
            ..Table::new(name("t"))
        }))
    };
    let states = [
        options(&[]),
        options(&[
            ("collation", "utf8mb4_unicode_ci"),
            ("row_format", "COMPRESSED"),
            ("key_block_size", "8"),
        ]),
        options(&[
            ("collation", "utf8mb4_bin"),
            ("stats_persistent", "1"),
            ("max_rows", "10"),
        ]),
        options(&[("engine", "Aria")]),
        options(&[("`page_compressed`", "1")]),
        options(&[]),
    ];
    let edits: Vec<Edit> = states
        .windows(2)
        .map(|pair| Edit::Alter {
            from: pair[0].clone(),
            to: pair[1].clone(),
        })
        .collect();
    make(&mut connection, &edits).await;
    assert_eq!(database.count("t").await, 3);
}

#[tokio::test]
async fn names_may_hold_anything() {
    let hostile = [
        "a`b",
        "x\"y'z",
        "select",
        "ünï日本",
        "new\nline",
        "back\\slash",
        "a b",
        "%s?",
        "-- c",
        "'); --",
    ];
    let database = Engine::MariaDb.database().await;
    let mut connection = connect(&database).await;
    run(&mut connection, "ALTER DATABASE CHARACTER SET utf8mb4").await;
    let mut edits = Vec::new();
    for text in hostile {
        let mut table = Table::new(name(text));
        table.columns.push(Column {
            comment: Some(text.to_owned()),
            default: Some(
                Dialect::of(mysql::server(&mut connection).await.unwrap().flavor)
                    .ddl()
                    .literal(text),
            ),
            ..required(text, "varchar(64)")
        });
        table
            .columns
            .push(column(&format!("{text}2"), "varchar(64)"));
        table.primary_key = Some(PrimaryKey {
            name: None,
            columns: strings(&[text]),
            ..PrimaryKey::default()
        });
        table
            .indexes
            .push(Index::over(Name::chosen(text), &[&format!("{text}2")]));
        table.comment = Some(text.to_owned());
        edits.push(Edit::Create(Object::Table(Box::new(table))));
        edits.push(Edit::Create(Object::ForeignKey(
            name(text),
            Box::new(ForeignKey {
                target: name(text),
                ..key(&format!("fk {text}"), &[&format!("{text}2")], &[text])
            }),
        )));
    }
    for text in hostile {
        edits.push(Edit::Rename {
            from: ObjectId::Column(name(text), text.to_owned()),
            to: ObjectId::Column(name(text), format!("{text}3")),
        });
    }
    make(&mut connection, &edits).await;
}

#[tokio::test]
async fn what_cannot_be_done_says_why_and_how_to_go_on() {
    let (_database, mut connection) = filled().await;
    let schema = inspect(&mut connection).await;
    let expression = Index {
        parts: vec![IndexPart {
            target: Target::Expression("a + 1".to_owned()),
            ..IndexPart::column("a")
        }],
        ..Index::over(Name::chosen("i"), &[])
    };
    let partial = Index {
        predicate: Some("a > 0".to_owned()),
        ..Index::over(Name::chosen("i"), &["a"])
    };
    let set_default = ForeignKey {
        on_delete: Action::SetDefault,
        ..key("f", &["pid"], &["id"])
    };
    for edit in [
        Edit::Create(Object::Namespace("n".to_owned())),
        Edit::Create(Object::Index(name("t"), Box::new(expression))),
        Edit::Create(Object::Index(name("t"), Box::new(partial))),
        Edit::Create(Object::ForeignKey(name("t"), Box::new(set_default))),
        Edit::Drop(Object::Column(
            name("t"),
            Box::new(column("b", "varchar(20)")),
        )),
    ] {
        let obstacle = render(&schema, &edit).1.unwrap_err();
        assert!(!obstacle.reason.is_empty() && !obstacle.way_out.is_empty());
    }
}

/// Many old applications have such dates. The server refuses them at any change of the table in a strict mode.
#[tokio::test]
async fn tables_with_the_zero_date_for_a_default_are_made_and_changed() {
    let (database, mut connection) = filled().await;
    database
        .execute(
            "SET sql_mode = '';
             CREATE TABLE old (id int PRIMARY KEY, made datetime NOT NULL DEFAULT '0000-00-00 00:00:00', KEY made (made));
             INSERT INTO old (id) VALUES (1)",
        )
        .await;
    let old = inspect(&mut connection).await;
    let old = old.table(&name("old")).unwrap().clone();
    let index = Object::Index(name("old"), Box::new(old.indexes[0].clone()));
    let born = Column {
        default: Some("'0000-00-00'".to_owned()),
        ..required("born", "date")
    };
    let born = Object::Column(name("old"), Box::new(born));
    let copy = Table {
        name: name("copy"),
        ..old
    };
    make(
        &mut connection,
        &[
            Edit::Drop(index.clone()),
            Edit::Create(index),
            Edit::Create(born),
            Edit::Create(Object::Table(Box::new(copy))),
            Edit::Rename {
                from: ObjectId::Column(name("copy"), "made".to_owned()),
                to: ObjectId::Column(name("copy"), "created".to_owned()),
            },
        ],
    )
    .await;
    let mode = "SELECT count(*) FROM old WHERE @@sql_mode LIKE '%NO_ZERO_DATE%'";
    let strict: i64 = sqlx::query_scalar(mode)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(strict, 1, "the session is as it was");
}
