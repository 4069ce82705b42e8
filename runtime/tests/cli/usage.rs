//! How the program is called.

use std::process::Stdio;

use super::scene::{Scene, program, run};

#[test]
fn wrong_usage_is_an_error_and_not_a_difference() {
    run("inspect --bogus", &[]).ends(1);
    run("rollback", &[]).ends(1);
    run("diff --from a.json --to b.json --json --sql", &[]).ends(1);
    let help = run("--help", &[]).ends(0);
    assert!(help.stdout.contains("Exit codes: 0"), "{help:?}");
}

#[test]
fn a_program_without_structs_says_how_to_name_a_schema() {
    let scene = Scene::new();
    for command in [
        "plan --url {a}",
        "apply --url {a}",
        "verify --url {a}",
        "diff --from {a}",
    ] {
        let refused = scene.run(command).ends(1);
        assert!(refused.stderr.contains("--to"), "{refused:?}");
        assert!(refused.stderr.contains("trueup::link!"), "{refused:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let scene = Scene::new();
    let columns: Vec<String> = (0..2000).map(|at| format!("column_{at} TEXT")).collect();
    scene.sql(
        "a.db",
        &format!("CREATE TABLE wide ({})", columns.join(", ")),
    );
    let mut running = program()
        .args(["inspect", &scene.url("a.db"), "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(running.stdout.take());
    let ended = running.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert!(
        ended.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
}
