//! The SQL that the guide and the words' pages quote is what trueup would run.
//!
//! In: the pages. Out: each claim that is not so, with the statements. SQL is quoted for an engine where a table has a
//! column or a row for it and the cell begins with code, or where a block of SQL names it in a comment; a row may
//! also say that there is nothing, or an error. A claim is about the Rust blocks of its section, or of the page where the
//! section has none. `...` stands for anything.

use trueup::model::Flavor;
use trueup::private::flavors;

use crate::page::{self, Section};
use crate::planned::statements;

/// What a page says of some flavors.
struct Claim {
    flavors: Vec<Flavor>,
    said: Said,
}

enum Said {
    /// This is in a statement.
    Sql(String),
    /// The word does nothing, and is no error.
    Nothing,
    /// The word is an error, unless `engines(...)` leaves it out.
    Error,
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
            for claim in claims(section) {
                proved += 1;
                let why = claim.wrong(&modules);
                wrong.extend(why.map(|why| format!("{name}: {why}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(proved > 300, "only {proved} claims were found");
}

impl Claim {
    /// The flavors for which it is not so.
    fn wrong(&self, modules: &[String]) -> impl Iterator<Item = String> {
        self.flavors.iter().filter_map(|flavor| {
            let planned: Vec<_> = modules
                .iter()
                .map(|module| statements(module, *flavor))
                .collect();
            let mut all = planned.iter().flatten().flatten();
            let (is_so, said) = match &self.said {
                Said::Sql(text) => (all.any(|sql| holds(sql, text)), text.as_str()),
                Said::Nothing => (planned.iter().all(Result::is_ok), "nothing"),
                Said::Error => {
                    let has_error = planned.iter().any(Result::is_err);
                    (has_error || all.next().is_none(), "an error")
                }
            };
            (!is_so).then(|| format!("{flavor}: `{said}` is not in {planned:#?}"))
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

fn claims(section: &Section) -> Vec<Claim> {
    let mut claims = Vec::new();
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
            if title == "SQL" {
                let flavors = flavors(&row[0]);
                assert!(!flavors.is_empty(), "no engine is named in: {line}");
                claims.extend(without_sql(&flavors, cell));
                claims.extend(of_cell(&flavors, cell));
            } else {
                claims.extend(of_cell(&flavors(title), cell));
            }
        }
    }
    let sql = section
        .blocks
        .iter()
        .filter(|block| block.language == "sql");
    claims.extend(sql.flat_map(|block| of_block(&block.text)));
    claims
}

/// The cells of a row; none of the line below the header.
fn cells(line: &str) -> Option<Vec<String>> {
    let inside = line.strip_prefix('|')?.strip_suffix('|')?;
    if inside.starts_with(" ---") {
        return Some(Vec::new());
    }
    let escaped = inside.replace("\\|", "\u{1}");
    let cells = escaped.split('|');
    Some(
        cells
            .map(|cell| cell.trim().replace('\u{1}', "|"))
            .collect(),
    )
}

/// What a cell says that has no SQL.
fn without_sql(flavors: &[Flavor], cell: &str) -> Option<Claim> {
    let begins = |words: [&str; 2]| words.iter().any(|word| cell.starts_with(word));
    let said = if begins(["nothing", "ignored"]) {
        Said::Nothing
    } else if begins(["an error", "none: an error"]) {
        Said::Error
    } else {
        return None;
    };
    Some(Claim {
        flavors: flavors.to_vec(),
        said,
    })
}

/// The code of a cell that begins with code.
fn of_cell(flavors: &[Flavor], cell: &str) -> Vec<Claim> {
    if flavors.is_empty() || !cell.starts_with('`') {
        return Vec::new();
    }
    code(cell).map(|text| quote(flavors, text)).collect()
}

fn quote(flavors: &[Flavor], text: &str) -> Claim {
    Claim {
        flavors: flavors.to_vec(),
        said: Said::Sql(text.to_owned()),
    }
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
fn of_block(text: &str) -> Vec<Claim> {
    let mut claims = Vec::new();
    for part in text.split("-- ").skip(1) {
        let (named, sql) = part.split_once('\n').expect("a line of its own");
        let flavors = flavors(named.split(':').next().unwrap_or_default());
        assert!(!flavors.is_empty(), "no engine is named in: {text}");
        let statements = sql.split(';').map(str::trim).filter(|sql| !sql.is_empty());
        claims.extend(statements.map(|sql| quote(&flavors, sql)));
    }
    assert!(!claims.is_empty(), "no engine is named in: {text}");
    claims
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
