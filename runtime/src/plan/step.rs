//! One ordered unit.

use super::kept::Around;
use crate::dialect::{Obstacle, Statement};
use crate::diff::{Cause, Change, Edit, values_changed};
use crate::model::{Column, Engine, Kind, Object, ObjectId};

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
    /// Whether its object goes and comes back, or comes back, by steps that run together.
    pub(crate) is_away: bool,
    /// Whether it makes again, in another form, what a step that runs together with it dropped.
    pub(crate) is_replacing: bool,
    /// What is put back around it.
    pub(super) around: Around,
}

/// Whether code of the desired schema cannot run before the change is made.
///
/// What takes something away and what makes a rule stricter can wait; what new code reads or
/// writes, a new value of an enum with it, cannot.
pub(super) fn is_required(change: &Change, engine: Engine) -> bool {
    let adds_value = values_changed(&change.edit)
        .is_some_and(|(from, to)| to.iter().any(|value| !from.contains(value)));
    if adds_value {
        return true;
    }
    match &change.edit {
        Edit::Alter {
            from: Object::Column(_, from),
            to: Object::Column(_, to),
        } => !works_alike(from, to, engine),
        Edit::Create(object) => matches!(
            object,
            Object::Namespace(_)
                | Object::Extension(_)
                | Object::Enum(_)
                | Object::Domain(_)
                | Object::Sequence(_)
                | Object::View(_)
                | Object::Table(_)
                | Object::Column(..)
                | Object::Default(..)
        ),
        Edit::Drop(object) => match object {
            Object::NotNull(..) => matches!(change.cause, Cause::Desired | Cause::Retired),
            _ => false,
        },
        Edit::Alter { to, .. } => {
            matches!(
                to,
                Object::Column(..) | Object::Default(..) | Object::View(_)
            )
        }
        Edit::Rename { to, .. } => matches!(
            to,
            ObjectId::Enum(_)
                | ObjectId::EnumValue(..)
                | ObjectId::Domain(_)
                | ObjectId::Sequence(_)
                | ObjectId::View(_)
                | ObjectId::Table(_)
                | ObjectId::Column(..)
        ),
    }
}

/// A view that is only away for a moment is needed when what it makes way for is.
pub(super) fn settle_views(steps: &mut [Step]) {
    let is_view = |step: &Step| step.change.object().kind() == Kind::View;
    for at in 0..steps.len() {
        if !is_view(&steps[at]) || steps[at].together_with.is_empty() {
            continue;
        }
        let is_required = steps[at]
            .together_with
            .iter()
            .map(|other| &steps[other - 1])
            .any(|other| !is_view(other) && other.is_required);
        let is_replaced = steps[at]
            .together_with
            .iter()
            .map(|other| &steps[other - 1])
            .all(is_view);
        if !is_replaced {
            steps[at].is_required = is_required;
        }
    }
}

/// Whether code that is written for the second form runs on the first: drivers tell apart no lengths and
/// no kinds of text. On SQLite an `INTEGER PRIMARY KEY` numbers rows with and without `AUTOINCREMENT`.
fn works_alike(from: &Column, to: &Column, engine: Engine) -> bool {
    let is_numbered_alike = engine == Engine::Sqlite || from.auto_increment == to.auto_increment;
    is_numbered_alike
        && told_apart(&from.data_type) == told_apart(&to.data_type)
        && (&from.generated, &from.collation) == (&to.generated, &to.collation)
}

/// What drivers tell types apart by: the words without a length, and one word for all texts.
fn told_apart(data_type: &str) -> String {
    let words = match (data_type.find('('), data_type.rfind(')')) {
        // A width of one makes a boolean of it on MySQL.
        (Some(open), Some(close)) if open < close && !data_type.starts_with("tinyint") => {
            [&data_type[..open], &data_type[close + 1..]].concat()
        }
        _ => data_type.to_owned(),
    };
    let words = words.trim().to_uppercase();
    let is_text = ["CHAR", "CLOB", "TEXT"]
        .iter()
        .any(|text| words.contains(text));
    // `"char"` of PostgreSQL is a number of one byte.
    if is_text && !words.contains("INT") && !words.starts_with('"') {
        "TEXT".to_owned()
    } else {
        words
    }
}
