//! One spelling for each expression.
//!
//! In: an expression as somebody wrote it. Out: the same tokens with one spacing, keywords in upper
//! case, columns in double quotes. Knows nothing of what it means: SQLite keeps the text of an
//! expression as it was typed, so tokens are all there is to compare.

use super::lexer::{Kind, Lexeme, lex, unquoted};
use super::{literal, quote};

/// Words that are never taken for a column where they stand bare.
const KEYWORDS: [&str; 37] = [
    "ALL",
    "AND",
    "AS",
    "ASC",
    "BETWEEN",
    "BY",
    "CASE",
    "CAST",
    "COLLATE",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "DESC",
    "DISTINCT",
    "ELSE",
    "END",
    "ESCAPE",
    "EXISTS",
    "FALSE",
    "FILTER",
    "FROM",
    "GLOB",
    "IN",
    "IS",
    "ISNULL",
    "LIKE",
    "MATCH",
    "NOT",
    "NOTNULL",
    "NULL",
    "OR",
    "REGEXP",
    "SELECT",
    "THEN",
    "TRUE",
    "WHEN",
    "WHERE",
];

/// The canonical spelling of an expression over these columns.
pub(crate) fn expression(text: &str, columns: &[&str]) -> String {
    let mut lexemes = lex(text);
    strip_parentheses(&mut lexemes);
    let mut spelled = String::new();
    let mut is_first = true;
    let mut before: [Option<Lexeme<'_>>; 2] = [None, None];
    for (at, lexeme) in lexemes.iter().enumerate() {
        // Only the table itself can qualify a name here, and it can be renamed.
        let next = lexemes.get(at + 1);
        let is_dot = lexeme.is_symbol(".");
        let is_qualifier = lexeme.name().is_some() && next.is_some_and(|next| next.is_symbol("."));
        if is_dot || is_qualifier {
            continue;
        }
        if !is_first && has_space(before, lexeme) {
            spelled.push(' ');
        }
        spelled.push_str(&spell(lexeme, before[1], next, columns));
        is_first = false;
        before = [before[1], Some(*lexeme)];
    }
    spelled
}

/// The canonical spelling of a default.
pub(crate) fn default(text: &str) -> String {
    let mut lexemes = lex(text);
    strip_parentheses(&mut lexemes);
    match lexemes.as_slice() {
        // A name alone is a text: the manual calls it a misfeature.
        [one] if one.kind == Kind::Quoted => literal(&unquoted(one.text)),
        [one] if one.kind == Kind::Word && !is_keyword(one.text) => literal(one.text),
        [sign, number] if sign.is_symbol("+") && number.kind == Kind::Number => {
            number.text.to_owned()
        }
        _ => expression(text, &[]),
    }
}

/// Whether the default is a value that is the same for each row, at any time.
pub(crate) fn is_constant(default: &str) -> bool {
    let lexemes = lex(default);
    match lexemes.as_slice() {
        [one] => {
            matches!(one.kind, Kind::Text | Kind::Number | Kind::Blob)
                || ["TRUE", "FALSE", "NULL"]
                    .iter()
                    .any(|word| one.is_word(word))
        }
        [sign, number] => {
            number.kind == Kind::Number && (sign.is_symbol("-") || sign.is_symbol("+"))
        }
        _ => false,
    }
}

/// The default as it stands in a definition.
pub(crate) fn default_clause(default: &str) -> String {
    let is_clock = ["CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP"]
        .iter()
        .any(|word| default.eq_ignore_ascii_case(word));
    if is_clock || is_constant(default) {
        default.to_owned()
    } else {
        format!("({default})")
    }
}

/// What is compared: case of words, quotes of names and outer parentheses do not count.
pub(crate) fn key(text: &str) -> Vec<String> {
    let mut lexemes = lex(text);
    strip_parentheses(&mut lexemes);
    let folded = |lexeme: &Lexeme<'_>| match lexeme.kind {
        Kind::Text => lexeme.text.to_owned(),
        Kind::Quoted => unquoted(lexeme.text).to_lowercase(),
        Kind::Word | Kind::Number | Kind::Blob | Kind::Symbol => lexeme.text.to_lowercase(),
    };
    match lexemes.as_slice() {
        // SQLite has no booleans: the words are other names of the numbers.
        [one] if one.is_word("TRUE") => vec!["1".to_owned()],
        [one] if one.is_word("FALSE") => vec!["0".to_owned()],
        _ => lexemes.iter().map(folded).collect(),
    }
}

/// Whether the text names the identifier anywhere outside of its literals.
pub(crate) fn mentions(text: &str, name: &str) -> bool {
    lex(text).iter().any(|lexeme| lexeme.is_name(name))
}

fn strip_parentheses(lexemes: &mut Vec<Lexeme<'_>>) {
    while let [first, .., _] = lexemes.as_slice()
        && first.is_symbol("(")
        && closing(lexemes, 0) == Some(lexemes.len() - 1)
    {
        lexemes.pop();
        lexemes.remove(0);
    }
}

/// Where the parenthesis that opens at `open` closes.
pub(crate) fn closing(lexemes: &[Lexeme<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, lexeme) in lexemes.iter().enumerate().skip(open) {
        if lexeme.is_symbol("(") {
            depth += 1;
        } else if lexeme.is_symbol(")") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

fn spell(
    lexeme: &Lexeme<'_>,
    before: Option<Lexeme<'_>>,
    next: Option<&Lexeme<'_>>,
    columns: &[&str],
) -> String {
    let is_call = next.is_some_and(|next| next.is_symbol("("));
    let after = |word: &str| before.is_some_and(|before| before.is_word(word));
    match lexeme.kind {
        Kind::Text | Kind::Symbol | Kind::Blob => lexeme.text.to_owned(),
        Kind::Number => lexeme.text.to_lowercase(),
        Kind::Word if is_keyword(lexeme.text) || after("COLLATE") => lexeme.text.to_uppercase(),
        Kind::Word if is_call || after("AS") => lexeme.text.to_lowercase(),
        Kind::Word => {
            column(columns, lexeme.text).map_or_else(|| lexeme.text.to_lowercase(), quote)
        }
        Kind::Quoted => {
            let name = unquoted(lexeme.text);
            match column(columns, &name) {
                Some(column) => quote(column),
                // In double quotes it may be a text that SQLite takes for one when no column fits.
                None if lexeme.text.starts_with('"') => lexeme.text.to_owned(),
                None => quote(&name),
            }
        }
    }
}

fn column<'a>(columns: &[&'a str], name: &str) -> Option<&'a str> {
    columns
        .iter()
        .copied()
        .find(|column| column.eq_ignore_ascii_case(name))
}

fn is_keyword(word: &str) -> bool {
    KEYWORDS
        .binary_search(&word.to_ascii_uppercase().as_str())
        .is_ok()
}

fn has_space(before: [Option<Lexeme<'_>>; 2], lexeme: &Lexeme<'_>) -> bool {
    let [earlier, Some(last)] = before else {
        return false;
    };
    if last.is_symbol("(") || lexeme.is_symbol(")") || lexeme.is_symbol(",") {
        return false;
    }
    if lexeme.is_symbol("(") {
        let is_function = matches!(last.kind, Kind::Word | Kind::Quoted) && !is_keyword(last.text);
        return !(is_function || last.is_word("CAST"));
    }
    let is_sign = last.is_symbol("-") || last.is_symbol("+") || last.is_symbol("~");
    let is_unary = earlier.is_none_or(|earlier| match earlier.kind {
        Kind::Symbol => !earlier.is_symbol(")"),
        Kind::Word => is_keyword(earlier.text),
        _ => false,
    });
    // Two signs in a row would start a comment.
    !(is_sign && is_unary && !lexeme.is_symbol("-"))
}

#[cfg(test)]
mod tests {
    use super::{default, default_clause, expression, is_constant, key, mentions};

    #[test]
    fn keywords_are_sorted_for_the_search() {
        assert!(super::KEYWORDS.is_sorted());
    }

    #[test]
    fn an_expression_has_one_spelling() {
        for (text, spelled) in [
            ("((Age>0))", "\"age\" > 0"),
            ("(a) and (b)", "(a) AND (b)"),
            ("age in(1,2 ,3)", "\"age\" IN (1, 2, 3)"),
            ("LOWER( `name` )", "lower(\"name\")"),
            ("t.age = [age]", "\"age\" = \"age\""),
            ("name = 'It''s' /* c */", "\"name\" = 'It''s'"),
            ("name = \"txt\"", "\"name\" = \"txt\""),
            ("age > - 1", "\"age\" > -1"),
            ("age - 1 - -2", "\"age\" - 1 - -2"),
            ("1 - - - 2", "1 - - -2"),
            ("cast(age AS Text)", "CAST(\"age\" AS text)"),
            ("name COLLATE nocase", "\"name\" COLLATE NOCASE"),
            ("json_extract(name,'$.a')", "json_extract(\"name\", '$.a')"),
            ("name->>'$.a'", "\"name\" ->> '$.a'"),
            (
                "case age when 1 then 2 end",
                "CASE \"age\" WHEN 1 THEN 2 END",
            ),
            ("order_total", "\"order_total\""),
        ] {
            let columns = ["age", "name", "order_total"];
            let once = expression(text, &columns);
            assert_eq!(once, spelled);
            assert_eq!(expression(&once, &columns), once, "a fixed point");
        }
    }

    #[test]
    fn a_default_has_one_spelling() {
        for (text, spelled) in [
            ("1", "1"),
            ("+1", "1"),
            ("- 1", "-1"),
            ("'it''s'", "'it''s'"),
            ("abc", "'abc'"),
            ("\"a'b\"", "'a''b'"),
            ("null", "NULL"),
            ("(NULL)", "NULL"),
            ("true", "TRUE"),
            ("current_timestamp", "CURRENT_TIMESTAMP"),
            ("(CURRENT_TIMESTAMP)", "CURRENT_TIMESTAMP"),
            ("(strftime('%s','now'))", "strftime('%s', 'now')"),
            ("x'ab'", "x'ab'"),
        ] {
            assert_eq!(default(text), spelled, "{text}");
        }
    }

    #[test]
    fn only_expressions_are_put_in_parentheses() {
        for (text, clause, constant) in [
            ("1", "1", true),
            ("-1.5", "-1.5", true),
            ("'a'", "'a'", true),
            ("TRUE", "TRUE", true),
            ("CURRENT_TIME", "CURRENT_TIME", false),
            ("random()", "(random())", false),
        ] {
            assert_eq!(default_clause(text), clause);
            assert_eq!(is_constant(text), constant);
        }
    }

    #[test]
    fn comparison_ignores_case_quotes_and_outer_parentheses() {
        for (a, b, same) in [
            ("(age>0)", "\"AGE\" > 0", true),
            ("TRUE", "1", true),
            ("'a'", "'A'", false),
            ("age > 0", "age > 1", false),
            ("(a) OR (b)", "a OR b", false),
        ] {
            assert_eq!(key(a) == key(b), same, "{a} {b}");
        }
    }

    #[test]
    fn a_name_in_a_literal_is_not_a_mention() {
        assert!(mentions("SELECT [Name] FROM t", "name"));
        assert!(!mentions("SELECT 'name' FROM t", "name"));
    }
}
