//! Which demands the spelling of a type answers.
//!
//! In: columns, and what their words demand. Out: the columns that are proved together, and the demands that are proved one by one, each
//! at its word. A constant for each word is what costs the compiler most, and nearly all of them hold. A name may
//! stand for another type, so those of the first kind are proved as well.

use syn::{GenericArgument, PathArguments, Type};

use crate::attr::DefaultValue;
use crate::model::{Column, Demand, Rule, Stored};

/// What a type is by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bool,
    Integer { least: i128, greatest: i128 },
    Float,
    Text,
}

/// Takes out what is demanded of columns that are spelled as all of it demands, and gives their positions.
pub(super) fn settle(columns: &[Column], demands: &mut Vec<Demand>) -> Vec<usize> {
    let is_spelled = |position: usize| {
        let mut own = demands.iter().filter(|demand| demand.column == position);
        own.all(|demand| is_answered(&columns[position], demand.rule))
    };
    let has_demands = |position: &usize| demands.iter().any(|demand| demand.column == *position);
    let spelled: Vec<usize> = (0..columns.len())
        .filter(has_demands)
        .filter(|position| is_spelled(*position))
        .collect();
    demands.retain(|demand| !spelled.contains(&demand.column));
    spelled
}

fn is_answered(column: &Column, rule: Rule) -> bool {
    let Stored::Typed(ty) = &column.stored else {
        return false;
    };
    let (is_optional, inner) = match optional(ty) {
        Some(inner) => (true, inner),
        None => (false, ty),
    };
    let Some(kind) = kind(inner) else {
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

fn kind(ty: &Type) -> Option<Kind> {
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
        "bool" => Kind::Bool,
        "i8" => integer!(i8),
        "i16" => integer!(i16),
        "i32" => integer!(i32),
        "i64" => integer!(i64),
        "u8" => integer!(u8),
        "u16" => integer!(u16),
        "u32" => integer!(u32),
        "u64" => integer!(u64),
        "f32" | "f64" => Kind::Float,
        "String" => Kind::Text,
        _ => return None,
    })
}
