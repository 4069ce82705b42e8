//! The crates that are compiled.
//!
//! In: how many tables of how many columns. Out: a workspace with their text, and the commands of cargo in it. Measures nothing.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The crates, and what their structs derive.
pub(crate) const CRATES: [(&str, &str); 3] = [
    ("bare", ""),
    ("trueup-tables", TABLE),
    ("serde-structs", "#[derive(serde::Serialize)]\n"),
];

const TABLE: &str = "#[derive(trueup::Table)]\n";

/// A program that says what it allocated before `main`, how many nanoseconds it took to collect its tables, and
/// what was allocated then.
const PROGRAM: &str = r#"//! Written by `compile-cost`.

mod models;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    let start = std::time::Instant::now();
    let registry = trueup::Registry::linked().expect("tables");
    let taken = start.elapsed().as_nanos();
    let after = ALLOCATIONS.load(Ordering::Relaxed);
    assert_eq!(registry.tables().len(), COUNT);
    println!("{before} {taken} {}", after - before);
}
"#;

/// How many tables, and of how many columns.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) tables: usize,
    pub(crate) columns: usize,
}

/// The directory of the crates.
pub(crate) struct Workspace {
    root: PathBuf,
    shape: Shape,
}

impl Workspace {
    /// Writes the crates, and builds everything that they need.
    pub(crate) fn write(shape: Shape) -> Self {
        let program = std::env::current_exe().expect("a path");
        let target = program.parent().expect("a directory");
        let this = Self {
            root: target.join("../tmp/compile-cost"),
            shape,
        };
        let members = CRATES.map(|(name, _)| format!("\"{name}\""));
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{}, \"program\"]\n\n[profile.release]\nstrip = true\n",
            members.join(", ")
        );
        write(&this.root.join("Cargo.toml"), &manifest);
        // The versions that this workspace has, so that nothing is downloaded.
        let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
        fs::copy(lock, this.root.join("Cargo.lock")).expect("a lock file");
        for (name, _) in CRATES {
            this.package(name);
            this.models(name, 0);
        }
        this.package("program");
        this
    }

    /// Has cargo compile a crate as if it never had.
    pub(crate) fn forget(&self, name: &str) {
        let caches = self.root.join("target/debug/incremental");
        let crate_name = name.replace('-', "_");
        for cache in fs::read_dir(caches).into_iter().flatten().flatten() {
            let of = cache.file_name();
            if of.to_string_lossy().starts_with(&crate_name) {
                fs::remove_dir_all(cache.path()).expect("a directory of rustc");
            }
        }
        self.models(name, 0);
    }

    /// Writes the structs of a crate, in one of which a field has a name of this version.
    pub(crate) fn models(&self, name: &str, version: usize) {
        let (_, derive) = CRATES
            .into_iter()
            .find(|(other, _)| *other == name)
            .expect("a crate");
        let file = self.root.join(name).join("src/lib.rs");
        write(&file, &structs(derive, self.shape, version));
    }

    /// Builds a program with so many tables for release.
    pub(crate) fn program(&self, tables: usize) -> PathBuf {
        let source = self.root.join("program/src");
        let shape = Shape {
            tables,
            ..self.shape
        };
        let models = format!("#![allow(dead_code)]\n{}", structs(TABLE, shape, 0));
        write(&source.join("models.rs"), &models);
        let text = PROGRAM.replace("COUNT", &tables.to_string());
        write(&source.join("main.rs"), &text);
        let mut build = self.cargo(&["build", "--release", "--package", "program"]);
        assert!(build.status().expect("cargo starts").success());
        let program = self.root.join(format!("program-of-{tables}"));
        fs::copy(self.root.join("target/release/program"), &program).expect("a program");
        program
    }

    /// A command of cargo here.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(arguments)
            .args(["--quiet", "--offline"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .env_remove("CARGO_INCREMENTAL")
            .env_remove("RUSTFLAGS");
        cargo
    }

    fn package(&self, name: &str) {
        let trueup = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             trueup = {{ path = \"{trueup}\" }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n"
        );
        write(&self.root.join(name).join("Cargo.toml"), &manifest);
        let main = self.root.join(name).join("src/main.rs");
        if name == "program" && !main.exists() {
            write(&main, "fn main() {}\n");
        }
    }
}

/// Structs as applications have them. The attributes of columns mean nothing to the other derives.
fn structs(derive: &str, shape: Shape, version: usize) -> String {
    let has_words = derive == TABLE;
    let mut text = String::from("//! Written by `compile-cost`.\n\n");
    for table in 0..shape.tables {
        let words = |field: &mut String, words: &str| {
            if has_words {
                let _ = writeln!(field, "    #[column({words})]");
            }
        };
        let mut fields = String::new();
        words(&mut fields, "primary_key, auto_increment");
        fields.push_str("    pub id: i64,\n");
        for column in 1..shape.columns {
            // One table in the middle has a field that changes its name.
            let name = match (table == shape.tables / 2, column) {
                (true, 2) => format!("field_of_version_{version}"),
                _ => format!("field_{column}"),
            };
            let ty = match column % 6 {
                0 => "Option<String>",
                1 if column == 1 && table > 0 => {
                    let target = format!(
                        "references = Table{}::id, on_delete = cascade, index",
                        table - 1
                    );
                    words(&mut fields, &target);
                    "i64"
                }
                1 => "i64",
                2 => {
                    words(&mut fields, "max_length = 255");
                    "String"
                }
                3 => {
                    words(&mut fields, "default = 0");
                    "i32"
                }
                4 => "bool",
                _ => "Option<f64>",
            };
            let _ = writeln!(fields, "    pub {name}: {ty},");
        }
        let _ = writeln!(text, "{derive}pub struct Table{table} {{\n{fields}}}\n");
    }
    text
}

fn write(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().expect("a directory")).expect("a directory");
    fs::write(file, text).expect("a file");
}
