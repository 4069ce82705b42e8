//! Takes what is computed from a column out of the way while the column's type changes.
//!
//! In: changes. Out: the same changes, with a drop and a create of each computed column and of what is over it, bundled
//! with the change that needs it, and of each check or index over several columns that change one after another. Only what stays as it
//! is desired: nothing goes without a wish.

use std::collections::{BTreeMap, BTreeSet};

use super::Sides;
use super::detach::{Bundled, becomes_another_kind, is_retyped};
use super::exchanged::is_between;
use super::marks::is_marked;
use crate::diff::{Cause, Change, Edit};
use crate::model::{Kind, Object, ObjectId, Schema, TableName, Target};

/// PostgreSQL changes no type under a generated column, and makes the expression of an index again in its old words.
pub(super) fn detach(bundled: &mut Bundled, sides: Sides<'_>) {
    let is_of_column = |change: &Change| matches!(&change.edit, Edit::Alter { from: Object::Column(_, from), to: Object::Column(_, to) } if is_retyped(from, to));
    let retyped: Vec<usize> = (0..bundled.changes.len())
        .filter(|at| is_of_column(&bundled.changes[*at]))
        .collect();
    if retyped.is_empty() {
        return;
    }
    let tables = retyped
        .iter()
        .filter_map(|at| bundled.changes[*at].object().table().cloned())
        .collect();
    let before = Facts::near(sides.renamed, &tables);
    let of_another_kind = retyped.iter().map(|at| &bundled.changes[*at]);
    let of_another_kind = of_another_kind.filter(|change| becomes_another_kind(&change.edit));
    let mut seen = BTreeSet::new();
    let torn = of_another_kind
        .flat_map(|change| before.users_of(&change.object()))
        .filter(|user| !seen.insert(user.clone()));
    let torn: BTreeSet<ObjectId> = torn.collect();
    let mut detaching = Detaching {
        before,
        after: Facts::near(sides.desired, &tables),
        sides,
        torn,
        gone: Vec::new(),
    };
    for at in retyped {
        detaching.detach(bundled, at);
    }
    // A column that comes back has all of its properties.
    let gone = detaching.gone;
    let is_part = |id: &ObjectId| {
        matches!(id.kind(), Kind::NotNull | Kind::Default | Kind::Comment)
            && gone.iter().any(|column| {
                column.table() == id.table()
                    && id.column().is_some()
                    && column.column() == id.column()
            })
    };
    let keep: Vec<bool> = bundled
        .changes
        .iter()
        .map(|change| !is_part(&change.object()))
        .collect();
    bundled.retain(&keep);
}

/// The objects of a schema that concern some tables, and who needs whom.
struct Facts {
    objects: BTreeMap<ObjectId, Object>,
    users: BTreeMap<ObjectId, Vec<ObjectId>>,
}

impl Facts {
    fn near(schema: &Schema, tables: &BTreeSet<TableName>) -> Self {
        let mut facts = Self {
            objects: BTreeMap::new(),
            users: BTreeMap::new(),
        };
        for fact in schema.facts_near(tables) {
            for need in fact.requires {
                facts.users.entry(need).or_default().push(fact.id.clone());
            }
            facts.objects.insert(fact.id, fact.object);
        }
        facts
    }

    fn users_of(&self, id: &ObjectId) -> Vec<ObjectId> {
        self.users.get(id).cloned().unwrap_or_default()
    }
}

struct Detaching<'a> {
    before: Facts,
    after: Facts,
    sides: Sides<'a>,
    /// What is over several columns that become something else: the server has an operator for them before the first and after
    /// the last, and none in between.
    torn: BTreeSet<ObjectId>,
    /// The columns that go and come back.
    gone: Vec<ObjectId>,
}

impl Detaching<'_> {
    fn detach(&mut self, bundled: &mut Bundled, at: usize) {
        let retyped = bundled.changes[at].object();
        for user in self.before.users_of(&retyped) {
            match user.kind() {
                Kind::Column => {
                    // What is over it goes with it.
                    for over in self.before.users_of(&user) {
                        if is_over(over.kind()) {
                            self.take_away(bundled, at, &over);
                        }
                    }
                    self.take_away(bundled, at, &user);
                    self.gone.push(user);
                }
                Kind::Index | Kind::Check | Kind::Exclusion if self.torn.contains(&user) => {
                    self.take_away(bundled, at, &user);
                }
                Kind::Index => {
                    let changes = bundled.changes.iter();
                    let is_changed = changes.filter(|change| change.object() == user).any(|change| {
                        matches!(&change.edit, Edit::Alter { from, .. } if has_expression(from))
                    });
                    if is_changed {
                        self.take_away(bundled, at, &user);
                    }
                }
                _ => {}
            }
        }
    }

    /// The object as a whole: of a column the schema has more than its fact.
    fn whole(&self, schema: &Schema, facts: &Facts, id: &ObjectId) -> Option<Object> {
        match id {
            ObjectId::Column(table, column) => {
                let own = schema.table(table)?.column(column)?;
                Some(Object::Column(table.clone(), Box::new(own.clone())))
            }
            _ => facts.objects.get(id).cloned(),
        }
    }

    fn take_away(&self, bundled: &mut Bundled, at: usize, id: &ObjectId) {
        let changes = &bundled.changes;
        let mut own = (0..changes.len()).filter(|other| {
            let change = &changes[*other];
            change.object() == *id && !matches!(change.edit, Edit::Rename { .. })
        });
        let (first, second) = (own.next(), own.next());
        let is_altered = |at: &usize| matches!(changes[*at].edit, Edit::Alter { .. });
        if let Some(first) = first.filter(|at| second.is_some() || !is_altered(at)) {
            // It goes already, or goes and comes back, which may be under another name.
            let with_it = bundled.bundles.iter().filter(|of| of.contains(&first));
            let is_made = |other: &&usize| matches!(changes[**other].edit, Edit::Create(_));
            let second = second.or_else(|| with_it.flatten().find(is_made).copied());
            if let Some(second) = second.filter(|_| self.torn.contains(id)) {
                bundled.bundles.push(vec![at, first, second]);
            }
            return;
        }
        let mut renames = (0..changes.len())
            .filter(|at| matches!(&changes[*at].edit, Edit::Rename { from, .. } if from == id));
        let renamed = renames.next();
        let wanted = renamed.map_or_else(|| id.clone(), |at| changes[at].object());
        let old = self.whole(self.sides.renamed, &self.before, id);
        let new = self.whole(self.sides.desired, &self.after, &wanted);
        let (Some(old), Some(new)) = (old, new) else {
            return;
        };
        // What it bears would be looked for under its new name.
        if renamed.is_some() && (is_between(&wanted) || is_marked(&old, self.sides.renamed)) {
            return;
        }
        let dropped = if let Some(only) = first.or(renamed) {
            bundled.changes[only].edit = Edit::Drop(old);
            only
        } else {
            let drop = Change::new(Edit::Drop(old), Cause::Desired);
            bundled.changes.push(drop);
            bundled.changes.len() - 1
        };
        let create = Change::new(Edit::Create(new), bundled.changes[dropped].cause);
        bundled.changes.push(create);
        bundled
            .bundles
            .push(vec![at, dropped, bundled.changes.len() - 1]);
    }
}

/// What goes with a column without a word, or holds it.
const fn is_over(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::PrimaryKey
            | Kind::Unique
            | Kind::Check
            | Kind::Exclusion
            | Kind::Index
            | Kind::ForeignKey
    )
}

fn has_expression(object: &Object) -> bool {
    let Object::Index(_, index) = object else {
        return false;
    };
    let mut parts = index.parts.iter();
    index.predicate.is_some() || parts.any(|part| matches!(part.target, Target::Expression(_)))
}
