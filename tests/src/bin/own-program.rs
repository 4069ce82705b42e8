//! An application's own command line: `trueup`, with the structs that are linked into it.

use std::process::ExitCode;

use trueup::Table;

/// What the program declares.
#[derive(Table)]
pub struct Reader {
    /// Its key.
    #[column(primary_key, auto_increment)]
    pub id: i64,
    /// Its name.
    #[column(max_length = 80)]
    pub name: String,
}

fn main() -> ExitCode {
    trueup::cli::run()
}
