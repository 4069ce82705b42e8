//! Reads the words of `#[enumeration]`, and those of `#[sqlx]` that say how an enum is stored.
//!
//! In: the attributes of an enum and of its variants. Out: [`EnumWords`], [`VariantWords`] and the words
//! of sqlx. Does not know the variants.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Lit, LitStr};

use super::{Name, case, equals, former_names, nested, set, sqlx, text, unknown, unknown_of};
use crate::errors::Errors;
use crate::naming::Case;

pub(crate) const WORDS: &[&str] = &[
    "name",
    "schema",
    "storage",
    "rename_all",
    "renamed_from",
    "retired",
    "comment",
];

pub(crate) const VARIANT_WORDS: &[&str] = &["name", "renamed_from"];

pub(crate) const COLUMN_TYPE_WORDS: &[&str] = &["json"];

/// What `#[enumeration]` says about an enum.
#[derive(Debug, Default)]
pub(crate) struct EnumWords {
    pub(crate) name: Option<Name>,
    pub(crate) schema: Option<Name>,
    pub(crate) storage: Option<(Storage, Span)>,
    pub(crate) rename_all: Option<(Case, Span)>,
    pub(crate) renamed_from: Vec<Name>,
    pub(crate) retired: Vec<Retired>,
    pub(crate) comment: Option<Name>,
}

/// What `#[enumeration]` says about a variant.
#[derive(Debug, Default)]
pub(crate) struct VariantWords {
    pub(crate) name: Option<Name>,
    pub(crate) renamed_from: Vec<Name>,
}

/// A value that no variant has any more.
#[derive(Debug)]
pub(crate) struct Retired {
    pub(crate) value: Name,
    pub(crate) is_number: bool,
}

/// What the values are in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    /// The type that the engine has for it.
    Native,
    /// A text with a check.
    Text,
    /// The discriminant with a check.
    Integer,
}

/// What `#[sqlx]` says about an enum.
#[derive(Debug, Default)]
pub(crate) struct SqlxEnumWords {
    pub(crate) type_name: Option<Name>,
    pub(crate) rename_all: Option<(Case, Span)>,
}

impl EnumWords {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut words = Self::default();
        let (mut renamed_from, mut retired) = (None, None);
        super::words(attributes, "enumeration", errors, |word, input| match word
            .to_string()
            .as_str()
        {
            "name" => set(
                &mut words.name,
                word,
                text(word, "name = \"order_status\"", input)?,
            ),
            "schema" => set(
                &mut words.schema,
                word,
                text(word, "schema = \"app\"", input)?,
            ),
            "storage" => set(&mut words.storage, word, storage(word, input)?),
            "rename_all" => set(&mut words.rename_all, word, case(word, input)?),
            "renamed_from" => set(&mut renamed_from, word, former_names(word, input)?),
            "retired" => set(&mut retired, word, self::retired(word, input)?),
            "comment" => set(
                &mut words.comment,
                word,
                text(word, "comment = \"how far an order is\"", input)?,
            ),
            _ => Err(unknown(word, WORDS)),
        });
        words.renamed_from = renamed_from.unwrap_or_default();
        words.retired = retired.unwrap_or_default();
        words
    }
}

impl VariantWords {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut words = Self::default();
        let mut renamed_from = None;
        super::words(attributes, "enumeration", errors, |word, input| match word
            .to_string()
            .as_str()
        {
            "name" => set(&mut words.name, word, text(word, "name = \"open\"", input)?),
            "renamed_from" => set(&mut renamed_from, word, former_names(word, input)?),
            "retired" => Err(syn::Error::new(
                word.span(),
                "`retired` belongs on the enum\nhelp: remove the variant, and write `#[enumeration(retired(\"its value\"))]` on the enum",
            )),
            _ => Err(unknown(word, VARIANT_WORDS)),
        });
        words.renamed_from = renamed_from.unwrap_or_default();
        words
    }
}

impl SqlxEnumWords {
    pub(crate) fn read(attributes: &[Attribute]) -> Self {
        let mut found = Self::default();
        sqlx::words(attributes, |word, input| {
            match word.to_string().as_str() {
                "type_name" => found.type_name = Some(Name::of(&sqlx::value(input)?)),
                "rename_all" => found.rename_all = Some(case(word, input)?),
                _ => {}
            }
            Ok(())
        });
        found
    }
}

/// Whether anything is said to sqlx, which then derives its own view of the enum.
pub(crate) fn speaks_to_sqlx(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("sqlx"))
}

/// The value that sqlx writes for a variant, where it is said.
pub(crate) fn sqlx_rename(attributes: &[Attribute]) -> Option<Name> {
    let mut rename = None;
    sqlx::words(attributes, |word, input| {
        if word == "rename" {
            rename = Some(Name::of(&sqlx::value(input)?));
        }
        Ok(())
    });
    rename
}

/// Whether sqlx takes a struct of one field for that field, and where it says so.
pub(crate) fn sqlx_transparent(attributes: &[Attribute]) -> Option<Span> {
    let mut transparent = None;
    sqlx::words(attributes, |word, _| {
        if word == "transparent" {
            transparent = Some(word.span());
        }
        Ok(())
    });
    transparent
}

/// Whether `#[column_type(json)]` is there.
pub(crate) fn stores_json(attributes: &[Attribute], errors: &mut Errors) -> bool {
    let mut json = None;
    super::words(
        attributes,
        "column_type",
        errors,
        |word, input| match word.to_string().as_str() {
            "json" => super::flag(&mut json, word, input),
            _ => Err(unknown(word, COLUMN_TYPE_WORDS)),
        },
    );
    json.is_some()
}

/// Reads `= text` and its like.
fn storage(word: &Ident, input: ParseStream) -> syn::Result<(Storage, Span)> {
    const KNOWN: [(&str, Storage); 3] = [
        ("native", Storage::Native),
        ("text", Storage::Text),
        ("integer", Storage::Integer),
    ];
    equals(word, "storage = text", input)?;
    let span = input.span();
    let Ok(name) = input.call(Ident::parse_any) else {
        // A literal of another kind is consumed before it is refused.
        let _ = input.parse::<Lit>();
        return Err(syn::Error::new(
            span,
            "expected `native`, `text` or `integer`\nhelp: write `storage = text`, without quotes",
        ));
    };
    match KNOWN.iter().find(|(known, _)| name == known) {
        Some((_, storage)) => Ok((*storage, span)),
        None => {
            let known = KNOWN.map(|(known, _)| known);
            Err(unknown_of("storage", &Name::of_word(&name), &known))
        }
    }
}

/// Reads `("old")` or `(3)`.
fn retired(word: &Ident, input: ParseStream) -> syn::Result<Vec<Retired>> {
    const EXAMPLE: &str = "retired(\"cancelled\")";
    let mut values = Vec::new();
    nested(word, EXAMPLE, input, |input| {
        let span = input.span();
        let minus = input.parse::<Option<syn::Token![-]>>()?.is_some();
        let sign = if minus { "-" } else { "" };
        let (text, is_number) = match input.parse() {
            Ok(Lit::Int(number)) => (format!("{sign}{}", number.base10_digits()), true),
            Ok(Lit::Str(text)) if !minus => (LitStr::value(&text), false),
            _ => {
                return Err(syn::Error::new(
                    span,
                    format!("expected the value of a former variant\nhelp: write `{EXAMPLE}`"),
                ));
            }
        };
        values.push(Retired {
            value: Name { text, span },
            is_number,
        });
        Ok(())
    })?;
    Ok(values)
}
