//! The crates that are compiled, and the commands of cargo in them.
//!
//! In: what is derived, and for how many structs. Out: a workspace with their text. Measures nothing.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::structs::{Derive, Shape};

/// A program that says what it allocated before `main`, how many nanoseconds it took to collect its tables, and
/// what was allocated then.
const STARTED: &str = r#"
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

/// A program that keeps a function for each struct.
const KEPT: &str = r#"
fn keep<A, B>(function: fn(A) -> B) {
    std::hint::black_box(function);
}

fn main() {
"#;

/// A crate of structs, and a program with them. Each derive has a workspace of its own: what the crates of one need
/// would be built again for whoever is compiled alone.
pub(super) struct Workspace {
    pub(super) derive: Derive,
    root: PathBuf,
}

impl Workspace {
    /// Writes the crates without a struct.
    pub(super) fn write(derive: Derive) -> Self {
        let this = Self {
            derive,
            root: Path::new(env!("CARGO_TARGET_TMPDIR")).join(derive.package()),
        };
        let (library, program) = (derive.package(), this.program_name());
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"{library}\", \"{program}\"]\n\n[profile.release]\nstrip = true\n"
        );
        write(&this.root.join("Cargo.toml"), &manifest);
        this.package(library);
        this.package(&program);
        let empty = Shape {
            structs: 0,
            fields: 0,
        };
        this.models(empty, 0);
        write(&this.source(&program).join("main.rs"), "fn main() {}\n");
        // The versions that this workspace has, as far as they are the same.
        let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
        fs::copy(lock, this.root.join("Cargo.lock")).expect("a lock file");
        this
    }

    /// Builds what the crates need, from the network where it is not there.
    ///
    /// # Errors
    ///
    /// What cargo says.
    pub(super) fn prepare(&self) -> Result<(), String> {
        for arguments in [&["check"][..], &["build"], &["build", "--release"]] {
            let mut cargo = self.cargo(arguments);
            let output = cargo.arg("--workspace").stdin(Stdio::null()).output();
            let output = output.map_err(|error| format!("cargo does not start: {error}."))?;
            if !output.status.success() {
                let text = String::from_utf8_lossy(&output.stderr);
                let reason = text.lines().find(|line| line.starts_with("error"));
                return Err(format!(
                    "it could not be built: {}",
                    reason.unwrap_or("cargo does not say why.")
                ));
            }
        }
        Ok(())
    }

    /// A command of cargo for the crate of structs.
    pub(super) fn library(&self, command: &str) -> Command {
        self.cargo(&[command, "--offline", "--package", self.derive.package()])
    }

    /// Has cargo compile a crate as if it never had.
    pub(super) fn forget(&self, shape: Shape) {
        let caches = self.root.join("target/debug/incremental");
        let name = self.derive.package().replace('-', "_");
        for cache in fs::read_dir(caches).into_iter().flatten().flatten() {
            if cache.file_name().to_string_lossy().starts_with(&name) {
                fs::remove_dir_all(cache.path()).expect("a directory of rustc");
            }
        }
        self.models(shape, 0);
    }

    /// Writes the structs of a crate, in one of which a field has a name of this version.
    pub(super) fn models(&self, shape: Shape, version: usize) {
        let file = self.source(self.derive.package()).join("lib.rs");
        write(&file, &self.derive.library(shape, version));
    }

    /// Builds a program with the structs for release.
    pub(super) fn program(&self, shape: Shape) -> PathBuf {
        let name = self.program_name();
        let source = self.source(&name);
        write(&source.join("models.rs"), &self.derive.library(shape, 0));
        let mut text = "//! Written by `scripts/bench`.\n\nmod models;\n".to_owned();
        match self.derive {
            Derive::Table => text.push_str(&STARTED.replace("COUNT", &shape.structs.to_string())),
            _ => {
                text.push_str(KEPT);
                for number in 0..shape.structs {
                    let usage = self.derive.usage().replace("NUMBER", &number.to_string());
                    let _ = writeln!(text, "    keep({usage});");
                }
                text.push_str("}\n");
            }
        }
        write(&source.join("main.rs"), &text);
        let mut build = self.cargo(&["build", "--release", "--package", &name]);
        assert!(build.status().expect("cargo starts").success());
        let program = self.root.join(format!("{name}-{}", shape.structs));
        fs::copy(self.root.join("target/release").join(&name), &program).expect("a program");
        program
    }

    /// A command of cargo here.
    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(arguments)
            .arg("--quiet")
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .env_remove("CARGO_INCREMENTAL")
            .env_remove("RUSTFLAGS");
        cargo
    }

    fn program_name(&self) -> String {
        format!("program-of-{}", self.derive.package())
    }

    fn source(&self, package: &str) -> PathBuf {
        self.root.join(package).join("src")
    }

    fn package(&self, name: &str) {
        let mut dependencies = self.derive.dependencies().to_owned();
        if self.derive == Derive::Table {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
            let _ = writeln!(dependencies, "trueup = {{ path = \"{path}\" }}");
        }
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
        );
        write(&self.root.join(name).join("Cargo.toml"), &manifest);
    }
}

fn write(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().expect("a directory")).expect("a directory");
    fs::write(file, text).expect("a file");
}
