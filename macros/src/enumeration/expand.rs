//! The enum as tokens: one literal in one impl.
//!
//! In: [`Model`]. Out: tokens. Decides nothing and cannot fail.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::DeriveInput;
use syn::ext::IdentExt;

use super::{Model, Stored, Variant};
use crate::expand::option;

pub(super) fn expand(ident: &Ident, model: &Model, documentation: &TokenStream) -> TokenStream {
    let variants = model
        .variants
        .iter()
        .map(|variant| self::variant(ident, variant, &model.storage));
    let storage = match &model.storage {
        Stored::Native => quote!(Native),
        Stored::Text => quote!(Text),
        Stored::Integer(repr) => {
            let repr = Ident::new(&repr.to_string(), Span::call_site());
            quote!(Integer(<::core::primitive::#repr as ::trueup::private::ColumnType>::VALUE))
        }
    };
    let (rust_name, name) = (&model.rust_name, &model.name);
    let schema = option(model.schema.as_deref());
    let words = [
        list("RenamedFrom", &model.renamed_from),
        list("Retired", &model.retired),
        model.comment.as_ref().map(|text| quote!(Comment(#text))),
    ];
    let words = words.iter().flatten();
    implemented(
        ident,
        documentation,
        &quote! {
            ::trueup::private::EnumMeta {
                rust_name: #rust_name,
                module: ::core::module_path!(),
                schema: #schema,
                name: #name,
                storage: ::trueup::private::EnumStorage::#storage,
                variants: &[#(#variants),*],
                words: &[#(::trueup::private::EnumWord::#words),*],
            }
        },
    )
}

fn implemented(ident: &Ident, documentation: &TokenStream, meta: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            #documentation
            #[automatically_derived]
            impl ::trueup::private::ColumnType for #ident {
                type Value = Self;
                const VALUE: ::trueup::private::ValueType =
                    ::trueup::private::ValueType::Enum(&#meta);
            }
        };
    }
}

fn variant(ident: &Ident, variant: &Variant, storage: &Stored) -> TokenStream {
    let name = variant.ident.unraw().to_string();
    let (value, renamed_from) = (&variant.value, &variant.renamed_from);
    let own = &variant.ident;
    let number = match storage {
        Stored::Integer(_) => quote!(#ident::#own as ::core::primitive::i128),
        Stored::Native | Stored::Text => quote!(0),
    };
    quote! {
        ::trueup::private::VariantMeta {
            name: #name,
            value: #value,
            number: #number,
            renamed_from: &[#(#renamed_from),*],
        }
    }
}

fn list(word: &str, items: &[String]) -> Option<TokenStream> {
    let word = Ident::new(word, Span::call_site());
    (!items.is_empty()).then(|| quote!(#word(&[#(#items),*])))
}

/// An impl that knows no value, so that uses of the enum are not reported as well.
pub(super) fn fallback(syntax: &DeriveInput) -> TokenStream {
    let ident = &syntax.ident;
    let (generics, arguments, conditions) = syntax.generics.split_for_impl();
    let unknown = unknown();
    quote! {
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            #[automatically_derived]
            impl #generics ::trueup::private::ColumnType for #ident #arguments #conditions {
                type Value = Self;
                const VALUE: ::trueup::private::ValueType = #unknown;
            }
        };
    }
}

/// What a type with a mistake stores: an enum without a value, about which no question is asked.
pub(crate) fn unknown() -> TokenStream {
    quote! {
        ::trueup::private::ValueType::Enum(&::trueup::private::EnumMeta {
            rust_name: "",
            module: "",
            schema: ::core::option::Option::None,
            name: "",
            storage: ::trueup::private::EnumStorage::Native,
            variants: &[],
            words: &[],
        })
    }
}
