//! The schema in the editor: what the compiler says of a field that the crate's snapshot has and the
//! struct has not.
//!
//! A small crate is generated beside the build's output and compiled as a user would compile it, again
//! and again: what it says depends on what was compiled before.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const WHOLE: &str = r#"
pub mod models {
    #[derive(trueup::Table)]
    pub struct Account {
        #[column(primary_key)]
        pub id: i64,
        #[column(max_length = 80)]
        pub nick: String,
    }

    #[derive(trueup::Table)]
    pub struct Org {
        #[column(primary_key)]
        pub id: i64,
    }
}
"#;

const TEST: &str = r#"
trueup::link!(editor_app);

#[test]
fn the_snapshot_is_up_to_date() {
    trueup::snapshot!();
}
"#;

const NICK: &str = "#[column(max_length = 80)]\n        pub nick: String,";

const RENAMED: &str =
    "#[column(max_length = 80, renamed_from = \"nick\")]\n        pub alias: String,";

#[test]
fn a_field_that_vanished_is_told_while_compiling() {
    let app = App::new();
    app.models(WHOLE);
    app.is_silent("without a file");

    // The test says that there is no file, and writes it when it is asked to.
    let (is_well, text) = app.test(&[]);
    assert!(
        !is_well && text.contains("`trueup.json` is not what the structs of `editor_app` say"),
        "{text}"
    );
    assert!(text.contains("TRUEUP_SNAPSHOT=write cargo test"), "{text}");
    let (is_well, text) = app.test(&[("TRUEUP_SNAPSHOT", "write")]);
    assert!(is_well, "{text}");
    let file = app.read("trueup.json");
    let (is_well, text) = app.test(&[]);
    assert!(is_well && app.read("trueup.json") == file, "{text}");
    app.is_silent("while nothing is gone");

    // A field goes: a warning on the struct.
    app.models(&WHOLE.replace(NICK, ""));
    let text = app.warns();
    for part in [
        "the column `nick` of `accounts` has no field any more, and its data would be lost",
        "help: renamed: add `#[column(renamed_from = \"nick\")]` to the field that has its data now",
        "help: not wanted: add `#[table(dropped(\"nick\"))]` to the struct",
        "--> editor-app/src/lib.rs:4:16",
        "pub struct Account {",
    ] {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
    assert_eq!(text.matches("warning: ").count(), 1, "{text}");

    // Another one comes: that may be where the data belongs.
    app.models(&WHOLE.replace("nick", "alias"));
    let text = app.warns();
    assert!(text.contains("to `alias`"), "{text}");

    // Either word gives consent.
    app.models(&WHOLE.replace(NICK, RENAMED));
    app.is_silent("when it is renamed");
    let dropped = WHOLE.replace(NICK, "").replacen(
        "pub struct",
        "#[table(dropped(\"nick\"))]\n    pub struct",
        1,
    );
    app.models(&dropped);
    app.is_silent("when it is dropped");

    // The file alone changes, and what depends on it is built again.
    app.models(&WHOLE.replace(NICK, ""));
    app.warns();
    app.write(
        "trueup.json",
        &file.replace("\"strict\": false", "\"strict\": true"),
    );
    let (is_well, text) = app.check();
    assert!(
        !is_well && text.contains("error: the column `nick` of `accounts` has no field"),
        "{text}"
    );
    assert!(text.contains("--> editor-app/src/lib.rs:4:16"), "{text}");
    app.write("trueup.json", &file.replace("nick", "id"));
    app.is_silent("when the file no longer has it");
    app.write("trueup.json", "<<<<<<< HEAD");
    let (is_well, text) = app.check();
    assert!(!is_well, "{text}");
    assert_eq!(
        text.matches("error: `trueup.json` cannot be read").count(),
        1,
        "{text}"
    );
    app.remove("trueup.json");
    app.is_silent("when the file is gone");
}

struct App {
    root: PathBuf,
}

impl App {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("snapshot");
        let app = Self { root };
        if app.root.exists() {
            fs::remove_dir_all(&app.root).expect("the folder of the last run goes");
        }
        let trueup = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
        app.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"editor-app\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\ntrueup = {{ path = \"{trueup}\" }}\n"
            ),
        );
        app.write("tests/snapshot.rs", TEST);
        fs::write(
            app.root.join("Cargo.toml"),
            "[workspace]\nresolver = \"3\"\nmembers = [\"editor-app\"]\n\n[profile.dev]\ndebug = false\n",
        )
        .expect("a manifest");
        // The versions that this workspace has, so that nothing is downloaded.
        let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
        fs::copy(lock, app.root.join("Cargo.lock")).expect("a lock file");
        app
    }

    fn models(&self, text: &str) {
        self.write("src/lib.rs", text);
    }

    fn is_silent(&self, when: &str) {
        let (is_well, text) = self.check();
        assert!(is_well && text.is_empty(), "{when}:\n{text}");
    }

    fn warns(&self) -> String {
        let (is_well, text) = self.check();
        assert!(is_well && text.contains("warning: "), "no warning:\n{text}");
        text
    }

    fn check(&self) -> (bool, String) {
        self.cargo(&["check"], &[])
    }

    fn test(&self, variables: &[(&str, &str)]) -> (bool, String) {
        self.cargo(&["test", "--test", "snapshot"], variables)
    }

    /// Whether it went well, and everything that was said.
    fn cargo(&self, arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("snapshot-target");
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--quiet", "--offline", "--color=never"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", target)
            .env_remove("RUSTFLAGS")
            .env_remove("TRUEUP_SNAPSHOT")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .output()
            .expect("cargo starts");
        let said = [output.stdout, output.stderr].concat();
        let text = String::from_utf8(said).expect("a text");
        (output.status.success(), text)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join("editor-app").join(path)).expect("a file")
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.root.join("editor-app").join(path);
        let folder = file.parent().expect("a file in a folder");
        fs::create_dir_all(folder).expect("a folder");
        fs::write(&file, text).expect("a file");
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.root.join("editor-app").join(path)).expect("the file was there");
    }
}
