//! Enum types.
//!
//! In: rows of the catalogue. Out: enum types of the model. Asks nothing.

use super::catalogue::Catalogue;
use super::unsupported::TYPES;
use crate::model::{EnumType, Schema};

/// Reads every enum type.
pub(super) fn read(catalogue: &Catalogue, schema: &mut Schema) {
    let types = catalogue.answers.types.iter();
    let enums = types
        .filter(|row| row.letter(3) == 'e' && !catalogue.is_member(TYPES, row.number(0)))
        .map(|row| EnumType {
            name: catalogue.qualified(row, 1),
            // A type without a value has no list.
            values: serde_json::from_str(row.borrowed(4)).unwrap_or_default(),
            comment: catalogue.comments.get(&(row.number(0), 0)).cloned(),
        });
    schema.enums.extend(enums);
}
