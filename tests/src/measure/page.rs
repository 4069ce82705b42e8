//! The part of a page that is measured: tables of times and ratios, with a plot each.
//!
//! In: cells, and what was measured on. Out: Markdown, and SVG documents by their names.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::growth::exponent;
use super::machine::Machine;
use super::plot::{Line, plot};
use super::race::Times;
use super::{Cell, Measure};

/// What stands before the measured part of a page.
pub const BEGIN: &str = "<!-- measured: scripts/bench writes from here on -->\n";
/// What stands behind it.
pub const END: &str = "<!-- measured: to here -->\n";
/// How the rows begin that the others are held against.
const OURS: &str = "trueup";
/// How the rows begin of what nobody would choose instead, as it leaves the work undone.
const BARE: &str = "bare";

/// All that was measured.
#[derive(Debug, Clone)]
pub struct Page {
    /// What was measured on.
    pub machine: Machine,
    /// The load averages at the end.
    pub load_at_end: String,
    /// Lines about those who were measured, or were not.
    pub notes: Vec<String>,
    /// The times.
    pub cells: Vec<Cell>,
}

/// A measure on an engine: a table, and a plot.
struct Table<'a> {
    measure: Measure,
    engine: &'static str,
    /// The first row is what the others are divided by.
    rows: Vec<(&'a str, Row<'a>)>,
}

/// Times by the number of tables.
type Row<'a> = BTreeMap<usize, &'a Result<Times, String>>;

impl Page {
    /// The measured part, in Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = self.about();
        let mut measure = None;
        for table in self.tables() {
            if measure != Some(table.measure) {
                measure = Some(table.measure);
                let (title, explanation) = (table.measure.title(), table.measure.explanation());
                line(&mut text, format_args!("\n## {title}\n\n{explanation}"));
            }
            line(&mut text, format_args!("\n### {}\n", table.heading()));
            if !table.lines().is_empty() {
                line(
                    &mut text,
                    format_args!("![{}]({})\n", table.title(), table.file()),
                );
            }
            text.push_str(&table.markdown());
        }
        text
    }

    /// The plots: names of files, and documents.
    #[must_use]
    pub fn plots(&self) -> Vec<(String, String)> {
        let tables = self.tables().into_iter();
        tables
            .map(|table| (table.file(), table.title(), table.lines()))
            .filter(|(.., lines)| !lines.is_empty())
            .map(|(file, title, lines)| (file, plot(&title, &lines)))
            .collect()
    }

    fn about(&self) -> String {
        let Machine {
            day,
            processors,
            load,
            versions,
        } = &self.machine;
        let versions: Vec<String> = versions
            .iter()
            .map(|(name, version)| format!("{name} {version}"))
            .collect();
        let mut text = format!(
            "Measured on {day} with {processors} processors. The load averages were {load} at the start and {} at the end. {}.\n",
            self.load_at_end,
            versions.join("; ")
        );
        if !self.notes.is_empty() {
            text.push('\n');
        }
        for note in &self.notes {
            line(&mut text, format_args!("- {note}"));
        }
        text
    }

    fn tables(&self) -> Vec<Table<'_>> {
        let mut tables: Vec<Table<'_>> = Vec::new();
        for cell in &self.cells {
            let (measure, engine) = (cell.measure, cell.engine);
            let is_of = |table: &&mut Table<'_>| table.measure == measure && table.engine == engine;
            match tables.iter_mut().find(is_of) {
                Some(table) => table.add(cell),
                None => {
                    let mut table = Table {
                        measure,
                        engine,
                        rows: Vec::new(),
                    };
                    table.add(cell);
                    tables.push(table);
                }
            }
        }
        // The engines stay in the order in which they were measured.
        tables.sort_by_key(|table| table.measure);
        tables
    }
}

impl<'a> Table<'a> {
    fn add(&mut self, cell: &'a Cell) {
        let row = match self.rows.iter().position(|(who, _)| *who == cell.who) {
            Some(row) => row,
            None => {
                self.rows.push((&cell.who, Row::new()));
                self.rows.len() - 1
            }
        };
        self.rows[row].1.insert(cell.tables, &cell.times);
    }

    fn heading(&self) -> String {
        format!("{}: {}", self.engine, self.measure.title().to_lowercase())
    }

    fn title(&self) -> String {
        let title = self.measure.title();
        match self.measure {
            Measure::Compiling => format!("{title}, {}", self.engine.replace('`', "")),
            _ => format!("{title} on {}", self.engine),
        }
    }

    fn file(&self) -> String {
        let words = self.engine.split(|letter: char| !letter.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let name = words.join("-").to_lowercase();
        format!("performance-{}-{name}.svg", self.measure.name())
    }

    fn sizes(&self) -> Vec<usize> {
        let mut sizes: Vec<usize> = self
            .rows
            .iter()
            .flat_map(|(_, row)| row.keys().copied())
            .collect();
        sizes.sort_unstable();
        sizes.dedup();
        sizes
    }

    fn times(&self, who: &str, size: usize) -> Option<&'a Times> {
        let (_, row) = self.rows.iter().find(|(name, _)| *name == who)?;
        row.get(&size)?.as_ref().ok()
    }

    fn lines(&self) -> Vec<Line> {
        let lines = self.rows.iter().map(|(who, row)| Line {
            name: (*who).to_owned(),
            points: points(row),
        });
        lines.filter(|line| !line.points.is_empty()).collect()
    }

    fn markdown(&self) -> String {
        let (sizes, noun) = (self.sizes(), self.measure.noun());
        let mut text = "| ms |".to_owned();
        for size in &sizes {
            text.push_str(&format!(" {size} {noun} | × |"));
        }
        text.push_str(" growth |\n");
        text.push_str(&"| --- ".repeat(sizes.len() * 2 + 2));
        text.push_str("|\n");
        for (who, row) in &self.rows {
            if points(row).is_empty() {
                continue;
            }
            text.push_str(&format!("| {who} |"));
            for size in &sizes {
                let times = self.times(who, *size);
                let time = times.map_or("–".to_owned(), spelled);
                text.push_str(&format!(" {time} | {} |", self.ratio(times, *size)));
            }
            let growth = exponent(&points(row)).map(|power| format!("n^{power:.2}"));
            text.push_str(&format!(" {} |\n", growth.as_deref().unwrap_or("–")));
        }
        let faster = self.faster().into_iter();
        let faster: Vec<String> = faster
            .map(|(who, sizes)| format!("{who} at {} {noun}", listed(&sizes)))
            .collect();
        if !faster.is_empty() {
            text.push_str(&format!(
                "\n**Faster than trueup**: {}.\n",
                faster.join("; ")
            ));
        }
        for ((who, reason), sizes) in self.missing() {
            let sizes = listed(&sizes);
            text.push_str(&format!(
                "\nNo figure: {who}, at {sizes} {noun}: {reason}\n"
            ));
        }
        text
    }

    fn ratio(&self, times: Option<&Times>, size: usize) -> String {
        let floor = self.rows.first().and_then(|(who, _)| self.times(who, size));
        match (times, floor) {
            (Some(times), Some(floor)) => significant(times.ratio_to(floor)),
            _ => "–".to_owned(),
        }
    }

    /// Who took less time than trueup in most rounds, and where.
    fn faster(&self) -> BTreeMap<&'a str, Vec<usize>> {
        let mut faster: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let is_choice = |who: &str| !who.starts_with(OURS) && !who.starts_with(BARE);
        for (who, _) in self.rows.iter().filter(|(who, _)| is_choice(who)) {
            for size in self.sizes() {
                let (Some(theirs), Some(ours)) = (self.times(who, size), self.times(OURS, size))
                else {
                    continue;
                };
                if theirs.ratio_to(ours) < 1.0 {
                    faster.entry(who).or_default().push(size);
                }
            }
        }
        faster
    }

    fn missing(&self) -> BTreeMap<(&'a str, &'a str), Vec<usize>> {
        let mut missing: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (who, row) in &self.rows {
            for (size, times) in row {
                if let Err(reason) = times {
                    missing.entry((who, reason)).or_default().push(*size);
                }
            }
        }
        missing
    }
}

fn points(row: &Row<'_>) -> Vec<(usize, f64)> {
    let measured = row
        .iter()
        .filter_map(|(size, times)| Some((*size, times.as_ref().ok()?.median())));
    measured.collect()
}

/// Milliseconds: the median, and the least of several.
fn spelled(times: &Times) -> String {
    let median = significant(times.median() * 1000.0);
    match times.rounds() {
        1 => format!("{median} (one run)"),
        _ => format!("{median} ({})", significant(times.least() * 1000.0)),
    }
}

/// Three digits that count.
fn significant(number: f64) -> String {
    match number {
        100.0.. => format!("{number:.0}"),
        10.0..100.0 => format!("{number:.1}"),
        1.0..10.0 => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}

fn listed(sizes: &[usize]) -> String {
    let sizes: Vec<String> = sizes.iter().map(ToString::to_string).collect();
    match &*sizes {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        all => all.concat(),
    }
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(text, "{arguments}").expect("writing to a string");
}

/// The page with another measured part.
///
/// # Errors
///
/// When the page does not have both marks.
pub fn replaced(page: &str, measured: &str) -> Result<String, String> {
    let parts = page.split_once(BEGIN).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some((before, after))
    });
    let (before, after) = parts.ok_or("the page lacks the marks around what is measured")?;
    Ok([before, BEGIN, "\n", measured, "\n", END, after].concat())
}
