//! Objects beside the tables as tokens.
//!
//! In: [`Outside`] and [`Dropped`]. Out: one literal and one registration. Decides nothing.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::default_meta;
use super::tokens::{option, sql};
use crate::attr::{Dropped, Numbers, Outside, OutsideKind};

/// Writes the registration of an object.
pub(crate) fn outside(object: &Outside) -> TokenStream {
    let declared = declared(object);
    quote! {
        const _: () = {
            static __TRUEUP_DECLARED: ::trueup::private::Declared = #declared;
            ::trueup::private::inventory::submit! {
                ::trueup::private::RegisteredObject(&__TRUEUP_DECLARED)
            }
        };
    }
}

/// Writes a list of objects.
pub(crate) fn objects(objects: &[Outside]) -> TokenStream {
    let objects = objects.iter().map(declared);
    quote! {
        {
            static __TRUEUP_DECLARED: &[::trueup::private::Declared] = &[#(#objects),*];
            __TRUEUP_DECLARED
        }
    }
}

/// Writes the registration of what may be dropped.
pub(crate) fn dropped(object: &Dropped) -> TokenStream {
    let kind = match object.kind.as_str() {
        "table" => quote!(Table),
        "extension" => quote!(Extension),
        "schema" => quote!(Schema),
        "enum" => quote!(Enum),
        "domain" => quote!(Domain),
        "sequence" => quote!(Sequence),
        _ => quote!(View),
    };
    let name = &object.name.text;
    quote! {
        ::trueup::private::inventory::submit! {
            ::trueup::private::Dropped(::trueup::private::DroppedMeta {
                kind: ::trueup::private::DroppedKind::#kind,
                name: #name,
            })
        }
    }
}

/// Where the macro stands.
pub(crate) fn place() -> TokenStream {
    quote! {
        ::trueup::private::PlaceMeta {
            module: ::core::module_path!(),
            file: ::core::file!(),
            line: ::core::line!(),
        }
    }
}

/// The numbers of a sequence, as far as they are said.
pub(crate) fn numbers(numbers: &Numbers) -> Vec<TokenStream> {
    let Numbers {
        start,
        increment,
        min,
        max,
        cache,
        cycle,
        integer,
    } = numbers;
    let options = [
        ("Start", start),
        ("Increment", increment),
        ("Minimum", min),
        ("Maximum", max),
        ("Cache", cache),
    ];
    let options = options.into_iter().filter_map(|(word, number)| {
        let word = Ident::new(word, Span::call_site());
        let (number, _) = number.as_ref()?;
        Some(quote!(#word(#number)))
    });
    let cycle = cycle.map(|cycle| quote!(Cycle(#cycle)));
    let integer = integer.as_ref().map(|name| match name.text.as_str() {
        "i16" => quote!(Type(::trueup::private::ValueType::I16)),
        "i32" => quote!(Type(::trueup::private::ValueType::I32)),
        _ => quote!(Type(::trueup::private::ValueType::I64)),
    });
    options
        .chain(cycle)
        .chain(integer)
        .map(|option| quote!(::trueup::private::SequenceOption::#option))
        .collect()
}

fn declared(object: &Outside) -> TokenStream {
    let (name, words) = (&object.name.text, &object.words);
    let schema = option(words.schema.as_ref().map(|name| &name.text));
    let content = match object.kind {
        OutsideKind::Extension => {
            let version = option(words.version.as_ref().map(|name| &name.text));
            let provides = words.provides.iter().flatten().map(|name| &name.text);
            quote! {
                Extension(::trueup::private::ExtensionMeta {
                    name: #name,
                    schema: #schema,
                    version: #version,
                    provides: &[#(#provides),*],
                })
            }
        }
        OutsideKind::Schema => quote!(Schema(#name)),
        OutsideKind::Sequence => {
            let options = numbers(&words.numbers);
            let olds = words.renamed_from.iter().flatten().map(|name| &name.text);
            let comment = option(words.comment.as_ref().map(|name| &name.text));
            quote! {
                Sequence(::trueup::private::SequenceMeta {
                    schema: #schema,
                    name: #name,
                    renamed_from: &[#(#olds),*],
                    options: &[#(#options),*],
                    comment: #comment,
                })
            }
        }
        OutsideKind::Domain => domain(object),
    };
    let engines = super::engines(words.engines.as_deref().unwrap_or_default());
    let place = place();
    quote! {
        ::trueup::private::Declared {
            object: ::trueup::private::ObjectMeta::#content,
            engines: &[#(#engines),*],
            place: #place,
        }
    }
}

fn domain(object: &Outside) -> TokenStream {
    let (name, words) = (&object.name.text, &object.words);
    let own = &words.domain;
    let schema = option(words.schema.as_ref().map(|name| &name.text));
    let data_type = own.data_type.as_ref().map(|name| &name.text);
    let not_null = own.not_null.is_some();
    let default = own.default.as_ref();
    let default = option(default.map(|(default, _)| default_meta(default)));
    let checks = own.checks.iter().map(|check| {
        let name = option(check.name.as_ref().map(|name| &name.text));
        let expression = sql(&check.expression);
        quote!(::trueup::private::CheckMeta { name: #name, expression: #expression })
    });
    let collation = option(own.collation.as_ref().map(|name| &name.text));
    let comment = option(words.comment.as_ref().map(|name| &name.text));
    let olds = words.renamed_from.iter().flatten().map(|name| &name.text);
    quote! {
        Domain(&::trueup::private::DomainMeta {
            schema: #schema,
            name: #name,
            data_type: #data_type,
            not_null: #not_null,
            default: #default,
            checks: &[#(#checks),*],
            collation: #collation,
            comment: #comment,
            renamed_from: &[#(#olds),*],
        })
    }
}
