//! `#[trueup::test]`: a test that takes a pool.
//!
//! In: an async function. Out: a test of the same name that runs it. Knows no database.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{FnArg, ItemFn, Meta, PatType, Path, Token};

/// Writes the test, or what is wrong with it.
pub(crate) fn test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand(arguments, item).unwrap_or_else(|error| error.to_compile_error())
}

fn expand(arguments: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let registry = registry(arguments)?;
    let function: ItemFn = syn::parse2(item)?;
    let signature = &function.sig;
    if signature.asyncness.is_none() {
        return Err(syn::Error::new(
            signature.fn_token.span(),
            "a test with a database is async\nhelp: write `async fn`",
        ));
    }
    let mut inputs = signature.inputs.iter();
    let (Some(FnArg::Typed(PatType { ty: pool, .. })), None) = (inputs.next(), inputs.next())
    else {
        return Err(syn::Error::new(
            signature.ident.span(),
            "a test takes the pool of its database, and nothing else\nhelp: write `pool: sqlx::PgPool`, `sqlx::MySqlPool` or `sqlx::SqlitePool`",
        ));
    };
    if !signature.generics.params.is_empty() {
        return Err(syn::Error::new_spanned(
            &signature.generics,
            "a test cannot be generic\nhelp: write a test for each type",
        ));
    }
    let ItemFn {
        attrs, vis, block, ..
    } = &function;
    let (name, inputs, output) = (&signature.ident, &signature.inputs, &signature.output);
    Ok(quote! {
        #[::core::prelude::v1::test]
        #(#attrs)*
        #vis fn #name() #output {
            async fn #name(#inputs) #output #block
            ::trueup::testing::run::<#pool, _, _>(
                ::core::concat!(::core::module_path!(), "::", ::core::stringify!(#name)),
                #registry,
                #name,
            )
        }
    })
}

/// Reads nothing, or `tables(Org, Account)`.
fn registry(arguments: TokenStream) -> syn::Result<TokenStream> {
    if arguments.is_empty() {
        return Ok(quote!(::trueup::Registry::linked()));
    }
    let place = arguments.span();
    let help = "expected nothing, or the tables of the test\nhelp: write `#[trueup::test(tables(Org, Account))]`";
    let Ok(Meta::List(list)) = syn::parse2::<Meta>(arguments) else {
        return Err(syn::Error::new(place, help));
    };
    if !list.path.is_ident("tables") {
        return Err(syn::Error::new(list.path.span(), help));
    }
    let tables = Punctuated::<Path, Token![,]>::parse_terminated.parse2(list.tokens)?;
    let tables = tables.iter();
    Ok(quote!(::trueup::Registry::of(
        ::trueup::tables![#(#tables),*]
    )))
}
