//! What a change of type does to the values, told from the two spellings alone.

use crate::model::enum_values;

/// What happens to values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conversion {
    /// Every value fits and means the same.
    Widening,
    /// A value may not fit, may be rounded or cut, or may mean something else.
    Narrowing,
}

pub(super) fn conversion(from: &str, to: &str) -> Conversion {
    if let (Some(old), Some(new)) = (enum_values(from), enum_values(to)) {
        let is_wider = old.iter().all(|value| new.contains(value));
        return if is_wider {
            Conversion::Widening
        } else {
            Conversion::Narrowing
        };
    }
    let (from, to) = (Spelling::parse(from), Spelling::parse(to));
    let fits = from == to
        || integers(&from, &to)
        || texts(&from, &to)
        || decimals(&from, &to)
        || floats(&from, &to)
        || bits(&from, &to)
        || moments(&from, &to);
    if fits {
        Conversion::Widening
    } else {
        Conversion::Narrowing
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Spelling {
    name: String,
    arguments: Vec<u64>,
    is_unsigned: bool,
}

impl Spelling {
    fn parse(text: &str) -> Self {
        let text = text.to_lowercase();
        let (arguments, name) = match (text.find('('), text.find(')')) {
            (Some(open), Some(close)) if open < close => {
                let numbers = text[open + 1..close]
                    .split(',')
                    .filter_map(|number| number.trim().parse().ok());
                (
                    numbers.collect(),
                    format!("{}{}", &text[..open], &text[close + 1..]),
                )
            }
            _ => (Vec::new(), text),
        };
        let is_unsigned = name.contains(" unsigned");
        let name = name
            .replace(" unsigned", "")
            .replace(" zerofill", "")
            .trim()
            .to_owned();
        Self {
            name,
            arguments,
            is_unsigned,
        }
    }
}

/// Bytes of an integer type. On SQLite every integer has room for 64 bits.
fn integer_size(name: &str) -> Option<u8> {
    Some(match name {
        "tinyint" => 1,
        "smallint" => 2,
        "mediumint" => 3,
        "int" | "integer" => 4,
        "bigint" => 8,
        _ => return None,
    })
}

fn integers(from: &Spelling, to: &Spelling) -> bool {
    match (integer_size(&from.name), integer_size(&to.name)) {
        (Some(old), Some(new)) => match (from.is_unsigned, to.is_unsigned) {
            (false, true) => false,
            (true, false) => new > old,
            _ => new >= old,
        },
        _ => false,
    }
}

/// The greatest number of characters, where the type has one.
fn text_limit(of: &Spelling) -> Option<Option<u64>> {
    let given = of.arguments.first().copied();
    Some(match of.name.as_str() {
        "character varying" | "varchar" => given,
        "character" | "char" => Some(given.unwrap_or(1)),
        "text" if of.arguments.is_empty() => None,
        "longtext" | "citext" => None,
        // Bytes, and characters have up to four of them.
        "tinytext" => Some(63),
        "mediumtext" => Some(4_194_303),
        _ => return None,
    })
}

fn texts(from: &Spelling, to: &Spelling) -> bool {
    if to.name == "character" || to.name == "char" || (from.name == "text" && to.name == "citext") {
        return false;
    }
    match (text_limit(from), text_limit(to)) {
        (Some(_), Some(None)) => true,
        (Some(Some(old)), Some(Some(new))) => new >= old,
        _ => false,
    }
}

fn decimals(from: &Spelling, to: &Spelling) -> bool {
    let is_decimal = |of: &Spelling| matches!(of.name.as_str(), "numeric" | "decimal");
    if !is_decimal(from) || !is_decimal(to) {
        return false;
    }
    match (&from.arguments[..], &to.arguments[..]) {
        (_, []) => true,
        ([], _) => false,
        (old, new) => {
            let scale = |arguments: &[u64]| arguments.get(1).copied().unwrap_or(0);
            scale(new) >= scale(old)
                && new[0].saturating_sub(scale(new)) >= old[0].saturating_sub(scale(old))
        }
    }
}

fn floats(from: &Spelling, to: &Spelling) -> bool {
    matches!(
        (from.name.as_str(), to.name.as_str()),
        ("real", "double precision") | ("float", "double")
    )
}

/// Bit strings of varying length with room for as many bits. One of a fixed length takes no other.
fn bits(from: &Spelling, to: &Spelling) -> bool {
    let is_bits = matches!(from.name.as_str(), "bit" | "bit varying");
    let has_room = match (from.arguments.first(), to.arguments.first()) {
        (_, None) => true,
        (old, Some(new)) => old.is_some_and(|old| new >= old),
    };
    is_bits && to.name == "bit varying" && has_room
}

/// The same kind of moment with at least as many digits of a second.
fn moments(from: &Spelling, to: &Spelling) -> bool {
    let kinds = ["timestamp", "time", "interval", "datetime"];
    let digits = |of: &Spelling, other: u64| of.arguments.first().copied().unwrap_or(other);
    // PostgreSQL keeps six digits where none are named, MySQL keeps none.
    let usual = if from.name.contains("time zone") {
        6
    } else {
        0
    };
    from.name == to.name
        && kinds.iter().any(|kind| from.name.starts_with(kind))
        && digits(to, usual) >= digits(from, usual)
}

#[cfg(test)]
mod tests {
    use super::{Conversion, conversion};

    #[test]
    fn a_type_that_holds_every_old_value_is_wider() {
        let wider = [
            ("integer", "bigint"),
            ("int(11)", "bigint(20)"),
            ("int(10) unsigned", "bigint(20)"),
            ("character varying(10)", "character varying(20)"),
            ("character varying(10)", "text"),
            ("varchar(10)", "longtext"),
            ("numeric(10,2)", "numeric(12,2)"),
            ("numeric(10,2)", "numeric"),
            ("real", "double precision"),
            (
                "timestamp(3) without time zone",
                "timestamp without time zone",
            ),
            ("datetime(3)", "datetime(6)"),
            ("bit varying(4)", "bit varying(8)"),
            ("bit(4)", "bit varying"),
        ];
        for (from, to) in wider {
            assert_eq!(conversion(from, to), Conversion::Widening, "{from} -> {to}");
        }
    }

    #[test]
    fn anything_else_can_lose() {
        let narrower = [
            ("bigint", "integer"),
            ("int(11)", "int(10) unsigned"),
            ("character varying(20)", "character varying(10)"),
            ("text", "character varying(10)"),
            ("numeric(10,2)", "numeric(10,4)"),
            ("numeric(10,2)", "numeric(10,1)"),
            ("double precision", "real"),
            ("text", "integer"),
            ("timestamp with time zone", "timestamp without time zone"),
            (
                "timestamp without time zone",
                "timestamp(3) without time zone",
            ),
            ("datetime(6)", "datetime"),
            ("integer", "text"),
            ("bit(4)", "bit(8)"),
            ("bit varying", "bit varying(8)"),
            ("bit(4)", "bit varying(2)"),
        ];
        for (from, to) in narrower {
            assert_eq!(
                conversion(from, to),
                Conversion::Narrowing,
                "{from} -> {to}"
            );
        }
    }
}
