//! What the structs of a crate are, in a file beside its manifest, so that the derive sees what has gone.
//!
//! In: the tables of a registry, and the file as it is. Out: the file as it has to be, and what the structs no longer
//! say. Knows no database: the file holds what is written in Rust.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::meta::{ColumnMeta, DroppedKind, DroppedMeta, Registry, TableMeta};

/// The file, beside the manifest.
pub const NAME: &str = "trueup.json";

/// What asks the test to write the file: the variable, and its value.
const WRITE: (&str, &str) = ("TRUEUP_SNAPSHOT", "write");

/// The whole file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Snapshot {
    /// Whether what has gone is an error.
    #[serde(default)]
    pub strict: bool,
    /// The tables of each crate of the package.
    pub crates: BTreeMap<String, Vec<Entry>>,
}

/// A struct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The struct's name.
    #[serde(rename = "struct")]
    pub rust_name: String,
    /// The namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The table's name.
    pub table: String,
    /// The columns, and what each holds.
    pub columns: BTreeMap<String, String>,
}

impl Entry {
    fn is(&self, dropped: &DroppedMeta) -> bool {
        let name = match &self.schema {
            Some(schema) => format!("{schema}.{}", self.table),
            None => self.table.clone(),
        };
        dropped.kind == DroppedKind::Table && dropped.name == name
    }
}

/// The snapshot cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("`{}` {what}", path.display())]
pub struct SnapshotError {
    path: PathBuf,
    what: String,
}

impl Snapshot {
    /// Reads the file in this folder; without one there is nothing in it.
    ///
    /// # Errors
    ///
    /// When there is one, and it is no snapshot.
    pub fn read(folder: &Path) -> Result<Self, SnapshotError> {
        let path = folder.join(NAME);
        let failed = |error: &dyn fmt::Display| SnapshotError {
            path: path.clone(),
            what: format!("cannot be read: {error}"),
        };
        match std::fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).map_err(|error| failed(&error)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Writes the file into this folder. Whoever reads it meanwhile sees the old one or the new one.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), SnapshotError> {
        let path = folder.join(NAME);
        let aside = folder.join(format!("{NAME}.{}", std::process::id()));
        std::fs::write(&aside, self.text())
            .and_then(|()| std::fs::rename(&aside, &path))
            .map_err(|error| {
                // What is left of the attempt is in nobody's way, and the error is the first one.
                let _ = std::fs::remove_file(&aside);
                SnapshotError {
                    path,
                    what: format!("cannot be written: {error}"),
                }
            })
    }

    /// The same with the tables of a crate as they are now. Other crates stay as they were.
    #[must_use]
    pub fn with(&self, package: &str, tables: &[&TableMeta]) -> Self {
        let mut new = self.clone();
        let mut entries: Vec<Entry> = of_crate(package, tables).map(entry).collect();
        entries.sort_by(|a, b| key(a).cmp(&key(b)));
        if entries.is_empty() {
            new.crates.remove(package);
        } else {
            new.crates.insert(package.to_owned(), entries);
        }
        new
    }

    /// What a crate's structs no longer say: one sentence for each table, column and type that is gone,
    /// unless the structs give their consent.
    #[must_use]
    pub fn lost(
        &self,
        package: &str,
        tables: &[&TableMeta],
        dropped: &[DroppedMeta],
    ) -> Vec<String> {
        let mut lost = Vec::new();
        for old in self.crates.get(package).into_iter().flatten() {
            let new: Vec<&TableMeta> = of_crate(package, tables)
                .filter(|table| continues(table, old))
                .collect();
            if new.is_empty() && !dropped.iter().any(|dropped| old.is(dropped)) {
                lost.push(format!(
                    "the struct `{}` of the table `{}` is gone\n  help: renamed: `#[table(renamed_from = {:?})]` on the struct \
                     that has its rows; not wanted: `trueup::dropped_table!({:?})`",
                    old.rust_name, old.table, old.table, old.table
                ));
            }
            columns(old, &new, &mut lost);
        }
        lost
    }

    fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("texts and lists are JSON");
        format!("{text}\n")
    }
}

/// The columns of a table that are gone, or hold something else.
///
/// Several structs may be parts of the same table.
fn columns(old: &Entry, new: &[&TableMeta], lost: &mut Vec<String>) {
    let Some(table) = new.first() else {
        return;
    };
    let all = || new.iter().flat_map(|table| table.columns);
    for (name, held) in &old.columns {
        let is_it = |column: &&ColumnMeta| {
            column.name == name || column.renamed_from().contains(&name.as_str())
        };
        let is_dropped = || {
            new.iter()
                .any(|table| table.dropped().contains(&name.as_str()))
        };
        match all().find(is_it) {
            None if is_dropped() => {}
            None => lost.push(format!(
                "the column `{name}` of `{}` has no field any more\n  help: renamed: `#[column(renamed_from = {name:?})]` on \
                 the field that has its data; not wanted: `#[table(dropped({name:?}))]` on `{}`",
                table.name, table.rust_name
            )),
            Some(column) if holds(column) != *held => lost.push(format!(
                "the column `{}` of `{}` held `{held}`, and now `{}`\n  help: look at what `plan` says about it",
                column.name,
                table.name,
                holds(column)
            )),
            Some(_) => {}
        }
    }
}

fn continues(table: &TableMeta, old: &Entry) -> bool {
    table.schema == old.schema.as_deref()
        && (table.name == old.table || table.renamed_from().contains(&old.table.as_str()))
}

fn of_crate<'a>(package: &str, tables: &[&'a TableMeta]) -> impl Iterator<Item = &'a TableMeta> {
    tables
        .iter()
        .copied()
        .filter(move |table| crate_of(table) == package)
}

/// The crate that a struct is written in.
#[must_use]
pub fn crate_of(table: &TableMeta) -> &str {
    table.module.split("::").next().unwrap_or_default()
}

fn entry(table: &TableMeta) -> Entry {
    let columns = table.columns.iter();
    Entry {
        rust_name: table.rust_name.to_owned(),
        schema: table.schema.map(str::to_owned),
        table: table.name.to_owned(),
        columns: columns
            .map(|column| (column.name.to_owned(), holds(column)))
            .collect(),
    }
}

fn key(entry: &Entry) -> (&Option<String>, &str, &str) {
    (&entry.schema, &entry.table, &entry.rust_name)
}

/// What a column holds, as it is written in the file.
fn holds(column: &ColumnMeta) -> String {
    match column.nullable {
        true => format!("Option<{:?}>", column.value),
        false => format!("{:?}", column.value),
    }
}

/// What [`snapshot!`](crate::snapshot) does.
///
/// # Panics
///
/// When the file is not what the structs say, and when it cannot be read or written.
#[track_caller]
pub fn assert(folder: &str, package: &str) {
    let is_asked = std::env::var(WRITE.0).is_ok_and(|value| value == WRITE.1);
    match look(Path::new(folder), package, is_asked) {
        Ok(None) => {}
        Ok(Some(difference)) => panic!("{difference}"),
        Err(error) => panic!("{error}"),
    }
}

/// Compares, or writes where that was asked for. A difference that stays is told.
fn look(
    folder: &Path,
    package: &str,
    is_asked: bool,
) -> Result<Option<String>, Box<dyn std::error::Error>> {
    let registry = Registry::linked()?;
    let package = &package.replace('-', "_");
    let old = Snapshot::read(folder)?;
    let new = old.with(package, registry.tables());
    if new == old {
        return Ok(None);
    }
    let lost = old.lost(package, registry.tables(), registry.dropped());
    if is_asked {
        for one in &lost {
            eprintln!("{one}");
        }
        new.write(folder)?;
        return Ok(None);
    }
    let (variable, value) = WRITE;
    let lost: String = lost.iter().map(|one| format!("\n{one}")).collect();
    Ok(Some(format!(
        "`{NAME}` is not what the structs of `{package}` say{lost}\nhelp: write it with `{variable}={value} cargo test`, or with \
         `trueup snapshot`; a crate that no path names is not linked: write `trueup::link!({package});` in the test"
    )))
}

#[cfg(test)]
mod tests;
