//! Which objects the name of a type stands for.
//!
//! In: the type of a column as the catalogue spells it. Out: the enum, the domain or the extension
//! that must be there for it. Knows the types of well-known extensions by name, because an extension
//! that is not there yet cannot be asked.

use super::{Engine, ObjectId, Schema, TableName};

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
    let name = parsed(data_type);
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
    use super::parsed;
    use crate::model::TableName;

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
}
