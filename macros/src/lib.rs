//! The derives of trueup, and the macros beside them.
//!
//! In: a struct, an enum, or the words of an object. Out: an impl of `trueup::Table` or of
//! `trueup::ColumnType` that holds the definition, a registration, or every mistake in it; beside it
//! what the crate's snapshot says and the struct no longer does. Knows no database. What users read
//! sits at the re-exports.

mod attr;
mod check;
mod documentation;
mod enumeration;
mod errors;
mod expand;
mod fallback;
mod input;
mod model;
mod naming;
mod newtype;
mod outside;
mod partial;
mod snapshot;
mod testing;
#[cfg(test)]
mod tests;
mod view;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use crate::attr::OutsideKind;
use crate::errors::Errors;
use crate::input::{Input, Kind};

/// Gives a test a database of its own. The documentation is at `trueup::test`.
#[proc_macro_attribute]
pub fn test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    testing::test(arguments.into(), item.into()).into()
}

/// Makes a struct a table. The documentation is at `trueup::Table`.
#[proc_macro_derive(Table, attributes(table, column))]
pub fn table(tokens: TokenStream) -> TokenStream {
    let syntax = parse_macro_input!(tokens as DeriveInput);
    derive(&syntax).into()
}

/// Makes a struct a view. The documentation is at `trueup::View`.
#[proc_macro_derive(View, attributes(view))]
pub fn view(tokens: TokenStream) -> TokenStream {
    let syntax = parse_macro_input!(tokens as DeriveInput);
    view::derive(&syntax).into()
}

/// Makes a struct one of columns. The documentation is at `trueup::Columns`.
#[proc_macro_derive(Columns, attributes(table, column))]
pub fn columns(tokens: TokenStream) -> TokenStream {
    let syntax = parse_macro_input!(tokens as DeriveInput);
    derive_columns(&syntax).into()
}

/// Makes a struct a part of a table. The documentation is at `trueup::Partial`.
#[proc_macro_derive(Partial, attributes(partial, column))]
pub fn partial(tokens: TokenStream) -> TokenStream {
    let syntax = parse_macro_input!(tokens as DeriveInput);
    partial::derive(&syntax).into()
}

/// Declares an extension. The documentation is at `trueup::extension`.
#[proc_macro]
pub fn extension(tokens: TokenStream) -> TokenStream {
    outside::declare(OutsideKind::Extension, tokens.into()).into()
}

/// Declares a schema. The documentation is at `trueup::schema`.
#[proc_macro]
pub fn schema(tokens: TokenStream) -> TokenStream {
    outside::declare(OutsideKind::Schema, tokens.into()).into()
}

/// Declares a sequence. The documentation is at `trueup::sequence`.
#[proc_macro]
pub fn sequence(tokens: TokenStream) -> TokenStream {
    outside::declare(OutsideKind::Sequence, tokens.into()).into()
}

/// Declares a domain. The documentation is at `trueup::domain`.
#[proc_macro]
pub fn domain(tokens: TokenStream) -> TokenStream {
    outside::declare(OutsideKind::Domain, tokens.into()).into()
}

/// Lists objects beside the tables. The documentation is at `trueup::objects`.
#[proc_macro]
pub fn objects(tokens: TokenStream) -> TokenStream {
    outside::objects(tokens.into()).into()
}

/// Allows that an object is dropped. The documentation is at `trueup::dropped`.
#[proc_macro]
pub fn dropped(tokens: TokenStream) -> TokenStream {
    outside::dropped(tokens.into()).into()
}

/// Makes an enum a column. The documentation is at `trueup::Enum`.
#[proc_macro_derive(Enum, attributes(enumeration))]
pub fn enumeration(tokens: TokenStream) -> TokenStream {
    let syntax = parse_macro_input!(tokens as DeriveInput);
    enumeration::derive(&syntax).into()
}

/// Makes a newtype a column. The documentation is at `trueup::ColumnType`.
#[proc_macro_derive(ColumnType, attributes(column_type))]
pub fn column_type(tokens: TokenStream) -> TokenStream {
    let syntax = parse_macro_input!(tokens as DeriveInput);
    newtype::derive(&syntax).into()
}

fn derive(syntax: &DeriveInput) -> proc_macro2::TokenStream {
    let mut errors = Errors::default();
    let input = Input::read(syntax, Kind::Table, &mut errors);
    let model = input.as_ref().map(|input| check::check(input, &mut errors));
    match (errors.finish(), model) {
        (Ok(()), Some(model)) => {
            let mut tokens = expand::expand(&model, &documentation::of_table(syntax));
            // The columns of a part are not known here, and would seem to be gone.
            if model.parts.is_empty() {
                tokens.extend(snapshot::compare(&model));
            }
            tokens
        }
        (Ok(()), None) => fallback::fallback(syntax, None, None),
        (Err(error), _) => fallback::fallback(syntax, input.as_ref(), Some(&error)),
    }
}

fn derive_columns(syntax: &DeriveInput) -> proc_macro2::TokenStream {
    let mut errors = Errors::default();
    let Some(input) = Input::read(syntax, Kind::Columns, &mut errors) else {
        return fallback::columns(syntax, errors.finish().err().as_ref());
    };
    check::parts::shared(&input, &mut errors);
    let mut model = check::check(&input, &mut errors);
    model.is_part = true;
    match errors.finish() {
        Ok(()) => expand::part::columns(&model, &documentation::of_table(syntax)),
        Err(error) => {
            let mut tokens = error.to_compile_error();
            tokens.extend(expand::part::columns(
                &model.without_words(),
                &proc_macro2::TokenStream::new(),
            ));
            tokens
        }
    }
}
