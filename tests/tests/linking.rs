//! Which tables a program has: those of the crates that some path names, and no others.
//!
//! Small crates are generated beside the build's output, built as a user would build them, and run.
//! rustc says nothing about a crate that it does not load, so this table is what the documentation of
//! `link!` rests on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Prints the tables that are linked into the program.
const PRINT: &str = r#"
fn main() {
    let registry = trueup::Registry::linked().expect("no table twice");
    let names: Vec<&str> = registry.tables().iter().map(|table| table.name).collect();
    println!("{}", names.join(" "));
}
"#;

const NONE: &str = "";
const ITEMS: &str = "alphas betas gammas";

/// A program, how it refers to the crate `items`, and which tables it has.
const PROGRAMS: [(&str, &str, &str); 9] = [
    ("dependency_never_named", "", NONE),
    (
        "named_in_code_that_is_configured_out",
        "#[cfg(any())] use items as _;",
        NONE,
    ),
    ("named_by_use", "use items as _;", ITEMS),
    ("named_by_link", "trueup::link!(items);", ITEMS),
    (
        "a_type_named",
        "const _: usize = size_of::<items::Alpha>();",
        ITEMS,
    ),
    ("named_through_another_crate", "use middle as _;", ITEMS),
    ("beside_a_library_never_named", "", NONE),
    (
        "beside_a_library_linked",
        "trueup::link!(beside_a_library_linked);",
        "owns",
    ),
    (
        "private_module_of_the_program",
        "mod unused { #[derive(trueup::Table)] #[allow(dead_code)] struct Own { #[column(primary_key)] id: i64 } }",
        "owns",
    ),
];

/// An integration test of a package whose library has a table.
const INTEGRATION_TESTS: [(&str, &str, &str); 2] = [
    ("library_never_named", "", NONE),
    (
        "library_linked",
        "trueup::link!(tested, items);",
        "alphas betas gammas owns",
    ),
];

const EXPLICIT: &str = r#"
fn main() {
    let registry = trueup::Registry::of(trueup::tables![items::Alpha, items::public::Beta]);
    let names: Vec<&str> = registry.expect("no table twice").tables().iter().map(|table| table.name).collect();
    println!("{}", names.join(" "));
}
"#;

const LIBRARY: &str = r#"
use trueup::Table;

#[derive(Table)]
pub struct Alpha { #[column(primary_key)] pub id: i64 }

pub mod public {
    #[derive(trueup::Table)]
    pub struct Beta { #[column(primary_key)] pub id: i64 }
}

mod private {
    #[derive(trueup::Table)]
    #[allow(dead_code)]
    struct Gamma { #[column(primary_key)] id: i64 }
}
"#;

const OWN_LIBRARY: &str = r#"
#[derive(trueup::Table)]
pub struct Own { #[column(primary_key)] pub id: i64 }
"#;

#[test]
fn a_program_has_the_tables_of_the_crates_that_it_names() {
    let target = build(&["build", "--bins"]);
    check(&target.join("debug"));
}

#[test]
fn optimising_changes_nothing() {
    let target = build(&["build", "--bins", "--release"]);
    check(&target.join("release"));
}

#[test]
fn an_integration_test_has_the_tables_of_the_crates_that_it_names() {
    for (name, _, tables) in INTEGRATION_TESTS {
        let output = cargo(&["test", "--package", "tested", "--test", name]);
        assert_eq!(output.trim(), tables, "{name}");
    }
}

fn check(programs: &Path) {
    let mut found = BTreeMap::new();
    let mut expected = BTreeMap::new();
    let rows = PROGRAMS
        .iter()
        .map(|(name, _, tables)| (*name, *tables))
        .chain([("listed_by_hand", "alphas betas")]);
    for (name, tables) in rows {
        let output = Command::new(programs.join(name))
            .output()
            .expect("the program starts");
        let text = String::from_utf8(output.stdout).expect("a text");
        found.insert(name, text.trim().to_owned());
        expected.insert(name, tables.to_owned());
    }
    assert_eq!(found, expected);
}

/// Builds all programs, and says where the builds are.
fn build(arguments: &[&str]) -> PathBuf {
    cargo(arguments);
    target()
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--quiet", "--offline"])
        .current_dir(workspace())
        .env("CARGO_TARGET_DIR", target())
        .env_remove("RUSTFLAGS")
        .stdin(Stdio::null())
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("a text")
}

/// Kept from run to run, so that trueup and what it needs are built once.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("linking-target")
}

/// Writes the crates.
fn workspace() -> &'static Path {
    static WRITTEN: OnceLock<PathBuf> = OnceLock::new();
    WRITTEN.get_or_init(|| {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("linking");
        write(
            &root,
            "Cargo.toml",
            // What the crates depend on is built in haste: only how they are linked matters.
            "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n\n[profile.dev]\ndebug = false\n\n\
             [profile.release.package.\"*\"]\nopt-level = 0\n",
        );
        // The versions that this workspace has, so that nothing is downloaded.
        let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
        write(
            &root,
            "Cargo.lock",
            &fs::read_to_string(lock).expect("a lock file"),
        );

        package(&root, "items", "");
        write(&root, "items/src/lib.rs", LIBRARY);
        package(&root, "middle", "items = { path = \"../items\" }");
        write(&root, "middle/src/lib.rs", "pub use items;");
        for (name, anchor, _) in PROGRAMS {
            package(
                &root,
                name,
                "items = { path = \"../items\" }\nmiddle = { path = \"../middle\" }",
            );
            write(
                &root,
                &format!("{name}/src/main.rs"),
                &format!("{anchor}\n{PRINT}"),
            );
            if name.starts_with("beside_a_library") {
                write(&root, &format!("{name}/src/lib.rs"), OWN_LIBRARY);
            }
        }
        package(&root, "listed_by_hand", "items = { path = \"../items\" }");
        write(&root, "listed_by_hand/src/main.rs", EXPLICIT);

        let tests: String = INTEGRATION_TESTS
            .map(|(name, _, _)| format!("[[test]]\nname = \"{name}\"\nharness = false\n"))
            .concat();
        package(
            &root,
            "tested",
            &format!("items = {{ path = \"../items\" }}\n{tests}"),
        );
        write(&root, "tested/src/lib.rs", OWN_LIBRARY);
        for (name, anchor, _) in INTEGRATION_TESTS {
            write(
                &root,
                &format!("tested/tests/{name}.rs"),
                &format!("{anchor}\n{PRINT}"),
            );
        }
        root
    })
}

fn package(root: &Path, name: &str, dependencies: &str) {
    let trueup = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
    write(
        root,
        &format!("{name}/Cargo.toml"),
        &format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\ntrueup = {{ path = \"{trueup}\" }}\n{dependencies}\n"
        ),
    );
}

fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    let directory = file.parent().expect("a file in a directory");
    fs::create_dir_all(directory).expect("a directory");
    fs::write(&file, text).expect("a file");
}
