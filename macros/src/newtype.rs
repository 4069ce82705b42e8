//! The derive of a newtype: a column of it is a column of what it holds.
//!
//! In: a struct of one field, or anything that is stored as a document. Out: an impl of
//! `trueup::ColumnType`, or every mistake in it. Knows no database.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Type, parse_quote};

use crate::attr::{sqlx_transparent, stores_json};
use crate::documentation;
use crate::enumeration::unknown;
use crate::errors::Errors;

/// What a newtype is stored as.
enum Inner<'a> {
    Type(&'a Type),
    Json,
}

pub(crate) fn derive(syntax: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let inner = inner(syntax, &mut errors);
    match (errors.finish(), inner) {
        (Ok(()), inner) => expand(syntax, inner.as_ref()),
        (Err(error), _) => {
            let error = error.to_compile_error();
            // A newtype with a mistake still is a column, so that its uses are not reported as well.
            let fallback = expand(syntax, None);
            quote!(#error #fallback)
        }
    }
}

fn inner<'a>(syntax: &'a DeriveInput, errors: &mut Errors) -> Option<Inner<'a>> {
    if stores_json(&syntax.attrs, errors) {
        return Some(Inner::Json);
    }
    let data = match &syntax.data {
        Data::Struct(data) => data,
        Data::Enum(data) => {
            errors.add(
                data.enum_token.span(),
                "an enum is no newtype\nhelp: derive `trueup::Enum` for an enum without fields; `#[column_type(json)]` stores any other as a document",
            );
            return None;
        }
        Data::Union(data) => {
            errors.add(
                data.union_token.span(),
                "a union cannot be a column\nhelp: write a struct of one field",
            );
            return None;
        }
    };
    let mut fields = data.fields.iter();
    match (&data.fields, fields.next(), fields.next()) {
        (Fields::Unnamed(_), Some(field), None) => Some(Inner::Type(&field.ty)),
        (Fields::Named(_), Some(field), None) if sqlx_transparent(&syntax.attrs).is_some() => {
            Some(Inner::Type(&field.ty))
        }
        (Fields::Named(_), Some(field), None) => {
            errors.add_spanned(
                field,
                "a field with a name makes a record of it, unless sqlx is told otherwise\nhelp: add `#[sqlx(transparent)]` to the struct, or write `struct ...(...);`",
            );
            None
        }
        (_, Some(_), Some(second)) => {
            errors.add_spanned(
                second,
                "a newtype has one field\nhelp: flatten a struct of several columns into its table, or store it as a document with `#[column_type(json)]`",
            );
            None
        }
        _ => {
            errors.add(
                syntax.ident.span(),
                "a newtype has one field, and this struct has none\nhelp: write what it is stored as: `struct OrgId(i64);`",
            );
            None
        }
    }
}

fn expand(syntax: &DeriveInput, inner: Option<&Inner<'_>>) -> TokenStream {
    let ident = &syntax.ident;
    let mut generics = syntax.generics.clone();
    let (value, nullable) = match inner {
        Some(Inner::Type(ty)) => {
            if !generics.params.is_empty() {
                let condition = parse_quote!(#ty: ::trueup::private::ColumnType);
                generics.make_where_clause().predicates.push(condition);
            }
            (
                quote!(<#ty as ::trueup::private::ColumnType>::VALUE),
                quote!(<#ty as ::trueup::private::ColumnType>::NULLABLE),
            )
        }
        Some(Inner::Json) => (quote!(::trueup::private::ValueType::Json), quote!(false)),
        None => (unknown(), quote!(false)),
    };
    let documentation = inner.map(|_| documentation::of_newtype(syntax));
    let (parameters, arguments, conditions) = generics.split_for_impl();
    quote! {
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            #documentation
            #[automatically_derived]
            impl #parameters ::trueup::private::ColumnType for #ident #arguments #conditions {
                type Value = Self;
                const VALUE: ::trueup::private::ValueType = #value;
                const NULLABLE: ::core::primitive::bool = #nullable;
            }
        };
    }
}
