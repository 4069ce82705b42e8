//! How the server spells types, defaults and expressions.

use sqlx::PgConnection;
use trueup::ValueType;
use trueup::dialect::Dialect;
use trueup::live::{Expression, Place, postgres};
use trueup::meta::{DefaultMeta, SqlMeta};
use trueup::model::{Column, Index, IndexPart, Name, Schema, Table, Target};

use super::{SHOP, build, connect, database, read, shop};

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
    assert_spelled(&mut connection, &schema, &cases).await;
    let left: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'",
    )
    .fetch_one(&mut connection)
    .await
    .expect("a number");
    assert_eq!(left, 0, "nothing is left behind");
}

/// An enum is made in the same run as the column of it, and what the table has beside it means what it meant.
#[tokio::test]
async fn the_server_spells_what_is_beside_a_column_of_a_type_that_is_not_there() {
    let database = database(SHOP).await;
    let mut connection = connect(&database).await;
    let mut schema = read(&database).await;
    let orders = schema.table_mut(&shop("orders")).expect("orders");
    orders.columns.insert(0, Column::new("mood", "absent"));
    let of = |place: Place, text: &str| Expression {
        table: shop("orders"),
        place,
        text: text.to_owned(),
    };
    let cases = [
        (
            of(Place::Default("state".to_owned()), "'a'"),
            Some("'a'::text"),
        ),
        (
            of(Place::Check("c".to_owned()), "quantity>0"),
            Some("(quantity > 0)"),
        ),
        (of(Place::Default("mood".to_owned()), "'a'"), None),
        (of(Place::Check("m".to_owned()), "mood>'a'"), None),
    ];
    assert_spelled(&mut connection, &schema, &cases).await;
}

/// The server spells each expression as is expected; none where it refuses it.
async fn assert_spelled(
    connection: &mut PgConnection,
    schema: &Schema,
    cases: &[(Expression, Option<&str>)],
) {
    let expressions: Vec<Expression> = cases.iter().map(|(asked, _)| asked.clone()).collect();
    let spelled = postgres::normalize(connection, schema, &expressions)
        .await
        .expect("spellings");
    for (asked, expected) in cases {
        assert_eq!(
            spelled.get(asked).map(String::as_str),
            *expected,
            "{asked:?}"
        );
    }
}
