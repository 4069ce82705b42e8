//! Writes a hundred models, each a module: Rydantic wants a type for each table, so their number is that of the program.

use std::fmt::Write as _;
use std::path::Path;

/// The same as in `src/main.rs`.
const TABLES: usize = 100;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/model.rs");
    let model = std::fs::read_to_string("src/model.rs").expect("the pattern");
    let (_, model) = model.split_once("// Pattern:\n").expect("a mark");
    let mut text = String::new();
    let mut calls = String::new();
    for number in 0..TABLES {
        let model = model
            .replace("PARENT", &number.saturating_sub(1).to_string())
            .replace("NUMBER", &number.to_string());
        writeln!(text, "mod wide{number} {{\n{model}}}").expect("writing to a string");
        writeln!(
            calls,
            "if tables > {number} {{ changes += brought_up::<DB, wide{number}::Wide>(pool).await?; }}"
        )
        .expect("writing to a string");
    }
    writeln!(
        text,
        "async fn all<DB: SqlBackend>(pool: &Pool<DB>, tables: usize) -> Result<usize, SqlError> {{\n\
         let mut changes = 0;\n{calls}Ok(changes)\n}}"
    )
    .expect("writing to a string");
    let folder = std::env::var("OUT_DIR").expect("a folder");
    std::fs::write(Path::new(&folder).join("models.rs"), text).expect("the models");
}
