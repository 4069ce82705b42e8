//! Renaming what stands beside the tables, with everything that mentions it.
//!
//! PostgreSQL keeps numbers for names, so types of columns and defaults follow by themselves.

use super::{ObjectId, Schema, TableName, rename_identifier, tokens};

/// Renames an object beside the tables. What is of another kind stays as it is.
pub fn rename_object(schema: &mut Schema, from: &ObjectId, to: &ObjectId) {
    match (from, to) {
        (ObjectId::Enum(old), ObjectId::Enum(new)) => {
            for item in schema.enums.iter_mut().filter(|item| item.name == *old) {
                item.name = new.clone();
            }
            rename_type(schema, old, new);
        }
        (ObjectId::Domain(old), ObjectId::Domain(new)) => {
            for domain in schema.domains.iter_mut().filter(|item| item.name == *old) {
                domain.name = new.clone();
            }
            rename_type(schema, old, new);
        }
        (ObjectId::Sequence(old), ObjectId::Sequence(new)) => {
            for sequence in schema.sequences.iter_mut().filter(|item| item.name == *old) {
                sequence.name = new.clone();
            }
            rename_drawn(schema, old, new);
        }
        (ObjectId::View(old), ObjectId::View(new)) => {
            for view in schema.views.iter_mut().filter(|item| item.name == *old) {
                view.name = new.clone();
            }
            for used in schema.views.iter_mut().flat_map(|view| &mut view.uses) {
                if used == from {
                    *used = to.clone();
                }
            }
        }
        _ => {}
    }
    *schema = std::mem::replace(schema, Schema::new(schema.flavor)).sorted();
}

/// Follows a type: columns, domains over it, and casts to it.
fn rename_type(schema: &mut Schema, old: &TableName, new: &TableName) {
    let rewrite = |text: &mut String| *text = with_type(text, old, &new.name);
    for domain in &mut schema.domains {
        rewrite(&mut domain.data_type);
        domain.default.iter_mut().for_each(rewrite);
    }
    for table in &mut schema.tables {
        let types: Vec<String> = table
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect();
        // A column may bear the name of the type, and keeps it.
        let is_column = types.contains(&old.name);
        for column in &mut table.columns {
            rewrite(&mut column.data_type);
            column.default.iter_mut().for_each(rewrite);
        }
        if !is_column {
            for check in &mut table.checks {
                rewrite(&mut check.expression);
            }
        }
    }
}

/// The text with the type under its new name. One of the same name in another namespace keeps its own.
fn with_type(text: &str, old: &TableName, new: &str) -> String {
    let tokens = tokens(text);
    let is_type = |at: usize| {
        let qualifier = at.checked_sub(2).and_then(|before| {
            let is_qualified = tokens[at - 1].text() == ".";
            tokens[before].identifier().filter(|_| is_qualified)
        });
        qualifier
            == old
                .schema
                .as_ref()
                .map(|schema| schema.to_lowercase())
                .as_deref()
    };
    let renamed = tokens.iter().enumerate().map(|(at, token)| {
        if is_type(at) {
            rename_identifier(token.text(), &old.name, new, '"')
        } else {
            token.text().to_owned()
        }
    });
    renamed.collect()
}

/// Follows a sequence: defaults that draw from it.
fn rename_drawn(schema: &mut Schema, old: &TableName, new: &TableName) {
    let literal = |name: &TableName| {
        let quoted = |name: &str| rename_identifier("x", "x", name, '"');
        let schema = name
            .schema
            .as_ref()
            .map(|schema| format!("{}.", quoted(schema)));
        let name = format!("{}{}", schema.unwrap_or_default(), quoted(&name.name));
        format!("'{}'", name.replace('\'', "''"))
    };
    let (old, new) = (literal(old), literal(new));
    let columns = schema
        .tables
        .iter_mut()
        .flat_map(|table| &mut table.columns);
    let domains = schema.domains.iter_mut().map(|domain| &mut domain.default);
    for default in columns
        .map(|column| &mut column.default)
        .chain(domains)
        .flatten()
    {
        *default = default.replace(&old, &new);
    }
}

#[cfg(test)]
mod tests {
    use super::with_type;
    use crate::model::TableName;

    #[test]
    fn a_type_of_the_same_name_elsewhere_keeps_its_name() {
        let here = TableName::new("status");
        let there = TableName::within(Some("audit"), "status");
        for (text, old, renamed) in [
            ("status[]", &here, "state[]"),
            ("audit.status", &here, "audit.status"),
            ("audit.status", &there, "audit.state"),
            ("'open'::status", &here, "'open'::state"),
            ("'status'::audit.status", &here, "'status'::audit.status"),
            ("\"audit\".\"status\"", &there, "\"audit\".\"state\""),
        ] {
            assert_eq!(with_type(text, old, "state"), renamed, "{text}");
        }
    }
}
