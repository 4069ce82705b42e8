//! Reads the words that say how a table is kept: comment, engine, character set, storage parameters.
//!
//! In: a word of `#[table]` and what follows it. Out: [`TableOptions`]. Does not know the fields.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Lit, LitBool, Token};

use super::property::{choice, stated};
use super::{equals, flag, nested, text};

/// What those words say, by the word; a storage parameter by its name.
#[derive(Debug, Default)]
pub(crate) struct TableOptions {
    pub(crate) comment: Option<super::Name>,
    pub(crate) found: Vec<TableOption>,
}

/// One word.
#[derive(Debug, Clone)]
pub(crate) struct TableOption {
    pub(crate) word: String,
    /// The name of a storage parameter.
    pub(crate) parameter: Option<String>,
    pub(crate) value: String,
    pub(crate) span: Span,
}

impl TableOptions {
    /// The option of that word.
    pub(crate) fn get(&self, word: &str) -> Option<&TableOption> {
        self.found.iter().find(|option| option.word == word)
    }

    /// Reads the word, if it is one of these.
    pub(super) fn read(&mut self, word: &Ident, input: ParseStream) -> Option<syn::Result<()>> {
        let example = match word.to_string().as_str() {
            "comment" => {
                return Some(
                    text(word, "comment = \"who pays\"", input)
                        .and_then(|value| super::set(&mut self.comment, word, value)),
                );
            }
            "storage" => return Some(self.storage(word, input)),
            "replica_identity" => return Some(self.replica_identity(word, input)),
            "strict" | "without_rowid" | "unlogged" => {
                return Some(self.flag(word, input));
            }
            "engine" => "engine = \"InnoDB\"",
            "charset" => "charset = \"utf8mb4\"",
            "collation" => "collation = \"utf8mb4_bin\"",
            "row_format" => "row_format = \"compressed\"",
            "tablespace" => "tablespace = \"fast\"",
            _ => return None,
        };
        Some(stated(word, example, input).and_then(|value| self.push(word, None, value.text)))
    }

    /// Reads nothing, or `= false`.
    fn flag(&mut self, word: &Ident, input: ParseStream) -> syn::Result<()> {
        let ahead = input.fork();
        let is_off = ahead.parse::<Token![=]>().is_ok()
            && ahead.parse::<LitBool>().is_ok_and(|value| !value.value);
        if is_off {
            input.parse::<Token![=]>()?;
            input.parse::<LitBool>()?;
        } else {
            flag(&mut None, word, input)?;
        }
        self.push(word, None, (!is_off).to_string())
    }

    /// Reads `= full` or another word, or `= "..."`, which names an index.
    fn replica_identity(&mut self, word: &Ident, input: ParseStream) -> syn::Result<()> {
        let ahead = input.fork();
        let is_index = ahead.parse::<Token![=]>().is_ok() && ahead.peek(syn::LitStr);
        let value = if is_index {
            let example = "replica_identity = \"accounts_email_key\"";
            format!("index {}", stated(word, example, input)?.text)
        } else {
            choice(word, &["full", "nothing", "default"], input)?.to_owned()
        };
        self.push(word, None, value)
    }

    fn push(&mut self, word: &Ident, parameter: Option<String>, value: String) -> syn::Result<()> {
        let option = TableOption {
            word: match parameter {
                Some(_) => "storage".to_owned(),
                None => word.unraw().to_string(),
            },
            parameter,
            value,
            span: word.span(),
        };
        let is_same = |other: &TableOption| {
            (&other.word, &other.parameter) == (&option.word, &option.parameter)
        };
        if self.found.iter().any(is_same) {
            return Err(syn::Error::new(
                word.span(),
                format!("duplicate `{word}`\nhelp: keep one of them"),
            ));
        }
        self.found.push(option);
        Ok(())
    }

    /// Reads `(fillfactor = 70, autovacuum_enabled = false)`.
    fn storage(&mut self, word: &Ident, input: ParseStream) -> syn::Result<()> {
        const EXAMPLE: &str = "storage(fillfactor = 70)";
        nested(word, EXAMPLE, input, |input| {
            let Ok(name) = input.call(Ident::parse_any) else {
                return Err(input.error(format!(
                    "expected the name of a storage parameter\nhelp: write `{EXAMPLE}`"
                )));
            };
            let mut path = name.unraw().to_string();
            while input.peek(Token![.]) {
                input.parse::<Token![.]>()?;
                path = format!("{path}.{}", input.call(Ident::parse_any)?);
            }
            equals(&name, &format!("{path} = 70"), input)?;
            let start = input.span();
            let value = match input.parse() {
                Ok(Lit::Int(number)) => number.base10_digits().to_owned(),
                Ok(Lit::Float(number)) => number.base10_digits().to_owned(),
                Ok(Lit::Bool(value)) => value.value.to_string(),
                Ok(Lit::Str(text)) => text.value(),
                _ => {
                    return Err(syn::Error::new(
                        start,
                        format!(
                            "expected a number, `true`, `false` or a text in quotes\nhelp: write `{EXAMPLE}`"
                        ),
                    ));
                }
            };
            self.push(&name, Some(path), value)
        })
    }
}
