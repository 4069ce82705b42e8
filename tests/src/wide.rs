//! A schema of any number of tables, for measuring: twenty columns each, an identity, two indexes, a
//! unique key, a foreign key to the table before, a check and seven defaults.

use trueup::Registry;
use trueup::meta::{
    ActionMeta, CheckMeta, ColumnMeta, ColumnWord, DefaultMeta, ForeignKeyMeta, IndexMeta,
    PartMeta, PartWord, Place, SqlMeta, TableMeta, TableWord, TargetMeta, ValueType,
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
        words: &[],
    }]
    .leak();
    Box::leak(Box::new(TableMeta {
        rust_name: "Wide",
        module: "wide",
        place: Place::UNKNOWN,
        schema: None,
        name: format!("wide{number}").leak(),
        columns: COLUMNS,
        primary_key: &["id"],
        words: vec![
            TableWord::Uniques(UNIQUES),
            TableWord::Indexes(INDEXES),
            TableWord::ForeignKeys(foreign_keys),
            TableWord::Checks(&[CheckMeta {
                name: None,
                expression: SqlMeta::Same("n0 >= 0"),
            }]),
        ]
        .leak(),
    }))
}

const UNIQUES: &[IndexMeta] = &[index(&[part("email", false)])];

const INDEXES: &[IndexMeta] = &[
    index(&[part("parent_id", false)]),
    index(&[part("kind", false), part("n0", true)]),
];

const fn index(parts: &'static [PartMeta]) -> IndexMeta {
    IndexMeta {
        name: None,
        parts,
        words: &[],
    }
}

const fn part(name: &'static str, is_descending: bool) -> PartMeta {
    PartMeta {
        target: TargetMeta::Column(name),
        words: if is_descending {
            &[PartWord::Descending]
        } else {
            &[]
        },
    }
}

const fn column(name: &'static str, value: ValueType) -> ColumnMeta {
    ColumnMeta {
        name,
        field: name,
        value,
        nullable: true,
        words: &[],
    }
}

const fn required(
    name: &'static str,
    value: ValueType,
    words: &'static [ColumnWord],
) -> ColumnMeta {
    ColumnMeta {
        nullable: false,
        words,
        ..column(name, value)
    }
}

const fn number(default: &'static str) -> ColumnWord {
    ColumnWord::Default(DefaultMeta::Number(default))
}

const fn text(default: &'static str) -> ColumnWord {
    ColumnWord::Default(DefaultMeta::Text(default))
}

const COLUMNS: &[ColumnMeta] = &[
    required("id", ValueType::I64, &[ColumnWord::AutoIncrement]),
    column("parent_id", ValueType::I64),
    required("email", ValueType::Text, &[ColumnWord::MaxLength(200)]),
    required(
        "kind",
        ValueType::Text,
        &[ColumnWord::MaxLength(20), text("plain")],
    ),
    required("n0", ValueType::I32, &[number("0")]),
    required("n1", ValueType::I64, &[number("1")]),
    required("n2", ValueType::I32, &[number("2")]),
    required(
        "is_open",
        ValueType::Bool,
        &[ColumnWord::Default(DefaultMeta::Bool(true))],
    ),
    required(
        "created_at",
        ValueType::Instant,
        &[ColumnWord::Default(DefaultMeta::Now)],
    ),
    required(
        "state",
        ValueType::Text,
        &[ColumnWord::MaxLength(20), text("new")],
    ),
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
