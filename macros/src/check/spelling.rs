//! Which demands the spelling of a type answers.
//!
//! In: columns, and what their words demand. Out: the columns whose types must be what they are called, and the demands that are
//! proved one by one, each at its word. A constant for each word is what costs the compiler most, and nearly all of
//! them hold. A name may stand for another type, so that it does not is proved as well.

use syn::{GenericArgument, PathArguments, Type};

use crate::attr::DefaultValue;
use crate::model::{Column, Demand, Rule, Spelled, Stored};

/// What a type is by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bool,
    Integer { least: i128, greatest: i128 },
    Float,
    Text,
}

/// Takes out what is demanded of columns that are spelled as all of it demands, and gives their types.
pub(super) fn settle(columns: &[Column], demands: &mut Vec<Demand>) -> Vec<Spelled> {
    let is_answered = |position: usize| {
        let mut own = demands.iter().filter(|demand| demand.column == position);
        own.all(|demand| is_answered(&columns[position], demand.rule))
    };
    let has_demands = |position: &usize| demands.iter().any(|demand| demand.column == *position);
    let spelled: Vec<Spelled> = (0..columns.len())
        .filter(has_demands)
        .filter(|position| is_answered(*position))
        .filter_map(|position| {
            let (is_optional, _, value) = named(&columns[position])?;
            Some(Spelled {
                column: position,
                value,
                is_optional,
            })
        })
        .collect();
    let is_spelled = |demand: &Demand| spelled.iter().any(|one| one.column == demand.column);
    demands.retain(|demand| !is_spelled(demand));
    spelled
}

fn is_answered(column: &Column, rule: Rule) -> bool {
    let Some((is_optional, kind, _)) = named(column) else {
        return false;
    };
    match rule {
        Rule::Key => !is_optional,
        Rule::AutoIncrement => !is_optional && matches!(kind, Kind::Integer { .. }),
        Rule::MaxLength => kind == Kind::Text,
        Rule::Default => match (&column.default, kind) {
            (Some(DefaultValue::Bool(_)), Kind::Bool)
            | (Some(DefaultValue::Text(_)), Kind::Text)
            | (Some(DefaultValue::Number(_)), Kind::Float) => true,
            (Some(DefaultValue::Number(text)), Kind::Integer { least, greatest }) => text
                .parse::<i128>()
                .is_ok_and(|number| (least..=greatest).contains(&number)),
            _ => false,
        },
        _ => false,
    }
}

/// Whether the column is optional, what its type is by its name, and how `ValueType` calls that.
fn named(column: &Column) -> Option<(bool, Kind, &'static str)> {
    let Stored::Typed(ty) = &column.stored else {
        return None;
    };
    let inner = optional(ty);
    let (kind, value) = kind(inner.unwrap_or(ty))?;
    Some((inner.is_some(), kind, value))
}

/// What is in an `Option`.
fn optional(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else {
        return None;
    };
    let segment = path.path.segments.first()?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    let is_option = path.path.segments.len() == 1 && segment.ident == "Option";
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if is_option => Some(inner),
        _ => None,
    }
}

fn kind(ty: &Type) -> Option<(Kind, &'static str)> {
    let Type::Path(path) = ty else {
        return None;
    };
    macro_rules! integer {
        ($integer:ident) => {
            Kind::Integer {
                least: $integer::MIN.into(),
                greatest: $integer::MAX.into(),
            }
        };
    }
    Some(match path.path.get_ident()?.to_string().as_str() {
        "bool" => (Kind::Bool, "Bool"),
        "i8" => (integer!(i8), "I8"),
        "i16" => (integer!(i16), "I16"),
        "i32" => (integer!(i32), "I32"),
        "i64" => (integer!(i64), "I64"),
        "u8" => (integer!(u8), "U8"),
        "u16" => (integer!(u16), "U16"),
        "u32" => (integer!(u32), "U32"),
        "u64" => (integer!(u64), "U64"),
        "f32" => (Kind::Float, "F32"),
        "f64" => (Kind::Float, "F64"),
        "String" => (Kind::Text, "Text"),
        _ => return None,
    })
}
