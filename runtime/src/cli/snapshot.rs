//! `snapshot`: the structs of the program, beside the manifest of the crate that they are written in.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;

use super::arguments::TakeSnapshot;
use super::side::{NO_STRUCTS, linked};
use super::{Exit, Output};
use crate::error::Error;
use crate::snapshot::{NAME, Snapshot, crate_of};

/// Writes the file of each crate of the workspace that has tables.
pub(super) fn snapshot(options: &TakeSnapshot) -> Result<Output, Error> {
    let registry = linked()?;
    let tables = registry.tables();
    if tables.is_empty() {
        return Err(config(NO_STRUCTS));
    }
    let folders = folders()?;
    let mut packages: BTreeMap<&PathBuf, Vec<&str>> = BTreeMap::new();
    for table in tables {
        // Crates from elsewhere have files of their own, or none.
        if let Some(folder) = folders.get(crate_of(table)) {
            packages.entry(folder).or_default().push(crate_of(table));
        }
    }
    let mut out = String::new();
    let mut are_different = false;
    for (folder, mut crates) in packages {
        crates.dedup();
        let old = Snapshot::read(folder).map_err(|error| config(&error.to_string()))?;
        let mut new = old.clone();
        for package in crates {
            new = new.with(package, tables);
            for lost in old.lost(package, tables, registry.dropped()) {
                let _ = writeln!(out, "{lost}");
            }
        }
        let path = folder.join(NAME);
        let state = match (new == old, options.check) {
            (true, _) => "is up to date",
            (false, true) => "is not what the structs say",
            (false, false) => "written",
        };
        are_different |= new != old;
        if new != old && !options.check {
            new.write(folder)
                .map_err(|error| config(&error.to_string()))?;
        }
        let _ = writeln!(out, "{}: {state}", path.display());
    }
    let exit = Exit::differences_if(options.check && are_different);
    Ok(Output::done(out).ending(exit))
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    manifest_path: PathBuf,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// The folder of each crate of the workspace that the command is started in: cargo knows.
fn folders() -> Result<BTreeMap<String, PathBuf>, Error> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version=1"])
        .output()
        .map_err(|error| config(&format!("cargo cannot be started: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(config(&format!(
            "cargo does not tell where the crates are: {}\nhelp: start the command inside of the workspace",
            said.trim()
        )));
    }
    let metadata: Metadata = serde_json::from_slice(&output.stdout)
        .map_err(|error| config(&format!("cargo's answer cannot be read: {error}")))?;
    let mut folders = BTreeMap::new();
    for package in metadata.packages {
        let Some(folder) = package.manifest_path.parent() else {
            continue;
        };
        for target in package.targets {
            folders.insert(target.name.replace('-', "_"), folder.to_owned());
        }
    }
    Ok(folders)
}

fn config(reason: &str) -> Error {
    Error::Config {
        reason: reason.to_owned(),
    }
}
