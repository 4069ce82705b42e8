//! The view as tokens: one literal, one impl, one registration.
//!
//! In: the words of a view without a contradiction. Out: tokens. Decides nothing.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{DeriveInput, Path};

use super::engines;
use super::outside::place;
use super::tokens::{generated, option, sql};
use crate::attr::ViewWords;

/// Writes the impl and the registration.
pub(crate) fn view(
    ident: &Ident,
    name: &str,
    words: &ViewWords,
    documentation: &TokenStream,
) -> TokenStream {
    let rust_name = ident.unraw().to_string();
    let schema = option(words.schema.as_ref().map(|name| &name.text));
    let query = words.query.as_ref().map(sql);
    let materialized = words.materialized.is_some();
    let olds = words.renamed_from.iter().flatten().map(|name| &name.text);
    let comment = option(words.comment.as_ref().map(|name| &name.text));
    let check = words.check_option.as_ref().map(|option| {
        let option = &option.text;
        quote!(::trueup::private::ViewOption::Check(#option))
    });
    let invoker = words
        .security_invoker
        .map(|_| quote!(::trueup::private::ViewOption::SecurityInvoker));
    let barrier = words
        .security_barrier
        .map(|_| quote!(::trueup::private::ViewOption::SecurityBarrier));
    let options = [check, invoker, barrier].into_iter().flatten();
    let uses = words.uses.iter().flatten().map(used);
    let engines = engines(words.engines.as_deref().unwrap_or_default());
    let place = place();
    quote! {
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            #documentation
            #[automatically_derived]
            impl ::trueup::private::View for #ident {
                const DECLARED: &'static ::trueup::private::Declared = &::trueup::private::Declared {
                    object: ::trueup::private::ObjectMeta::View(&::trueup::private::ViewMeta {
                        rust_name: #rust_name,
                        schema: #schema,
                        name: #name,
                        query: #query,
                        materialized: #materialized,
                        options: &[#(#options),*],
                        comment: #comment,
                        renamed_from: &[#(#olds),*],
                    }),
                    engines: &[#(#engines),*],
                    place: #place,
                };
            }
            #(#uses)*
            ::trueup::private::inventory::submit! {
                ::trueup::private::RegisteredObject(<#ident as ::trueup::private::View>::DECLARED)
            }
        };
    }
}

/// Lets the compiler look for the table, at the place where it is named.
fn used(path: &Path) -> TokenStream {
    let span = generated(path.span());
    quote_spanned! {span=>
        const _: &::trueup::private::TableMeta = <#path as ::trueup::private::Table>::META;
    }
}

/// The impl of a struct with a mistake.
pub(crate) fn nothing(syntax: &DeriveInput) -> TokenStream {
    let ident = &syntax.ident;
    let (generics, arguments, conditions) = syntax.generics.split_for_impl();
    let place = place();
    quote! {
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            #[automatically_derived]
            impl #generics ::trueup::private::View for #ident #arguments #conditions {
                const DECLARED: &'static ::trueup::private::Declared = &::trueup::private::Declared {
                    object: ::trueup::private::ObjectMeta::Schema(""),
                    engines: &[],
                    place: #place,
                };
            }
        };
    }
}
