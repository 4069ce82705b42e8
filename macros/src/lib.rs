//! The derive of trueup.
//!
//! In: a struct. Out: an impl of `trueup::Table` that holds the table's definition, or every
//! mistake in it. Knows no database. What users read sits at `trueup::Table`.

mod attr;
mod check;
mod documentation;
mod errors;
mod expand;
mod fallback;
mod input;
mod model;
mod naming;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use crate::errors::Errors;
use crate::input::Input;

/// Makes a struct a table. The documentation is at `trueup::Table`.
#[proc_macro_derive(Table, attributes(table, column))]
pub fn table(tokens: TokenStream) -> TokenStream {
    let syntax = parse_macro_input!(tokens as DeriveInput);
    derive(&syntax).into()
}

fn derive(syntax: &DeriveInput) -> proc_macro2::TokenStream {
    let mut errors = Errors::default();
    let input = Input::read(syntax, &mut errors);
    let model = input.as_ref().map(|input| check::check(input, &mut errors));
    match (errors.finish(), model) {
        (Ok(()), Some(model)) => expand::expand(&model, &documentation::documentation(syntax)),
        (Ok(()), None) => fallback::fallback(syntax, None, None),
        (Err(error), _) => fallback::fallback(syntax, input.as_ref(), Some(&error)),
    }
}
