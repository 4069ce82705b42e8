//! Exclusion constraints.
//!
//! In: constraints of the model. Out: their statements. The index of one cannot be built beside
//! running writers (PostgreSQL 18, ALTER TABLE, ADD table_constraint_using_index).

use super::words::{quote, table as named};
use super::{brief, constraint, scanning};
use crate::dialect::{Rendered, Scene};
use crate::model::{Exclusion, TableName};

pub(super) fn create(table: &TableName, exclusion: &Exclusion, scene: Scene<'_>) -> Rendered {
    let sql = format!("ALTER TABLE {} ADD {}", named(table), definition(exclusion));
    scanning(brief(sql, scene), scene).into()
}

pub(super) fn drop(table: &TableName, exclusion: &Exclusion, scene: Scene<'_>) -> Rendered {
    constraint::drop(table, exclusion.name.text(), scene).into()
}

/// One constraint in the place of another, without a moment between them.
pub(super) fn alter(
    table: &TableName,
    from: &Exclusion,
    to: &Exclusion,
    scene: Scene<'_>,
) -> Rendered {
    let sql = format!(
        "ALTER TABLE {} DROP CONSTRAINT {}, ADD {}",
        named(table),
        quote(from.name.text()),
        definition(to)
    );
    scanning(brief(sql, scene), scene).into()
}

/// The constraint as it stands in `CREATE TABLE`.
pub(super) fn definition(exclusion: &Exclusion) -> String {
    format!(
        "CONSTRAINT {} EXCLUDE {}",
        quote(exclusion.name.text()),
        exclusion.definition
    )
}
