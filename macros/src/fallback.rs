//! What a struct with a mistake becomes.
//!
//! In: the syntax and the mistakes. Out: the mistakes, and an impl that describes nothing and is
//! not registered, so that other uses of the struct are not reported as well.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;
use syn::ext::IdentExt;

use crate::check;
use crate::expand::{Outline, handle, table};
use crate::input::Input;
use crate::naming;

/// Writes the mistakes and the empty impl.
pub(crate) fn fallback(
    syntax: &DeriveInput,
    input: Option<&Input>,
    error: Option<&syn::Error>,
) -> TokenStream {
    let errors = error.map(syn::Error::to_compile_error);
    let Some(input) = input else {
        let bare = bare(syntax);
        return quote!(#errors #bare);
    };
    let name = naming::table_name(&input.ident.unraw().to_string());
    let handles: Vec<_> = input
        .fields
        .iter()
        .filter(|field| field.is_column())
        .map(|field| {
            let ty = field.sqlx.try_from.as_ref().unwrap_or(&field.ty);
            // Whatever refers to this field is not the mistake, so it is a key here.
            handle(
                &input.ident,
                &field.ident,
                ty,
                &field.ident.unraw().to_string(),
                true,
            )
        })
        .collect();
    let parts = check::parts::parts(input);
    let table = table(
        &Outline {
            vis: &input.vis,
            ident: &input.ident,
            schema: None,
            name: &name,
            keys: &[],
            parts: &parts,
        },
        &handles,
        &nothing(),
    );
    quote! {
        #errors
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            use ::trueup::private as __trueup;
            #table
        };
    }
}

/// Writes the mistakes, and the impl of a struct of no columns.
pub(crate) fn columns(syntax: &DeriveInput, error: Option<&syn::Error>) -> TokenStream {
    let errors = error.map(syn::Error::to_compile_error);
    let ident = &syntax.ident;
    let (generics, arguments, conditions) = syntax.generics.split_for_impl();
    let nothing = nothing();
    quote! {
        #errors
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            #[automatically_derived]
            impl #generics ::trueup::private::Columns for #ident #arguments #conditions {
                type Handles<__Table: ?::core::marker::Sized + 'static> = ();
                const NAMES: &'static [&'static ::core::primitive::str] = &[];
                const META: &'static ::trueup::private::TableMeta = &#nothing;
            }
        };
    }
}

/// The impl of what is no struct with fields.
fn bare(syntax: &DeriveInput) -> TokenStream {
    let ident = &syntax.ident;
    let (generics, arguments, conditions) = syntax.generics.split_for_impl();
    let nothing = nothing();
    quote! {
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            #[automatically_derived]
            impl #generics ::trueup::private::Table for #ident #arguments #conditions {
                type Columns = ();
                const NAME: &'static ::core::primitive::str = "";
                const COLUMNS: Self::Columns = ();
                const META: &'static ::trueup::private::TableMeta = &#nothing;
            }
        };
    }
}

fn nothing() -> TokenStream {
    quote! {
        ::trueup::private::TableMeta {
            rust_name: "",
            module: "",
            place: ::trueup::private::Place::UNKNOWN,
            schema: ::core::option::Option::None,
            name: "",
            columns: &[],
            primary_key: &[],
            words: &[],
        }
    }
}
