//! Columns are added, changed and dropped.

use trueup::diff::Edit;
use trueup::model::{AutoIncrement, Column, Generated, Object, ObjectId, PrimaryKey};
use trueup_tests::engines::Engine;

use super::{
    alter_column, assert_same, column, connect, create_column, filled, inspect, make, name, render,
    required, run, strings,
};

#[tokio::test]
async fn columns_are_added_changed_renamed_and_dropped() {
    let (database, mut connection) = filled().await;
    let longer = column("b", "varchar(40)");
    let bytes = Column {
        collation: Some("utf8mb4_bin".to_owned()),
        ..column("b", "varchar(40)")
    };
    let edits = [
        create_column(column("n", "int(11)")),
        create_column(Column {
            default: Some("'it''s'".to_owned()),
            comment: Some("why\n'\\".to_owned()),
            ..required("txt", "varchar(20)")
        }),
        create_column(Column {
            default: Some("current_timestamp(6)".to_owned()),
            on_update: Some("current_timestamp(6)".to_owned()),
            ..required("at", "timestamp(6)")
        }),
        create_column(column("ts2", "timestamp(6)")),
        create_column(Column {
            generated: Some(Generated {
                expression: "`a` + 1".to_owned(),
                stored: false,
            }),
            ..column("v", "int(11)")
        }),
        create_column(Column {
            generated: Some(Generated {
                expression: "`a` + 2".to_owned(),
                stored: true,
            }),
            ..column("s", "bigint(20)")
        }),
        create_column(column("doc", "json")),
        create_column(Column {
            invisible: true,
            ..column("hidden", "int(11)")
        }),
        alter_column(column("b", "varchar(20)"), longer.clone()),
        alter_column(longer.clone(), bytes.clone()),
        alter_column(bytes, longer),
        alter_column(column("c", "varchar(20)"), column("c", "json")),
        alter_column(column("c", "json"), column("c", "varchar(20)")),
        alter_column(column("a", "int(11)"), column("a", "bigint(20)")),
        alter_column(
            Column {
                invisible: true,
                ..column("hidden", "int(11)")
            },
            column("hidden", "int(11)"),
        ),
        alter_column(
            Column {
                on_update: Some("current_timestamp(6)".to_owned()),
                ..column("at", "timestamp(6)")
            },
            column("at", "timestamp(6)"),
        ),
        Edit::Rename {
            from: ObjectId::Column(name("t"), "a".to_owned()),
            to: ObjectId::Column(name("t"), "order".to_owned()),
        },
        Edit::Drop(Object::Column(name("t"), Box::new(column("n", "int(11)")))),
        Edit::Drop(Object::Column(name("t"), Box::new(column("v", "int(11)")))),
    ];
    make(&mut connection, &edits).await;
    assert_eq!(database.count("t").await, 3);
    let kept: Vec<(i64, Option<String>, String)> =
        sqlx::query_as("SELECT `order`, b, c FROM t ORDER BY id")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    assert_eq!(kept[0], (1, Some("x".to_owned()), "1".to_owned()));
    assert_eq!(kept[1], (2, None, "2".to_owned()));
}

#[tokio::test]
async fn a_computed_column_changes_its_expression_and_its_kind() {
    let (_database, mut connection) = filled().await;
    let of = |expression: &str, stored: bool| Column {
        generated: Some(Generated {
            expression: expression.to_owned(),
            stored,
        }),
        ..column("g", "int(11)")
    };
    make(
        &mut connection,
        &[
            create_column(of("`a` + 1", false)),
            alter_column(of("`a` + 1", false), of("`a` + 2", false)),
            alter_column(of("`a` + 2", false), of("`a` + 2", true)),
            alter_column(of("`a` + 2", true), of("`a` + 3", true)),
            alter_column(of("`a` + 3", true), column("g", "int(11)")),
        ],
    )
    .await;
    let values: Vec<i32> = sqlx::query_scalar("SELECT g FROM t ORDER BY id")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    assert_eq!(values, [4, 5, 6]);
    let schema = inspect(&mut connection).await;
    let (_, refused) = render(
        &schema,
        &alter_column(column("g", "int(11)"), of("`a`", true)),
    );
    assert!(refused.is_err(), "stored values would be replaced");
}

#[tokio::test]
async fn not_null_default_and_comment_keep_the_rest_of_the_column() {
    let (database, mut connection) = filled().await;
    let t = || name("t");
    let default = |text: &str| Object::Default(t(), "a".to_owned(), text.to_owned());
    let comment = |column: Option<&str>, text: &str| {
        Object::Comment(t(), column.map(str::to_owned), text.to_owned())
    };
    let not_null = |column: &str| Object::NotNull(t(), column.to_owned());
    make(
        &mut connection,
        &[
            Edit::Create(not_null("c")),
            Edit::Drop(not_null("c")),
            Edit::Drop(not_null("a")),
            Edit::Create(not_null("a")),
            Edit::Alter {
                from: default("1"),
                to: default("7"),
            },
            Edit::Alter {
                from: default("7"),
                to: default("(1 + 2)"),
            },
            Edit::Drop(default("(1 + 2)")),
            Edit::Create(default("5")),
            Edit::Drop(not_null("a")),
            Edit::Drop(default("5")),
            Edit::Create(Object::Default(
                t(),
                "ts".to_owned(),
                "current_timestamp()".to_owned(),
            )),
            Edit::Drop(Object::Default(
                t(),
                "ts".to_owned(),
                "current_timestamp()".to_owned(),
            )),
            Edit::Create(comment(Some("c"), "it's \\ a\n\"comment\"")),
            Edit::Alter {
                from: comment(Some("b"), "it's"),
                to: comment(Some("b"), "ünï"),
            },
            Edit::Drop(comment(Some("b"), "ünï")),
            Edit::Create(comment(None, "of the table")),
            Edit::Drop(comment(None, "of the table")),
        ],
    )
    .await;
    assert_eq!(database.count("t").await, 3);
    let schema = inspect(&mut connection).await;
    assert!(render(&schema, &Edit::Drop(not_null("id"))).1.is_err());
}

#[tokio::test]
async fn a_new_default_keeps_what_an_update_sets() {
    let (database, mut connection) = filled().await;
    let at = |on_update: bool| Column {
        on_update: on_update.then(|| "current_timestamp()".to_owned()),
        ..required("at", "datetime")
    };
    let with_default = Column {
        default: Some("current_timestamp()".to_owned()),
        ..at(true)
    };
    let default = |text: &str| Object::Default(name("t"), "at".to_owned(), text.to_owned());
    make(
        &mut connection,
        &[
            create_column(with_default),
            Edit::Alter {
                from: default("current_timestamp()"),
                to: default("'2020-01-01 00:00:00'"),
            },
            alter_column(at(true), at(false)),
            Edit::Drop(default("'2020-01-01 00:00:00'")),
        ],
    )
    .await;
    // With the clause and without a default the column cannot be, so only the end is compared.
    let mut schema = inspect(&mut connection).await;
    for edit in [
        alter_column(at(false), at(true)),
        Edit::Create(default("current_timestamp()")),
    ] {
        let (after, rendered) = render(&schema, &edit);
        for statement in rendered.unwrap().statements {
            run(&mut connection, &statement.sql).await;
        }
        schema = after;
    }
    assert_same(&inspect(&mut connection).await, &schema.sorted(), &[]);
    assert_eq!(database.count("t").await, 3);
}

#[tokio::test]
async fn a_column_that_numbers_itself_comes_and_goes_before_its_key_does() {
    let database = Engine::MariaDb.database().await;
    database
        .execute("CREATE TABLE t (a int NOT NULL); INSERT INTO t VALUES (10), (20)")
        .await;
    let mut connection = connect(&database).await;
    let id = Column {
        auto_increment: Some(AutoIncrement::Default),
        ..required("id", "bigint(20)")
    };
    let primary = |columns: &[&str]| {
        Object::PrimaryKey(
            name("t"),
            PrimaryKey {
                name: None,
                columns: strings(columns),
                ..PrimaryKey::default()
            },
        )
    };
    let numbered = [
        create_column(id.clone()),
        Edit::Create(primary(&["id"])),
        Edit::Alter {
            from: primary(&["id"]),
            to: primary(&["id", "a"]),
        },
        Edit::Drop(primary(&["id", "a"])),
        alter_column(id.clone(), required("id", "bigint(20)")),
        Edit::Create(primary(&["id"])),
        alter_column(required("id", "bigint(20)"), id.clone()),
        Edit::Drop(primary(&["id"])),
        Edit::Drop(Object::Column(name("t"), Box::new(id))),
    ];
    // In between the database holds a key that the model does not: only the ends are compared.
    let mut schema = inspect(&mut connection).await;
    for (at, edit) in numbered.iter().enumerate() {
        let (after, rendered) = render(&schema, edit);
        for statement in rendered.unwrap().statements {
            run(&mut connection, &statement.sql).await;
        }
        schema = after;
        if ![0, 3, 7].contains(&at) {
            assert_eq!(
                inspect(&mut connection).await,
                schema.clone().sorted(),
                "after {edit:?}"
            );
        }
    }
    assert_eq!(database.count("t").await, 2);
}
