//! Puts back what is not managed around a change that it would block.
//!
//! In: steps, and how inspection says that objects are taken away and put back. Out: the same steps, each
//! with the statements before and after it. What cannot be put back is left for `obstacle` to find.

use std::collections::{BTreeMap, BTreeSet};

use super::bodies::host;
use super::divided_anew::{anew, made_anew};
use super::unmanaged::speaks_of;
use super::{Sides, Step};
use crate::dialect::{Lock, Statement};
use crate::diff::Edit;
use crate::model::{
    Column, Engine, GRANTS, Kept, Kind, Object, ObjectId, STATISTICS, Schema, Table, TableName,
    Unsupported, View,
};

/// What runs before and after the statements of a step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Around {
    before: Vec<Statement>,
    after: Vec<Statement>,
    /// Whether something is away from one step to another: all between them is one transaction.
    pub(super) spans_steps: bool,
}

impl Around {
    /// Adds what runs last.
    pub(super) fn follow(&mut self, statements: &[Statement]) {
        self.after.extend_from_slice(statements);
    }

    /// The statements, between those that take away and those that put back.
    pub(super) fn wrap(&self, statements: Vec<Statement>) -> Vec<Statement> {
        let mut all = self.before.clone();
        all.extend(statements);
        all.extend(self.after.clone());
        all
    }
}

/// The columns whose form changes, under which nothing that names them can stay on PostgreSQL. The same
/// columns of partitions are among them.
pub(super) fn reshaped(edit: &Edit, schema: &Schema) -> Vec<ObjectId> {
    let columns = match edit {
        Edit::Alter {
            from: Object::Column(table, from),
            to: Object::Column(_, to),
        } if is_reshaped(from, to) => vec![ObjectId::Column(table.clone(), from.name.clone())],
        _ => match made_anew(edit, schema).and_then(|name| schema.table(name)) {
            Some(table) => {
                let columns = table.columns.iter();
                let id = |own: &Column| ObjectId::Column(table.name.clone(), own.name.clone());
                columns.map(id).collect()
            }
            None => replaced(edit).map_or_else(Vec::new, |name| schema.columns_of(name)),
        },
    };
    let with_parts = columns.into_iter().flat_map(|id| {
        let table = id.table().and_then(|name| schema.table(name));
        let parts = table.into_iter().flat_map(|table| {
            let parts = table.partitions.iter().map(|part| part.table(&table.name));
            parts.filter_map(|part| Some(ObjectId::Column(part, id.column()?.to_owned())))
        });
        parts.chain([id.clone()]).collect::<Vec<_>>()
    });
    with_parts.collect()
}

fn is_reshaped(from: &Column, to: &Column) -> bool {
    super::detach::is_retyped(from, to) || from.generated != to.generated
}

/// Whether the view stays while it changes.
pub(super) fn is_in_place(from: &View, to: &View) -> bool {
    let is_same = (from.materialized, &from.query) == (to.materialized, &to.query);
    is_same || !from.materialized && !to.materialized && from.is_extended_by(to)
}

/// What can be put back in this plan.
pub(super) struct Keeper<'a> {
    kept: BTreeMap<(&'a str, &'a str), &'a Kept>,
    /// What gets another name, under which no text that was read before is true.
    renamed: BTreeSet<TableName>,
    /// Whether something does that texts name and that no table stands for.
    is_renamed_beside: bool,
    /// The views that are made again.
    made: BTreeSet<TableName>,
    /// The triggers that change by a step of their own.
    changed: BTreeSet<ObjectId>,
    /// The steps of the tables and views that go.
    drops: BTreeMap<ObjectId, usize>,
}

impl<'a> Keeper<'a> {
    pub(super) fn of(steps: &[Step], sides: Sides<'a>) -> Self {
        let kept = sides.live.kept.iter();
        let edits = || steps.iter().map(|step| &step.change.edit);
        let renames = || {
            edits().filter_map(|edit| match edit {
                Edit::Rename { to, .. } => Some(to),
                _ => None,
            })
        };
        let relation = |id: &ObjectId| match id {
            ObjectId::View(name) => Some(name.clone()),
            ObjectId::Table(_) | ObjectId::Column(..) | ObjectId::Partition(..) => {
                id.table().cloned()
            }
            _ => None,
        };
        let made = edits().filter_map(|edit| match edit {
            Edit::Create(Object::View(view)) => Some(view.name.clone()),
            _ => None,
        });
        let changed = steps.iter().map(|step| step.change.object());
        let drops = steps.iter().enumerate();
        let drops = drops.filter(|(_, step)| matches!(step.change.edit, Edit::Drop(_)));
        Self {
            kept: kept
                .map(|kept| ((kept.kind.as_str(), kept.object.as_str()), kept))
                .collect(),
            renamed: renames().filter_map(relation).collect(),
            is_renamed_beside: renames().any(|id| {
                matches!(
                    id.kind(),
                    Kind::Namespace | Kind::Enum | Kind::EnumValue | Kind::Domain | Kind::Sequence
                )
            }),
            made: made.collect(),
            changed: changed.filter(|id| id.kind() == Kind::Trigger).collect(),
            drops: drops.map(|(at, step)| (step.change.object(), at)).collect(),
        }
    }

    /// The later step in which the table goes that carries the item, where this one takes away what the item names: so
    /// the item goes first, for good.
    fn goes_later(&self, item: &Unsupported, edit: &Edit, schema: &Schema) -> Option<usize> {
        let named = match edit {
            Edit::Drop(Object::View(view)) => &view.name,
            Edit::Drop(Object::Table(table)) => &table.name,
            _ => return None,
        };
        if item.on.as_ref() != Some(named) {
            return None;
        }
        let at = self.drops.get(&edit.object())?;
        let last = self
            .drops
            .get(&ObjectId::Table(host(item, schema)?.clone()))?;
        (at < last).then_some(*last)
    }

    /// Whether the item went with the table that carries it, in an earlier step.
    fn went_before(&self, item: &Unsupported, at: usize, schema: &Schema) -> bool {
        let host = host(item, schema).map(|host| ObjectId::Table(host.clone()));
        host.is_some_and(|host| self.drops.get(&host).is_some_and(|first| *first < at))
    }

    /// The later steps that this one takes something away for.
    fn later(&self, edit: &Edit, schema: &Schema) -> Vec<usize> {
        let items = schema.unsupported.iter();
        let later = items.filter_map(|item| self.goes_later(item, edit, schema));
        later.collect()
    }

    /// What is put back by that step.
    pub(super) fn around(&self, at: usize, edit: &Edit, schema: &Schema) -> Vec<&'a Kept> {
        let reshaped = reshaped(edit, schema);
        let in_the_way = schema.unsupported.iter();
        let mut found: Vec<&Kept> = in_the_way
            .filter(|item| {
                is_in_the_way(item, edit, &reshaped)
                    || self.goes_later(item, edit, schema).is_some()
            })
            .filter(|item| !self.went_before(item, at, schema))
            .filter_map(|item| self.put_back(item, edit, schema))
            .collect();
        found.sort();
        found.dedup();
        found
    }

    /// How the item is put back by the step of that edit, where it can be.
    pub(super) fn put_back(
        &self,
        item: &Unsupported,
        edit: &Edit,
        schema: &Schema,
    ) -> Option<&'a Kept> {
        let comes_back = match edit {
            Edit::Drop(Object::View(view)) | Edit::Create(Object::View(view)) => {
                self.made.contains(&view.name)
            }
            Edit::Alter { .. } => true,
            _ => false,
        };
        let is_over = self.goes_later(item, edit, schema).is_some();
        let of_same =
            |other: &&Unsupported| (&other.kind, &other.object) == (&item.kind, &item.object);
        let mut tables = schema
            .unsupported
            .iter()
            .filter(of_same)
            .filter_map(|one| one.on.as_ref());
        let is_stale = self.is_renamed_beside || tables.any(|table| self.renamed.contains(table));
        let is_changed = item.on.as_ref().is_some_and(|table| {
            let name = item
                .object
                .strip_prefix(&format!("{table}."))
                .unwrap_or(&item.object);
            self.changed
                .contains(&ObjectId::Trigger(table.clone(), name.to_owned()))
        });
        if !comes_back && !is_over || is_stale || is_changed {
            return None;
        }
        let kept = self.kept.get(&(item.kind.as_str(), item.object.as_str()))?;
        // What is left of it for the moment would hold on to the old type.
        let still_names = replaced(edit).is_some_and(|name| {
            let mut left = kept.taken.iter();
            left.any(|text| text.starts_with("CREATE ") && speaks_of(text, &name.name))
        });
        (!still_names).then_some(*kept)
    }
}

/// The type that another one takes the place of, under its name.
pub(super) fn replaced(edit: &Edit) -> Option<&TableName> {
    match edit {
        Edit::Alter {
            from: Object::Enum(from),
            to: Object::Enum(to),
        } if !from.is_extended_by(to) => Some(&from.name),
        _ => None,
    }
}

/// Whether the item names one of the columns, the type that is replaced, or the view that is made anew by the edit.
pub(super) fn is_in_the_way(item: &Unsupported, edit: &Edit, reshaped: &[ObjectId]) -> bool {
    let Some(table) = &item.on else {
        return false;
    };
    match edit {
        Edit::Drop(Object::View(view)) | Edit::Create(Object::View(view)) => view.name == *table,
        Edit::Alter {
            from: Object::View(from),
            to: Object::View(to),
        } => from.name == *table && !is_in_place(from, to),
        // What is granted goes over to the new table.
        _ if anew(edit).is_some() && item.kind == GRANTS => false,
        _ if item.column.is_none() => {
            let whole = anew(edit).filter(|_| !reshaped.is_empty());
            replaced(edit) == Some(table) || whole.is_some_and(|(from, _)| is_of_table(from, table))
        }
        _ => item.column.as_ref().is_some_and(|column| {
            let id = ObjectId::Column(table.clone(), column.clone());
            reshaped.contains(&id)
        }),
    }
}

/// Whether it is the table or a partition of it.
fn is_of_table(whole: &Table, name: &TableName) -> bool {
    let mut parts = whole.partitions.iter();
    whole.name == *name || parts.any(|part| part.table(&whole.name) == *name)
}

/// Wraps each step in what takes away and puts back what it would be blocked by.
pub(super) fn keep(steps: &mut [Step], sides: Sides<'_>) {
    if sides.live.flavor.engine() != Engine::Postgres || sides.live.kept.is_empty() {
        return;
    }
    let schema = sides.renamed;
    let keeper = Keeper::of(steps, sides);
    let founds: Vec<Vec<&Kept>> = steps
        .iter()
        .enumerate()
        .map(|(at, step)| match step.obstacle {
            None => keeper.around(at, &step.change.edit, schema),
            Some(_) => Vec::new(),
        })
        .collect();
    let spans = spans(steps, &founds);
    for (at, found) in founds
        .iter()
        .enumerate()
        .filter(|(_, found)| !found.is_empty())
    {
        let span = |kept: &Kept| spans.get(kept).map(|ats| (ats[0], ats[ats.len() - 1]));
        let begins = |kept: &&&Kept| span(kept).is_none_or(|(first, _)| first == at);
        let ends = |kept: &&&Kept| span(kept).is_none_or(|(_, last)| last == at);
        let step = &mut steps[at];
        let edit = &step.change.edit;
        let statements = |texts: &[String]| -> Vec<Statement> {
            let texts = texts.iter().cloned();
            texts
                .map(|sql| Statement::new(sql).locking(Lock::ReadsAndWrites))
                .collect()
        };
        let mut around = Around::default();
        if !matches!(edit, Edit::Create(_)) {
            for kept in found.iter().filter(begins) {
                around.before.extend(statements(&kept.taken));
            }
        }
        if !matches!(edit, Edit::Drop(_)) {
            for kept in found.iter().rev().filter(ends) {
                around.after.extend(statements(again(kept, sides.desired)));
            }
            let names: Vec<String> = found
                .iter()
                .filter(ends)
                .map(|kept| format!("{} `{}`", kept.kind, kept.object))
                .collect();
            if !names.is_empty() {
                step.summary += &format!(", and put back {}", names.join(", "));
            }
        }
        // What goes first comes last on the way back.
        let (taken, put) = (
            found.iter().filter(ends).copied().collect::<Vec<_>>(),
            found.iter().filter(begins).copied().collect::<Vec<_>>(),
        );
        step.statements = around.wrap(std::mem::take(&mut step.statements));
        step.inverse = wrapped_inverse(edit, [&taken, &put], std::mem::take(&mut step.inverse));
        for together in found.iter().filter_map(|kept| spans.get(kept)) {
            let ids = together.iter().map(|other| other + 1);
            step.together_with.extend(ids.filter(|id| *id != at + 1));
            around.spans_steps = true;
        }
        let later = keeper.later(edit, schema);
        step.together_with.extend(later.iter().map(|last| last + 1));
        step.together_with.sort_unstable();
        step.together_with.dedup();
        step.around = around;
        for last in later {
            steps[last].together_with.push(at + 1);
        }
    }
}

/// What is in the way of several columns that change one after another, and of which: it need not hold in between. Only where nobody
/// sees it gone.
fn spans<'a>(steps: &[Step], founds: &[Vec<&'a Kept>]) -> BTreeMap<&'a Kept, Vec<usize>> {
    let mut spans: BTreeMap<&Kept, Vec<usize>> = BTreeMap::new();
    for (at, found) in founds.iter().enumerate() {
        for kept in found {
            spans.entry(kept).or_default().push(at);
        }
    }
    let is_column = |at: &usize| {
        let edit = &steps[*at].change.edit;
        matches!(
            edit,
            Edit::Alter {
                from: Object::Column(..),
                ..
            }
        )
    };
    let is_quiet = |step: &Step| step.statements.iter().all(|one| one.transactional);
    spans.retain(|_, ats| {
        let between = &steps[ats[0]..=ats[ats.len() - 1]];
        ats.len() > 1 && ats.iter().all(is_column) && between.iter().all(is_quiet)
    });
    spans
}

/// What puts the object back: in the words of the desired side where that has it too, as those of the live one speak of
/// columns of other types.
pub(super) fn again<'a>(kept: &'a Kept, desired: &'a Schema) -> &'a [String] {
    let is_it = |other: &&Kept| {
        (&other.kind, &other.object, &other.taken) == (&kept.kind, &kept.object, &kept.taken)
    };
    let is_over_columns = ["policy", "rule", STATISTICS].contains(&kept.kind.as_str());
    let wanted = desired.kept.iter().find(is_it);
    &wanted.filter(|_| is_over_columns).unwrap_or(kept).put
}

/// What takes the step back, between the same statements: a view that was dropped comes back before what
/// hangs on it, and the reverse.
fn wrapped_inverse(edit: &Edit, [first, last]: [&[&Kept]; 2], inverse: Vec<String>) -> Vec<String> {
    let taken = || first.iter().flat_map(|kept| kept.taken.clone()).collect();
    let put = || {
        let last = last.iter().rev();
        last.flat_map(|kept| kept.put.clone()).collect()
    };
    match edit {
        Edit::Create(_) => [taken(), inverse].concat(),
        Edit::Drop(_) => [inverse, put()].concat(),
        _ => [taken(), inverse, put()].concat(),
    }
}
