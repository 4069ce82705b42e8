//! Which tables and other objects the program has.
//!
//! In: what the derive and the macros registered at link time, or lists that the caller gives. Out:
//! the tables and the objects beside them, sorted by name and without duplicates. The only reader of
//! `inventory`.

use std::collections::BTreeMap;
use std::fmt;

use super::{Declared, DroppedKind, DroppedMeta, Place, Problem, TableMeta, drawn, part};

/// A table that the derive registered; for generated code.
#[doc(hidden)]
#[derive(Debug)]
pub struct Registered(pub &'static TableMeta);

inventory::collect!(Registered);

/// An object beside the tables that a macro registered; for generated code.
#[doc(hidden)]
#[derive(Debug)]
pub struct RegisteredObject(pub &'static Declared);

inventory::collect!(RegisteredObject);

/// An object that may be dropped with what it holds; written by [`dropped!`](crate::dropped) and
/// [`dropped_table!`](crate::dropped_table).
#[doc(hidden)]
#[derive(Debug)]
pub struct Dropped(pub DroppedMeta);

inventory::collect!(Dropped);

/// Allows that a table whose struct is gone is dropped with its data.
///
/// ```
/// trueup::dropped_table!("old_accounts");
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! dropped_table {
    ($name:literal) => {
        $crate::private::inventory::submit! {
            $crate::private::Dropped($crate::private::DroppedMeta {
                kind: $crate::private::DroppedKind::Table,
                name: $name,
            })
        }
    };
}

/// The tables of a program, and what it declares beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Registry {
    tables: Vec<&'static TableMeta>,
    objects: Vec<&'static Declared>,
    dropped: Vec<DroppedMeta>,
}

/// Tables or other objects are defined twice.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", drawn(.problems))]
pub struct RegistryError {
    /// One for each name that is taken more than once, never an empty list.
    pub problems: Vec<Problem>,
    /// What can be looked at all the same: the first definition of each name.
    rest: Registry,
}

/// As it is displayed: a `main` that returns the error prints it this way.
impl fmt::Debug for RegistryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl RegistryError {
    /// The problems, and a registry with one definition for each name, to be asked what else is wrong.
    #[doc(hidden)]
    #[must_use]
    pub fn into_parts(self) -> (Vec<Problem>, Registry) {
        (self.problems, self.rest)
    }
}

impl Registry {
    /// The tables and other objects of every crate that is linked into the program.
    ///
    /// A crate that no path in the program names is not linked, and its tables are missing here;
    /// [`link!`](crate::link) names it.
    ///
    /// # Errors
    ///
    /// When two structs have the same table name, or an object is declared twice.
    pub fn linked() -> Result<Self, RegistryError> {
        let tables = inventory::iter::<Registered>().map(|registered| registered.0);
        let objects = inventory::iter::<RegisteredObject>().map(|registered| registered.0);
        let dropped = inventory::iter::<Dropped>().map(|dropped| dropped.0);
        Self {
            tables: tables.collect(),
            objects: objects.collect(),
            dropped: dropped.collect(),
        }
        .sorted()
    }

    /// The given tables and no others; [`tables!`](crate::tables) writes the list.
    ///
    /// # Errors
    ///
    /// When two structs have the same table name.
    pub fn of(tables: &[&'static TableMeta]) -> Result<Self, RegistryError> {
        Self {
            tables: tables.to_vec(),
            ..Self::default()
        }
        .sorted()
    }

    /// Also these objects beside the tables; [`objects!`](crate::objects) writes the list.
    ///
    /// # Errors
    ///
    /// When one is declared twice.
    pub fn with_objects(mut self, objects: &'static [Declared]) -> Result<Self, RegistryError> {
        self.objects.extend(objects);
        self.sorted()
    }

    /// Also these views; [`views!`](crate::views) writes the list.
    ///
    /// # Errors
    ///
    /// When one is declared twice.
    pub fn with_views(mut self, views: &[&'static Declared]) -> Result<Self, RegistryError> {
        self.objects.extend(views);
        self.sorted()
    }

    /// Also allows that these tables are dropped with their data.
    #[must_use]
    pub fn with_dropped_tables(self, names: &[&'static str]) -> Self {
        let tables: Vec<DroppedMeta> = names
            .iter()
            .map(|name| DroppedMeta {
                kind: DroppedKind::Table,
                name,
            })
            .collect();
        self.with_dropped(&tables)
    }

    /// Also allows that these objects are dropped with what they hold.
    #[must_use]
    pub fn with_dropped(mut self, objects: &[DroppedMeta]) -> Self {
        self.dropped.extend(objects);
        self.dropped.sort_unstable();
        self.dropped.dedup();
        self
    }

    /// The tables, sorted by namespace and name.
    #[must_use]
    pub fn tables(&self) -> &[&'static TableMeta] {
        &self.tables
    }

    /// The objects beside the tables, sorted by kind, namespace and name.
    #[must_use]
    pub fn objects(&self) -> &[&'static Declared] {
        &self.objects
    }

    /// What may be dropped, sorted.
    #[must_use]
    pub fn dropped(&self) -> &[DroppedMeta] {
        &self.dropped
    }

    /// Whether a table has partitions that are made as time goes on.
    #[cfg(feature = "live")]
    pub(crate) fn is_rolling(&self) -> bool {
        let mut methods = self.tables.iter().filter_map(|table| table.partition_by());
        methods.any(|by| matches!(by.method, super::PartitionMethod::Rolling(_)))
    }

    fn sorted(mut self) -> Result<Self, RegistryError> {
        let mut problems = Vec::new();
        // Names first, so that those that are alike stand together, and nothing is allocated for those that are not.
        self.tables.sort_by_key(|table| {
            let path = (table.module, table.rust_name);
            (table.schema, table.name, table.place, path)
        });
        // A struct may be listed twice, and a constant has an address in each part of a program that names it.
        self.tables.dedup();
        self.tables.dedup_by(|table, first| {
            let is_twice = (table.schema, table.name) == (first.schema, first.name);
            if is_twice {
                let problem = twice(
                    "table",
                    table.name,
                    &format!("by both {} and {}", path(first), path(table)),
                );
                problems.push(problem.at(first.place).at(table.place));
            }
            is_twice
        });
        problems.sort_by(|one: &Problem, other| one.places.cmp(&other.places));
        self.objects.sort_by_key(|declared| declared.place);
        let mut objects = BTreeMap::new();
        for declared in self.objects {
            let (kind, name) = (declared.object.kind(), declared.object.name());
            let first = *objects.entry((kind, name)).or_insert(declared);
            if first != declared {
                let [one, other] = [first, declared].map(|declared| Place::from(declared.place));
                let problem = twice(kind, name.1, "twice");
                problems.push(problem.at(one).at(other));
            }
        }
        for table in &mut self.tables {
            *table = part::whole(table);
        }
        self.objects = objects.into_values().collect();
        self.dropped.sort_unstable();
        self.dropped.dedup();
        if problems.is_empty() {
            return Ok(self);
        }
        Err(RegistryError {
            problems,
            rest: self,
        })
    }
}

fn twice(kind: &'static str, name: &str, by: &str) -> Problem {
    Problem::new(format!(
        "{kind} `{name}` is defined {by}\n\
         help: keep one of them, or give one another name"
    ))
}

fn path(table: &TableMeta) -> String {
    format!("`{}::{}`", table.module, table.rust_name)
}
