//! The macros that declare objects beside the tables.
//!
//! In: the tokens between the parentheses. Out: a registration, a list, or every mistake. Knows no
//! word.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{ParseStream, Parser};

use crate::attr::{Dropped, Outside, OutsideKind};
use crate::check::outside as check;
use crate::errors::Errors;
use crate::expand::outside as expand;

/// Writes `extension!`, `schema!`, `sequence!` and `domain!`.
pub(crate) fn declare(kind: OutsideKind, tokens: TokenStream) -> TokenStream {
    let (object, mut errors) = read(tokens, |input, errors| Outside::read(kind, input, errors));
    let object = object.flatten();
    if let Some(object) = &object {
        check::outside(object, &mut errors);
    }
    match (errors.finish(), object) {
        (Ok(()), Some(object)) => expand::outside(&object),
        (Ok(()), None) => TokenStream::new(),
        (Err(error), _) => error.to_compile_error(),
    }
}

/// Writes `objects!`.
pub(crate) fn objects(tokens: TokenStream) -> TokenStream {
    let (objects, mut errors) = read(tokens, Outside::read_all);
    let objects = objects.unwrap_or_default();
    for object in &objects {
        check::outside(object, &mut errors);
    }
    check::listed(&objects, &mut errors);
    match errors.finish() {
        Ok(()) => expand::objects(&objects),
        Err(error) => {
            let errors = error.to_compile_error();
            let nothing = expand::objects(&[]);
            quote!({ #errors #nothing })
        }
    }
}

/// Writes `dropped!`.
pub(crate) fn dropped(tokens: TokenStream) -> TokenStream {
    let (object, mut errors) = read(tokens, |input, errors| {
        Dropped::read(input)
            .map_err(|error| errors.push(error))
            .ok()
    });
    let object = object.flatten();
    if let Some(object) = &object {
        check::dropped(object, &mut errors);
    }
    match (errors.finish(), object) {
        (Ok(()), Some(object)) => expand::dropped(&object),
        (Ok(()), None) => TokenStream::new(),
        (Err(error), _) => error.to_compile_error(),
    }
}

fn read<T>(
    tokens: TokenStream,
    read: impl FnOnce(ParseStream, &mut Errors) -> T,
) -> (Option<T>, Errors) {
    let mut errors = Errors::default();
    let done = (|input: ParseStream| Ok(read(input, &mut errors))).parse2(tokens);
    match done {
        Ok(value) => (Some(value), errors),
        Err(error) => {
            errors.push(error);
            (None, errors)
        }
    }
}
