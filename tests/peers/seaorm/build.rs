//! Writes a hundred entities, each a module: SeaORM wants a type for each table, so their number is that of the program.

use std::fmt::Write as _;
use std::path::Path;

/// The same as in `src/main.rs`.
const TABLES: usize = 100;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/entity.rs");
    let entity = std::fs::read_to_string("src/entity.rs").expect("the pattern");
    let (_, entity) = entity.split_once("// Pattern:\n").expect("a mark");
    let mut text = String::new();
    for number in 0..TABLES {
        let parent = match number {
            0 => "Entity".to_owned(),
            number => format!("super::wide{}::Entity", number - 1),
        };
        let column = match number {
            0 => "Column".to_owned(),
            number => format!("super::wide{}::Column", number - 1),
        };
        let entity = entity
            .replace("PARENT_ENTITY", &parent)
            .replace("PARENT_COLUMN", &column)
            .replace("NUMBER", &number.to_string());
        writeln!(text, "mod wide{number} {{\n{entity}}}").expect("writing to a string");
    }
    text.push_str("fn registered(mut builder: SchemaBuilder, tables: usize) -> SchemaBuilder {\n");
    for number in 0..TABLES {
        writeln!(
            text,
            "if tables > {number} {{ builder = builder.register(wide{number}::Entity); }}"
        )
        .expect("writing to a string");
    }
    text.push_str("builder\n}\n");
    let folder = std::env::var("OUT_DIR").expect("a folder");
    std::fs::write(Path::new(&folder).join("entities.rs"), text).expect("the entities");
}
