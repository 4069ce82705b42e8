//! The dialect.

use super::{Capability, Ddl, Obstacle, Rendered, Scene};
use crate::meta::{DefaultMeta, ValueType};
use crate::model::{Flavor, Object, ObjectId, Schema, TableName};

/// The dialect.
#[derive(Debug, Clone, Copy)]
pub struct Postgres {
    pub(super) flavor: Flavor,
}

#[expect(unused_variables, reason = "not written yet")]
impl Ddl for Postgres {
    fn capability(&self) -> Capability {
        unreachable!("{}", self.flavor)
    }
    fn quote(&self, identifier: &str) -> String {
        unreachable!()
    }
    fn literal(&self, text: &str) -> String {
        unreachable!()
    }
    fn column_type(&self, value: ValueType, max_length: Option<u32>) -> Result<String, String> {
        unreachable!()
    }
    fn default_expression(
        &self,
        default: &DefaultMeta,
        value: ValueType,
    ) -> Result<String, String> {
        unreachable!()
    }
    fn canonical(&self, schema: Schema) -> Schema {
        unreachable!()
    }
    fn is_same_expression(&self, a: &str, b: &str) -> bool {
        unreachable!()
    }
    fn create(&self, object: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        unreachable!()
    }
    fn drop(&self, object: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        unreachable!()
    }
    fn alter(&self, from: &Object, to: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        unreachable!()
    }
    fn rename(
        &self,
        from: &ObjectId,
        to: &ObjectId,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        unreachable!()
    }
    fn rebuild(&self, table: &TableName, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        unreachable!()
    }
}
