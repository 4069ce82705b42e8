//! The program `trueup`: see `trueup --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    trueup::cli::run()
}
