//! An exclusion constraint as a word of a struct.
//!
//! In: its text as the catalogue spells it. Out: the word, or nothing where the text has more in it than the
//! attribute has words for.

use super::Scene;
use super::words::{Word, literal, unquoted};
use crate::model::{Exclusion, Table, Token, tokens};

impl Scene<'_> {
    pub(super) fn exclusion(&self, table: &Table, exclusion: &Exclusion) -> Option<Word> {
        let words = tokens(&exclusion.definition);
        let mut rest = trimmed(&words);
        let mut arguments = vec![format!("name = {}", literal(exclusion.name.text()))];
        rest = after(rest, "using")?;
        let (method, behind) = rest.split_first()?;
        arguments.push(format!("using = {}", method.identifier()?));
        let (elements, behind) = parenthesised(behind)?;
        for element in split(elements) {
            arguments.push(self.element(table, element)?);
        }
        rest = trimmed(behind);
        if let Some(behind) = after(rest, "where") {
            let (predicate, behind) = parenthesised(behind)?;
            let inner = text(predicate);
            arguments.push(format!("where = {}", literal(inner.trim())));
            rest = trimmed(behind);
        }
        match text(rest).to_lowercase().trim() {
            "" => {}
            "deferrable" => arguments.push("deferrable".to_owned()),
            "deferrable initially deferred" => arguments.push("initially_deferred".to_owned()),
            _ => return None,
        }
        Some(Word::with("exclude", arguments))
    }

    /// A field or an expression, with the operator that compares it.
    fn element(&self, table: &Table, element: &[Token]) -> Option<String> {
        let with = element
            .iter()
            .rposition(|token| is_word(token, "with"))
            .filter(|at| *at > 0)?;
        let (what, operator) = (trimmed(&element[..with]), trimmed(&element[with + 1..]));
        let operator = literal(&text(operator));
        let what = match what {
            [only] => {
                let name = unquoted(only)?;
                let column = table.column(&name)?;
                self.field(table, &column.name)
            }
            _ => match parenthesised(what) {
                Some((inner, behind)) if trimmed(behind).is_empty() => {
                    format!("expr({})", literal(text(inner).trim()))
                }
                // A call of a function stands without parentheses.
                None if what.last()?.text() == ")" => format!("expr({})", literal(&text(what))),
                // A collation or an operator class.
                _ => return None,
            },
        };
        Some(format!("{what} with {operator}"))
    }
}

fn is_word(token: &Token, word: &str) -> bool {
    matches!(token, Token::Word(..))
        && token
            .identifier()
            .is_some_and(|name| name.eq_ignore_ascii_case(word))
}

fn text(tokens: &[Token]) -> String {
    tokens.iter().map(Token::text).collect()
}

fn trimmed(mut tokens: &[Token]) -> &[Token] {
    while let [Token::Space(_), rest @ ..] | [rest @ .., Token::Space(_)] = tokens {
        tokens = rest;
    }
    tokens
}

/// What stands behind the word.
fn after<'a>(tokens: &'a [Token], word: &str) -> Option<&'a [Token]> {
    let (first, rest) = tokens.split_first()?;
    is_word(first, word).then(|| trimmed(rest))
}

/// What stands in the parentheses at the beginning, and behind them.
fn parenthesised(tokens: &[Token]) -> Option<(&[Token], &[Token])> {
    let tokens = trimmed(tokens);
    if tokens.first()?.text() != "(" {
        return None;
    }
    let mut depth = 0_usize;
    let end = tokens.iter().position(|token| {
        match token.text() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    Some((&tokens[1..end], &tokens[end + 1..]))
}

/// The parts between the commas that stand in no parentheses.
fn split(tokens: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0_usize;
    let parts = tokens.split(|token| {
        match token.text() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && token.text() == ","
    });
    parts.collect()
}
