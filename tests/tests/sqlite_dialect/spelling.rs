//! How types, defaults and expressions are spelled.

use sqlx::Row;
use trueup::ValueType;
use trueup::dialect::Dialect;
use trueup::live::{Expression, Place, sqlite};
use trueup::meta::{DefaultMeta, SqlMeta};
use trueup::model::{Column, Schema, Table, TableName};
use trueup_tests::engines::Engine;

use super::{connect, create_all, execute, org, read, rich};

#[tokio::test]
async fn every_type_reads_back_as_it_is_written() {
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    let flavor = sqlite::server(&mut connection)
        .await
        .expect("a flavor")
        .flavor;
    let ddl = Dialect::of(flavor);
    let values = [
        (ValueType::Bool, None),
        (ValueType::I8, None),
        (ValueType::I64, None),
        (ValueType::U32, None),
        (ValueType::F32, None),
        (ValueType::F64, None),
        (ValueType::Text, None),
        (ValueType::Text, Some(20)),
        (ValueType::Bytes, None),
        (ValueType::Bytes, Some(16)),
        (ValueType::Date, None),
        (ValueType::Time, None),
        (ValueType::DateTime, None),
        (ValueType::Instant, None),
        (ValueType::Uuid, None),
        (ValueType::Json, None),
    ];
    let mut table = Table::new(TableName::new("t"));
    for (at, (value, length)) in values.into_iter().enumerate() {
        let data_type = ddl.ddl().column_type(value, length).expect("a type");
        table.columns.push(Column::new(format!("c{at}"), data_type));
    }
    let mut schema = Schema::new(flavor);
    schema.tables.push(table);
    create_all(&mut connection, &schema).await;
    assert_eq!(read(&mut connection).await, schema);
}

#[tokio::test]
async fn every_default_reads_back_as_it_is_written() {
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    let flavor = sqlite::server(&mut connection)
        .await
        .expect("a flavor")
        .flavor;
    let ddl = Dialect::of(flavor);
    let mut table = Table::new(TableName::new("t"));
    for (at, (default, value)) in [
        (DefaultMeta::Bool(true), ValueType::Bool),
        (DefaultMeta::Number("-1"), ValueType::I64),
        (DefaultMeta::Number("1.5e-3"), ValueType::F64),
        (DefaultMeta::Text("it's \"x\" \n--"), ValueType::Text),
        (DefaultMeta::Text("{\"a\": 1}"), ValueType::Json),
        (
            DefaultMeta::Text("67e55044-10b1-426f-9247-bb680e5fe0c8"),
            ValueType::Uuid,
        ),
        (DefaultMeta::Now, ValueType::Date),
        (DefaultMeta::Now, ValueType::Time),
        (DefaultMeta::Now, ValueType::DateTime),
        (DefaultMeta::Now, ValueType::Instant),
        (
            DefaultMeta::Sql(SqlMeta::Same("strftime('%s','now') + 1")),
            ValueType::I64,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        table.columns.push(Column {
            default: Some(ddl.ddl().default_expression(&default, value).expect("one")),
            ..Column::new(
                format!("c{at}"),
                ddl.ddl().column_type(value, None).expect("a type"),
            )
        });
    }
    let mut schema = Schema::new(flavor);
    schema.tables.push(table);
    create_all(&mut connection, &schema).await;
    assert_eq!(read(&mut connection).await, schema);
}

#[tokio::test]
async fn sqlx_reads_what_the_defaults_store() {
    let database = Engine::Sqlite.database().await;
    let mut connection = connect(&database).await;
    execute(
        &mut connection,
        "CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME DEFAULT CURRENT_TIMESTAMP,
             d DATE DEFAULT CURRENT_DATE, c TIME DEFAULT CURRENT_TIME, b BOOLEAN DEFAULT TRUE,
             u BLOB DEFAULT X'67E5504410B1426F9247BB680E5FE0C8');
         INSERT INTO t (id) VALUES (1)",
    )
    .await;
    let row = sqlx::query("SELECT * FROM t")
        .fetch_one(&mut connection)
        .await
        .expect("a row");
    row.try_get::<chrono::DateTime<chrono::Utc>, _>("at")
        .expect("chrono's instant");
    row.try_get::<chrono::DateTime<chrono::Local>, _>("at")
        .expect("chrono's local time");
    row.try_get::<chrono::NaiveDateTime, _>("at")
        .expect("chrono's date and time");
    row.try_get::<time::OffsetDateTime, _>("at")
        .expect("time's instant");
    row.try_get::<time::PrimitiveDateTime, _>("at")
        .expect("time's date and time");
    row.try_get::<chrono::NaiveDate, _>("d")
        .expect("chrono's date");
    row.try_get::<time::Date, _>("d").expect("time's date");
    row.try_get::<chrono::NaiveTime, _>("c")
        .expect("chrono's time");
    row.try_get::<time::Time, _>("c").expect("time's time");
    assert!(row.try_get::<bool, _>("b").expect("a boolean"));
    assert_eq!(
        row.try_get::<uuid::Uuid, _>("u")
            .expect("a uuid")
            .to_string(),
        "67e55044-10b1-426f-9247-bb680e5fe0c8"
    );
}

#[tokio::test]
async fn expressions_are_spelled_as_inspection_spells_them() {
    let (_database, mut connection) = rich().await;
    let schema = read(&mut connection).await;
    let expression = |place, text: &str| Expression {
        table: org(),
        place,
        text: text.to_owned(),
    };
    let asked = [
        expression(Place::Check(String::new()), "(STATE in('open','shut'))"),
        expression(Place::Default("size".to_owned()), "( ABS( - 1.5 ) )"),
        expression(Place::Part("org_lower".to_owned(), 0), "LOWER(State)"),
    ];
    let spelled = sqlite::normalize(&mut connection, &schema, &asked)
        .await
        .expect("spellings");
    let texts: Vec<&str> = asked.iter().map(|it| spelled[it].as_str()).collect();
    assert_eq!(
        texts,
        [
            "\"state\" IN ('open', 'shut')",
            "abs(-1.5)",
            "lower(\"state\")"
        ]
    );
}
