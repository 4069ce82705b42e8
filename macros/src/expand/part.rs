//! Structs of columns, and the fields that hold them.
//!
//! In: [`Model`]. Out: the impls of `Columns` and `Part`; or what a table says about its parts. Decides nothing.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;

use super::tokens::{at, generated, unlinted, unlinted_ident};
use crate::model::{Flattened, Model, Stored};

/// Writes the impls of a struct of columns.
pub(crate) fn columns(model: &Model, documentation: &TokenStream) -> TokenStream {
    let ident = &model.ident;
    let targets = super::targets(model);
    let demands = super::demands(model);
    let handles = format_ident!("ColumnsOf{}", ident.unraw(), span = Span::call_site());
    let summary = format!("The columns of `{}`.", ident.unraw());
    let vis = unlinted(&model.vis.to_token_stream());
    let fields = model.columns.iter().map(|column| {
        let (Stored::Typed(ty) | Stored::Named(ty) | Stored::Json { ty, .. }) = &column.stored;
        let field = unlinted_ident(&column.ident);
        let value = super::without_self(ty, ident);
        quote!(#vis #field: __trueup::Column<__Table, #value>,)
    });
    let values = model.columns.iter().enumerate().map(|(at, column)| {
        let (field, is_key) = (unlinted_ident(&column.ident), column.is_key);
        quote! {
            #field: __trueup::Column(
                __trueup::Joined::<#ident, __Table, __NUMBER, #at>::NAME,
                #is_key,
                ::core::marker::PhantomData,
            ),
        }
    });
    let names = model.columns.iter().map(|column| &column.name);
    let meta = super::meta(model);
    quote! {
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            use ::trueup::private as __trueup;
            #documentation

            #[doc = #summary]
            #[doc(hidden)]
            #vis struct #handles<__Table: ?::core::marker::Sized> {
                #(#fields)*
            }

            #[automatically_derived]
            impl __trueup::Columns for #ident {
                type Handles<__Table: ?::core::marker::Sized + 'static> = #handles<__Table>;
                const NAMES: &'static [&'static ::core::primitive::str] = &[#(#names),*];
                const META: &'static __trueup::TableMeta = &#meta;
            }

            #[automatically_derived]
            impl<__Table, const __NUMBER: ::core::primitive::usize>
                __trueup::Part<__Table, __NUMBER> for #ident
            where
                __Table: __trueup::Flattens<__NUMBER> + ?::core::marker::Sized + 'static,
            {
                const HANDLES: &'static #handles<__Table> = &#handles { #(#values)* };
            }

            #(#targets)*
            #(#demands)*
        };
    }
}

/// The handles of a part, as a field of the table's.
pub(super) fn handle_field(
    vis: &TokenStream,
    table: &Ident,
    number: usize,
    part: &Flattened,
) -> TokenStream {
    let field = unlinted_ident(&part.ident);
    let ty = super::without_self(&part.ty, table);
    quote! {
        #vis #field: __trueup::Flattened<#ty, #table, #number>,
    }
}

/// Their value.
pub(super) fn handle_value(part: &Flattened) -> TokenStream {
    let field = unlinted_ident(&part.ident);
    quote!(#field: __trueup::Flattened::THESE,)
}

/// What stands before the names of a part.
pub(super) fn prefix(table: &Ident, number: usize, part: &Flattened) -> TokenStream {
    let text = &part.prefix;
    quote! {
        #[automatically_derived]
        impl __trueup::Flattens<#number> for #table {
            const PREFIX: &'static ::core::primitive::str = #text;
        }
    }
}

/// What the table says about its part.
pub(super) fn meta(part: &Flattened) -> TokenStream {
    let Flattened { at, ty, prefix, .. } = part;
    quote! {
        __trueup::FlattenedMeta {
            at: #at,
            prefix: #prefix,
            meta: <#ty as __trueup::Columns>::META,
        }
    }
}

/// Has the compiler prove that the names fit beside the others.
pub(super) fn proof(model: &Model, number: usize, part: &Flattened) -> TokenStream {
    let ident = &model.ident;
    let span = generated(part.span);
    let proof = at(
        quote!(check_part(<#ident as __trueup::Table>::META, #number)),
        span,
    );
    quote_spanned!(span=> const _: () = __trueup::#proof;)
}
