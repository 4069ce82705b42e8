//! What to do when a server refuses the form that a statement asks for.
//!
//! In: an error, the plan, and where in it the statement stands. Out: the error, with the way out where it is such a refusal. Runs
//! nothing.

use super::driver::mysql_number;
use crate::dialect::{Dialect, Statement};
use crate::error::DriverError;
use crate::plan::Plan;

/// The form that is asked for stands behind the change, and begins so.
const FORM: &str = ", ALGORITHM=";

/// The error of a statement, told with the way out where MySQL or MariaDB has no such form for it.
pub(super) fn explained(
    error: DriverError,
    plan: &Plan,
    step: usize,
    statement: &Statement,
) -> DriverError {
    let step = plan.steps.iter().find(|other| other.id == step);
    let object = step.map(|step| step.change.object());
    let table = object.as_ref().and_then(|object| object.table());
    let (Some(number), Some(table), Some((plain, _))) =
        (mysql_number(&error), table, statement.sql.rsplit_once(FORM))
    else {
        return error;
    };
    let way_out = match number {
        // ER_INNODB_MAX_ROW_VERSION.
        4092 => format!(
            "the rows of `{table}` have as many versions as the server keeps, so run \
             `ALTER TABLE {} FORCE` in a quiet hour, which writes them again",
            Dialect::of(plan.flavor).table(table)
        ),
        // ER_ALTER_OPERATION_NOT_SUPPORTED, without and with a reason.
        1845 | 1846 => format!(
            "the server would do more to `{table}` than the plan says, such as copy it, so run `{plain}` \
             in a quiet hour"
        ),
        _ => return error,
    };
    format!("{error}; nothing of this step was done: {way_out}").into()
}
