//! The main paths, each of them once, so that somebody can count what they cost: `tests/tests/instructions.rs`.

use std::path::Path;

use trueup::model::{Flavor, Schema, Vendor, Version};
use trueup::{Config, DriftCheck, Migrator, Registry, Report, Target};
use trueup_tests::{in_memory, wide};

/// As many as make the paths longer than what is around them, and keep a count of instructions short.
const TABLES: usize = 30;

/// The functions whose instructions are counted, each under its own name.
mod counted {
    use trueup::dialect::{Desired, lower};
    use trueup::model::{Flavor, Schema};
    use trueup::plan::Plan;
    use trueup::{Migrator, Registry, Report};

    use trueup_tests::in_memory::planned;

    use super::run;

    #[inline(never)]
    pub(crate) fn lower_definitions(registry: &Registry, flavor: Flavor) -> Desired {
        lower(registry, flavor).expect("a schema")
    }

    #[inline(never)]
    pub(crate) fn plan_nothing(live: &Schema, desired: &Desired) -> Plan {
        planned(live, desired)
    }

    #[inline(never)]
    pub(crate) fn plan_one_column(live: &Schema, desired: &Desired) -> Plan {
        planned(live, desired)
    }

    #[inline(never)]
    pub(crate) fn plan_all_tables(live: &Schema, desired: &Desired) -> Plan {
        planned(live, desired)
    }

    #[inline(never)]
    pub(crate) fn boot_into_an_empty_file(migrator: Migrator) -> Report {
        run(migrator)
    }

    #[inline(never)]
    pub(crate) fn boot_with_nothing_to_do(migrator: Migrator) -> Report {
        run(migrator)
    }

    #[inline(never)]
    pub(crate) fn boot_that_reads_everything(migrator: Migrator) -> Report {
        run(migrator)
    }
}

fn run(migrator: Migrator) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let boot = migrator.migrate();
    runtime.expect("a runtime").block_on(boot).expect("a boot")
}

fn main() {
    let registry = wide::tables(TABLES);
    in_memory(&registry);
    let folder = tempfile::tempdir().expect("a folder");
    on_disk(&registry, &folder.path().join("main.db"));
}

/// A server needs no part in these.
fn in_memory(registry: &Registry) {
    let flavor = Flavor::new(Vendor::Postgres, Version(15, 0, 0));
    let desired = counted::lower_definitions(registry, flavor);
    let live = in_memory::as_read(&desired.schema);
    assert_eq!(counted::plan_nothing(&live, &desired).steps.len(), 0);
    let mut before = live;
    before.tables[0].columns.retain(|own| own.name != "i0");
    assert_eq!(counted::plan_one_column(&before, &desired).steps.len(), 1);
    let empty = Schema::new(flavor);
    assert!(counted::plan_all_tables(&empty, &desired).steps.len() >= TABLES);
}

/// SQLite works in the process itself, on a thread of its own that is not counted.
fn on_disk(registry: &Registry, file: &Path) {
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let migrator = |drift_check| {
        let target = Target::from_url(&url).expect("an address");
        let config = Config::default().drift_check(drift_check);
        Migrator::new(target)
            .config(config)
            .registry(registry.clone())
    };
    let boots = [
        counted::boot_into_an_empty_file(migrator(DriftCheck::Fingerprint)),
        counted::boot_with_nothing_to_do(migrator(DriftCheck::Fingerprint)),
        counted::boot_that_reads_everything(migrator(DriftCheck::Full)),
    ];
    let steps = boots.map(|report| report.steps.len());
    assert!(steps[0] >= TABLES && steps[1..] == [0, 0], "{steps:?}");
}
