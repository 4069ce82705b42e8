//! Rules about how a table is kept.
//!
//! In: the words of a struct. Out: contradictions.

use super::keys::Keys;
use crate::errors::Errors;
use crate::input::Input;

/// Reports words that cannot stand together.
pub(super) fn contradictions(input: &Input, keys: &Keys, errors: &mut Errors) {
    let options = &input.words.options;
    if let (Some(collation), Some(_)) = (options.get("collation"), options.get("charset")) {
        errors.add(
            collation.span,
            "`collation` contradicts `charset`\nhelp: keep `collation`: it says the character set as well",
        );
    }
    let without = options.get("without_rowid");
    let Some(without) = without.filter(|option| option.value == "true") else {
        return;
    };
    if keys.primary.is_empty() {
        errors.add(
            without.span,
            "a table without rowids is kept in the order of its primary key, and this one has none\nhelp: add `#[column(primary_key)]` to a field",
        );
    }
    for field in &input.fields {
        if let Some(span) = field.words.numbered() {
            errors.add(
                span,
                "SQLite numbers only tables that have rowids\nhelp: take `without_rowid` away, or `auto_increment`",
            );
        }
    }
}
