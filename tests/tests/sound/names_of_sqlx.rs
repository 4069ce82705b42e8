//! `FromRow` and `Table` read the same attributes and cannot disagree.

use trueup::Table;
use trueup::meta::ValueType;

#[derive(Default)]
struct Loaded;

#[derive(Default)]
struct Settings;

impl<'de> serde::Deserialize<'de> for Settings {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(from).map(|_| Self)
    }
}

#[derive(Default)]
struct Percent(i64);

impl TryFrom<i64> for Percent {
    type Error = std::num::TryFromIntError;

    fn try_from(value: i64) -> Result<Self, Self::Error> {
        Ok(Self(value))
    }
}

#[derive(Table, sqlx::FromRow)]
#[sqlx(rename_all = "camelCase", default)]
#[table(unique(order_number))]
struct Order {
    #[column(primary_key)]
    order_id: i64,
    #[sqlx(rename = "number")]
    order_number: i64,
    #[sqlx(rename = "note")]
    #[column(name = "note", max_length = 80)]
    remark: String,
    #[sqlx(skip)]
    loaded: Loaded,
    #[sqlx(json, default)]
    settings: Settings,
    #[sqlx(json(nullable))]
    old_settings: Option<Settings>,
    #[sqlx(try_from = "i64", default)]
    #[column(default = 0)]
    percent: Percent,
}

impl Default for Order {
    fn default() -> Self {
        Self {
            order_id: 0,
            order_number: 0,
            remark: String::new(),
            loaded: Loaded,
            settings: Settings,
            old_settings: None,
            percent: Percent(0),
        }
    }
}

#[derive(Table, sqlx::FromRow)]
#[sqlx(rename_all = "SCREAMING_SNAKE_CASE")]
#[table(rename_all = "SCREAMING_SNAKE_CASE")]
struct Flag {
    is_set: bool,
}

#[test]
fn names_of_sqlx_are_the_names_of_columns() {
    let order = Order::META;
    let columns: Vec<_> = order
        .columns
        .iter()
        .map(|column| (column.name, column.value, column.nullable))
        .collect();
    assert_eq!(
        columns,
        [
            ("orderId", ValueType::I64, false),
            ("number", ValueType::I64, false),
            ("note", ValueType::Text, false),
            ("settings", ValueType::Json, false),
            ("oldSettings", ValueType::Json, true),
            ("percent", ValueType::I64, false),
        ]
    );
    assert!(order.uniques()[0].columns().eq(["number"]));
    assert_eq!(Flag::META.columns[0].name, "IS_SET");
}
