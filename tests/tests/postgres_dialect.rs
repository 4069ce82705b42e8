//! What PostgreSQL makes of the statements of its dialect, and what inspection reads back.

use std::collections::BTreeMap;

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};
use trueup::ValueType;
use trueup::dialect::{Dialect, Lock, Scene, Statement};
use trueup::diff::{Edit, apply};
use trueup::live::{Expression, Place, Scope, postgres};
use trueup::meta::{DefaultMeta, SqlMeta};
use trueup::model::{
    Action, AutoIncrement, Check, Column, Flavor, ForeignKey, Generated, Index, IndexPart, Name,
    Object, ObjectId, PrimaryKey, Schema, Table, TableName, Target, Unique,
};
use trueup_tests::engines::{Database, Engine};

/// A schema with as much in it as the model can hold.
const RICH: &str = include_str!("postgres_dialect/rich.sql");

/// A small schema with rows, for changes.
const SHOP: &str = include_str!("postgres_dialect/shop.sql");

async fn database(sql: &str) -> Database {
    let database = Engine::Postgres.database().await;
    if !sql.is_empty() {
        database.execute(sql).await;
    }
    database
}

async fn connect(database: &Database) -> PgConnection {
    PgConnection::connect(database.url())
        .await
        .expect("a connection")
}

async fn flavor(connection: &mut PgConnection) -> Flavor {
    postgres::server(connection).await.expect("a flavor").flavor
}

async fn read(database: &Database) -> Schema {
    let mut connection = connect(database).await;
    let flavor = flavor(&mut connection).await;
    postgres::inspect(&mut connection, flavor, &Scope::All)
        .await
        .expect("a schema")
}

/// Makes everything in the schema that the model can hold.
async fn build(database: &Database, schema: &Schema) {
    let empty = Schema::new(schema.flavor);
    let scene = Scene {
        before: &empty,
        after: schema,
        is_new: true,
    };
    let mut objects: Vec<Object> = schema
        .namespaces
        .iter()
        .cloned()
        .map(Object::Namespace)
        .collect();
    let mut later = Vec::new();
    for table in &schema.tables {
        let mut first = table.clone();
        for key in first.foreign_keys.drain(..) {
            later.push(Object::ForeignKey(table.name.clone(), Box::new(key)));
        }
        objects.push(Object::Table(Box::new(first)));
    }
    objects.extend(later);
    let dialect = Dialect::of(schema.flavor);
    for object in objects {
        let rendered = dialect
            .render(&Edit::Create(object), scene)
            .expect("statements");
        for statement in rendered.statements {
            database.execute(&statement.sql).await;
        }
    }
}

/// Makes the edits one after the other, and compares what is there after each.
async fn check(database: &Database, edits: &[Edit]) -> Schema {
    let mut connection = connect(database).await;
    let mut before = read(database).await;
    let dialect = Dialect::of(before.flavor);
    for edit in edits {
        let mut after = before.clone();
        apply(&mut after, edit);
        let scene = Scene {
            before: &before,
            after: &after,
            is_new: false,
        };
        let rendered = dialect.render(edit, scene).expect("statements");
        for statement in &rendered.statements {
            // A table that is made by the edit is nobody's, whatever is done to it.
            if matches!(edit, Edit::Create(Object::Table(_))) {
                execute(&mut connection, &statement.sql).await;
            } else {
                run(&mut connection, statement).await;
            }
        }
        let found = read(database).await;
        assert_eq!(found, after.sorted(), "after {edit:?}");
        before = found;
    }
    before
}

/// Runs a statement, and holds its facts against what the server does.
async fn run(connection: &mut PgConnection, statement: &Statement) {
    let sql = &statement.sql;
    if !statement.transactional {
        execute(connection, sql).await;
        return;
    }
    execute(connection, "BEGIN").await;
    let files: Vec<(i64, Option<i64>)> = sqlx::query_as(FILES)
        .fetch_all(&mut *connection)
        .await
        .expect("the files of the tables");
    execute(connection, sql).await;
    let rewritten = sqlx::query_as::<_, (i64, Option<i64>)>(FILES)
        .fetch_all(&mut *connection)
        .await
        .expect("the files of the tables")
        .into_iter()
        .any(|(table, file)| {
            files.contains(&(table, file)) != files.iter().any(|(old, _)| *old == table)
        });
    assert!(statement.rewrites || !rewritten, "it rewrites: {sql}");
    let tables: Vec<i64> = files.iter().map(|(table, _)| *table).collect();
    let modes: Vec<String> = sqlx::query_scalar(
        "SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND granted \
         AND relation::bigint = ANY($1)",
    )
    .bind(&tables)
    .fetch_all(&mut *connection)
    .await
    .expect("the locks");
    let held = modes.iter().map(|mode| match mode.as_str() {
        "AccessExclusiveLock" => Lock::ReadsAndWrites,
        "ShareLock" | "ShareRowExclusiveLock" | "ExclusiveLock" => Lock::Writes,
        "ShareUpdateExclusiveLock" => Lock::SchemaChanges,
        _ => Lock::None,
    });
    let strongest = held.max().unwrap_or(Lock::None);
    assert!(statement.lock >= strongest, "{strongest:?}: {sql}");
    execute(connection, "COMMIT").await;
}

/// The tables that everybody can see, with the files that hold their rows.
const FILES: &str = "SELECT oid::bigint, pg_relation_filenode(oid)::bigint FROM pg_class \
     WHERE relkind = 'r' AND relnamespace >= 2200 AND relnamespace <> 'information_schema'::regnamespace";

async fn execute(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .unwrap_or_else(|error| panic!("{error}\nin: {sql}"));
}

fn shop(name: &str) -> TableName {
    TableName::new(name)
}

fn alter(from: &Object, to: Object) -> Edit {
    Edit::Alter {
        from: from.clone(),
        to,
    }
}

/// The edit that takes away what another one made, after it.
fn there_and_back(object: Object) -> [Edit; 2] {
    [Edit::Create(object.clone()), Edit::Drop(object)]
}

#[tokio::test]
async fn a_rich_schema_can_be_built_again_from_what_is_read() {
    let original = database(RICH).await;
    let schema = read(&original).await;
    assert_eq!(schema.unsupported, [], "the model holds all of it");
    assert!(schema.tables.len() >= 8, "{}", schema.tables.len());

    let copy = database("").await;
    build(&copy, &schema).await;
    assert_eq!(read(&copy).await, schema);
    assert_eq!(told(&copy).await, told(&original).await);
}

/// What the server itself says of its objects, so that nothing is missed by both readings alike.
async fn told(database: &Database) -> Vec<String> {
    let mut connection = connect(database).await;
    sqlx::query_scalar(
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indexrelid >= 16384 \
           AND indrelid NOT IN (SELECT oid FROM pg_class WHERE relkind = 't') \
         UNION ALL SELECT conname || ' ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) \
         FROM pg_constraint WHERE oid >= 16384 \
         UNION ALL SELECT concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod), \
           attcollation, attnotnull, attidentity, attgenerated, \
           pg_get_expr(adbin, adrelid), col_description(attrelid, attnum)) \
         FROM pg_attribute JOIN pg_class c ON c.oid = attrelid \
         LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum \
         WHERE c.oid >= 16384 AND relkind = 'r' AND attnum > 0 \
         UNION ALL SELECT concat_ws(' ', relname, relpersistence, \
           (SELECT array_agg(option ORDER BY option) FROM unnest(reloptions) option), \
           obj_description(oid, 'pg_class')) \
         FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'S') \
         UNION ALL SELECT concat_ws(' ', seqrelid::regclass, seqtypid::regtype, seqmax) FROM pg_sequence \
         ORDER BY 1",
    )
    .fetch_all(&mut connection)
    .await
    .expect("texts")
}

#[tokio::test]
async fn what_the_model_cannot_hold_is_listed_with_its_definition() {
    let database = database(include_str!("postgres_dialect/foreign.sql")).await;
    let schema = read(&database).await;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for item in &schema.unsupported {
        *kinds.entry(item.kind.as_str()).or_default() += 1;
        assert!(item.definition.is_some(), "{item:?}");
    }
    let expected = [
        "aggregate",
        "collation",
        "column options",
        "column statistics target",
        "comment",
        "composite type",
        "extended statistics",
        "function",
        "inherited table",
        "partition",
        "partitioned table",
        "policy",
        "procedure",
        "publication",
        "range type",
        "replica identity",
        "row level security",
        "rule",
        "trigger",
    ];
    assert_eq!(kinds.keys().copied().collect::<Vec<_>>(), expected);
    let names: Vec<String> = schema
        .tables
        .iter()
        .map(|table| table.name.to_string())
        .collect();
    assert_eq!(names, ["base", "numbered", "other", "split"]);
    let uses: Vec<ObjectId> = schema
        .views
        .iter()
        .flat_map(|view| view.uses.clone())
        .collect();
    for column in ["id", "name"] {
        let used = ObjectId::Column(shop("base"), column.to_owned());
        assert!(uses.contains(&used), "{column}: {uses:?}");
    }
    assert!(
        schema
            .views
            .iter()
            .any(|view| view.materialized && view.indexes.len() == 1)
    );
    assert_eq!(schema, read(&database).await, "two readings are alike");
}

#[tokio::test]
async fn other_namespaces_are_read_only_when_they_are_wanted() {
    let database = database(
        "CREATE SCHEMA one; CREATE SCHEMA two; CREATE TABLE t (a int); \
         CREATE TABLE one.t (a int); CREATE TABLE two.t (a int)",
    )
    .await;
    let mut connection = connect(&database).await;
    let flavor = flavor(&mut connection).await;
    let scope = Scope::Namespaces(vec!["one".to_owned(), "nobody's".to_owned()]);
    let schema = postgres::inspect(&mut connection, flavor, &scope)
        .await
        .expect("a schema");
    assert_eq!(schema.namespaces, ["one"]);
    let names: Vec<&TableName> = schema.tables.iter().map(|table| &table.name).collect();
    assert_eq!(names, [&shop("t"), &TableName::within(Some("one"), "t")]);
    assert_eq!(read(&database).await.tables.len(), 3);
}

#[tokio::test]
async fn inspection_inside_a_transaction_sees_what_it_has_done() {
    let database = database("").await;
    let mut connection = connect(&database).await;
    let flavor = flavor(&mut connection).await;
    let mut transaction = connection.begin().await.expect("a transaction");
    sqlx::raw_sql("CREATE TABLE t (a int)")
        .execute(&mut *transaction)
        .await
        .expect("a table");
    let schema = postgres::inspect(&mut transaction, flavor, &Scope::All)
        .await
        .expect("a schema");
    assert_eq!(schema.tables.len(), 1);
}

#[tokio::test]
async fn every_value_type_reads_back_as_it_was_written() {
    let database = database("").await;
    let mut schema = read(&database).await;
    let dialect = Dialect::of(schema.flavor);
    let values = [
        (ValueType::Bool, None),
        (ValueType::I8, None),
        (ValueType::I16, None),
        (ValueType::I32, None),
        (ValueType::I64, None),
        (ValueType::F32, None),
        (ValueType::F64, None),
        (ValueType::Text, None),
        (ValueType::Text, Some(40)),
        (ValueType::Bytes, None),
        (ValueType::Date, None),
        (ValueType::Time, None),
        (ValueType::DateTime, None),
        (ValueType::Instant, None),
        (ValueType::Uuid, None),
        (ValueType::Json, None),
        (ValueType::Decimal, None),
    ];
    let mut table = Table::new(shop("everything"));
    for (at, (value, length)) in values.into_iter().enumerate() {
        let data_type = dialect.ddl().column_type(value, length).expect("a type");
        table.columns.push(Column::new(format!("c{at}"), data_type));
    }
    schema.tables.push(table);
    build(&database, &schema).await;
    assert_eq!(read(&database).await, schema);
}

#[tokio::test]
async fn defaults_read_back_as_they_are_written() {
    let database = database("").await;
    let mut schema = read(&database).await;
    let dialect = Dialect::of(schema.flavor);
    let texts = ["", "it's", "back\\slash", "new\nline", "\"'; DROP TABLE t"];
    let mut wanted: Vec<(DefaultMeta, ValueType, Option<u32>)> = vec![
        (DefaultMeta::Bool(true), ValueType::Bool, None),
        (DefaultMeta::Bool(false), ValueType::Bool, None),
        (DefaultMeta::Number("5"), ValueType::I8, None),
        (DefaultMeta::Number("-5"), ValueType::I8, None),
        (DefaultMeta::Now, ValueType::Date, None),
        (DefaultMeta::Now, ValueType::Time, None),
        (DefaultMeta::Now, ValueType::DateTime, None),
        (DefaultMeta::Now, ValueType::Instant, None),
        (DefaultMeta::Text("2024-02-29"), ValueType::Date, None),
        (DefaultMeta::Text("12:30:00"), ValueType::Time, None),
        (DefaultMeta::Text("{}"), ValueType::Json, None),
        (
            DefaultMeta::Sql(SqlMeta::Same("gen_random_uuid()")),
            ValueType::Uuid,
            None,
        ),
        (DefaultMeta::Number("-3000000000"), ValueType::I64, None),
        (DefaultMeta::Number("3000000000"), ValueType::I64, None),
    ];
    for value in [
        ValueType::I16,
        ValueType::I32,
        ValueType::I64,
        ValueType::Decimal,
    ] {
        wanted.extend(["0", "1", "-1"].map(|number| (DefaultMeta::Number(number), value, None)));
    }
    for value in [ValueType::F32, ValueType::F64, ValueType::Decimal] {
        let numbers = ["0", "1.50", "-0.5", ".5", "12345678901234567890"];
        wanted.extend(numbers.map(|number| (DefaultMeta::Number(number), value, None)));
    }
    for text in texts {
        wanted.push((DefaultMeta::Text(text), ValueType::Text, None));
        wanted.push((DefaultMeta::Text(text), ValueType::Text, Some(30)));
    }
    let mut table = Table::new(shop("defaults"));
    for (at, (default, value, length)) in wanted.iter().enumerate() {
        let ddl = dialect.ddl();
        table.columns.push(Column {
            default: Some(ddl.default_expression(default, *value).expect("a default")),
            ..Column::new(
                format!("c{at}"),
                ddl.column_type(*value, *length).expect("a type"),
            )
        });
    }
    schema.tables.push(table);
    let schema = dialect.ddl().canonical(schema);
    build(&database, &schema).await;
    let found = read(&database).await;
    let columns = schema.tables[0].columns.iter();
    for (wanted, found) in columns.zip(&found.tables[0].columns) {
        assert_eq!(wanted, found);
    }
}

#[tokio::test]
async fn hostile_names_are_names() {
    let database = database("").await;
    let mut schema = read(&database).await;
    let long = "n".repeat(63);
    let names = [
        "select",
        "a\"b",
        "it's",
        "new\nline",
        "Ünï côdé 表",
        "back\\slash",
        "$1; DROP TABLE x --",
        "%s {0}",
        long.as_str(),
    ];
    for (at, name) in names.into_iter().enumerate() {
        let mut table = Table::new(shop(name));
        table.columns = vec![
            Column {
                nullable: false,
                auto_increment: Some(AutoIncrement::Serial),
                ..Column::new(name, "bigint")
            },
            Column {
                comment: Some(name.to_owned()),
                default: Some(format!("'{}'::text", name.replace('\'', "''"))),
                ..Column::new(format!("{at}{}", &name.replace(&long, "n")), "text")
            },
        ];
        let second = table.columns[1].name.clone();
        table.primary_key = Some(PrimaryKey {
            name: Some(Name::chosen(format!("{at}p"))),
            columns: vec![name.to_owned()],
            clauses: Vec::new(),
        });
        let quoted = format!("\"{}\"", name.replace('"', "\"\""));
        table.uniques = vec![Unique {
            name: Name::chosen(format!("{at}u{}", &name[..name.len().min(20)])),
            columns: vec![second.clone()],
            clauses: Vec::new(),
        }];
        table.indexes = vec![Index {
            include: vec![name.to_owned()],
            ..Index::over(Name::chosen(format!("{at}i")), &[&second])
        }];
        table.foreign_keys = vec![ForeignKey {
            name: Name::chosen(format!("{at}f")),
            columns: vec![name.to_owned()],
            target: shop(name),
            target_columns: vec![name.to_owned()],
            on_delete: Action::Cascade,
            on_update: Action::NoAction,
            clauses: Vec::new(),
        }];
        table.comment = Some(name.to_owned());
        schema.tables.push(table);
        let _ = quoted;
    }
    let schema = schema.sorted();
    build(&database, &schema).await;
    assert_eq!(read(&database).await, schema);
    for name in names {
        database
            .execute(&format!(
                "INSERT INTO \"{}\" DEFAULT VALUES",
                name.replace('"', "\"\"")
            ))
            .await;
    }
    let renames: Vec<Edit> = names
        .iter()
        .map(|name| Edit::Rename {
            from: ObjectId::Table(shop(name)),
            to: ObjectId::Table(shop(&format!("{}'", &name[..name.len().min(40)].trim_end()))),
        })
        .filter(|edit| matches!(edit, Edit::Rename { to: ObjectId::Table(to), .. } if to.name.is_ascii()))
        .collect();
    check(&database, &renames).await;
}

#[tokio::test]
async fn tables_and_namespaces_come_change_and_go() {
    let database = database(SHOP).await;
    let mut extra = Table::new(TableName::within(Some("depot"), "shelf"));
    extra.columns = vec![Column {
        nullable: false,
        ..Column::new("id", "integer")
    }];
    extra.comment = Some("a \\ comment".to_owned());
    let found = read(&database).await;
    let orders = found.table(&shop("orders")).expect("orders").clone();
    let with = |options: &[(&str, &str)]| Table {
        options: options
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        ..Table::new(shop("orders"))
    };
    let unlogged = with(&[("unlogged", "true"), ("fillfactor", "70")]);
    let table = |table: &Table| Object::Table(Box::new(table.clone()));
    let without = check(
        &database,
        &[
            Edit::Create(Object::Namespace("depot".to_owned())),
            Edit::Create(table(&extra)),
            Edit::Rename {
                from: ObjectId::Table(extra.name.clone()),
                to: ObjectId::Table(TableName::within(Some("depot"), "rack")),
            },
            Edit::Rename {
                from: ObjectId::Table(shop("orders")),
                to: ObjectId::Table(TableName::within(Some("depot"), "sales")),
            },
        ],
    )
    .await;
    let moved = TableName::within(Some("depot"), "sales");
    assert_eq!(
        without.table(&moved).map(|table| table.columns.len()),
        Some(orders.columns.len())
    );
    database
        .execute("ALTER TABLE depot.sales SET SCHEMA public; ALTER TABLE sales RENAME TO orders; ALTER SEQUENCE sales_id_seq RENAME TO orders_id_seq")
        .await;
    let shelf = Table {
        name: TableName::within(Some("depot"), "rack"),
        ..extra
    };
    check(
        &database,
        &[
            Edit::Drop(table(&shelf)),
            Edit::Drop(Object::Namespace("depot".to_owned())),
            alter(&table(&with(&[])), table(&unlogged)),
            alter(
                &table(&unlogged),
                table(&with(&[
                    ("fillfactor", "80"),
                    ("toast.autovacuum_enabled", "false"),
                ])),
            ),
            alter(
                &table(&with(&[
                    ("fillfactor", "80"),
                    ("toast.autovacuum_enabled", "false"),
                ])),
                table(&with(&[])),
            ),
        ],
    )
    .await;
    assert_eq!(database.count("orders").await, 3);
}

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
        rendered.expect("statements").statements[0].sql.clone()
    };
    let mut connection = connect(&database).await;
    for to in ["character varying(3)", "integer", "numeric(3,1)", "bit(2)"] {
        let refused = sqlx::raw_sql(AssertSqlSafe(change(to)))
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
async fn keys_come_change_and_go() {
    let database = database(SHOP).await;
    let customers = shop("tags");
    let unique = |columns: &[&str], clauses: &[&str]| {
        Object::Unique(
            customers.clone(),
            Unique {
                name: Name::chosen("u"),
                columns: columns.iter().map(|&name| name.to_owned()).collect(),
                clauses: clauses.iter().map(|&clause| clause.to_owned()).collect(),
            },
        )
    };
    let primary = |name: &str, columns: &[&str]| {
        Object::PrimaryKey(
            customers.clone(),
            PrimaryKey {
                name: Some(Name::chosen(name)),
                columns: columns.iter().map(|&name| name.to_owned()).collect(),
                clauses: Vec::new(),
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
        options: BTreeMap::from([("nulls_not_distinct".to_owned(), "true".to_owned())]),
        ..first.clone()
    };
    let hash = Index {
        method: Some("hash".to_owned()),
        options: BTreeMap::from([("fillfactor".to_owned(), "60".to_owned())]),
        ..first.clone()
    };
    let emptier = Index {
        options: BTreeMap::from([("fillfactor".to_owned(), "50".to_owned())]),
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

#[tokio::test]
async fn the_server_spells_expressions_and_refuses_some() {
    let database = database(SHOP).await;
    let mut connection = connect(&database).await;
    let mut schema = read(&database).await;
    let orders = schema.table_mut(&shop("orders")).expect("orders");
    orders.indexes.push(Index {
        method: Some("gin".to_owned()),
        parts: vec![IndexPart {
            target: Target::Expression("to_tsvector('english'::regconfig, state)".to_owned()),
            ..IndexPart::column("")
        }],
        ..Index::over(Name::chosen("words"), &[])
    });
    let place = |place: Place, text: &str| Expression {
        table: shop("orders"),
        place,
        text: text.to_owned(),
    };
    let name = || "quantity".to_owned();
    let cases = [
        (place(Place::Default(name()), "-1"), Some("'-1'::integer")),
        (place(Place::Default(name()), "1 + 1"), Some("(1 + 1)")),
        (place(Place::Default(name()), "'no number'"), None),
        (place(Place::Default("nothing".to_owned()), "1"), None),
        (
            place(Place::Generated(name()), "quantity + customer"),
            Some("(quantity + customer)"),
        ),
        (
            place(
                Place::Check("c".to_owned()),
                "orders.quantity>0 AND state IN ('a','b')",
            ),
            Some("((quantity > 0) AND (state = ANY (ARRAY['a'::text, 'b'::text])))"),
        ),
        (place(Place::Check("c".to_owned()), "nonsense > 0"), None),
        (place(Place::Check("c".to_owned()), "it's; not SQL"), None),
        (
            place(Place::Predicate("i".to_owned()), "state='a'"),
            Some("(state = 'a'::text)"),
        ),
        (
            place(Place::Part("i".to_owned(), 0), "LOWER(state)"),
            Some("lower(state)"),
        ),
        (
            place(
                Place::Part("words".to_owned(), 0),
                "to_tsvector('english',state)",
            ),
            Some("to_tsvector('english'::regconfig, state)"),
        ),
    ];
    let expressions: Vec<Expression> = cases.iter().map(|(asked, _)| asked.clone()).collect();
    let spelled = postgres::normalize(&mut connection, &schema, &expressions)
        .await
        .expect("spellings");
    for (asked, expected) in &cases {
        assert_eq!(
            spelled.get(asked).map(String::as_str),
            *expected,
            "{asked:?}"
        );
    }
    let left: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'",
    )
    .fetch_one(&mut connection)
    .await
    .expect("a number");
    assert_eq!(left, 0, "nothing is left behind");
}
