//! What a flavor can do, as data.

/// What is written inside `CREATE TABLE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inside {
    /// Nothing: each is added by a statement of its own.
    Nothing,
    /// What comes with a new table, where that which it refers to is there.
    Settled,
    /// All, also what refers to tables that do not exist yet.
    All,
}

/// Yes and no, and limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capability {
    /// Whether a schema change can be taken back by a rollback.
    pub transactional_ddl: bool,
    /// Whether there are namespaces besides the database.
    pub namespaces: bool,
    /// Whether a unique constraint is an object of its own; otherwise it is written as a unique index.
    pub unique_constraints: bool,
    /// Which foreign keys are written inside `CREATE TABLE`.
    pub foreign_keys_inside_table: Inside,
    /// Whether indexes are written inside `CREATE TABLE`.
    pub indexes_inside_table: bool,
    /// Whether a column in a foreign key can change its type only while the key is away.
    pub type_change_detaches_foreign_keys: bool,
    /// Whether a column in a foreign key begins or ends to number itself only while the key is away.
    pub numbering_detaches_foreign_keys: bool,
    /// Whether the engine makes an index for a foreign key that has none.
    pub indexes_foreign_keys: bool,
    /// Whether a column can change its type, and a view its columns, only while no view uses it.
    pub views_hold_columns: bool,
    /// The greatest length of an identifier, in bytes.
    pub identifier_limit: usize,
}
