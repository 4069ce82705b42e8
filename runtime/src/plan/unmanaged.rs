//! Types and sequences that what is not managed uses.
//!
//! In: an edit that takes such an object away. Out: an obstacle where an item speaks of it that would stay: the server would
//! refuse it in the middle of the run. Knows of a table that is not managed nothing but the text that inspection gives of it.

use crate::dialect::Obstacle;
use crate::diff::Edit;
use crate::model::{Engine, Object, REFERENCE, Schema, Unsupported};

pub(super) fn find(edit: &Edit, live: &Schema) -> Option<Obstacle> {
    let object = match edit {
        Edit::Drop(object) => object,
        Edit::Alter {
            from: object @ Object::Domain(from),
            to: Object::Domain(to),
        } if !from.is_alike_beneath(to) => object,
        _ => return None,
    };
    if live.flavor.engine() != Engine::Postgres {
        return None;
    }
    let (names, is_user): (Vec<&str>, fn(&Unsupported) -> bool) = match object {
        Object::Enum(own) => (vec![&own.name.name], is_table),
        Object::Domain(own) => (vec![&own.name.name], is_table),
        Object::Sequence(own) => (vec![&own.name.name], is_table),
        Object::Extension(own) => {
            let names = own.provides.iter().map(String::as_str);
            (names.collect(), is_over_types)
        }
        _ => return None,
    };
    let uses = |item: &&Unsupported| names.iter().any(|name| speaks_of(shape(item), name));
    let mut items = live.unsupported.iter().filter(|item| is_user(item));
    let item = items.find(uses)?;
    Some(Obstacle::new(
        &item.object,
        format!(
            "this {} is not managed, and uses `{}`",
            item.kind,
            edit.object()
        ),
        format!(
            "change the {0} `{1}` yourself, then apply",
            item.kind, item.object
        ),
    ))
}

fn is_table(item: &Unsupported) -> bool {
    item.kind.ends_with(" table") && item.kind != REFERENCE || item.kind == "partition"
}

fn is_over_types(item: &Unsupported) -> bool {
    is_table(item) || item.kind.ends_with(" type") || is_routine(item)
}

fn is_routine(item: &Unsupported) -> bool {
    ["function", "aggregate", "window function", "procedure"].contains(&item.kind.as_str())
}

/// What of an item names its types: of a routine what stands before its body.
fn shape(item: &Unsupported) -> &str {
    let text = item.definition.as_deref().unwrap_or(&item.object);
    let end = text.find(" LANGUAGE ").filter(|_| is_routine(item));
    &text[..end.unwrap_or(text.len())]
}

/// Whether the name stands in the text as a word.
pub(super) fn speaks_of(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::speaks_of;

    #[test]
    fn a_name_is_a_word() {
        for (text, is_named) in [
            ("\"type\":\"mood\"", true),
            ("nextval('mood'::regclass)", true),
            ("mood", true),
            ("my_mood, moods", false),
            ("", false),
        ] {
            assert_eq!(speaks_of(text, "mood"), is_named, "{text}");
        }
    }
}
