//! How the server spells expressions.
//!
//! Each expression is put on a temporary table with the columns of its own, and read back from
//! `SHOW CREATE TABLE`, since the catalogue does not list temporary tables. All of them go in one
//! round trip; only when the server refuses some are they sent one by one.

use std::collections::BTreeMap;

use sqlx::MySqlConnection;

use super::{cell, rows};
use crate::dialect::mysql::{
    Kind, MySql, bare, collated, enclosed as in_parentheses, lexemes, plain_literals, quote,
};
use crate::error::Error;
use crate::live::{Expression, Place};
use crate::model::Schema;

/// Asks the server. What it refuses, and what it has no place for, is left out.
///
/// # Errors
///
/// Never for an expression; only when the connection is gone.
pub async fn normalize(
    connection: &mut MySqlConnection,
    schema: &Schema,
    expressions: &[Expression],
) -> Result<BTreeMap<Expression, String>, Error> {
    let mut spelled = BTreeMap::new();
    let scratch: Vec<Scratch<'_>> = expressions
        .iter()
        .filter_map(|expression| Scratch::new(schema, expression))
        .collect();
    if scratch.is_empty() {
        return Ok(spelled);
    }
    if ask(connection, &scratch, &mut spelled).await.is_err() {
        // The first that is refused ends the whole text, and may leave its table behind.
        spelled.clear();
        for one in &scratch {
            if let Err(error) = ask(connection, std::slice::from_ref(one), &mut spelled).await {
                clean(connection).await.map_err(|_| error)?;
            }
        }
    }
    Ok(spelled)
}

const SCRATCH: &str = "_trueup_expression";

async fn clean(connection: &mut MySqlConnection) -> Result<(), Error> {
    let drop = format!("DROP TEMPORARY TABLE IF EXISTS {}", quote(SCRATCH));
    rows(connection, "spellings of expressions", &drop).await?;
    Ok(())
}

async fn ask(
    connection: &mut MySqlConnection,
    scratch: &[Scratch<'_>],
    spelled: &mut BTreeMap<Expression, String>,
) -> Result<(), Error> {
    let name = quote(SCRATCH);
    let texts: Vec<String> = scratch
        .iter()
        .map(|one| {
            format!(
                "DROP TEMPORARY TABLE IF EXISTS {name}; CREATE TEMPORARY TABLE {name} ({}); \
                 SHOW CREATE TABLE {name}; DROP TEMPORARY TABLE {name}",
                one.columns
            )
        })
        .collect();
    let answers = rows(connection, "spellings of expressions", &texts.join("; ")).await?;
    for (one, row) in scratch.iter().zip(answers) {
        if let Some(read) = cell(&row, 1).and_then(|text| one.read(text)) {
            spelled.insert(one.expression.clone(), plain_literals(&read));
        }
    }
    Ok(())
}

/// A temporary table for one expression.
struct Scratch<'a> {
    dialect: MySql,
    expression: &'a Expression,
    /// The type of its column.
    data_type: &'a str,
    columns: String,
}

impl<'a> Scratch<'a> {
    fn new(schema: &'a Schema, expression: &'a Expression) -> Option<Self> {
        let dialect = MySql::of(schema.flavor);
        let table = schema.table(&expression.table)?;
        let mut lines: Vec<String> = table
            .columns
            .iter()
            .map(|column| {
                let data_type = &column.data_type;
                let mut line = format!("{} {data_type}", quote(&column.name));
                let collation = column.collation.as_ref().or_else(|| {
                    let of_table = table.options.get("collation");
                    of_table.filter(|_| crate::dialect::mysql::is_character_type(data_type))
                });
                if let Some(collation) = collation {
                    line.push_str(&format!(" {}", collated(collation)));
                }
                let text = &expression.text;
                match &expression.place {
                    Place::Generated(name) if *name == column.name => {
                        line.push_str(&format!(" GENERATED ALWAYS AS ({text}) VIRTUAL"));
                    }
                    Place::Default(name) if *name == column.name => {
                        let clause = dialect.default_of(data_type, text);
                        line.push_str(&format!(" NULL DEFAULT {clause}"));
                    }
                    _ => line.push_str(" NULL"),
                }
                line
            })
            .collect();
        let data_type = match &expression.place {
            Place::Check(_) => {
                lines.push(format!("CONSTRAINT `c` CHECK ({})", expression.text));
                ""
            }
            Place::Default(name) | Place::Generated(name) => &table.column(name)?.data_type,
            // MariaDB has none of them; on MySQL the spelling of a functional part is not asked for.
            Place::Predicate(_)
            | Place::Part(..)
            | Place::Exclusion(_)
            | Place::Trigger(_)
            | Place::Query
            | Place::Columns
            | Place::DomainDefault
            | Place::DomainCheck(_) => return None,
        };
        is_whole(&expression.text).then(|| Self {
            dialect,
            expression,
            data_type,
            columns: lines.join(", "),
        })
    }

    /// The expression in the definition that the server shows.
    fn read(&self, definition: &str) -> Option<String> {
        let elements = elements(definition);
        match &self.expression.place {
            Place::Default(name) => {
                let element = elements.iter().find(|element| is_column(element, name))?;
                let at = position(element, "default")?;
                let rest: String = element[at + 1..].iter().map(|(_, text)| *text).collect();
                // MariaDB writes the check of a document after the default.
                let end = position(element, "check").map_or(rest.len(), |check| {
                    let before = element[at + 1..check].iter().map(|(_, text)| text.len());
                    before.sum()
                });
                let shown = rest[..end].trim();
                Some(match in_parentheses(shown) {
                    Some(inner) if !self.dialect.is_mariadb() => {
                        let inner = plain_literals(inner);
                        self.dialect.expression_default(self.data_type, &inner)
                    }
                    _ => shown.to_owned(),
                })
            }
            Place::Generated(name) => {
                let element = elements.iter().find(|element| is_column(element, name))?;
                enclosed(element, position(element, "as")?)
            }
            Place::Check(_) => {
                let element = elements
                    .iter()
                    .find(|element| matches!(element.first(), Some((Kind::Word, "CONSTRAINT"))))?;
                enclosed(element, position(element, "check")?)
            }
            Place::Predicate(_)
            | Place::Part(..)
            | Place::Exclusion(_)
            | Place::Trigger(_)
            | Place::Query
            | Place::Columns
            | Place::DomainDefault
            | Place::DomainCheck(_) => None,
        }
    }
}

/// Whether quotes and parentheses close inside the text, so that it cannot reach out of its place.
fn is_whole(text: &str) -> bool {
    let mut depth = 0_i32;
    for (kind, part) in lexemes(text) {
        match (kind, part) {
            (Kind::Sign, "(") => depth += 1,
            (Kind::Sign, ")") => depth -= 1,
            // A semicolon or a comment swallows what follows.
            (Kind::Sign, ";" | "#") => return false,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    let signs = lexemes(text);
    let has_comment = signs
        .windows(2)
        .any(|pair| pair[0] == (Kind::Sign, "-") && pair[1] == (Kind::Sign, "-"));
    depth == 0 && !has_comment
}

type Element<'a> = Vec<(Kind, &'a str)>;

/// The parts between the outer parentheses, split at the commas between them.
fn elements(definition: &str) -> Vec<Element<'_>> {
    let mut elements = vec![Vec::new()];
    let mut depth = 0_usize;
    for (kind, text) in lexemes(definition) {
        match (kind, text, depth) {
            (Kind::Sign, ")", 1) => break,
            (Kind::Sign, "(", 0) => depth = 1,
            (Kind::Sign, ",", 1) => elements.push(Vec::new()),
            (Kind::Space, _, 1) if elements.last().is_some_and(Vec::is_empty) => {}
            (_, _, 0) => {}
            _ => {
                match (kind, text) {
                    (Kind::Sign, "(") => depth += 1,
                    (Kind::Sign, ")") => depth -= 1,
                    _ => {}
                }
                if let Some(element) = elements.last_mut() {
                    element.push((kind, text));
                }
            }
        }
    }
    elements
}

fn is_column(element: &Element<'_>, name: &str) -> bool {
    matches!(element.first(), Some((Kind::Name, quoted)) if bare(quoted) == name)
}

/// Where the word stands outside of quotes and parentheses.
fn position(element: &Element<'_>, word: &str) -> Option<usize> {
    let mut depth = 0_usize;
    element.iter().position(|(kind, text)| {
        match (kind, *text) {
            (Kind::Sign, "(") => depth += 1,
            (Kind::Sign, ")") => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && *kind == Kind::Word && text.eq_ignore_ascii_case(word)
    })
}

/// The text in the first parentheses after the place.
fn enclosed(element: &Element<'_>, from: usize) -> Option<String> {
    let mut depth = 0_usize;
    let mut text = String::new();
    for (kind, part) in element.get(from + 1..)? {
        match (kind, *part) {
            (Kind::Sign, "(") => {
                depth += 1;
                if depth == 1 {
                    continue;
                }
            }
            (Kind::Sign, ")") => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(text);
                }
            }
            _ => {}
        }
        if depth > 0 {
            text.push_str(part);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{elements, enclosed, is_whole, position};

    #[test]
    fn expressions_are_found_in_a_definition() {
        let shown = "CREATE TEMPORARY TABLE `t` (\n  `a (` enum('x','default,') DEFAULT 'it\\'s, (',\n  \
                     CONSTRAINT `c` CHECK (`a (` <> ')' and (1))\n) ENGINE=InnoDB";
        let found = elements(shown);
        assert_eq!(found.len(), 2);
        let at = position(&found[0], "default").unwrap();
        let rest: String = found[0][at + 1..].iter().map(|(_, text)| *text).collect();
        assert_eq!(rest, " 'it\\'s, ('");
        let at = position(&found[1], "check").unwrap();
        assert_eq!(enclosed(&found[1], at).unwrap(), "`a (` <> ')' and (1)");
    }

    #[test]
    fn a_text_that_reaches_out_of_its_place_is_not_asked() {
        for (text, expected) in [
            ("a > (1)", true),
            ("';'", true),
            ("1) , (2", false),
            ("1; drop table t", false),
            ("(1", false),
            ("1 -- x", false),
        ] {
            assert_eq!(is_whole(text), expected, "{text}");
        }
    }
}
