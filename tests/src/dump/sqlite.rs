//! What `sqlite_schema` and the pragmas tell of a database.
//!
//! In: a database. Out: its objects. The catalogue keeps the text that was written, and a table that is made in another way has
//! another text: `a INTEGER UNIQUE` and `a INTEGER, UNIQUE (a)` are the same table. So of a table there is what the pragmas
//! tell, and from its text what only the text has. Names of constraints mean nothing to SQLite, and are left out.

use super::Objects;
use crate::engines::Database;
use crate::session::Session;

pub(super) async fn objects(database: &Database) -> Objects {
    let mut session = Session::open(database).await;
    let mut objects = Objects::new();
    let list = "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    for row in session.rows(list).await {
        let (kind, name) = row.split_once('|').expect("a type and a name");
        let literal = format!("'{}'", name.replace('\'', "''"));
        let sql = format!("SELECT sql FROM sqlite_schema WHERE name = {literal}");
        let text = session.rows(&sql).await.concat();
        let text = match kind {
            "table" => {
                let mut lines = Vec::new();
                for sql in TABLE {
                    let found = session.rows(&sql.replace("{}", &literal)).await;
                    // The order of columns and keys is not theirs.
                    let mut found: Vec<String> = found
                        .iter()
                        // A default is an expression, whose words have no case either.
                        .map(|row| match row.starts_with("column|") {
                            true => tokens(row).join(" "),
                            false => row.clone(),
                        })
                        .collect();
                    found.sort();
                    lines.extend(found);
                }
                let mut words = only_in_text(&tokens(&text));
                words.sort();
                lines.extend(words);
                lines.join("\n")
            }
            _ => tokens(&text).join(" "),
        };
        objects.insert(format!("{kind} {name}"), text);
    }
    session.close().await;
    objects
}

const TABLE: [&str; 4] = [
    "SELECT 'table', type, wr, strict FROM pragma_table_list({})",
    "SELECT 'column', name, upper(type), \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo({})",
    "SELECT 'key', i.\"unique\", i.origin, i.partial, (SELECT group_concat(coalesce(name, '()') || ' ' || \"desc\" || ' ' || coll, ',') \
     FROM pragma_index_xinfo(i.name) WHERE key) FROM pragma_index_list({}) i",
    "SELECT 'foreign key', k.\"table\", k.on_update, k.on_delete, k.match, group_concat(k.\"from\" || ' ' || coalesce(k.\"to\", ''), ',') \
     FROM (SELECT * FROM pragma_foreign_key_list({}) ORDER BY id, seq) k GROUP BY k.id",
];

/// What no pragma tells: checks, what generated columns are made of, collations, AUTOINCREMENT, what happens on a conflict, and
/// when a foreign key is checked.
fn only_in_text(tokens: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let next = |count: usize| tokens[at..].iter().take(count).cloned().collect::<Vec<_>>();
        let rest = &tokens[at + 1..];
        match token.as_str() {
            "check" | "as" if rest.first().is_some_and(|one| one == "(") => {
                let mut depth = 0;
                let end = rest.iter().position(|one| {
                    depth += i32::from(one == "(");
                    depth -= i32::from(one == ")");
                    depth == 0
                });
                found.push(format!(
                    "{token} {}",
                    rest[..=end.unwrap_or(rest.len() - 1)].join(" ")
                ));
            }
            "collate" | "initially" => found.push(next(2).join(" ")),
            "conflict" => found.push(next(2).join(" ")),
            "autoincrement" | "deferrable" => found.push(token.clone()),
            _ => {}
        }
    }
    found
}

/// The words of a text, without the quotes of names, and in small letters outside of texts.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            _ if letter.is_whitespace() => {}
            '\'' | '"' | '`' | '[' => {
                let end = if letter == '[' { ']' } else { letter };
                let mut word = String::new();
                while let Some(one) = letters.next() {
                    if one != end {
                        word.push(one);
                    } else if letters.peek() == Some(&end) && end != ']' {
                        word.extend(letters.next());
                    } else {
                        break;
                    }
                }
                let is_text = letter == '\'';
                tokens.push(match is_text {
                    true => format!("'{word}'"),
                    false => word.to_lowercase(),
                });
            }
            _ if letter.is_alphanumeric() || letter == '_' => {
                let mut word = letter.to_lowercase().to_string();
                while let Some(one) = letters.next_if(|one| one.is_alphanumeric() || *one == '_') {
                    word.extend(one.to_lowercase());
                }
                tokens.push(word);
            }
            _ => tokens.push(letter.to_string()),
        }
    }
    tokens
}
