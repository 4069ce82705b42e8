//! Reads what `extension!`, `schema!`, `sequence!`, `domain!`, `dropped!` and `objects!` are given.
//!
//! In: the tokens between the parentheses. Out: [`Outside`], or every mistake in it. Knows no
//! database beyond the least and greatest numbers that its sequences have.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitInt, Token, parenthesized};

use super::domain::DomainWords;
use super::engine::{Engine, engines};
use super::{
    Name, equals, flag, former_names, list, needs, quoted, quoted_list, set, text, unknown,
};
use crate::errors::Errors;

/// The kinds of objects that `objects!` lists.
const KINDS: [&str; 4] = ["extension", "schema", "sequence", "domain"];

/// The kinds of objects that `dropped!` takes.
const DROPPED: [&str; 7] = [
    "table",
    "extension",
    "schema",
    "enum",
    "domain",
    "sequence",
    "view",
];

/// What kind of object is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutsideKind {
    Extension,
    Schema,
    Sequence,
    Domain,
}

/// An object beside the tables.
#[derive(Debug)]
pub(crate) struct Outside {
    pub(crate) kind: OutsideKind,
    pub(crate) name: Name,
    pub(crate) words: OutsideWords,
}

/// What is said of it.
#[derive(Debug, Default)]
pub(crate) struct OutsideWords {
    pub(crate) schema: Option<Name>,
    pub(crate) version: Option<Name>,
    pub(crate) provides: Option<Vec<Name>>,
    pub(crate) comment: Option<Name>,
    pub(crate) renamed_from: Option<Vec<Name>>,
    pub(crate) engines: Option<Vec<Engine>>,
    pub(crate) numbers: Numbers,
    pub(crate) domain: DomainWords,
}

/// How a sequence counts, as far as it is said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    pub(crate) start: Option<(i64, Span)>,
    pub(crate) increment: Option<(i64, Span)>,
    pub(crate) min: Option<(i64, Span)>,
    pub(crate) max: Option<(i64, Span)>,
    pub(crate) cache: Option<(i64, Span)>,
    pub(crate) cycle: Option<bool>,
    /// `i16`, `i32` or `i64`.
    pub(crate) integer: Option<Name>,
}

/// An object that may be dropped.
#[derive(Debug)]
pub(crate) struct Dropped {
    /// One of [`DROPPED`].
    pub(crate) kind: String,
    pub(crate) name: Name,
}

impl OutsideKind {
    /// The word of the macro.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Extension => "extension",
            Self::Schema => "schema",
            Self::Sequence => "sequence",
            Self::Domain => "domain",
        }
    }

    /// How a user writes one.
    const fn example(self) -> &'static str {
        match self {
            Self::Extension => "extension!(\"pgcrypto\")",
            Self::Schema => "schema!(\"billing\")",
            Self::Sequence => "sequence!(\"invoice_numbers\", start = 1000)",
            Self::Domain => "domain!(\"email\", \"text\", check(\"VALUE ~ '@'\"))",
        }
    }

    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Extension => &["schema", "version", "provides"],
            Self::Schema => &["engines"],
            Self::Sequence => &[
                "start",
                "increment",
                "min",
                "max",
                "cache",
                "cycle",
                "type",
                "schema",
                "renamed_from",
                "comment",
                "engines",
            ],
            Self::Domain => &[
                "check",
                "not_null",
                "default",
                "collation",
                "schema",
                "renamed_from",
                "comment",
                "engines",
            ],
        }
    }
}

impl Outside {
    /// Reads `"name", word = ..., ...` to its end.
    pub(crate) fn read(kind: OutsideKind, input: ParseStream, errors: &mut Errors) -> Option<Self> {
        let example = kind.example();
        let name = if input.is_empty() {
            Err(syn::Error::new(
                Span::call_site(),
                format!("`{}!` needs a name\nhelp: write `{example}`", kind.word()),
            ))
        } else {
            quoted(example, input)
        };
        let name = match name {
            Ok(name) => name,
            Err(error) => {
                errors.push(error);
                // What follows is about a name that is not there.
                super::skip_all(input);
                return None;
            }
        };
        if !input.is_empty() && !input.peek(Token![,]) {
            errors.push(super::no_comma(input));
            super::skip_all(input);
            return None;
        }
        let _ = input.parse::<Token![,]>();
        let mut words = OutsideWords::default();
        if kind == OutsideKind::Domain {
            match super::domain::data_type(&name, example, input) {
                Ok(data_type) => words.domain.data_type = Some(data_type),
                Err(error) => {
                    errors.push(error);
                    super::skip_all(input);
                    return None;
                }
            }
        }
        list(input, errors, |input| {
            let Ok(word) = input.call(Ident::parse_any) else {
                return Err(input.error(format!(
                    "expected a word of `{}!`\n{}",
                    kind.word(),
                    super::suggestion("", kind.words())
                )));
            };
            words.read(kind, &word, input)
        });
        Some(Self { kind, name, words })
    }

    /// Reads `extension("name", ...), sequence("name", ...)` to its end.
    pub(crate) fn read_all(input: ParseStream, errors: &mut Errors) -> Vec<Self> {
        let mut all = Vec::new();
        let mut inner = Errors::default();
        list(input, errors, |input| {
            let Ok(word) = input.call(Ident::parse_any) else {
                return Err(input.error(format!(
                    "expected a kind of object\n{}",
                    super::suggestion("", &KINDS)
                )));
            };
            let kind = match word.to_string().as_str() {
                "extension" => OutsideKind::Extension,
                "schema" => OutsideKind::Schema,
                "sequence" => OutsideKind::Sequence,
                "domain" => OutsideKind::Domain,
                _ => return Err(unknown(&word, &KINDS)),
            };
            if !input.peek(syn::token::Paren) {
                return Err(needs(
                    &word,
                    "a name in parentheses",
                    &kind.example().replace('!', ""),
                ));
            }
            let content;
            parenthesized!(content in input);
            all.extend(Self::read(kind, &content, &mut inner));
            Ok(())
        });
        if let Err(error) = inner.finish() {
            errors.push(error);
        }
        all
    }
}

impl OutsideWords {
    fn read(&mut self, kind: OutsideKind, word: &Ident, input: ParseStream) -> syn::Result<()> {
        let name = word.unraw().to_string();
        if !kind.words().contains(&name.as_str()) {
            return Err(unknown(word, kind.words()));
        }
        match name.as_str() {
            "schema" => set(
                &mut self.schema,
                word,
                text(word, "schema = \"billing\"", input)?,
            ),
            "version" => set(
                &mut self.version,
                word,
                text(word, "version = \"1.8\"", input)?,
            ),
            "provides" => set(
                &mut self.provides,
                word,
                quoted_list(word, "provides(\"money2\")", input)?,
            ),
            "comment" => set(
                &mut self.comment,
                word,
                text(word, "comment = \"...\"", input)?,
            ),
            "renamed_from" => set(&mut self.renamed_from, word, former_names(word, input)?),
            "engines" => set(&mut self.engines, word, engines(word, input)?),
            _ if kind == OutsideKind::Domain => self.domain.read(word, input),
            _ => self.numbers.read(word, input),
        }
    }
}

impl Numbers {
    /// Reads one of the words of a sequence.
    pub(crate) fn read(&mut self, word: &Ident, input: ParseStream) -> syn::Result<()> {
        let name = word.unraw().to_string();
        match name.as_str() {
            "start" => set(&mut self.start, word, number(word, "start = 1000", input)?),
            "increment" => set(
                &mut self.increment,
                word,
                number(word, "increment = 10", input)?,
            ),
            "min" => set(&mut self.min, word, number(word, "min = 1", input)?),
            "max" => set(&mut self.max, word, number(word, "max = 9999", input)?),
            "cache" => set(&mut self.cache, word, number(word, "cache = 50", input)?),
            "cycle" => set(&mut self.cycle, word, switch(word, input)?),
            _ => set(&mut self.integer, word, integer(word, input)?),
        }
    }
}

impl Dropped {
    /// Reads `view "name"` to its end.
    pub(crate) fn read(input: ParseStream) -> syn::Result<Self> {
        const EXAMPLE: &str = "dropped!(sequence \"invoice_numbers\")";
        let Ok(word) = input.call(Ident::parse_any) else {
            let span = if input.is_empty() {
                Span::call_site()
            } else {
                input.span()
            };
            return Err(syn::Error::new(
                span,
                format!("expected a kind of object and its name\nhelp: write `{EXAMPLE}`"),
            ));
        };
        let kind = word.to_string();
        if !DROPPED.contains(&kind.as_str()) {
            super::skip_all(input);
            return Err(unknown(&word, &DROPPED));
        }
        let example = format!("dropped!({kind} \"...\")");
        if input.is_empty() {
            return Err(needs(&word, "a name", &example));
        }
        let name = quoted(&example, input)?;
        let _ = input.parse::<Token![,]>();
        if !input.is_empty() {
            let error = input.error("expected one object\nhelp: write another `dropped!(...)`");
            super::skip_all(input);
            return Err(error);
        }
        Ok(Self { kind, name })
    }
}

/// Reads `= 1000` or `= -1`.
fn number(word: &Ident, example: &str, input: ParseStream) -> syn::Result<(i64, Span)> {
    equals(word, example, input)?;
    let span = input.span();
    let minus: Option<Token![-]> = input.parse()?;
    let Ok(literal) = input.parse::<LitInt>() else {
        return Err(syn::Error::new(
            span,
            format!("expected a whole number\nhelp: write `{example}`"),
        ));
    };
    let digits = literal.base10_digits();
    let sign = if minus.is_some() { "-" } else { "" };
    match format!("{sign}{digits}").parse() {
        Ok(number) => Ok((number, span)),
        Err(_) => Err(syn::Error::new(
            span,
            format!(
                "no sequence counts that far\nhelp: {} is the greatest number, {} the least",
                i64::MAX,
                i64::MIN
            ),
        )),
    }
}

/// Reads a word alone, or `= true`, or `= false`.
fn switch(word: &Ident, input: ParseStream) -> syn::Result<bool> {
    if !input.peek(Token![=]) {
        let mut slot = None;
        return flag(&mut slot, word, input).map(|()| true);
    }
    input.parse::<Token![=]>()?;
    let span = input.span();
    match input.parse::<syn::LitBool>() {
        Ok(value) => Ok(value.value),
        Err(_) => Err(syn::Error::new(
            span,
            format!("expected `true` or `false`\nhelp: write `{word}`, or `{word} = false`"),
        )),
    }
}

/// Reads `= i32`.
fn integer(word: &Ident, input: ParseStream) -> syn::Result<Name> {
    const TYPES: [&str; 3] = ["i16", "i32", "i64"];
    equals(word, "type = i32", input)?;
    let Ok(name) = input.call(Ident::parse_any) else {
        return Err(input.error("expected a type of integer\nhelp: write `type = i32`"));
    };
    if !TYPES.contains(&name.to_string().as_str()) {
        return Err(unknown(&name, &TYPES));
    }
    Ok(Name {
        text: name.to_string(),
        span: name.span(),
    })
}
