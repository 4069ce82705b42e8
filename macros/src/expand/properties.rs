//! The words of a column's properties as tokens.
//!
//! In: [`Properties`]. Out: one variant of `ColumnWord` for each word that is said.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::sql;
use crate::attr::Properties;

/// The variants, without the enum's name.
pub(super) fn words(own: &Properties) -> Vec<TokenStream> {
    let Properties {
        generated,
        collation,
        charset,
        comment,
        precision,
        scale,
        length,
        sql_type,
        update,
        invisible,
        storage,
        compression,
    } = own;
    let mut words = Vec::new();
    if let Some(generated) = generated {
        let (is_stored, expression) = (generated.is_stored, sql(&generated.expression));
        words.push(quote!(Generated(__trueup::GeneratedMeta {
            stored: #is_stored,
            expression: #expression,
        })));
    }
    for (word, text) in [(quote!(Collation), collation), (quote!(SqlType), sql_type)] {
        if let Some((text, _)) = text {
            let text = sql(text);
            words.push(quote!(#word(#text)));
        }
    }
    for (word, name) in [(quote!(Charset), charset), (quote!(Comment), comment)] {
        if let Some(name) = name {
            let text = &name.text;
            words.push(quote!(#word(#text)));
        }
    }
    for (word, number) in [
        (quote!(Precision), precision),
        (quote!(Scale), scale),
        (quote!(Length), length),
    ] {
        if let Some((number, _)) = number {
            words.push(quote!(#word(#number)));
        }
    }
    for (word, choice) in [
        (quote!(Storage), storage),
        (quote!(Compression), compression),
    ] {
        if let Some(choice) = choice {
            words.push(quote!(#word(#choice)));
        }
    }
    for (word, flag) in [(quote!(UpdateNow), update), (quote!(Invisible), invisible)] {
        if flag.is_some() {
            words.push(word);
        }
    }
    words
}
