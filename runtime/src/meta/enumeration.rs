//! What `#[derive(Enum)]` writes: the values of an enum, and how they are stored.
//!
//! In: literals. Out: [`EnumMeta`], inside of the value type of a column. Knows no dialect.

use super::ValueType;
use super::text::is_same;

/// An enum whose variants are the values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EnumMeta {
    /// The enum's name.
    pub rust_name: &'static str,
    /// The module that the enum is in.
    pub module: &'static str,
    /// The namespace of the type, where one is named.
    pub schema: Option<&'static str>,
    /// The name of the type, where the engine keeps types.
    pub name: &'static str,
    /// What is stored.
    pub storage: EnumStorage,
    /// The variants in their order.
    pub variants: &'static [VariantMeta],
    /// What else is declared, each kind once.
    pub words: &'static [EnumWord],
}

/// What is stored for a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EnumStorage {
    /// What the engine has for it: an enum type, a column of type `ENUM`, or a text with a check.
    Native,
    /// A text with a check.
    Text,
    /// The discriminant as this integer type, with a check.
    Integer(ValueType),
}

/// One variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VariantMeta {
    /// The variant's name in Rust.
    pub name: &'static str,
    /// The text that is stored.
    pub value: &'static str,
    /// The number that is stored instead, where the storage is an integer.
    pub number: i128,
    /// Former values, newest first.
    pub renamed_from: &'static [&'static str],
}

/// What attributes say about an enum beyond its variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EnumWord {
    /// Former names of the type, newest first.
    RenamedFrom(&'static [&'static str]),
    /// Values that rows may still have, and no variant has.
    Retired(&'static [&'static str]),
    /// The comment of the type.
    Comment(&'static str),
}

impl EnumMeta {
    /// Former names of the type, newest first.
    #[must_use]
    pub const fn renamed_from(&self) -> &'static [&'static str] {
        word!(self, EnumWord::RenamedFrom(names) => names);
        &[]
    }

    /// Values that rows may still have, and no variant has.
    #[must_use]
    pub const fn retired(&self) -> &'static [&'static str] {
        word!(self, EnumWord::Retired(values) => values);
        &[]
    }

    /// The comment of the type.
    #[must_use]
    pub const fn comment(&self) -> Option<&'static str> {
        word!(self, EnumWord::Comment(text) => Some(text));
        None
    }

    /// The variant of that name.
    #[must_use]
    pub const fn variant(&self, name: &str) -> Option<&'static VariantMeta> {
        let mut at = 0;
        while at < self.variants.len() {
            if is_same(self.variants[at].name, name) {
                return Some(&self.variants[at]);
            }
            at += 1;
        }
        None
    }

    /// Whether a variant is stored as this text.
    #[must_use]
    pub const fn has_text(&self, text: &str) -> bool {
        let mut at = 0;
        while at < self.variants.len() {
            if is_same(self.variants[at].value, text) {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether a variant is stored as this number.
    #[must_use]
    pub const fn has_number(&self, number: i128) -> bool {
        let mut at = 0;
        while at < self.variants.len() {
            if self.variants[at].number == number {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether numbers are stored.
    #[must_use]
    pub const fn is_integer(&self) -> bool {
        matches!(self.storage, EnumStorage::Integer(_))
    }

    /// What is stored, in the order of the variants, and then what is retired.
    pub fn values(&self) -> impl Iterator<Item = String> {
        let variants = self.variants.iter().map(|variant| match self.storage {
            EnumStorage::Integer(_) => variant.number.to_string(),
            EnumStorage::Native | EnumStorage::Text => variant.value.to_owned(),
        });
        variants.chain(self.retired().iter().map(|value| (*value).to_owned()))
    }
}
