//! Whether the definitions can be made on each database, told without one.
//!
//! In: the linked tables and the databases that a program is meant for. Out: nothing, or every problem with the databases that have
//! it. An empty database is planned for, so that whatever cannot be created or ordered shows as well.

use std::fmt::Write;

use super::{Plan, Sides, plan};
use crate::dialect::{Desired, Home, lower};
use crate::diff::{Ownership, compare, pair};
use crate::meta::{Place, Problem, Registry};
use crate::model::{Flavor, Schema, TableName, Vendor, Version};

/// A problem and the flavors that have it.
type Found = Vec<(Problem, Vec<Flavor>)>;

/// Fails the test when the definitions of the linked crates cannot be used, and shows every reason.
///
/// One line in a test, and no database:
///
/// ```
/// // #[test]
/// fn definitions_are_sound() {
///     trueup::assert_definitions!();
/// }
/// ```
///
/// It looks at what no single struct can tell: tables that are defined twice, names that collide or that
/// an engine would cut, foreign keys to tables that are not linked, types that an engine has not. The
/// engines are those of the features that are on (`mysql` stands for MySQL and MariaDB), all without any,
/// each at the least version that is supported. Name them to choose:
///
/// ```no_run
/// trueup::assert_definitions!(postgres = "16", mariadb, sqlite);
/// ```
///
/// In an integration test, name the crate that holds the structs, or it is not linked:
/// [`link!`](crate::link).
#[macro_export]
macro_rules! assert_definitions {
    () => {
        $crate::private::assert_definitions(&$crate::private::built_for())
    };
    ($($engine:ident $(= $version:literal)?),+ $(,)?) => {
        $crate::private::assert_definitions(&[
            $($crate::private::flavors::$engine(&[$($version)?])),+
        ])
    };
}

/// Panics with everything that is wrong with the linked tables, for `assert_definitions!`.
///
/// # Panics
///
/// When something is wrong.
#[track_caller]
pub fn assert_definitions(flavors: &[Flavor]) {
    let (problems, registry) = match Registry::linked() {
        Ok(registry) => (Vec::new(), registry),
        Err(error) => error.into_parts(),
    };
    let text = told(problems, &registry, flavors);
    assert!(
        text.is_empty(),
        "the definitions cannot be used:\n\n{text}\n"
    );
}

/// What is wrong, drawn; empty where nothing is. `problems` hold for every flavor.
pub fn told(problems: Vec<Problem>, registry: &Registry, flavors: &[Flavor]) -> String {
    let mut found: Found = problems
        .into_iter()
        .map(|problem| (problem, flavors.to_vec()))
        .collect();
    if registry.tables().is_empty() && registry.objects().is_empty() {
        let nothing = Problem::new(
            "no table is linked into this program\n\
             help: a crate that no path names is not linked: write `trueup::link!(models);` with the name of the crate that \
             holds your structs, also in each integration test",
        );
        found.push((nothing, flavors.to_vec()));
    }
    for flavor in flavors {
        for problem in problems_on(registry, *flavor) {
            match found.iter_mut().find(|(known, _)| *known == problem) {
                Some((_, on)) => on.push(*flavor),
                None => found.push((problem, vec![*flavor])),
            }
        }
    }
    let mut text = String::new();
    for (problem, on) in &found {
        let gap = if text.is_empty() { "" } else { "\n\n" };
        // Writing to a text cannot fail.
        let _ = write!(text, "{gap}{problem}");
        if on.len() < flavors.len() {
            let names: Vec<String> = on.iter().map(ToString::to_string).collect();
            let _ = write!(text, "\nnote: this is so on {}", names.join(", "));
        }
    }
    text
}

/// The flavors of the features that are on, at the least version that is supported; all without one.
#[must_use]
pub fn built_for() -> Vec<Flavor> {
    let chosen = [
        (cfg!(feature = "postgres"), Vendor::Postgres),
        (cfg!(feature = "mysql"), Vendor::MySql),
        (cfg!(feature = "mysql"), Vendor::MariaDb),
        (cfg!(feature = "sqlite"), Vendor::Sqlite),
    ];
    let is_pure = chosen.iter().all(|(is_on, _)| !is_on);
    chosen
        .into_iter()
        .filter(|(is_on, _)| *is_on || is_pure)
        .map(|(_, vendor)| flavor(vendor, None))
        .collect()
}

/// A flavor at a version, or at the least one that is supported.
///
/// # Panics
///
/// When the version is none.
#[must_use]
#[track_caller]
pub fn flavor(vendor: Vendor, version: Option<&str>) -> Flavor {
    let least = match vendor {
        Vendor::Postgres => Version(12, 0, 0),
        Vendor::MySql => Version(8, 0, 16),
        Vendor::MariaDb => Version(10, 6, 0),
        Vendor::Sqlite => Version(3, 35, 0),
    };
    let version = version.map_or(least, |text| match parse(text) {
        Some(version) => version,
        None => panic!("`{text}` is no version\nhelp: write it as \"16\" or \"10.11\""),
    });
    Flavor::new(vendor, version)
}

fn parse(text: &str) -> Option<Version> {
    let mut parts = text.split('.').map(|part| part.parse::<u16>().ok());
    let version = Version(
        parts.next()??,
        parts.next().unwrap_or(Some(0))?,
        parts.next().unwrap_or(Some(0))?,
    );
    parts.next().is_none().then_some(version)
}

fn problems_on(registry: &Registry, flavor: Flavor) -> Vec<Problem> {
    let desired = match lower(registry, flavor) {
        Ok(desired) => desired,
        Err(error) => return error.problems,
    };
    match created(&desired) {
        Ok(plan) => obstacles(registry, &plan),
        Err(problem) => vec![problem],
    }
}

/// The plan that creates everything on an empty database.
fn created(desired: &Desired) -> Result<Plan, Problem> {
    let nothing = Schema::new(desired.schema.flavor);
    let paired = pair(None, &nothing, &desired.schema, &desired.intents);
    let difference = compare(&paired, Ownership::Recorded);
    let sides = Sides {
        live: &nothing,
        renamed: &paired.live,
        desired: &paired.desired,
    };
    plan(&difference, sides).map_err(|circle| {
        Problem::new(format!(
            "the definitions need each other in a circle: {}\n\
             help: take one of these references away, or declare it apart from the others",
            circle.path.join(" -> ")
        ))
    })
}

fn obstacles(registry: &Registry, plan: &Plan) -> Vec<Problem> {
    let with_obstacle = plan
        .steps
        .iter()
        .filter_map(|step| Some((step, step.obstacle.as_ref()?)));
    with_obstacle
        .map(|(step, obstacle)| {
            let problem = Problem::new(format!(
                "`{}`: {}\nhelp: {}",
                obstacle.object, obstacle.reason, obstacle.way_out
            ));
            let id = step.change.edit.object();
            id.table()
                .map(|table| place_of(registry, plan.flavor, table))
                .map_or(problem.clone(), |place| problem.at(place))
        })
        .collect()
}

fn place_of(registry: &Registry, flavor: Flavor, name: &TableName) -> Place {
    let home = Home::of(flavor.engine(), None);
    registry
        .tables()
        .iter()
        .find(|meta| home.name(meta.schema, meta.name) == *name)
        .map_or(Place::UNKNOWN, |meta| meta.place)
}
