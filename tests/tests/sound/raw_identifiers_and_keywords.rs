//! Rust keywords need `r#`, SQL keywords need nothing.

#![allow(non_camel_case_types)]

use trueup::Table;

#[derive(Table)]
#[table(name = "select", index(r#type, order desc), unique(r#match, group))]
struct r#struct {
    #[column(primary_key)]
    r#fn: i64,
    r#type: String,
    r#match: bool,
    order: i32,
    group: String,
    table: String,
    name: String,
    #[column(references = r#struct::r#fn)]
    from: i64,
    #[column(references = self::r#struct::r#fn)]
    r#self_: i64,
    größe: f64,
}

// Fields that are called like the words of the attributes.
#[derive(Table)]
#[table(index(name, desc desc, asc asc), unique(name = "by_index", index))]
struct Reader {
    #[column(primary_key)]
    id: i64,
    name: String,
    desc: i32,
    asc: i32,
    index: i32,
}

#[derive(Table)]
struct r#type {
    id: i32,
}

#[test]
fn keywords_name_columns() {
    let table = r#struct::META;
    assert_eq!((table.rust_name, table.name), ("struct", "select"));
    let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
    assert_eq!(
        names,
        [
            "fn", "type", "match", "order", "group", "table", "name", "from", "self_", "größe"
        ]
    );
    assert_eq!(table.indexes()[0].columns().next(), Some("type"));
    assert_eq!(table.foreign_keys()[0].target_columns, ["fn"]);
    assert_eq!(r#type::META.name, "types");
    assert_eq!(Reader::META.indexes()[0].columns().next(), Some("name"));
    assert!(Reader::META.uniques()[0].columns().eq(["index"]));
}
