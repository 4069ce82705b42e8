//! What the derive costs while compiling, beside serde's two on the same structs.
//!
//! `cargo run -p trueup-tests --bin compile-cost [-- TABLES COLUMNS RUNS]`: 500 tables of 20 columns
//! and 7 runs, unless it is told otherwise. It writes three crates with the same structs: with no derive, with
//! trueup's, and with `Serialize` and `Deserialize`. It times `cargo check` after the file of the
//! models was touched, and after a field was renamed, all else being built and incremental
//! compilation on. The crates take turns, so that a busy machine is busy for all.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The crates, and what their structs derive.
const CRATES: [(&str, &str); 3] = [
    ("bare", ""),
    ("trueup-tables", "#[derive(trueup::Table)]\n"),
    (
        "serde-structs",
        "#[derive(serde::Serialize, serde::Deserialize)]\n",
    ),
];

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .map(|argument| argument.parse().expect("a number"));
    let tables = numbers.next().unwrap_or(500);
    let columns = numbers.next().unwrap_or(20);
    let runs = numbers.next().unwrap_or(7);

    let root = directory();
    workspace(&root);
    for (name, derive) in CRATES {
        package(&root, name);
        write(&models(&root, name), &structs(derive, tables, columns, 0));
    }
    for (name, _) in CRATES {
        check(&root, name);
    }
    println!("{tables} tables of {columns} columns, median of {runs} runs of `cargo check`");
    report("after the models were touched", runs, |name, _| {
        let file = models(&root, name);
        let text = fs::read(&file).expect("the models");
        fs::write(&file, text).expect("the models");
        check(&root, name)
    });
    report("after a field was renamed", runs, |name, run| {
        let derive = CRATES.iter().find(|(other, _)| *other == name);
        let (_, derive) = derive.expect("a crate");
        write(
            &models(&root, name),
            &structs(derive, tables, columns, run + 1),
        );
        check(&root, name)
    });
}

/// How long a command took: on the clock, and on processors.
#[derive(Clone, Copy)]
struct Cost {
    wall: Duration,
    cpu: Duration,
}

fn report(occasion: &str, runs: usize, mut measure: impl FnMut(&str, usize) -> Cost) {
    let mut costs = CRATES.map(|_| Vec::new());
    for run in 0..runs {
        for ((name, _), costs) in CRATES.iter().zip(&mut costs) {
            costs.push(measure(name, run));
        }
    }
    println!("\n{occasion}:");
    let medians = costs.map(|costs| {
        (
            median(costs.iter().map(|cost| cost.wall)),
            median(costs.iter().map(|cost| cost.cpu)),
        )
    });
    for ((name, _), (wall, cpu)) in CRATES.iter().zip(medians) {
        println!("  {name:<14} {wall:.2} s, {cpu:.2} s of processor");
    }
    let [_, (wall, cpu), (serde_wall, serde_cpu)] = medians;
    println!(
        "  trueup / serde {:.2}, of processor {:.2}",
        wall / serde_wall,
        cpu / serde_cpu
    );
}

fn median(times: impl Iterator<Item = Duration>) -> f64 {
    let mut times: Vec<_> = times.collect();
    times.sort();
    times[times.len() / 2].as_secs_f64()
}

/// Structs as applications have them. The attributes of columns mean nothing to the other derives.
fn structs(derive: &str, tables: usize, columns: usize, version: usize) -> String {
    let has_words = derive.contains("trueup");
    let mut text = String::from("//! Written by `compile-cost`.\n\n");
    for table in 0..tables {
        let words = |field: &mut String, words: &str| {
            if has_words {
                let _ = writeln!(field, "    #[column({words})]");
            }
        };
        let mut fields = String::new();
        words(&mut fields, "primary_key, auto_increment");
        fields.push_str("    pub id: i64,\n");
        for column in 1..columns {
            // One table in the middle has a field that changes its name.
            let name = match (table == tables / 2, column) {
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

fn check(root: &Path, name: &str) -> Cost {
    let (start, cpu) = (Instant::now(), children());
    let status = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--package", name])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .env("CARGO_INCREMENTAL", "1")
        .env_remove("RUSTFLAGS")
        .stdin(Stdio::null())
        .status()
        .expect("cargo starts");
    assert!(status.success(), "{name} does not compile");
    Cost {
        wall: start.elapsed(),
        cpu: children() - cpu,
    }
}

/// The processor time of all children that have ended, on Linux; nothing elsewhere.
fn children() -> Duration {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The fields after the name, which is in parentheses and may hold blanks.
    let fields = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = |at: usize| -> u64 {
        let field = fields.split_whitespace().nth(at);
        field.and_then(|field| field.parse().ok()).unwrap_or(0)
    };
    Duration::from_millis(10 * (ticks(13) + ticks(14)))
}

fn directory() -> PathBuf {
    let program = std::env::current_exe().expect("a path");
    program
        .parent()
        .expect("a directory")
        .join("../tmp/compile-cost")
}

fn models(root: &Path, name: &str) -> PathBuf {
    root.join(name).join("src/lib.rs")
}

fn workspace(root: &Path) {
    write(
        &root.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"bare\", \"trueup-tables\", \"serde-structs\"]\n",
    );
    // The versions that this workspace has, so that nothing is downloaded.
    let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
    fs::copy(lock, root.join("Cargo.lock")).expect("a lock file");
}

fn package(root: &Path, name: &str) {
    let trueup = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
    write(
        &root.join(name).join("Cargo.toml"),
        &format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             trueup = {{ path = \"{trueup}\" }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n"
        ),
    );
}

fn write(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().expect("a directory")).expect("a directory");
    fs::write(file, text).expect("a file");
}
