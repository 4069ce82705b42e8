//! What ran, and what is left.

use serde_json::{Value, json};

use super::scene::Scene;

#[test]
fn the_history_tells_what_ran_and_how_to_take_it_back() {
    let scene = Scene::new();
    let nothing = scene.run("history --url {a}").ends(0);
    assert_eq!(nothing.stdout, "no migration is recorded\n");
    let applied = scene.run("apply --url {a} --to {b} --json").ends(0).json();
    let version = applied["version"].as_str().unwrap();

    let history = scene.run("history --url {a} --json").ends(0).json();
    assert_eq!(history["format"], 1);
    assert_eq!(history["migrations"][0]["version"], version);
    assert_eq!(history["migrations"][0]["status"], "applied");

    let shown = scene
        .run(&format!("show {version} --url {{a}} --json"))
        .ends(0)
        .json();
    assert_eq!(shown["version"], version);
    let steps = shown["steps"].as_array().unwrap();
    let made = steps
        .iter()
        .find(|step| step["kind"] == "create_table")
        .unwrap();
    assert_eq!(made["inverse"], "DROP TABLE \"account\"");
    let text = scene
        .run(&format!("show {version} --url {{a}}"))
        .ends(0)
        .stdout;
    assert!(text.contains("back: DROP TABLE \"account\""), "{text}");
    scene.run("show 20200101000000_none --url {a}").ends(1);

    let others = scene.run("history --url {a} --application other").ends(0);
    assert_eq!(others.stdout, "no migration is recorded\n");
}

#[test]
fn the_status_counts_what_is_to_do() {
    let scene = Scene::new();
    let unknown = scene.run("status --url {a} --json").ends(0).json();
    assert_eq!(
        (&unknown["last"], &unknown["plan"]),
        (&Value::Null, &Value::Null)
    );
    let before = scene
        .run("status --url {a} --to {b} --prune --json")
        .ends(2)
        .json();
    assert_eq!(before["plan"]["held"], 1);
    scene.run("apply --url {a} --to {b}").ends(0);
    let after = scene.run("status --url {a} --to {b} --json").ends(0).json();
    assert_eq!(after["last"]["status"], "applied");
    assert_eq!(after["plan"]["pending"], 0);
    assert_eq!(after["tables"], json!(["account", "org"]));
}

#[test]
fn verifying_tells_what_the_code_needs_from_what_can_wait() {
    let scene = Scene::new();
    let missing = scene.run("verify --url {a} --to {b}").ends(1);
    assert!(
        missing.stderr.contains("cannot run on this schema"),
        "{missing:?}"
    );
    scene.run("apply --url {a} --to {b}").ends(0);
    scene.run("verify --url {a} --to {b}").ends(0);
    scene.run("verify --url {a} --to {b} --prune").ends(2);
}
