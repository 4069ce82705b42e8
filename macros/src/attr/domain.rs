//! Reads the words that only `domain!` has.
//!
//! In: what stands after the name. Out: [`DomainWords`], or the mistake. Does not look into any SQL.

use proc_macro2::{Ident, Span};
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use super::column::{DefaultValue, default};
use super::{Check, Name, check, flag, quoted, set, text};

/// What is said of a domain and of no other object.
#[derive(Debug, Default)]
pub(crate) struct DomainWords {
    /// The type beneath it.
    pub(crate) data_type: Option<Name>,
    pub(crate) not_null: Option<Span>,
    pub(crate) default: Option<(DefaultValue, Span)>,
    pub(crate) collation: Option<Name>,
    pub(crate) checks: Vec<Check>,
}

impl DomainWords {
    /// Reads one of the words.
    pub(super) fn read(&mut self, word: &Ident, input: ParseStream) -> syn::Result<()> {
        match word.unraw().to_string().as_str() {
            "not_null" => flag(&mut self.not_null, word, input),
            "default" => set(&mut self.default, word, default(word, input)?),
            "collation" => {
                let example = "collation = \"C\"";
                set(&mut self.collation, word, text(word, example, input)?)
            }
            _ => {
                self.checks.push(check(word, input)?);
                Ok(())
            }
        }
    }
}

/// Reads the type beneath a domain, and the comma after it.
pub(super) fn data_type(name: &Name, example: &str, input: ParseStream) -> syn::Result<Name> {
    if !input.peek(syn::LitStr) {
        let span = if input.is_empty() {
            name.span
        } else {
            input.span()
        };
        return Err(syn::Error::new(
            span,
            format!(
                "a domain needs the type beneath it, in quotes after its name\nhelp: write `{example}`"
            ),
        ));
    }
    let data_type = quoted(example, input)?;
    if !input.is_empty() && !input.peek(Token![,]) {
        return Err(super::no_comma(input));
    }
    let _ = input.parse::<Token![,]>();
    Ok(data_type)
}
