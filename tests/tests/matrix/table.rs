//! The table of cases: files that say what is there, what is wanted, and what becomes of it.
//!
//! In: the text of a file under `cases/`. Out: its cases, and what each says for one server. A file is read like this:
//!
//! ```text
//! # A remark. What stands before the first title holds for every case of the file.
//! lacks sqlite: it has no such type
//!
//! ## a column is added
//! old: CREATE TABLE t (id int PRIMARY KEY)
//! rows: INSERT INTO t VALUES (1)
//! new: CREATE TABLE t (id int PRIMARY KEY, note text)
//! steps: SAFE create_column t.note
//! steps mariadb: MEDIUM create_column t.note
//! keeps: SELECT id, note FROM t => 1|NULL
//! ```
//!
//! What else a case may say: `fails` is what corrects the rows that applying fails on, `held` are words of the reason why a step is
//! held back, and `values`, `back` and `alone` say why values do not stay, why there is no way back, and why it is alone in its
//! database.
//!
//! A line that is indented goes on with the field before it. A field with the names of servers is for those alone, and
//! stands before the one without. `mariadb` is Oracle's MySQL too, unless something is said for `mysql`, and `postgres<15`
//! or `mariadb<10.8` is a server before that version. An empty `lacks mysql` takes back what MariaDB lacks.

use trueup::model::{Flavor, Vendor};

/// The fields that a case may have.
const FIELDS: [&str; 11] = [
    "old", "rows", "new", "steps", "keeps", "values", "fails", "held", "back", "alone", "lacks",
];

/// One case.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// What happens, as a sentence.
    pub(crate) name: String,
    fields: Vec<Field>,
}

#[derive(Debug, Clone)]
struct Field {
    name: String,
    servers: Vec<String>,
    text: String,
}

/// The cases of a file.
///
/// # Panics
///
/// When it is not written as told above.
pub(crate) fn read(file: &str, text: &str) -> Vec<Case> {
    let mut shared: Vec<Field> = Vec::new();
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let place = || format!("{file}:{}: `{line}`", number + 1);
        let fields = match cases.last_mut() {
            Some(case) => &mut case.fields,
            None => &mut shared,
        };
        if let Some(name) = line.strip_prefix("## ") {
            let is_known = cases.iter().any(|case| case.name == name);
            assert!(!is_known, "{}: a second case of that name", place());
            let name = name.to_owned();
            cases.push(Case {
                name,
                fields: Vec::new(),
            });
        } else if line.starts_with(' ') {
            let field = fields.last_mut();
            let text = &mut field
                .unwrap_or_else(|| panic!("{}: of what?", place()))
                .text;
            *text = format!("{text}\n{}", line.trim()).trim().to_owned();
        } else if !line.is_empty() && !line.starts_with('#') {
            let (key, text) = line
                .split_once(':')
                .unwrap_or_else(|| panic!("{}: no field", place()));
            let mut words = key.split_whitespace().map(str::to_owned);
            let name = words.next().unwrap_or_default();
            assert!(FIELDS.contains(&&*name), "{}: no such field", place());
            fields.push(Field {
                name,
                servers: words.collect(),
                text: text.trim().to_owned(),
            });
        }
    }
    for case in &mut cases {
        // What is found first counts.
        case.fields.extend(shared.iter().cloned());
    }
    cases
}

impl Case {
    /// What it says for that server.
    pub(crate) fn of(&self, field: &str, flavor: Flavor) -> Option<&str> {
        self.all(field, flavor).next()
    }

    /// All that it says for that server, what is for it alone first.
    pub(crate) fn all(&self, field: &str, flavor: Flavor) -> impl Iterator<Item = &str> {
        let mut found: Vec<(usize, &str)> = Vec::new();
        for one in self.fields.iter().filter(|one| one.name == field) {
            let rank = one.servers.iter().filter_map(|word| rank(word, flavor));
            match rank.max() {
                Some(rank) => found.push((rank, &one.text)),
                None if one.servers.is_empty() => found.push((0, &one.text)),
                None => {}
            }
        }
        found.sort_by_key(|(rank, _)| usize::MAX - rank);
        found.into_iter().map(|(_, text)| text)
    }

    /// Why that server has no such case.
    pub(crate) fn lack(&self, flavor: Flavor) -> Option<&str> {
        self.of("lacks", flavor).filter(|reason| !reason.is_empty())
    }

    /// A name for a namespace.
    pub(crate) fn slug(&self) -> String {
        let letters = self.name.chars();
        let letters = letters.map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
        letters.take(60).collect::<String>().to_lowercase()
    }
}

/// How closely the word means the server.
fn rank(word: &str, flavor: Flavor) -> Option<usize> {
    let (name, before) = match word.split_once('<') {
        Some((name, version)) => (
            name,
            Some(version.split_once('.').unwrap_or((version, "0"))),
        ),
        None => (word, None),
    };
    let number = |digits: &str| digits.parse::<u16>().expect("a version");
    let rank = match (name, flavor.vendor) {
        ("postgres", Vendor::Postgres)
        | ("mariadb", Vendor::MariaDb)
        | ("sqlite", Vendor::Sqlite) => 2,
        ("mysql", Vendor::MySql) => 3,
        ("mariadb", Vendor::MySql) => 1,
        ("postgres" | "mariadb" | "mysql" | "sqlite", _) => return None,
        _ => panic!("no server is called `{word}`"),
    };
    match before {
        Some((major, minor)) if flavor.is_at_least(flavor.vendor, number(major), number(minor)) => {
            None
        }
        Some(_) => Some(rank + 2),
        None => Some(rank),
    }
}
