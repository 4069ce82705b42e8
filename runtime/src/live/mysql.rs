//! Inspection of one engine.
use super::{Expression, Scope};
use crate::error::Error;
use crate::model::{Flavor, Schema};
use std::collections::BTreeMap;
pub async fn flavor(_c: &mut sqlx::MySqlConnection) -> Result<Flavor, Error> {
    unreachable!()
}
pub async fn inspect(
    _c: &mut sqlx::MySqlConnection,
    _f: Flavor,
    _s: &Scope,
) -> Result<Schema, Error> {
    unreachable!()
}
pub async fn normalize(
    _c: &mut sqlx::MySqlConnection,
    _s: &Schema,
    _e: &[Expression],
) -> Result<BTreeMap<Expression, String>, Error> {
    unreachable!()
}
