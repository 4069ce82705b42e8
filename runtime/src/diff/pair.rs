//! Brings the sides to the same names, so that what is left can be compared by name.
//!
//! Declared renames come first. Then every desired object that nobody named takes the name of the
//! equal object in the database, and what a struct cannot state is taken as it is found.

use std::collections::BTreeMap;

use crate::model::{
    BLOCKING, Column, Index, Intents, NULLS_NOT_DISTINCT, Name, ObjectId, REPLICA_IDENTITY, Schema,
    Table, TableName, USUAL, Unique, adopt_words, by_index, identity_index, is_same_but_for_words,
    rename_column, rename_table,
};

use super::claimed::Claimed;
use super::{Cause, Change, Edit};

/// The sides after pairing.
#[derive(Debug, Clone)]
pub struct Paired {
    /// What was applied last, under today's names.
    pub base: Option<Schema>,
    /// The database as it will be after the renames.
    pub live: Schema,
    /// The desired schema, with the names that its objects have in the database.
    pub desired: Schema,
    /// What the code declares.
    pub intents: Intents,
    /// The renames that lead from the real live schema to `live`.
    pub renames: Vec<Change>,
    /// What takes away values of enums that the code no longer has.
    pub removals: Vec<Change>,
    /// Values of enums that the code never had.
    pub foreign: Vec<ObjectId>,
}

/// Pairs the sides.
#[must_use]
pub fn pair(base: Option<&Schema>, live: &Schema, desired: &Schema, intents: &Intents) -> Paired {
    let mut paired = Paired {
        base: base.cloned(),
        live: live.clone(),
        desired: desired.clone(),
        intents: intents.clone(),
        renames: Vec::new(),
        removals: Vec::new(),
        foreign: Vec::new(),
    };
    super::letter_case::adopt(&mut paired);
    super::values::rename_types(&mut paired);
    paired.rename_tables();
    paired.rename_columns();
    super::outside::rename(&mut paired);
    super::numbered::take_apart(&mut paired);
    super::trigger::lift(&mut paired);
    super::outside::adopt(&mut paired);
    paired.adopt();
    super::values::adopt(&mut paired);
    paired
}

impl Paired {
    fn rename_tables(&mut self) {
        for (name, intent) in self.intents.tables.clone() {
            let Some(old) = intent.renamed_from.iter().find(|old| {
                self.desired.table(old).is_none()
                    && (self.live.table(old).is_some()
                        || self
                            .base
                            .as_ref()
                            .is_some_and(|base| base.table(old).is_some()))
            }) else {
                continue;
            };
            if self.live.table(&name).is_none() && self.live.table(old).is_some() {
                rename_table(&mut self.live, old, &name);
                self.renames.push(renamed(
                    ObjectId::Table(old.clone()),
                    ObjectId::Table(name.clone()),
                ));
            }
            if self.live.table(old).is_none()
                && let Some(base) = &mut self.base
                && base.table(&name).is_none()
            {
                rename_table(base, old, &name);
            }
        }
    }

    fn rename_columns(&mut self) {
        for (table, intent) in self.intents.tables.clone() {
            for (name, olds) in &intent.renamed_columns {
                let has = |schema: &Schema, column: &str| {
                    schema
                        .table(&table)
                        .is_some_and(|table| table.column(column).is_some())
                };
                let Some(old) = olds.iter().find(|old| {
                    !has(&self.desired, old)
                        && (has(&self.live, old)
                            || self.base.as_ref().is_some_and(|base| has(base, old)))
                }) else {
                    continue;
                };
                if !has(&self.live, name) && has(&self.live, old) {
                    rename_column(&mut self.live, &table, old, name);
                    self.renames.push(renamed(
                        ObjectId::Column(table.clone(), old.clone()),
                        ObjectId::Column(table.clone(), name.clone()),
                    ));
                }
                if !has(&self.live, old)
                    && let Some(base) = &mut self.base
                    && !has(base, name)
                {
                    rename_column(base, &table, old, name);
                }
            }
        }
    }

    fn adopt(&mut self) {
        let states_all = !self.intents.adopts_unstated;
        for item in self
            .desired
            .enums
            .iter_mut()
            .filter(|item| !states_all && item.comment.is_none())
        {
            let mut types = self.live.enums.iter();
            if let Some(found) = types.find(|found| found.name == item.name) {
                item.comment.clone_from(&found.comment);
            }
        }
        let live: BTreeMap<&TableName, &Table> = self
            .live
            .tables
            .iter()
            .map(|table| (&table.name, table))
            .collect();
        let claimed = Claimed::of(&self.desired);
        for table in &mut self.desired.tables {
            let Some(found) = live.get(&table.name) else {
                forget_usual_comments(table);
                continue;
            };
            adopt_names(table, &claimed.free(found));
            let name = table.name.clone();
            let is_ours = |partition: &str| {
                let base = self.base.as_ref().and_then(|base| base.table(&name));
                let mut parts = base.iter().flat_map(|base| &base.partitions);
                states_all || parts.any(|one| one.name == partition)
            };
            let intent = self.intents.tables.get(&table.name);
            if let Some(rolling) = intent.and_then(|intent| intent.rolling.as_ref()) {
                super::divided::keep(table, found, rolling);
            }
            super::divided::adopt(table, found, is_ours);
            if states_all {
                super::part::adopt_names(table, found);
            } else {
                adopt_unstated(table, found, self.live.collation.as_deref());
            }
            forget_usual_comments(table);
            table.sort();
        }
        for view in &mut self.desired.views {
            super::view::adopt(view, self.live.view(&view.name), states_all);
        }
    }
}

pub(super) fn renamed(from: ObjectId, to: ObjectId) -> Change {
    Change::new(Edit::Rename { from, to }, Cause::Declared)
}

fn adopt_names(table: &mut Table, found: &Table) {
    if let (Some(key), Some(other)) = (&mut table.primary_key, &found.primary_key)
        && key.name.as_ref().is_none_or(Name::is_implicit)
    {
        key.name.clone_from(&other.name);
    }
    unique_constraint_serves(table, found);
    unique_index_serves(table, found);
    let known_by = identity_index(&table.options)
        .and_then(|index| names_of_indexes(table).iter().position(|own| own == index));
    adopt_each(
        &mut table.uniques,
        &found.uniques,
        |unique| &unique.name,
        |unique| &mut unique.name,
        same_unique,
    );
    adopt_each(
        &mut table.indexes,
        &found.indexes,
        |index| &index.name,
        |index| &mut index.name,
        same_index,
    );
    if let Some(at) = known_by
        && let Some(name) = names_of_indexes(table).get(at)
    {
        let option = by_index(name);
        table.options.insert(REPLICA_IDENTITY.to_owned(), option);
    }
    adopt_each(
        &mut table.foreign_keys,
        &found.foreign_keys,
        |key| &key.name,
        |key| &mut key.name,
        is_same_but_for_words,
    );
}

/// The names of the unique constraints and of the indexes.
fn names_of_indexes(table: &Table) -> Vec<String> {
    let uniques = table.uniques.iter().map(|unique| &unique.name);
    let names = uniques.chain(table.indexes.iter().map(|index| &index.name));
    names.map(|name| name.text().to_owned()).collect()
}

/// Gives every implicitly named item the name of the equal item that is found.
fn adopt_each<T>(
    items: &mut [T],
    found: &[T],
    name: impl Fn(&T) -> &Name,
    name_mut: impl Fn(&mut T) -> &mut Name,
    is_same: impl Fn(&T, &T) -> bool,
) {
    let is_chosen = |found: &&T| {
        let mut names = items.iter().map(&name);
        names.any(|own| !own.is_implicit() && own.text() == name(found).text())
    };
    let mut free: Vec<&T> = found.iter().filter(|found| !is_chosen(found)).collect();
    for item in items {
        if !name(item).is_implicit() {
            continue;
        }
        let own = name(item).text();
        let same = || (0..free.len()).filter(|at| is_same(item, free[*at]));
        let best = same().find(|at| name(free[*at]).text() == own);
        let adopted = match best.or_else(|| same().next()) {
            Some(at) => name(free.remove(at)).clone(),
            None => Name::chosen(own.to_owned()),
        };
        *name_mut(item) = adopted;
    }
}

/// What only tunes a key does not make it another one.
fn same_unique(a: &Unique, b: &Unique) -> bool {
    let clauses = |unique: &Unique| {
        let mut clauses = unique.clauses.clone();
        clauses.retain(|clause| !is_tuning(clause));
        clauses
    };
    (&a.columns, &a.said, clauses(a)) == (&b.columns, &b.said, clauses(b))
}

fn is_tuning(clause: &str) -> bool {
    clause.starts_with("WITH (")
        || clause.starts_with("USING INDEX TABLESPACE")
        || matches!(clause, "USING BTREE" | "USING HASH")
}

fn same_index(a: &Index, b: &Index) -> bool {
    let named = |index: &Index| {
        let mut index = index.clone();
        index.name = Name::chosen("");
        index
            .options
            .retain(|option, _| option == NULLS_NOT_DISTINCT);
        index
    };
    named(a) == named(b)
}

/// A unique constraint that is there serves as the unique index that nobody named: SQLite makes such
/// an index where constraints are written in the text of the table.
fn unique_constraint_serves(table: &mut Table, found: &Table) {
    let (mut kept, mut served) = (Vec::new(), Vec::new());
    for index in std::mem::take(&mut table.indexes) {
        let serves = |unique: &&Unique| {
            let columns: Vec<&str> = unique.columns.iter().map(String::as_str).collect();
            let made = Index {
                unique: true,
                ..Index::over(index.name.clone(), &columns)
            };
            unique.clauses.is_empty() && unique.said.is_empty() && same_index(&made, &index)
        };
        let is_there = found.indexes.iter().any(|other| same_index(other, &index));
        match found.uniques.iter().find(serves) {
            Some(unique) if index.name.is_implicit() && !is_there => served.push(unique.clone()),
            _ => kept.push(index),
        }
    }
    table.indexes = kept;
    served.retain(|unique| !table.uniques.iter().any(|own| same_unique(own, unique)));
    table.uniques.extend(served);
}

/// A unique index that is there serves as the unique constraint that nobody named.
fn unique_index_serves(table: &mut Table, found: &Table) {
    let (mut kept, mut served) = (Vec::new(), Vec::new());
    for unique in std::mem::take(&mut table.uniques) {
        let columns: Vec<&str> = unique.columns.iter().map(String::as_str).collect();
        let wanted = Index {
            unique: true,
            ..Index::over(unique.name.clone(), &columns)
        };
        let is_there = found
            .uniques
            .iter()
            .any(|other| same_unique(other, &unique));
        let is_taken = |index: &Index| {
            table
                .indexes
                .iter()
                .any(|own| own.name.text() == index.name.text())
        };
        match found
            .indexes
            .iter()
            .find(|index| same_index(index, &wanted))
        {
            Some(index)
                if unique.name.is_implicit()
                    && unique.said.is_empty()
                    && !is_there
                    && !is_taken(index) =>
            {
                served.push(index.clone());
            }
            _ => kept.push(unique),
        }
    }
    table.uniques = kept;
    table.indexes.extend(served);
}

/// Takes what nobody stated as it is found. `collation` is that of tables which state none.
fn adopt_unstated(table: &mut Table, found: &Table, collation: Option<&str>) {
    take(&mut table.comment, &found.comment);
    adopt_words(table, found);
    adopt_options(table, found, collation);
    if table.is_strict() {
        table.take_strict_types();
    }
    super::divided::adopt_unstated(table, found);
    if let (Some(key), Some(other)) = (&mut table.primary_key, &found.primary_key) {
        adopt_tuning(&mut key.clauses, &other.clauses);
    }
    for unique in &mut table.uniques {
        let mut others = found.uniques.iter();
        if let Some(other) = others.find(|other| other.name.text() == unique.name.text()) {
            adopt_tuning(&mut unique.clauses, &other.clauses);
        }
    }
    for index in &mut table.indexes {
        let mut others = found.indexes.iter();
        if let Some(other) = others.find(|other| other.name.text() == index.name.text()) {
            adopt_settings(index, other);
        }
    }
    for trigger in &mut table.triggers {
        let mut others = found.triggers.iter();
        if let Some(other) = others.find(|other| other.name == trigger.name) {
            take(&mut trigger.comment, &other.comment);
        }
    }
    let of_table = found.options.get("collation").map(String::as_str);
    for column in &mut table.columns {
        let Some(other) = found.column(&column.name) else {
            continue;
        };
        adopt_column(column, other);
        adopt_collation(column, other, of_table.or(collation));
    }
}

/// An empty comment is none.
fn forget_usual_comments(table: &mut Table) {
    let comments = table.columns.iter_mut().map(|own| &mut own.comment);
    for comment in comments.chain([&mut table.comment]) {
        if comment.as_deref() == Some(USUAL) {
            *comment = None;
        }
    }
}

/// Takes the options that nobody stated as they are found.
fn adopt_options(table: &mut Table, found: &Table, collation: Option<&str>) {
    let stated = std::mem::replace(&mut table.options, found.options.clone());
    for (name, value) in stated {
        let there = found.options.get(&name).map(String::as_str);
        let is_there = name == "collation" && is_collated(&value, there.or(collation));
        if value == USUAL {
            table.options.shift_remove(&name);
        } else if !is_there {
            table.options.insert(name, value);
        }
    }
}

/// Whether the collation is the stated one, or one of the stated character set.
fn is_collated(stated: &str, there: Option<&str>) -> bool {
    there
        .and_then(|there| there.strip_prefix(stated))
        .is_some_and(|rest| rest.is_empty() || (!stated.contains('_') && rest.starts_with('_')))
}

/// Takes the value that is found, unless one is stated.
fn take(stated: &mut Option<String>, found: &Option<String>) {
    match stated.as_deref() {
        // What is usual is written nowhere.
        Some(USUAL) => *stated = None,
        Some(_) => {}
        None => stated.clone_from(found),
    }
}

fn adopt_column(column: &mut Column, found: &Column) {
    take(&mut column.comment, &found.comment);
    take(&mut column.on_update, &found.on_update);
    take(&mut column.storage, &found.storage);
    take(&mut column.compression, &found.compression);
    column.invisible |= found.invisible;
    // SQLite keeps a default that says what there is without one, and no row tells them apart.
    let says_nothing = |column: &Column| matches!(column.default.as_deref(), None | Some("NULL"));
    if says_nothing(column) && says_nothing(found) {
        column.default.clone_from(&found.default);
    }
}

/// A stated collation is the one that is found also where the table has it, and a character set is
/// there with any of its collations.
fn adopt_collation(column: &mut Column, found: &Column, of_table: Option<&str>) {
    let is_found = match (&column.collation, found.collation.as_deref().or(of_table)) {
        (None, _) => column.data_type == found.data_type,
        (Some(stated), there) => match of_table {
            Some(_) => is_collated(stated, there),
            None => there == Some(stated),
        },
    };
    if is_found {
        column.collation.clone_from(&found.collation);
    }
}

/// Takes the clauses that tune a key, where the struct says none of their kind.
fn adopt_tuning(clauses: &mut Vec<String>, found: &[String]) {
    for (at, clause) in found.iter().enumerate().filter(|(_, text)| is_tuning(text)) {
        let kind = clause.split('(').next();
        if !clauses.iter().any(|own| own.split('(').next() == kind) {
            clauses.insert(at.min(clauses.len()), clause.clone());
        }
    }
}

/// Takes the settings of an index that the struct does not state: storage, visibility, comment.
/// How to build it does not concern one that is there.
fn adopt_settings(index: &mut Index, found: &Index) {
    index.options.shift_remove(BLOCKING);
    for (option, value) in &found.options {
        if option != NULLS_NOT_DISTINCT && !index.options.contains_key(option) {
            index.options.insert(option.clone(), value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Index, Intents, Name, Schema, Table, TableName, Unique, pair};
    use crate::diff::{Ownership, compare};
    use crate::model::{Column, Flavor, Vendor, Version};

    #[test]
    fn a_unique_constraint_serves_as_the_unique_index_that_nobody_named() {
        let mut live = Schema::new(Flavor::new(Vendor::Sqlite, Version(3, 46, 0)));
        let mut table = Table::new(TableName::new("t"));
        table.columns.push(Column::new("a", "TEXT"));
        let mut desired = live.clone();
        desired.tables.push(table.clone());
        table
            .uniques
            .push(Unique::over(Name::chosen("a_key"), vec!["a".to_owned()]));
        live.tables.push(table);
        for (name, changes) in [(Name::implicit("t_a_key"), 0), (Name::chosen("mine"), 2)] {
            desired.tables[0].indexes = vec![Index {
                unique: true,
                ..Index::over(name, &["a"])
            }];
            let paired = pair(None, &live, &desired, &Intents::default());
            let difference = compare(&paired, Ownership::Everything);
            assert_eq!(difference.changes.len(), changes);
        }
    }
}
