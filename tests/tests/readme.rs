//! What the README says is so. Its Rust code is compiled with the documentation tests.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use trueup::dialect::Dialect;
use trueup::model::{Flavor, Vendor, Version};
use trueup::{Config, ValueType};

const README: &str = include_str!("../../README.md");

/// Blocks of the language, and the lines of each.
fn blocks(language: &str) -> Vec<Vec<&'static str>> {
    let opening = format!("```{language}");
    let mut lines = README.lines();
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        if line == opening {
            blocks.push(lines.by_ref().take_while(|line| *line != "```").collect());
        } else if line.starts_with("```") {
            lines.by_ref().find(|line| *line == "```");
        }
    }
    blocks
}

/// The rows of the table whose head begins with that cell, without their backticks.
fn rows(head: &str) -> Vec<Vec<String>> {
    let mut lines = README.lines().skip_while(|line| !line.starts_with(head));
    assert!(lines.next().is_some(), "no table `{head}`");
    lines
        .skip(1)
        .map_while(|line| line.strip_prefix("| ")?.strip_suffix(" |"))
        .map(|line| {
            line.split(" | ")
                .map(|cell| cell.replace('`', ""))
                .collect()
        })
        .collect()
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn each_command_runs() {
    let commands: Vec<&str> = blocks("sh").concat();
    assert!(!commands.is_empty());
    let inline = README
        .split('`')
        .filter(|text| text.starts_with("cargo run -p "));
    for command in commands.into_iter().chain(inline) {
        let command = command.trim();
        match command.strip_prefix("cargo run -p ") {
            Some(package) => {
                let status = Command::new(env!("CARGO"))
                    .args(["run", "--quiet", "-p", package])
                    .current_dir(root())
                    .stdin(Stdio::null())
                    .stdout(Stdio::null())
                    .status()
                    .expect("cargo starts");
                assert!(status.success(), "{command}");
            }
            // It runs this test.
            None if command == "scripts/test" => assert!(root().join(command).is_file()),
            None => panic!("nobody knows whether `{command}` works"),
        }
    }
}

#[test]
fn each_link_to_a_file_leads_somewhere() {
    let links = README
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let files: Vec<&str> = links.filter(|link| !link.starts_with("http")).collect();
    assert!(files.len() > 3);
    for file in files {
        let file = file.split('#').next().unwrap_or_default();
        assert!(root().join(file).exists(), "{file}");
    }
}

#[test]
fn each_setting_is_in_the_table_with_its_default() {
    let config = serde_json::to_value(Config::default()).expect("a document");
    let settings = config.as_object().expect("an object");
    let rows = rows("| field, and key of the file |");
    assert_eq!(rows.len(), settings.len());
    for row in rows {
        let [field, variable, default, _] = row.as_slice() else {
            panic!("four cells: {row:?}");
        };
        assert_eq!(*variable, format!("TRUEUP_{}", field.to_uppercase()));
        let actual = match &settings[field] {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.as_f64().expect("a number").to_string(),
            Value::Array(list) if list.is_empty() => "none".to_owned(),
            other => panic!("{field}: {other}"),
        };
        assert_eq!(*default, actual, "{field}");
    }
}

#[test]
fn the_file_of_the_configuration_is_one() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let file = directory.path().join("trueup.toml");
    let [_install, settings] = blocks("toml").try_into().expect("two blocks of TOML");
    std::fs::write(&file, settings.join("\n")).expect("a file");
    let config = Config::from_file(&file).expect("settings");
    assert_eq!(config.application, "billing");
}

/// The README has the words that most structs need, the derive's documentation has them all.
#[test]
fn the_words_of_the_readme_are_those_of_the_derive() {
    let documented = include_str!("../../runtime/src/lib.rs");
    let (_, attributes) = README.split_once("\n## Attributes\n").expect("a section");
    let (attributes, _) = attributes.split_once("\n## ").expect("its end");
    let words: Vec<&str> = attributes
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| {
            line.split(|sign: char| !(sign.is_alphanumeric() || sign == '_'))
                .next()
        })
        .collect();
    assert!(words.len() > 15);
    for word in words {
        let is_row = |line: &str| line.starts_with("/// | `") && line.contains(&format!("`{word}"));
        assert!(documented.lines().any(is_row), "{word}");
    }
}

#[test]
fn types_are_stored_as_the_table_says() {
    let engines = [
        (
            "PostgreSQL",
            Flavor::new(Vendor::Postgres, Version(17, 0, 0)),
        ),
        ("MariaDB", Flavor::new(Vendor::MariaDb, Version(10, 11, 0))),
        ("SQLite", Flavor::new(Vendor::Sqlite, Version(3, 46, 0))),
    ];
    let head = README
        .lines()
        .find(|line| line.starts_with("| field | PostgreSQL"))
        .expect("the table of types");
    let columns: Vec<&str> = head.trim_matches(['|', ' ']).split(" | ").collect();
    let rows = rows("| field | PostgreSQL");
    for (engine, flavor) in engines {
        let at = columns
            .iter()
            .position(|column| *column == engine)
            .expect("a column");
        let dialect = Dialect::of(flavor);
        for row in &rows {
            let (value, length) = stored(&row[0]);
            let found = dialect.ddl().column_type(value, length);
            let expected = match row[at].as_str() {
                "-" => None,
                name => Some(name),
            };
            assert_eq!(found.ok().as_deref(), expected, "{} on {engine}", row[0]);
        }
    }
}

/// What the first cell of the table means.
fn stored(field: &str) -> (ValueType, Option<u32>) {
    let (name, length) = match field.split_once(", max_length = ") {
        Some((name, length)) => (name, Some(length.parse().expect("a number"))),
        None => (field, None),
    };
    let value = match name.split(", ").next().expect("a type") {
        "bool" => ValueType::Bool,
        "i8" => ValueType::I8,
        "i16" => ValueType::I16,
        "i32" => ValueType::I32,
        "i64" => ValueType::I64,
        "u8" => ValueType::U8,
        "u16" => ValueType::U16,
        "u32" => ValueType::U32,
        "u64" => ValueType::U64,
        "f32" => ValueType::F32,
        "f64" => ValueType::F64,
        "String" => ValueType::Text,
        "Vec<u8>" => ValueType::Bytes,
        "NaiveDate" => ValueType::Date,
        "NaiveTime" => ValueType::Time,
        "NaiveDateTime" => ValueType::DateTime,
        "DateTime<Utc>" => ValueType::Instant,
        "Uuid" => ValueType::Uuid,
        "serde_json::Value" => ValueType::Json,
        "Decimal" => ValueType::Decimal,
        other => panic!("`{other}` is no type"),
    };
    (value, length)
}
