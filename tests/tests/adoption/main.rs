//! A database that is there already: the structs that are written for it, and how it is adopted.
//!
//! The structs of one database of each engine are written, compiled as a user would compile them, and
//! run: the adoption changes nothing, and a boot after it has nothing to do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use trueup_tests::boots::schema;
use trueup_tests::engines::{Database, Engine};
use trueup_tests::program::run;

const DATABASES: [(Engine, &str); 3] = [
    (Engine::Postgres, include_str!("postgres.sql")),
    (Engine::MariaDb, include_str!("mariadb.sql")),
    (Engine::Sqlite, include_str!("sqlite.sql")),
];

/// The programs have the same dependencies as this crate, so that little is built twice.
const MANIFEST: &str = r#"[package]
name = "adopted"
version = "0.0.0"
edition = "2024"

[workspace]

[profile.dev]
debug = "line-tables-only"

[profile.dev.package."*"]
debug = false

[dependencies]
chrono = "*"
rust_decimal = "*"
serde_json = "*"
sqlx = { version = "*", default-features = false, features = ["runtime-tokio", "derive", "macros", "json", "postgres", "mysql", "sqlite", "chrono", "time", "uuid", "rust_decimal"] }
tokio = { version = "*", features = ["full"] }
uuid = "*"
"#;

const FEATURES: &str = r#"features = ["postgres", "mysql", "sqlite", "chrono", "time", "uuid", "rust_decimal", "cli", "testing"]"#;

#[tokio::test]
async fn the_structs_of_a_database_find_nothing_to_do_in_it() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("adopted");
    let _ = fs::remove_dir_all(&root);
    let mut databases = Vec::new();
    for (engine, sql) in DATABASES {
        let database = engine.database().await;
        database.execute(sql).await;
        let structs = root.join("src").join(engine.name());
        let folder = structs.to_str().expect("a path in UTF-8");
        let arguments = ["inspect", database.url(), "--rust", "--out", folder];
        let (code, text) = run(own_program(), &arguments, &database);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains("mod.rs: written"), "{text}");
        let (code, text) = run(own_program(), &arguments, &database);
        assert_eq!(code, 1, "what is there is not overwritten: {text}");
        let main = format!(
            "#[path = \"../{}/mod.rs\"]\nmod structs;\n\nfn main() -> std::process::ExitCode {{\n    trueup::cli::run()\n}}\n",
            engine.name()
        );
        write(&root, &format!("src/bin/{}.rs", name(engine)), &main);
        databases.push(database);
    }
    let programs = build(&root);
    for database in databases {
        let engine = database.engine();
        let program = programs.join(name(engine));
        let before = held(&database).await;
        let (code, text) = run(&program, &["adopt"], &database);
        assert_eq!(code, 0, "{} adopts: {text}", engine.name());
        let (code, text) = run(&program, &["adopt"], &database);
        assert_eq!(code, 0, "{} adopts again: {text}", engine.name());
        assert!(text.contains("adopted before"), "{text}");
        for command in ["plan", "verify", "status", "apply"] {
            let (code, text) = run(&program, &[command], &database);
            assert_eq!(code, 0, "{} {command}: {text}", engine.name());
        }
        assert_eq!(held(&database).await, before, "{}", engine.name());
        let (_, text) = run(&program, &["history"], &database);
        assert!(
            text.contains("adoption: the database is taken as it is"),
            "{text}"
        );
        assert_eq!(text.matches("applied").count(), 1, "{text}");
    }
}

#[tokio::test]
async fn a_database_that_lacks_what_the_code_needs_is_not_adopted_unless_it_is_left() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        database.execute("CREATE TABLE fax (number INT)").await;
        let before = held(&database).await;
        let (code, text) = run(own_program(), &["adopt"], &database);
        assert_eq!(code, 1, "{text}");
        assert!(text.contains("create table `readers`"), "{text}");
        assert!(text.contains("--leave"), "{text}");
        assert_eq!(held(&database).await, before, "{}", engine.name());

        let (code, text) = run(own_program(), &["adopt", "--leave"], &database);
        assert_eq!(code, 2, "{text}");
        assert!(text.contains("an adoption changes nothing"), "{text}");
        assert!(!text.contains("TRUEUP_APPROVED_PLANS"), "{text}");
        assert_eq!(held(&database).await, before, "{}", engine.name());

        // What was left is done by the next start, and what is not ours stays.
        let (code, text) = run(own_program(), &["apply"], &database);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains("not ours"), "{text}");
    }
}

/// What the database holds besides trueup's own tables.
async fn held(database: &Database) -> String {
    serde_json::to_string_pretty(&schema(database).await).expect("JSON")
}

/// What the program for a database of the engine is called.
fn name(engine: Engine) -> String {
    format!("adopted-{}", engine.name())
}

fn own_program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_own-program"))
}

/// Checks how the structs are formatted, compiles them, and returns the folder of the programs.
fn build(root: &Path) -> PathBuf {
    let trueup = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
    let manifest = format!("{MANIFEST}trueup = {{ path = {trueup:?}, {FEATURES} }}\n");
    write(root, "Cargo.toml", &manifest);
    // The versions that this workspace has, so that nothing is downloaded.
    let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
    write(
        root,
        "Cargo.lock",
        &fs::read_to_string(lock).expect("a lock file"),
    );
    // Beside the builds of this workspace, which has built nearly all of it.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
    for arguments in [
        &["fmt", "--check"][..],
        &["build", "--bins", "--quiet", "--offline"],
    ] {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(root)
            .env("CARGO_TARGET_DIR", &target)
            .stdin(Stdio::null())
            .output()
            .expect("cargo starts");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(output.status.success(), "{arguments:?}: {said}");
    }
    target.join("debug")
}

fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    let folder = file.parent().expect("a file in a folder");
    fs::create_dir_all(folder).expect("a folder");
    fs::write(&file, text).expect("a file");
}
