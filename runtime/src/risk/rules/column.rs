//! Columns, their types, NOT NULL and defaults.

use super::super::conversion::{Conversion, conversion};
use super::{Axis, Grade, Rule, blocks, edit, is_server, works};
use crate::diff::Edit;
use crate::model::{AutoIncrement, Column, Engine, Object, ObjectId};
use crate::plan::Step;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "add-column-not-null-no-default",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "rows that are there have no value for it, so adding it fails",
        way_out: "give the field a default, or make it an `Option` and require it in a later release",
        applies: |step, flavor| {
            flavor.engine() != Engine::MySql
                && added(step).is_some_and(|column| {
                    // SQLite numbers new rows alone, and not those that are there.
                    !column.can_be_left_out()
                        || (flavor.engine() == Engine::Sqlite && column.auto_increment.is_some())
                })
        },
    },
    Rule {
        id: "add-column-implicit-zero",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "the server fills rows that are there with an implicit zero or empty text",
        way_out: "give the field a default, or make it an `Option` and require it in a later release",
        applies: |step, flavor| {
            flavor.engine() == Engine::MySql
                && added(step).is_some_and(|column| !column.can_be_left_out())
        },
    },
    Rule {
        id: "add-column-rewrite",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "every row is written again while the table is locked, for its value or for what else the table holds",
        way_out: "add the field as an `Option` without the default, fill it, and add the default afterwards",
        applies: |step, flavor| {
            is_server(flavor) && added(step).is_some_and(Column::can_be_left_out) && blocks(step)
        },
    },
    Rule {
        id: "drop-column",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "every value of the column is lost, and code that names it breaks",
        way_out: "state it on the struct with `#[table(dropped(\"{name}\"))]`, or approve this plan by its hash",
        applies: |step, _| {
            // A computed column that comes back in the same bundle has its values again.
            let is_away = |column: &Column| column.generated.is_some() && step.is_away;
            matches!(edit(step), Edit::Drop(Object::Column(_, column)) if !is_away(column))
        },
    },
    Rule {
        id: "rename-column",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "code that is still running knows the column by its old name",
        way_out: "stop the old release first, or add a new column and keep both for one release",
        applies: |step, _| {
            matches!(
                edit(step),
                Edit::Rename {
                    to: ObjectId::Column(..),
                    ..
                }
            )
        },
    },
    Rule {
        id: "alter-type-narrowing",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "a value may not fit the new type: the change fails, or rounds or cuts the value",
        way_out: "look at the values first, then approve this plan by its hash",
        applies: |step, flavor| {
            is_server(flavor)
                && altered(step).is_some_and(|(from, to)| {
                    conversion(&from.data_type, &to.data_type) == Conversion::Narrowing
                })
        },
    },
    Rule {
        id: "sqlite-affinity-change",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "values are stored in another form where they can be, and kept as they are where not",
        way_out: "look at the values with `typeof()` first, then approve this plan by its hash",
        applies: |step, flavor| {
            !is_server(flavor)
                && altered(step)
                    .is_some_and(|(from, to)| affinity(&from.data_type) != affinity(&to.data_type))
        },
    },
    Rule {
        id: "alter-type-rewrite",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "every row is written again while the table is locked",
        way_out: "apply it in a maintenance window, with an approval of this plan",
        applies: |step, flavor| is_server(flavor) && altered(step).is_some() && blocks(step),
    },
    Rule {
        id: "alter-type-metadata",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "prepared statements that select the column fail once and must be prepared again",
        way_out: "retry the failed statement once; nothing else is needed",
        applies: |step, flavor| {
            is_server(flavor)
                && altered(step).is_some_and(|(from, to)| from.data_type != to.data_type)
        },
    },
    Rule {
        id: "collation-change",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "what is equal and what comes first changes, and with it what unique keys allow",
        way_out: "look for values that become equal, then approve this plan by its hash",
        applies: |step, _| {
            altered(step).is_some_and(|(from, to)| from.collation != to.collation)
                || sorts_texts_anew(step)
        },
    },
    Rule {
        id: "generated-expression-change",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "the column's values are computed again, or stop being computed",
        way_out: "approve this plan by its hash",
        applies: |step, _| {
            altered(step).is_some_and(|(from, to)| {
                from.generated.is_some() && from.generated != to.generated
            })
        },
    },
    Rule {
        id: "generated-make",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "every value of the column is lost, as computed ones take their place, and code that writes it breaks",
        way_out: "keep the values in a column of another name first, then approve this plan by its hash",
        applies: |step, _| {
            altered(step)
                .is_some_and(|(from, to)| from.generated.is_none() && to.generated.is_some())
        },
    },
    Rule {
        id: "auto-increment-change",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "rows are numbered in another way from now on, and running code may rely on the old one",
        way_out: "approve this plan by its hash",
        applies: |step, _| {
            altered(step).is_some_and(|(from, to)| {
                from.auto_increment != to.auto_increment
                    && !is_towards_default(from.auto_increment, to.auto_increment)
            })
        },
    },
    Rule {
        id: "set-not-null-unverified",
        axis: Axis::Data,
        grade: Grade::High,
        reason: "it fails when a row has no value there",
        way_out: "fill the column first, then approve this plan by its hash",
        applies: |step, _| requires_value(step),
    },
    Rule {
        id: "set-not-null-writers",
        axis: Axis::Compatibility,
        grade: Grade::High,
        reason: "code that is still running may write rows without the value",
        way_out: "give the field a default, or require it one release later",
        applies: |step, _| requires_value(step),
    },
    Rule {
        id: "set-not-null-scan",
        axis: Axis::Blocking,
        grade: Grade::High,
        reason: "every row is looked at while the table is locked",
        way_out: "apply it in a maintenance window, with an approval of this plan",
        applies: |step, flavor| is_server(flavor) && requires_value(step) && blocks(step),
    },
    Rule {
        id: "drop-not-null",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "code that is still running may not expect a row without the value",
        way_out: "write no such row before the old release is gone",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::NotNull(..))),
    },
    Rule {
        id: "drop-default",
        axis: Axis::Compatibility,
        grade: Grade::Medium,
        reason: "code that is still running may leave the column out",
        way_out: "keep the default for one more release",
        applies: |step, _| matches!(edit(step), Edit::Drop(Object::Default(..))),
    },
    Rule {
        id: "sqlite-rebuild",
        axis: Axis::Blocking,
        grade: Grade::Medium,
        reason: "the table is copied, and the whole file is locked for writing meanwhile",
        way_out: "nothing is lost; on a large file choose a quiet time",
        applies: |step, flavor| {
            !is_server(flavor) && step.statements.iter().any(|statement| statement.rewrites)
        },
    },
    Rule {
        id: "column-work",
        axis: Axis::Blocking,
        grade: Grade::Medium,
        reason: "the work grows with the table, without keeping others away",
        way_out: "nothing is needed; it takes a while on a large table",
        applies: |step, flavor| is_server(flavor) && is_about_column(step) && works(step),
    },
];

fn added(step: &Step) -> Option<&Column> {
    match edit(step) {
        Edit::Create(Object::Column(_, column)) => Some(column),
        _ => None,
    }
}

const fn altered(step: &Step) -> Option<(&Column, &Column)> {
    edit(step).altered_column()
}

/// Whether texts follow their table to another collation, for which the step does more than change a setting.
fn sorts_texts_anew(step: &Step) -> bool {
    let Edit::Alter {
        from: Object::Table(from),
        to: Object::Table(to),
    } = edit(step)
    else {
        return false;
    };
    from.options.get("collation") != to.options.get("collation") && (blocks(step) || works(step))
}

fn requires_value(step: &Step) -> bool {
    matches!(edit(step), Edit::Create(Object::NotNull(..)))
}

fn is_about_column(step: &Step) -> bool {
    step.change.object().column().is_some()
}

/// An identity that starts to accept given values breaks nobody.
fn is_towards_default(from: Option<AutoIncrement>, to: Option<AutoIncrement>) -> bool {
    (from, to) == (Some(AutoIncrement::Always), Some(AutoIncrement::Default))
}

/// The affinity of a declared type (sqlite.org/datatype3.html, section 3.1).
fn affinity(declared: &str) -> &'static str {
    let declared = declared.to_uppercase();
    let has = |word: &str| declared.contains(word);
    if has("INT") {
        "INTEGER"
    } else if has("CHAR") || has("CLOB") || has("TEXT") {
        "TEXT"
    } else if has("BLOB") || declared.is_empty() {
        "BLOB"
    } else if has("REAL") || has("FLOA") || has("DOUB") {
        "REAL"
    } else {
        "NUMERIC"
    }
}
