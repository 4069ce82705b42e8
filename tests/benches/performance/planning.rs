//! Two schemas compared and planned in memory, for each flavor: no database takes part.

use trueup::Registry;
use trueup::dialect::lower;
use trueup::model::{Column, Flavor, Schema, Vendor, Version};
use trueup_tests::engines::Engine;
use trueup_tests::in_memory;
use trueup_tests::measure::{Cell, Measure, Runner, peak_kib, processor_time, race};
use trueup_tests::wide;

use crate::bare;
use crate::options::Options;

/// The times, and a line on the memory that was needed for the first of the flavors.
pub(crate) fn measure(options: &Options) -> (Vec<Cell>, String) {
    let mut cells = Vec::new();
    let mut memory = Vec::new();
    for engine in &options.engines {
        for tables in &options.planned {
            eprintln!("{}, planning {tables} tables", engine.name());
            cells.extend(of(flavor(*engine), bare::title(*engine), *tables, options));
            if memory.len() < options.planned.len() {
                memory.push(format!("{} MiB at {tables}", peak_kib() / 1024));
            }
        }
    }
    let note = format!(
        "Planning took the process, with three schemas to start from, at most so much memory: {} tables.",
        memory.join(", ")
    );
    (cells, note)
}

fn of(flavor: Flavor, engine: &'static str, tables: usize, options: &Options) -> Vec<Cell> {
    let registry = wide::tables(tables);
    let live = in_memory::as_read(&lower(&registry, flavor).expect("a schema").schema);
    let mut without = live.clone();
    for table in &mut without.tables {
        table.columns.retain(|column: &Column| column.name != "i0");
    }
    let empty = Schema::new(flavor);
    let from = |name: &str, live: Schema, steps: usize| {
        let registry = &registry;
        Runner::new(name, move || {
            let start = processor_time();
            assert!(planned(registry, &live) >= steps);
            Ok(processor_time() - start)
        })
    };
    let runners = vec![
        from("trueup, nothing to do", live, 0),
        from("trueup, a column in each table", without, tables),
        from("trueup, all tables", empty, tables),
    ];
    race(options.limits(), runners)
        .into_iter()
        .map(|(who, times)| Cell {
            measure: Measure::Planning,
            engine,
            tables,
            who,
            times,
        })
        .collect()
}

/// The number of steps from a schema to the definitions.
fn planned(registry: &Registry, live: &Schema) -> usize {
    let desired = lower(registry, live.flavor).expect("a schema");
    in_memory::planned(live, &desired).steps.len()
}

/// Of the versions that the scripts start, so that the figures are of the same statements.
fn flavor(engine: Engine) -> Flavor {
    let (vendor, version) = match engine {
        Engine::Postgres => (Vendor::Postgres, Version(15, 0, 0)),
        Engine::MariaDb => (Vendor::MariaDb, Version(10, 11, 0)),
        Engine::Sqlite => (Vendor::Sqlite, Version(3, 46, 0)),
    };
    Flavor { vendor, version }
}
