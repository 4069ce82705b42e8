//! How the server spells types, defaults and expressions.

use trueup::ValueType;
use trueup::dialect::Dialect;
use trueup::diff::Edit;
use trueup::live::{Expression, Place, mysql};
use trueup::meta::{DefaultMeta, SqlMeta};
use trueup::model::{Column, Object, Schema, Table};
use trueup_tests::engines::Engine;

use super::{column, connect, creation, filled, inspect, make, name, render, run};

#[tokio::test]
async fn every_type_reads_back_as_it_is_written() {
    let database = Engine::MariaDb.database().await;
    let mut connection = connect(&database).await;
    let flavor = mysql::server(&mut connection).await.unwrap().flavor;
    let dialect = Dialect::of(flavor);
    let mut table = Table::new(name("t"));
    for (at, value) in ValueType::PLAIN.into_iter().enumerate() {
        for nullable in [true, false] {
            let data_type = dialect.ddl().column_type(value, None).unwrap();
            table.columns.push(Column {
                nullable,
                ..column(&format!("c{at}{nullable}"), &data_type)
            });
        }
    }
    for value in [ValueType::Text, ValueType::Bytes] {
        let data_type = dialect.ddl().column_type(value, Some(100)).unwrap();
        table
            .columns
            .push(column(&format!("l{value:?}"), &data_type));
    }
    let mut schema = Schema::new(flavor);
    schema.tables.push(table.clone());
    assert_eq!(dialect.ddl().canonical(schema.clone()), schema);
    make(
        &mut connection,
        &[Edit::Create(Object::Table(Box::new(table)))],
    )
    .await;
}

#[tokio::test]
async fn the_greatest_decimal_is_stored_exactly() {
    let database = Engine::MariaDb.database().await;
    let mut connection = connect(&database).await;
    let flavor = mysql::server(&mut connection).await.unwrap().flavor;
    let data_type = Dialect::of(flavor)
        .ddl()
        .column_type(ValueType::Decimal, None)
        .unwrap();
    run(
        &mut connection,
        &format!("CREATE TABLE t (d {data_type} PRIMARY KEY)"),
    )
    .await;
    let smallest = rust_decimal::Decimal::new(1, 28);
    for value in [
        rust_decimal::Decimal::MAX,
        rust_decimal::Decimal::MIN,
        smallest,
    ] {
        sqlx::query("INSERT INTO t VALUES (?)")
            .bind(value)
            .execute(&mut connection)
            .await
            .unwrap();
    }
    let read: Vec<rust_decimal::Decimal> = sqlx::query_scalar("SELECT d FROM t ORDER BY d")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    assert_eq!(
        read,
        [
            rust_decimal::Decimal::MIN,
            smallest,
            rust_decimal::Decimal::MAX
        ]
    );
}

#[tokio::test]
async fn defaults_read_back_as_written_or_as_the_server_spells_them() {
    let cases = [
        (DefaultMeta::Bool(true), ValueType::Bool),
        (DefaultMeta::Number("-7"), ValueType::I32),
        (DefaultMeta::Number("18446744073709551615"), ValueType::U64),
        (DefaultMeta::Number("1.50"), ValueType::F64),
        (DefaultMeta::Number("1e20"), ValueType::F64),
        (DefaultMeta::Number("123456789.125"), ValueType::F32),
        (DefaultMeta::Number("-1.5"), ValueType::Decimal),
        (DefaultMeta::Text("it's \\ \"q\"\n\r\t%_"), ValueType::Text),
        (
            DefaultMeta::Text("67e55044-10b1-426f-9247-bb680e5fe0c8"),
            ValueType::Uuid,
        ),
        (DefaultMeta::Text("{\"a\": [1]}"), ValueType::Json),
        (DefaultMeta::Text("2020-02-03"), ValueType::Date),
        (DefaultMeta::Text("10:20:30"), ValueType::Time),
        (
            DefaultMeta::Text("2020-02-03 10:20:30"),
            ValueType::DateTime,
        ),
        (DefaultMeta::Now, ValueType::Date),
        (DefaultMeta::Now, ValueType::Time),
        (DefaultMeta::Now, ValueType::DateTime),
        (DefaultMeta::Now, ValueType::Instant),
        (DefaultMeta::Sql(SqlMeta::Same("1+ 2 * A")), ValueType::I64),
        (
            DefaultMeta::Sql(SqlMeta::Same("CONCAT('a','b')")),
            ValueType::Text,
        ),
    ];
    let database = Engine::MariaDb.database().await;
    let mut connection = connect(&database).await;
    let flavor = mysql::server(&mut connection).await.unwrap().flavor;
    let dialect = Dialect::of(flavor);
    let mut table = Table::new(name("t"));
    table.columns.push(column("a", "int(11)"));
    let mut questions = Vec::new();
    for (at, (default, value)) in cases.iter().enumerate() {
        let text = dialect.ddl().default_expression(default, *value).unwrap();
        table.columns.push(Column {
            default: Some(text.clone()),
            ..column(
                &format!("c{at}"),
                &dialect.ddl().column_type(*value, None).unwrap(),
            )
        });
        questions.push(Expression {
            table: name("t"),
            place: Place::Default(format!("c{at}")),
            text,
        });
    }
    let refused = Expression {
        table: name("t"),
        place: Place::Check("c".to_owned()),
        text: "no_such_column > 0".to_owned(),
    };
    let reaching_out = Expression {
        text: "a > 0); DROP TABLE t; --".to_owned(),
        ..refused.clone()
    };
    questions.extend([refused.clone(), reaching_out.clone()]);
    let mut schema = Schema::new(flavor);
    schema.tables.push(table);
    for edit in creation(&schema) {
        for statement in render(&Schema::new(flavor), &edit).1.unwrap().statements {
            run(&mut connection, &statement.sql).await;
        }
    }
    let read = inspect(&mut connection).await;
    let spelled = mysql::normalize(&mut connection, &schema, &questions)
        .await
        .unwrap();
    assert!(!spelled.contains_key(&refused) && !spelled.contains_key(&reaching_out));
    for question in &questions {
        let Place::Default(column) = &question.place else {
            continue;
        };
        let found = read
            .table(&name("t"))
            .unwrap()
            .column(column)
            .unwrap()
            .default
            .clone()
            .unwrap();
        assert_eq!(spelled[question], found);
        let is_exact = dialect.ddl().is_same_expression(&question.text, &found);
        let is_expected = !["1e20", "123456789.125", "1+ 2 * A"].contains(&question.text.as_str());
        assert_eq!(
            is_exact,
            is_expected || is_exact,
            "{} is read as {found}",
            question.text
        );
    }
    assert_eq!(
        inspect(&mut connection).await,
        read,
        "nothing is left behind"
    );
}

#[tokio::test]
async fn checks_and_computed_columns_are_spelled_as_the_catalogue_does() {
    let (_database, mut connection) = filled().await;
    run(
        &mut connection,
        "ALTER TABLE t ADD CONSTRAINT ck CHECK (A>0 AND b <> 'it''s, (' ), ADD COLUMN g int AS (A+1) STORED, ADD COLUMN l int CHECK (l IN (1,2))",
    )
    .await;
    let schema = inspect(&mut connection).await;
    let table = schema.table(&name("t")).unwrap();
    let ask = |place: Place, text: &str| Expression {
        table: name("t"),
        place,
        text: text.to_owned(),
    };
    let questions = [
        ask(Place::Check("ck".to_owned()), "A>0 AND b <> 'it''s, (' "),
        ask(Place::Check("l".to_owned()), "l IN (1,2)"),
        ask(Place::Generated("g".to_owned()), "A+1"),
    ];
    let spelled = mysql::normalize(&mut connection, &schema, &questions)
        .await
        .unwrap();
    let check = |text: &str| {
        table
            .checks
            .iter()
            .find(|check| check.name.text() == text)
            .unwrap()
            .expression
            .clone()
    };
    assert_eq!(spelled[&questions[0]], check("ck"));
    assert_eq!(spelled[&questions[1]], check("l"));
    assert_eq!(
        spelled[&questions[2]],
        table
            .column("g")
            .unwrap()
            .generated
            .as_ref()
            .unwrap()
            .expression
    );
}
