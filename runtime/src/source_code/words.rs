//! The words of an attribute, and how they are laid out.
//!
//! In: words with what stands in their parentheses. Out: attributes in lines, as rustfmt leaves them.
//! Knows no word.

use crate::model::Token;

/// How much rustfmt leaves on one line in the parentheses of an attribute.
const WIDTH: usize = 70;

/// How long a line is at most.
const LINE: usize = 100;

/// A word of an attribute: `primary_key`, `max_length = 20` or `index(name = "by_org", org_id)`.
#[derive(Debug, Clone)]
pub(super) struct Word {
    head: String,
    arguments: Vec<String>,
}

impl Word {
    /// A word with nothing in parentheses.
    pub(super) fn new(head: impl Into<String>) -> Self {
        Self {
            head: head.into(),
            arguments: Vec::new(),
        }
    }

    /// `name = "text"`.
    pub(super) fn text(name: &str, text: &str) -> Self {
        Self::new(format!("{name} = {}", literal(text)))
    }

    /// A word with parentheses.
    pub(super) fn with(head: &str, arguments: Vec<String>) -> Self {
        Self {
            head: head.to_owned(),
            arguments,
        }
    }

    fn line(&self) -> String {
        if self.arguments.is_empty() {
            return self.head.clone();
        }
        format!("{}({})", self.head, self.arguments.join(", "))
    }
}

/// A text in quotes, on one line.
pub(super) fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// The name that a token stands for: as it is in quotes, and otherwise in lower case.
pub(super) fn unquoted(token: &Token) -> Option<String> {
    match token {
        Token::Quoted(_, text) => {
            let quote = text.chars().next()?;
            let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
            Some(inner.replace(&format!("{quote}{quote}"), &quote.to_string()))
        }
        _ => token.identifier().map(str::to_owned),
    }
}

/// A line's end within a text: what is indented later must not reach into it.
const LINE_END: char = '\u{1}';

/// A query, in as many lines as it has.
pub(super) fn query(text: &str) -> String {
    let is_plain = |c: char| c == '\n' || !c.is_control();
    if text.contains('\n') && text.chars().all(is_plain) && !text.contains("\"#") {
        return format!("r#\"{}\"#", text.replace('\n', &LINE_END.to_string()));
    }
    literal(text)
}

/// Source code whose lines stand where they stay.
pub(super) fn finished(text: &str) -> String {
    text.replace(LINE_END, "\n")
}

/// The attributes that say all of the words: as few as their lines allow.
pub(super) fn attributes(name: &str, words: &[Word], indent: &str) -> String {
    let mut out = String::new();
    let mut group: Vec<String> = Vec::new();
    let attribute = |group: &[String]| format!("{indent}#[{name}({})]\n", group.join(", "));
    for word in words {
        let line = word.line();
        let whole = group.iter().map(|word| width(word) + 2).sum::<usize>() + width(&line);
        if whole > WIDTH && !group.is_empty() {
            out += &attribute(&group);
            group.clear();
        }
        // Alone, a word is as wide as what is in its own parentheses.
        let limit = LINE - "#[()]".len() - usize::from(!indent.is_empty());
        let is_over = width(indent) + width(name) + width(&line) > limit;
        if word.arguments.is_empty() {
            // Of a text in several lines, only the first counts.
            let is_over = match line.split_once(LINE_END) {
                Some((first, _)) => width(first) > WIDTH,
                None => is_over,
            };
            if is_over {
                out += &format!("{indent}#[{name}(\n{indent}    {line}\n{indent})]\n");
            } else {
                group.push(line);
            }
        } else if is_over || width(&word.arguments.join(", ")) > WIDTH {
            let parts = word.arguments.join(&format!(",\n{indent}    "));
            let head = &word.head;
            out += &format!("{indent}#[{name}({head}(\n{indent}    {parts}\n{indent}))]\n");
        } else {
            group.push(line);
        }
    }
    if !group.is_empty() {
        out += &attribute(&group);
    }
    out
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// What the database says of something to its readers, as a doc comment.
pub(super) fn documentation(text: Option<&String>, indent: &str) -> String {
    let lines = text.iter().flat_map(|text| text.lines());
    lines
        .map(|line| match line.trim() {
            "" => format!("{indent}///\n"),
            line => format!("{indent}/// {line}\n"),
        })
        .collect()
}

/// What a struct cannot say, as a comment.
pub(super) fn remark(text: &str, indent: &str) -> String {
    let lines = text.lines();
    lines
        .map(|line| format!("{indent}// {}\n", line.trim()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Word, attributes, finished, literal, query};

    #[test]
    fn a_query_keeps_its_lines_and_all_that_is_in_it() {
        assert_eq!(query("SELECT 'a\"b'"), r#""SELECT 'a\"b'""#);
        assert_eq!(finished(&query("SELECT a,\n  b")), "r#\"SELECT a,\n  b\"#");
        assert_eq!(query("SELECT '\"#'\n"), r##""SELECT '\"#'\n""##);
        assert_eq!(query("SELECT\u{1}1\n"), r#""SELECT\u{1}1\n""#);
    }

    #[test]
    fn words_share_a_line_as_far_as_it_reaches() {
        let words = [
            Word::new("primary_key"),
            Word::text("comment", &"x".repeat(40)),
            Word::text("name", "a\"b"),
        ];
        let text = attributes("column", &words, "    ");
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.ends_with("name = \"a\\\"b\")]\n"), "{text}");
        let text = attributes("column", &[Word::text("comment", &"x".repeat(72))], "    ");
        assert_eq!(text.lines().count(), 1, "{text}");
        let text = attributes("column", &[Word::text("comment", &"x".repeat(73))], "    ");
        assert_eq!(text.lines().count(), 3, "{text}");
        assert_eq!(literal("a\nb"), "\"a\\nb\"");
    }
}
