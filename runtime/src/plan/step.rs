//! One ordered unit.

use crate::dialect::{Obstacle, Statement};
use crate::diff::{Cause, Change, Edit};
use crate::model::{Column, Engine, Object};

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
pub(super) fn is_required(change: &Change, engine: Engine) -> bool {
    match &change.edit {
        Edit::Alter {
            from: Object::Column(_, from),
            to: Object::Column(_, to),
        } if engine == Engine::Sqlite => !works_alike_on_sqlite(from, to),
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

/// SQLite enforces no length, drivers read every text type alike, and an `INTEGER PRIMARY KEY` numbers
/// rows with and without `AUTOINCREMENT`: code runs on either form.
fn works_alike_on_sqlite(from: &Column, to: &Column) -> bool {
    storage_class(&from.data_type) == storage_class(&to.data_type)
        && (&from.generated, &from.collation) == (&to.generated, &to.collation)
}

/// What drivers tell apart: the word of the type, and one word for all texts
/// (sqlite.org/datatype3.html, section 3.1).
fn storage_class(declared: &str) -> String {
    let word = declared.split('(').next().unwrap_or_default().trim();
    let word = word.to_uppercase();
    let is_text = ["CHAR", "CLOB", "TEXT"]
        .iter()
        .any(|text| word.contains(text));
    if is_text && !word.contains("INT") {
        "TEXT".to_owned()
    } else {
        word
    }
}
