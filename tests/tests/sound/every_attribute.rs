//! Every word of both attributes, and what it becomes.

use trueup::Table;
use trueup::meta::{ActionMeta, DefaultMeta, PartWord, SqlMeta, ValueType};

#[derive(Table)]
#[table(
    name = "orgs",
    schema = "billing",
    rename_all = "camelCase",
    renamed_from("organisations", "organizations"),
    index(country, created_at desc),
    index(name = "org_by_city", r#type asc, city),
    unique(country, city),
    unique(name = "org_code", code),
    primary_key(id),
    check("score >= 0"),
    check(name = "short_city", "length(city) < 100"),
    dropped("fax", "telex"),
    dropped("pager")
)]
struct Org {
    #[column(auto_increment)]
    id: i64,
    #[column(name = "land", max_length = 2)]
    country: String,
    #[column(default = "Berlin", renamed_from = "town")]
    #[column(check("city <> ''"))]
    city: String,
    #[column(default = -1_000i32)]
    score: i32,
    #[column(default = 2.50)]
    rate: f64,
    #[column(default = true)]
    is_open: bool,
    #[column(default = now)]
    created_at: chrono::DateTime<chrono::Utc>,
    #[column(default = sql("gen_random_uuid()"))]
    code: uuid::Uuid,
    #[column(index, renamed_from("kind", "sort"))]
    r#type: Option<String>,
    #[column(skip)]
    cache: std::cell::Cell<u8>,
}

#[derive(Table)]
struct Account {
    #[column(primary_key, auto_increment)]
    id: i64,
    #[column(unique, max_length = 255)]
    email: String,
    #[column(references = Org::id, on_delete = cascade, on_update = restrict)]
    org_id: i64,
    #[column(references = self::Org::id, on_delete = set_null)]
    former_org: Option<i64>,
    #[column(references = crate::every_attribute::Org::code, on_delete = set_default, on_update = no_action, default = sql("gen_random_uuid()"))]
    org_code: uuid::Uuid,
}

#[test]
fn every_word_becomes_what_it_says() {
    let org = Org::META;
    assert_eq!((org.schema, org.name), (Some("billing"), "orgs"));
    assert_eq!(org.rust_name, "Org");
    assert_eq!(org.module, module_path!());
    assert_eq!(org.renamed_from(), ["organisations", "organizations"]);
    assert_eq!(org.dropped(), ["fax", "telex", "pager"]);
    assert_eq!(org.primary_key, ["id"]);
    let names: Vec<_> = org.columns.iter().map(|column| column.name).collect();
    assert_eq!(
        names,
        [
            "id",
            "land",
            "city",
            "score",
            "rate",
            "isOpen",
            "createdAt",
            "code",
            "type"
        ]
    );
    let defaults: Vec<_> = org
        .columns
        .iter()
        .filter_map(trueup::meta::ColumnMeta::default)
        .collect();
    assert_eq!(
        defaults,
        [
            DefaultMeta::Text("Berlin"),
            DefaultMeta::Number("-1000"),
            DefaultMeta::Number("2.50"),
            DefaultMeta::Bool(true),
            DefaultMeta::Now,
            DefaultMeta::Sql(SqlMeta::Same("gen_random_uuid()")),
        ]
    );
    assert_eq!(org.columns[1].max_length(), Some(2));
    assert_eq!(org.columns[2].renamed_from(), ["town"]);
    assert_eq!(org.columns[8].renamed_from(), ["kind", "sort"]);
    assert_eq!(org.columns[8].value, ValueType::Text);
    assert!(org.columns[8].nullable);
    assert_eq!(org.indexes().len(), 3);
    assert_eq!(org.indexes()[0].columns().next(), Some("type"));
    assert_eq!(org.indexes()[1].columns().next(), Some("land"));
    assert!(org.indexes()[1].parts[1].words == [PartWord::Descending]);
    assert_eq!(org.indexes()[2].name, Some("org_by_city"));
    assert!(org.uniques()[0].columns().eq(["land", "city"]));
    assert_eq!(org.uniques()[1].name, Some("org_code"));
    assert_eq!(org.checks()[0].expression, SqlMeta::Same("city <> ''"));
    assert_eq!(org.checks()[2].name, Some("short_city"));
    assert!(Org::COLUMNS.code.is_key());
    assert!(!Org::COLUMNS.country.is_key());

    let account = Account::META;
    assert_eq!(account.name, "accounts");
    let key = account.foreign_keys()[0];
    assert_eq!(key.columns, ["org_id"]);
    assert_eq!(
        (key.target_schema, key.target_table),
        (Some("billing"), "orgs")
    );
    assert_eq!(key.target_columns, ["id"]);
    assert_eq!(
        (key.on_delete, key.on_update),
        (ActionMeta::Cascade, ActionMeta::Restrict)
    );
    assert_eq!(account.foreign_keys()[2].on_delete, ActionMeta::SetDefault);

    let registry = trueup::Registry::of(trueup::tables![Org, Account]).expect("two names");
    assert_eq!(registry.tables(), [account, org]);
}
