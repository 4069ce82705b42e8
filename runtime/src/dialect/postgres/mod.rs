//! PostgreSQL 12 and later.
//!
//! In: neutral edits. Out: statements, with the locks and the work that the server does for them.
//! Does no I/O, and never writes CASCADE or a cast that can lose something.

mod canonical;
mod ddl;
pub(crate) mod kept;
#[cfg(feature = "postgres")]
pub(crate) mod scratch;
mod type_change;
mod types;
mod words;

pub(crate) use ddl::index_part;
#[cfg(feature = "postgres")]
pub(crate) use ddl::{SEQUENCE, column_definition};
pub(crate) use words::{
    clustered, collation, commented, literal, operator_class, plain_literal, quote, table,
    type_name, within,
};
#[cfg(feature = "postgres")]
pub(crate) use words::{gone_with, serial_name};

use super::{Capability, Ddl, Inside, Obstacle, Rendered, Scene};
use crate::meta::{DefaultMeta, ValueType};
use crate::model::{Flavor, Object, ObjectId, Schema, TableName};

/// The dialect.
#[derive(Debug, Clone, Copy)]
pub struct Postgres {
    pub(super) flavor: Flavor,
}

impl Ddl for Postgres {
    fn capability(&self) -> Capability {
        Capability {
            transactional_ddl: true,
            namespaces: true,
            unique_constraints: true,
            foreign_keys_inside_table: Inside::Nothing,
            indexes_inside_table: false,
            type_change_detaches_foreign_keys: false,
            numbering_detaches_foreign_keys: false,
            indexes_foreign_keys: false,
            views_hold_columns: true,
            identifier_limit: words::IDENTIFIER_LIMIT,
        }
    }

    fn quote(&self, identifier: &str) -> String {
        quote(identifier)
    }

    fn literal(&self, text: &str) -> String {
        literal(text)
    }

    fn column_type(&self, value: ValueType, max_length: Option<u32>) -> Result<String, String> {
        types::column_type(value, max_length)
    }

    fn default_expression(
        &self,
        default: &DefaultMeta,
        value: ValueType,
    ) -> Result<String, String> {
        types::default_expression(default, value)
    }

    fn canonical(&self, schema: Schema) -> Schema {
        canonical::canonical(schema)
    }

    fn is_same_expression(&self, a: &str, b: &str) -> bool {
        canonical::is_same_expression(a, b)
    }

    fn create(&self, object: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        ddl::create(self.flavor, object, scene)
    }

    fn drop(&self, object: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        ddl::drop(self.flavor, object, scene)
    }

    fn alter(&self, from: &Object, to: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        ddl::alter(self.flavor, from, to, scene)
    }

    fn rename(
        &self,
        from: &ObjectId,
        to: &ObjectId,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        ddl::rename(from, to, scene)
    }

    fn rebuild(&self, table: &TableName, _: Scene<'_>) -> Result<Rendered, Obstacle> {
        Err(Obstacle::new(
            table,
            "PostgreSQL changes tables in place and never rebuilds one",
            "apply the changes one by one",
        ))
    }
}
