//! The derive of structs that are a part of a table.
//!
//! In: a struct. Out: an impl of `trueup::Partial` with what the compiler proves of it, or every mistake in it, with
//! an impl of no columns. Knows no word.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::attr::PartialWords;
use crate::check::partial as check;
use crate::documentation;
use crate::errors::Errors;
use crate::expand::partial as expand;
use crate::input::Input;

/// Writes the impl.
pub(crate) fn derive(syntax: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let words = PartialWords::read(&syntax.attrs, &mut errors);
    let of = words.of.clone();
    let partial = Input::of_partial(syntax, &words, &mut errors)
        .and_then(|input| check::partial(&input, &words, &mut errors));
    match (errors.finish(), partial) {
        (Ok(()), Some(partial)) => expand::partial(&partial, &documentation::of_partial(syntax)),
        (found, _) => {
            let errors = found.err().map(|error| error.to_compile_error());
            let nothing = expand::nothing(syntax, of.as_ref());
            quote!(#errors #nothing)
        }
    }
}
