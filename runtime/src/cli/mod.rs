//! The command line: arguments to options, report to exit code.
//!
//! In: the arguments of the program. Out: text or JSON on standard output, everything else on standard
//! error, and an exit code: 0 when it is done or nothing was to do, 1 after an error, 2 when there are
//! differences or steps were held back. Asks nobody anything, and decides nothing.

mod adopt;
mod arguments;
mod database;
mod diff;
mod history;
mod inspect;
mod migration;
mod outline;
mod script;
mod side;
mod snapshot;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use serde::Serialize;
use tracing_subscriber::EnvFilter;

use crate::error::Error;
use arguments::{Arguments, Command};

/// Runs the command that the arguments of the program name, and returns its exit code.
///
/// The program `trueup` is this call. In a program of your own it also knows the structs that are
/// linked into it, as `structs`, and takes them as the desired schema where none is named:
///
/// ```no_run
/// # mod models {}
/// trueup::link!(models);
///
/// fn main() -> std::process::ExitCode {
///     trueup::cli::run()
/// }
/// ```
///
/// It starts an asynchronous runtime of its own.
#[must_use]
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    // On a thread of its own it works inside of another runtime too.
    let running = std::thread::spawn(move || answer(&arguments));
    let output = running
        .join()
        .unwrap_or_else(|_| Output::failed("internal fault: the command panicked"));
    output.print()
}

fn answer(arguments: &[OsString]) -> Output {
    let parsed = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(error) => return usage(&error, arguments),
    };
    log_to_stderr();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => runtime
            .block_on(execute(parsed))
            .unwrap_or_else(|error| Output::error(&error)),
        Err(error) => Output::failed(&format!("no asynchronous runtime: {error}")),
    }
}

async fn execute(arguments: Arguments) -> Result<Output, Error> {
    let config = arguments.settings.config()?;
    match arguments.command {
        Command::Inspect(options) => inspect::inspect(&options, &config).await,
        Command::Diff(options) => diff::diff(&options, &config).await,
        Command::Plan(options) => migration::plan(options, config).await,
        Command::Apply(options) => migration::apply(options, config).await,
        Command::Verify(options) => migration::verify(options, config).await,
        Command::Adopt(options) => adopt::adopt(&options, config).await,
        Command::Status(options) => history::status(options, config).await,
        Command::History(options) => history::history(&options, &config).await,
        Command::Show(options) => history::show(&options, &config).await,
        Command::Approve(options) => history::approve(&options, &config).await,
        Command::Snapshot(options) => snapshot::snapshot(&options),
    }
}

/// What was wrong with the arguments, or the help that was asked for. Their exit code is ours: clap's
/// own would say that there are differences.
fn usage(error: &clap::Error, arguments: &[OsString]) -> Output {
    let text = error.to_string();
    if !error.use_stderr() {
        return Output::done(text);
    }
    // A URL in the wrong place is repeated by clap, and may hold a password.
    let given = arguments.iter().filter_map(|argument| argument.to_str());
    let text = given
        .flat_map(|argument| {
            [
                argument,
                argument.split_once('=').map_or("", |(_, value)| value),
            ]
        })
        .filter(|argument| argument.contains(':'))
        .fold(text, |text, argument| text.replace(argument, "<url>"));
    Output {
        stderr: text,
        exit: Exit::Error,
        ..Output::default()
    }
}

/// Warnings go to standard error, and so does why it takes long. `RUST_LOG` asks for more.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,trueup::lock=info"));
    // The program may have a subscriber of its own, which then stays.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(false)
        .without_time()
        .try_init();
}

/// What a command prints, and how it ends.
#[derive(Debug, Default)]
struct Output {
    stdout: String,
    stderr: String,
    exit: Exit,
}

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Exit {
    /// It is done, or nothing was to do.
    #[default]
    Done = 0,
    /// Something went wrong.
    Error = 1,
    /// There are differences, or steps were held back.
    Differences = 2,
}

impl Exit {
    const fn differences_if(are_there: bool) -> Self {
        if are_there {
            Self::Differences
        } else {
            Self::Done
        }
    }
}

impl Output {
    fn done(stdout: String) -> Self {
        Self {
            stdout,
            ..Self::default()
        }
    }

    fn json(document: &impl Serialize, exit: Exit) -> Result<Self, Error> {
        let mut stdout = serde_json::to_string_pretty(document)
            .map_err(|error| Error::Internal(error.to_string()))?;
        stdout.push('\n');
        Ok(Self {
            stdout,
            exit,
            ..Self::default()
        })
    }

    fn failed(problem: &str) -> Self {
        Self {
            stderr: format!("error: {problem}\n"),
            exit: Exit::Error,
            ..Self::default()
        }
    }

    fn error(error: &Error) -> Self {
        Self::failed(&error.report())
    }

    fn ending(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// Whoever reads may have gone, such as `head`: that is no error of ours.
    fn print(&self) -> ExitCode {
        let mut exit = self.exit;
        let mut stdout = io::stdout().lock();
        let printed = stdout
            .write_all(self.stdout.as_bytes())
            .and_then(|()| stdout.flush());
        let mut stderr = io::stderr().lock();
        if let Err(error) = printed
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            let _ = writeln!(stderr, "error: standard output cannot be written: {error}");
            exit = Exit::Error;
        }
        // There is no place left to tell it when this fails.
        let _ = stderr.write_all(self.stderr.as_bytes());
        ExitCode::from(exit as u8)
    }
}
