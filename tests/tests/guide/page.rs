//! How a page of the documentation is read: sections, and the code in them.
//!
//! In: Markdown. Out: the sections. Shared by the build script, which compiles the Rust blocks, and the test.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What stands under one heading.
#[derive(Default)]
pub(crate) struct Section {
    /// The code blocks.
    pub(crate) blocks: Vec<Block>,
    /// The lines outside of them.
    pub(crate) lines: Vec<String>,
}

/// A block of code.
pub(crate) struct Block {
    /// What stands behind the fence.
    pub(crate) language: String,
    /// The lines between the fences.
    pub(crate) text: String,
}

/// Where pages are: those of the guide, and those of the words, which an editor shows.
pub(crate) const FOLDERS: [&str; 2] = ["docs/guide", "runtime/src/words"];

/// The pages, by path without an ending.
pub(crate) fn all() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut pages = BTreeMap::new();
    for folder in FOLDERS {
        gather(&root.join(folder), folder, &mut pages);
    }
    pages
}

fn gather(folder: &Path, name: &str, pages: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder of pages") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().expect("a name").to_string_lossy();
        let name = format!("{name}/{stem}");
        if path.is_dir() {
            gather(&path, &name, pages);
        } else {
            let text = fs::read_to_string(&path).expect("text");
            pages.insert(name, documentation(&text));
        }
    }
}

/// The text of a page, which is the documentation of an item where the file is Rust.
fn documentation(text: &str) -> String {
    if !text.starts_with("//!") {
        return text.to_owned();
    }
    let lines = text.lines().filter_map(|line| line.strip_prefix("//!"));
    lines
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
        .collect()
}

/// The sections of a page, the first of them before any heading.
pub(crate) fn sections(text: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut open: Option<Block> = None;
    for line in text.lines() {
        let section = sections.last_mut().expect("one from the start");
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block {
                    language: language.to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => section.blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) if line.starts_with('#') => sections.push(Section::default()),
            (None, None) => section.lines.push(line.to_owned()),
        }
    }
    sections
}

/// The Rust blocks that are whole, in order.
pub(crate) fn rust<'a>(
    sections: impl IntoIterator<Item = &'a Section>,
) -> impl Iterator<Item = &'a str> {
    let blocks = sections.into_iter().flat_map(|section| &section.blocks);
    blocks
        .filter(|block| matches!(block.language.as_str(), "" | "rust"))
        .map(|block| block.text.as_str())
}

/// The module of a page's block.
pub(crate) fn module(page: &str, block: usize) -> String {
    format!("{}_{block}", page.replace('/', "_"))
}
