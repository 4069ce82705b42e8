//! The enum as it is written.
//!
//! In: the syntax tree. Out: [`Input`], the words of each attribute beside the variant they are on;
//! structs, unions, generics and variants with fields are turned away.

use proc_macro2::Ident;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Fields, Meta, Token};

use crate::attr::{EnumWords, Name, SqlxEnumWords, VariantWords, speaks_to_sqlx, sqlx_rename};
use crate::errors::Errors;

/// The integers that `#[repr]` can name.
const INTEGERS: [&str; 12] = [
    "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
];

/// An enum without fields.
pub(super) struct Input {
    pub(super) ident: Ident,
    pub(super) words: EnumWords,
    pub(super) sqlx: SqlxEnumWords,
    /// Whether the enum has words for sqlx, so that what these leave out is meant as well.
    pub(super) speaks_to_sqlx: bool,
    /// The integer type of `#[repr]`.
    pub(super) repr: Option<Ident>,
    pub(super) variants: Vec<InputVariant>,
}

/// A variant and its attributes.
pub(super) struct InputVariant {
    pub(super) ident: Ident,
    pub(super) words: VariantWords,
    pub(super) rename: Option<Name>,
}

impl Input {
    pub(super) fn read(syntax: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let data = match &syntax.data {
            Data::Enum(data) => data,
            Data::Struct(data) => {
                errors.add(
                    data.struct_token.span(),
                    "a struct has no variants\nhelp: derive `trueup::ColumnType` on a newtype, `trueup::Table` on a table",
                );
                return None;
            }
            Data::Union(data) => {
                errors.add(
                    data.union_token.span(),
                    "a union has no variants\nhelp: derive `trueup::Enum` on an enum",
                );
                return None;
            }
        };
        if !syntax.generics.params.is_empty() {
            errors.add_spanned(
                &syntax.generics,
                "an enum of values cannot be generic\nhelp: take the parameters away",
            );
            return None;
        }
        if data.variants.is_empty() {
            errors.add(
                syntax.ident.span(),
                "an enum without a variant has no value to store\nhelp: add a variant",
            );
            return None;
        }
        let before = errors.count();
        for variant in &data.variants {
            if !matches!(variant.fields, Fields::Unit) {
                errors.add_spanned(
                    &variant.fields,
                    "a variant with fields has no single value\nhelp: take the fields away, or store the enum as a document with `#[sqlx(json)]` on the field of the table",
                );
            }
        }
        if errors.count() > before {
            return None;
        }
        Some(Self {
            ident: syntax.ident.clone(),
            words: EnumWords::read(&syntax.attrs, errors),
            sqlx: SqlxEnumWords::read(&syntax.attrs),
            speaks_to_sqlx: std::iter::once(&syntax.attrs)
                .chain(data.variants.iter().map(|variant| &variant.attrs))
                .any(|attributes| speaks_to_sqlx(attributes)),
            repr: repr(&syntax.attrs),
            variants: data
                .variants
                .iter()
                .map(|variant| InputVariant {
                    ident: variant.ident.clone(),
                    words: VariantWords::read(&variant.attrs, errors),
                    rename: sqlx_rename(&variant.attrs),
                })
                .collect(),
        })
    }
}

/// The integer type that the discriminants have, by which sqlx decides to store them.
fn repr(attributes: &[Attribute]) -> Option<Ident> {
    let lists = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("repr"))
        .filter_map(|attribute| {
            attribute
                .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                .ok()
        });
    lists
        .flatten()
        .filter_map(|meta| meta.path().get_ident().cloned())
        .find(|ident| INTEGERS.iter().any(|name| ident == name))
}
