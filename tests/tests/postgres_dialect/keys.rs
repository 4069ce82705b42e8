//! Keys, indexes and checks come, change and go.

use trueup::diff::Edit;
use trueup::model::{
    Action, Check, ForeignKey, Index, IndexPart, Name, Object, ObjectId, Options, PrimaryKey,
    TableName, Target, Unique,
};

use super::{SHOP, alter, check, connect, database, read, shop, there_and_back};

#[tokio::test]
async fn keys_come_change_and_go() {
    let database = database(SHOP).await;
    let customers = shop("tags");
    let unique = |columns: &[&str], clauses: &[&str]| {
        Object::Unique(
            customers.clone(),
            Unique {
                clauses: clauses.iter().map(|&clause| clause.to_owned()).collect(),
                ..Unique::over(
                    Name::chosen("u"),
                    columns.iter().map(|&name| name.to_owned()).collect(),
                )
            },
        )
    };
    let primary = |name: &str, columns: &[&str]| {
        Object::PrimaryKey(
            customers.clone(),
            PrimaryKey {
                name: Some(Name::chosen(name)),
                columns: columns.iter().map(|&name| name.to_owned()).collect(),
                ..PrimaryKey::default()
            },
        )
    };
    let mut edits = vec![
        Edit::Create(unique(&["id"], &[])),
        alter(
            &unique(&["id"], &[]),
            unique(&["label", "id"], &["DEFERRABLE"]),
        ),
        alter(
            &unique(&["label", "id"], &["DEFERRABLE"]),
            unique(&["id"], &["INCLUDE (\"label\")", "WITH (fillfactor='70')"]),
        ),
        Edit::Rename {
            from: ObjectId::Unique(customers.clone(), "u".to_owned()),
            to: ObjectId::Unique(customers.clone(), "v".to_owned()),
        },
        Edit::Rename {
            from: ObjectId::Unique(customers.clone(), "v".to_owned()),
            to: ObjectId::Unique(customers.clone(), "u".to_owned()),
        },
        Edit::Drop(unique(&["id"], &[])),
    ];
    edits.extend(there_and_back(unique(
        &["label"],
        &["NULLS NOT DISTINCT", "DEFERRABLE INITIALLY DEFERRED"],
    )));
    edits.extend(there_and_back(unique(&["id"], &["INCLUDE (\"label\")"])));
    edits.extend([
        Edit::Create(Object::NotNull(customers.clone(), "id".to_owned())),
        Edit::Create(Object::NotNull(customers.clone(), "label".to_owned())),
        Edit::Create(primary("tags_pkey", &["id"])),
        alter(&primary("tags_pkey", &["id"]), primary("p", &["id"])),
        alter(&primary("p", &["id"]), primary("q", &["label", "id"])),
        Edit::Drop(primary("q", &["label", "id"])),
    ]);
    check(&database, &edits).await;
    assert_eq!(database.count("tags").await, 2);
}

#[tokio::test]
async fn indexes_come_change_and_go() {
    let database = database(SHOP).await;
    let orders = shop("orders");
    let object = |index: &Index| Object::Index(orders.clone(), Box::new(index.clone()));
    let first = Index::over(Name::chosen("i"), &["quantity"]);
    let second = Index {
        parts: vec![
            IndexPart {
                descending: true,
                clauses: vec!["NULLS LAST".to_owned()],
                ..IndexPart::column("quantity")
            },
            IndexPart {
                target: Target::Expression("lower(state)".to_owned()),
                clauses: vec!["COLLATE \"C\"".to_owned(), "text_pattern_ops".to_owned()],
                ..IndexPart::column("")
            },
        ],
        unique: true,
        include: vec!["id".to_owned()],
        predicate: Some("(quantity > 0)".to_owned()),
        options: Options::from([("nulls_not_distinct".to_owned(), "true".to_owned())]),
        ..first.clone()
    };
    let hash = Index {
        method: Some("hash".to_owned()),
        options: Options::from([("fillfactor".to_owned(), "60".to_owned())]),
        ..first.clone()
    };
    let emptier = Index {
        options: Options::from([("fillfactor".to_owned(), "50".to_owned())]),
        ..hash.clone()
    };
    check(
        &database,
        &[
            Edit::Create(object(&first)),
            alter(&object(&first), object(&second)),
            alter(&object(&second), object(&hash)),
            alter(&object(&hash), object(&emptier)),
            Edit::Rename {
                from: ObjectId::Index(orders.clone(), "i".to_owned()),
                to: ObjectId::Index(orders.clone(), "j \" k".to_owned()),
            },
            Edit::Drop(object(&Index {
                name: Name::chosen("j \" k"),
                ..emptier
            })),
        ],
    )
    .await;
    assert_eq!(database.count("orders").await, 3);
}

#[tokio::test]
async fn an_interrupted_build_is_seen_and_built_again() {
    let database = database("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)").await;
    let mut connection = connect(&database).await;
    let built = sqlx::raw_sql("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)")
        .execute(&mut connection)
        .await;
    assert!(built.is_err());
    let found = read(&database).await;
    let broken = found.tables[0].indexes[0].clone();
    assert!(broken.invalid);
    database
        .execute("UPDATE t SET a = 2 WHERE ctid = '(0,1)'")
        .await;
    let whole = Index {
        invalid: false,
        ..broken.clone()
    };
    let object = |index: Index| Object::Index(shop("t"), Box::new(index));
    check(&database, &[alter(&object(broken), object(whole))]).await;
    assert_eq!(database.count("t").await, 2);
}

#[tokio::test]
async fn foreign_keys_and_checks_come_change_and_go() {
    let database = database(SHOP).await;
    let orders = shop("orders");
    let key = |on_delete: Action, clauses: &[&str]| {
        Object::ForeignKey(
            orders.clone(),
            Box::new(ForeignKey {
                name: Name::chosen("f"),
                columns: vec!["customer".to_owned()],
                target: shop("customers"),
                target_columns: vec!["id".to_owned()],
                on_delete,
                on_update: Action::SetDefault,
                clauses: clauses.iter().map(|&clause| clause.to_owned()).collect(),
            }),
        )
    };
    let positive = |text: &str, clauses: &[&str]| {
        Object::Check(
            orders.clone(),
            Check {
                name: Name::chosen("c"),
                expression: text.to_owned(),
                clauses: clauses.iter().map(|&clause| clause.to_owned()).collect(),
            },
        )
    };
    let rename = |from: fn(TableName, String) -> ObjectId, old: &str, new: &str| Edit::Rename {
        from: from(shop("orders"), old.to_owned()),
        to: from(shop("orders"), new.to_owned()),
    };
    let deferred = ["MATCH FULL", "DEFERRABLE INITIALLY DEFERRED", "NOT VALID"];
    check(
        &database,
        &[
            Edit::Create(key(Action::NoAction, &[])),
            alter(&key(Action::NoAction, &[]), key(Action::Cascade, &deferred)),
            alter(
                &key(Action::Cascade, &deferred),
                key(Action::Cascade, &deferred[..2]),
            ),
            rename(ObjectId::ForeignKey, "f", "g"),
            rename(ObjectId::ForeignKey, "g", "f"),
            Edit::Drop(key(Action::Cascade, &[])),
            Edit::Create(positive("(quantity > 0)", &["NO INHERIT", "NOT VALID"])),
            alter(
                &positive("(quantity > 0)", &["NO INHERIT", "NOT VALID"]),
                positive("(quantity > 0)", &["NO INHERIT"]),
            ),
            alter(
                &positive("(quantity > 0)", &["NO INHERIT"]),
                positive("(quantity > '-1'::integer)", &[]),
            ),
            rename(ObjectId::Check, "c", "d"),
            rename(ObjectId::Check, "d", "c"),
            Edit::Drop(positive("", &[])),
        ],
    )
    .await;
    assert_eq!(database.count("orders").await, 3);
}
