//! One ordered unit.

use crate::dialect::{Obstacle, Statement};
use crate::diff::{Cause, Change, Edit};
use crate::model::Object;

/// One change with its statements.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// Its place in the plan, from 1.
    pub id: usize,
    /// The change.
    pub change: Change,
    /// The change in words.
    pub summary: String,
    /// What runs, in order.
    pub statements: Vec<Statement>,
    /// What takes it back. Rows that it destroyed stay away.
    pub inverse: Vec<String>,
    /// Whether code of this release cannot run without it.
    pub is_required: bool,
    /// Whether its table is created by the same plan.
    pub is_on_new_table: bool,
    /// Why it cannot be made, where it cannot.
    pub obstacle: Option<Obstacle>,
    /// Steps that must have run before.
    pub depends_on: Vec<usize>,
    /// Steps that make sense only together with this one.
    pub together_with: Vec<usize>,
}

/// Whether code of the desired schema cannot run before the change is made.
///
/// What takes something away and what makes a rule stricter can wait; what new code reads or
/// writes cannot.
pub(super) const fn is_required(change: &Change) -> bool {
    match &change.edit {
        Edit::Create(object) => matches!(
            object,
            Object::Namespace(_) | Object::Table(_) | Object::Column(..) | Object::Default(..)
        ),
        Edit::Drop(object) => match object {
            Object::NotNull(..) => matches!(change.cause, Cause::Desired | Cause::Retired),
            _ => false,
        },
        Edit::Alter { to, .. } => matches!(to, Object::Column(..) | Object::Default(..)),
        Edit::Rename { to, .. } => matches!(
            to,
            crate::model::ObjectId::Table(_) | crate::model::ObjectId::Column(..)
        ),
    }
}
