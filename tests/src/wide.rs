//! A schema of any number of tables, for measuring: twenty columns each, an identity, two indexes, a
//! unique key, a foreign key to the table before, a check and seven defaults.

use trueup::Registry;
use trueup::meta::{
    ActionMeta, CheckMeta, ColumnMeta, DefaultMeta, ForeignKeyMeta, IndexColumnMeta, IndexMeta,
    TableMeta, UniqueMeta, ValueType,
};

/// So many tables. Their definitions live as long as the program, as derived ones do.
///
/// # Panics
///
/// Never: the names are all different.
pub fn tables(count: usize) -> Registry {
    let tables: Vec<&'static TableMeta> = (0..count).map(table).collect();
    Registry::of(&tables).expect("tables of different names")
}

fn table(number: usize) -> &'static TableMeta {
    let target = format!("wide{}", number.saturating_sub(1)).leak();
    let foreign_keys: &'static [ForeignKeyMeta] = vec![ForeignKeyMeta {
        name: None,
        columns: &["parent_id"],
        target_schema: None,
        target_table: target,
        target_columns: &["id"],
        on_delete: ActionMeta::Cascade,
        on_update: ActionMeta::NoAction,
    }]
    .leak();
    Box::leak(Box::new(TableMeta {
        rust_name: "Wide",
        module: "wide",
        schema: None,
        name: format!("wide{number}").leak(),
        renamed_from: &[],
        columns: COLUMNS,
        primary_key: &["id"],
        uniques: &[UniqueMeta {
            name: None,
            columns: &["email"],
        }],
        indexes: &[
            IndexMeta {
                name: None,
                columns: &[IndexColumnMeta {
                    name: "parent_id",
                    descending: false,
                }],
            },
            IndexMeta {
                name: None,
                columns: &[
                    IndexColumnMeta {
                        name: "kind",
                        descending: false,
                    },
                    IndexColumnMeta {
                        name: "n0",
                        descending: true,
                    },
                ],
            },
        ],
        foreign_keys,
        checks: &[CheckMeta {
            name: None,
            expression: "n0 >= 0",
        }],
        dropped: &[],
    }))
}

const fn column(name: &'static str, value: ValueType) -> ColumnMeta {
    ColumnMeta {
        name,
        field: name,
        value,
        nullable: true,
        auto_increment: false,
        max_length: None,
        default: None,
        renamed_from: &[],
    }
}

const fn with_default(name: &'static str, value: ValueType, default: DefaultMeta) -> ColumnMeta {
    ColumnMeta {
        nullable: false,
        default: Some(default),
        ..column(name, value)
    }
}

const COLUMNS: &[ColumnMeta] = &[
    ColumnMeta {
        nullable: false,
        auto_increment: true,
        ..column("id", ValueType::I64)
    },
    column("parent_id", ValueType::I64),
    ColumnMeta {
        nullable: false,
        max_length: Some(200),
        ..column("email", ValueType::Text)
    },
    ColumnMeta {
        max_length: Some(20),
        ..with_default("kind", ValueType::Text, DefaultMeta::Text("plain"))
    },
    with_default("n0", ValueType::I32, DefaultMeta::Number("0")),
    with_default("n1", ValueType::I64, DefaultMeta::Number("1")),
    with_default("n2", ValueType::I32, DefaultMeta::Number("2")),
    with_default("is_open", ValueType::Bool, DefaultMeta::Bool(true)),
    with_default("created_at", ValueType::Instant, DefaultMeta::Now),
    ColumnMeta {
        max_length: Some(20),
        ..with_default("state", ValueType::Text, DefaultMeta::Text("new"))
    },
    column("t0", ValueType::Text),
    column("t1", ValueType::Text),
    column("t2", ValueType::Text),
    column("f0", ValueType::F64),
    column("f1", ValueType::F64),
    column("d0", ValueType::Date),
    column("d1", ValueType::DateTime),
    column("b0", ValueType::Bytes),
    column("j0", ValueType::Json),
    column("i0", ValueType::I16),
];
