//! Steps through the lexemes of one statement.
//!
//! In: SQL text. Out: names, expressions in parentheses, parts of keys. Knows the small pieces that
//! several clauses share, and no clause.

use crate::dialect::sqlite::lexer::{Kind, Lexeme, lex};
use crate::dialect::sqlite::spell::closing;

/// One part of a key.
pub(super) struct Part {
    /// Without order and collation.
    pub(super) expression: String,
    /// `AUTOINCREMENT`.
    pub(super) is_numbered: bool,
}

/// The place in the text.
pub(super) struct Reader<'a> {
    pub(super) sql: &'a str,
    pub(super) lexemes: Vec<Lexeme<'a>>,
    pub(super) at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sql: &'a str) -> Self {
        Self {
            sql,
            lexemes: lex(sql),
            at: 0,
        }
    }

    pub(super) fn peek(&self) -> Option<Lexeme<'a>> {
        self.lexemes.get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<Lexeme<'a>> {
        let lexeme = self.peek();
        self.at += 1;
        lexeme
    }

    pub(super) fn takes(&mut self, word: &str) -> bool {
        let is_there = self.peek().is_some_and(|lexeme| lexeme.is_word(word));
        self.at += usize::from(is_there);
        is_there
    }

    pub(super) fn takes_symbol(&mut self, symbol: &str) -> bool {
        let is_there = self.peek().is_some_and(|lexeme| lexeme.is_symbol(symbol));
        self.at += usize::from(is_there);
        is_there
    }

    pub(super) fn name(&mut self) -> Result<String, String> {
        self.next()
            .and_then(|lexeme| lexeme.name())
            .ok_or_else(|| "a name is missing".to_owned())
    }

    /// Steps over everything up to and with the next parenthesis.
    pub(super) fn until_open(&mut self) -> Result<(), String> {
        while let Some(lexeme) = self.next() {
            if lexeme.is_symbol("(") {
                return Ok(());
            }
        }
        Err("there is no list of columns".to_owned())
    }

    /// What is in the parentheses that open here.
    pub(super) fn parenthesised(&mut self) -> Result<&'a str, String> {
        let close = self
            .peek()
            .filter(|lexeme| lexeme.is_symbol("("))
            .and_then(|_| closing(&self.lexemes, self.at))
            .ok_or("an expression in parentheses is missing")?;
        let inner = self.slice(self.at + 1, close);
        self.at = close + 1;
        Ok(inner)
    }

    /// The text of the lexemes from `from` to before `to`.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        match (self.lexemes.get(from), to.checked_sub(1)) {
            (Some(first), Some(last)) if last >= from && last < self.lexemes.len() => {
                let last = self.lexemes[last];
                &self.sql[first.at..last.at + last.text.len()]
            }
            _ => "",
        }
    }

    pub(super) fn skip_type(&mut self) {
        const CLAUSES: [&str; 11] = [
            "CONSTRAINT",
            "PRIMARY",
            "NOT",
            "NULL",
            "UNIQUE",
            "CHECK",
            "DEFAULT",
            "COLLATE",
            "REFERENCES",
            "GENERATED",
            "AS",
        ];
        while let Some(lexeme) = self.peek() {
            if lexeme.is_symbol("(") {
                self.at = closing(&self.lexemes, self.at).map_or(self.lexemes.len(), |at| at + 1);
            } else if lexeme.kind == Kind::Symbol || CLAUSES.iter().any(|word| lexeme.is_word(word))
            {
                return;
            } else {
                self.at += 1;
            }
        }
    }

    pub(super) fn skip_initially(&mut self) -> bool {
        self.takes("INITIALLY") && self.next().is_some_and(|word| word.is_word("DEFERRED"))
    }

    pub(super) fn skip_default(&mut self) -> Result<(), String> {
        if self.peek().is_some_and(|lexeme| lexeme.is_symbol("(")) {
            self.parenthesised()?;
            return Ok(());
        }
        let _ = self.takes_symbol("-") || self.takes_symbol("+");
        self.next()
            .map(|_| ())
            .ok_or_else(|| "a default is missing".to_owned())
    }

    pub(super) fn conflict(&mut self) -> Result<Option<String>, String> {
        if !self.takes("ON") {
            return Ok(None);
        }
        if !self.takes("CONFLICT") {
            return Err("`ON` without `CONFLICT`".to_owned());
        }
        let word = self.name()?.to_uppercase();
        // What happens without the clause.
        Ok((word != "ABORT").then_some(word))
    }

    /// The parts of a key, in parentheses.
    pub(super) fn parts(&mut self) -> Result<Vec<Part>, String> {
        if !self.takes_symbol("(") {
            return Err("the columns of a key are missing".to_owned());
        }
        let mut parts = Vec::new();
        let mut from = self.at;
        loop {
            let lexeme = self.peek().ok_or("the text ends early")?;
            if lexeme.is_symbol("(") {
                self.at = closing(&self.lexemes, self.at).ok_or("a parenthesis is not closed")? + 1;
                continue;
            }
            let is_end = lexeme.is_symbol(")");
            if is_end || lexeme.is_symbol(",") {
                parts.push(self.part(from, self.at));
                from = self.at + 1;
            }
            self.at += 1;
            if is_end {
                return Ok(parts);
            }
        }
    }

    fn part(&self, from: usize, to: usize) -> Part {
        let mut end = to;
        let mut part = Part {
            expression: String::new(),
            is_numbered: false,
        };
        let word = |at: usize, word: &str| at > from && self.lexemes[at - 1].is_word(word);
        if word(end, "AUTOINCREMENT") {
            part.is_numbered = true;
            end -= 1;
        }
        if word(end, "DESC") || word(end, "ASC") {
            end -= 1;
        }
        if end > from + 2 && self.lexemes[end - 2].is_word("COLLATE") {
            end -= 2;
        }
        self.slice(from, end).clone_into(&mut part.expression);
        part
    }
}
