//! A database that is there already.

use super::scene::{Scene, kinds};

#[test]
fn a_database_without_structs_is_adopted_whole_and_unchanged() {
    let scene = Scene::new();
    let before = scene.run("inspect {a} --json").ends(0).json();
    let first = scene.run("adopt --url {a}").ends(0);
    assert!(
        first.stdout.starts_with("adopted, in the history as"),
        "{first:?}"
    );
    let again = scene.run("adopt --url {a}").ends(0);
    assert!(again.stdout.starts_with("adopted before"), "{again:?}");
    assert_eq!(scene.run("inspect {a} --json").ends(0).json(), before);

    // Another application takes what is left, which is nothing.
    scene.run("adopt --url {a} --application other").ends(0);
    let plan = scene
        .run("plan --url {a} --to {b} --application other --json")
        .ends(2);
    assert!(!kinds(&plan.json(), "foreign").is_empty(), "{plan:?}");
    // What was adopted is ours: the other schema lacks the table, so that it is surplus.
    let plan = scene.run("plan --url {a} --to {b}").ends(2);
    assert!(plan.stdout.contains("drop table `fax`"), "{plan:?}");
}
