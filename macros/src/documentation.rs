//! Where the documentation of each word is: what an editor shows on it, and where it leads to.
//!
//! In: the attributes of a struct or an enum. Out: one import of nothing, which names the module of each word
//! at the word's place. Knows no word: one without a module does not compile.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Meta};

/// Names the module of every word of the struct and its fields.
pub(crate) fn of_table(syntax: &DeriveInput) -> TokenStream {
    let fields = match &syntax.data {
        Data::Struct(data) => data.fields.iter(),
        Data::Enum(_) | Data::Union(_) => return TokenStream::new(),
    };
    let of_table = words(&syntax.attrs, "table");
    let of_columns = fields.flat_map(|field| words(&field.attrs, "column"));
    imports(&[("table", of_table), ("column", of_columns.collect())])
}

/// Names the module of every word of the enum and its variants.
pub(crate) fn of_enum(syntax: &DeriveInput) -> TokenStream {
    let of_enum = words(&syntax.attrs, "enumeration");
    let variants: Vec<Ident> = match &syntax.data {
        Data::Enum(data) => data
            .variants
            .iter()
            .flat_map(|variant| words(&variant.attrs, "enumeration"))
            .collect(),
        Data::Struct(_) | Data::Union(_) => Vec::new(),
    };
    imports(&[("enumeration", of_enum), ("variant", variants)])
}

/// Names the module of every word of the newtype.
pub(crate) fn of_newtype(syntax: &DeriveInput) -> TokenStream {
    imports(&[("column_type", words(&syntax.attrs, "column_type"))])
}

/// Names the module of every word of a view.
pub(crate) fn of_view(syntax: &DeriveInput) -> TokenStream {
    imports(&[("view", words(&syntax.attrs, "view"))])
}

/// Names the module of every word of a partial struct and its fields.
pub(crate) fn of_partial(syntax: &DeriveInput) -> TokenStream {
    let of_struct = words(&syntax.attrs, "partial");
    let of_columns = match &syntax.data {
        Data::Struct(data) => data.fields.iter(),
        Data::Enum(_) | Data::Union(_) => return TokenStream::new(),
    }
    .flat_map(|field| words(&field.attrs, "column"));
    imports(&[("partial", of_struct), ("column", of_columns.collect())])
}

/// One import for all: names cost the compiler little, and items more.
fn imports(kinds: &[(&str, Vec<Ident>)]) -> TokenStream {
    let kinds: Vec<_> = kinds
        .iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(kind, words)| {
            let kind = Ident::new(kind, Span::call_site());
            let words = words.iter().map(module);
            quote!(#kind::{#(#words as _),*})
        })
        .collect();
    if kinds.is_empty() {
        return TokenStream::new();
    }
    quote!(use ::trueup::words::{#(#kinds),*};)
}

/// The first word of each item of the attributes with this name.
pub(crate) fn words(attributes: &[Attribute], name: &str) -> Vec<Ident> {
    let mut found = Vec::new();
    for attribute in attributes {
        let Meta::List(list) = &attribute.meta else {
            continue;
        };
        if !list.path.is_ident(name) {
            continue;
        }
        let mut is_first = true;
        for token in list.tokens.clone() {
            if let TokenTree::Ident(word) = &token
                && is_first
            {
                found.push(word.clone());
            }
            is_first = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
        }
    }
    found
}

/// The word's module, which lints take for generated. A keyword of Rust may be a word.
fn module(word: &Ident) -> Ident {
    let span = word.span().resolved_at(Span::call_site());
    let text = word.to_string();
    match syn::parse_str::<Ident>(&text) {
        Ok(_) if !text.starts_with("r#") => Ident::new(&text, span),
        _ => Ident::new_raw(text.trim_start_matches("r#"), span),
    }
}
