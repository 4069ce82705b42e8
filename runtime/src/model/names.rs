//! Names of objects.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A table's name, with its namespace where that is not the connection's default one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TableName {
    /// The namespace; `None` is the connection's default (PostgreSQL: the first of its search
    /// path; MySQL: the database; SQLite: `main`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The table's own name.
    pub name: String,
}

impl TableName {
    /// A table of the default namespace.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            schema: None,
            name: name.into(),
        }
    }

    /// A table of the given namespace.
    pub fn within(schema: Option<&str>, name: impl Into<String>) -> Self {
        Self {
            schema: schema.map(str::to_owned),
            name: name.into(),
        }
    }

    /// Another name in the same namespace.
    #[must_use]
    pub fn renamed(&self, name: &str) -> Self {
        Self::within(self.schema.as_deref(), name)
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}.")?;
        }
        f.write_str(&self.name)
    }
}

/// The name of an index or a constraint.
///
/// A name that nobody chose is *implicit*: whatever name an equal object has in the database is
/// right, and it is used only when the object is created.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    text: String,
    is_implicit: bool,
}

impl Name {
    /// A name that was chosen, or found in a database.
    pub fn chosen(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_implicit: false,
        }
    }

    /// A name that was derived from a pattern.
    pub fn implicit(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_implicit: true,
        }
    }

    /// The name itself.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nobody chose it.
    #[must_use]
    pub const fn is_implicit(&self) -> bool {
        self.is_implicit
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::chosen)
    }
}
