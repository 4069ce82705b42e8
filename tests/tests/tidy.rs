//! The layout of the code is what ARCHITECTURE.md says.
//!
//! The rules are about text, so that they hold in every feature set, and for code that no test runs.

use std::fs;
use std::path::{Path, PathBuf};

/// The parts of the runtime crate. Each may use those to its left, and none to its right.
const ORDER: [&str; 18] = [
    "meta",
    "snapshot",
    "model",
    "diff",
    "dialect",
    "source_code",
    "error",
    "config",
    "plan",
    "risk",
    "consent",
    "live",
    "report",
    "comparison",
    "migrate",
    "testing",
    "picture",
    "cli",
];

/// The greatest length of a file.
const LINES: usize = 500;

/// Files that may be longer, how much, and why.
const LONG: [(&str, usize, &str); 0] = [];

#[test]
fn each_part_uses_only_what_is_to_its_left() {
    let mut wrong = Vec::new();
    for file in files(&["runtime/src"]) {
        let path = name(&file);
        let inside = path
            .trim_start_matches("runtime/src/")
            .trim_end_matches(".rs");
        let part = inside.split('/').next().expect("a name");
        // The root joins the parts, `private` is what generated code sees, `words` and `guide` are
        // documentation, and a binary is outside.
        if matches!(part, "lib" | "private" | "guide" | "words" | "bin") {
            continue;
        }
        let rank = rank(part).unwrap_or_else(|| panic!("`{path}` is in no part: see ORDER"));
        let depth = inside.trim_end_matches("/mod").split('/').count();
        let text = code(&read(&file));
        for used in uses(&text, depth) {
            if self::rank(&used).is_some_and(|other| other > rank) {
                wrong.push(format!("{path} uses `{used}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_order_is_the_one_of_architecture_md() {
    let order = ORDER.join(" <- ");
    let text = read(&root().join("ARCHITECTURE.md"));
    assert!(text.contains(&order), "ARCHITECTURE.md lacks: {order}");
}

#[test]
fn each_part_is_on_the_map() {
    let map = read(&root().join("ARCHITECTURE.md"));
    let entries = fs::read_dir(root().join("runtime/src")).expect("a directory");
    let mut missing: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.to_string_lossy().trim_end_matches(".rs").to_owned())
        .filter(|part| !map.contains(&format!("`{part}")))
        .collect();
    missing.sort();
    assert!(missing.is_empty(), "not in ARCHITECTURE.md: {missing:?}");
}

#[test]
fn each_dependency_has_its_reason() {
    let text = read(&root().join("ARCHITECTURE.md"));
    let manifest = read(&root().join("Cargo.toml"));
    let missing: Vec<&str> = manifest
        .lines()
        .skip_while(|line| *line != "[workspace.dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = "))
        .map(|(dependency, _)| dependency)
        .filter(|dependency| !dependency.starts_with("trueup"))
        .filter(|dependency| !text.contains(&format!("| `{dependency}` |")))
        .collect();
    assert!(missing.is_empty(), "no reason for {missing:?}");
}

#[test]
fn each_file_begins_with_what_it_is() {
    let silent: Vec<String> = files(&["runtime", "macros", "tests", "examples"])
        .iter()
        .filter(|file| !read(file).starts_with("//! "))
        .map(|file| name(file))
        .collect();
    assert!(silent.is_empty(), "no `//!` in {silent:?}");
}

#[test]
fn no_file_is_too_long_to_read() {
    let mut wrong = Vec::new();
    for file in files(&["runtime", "macros", "tests", "examples"]) {
        let path = name(&file);
        let lines = read(&file).lines().count();
        let limit = LONG
            .iter()
            .find(|(long, ..)| *long == path)
            .map_or(LINES, |(_, limit, _)| *limit);
        if lines > limit {
            wrong.push(format!("{path}: {lines} lines, and {limit} are allowed"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn schema_changes_are_written_by_the_dialects() {
    let mut wrong = Vec::new();
    for file in files(&["runtime/src"]) {
        let path = name(&file);
        // The scratch tables on which a server is asked how it spells an expression.
        let is_scratch = path.starts_with("runtime/src/live/") && path.contains("normalize");
        // Whole databases, which no plan makes.
        let is_of_tests = path.starts_with("runtime/src/testing/");
        if path.starts_with("runtime/src/dialect/") || is_scratch || is_of_tests {
            continue;
        }
        let text = code(&read(&file));
        for text in text.split("format!(").skip(1) {
            let Some(literal) = text.trim_start().strip_prefix('"') else {
                continue;
            };
            let literal = literal.split('"').next().unwrap_or_default();
            let is_change = ["CREATE ", "ALTER ", "DROP ", "INSERT "]
                .iter()
                .any(|word| literal.starts_with(word));
            if is_change && literal.contains('{') {
                wrong.push(format!("{path}: {literal}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn text_built_at_run_time_reaches_sqlx_under_live_alone() {
    let elsewhere: Vec<String> = files(&["runtime/src"])
        .iter()
        .filter(|file| code(&read(file)).contains("AssertSqlSafe"))
        .map(|file| name(file))
        .filter(|path| !path.starts_with("runtime/src/live/"))
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}

#[test]
fn the_documents_are_there() {
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
    ] {
        assert!(
            !read(&root().join(document)).trim().is_empty(),
            "{document}"
        );
    }
}

#[test]
fn the_changelog_is_open() {
    let text = read(&root().join("CHANGELOG.md"));
    let first = text.lines().find(|line| line.starts_with("## "));
    assert_eq!(first, Some("## Unreleased"));
}

fn rank(part: &str) -> Option<usize> {
    ORDER.iter().position(|other| *other == part)
}

/// The parts that a file names: `crate::part`, `crate::{part, ...}`, and what it reaches by `super`.
fn uses(text: &str, depth: usize) -> Vec<String> {
    let mut found = Vec::new();
    let to_root = "super::".repeat(depth);
    for root in ["crate::", &to_root] {
        for (at, _) in text.match_indices(root) {
            // `$crate::` is the crate of whoever expands the macro.
            if text[..at].ends_with(['$', ':']) {
                continue;
            }
            // A module inside of the file is one step further down.
            let rest = text[at + root.len()..].trim_start_matches("super::");
            match rest.strip_prefix('{') {
                Some(group) => found.extend(heads(group)),
                None => found.push(word(rest)),
            }
        }
    }
    found
}

/// The first segment of each path of a group, whose opening brace is gone.
fn heads(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut level = 0;
    let mut is_head = true;
    for (at, c) in group.char_indices() {
        match c {
            '{' => level += 1,
            '}' if level == 0 => break,
            '}' => level -= 1,
            ',' if level == 0 => is_head = true,
            _ if is_head && !c.is_whitespace() => {
                heads.push(word(&group[at..]));
                is_head = false;
            }
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The text without its comments.
fn code(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every Rust file below, apart from the fixtures that must not compile.
fn files(directories: &[&str]) -> Vec<PathBuf> {
    let mut open: Vec<PathBuf> = directories
        .iter()
        .map(|directory| root().join(directory))
        .collect();
    let mut files = Vec::new();
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(&directory).expect("a directory") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if !path.ends_with("target") && !path.ends_with("macros/tests/ui") {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no file in {directories:?}");
    files
}

fn name(file: &Path) -> String {
    let inside = file.strip_prefix(root()).expect("a file of the workspace");
    inside.to_string_lossy().into_owned()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn what_a_file_uses_is_found() {
    let text = "use crate::plan::{self, Plan};\nuse crate::{live::Lock, risk};\nlet a = super::super::cli::run();";
    let mut found = uses(text, 2);
    found.sort();
    assert_eq!(found, ["cli", "live", "plan", "risk"]);
    assert_eq!(
        uses("$crate::cli::run(); super::super::super::risk::x", 2),
        ["risk"]
    );
}
