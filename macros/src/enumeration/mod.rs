//! The derive of an enum whose values a column holds.
//!
//! In: an enum. Out: an impl of `trueup::ColumnType` that holds its values and how they are stored, or
//! every mistake in it. Knows no database.

mod check;
mod expand;
mod input;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

pub(crate) use self::expand::unknown;
use self::input::Input;
use crate::documentation;
use crate::errors::Errors;

/// An enum without a contradiction.
struct Model {
    rust_name: String,
    schema: Option<String>,
    name: String,
    storage: Stored,
    variants: Vec<Variant>,
    renamed_from: Vec<String>,
    retired: Vec<String>,
    comment: Option<String>,
}

/// What the values are in the database.
enum Stored {
    Native,
    Text,
    /// The discriminant, as the integer type of `#[repr]`.
    Integer(proc_macro2::Ident),
}

/// A variant and its value.
struct Variant {
    ident: proc_macro2::Ident,
    value: String,
    renamed_from: Vec<String>,
}

pub(crate) fn derive(syntax: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let input = Input::read(syntax, &mut errors);
    let model = input.as_ref().map(|input| check::check(input, &mut errors));
    match (errors.finish(), model) {
        (Ok(()), Some(model)) => {
            expand::expand(&syntax.ident, &model, &documentation::of_enum(syntax))
        }
        (Ok(()), None) => expand::fallback(syntax),
        (Err(error), _) => {
            let error = error.to_compile_error();
            let fallback = expand::fallback(syntax);
            quote!(#error #fallback)
        }
    }
}
