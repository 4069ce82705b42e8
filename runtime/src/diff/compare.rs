//! The one walk over the facts of both sides.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Check, Exclusion, Extent, ForeignKey, Kind, Name, Object, ObjectId, Partition, Schema, Table,
    TableName, Unsupported,
};

use super::{Cause, Change, Edit, Ownership, Paired};

/// What is different.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// The changes, renames first, otherwise sorted by object.
    pub changes: Vec<Change>,
    /// What only the database has and is not ours.
    pub foreign: Vec<ObjectId>,
    /// What the model cannot represent, where the sides are not known to be alike.
    pub unsupported: Vec<Unsupported>,
}

/// Compares the paired sides.
#[must_use]
pub fn compare(paired: &Paired, ownership: Ownership) -> Difference {
    let mut desired = named_as_live(paired);
    let mut foreign = Vec::new();
    if ownership != Ownership::Everything {
        foreign = super::domain::keep_foreign(&mut desired, paired);
    }
    let (live_parts, desired_parts) = (paired.live.parts(), desired.parts());
    let is_moved = |part: &TableName| live_parts.get(part) != desired_parts.get(part);
    let alike = super::alike::tables(&paired.live, &desired, &is_moved);
    let open = |schema: &Schema| {
        schema.objects(|table| {
            let is_on = |side: &Schema| side.table(&table.name).is_some();
            match alike.contains(&table.name) {
                true => Extent::Nothing,
                // It comes or goes as a whole.
                false
                    if table.partitions.is_empty() && !(is_on(&paired.live) && is_on(&desired)) =>
                {
                    Extent::Outline
                }
                false => Extent::Whole,
            }
        })
    };
    let (live_objects, desired_objects) = (open(&paired.live), open(&desired));
    let base = paired.base.iter().flat_map(open).map(|(id, _)| id);
    let walk = Walk {
        paired,
        schema: &desired,
        ownership,
        base: base.collect(),
        live: by_id(&live_objects),
        desired: by_id(&desired_objects),
        live_parts,
        desired_parts,
        alike,
    };
    let mut difference = Difference::default();
    for id in walk
        .live
        .keys()
        .chain(walk.desired.keys())
        .copied()
        .collect::<BTreeSet<_>>()
    {
        walk.visit(id, &mut difference);
    }
    let mut changes = join_renamed(difference.changes, &|name| walk.is_moved(name));
    super::replica_identity::follow(&mut changes);
    difference.changes = paired.renames.iter().cloned().chain(changes).collect();
    difference.changes.extend(paired.removals.iter().cloned());
    difference.foreign.extend(paired.foreign.iter().cloned());
    difference.foreign.extend(foreign);
    super::remark::settle(&mut difference, &desired);
    difference.unsupported = super::listed::unsupported(paired, &difference);
    difference
}

/// The desired side, where what nobody named has the name that it has in the database.
#[must_use]
pub fn named_as_live(paired: &Paired) -> Schema {
    let mut desired = paired.desired.clone();
    adopt_check_names(&mut desired, &paired.live);
    adopt_exclusion_names(&mut desired, &paired.live);
    super::remark::adopt(&mut desired, paired);
    desired
}

fn by_id(objects: &[(ObjectId, Object)]) -> BTreeMap<&ObjectId, &Object> {
    objects.iter().map(|(id, object)| (id, object)).collect()
}

/// A check that nobody named takes the name of the check with the same text.
fn adopt_check_names(desired: &mut Schema, live: &Schema) {
    for table in &mut desired.tables {
        if let Some(found) = live.table(&table.name) {
            name_checks(&mut table.checks, &found.checks);
            table.sort();
        }
    }
    super::domain::name_checks(desired, live);
}

/// Gives each check that nobody named the name of the one that says the same.
pub(super) fn name_checks(checks: &mut [Check], found: &[Check]) {
    let mut free: Vec<&Check> = found.iter().collect();
    free.retain(|check| {
        let name = check.name.text();
        !checks
            .iter()
            .any(|own| !own.name.is_implicit() && own.name.text() == name)
    });
    for check in checks {
        if !check.name.is_implicit() {
            continue;
        }
        let same = |other: &&Check| {
            (&other.expression, &other.clauses) == (&check.expression, &check.clauses)
        };
        let name = match free.iter().position(same) {
            Some(at) => free.remove(at).name.text(),
            None => check.name.text(),
        };
        check.name = Name::chosen(name);
    }
}

/// An exclusion constraint that nobody named takes the name of the one with the same text.
fn adopt_exclusion_names(desired: &mut Schema, live: &Schema) {
    for table in &mut desired.tables {
        let Some(found) = live.table(&table.name) else {
            continue;
        };
        let mut free: Vec<&Exclusion> = found.exclusions.iter().collect();
        for exclusion in &mut table.exclusions {
            if exclusion.name.is_implicit() {
                let same = |other: &&Exclusion| other.definition == exclusion.definition;
                let name = match free.iter().position(same) {
                    Some(at) => free.remove(at).name.text(),
                    None => exclusion.name.text(),
                };
                exclusion.name = Name::chosen(name);
            }
        }
        table.sort();
    }
}

/// Whether the side has a sequence of that name, and cannot represent it.
fn is_listed(side: &Schema, id: &ObjectId) -> bool {
    let kind = id.kind();
    kind == Kind::Sequence
        && side
            .unsupported
            .iter()
            .any(|item| item.kind == kind.as_str() && item.object == id.to_string())
}

pub(super) struct Walk<'a> {
    pub(super) paired: &'a Paired,
    pub(super) schema: &'a Schema,
    pub(super) ownership: Ownership,
    pub(super) base: BTreeSet<ObjectId>,
    pub(super) live: BTreeMap<&'a ObjectId, &'a Object>,
    pub(super) desired: BTreeMap<&'a ObjectId, &'a Object>,
    /// The partitions of each side, with the table that each is of.
    pub(super) live_parts: BTreeMap<TableName, &'a TableName>,
    pub(super) desired_parts: BTreeMap<TableName, &'a TableName>,
    /// The tables that are alike, of which neither side has the objects here.
    alike: BTreeSet<&'a TableName>,
}

impl Walk<'_> {
    fn visit(&self, id: &ObjectId, difference: &mut Difference) {
        if self.is_divided_anew(id) || self.is_refused_by_its_table(id) {
            return;
        }
        match (self.live.get(id), self.desired.get(id)) {
            (None, None) => {}
            // Half of an object cannot be compared with the other half: it is listed, and left alone.
            (None, Some(_)) if is_listed(&self.paired.live, id) => {}
            (Some(_), None) if is_listed(&self.paired.desired, id) => {}
            (None, Some(wanted)) => difference.changes.extend(self.missing(id, wanted)),
            (Some(found), None) => self.surplus(id, found, difference),
            // What a partition has goes with it, and comes again with the one of another table.
            (Some(found), Some(wanted)) if self.is_elsewhere(found, wanted) => {
                if !self.comes_with_its_owner(id, &self.desired)
                    || self.is_key_between_dropped_tables(found)
                {
                    let edit = Edit::Drop((*found).clone());
                    difference.changes.push(Change::new(edit, Cause::Desired));
                }
                difference.changes.extend(self.missing(id, wanted));
            }
            (Some(found), Some(wanted)) => {
                let whole = match found {
                    Object::Table(table) => self.divided_whole(&table.name),
                    _ => None,
                };
                if whole.is_none() && found.is_same_as(wanted) {
                    return;
                }
                let (from, to) = whole.unwrap_or_else(|| ((*found).clone(), (*wanted).clone()));
                let edit = Edit::Alter { from, to };
                difference.changes.push(Change::new(edit, Cause::Desired));
            }
        }
    }

    /// What is desired and not there.
    fn missing(&self, id: &ObjectId, wanted: &Object) -> Option<Change> {
        let object = match wanted {
            Object::Table(table) => whole_table(self.schema.table(&table.name)?),
            Object::Column(table, column) => {
                if !self.has_table(&self.live, table) {
                    return None;
                }
                whole_column(self.schema, table, &column.name)?
            }
            _ if self.comes_with_its_owner(id, &self.live) => return None,
            _ => wanted.clone(),
        };
        Some(Change::new(Edit::Create(object), Cause::Desired))
    }

    /// What is there and not desired.
    fn surplus(&self, id: &ObjectId, found: &Object, difference: &mut Difference) {
        if self.comes_with_its_owner(id, &self.desired)
            && !self.is_key_between_dropped_tables(found)
        {
            return;
        }
        let is_ours = self.ownership == Ownership::Everything || self.base.contains(id);
        let is_declared =
            self.paired.intents.dropped.contains(id) || self.goes_with_its_table(found, is_ours);
        if let Object::NotNull(table, _) = found
            && !self.live_parts.contains_key(table)
        {
            // The desired column says that it allows NULL, whoever forbade it.
            difference
                .changes
                .push(Change::new(Edit::Drop(found.clone()), Cause::Desired));
            return;
        }
        if !is_ours && !is_declared {
            difference.foreign.push(id.clone());
            return;
        }
        let object = match found {
            Object::Table(table) => self.whole_dropped_table(&table.name),
            Object::Column(table, column) => whole_column(&self.paired.live, table, &column.name),
            Object::Partition(table, partition) => self.whole_partition(table, &partition.name),
            _ => Some(found.clone()),
        };
        let cause = if is_declared {
            Cause::Declared
        } else {
            Cause::Surplus
        };
        if let Some(object) = object {
            if cause == Cause::Surplus && self.ownership == Ownership::Recorded {
                difference.changes.extend(retire(&object));
            }
            difference
                .changes
                .push(Change::new(Edit::Drop(object), cause));
        }
    }

    /// Whether the object is created or dropped together with its table or column: `other` is the
    /// side that lacks it.
    fn comes_with_its_owner(&self, id: &ObjectId, other: &BTreeMap<&ObjectId, &Object>) -> bool {
        let Some(table) = id.table() else {
            return false;
        };
        if id.kind() == Kind::Table {
            return false;
        }
        let is_created = std::ptr::eq(other, &self.live);
        if let Some(whole) = self.whole_of_part(table, is_created) {
            return !is_created && self.part_goes_with(whole, id, table);
        }
        if !self.has_table(other, table) {
            return !(is_created
                && matches!(
                    id.kind(),
                    Kind::Index | Kind::ForeignKey | Kind::Trigger | Kind::ConstraintComment
                ));
        }
        id.kind() != Kind::Column
            && id.column().is_some_and(|column| {
                !other.contains_key(&ObjectId::Column(table.clone(), column.to_owned()))
            })
    }

    fn has_table(&self, side: &BTreeMap<&ObjectId, &Object>, table: &TableName) -> bool {
        self.alike.contains(table) || side.contains_key(&ObjectId::Table(table.clone()))
    }

    /// The table as it goes: with all that goes with it, so that it can be made again.
    fn whole_dropped_table(&self, name: &TableName) -> Option<Object> {
        let mut table = self.paired.live.table(name)?.clone();
        table
            .foreign_keys
            .retain(|key| !self.goes_before_its_table(name, key));
        for own in table.partitions.iter_mut().flat_map(|part| &mut part.own) {
            own.foreign_keys
                .retain(|key| !self.goes_before_its_table(name, key));
        }
        Some(Object::Table(Box::new(table)))
    }

    /// Two tables that go and refer to each other can go only after a key went.
    fn goes_before_its_table(&self, table: &TableName, key: &ForeignKey) -> bool {
        let whole = |name| self.live_parts.get(name).copied().unwrap_or(name);
        let (table, target) = (whole(table), whole(&key.target));
        target != table
            && !self.has_table(&self.desired, target)
            && self.is_dropped(table)
            && self.is_dropped(target)
    }

    /// Who lets a table go lets go of the references to it and from it.
    fn goes_with_its_table(&self, found: &Object, is_ours: bool) -> bool {
        let is_let_go = |table: &TableName| {
            let id = ObjectId::Table(table.clone());
            self.paired.intents.dropped.contains(&id)
        };
        matches!(found, Object::ForeignKey(table, key) if is_let_go(table) || (is_ours && is_let_go(&key.target)))
    }

    fn is_key_between_dropped_tables(&self, found: &Object) -> bool {
        matches!(found, Object::ForeignKey(table, key) if self.goes_before_its_table(table, key))
    }

    fn is_dropped(&self, table: &TableName) -> bool {
        let id = ObjectId::Table(table.clone());
        self.ownership == Ownership::Everything
            || self.base.contains(&id)
            || self.paired.intents.dropped.contains(&id)
    }
}

/// The table as it is created: indexes, foreign keys, triggers, comments of constraints, and what a partition has alone
/// are changes of their own.
fn whole_table(table: &Table) -> Object {
    Object::Table(Box::new(Table {
        indexes: Vec::new(),
        foreign_keys: Vec::new(),
        triggers: Vec::new(),
        constraint_comments: BTreeMap::new(),
        partitions: table.partitions.iter().map(Partition::bare).collect(),
        ..table.clone()
    }))
}

fn whole_column(schema: &Schema, table: &TableName, column: &str) -> Option<Object> {
    let column = schema.table(table)?.column(column)?;
    Some(Object::Column(table.clone(), Box::new(column.clone())))
}

/// New rows must not need a value of a column that the code no longer knows.
fn retire(object: &Object) -> Option<Change> {
    match object {
        Object::Column(table, column) if !column.can_be_left_out() => Some(Change::new(
            Edit::Drop(Object::NotNull(table.clone(), column.name.clone())),
            Cause::Retired,
        )),
        _ => None,
    }
}

/// Turns drop and create of the same thing under two names into a rename.
/// What a partition of another table has is made anew.
fn join_renamed(changes: Vec<Change>, is_moved: &dyn Fn(&TableName) -> bool) -> Vec<Change> {
    let mut joined: Vec<Change> = Vec::new();
    let mut created: BTreeMap<Option<TableName>, Vec<(Object, Change)>> = BTreeMap::new();
    let mut rest = Vec::new();
    for change in changes {
        let is_moved = change.object().table().is_some_and(is_moved);
        match &change.edit {
            Edit::Create(object) if !is_moved => match nameless(object) {
                Some(nameless) => {
                    let own = created.entry(object.id().table().cloned());
                    own.or_default().push((nameless, change));
                }
                None => rest.push(change),
            },
            _ => rest.push(change),
        }
    }
    for change in rest {
        let twin = match &change.edit {
            Edit::Drop(object) => nameless(object).and_then(|wanted| {
                let own = created.get_mut(&object.id().table().cloned())?;
                let at = own.iter().position(|(nameless, _)| *nameless == wanted)?;
                Some(own.remove(at).1)
            }),
            _ => None,
        };
        match twin {
            Some(twin) => joined.push(Change::new(
                Edit::Rename {
                    from: change.object(),
                    to: twin.object(),
                },
                Cause::Desired,
            )),
            None => joined.push(change),
        }
    }
    let left = created.into_values().flatten();
    joined.extend(left.map(|(_, change)| change));
    joined.sort_by_key(Change::object);
    joined
}

/// An index or a constraint without its name, for finding the same thing under another name.
fn nameless(object: &Object) -> Option<Object> {
    let name = Name::chosen("");
    let mut object = object.clone();
    match &mut object {
        Object::Unique(_, unique) => unique.name = name,
        Object::Index(_, index) if !index.invalid => index.name = name,
        Object::ForeignKey(_, key) => key.name = name,
        Object::Check(_, check) => check.name = name,
        Object::Exclusion(_, exclusion) => exclusion.name = name,
        Object::Partition(_, partition) => {
            partition.name.clear();
            partition.options.clear();
        }
        _ => return None,
    }
    Some(object)
}
