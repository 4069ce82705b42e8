//! Reads the words of a key, and those of one of its parts.
//!
//! In: a word and what stands after it. Out: [`KeyWords`] and [`PartWords`] with the word in its place.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Lit, LitBool, LitInt, LitStr, Token};

use super::{KeyWords, Kind, PartWords};
use crate::attr::engine::{Engine, engines};
use crate::attr::sql::{Sql, sql_text};
use crate::attr::{Name, equals, fields, flag, needs, nested, quoted, set, text, unknown};
use crate::errors::nearest;

/// The methods that are known by name; any other is a text in quotes.
const METHODS: [&str; 10] = [
    "btree", "hash", "gin", "gist", "brin", "spgist", "hnsw", "ivfflat", "fulltext", "spatial",
];

/// Reads the words after the target of a part, up to the comma.
pub(super) fn part_words(kind: Kind, input: ParseStream) -> syn::Result<PartWords> {
    let mut words = PartWords::default();
    while !input.is_empty() && !input.peek(Token![,]) {
        let Ok(word) = input.call(Ident::parse_any) else {
            return Err(input.error(
                "expected `,`\nhelp: write an expression as `expr(\"price * 2\")`, fields with a comma between them",
            ));
        };
        part_word(&mut words, &word, kind, input)?;
    }
    Ok(words)
}

pub(super) fn part_word(
    words: &mut PartWords,
    word: &Ident,
    kind: Kind,
    input: ParseStream,
) -> syn::Result<()> {
    let name = word.unraw().to_string();
    if !kind.part_words().contains(&name.as_str()) {
        if Kind::Index.part_words().contains(&name.as_str()) {
            return Err(misplaced(word, &name));
        }
        return Err(match kind.part_words() {
            [] => syn::Error::new(
                word.span(),
                "expected `,`\nhelp: put a comma between two fields",
            ),
            known => unknown(word, known),
        });
    }
    match name.as_str() {
        "asc" => set(&mut words.is_descending, word, (false, word.span())),
        "desc" => set(&mut words.is_descending, word, (true, word.span())),
        "nulls_first" => set(&mut words.nulls_first, word, (true, word.span())),
        "nulls_last" => set(&mut words.nulls_first, word, (false, word.span())),
        "opclass" => {
            let class = value(word, "opclass(\"jsonb_path_ops\")", input)?;
            set(&mut words.opclass, word, class)
        }
        "collation" => {
            let collation = sql_text(word, "collation = \"C\"", input)?;
            set(&mut words.collation, word, collation)
        }
        "length" => {
            let length = length(word, input)?;
            set(&mut words.length, word, length)
        }
        _ => {
            // `with "="`
            let operator = quoted("with \"=\"", input)?;
            set(&mut words.operator, word, operator)
        }
    }
}

fn misplaced(word: &Ident, name: &str) -> syn::Error {
    let text = match name {
        "asc" | "desc" => "only an index has a direction",
        "nulls_first" | "nulls_last" => "only an index has a place for NULL",
        _ => "only an index and a unique key have such a part",
    };
    syn::Error::new(
        word.span(),
        format!("{text}\nhelp: take `{word}` away, or write an `index(...)`"),
    )
}

/// How a word with a value is written.
pub(super) fn example(word: &str) -> &'static str {
    match word {
        "name" => "name = \"...\"",
        "expr" => "expr(\"lower(email)\")",
        "where" => "where = \"deleted_at IS NULL\"",
        "method" => "method = gin",
        "using" => "using = gist",
        "include" => "include(field)",
        "with" => "with(fillfactor = 70)",
        "concurrently" => "concurrently = false",
        "comment" => "comment = \"...\"",
        "engines" => "engines(postgres)",
        "references" => "references = Org(id)",
        "on_update" => "on_update = cascade",
        _ => "on_delete = cascade",
    }
}

/// Reads a word of the key as a whole. The caller knows that the key has it.
pub(super) fn key_word(
    name: &mut Option<Name>,
    words: &mut KeyWords,
    word: &Ident,
    input: ParseStream,
) -> syn::Result<()> {
    let name_of_word = word.to_string();
    let example = example(&name_of_word);
    match name_of_word.as_str() {
        "name" => {
            let text = text(word, example, input)?;
            set(name, word, text)
        }
        "where" => {
            let sql = sql_text(word, example, input)?;
            set(&mut words.predicate, word, (sql, word.span()))
        }
        "method" | "using" => {
            let method = method(word, input)?;
            set(&mut words.method, word, (method, word.span()))
        }
        "include" => {
            let fields = fields(word, example, input)?;
            set(&mut words.include, word, (fields, word.span()))
        }
        "with" => {
            let mut settings: Vec<(String, String)> = Vec::new();
            nested(word, example, input, |input| {
                let (name, value) = setting(input)?;
                if settings.iter().any(|(other, _)| name == other) {
                    return Err(syn::Error::new(
                        name.span(),
                        format!("duplicate `{name}`\nhelp: keep one of them"),
                    ));
                }
                settings.push((name.unraw().to_string(), value));
                Ok(())
            })?;
            settings.sort();
            set(&mut words.with, word, settings)
        }
        "comment" => {
            let text = text(word, example, input)?;
            set(&mut words.comment, word, text)
        }
        "engines" => {
            let mut engines = engines(word, input)?;
            engines.sort_unstable();
            set(&mut words.engines, word, engines)
        }
        "concurrently" => {
            equals(word, example, input)?;
            let value = input.parse::<LitBool>().map_err(|error| {
                let message = format!("expected `true` or `false`\nhelp: write `{example}`");
                syn::Error::new(error.span(), message)
            })?;
            set(&mut words.concurrently, word, value.value)
        }
        "invisible" => flag(&mut words.invisible, word, input),
        "nulls_not_distinct" => flag(&mut words.nulls_not_distinct, word, input),
        "deferrable" => flag(&mut words.deferrable, word, input),
        _ => flag(&mut words.initially_deferred, word, input),
    }
}

/// Reads `= gin`, `= "rum"` or `(postgres = gin, mysql = fulltext)`.
fn method(word: &Ident, input: ParseStream) -> syn::Result<Sql> {
    let example = format!("{word} = gin");
    if !input.peek(syn::token::Paren) {
        equals(word, &example, input)?;
        return one_method(&example, input).map(Sql::Same);
    }
    let mut each: [Option<Name>; 3] = [None, None, None];
    nested(word, &format!("{word}(postgres = gin)"), input, |input| {
        let (at, engine) = Engine::read(input)?;
        let example = format!("{engine} = btree");
        equals(&engine, &example, input)?;
        let method = one_method(&example, input)?;
        set(&mut each[at as usize], &engine, method)
    })?;
    Ok(Sql::Each(each))
}

fn one_method(example: &str, input: ParseStream) -> syn::Result<Name> {
    if input.peek(LitStr) {
        let name = quoted(example, input)?;
        return Ok(Name {
            text: name.text.to_lowercase(),
            ..name
        });
    }
    let Ok(name) = input.call(Ident::parse_any) else {
        return Err(input.error(format!("expected a method\nhelp: write `{example}`")));
    };
    let text = name.unraw().to_string();
    if METHODS.contains(&text.as_str()) {
        return Ok(Name {
            text,
            span: name.span(),
        });
    }
    let help = match nearest(&text, &METHODS) {
        Some(known) => format!("did you mean `{known}`? Any other one"),
        None => "a method without a word of its own".to_owned(),
    };
    Err(syn::Error::new(
        name.span(),
        format!("unknown method `{name}`\nhelp: {help} is written as a text: `\"{name}\"`"),
    ))
}

/// Reads `fillfactor = 70`.
fn setting(input: ParseStream) -> syn::Result<(Ident, String)> {
    let Ok(name) = input.call(Ident::parse_any) else {
        return Err(
            input.error("expected a storage parameter\nhelp: write `with(fillfactor = 70)`")
        );
    };
    let example = format!("{name} = 70");
    equals(&name, &example, input)?;
    let span = input.span();
    let value = if input.peek(Ident::peek_any) {
        input.call(Ident::parse_any)?.to_string()
    } else {
        match input.parse()? {
            Lit::Int(number) => number.base10_digits().to_owned(),
            Lit::Float(number) => number.base10_digits().to_owned(),
            Lit::Str(text) => text.value(),
            Lit::Bool(value) => value.value.to_string(),
            _ => {
                return Err(syn::Error::new(
                    span,
                    format!("expected a number, a word or a text\nhelp: write `{example}`"),
                ));
            }
        }
    };
    let is_fill = name == "fillfactor";
    if is_fill
        && !value
            .parse::<u8>()
            .is_ok_and(|part| (10..=100).contains(&part))
    {
        return Err(syn::Error::new(
            span,
            "`fillfactor` is a part of a page, from 10 to 100\nhelp: write `fillfactor = 70`",
        ));
    }
    Ok((name, value))
}

/// Reads `= "text"` or `("text")`.
fn value(word: &Ident, example: &str, input: ParseStream) -> syn::Result<Name> {
    if !input.peek(syn::token::Paren) {
        return text(word, example, input);
    }
    let mut found = None;
    nested(word, example, input, |input| {
        let text = quoted(example, input)?;
        set(&mut found, word, text)
    })?;
    found.ok_or_else(|| needs(word, "a text", example))
}

/// Reads `= 20` or `(20)`.
fn length(word: &Ident, input: ParseStream) -> syn::Result<u32> {
    const EXAMPLE: &str = "length = 20";
    // The greatest part of an InnoDB index, in bytes.
    const GREATEST: u32 = 3072;
    let one = |input: ParseStream| {
        let span = input.span();
        let number = input
            .parse::<LitInt>()
            .and_then(|number| number.base10_parse());
        match number {
            Ok(length) if (1..=GREATEST).contains(&length) => Ok(length),
            _ => Err(syn::Error::new(
                span,
                format!("expected a whole number from 1 to {GREATEST}\nhelp: write `{EXAMPLE}`"),
            )),
        }
    };
    if !input.peek(syn::token::Paren) {
        equals(word, EXAMPLE, input)?;
        return one(input);
    }
    let mut found = None;
    nested(word, EXAMPLE, input, |input| {
        let length = one(input)?;
        set(&mut found, word, length)
    })?;
    found.ok_or_else(|| needs(word, "a number", EXAMPLE))
}
