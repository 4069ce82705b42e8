//! Indexes, keys and checks come, change and go.

use sqlx::{AssertSqlSafe, Executor};
use trueup::dialect::Dialect;
use trueup::diff::Edit;
use trueup::live::mysql;
use trueup::model::{Action, Check, ForeignKey, Index, IndexPart, Name, Object, ObjectId, Options};

use super::{alter_column, column, filled, inspect, key, make, name, render, run};

#[tokio::test]
async fn an_index_that_the_engine_made_stays_when_another_one_comes() {
    let (database, mut connection) = filled().await;
    database
        .execute("ALTER TABLE t ADD FOREIGN KEY (pid) REFERENCES p (id)")
        .await;
    let index = |text: &str, columns: &[&str]| {
        Object::Index(
            name("t"),
            Box::new(Index::over(Name::chosen(text), columns)),
        )
    };
    make(
        &mut connection,
        &[
            Edit::Create(index("wider", &["pid", "a"])),
            Edit::Drop(index("pid", &["pid"])),
        ],
    )
    .await;
    database.execute("ALTER TABLE t DROP FOREIGN KEY t_ibfk_1, DROP INDEX wider; ALTER TABLE t ADD FOREIGN KEY (pid) REFERENCES p (id); ALTER TABLE t DROP FOREIGN KEY t_ibfk_1").await;
    let again = key("again", &["pid"], &["id"]);
    make(
        &mut connection,
        &[Edit::Create(Object::ForeignKey(name("t"), Box::new(again)))],
    )
    .await;
    assert_eq!(database.count("t").await, 3);
}

#[tokio::test]
async fn indexes_come_change_and_go() {
    let (database, mut connection) = filled().await;
    let index = |index: Index| Object::Index(name("t"), Box::new(index));
    let plain = Index::over(Name::chosen("i"), &["b", "c"]);
    let rich = Index {
        parts: vec![
            IndexPart {
                length: Some(3),
                ..IndexPart::column("b")
            },
            IndexPart {
                descending: true,
                ..IndexPart::column("a")
            },
        ],
        options: Options::from([("comment".to_owned(), "it's".to_owned())]),
        ..Index::over(Name::chosen("i"), &[])
    };
    let hidden = Index {
        options: Options::from([
            ("comment".to_owned(), "it's".to_owned()),
            ("visibility".to_owned(), "ignored".to_owned()),
        ]),
        ..rich.clone()
    };
    let unique = Index {
        unique: true,
        ..Index::over(Name::chosen("u"), &["c"])
    };
    let text = Index {
        method: Some("FULLTEXT".to_owned()),
        ..Index::over(Name::chosen("f"), &["b"])
    };
    make(
        &mut connection,
        &[
            Edit::Create(index(plain.clone())),
            Edit::Alter {
                from: index(plain),
                to: index(rich.clone()),
            },
            Edit::Alter {
                from: index(rich.clone()),
                to: index(hidden.clone()),
            },
            Edit::Alter {
                from: index(hidden),
                to: index(rich.clone()),
            },
            Edit::Create(index(unique.clone())),
            Edit::Rename {
                from: ObjectId::Index(name("t"), "u".to_owned()),
                to: ObjectId::Index(name("t"), "u`2".to_owned()),
            },
            Edit::Drop(index(Index {
                name: Name::chosen("u`2"),
                ..unique
            })),
            Edit::Create(index(text.clone())),
            Edit::Drop(index(text)),
            Edit::Drop(index(rich)),
        ],
    )
    .await;
    assert_eq!(database.count("t").await, 3);
}

#[tokio::test]
async fn keys_and_checks_come_change_and_go() {
    let (database, mut connection) = filled().await;
    let foreign = |key: ForeignKey| Object::ForeignKey(name("t"), Box::new(key));
    let cascade = ForeignKey {
        on_delete: Action::SetNull,
        on_update: Action::Cascade,
        ..key("f", &["pid"], &["id"])
    };
    let index = Object::Index(
        name("t"),
        Box::new(Index::over(Name::chosen("f"), &["pid"])),
    );
    let check = |text: &str| {
        Object::Check(
            name("t"),
            Check {
                name: Name::chosen("ck"),
                expression: text.to_owned(),
                clauses: Vec::new(),
            },
        )
    };
    let inline = |text: &str| {
        Object::Check(
            name("t"),
            Check {
                name: Name::chosen("a"),
                expression: text.to_owned(),
                clauses: vec!["COLUMN".to_owned()],
            },
        )
    };
    let schema = make(
        &mut connection,
        &[
            Edit::Create(index.clone()),
            Edit::Create(foreign(key("f", &["pid"], &["id"]))),
            Edit::Alter {
                from: foreign(key("f", &["pid"], &["id"])),
                to: foreign(cascade.clone()),
            },
            Edit::Rename {
                from: ObjectId::ForeignKey(name("t"), "f".to_owned()),
                to: ObjectId::ForeignKey(name("t"), "f2".to_owned()),
            },
            Edit::Create(check("`a` > 0")),
            Edit::Alter {
                from: check("`a` > 0"),
                to: check("`a` > 0 and `b` <> 'it''s'"),
            },
            Edit::Rename {
                from: ObjectId::Check(name("t"), "ck".to_owned()),
                to: ObjectId::Check(name("t"), "ck2".to_owned()),
            },
            Edit::Create(inline("`a` < 100")),
            Edit::Alter {
                from: inline("`a` < 100"),
                to: inline("`a` < 200"),
            },
        ],
    )
    .await;
    assert!(
        render(&schema, &Edit::Drop(index.clone())).1.is_err(),
        "the key needs it"
    );
    let renamed = ForeignKey {
        name: Name::chosen("f2"),
        ..cascade
    };
    make(
        &mut connection,
        &[
            Edit::Drop(inline("`a` < 200")),
            Edit::Drop(Object::Check(
                name("t"),
                Check {
                    name: Name::chosen("ck2"),
                    expression: String::new(),
                    clauses: Vec::new(),
                },
            )),
            Edit::Drop(foreign(renamed)),
            Edit::Drop(index),
        ],
    )
    .await;
    assert_eq!(database.count("t").await, 3);
}

#[tokio::test]
async fn a_check_that_a_row_fails_is_refused_wherever_it_stands() {
    let (_database, mut connection) = filled().await;
    let schema = inspect(&mut connection).await;
    for (text, clauses) in [("ck", Vec::new()), ("a", vec!["COLUMN".to_owned()])] {
        let check = Check {
            name: Name::chosen(text),
            expression: "`a` > 1".to_owned(),
            clauses,
        };
        let (_, rendered) = render(&schema, &Edit::Create(Object::Check(name("t"), check)));
        for statement in rendered.unwrap().statements {
            let refused = connection
                .execute(sqlx::raw_sql(AssertSqlSafe(statement.sql)))
                .await;
            assert!(refused.unwrap_err().to_string().contains("4025"));
        }
    }
    run(
        &mut connection,
        "UPDATE t SET b = '{'; ALTER TABLE t DROP INDEX a, MODIFY b longtext COLLATE utf8mb4_bin",
    )
    .await;
    let schema = inspect(&mut connection).await;
    let edit = alter_column(column("b", "longtext"), column("b", "json"));
    for statement in render(&schema, &edit).1.unwrap().statements {
        let refused = connection
            .execute(sqlx::raw_sql(AssertSqlSafe(statement.sql)))
            .await;
        assert!(refused.is_err(), "not every text is a document");
    }
}

#[tokio::test]
async fn the_index_that_the_engine_makes_for_a_foreign_key_is_the_one_expected() {
    let (_database, mut connection) = filled().await;
    let flavor = mysql::server(&mut connection).await.unwrap().flavor;
    let live = inspect(&mut connection).await;
    let mut desired = live.clone();
    desired.flavor = flavor;
    let table = desired.table_mut(&name("t")).unwrap();
    table
        .foreign_keys
        .push(key("t_pid_fkey", &["pid"], &["id"]));
    let desired = Dialect::of(flavor).ddl().canonical(desired);
    let edit = Edit::Create(Object::ForeignKey(
        name("t"),
        Box::new(key("t_pid_fkey", &["pid"], &["id"])),
    ));
    for statement in render(&live, &edit).1.unwrap().statements {
        run(&mut connection, &statement.sql).await;
    }
    let mut read = inspect(&mut connection).await;
    for index in &mut read.table_mut(&name("t")).unwrap().indexes {
        if index.name.text() == "t_pid_fkey" {
            index.name = Name::implicit("t_pid_fkey");
        }
    }
    assert_eq!(read, desired);
}
