//! Tokens and the places they seem to come from.
//!
//! In: tokens of the user. Out: the same with another place, or without `Self`. Knows no table.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Path, Type};

use crate::attr::{Name, Sql};

pub(crate) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// A text in the database's own language.
pub(super) fn sql(sql: &Sql) -> TokenStream {
    match sql {
        Sql::Same(Name { text, .. }) => quote!(::trueup::private::SqlMeta::Same(#text)),
        Sql::Each(texts) => {
            let [postgres, mysql, sqlite] = texts
                .each_ref()
                .map(|text| option(text.as_ref().map(|text| &text.text)));
            quote! {
                ::trueup::private::SqlMeta::Each {
                    postgres: #postgres,
                    mysql: #mysql,
                    sqlite: #sqlite,
                }
            }
        }
    }
}

/// A type outside of the impl, where `Self` would be something else.
pub(super) fn without_self(ty: &Type, ident: &Ident) -> TokenStream {
    replace_self(ty.to_token_stream(), ident)
}

pub(super) fn path_without_self(path: &Path, ident: &Ident) -> TokenStream {
    replace_self(path.to_token_stream(), ident)
}

fn replace_self(tokens: TokenStream, ident: &Ident) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Ident(word) if word == "Self" => {
                let mut ident = ident.clone();
                ident.set_span(ident.span().located_at(word.span()));
                TokenTree::Ident(ident)
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), replace_self(group.stream(), ident));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        })
        .collect()
}

/// The file, line and column of a token, as a literal.
pub(super) fn place(span: Span) -> TokenStream {
    // Tests of the expansion run outside of the compiler, which alone knows.
    if !proc_macro::is_available() {
        return quote!(::trueup::private::Place::UNKNOWN);
    }
    let span = span.unwrap();
    let file = span.file();
    let [line, column] = [span.line(), span.column()].map(|at| u32::try_from(at).unwrap_or(0));
    quote!(::trueup::private::Place { file: #file, line: #line, column: #column })
}

/// The place of a token of the user, in code that lints take for generated.
pub(super) fn generated(span: Span) -> Span {
    span.resolved_at(Span::call_site())
}

pub(super) fn unlinted_ident(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(generated(ident.span()));
    ident
}

pub(super) fn unlinted(tokens: &TokenStream) -> TokenStream {
    map_spans(tokens.clone(), &generated)
}

pub(super) fn at(tokens: TokenStream, span: Span) -> TokenStream {
    map_spans(tokens, &|_| span)
}

fn map_spans(tokens: TokenStream, place: &impl Fn(Span) -> Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                token = Group::new(group.delimiter(), map_spans(group.stream(), place)).into();
            }
            token.set_span(place(token.span()));
            token
        })
        .collect()
}
