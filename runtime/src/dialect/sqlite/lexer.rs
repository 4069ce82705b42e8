//! SQLite's words.
//!
//! In: SQL text. Out: its lexemes without white space and comments, each with its place. Knows no
//! grammar. Unlike [`crate::model::tokens`] it knows `[names]`, blob literals and long operators.

/// What a lexeme is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A keyword or a bare name.
    Word,
    /// A name in double quotes, backticks or brackets.
    Quoted,
    /// A text in single quotes, which SQLite also takes for a name where a name must stand.
    Text,
    /// A number.
    Number,
    /// A blob.
    Blob,
    /// An operator or punctuation.
    Symbol,
}

/// One lexeme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lexeme<'a> {
    /// What it is.
    pub(crate) kind: Kind,
    /// As it is written.
    pub(crate) text: &'a str,
    /// Where it starts, in bytes.
    pub(crate) at: usize,
}

impl Lexeme<'_> {
    /// Whether it is that bare word, in any case.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is that symbol.
    pub(crate) fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == Kind::Symbol && self.text == symbol
    }

    /// Whether it may stand for an object. A reserved word does so in quotes alone.
    pub(crate) fn may_be_name(&self) -> bool {
        match self.kind {
            Kind::Word => !is_reserved(self.text),
            Kind::Quoted => true,
            Kind::Text | Kind::Number | Kind::Blob | Kind::Symbol => false,
        }
    }

    /// Whether it may stand for an object of that name.
    pub(crate) fn is_name(&self, name: &str) -> bool {
        let own = self.name();
        own.is_some_and(|own| own.eq_ignore_ascii_case(name)) && self.may_be_name()
    }

    /// The name that it is where a name must stand.
    pub(crate) fn name(&self) -> Option<String> {
        match self.kind {
            Kind::Word => Some(self.text.to_owned()),
            Kind::Quoted | Kind::Text => Some(unquoted(self.text)),
            Kind::Number | Kind::Blob | Kind::Symbol => None,
        }
    }
}

/// The words that the grammar takes for a name nowhere. The other keywords it does.
const RESERVED: &str = "\
add all alter and as autoincrement between case check collate commit constraint create default deferrable delete distinct \
drop else escape except exists foreign from group having in index insert intersect into is isnull join limit not nothing \
notnull null on or order primary references returning select set table then to transaction union unique update using \
values when where";

/// Whether it is a name without quotes.
pub(super) fn is_bare_name(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.starts_with(is_word_start) && name.chars().all(is_word) && !is_reserved(name)
}

fn is_reserved(word: &str) -> bool {
    RESERVED
        .split_ascii_whitespace()
        .any(|reserved| reserved.eq_ignore_ascii_case(word))
}

const OPERATORS: [&str; 10] = ["->>", "->", "||", "<=", ">=", "<>", "!=", "==", "<<", ">>"];

/// Splits SQL text.
pub(crate) fn lex(sql: &str) -> Vec<Lexeme<'_>> {
    let mut lexemes = Vec::new();
    let mut at = 0;
    while let Some(first) = sql[at..].chars().next() {
        let rest = &sql[at..];
        let (kind, length) = match first {
            c if c.is_whitespace() => (None, c.len_utf8()),
            '-' if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => {
                (None, rest.find("*/").map_or(rest.len(), |end| end + 2))
            }
            '\'' => (Some(Kind::Text), quoted_length(rest, '\'')),
            '"' | '`' => (Some(Kind::Quoted), quoted_length(rest, first)),
            '[' => (
                Some(Kind::Quoted),
                rest.find(']').map_or(rest.len(), |end| end + 1),
            ),
            'x' | 'X' if rest[1..].starts_with('\'') => {
                (Some(Kind::Blob), 1 + quoted_length(&rest[1..], '\''))
            }
            c if is_word_start(c) => (Some(Kind::Word), word_length(rest)),
            c if c.is_ascii_digit() || (c == '.' && starts_with_digit(&rest[1..])) => {
                (Some(Kind::Number), number_length(rest))
            }
            c => {
                let operator = OPERATORS.iter().find(|text| rest.starts_with(**text));
                (
                    Some(Kind::Symbol),
                    operator.map_or(c.len_utf8(), |text| text.len()),
                )
            }
        };
        if let Some(kind) = kind {
            lexemes.push(Lexeme {
                kind,
                text: &rest[..length],
                at,
            });
        }
        at += length;
    }
    lexemes
}

/// A quoted text or name without its quotes.
pub(crate) fn unquoted(text: &str) -> String {
    let mut inner = text.chars();
    let first = inner.next();
    if text.len() > 1 {
        inner.next_back();
    }
    match first {
        Some(quote @ ('\'' | '"' | '`')) => inner
            .as_str()
            .replace(&format!("{quote}{quote}"), &quote.to_string()),
        _ => inner.as_str().to_owned(),
    }
}

fn is_word_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

fn word_length(text: &str) -> usize {
    text.find(|c| !(is_word_start(c) || c.is_ascii_digit() || c == '$'))
        .unwrap_or(text.len())
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_hex = text.starts_with("0x") || text.starts_with("0X");
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let is_sign = matches!(byte, b'+' | b'-')
            && !is_hex
            && at > 0
            && matches!(bytes[at - 1], b'e' | b'E');
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || is_sign) {
            break;
        }
        at += 1;
    }
    at
}

/// The length of a quoted run; a doubled quote is part of it.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(next) = text[at..].find(quote) {
        at += next + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Kind, lex, unquoted};

    #[test]
    fn every_kind_of_lexeme_is_found() {
        let found: Vec<(Kind, &str)> = lex("a->>'it''s' /* c */ <= [my \"col] -- end\n x'AB' 1e-5")
            .into_iter()
            .map(|lexeme| (lexeme.kind, lexeme.text))
            .collect();
        assert_eq!(
            found,
            [
                (Kind::Word, "a"),
                (Kind::Symbol, "->>"),
                (Kind::Text, "'it''s'"),
                (Kind::Symbol, "<="),
                (Kind::Quoted, "[my \"col]"),
                (Kind::Blob, "x'AB'"),
                (Kind::Number, "1e-5"),
            ]
        );
    }

    #[test]
    fn quotes_come_off() {
        for (text, name) in [
            ("\"a\"\"b\"", "a\"b"),
            ("`a``b`", "a`b"),
            ("[a b]", "a b"),
            ("'it''s'", "it's"),
        ] {
            assert_eq!(unquoted(text), name);
        }
    }

    #[test]
    fn text_that_does_not_end_is_no_panic() {
        for text in ["'", "\"", "[", "/*", "x'", "é", "--", "1."] {
            lex(text);
            unquoted(text);
        }
    }
}
