//! Tables and namespaces, whatever they are called.

use trueup::diff::Edit;
use trueup::model::{
    Action, AutoIncrement, Column, ForeignKey, Index, Name, Object, ObjectId, PrimaryKey, Table,
    TableName, Unique,
};

use super::{SHOP, alter, build, check, database, read, shop};

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
            ..PrimaryKey::default()
        });
        let quoted = format!("\"{}\"", name.replace('"', "\"\""));
        table.uniques = vec![Unique::over(
            Name::chosen(format!("{at}u{}", &name[..name.len().min(20)])),
            vec![second.clone()],
        )];
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
