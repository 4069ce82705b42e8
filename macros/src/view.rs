//! The derive of views.
//!
//! In: a struct. Out: an impl of `trueup::View` and its registration, or every mistake in it, with an
//! impl that describes nothing. Knows no word.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;
use syn::ext::IdentExt;

use crate::attr::{Name, ViewWords};
use crate::check::view as check;
use crate::errors::Errors;
use crate::expand::view as expand;
use crate::{documentation, naming};

/// Writes the impl.
pub(crate) fn derive(syntax: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    check::shape(syntax, &mut errors);
    let words = ViewWords::read(&syntax.attrs, &mut errors);
    let name = name(syntax, &words);
    check::words(&words, &name, &mut errors);
    match errors.finish() {
        Ok(()) => {
            let documentation = documentation::of_view(syntax);
            expand::view(&syntax.ident, &name.text, &words, &documentation)
        }
        Err(error) => {
            let errors = error.to_compile_error();
            let nothing = expand::nothing(syntax);
            quote!(#errors #nothing)
        }
    }
}

/// The view's name, declared or not.
fn name(syntax: &DeriveInput, words: &ViewWords) -> Name {
    words.name.clone().unwrap_or_else(|| Name {
        text: naming::table_name(&syntax.ident.unraw().to_string()),
        span: syntax.ident.span(),
    })
}
