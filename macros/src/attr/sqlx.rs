//! Reads those words of `#[sqlx]` that say how a row is read.
//!
//! In: attributes that belong to sqlx. Out: the names and types it will look for. Reports no
//! mistake of its own: sqlx does.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Token, Type, parenthesized};

use super::{Name, case, skip_item};
use crate::naming::Case;

/// What `#[sqlx]` says about a struct.
#[derive(Debug, Default)]
pub(crate) struct SqlxTableWords {
    pub(crate) rename_all: Option<(Case, Span)>,
}

/// What `#[sqlx]` says about a field.
#[derive(Debug, Default)]
pub(crate) struct SqlxColumnWords {
    pub(crate) rename: Option<Name>,
    pub(crate) skip: Option<Span>,
    pub(crate) flatten: Option<Span>,
    pub(crate) json: Option<Json>,
    pub(crate) try_from: Option<Type>,
}

/// Whether a JSON document may be NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Json {
    Required,
    Nullable,
}

impl SqlxTableWords {
    pub(crate) fn read(attributes: &[Attribute]) -> Self {
        let mut table = Self::default();
        words(attributes, |word, input| {
            if word == "rename_all" {
                table.rename_all = Some(case(word, input)?);
            }
            Ok(())
        });
        table
    }
}

impl SqlxColumnWords {
    pub(crate) fn read(attributes: &[Attribute]) -> Self {
        let mut column = Self::default();
        words(attributes, |word, input| {
            match word.to_string().as_str() {
                "rename" => column.rename = Some(Name::of(&value(input)?)),
                "skip" => column.skip = Some(word.span()),
                "flatten" => column.flatten = Some(word.span()),
                "try_from" => column.try_from = Some(value(input)?.parse()?),
                "json" => column.json = Some(json(input)?),
                _ => {}
            }
            Ok(())
        });
        column
    }
}

pub(super) fn words(
    attributes: &[Attribute],
    mut read: impl FnMut(&Ident, ParseStream) -> syn::Result<()>,
) {
    for attribute in attributes {
        if !attribute.path().is_ident("sqlx") {
            continue;
        }
        // A mistake in here is told by sqlx, in its own words and on the same tokens.
        let _ = attribute.parse_args_with(|input: ParseStream| {
            while !input.is_empty() {
                if let Ok(word) = input.call(Ident::parse_any) {
                    let _ = read(&word, input);
                }
                skip_item(input);
                let _ = input.parse::<Token![,]>();
            }
            Ok(())
        });
    }
}

pub(super) fn value(input: ParseStream) -> syn::Result<LitStr> {
    input.parse::<Token![=]>()?;
    input.parse()
}

fn json(input: ParseStream) -> syn::Result<Json> {
    if !input.peek(syn::token::Paren) {
        return Ok(Json::Required);
    }
    let content;
    parenthesized!(content in input);
    let word = content.call(Ident::parse_any)?;
    Ok(if word == "nullable" {
        Json::Nullable
    } else {
        Json::Required
    })
}
