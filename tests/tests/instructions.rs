//! How many instructions the main paths take, beside the counts that are written down: what makes one of them dearer is
//! seen when it is made.
//!
//! The counts are of a build without optimisation, in which they repeat nearly exactly, and of x86-64 on Linux.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

const WRITTEN: &str = include_str!("instructions.txt");

/// How far a count may be from the written one, in either direction: what became cheaper is to be written down.
const TOLERANCE_PERCENT: u64 = 5;

#[test]
fn the_main_paths_take_as_many_instructions_as_is_written_down() {
    let counted = count();
    let mut problems = String::new();
    for (path, (count, written)) in both(&counted) {
        if count.abs_diff(written) * 100 > written * TOLERANCE_PERCENT {
            let _ = writeln!(problems, "{path}: {count} thousand, {written} written down");
        }
    }
    let lines = counted
        .iter()
        .map(|(path, count)| format!("{path} {count}\n"));
    let table: String = lines.collect();
    assert!(
        problems.is_empty(),
        "{problems}\nIf that has a reason, say it in the commit, and let tests/tests/instructions.txt end with:\n{table}"
    );
}

/// Each path with its count and the written one; zero where it has none.
fn both(counted: &BTreeMap<String, u64>) -> BTreeMap<String, (u64, u64)> {
    let mut both: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (path, count) in counted {
        both.entry(path.clone()).or_default().0 = *count;
    }
    for line in WRITTEN.lines().filter(|line| !line.starts_with('#')) {
        let (path, count) = line.split_once(' ').expect("a path and its count");
        both.entry(path.to_owned()).or_default().1 = count.parse().expect("a number");
    }
    both
}

/// The thousands of instructions of each function that is counted.
fn count() -> BTreeMap<String, u64> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = format!(
        "--callgrind-out-file={}",
        folder.path().join("out").display()
    );
    let arguments = [
        "--tool=callgrind",
        "--collect-atstart=no",
        "--toggle-collect=main_paths::counted::*",
        "--dump-after=*::counted::*",
        &file,
        env!("CARGO_BIN_EXE_main-paths"),
    ];
    let output = Command::new("valgrind").args(arguments).output();
    let output =
        output.expect("valgrind runs: scripts/test installs it, or the package `valgrind`");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let entries = std::fs::read_dir(folder.path()).expect("a folder");
    let files = entries.map(|entry| entry.expect("a file").path());
    files.filter_map(|file| of_one(&file)).collect()
}

/// What callgrind says of one function, in the file that it writes when the function returns.
fn of_one(file: &Path) -> Option<(String, u64)> {
    let text = std::fs::read_to_string(file).expect("what callgrind writes");
    let path = text.lines().find_map(|line| {
        let rest = line.strip_prefix("desc: Trigger: --dump-after=")?;
        rest.strip_prefix("main_paths::counted::")
    })?;
    let mut totals = text
        .lines()
        .filter_map(|line| line.strip_prefix("totals: "));
    let count: u64 = totals.next()?.parse().expect("a number");
    Some((path.to_owned(), count / 1_000))
}
