//! Vendor and version as a value.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A family of databases that one dialect speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    MySql,
    /// SQLite.
    Sqlite,
}

/// Who makes the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// PostgreSQL.
    Postgres,
    /// MySQL.
    MySql,
    /// MariaDB.
    MariaDb,
    /// SQLite.
    Sqlite,
}

/// A version with three parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Version(pub u16, pub u16, pub u16);

/// Vendor and version. Asked with at-least questions, never by comparing texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flavor {
    /// Who makes the server.
    pub vendor: Vendor,
    /// Its version.
    pub version: Version,
}

impl Flavor {
    /// A flavor.
    #[must_use]
    pub const fn new(vendor: Vendor, version: Version) -> Self {
        Self { vendor, version }
    }

    /// The family.
    #[must_use]
    pub const fn engine(self) -> Engine {
        match self.vendor {
            Vendor::Postgres => Engine::Postgres,
            Vendor::MySql | Vendor::MariaDb => Engine::MySql,
            Vendor::Sqlite => Engine::Sqlite,
        }
    }

    /// Whether the server is of that vendor and at least that version.
    #[must_use]
    pub fn is_at_least(self, vendor: Vendor, major: u16, minor: u16) -> bool {
        self.vendor == vendor && (self.version.0, self.version.1) >= (major, minor)
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postgres => "PostgreSQL",
            Self::MySql => "MySQL",
            Self::Sqlite => "SQLite",
        })
    }
}

impl fmt::Display for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postgres => "PostgreSQL",
            Self::MySql => "MySQL",
            Self::MariaDb => "MariaDB",
            Self::Sqlite => "SQLite",
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

impl fmt::Display for Flavor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.vendor, self.version)
    }
}
