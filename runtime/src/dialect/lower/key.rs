//! Keys and indexes of a struct, for one flavor.
//!
//! In: what the derive wrote of them. Out: objects of the model in the spelling of inspection. What
//! changes which rows are accepted and cannot be had is a problem; what tunes is left out.

use std::collections::BTreeMap;

use super::{Lowering, closed_sql, engine, owned, short_hash, sql_for};
use crate::dialect::postgres;
use crate::meta::engines::is_unbounded_on_mysql;
use crate::meta::{ColumnMeta, IndexMeta, IndexWord, PartMeta, PartWord, TableMeta, TargetMeta};
use crate::model::{
    BLOCKING, COMMENT, Engine, Index, IndexPart, NULLS_NOT_DISTINCT, Name, PrimaryKey, Table,
    Target, Token, Unique, VISIBILITY, Vendor, tokens,
};

/// Which kind of key is lowered.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Unique,
    Index,
}

/// The way out for a key that only one engine has.
pub(super) const NAMED: &str = "say where it is: `engines(postgres)`";

impl Lowering {
    pub(super) fn primary_key(&mut self, meta: &TableMeta, table: &mut Table) {
        if meta.primary_key.is_empty() {
            return;
        }
        let (name, words) = meta.primary_key_words();
        let at = format!("the primary key of `{}`", meta.name);
        table.primary_key = Some(PrimaryKey {
            name: name.map(Name::chosen),
            columns: owned(meta.primary_key),
            clauses: self.key_clauses(words, &at, "write `engines(postgres)` on the struct"),
            ..PrimaryKey::default()
        });
    }

    pub(super) fn keys(&mut self, meta: &TableMeta, table: &mut Table) {
        for unique in meta.uniques() {
            self.key(meta, unique, Kind::Unique, table);
        }
        for index in meta.indexes() {
            self.key(meta, index, Kind::Index, table);
        }
        self.check_whole_texts(meta, table);
    }

    fn key(&mut self, meta: &TableMeta, key: &IndexMeta, kind: Kind, table: &mut Table) {
        if !self.is_for(key.words) {
            return;
        }
        let is_unique = kind == Kind::Unique;
        let at = describe(meta, key, if is_unique { "unique key" } else { "index" });
        let mut parts = Vec::new();
        for part in key.parts {
            match self.part(part, is_unique, &at) {
                Some(part) => parts.push(part),
                None => return,
            }
        }
        let predicate = self.predicate(key.words, is_unique, &at);
        let is_plain = parts
            .iter()
            .all(|part| matches!(part.target, Target::Column(_)) && part.is_plain());
        let is_constraint = is_unique
            && is_plain
            && predicate.is_none()
            && self.ddl().capability().unique_constraints;
        let name = self.key_name(meta.name, key.name, &parts, is_unique, table);
        if is_constraint {
            let columns: Vec<&str> = key.columns().collect();
            table.uniques.push(Unique {
                clauses: self.key_clauses(key.words, &at, NAMED),
                ..Unique::over(name, owned(&columns))
            });
            return;
        }
        let mut index = Index {
            parts,
            unique: is_unique,
            predicate,
            ..Index::over(name, &[])
        };
        self.index_words(key.words, &at, &mut index);
        table.indexes.push(index);
    }

    /// Whether the words leave this engine in.
    pub(super) fn is_for(&self, words: &[IndexWord]) -> bool {
        let own = engine(self.flavor);
        words.iter().all(|word| match word {
            IndexWord::Engines(engines) => engines.contains(&own),
            _ => true,
        })
    }

    /// One part; nothing where its expression has no text for this engine.
    pub(super) fn part(&mut self, meta: &PartMeta, is_unique: bool, at: &str) -> Option<IndexPart> {
        let engine = self.flavor.engine();
        let target = match meta.target {
            TargetMeta::Column(name) => Target::Column(name.to_owned()),
            TargetMeta::Expression(sql) => Target::Expression(closed_sql(engine, sql)?),
        };
        if matches!(target, Target::Expression(_)) && self.flavor.vendor == Vendor::MariaDb {
            self.problem(format!(
                "{at} is over an expression, which MariaDB cannot index\nhelp: index a generated column, or say where it is: `engines(postgres, sqlite)`"
            ));
        }
        let mut part = IndexPart {
            target,
            ..IndexPart::column("")
        };
        let is_postgres = engine == Engine::Postgres;
        let mut nulls = None;
        for word in meta.words {
            match *word {
                PartWord::Descending => part.descending = true,
                PartWord::NullsFirst => nulls = Some(true),
                PartWord::NullsLast => nulls = Some(false),
                PartWord::OperatorClass(class) if is_postgres => {
                    part.clauses.push(postgres::operator_class(class));
                }
                PartWord::OperatorClass(_) => {}
                PartWord::Collation(sql) => {
                    let Some(name) = sql_for(engine, sql) else {
                        continue;
                    };
                    match engine {
                        // It stands before the operator class.
                        Engine::Postgres => {
                            let name = self.home.type_name(postgres::collation(name));
                            part.clauses.insert(0, format!("COLLATE {name}"));
                        }
                        Engine::Sqlite => {
                            part.clauses.push(format!("COLLATE {}", name.to_uppercase()));
                        }
                        Engine::MySql if is_unique => self.problem(format!(
                            "{at} has a collation of its own, which {} gives to columns only\nhelp: give the collation to the column, or name the engines: `collation(postgres = \"...\")`",
                            self.flavor.vendor
                        )),
                        Engine::MySql => {}
                    }
                }
                PartWord::Length(length) if engine == Engine::MySql => part.length = Some(length),
                PartWord::Length(_) if is_unique => self.problem(format!(
                    "{at} compares the beginning of a value, which {} cannot\nhelp: take `length` away, or say where it is: `engines(mysql)`",
                    self.flavor.vendor
                )),
                PartWord::Length(_) => {}
            }
        }
        // The usual place is not written: NULL is the greatest value.
        if let Some(first) = nulls.filter(|first| is_postgres && *first != part.descending) {
            let word = if first { "NULLS FIRST" } else { "NULLS LAST" };
            part.clauses.push(word.to_owned());
        }
        Some(part)
    }

    pub(super) fn predicate(
        &mut self,
        words: &[IndexWord],
        is_unique: bool,
        at: &str,
    ) -> Option<String> {
        let engine = self.flavor.engine();
        let text = words.iter().find_map(|word| match *word {
            IndexWord::Where(sql) => closed_sql(engine, sql),
            _ => None,
        })?;
        if engine != Engine::MySql {
            return Some(text);
        }
        // An index that holds more rows finds the same ones; a unique key would refuse more.
        if is_unique {
            self.problem(format!(
                "{at} holds for some rows only, which {} cannot express\nhelp: make a generated column that is NULL for the other rows and unique, or say where it is: `engines(postgres, sqlite)`",
                self.flavor.vendor
            ));
        }
        None
    }

    /// What an index says besides its parts and its predicate.
    fn index_words(&mut self, words: &[IndexWord], at: &str, index: &mut Index) {
        let engine = self.flavor.engine();
        for word in words {
            match *word {
                IndexWord::Method(sql) => {
                    if let Some(method) = sql_for(engine, sql) {
                        index.method = self.method(method, index.unique, at);
                    }
                }
                IndexWord::Include(columns) if engine == Engine::Postgres => {
                    index.include = owned(columns);
                }
                IndexWord::With(settings) if engine == Engine::Postgres => {
                    let settings = settings.iter();
                    index.options.extend(
                        settings.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
                    );
                }
                IndexWord::Comment(text) if engine != Engine::Sqlite => {
                    index.options.insert(COMMENT.to_owned(), text.to_owned());
                }
                IndexWord::Blocking if engine == Engine::Postgres => {
                    index.options.insert(BLOCKING.to_owned(), "true".to_owned());
                }
                IndexWord::Invisible => {
                    let word = match self.flavor.vendor {
                        Vendor::MariaDb if self.is_at_least(10, 6) => "ignored",
                        Vendor::MySql if self.is_at_least(8, 0) => "invisible",
                        _ => continue,
                    };
                    index.options.insert(VISIBILITY.to_owned(), word.to_owned());
                }
                IndexWord::NullsNotDistinct if self.has_equal_nulls(at) => {
                    let set = "true".to_owned();
                    index.options.insert(NULLS_NOT_DISTINCT.to_owned(), set);
                }
                IndexWord::Deferrable | IndexWord::InitiallyDeferred => {
                    self.not_deferrable(at, NAMED);
                }
                _ => {}
            }
        }
    }

    /// The method in the spelling of the engine; nothing for the usual one.
    fn method(&mut self, method: &str, is_unique: bool, at: &str) -> Option<String> {
        // What these find, the usual index finds as well.
        let is_tuning = matches!(method, "btree" | "hash" | "brin");
        match self.flavor.engine() {
            Engine::Postgres if !matches!(method, "fulltext" | "spatial") => {
                return (method != "btree").then(|| method.to_owned());
            }
            Engine::MySql if matches!(method, "fulltext" | "spatial") && !is_unique => {
                return Some(method.to_uppercase());
            }
            Engine::MySql | Engine::Sqlite if is_tuning => return None,
            _ => {}
        }
        self.problem(format!(
            "{at} has the method `{method}`, which {} does not have\nhelp: choose one for each engine, as in `method(postgres = gin, mysql = fulltext)`, or say where the index is: `engines(postgres)`",
            self.flavor.vendor
        ));
        None
    }

    /// The clauses of a primary key or a unique constraint, in the order of inspection.
    pub(super) fn key_clauses(
        &mut self,
        words: &[IndexWord],
        at: &str,
        way_out: &str,
    ) -> Vec<String> {
        let is_postgres = self.flavor.engine() == Engine::Postgres;
        let mut clauses = BTreeMap::new();
        let mut deferral = None;
        for word in words {
            match *word {
                IndexWord::NullsNotDistinct if self.has_equal_nulls(at) => {
                    clauses.insert(0, "NULLS NOT DISTINCT".to_owned());
                }
                IndexWord::Include(columns) if is_postgres => {
                    let names: Vec<String> =
                        columns.iter().map(|name| postgres::quote(name)).collect();
                    clauses.insert(1, format!("INCLUDE ({})", names.join(", ")));
                }
                IndexWord::With(settings) if is_postgres => {
                    let settings = settings.iter();
                    let settings: Vec<String> = settings
                        .map(|(name, value)| format!("{name}='{}'", value.replace('\'', "''")))
                        .collect();
                    clauses.insert(2, format!("WITH ({})", settings.join(", ")));
                }
                IndexWord::Deferrable => {
                    deferral.get_or_insert("DEFERRABLE");
                }
                IndexWord::InitiallyDeferred => deferral = Some("DEFERRABLE INITIALLY DEFERRED"),
                _ => {}
            }
        }
        match deferral {
            Some(clause) if is_postgres => {
                clauses.insert(3, clause.to_owned());
            }
            Some(_) => self.not_deferrable(at, way_out),
            None => {}
        }
        clauses.into_values().collect()
    }

    fn not_deferrable(&mut self, at: &str, way_out: &str) {
        self.problem(format!(
            "{at} is checked at the end of the transaction, which {} does for no key\nhelp: take `deferrable` away, or {way_out}",
            self.flavor.vendor
        ));
    }

    /// Whether two rows with NULL can be equal in a key; a problem where they cannot.
    fn has_equal_nulls(&mut self, at: &str) -> bool {
        let is_there = self.flavor.vendor == Vendor::Postgres && self.is_at_least(15, 0);
        if !is_there {
            self.problem(format!(
                "{at} takes NULL for equal to NULL, which only PostgreSQL 15 and later can\nhelp: take the `Option` of its fields away, or say where it is: `engines(postgres)`"
            ));
        }
        is_there
    }

    fn is_at_least(&self, major: u16, minor: u16) -> bool {
        self.flavor.is_at_least(self.flavor.vendor, major, minor)
    }

    fn key_name(
        &self,
        table_name: &str,
        chosen: Option<&str>,
        parts: &[IndexPart],
        is_unique: bool,
        table: &Table,
    ) -> Name {
        let words: Vec<String> = parts.iter().map(spoken).collect();
        let mut all = vec![table_name];
        all.extend(words.iter().map(String::as_str));
        let kind = if is_unique { "key" } else { "idx" };
        all.push(kind);
        let name = self.name(chosen, &all);
        let taken = table
            .indexes
            .iter()
            .map(|index| &index.name)
            .chain(table.uniques.iter().map(|unique| &unique.name));
        let count = taken.clone().count();
        if name.is_implicit() && taken.into_iter().any(|other| other.text() == name.text()) {
            // Two indexes over the same columns differ in their words.
            let number = count.to_string();
            all.insert(all.len() - 1, &number);
            return self.implicit(&all);
        }
        name
    }

    /// MySQL cannot index a text without knowing how much of it.
    fn check_whole_texts(&mut self, meta: &TableMeta, table: &Table) {
        if self.flavor.engine() != Engine::MySql {
            return;
        }
        let indexed = table
            .indexes
            .iter()
            .filter(|index| index.method.is_none())
            .flat_map(|index| &index.parts)
            .filter(|part| part.length.is_none())
            .filter_map(|part| match &part.target {
                Target::Column(name) => Some(name.as_str()),
                Target::Expression(_) => None,
            });
        let keyed: Vec<&str> = meta
            .primary_key
            .iter()
            .chain(meta.foreign_keys().iter().flat_map(|key| key.columns))
            .copied()
            .chain(indexed)
            .collect();
        let is_unbounded =
            |column: &&ColumnMeta| is_unbounded_on_mysql(column) && keyed.contains(&column.name);
        for column in meta.columns.iter().filter(is_unbounded) {
            self.problem(format!(
                "column `{}.{}` is in a key, and {} cannot index a text or byte string of any length\nhelp: add `#[column(max_length = 255)]`, or index its beginning: `index({} length(100))`",
                meta.name, column.name, self.flavor.vendor, column.field
            ));
        }
    }
}

/// What a part is called in the name of its index.
pub(super) fn spoken(part: &IndexPart) -> String {
    let text = match &part.target {
        Target::Column(name) => return name.clone(),
        Target::Expression(text) => text,
    };
    let words: Vec<String> = tokens(text)
        .into_iter()
        .filter(|token| matches!(token, Token::Word(..) | Token::Quoted(..)))
        .filter_map(|token| token.identifier().map(str::to_owned))
        .take(3)
        .collect();
    if words.is_empty() {
        short_hash(text)
    } else {
        words.join("_")
    }
}

fn describe(meta: &TableMeta, key: &IndexMeta, kind: &str) -> String {
    if let Some(name) = key.name {
        return format!("the {kind} `{name}` of `{}`", meta.name);
    }
    let columns: Vec<&str> = key.columns().collect();
    if columns.is_empty() {
        return format!("an {kind} of `{}`", meta.name).replace("an unique", "a unique");
    }
    format!(
        "the {kind} of `{}` over `{}`",
        meta.name,
        columns.join("`, `")
    )
}
