//! Partitions as tokens.
//!
//! In: the checked partitions. Out: one word of the table, and what only the compiler can prove of the
//! bounds.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::tokens::{at, generated, option};
use crate::attr::{Bound, Every, Unit, Value};
use crate::model::{Partition, PartitionBound, PartitionMethod, Partitioning};

/// How the table is divided, as a word of it.
pub(super) fn word(partitioning: &Partitioning) -> TokenStream {
    let columns = &partitioning.columns;
    let method = match &partitioning.method {
        PartitionMethod::Range => quote!(Range),
        PartitionMethod::List => quote!(List),
        PartitionMethod::Hash(count) => quote!(Hash(#count)),
        PartitionMethod::Rolling { every, ahead, keep } => {
            let Every { count, .. } = every;
            let unit = match every.unit {
                Unit::Day => quote!(Day),
                Unit::Week => quote!(Week),
                Unit::Month => quote!(Month),
                Unit::Year => quote!(Year),
            };
            let keep = option(keep.as_ref());
            quote!(Rolling(__trueup::RollingMeta {
                count: #count,
                unit: __trueup::PeriodUnit::#unit,
                ahead: #ahead,
                keep: #keep,
            }))
        }
    };
    let partitions = partitioning.partitions.iter().map(partition);
    quote! {
        __trueup::TableWord::PartitionBy(__trueup::PartitioningMeta {
            method: __trueup::PartitionMethod::#method,
            columns: &[#(#columns),*],
            partitions: &[#(#partitions),*],
        })
    }
}

fn partition(partition: &Partition) -> TokenStream {
    let name = &partition.name;
    let values = |bounds: &[Bound]| {
        let bounds = bounds.iter().map(value);
        quote!(&[#(#bounds),*])
    };
    let bound = match &partition.bound {
        PartitionBound::Range(from, to) => {
            let (from, to) = (values(from), values(to));
            quote!(Range(#from, #to))
        }
        PartitionBound::List(list) => {
            let list = values(list);
            quote!(List(#list))
        }
        PartitionBound::Default => quote!(Default),
        PartitionBound::Dropped => quote!(Dropped),
    };
    quote! {
        __trueup::PartitionMeta {
            name: #name,
            bound: __trueup::PartitionBound::#bound,
        }
    }
}

fn value(bound: &Bound) -> TokenStream {
    let value = match &bound.value {
        Value::Number(number) => quote!(Number(#number)),
        Value::Text(text) => quote!(Text(#text)),
        Value::Least => quote!(Least),
        Value::Greatest => quote!(Greatest),
    };
    quote!(__trueup::BoundValue::#value)
}

/// Has the compiler prove that the columns can hold the bounds.
pub(super) fn proofs(ident: &Ident, partitioning: &Partitioning) -> TokenStream {
    let column = |position: usize| quote!(<#ident as __trueup::Table>::META.columns[#position]);
    let bounds = partitioning.bounds.iter().map(|(position, bound)| {
        let (column, value) = (column(*position), value(bound));
        let span = generated(bound.span);
        let proof = at(quote!(check_bound(&#column, &#value)), span);
        quote_spanned!(span=> const _: () = __trueup::#proof;)
    });
    let rolling = partitioning.rolling.iter().map(|(position, span)| {
        let (column, span) = (column(*position), generated(*span));
        let proof = at(quote!(check_rolling(&#column)), span);
        quote_spanned!(span=> const _: () = __trueup::#proof;)
    });
    quote!(#(#bounds)* #(#rolling)*)
}
