//! The shape of the document that `catalogue.sql` yields. Knows nothing of what it means.

use serde::Deserialize;

/// The document.
#[derive(Debug, Deserialize)]
pub(super) struct Catalogue {
    pub(super) tables: Vec<TableRow>,
    pub(super) others: Vec<OtherRow>,
    pub(super) statistics: Vec<String>,
}

/// A table.
#[derive(Debug, Deserialize)]
pub(super) struct TableRow {
    pub(super) name: String,
    pub(super) sql: String,
    pub(super) columns: Vec<ColumnRow>,
    pub(super) indexes: Vec<IndexRow>,
    pub(super) keys: Vec<KeyRow>,
}

/// Name, type, NOT NULL, default, place in the primary key from one, and kind: 2 for computed when
/// read, 3 for computed and stored.
#[derive(Debug, Deserialize)]
pub(super) struct ColumnRow(
    pub(super) String,
    pub(super) String,
    pub(super) i64,
    pub(super) Option<String>,
    pub(super) i64,
    pub(super) i64,
);

/// Name, whether it is unique, where it comes from (`c`, `u`, `pk`), and its parts.
#[derive(Debug, Deserialize)]
pub(super) struct IndexRow(
    pub(super) String,
    pub(super) i64,
    pub(super) String,
    pub(super) Vec<PartRow>,
);

/// Place of the column in the table (-1 the rowid, -2 an expression), its name, whether it
/// descends, and its collation.
#[derive(Debug, Deserialize)]
pub(super) struct PartRow(
    pub(super) i64,
    pub(super) Option<String>,
    pub(super) i64,
    pub(super) Option<String>,
);

/// One column of a foreign key: number of the key, table, column, column there, on update, on
/// delete.
#[derive(Debug, Deserialize)]
pub(super) struct KeyRow(
    pub(super) i64,
    pub(super) String,
    pub(super) String,
    pub(super) Option<String>,
    pub(super) String,
    pub(super) String,
);

/// Type, name, name of its table, and text.
#[derive(Debug, Deserialize)]
pub(super) struct OtherRow(
    pub(super) String,
    pub(super) String,
    pub(super) String,
    pub(super) String,
);
