//! Reads `partition_by(...)` and `partition(...)`.
//!
//! In: what stands behind the word. Out: [`PartitionBy`], [`Partition`]. Knows no field, and no rule that
//! needs both.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitInt, LitStr, Token};

use super::{Name, equals, fields, flag, needs, nested, quoted, set, text, unknown};

const BY: &str = "partition_by(range(created_at))";
const ONE: &str = "partition(name = \"p2026\", from = \"2026-01-01\", to = \"2027-01-01\")";
const EVERY: &str = "every = \"1 month\"";

/// How the rows of a table are divided.
#[derive(Debug)]
pub(crate) struct PartitionBy {
    pub(crate) method: Method,
    pub(crate) method_span: Span,
    pub(crate) fields: Vec<Ident>,
    pub(crate) every: Option<Every>,
    pub(crate) ahead: Option<Count>,
    pub(crate) keep: Option<Count>,
    pub(crate) partitions: Option<Count>,
}

/// By what kind of rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Range,
    List,
    Hash,
}

/// A number and where it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count {
    pub(crate) number: u32,
    pub(crate) span: Span,
}

/// A length of time and where it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Every {
    pub(crate) count: u32,
    pub(crate) unit: Unit,
    pub(crate) span: Span,
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// A partition.
#[derive(Debug)]
pub(crate) struct Partition {
    pub(crate) word: Span,
    pub(crate) name: Name,
    pub(crate) from: Option<Bounds>,
    pub(crate) to: Option<Bounds>,
    pub(crate) values: Option<Bounds>,
    pub(crate) default: Option<Span>,
    pub(crate) dropped: Option<Span>,
}

/// Values and the word before them.
#[derive(Debug)]
pub(crate) struct Bounds {
    pub(crate) word: Span,
    pub(crate) values: Vec<Bound>,
}

/// A value and where it is written.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// A value that bounds a partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Number(String),
    Text(String),
    Least,
    Greatest,
}

/// Reads the parentheses of `partition_by`.
pub(super) fn partition_by(word: &Ident, input: ParseStream) -> syn::Result<PartitionBy> {
    let mut method = None;
    let (mut every, mut ahead, mut keep, mut partitions) = (None, None, None, None);
    nested(word, BY, input, |input| {
        let Ok(word) = input.call(Ident::parse_any) else {
            return Err(input.error(format!(
                "expected `range`, `list` or `hash`\nhelp: write `{BY}`"
            )));
        };
        let kind = match word.unraw().to_string().as_str() {
            "range" => Method::Range,
            "list" => Method::List,
            "hash" => Method::Hash,
            "every" => return set(&mut every, &word, length(&word, input)?),
            "ahead" => return set(&mut ahead, &word, count(&word, "ahead = 3", input)?),
            "keep" => return set(&mut keep, &word, count(&word, "keep = 24", input)?),
            "partitions" => {
                return set(
                    &mut partitions,
                    &word,
                    count(&word, "partitions = 8", input)?,
                );
            }
            _ => {
                return Err(unknown(
                    &word,
                    &[
                        "range",
                        "list",
                        "hash",
                        "every",
                        "ahead",
                        "keep",
                        "partitions",
                    ],
                ));
            }
        };
        let fields = fields(&word, &format!("{}(field)", word.unraw()), input)?;
        if method.is_some() {
            return Err(syn::Error::new(
                word.span(),
                "rows are divided by one method\nhelp: keep one of them",
            ));
        }
        method = Some((kind, word.span(), fields));
        Ok(())
    })?;
    let Some((method, method_span, fields)) = method else {
        return Err(needs(word, "a method and its fields", BY));
    };
    Ok(PartitionBy {
        method,
        method_span,
        fields,
        every,
        ahead,
        keep,
        partitions,
    })
}

/// Reads `= "1 month"`.
fn length(word: &Ident, input: ParseStream) -> syn::Result<Every> {
    let Name { text, span } = text(word, EVERY, input)?;
    let (count, unit) = text.split_once(' ').unwrap_or(("1", &text));
    let unit = match unit.trim().trim_end_matches('s') {
        "day" => Some(Unit::Day),
        "week" => Some(Unit::Week),
        "month" => Some(Unit::Month),
        "year" => Some(Unit::Year),
        _ => None,
    };
    match (count.parse(), unit) {
        (Ok(count @ 1..=1000), Some(unit)) => Ok(Every { count, unit, span }),
        _ => Err(syn::Error::new(
            span,
            format!(
                "expected a number of days, weeks, months or years\nhelp: write `{EVERY}`, or `\"7 days\"`"
            ),
        )),
    }
}

/// Reads `= 3`.
fn count(word: &Ident, example: &str, input: ParseStream) -> syn::Result<Count> {
    equals(word, example, input)?;
    let span = input.span();
    let number = input
        .parse::<LitInt>()
        .ok()
        .filter(|literal| literal.suffix().is_empty())
        .and_then(|literal| literal.base10_parse().ok());
    match number {
        Some(number @ 0..=8192) => Ok(Count { number, span }),
        _ => Err(syn::Error::new(
            span,
            format!("expected a number of partitions, at most 8192\nhelp: write `{example}`"),
        )),
    }
}

/// Reads the parentheses of `partition`.
pub(super) fn partition(word: &Ident, input: ParseStream) -> syn::Result<Partition> {
    let mut name = None;
    let (mut from, mut to, mut values) = (None, None, None);
    let (mut default, mut dropped) = (None, None);
    nested(word, ONE, input, |input| {
        let Ok(word) = input.call(Ident::parse_any) else {
            return Err(input.error(format!(
                "expected a word of a partition\nhelp: write `{ONE}`"
            )));
        };
        match word.unraw().to_string().as_str() {
            "name" => set(&mut name, &word, text(&word, "name = \"p2026\"", input)?),
            "from" => set(
                &mut from,
                &word,
                bounds(&word, "from = \"2026-01-01\"", input)?,
            ),
            "to" => set(&mut to, &word, bounds(&word, "to = \"2027-01-01\"", input)?),
            "values" => set(
                &mut values,
                &word,
                bounds(&word, "values(\"de\", \"at\")", input)?,
            ),
            "default" => flag(&mut default, &word, input),
            "dropped" => flag(&mut dropped, &word, input),
            _ => Err(unknown(
                &word,
                &["name", "from", "to", "values", "default", "dropped"],
            )),
        }
    })?;
    let Some(name) = name else {
        return Err(needs(word, "a name", ONE));
    };
    Ok(Partition {
        word: word.span(),
        name,
        from,
        to,
        values,
        default,
        dropped,
    })
}

/// Reads `= value` or `(value, value)`.
fn bounds(word: &Ident, example: &str, input: ParseStream) -> syn::Result<Bounds> {
    let mut values = Vec::new();
    if input.peek(syn::token::Paren) {
        nested(word, example, input, |input| {
            values.push(bound(example, input)?);
            Ok(())
        })?;
    } else {
        equals(word, example, input)?;
        values.push(bound(example, input)?);
    }
    Ok(Bounds {
        word: word.span(),
        values,
    })
}

fn bound(example: &str, input: ParseStream) -> syn::Result<Bound> {
    let span = input.span();
    let value = if input.peek(LitStr) {
        Value::Text(quoted(example, input)?.text)
    } else if input.peek(Ident::peek_any) {
        let word = input.call(Ident::parse_any)?;
        match word.to_string().as_str() {
            "minvalue" => Value::Least,
            "maxvalue" => Value::Greatest,
            _ => return Err(unknown(&word, &["minvalue", "maxvalue"])),
        }
    } else {
        let sign = match input.parse::<Option<Token![-]>>()? {
            Some(_) => "-",
            None => "",
        };
        match input.parse::<LitInt>() {
            Ok(number) if number.suffix().is_empty() => {
                Value::Number(format!("{sign}{}", number.base10_digits()))
            }
            _ => {
                return Err(syn::Error::new(
                    span,
                    format!("expected a whole number or a text in quotes\nhelp: write `{example}`"),
                ));
            }
        }
    };
    Ok(Bound { value, span })
}
