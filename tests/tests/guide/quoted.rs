//! The SQL that the guide and the words' pages quote is what trueup would run.
//!
//! In: the pages. Out: each quoted text that no statement holds, with the statements. A text is quoted for an engine where
//! a table has a column or a row for it and the cell begins with code, or where a block of SQL names it in a comment.
//! It belongs to the Rust blocks of its section, or of the page where the section has none. `...` stands for anything.

use trueup::model::Flavor;
use trueup::private::flavors;

use crate::page::{self, Section};
use crate::planned::statements;

/// A text of SQL, and for which flavors it is quoted.
struct Quote {
    flavors: Vec<Flavor>,
    text: String,
}

#[test]
fn the_sql_of_each_page_is_what_runs() {
    let mut wrong = Vec::new();
    let mut proved = 0;
    for (name, text) in page::all() {
        let sections = page::sections(&text);
        let blocks = page::rust(&sections).count();
        let mut first = 0;
        for section in &sections {
            let end = first + page::rust([section]).count();
            let near = if first == end { 0..blocks } else { first..end };
            first = end;
            let modules: Vec<String> = near.map(|at| page::module(&name, at)).collect();
            for quote in quotes(section) {
                proved += 1;
                let why = quote.missing(&modules);
                wrong.extend(why.map(|why| format!("{name}: {why}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(proved > 300, "only {proved} quotes were found");
}

impl Quote {
    /// The flavors for which no statement of the modules holds the text.
    fn missing(&self, modules: &[String]) -> impl Iterator<Item = String> {
        self.flavors.iter().filter_map(|flavor| {
            let planned: Vec<_> = modules
                .iter()
                .map(|module| statements(module, *flavor))
                .collect();
            let mut all = planned.iter().flatten().flatten();
            let is_there = all.any(|sql| holds(sql, &self.text));
            (!is_there).then(|| format!("{flavor}: `{}` is not in {planned:#?}", self.text))
        })
    }
}

/// Whether the parts of a text between `...` occur one after another.
fn holds(sql: &str, text: &str) -> bool {
    let sql = spaced(sql);
    let mut rest = sql.as_str();
    text.split("...").all(|part| {
        let part = spaced(part);
        rest.split_once(part.as_str())
            .map(|(_, behind)| rest = behind)
            .is_some()
    })
}

/// On one line, as a cell has it.
fn spaced(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace("( ", "(").replace(" )", ")")
}

fn quotes(section: &Section) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut header: Option<Vec<String>> = None;
    for line in &section.lines {
        let Some(row) = cells(line) else {
            header = None;
            continue;
        };
        let Some(header) = &header else {
            header = Some(row);
            continue;
        };
        for (title, cell) in header.iter().zip(&row) {
            let named = if title == "SQL" { &row[0] } else { title };
            quotes.extend(of_cell(named, cell));
        }
    }
    let sql = section
        .blocks
        .iter()
        .filter(|block| block.language == "sql");
    quotes.extend(sql.flat_map(|block| of_block(&block.text)));
    quotes
}

/// The cells of a row.
fn cells(line: &str) -> Option<Vec<String>> {
    let inside = line.strip_prefix('|')?.strip_suffix('|')?;
    let escaped = inside.replace("\\|", "\u{1}");
    let cells = escaped.split('|');
    Some(
        cells
            .map(|cell| cell.trim().replace('\u{1}', "|"))
            .collect(),
    )
}

/// The code of a cell that begins with code.
fn of_cell(named: &str, cell: &str) -> Vec<Quote> {
    let flavors = flavors(named);
    if flavors.is_empty() || !cell.starts_with('`') {
        return Vec::new();
    }
    let quote = |text: &str| Quote {
        flavors: flavors.clone(),
        text: text.to_owned(),
    };
    code(cell).map(quote).collect()
}

/// The texts between runs of as many backticks.
fn code(mut cell: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let open = &cell[cell.find('`')?..];
        let inside = open.trim_start_matches('`');
        let ticks = &open[..open.len() - inside.len()];
        let (text, behind) = inside.split_once(ticks).expect("code that ends");
        cell = behind;
        Some(text)
    })
}

/// The statements of a block, under comments that name the flavors.
fn of_block(text: &str) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    for part in text.split("-- ").skip(1) {
        let (named, sql) = part.split_once('\n').expect("a line of its own");
        let flavors = flavors(named.split(':').next().unwrap_or_default());
        assert!(!flavors.is_empty(), "no engine is named in: {text}");
        let statements = sql.split(';').map(str::trim).filter(|sql| !sql.is_empty());
        quotes.extend(statements.map(|sql| Quote {
            flavors: flavors.clone(),
            text: sql.to_owned(),
        }));
    }
    assert!(!quotes.is_empty(), "no engine is named in: {text}");
    quotes
}

/// The flavors that a text names and nothing besides them.
fn flavors(named: &str) -> Vec<Flavor> {
    if named == "all" {
        return flavors("PostgreSQL, MySQL, MariaDB, SQLite");
    }
    let flavor = |name: &str| {
        Some(match name.split(' ').next().unwrap_or_default() {
            "PostgreSQL" => flavors::postgres(&["18"]),
            "MySQL" => flavors::mysql(&["8.4"]),
            "MariaDB" => flavors::mariadb(&["11.8"]),
            "SQLite" => flavors::sqlite(&["3.46"]),
            _ => return None,
        })
    };
    let all: Option<Vec<Flavor>> = named.split(", ").map(flavor).collect();
    all.unwrap_or_default()
}
