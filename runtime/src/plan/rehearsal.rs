//! What must hold over columns and views of another form, as questions to a server.
//!
//! In: a difference and its sides. Out: the relations and types that change, as they are and as they will be, and what a plan
//! leaves or puts back over them. Knows no connection: whether it holds is for the server to judge.

use std::collections::BTreeSet;

use super::detach::becomes_another_kind;
use super::divided_anew::made_anew;
use super::kept::{Keeper, again, is_in_place, replaced, reshaped};
use super::lost::{Lost, lost};
use super::{Cycle, Sides, Step, steps};
use crate::dialect::postgres::scratch::{self, moved, temporary, tried};
use crate::dialect::{Dialect, Scene};
use crate::diff::{Difference, Edit};
use crate::model::{
    Column, Engine, EnumType, Fact, Kept, Name, Object, ObjectId, Schema, Stuck, Table, TableName,
    Unique, Unsupported, View,
};

/// Statements that leave nothing behind when they are taken back.
#[derive(Debug)]
pub(crate) struct Rehearsal {
    /// What makes the relations and the types as they are.
    pub(crate) before: Vec<String>,
    /// What makes them as they will be.
    pub(crate) after: Vec<String>,
    /// What is tried over them, in this order.
    pub(crate) attempts: Vec<Attempt>,
    /// What does not hold between two of the changes.
    pub(crate) torn: Vec<Stuck>,
    /// What goes, or gets another form.
    pub(crate) lost: Vec<Lost>,
    /// The namespaces that were read, beside the one of the session.
    pub(crate) namespaces: Vec<String>,
}

/// Something that stands over what changes.
#[derive(Debug)]
pub(crate) struct Attempt {
    /// What it is; the reason is the server's to tell.
    pub(crate) stuck: Stuck,
    pub(crate) before: String,
    pub(crate) after: String,
    /// Whether it is in the words of the schema that is wanted, which may speak of what is not there yet.
    pub(crate) is_wanted: bool,
}

/// The questions, where anything changes its form on PostgreSQL.
pub(crate) fn rehearsal(
    difference: &Difference,
    sides: Sides<'_>,
) -> Result<Option<Rehearsal>, Cycle> {
    if sides.live.flavor.engine() != Engine::Postgres {
        return Ok(None);
    }
    let changes = difference.changes.iter();
    let roots: BTreeSet<ObjectId> = changes
        .clone()
        .flat_map(|change| roots(&change.edit, sides.renamed))
        .collect();
    let mut goes = changes.filter(|change| !lost(&change.edit, sides.renamed).is_empty());
    if roots.is_empty() && goes.next().is_none() {
        return Ok(None);
    }
    let steps = steps(difference, sides)?;
    let rehearsing = Rehearsing {
        sides,
        roots,
        dialect: Dialect::of(sides.live.flavor),
    };
    Ok(rehearsing.of(&steps))
}

/// The columns and the view that get another form.
pub(super) fn roots(edit: &Edit, live: &Schema) -> Vec<ObjectId> {
    // Of a table that is made anew no column gets another form.
    let mut roots = match made_anew(edit, live) {
        Some(_) => Vec::new(),
        None => reshaped(edit, live),
    };
    if let Edit::Alter {
        from: Object::View(from),
        to: Object::View(to),
    } = edit
        && !is_in_place(from, to)
    {
        roots.push(ObjectId::View(from.name.clone()));
    }
    roots
}

struct Rehearsing<'a> {
    sides: Sides<'a>,
    roots: BTreeSet<ObjectId>,
    dialect: Dialect,
}

impl Rehearsing<'_> {
    fn of(&self, steps: &[Step]) -> Option<Rehearsal> {
        let roots = self.roots.iter().filter_map(|id| id.table().cloned());
        let mut tables: BTreeSet<TableName> = roots.collect();
        let mut attempts = Vec::new();
        for (attempt, names) in self.parts(steps) {
            attempts.push(attempt);
            tables.extend(names);
        }
        let mut views = BTreeSet::new();
        let keeper = Keeper::of(steps, self.sides);
        for (at, step) in steps.iter().enumerate() {
            let edit = &step.change.edit;
            if let Edit::Create(Object::View(to))
            | Edit::Alter {
                to: Object::View(to),
                ..
            } = edit
                && let Some(from) = self.sides.renamed.view(&to.name)
            {
                let on = self.beneath(&to.name);
                if !on.is_empty() {
                    views.insert(to.name.clone());
                    attempts.push(self.view([from, to], on));
                }
            }
            if matches!(edit, Edit::Drop(_)) {
                continue;
            }
            for kept in keeper.around(at, edit, self.sides.renamed) {
                tables.extend(self.carriers(kept));
                attempts.extend(self.put_back(kept, edit));
            }
        }
        let edits = steps.iter().map(|step| &step.change.edit);
        let lost: Vec<Lost> = edits
            .flat_map(|edit| lost(edit, self.sides.renamed))
            .collect();
        let torn = self.torn(steps);
        if attempts.is_empty() && lost.is_empty() {
            return None;
        }
        let [before, after] = self.stage(&tables);
        let mut names: BTreeSet<&TableName> = tables.iter().chain(&views).collect();
        names.extend(self.enums().iter().map(|(own, _)| &own.name));
        let own: BTreeSet<&str> = names.iter().map(|name| name.name.as_str()).collect();
        // Under one name there is one of them in the namespace of the session.
        if own.len() < names.len() {
            attempts.clear();
        }
        let move_all = |texts: Vec<String>| -> Vec<String> {
            let texts = texts.iter();
            texts.map(|text| moved(text, &names)).collect()
        };
        for attempt in &mut attempts {
            attempt.before = moved(&attempt.before, &names);
            attempt.after = moved(&attempt.after, &names);
        }
        Some(Rehearsal {
            before: move_all(before),
            after: move_all(after),
            attempts,
            torn,
            lost,
            namespaces: self.sides.live.namespaces.clone(),
        })
    }

    /// Parts over several columns that become something else one after another, which nothing takes away meanwhile.
    fn torn(&self, steps: &[Step]) -> Vec<Stuck> {
        let edits = steps.iter().map(|step| &step.change.edit);
        let edits = edits.filter(|edit| becomes_another_kind(edit));
        let edits: BTreeSet<ObjectId> = edits.map(Edit::object).collect();
        let parts = self
            .parts(steps)
            .into_iter()
            .map(|(attempt, _)| attempt.stuck);
        let torn = parts.filter(|stuck| {
            let on = stuck.on.iter().filter(|id| edits.contains(id));
            on.count() > 1 && !["primary key", "unique constraint"].contains(&stuck.kind.as_str())
        });
        torn.map(|stuck| Stuck {
            reason: format!(
                "this {} does not hold while one column after the other becomes something else",
                stuck.kind
            ),
            ..stuck
        })
        .collect()
    }

    /// Keys, indexes, checks and exclusions over the columns that no step touches: the server makes them again itself.
    fn parts(&self, steps: &[Step]) -> Vec<(Attempt, Vec<TableName>)> {
        let changed: BTreeSet<ObjectId> = steps.iter().map(|step| step.change.object()).collect();
        let tables = self.roots.iter().filter_map(|id| id.table().cloned());
        let facts = self.sides.renamed.facts_near(&tables.collect());
        let attempt = |fact: Fact| {
            let on = fact.requires.iter().filter(|id| self.roots.contains(id));
            let on: Vec<ObjectId> = on.cloned().collect();
            if on.is_empty() || changed.contains(&fact.id) {
                return None;
            }
            let (kind, texts) = self.part(&fact.object)?;
            let text = texts.join(";\n");
            let attempt = Attempt {
                stuck: stuck(kind, fact.id.to_string(), on),
                before: text.clone(),
                after: text,
                is_wanted: false,
            };
            let target = match &fact.object {
                Object::ForeignKey(_, key) => Some(&key.target),
                _ => None,
            };
            let tables = fact.id.table().into_iter().chain(target);
            Some((attempt, tables.cloned().collect()))
        };
        facts.into_iter().filter_map(attempt).collect()
    }

    /// What the part of a table is, and what makes it on the table that only the session sees.
    fn part(&self, object: &Object) -> Option<(&'static str, Vec<String>)> {
        let (kind, object) = match object.clone() {
            Object::PrimaryKey(table, key) => {
                ("primary key", Object::PrimaryKey(temporary(&table), key))
            }
            Object::Unique(table, unique) => (
                "unique constraint",
                Object::Unique(temporary(&table), unique),
            ),
            Object::Index(table, index) => ("index", Object::Index(temporary(&table), index)),
            Object::Check(table, check) => ("check", Object::Check(temporary(&table), check)),
            Object::Exclusion(table, exclusion) => (
                "exclusion constraint",
                Object::Exclusion(temporary(&table), exclusion),
            ),
            Object::ForeignKey(table, mut key) => {
                key.target = temporary(&key.target);
                let unique = Unique::over(
                    Name::chosen(format!("{}_target", key.name.text())),
                    key.target_columns.clone(),
                );
                let unique = self.made(Object::Unique(key.target.clone(), unique))?;
                let own = self.made(Object::ForeignKey(temporary(&table), key))?;
                return Some(("foreign key", vec![unique, own]));
            }
            _ => return None,
        };
        Some((kind, vec![self.made(object)?]))
    }

    fn view(&self, [from, to]: [&View; 2], on: Vec<ObjectId>) -> Attempt {
        let name = temporary(&to.name);
        let create = |query: &str| {
            let mut texts = vec![scratch::view(&name, query, to.materialized)];
            let indexes = to.indexes.iter().filter(|_| to.materialized);
            let indexes = indexes.map(|index| Object::Index(name.clone(), Box::new(index.clone())));
            texts.extend(indexes.filter_map(|index| self.made(index)));
            texts.join(";\n")
        };
        Attempt {
            stuck: stuck("view", to.name.to_string(), on),
            before: create(&from.query),
            after: create(&to.query),
            is_wanted: self.sides.desired.view(&to.name).is_some(),
        }
    }

    fn put_back(&self, kept: &Kept, edit: &Edit) -> Option<Attempt> {
        let put = again(kept, self.sides.desired);
        let mut on = Vec::new();
        let roots = roots(edit, self.sides.renamed);
        for item in self.items(kept) {
            let Some(table) = &item.on else { continue };
            let column = item.column.as_ref();
            let column = column.map(|column| ObjectId::Column(table.clone(), column.clone()));
            on.extend(column.filter(|id| roots.contains(id)));
            on.extend(self.beneath(table));
            if replaced(edit) == Some(table) {
                on.push(edit.object());
            }
        }
        on.sort_unstable();
        on.dedup();
        Some(Attempt {
            stuck: stuck(&kept.kind, kept.object.clone(), on),
            before: tried(kept, kept.put.first()?),
            after: tried(kept, put.first()?),
            is_wanted: put != kept.put,
        })
    }

    fn items(&self, kept: &Kept) -> impl Iterator<Item = &Unsupported> {
        let items = self.sides.renamed.unsupported.iter();
        items.filter(move |item| (&item.kind, &item.object) == (&kept.kind, &kept.object))
    }

    /// The tables that the object is on.
    fn carriers(&self, kept: &Kept) -> Vec<TableName> {
        let names = self.items(kept).filter_map(|item| item.on.clone());
        names
            .filter(|name| self.live_table(name).is_some())
            .collect()
    }

    /// What changes beneath the view, through other views as well.
    fn beneath(&self, view: &TableName) -> Vec<ObjectId> {
        let mut seen = BTreeSet::new();
        let mut found = BTreeSet::new();
        let mut open = vec![view.clone()];
        while let Some(name) = open.pop() {
            let id = ObjectId::View(name.clone());
            found.extend(Some(id).filter(|id| self.roots.contains(id)));
            let Some(view) = self.sides.renamed.view(&name) else {
                continue;
            };
            for id in &view.uses {
                if let ObjectId::View(other) = id {
                    open.extend(Some(other.clone()).filter(|other| seen.insert(other.clone())));
                } else if self.roots.contains(id) {
                    found.insert(id.clone());
                }
            }
        }
        found.into_iter().collect()
    }

    fn live_table(&self, name: &TableName) -> Option<&Table> {
        self.sides.renamed.whole(name)
    }

    /// The enums that are made anew with other values, as they are and as they will be.
    fn enums(&self) -> Vec<(&EnumType, &EnumType)> {
        let wanted = self.sides.desired.enums.iter();
        let pairs = wanted.filter_map(|wanted| {
            let mut found = self.sides.renamed.enums.iter();
            Some((found.find(|own| own.name == wanted.name)?, wanted))
        });
        pairs
            .filter(|(from, to)| !from.is_extended_by(to))
            .collect()
    }

    fn stage(&self, tables: &BTreeSet<TableName>) -> [Vec<String>; 2] {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let of_enum = |own: &EnumType| {
            let name = temporary(&own.name);
            let own = EnumType {
                name,
                comment: None,
                ..own.clone()
            };
            self.made(Object::Enum(own))
        };
        for (from, to) in self.enums() {
            before.extend(of_enum(from));
            after.extend(of_enum(to));
        }
        let live = self.sides.renamed;
        for own in &self.sides.desired.enums {
            if !live.enums.iter().any(|other| other.name == own.name) {
                after.extend(of_enum(own));
            }
        }
        for name in tables {
            let Some(found) = self.live_table(name) else {
                continue;
            };
            let wanted = self.sides.desired.whole(name);
            let as_wanted = |column: &Column| {
                let wanted = wanted.and_then(|table| table.column(&column.name));
                wanted.unwrap_or(column).clone()
            };
            let new = wanted.into_iter().flat_map(|table| &table.columns);
            let new = new.filter(|column| found.column(&column.name).is_none());
            let columns = found.columns.iter().map(as_wanted).chain(new.cloned());
            before.extend(self.table(name, found.columns.clone()));
            after.extend(self.table(name, columns.collect()));
        }
        [before, after]
    }

    fn table(&self, name: &TableName, columns: Vec<Column>) -> Option<String> {
        let bare = |column: Column| Column {
            collation: column.collation,
            ..Column::new(column.name, column.data_type)
        };
        let columns = columns.into_iter().map(bare).collect();
        let table = Table {
            columns,
            ..Table::new(temporary(name))
        };
        self.made(Object::Table(Box::new(table)))
    }

    fn made(&self, object: Object) -> Option<String> {
        let schema = Schema::new(self.sides.live.flavor);
        let scene = Scene {
            before: &schema,
            after: &schema,
            is_new: true,
        };
        let rendered = self.dialect.render(&Edit::Create(object), scene).ok()?;
        let statements = rendered.statements.into_iter();
        let statements: Vec<String> = statements.map(|statement| statement.sql).collect();
        Some(statements.join(";\n"))
    }
}

fn stuck(kind: &str, object: String, on: Vec<ObjectId>) -> Stuck {
    Stuck {
        kind: kind.to_owned(),
        object,
        on,
        reason: String::new(),
    }
}
