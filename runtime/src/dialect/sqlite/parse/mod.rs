//! What the text of a table or an index says and no pragma tells.
//!
//! In: `CREATE TABLE` and `CREATE INDEX` as the catalogue keeps them. Out: clauses. Knows the
//! grammar as far as it must step over it; where it does not, it says so, and the table is left
//! alone.

mod reader;

use self::reader::Reader;
use super::lexer::{Lexeme, lex};

/// The clauses of a table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct TableText {
    /// The columns, in their order.
    pub(crate) columns: Vec<ColumnText>,
    /// The checks, with their names where they have one.
    pub(crate) checks: Vec<(Option<String>, String)>,
    /// For each foreign key in its order, whether it waits for the end of the transaction.
    pub(crate) deferred: Vec<bool>,
    /// The unique keys with the word after `ON CONFLICT`.
    pub(crate) uniques: Vec<(Vec<String>, Option<String>)>,
    /// `STRICT`.
    pub(crate) is_strict: bool,
    /// `WITHOUT ROWID`.
    pub(crate) is_without_rowid: bool,
    /// Clauses that the model cannot hold.
    pub(crate) oddities: Vec<String>,
}

/// The clauses of a column.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ColumnText {
    /// Its name.
    pub(crate) name: String,
    /// The word after `COLLATE`.
    pub(crate) collation: Option<String>,
    /// What it is computed from.
    pub(crate) generated: Option<String>,
    /// `AUTOINCREMENT`.
    pub(crate) is_numbered: bool,
}

/// The clauses of an index.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct IndexText {
    /// The parts of the key, without collation and order.
    pub(crate) parts: Vec<String>,
    /// The condition.
    pub(crate) predicate: Option<String>,
}

/// Reads `CREATE TABLE`.
///
/// # Errors
///
/// Says what is not understood.
pub(crate) fn table(sql: &str) -> Result<TableText, String> {
    let mut reader = Reader::new(sql);
    reader.until_open()?;
    let mut text = TableText::default();
    while !reader.takes_symbol(")") {
        let word = reader.peek().ok_or("the text ends early")?;
        let is_constraint = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]
            .iter()
            .any(|keyword| word.is_word(keyword));
        if is_constraint {
            reader.table_constraint(&mut text)?;
        } else {
            reader.column(&mut text)?;
        }
        reader.takes_symbol(",");
    }
    while let Some(word) = reader.next() {
        if word.is_word("STRICT") {
            text.is_strict = true;
        } else if word.is_word("WITHOUT") {
            reader.next();
            text.is_without_rowid = true;
        } else if !word.is_symbol(",") && !word.is_symbol(";") {
            return Err(format!("`{}` after the columns", word.text));
        }
    }
    Ok(text)
}

/// Reads `CREATE INDEX`.
///
/// # Errors
///
/// Says what is not understood.
pub(crate) fn index(sql: &str) -> Result<IndexText, String> {
    let mut reader = Reader::new(sql);
    reader.until_open()?;
    reader.at -= 1;
    let parts = reader.parts()?;
    let mut text = IndexText {
        parts: parts.into_iter().map(|part| part.expression).collect(),
        predicate: None,
    };
    if reader.takes("WHERE") {
        let end = reader.lexemes.len();
        text.predicate = Some(reader.slice(reader.at, end).to_owned());
    }
    Ok(text)
}

impl<'a> Reader<'a> {
    fn column(&mut self, text: &mut TableText) -> Result<(), String> {
        let mut column = ColumnText {
            name: self.name()?,
            ..ColumnText::default()
        };
        self.skip_type();
        let mut name = None;
        while let Some(word) = self.peek() {
            if word.is_symbol(",") || word.is_symbol(")") || word.is_word("FOREIGN") {
                break;
            }
            self.at += 1;
            if word.is_word("CONSTRAINT") {
                name = Some(self.name()?);
                continue;
            }
            self.column_constraint(word, name.take(), &mut column, text)?;
        }
        text.columns.push(column);
        Ok(())
    }

    fn column_constraint(
        &mut self,
        word: Lexeme<'a>,
        name: Option<String>,
        column: &mut ColumnText,
        text: &mut TableText,
    ) -> Result<(), String> {
        if word.is_word("PRIMARY") {
            self.takes("KEY");
            let _ = self.takes("ASC") || self.takes("DESC");
            self.odd_conflict("PRIMARY KEY", text)?;
            column.is_numbered |= self.takes("AUTOINCREMENT");
        } else if word.is_word("NOT") || word.is_word("NULL") {
            // Deferring is written either after the reference or as a clause of its own.
            if word.is_word("NOT") && self.takes("DEFERRABLE") {
                self.skip_initially();
                return Ok(());
            }
            self.takes("NULL");
            self.odd_conflict("NOT NULL", text)?;
        } else if word.is_word("UNIQUE") {
            let conflict = self.conflict()?;
            text.uniques.push((vec![column.name.clone()], conflict));
        } else if word.is_word("CHECK") {
            text.checks.push((name, self.parenthesised()?.to_owned()));
            self.conflict()?;
        } else if word.is_word("DEFAULT") {
            self.skip_default()?;
        } else if word.is_word("COLLATE") {
            column.collation = Some(self.name()?);
        } else if word.is_word("REFERENCES") {
            let is_deferred = self.reference()?;
            text.deferred.push(is_deferred);
        } else if word.is_word("DEFERRABLE") {
            let is_deferred = self.skip_initially();
            if let Some(last) = text.deferred.last_mut() {
                *last = is_deferred;
            }
        } else if word.is_word("GENERATED") {
            self.takes("ALWAYS");
        } else if word.is_word("AS") {
            column.generated = Some(self.parenthesised()?.to_owned());
        } else if !(word.is_word("STORED") || word.is_word("VIRTUAL")) {
            return Err(format!("`{}` in column `{}`", word.text, column.name));
        }
        Ok(())
    }

    fn table_constraint(&mut self, text: &mut TableText) -> Result<(), String> {
        let name = if self.takes("CONSTRAINT") {
            Some(self.name()?)
        } else {
            None
        };
        let word = self.next().ok_or("a constraint is missing")?;
        if word.is_word("PRIMARY") {
            self.takes("KEY");
            let parts = self.parts()?;
            if let [part] = parts.as_slice()
                && part.is_numbered
            {
                let name = unquoted(&part.expression);
                if let Some(column) = text
                    .columns
                    .iter_mut()
                    .find(|column| column.name.eq_ignore_ascii_case(&name))
                {
                    column.is_numbered = true;
                }
            }
            self.odd_conflict("PRIMARY KEY", text)
        } else if word.is_word("UNIQUE") {
            let parts = self.parts()?;
            let columns = parts
                .iter()
                .map(|part| unquoted(&part.expression))
                .collect();
            let conflict = self.conflict()?;
            text.uniques.push((columns, conflict));
            Ok(())
        } else if word.is_word("CHECK") {
            text.checks.push((name, self.parenthesised()?.to_owned()));
            self.conflict().map(|_| ())
        } else if word.is_word("FOREIGN") {
            self.takes("KEY");
            self.parenthesised()?;
            self.takes("REFERENCES");
            let is_deferred = self.reference()?;
            text.deferred.push(is_deferred);
            Ok(())
        } else {
            // `CONSTRAINT name` alone is accepted by SQLite, and says nothing.
            self.at -= 1;
            name.map(|_| ())
                .ok_or_else(|| format!("`{}` where a constraint should be", word.text))
        }
    }

    /// What follows `REFERENCES`: whether the key is deferred.
    fn reference(&mut self) -> Result<bool, String> {
        self.name()?;
        if self.peek().is_some_and(|lexeme| lexeme.is_symbol("(")) {
            self.parenthesised()?;
        }
        let mut is_deferred = false;
        loop {
            if self.takes("ON") {
                self.next();
                // `SET NULL`, `SET DEFAULT` and `NO ACTION` are two words.
                let _ = self.takes("SET") || self.takes("NO");
                self.next();
            } else if self.takes("MATCH") {
                self.name()?;
            } else if self.takes("DEFERRABLE") {
                is_deferred = self.skip_initially();
            } else if self.peek().is_some_and(|word| word.is_word("NOT"))
                && self
                    .lexemes
                    .get(self.at + 1)
                    .is_some_and(|word| word.is_word("DEFERRABLE"))
            {
                self.at += 2;
                self.skip_initially();
                is_deferred = false;
            } else {
                return Ok(is_deferred);
            }
        }
    }

    fn odd_conflict(&mut self, clause: &str, text: &mut TableText) -> Result<(), String> {
        if let Some(word) = self.conflict()? {
            text.oddities.push(format!("{clause} ON CONFLICT {word}"));
        }
        Ok(())
    }
}

fn unquoted(expression: &str) -> String {
    match lex(expression).as_slice() {
        [one] => one.name().unwrap_or_default(),
        _ => expression.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{index, table};

    #[test]
    fn clauses_of_columns_are_read() {
        let text = table(
            "CREATE TABLE [t] (id INTEGER CONSTRAINT pk PRIMARY KEY ASC AUTOINCREMENT NOT NULL,
             'a b' VARCHAR(9, 2) COLLATE nocase DEFAULT -1 CONSTRAINT big CHECK (\"a b\" > (1)),
             g int GENERATED ALWAYS AS (id + 1) STORED, -- comment, with a comma
             h AS (g),
             p DEFAULT (1, 2) REFERENCES u ON DELETE SET NULL ON UPDATE NO ACTION
               DEFERRABLE INITIALLY DEFERRED UNIQUE ON CONFLICT replace NOT NULL
            ) WITHOUT ROWID, STRICT",
        )
        .expect("a table");
        let names: Vec<&str> = text.columns.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["id", "a b", "g", "h", "p"]);
        assert!(text.columns[0].is_numbered);
        assert_eq!(text.columns[1].collation.as_deref(), Some("nocase"));
        assert_eq!(text.columns[2].generated.as_deref(), Some("id + 1"));
        assert_eq!(text.columns[3].generated.as_deref(), Some("g"));
        assert_eq!(
            text.checks,
            [(Some("big".to_owned()), "\"a b\" > (1)".to_owned())]
        );
        assert_eq!(text.deferred, [true]);
        assert_eq!(
            text.uniques,
            [(vec!["p".to_owned()], Some("REPLACE".to_owned()))]
        );
        assert!(text.is_strict && text.is_without_rowid);
        assert!(text.oddities.is_empty());
    }

    #[test]
    fn clauses_of_the_table_are_read() {
        let text = table(
            "CREATE TABLE t(a, b, c, PRIMARY KEY(\"a\" AUTOINCREMENT), UNIQUE (a, [b]),
             CONSTRAINT positive CHECK (a > 0) CHECK (b) ON CONFLICT FAIL
             CONSTRAINT f FOREIGN KEY (a, b) REFERENCES t (b, c) MATCH FULL NOT DEFERRABLE INITIALLY DEFERRED)",
        )
        .expect("a table");
        assert!(text.columns[0].is_numbered);
        assert_eq!(text.uniques, [(vec!["a".to_owned(), "b".to_owned()], None)]);
        assert_eq!(text.checks.len(), 2);
        assert_eq!(text.deferred, [false]);
    }

    #[test]
    fn what_the_model_cannot_hold_is_told() {
        for (sql, oddity) in [
            (
                "CREATE TABLE t(a PRIMARY KEY ON CONFLICT REPLACE)",
                "PRIMARY KEY ON CONFLICT REPLACE",
            ),
            (
                "CREATE TABLE t(a NOT NULL ON CONFLICT IGNORE)",
                "NOT NULL ON CONFLICT IGNORE",
            ),
        ] {
            assert_eq!(table(sql).expect("a table").oddities, [oddity]);
        }
    }

    #[test]
    fn parts_of_an_index_are_read() {
        let text = index(
            "CREATE UNIQUE INDEX i ON t (a, lower(b, 1) COLLATE nocase DESC, \"c\" ASC) WHERE a > (1) -- x",
        )
        .expect("an index");
        assert_eq!(text.parts, ["a", "lower(b, 1)", "\"c\""]);
        assert_eq!(text.predicate.as_deref(), Some("a > (1)"));
    }

    #[test]
    fn what_is_not_understood_is_an_error_and_no_panic() {
        for sql in [
            "",
            "CREATE TABLE t",
            "CREATE TABLE t(",
            "CREATE TABLE t(a b",
            "CREATE TABLE t(a CHECK)",
            "CREATE TABLE t(a CHECK (",
            "CREATE TABLE t(a PRIMARY KEY ON)",
            "CREATE TABLE t(a) FOO",
            "CREATE TABLE t(UNIQUE",
            "CREATE TABLE t(,)",
        ] {
            assert!(table(sql).is_err(), "{sql}");
        }
    }
}
