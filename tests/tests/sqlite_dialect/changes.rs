//! Tables, keys and names come, change and go.

use trueup::diff::Edit;
use trueup::model::{
    AutoIncrement, Column, Generated, Index, IndexPart, Name, Object, ObjectId, PrimaryKey, Table,
    TableName, Target,
};
use trueup_tests::engines::Engine;

use super::{assert_unharmed, column, connect, execute, make, org, read, refused, rich, texts};

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
                ..PrimaryKey::default()
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
        ..PrimaryKey::default()
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
async fn what_a_trigger_uses_is_not_taken_from_it() {
    let (_database, mut connection) = rich().await;
    let schema = read(&mut connection).await;
    for (edit, word) in [
        (
            Edit::Drop(Object::Column(org(), Box::new(column(&schema, "state")))),
            "org_made",
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
