//! Programs that migrate a database from the command line.

use std::ffi::OsStr;
use std::process::Command;

use crate::engines::Database;

/// Runs the program on the database, and returns its exit code and what it printed.
///
/// # Panics
///
/// When the program does not start, is ended by a signal, or prints what is not UTF-8.
pub fn run(program: impl AsRef<OsStr>, arguments: &[&str], database: &Database) -> (i32, String) {
    let output = Command::new(program)
        .args(arguments)
        .env("TRUEUP_URL", database.url())
        .output()
        .expect("the program starts");
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code().expect("no signal ends it"),
        String::from_utf8(text).expect("UTF-8"),
    )
}
