//! The structs that everybody shares.

use trueup::Table;

/// Whom we deal with.
#[derive(Debug, Table)]
pub struct Org {
    /// Its number.
    #[column(primary_key, auto_increment)]
    pub id: i64,
    /// Its name, unlike any other.
    #[column(unique, max_length = 80)]
    pub name: String,
}

/// Who works there.
#[derive(Debug, Table)]
pub struct Member {
    /// Their number.
    #[column(primary_key, auto_increment)]
    pub id: i64,
    /// Where they work.
    #[column(references = Org::id, on_delete = cascade, index)]
    pub org_id: i64,
    /// Where to write to them.
    #[column(unique, max_length = 255)]
    pub email: String,
}
