//! Columns come, change and go.

use sqlx::AssertSqlSafe;
use trueup::dialect::{Dialect, Scene};
use trueup::diff::{Edit, apply};
use trueup::model::{AutoIncrement, Column, Generated, Object, ObjectId};

use super::{SHOP, alter, check, connect, database, read, shop};

#[tokio::test]
async fn columns_come_change_and_go() {
    let database = database(SHOP).await;
    let orders = shop("orders");
    let object = |column: Column| Object::Column(orders.clone(), Box::new(column));
    let note = Column {
        default: Some("'x'::character varying".to_owned()),
        comment: Some("it's".to_owned()),
        nullable: false,
        collation: Some("\"C\"".to_owned()),
        ..Column::new("note", "character varying(10)")
    };
    let computed = Column {
        generated: Some(Generated {
            expression: "(quantity * 2)".to_owned(),
            stored: true,
        }),
        ..Column::new("twice", "integer")
    };
    let thrice = Column {
        generated: Some(Generated {
            expression: "(quantity * 3)".to_owned(),
            stored: true,
        }),
        ..computed.clone()
    };
    let plain = Column::new("twice", "integer");
    let number = Column {
        auto_increment: Some(AutoIncrement::Default),
        nullable: false,
        ..Column::new("number", "smallint")
    };
    let bare = |column: &Column| Column {
        nullable: true,
        default: None,
        comment: None,
        ..column.clone()
    };
    let longer = Column {
        collation: None,
        ..Column::new("note", "text")
    };
    check(
        &database,
        &[
            Edit::Create(object(note.clone())),
            Edit::Drop(Object::Default(
                orders.clone(),
                "note".to_owned(),
                "'x'::character varying".to_owned(),
            )),
            alter(&object(bare(&note)), object(longer.clone())),
            alter(
                &object(longer),
                object(Column::new("note", "character varying(5)")),
            ),
            Edit::Create(object(computed.clone())),
            alter(&object(computed), object(thrice.clone())),
            alter(&object(thrice), object(plain.clone())),
            Edit::Rename {
                from: ObjectId::Column(orders.clone(), "twice".to_owned()),
                to: ObjectId::Column(orders.clone(), "six times".to_owned()),
            },
            Edit::Drop(object(Column {
                name: "six times".to_owned(),
                ..plain
            })),
            Edit::Create(object(number.clone())),
            Edit::Rename {
                from: ObjectId::Column(orders.clone(), "number".to_owned()),
                to: ObjectId::Column(orders.clone(), "count".to_owned()),
            },
            Edit::Drop(object(Column {
                name: "count".to_owned(),
                ..number
            })),
        ],
    )
    .await;
    assert_eq!(database.count("orders").await, 3);
}

#[tokio::test]
async fn a_type_changes_with_its_default_and_its_rows() {
    let database = database(
        "CREATE TABLE t (a integer DEFAULT 7, b text DEFAULT '5', c boolean, d smallserial, \
         e numeric(5,2) DEFAULT 1.50, f text NOT NULL DEFAULT 'x'); \
         INSERT INTO t (a, b, c) VALUES (1, '2', true), (3, '4', false)",
    )
    .await;
    let table = shop("t");
    let change = |from: Column, to: Column| {
        alter(
            &Object::Column(table.clone(), Box::new(from)),
            Object::Column(table.clone(), Box::new(to)),
        )
    };
    let serial = |data_type: &str| Column {
        auto_increment: Some(AutoIncrement::Serial),
        ..Column::new("d", data_type)
    };
    let plain = Column::new;
    check(
        &database,
        &[
            change(plain("a", "integer"), plain("a", "bigint")),
            change(plain("c", "boolean"), plain("c", "bigint")),
            change(serial("smallint"), serial("bigint")),
            change(plain("e", "numeric(5,2)"), plain("e", "numeric(7,2)")),
            change(plain("f", "text"), plain("f", "character varying")),
        ],
    )
    .await;
    // The server spells a default after a cast in its own way.
    let before = read(&database).await;
    let mut after = before.clone();
    let edit = change(plain("b", "text"), plain("b", "integer"));
    apply(&mut after, &edit);
    let scene = Scene {
        before: &before,
        after: &after,
        is_new: false,
    };
    let rendered = Dialect::of(before.flavor)
        .render(&edit, scene)
        .expect("statements");
    for statement in rendered.statements {
        database.execute(&statement.sql).await;
    }
    database
        .execute(
            "INSERT INTO t (a) VALUES (9); \
             DO $$ BEGIN ASSERT (SELECT array_agg(b ORDER BY a) = '{2,4,5}'::int[] FROM t); \
             ASSERT (SELECT array_agg(c ORDER BY a) = '{1,0,NULL}'::bigint[] FROM t); END $$",
        )
        .await;
}

#[tokio::test]
async fn a_cast_never_cuts_a_value() {
    let database = database("CREATE TABLE t (a text); INSERT INTO t VALUES ('too long')").await;
    let before = read(&database).await;
    let change = |to: &str| {
        let object =
            |data_type: &str| Object::Column(shop("t"), Box::new(Column::new("a", data_type)));
        let edit = alter(&object("text"), object(to));
        let scene = Scene {
            before: &before,
            after: &before,
            is_new: false,
        };
        let rendered = Dialect::of(before.flavor).render(&edit, scene);
        rendered.map(|rendered| rendered.statements[0].sql.clone())
    };
    let mut connection = connect(&database).await;
    for to in ["character varying(3)", "integer"] {
        let refused = sqlx::raw_sql(AssertSqlSafe(change(to).expect("a statement")))
            .execute(&mut connection)
            .await;
        assert!(refused.is_err(), "{to}");
    }
    for to in ["numeric(3,1)", "bit(2)"] {
        let obstacle = change(to).expect_err("no way that the server knows");
        assert!(obstacle.to_string().contains("has no cast"), "{obstacle}");
        let sql = format!("ALTER TABLE t ALTER a TYPE {to}");
        let refused = sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await;
        assert!(refused.is_err(), "{to}");
    }
}

#[tokio::test]
async fn properties_of_columns_come_change_and_go() {
    let database = database(SHOP).await;
    let orders = shop("orders");
    let name = "quantity".to_owned();
    let default = |text: &str| Object::Default(orders.clone(), name.clone(), text.to_owned());
    let comment = |text: &str, column: Option<&str>| {
        Object::Comment(orders.clone(), column.map(str::to_owned), text.to_owned())
    };
    check(
        &database,
        &[
            Edit::Create(Object::NotNull(orders.clone(), name.clone())),
            Edit::Drop(Object::NotNull(orders.clone(), name.clone())),
            Edit::Create(default("1")),
            alter(&default("1"), default("'-2'::integer")),
            Edit::Drop(default("'-2'::integer")),
            Edit::Create(comment("a", None)),
            alter(&comment("a", None), comment("it's\n\\", None)),
            Edit::Drop(comment("it's\n\\", None)),
            Edit::Create(comment("b", Some("quantity"))),
            Edit::Drop(comment("b", Some("quantity"))),
        ],
    )
    .await;
    assert_eq!(database.count("orders").await, 3);
}

#[tokio::test]
async fn an_identity_can_go_after_its_not_null() {
    let database = database("CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY)").await;
    let before = read(&database).await;
    let column = Column::new("id", "integer");
    let numbered = Column {
        auto_increment: Some(AutoIncrement::Always),
        ..column.clone()
    };
    let object = |column: Column| Object::Column(shop("t"), Box::new(column));
    let mut schema = before;
    for edit in [
        Edit::Drop(Object::NotNull(shop("t"), "id".to_owned())),
        alter(&object(numbered), object(column)),
    ] {
        let mut after = schema.clone();
        apply(&mut after, &edit);
        let scene = Scene {
            before: &schema,
            after: &after,
            is_new: false,
        };
        let rendered = Dialect::of(schema.flavor).render(&edit, scene);
        for statement in rendered.expect("statements").statements {
            database.execute(&statement.sql).await;
        }
        schema = after;
    }
    assert_eq!(read(&database).await, schema);
}

#[tokio::test]
async fn numbering_changes_and_goes_on_where_it_was() {
    let database = database(
        "CREATE TABLE t (id integer NOT NULL, a text); INSERT INTO t VALUES (5, 'x'), (41, 'y')",
    )
    .await;
    let table = shop("t");
    let id = |numbered: Option<AutoIncrement>| {
        let column = Column {
            auto_increment: numbered,
            ..Column::new("id", "integer")
        };
        Object::Column(table.clone(), Box::new(column))
    };
    let mut last = None;
    let mut expected = 41;
    for next in [
        Some(AutoIncrement::Serial),
        Some(AutoIncrement::Default),
        Some(AutoIncrement::Always),
        Some(AutoIncrement::Serial),
        None,
        Some(AutoIncrement::Always),
        Some(AutoIncrement::Default),
        None,
    ] {
        check(&database, &[alter(&id(last), id(next))]).await;
        if next.is_some() {
            expected += 1;
            database
                .execute(&format!(
                    "INSERT INTO t (a) VALUES ('z'); \
                     DO $$ BEGIN ASSERT (SELECT max(id) = {expected} FROM t); END $$"
                ))
                .await;
        }
        last = next;
    }
}
