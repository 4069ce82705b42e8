//! Who is measured: someone who brings a database up to date.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use trueup_tests::engines::Database;
use trueup_tests::measure::Outcome;

/// One who makes tables in a database, and finds at the next start that they are there.
pub(crate) trait Contestant {
    /// The name in the tables.
    fn name(&self) -> &str;

    /// Makes all tables.
    fn empty(&self, database: &Database) -> Outcome;

    /// Whatever would come between the first start and the usual ones.
    fn settle(&self, _database: &Database) {}

    /// A start with nothing to do, of each kind that there is.
    fn idle(&self, kind: usize, database: &Database) -> Outcome;

    /// The names of the kinds.
    fn kinds(&self) -> Vec<String> {
        vec![self.name().to_owned()]
    }

    /// Looks whether the schema is as it should be: it is not. An error when that is not noticed.
    fn drift(&self, database: &Database) -> Outcome;
}

/// What is said of somebody who looked and saw nothing.
pub(crate) fn noticed(time: Duration, differences: usize) -> Outcome {
    match differences {
        0 => Err("it did not notice that the column is gone.".to_owned()),
        _ => Ok(time),
    }
}

/// Waits for a future, on this thread.
pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    thread_local! {
        static RUNTIME: Runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
    }
    RUNTIME.with(|runtime| runtime.block_on(future))
}
