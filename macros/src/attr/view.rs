//! Reads the words of `#[view]`.
//!
//! In: the attributes of a struct. Out: [`ViewWords`]. Does not look into the query.

use proc_macro2::{Ident, Span};
use syn::parse::ParseStream;
use syn::{Attribute, Path};

use super::engine::{Engine, engines};
use super::sql::sql_text;
use super::{Name, Sql, flag, former_names, nested, set, text, unknown, unknown_of, words};
use crate::errors::Errors;

pub(crate) const WORDS: &[&str] = &[
    "name",
    "schema",
    "query",
    "materialized",
    "uses",
    "check_option",
    "security_invoker",
    "security_barrier",
    "comment",
    "renamed_from",
    "engines",
];

const CHECK_OPTIONS: [&str; 2] = ["cascaded", "local"];

/// What `#[view]` says.
#[derive(Debug, Default)]
pub(crate) struct ViewWords {
    pub(crate) name: Option<Name>,
    pub(crate) schema: Option<Name>,
    pub(crate) query: Option<Sql>,
    pub(crate) materialized: Option<Span>,
    pub(crate) uses: Option<Vec<Path>>,
    pub(crate) check_option: Option<Name>,
    pub(crate) security_invoker: Option<Span>,
    pub(crate) security_barrier: Option<Span>,
    pub(crate) comment: Option<Name>,
    pub(crate) renamed_from: Option<Vec<Name>>,
    pub(crate) engines: Option<Vec<Engine>>,
}

impl ViewWords {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut view = Self::default();
        words(attributes, "view", errors, |word, input| {
            view.word(word, input)
        });
        view
    }

    fn word(&mut self, word: &Ident, input: ParseStream) -> syn::Result<()> {
        match word.to_string().as_str() {
            "name" => set(
                &mut self.name,
                word,
                text(word, "name = \"active_accounts\"", input)?,
            ),
            "schema" => set(
                &mut self.schema,
                word,
                text(word, "schema = \"billing\"", input)?,
            ),
            "query" => {
                let example = "query = \"SELECT id FROM accounts\"";
                set(&mut self.query, word, sql_text(word, example, input)?)
            }
            "materialized" => flag(&mut self.materialized, word, input),
            "uses" => set(&mut self.uses, word, types(word, input)?),
            "check_option" => set(&mut self.check_option, word, check_option(word, input)?),
            "security_invoker" => flag(&mut self.security_invoker, word, input),
            "security_barrier" => flag(&mut self.security_barrier, word, input),
            "comment" => set(
                &mut self.comment,
                word,
                text(word, "comment = \"...\"", input)?,
            ),
            "renamed_from" => set(&mut self.renamed_from, word, former_names(word, input)?),
            "engines" => set(&mut self.engines, word, engines(word, input)?),
            _ => Err(unknown(word, WORDS)),
        }
    }
}

/// Reads `(Account, billing::Invoice)`.
fn types(word: &Ident, input: ParseStream) -> syn::Result<Vec<Path>> {
    let mut types = Vec::new();
    nested(word, "uses(Account)", input, |input| {
        let span = input.span();
        let path = input.parse::<Path>().map_err(|_| {
            syn::Error::new(
                span,
                "expected the struct of a table\nhelp: write `uses(Account)`",
            )
        })?;
        types.push(path);
        Ok(())
    })?;
    Ok(types)
}

/// Reads `= "local"`.
fn check_option(word: &Ident, input: ParseStream) -> syn::Result<Name> {
    let option = text(word, "check_option = \"cascaded\"", input)?;
    if CHECK_OPTIONS.contains(&option.text.as_str()) {
        return Ok(option);
    }
    Err(unknown_of("check option", &option, &CHECK_OPTIONS))
}
