//! All cases of a file in one database of PostgreSQL, each in a namespace of its own.
//!
//! In: the cases. Out: that `pg_dump` prints what was migrated like what the server makes of the new schemas itself. One run
//! takes all of them there, so that it is also a test of many changes at once, and two dumps are enough.

use trueup::live::Scope;
use trueup_tests::dump;
use trueup_tests::engines::Engine;
use trueup_tests::session::Session;

use crate::check::migrator;
use crate::table::Case;

/// Migrates all, and compares the dumps.
pub(crate) async fn check(cases: &[&Case]) -> Result<(), String> {
    let migrated = Engine::Postgres.database().await;
    let built = Engine::Postgres.database().await;
    let mut old = Session::open(&migrated).await;
    let mut new = Session::open(&built).await;
    let flavor = old.flavor().await;
    for case in cases {
        // What belongs to the whole database is compared in a database of its own.
        let is_elsewhere = |field| case.of(field, flavor).is_some();
        if ["lacks", "alone", "held"].into_iter().any(is_elsewhere) {
            continue;
        }
        let home = Engine::Postgres.quote(&case.slug());
        let home = format!("CREATE SCHEMA {home}; SET search_path = {home}");
        old.run(&home).await?;
        new.run(&home).await?;
        for field in ["old", "rows", "fails"] {
            let sql = case.of(field, flavor).unwrap_or_default();
            old.run(sql).await?;
        }
        new.run(case.of("new", flavor).unwrap_or_default()).await?;
    }
    old.close().await;
    new.run("SET search_path = public").await?;
    let desired = new.schema_within(Scope::All).await;
    new.close().await;
    let report = migrator(&migrated, &desired).migrate().await;
    let report = report.map_err(|error| error.report())?;
    let again = migrator(&migrated, &desired).plan().await;
    let again = again.map_err(|error| error.report())?.report();
    if !again.steps.is_empty() {
        return Err(format!("a second plan:\n{again}\nafter\n{report}"));
    }
    dump::same(&built, &migrated).await
}
