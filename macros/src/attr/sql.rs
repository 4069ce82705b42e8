//! Reads SQL: one text for every database, or a text for each.
//!
//! In: what stands after a word, or one item of its parentheses. Out: [`Sql`]. Does not look into
//! the text.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitStr, Token};

use super::engine::Engine;
use super::{Name, needs, nested, quoted, set, text};

/// A text in the database's own language.
#[derive(Debug, Clone)]
pub(crate) enum Sql {
    /// The same for every database.
    Same(Name),
    /// One for each database that is named, in the order of [`Engine::ALL`].
    Each([Option<Name>; 3]),
}

impl Sql {
    /// The text for that database.
    pub(crate) fn text_for(&self, engine: Engine) -> Option<&str> {
        let name = match self {
            Self::Same(name) => Some(name),
            Self::Each(each) => each[engine as usize].as_ref(),
        };
        name.map(|name| name.text.as_str())
    }

    /// Whether the other one has the same texts.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let text = |name: &Option<Name>| name.as_ref().map(|name| name.text.clone());
        match (self, other) {
            (Self::Same(a), Self::Same(b)) => a.text == b.text,
            (Self::Each(a), Self::Each(b)) => a.each_ref().map(text) == b.each_ref().map(text),
            _ => false,
        }
    }

    /// Whether each of these databases has a text; of all, where none is listed.
    pub(crate) fn is_for(&self, engines: Option<&[Engine]>) -> bool {
        let mut engines = engines.unwrap_or(&Engine::ALL).iter();
        engines.all(|engine| self.text_for(*engine).is_some())
    }
}

/// Reads `= "..."`, `("...")` or `(postgres = "...", mysql = "...", sqlite = "...")`.
pub(super) fn sql_text(word: &Ident, example: &str, input: ParseStream) -> syn::Result<Sql> {
    let mut draft = SqlDraft::default();
    if input.peek(syn::token::Paren) {
        nested(word, example, input, |input| {
            if draft.takes(input) {
                return draft.read(example, input);
            }
            if input.peek(Ident::peek_any) && input.peek2(Token![=]) {
                let word = input.call(Ident::parse_any)?;
                return Err(super::unknown(&word, &Engine::WORDS));
            }
            quoted(example, input).map(drop)
        })?;
    } else {
        draft.same = Some(not_blank(example, text(word, example, input)?)?);
    }
    draft.finish(word, example)
}

/// SQL whose texts stand among other items of the same parentheses.
#[derive(Default)]
pub(super) struct SqlDraft {
    same: Option<Name>,
    each: [Option<Name>; 3],
}

impl SqlDraft {
    /// Whether the next item is a text, or the name of a database.
    pub(super) fn takes(&self, input: ParseStream) -> bool {
        input.peek(LitStr) || (input.peek(Ident::peek_any) && engine(input).is_some())
    }

    /// Reads that item.
    pub(super) fn read(&mut self, example: &str, input: ParseStream) -> syn::Result<()> {
        let Some(engine) = engine(input) else {
            let text = not_blank(example, quoted(example, input)?)?;
            if self.same.is_some() {
                return Err(syn::Error::new(
                    text.span,
                    "a second text\nhelp: keep one, or write one for each database: `postgres = \"...\", mysql = \"...\"`",
                ));
            }
            self.same = Some(text);
            return Ok(());
        };
        let word = input.call(Ident::parse_any)?;
        let example = format!("{word} = \"...\"");
        let text = not_blank(&example, text(&word, &example, input)?)?;
        set(&mut self.each[engine as usize], &word, text)
    }

    /// All that was read.
    pub(super) fn finish(self, word: &Ident, example: &str) -> syn::Result<Sql> {
        let has_each = self.each.iter().any(Option::is_some);
        match self.same {
            Some(same) if has_each => Err(syn::Error::new(
                same.span,
                "a text for every database contradicts one for each\nhelp: give this one to a database: `sqlite = \"...\"`",
            )),
            Some(same) => Ok(Sql::Same(same)),
            None if has_each => Ok(Sql::Each(self.each)),
            None => Err(needs(word, "an expression", example)),
        }
    }
}

/// Which database the next word names.
fn engine(input: ParseStream) -> Option<Engine> {
    let word = input.fork().call(Ident::parse_any).ok()?;
    Engine::named(&word)
}

fn not_blank(example: &str, text: Name) -> syn::Result<Name> {
    if text.text.trim().is_empty() {
        return Err(syn::Error::new(
            text.span,
            format!("the expression is empty\nhelp: write `{example}`"),
        ));
    }
    Ok(text)
}
