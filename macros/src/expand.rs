//! The table as tokens: one literal, one impl, one registration.
//!
//! In: [`Model`]. Out: tokens. Decides nothing and cannot fail; what only the compiler knows is
//! left to constants that carry the place of the word they prove.

mod keys;
pub(crate) mod outside;
pub(crate) mod part;
pub(crate) mod partial;
mod partition;
mod properties;
mod tokens;
mod trigger;
pub(crate) mod view;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Type, Visibility};

pub(crate) use self::tokens::option;
use self::tokens::{at, generated, place, sql, unlinted, unlinted_ident, without_self};
use crate::attr::{AutoIncrement, DefaultValue, Engine, Identity, TableOption};
use crate::model::{Check, Column, Demand, Flattened, Model, Rule, Stored};

/// Writes the impl, and where its words are documented.
pub(crate) fn expand(model: &Model, documentation: &TokenStream) -> TokenStream {
    let ident = &model.ident;
    let targets = targets(model);
    let demands = demands(model);
    let parts = model.parts.iter().enumerate();
    let proofs = parts.map(|(number, part)| part::proof(model, number, part));
    let partitioning = model.partitioning.iter();
    let divided: TokenStream = partitioning
        .map(|one| partition::proofs(ident, one))
        .collect();
    let handles: Vec<_> = model
        .columns
        .iter()
        .map(|column| {
            let (Stored::Typed(ty) | Stored::Named(ty) | Stored::Json { ty, .. }) = &column.stored;
            handle(ident, &column.ident, ty, &column.name, column.is_key)
        })
        .collect();
    let table = table(
        &Outline {
            vis: &model.vis,
            ident,
            schema: model.schema.as_deref(),
            name: &model.name,
            keys: &model.targets,
            parts: &model.parts,
        },
        &handles,
        &meta(model),
    );
    // Lints do not look into generated code, but the struct's own name is not generated. Each
    // `allow` more would be an error in a crate that forbids that lint.
    quote! {
        #[doc(hidden)]
        #[allow(deprecated)]
        const _: () = {
            use ::trueup::private as __trueup;
            #documentation
            #table
            #(#targets)*
            #(#demands)*
            #divided
            #(#proofs)*
            __trueup::inventory::submit! {
                __trueup::Registered(<#ident as __trueup::Table>::META)
            }
        };
    }
}

fn targets(model: &Model) -> impl Iterator<Item = TokenStream> {
    let keys = model.foreign_keys.iter().enumerate();
    keys.map(|(position, key)| keys::target(model, position, key))
}

fn demands(model: &Model) -> impl Iterator<Item = TokenStream> {
    model.demands.iter().map(|demand| demanded(model, demand))
}

/// What the impl says beside its columns.
pub(crate) struct Outline<'a> {
    pub(crate) vis: &'a Visibility,
    pub(crate) ident: &'a Ident,
    pub(crate) schema: Option<&'a str>,
    pub(crate) name: &'a str,
    /// The keys of several columns.
    pub(crate) keys: &'a [Vec<String>],
    pub(crate) parts: &'a [Flattened],
}

/// A typed column of the struct `Columns`.
pub(crate) struct Handle {
    pub(crate) ident: Ident,
    pub(crate) value: TokenStream,
    pub(crate) name: String,
    pub(crate) is_key: bool,
}

/// Writes the struct of handles and the impl.
pub(crate) fn table(outline: &Outline, handles: &[Handle], meta: &TokenStream) -> TokenStream {
    let Outline {
        ident, name, parts, ..
    } = outline;
    let columns = format_ident!("ColumnsOf{}", ident.unraw(), span = Span::call_site());
    let summary = format!("The columns of `{}`.", ident.unraw());
    // Whoever sees the struct sees the handles, and a table behind `pub(crate)` leaks nothing.
    let vis = unlinted(&outline.vis.to_token_stream());
    let schema = outline.schema.map(|schema| {
        quote! {
            const SCHEMA: ::core::option::Option<&'static ::core::primitive::str> =
                ::core::option::Option::Some(#schema);
        }
    });
    let keys = keys::keys(outline.keys);
    let fields = handles.iter().map(|handle| {
        let (field, value) = (unlinted_ident(&handle.ident), &handle.value);
        quote!(#vis #field: __trueup::Column<#ident, #value>,)
    });
    let values = handles.iter().map(|handle| {
        let (field, name, is_key) = (unlinted_ident(&handle.ident), &handle.name, handle.is_key);
        quote! {
            #field: __trueup::Column(#name, #is_key, __trueup::PhantomData),
        }
    });
    let numbered = || parts.iter().enumerate();
    let held = numbered().map(|(number, part)| part::handle_field(&vis, ident, number, part));
    let held_values = parts.iter().map(part::handle_value);
    let prefixes = numbered().map(|(number, part)| part::prefix(ident, number, part));
    quote! {
        #[doc = #summary]
        #[doc(hidden)]
        #vis struct #columns {
            #(#fields)*
            #(#held)*
        }

        #[automatically_derived]
        impl __trueup::Table for #ident {
            type Columns = #columns;
            const NAME: &'static ::core::primitive::str = #name;
            #schema
            const COLUMNS: Self::Columns = #columns { #(#values)* #(#held_values)* };
            #keys
            const META: &'static __trueup::TableMeta = &#meta;
        }

        #(#prefixes)*
    }
}

/// The handle of a field. Its type is the field's own, which asks nothing of the field: what it
/// stores is asked once, in the literal.
pub(crate) fn handle(table: &Ident, field: &Ident, ty: &Type, name: &str, is_key: bool) -> Handle {
    Handle {
        ident: field.clone(),
        value: without_self(ty, table),
        name: name.to_owned(),
        is_key,
    }
}

fn meta(model: &Model) -> TokenStream {
    let rust_name = model.ident.unraw().to_string();
    let name = &model.name;
    let schema = option(model.schema.as_deref());
    let place = place(model.ident.span());
    let columns = columns(model);
    let foreign_keys = model.foreign_keys.iter().enumerate();
    let primary_key = &model.primary_key;
    let words = [
        list("RenamedFrom", &model.renamed_from),
        keys::primary_key(model),
        list("Uniques", model.uniques.iter().map(keys::index)),
        list("Indexes", model.indexes.iter().map(keys::index)),
        list("Exclusions", model.exclusions.iter().map(keys::exclusion)),
        list(
            "ForeignKeys",
            foreign_keys.map(|(position, key)| keys::foreign_key(model, position, key)),
        ),
        list("Checks", model.checks.iter().map(check)),
        model
            .comment
            .as_ref()
            .map(|text| quote!(__trueup::TableWord::Comment(#text))),
        list("Options", model.options.iter().map(table_option)),
        list("Triggers", model.triggers.iter().map(trigger::trigger)),
        list("Dropped", &model.dropped),
        list("Engines", engines(&model.engines)),
        model.partitioning.as_ref().map(partition::word),
        list("Parts", model.parts.iter().map(part::meta)),
    ];
    let words = words.iter().flatten();
    quote! {
        __trueup::TableMeta {
            rust_name: #rust_name,
            module: ::core::module_path!(),
            place: #place,
            schema: #schema,
            name: #name,
            columns: &#columns,
            primary_key: &[#(#primary_key),*],
            words: &[#(#words),*],
        }
    }
}

/// The databases as the runtime knows them.
pub(crate) fn engines(engines: &[Engine]) -> impl Iterator<Item = TokenStream> {
    engines.iter().map(|engine| {
        let engine = match engine {
            Engine::Postgres => quote!(Postgres),
            Engine::MySql => quote!(MySql),
            Engine::Sqlite => quote!(Sqlite),
        };
        quote!(::trueup::private::EngineMeta::#engine)
    })
}

/// A word that holds a list, unless it is empty.
fn list(word: &str, items: impl IntoIterator<Item = impl ToTokens>) -> Option<TokenStream> {
    let mut items = items.into_iter().peekable();
    items.peek()?;
    let word = Ident::new(word, Span::call_site());
    Some(quote!(__trueup::TableWord::#word(&[#(#items),*])))
}

/// The columns as lists. What a type holds is asked where the first field has it, for asking is what costs the compiler most.
fn columns(model: &Model) -> TokenStream {
    let mut held = Vec::new();
    let mut asked: Vec<(&Type, usize)> = Vec::new();
    let mut of = Vec::new();
    let mut spelled: Vec<(usize, TokenStream)> = Vec::new();
    for (position, column) in model.columns.iter().enumerate() {
        let target = keys::target_of(model, position);
        let ty = match (&column.stored, &target) {
            (Stored::Typed(ty), None) => Some(ty),
            _ => None,
        };
        let known = ty.and_then(|ty| asked.iter().find(|(other, _)| *other == ty));
        let at = known.map_or(held.len(), |(_, at)| *at);
        if at == held.len() {
            held.push(self::held(column, target));
            asked.extend(ty.map(|ty| (ty, at)));
        }
        of.push(Literal::usize_unsuffixed(at));
        let own = model.spelled.iter().find(|one| one.column == position);
        if let Some(own) = own.filter(|_| spelled.iter().all(|(other, _)| *other != at)) {
            let place = Literal::usize_unsuffixed(at);
            let (value, nullable) = (Ident::new(own.value, Span::call_site()), own.is_optional);
            spelled.push((at, quote!((#place, __trueup::ValueType::#value, #nullable))));
        }
    }
    let spelled = spelled.iter().map(|(_, tokens)| tokens);
    let columns = || model.columns.iter().enumerate();
    let names = model.columns.iter().map(|column| &column.name);
    let fields = columns().filter_map(|(at, column)| {
        let field = column.ident.unraw().to_string();
        (field != column.name).then(|| quote!((#at, #field)))
    });
    let words: Vec<_> = columns()
        .flat_map(|(at, column)| words(column).into_iter().map(move |word| (at, word)))
        .collect();
    let columns_of_words = words.iter().map(|(at, _)| Literal::usize_unsuffixed(*at));
    let words = words.iter().map(|(_, word)| word);
    let lists = quote! {
        [#(#held),*],
        [#(#spelled),*],
        [#(#of),*],
        [#(#names),*],
        [#(#fields),*],
        [#(#columns_of_words),*],
        &[#(__trueup::ColumnWord::#words),*],
    };
    // A type that is not what it is called is told at the struct.
    let span = generated(model.ident.span());
    quote_spanned!(span=> __trueup::columns(#lists))
}

/// What a field holds. `target` is the foreign key of the column, which has asked its type already.
fn held(column: &Column, target: Option<Ident>) -> TokenStream {
    match (&column.stored, target) {
        (Stored::Typed(_) | Stored::Named(_), Some(target)) => quote!(#target.held),
        (Stored::Typed(ty), None) => quote!(<#ty as __trueup::ColumnType>::HELD),
        // What the type says itself goes before what the trait says of every type.
        (Stored::Named(ty), None) => quote! {
            {
                use __trueup::Unknown as _;
                __trueup::Held {
                    value: __trueup::Stores::<#ty>::VALUE,
                    nullable: __trueup::Optional::<#ty>::NULLABLE,
                }
            }
        },
        (Stored::Json { is_nullable, .. }, _) => quote! {
            __trueup::Held {
                value: __trueup::ValueType::Json,
                nullable: #is_nullable,
            }
        },
    }
}

/// What is said of a column besides, without the enum's name.
fn words(column: &Column) -> Vec<TokenStream> {
    let mut words = numbering(column.auto_increment.as_ref(), column.identity);
    if let Some(length) = column.max_length {
        words.push(quote!(MaxLength(#length)));
    }
    if let Some(default) = &column.default {
        let default = default_meta(default);
        words.push(quote!(Default(#default)));
    }
    let renamed_from = &column.renamed_from;
    if !renamed_from.is_empty() {
        words.push(quote!(RenamedFrom(&[#(#renamed_from),*])));
    }
    words.extend(properties::words(&column.properties));
    words
}

fn numbering(
    auto_increment: Option<&AutoIncrement>,
    identity: Option<Identity>,
) -> Vec<TokenStream> {
    let mut words = Vec::new();
    if let Some(numbering) = auto_increment {
        words.push(quote!(AutoIncrement));
        let options = outside::numbers(&numbering.numbers);
        if !options.is_empty() {
            words.push(quote!(Numbering(&[#(#options),*])));
        }
        if let Some(name) = &numbering.sequence {
            let name = &name.text;
            words.push(quote!(Sequence(#name)));
        }
    }
    match identity {
        Some(Identity::Always) => {
            words.push(quote!(Identity(__trueup::IdentityMeta::Always)));
        }
        Some(Identity::ByDefault) => {
            words.push(quote!(Identity(__trueup::IdentityMeta::ByDefault)));
        }
        None => {}
    }
    words
}

fn default_meta(default: &DefaultValue) -> TokenStream {
    let kind = match default {
        DefaultValue::Bool(value) => quote!(Bool(#value)),
        DefaultValue::Number(value) => quote!(Number(#value)),
        DefaultValue::Text(value) => quote!(Text(#value)),
        DefaultValue::Now => quote!(Now),
        DefaultValue::Variant(name) => quote!(Variant(#name)),
        DefaultValue::Sql(value) => {
            let value = sql(value);
            quote!(Sql(#value))
        }
    };
    quote!(::trueup::private::DefaultMeta::#kind)
}

fn table_option(option: &TableOption) -> TokenStream {
    let TableOption { word, value, .. } = option;
    let name = option.parameter.as_ref().unwrap_or(word);
    quote!(__trueup::OptionMeta { word: #word, name: #name, value: #value })
}

fn check(check: &Check) -> TokenStream {
    let name = option(check.name.as_deref());
    let expression = sql(&check.expression);
    quote!(__trueup::CheckMeta { name: #name, expression: #expression })
}

/// Has the compiler prove what a word demands of its column.
fn demanded(model: &Model, demand: &Demand) -> TokenStream {
    let position = demand.column;
    let span = generated(demand.span);
    let meta = meta_of(model);
    let column = quote!(#meta.columns[#position]);
    let proof = match demand.rule {
        Rule::Default => quote!(check_default(&#column)),
        Rule::Key => quote!(check_key(&#column)),
        Rule::AutoIncrement => quote!(check_auto_increment(&#column)),
        Rule::Numbers => quote!(check_numbers(&#column)),
        Rule::MaxLength => quote!(check_max_length(&#column)),
        Rule::SetNull => quote!(check_set_null(&#column)),
        Rule::OnPostgres => quote!(check_on_postgres(&#column)),
        Rule::OnMySql => quote!(check_on_mysql(&#column)),
        Rule::OnSqlite => quote!(check_on_sqlite(&#column)),
        Rule::KeyOnMySql => quote!(check_key_on_mysql(&#column)),
        Rule::Length => quote!(check_length(&#column)),
        Rule::Precision => quote!(check_precision(&#column)),
        Rule::Scale => quote!(check_scale(&#column)),
        Rule::Collation => quote!(check_collation(&#column)),
        Rule::Charset => quote!(check_charset(&#column)),
        Rule::Update => quote!(check_update(&#column)),
    };
    let proof = at(proof, span);
    quote_spanned!(span=> const _: () = __trueup::#proof;)
}

fn meta_of(model: &Model) -> TokenStream {
    let ident = &model.ident;
    if model.is_part {
        quote!(<#ident as __trueup::Columns>::META)
    } else {
        quote!(<#ident as __trueup::Table>::META)
    }
}
