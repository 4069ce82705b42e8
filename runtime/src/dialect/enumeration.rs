//! Enums of the structs: their types, their checks, and what is declared of their values.
//!
//! In: columns that hold an enum. Out: an enum type where the engine has such types, a check where it
//! has none, and the intents. What a column of an enum is in SQL, each dialect says with the other types.

use std::collections::BTreeMap;

use super::Ddl;
use super::lower::{Home, sql_for};
use crate::meta::{ColumnMeta, EnumMeta, EnumStorage, ValueType};
use crate::model::{
    Check, Engine, EnumIntent, EnumType, Intents, Name, Schema, Table, TableName, ValuesOf,
};

/// Enum types by name, with the Rust enum that each comes from.
pub(super) type Types = BTreeMap<TableName, &'static EnumMeta>;

/// The enum that a column holds.
pub(super) const fn of(column: &ColumnMeta) -> Option<&'static EnumMeta> {
    match column.value {
        ValueType::Enum(meta) => Some(meta),
        _ => None,
    }
}

/// Adds what a column of the enum needs: its type, or a check with that name.
pub(super) fn declare(
    ddl: &dyn Ddl,
    (schema, intents): (&mut Schema, &mut Intents),
    (types, home): (&mut Types, &Home),
    (table, column): (&mut Table, &ColumnMeta),
    check_name: Name,
) -> Result<(), String> {
    let engine = schema.flavor.engine();
    let meta = match column.value {
        // An array needs the type of its elements.
        ValueType::Array(ValueType::Enum(meta))
            if engine == Engine::Postgres && meta.storage == EnumStorage::Native =>
        {
            Some(*meta)
        }
        _ => of(column),
    };
    let Some(meta) = meta else {
        return Ok(());
    };
    let is_stated = column
        .sql_type()
        .is_some_and(|stated| sql_for(engine, stated).is_some());
    if is_stated && meta.storage == EnumStorage::Native && engine != Engine::Sqlite {
        // The values are those of the stated type, which is somebody else's.
        return Ok(());
    }
    let place = match (meta.storage, engine) {
        (EnumStorage::Native, Engine::Postgres) => {
            let name = home.name(meta.schema, meta.name);
            match types.insert(name.clone(), meta) {
                Some(other) if std::ptr::eq(other, meta) || other == meta => return Ok(()),
                Some(other) => {
                    return Err(format!(
                        "the enum type `{name}` is defined by both `{}::{}` and `{}::{}`\nhelp: give one of them another name with `#[sqlx(type_name = \"...\")]`",
                        other.module, other.rust_name, meta.module, meta.rust_name
                    ));
                }
                None => {}
            }
            schema.namespaces.extend(name.schema.clone());
            schema.enums.push(EnumType {
                name: name.clone(),
                values: meta.values().collect(),
                comment: meta.comment().map(str::to_owned),
            });
            if !meta.renamed_from().is_empty() {
                let olds = meta.renamed_from().iter().map(|old| name.renamed(old));
                intents.renamed_enums.insert(name.clone(), olds.collect());
            }
            ValuesOf::Type(name)
        }
        (EnumStorage::Native, Engine::MySql) => {
            case_alone(meta, engine)?;
            ValuesOf::Column(table.name.clone(), column.name.to_owned())
        }
        _ => {
            if engine == Engine::MySql {
                case_alone(meta, engine)?;
            }
            let values: Vec<String> = meta
                .values()
                .map(|value| match meta.is_integer() {
                    true => value,
                    false => ddl.literal(&value),
                })
                .collect();
            let mut operand = ddl.quote(column.name);
            // PostgreSQL does not compare its `"char"` with numbers.
            if engine == Engine::Postgres && column.value.stored() == ValueType::I8 {
                operand.push_str("::integer");
            }
            table.checks.push(Check {
                name: check_name,
                expression: format!("{operand} IN ({})", values.join(", ")),
                clauses: Vec::new(),
            });
            ValuesOf::Check(table.name.clone(), column.name.to_owned())
        }
    };
    intents.enums.push(EnumIntent {
        place,
        renamed: renamed(meta),
    });
    Ok(())
}

/// MySQL takes texts that differ only in case for the same.
fn case_alone(meta: &EnumMeta, engine: Engine) -> Result<(), String> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for variant in meta.variants.iter().filter(|_| !meta.is_integer()) {
        if let Some(other) = seen.insert(variant.value.to_lowercase(), variant.value) {
            return Err(format!(
                "the values `{other}` and `{}` of the enum `{}` differ only in upper and lower case, which {engine} does not tell apart\nhelp: give one of them another value with `#[sqlx(rename = \"...\")]`",
                variant.value, meta.rust_name
            ));
        }
    }
    Ok(())
}

fn renamed(meta: &EnumMeta) -> Vec<(String, Vec<String>)> {
    let renamed = meta
        .variants
        .iter()
        .filter(|variant| !variant.renamed_from.is_empty());
    renamed
        .map(|variant| {
            let olds = variant.renamed_from.iter();
            (
                variant.value.to_owned(),
                olds.map(ToString::to_string).collect(),
            )
        })
        .collect()
}

/// That a default names no variant. The derive proves that none does.
pub(super) fn no_variant(meta: &EnumMeta, name: &str) -> String {
    format!(
        "`{name}` is no variant of `{}`\nhelp: write the name of a variant as it is in Rust",
        meta.rust_name
    )
}
