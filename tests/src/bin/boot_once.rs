//! A program that migrates at its start and does nothing else, for tests that need processes.
//!
//! The address is in `DATABASE_URL`, the version of its models in `MODELS`. It prints the status of its
//! report, and on an error the error.

use std::process::ExitCode;

use trueup::{Config, Migrator, Target};
use trueup_tests::shop;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL");
    let registry = match std::env::var("MODELS").as_deref() {
        Ok("second") => shop::second(),
        _ => shop::first(),
    };
    let run = async {
        Migrator::new(Target::from_url(&url)?)
            .config(Config::from_env()?)
            .registry(registry)
            .migrate()
            .await
    };
    match run.await {
        Ok(report) => {
            println!("{:?} {}", report.status, report.applied().count());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", error.report());
            ExitCode::FAILURE
        }
    }
}
