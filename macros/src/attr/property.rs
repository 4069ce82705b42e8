//! Reads the words that say more about a column than its type: what it is computed from, how it is
//! sorted, how precise it is, how it is stored.
//!
//! In: a word of `#[column]` and what follows it. Out: [`Properties`]. Does not know the field.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitInt, Token};

use super::engine::Engine;
use super::sql::SqlDraft;
use super::{
    Name, Sql, columns_word, equals, fields, flag, needs, nested, set, sql_text, text, unknown,
};

/// What those words say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Properties {
    pub(crate) generated: Option<Generated>,
    pub(crate) collation: Option<(Sql, Span)>,
    pub(crate) charset: Option<Name>,
    pub(crate) comment: Option<Name>,
    pub(crate) precision: Option<(u32, Span)>,
    pub(crate) scale: Option<(u32, Span)>,
    pub(crate) length: Option<(u32, Span)>,
    pub(crate) sql_type: Option<(Sql, Span)>,
    pub(crate) update: Option<Span>,
    pub(crate) invisible: Option<Span>,
    pub(crate) storage: Option<&'static str>,
    pub(crate) compression: Option<&'static str>,
}

/// `generated(stored, "...")`.
#[derive(Debug, Clone)]
pub(crate) struct Generated {
    pub(crate) is_stored: bool,
    pub(crate) expression: Sql,
    /// The fields whose columns the text names, where it says so.
    pub(crate) columns: Option<Vec<Ident>>,
}

impl Properties {
    /// Reads the word, if it is one of these.
    pub(super) fn read(&mut self, word: &Ident, input: ParseStream) -> Option<syn::Result<()>> {
        Some(match word.to_string().as_str() {
            "generated" => {
                generated(word, input).and_then(|value| set(&mut self.generated, word, value))
            }
            "collation" => sql_text(word, "collation = \"C\"", input)
                .and_then(|value| set(&mut self.collation, word, (value, word.span()))),
            "charset" => stated(word, "charset = \"utf8mb4\"", input)
                .and_then(|value| set(&mut self.charset, word, value)),
            "comment" => text(word, "comment = \"in cents\"", input)
                .and_then(|value| set(&mut self.comment, word, value)),
            "precision" => number(word, "precision = 12", 0, input)
                .and_then(|value| set(&mut self.precision, word, value)),
            "scale" => number(word, "scale = 2", 0, input)
                .and_then(|value| set(&mut self.scale, word, value)),
            "length" => number(word, "length = 36", 1, input)
                .and_then(|value| set(&mut self.length, word, value)),
            "sql_type" => sql_text(word, "sql_type = \"citext\"", input)
                .and_then(|value| set(&mut self.sql_type, word, (value, word.span()))),
            "update" => {
                choice(word, &["now"], input).and_then(|_| set(&mut self.update, word, word.span()))
            }
            "invisible" => flag(&mut self.invisible, word, input),
            "storage" => choice(word, &["plain", "external", "extended", "main"], input)
                .and_then(|value| set(&mut self.storage, word, value)),
            "compression" => choice(word, &["pglz", "lz4"], input)
                .and_then(|value| set(&mut self.compression, word, value)),
            _ => return None,
        })
    }
}

/// Reads `(stored, "...")` or `(virtual, "...")`.
fn generated(word: &Ident, input: ParseStream) -> syn::Result<Generated> {
    const EXAMPLE: &str = "generated(stored, \"price * amount\")";
    const KINDS: [&str; 2] = ["stored", "virtual"];
    let (mut kind, mut columns) = (None, None);
    let mut expression = SqlDraft::default();
    nested(word, EXAMPLE, input, |input| {
        if expression.takes(input) {
            return expression.read(EXAMPLE, input);
        }
        if let Some(word) = columns_word(input)? {
            return set(&mut columns, &word, fields(&word, "columns(price)", input)?);
        }
        let Ok(name) = input.call(Ident::parse_any) else {
            return super::quoted(EXAMPLE, input).map(drop);
        };
        match KINDS.iter().find(|known| name == *known) {
            Some(known) if kind.is_none() => kind = Some(*known),
            Some(_) => {
                return Err(syn::Error::new(
                    name.span(),
                    "a second kind\nhelp: keep one of `stored` and `virtual`",
                ));
            }
            None => {
                return Err(unknown(
                    &name,
                    &[&["stored", "virtual", "columns"], &Engine::WORDS[..]].concat(),
                ));
            }
        }
        Ok(())
    })?;
    let expression = expression.finish(word, EXAMPLE)?;
    match kind {
        Some(kind) => Ok(Generated {
            is_stored: kind == "stored",
            expression,
            columns,
        }),
        None => Err(needs(word, "`stored` or `virtual`", EXAMPLE)),
    }
}

/// Reads `= "..."` that is not blank.
pub(super) fn stated(word: &Ident, example: &str, input: ParseStream) -> syn::Result<Name> {
    let name = text(word, example, input)?;
    if name.text.trim().is_empty() {
        return Err(syn::Error::new(
            name.span,
            format!("the text is empty\nhelp: write `{example}`"),
        ));
    }
    Ok(name)
}

/// Reads `= 12`.
fn number(word: &Ident, example: &str, least: u32, input: ParseStream) -> syn::Result<(u32, Span)> {
    equals(word, example, input)?;
    let span = input.span();
    let number = input
        .parse::<LitInt>()
        .ok()
        .filter(|number| number.suffix().is_empty())
        .and_then(|number| number.base10_parse::<u32>().ok())
        .filter(|number| *number >= least);
    let what = if least == 0 {
        "number"
    } else {
        "number above zero"
    };
    match number {
        Some(number) => Ok((number, span)),
        None => {
            while !input.is_empty() && !input.peek(Token![,]) {
                input.parse::<proc_macro2::TokenTree>()?;
            }
            Err(syn::Error::new(
                span,
                format!("expected a whole {what}\nhelp: write `{example}`"),
            ))
        }
    }
}

/// Reads `= word`, one of a few.
pub(super) fn choice(
    word: &Ident,
    known: &[&'static str],
    input: ParseStream,
) -> syn::Result<&'static str> {
    let example = format!("{word} = {}", known[0]);
    equals(word, &example, input)?;
    let start = input.span();
    let Ok(name) = input.call(Ident::parse_any) else {
        return Err(syn::Error::new(
            start,
            format!(
                "expected a word without quotes\n{}",
                super::suggestion("", known)
            ),
        ));
    };
    match known.iter().find(|known| name == *known) {
        Some(known) => Ok(known),
        None => Err(unknown(&name, known)),
    }
}
