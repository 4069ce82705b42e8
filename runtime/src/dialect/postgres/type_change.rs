//! What a change of a column's type costs, and how it is said.
//!
//! In: two types as the catalogue spells them. Out: the work of the server, and the cast where one
//! is needed and cannot lose anything. Knows no table.

use crate::model::{Schema, is_of_type};

/// What the server does with the rows. hazards.md, section 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// Nothing: the stored form is the same.
    None,
    /// Every row is written again.
    Rewrite,
}

/// A type in its parts.
#[derive(Debug, PartialEq, Eq)]
struct Type {
    /// The name without lengths and brackets.
    base: String,
    /// Length, or precision and scale.
    numbers: Vec<u32>,
    is_array: bool,
}

impl Type {
    fn of(text: &str) -> Self {
        let (element, is_array) = match text.strip_suffix("[]") {
            Some(element) => (element, true),
            None => (text, false),
        };
        let group = element.find('(').zip(element.find(')'));
        let (base, numbers) = match group {
            Some((open, close)) if open < close => (
                format!("{}{}", &element[..open], &element[close + 1..]),
                element[open + 1..close]
                    .split(',')
                    .filter_map(|number| number.trim().parse().ok())
                    .collect(),
            ),
            _ => (element.to_owned(), Vec::new()),
        };
        Self {
            base,
            numbers,
            is_array,
        }
    }

    fn is_text(&self) -> bool {
        let names = ["text", "character varying", "character"];
        !self.is_array && names.contains(&self.base.as_str())
    }
}

pub(super) fn work(from: &str, to: &str) -> Work {
    let (old, new) = (Type::of(from), Type::of(to));
    if old == new {
        return Work::None;
    }
    if old.is_array || new.is_array {
        return Work::Rewrite;
    }
    let is_wider = new.numbers.is_empty()
        || (!old.numbers.is_empty() && new.numbers.first() >= old.numbers.first());
    let is_free = match (old.base.as_str(), new.base.as_str()) {
        ("character varying", "character varying")
        | ("bit varying" | "bit", "bit varying")
        | ("interval", "interval") => is_wider,
        ("character varying", "text") | ("cidr", "inet") => true,
        ("text", "character varying") => new.numbers.is_empty(),
        ("numeric", "numeric") => {
            is_wider && (new.numbers.is_empty() || scale(&old) == scale(&new))
        }
        (a, b) if a == b && (a.starts_with("time") || a.starts_with("timestamp")) => is_wider,
        _ => false,
    };
    if is_free { Work::None } else { Work::Rewrite }
}

fn scale(numeric: &Type) -> u32 {
    numeric.numbers.get(1).copied().unwrap_or_default()
}

/// The casts to write after the column, one after the other, where the server has no cast of its
/// own for an assignment and an explicit one fails on whatever it cannot keep.
///
/// Anything else is left to the server, which refuses what it has no cast for.
pub(super) fn casts(from: &str, to: &str, schema: &Schema) -> Vec<String> {
    if let (Some(from), Some(to)) = (from.strip_suffix("[]"), to.strip_suffix("[]")) {
        let of_elements = casts(from, to, schema).into_iter();
        return of_elements.map(|cast| cast + "[]").collect();
    }
    let (from, domain) = (beneath(from, schema), to);
    let to = beneath(to, schema);
    let (old, new) = (Type::of(from), Type::of(to));
    let is_enum = |name: &str| {
        let mut types = schema.enums.iter();
        !name.ends_with("[]") && types.any(|item| is_of_type(name, &item.name))
    };
    let chain: &[&str] = if old.is_text() && new.numbers.is_empty() {
        match new.base.as_str() {
            "text" | "character varying" if new.is_array => &[to],
            "smallint" | "integer" | "bigint" | "numeric" | "boolean" | "uuid" | "json"
            | "jsonb" | "inet" | "cidr" | "macaddr" => &[to],
            _ if is_enum(to) => &[to],
            _ => &[],
        }
    } else if is_enum(from) && is_enum(to) {
        &["text", to]
    } else {
        match (from, to) {
            ("boolean", "integer") => &["integer"],
            ("boolean", "smallint" | "bigint" | "numeric") => &["integer", to],
            _ => &[],
        }
    };
    let is_domain = !chain.is_empty() && domain != to;
    let chain = chain.iter().copied().chain(is_domain.then_some(domain));
    chain.map(str::to_owned).collect()
}

/// The type that a value has, whatever domains are over it.
fn beneath<'a>(text: &'a str, schema: &'a Schema) -> &'a str {
    let domain_of = |text: &str| {
        let mut domains = schema.domains.iter();
        domains.find(|domain| !text.ends_with("[]") && is_of_type(text, &domain.name))
    };
    let mut found = text;
    // A domain may have the name of the type beneath it, and so seem to be over itself.
    for _ in &schema.domains {
        let Some(domain) = domain_of(found) else {
            break;
        };
        found = &domain.data_type;
    }
    found
}

/// Types among which the server has casts for an assignment, its manual's "pg_cast".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Text,
    Number,
    Boolean,
    Bytes,
    Json,
    Uuid,
    Network,
    Bits,
    Date,
    Timestamp,
    Time,
    Interval,
    Enum,
}

impl Group {
    /// The group of a type that only the server itself has casts for.
    fn of(text: &str, schema: &Schema) -> Option<Self> {
        let text = beneath(text, schema);
        let found = Type::of(text);
        if found.is_array {
            return None;
        }
        Some(match found.base.as_str() {
            "text" | "character varying" | "character" => Self::Text,
            "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" => {
                Self::Number
            }
            "boolean" => Self::Boolean,
            "bytea" => Self::Bytes,
            "json" | "jsonb" => Self::Json,
            "uuid" => Self::Uuid,
            "inet" | "cidr" => Self::Network,
            "bit" | "bit varying" => Self::Bits,
            "date" => Self::Date,
            "timestamp without time zone" | "timestamp with time zone" => Self::Timestamp,
            "time without time zone" | "time with time zone" => Self::Time,
            "interval" => Self::Interval,
            _ => {
                let mut types = schema.enums.iter();
                let is_enum = types.any(|item| is_of_type(text, &item.name));
                return is_enum.then_some(Self::Enum);
            }
        })
    }
}

/// Whether the server has no cast that it applies by itself, and [`casts`] none that loses nothing. What is of an
/// extension or an array is left to the server.
pub(super) fn lacks_cast(from: (&str, &Schema), to: (&str, &Schema)) -> bool {
    use Group::{Date, Interval, Text, Time, Timestamp};
    let groups = Group::of(from.0, from.1).zip(Group::of(to.0, to.1));
    let Some((old, new)) = groups else {
        return false;
    };
    let is_known = old == new
        || matches!(
            (old, new),
            (_, Text)
                | (Date, Timestamp)
                | (Timestamp, Date | Time)
                | (Interval, Time)
                | (Time, Interval)
        );
    !is_known && casts(from.0, to.0, to.1).is_empty()
}

#[cfg(test)]
mod tests {
    use super::{Work, casts, lacks_cast, work};
    use crate::model::{Domain, Flavor, Schema, TableName, Vendor, Version};

    #[test]
    fn only_changes_of_the_catalogue_are_free() {
        for (from, to, expected) in [
            ("character varying(10)", "character varying(20)", Work::None),
            (
                "character varying(20)",
                "character varying(10)",
                Work::Rewrite,
            ),
            ("character varying(20)", "text", Work::None),
            ("text", "character varying", Work::None),
            ("text", "character varying(20)", Work::Rewrite),
            ("integer", "bigint", Work::Rewrite),
            ("numeric(10,2)", "numeric(12,2)", Work::None),
            ("numeric(10,2)", "numeric(12,3)", Work::Rewrite),
            ("numeric(10,2)", "numeric", Work::None),
            ("numeric", "numeric(10,2)", Work::Rewrite),
            ("character(3)", "character(4)", Work::Rewrite),
            (
                "character varying(1)[]",
                "character varying(2)[]",
                Work::Rewrite,
            ),
            (
                "timestamp(3) without time zone",
                "timestamp without time zone",
                Work::None,
            ),
            (
                "timestamp without time zone",
                "timestamp with time zone",
                Work::Rewrite,
            ),
        ] {
            assert_eq!(work(from, to), expected, "{from} to {to}");
        }
    }

    /// A word is a text, and a count is a number that is one domain above another.
    fn with_domains() -> Schema {
        let mut schema = Schema::new(Flavor::new(Vendor::Postgres, Version(15, 0, 0)));
        for (name, data_type) in [("word", "text"), ("number", "bigint"), ("count", "number")] {
            schema.domains.push(Domain {
                name: TableName::new(name),
                data_type: data_type.to_owned(),
                collation: None,
                nullable: true,
                default: None,
                checks: Vec::new(),
                check_comments: std::collections::BTreeMap::new(),
                comment: None,
            });
        }
        schema
    }

    #[test]
    fn a_cast_is_written_only_where_it_cannot_lose() {
        let schema = with_domains();
        for (from, to, expected) in [
            ("text", "integer", "integer"),
            ("text", "character varying(3)", ""),
            ("text", "numeric(5,2)", ""),
            ("text", "date", ""),
            ("text", "text[]", "text[]"),
            ("text", "date[]", ""),
            ("text[]", "integer[]", "integer[]"),
            ("boolean[]", "bigint[]", "integer[] bigint[]"),
            ("text[]", "date[]", ""),
            ("double precision", "integer", ""),
            ("boolean", "bigint", "integer bigint"),
            ("integer", "text", ""),
            ("word", "integer", "integer"),
            ("text", "count", "bigint count"),
            ("boolean", "count", "integer bigint count"),
        ] {
            assert_eq!(
                casts(from, to, &schema).join(" "),
                expected,
                "{from} to {to}"
            );
        }
    }
    #[test]
    fn what_no_cast_turns_is_known_before() {
        let schema = with_domains();
        for (from, to, expected) in [
            ("boolean", "numeric(10,2)", true),
            ("integer", "boolean", true),
            ("text", "date", true),
            ("text", "numeric(5,2)", true),
            ("date", "integer", true),
            ("bytea", "uuid", true),
            ("timestamp with time zone", "interval", true),
            ("text", "integer", false),
            ("boolean", "bigint", false),
            ("bytea", "text", false),
            ("numeric(10,2)", "smallint", false),
            ("timestamp(3) with time zone", "date", false),
            ("integer[]", "text", false),
            ("integer", "citext", false),
            ("word", "bigint", false),
            ("word", "date", true),
            ("bigint", "count", false),
            ("boolean", "count", false),
            ("date", "count", true),
        ] {
            let is_lacking = lacks_cast((from, &schema), (to, &schema));
            assert_eq!(is_lacking, expected, "{from} to {to}");
        }
    }
}
