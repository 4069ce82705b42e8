//! Quoting, and reading of SQL text as the server writes it.
//!
//! In: names, texts, expressions. Out: quoted text, or lexemes. Knows no grammar, and no model.

use super::default::is_plain;

/// What a lexeme is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A bare word or a number.
    Word,
    /// An identifier in backticks.
    Name,
    /// A text literal.
    Text,
    /// White space or a comment.
    Space,
    /// Anything else, one character.
    Sign,
}

/// An identifier, quoted.
pub(crate) fn quote(identifier: &str) -> String {
    format!("`{}`", identifier.replace('`', "``"))
}

/// A text literal, in the spelling of the catalogue. Needs backslashes to be escapes, which they
/// are in the session that trueup sets up.
pub(crate) fn literal(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        match c {
            '\'' => quoted.push_str("''"),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\0' => quoted.push_str("\\0"),
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

/// Splits SQL text. Joined again, the lexemes are the text.
pub(crate) fn lexemes(sql: &str) -> Vec<(Kind, &str)> {
    let mut rest = sql;
    let mut found = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            '\'' | '"' => (Kind::Text, quoted_length(rest, first, true)),
            '`' => (Kind::Name, quoted_length(rest, first, false)),
            '/' if rest.starts_with("/*") => {
                (Kind::Space, rest.find("*/").map_or(rest.len(), |at| at + 2))
            }
            c if c.is_whitespace() => (Kind::Space, run_length(rest, char::is_whitespace)),
            c if c.is_ascii_digit() => (Kind::Word, run_length(rest, |c| is_word(c) || c == '.')),
            c if is_word(c) => (Kind::Word, run_length(rest, is_word)),
            c => (Kind::Sign, c.len_utf8()),
        };
        let (text, tail) = rest.split_at(length);
        found.push((kind, text));
        rest = tail;
    }
    found
}

/// The lexemes of SQL text without what is between them.
pub(crate) fn words(sql: &str) -> Vec<&str> {
    let words = lexemes(sql).into_iter();
    let words = words.filter(|(kind, _)| *kind != Kind::Space);
    words.map(|(_, text)| text).collect()
}

/// The value of a quoted name or text literal; any other text as it is.
pub(crate) fn bare(quoted: &str) -> String {
    let Some(quote) = quoted
        .chars()
        .next()
        .filter(|c| matches!(c, '`' | '\'' | '"'))
    else {
        return quoted.to_owned();
    };
    let inner = quoted.strip_prefix(quote).unwrap_or(quoted);
    let mut chars = inner.strip_suffix(quote).unwrap_or(inner).chars();
    let mut value = String::new();
    while let Some(c) = chars.next() {
        match c {
            '\\' if quote != '`' => match chars.next() {
                Some('n') => value.push('\n'),
                Some('r') => value.push('\r'),
                Some('t') => value.push('\t'),
                Some('0') => value.push('\0'),
                Some('b') => value.push('\u{8}'),
                Some('Z') => value.push('\u{1a}'),
                Some(c @ ('%' | '_')) => value.extend(['\\', c]),
                Some(c) => value.push(c),
                None => value.push('\\'),
            },
            c if c == quote => {
                chars.next();
                value.push(c);
            }
            c => value.push(c),
        }
    }
    value
}

/// The expression with each literal as [`literal`] writes it: what reads expressions of any engine knows no
/// backslash before a quote. MySQL writes `-(1)` for the number that is given, and `-1` once a column was stated anew (seen
/// on 9.7).
#[cfg(feature = "mysql")]
pub(crate) fn plain_literals(expression: &str) -> String {
    let mut texts: Vec<String> = Vec::new();
    for (kind, text) in lexemes(expression) {
        let end: Vec<&str> = texts.iter().rev().take(3).map(String::as_str).collect();
        match end.as_slice() {
            [number, "(", "-"]
                if text == ")" && number.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                texts.remove(texts.len() - 2);
            }
            _ if kind == Kind::Text => texts.push(literal(&bare(text))),
            _ => texts.push(text.to_owned()),
        }
    }
    texts.concat()
}

/// Whether both are the same but for white space, the case of words, quotes around names, the
/// spelling of literals, and parentheses around the whole. Those around a literal alone make another default of it.
pub(crate) fn same_expression(a: &str, b: &str) -> bool {
    a == b || meaning(a) == meaning(b)
}

pub(super) fn meaning(expression: &str) -> Vec<(Kind, String)> {
    let mut found: Vec<(Kind, String)> = Vec::new();
    for (kind, text) in lexemes(expression) {
        let read = match kind {
            Kind::Space => continue,
            Kind::Text => {
                // MySQL writes the character set in front of each literal.
                if matches!(found.last(), Some((Kind::Word, word)) if is_introducer(word)) {
                    found.pop();
                }
                (Kind::Text, bare(text))
            }
            Kind::Name => {
                let name = bare(text).to_lowercase();
                let is_plain = name.chars().all(is_word) && !is_keyword(&name);
                (if is_plain { Kind::Word } else { Kind::Name }, name)
            }
            Kind::Word | Kind::Sign => (kind, text.to_lowercase()),
        };
        found.push(read);
    }
    while is_enclosed(&found) && !is_plain(&found[1..found.len() - 1]) {
        found.pop();
        found.remove(0);
    }
    found
}

fn is_introducer(word: &str) -> bool {
    matches!(word, "_utf8mb4" | "_utf8mb3" | "_utf8" | "_latin1")
}

/// Words that mean something else than a column of that name.
fn is_keyword(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || word.starts_with("current_")
        || matches!(
            word,
            "null"
                | "true"
                | "false"
                | "default"
                | "and"
                | "or"
                | "not"
                | "xor"
                | "is"
                | "in"
                | "like"
                | "between"
                | "case"
                | "when"
                | "then"
                | "else"
                | "end"
                | "interval"
                | "binary"
                | "div"
                | "mod"
                | "localtime"
                | "localtimestamp"
                | "utc_date"
                | "utc_time"
                | "utc_timestamp"
                | "collate"
                | "regexp"
                | "rlike"
                | "escape"
        )
}

/// Whether the first parenthesis closes at the very end.
pub(super) fn is_enclosed(found: &[(Kind, String)]) -> bool {
    let mut depth = 0_usize;
    for (at, (kind, text)) in found.iter().enumerate() {
        match (kind, text.as_str()) {
            (Kind::Sign, "(") => depth += 1,
            (Kind::Sign, ")") => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at > 0 && at + 1 == found.len();
        }
    }
    false
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$' || !c.is_ascii()
}

fn run_length(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// The length of a quoted run; a doubled quote is part of it, and so is one after a backslash.
fn quoted_length(text: &str, quote: char, has_escapes: bool) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && has_escapes {
            chars.next();
        } else if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return at + 1;
        }
    }
    text.len()
}

/// A collation, or a character set with its usual one.
pub(crate) fn collated(name: &str) -> String {
    let word = if is_charset(name) {
        "CHARACTER SET"
    } else {
        "COLLATE"
    };
    format!("{word} {}", quote(name))
}

/// Whether it is the name of a character set: that of a collation has an underscore.
fn is_charset(name: &str) -> bool {
    !name.contains('_') && name != "binary"
}

#[cfg(test)]
mod tests {
    use super::{bare, lexemes, literal, plain_literals, quote, same_expression};

    #[test]
    fn a_negative_number_is_told_in_one_way() {
        for (told, kept) in [
            ("(`a` > -(1))", "(`a` > -1)"),
            ("(`a` between -(5) and -(0.5))", "(`a` between -5 and -0.5)"),
            ("(-(`a`) > (1))", "(-(`a`) > (1))"),
            ("(`a` = '-(1)')", "(`a` = '-(1)')"),
        ] {
            assert_eq!(plain_literals(told), kept);
        }
    }

    #[test]
    fn lexemes_joined_again_are_the_text() {
        for text in [
            "`a``b` > 'it\\'s' /* c */ and \"x\"\"y\" <> 1.5e3",
            "'open",
            "'\\",
            "é + `ü`",
        ] {
            let joined: String = lexemes(text).into_iter().map(|(_, text)| text).collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn what_is_quoted_reads_back() {
        for text in [
            "",
            "it's",
            "a\\b",
            "new\nline\r\0",
            "100\\%",
            "ünï \"q\" `b`",
        ] {
            assert_eq!(bare(&literal(text)), text);
            assert_eq!(bare(&quote(text)), text);
        }
    }

    #[test]
    fn spellings_of_the_same_expression_are_recognised() {
        for (a, b, is_same) in [
            ("`a` > 0", "A>0", true),
            ("(`a` > 0)", "a > 0", true),
            ("(a) > (0)", "a > 0", false),
            ("((a))", "a", true),
            ("(17)", "17", false),
            ("((17))", "(17)", true),
            ("'it''s'", "'it\\'s'", true),
            ("'a b'", "'ab'", false),
            ("'A'", "'a'", false),
            ("`null`", "null", false),
            ("_utf8mb4'x'", "'x'", true),
            ("now()", "current_timestamp()", false),
        ] {
            assert_eq!(same_expression(a, b), is_same, "{a} and {b}");
        }
    }
}
