//! What a column says besides its type.

use trueup::Table;
use trueup::meta::{GeneratedMeta, SqlMeta};

#[derive(Table)]
struct Item {
    #[column(primary_key)]
    id: i64,
    #[column(precision = 12, scale = 2, comment = "in euros")]
    price: rust_decimal::Decimal,
    #[column(length = 2, charset = "ascii")]
    country: String,
    #[column(collation(postgres = "C", sqlite = "NOCASE"), storage = external, compression = lz4)]
    name: String,
    #[column(sql_type(postgres = "xml", mysql = "mediumtext"), invisible)]
    page: Option<String>,
    #[column(precision = 0, default = now, update = now)]
    at: chrono::DateTime<chrono::Utc>,
    #[column(generated(virtual, "price * 2"))]
    double: Option<rust_decimal::Decimal>,
    #[column(generated(
        stored,
        postgres = "length(name)",
        mysql = "char_length(name)",
        sqlite = "length(name)"
    ))]
    size: i32,
}

#[test]
fn a_column_says_more_than_its_type() {
    let columns = Item::META.columns;
    assert_eq!(
        (columns[1].precision(), columns[1].scale()),
        (Some(12), Some(2))
    );
    assert_eq!(
        (columns[2].length(), columns[2].charset()),
        (Some(2), Some("ascii"))
    );
    assert_eq!(
        (columns[3].storage(), columns[3].compression()),
        (Some("external"), Some("lz4"))
    );
    assert!(columns[4].is_invisible() && columns[5].is_updated_now());
    assert_eq!(
        columns[6].generated(),
        Some(GeneratedMeta {
            stored: false,
            expression: SqlMeta::Same("price * 2")
        })
    );
}
