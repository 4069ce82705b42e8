//! Rules about the words of one key.
//!
//! In: one index, unique key or exclusion constraint. Out: words that cannot stand together. Knows no
//! field.

use proc_macro2::Span;

use crate::attr::{Key, Part, PartTarget, Sql};
use crate::errors::Errors;

/// Methods that keep no order.
const UNORDERED: [&str; 8] = [
    "hash", "gin", "brin", "spgist", "hnsw", "ivfflat", "fulltext", "spatial",
];

/// The words of an index.
pub(super) fn index(key: &Key, errors: &mut Errors) {
    let Some((Sql::Same(method), _)) = &key.words.method else {
        return;
    };
    let name = method.text.as_str();
    let is_single = matches!(name, "hash" | "spatial" | "hnsw" | "ivfflat");
    if is_single && key.parts.len() > 1 {
        errors.add(
            method.span,
            format!("a `{name}` index is over one field\nhelp: write an index for each field"),
        );
    }
    if UNORDERED.contains(&name) || name == "gist" {
        for (word, span) in key.parts.iter().filter_map(ordering) {
            errors.add(
                span,
                format!("a `{name}` index keeps no order\nhelp: take `{word}` away, or use `method = btree`"),
            );
        }
    }
    if let Some((_, include)) = &key.words.include
        && UNORDERED.contains(&name)
        && name != "spgist"
    {
        errors.add(
            *include,
            format!("a `{name}` index keeps no further columns\nhelp: take `include` away, or use `method = btree`"),
        );
    }
}

/// The words of a unique key.
pub(super) fn unique(key: &Key, errors: &mut Errors) {
    let words = &key.words;
    let deferral = words.deferrable.or(words.initially_deferred);
    let is_expression =
        |part: &&Part| matches!(part.target, PartTarget::Expression(..)) || is_spoken(part);
    let cause = match (&words.predicate, key.parts.iter().find(is_expression)) {
        (Some(_), _) => "`where`",
        (None, Some(_)) => "more than fields in it",
        (None, None) => return,
    };
    if let Some(span) = deferral {
        errors.add(
            span,
            format!("a unique key with {cause} is checked at once\nhelp: take `deferrable` away, or {cause}"),
        );
    }
}

/// The words of an exclusion constraint.
pub(super) fn exclusion(key: &Key, errors: &mut Errors) {
    for part in &key.parts {
        if part.words.operator.is_none() {
            let span = match &part.target {
                PartTarget::Field(field) => field.span(),
                PartTarget::Expression(_, span) => *span,
                PartTarget::Own => key.word,
            };
            errors.add(
                span,
                "an exclusion constraint compares each field by an operator\nhelp: write it behind the field, as in `room with \"=\"`",
            );
        }
    }
}

/// Whether the part says how it is compared.
fn is_spoken(part: &Part) -> bool {
    let words = &part.words;
    words.opclass.is_some() || words.collation.is_some() || words.length.is_some()
}

/// The word about the order of a part, where one is written.
fn ordering(part: &Part) -> Option<(&'static str, Span)> {
    let words = &part.words;
    match (words.is_descending, words.nulls_first) {
        (Some((true, span)), _) => Some(("desc", span)),
        (Some((false, span)), _) => Some(("asc", span)),
        (None, Some((true, span))) => Some(("nulls_first", span)),
        (None, Some((false, span))) => Some(("nulls_last", span)),
        (None, None) => None,
    }
}
