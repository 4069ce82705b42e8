//! Rules about primary keys, unique keys and indexes.
//!
//! In: words on fields and on the struct. Out: keys over columns. Does not know types.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use super::Named;
use super::key_words as words;
use crate::attr::{self, PartTarget};
use crate::errors::Errors;
use crate::input::Input;
use crate::model::{Key, KeyWords, Part, Target};

/// The keys of a table.
pub(super) struct Keys {
    /// The columns of the primary key, each with the word that made it one.
    pub(super) primary: Vec<(String, Span)>,
    pub(super) primary_name: Option<String>,
    pub(super) primary_words: KeyWords,
    pub(super) uniques: Vec<Key>,
    pub(super) indexes: Vec<Key>,
    pub(super) exclusions: Vec<Key>,
}

impl Keys {
    /// Whether no two rows share a value of this column.
    pub(super) fn has_sole(&self, column: &str) -> bool {
        let mut targets = self.targets();
        targets.any(|target| matches!(&*target, [only] if only == column))
    }

    /// The columns of the keys that a foreign key may refer to.
    pub(super) fn targets(&self) -> impl Iterator<Item = Vec<String>> {
        let primary: Vec<String> = self.primary.iter().map(|(name, _)| name.clone()).collect();
        let is_target = !primary.is_empty() && !self.primary_words.is_deferrable();
        let uniques = self.uniques.iter().filter_map(Key::target_columns);
        is_target.then_some(primary).into_iter().chain(uniques)
    }
}

/// Gathers the keys of the fields and of the struct.
pub(super) fn keys(input: &Input, columns: &[Named], errors: &mut Errors) -> Keys {
    let primary = primary_key(input, columns, errors);
    redundant(columns, &primary, errors);
    let on_table = input.words.primary_key.as_ref();
    let of_primary = on_table.map(|key| over(input, key, None, columns, errors));
    let of_primary = of_primary.unwrap_or_default();
    let mut keys = Keys {
        primary,
        primary_name: of_primary.name,
        primary_words: of_primary.words,
        uniques: Vec::new(),
        indexes: Vec::new(),
        exclusions: Vec::new(),
    };
    for column in columns {
        let words = &column.field.words;
        let own = Some(&*column.name.text);
        if let Some(key) = &words.unique {
            words::unique(key, errors);
            let key = over(input, key, own, columns, errors);
            keys.uniques.push(key);
        }
        if let Some(key) = &words.index {
            words::index(key, errors);
            let key = over(input, key, own, columns, errors);
            keys.indexes.push(key);
        }
    }
    for unique in &input.words.uniques {
        words::unique(unique, errors);
        let key = over(input, unique, None, columns, errors);
        add(&mut keys.uniques, key, unique.word, "unique key", errors);
    }
    for index in &input.words.indexes {
        words::index(index, errors);
        let key = over(input, index, None, columns, errors);
        add(&mut keys.indexes, key, index.word, "index", errors);
    }
    for exclusion in &input.words.exclusions {
        let known = errors.count();
        let key = over(input, exclusion, None, columns, errors);
        // What is no field may be a misspelled word, which has no operator.
        if errors.count() == known {
            words::exclusion(exclusion, errors);
        }
        add(
            &mut keys.exclusions,
            key,
            exclusion.word,
            "exclusion constraint",
            errors,
        );
    }
    keys
}

fn primary_key(input: &Input, columns: &[Named], errors: &mut Errors) -> Vec<(String, Span)> {
    let on_fields: Vec<_> = columns
        .iter()
        .filter_map(|column| Some((column.name.text.clone(), column.field.words.primary_key?)))
        .collect();
    let Some(on_table) = &input.words.primary_key else {
        return on_fields;
    };
    if let Some((_, span)) = on_fields.first() {
        errors.add(
            *span,
            "the table has its primary key in `#[table(primary_key(...))]`\nhelp: declare it in one place",
        );
    }
    // A field that is not there is told where the words of the key are read.
    let mut unheard = Errors::default();
    let fields = on_table.parts.iter().filter_map(|part| match &part.target {
        PartTarget::Field(ident) => Some((
            column(input, ident, &[], columns, &mut unheard),
            ident.span(),
        )),
        PartTarget::Own | PartTarget::Expression(..) => None,
    });
    let fields = fields.collect();
    let _ = unheard.finish();
    fields
}

/// Refuses a second key over the column that is the primary key, and an index beside a unique key.
fn redundant(columns: &[Named], primary: &[(String, Span)], errors: &mut Errors) {
    for column in columns {
        let words = &column.field.words;
        let is_primary = matches!(primary, [(only, _)] if *only == column.name.text);
        let bare = |key: &Option<attr::Key>| {
            let key = key.as_ref().filter(|key| key.is_bare());
            key.map(|key| key.word)
        };
        let (span, word, beside) = match (bare(&words.unique), bare(&words.index)) {
            (Some(span), _) if is_primary => (span, "unique", "primary_key"),
            (_, Some(span)) if is_primary => (span, "index", "primary_key"),
            (Some(_), Some(span)) => (span, "index", "unique"),
            _ => continue,
        };
        errors.add(
            span,
            format!(
                "`{word}` adds nothing to `{beside}`, which has an index of its own\nhelp: take `{word}` away"
            ),
        );
    }
}

/// Turns the fields of a key into columns; `own` is the column of the field that it stands at.
fn over(
    input: &Input,
    key: &attr::Key,
    own: Option<&str>,
    columns: &[Named],
    errors: &mut Errors,
) -> Key {
    let mut parts = Vec::new();
    let mut seen: Vec<Ident> = Vec::new();
    for part in &key.parts {
        let target = match &part.target {
            PartTarget::Own => Target::Column(own.unwrap_or_default().to_owned()),
            PartTarget::Expression(sql, _) => Target::Expression(sql.clone()),
            PartTarget::Field(field) => {
                let ident = field.unraw();
                if seen.contains(&ident) {
                    errors.add(
                        field.span(),
                        format!("duplicate `{ident}`\nhelp: name each field once"),
                    );
                }
                seen.push(ident);
                Target::Column(column(input, field, key.kind.words(), columns, errors))
            }
        };
        let words = &part.words;
        parts.push(Part {
            target,
            is_descending: words.is_descending.is_some_and(|(is, _)| is),
            nulls_first: words.nulls_first.map(|(first, _)| first),
            opclass: words.opclass.as_ref().map(|name| name.text.clone()),
            collation: words.collation.clone(),
            length: words.length,
            operator: words.operator.as_ref().map(|name| name.text.clone()),
        });
    }
    let words = &key.words;
    let include = words.include.iter().flat_map(|(fields, _)| fields);
    Key {
        name: key.name.as_ref().map(|name| name.text.clone()),
        parts,
        words: KeyWords {
            method: words.method.as_ref().map(|(sql, _)| sql.clone()),
            predicate: words.predicate.as_ref().map(|(sql, _)| sql.clone()),
            include: include
                .map(|field| column(input, field, &[], columns, errors))
                .collect(),
            with: words.with.clone().unwrap_or_default(),
            is_blocking: words.concurrently == Some(false),
            is_invisible: words.invisible.is_some(),
            comment: words.comment.as_ref().map(|name| name.text.clone()),
            engines: words.engines.clone().unwrap_or_default(),
            has_equal_nulls: words.nulls_not_distinct.is_some(),
            deferrable: words.deferrable.is_some(),
            initially_deferred: words.initially_deferred.is_some(),
        },
    }
}

/// The column of a field; its own name where there is none. `words` may stand in its place.
pub(super) fn column(
    input: &Input,
    ident: &Ident,
    words: &[&str],
    columns: &[Named],
    errors: &mut Errors,
) -> String {
    let wanted = ident.unraw();
    if let Some(column) = columns
        .iter()
        .find(|column| column.field.ident.unraw() == wanted)
    {
        return column.name.text.clone();
    }
    let field = input
        .fields
        .iter()
        .find(|field| field.ident.unraw() == wanted);
    let message = if field.is_some_and(|field| field.words.flatten.is_some()) {
        format!(
            "the field `{wanted}` stands for several columns\nhelp: write the `#[table(...)]` on its own struct"
        )
    } else if field.is_some() {
        format!("the field `{wanted}` is skipped and has no column\nhelp: take `skip` away from it")
    } else if let Some(column) = columns.iter().find(|column| wanted == column.name.text) {
        format!(
            "`{wanted}` is a column, and fields are named here\nhelp: write `{}`",
            column.field.ident.unraw()
        )
    } else {
        let fields: Vec<_> = columns
            .iter()
            .map(|column| column.field.ident.unraw().to_string())
            .collect();
        let wanted = wanted.to_string();
        let help = attr::help_for_a_field(&wanted, &fields, words);
        format!("`{}` has no field `{wanted}`\n{help}", input.ident)
    };
    errors.add(ident.span(), message);
    wanted.to_string()
}

fn add(keys: &mut Vec<Key>, key: Key, word: Span, kind: &str, errors: &mut Errors) {
    if keys.iter().any(|other| other.is_alike(&key)) {
        errors.add(
            word,
            format!("duplicate {kind}: there is one over the same columns\nhelp: keep one of them"),
        );
    }
    keys.push(key);
}
