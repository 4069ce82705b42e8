//! How a page of the guide is read: sections, and the code in them.
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

/// The pages, by name without an ending.
pub(crate) fn all() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide");
    let entries = fs::read_dir(folder).expect("a folder of pages");
    entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read_to_string(&path).expect("text"))
        })
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
        .filter(|block| block.language == "rust")
        .map(|block| block.text.as_str())
}

/// The module of a page's block.
pub(crate) fn module(page: &str, block: usize) -> String {
    format!("{page}_{block}")
}
