//! A program that migrates at its start and does nothing else, for tests that need processes.
//!
//! The address is in `DATABASE_URL`, the version of its models in `MODELS`, and the names of tenants, where there are any,
//! in `TENANTS`, with commas between them. It prints the status of its report, and on an error the error.

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
    let tenants = std::env::var("TENANTS");
    let run = async {
        let migrator = Migrator::new(Target::from_url(&url)?)
            .config(Config::from_env()?)
            .registry(registry);
        let Ok(tenants) = tenants else {
            return migrator.migrate().await;
        };
        let names: Vec<&str> = tenants.split(',').collect();
        let reports = migrator.tenants(names).migrate().await?;
        reports.check()?;
        let last = reports.into_iter().next_back().expect("a tenant");
        last.outcome
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
