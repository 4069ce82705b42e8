//! Rules about the words of [`Properties`] on one field.
//!
//! In: the words of a field. Out: contradictions, and what each word demands of the type.

use proc_macro2::Span;

use crate::attr::{ColumnWords, Properties};
use crate::errors::Errors;
use crate::model::Rule;

/// Reports words that cannot stand together.
pub(super) fn contradictions(words: &ColumnWords, errors: &mut Errors) {
    let own = &words.properties;
    generated(words, errors);
    if let Some((_, span)) = &own.sql_type {
        for (word, found) in [
            ("max_length", words.max_length.map(|(_, span)| span)),
            ("length", own.length.map(|(_, span)| span)),
            ("precision", own.precision.map(|(_, span)| span)),
            ("scale", own.scale.map(|(_, span)| span)),
        ] {
            if found.is_some() {
                errors.add(
                    *span,
                    format!("`sql_type` contradicts `{word}`\nhelp: write it in the type, as in `sql_type = \"varchar(20)\"`, and take `{word}` away"),
                );
            }
        }
    }
    if let (Some((_, span)), Some(_)) = (own.length, words.max_length) {
        errors.add(
            span,
            "`length` contradicts `max_length`\nhelp: keep `length` for values that all have that length, `max_length` for others",
        );
    }
    if let (Some((_, span)), Some(_)) = (&own.collation, &own.charset) {
        errors.add(
            *span,
            "`collation` contradicts `charset`\nhelp: keep `collation`: it says the character set as well",
        );
    }
    match (own.precision, own.scale) {
        (None, Some((_, span))) => errors.add(
            span,
            "`scale` needs `precision`\nhelp: write `precision = 12, scale = 2`: twelve digits, two of them after the point",
        ),
        (Some((precision, _)), Some((scale, span))) if scale > precision => errors.add(
            span,
            format!("more digits after the point than there are digits\nhelp: write `scale = {precision}` or less, or a greater `precision`"),
        ),
        _ => {}
    }
}

fn generated(words: &ColumnWords, errors: &mut Errors) {
    if words.properties.generated.is_none() {
        return;
    }
    for (word, found) in [
        ("default", words.default.as_ref().map(|(_, span)| *span)),
        ("auto_increment", words.numbered()),
        ("update", words.properties.update),
    ] {
        if let Some(span) = found {
            errors.add(
                span,
                format!("`{word}` contradicts `generated`\nhelp: keep one of them: the database computes the value, or somebody gives it"),
            );
        }
    }
}

/// What the words demand of the type, and where each is written.
pub(super) fn demands(own: &Properties) -> impl Iterator<Item = (Rule, Span)> {
    [
        (Rule::Length, own.length.map(|(_, span)| span)),
        (Rule::Precision, own.precision.map(|(_, span)| span)),
        (Rule::Scale, own.scale.map(|(_, span)| span)),
        (
            Rule::Collation,
            own.collation
                .as_ref()
                .filter(|_| own.sql_type.is_none())
                .map(|(_, span)| *span),
        ),
        (
            Rule::Charset,
            own.charset
                .as_ref()
                .filter(|_| own.sql_type.is_none())
                .map(|name| name.span),
        ),
        (Rule::Update, own.update),
    ]
    .into_iter()
    .filter_map(|(rule, span)| Some((rule, span?)))
}
