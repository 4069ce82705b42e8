//! Which objects the name of a type stands for.
//!
//! In: the type of a column as the catalogue spells it. Out: the enum, the domain or the extension
//! that must be there for it. Knows the types of well-known extensions by name, because an extension
//! that is not there yet cannot be asked.

use super::{Engine, ObjectId, Schema, TableName, Token, tokens};

/// Types of extensions that many people use, by the extension.
const OF_EXTENSIONS: &[(&str, &[&str])] = &[
    ("citext", &["citext"]),
    ("cube", &["cube"]),
    ("hstore", &["hstore"]),
    ("ltree", &["ltree", "lquery", "ltxtquery"]),
    ("postgis", &["geometry", "geography", "box2d", "box3d"]),
    ("seg", &["seg"]),
    ("vector", &["vector", "halfvec", "sparsevec"]),
];

/// The objects of the schema that a type needs.
#[must_use]
pub fn types_in(schema: &Schema, data_type: &str) -> Vec<ObjectId> {
    types_named(schema, &parsed(data_type))
}

fn types_named(schema: &Schema, name: &TableName) -> Vec<ObjectId> {
    let is_it = |other: &TableName| {
        other.name == name.name && (name.schema.is_none() || other.schema == name.schema)
    };
    let enums = schema.enums.iter().filter(|item| is_it(&item.name));
    let domains = schema.domains.iter().filter(|item| is_it(&item.name));
    let extensions = schema.extensions.iter().filter(|extension| {
        let known = OF_EXTENSIONS.iter().find(|(own, _)| *own == extension.name);
        extension.provides.contains(&name.name)
            || known.is_some_and(|(_, types)| types.contains(&name.name.as_str()))
    });
    enums
        .map(|item| ObjectId::Enum(item.name.clone()))
        .chain(domains.map(|item| ObjectId::Domain(item.name.clone())))
        .chain(extensions.map(|item| ObjectId::Extension(item.name.clone())))
        .collect()
}

/// The objects of the schema that the types are of, or need, to which an expression casts (PostgreSQL, which holds on to each).
pub(super) fn types_cast_to(schema: &Schema, expression: &str) -> Vec<ObjectId> {
    let is_bare =
        schema.enums.is_empty() && schema.domains.is_empty() && schema.extensions.is_empty();
    if is_bare || schema.flavor.engine() != Engine::Postgres {
        return Vec::new();
    }
    let names = casts_in(expression);
    names
        .iter()
        .flat_map(|name| types_named(schema, name))
        .collect()
}

/// The types to which an expression casts, as it names them.
pub(crate) fn casts_in(expression: &str) -> Vec<TableName> {
    let tokens = tokens(expression);
    let tokens = tokens.iter();
    let tokens: Vec<&Token> = tokens
        .filter(|token| !matches!(token, Token::Space(_)))
        .collect();
    let is_sign = |at: usize, sign: &str| tokens.get(at).is_some_and(|token| token.text() == sign);
    let begins = |at: &usize| {
        let is_word = matches!(tokens[at - 1], Token::Word(word, _) if word == "as");
        is_word || *at > 1 && is_sign(at - 1, ":") && is_sign(at - 2, ":")
    };
    let name = |at: usize| {
        let mut name = String::new();
        for at in (at..).step_by(2) {
            match tokens.get(at) {
                Some(Token::Word(word, _)) => name += word,
                Some(Token::Quoted(_, quoted)) => name += quoted,
                _ => break,
            }
            if !is_sign(at + 1, ".") {
                break;
            }
            name.push('.');
        }
        parsed(&name)
    };
    (1..tokens.len()).filter(begins).map(name).collect()
}

/// The table of whose rows a value of the type is (PostgreSQL). Hardly any type is such a one, and there is one for each
/// column, so that the tables, which are in the order of their names, are never looked through.
pub(super) fn rows_in(schema: &Schema, data_type: &str) -> Option<ObjectId> {
    if schema.flavor.engine() != Engine::Postgres {
        return None;
    }
    let name = parsed(data_type);
    let tables = &schema.tables;
    let found = tables.binary_search_by(|table| table.name.cmp(&name));
    found.is_ok().then_some(ObjectId::Table(name))
}

/// The name of a type without its length and its brackets, and without quotes.
fn parsed(data_type: &str) -> TableName {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut is_quoted = false;
    let mut letters = data_type.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                part.push('"');
            }
            '"' => is_quoted = !is_quoted,
            '.' if !is_quoted => parts.push(std::mem::take(&mut part)),
            '(' | '[' if !is_quoted => break,
            letter => part.push(letter),
        }
    }
    let name = part.trim().to_owned();
    TableName::within(parts.last().map(String::as_str), name)
}

#[cfg(test)]
mod tests {
    use super::{parsed, types_cast_to};
    use crate::model::{EnumType, Flavor, ObjectId, Schema, TableName, Vendor, Version};

    #[test]
    fn the_name_of_a_type_is_read_without_its_length() {
        for (text, schema, name) in [
            ("email", None, "email"),
            ("vector(3)", None, "vector"),
            ("billing.\"Odd \"\"Name\"[]", Some("billing"), "Odd \"Name"),
            ("character varying(3)", None, "character varying"),
        ] {
            assert_eq!(parsed(text), TableName::within(schema, name), "of {text}");
        }
    }

    #[test]
    fn a_cast_names_its_type() {
        let [plain, odd] = [
            TableName::within(None, "mood"),
            TableName::within(Some("my \"own"), "Odd"),
        ];
        let mut schema = Schema::new(Flavor::new(Vendor::Postgres, Version(15, 0, 0)));
        schema.enums = [&plain, &odd]
            .map(|name| EnumType {
                name: name.clone(),
                values: Vec::new(),
                comment: None,
            })
            .to_vec();
        for (text, found) in [
            ("(note)::mood IS NOT NULL", vec![&plain]),
            ("cast(note as Mood[]) = '{}'", vec![&plain]),
            ("note = 'x :: mood' AND mood > 'as mood'", vec![]),
            ("note :: \"my \"\"own\".\"Odd\"", vec![&odd]),
            ("note::other.mood", vec![]),
            ("note::text", vec![]),
        ] {
            let found: Vec<ObjectId> = found.into_iter().cloned().map(ObjectId::Enum).collect();
            assert_eq!(types_cast_to(&schema, text), found, "of {text}");
        }
    }
}
