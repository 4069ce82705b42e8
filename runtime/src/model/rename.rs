//! Renaming a table or a column, with everything that mentions it.
//!
//! Names inside expressions are replaced word by word, as the databases do when they rename.

use std::collections::BTreeMap;

use super::{
    Engine, Name, ObjectId, Schema, Table, TableName, Target, Token, rename_identifier, tokens,
};

/// Renames a table and follows the foreign keys that refer to it.
pub fn rename_table(schema: &mut Schema, from: &TableName, to: &TableName) {
    rename_in_texts(schema, from, &from.name, &to.name, is_table);
    let follows = schema.flavor.engine() == Engine::MySql;
    for table in &mut schema.tables {
        if table.name == *from {
            table.name = to.clone();
            if follows {
                rename_numbered_keys(table, &from.name, &to.name);
            }
        }
        for key in &mut table.foreign_keys {
            if key.target == *from {
                key.target = to.clone();
            }
        }
    }
    for item in &mut schema.unsupported {
        if item.on.as_ref() == Some(from) {
            item.on = Some(to.clone());
        }
    }
    for sequence in &mut schema.sequences {
        if let Some((owner, _)) = &mut sequence.owned_by
            && owner == from
        {
            *owner = to.clone();
        }
    }
    follow(schema, &|id| match id {
        ObjectId::Table(name) if *name == *from => Some(ObjectId::Table(to.clone())),
        ObjectId::Column(name, column) if *name == *from => {
            Some(ObjectId::Column(to.clone(), column.clone()))
        }
        _ => None,
    });
    schema.tables.sort_by(|a, b| a.name.cmp(&b.name));
}

/// What views use is known by its new name.
fn follow(schema: &mut Schema, renamed: &dyn Fn(&ObjectId) -> Option<ObjectId>) {
    for used in schema.views.iter_mut().flat_map(|view| &mut view.uses) {
        if let Some(new) = renamed(used) {
            *used = new;
        }
    }
}

/// InnoDB renames the foreign keys that bear the table's name and a number, also when somebody chose
/// such a name.
fn rename_numbered_keys(table: &mut Table, from: &str, to: &str) {
    for key in &mut table.foreign_keys {
        let number = key.name.text().strip_prefix(from);
        let number = number.and_then(|rest| rest.strip_prefix("_ibfk_"));
        if let Some(number) = number.filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())) {
            key.name = Name::chosen(format!("{to}_ibfk_{number}"));
        }
    }
    table.sort();
}

/// Renames a column and follows keys, indexes, checks and foreign keys.
pub fn rename_column(schema: &mut Schema, table: &TableName, from: &str, to: &str) {
    rename_in_texts(schema, table, from, to, is_column_of_row);
    let quote = match schema.flavor.engine() {
        Engine::MySql => '`',
        Engine::Postgres | Engine::Sqlite => '"',
    };
    let swap = |name: &mut String| {
        if name == from {
            to.clone_into(name);
        }
    };
    let follow_said = |said: &mut BTreeMap<String, String>| {
        if let Some(words) = said.remove(from) {
            said.insert(to.to_owned(), words);
        }
    };
    let rewrite = |text: &mut String| *text = rename_identifier(text, from, to, quote);
    // `INCLUDE (...)` of a key, `SET NULL (...)` of a reference.
    let rewrite_list = |clause: &mut String| {
        if let Some(at) = clause.find('(').filter(|_| !clause.starts_with("WITH ")) {
            let list = rename_identifier(&clause[at..], from, to, quote);
            clause.replace_range(at.., &list);
        }
    };
    for other in &mut schema.tables {
        for key in &mut other.foreign_keys {
            if key.target == *table {
                key.target_columns.iter_mut().for_each(swap);
            }
        }
        if other.name != *table {
            continue;
        }
        for column in &mut other.columns {
            swap(&mut column.name);
            if let Some(generated) = &mut column.generated {
                rewrite(&mut generated.expression);
            }
            // No other engine lets a default name a column.
            if let Some(default) = column.default.as_mut().filter(|_| quote == '`') {
                rewrite(default);
            }
        }
        if let Some(key) = &mut other.primary_key {
            key.columns.iter_mut().for_each(swap);
            key.clauses.iter_mut().for_each(rewrite_list);
            follow_said(&mut key.said);
        }
        for unique in &mut other.uniques {
            unique.columns.iter_mut().for_each(swap);
            unique.clauses.iter_mut().for_each(rewrite_list);
            follow_said(&mut unique.said);
        }
        for index in &mut other.indexes {
            for part in &mut index.parts {
                match &mut part.target {
                    Target::Column(name) => swap(name),
                    Target::Expression(text) => rewrite(text),
                }
            }
            index.include.iter_mut().for_each(swap);
            index.predicate.iter_mut().for_each(rewrite);
        }
        for key in &mut other.foreign_keys {
            key.columns.iter_mut().for_each(swap);
            key.clauses.iter_mut().for_each(rewrite_list);
        }
        for check in &mut other.checks {
            rewrite(&mut check.expression);
        }
        for exclusion in &mut other.exclusions {
            rewrite(&mut exclusion.definition);
        }
        if let Some(partitioning) = &mut other.partitioning {
            rewrite(&mut partitioning.key);
        }
    }
    for item in &mut schema.unsupported {
        if item.on.as_ref() == Some(table) {
            item.column.iter_mut().for_each(swap);
        }
    }
    for sequence in &mut schema.sequences {
        if let Some((owner, column)) = &mut sequence.owned_by
            && owner == table
        {
            swap(column);
        }
    }
    let [old, new] = [from, to].map(|name| ObjectId::Column(table.clone(), name.to_owned()));
    follow(schema, &|id| (*id == old).then(|| new.clone()));
}

/// Follows the texts of views and triggers, which SQLite rewrites on a rename. A trigger is created
/// from its text again when its table is rebuilt: where it is not sure what the name stands for, the
/// text is taken away rather than guessed.
fn rename_in_texts(
    schema: &mut Schema,
    table: &TableName,
    from: &str,
    to: &str,
    is_sure: fn(&[Token], usize) -> bool,
) {
    if schema.flavor.engine() != Engine::Sqlite {
        return;
    }
    rename_in_queries(schema, from, to, is_sure);
    // Texts of indexes are rewritten as well, and what for is not worth the guess: the index stays.
    schema.forget_texts_of_indexes();
    let wanted = from.to_lowercase();
    for item in &mut schema.unsupported {
        let Some(text) = &item.definition else {
            continue;
        };
        let words: Vec<Token> = tokens(text)
            .into_iter()
            .filter(|token| !matches!(token, Token::Space(_)))
            .collect();
        let mut places =
            (0..words.len()).filter(|at| words[*at].identifier() == Some(wanted.as_str()));
        let is_own = item.kind == "trigger" && item.on.as_ref() == Some(table);
        // A name in brackets is no token of its own.
        let is_known = !text.contains('[') && places.all(|at| is_sure(&words, at));
        item.definition = (!is_own || is_known).then(|| {
            let quoted = format!("\"{}\"", to.replace('"', "\"\""));
            let renamed = |token: Token| match token.identifier() {
                Some(name) if name == wanted => quoted.clone(),
                _ => token.text().to_owned(),
            };
            tokens(text).into_iter().map(renamed).collect()
        });
    }
}

/// A query whose words are not sure is left as it was: a view that is desired is then made anew.
fn rename_in_queries(
    schema: &mut Schema,
    from: &str,
    to: &str,
    is_sure: fn(&[Token], usize) -> bool,
) {
    let wanted = from.to_lowercase();
    for view in &mut schema.views {
        let words: Vec<Token> = tokens(&view.query)
            .into_iter()
            .filter(|token| !matches!(token, Token::Space(_)))
            .collect();
        let mut places =
            (0..words.len()).filter(|at| words[*at].identifier() == Some(wanted.as_str()));
        if !view.query.contains('[') && places.all(|at| is_sure(&words, at)) {
            view.query = rename_identifier(&view.query, from, to, '"');
        }
    }
}

fn is_word(token: Option<&Token>, words: &[&str]) -> bool {
    token
        .and_then(Token::identifier)
        .is_some_and(|name| words.contains(&name))
}

fn is_table(words: &[Token], at: usize) -> bool {
    let is_dot = |token: Option<&Token>| token.is_some_and(|token| token.text() == ".");
    let before = at.checked_sub(1).and_then(|at| words.get(at));
    is_word(before, &["on", "into", "from", "update", "join"]) || is_dot(words.get(at + 1))
}

fn is_column_of_row(words: &[Token], at: usize) -> bool {
    at >= 2 && words[at - 1].text() == "." && is_word(words.get(at - 2), &["new", "old"])
}

#[cfg(test)]
mod tests {
    use super::{rename_column, rename_table};
    use crate::model::{Flavor, Schema, TableName, Unsupported, Vendor, Version};

    fn renamed(on: &str, text: &str, rename: fn(&mut Schema)) -> Option<String> {
        let mut schema = Schema::new(Flavor::new(Vendor::Sqlite, Version(3, 46, 0)));
        schema.unsupported.push(Unsupported {
            object: "x".to_owned(),
            kind: "trigger".to_owned(),
            reason: String::new(),
            on: Some(TableName::new(on)),
            column: None,
            definition: Some(text.to_owned()),
        });
        rename(&mut schema);
        schema.unsupported.remove(0).definition
    }

    #[test]
    fn the_text_of_a_trigger_follows_where_it_is_sure() {
        for (text, after_table, after_column) in [
            (
                "CREATE TRIGGER x AFTER INSERT ON t BEGIN INSERT INTO u (b) VALUES (NEW.a); END",
                Some(
                    "CREATE TRIGGER x AFTER INSERT ON \"new t\" BEGIN INSERT INTO u (b) VALUES (NEW.a); END",
                ),
                Some(
                    "CREATE TRIGGER x AFTER INSERT ON t BEGIN INSERT INTO u (b) VALUES (NEW.\"new a\"); END",
                ),
            ),
            (
                "CREATE TRIGGER x AFTER UPDATE OF t ON t BEGIN UPDATE t SET a = 1; END",
                None,
                None,
            ),
            (
                "CREATE TRIGGER x AFTER INSERT ON [t] BEGIN SELECT 1; END",
                None,
                None,
            ),
        ] {
            let table = renamed("t", text, |schema| {
                rename_table(schema, &TableName::new("t"), &TableName::new("new t"));
            });
            assert_eq!(table.as_deref(), after_table);
            let column = renamed("t", text, |schema| {
                rename_column(schema, &TableName::new("t"), "a", "new a");
            });
            assert_eq!(column.as_deref(), after_column);
        }
    }
}
