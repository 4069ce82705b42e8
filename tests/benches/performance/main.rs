//! What trueup costs, beside the bare tools and what one would use instead. `scripts/bench` installs those, starts
//! the servers and runs this.
//!
//! In: arguments (`--help`), servers, and a folder of peers. Out: tables on standard output, and with the plots in the
//! guide. All take turns, round by round, and ratios are of a round: the machine is whatever it is.

mod bare;
mod compiling;
mod contestant;
mod course;
mod options;
mod ours;
mod peers;
mod planning;
mod reading;
mod sqlx_migrate;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;
use trueup_tests::measure::{Machine, Measure, Page, load, replaced};

use self::options::Options;

fn main() -> ExitCode {
    let options = Options::parse();
    let mut machine = Machine::here();
    let (mut cells, mut notes, mut broken) = (Vec::new(), Vec::new(), Vec::new());
    if options.has(Measure::Planning) {
        let (planned, note) = planning::measure(&options);
        cells.extend(planned);
        notes.push(note);
    }
    if options.has(Measure::Compiling) {
        let (compiled, lines) = compiling::measure(&options);
        cells.extend(compiled);
        notes.extend(lines);
    }
    let mut versions = peers::Versions::default();
    for engine in options.engines.iter().filter(|_| options.has_databases()) {
        machine.versions.push(bare::version(*engine));
        for tables in &options.tables {
            eprintln!("{}, {tables} tables", engine.name());
            // What was measured until then is not lost when a server gives up after a quarter of an hour.
            let course = || course::measure(*engine, *tables, &options, &mut versions);
            match catch_unwind(AssertUnwindSafe(course)) {
                Ok(measured) => cells.extend(measured),
                Err(_) => broken.push(format!(
                    "**{} with {tables} tables broke off**, so there is no figure of anybody.",
                    bare::title(*engine)
                )),
            }
        }
    }
    let is_whole = broken.is_empty();
    notes.extend(broken);
    notes.splice(0..0, versions.notes(&options));
    let page = Page {
        machine,
        load_at_end: load(),
        notes,
        cells,
    };
    let measured = page.markdown();
    println!("{measured}");
    if !options.print {
        write(&page, &measured);
    }
    ExitCode::from(u8::from(!is_whole))
}

/// Writes the page of the guide, and the plots beside it.
fn write(page: &Page, measured: &str) {
    let folder = guide();
    let file = folder.join("performance.md");
    let text = fs::read_to_string(&file).expect("the page");
    let text = replaced(&text, measured).expect("a page to write to");
    fs::write(&file, text).expect("the page");
    for old in fs::read_dir(&folder).expect("the guide") {
        let path = old.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("performance-") && name.ends_with(".svg") {
            fs::remove_file(&path).expect("an old plot");
        }
    }
    for (name, document) in page.plots() {
        fs::write(folder.join(name), document).expect("a plot");
    }
}

fn guide() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide")
}
