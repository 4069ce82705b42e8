//! Three models in (base, live, desired), changes out.
//!
//! In: schemas of one flavor. Out: [`Difference`]: every difference as a change, as foreign or as
//! unsupported; total and deterministic. Knows no dialect and no data.
//!
//! `pair` brings the sides to the same names first; `compare` is the one walk over their facts.
//! Between the two the expressions can be respelled by the server.

mod alike;
mod apply;
mod change;
mod claimed;
mod compare;
mod divided;
mod divided_anew;
mod domain;
mod letter_case;
mod listed;
mod numbered;
mod outside;
mod pair;
mod part;
mod remark;
mod replica_identity;
#[cfg(test)]
mod tests;
mod trigger;
mod values;
mod view;

pub use apply::apply;
pub use change::{Cause, Change, Edit};
pub use compare::{Difference, compare, named_as_live};
pub use domain::keep_own;
pub use pair::{Paired, pair};
pub use values::values_changed;

/// Whose the objects are that only the database has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// Ours, when the base has them; otherwise somebody else's.
    Recorded,
    /// All ours: the caller said so.
    Everything,
}
