//! A text in the database's own language.

/// A piece of SQL, the same for every database or one for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SqlMeta {
    /// The same text everywhere.
    Same(&'static str),
    /// A text for each database that is named; the others go without.
    Each {
        /// On PostgreSQL.
        postgres: Option<&'static str>,
        /// On MySQL and MariaDB.
        mysql: Option<&'static str>,
        /// On SQLite.
        sqlite: Option<&'static str>,
    },
}
