//! The command line in a program of one's own, which knows the structs that are linked into it.

use std::process::Command;

use trueup_tests::engines::{Database, Engine};
use trueup_tests::program;

fn run(arguments: &[&str], database: &Database) -> (i32, String) {
    program::run(env!("CARGO_BIN_EXE_own-program"), arguments, database)
}

#[tokio::test]
async fn its_structs_are_what_is_wanted() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let (code, missing) = run(&["verify"], &database);
        assert_eq!(code, 1, "{missing}");
        assert!(missing.contains("create table `readers`"), "{missing}");

        let (code, applied) = run(&["apply"], &database);
        assert_eq!(code, 0, "{applied}");
        for arguments in [
            &["verify"][..],
            &["status"],
            &["plan"],
            &["diff", "--from", database.url()],
            &[
                "diff",
                "--from",
                "structs",
                "--to",
                database.url(),
                "--prune",
            ],
        ] {
            let (code, text) = run(arguments, &database);
            assert_eq!(code, 0, "{} {arguments:?}: {text}", engine.name());
        }

        // What only the database has is not ours, whatever the structs say.
        database.execute("CREATE TABLE fax (number INT)").await;
        let (code, text) = run(&["diff", "--from", database.url()], &database);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains("not ours: table `fax`"), "{text}");
        let (code, text) = run(&["diff", "--from", "structs"], &database);
        assert_eq!(code, 1, "{text}");
        database.execute("DROP TABLE fax").await;
    }
}

#[test]
fn it_keeps_its_structs_beside_the_manifest() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join("app");
    std::fs::create_dir_all(folder.join("src")).expect("a folder");
    std::fs::write(folder.join("src/lib.rs"), "").expect("a file");
    // The program's structs are those of the crate `own_program`.
    let manifest = "[package]\nname = \"own-program\"\n[workspace]\n";
    std::fs::write(folder.join("Cargo.toml"), manifest).expect("a file");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_own-program"))
            .args(arguments)
            .current_dir(folder.join("src"))
            .output()
            .expect("the program starts");
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.code(),
            String::from_utf8(text).expect("UTF-8"),
        )
    };
    let file = folder.join("trueup.json");
    let (code, text) = run(&["snapshot", "--check"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(!file.exists(), "{text}");

    let (code, text) = run(&["snapshot"]);
    assert_eq!(code, Some(0), "{text}");
    let written = std::fs::read_to_string(&file).expect("the snapshot");
    assert!(written.contains("\"table\": \"readers\""), "{written}");
    let (code, text) = run(&["snapshot", "--check"]);
    assert_eq!(code, Some(0), "{text}");

    // Strictness is the reader's choice and stays, and what is gone is told.
    let edited = written
        .replace("\"strict\": false", "\"strict\": true")
        .replace("\"id\"", "\"fax\": \"Text\",\n\"id\"");
    std::fs::write(&file, edited).expect("a file");
    let (code, text) = run(&["snapshot"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("the column `fax` of `readers` has no field any more"),
        "{text}"
    );
    let again = std::fs::read_to_string(&file).expect("the snapshot");
    assert_eq!(
        again,
        written.replace("\"strict\": false", "\"strict\": true")
    );
}

#[tokio::test]
async fn a_search_path_of_the_database_moves_nothing() {
    let there = Engine::Postgres.database().await;
    let wanted = Engine::Postgres.database().await;
    for database in [&there, &wanted] {
        let sql = "CREATE TABLE one (id int PRIMARY KEY); CREATE SCHEMA app; CREATE TABLE app.two (id int PRIMARY KEY)";
        database.execute(sql).await;
    }
    let path = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = app, public', current_database()); END $$";
    wanted.execute(path).await;
    for [from, to] in [[&there, &wanted], [&wanted, &there]] {
        let (code, text) = run(
            &["diff", "--from", from.url(), "--to", to.url(), "--prune"],
            from,
        );
        assert_eq!(code, 0, "{text}");
        let (code, text) = run(
            &["plan", "--url", from.url(), "--to", to.url(), "--prune"],
            from,
        );
        assert_eq!(code, 0, "{text}");
    }
    // A path that is said in the URL is meant.
    let chosen = format!("{}?options=-c%20search_path%3Dapp", wanted.url());
    let (code, text) = run(&["diff", "--from", there.url(), "--to", &chosen], &there);
    assert_eq!(code, 2, "{text}");
}
