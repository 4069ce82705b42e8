//! Defaults, as they stand after the word `DEFAULT`.
//!
//! In: a default and the type of its column. Out: whether it is a literal or an expression, and its clause. MySQL tells the two
//! apart also where they say the same: `DEFAULT (17)` is no `DEFAULT 17`. The model has the parentheses where nothing else tells that
//! it is an expression.

use super::MySql;
use super::text::{Kind, is_enclosed, lexemes, meaning};
use super::type_change::is_unbounded;

impl MySql {
    /// The default after the word `DEFAULT`. MySQL takes no literal for a document or a text
    /// without limits, and the time of the insert without parentheses only where the column holds times.
    pub(crate) fn default_of(&self, data_type: &str, default: &str) -> String {
        let clause = default_clause(default);
        let is_null = default.trim().eq_ignore_ascii_case("null");
        if self.is_mariadb() || is_null || !is_plain_default(default) {
            return clause;
        }
        if is_unbounded(data_type) || is_moment(default) && !holds_moments(data_type) {
            return format!("({clause})");
        }
        clause
    }

    /// An expression that is a default of MySQL, as the model has it: in parentheses where it would be taken for a literal
    /// without them. A text without limits has no other defaults, so there they say nothing.
    pub(crate) fn expression_default(&self, data_type: &str, expression: &str) -> String {
        let found = meaning(expression);
        let is_null = matches!(found.as_slice(), [(Kind::Word, word)] if word == "null");
        if is_plain(&found) && (is_null || !is_unbounded(data_type)) {
            return format!("({expression})");
        }
        expression.to_owned()
    }

    /// A default that was written by hand, as the model has it.
    pub(super) fn written_default(&self, data_type: &str, default: String) -> String {
        let Some(inner) = enclosed(&default) else {
            return default;
        };
        if !is_plain_default(inner) {
            return default;
        }
        // MariaDB knows no difference.
        if self.is_mariadb() {
            return inner.to_owned();
        }
        self.expression_default(data_type, inner)
    }
}

/// The expression in the parentheses that enclose the whole.
pub(crate) fn enclosed(default: &str) -> Option<&str> {
    let text = default.trim();
    let inner = text.strip_prefix('(')?.strip_suffix(')')?.trim();
    is_enclosed(&spelled(text)).then_some(inner)
}

/// A default after the word `DEFAULT`: only literals and the time of the insert need no parentheses.
fn default_clause(expression: &str) -> String {
    if is_plain_default(expression) || is_enclosed(&spelled(expression)) {
        expression.to_owned()
    } else {
        format!("({expression})")
    }
}

/// Whether the default is a literal or the time of the insert, which every version takes.
pub(super) fn is_plain_default(expression: &str) -> bool {
    is_plain(&spelled(expression))
}

/// The same of lexemes without white space, in small letters.
pub(super) fn is_plain(found: &[(Kind, String)]) -> bool {
    let words: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
    let kinds: Vec<Kind> = found.iter().map(|(kind, _)| *kind).collect();
    match (words.as_slice(), kinds.as_slice()) {
        (["-" | "+", number], [_, Kind::Word]) | ([number], [Kind::Word]) => {
            number.starts_with(|c: char| c.is_ascii_digit())
                || matches!(*number, "null" | "true" | "false" | "current_timestamp")
        }
        (["-" | "+", ".", number], _) | ([".", number], _) => {
            number.starts_with(|c: char| c.is_ascii_digit())
        }
        (_, [Kind::Text]) => true,
        (["b" | "x" | "n", _], [Kind::Word, Kind::Text]) => true,
        ([now, "(", .., ")"], _) => words.len() <= 4 && MOMENTS.contains(now),
        _ => false,
    }
}

/// Words for the time of the insert.
const MOMENTS: [&str; 3] = ["current_timestamp", "now", "localtimestamp"];

/// Whether the default is the time of the insert, and no expression.
pub(super) fn is_moment(default: &str) -> bool {
    let found = spelled(default);
    let first = found.first().map(|(_, text)| text.as_str());
    is_plain(&found) && first.is_some_and(|word| MOMENTS.contains(&word))
}

/// Whether the default is an expression that looks like a literal: `SET DEFAULT` takes it for one, in parentheses too (seen on
/// 9.7).
pub(super) fn is_like_a_literal(default: &str) -> bool {
    enclosed(default).is_some_and(|inner| !is_moment(inner) && is_plain(&meaning(inner)))
}

fn holds_moments(data_type: &str) -> bool {
    ["datetime", "timestamp"]
        .iter()
        .any(|word| data_type.starts_with(word))
}

fn spelled(expression: &str) -> Vec<(Kind, String)> {
    lexemes(expression)
        .into_iter()
        .filter(|(kind, _)| *kind != Kind::Space)
        .map(|(kind, text)| (kind, text.to_lowercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{default_clause, enclosed};
    use crate::dialect::mysql::tests::{MARIADB, MYSQL};

    #[test]
    fn a_default_that_is_no_literal_gets_parentheses() {
        for (text, clause) in [
            ("5", "5"),
            ("-1.5", "-1.5"),
            ("'x'", "'x'"),
            ("NULL", "NULL"),
            ("b'101'", "b'101'"),
            ("current_timestamp(6)", "current_timestamp(6)"),
            ("curdate()", "(curdate())"),
            ("(1 + 2)", "(1 + 2)"),
            ("(1) + (2)", "((1) + (2))"),
            ("now() + interval 1 day", "(now() + interval 1 day)"),
        ] {
            assert_eq!(default_clause(text), clause);
        }
    }

    #[test]
    fn mysql_takes_some_literals_in_parentheses_alone() {
        for (data_type, default, on_mysql) in [
            ("text", "'x'", "('x')"),
            ("text", "NULL", "NULL"),
            ("int", "'5'", "'5'"),
            ("int", "(5)", "(5)"),
            ("varchar(30)", "now()", "(now())"),
            ("datetime", "now()", "now()"),
            ("timestamp(6)", "now(6)", "now(6)"),
        ] {
            assert_eq!(MYSQL.default_of(data_type, default), on_mysql);
            assert_eq!(MARIADB.default_of(data_type, default), default);
        }
    }

    #[test]
    fn an_expression_that_looks_like_a_literal_is_told_from_it() {
        for (data_type, expression, kept) in [
            ("int", "17", "(17)"),
            ("int", "NULL", "(NULL)"),
            ("varchar(9)", "_utf8mb4'x'", "(_utf8mb4'x')"),
            ("datetime", "now()", "(now())"),
            ("int", "(1 + 2)", "(1 + 2)"),
            ("text", "_utf8mb4'x'", "_utf8mb4'x'"),
            ("text", "NULL", "(NULL)"),
        ] {
            assert_eq!(MYSQL.expression_default(data_type, expression), kept);
        }
        for (data_type, written, on_mysql, on_mariadb) in [
            ("int", "(17)", "(17)", "17"),
            ("text", "('x')", "'x'", "'x'"),
            ("int", "(1 + 2)", "(1 + 2)", "(1 + 2)"),
            ("int", "(1) + (2)", "(1) + (2)", "(1) + (2)"),
        ] {
            assert_eq!(MYSQL.written_default(data_type, written.into()), on_mysql);
            assert_eq!(
                MARIADB.written_default(data_type, written.into()),
                on_mariadb
            );
        }
        assert_eq!(enclosed("(a)(b)"), None);
        assert_eq!(enclosed(" ( a ) "), Some("a"));
    }
}
