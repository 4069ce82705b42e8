//! What the struct no longer says that the crate's snapshot says.
//!
//! In: [`Model`], and the file `trueup.json` beside the manifest of the crate that is compiled. Out: a
//! warning on the struct, or an error where the file is strict; nothing without the file. Compares
//! names alone: what a field holds is known to the compiler only.

mod file;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use self::file::{Entry, Snapshot};
use crate::model::Model;

/// Compares the table with the snapshot of the crate that is compiled.
pub(crate) fn compare(model: &Model) -> TokenStream {
    let found = match file::current() {
        Ok(Some(found)) => found,
        Ok(None) => return TokenStream::new(),
        Err(unreadable) => {
            let (tracked, error) = (
                unreadable.tracked,
                error(&unreadable.problem, Span::call_site()),
            );
            return quote!(#tracked #error);
        }
    };
    let tracked = found.tracked;
    let loss = loss(model, &found.snapshot);
    let message = loss.map(|loss| match found.snapshot.is_strict {
        true => error(&loss, model.ident.span()),
        false => warning(&loss, model.ident.span()),
    });
    quote!(#tracked #message)
}

/// The columns that the struct had, and of which it says nothing any more.
fn loss(model: &Model, snapshot: &Snapshot) -> Option<String> {
    let entry = entry(model, snapshot)?;
    let gone: Vec<&str> = entry
        .columns
        .iter()
        .map(String::as_str)
        .filter(|name| !is_mentioned(model, name))
        .collect();
    let (first, rest) = gone.split_first()?;
    let list = rest.iter().fold(format!("`{first}`"), |list, name| {
        format!("{list}, `{name}`")
    });
    let table = &model.name;
    let (subject, its) = match rest.len() {
        0 => (format!("the column {list} of `{table}` has"), "its data"),
        _ => (
            format!("the columns {list} of `{table}` have"),
            "their data",
        ),
    };
    let mut new = model
        .columns
        .iter()
        .filter(|column| !entry.columns.contains(&column.name));
    let field = match (new.next(), new.next()) {
        (Some(column), None) => format!("`{}`", column.ident),
        _ => "the field that has its data now".to_owned(),
    };
    let quoted = gone
        .iter()
        .map(|name| format!("{name:?}"))
        .collect::<Vec<_>>()
        .join(", ");
    Some(format!(
        "{subject} no field any more, and {its} would be lost\n\
         help: renamed: add `#[column(renamed_from = {first:?})]` to {field}\n\
         help: not wanted: add `#[table(dropped({quoted}))]` to the struct\n\
         help: to be kept for others: write `{}` again with `trueup snapshot`",
        file::NAME
    ))
}

fn is_mentioned(model: &Model, name: &str) -> bool {
    let is_column = model
        .columns
        .iter()
        .any(|column| column.name == name || column.renamed_from.iter().any(|old| old == name));
    is_column || model.dropped.iter().any(|dropped| dropped == name)
}

/// What the snapshot says of the table, also under a former name. Where several structs are the
/// same table, it is the one of this name.
fn entry<'a>(model: &Model, snapshot: &'a Snapshot) -> Option<&'a Entry> {
    std::iter::once(&model.name)
        .chain(&model.renamed_from)
        .find_map(|name| {
            let of_table: Vec<&Entry> = snapshot
                .tables
                .iter()
                .filter(|entry| entry.name == *name && entry.schema == model.schema)
                .collect();
            let of_struct = of_table.iter().find(|entry| model.ident == entry.rust_name);
            match (&of_table[..], of_struct) {
                (_, Some(entry)) | ([entry], None) => Some(*entry),
                _ => None,
            }
        })
}

/// Stable Rust lets a macro warn only of the use of something deprecated. The item is the derive's,
/// its use has the place of the struct's name, for in derived code the warning is silent.
fn warning(note: &str, place: Span) -> TokenStream {
    let used = Ident::new("data_would_be_lost", place);
    quote! {
        const _: fn() = {
            #[deprecated(note = #note)]
            fn data_would_be_lost() {}
            #used
        };
    }
}

fn error(message: &str, place: Span) -> TokenStream {
    quote_spanned!(place=> ::core::compile_error!(#message);)
}

#[cfg(test)]
mod tests;
