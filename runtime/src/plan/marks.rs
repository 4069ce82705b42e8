//! What a constraint or an index of PostgreSQL bears, and loses when it is made again: comments, and that rows are kept
//! in its order.
//!
//! In: steps, and what inspection lists. Out: the same steps, with the statements that put such marks back.

use std::collections::{BTreeMap, BTreeSet};

use super::divided_anew::made_anew;
use super::{Sides, Step};
use crate::dialect::{Lock, Statement, postgres};
use crate::diff::Edit;
use crate::model::{CLUSTERED, Engine, INDEX_COMMENT, Name, Object, ObjectId, Schema, TableName};

pub(super) fn put_back(steps: &mut [Step], sides: Sides<'_>) {
    if sides.live.flavor.engine() != Engine::Postgres {
        return;
    }
    let renamed: Vec<(TableName, TableName)> = steps
        .iter()
        .filter_map(|step| match &step.change.edit {
            Edit::Rename {
                from: ObjectId::Table(from),
                to: ObjectId::Table(to),
            } => Some((from.clone(), to.clone())),
            _ => None,
        })
        .collect();
    // What is to have no comment, or another one, does not get the old one back.
    let recommented: BTreeSet<ObjectId> = steps
        .iter()
        .filter(|step| {
            let (Edit::Drop(from) | Edit::Alter { from, .. }) = &step.change.edit else {
                return false;
            };
            matches!(from, Object::ConstraintComment(..))
        })
        .map(|step| step.change.object())
        .collect();
    // A table that is made anew has the marks that its constraints had got back before.
    let mut given: BTreeMap<TableName, Vec<Statement>> = BTreeMap::new();
    for step in steps.iter_mut().filter(|step| step.obstacle.is_none()) {
        let (gone, made) = match &step.change.edit {
            Edit::Create(object) => (None, Some(object)),
            Edit::Drop(object) => (Some(object), None),
            Edit::Alter { from, to } => (Some(from), Some(to)),
            Edit::Rename { .. } => continue,
        };
        let back = gone.map(|object| marks(object, &renamed, &BTreeSet::new(), sides.live));
        let marks = made.map(|object| marks(object, &renamed, &recommented, sides.live));
        let back = back.into_iter().flatten().map(|statement| statement.sql);
        step.inverse.extend(back);
        let mut marks = marks.unwrap_or_default();
        if let Some(table) = made_anew(&step.change.edit, sides.live) {
            marks.extend(given.get(table).into_iter().flatten().cloned());
        } else if let Some(table) = step.change.object().table() {
            let own = given.entry(table.clone()).or_default();
            own.extend(marks.iter().cloned());
        }
        step.around.follow(&marks);
        step.statements.extend(marks);
    }
}

/// Whether the object bears any.
pub(super) fn is_marked(object: &Object, live: &Schema) -> bool {
    !marks(object, &[], &BTreeSet::new(), live).is_empty()
}

/// The table and the name of what bears marks.
fn named(object: &Object) -> Option<(&TableName, &str)> {
    let (table, name) = match object {
        Object::PrimaryKey(table, key) => (table, key.name.as_ref()?),
        Object::Unique(table, unique) => (table, &unique.name),
        Object::ForeignKey(table, key) => (table, &key.name),
        Object::Check(table, check) => (table, &check.name),
        Object::Exclusion(table, exclusion) => (table, &exclusion.name),
        Object::Index(table, index) => (table, &index.name),
        _ => return None,
    };
    Some((table, Name::text(name)))
}

/// What puts back the marks of the object. Inspection knows it by the name that its table had then.
fn marks(
    object: &Object,
    renamed: &[(TableName, TableName)],
    recommented: &BTreeSet<ObjectId>,
    live: &Schema,
) -> Vec<Statement> {
    let Some((table, name)) = named(object) else {
        return Vec::new();
    };
    let before = renamed.iter().find(|(_, to)| to == table);
    let before = before.map_or(table, |(from, _)| from);
    let told = format!("{before}.{name}");
    let id = ObjectId::ConstraintComment(table.clone(), name.to_owned());
    let is_constraint = object.id().kind().is_constraint() && !recommented.contains(&id);
    let holder = live.holder(before).filter(|_| is_constraint);
    let comment = holder.and_then(|holder| holder.constraint_comments.get(name));
    let items = live.unsupported.iter().filter(|item| item.object == told);
    let (quoted, on) = (postgres::quote(name), postgres::table(table));
    let comment = comment
        .map(|comment| postgres::commented(&format!("CONSTRAINT {quoted} ON {on}"), comment));
    let sql = items.filter_map(|item| {
        let commented = |what: String| {
            let comment = item.definition.as_deref()?;
            Some(postgres::commented(&what, comment))
        };
        match item.kind.as_str() {
            INDEX_COMMENT => commented(format!("INDEX {}", postgres::within(table, name))),
            CLUSTERED if has_order(object) => Some(postgres::clustered(table, name)),
            _ => None,
        }
    });
    let sql = comment.into_iter().chain(sql);
    sql.map(|sql| Statement::new(sql).locking(Lock::SchemaChanges))
        .collect()
}

/// Whether rows can be kept in the order of its index.
fn has_order(object: &Object) -> bool {
    match object {
        Object::Index(_, index) => {
            let method = index.method.as_deref().unwrap_or("btree");
            ["btree", "gist"].contains(&method) && index.predicate.is_none()
        }
        Object::PrimaryKey(..) | Object::Unique(..) => true,
        _ => false,
    }
}
