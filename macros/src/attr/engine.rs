//! The databases that a word can name.
//!
//! In: one item of a list. Out: [`Engine`]. Knows what each is called, and not what it can do.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use super::{nested, unknown};
use crate::errors::suggestion;

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Engine {
    Postgres,
    /// MySQL and MariaDB.
    MySql,
    Sqlite,
}

impl Engine {
    /// Each of them; a list of texts has this order.
    pub(crate) const ALL: [Self; 3] = [Self::Postgres, Self::MySql, Self::Sqlite];

    /// Their words.
    pub(crate) const WORDS: [&str; 3] = ["postgres", "mysql", "sqlite"];

    /// The word of the attributes.
    pub(crate) const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// What a sentence calls it.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::MySql => "MySQL",
            Self::Sqlite => "SQLite",
        }
    }

    /// The one that the word names.
    pub(super) fn named(word: &Ident) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| word == engine.word())
    }

    /// Reads the word of one.
    pub(super) fn read(input: ParseStream) -> syn::Result<(Self, Ident)> {
        let Ok(word) = input.call(Ident::parse_any) else {
            return Err(input.error(format!(
                "expected a database\n{}",
                suggestion("", &Self::WORDS)
            )));
        };
        match Self::named(&word) {
            Some(engine) => Ok((engine, word)),
            None => Err(unknown(&word, &Self::WORDS)),
        }
    }
}

/// Reads `(postgres, mysql)`.
pub(super) fn engines(word: &Ident, input: ParseStream) -> syn::Result<Vec<Engine>> {
    let mut engines = Vec::new();
    nested(word, "engines(postgres)", input, |input| {
        let (engine, word) = Engine::read(input)?;
        if engines.contains(&engine) {
            return Err(syn::Error::new(
                word.span(),
                format!("duplicate `{word}`\nhelp: keep one of them"),
            ));
        }
        engines.push(engine);
        Ok(())
    })?;
    Ok(engines)
}
