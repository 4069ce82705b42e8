//! Reads the words of `#[partial]`, and those of `#[column]` that a partial struct takes.
//!
//! In: attributes. Out: [`PartialWords`] and [`ColumnWords`]. Knows no table.

use proc_macro2::{Ident, Span};
use syn::parse::ParseStream;
use syn::{Attribute, Path};

use super::column::WORDS as OF_A_TABLE;
use super::{ColumnWords, case, equals, flag, set, text, unknown, words};
use crate::errors::Errors;
use crate::naming::Case;

pub(crate) const WORDS: &[&str] = &["of", "rename_all"];

/// What `#[partial]` says.
#[derive(Default)]
pub(crate) struct PartialWords {
    pub(crate) of: Option<Path>,
    pub(crate) rename_all: Option<(Case, Span)>,
}

impl PartialWords {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut partial = Self::default();
        words(attributes, "partial", errors, |word, input| {
            match word.to_string().as_str() {
                "of" => set(&mut partial.of, word, table(word, input)?),
                "rename_all" => set(&mut partial.rename_all, word, case(word, input)?),
                _ => Err(unknown(word, WORDS)),
            }
        });
        partial
    }
}

impl ColumnWords {
    /// Reads the words of a field that only says which column it is.
    pub(crate) fn of_partial(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut column = Self::default();
        words(attributes, "column", errors, |word, input| {
            match word.to_string().as_str() {
                "name" => set(
                    &mut column.name,
                    word,
                    text(word, "name = \"email\"", input)?,
                ),
                "skip" => flag(&mut column.skip, word, input),
                said if OF_A_TABLE.contains(&said) => Err(syn::Error::new(
                    word.span(),
                    format!(
                        "`{word}` belongs to the table, and this struct is a part of it\nhelp: write it on the field of the table; here are `name` and `skip`"
                    ),
                )),
                _ => Err(unknown(word, &["name", "skip"])),
            }
        });
        column
    }
}

/// Reads `= Account`.
fn table(word: &Ident, input: ParseStream) -> syn::Result<Path> {
    equals(word, "of = Account", input)?;
    let span = input.span();
    input.parse::<Path>().map_err(|_| {
        syn::Error::new(
            span,
            "expected the struct of a table\nhelp: write `of = Account`",
        )
    })
}
