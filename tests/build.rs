//! Writes the Rust blocks of the guide and of the words' pages as modules, so that a test can plan for their structs.
//!
//! In: the pages. Out: `pages.rs`, with a module for each block, which is a file of its own.

#[path = "tests/guide/page.rs"]
mod page;

use std::path::Path;
use std::{env, fs};

fn main() {
    let out = env::var("OUT_DIR").expect("a folder to write to");
    for folder in page::FOLDERS {
        println!("cargo::rerun-if-changed=../{folder}");
    }
    let mut modules = String::new();
    for (name, text) in page::all() {
        for (at, block) in page::rust(&page::sections(&text)).enumerate() {
            let module = page::module(&name, at);
            let code: Vec<&str> = block.lines().map(shown).collect();
            // As rustdoc does: the block is the body of a function, and `?` works in it.
            let text = format!("fn block() {{ let _ = || {{\n{}\n}}; }}\n", code.join("\n"));
            let file = Path::new(&out).join(format!("{module}.rs"));
            fs::write(&file, text).expect("a file that can be written");
            modules.push_str(&format!(
                "mod {module} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{module}.rs\")); }}\n"
            ));
        }
    }
    fs::write(Path::new(&out).join("pages.rs"), modules).expect("a file that can be written");
}

/// A line without the mark of those that rustdoc hides, and without the feature that it is for: here all are on.
fn shown(line: &str) -> &str {
    let line = line.strip_prefix("# ").unwrap_or(line);
    match line.strip_prefix("#[cfg(feature = ") {
        Some(rest) => rest.split_once(']').map_or("", |(_, item)| item),
        None if line == "#" => "",
        None => line,
    }
}
