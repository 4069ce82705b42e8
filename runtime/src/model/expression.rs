//! Just enough of SQL's words to find identifiers in an expression.
//!
//! In: an expression in the words of any dialect. Out: its tokens. Knows no grammar: what an
//! expression *means* is for the database to judge.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A token of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A bare word, lower-cased for comparison, with its spelling.
    Word(String, String),
    /// A quoted identifier: its name and its spelling.
    Quoted(String, String),
    /// A text literal, as written.
    Text(String),
    /// A number or punctuation.
    Other(String),
    /// White space or a comment.
    Space(String),
}

impl Token {
    /// The name, in lower case, where the token can be an identifier.
    #[must_use]
    pub fn identifier(&self) -> Option<&str> {
        match self {
            Self::Word(name, _) | Self::Quoted(name, _) => Some(name),
            _ => None,
        }
    }

    /// The token as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Word(_, text)
            | Self::Quoted(_, text)
            | Self::Text(text)
            | Self::Other(text)
            | Self::Space(text) => text,
        }
    }
}

/// Splits an expression. Joined again, the texts of the tokens are the expression.
#[must_use]
pub fn tokens(expression: &str) -> Vec<Token> {
    let mut rest = expression;
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => quoted_length(rest, '\''),
            '"' => quoted_length(rest, '"'),
            '`' => quoted_length(rest, '`'),
            '-' if rest.starts_with("--") => rest.find('\n').map_or(rest.len(), |at| at + 1),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |at| at + 2),
            c if c.is_whitespace() => run_length(rest, char::is_whitespace),
            c if is_word_start(c) => {
                run_length(rest, |c| is_word_start(c) || c.is_ascii_digit() || c == '$')
            }
            c if c.is_ascii_digit() => run_length(rest, |c| c.is_ascii_alphanumeric() || c == '.'),
            c => c.len_utf8(),
        };
        let (text, tail) = rest.split_at(length);
        let own = text.to_owned();
        tokens.push(match first {
            '\'' => Token::Text(own),
            '"' | '`' => Token::Quoted(unquoted(text, first).to_lowercase(), own),
            '-' | '/' if length > 1 => Token::Space(own),
            c if c.is_whitespace() => Token::Space(own),
            c if is_word_start(c) => Token::Word(text.to_lowercase(), own),
            _ => Token::Other(own),
        });
        rest = tail;
    }
    tokens
}

/// The expression with the identifier `from` replaced by `to`.
///
/// A quoted name stays quoted; a bare one is quoted with `quote` where the new name needs it.
#[must_use]
pub fn rename_identifier(expression: &str, from: &str, to: &str, quote: char) -> String {
    let wanted = from.to_lowercase();
    let quoted = |quote: char| {
        format!(
            "{quote}{}{quote}",
            to.replace(quote, &format!("{quote}{quote}"))
        )
    };
    let renamed = |token: Token| match &token {
        Token::Word(name, _) if *name == wanted && is_plain(to) => to.to_owned(),
        Token::Word(name, _) if *name == wanted => quoted(quote),
        Token::Quoted(name, text) if *name == wanted => {
            quoted(text.chars().next().unwrap_or(quote))
        }
        _ => token.text().to_owned(),
    };
    tokens(expression).into_iter().map(renamed).collect()
}

/// Words that PostgreSQL quotes where they are names: all that are not unreserved (its manual, appendix
/// C). In other dialects the quotes do no harm.
const KEYWORDS: &str = "\
all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char \
character check coalesce collate collation column concurrently constraint create cross current_catalog current_date \
current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do \
else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike \
in initially inner inout int integer intersect interval into is isnull join json json_array json_arrayagg json_exists \
json_object json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading least left like \
limit localtime localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset \
on only or order out outer overlaps overlay placing position precision primary real references returning right row \
select session_user setof similar smallint some substring symmetric system_user table tablesample then time timestamp to \
trailing treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes \
xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable";

/// Whether the name can stand without quotes.
#[must_use]
pub fn is_plain(name: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| KEYWORDS.split_ascii_whitespace().collect());
    !name.starts_with(|c: char| c.is_ascii_digit())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !WORDS.contains(name)
}

fn is_word_start(c: char) -> bool {
    c.is_alphabetic() || c == '_' || !c.is_ascii()
}

fn run_length(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
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

fn unquoted(text: &str, quote: char) -> String {
    let inner = text.strip_prefix(quote).unwrap_or(text);
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    inner.replace(&format!("{quote}{quote}"), &quote.to_string())
}

#[cfg(test)]
mod tests {
    use super::{rename_identifier, tokens};

    #[test]
    fn tokens_joined_again_are_the_expression() {
        for text in [
            "a > 0",
            "\"A\"\"b\" = 'it''s' -- x\n + 1e5",
            "`k` /* c */ <> ''",
            "'open",
            "é = 1",
        ] {
            let joined: String = tokens(text)
                .iter()
                .map(|token| token.text().to_owned())
                .collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn only_identifiers_are_renamed() {
        assert_eq!(
            rename_identifier(
                "old > 0 AND \"old\" <> 'old' AND older = 1",
                "old",
                "new",
                '"'
            ),
            "new > 0 AND \"new\" <> 'old' AND older = 1"
        );
    }
}
