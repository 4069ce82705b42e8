//! Keys, indexes and constraints as tokens.
//!
//! In: keys and foreign keys of the model. Out: their literals, and what the compiler proves of
//! their targets. Decides nothing.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::tokens::{at, generated, option, path_without_self, sql, without_self};
use crate::attr::Action;
use crate::model::{ForeignKey, Key, KeyWords, Model, Part, Stored, Target};

/// The name of the primary key and what else is said of it, where something is.
pub(super) fn primary_key(model: &Model) -> Option<TokenStream> {
    let words = words(&model.primary_words);
    if model.primary_name.is_none() && words.is_empty() {
        return None;
    }
    let name = option(model.primary_name.as_deref());
    Some(quote!(__trueup::TableWord::PrimaryKey(#name, &[#(#words),*])))
}

/// An index or a unique key.
pub(super) fn index(key: &Key) -> TokenStream {
    let name = option(key.name.as_deref());
    let parts = key.parts.iter().map(part);
    let words = words(&key.words);
    quote! {
        __trueup::IndexMeta { name: #name, parts: &[#(#parts),*], words: &[#(#words),*] }
    }
}

pub(super) fn exclusion(key: &Key) -> TokenStream {
    let name = option(key.name.as_deref());
    let method = match &key.words.method {
        Some(crate::attr::Sql::Same(method)) => &*method.text,
        _ => "gist",
    };
    let parts = key.parts.iter().map(|from| {
        let operator = from.operator.as_deref().unwrap_or_default();
        let part = part(from);
        quote!((#part, #operator))
    });
    let words = words(&key.words);
    quote! {
        __trueup::ExclusionMeta {
            name: #name,
            method: #method,
            parts: &[#(#parts),*],
            words: &[#(#words),*],
        }
    }
}

fn part(part: &Part) -> TokenStream {
    let target = match &part.target {
        Target::Column(name) => quote!(Column(#name)),
        Target::Expression(text) => {
            let text = sql(text);
            quote!(Expression(#text))
        }
    };
    let mut words = Vec::new();
    if part.is_descending {
        words.push(quote!(Descending));
    }
    match part.nulls_first {
        Some(true) => words.push(quote!(NullsFirst)),
        Some(false) => words.push(quote!(NullsLast)),
        None => {}
    }
    if let Some(collation) = &part.collation {
        let collation = sql(collation);
        words.push(quote!(Collation(#collation)));
    }
    if let Some(class) = &part.opclass {
        words.push(quote!(OperatorClass(#class)));
    }
    if let Some(length) = part.length {
        words.push(quote!(Length(#length)));
    }
    quote! {
        __trueup::PartMeta {
            target: __trueup::TargetMeta::#target,
            words: &[#(__trueup::PartWord::#words),*],
        }
    }
}

/// The words of a key, each with the path of its type.
fn words(from: &KeyWords) -> Vec<TokenStream> {
    let mut words = Vec::new();
    if let Some(method) = &from.method {
        let method = sql(method);
        words.push(quote!(Method(#method)));
    }
    if let Some(predicate) = &from.predicate {
        let predicate = sql(predicate);
        words.push(quote!(Where(#predicate)));
    }
    let include = &from.include;
    if !include.is_empty() {
        words.push(quote!(Include(&[#(#include),*])));
    }
    if !from.with.is_empty() {
        let settings = from
            .with
            .iter()
            .map(|(name, value)| quote!((#name, #value)));
        words.push(quote!(With(&[#(#settings),*])));
    }
    if from.is_blocking {
        words.push(quote!(Blocking));
    }
    if from.is_invisible {
        words.push(quote!(Invisible));
    }
    if let Some(comment) = &from.comment {
        words.push(quote!(Comment(#comment)));
    }
    if !from.engines.is_empty() {
        let engines = super::engines(&from.engines);
        words.push(quote!(Engines(&[#(#engines),*])));
    }
    if from.has_equal_nulls {
        words.push(quote!(NullsNotDistinct));
    }
    if from.deferrable {
        words.push(quote!(Deferrable));
    }
    if from.initially_deferred {
        words.push(quote!(InitiallyDeferred));
    }
    words
        .into_iter()
        .map(|word| quote!(__trueup::IndexWord::#word))
        .collect()
}

pub(super) fn foreign_key(model: &Model, position: usize, key: &ForeignKey) -> TokenStream {
    let name = option(key.name.as_deref());
    let columns = key.columns.iter().map(|at| &model.columns[*at].name);
    let targets: Vec<Ident> = (0..key.columns.len())
        .map(|part| target_name(position, part))
        .collect();
    let first = &targets[0];
    let (on_delete, on_update) = (action(key.on_delete), action(key.on_update));
    let words = key
        .words
        .iter()
        .map(|word| Ident::new(word, Span::call_site()));
    quote! {
        __trueup::ForeignKeyMeta {
            name: #name,
            columns: &[#(#columns),*],
            target_schema: #first.schema,
            target_table: #first.table,
            target_columns: &[#(#targets.column),*],
            on_delete: #on_delete,
            on_update: #on_update,
            words: &[#(__trueup::ForeignKeyWord::#words),*],
        }
    }
}

fn action(action: Action) -> TokenStream {
    let action = match action {
        Action::Nothing => quote!(NoAction),
        Action::Restrict => quote!(Restrict),
        Action::Cascade => quote!(Cascade),
        Action::SetNull => quote!(SetNull),
        Action::SetDefault => quote!(SetDefault),
    };
    quote!(__trueup::ActionMeta::#action)
}

/// Has the compiler prove that the columns referred to exist and have the same types, and then that
/// they are a key.
pub(super) fn target(model: &Model, position: usize, key: &ForeignKey) -> TokenStream {
    let table = path_without_self(&key.target.table, &model.ident);
    let parts = key.columns.iter().zip(&key.target.fields).enumerate();
    let references = parts.map(|(part, (column, field))| {
        let name = target_name(position, part);
        let span = generated(field.span());
        let (Stored::Typed(ty) | Stored::Named(ty) | Stored::Json { ty, .. }) =
            &model.columns[*column].stored;
        let value = without_self(ty, &model.ident);
        quote_spanned! {span=>
            const #name: __trueup::Reference = {
                type __TrueupField = #value;
                __trueup::reference(
                    &<#table as __trueup::Table>::COLUMNS.#field,
                    ::core::marker::PhantomData::<__TrueupField>,
                )
            };
        }
    });
    let span = generated(key.target.span);
    let names: Vec<Ident> = (0..key.columns.len())
        .map(|part| target_name(position, part))
        .collect();
    let proof = match &*names {
        [only] => {
            quote_spanned!(span=> const _: () = __trueup::check_reference(&#only);)
        }
        all => quote_spanned! {span=>
            const _: () = __trueup::check_references(
                &[#(&#all),*],
                <#table as __trueup::Table>::KEYS,
            );
        },
    };
    let nulled = key.nulled.map(|span| nulled(model, key, generated(span)));
    quote!(#(#references)* #proof #nulled)
}

/// Has the compiler prove that each of the columns can become NULL.
fn nulled(model: &Model, key: &ForeignKey, span: Span) -> TokenStream {
    let ident = &model.ident;
    let columns = key
        .columns
        .iter()
        .map(|position| quote!(&<#ident as __trueup::Table>::META.columns[#position]));
    let proof = at(quote!(check_all_null(&[#(#columns),*])), span);
    quote_spanned!(span=> const _: () = __trueup::#proof;)
}

fn target_name(position: usize, part: usize) -> Ident {
    let name = match part {
        0 => format_ident!("__TRUEUP_TARGET_{position}"),
        part => format_ident!("__TRUEUP_TARGET_{position}_{part}"),
    };
    Ident::new(&name.to_string(), Span::call_site())
}

/// The target of a column that refers to one, which has asked for the column's type already.
pub(super) fn target_of(model: &Model, column: usize) -> Option<Ident> {
    model
        .foreign_keys
        .iter()
        .enumerate()
        .find_map(|(position, key)| {
            let part = key.columns.iter().position(|other| *other == column)?;
            Some(target_name(position, part))
        })
}

/// The keys of several columns, where there are some.
pub(super) fn keys(targets: &[Vec<String>]) -> Option<TokenStream> {
    if targets.is_empty() {
        return None;
    }
    let keys = targets
        .iter()
        .map(|key| quote!(&[#(#key),*]).into_token_stream());
    Some(quote! {
        const KEYS: &'static [&'static [&'static ::core::primitive::str]] = &[#(#keys),*];
    })
}
