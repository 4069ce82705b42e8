//! What is read of a database, and built again from it.

use std::collections::BTreeMap;

use sqlx::Connection;
use trueup::diff::{self, Ownership};
use trueup::live::{Scope, postgres};
use trueup::model::{Intents, ObjectId, Schema, TableName};
use trueup_tests::engines::Database;

use super::{build, connect, database, read, server, shop};

/// A schema with as much in it as the model can hold.
const RICH: &str = include_str!("rich.sql");

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
    let database = database(include_str!("foreign.sql")).await;
    let schema = read(&database).await;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for item in &schema.unsupported {
        *kinds.entry(item.kind.as_str()).or_default() += 1;
        let definition = item.definition.as_deref();
        assert!(
            definition.is_some_and(|text| !text.contains("secret")),
            "{item:?}"
        );
    }
    let expected = [
        "aggregate",
        "collation",
        "column options",
        "column statistics target",
        "comment of a sequence",
        "composite type",
        "extended statistics",
        "foreign data wrapper",
        "foreign server",
        "foreign table",
        "function",
        "grants",
        "inherited table",
        "partition",
        "partitioned table",
        "policy",
        "procedure",
        "publication",
        "range type",
        "row level security",
        "rule",
        "trigger",
        "user mapping",
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
async fn what_a_publication_and_a_foreign_server_are_of_is_told_and_no_secret() {
    let mut told = Vec::new();
    for (namespace, host, word) in [
        ("one", "here", "secret"),
        ("two", "here", "secret"),
        ("one", "there", "secret"),
        ("one", "here", "secret too"),
    ] {
        let database = database(&format!(
            "CREATE SCHEMA one; CREATE SCHEMA two; CREATE PUBLICATION news FOR TABLES IN SCHEMA {namespace}; \
             CREATE FOREIGN DATA WRAPPER nobodys; \
             CREATE SERVER far FOREIGN DATA WRAPPER nobodys OPTIONS (host '{host}', password '{word}')"
        ))
        .await;
        told.push(read(&database).await.unsupported);
    }
    assert_ne!(told[0], told[1], "another namespace");
    assert_ne!(told[0], told[2], "another host");
    assert_eq!(told[0], told[3], "another password");
    let text = format!("{told:?}");
    assert!(text.contains("here") && !text.contains("secret"), "{text}");
}

#[tokio::test]
async fn the_rights_on_a_namespace_go_with_it() {
    let one = database(
        "CREATE SCHEMA own; GRANT USAGE ON SCHEMA own TO pg_monitor; \
         ALTER DEFAULT PRIVILEGES IN SCHEMA own GRANT SELECT ON TABLES TO pg_monitor",
    )
    .await;
    let other = database("").await;
    let (live, desired) = (read(&one).await, read(&other).await);
    let unsupported = |desired: &Schema| {
        let paired = diff::pair(None, &live, desired, &Intents::default());
        diff::compare(&paired, Ownership::Everything).unsupported
    };
    assert_eq!(unsupported(&desired), []);
    let mut stays = Schema::new(live.flavor);
    stays.namespaces.clone_from(&live.namespaces);
    let listed = unsupported(&stays);
    let listed: Vec<_> = listed.iter().map(|item| item.kind.as_str()).collect();
    assert_eq!(listed, ["schema grants", "default grants"]);
}

#[tokio::test]
async fn other_namespaces_are_read_only_when_they_are_wanted() {
    let database = database(
        "CREATE SCHEMA one; CREATE SCHEMA two; CREATE TABLE t (a int); \
         CREATE TABLE one.t (a int); CREATE TABLE two.t (a int)",
    )
    .await;
    let mut connection = connect(&database).await;
    let server = server(&mut connection).await;
    let scope = Scope::Namespaces(vec!["one".to_owned(), "nobody's".to_owned()]);
    let schema = postgres::inspect(&mut connection, &server, &scope)
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
    let server = server(&mut connection).await;
    let mut transaction = connection.begin().await.expect("a transaction");
    sqlx::raw_sql("CREATE TABLE t (a int)")
        .execute(&mut *transaction)
        .await
        .expect("a table");
    let schema = postgres::inspect(&mut transaction, &server, &Scope::All)
        .await
        .expect("a schema");
    assert_eq!(schema.tables.len(), 1);
}
