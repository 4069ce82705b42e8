//! Reads references to other tables.
//!
//! In: what stands after `references` at a field, or in the parentheses of `foreign_key` on the
//! struct. Out: [`Reference`] and [`ForeignKey`]. Does not know whether the target is there.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Path, Token};

use super::{ActionWord, Name, action, equals, fields, flag, needs, nested, set, text, unknown};
use crate::errors::suggestion;

/// `Table::field`, or `Table(field, other_field)`.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) table: Path,
    pub(crate) fields: Vec<Ident>,
    /// Where the target is written.
    pub(crate) span: Span,
}

/// A foreign key over fields.
#[derive(Debug)]
pub(crate) struct ForeignKey {
    pub(crate) word: Span,
    pub(crate) fields: Vec<Ident>,
    pub(crate) target: Reference,
    pub(crate) words: ForeignKeyWords,
}

/// What is said of a foreign key beyond its columns.
#[derive(Debug, Default)]
pub(crate) struct ForeignKeyWords {
    pub(crate) name: Option<Name>,
    pub(crate) on_delete: Option<ActionWord>,
    pub(crate) on_update: Option<ActionWord>,
    pub(crate) deferrable: Option<Span>,
    pub(crate) initially_deferred: Option<Span>,
    pub(crate) match_full: Option<Span>,
}

/// The words of `foreign_key(...)` and of `references(...)`, but for the target.
pub(crate) const FOREIGN_KEY_WORDS: [&str; 6] = [
    "name",
    "on_delete",
    "on_update",
    "deferrable",
    "initially_deferred",
    "match_full",
];

/// Reads `= Org::id` or `(Org::id, deferrable)`.
pub(super) fn of_field(
    word: &Ident,
    input: ParseStream,
) -> syn::Result<(Reference, ForeignKeyWords)> {
    const EXAMPLE: &str = "references = Org::id";
    let mut words = ForeignKeyWords::default();
    if !input.peek(syn::token::Paren) {
        equals(word, EXAMPLE, input)?;
        return Ok((column(input)?, words));
    }
    let mut target = None;
    nested(
        word,
        "references(Org::id, name = \"...\")",
        input,
        |input| {
            if target.is_none() {
                target = Some(column(input)?);
                return Ok(());
            }
            let Ok(word) = input.call(Ident::parse_any) else {
                return Err(input.error(format!(
                    "expected a word of `references`\n{}",
                    suggestion("", &FOREIGN_KEY_WORDS)
                )));
            };
            foreign_word(&mut words, &word, &[], input)
        },
    )?;
    let target = target.ok_or_else(|| needs(word, "the field of a table", EXAMPLE))?;
    Ok((target, words))
}

/// Reads `(a, b, references = Org(a, b), on_delete = cascade)`.
pub(super) fn of_struct(word: &Ident, input: ParseStream) -> syn::Result<ForeignKey> {
    const EXAMPLE: &str = "foreign_key(field, other_field, references = Org(field, other_field))";
    let mut fields = Vec::new();
    let mut target = None;
    let mut words = ForeignKeyWords::default();
    nested(word, EXAMPLE, input, |input| {
        let Ok(item) = input.call(Ident::parse_any) else {
            return Err(input.error(format!(
                "expected the name of a field, without quotes\nhelp: write `{EXAMPLE}`"
            )));
        };
        let has_value = input.peek(Token![=]) || input.peek(syn::token::Paren);
        if item == "references" && has_value {
            let reference = table(&item, input)?;
            return set(&mut target, &item, reference);
        }
        let is_flag = matches!(
            item.to_string().as_str(),
            "deferrable" | "initially_deferred" | "match_full"
        );
        if has_value || is_flag {
            return foreign_word(&mut words, &item, &["references"], input);
        }
        fields.push(item);
        Ok(())
    })?;
    if fields.is_empty() {
        return Err(needs(word, "at least one field", EXAMPLE));
    }
    Ok(ForeignKey {
        word: word.span(),
        fields,
        target: target.ok_or_else(|| needs(word, "a target", EXAMPLE))?,
        words,
    })
}

fn foreign_word(
    words: &mut ForeignKeyWords,
    word: &Ident,
    others: &[&str],
    input: ParseStream,
) -> syn::Result<()> {
    match word.to_string().as_str() {
        "name" => {
            let text = text(word, "name = \"...\"", input)?;
            set(&mut words.name, word, text)
        }
        "on_delete" => {
            let action = action(word, input)?;
            set(&mut words.on_delete, word, action)
        }
        "on_update" => {
            let action = action(word, input)?;
            set(&mut words.on_update, word, action)
        }
        "deferrable" => flag(&mut words.deferrable, word, input),
        "initially_deferred" => flag(&mut words.initially_deferred, word, input),
        "match_full" => flag(&mut words.match_full, word, input),
        _ => Err(unknown(word, &[others, &FOREIGN_KEY_WORDS].concat())),
    }
}

/// Reads `Table::field`, with modules before it where they are needed.
fn column(input: ParseStream) -> syn::Result<Reference> {
    const HELP: &str = "expected the field of a table\nhelp: write `references = Org::id`";
    let start = input.span();
    let Ok(path) = input.call(Path::parse_mod_style) else {
        return Err(syn::Error::new(start, HELP));
    };
    let mut table = path.clone();
    let field = table.segments.pop().map(|last| last.ident);
    // The `::` that stood before the field.
    table.segments.pop_punct();
    match field {
        Some(field) if !table.segments.is_empty() => Ok(Reference {
            table,
            span: field.span(),
            fields: vec![field],
        }),
        _ => Err(syn::Error::new_spanned(path, HELP)),
    }
}

/// Reads `= Table(field, other_field)`.
fn table(word: &Ident, input: ParseStream) -> syn::Result<Reference> {
    const EXAMPLE: &str = "references = Org(field, other_field)";
    equals(word, EXAMPLE, input)?;
    let start = input.span();
    let Ok(table) = input.call(Path::parse_mod_style) else {
        return Err(syn::Error::new(
            start,
            format!("expected a table and its fields\nhelp: write `{EXAMPLE}`"),
        ));
    };
    let Some(last) = table.segments.last().map(|last| last.ident.clone()) else {
        return Err(needs(word, "a target", EXAMPLE));
    };
    Ok(Reference {
        table,
        fields: fields(&last, EXAMPLE, input)?,
        span: last.span(),
    })
}
