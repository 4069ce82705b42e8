//! Reads indexes, unique keys, primary keys and exclusion constraints.
//!
//! In: what stands in the parentheses of `index`, `unique`, `primary_key` and `exclude`. Out: [`Key`].
//! Does not know the fields, nor which words go together.

mod words;

use proc_macro2::{Ident, Span};
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use self::words::{key_word, part_word, part_words};
use super::engine::Engine;
use super::sql::{Sql, sql_text};
use super::{Name, needs, nested, unknown};
use crate::errors::{nearest, suggestion};

/// An index, a unique key, a primary key or an exclusion constraint.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) kind: Kind,
    pub(crate) word: Span,
    pub(crate) name: Option<Name>,
    pub(crate) parts: Vec<Part>,
    pub(crate) words: KeyWords,
}

impl Key {
    /// Whether nothing is said of it but its name.
    pub(crate) fn is_bare(&self) -> bool {
        let words = &self.words;
        let part = self.parts.first().map(|part| &part.words);
        words.method.is_none()
            && words.predicate.is_none()
            && words.engines.is_none()
            && part.is_none_or(|part| {
                part.opclass.is_none() && part.collation.is_none() && part.length.is_none()
            })
    }
}

/// One part of a key.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) target: PartTarget,
    pub(crate) words: PartWords,
}

/// What a part of a key is over.
#[derive(Debug)]
pub(crate) enum PartTarget {
    /// The field that the key is written at.
    Own,
    Field(Ident),
    Expression(Sql, Span),
}

/// What is said of one part.
#[derive(Debug, Default)]
pub(crate) struct PartWords {
    pub(crate) is_descending: Option<(bool, Span)>,
    pub(crate) nulls_first: Option<(bool, Span)>,
    pub(crate) opclass: Option<Name>,
    pub(crate) collation: Option<Sql>,
    pub(crate) length: Option<u32>,
    /// The operator of an exclusion constraint.
    pub(crate) operator: Option<Name>,
}

/// What is said of a key as a whole.
#[derive(Debug, Default)]
pub(crate) struct KeyWords {
    pub(crate) method: Option<(Sql, Span)>,
    pub(crate) predicate: Option<(Sql, Span)>,
    pub(crate) include: Option<(Vec<Ident>, Span)>,
    pub(crate) with: Option<Vec<(String, String)>>,
    /// Whether it is built beside writers.
    pub(crate) concurrently: Option<bool>,
    pub(crate) invisible: Option<Span>,
    pub(crate) comment: Option<Name>,
    pub(crate) engines: Option<Vec<Engine>>,
    pub(crate) nulls_not_distinct: Option<Span>,
    pub(crate) deferrable: Option<Span>,
    pub(crate) initially_deferred: Option<Span>,
}

/// Which key is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Index,
    Unique,
    PrimaryKey,
    Exclusion,
}

impl Kind {
    const fn example(self) -> &'static str {
        match self {
            Self::Index => "index(field, other_field desc)",
            Self::Unique => "unique(field, other_field)",
            Self::PrimaryKey => "primary_key(field, other_field)",
            Self::Exclusion => "exclude(using = gist, field with \"=\", other_field with \"&&\")",
        }
    }

    /// The words of the key as a whole.
    pub(crate) const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Index => &[
                "name",
                "expr",
                "where",
                "method",
                "include",
                "with",
                "concurrently",
                "invisible",
                "comment",
                "engines",
            ],
            Self::Unique => &[
                "name",
                "expr",
                "where",
                "include",
                "with",
                "nulls_not_distinct",
                "deferrable",
                "initially_deferred",
                "engines",
            ],
            Self::PrimaryKey => &[
                "name",
                "include",
                "with",
                "deferrable",
                "initially_deferred",
            ],
            Self::Exclusion => &[
                "name",
                "using",
                "expr",
                "where",
                "deferrable",
                "initially_deferred",
                "engines",
            ],
        }
    }

    /// The words of one part.
    const fn part_words(self) -> &'static [&'static str] {
        match self {
            Self::Index => &[
                "desc",
                "asc",
                "nulls_first",
                "nulls_last",
                "opclass",
                "collation",
                "length",
            ],
            Self::Unique => &["opclass", "collation", "length"],
            Self::PrimaryKey => &[],
            Self::Exclusion => &["with", "opclass", "collation"],
        }
    }
}

/// The key with nothing said of it, over the field that it is written at.
fn bare(word: &Ident, kind: Kind) -> Key {
    Key {
        kind,
        word: word.span(),
        name: None,
        parts: vec![Part {
            target: PartTarget::Own,
            words: PartWords::default(),
        }],
        words: KeyWords::default(),
    }
}

/// Reads the parentheses of a key of one field, where there are some.
pub(super) fn of_field(word: &Ident, kind: Kind, input: ParseStream) -> syn::Result<Key> {
    let mut key = bare(word, kind);
    let Some(own) = key.parts.first_mut() else {
        return Ok(key);
    };
    if input.peek(Token![=]) {
        return Err(syn::Error::new(
            word.span(),
            format!(
                "`{word}` takes no value\nhelp: write `{word}` alone, or its words in parentheses: `{word}(name = \"...\")`"
            ),
        ));
    }
    if !input.peek(syn::token::Paren) {
        return Ok(key);
    }
    let known = [kind.words(), kind.part_words()].concat();
    let known: Vec<&str> = known.into_iter().filter(|word| *word != "expr").collect();
    let (name, words, part) = (&mut key.name, &mut key.words, &mut own.words);
    nested(word, &format!("{word}(name = \"...\")"), input, |input| {
        let Ok(item) = input.call(Ident::parse_any) else {
            return Err(input.error(format!(
                "expected a word of `{word}`\n{}",
                suggestion("", &known)
            )));
        };
        let text = item.to_string();
        if text == "expr" {
            return Err(syn::Error::new(
                item.span(),
                format!(
                    "an expression is not this field alone\nhelp: write it on the struct: `#[table({word}(expr(\"...\")))]`"
                ),
            ));
        }
        if !known.contains(&text.as_str()) {
            return Err(unknown(&item, &known));
        }
        if kind.part_words().contains(&text.as_str()) && text != "with" {
            return part_word(part, &item, kind, input);
        }
        key_word(name, words, &item, input)
    })?;
    Ok(key)
}

/// Reads `(a, b desc, where = "...")`.
pub(super) fn of_struct(word: &Ident, kind: Kind, input: ParseStream) -> syn::Result<Key> {
    let example = kind.example();
    let mut key = Key {
        parts: Vec::new(),
        ..bare(word, kind)
    };
    nested(word, example, input, |input| {
        let Ok(item) = input.call(Ident::parse_any) else {
            // The text is not said of anything, and would be told a second time.
            let error = input.error(format!(
                "expected the name of a field, without quotes\nhelp: write `{example}`, an expression as `expr(\"lower(email)\")`"
            ));
            return Err(error);
        };
        let name = item.to_string();
        let has_value = input.peek(Token![=]) || input.peek(syn::token::Paren);
        let is_flag = matches!(
            name.as_str(),
            "invisible" | "nulls_not_distinct" | "deferrable" | "initially_deferred"
        );
        let is_known = kind.words().contains(&name.as_str());
        if name == "expr" && has_value && is_known {
            let span = item.span();
            let sql = sql_text(&item, "expr(\"lower(email)\")", input)?;
            let words = part_words(kind, input)?;
            key.parts.push(Part {
                target: PartTarget::Expression(sql, span),
                words,
            });
            return Ok(());
        }
        if is_known && (has_value || is_flag) {
            return key_word(&mut key.name, &mut key.words, &item, input);
        }
        if input.peek(syn::token::Paren) && !is_known && kind != Kind::PrimaryKey {
            return Err(called(&item, word, kind));
        }
        if has_value {
            return Err(unknown(&item, kind.words()));
        }
        let words = part_words(kind, input)?;
        key.parts.push(Part {
            target: PartTarget::Field(item),
            words,
        });
        Ok(())
    })?;
    if key.parts.is_empty() {
        return Err(needs(word, "at least one field", example));
    }
    Ok(key)
}

/// What stands before parentheses is a function, or a word that is misspelled.
fn called(item: &Ident, word: &Ident, kind: Kind) -> syn::Error {
    let takes_list = |known: &&&str| {
        [
            "expr", "where", "method", "using", "include", "with", "engines",
        ]
        .contains(*known)
    };
    let known: Vec<&str> = kind.words().iter().filter(takes_list).copied().collect();
    let expression = format!("write an expression as `expr(\"{item}(...)\")`");
    let help = match nearest(&item.to_string(), &known) {
        Some(known) => format!("did you mean `{known}(...)`? If not, {expression}"),
        None => expression,
    };
    syn::Error::new(
        item.span(),
        format!("`{item}` is no word of `{word}`\nhelp: {help}"),
    )
}

/// The help line for what stands where a field is expected, and is neither one of these fields nor said
/// in full, though it may be one of these words.
pub(crate) fn help_for_a_field(found: &str, fields: &[String], words: &[&str]) -> String {
    if words.contains(&found) {
        let example = words::example(found);
        return format!("help: the word needs a value: `{example}`");
    }
    let misplaced = match found {
        "invisible" => "only an `index(...)` is invisible: take the word away",
        "match_full" => "only a `foreign_key(...)` has the word: take it away",
        "nulls_not_distinct" | "deferrable" | "initially_deferred" => {
            "an index accepts every row: write `unique(...)`, or take the word away"
        }
        _ => {
            let mut known: Vec<&str> = fields.iter().map(String::as_str).collect();
            known.extend(words);
            return match nearest(found, &known) {
                Some(_) => suggestion(found, &known),
                None => suggestion("", fields),
            };
        }
    };
    format!("help: {misplaced}")
}
