//! What a derive costs while compiling, in the program and at its start, beside what one would derive instead.
//!
//! In: numbers of structs. Out: a cell for each derive and command of cargo, and lines on memory, size and start. The crates take turns, and
//! times are those of processors, user and system, of cargo and all that it starts. GNU `time` reads them, and the
//! greatest memory. Everything that the crates need is built before.

mod structs;
mod workspace;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use trueup_tests::measure::{Cell, Limits, Measure, Runner, Times, race};

use self::structs::{Derive, Shape};
use self::workspace::Workspace;
use crate::options::Options;

/// Of the columns in `tests/src/wide.rs`.
const FIELDS: usize = 20;

/// The number of structs from which those of SeaORM and Diesel take minutes.
const FEW: usize = 100;

/// What is done to a crate before cargo is called, and how it is called.
#[derive(Clone, Copy)]
enum Occasion {
    Check,
    Build,
    Rename,
}

/// A derive with the workspace that its crate is in, or why there is none.
type Entrant<'a> = (Derive, Result<&'a Workspace, String>);

/// The times, and lines on what else was measured.
pub(crate) fn measure(options: &Options) -> (Vec<Cell>, Vec<String>) {
    let is_wanted = |derive: &Derive| derive.program().is_none_or(|peer| options.wants(peer));
    let wanted = Derive::ALL.into_iter().filter(is_wanted);
    let workspaces: Vec<Workspace> = wanted.map(Workspace::write).collect();
    let entrants: Vec<Entrant<'_>> = workspaces
        .iter()
        .map(|workspace| {
            let derive = workspace.derive;
            eprintln!("compiling: what {} needs", derive.title());
            (derive, workspace.prepare().map(|()| workspace))
        })
        .collect();
    let mut cells = Vec::new();
    let mut memory = Vec::new();
    for structs in &options.structs {
        let shape = Shape {
            structs: *structs,
            fields: FIELDS,
        };
        let entrants = at(&entrants, shape, options);
        for occasion in [Occasion::Check, Occasion::Build, Occasion::Rename] {
            eprintln!("compiling {structs} structs: {}", occasion.title());
            let results = compiled(occasion, shape, options.compiling(), &entrants);
            for (derive, times, peak) in results {
                if matches!(occasion, Occasion::Check) && peak > 0.0 {
                    memory.push(format!("{} {peak:.0} MB at {structs}", derive.title()));
                }
                cells.push(Cell {
                    measure: Measure::Compiling,
                    engine: occasion.title(),
                    tables: *structs,
                    who: derive.title().to_owned(),
                    times,
                });
            }
        }
    }
    let notes = vec![
        format!("Peak memory of `cargo check`: {}.", memory.join(", ")),
        format!(
            "A stripped release program grows with each struct, and one call of what it derives, by: {}. The linker keeps functions once that are the same.",
            sizes(&entrants)
        ),
        started(&entrants),
    ];
    (cells, notes)
}

/// Those who take minutes stay away.
fn at<'a>(entrants: &[Entrant<'a>], shape: Shape, options: &Options) -> Vec<Entrant<'a>> {
    let entrants = entrants.iter().cloned();
    let entrants = entrants.map(|(derive, workspace)| {
        let is_slow = derive.program().is_some() && shape.structs > FEW && !options.slow;
        let reason = "it would take minutes: `--slow` measures it all the same.";
        let workspace = if is_slow {
            Err(reason.to_owned())
        } else {
            workspace
        };
        (derive, workspace)
    });
    entrants.collect()
}

impl Occasion {
    const fn title(self) -> &'static str {
        match self {
            Self::Check => "`cargo check`",
            Self::Build => "`cargo build`",
            Self::Rename => "`cargo check` after a field was renamed",
        }
    }

    fn command(self, shape: Shape, workspace: &Workspace, run: usize) -> Command {
        let command = match self {
            Self::Check | Self::Build => {
                workspace.forget(shape);
                if matches!(self, Self::Check) {
                    "check"
                } else {
                    "build"
                }
            }
            Self::Rename => {
                workspace.models(shape, run + 1);
                "check"
            }
        };
        workspace.library(command)
    }
}

/// The times of each, and the greatest memory in MB.
fn compiled(
    occasion: Occasion,
    shape: Shape,
    limits: Limits,
    entrants: &[Entrant<'_>],
) -> Vec<(Derive, Result<Times, String>, f64)> {
    let mut peaks = vec![0.0_f64; entrants.len()];
    let runners = entrants
        .iter()
        .zip(&mut peaks)
        .map(|((derive, workspace), peak)| {
            let mut run = 0;
            Runner::new(derive.title(), move || {
                let command = occasion.command(shape, workspace.clone()?, run);
                run += 1;
                let (time, memory) = measured(&command)?;
                *peak = peak.max(memory);
                Ok(time)
            })
        });
    let results = race(limits, runners.collect());
    let derives = entrants.iter().map(|(derive, _)| *derive);
    let results = derives.zip(results).zip(peaks);
    results
        .map(|((derive, (_, times)), peak)| (derive, times, peak))
        .collect()
}

/// By how many bytes a release program grows with each struct.
fn sizes(entrants: &[Entrant<'_>]) -> String {
    let mut texts = Vec::new();
    for (derive, workspace) in entrants {
        let Ok(workspace) = workspace else { continue };
        if *derive == Derive::Nothing {
            continue;
        }
        eprintln!("compiling: a program with {}", derive.title());
        let bytes = |structs| {
            let shape = Shape {
                structs,
                fields: FIELDS,
            };
            let program = workspace.program(shape);
            program.metadata().expect("a program").len()
        };
        let grown = bytes(FEW + 1).saturating_sub(bytes(1));
        texts.push(format!("{} {} bytes", derive.title(), grown / FEW as u64));
    }
    texts.join(", ")
}

/// What a thousand tables of trueup cost when a program starts.
fn started(entrants: &[Entrant<'_>]) -> String {
    let found = entrants.iter().find(|(derive, _)| *derive == Derive::Table);
    let Some((_, Ok(workspace))) = found else {
        return "The program with tables could not be built.".to_owned();
    };
    let shape = Shape {
        structs: 1000,
        fields: FIELDS,
    };
    let program = workspace.program(shape);
    // Each process collects once, as programs do.
    let runs: Vec<[f64; 3]> = (0..101).map(|_| said(&program)).collect();
    let of = |at: usize| {
        let mut numbers: Vec<f64> = runs.iter().map(|run| run[at]).collect();
        numbers.sort_by(f64::total_cmp);
        numbers[numbers.len() / 2]
    };
    format!(
        "A program with 1,000 tables collects them in {:.3} ms, in {} allocations, when they are first asked for; before `main` it allocates {} times.",
        of(1) / 1e6,
        of(2),
        of(0)
    )
}

/// What the program prints: allocations before `main`, nanoseconds, and allocations.
fn said(program: &Path) -> [f64; 3] {
    let output = Command::new(program).output().expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("a text");
    let numbers = text
        .split_whitespace()
        .map(|word| word.parse().expect("a number"));
    let numbers: Vec<f64> = numbers.collect();
    numbers.try_into().expect("three numbers")
}

/// Runs a command that has to succeed: seconds of processors, and the memory of its greatest process in MB.
fn measured(command: &Command) -> Result<(Duration, f64), String> {
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
        .map_err(|_| "GNU time is not at /usr/bin/time: install the package `time`.".to_owned())?;
    let text = String::from_utf8_lossy(&output.stderr);
    let last = text.lines().last().unwrap_or_default();
    if !output.status.success() {
        return Err(format!("it does not compile: {last}"));
    }
    let numbers: Vec<f64> = last.split_whitespace().flat_map(str::parse).collect();
    match numbers[..] {
        [user, system, memory] => Ok((Duration::from_secs_f64(user + system), memory / 1024.0)),
        _ => Err(format!("GNU time said `{last}`.")),
    }
}
