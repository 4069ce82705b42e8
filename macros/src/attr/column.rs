//! Reads the words of `#[column]`.
//!
//! In: the attributes of a field. Out: [`ColumnWords`]. Does not know the field's type.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Lit, LitBool, LitInt, Token};

use super::key::{self, Kind};
use super::numbering::{self, AutoIncrement, Identity};
use super::{
    Check, Name, Properties, Sql, check, equals, flag, former_names, needs, set, sql_text, text,
};
use super::{ForeignKeyWords, Key, Reference, reference, unknown};
use crate::errors::{Errors, nearest};

pub(crate) const WORDS: &[&str] = &[
    "name",
    "skip",
    "flatten",
    "prefix",
    "primary_key",
    "auto_increment",
    "identity",
    "unique",
    "index",
    "default",
    "check",
    "max_length",
    "references",
    "on_delete",
    "on_update",
    "renamed_from",
    "generated",
    "collation",
    "charset",
    "comment",
    "precision",
    "scale",
    "length",
    "sql_type",
    "update",
    "invisible",
    "storage",
    "compression",
];

/// What `#[column]` says.
#[derive(Debug, Default)]
pub(crate) struct ColumnWords {
    pub(crate) name: Option<Name>,
    pub(crate) skip: Option<Span>,
    pub(crate) flatten: Option<Span>,
    pub(crate) prefix: Option<Name>,
    pub(crate) primary_key: Option<Span>,
    pub(crate) auto_increment: Option<AutoIncrement>,
    pub(crate) identity: Option<(Identity, Span)>,
    pub(crate) unique: Option<Key>,
    pub(crate) index: Option<Key>,
    pub(crate) default: Option<(DefaultValue, Span)>,
    pub(crate) checks: Vec<Check>,
    pub(crate) max_length: Option<(u32, Span)>,
    pub(crate) references: Option<Reference>,
    /// What `references(...)` says beside its target.
    pub(crate) reference_words: ForeignKeyWords,
    pub(crate) on_delete: Option<ActionWord>,
    pub(crate) on_update: Option<ActionWord>,
    pub(crate) renamed_from: Vec<Name>,
    pub(crate) properties: Properties,
    /// The first word of a field that is a column.
    pub(crate) first: Option<Ident>,
}

/// The value of `default`.
#[derive(Debug, Clone)]
pub(crate) enum DefaultValue {
    Bool(bool),
    Number(String),
    Text(String),
    Now,
    /// A variant of the enum that the field holds.
    Variant(String),
    Sql(Sql),
}

/// `on_delete = cascade` and its like.
#[derive(Debug)]
pub(crate) struct ActionWord {
    pub(crate) word: Ident,
    pub(crate) action: Action,
    /// Where the action is written.
    pub(crate) span: Span,
}

/// What a foreign key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Nothing,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

impl ColumnWords {
    /// The word by which the database numbers the rows.
    pub(crate) fn numbered(&self) -> Option<Span> {
        let identity = self.identity.map(|(_, span)| span);
        self.auto_increment
            .as_ref()
            .map(|own| own.span)
            .or(identity)
    }

    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut column = Self::default();
        let mut renamed_from = None;
        super::words(attributes, "column", errors, |word, input| {
            let is_no_column = ["skip", "flatten", "prefix"]
                .iter()
                .any(|known| word == known);
            if !is_no_column && column.first.is_none() {
                column.first = Some(word.clone());
            }
            match word.to_string().as_str() {
                "name" => set(
                    &mut column.name,
                    word,
                    text(word, "name = \"email\"", input)?,
                ),
                "skip" => flag(&mut column.skip, word, input),
                "flatten" => flag(&mut column.flatten, word, input),
                "prefix" => set(
                    &mut column.prefix,
                    word,
                    text(word, "prefix = \"billing_\"", input)?,
                ),
                "primary_key" => flag(&mut column.primary_key, word, input),
                "auto_increment" => {
                    let value = numbering::auto_increment(word, input)?;
                    set(&mut column.auto_increment, word, value)
                }
                "identity" => {
                    let value = numbering::identity(word, input)?;
                    set(&mut column.identity, word, value)
                }
                "unique" => {
                    let key = key::of_field(word, Kind::Unique, input)?;
                    set(&mut column.unique, word, key)
                }
                "index" => {
                    let key = key::of_field(word, Kind::Index, input)?;
                    set(&mut column.index, word, key)
                }
                "default" => set(&mut column.default, word, default(word, input)?),
                "check" => {
                    column.checks.push(check(word, input)?);
                    Ok(())
                }
                "max_length" => set(&mut column.max_length, word, max_length(word, input)?),
                "references" => {
                    let (target, words) = reference::of_field(word, input)?;
                    column.reference_words = words;
                    set(&mut column.references, word, target)
                }
                "on_delete" => set(&mut column.on_delete, word, action(word, input)?),
                "on_update" => set(&mut column.on_update, word, action(word, input)?),
                "renamed_from" => set(&mut renamed_from, word, former_names(word, input)?),
                _ => column
                    .properties
                    .read(word, input)
                    .unwrap_or_else(|| Err(unknown(word, WORDS))),
            }
        });
        column.renamed_from = renamed_from.unwrap_or_default();
        column.join_actions(errors);
        column
    }
}

impl ColumnWords {
    /// An action may stand beside `references`, or in its parentheses.
    fn join_actions(&mut self, errors: &mut Errors) {
        let inner = &mut self.reference_words;
        for (outer, inner) in [
            (&mut self.on_delete, &mut inner.on_delete),
            (&mut self.on_update, &mut inner.on_update),
        ] {
            if let Some(action) = inner.take() {
                let word = action.word.clone();
                if let Err(error) = set(outer, &word, action) {
                    errors.push(error);
                }
            }
        }
    }
}

/// Reads `= 0`, `= -1.5`, `= true`, `= "text"`, `= now` or `= sql("...")`.
pub(super) fn default(word: &Ident, input: ParseStream) -> syn::Result<(DefaultValue, Span)> {
    equals(word, "default = 0", input)?;
    let span = input.span();
    if input.peek(LitBool) {
        return Ok((DefaultValue::Bool(input.parse::<LitBool>()?.value), span));
    }
    if input.peek(Ident::peek_any) {
        return named_default(input).map(|default| (default, span));
    }
    let minus: Option<Token![-]> = input.parse()?;
    let number = |digits: &str| match minus {
        // A literal of a `macro_rules` brings its own sign.
        Some(_) if digits.starts_with('-') => Err(no_default(span)),
        Some(_) => Ok(DefaultValue::Number(format!("-{digits}"))),
        None => Ok(DefaultValue::Number(digits.to_owned())),
    };
    let default = match input.parse() {
        Ok(Lit::Int(literal)) => number(literal.base10_digits())?,
        Ok(Lit::Float(literal)) => number(literal.base10_digits().trim_end_matches('.'))?,
        Ok(Lit::Str(text)) if minus.is_none() => DefaultValue::Text(text.value()),
        _ => return Err(no_default(span)),
    };
    Ok((default, span))
}

fn named_default(input: ParseStream) -> syn::Result<DefaultValue> {
    let name = input.call(Ident::parse_any)?;
    match name.to_string().as_str() {
        "now" => Ok(DefaultValue::Now),
        "sql" => {
            let example = "default = sql(\"gen_random_uuid()\")";
            if !input.peek(syn::token::Paren) {
                return Err(needs(&name, "an expression", example));
            }
            sql_text(&name, example, input).map(DefaultValue::Sql)
        }
        "null" | "NULL" | "None" => Err(syn::Error::new(
            name.span(),
            "a default of NULL says nothing\nhelp: take it away: an optional column is NULL unless a row says otherwise",
        )),
        word if word.starts_with(char::is_uppercase) => {
            if input.peek(Token![::]) {
                return Err(syn::Error::new(
                    name.span(),
                    "a variant is written without its enum\nhelp: write it alone: `default = Open`",
                ));
            }
            Ok(DefaultValue::Variant(name.unraw().to_string()))
        }
        word => Err(match nearest(word, &["now", "sql", "true", "false"]) {
            Some(_) => unknown(&name, &["now", "sql", "true", "false"]),
            None => no_default(name.span()),
        }),
    }
}

fn no_default(span: Span) -> syn::Error {
    syn::Error::new(
        span,
        "expected a number, `true`, `false`, a text in quotes, `now` or `sql(\"...\")`\nhelp: write an expression as `default = sql(\"...\")`",
    )
}

/// Reads `= 255`.
fn max_length(word: &Ident, input: ParseStream) -> syn::Result<(u32, Span)> {
    const EXAMPLE: &str = "max_length = 255";
    equals(word, EXAMPLE, input)?;
    let span = input.span();
    let length = match input.parse::<LitInt>() {
        Ok(number) if !number.base10_digits().starts_with('-') => number.base10_parse(),
        _ => {
            return Err(syn::Error::new(
                span,
                format!("expected a whole number above zero\nhelp: write `{EXAMPLE}`"),
            ));
        }
    };
    match length {
        Ok(0) => Err(syn::Error::new(
            span,
            format!("a column of length 0 holds nothing\nhelp: write `{EXAMPLE}`"),
        )),
        Ok(length) => Ok((length, span)),
        Err(_) => Err(syn::Error::new(
            span,
            format!(
                "no column is that long\nhelp: {} is the greatest length; a text without a limit needs no `max_length`",
                u32::MAX
            ),
        )),
    }
}

/// Reads `= cascade` and its like.
pub(super) fn action(word: &Ident, input: ParseStream) -> syn::Result<ActionWord> {
    const ACTIONS: [(&str, Action); 5] = [
        ("cascade", Action::Cascade),
        ("restrict", Action::Restrict),
        ("set_null", Action::SetNull),
        ("set_default", Action::SetDefault),
        ("no_action", Action::Nothing),
    ];
    let known = ACTIONS.map(|(known, _)| known);
    equals(word, &format!("{word} = cascade"), input)?;
    let Ok(name) = input.call(Ident::parse_any) else {
        return Err(input.error(format!(
            "expected an action\n{}",
            super::suggestion("", &known)
        )));
    };
    match ACTIONS.iter().find(|(known, _)| name == known) {
        Some((_, action)) => Ok(ActionWord {
            word: word.clone(),
            action: *action,
            span: name.span(),
        }),
        None => Err(super::unknown_of("action", &Name::of_word(&name), &known)),
    }
}
