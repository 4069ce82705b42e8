//! A struct that is a part of a table as tokens: one impl, and what the compiler proves of each field.
//!
//! In: [`Partial`]. Out: tokens. Decides nothing.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Path};

use super::tokens::{at, generated, path_without_self, unlinted, without_self};
use crate::model::{Partial, PartialColumn};

/// Writes the impl and the proofs.
pub(crate) fn partial(partial: &Partial, documentation: &TokenStream) -> TokenStream {
    let Partial { ident, of, columns } = partial;
    let table = unlinted(&path_without_self(of, ident));
    let names = columns.iter().map(|column| &column.name.text);
    let count = columns.len();
    let found = columns.iter().map(|column| found(ident, column));
    let proofs = columns.iter().enumerate().map(proof);
    // The table is asked once, so that a type that is none is one mistake.
    let theirs =
        quote_spanned!(generated(of.span())=> <#table as ::trueup::private::Table>::COLUMNS);
    quote! {
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            #documentation
            #[automatically_derived]
            impl ::trueup::private::Partial for #ident {
                type Table = #table;
                const COLUMNS: &'static [&'static ::core::primitive::str] = &[#(#names),*];
            }
            const __TRUEUP_NAMES: [::core::option::Option<&::core::primitive::str>; #count] = {
                let __trueup_table = #theirs;
                [#(#found),*]
            };
            #(#proofs)*
        };
    }
}

/// The name of the column in the table, whose field is of this type.
fn found(owner: &Ident, column: &PartialColumn) -> TokenStream {
    let PartialColumn { ident, ty, .. } = column;
    let value = without_self(ty, owner);
    let table = Ident::new("__trueup_table", Span::call_site());
    quote_spanned! {generated(ty.span())=>
        #table.#ident.partial(::core::marker::PhantomData::<#value>)
    }
}

/// Has the compiler prove that the row calls the column so, too.
fn proof((number, column): (usize, &PartialColumn)) -> TokenStream {
    let span = generated(column.name.span);
    let name = &column.name.text;
    let proof = at(quote!(check_partial(__TRUEUP_NAMES[#number], #name)), span);
    quote_spanned!(span=> const _: () = ::trueup::private::#proof;)
}

/// The impl of a struct with a mistake.
pub(crate) fn nothing(syntax: &DeriveInput, of: Option<&Path>) -> TokenStream {
    let ident = &syntax.ident;
    let (generics, arguments, conditions) = syntax.generics.split_for_impl();
    let table = match of {
        Some(path) => path.to_token_stream(),
        None => quote!(()),
    };
    quote! {
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            #[automatically_derived]
            impl #generics ::trueup::private::Partial for #ident #arguments #conditions {
                type Table = #table;
                const COLUMNS: &'static [&'static ::core::primitive::str] = &[];
            }
        };
    }
}
