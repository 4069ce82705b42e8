//! Every kind of change, on every engine.
//!
//! Two tables of cases. The files under `cases/` say in SQL what is there and what is wanted, and `check` tells what is promised
//! of each. The modules beside it say the same with structs, for what structs alone can say: names that were given up,
//! what may be dropped, and what mode `Safe` makes of it; see `trueup_tests::case`.

#[macro_use(case, structs)]
extern crate trueup_tests;

mod check;
mod checks;
mod columns;
mod foreign_keys;
mod keys;
mod renames;
mod table;
mod tables;
mod together;
mod types;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use trueup::model::{Flavor, Vendor, Version};
use trueup_tests::engines::Engine;

use check::Home;
use table::Case;

/// So many cases there are at least, and so many that each engine has.
const CASES: usize = 300;
const ON_EACH: [(Vendor, usize); 3] = [
    (Vendor::Postgres, 250),
    (Vendor::MariaDb, 190),
    (Vendor::Sqlite, 170),
];

/// A test of each file on each engine.
macro_rules! files {
    ($($name:ident)*) => {
        pub(super) const FILES: &[(&str, &str)] =
            &[$((stringify!($name), include_str!(concat!("cases/", stringify!($name), ".txt")))),*];
        $(mod $name {
            use super::super::{check_file, check_together};
            use trueup_tests::engines::Engine;

            #[tokio::test]
            async fn on_postgres() { check_file(stringify!($name), Engine::Postgres).await; }

            #[tokio::test]
            async fn on_mariadb() { check_file(stringify!($name), Engine::MariaDb).await; }

            #[tokio::test]
            async fn on_sqlite() { check_file(stringify!($name), Engine::Sqlite).await; }

            #[tokio::test]
            async fn together_on_postgres() { check_together(stringify!($name)).await; }
        })*
    };
}

mod cases {
    files! {
        check_constraint
        column
        default
        divided_postgres
        enum_domain
        foreign_key
        generated
        index
        index_postgres
        key
        mariadb
        names_postgres
        partition
        postgres
        replica_identity
        row_key
        sqlite
        table
        types
        view
    }
}

fn cases(name: &str) -> Vec<Case> {
    let found = cases::FILES.iter().find(|(file, _)| *file == name);
    let (_, text) = found.expect("the file of the test");
    table::read(&format!("tests/tests/matrix/cases/{name}.txt"), text)
}

/// Holds an engine to all cases of a file; the variable `TRUEUP_CASE` names one of them.
async fn check_file(name: &str, engine: Engine) {
    let only = std::env::var("TRUEUP_CASE").ok();
    let mut home: Option<Home> = None;
    let mut broken = Vec::new();
    for case in cases(name) {
        if only.as_ref().is_some_and(|only| *only != case.name) {
            continue;
        }
        let mut here = match home.take() {
            Some(home) => home,
            None => Home::of(engine).await,
        };
        if case.lack(here.flavor).is_some() {
            home = Some(here);
            continue;
        }
        // A panic is a broken promise like others, and the databases are made anew after it.
        let title = case.name.clone();
        let task = tokio::spawn(async move {
            let outcome = here.check(&case).await;
            (here, outcome)
        });
        let outcome = match task.await {
            Ok((here, outcome)) => {
                home = Some(here);
                outcome
            }
            Err(error) => Err(error.to_string()),
        };
        if let Err(text) = outcome {
            broken.push(format!(
                "== {name}: {title}, on {}\n{text}\n",
                engine.name()
            ));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

async fn check_together(name: &str) {
    let cases = cases(name);
    let cases: Vec<&Case> = cases.iter().collect();
    if let Err(text) = together::check(&cases).await {
        panic!("{name}: {text}");
    }
}

#[test]
fn no_file_is_left_out() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/matrix/cases");
    let there: BTreeSet<String> = fs::read_dir(directory)
        .expect("the directory")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| path.file_stem().expect("a name").display().to_string())
        .collect();
    let named: BTreeSet<String> = cases::FILES
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(there, named);
}

/// Every case has rows, a reason on each engine that lacks it, and there are enough of them.
#[test]
fn there_are_enough_cases() {
    let all: Vec<Case> = cases::FILES
        .iter()
        .flat_map(|(name, _)| cases(name))
        .collect();
    assert!(all.len() >= CASES, "{} cases", all.len());
    for (vendor, least) in ON_EACH {
        let flavor = Flavor::new(vendor, Version(99, 0, 0));
        let here: Vec<&Case> = all
            .iter()
            .filter(|case| case.lack(flavor).is_none())
            .collect();
        assert!(here.len() >= least, "{} cases on {vendor:?}", here.len());
        for case in here {
            for field in ["old", "rows", "new", "steps"] {
                let name = &case.name;
                assert!(case.of(field, flavor).is_some(), "{name}: no {field}");
            }
        }
        for case in &all {
            let name = &case.name;
            assert_ne!(case.of("lacks", flavor), Some(""), "{name}: no reason");
        }
    }
}
