//! Keys, indexes and references as words of a struct.
//!
//! In: the keys of a table. Out: words, or why a struct cannot say a key.

use std::collections::{BTreeMap, BTreeSet};

use super::Scene;
use super::words::{Word, literal};
use crate::model::{
    Action, COMMENT, Check, Engine, ForeignKey, Index, IndexPart, NULLS_NOT_DISTINCT, Name, PART,
    Table, Target, Token, USUAL, VISIBILITY, is_only_said, tokens,
};

/// What cannot be said, and why.
pub(super) type Gap = String;

impl Scene<'_> {
    /// The primary key, where it is no matter of its fields alone.
    pub(super) fn primary_key(&self, table: &Table) -> Result<Option<Word>, Gap> {
        let Some(key) = &table.primary_key else {
            return Ok(None);
        };
        let usual = format!("{}_pkey", table.name.name);
        let name = key.name.as_ref().map(Name::text);
        let name = name.filter(|name| *name != usual && *name != "PRIMARY" && !name.is_empty());
        let clauses: Vec<String> = key
            .clauses
            .iter()
            .filter(|clause| !is_only_said(clause))
            .cloned()
            .collect();
        if let Some(gap) = self.said(table, "primary key", &key.said) {
            return Err(gap);
        }
        if name.is_none() && clauses.is_empty() && self.has_key_in_order(table) {
            return Ok(None);
        }
        let mut arguments: Vec<String> = name
            .map(|name| format!("name = {}", literal(name)))
            .into_iter()
            .collect();
        arguments.extend(self.fields(table, &key.columns));
        arguments.extend(self.key_clauses(table, &clauses, "primary key")?);
        Ok(Some(Word::with("primary_key", arguments)))
    }

    /// Why a struct cannot say the key, where something is said of one of its columns.
    fn said(&self, table: &Table, key: &str, said: &BTreeMap<String, String>) -> Option<Gap> {
        let (column, said) = said.iter().next()?;
        let column = self.field(table, column);
        let said = said.trim();
        Some(format!("{key}: `{column}` stands in it with `{said}`"))
    }

    /// Whether `primary_key` on each of the fields says the key.
    pub(super) fn has_key_in_order(&self, table: &Table) -> bool {
        let Some(key) = &table.primary_key else {
            return false;
        };
        let columns = table.columns.iter().map(|column| &column.name);
        let in_order: Vec<&String> = columns.filter(|name| key.columns.contains(*name)).collect();
        in_order.iter().copied().eq(&key.columns)
    }

    /// The unique constraints and the indexes.
    pub(super) fn keys(&self, table: &Table) -> (Vec<Word>, Vec<Gap>) {
        let (mut words, mut gaps) = (Vec::new(), Vec::new());
        let mut seen = BTreeSet::new();
        let mut add = |word: Result<(Word, String), Gap>, name: &Name| match word {
            Ok((word, what)) if seen.insert(what.clone()) => words.push(word),
            Ok((_, what)) => gaps.push(format!(
                "index `{name}`: another one is over the same columns: {what}"
            )),
            Err(gap) => gaps.push(gap),
        };
        for unique in &table.uniques {
            let named_key = format!("unique key `{}`", unique.name);
            if let Some(gap) = self.said(table, &named_key, &unique.said) {
                add(Err(gap), &unique.name);
                continue;
            }
            let usual = format!("{}_{}_key", table.name.name, unique.columns.join("_"));
            let clauses = self.key_clauses(table, &unique.clauses, unique.name.text());
            let word = clauses.map(|clauses| {
                let fields = self.fields(table, &unique.columns);
                let what = format!("unique {}", fields.join(" "));
                // SQLite keeps the constraint as an index, whose name is the database's own.
                let is_named = self.engine() != Engine::Sqlite;
                let mut arguments = named(&unique.name, &usual, is_named);
                arguments.extend(fields);
                arguments.extend(clauses);
                (Word::with("unique", arguments), what)
            });
            add(word, &unique.name);
        }
        for index in &table.indexes {
            add(self.index(table, index), &index.name);
        }
        (words, gaps)
    }

    fn index(&self, table: &Table, index: &Index) -> Result<(Word, String), Gap> {
        let gap = |reason: &str| format!("index `{}`: {reason}", index.name);
        let parts: Result<Vec<String>, Gap> = index
            .parts
            .iter()
            .map(|part| {
                self.part(table, part, index.unique)
                    .map_err(|reason| gap(&reason))
            })
            .collect();
        let parts = parts?;
        let (word, end) = if index.unique {
            ("unique", "key")
        } else {
            ("index", "idx")
        };
        let spoken: Vec<String> = index.parts.iter().map(spoken).collect();
        let usual = format!("{}_{}_{end}", table.name.name, spoken.join("_"));
        let is_plain =
            |part: &IndexPart| matches!(part.target, Target::Column(_)) && part.is_plain();
        // A plain unique index of PostgreSQL serves as the constraint that nobody named.
        let is_constraint = index.unique
            && self.engine() == Engine::Postgres
            && index.predicate.is_none()
            && index.method.is_none()
            && index.parts.iter().all(is_plain);
        let mut arguments = named(&index.name, &usual, !is_constraint);
        arguments.extend(parts.iter().cloned());
        if let Some(method) = &index.method {
            let known = [
                "hash", "gin", "gist", "brin", "spgist", "hnsw", "ivfflat", "fulltext", "spatial",
            ];
            let lower = method.to_lowercase();
            if index.unique {
                return Err(gap("a unique key has the usual method"));
            }
            if known.contains(&lower.as_str()) {
                arguments.push(format!("method = {lower}"));
            } else {
                arguments.push(format!("method = {}", literal(method)));
            }
        }
        if !index.include.is_empty() {
            let fields = self.fields(table, &index.include);
            arguments.push(format!("include({})", fields.join(", ")));
        }
        if let Some(predicate) = &index.predicate {
            arguments.push(format!("where = {}", literal(predicate)));
        }
        let mut settings = Vec::new();
        for (name, value) in &index.options {
            match name.as_str() {
                COMMENT if index.unique => return Err(gap("a unique key has no comment")),
                COMMENT if value == USUAL => {}
                COMMENT => arguments.push(format!("comment = {}", literal(value))),
                VISIBILITY if index.unique => return Err(gap("a unique key is visible")),
                VISIBILITY => arguments.push("invisible".to_owned()),
                NULLS_NOT_DISTINCT if index.unique => {
                    arguments.push("nulls_not_distinct".to_owned());
                }
                // Taken as it is found.
                part if part.starts_with(PART) => {}
                "using" if self.engine() == Engine::MySql => {}
                _ if self.engine() == Engine::Postgres => settings.push(setting(name, value)),
                _ => return Err(gap(&format!("its option `{name}`"))),
            }
        }
        if !settings.is_empty() {
            arguments.push(format!("with({})", settings.join(", ")));
        }
        let method = index.method.as_deref().unwrap_or_default();
        let predicate = index.predicate.as_deref().unwrap_or_default();
        let what = format!("{word} {} {method} {predicate}", parts.join(" "));
        Ok((Word::with(word, arguments), what.trim_end().to_owned()))
    }

    fn part(&self, table: &Table, part: &IndexPart, unique: bool) -> Result<String, Gap> {
        let mut text = match &part.target {
            Target::Column(name) => self.field(table, name),
            Target::Expression(text) => format!("expr({})", literal(text)),
        };
        if unique && part.descending {
            return Err("a unique key has no order".to_owned());
        }
        if part.descending {
            text += " desc";
        }
        for clause in &part.clauses {
            match clause.as_str() {
                "NULLS FIRST" | "NULLS LAST" if unique => {
                    return Err("a unique key has no order".to_owned());
                }
                "NULLS FIRST" => text += " nulls_first",
                "NULLS LAST" => text += " nulls_last",
                clause => match clause.strip_prefix("COLLATE ") {
                    Some(name) => {
                        text += &format!(" collation = {}", literal(&unquoted(name)));
                    }
                    None => text += &format!(" opclass({})", literal(clause)),
                },
            }
        }
        if let Some(length) = part.length {
            text += &format!(" length({length})");
        }
        Ok(text)
    }

    /// The clauses of a primary key or a unique constraint.
    fn key_clauses(&self, table: &Table, clauses: &[String], of: &str) -> Result<Vec<String>, Gap> {
        let inside = |clause: &str| {
            let (_, rest) = clause.split_once('(')?;
            rest.strip_suffix(')').map(str::to_owned)
        };
        let word = |clause: &String| match (clause.as_str(), inside(clause)) {
            ("NULLS NOT DISTINCT", _) => Ok("nulls_not_distinct".to_owned()),
            ("DEFERRABLE", _) => Ok("deferrable".to_owned()),
            ("DEFERRABLE INITIALLY DEFERRED", _) => Ok("initially_deferred".to_owned()),
            (text, Some(columns)) if text.starts_with("INCLUDE ") => {
                let names: Vec<String> = columns.split(", ").map(unquoted).collect();
                Ok(format!(
                    "include({})",
                    self.fields(table, &names).join(", ")
                ))
            }
            (text, Some(settings)) if text.starts_with("WITH ") => {
                let settings: Vec<String> = settings
                    .split(", ")
                    .filter_map(|one| one.split_once('='))
                    .map(|(name, value)| setting(name, value.trim_matches('\'')))
                    .collect();
                Ok(format!("with({})", settings.join(", ")))
            }
            (text, _) => Err(format!("`{of}`: its clause `{text}`")),
        };
        clauses.iter().map(word).collect()
    }

    /// A check; its name is said, because nobody would guess it.
    pub(super) fn check(check: &Check) -> Result<Word, Gap> {
        if let Some(clause) = check.clauses.first() {
            return Err(format!("check `{}`: its clause `{clause}`", check.name));
        }
        let mut arguments = named(&check.name, "", true);
        arguments.push(literal(&check.expression));
        Ok(Word::with("check", arguments))
    }

    /// A foreign key: of one field, `references`; otherwise `foreign_key`.
    pub(super) fn foreign_key(
        &self,
        table: &Table,
        key: &ForeignKey,
        of_field: bool,
    ) -> Result<Word, Gap> {
        let gap = |reason: &str| format!("foreign key `{}`: {reason}", key.name);
        let target = self
            .schema
            .table(&key.target)
            .ok_or_else(|| gap(&format!("the table `{}` is not here", key.target)))?;
        if !is_key(target, &key.target_columns) {
            return Err(gap(&format!(
                "the columns of `{}` are no key of it",
                key.target
            )));
        }
        for (own, other) in key.columns.iter().zip(&key.target_columns) {
            let (Some(column), Some(aim)) = (table.column(own), target.column(other)) else {
                return Err(gap("a column is not here"));
            };
            let own_type = self.field_type(&table.name, column).rust;
            let other_type = self.field_type(&target.name, aim).rust;
            if own_type != other_type {
                return Err(gap(&format!(
                    "`{own}` is of the type `{own_type}`, and `{other}` of `{other_type}`"
                )));
            }
            let actions = [key.on_delete, key.on_update];
            if actions.contains(&Action::SetNull) && !column.nullable {
                return Err(gap(&format!("it sets `{own}` to NULL, which is required")));
            }
            if actions.contains(&Action::SetDefault) && column.default.is_none() {
                return Err(gap(&format!(
                    "it sets `{own}` to its default, and there is none"
                )));
            }
        }
        let path = self
            .struct_path(table.name.schema.as_deref(), &key.target)
            .ok_or_else(|| gap("its target has no struct"))?;
        let usual = format!("{}_{}_fkey", table.name.name, key.columns.join("_"));
        let mut words = named(&key.name, &usual, self.engine() != Engine::Sqlite);
        for (word, action) in [("on_delete", key.on_delete), ("on_update", key.on_update)] {
            let action = match action {
                Action::NoAction => continue,
                Action::Restrict => "restrict",
                Action::Cascade => "cascade",
                Action::SetNull => "set_null",
                Action::SetDefault => "set_default",
            };
            words.push(format!("{word} = {action}"));
        }
        for clause in key.clauses.iter().filter(|clause| !is_only_said(clause)) {
            words.push(match clause.as_str() {
                "DEFERRABLE" => "deferrable".to_owned(),
                "DEFERRABLE INITIALLY DEFERRED" => "initially_deferred".to_owned(),
                "MATCH FULL" => "match_full".to_owned(),
                clause => return Err(gap(&format!("its clause `{clause}`"))),
            });
        }
        let theirs = self.fields(target, &key.target_columns);
        if let ([field], true) = (&theirs[..], of_field) {
            let target = format!("{path}::{field}");
            if words.is_empty() {
                return Ok(Word::new(format!("references = {target}")));
            }
            words.insert(0, target);
            return Ok(Word::with("references", words));
        }
        let mut arguments = self.fields(table, &key.columns);
        arguments.push(format!("references = {path}({})", theirs.join(", ")));
        arguments.extend(words);
        Ok(Word::with("foreign_key", arguments))
    }
}

/// `name = "..."`, unless nobody needs to say it.
fn named(name: &Name, usual: &str, is_named: bool) -> Vec<String> {
    let text = name.text();
    let is_said = is_named && !text.is_empty() && text != usual;
    is_said
        .then(|| format!("name = {}", literal(text)))
        .into_iter()
        .collect()
}

/// Whether the columns are together the primary key or a unique key that a reference may be to.
fn is_key(table: &Table, columns: &[String]) -> bool {
    let wanted: BTreeSet<&str> = columns.iter().map(String::as_str).collect();
    let is_it = |names: &mut dyn Iterator<Item = &str>| names.collect::<BTreeSet<_>>() == wanted;
    let is_deferred = |clauses: &[String]| clauses.iter().any(|one| one.starts_with("DEFERRABLE"));
    let primary = table.primary_key.iter().any(|key| {
        !is_deferred(&key.clauses) && is_it(&mut key.columns.iter().map(String::as_str))
    });
    let unique = table.uniques.iter().any(|key| {
        !is_deferred(&key.clauses) && is_it(&mut key.columns.iter().map(String::as_str))
    });
    let index = table.indexes.iter().any(|index| {
        let is_whole = index.unique && index.predicate.is_none();
        let mut columns = index.parts.iter().map(|part| match &part.target {
            Target::Column(name) if part.is_plain() => name.as_str(),
            _ => "",
        });
        is_whole && is_it(&mut columns)
    });
    primary || unique || index
}

/// A storage parameter.
pub(super) fn setting(name: &str, value: &str) -> String {
    let is_bare = value.parse::<i64>().is_ok() || ["true", "false"].contains(&value);
    if is_bare {
        format!("{name} = {value}")
    } else {
        format!("{name} = {}", literal(value))
    }
}

/// What a part is called in the name of its index.
fn spoken(part: &IndexPart) -> String {
    match &part.target {
        Target::Column(name) => name.clone(),
        Target::Expression(text) => {
            let all = tokens(text);
            let words = all
                .iter()
                .filter(|token| matches!(token, Token::Word(..) | Token::Quoted(..)))
                .filter_map(Token::identifier);
            words.take(3).collect::<Vec<_>>().join("_")
        }
    }
}

fn unquoted(name: &str) -> String {
    let inner = name
        .strip_prefix('"')
        .and_then(|name| name.strip_suffix('"'));
    inner.map_or_else(|| name.to_owned(), |inner| inner.replace("\"\"", "\""))
}
