//! Names and literals as PostgreSQL writes them.
//!
//! In: names and texts. Out: the words of a statement. Knows no object.

pub(crate) use crate::model::serial_name;
pub(super) use crate::model::{IDENTIFIER_LIMIT, clipped, key_name};
use crate::model::{TableName, is_plain};

/// An identifier, quoted.
pub(crate) fn quote(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}

/// The name of a type as the catalogue spells it: quoted only where it must be.
pub(crate) fn type_name(schema: Option<&str>, name: &str) -> String {
    let spelled = |name: &str| {
        if is_plain(name) {
            name.to_owned()
        } else {
            quote(name)
        }
    };
    match schema {
        Some(schema) => format!("{}.{}", spelled(schema), spelled(name)),
        None => spelled(name),
    }
}

/// The name of an operator class as the catalogue writes it, with a namespace or settings.
pub(crate) fn operator_class(name: &str) -> String {
    if name.contains('(') {
        return name.to_owned();
    }
    spelled(name)
}

/// A collation as the catalogue writes it. In the name of a locale, such as `de_DE.utf8`, the dot is
/// part of it.
pub(crate) fn collation(name: &str) -> String {
    let name = name.strip_prefix("pg_catalog.").unwrap_or(name);
    let is_region = |text: &str| {
        let (language, region) = text.split_once('_').unwrap_or_default();
        !language.is_empty() && !region.is_empty() && region.chars().all(|c| c.is_ascii_uppercase())
    };
    match name.split_once('.') {
        Some((locale, _)) if matches!(locale, "C" | "POSIX") || is_region(locale) => quote(name),
        _ => spelled(name),
    }
}

/// A name, quoted where the server would quote it; a dot stands between a namespace and a name.
fn spelled(name: &str) -> String {
    let parts = name.split('.').map(|part| {
        if part.starts_with('"') || (is_plain(part) && part != "default") {
            part.to_owned()
        } else {
            quote(part)
        }
    });
    parts.collect::<Vec<_>>().join(".")
}

/// A text literal, the same whatever `standard_conforming_strings` says.
pub(crate) fn literal(text: &str) -> String {
    let doubled = text.replace('\'', "''");
    if doubled.contains('\\') {
        return format!(" E'{}'", doubled.replace('\\', "\\\\"));
    }
    format!("'{doubled}'")
}

/// A text literal as the catalogue writes it: it shows no escapes.
pub(crate) fn plain_literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What gives an object its comment; the object is named with its kind, and quoted.
pub(crate) fn commented(object: &str, comment: &str) -> String {
    format!("COMMENT ON {object} IS {}", literal(comment))
}

/// What keeps the rows of a table in the order of an index, as often as somebody asks for it.
pub(crate) fn clustered(of: &TableName, index: &str) -> String {
    format!("ALTER TABLE {} CLUSTER ON {}", table(of), quote(index))
}

/// What lets an object go with an extension; both are quoted.
#[cfg(feature = "postgres")]
pub(crate) fn gone_with(object: &str, extension: &str) -> String {
    format!("ALTER {object} DEPENDS ON EXTENSION {extension}")
}

/// A table's name with its namespace.
pub(crate) fn table(name: &TableName) -> String {
    within(name, &name.name)
}

/// The name of something beside the table, in the same namespace.
pub(crate) fn within(table: &TableName, name: &str) -> String {
    match &table.schema {
        Some(schema) => format!("{}.{}", quote(schema), quote(name)),
        None => quote(name),
    }
}

/// Names in parentheses.
pub(super) fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quote(name)).collect();
    format!("({})", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{collation, literal, quote};

    #[test]
    fn names_and_texts_cannot_end_their_quotes() {
        assert_eq!(quote("a\"b"), "\"a\"\"b\"");
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(literal("\\'"), " E'\\\\'''");
    }

    #[test]
    fn a_collation_is_quoted_where_it_must_be() {
        for (name, expected) in [
            ("C", "\"C\""),
            ("C.utf8", "\"C.utf8\""),
            ("de_DE.utf8", "\"de_DE.utf8\""),
            ("de-x-icu", "\"de-x-icu\""),
            ("german", "german"),
            ("order", "\"order\""),
            ("app.german", "app.german"),
            ("App.german", "\"App\".german"),
            ("\"Own\"", "\"Own\""),
            ("pg_catalog.ucs_basic", "ucs_basic"),
        ] {
            assert_eq!(collation(name), expected);
        }
    }
}
