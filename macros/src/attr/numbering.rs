//! Reads `auto_increment` and `identity`.
//!
//! In: what stands after the word. Out: how rows are numbered. Does not know the field's type.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use super::{Name, Numbers, equals, flag, nested, set, text, unknown};

const WORDS: [&str; 7] = [
    "start",
    "increment",
    "min",
    "max",
    "cache",
    "cycle",
    "sequence",
];

/// `auto_increment`, or `auto_increment(start = 1000, ...)`.
#[derive(Debug, Clone)]
pub(crate) struct AutoIncrement {
    pub(crate) span: Span,
    pub(crate) numbers: Numbers,
    pub(crate) sequence: Option<Name>,
}

/// `identity = always`, or `identity = by_default`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Identity {
    Always,
    ByDefault,
}

/// Reads the words in parentheses, where there are any.
pub(super) fn auto_increment(word: &Ident, input: ParseStream) -> syn::Result<AutoIncrement> {
    let mut read = AutoIncrement {
        span: word.span(),
        numbers: Numbers::default(),
        sequence: None,
    };
    if !input.peek(syn::token::Paren) {
        return flag(&mut None, word, input).map(|()| read);
    }
    nested(word, "auto_increment(start = 1000)", input, |input| {
        let Ok(word) = input.call(Ident::parse_any) else {
            return Err(input.error(format!(
                "expected a word of `auto_increment`\n{}",
                super::suggestion("", &WORDS)
            )));
        };
        let name = word.unraw().to_string();
        match name.as_str() {
            "sequence" => set(
                &mut read.sequence,
                &word,
                text(&word, "sequence = \"account_numbers\"", input)?,
            ),
            _ if WORDS.contains(&name.as_str()) => read.numbers.read(&word, input),
            _ => Err(unknown(&word, &WORDS)),
        }
    })?;
    Ok(read)
}

/// Reads `= always` or `= by_default`.
pub(super) fn identity(word: &Ident, input: ParseStream) -> syn::Result<(Identity, Span)> {
    const KNOWN: [&str; 2] = ["always", "by_default"];
    equals(word, "identity = always", input)?;
    let Ok(name) = input.call(Ident::parse_any) else {
        return Err(
            input.error("expected `always` or `by_default`\nhelp: write `identity = always`")
        );
    };
    match name.to_string().as_str() {
        "always" => Ok((Identity::Always, name.span())),
        "by_default" => Ok((Identity::ByDefault, name.span())),
        _ => Err(unknown(&name, &KNOWN)),
    }
}
