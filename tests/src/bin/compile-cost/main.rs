//! What the derive costs while compiling, in the program and at its start, beside `Serialize` on the same structs.
//!
//! `cargo run -p trueup-tests --bin compile-cost [-- TABLES COLUMNS RUNS]`: 500 tables of 20 columns
//! and 5 runs, unless it is told otherwise. It writes three crates with the same structs: with no derive, with
//! trueup's, and with `Serialize`; and a program with one table and with a thousand. Everything else
//! is built before anything is measured. The crates take turns, so that a busy machine is busy for all, and times are those of
//! processors, user and system, of cargo and all that it starts. GNU `time` reads them, and the greatest memory.

mod crates;

use std::path::Path;
use std::process::{Command, Stdio};

use crates::{CRATES, Shape, Workspace};

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .map(|argument| argument.parse().expect("a number"));
    let tables = numbers.next().unwrap_or(500);
    let columns = numbers.next().unwrap_or(20);
    let runs = numbers.next().unwrap_or(5);
    let shape = Shape { tables, columns };
    let workspace = Workspace::write(shape);

    println!("{tables} tables of {columns} columns, medians of {runs} runs\n");
    println!("| | no derive | `Table` | `Serialize` | ratio |\n| --- | --- | --- | --- | --- |");
    let from_nothing = |name: &str, _: usize| workspace.forget(name);
    compiled("`cargo check`", "check", &workspace, runs, from_nothing);
    compiled("`cargo build`", "build", &workspace, runs, from_nothing);
    let renamed = |name: &str, run: usize| workspace.models(name, run + 1);
    compiled(
        "`cargo check` after a field was renamed",
        "check",
        &workspace,
        runs,
        renamed,
    );
    started(&workspace);
}

/// What a command took: seconds of processors, and the memory of its greatest process in MB.
#[derive(Clone, Copy)]
struct Cost {
    seconds: f64,
    memory: f64,
}

/// Prints what cargo takes for each crate after something was done to it.
fn compiled(
    occasion: &str,
    command: &str,
    workspace: &Workspace,
    runs: usize,
    prepare: impl Fn(&str, usize),
) {
    // The first run settles what is cached, and is not counted.
    let mut costs = CRATES.map(|_| Vec::new());
    for run in 0..=runs {
        for ((name, _), costs) in CRATES.iter().zip(&mut costs) {
            prepare(name, run);
            let cost = measured(&workspace.cargo(&[command, "--package", name]));
            if run > 0 {
                costs.push(cost);
            }
        }
    }
    let seconds = costs
        .each_ref()
        .map(|costs| median(costs.iter().map(|cost| cost.seconds)));
    let memory = costs
        .each_ref()
        .map(|costs| median(costs.iter().map(|cost| cost.memory)));
    row(occasion, "s", 2, seconds);
    row(&format!("{occasion}, memory"), "MB", 0, memory);
}

fn row(what: &str, unit: &str, digits: usize, [bare, trueup, serde]: [f64; 3]) {
    println!(
        "| {what} | {bare:.digits$} {unit} | {trueup:.digits$} {unit} | {serde:.digits$} {unit} | **{:.2}** |",
        trueup / serde
    );
}

/// Prints what the tables cost in a release program, and when it starts.
fn started(workspace: &Workspace) {
    let [one, many] = [1, 1000].map(|tables| {
        let program = workspace.program(tables);
        // Each process collects once, as programs do.
        let runs: Vec<Vec<f64>> = (0..101).map(|_| numbers(&program)).collect();
        let bytes = program.metadata().expect("a program").len();
        let of = |at: usize| median(runs.iter().map(|run| run[at]));
        (bytes as f64, of(0), of(1), of(2))
    });
    let tables = 999.0;
    println!(
        "\nRelease, stripped: {:.0} bytes per table",
        (many.0 - one.0) / tables
    );
    println!(
        "Start with 1000 tables: {} allocations before `main` (with one table {}), then {:.3} ms for the registry in {} allocations",
        many.1,
        one.1,
        many.2 / 1e6,
        many.3
    );
}

/// What a program prints.
fn numbers(program: &Path) -> Vec<f64> {
    let output = Command::new(program).output().expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("a text");
    text.split_whitespace()
        .map(|number| number.parse().expect("a number"))
        .collect()
}

/// Runs a command that has to succeed.
fn measured(command: &Command) -> Cost {
    let mut time = Command::new("/usr/bin/time");
    time.args(["--quiet", "--format", "%U %S %M", "--"])
        .arg(command.get_program())
        .args(command.get_args())
        .stdin(Stdio::null());
    if let Some(directory) = command.get_current_dir() {
        time.current_dir(directory);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => time.env(name, value),
            None => time.env_remove(name),
        };
    }
    let output = time
        .output()
        .expect("GNU time is at /usr/bin/time\nhelp: install the package `time`");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {text}");
    let last = text.lines().last().unwrap_or_default();
    let numbers: Vec<f64> = last
        .split_whitespace()
        .map(|number| number.parse().expect("a number of `time`"))
        .collect();
    Cost {
        seconds: numbers[0] + numbers[1],
        memory: numbers[2] / 1024.0,
    }
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
