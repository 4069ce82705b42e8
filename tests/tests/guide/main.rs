//! The guide is whole and true: each word has an entry and a test, each page is reached and compiled, each link leads
//! somewhere, and the SQL is what runs.

mod page;
mod planned;
mod quoted;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).to_path_buf()
}

/// The files of a folder with that ending, by name without it.
fn files(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let folder = root().join(folder);
    fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read_to_string(&path).expect("text"))
        })
        .collect()
}

fn pages() -> BTreeMap<String, String> {
    files("docs/guide", "md")
}

/// The words of a derive's attribute: each has a documented item.
const ATTRIBUTES: [(&str, &str); 7] = [
    ("table", "Of `#[table(...)]`:"),
    ("column", "Of `#[column(...)]`:"),
    ("enumeration", "Of `#[enumeration(...)]` on an enum:"),
    ("variant", "Of `#[enumeration(...)]` on a variant:"),
    ("column_type", "Of `#[column_type(...)]` on a newtype:"),
    ("view", "Of `#[view(...)]`:"),
    (
        "partial",
        "Of `#[partial(...)]` on a struct of a part of a table:",
    ),
];

#[test]
fn each_word_has_an_entry() {
    let pages = pages();
    for (folder, title) in ATTRIBUTES {
        let (_, listed) = pages["README"].split_once(title).expect("the list");
        let listed = listed.split("\n\n").next().unwrap_or_default();
        for word in files(&format!("runtime/src/words/{folder}"), "rs").keys() {
            if word == "mod" {
                continue;
            }
            let link = format!("[`{word}`](");
            let (_, link) = listed
                .split_once(&link)
                .unwrap_or_else(|| panic!("{title} {word}"));
            let page = link.split(['#', ')']).next().expect("a page");
            let text = &pages[page.trim_end_matches(".md")];
            assert!(text.contains(word.as_str()), "{word} is not on {page}");
        }
    }
}

/// What is tried on each real engine, from the derive to the catalogue and back.
const TRIED: [&str; 2] = ["tests/tests/vocabulary", "tests/tests/matrix"];

#[test]
fn each_word_is_tried_on_real_engines() {
    let tests: Vec<String> = TRIED
        .iter()
        .flat_map(|folder| files(folder, "rs").into_values())
        .collect();
    let mut missing = Vec::new();
    for (folder, _) in ATTRIBUTES {
        let attribute = match folder {
            "variant" => "enumeration",
            folder => folder,
        };
        let used: BTreeSet<&str> = tests
            .iter()
            .flat_map(|text| words(text, attribute))
            .collect();
        for word in files(&format!("runtime/src/words/{folder}"), "rs").keys() {
            if word != "mod" && !used.contains(word.as_str()) {
                missing.push(format!("`{word}` of {folder}"));
            }
        }
    }
    assert!(missing.is_empty(), "no test of {missing:?}");
}

/// The words in an attribute, wherever it stands.
fn words<'a>(text: &'a str, attribute: &str) -> BTreeSet<&'a str> {
    let open = format!("#[{attribute}(");
    text.split(open.as_str())
        .skip(1)
        .filter_map(|rest| rest.split_once(")]"))
        // Every other part is inside of quotes.
        .flat_map(|(inside, _)| inside.split('"').step_by(2))
        .flat_map(|code| code.split(|sign: char| !sign.is_alphanumeric() && sign != '_'))
        .collect()
}

#[test]
fn each_page_is_in_the_index_and_compiled() {
    let pages = pages();
    let compiled = fs::read_to_string(root().join("runtime/src/guide.rs")).expect("the list");
    for (name, text) in &pages {
        if name != "README" {
            assert!(pages["README"].contains(&format!("({name}.md)")), "{name}");
        }
        if text.contains("```rust") {
            let included = format!("include_str!(\"../../docs/guide/{name}.md\")");
            assert!(compiled.contains(&included), "{name} is not compiled");
        }
    }
}

/// What others say takes their crates to find out: `scripts/mistakes`.
#[test]
fn the_page_of_mistakes_has_our_messages() {
    let read = |file: String| fs::read_to_string(root().join(file)).expect("text");
    let listed = read("tests/mistakes.toml".to_owned());
    let fixtures: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.strip_prefix("ours = \"")?.strip_suffix('"'))
        .collect();
    let page = &pages()["mistakes"];
    let told: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("- **trueup**: "))
        .collect();
    assert_eq!(fixtures.len(), told.len());
    for (fixture, told) in fixtures.iter().zip(told) {
        let output = read(format!("macros/tests/ui/{fixture}.stderr"));
        let mut errors = output.lines().filter(|line| line.starts_with("error"));
        let first = errors.next().expect("an error");
        let (_, message) = first.split_once(": ").expect("a message");
        assert!(told.starts_with(message), "{fixture}: {told}");
    }
}

#[test]
fn each_link_leads_somewhere() {
    for (name, text) in pages() {
        for target in links(&text) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = match file {
                "" => root().join("docs/guide").join(format!("{name}.md")),
                file => root().join("docs/guide").join(file),
            };
            let led = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{name}: {target}"));
            assert!(
                anchor.is_empty() || anchors(&led).any(|found| found == anchor),
                "{name}: {target}"
            );
        }
    }
}

/// Where the links to other files, and to headings, lead.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target)
        .filter(|target| !target.contains("://"))
}

/// The headings as links name them: in lower case, with dashes for spaces, without punctuation.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '_'))
                .map(|sign| if sign == ' ' { '-' } else { sign })
                .collect()
        })
}
