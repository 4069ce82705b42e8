//! Inspection of one engine.
use super::{Expression, Scope};
use crate::error::Error;
use crate::model::{Flavor, Schema};
use std::collections::BTreeMap;
pub async fn flavor(_c: &mut sqlx::PgConnection) -> Result<Flavor, Error> {
    unreachable!()
}
pub async fn inspect(_c: &mut sqlx::PgConnection, _f: Flavor, _s: &Scope) -> Result<Schema, Error> {
    unreachable!()
}
pub async fn normalize(
    _c: &mut sqlx::PgConnection,
    _s: &Schema,
    _e: &[Expression],
) -> Result<BTreeMap<Expression, String>, Error> {
    unreachable!()
}
