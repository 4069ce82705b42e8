//! What differs between two sides.

use serde_json::json;

use super::scene::{Scene, kinds};

#[test]
fn a_diff_has_exactly_the_documented_fields() {
    let scene = Scene::new();
    let diff = scene.run("diff --from {a} --to {b} --json").ends(2);
    assert_eq!(
        diff.json(),
        json!({
            "format": 1,
            "changes": [
                {"kind": "create_table", "object": "account"},
                {"kind": "create_column", "object": "org.note"},
                {"kind": "create_foreign_key", "object": "account.org_id_fkey"},
            ],
            "foreign": [{"kind": "table", "object": "fax"}],
            "unsupported": [],
        })
    );
    let pruned = scene.run("diff --from {a} --to {b} --prune --json").ends(2);
    assert!(kinds(&pruned.json(), "changes").contains(&"drop_table fax".to_owned()));
    assert!(kinds(&pruned.json(), "foreign").is_empty());
    let text = scene.run("diff --from {a} --to {b}").ends(2).stdout;
    assert!(text.contains("create column `org.note`\n"), "{text}");
}

#[test]
fn what_cannot_be_represented_is_a_difference_unless_both_sides_have_it() {
    let scene = Scene::new();
    scene.sql(
        "b.db",
        "CREATE TABLE names (id INTEGER PRIMARY KEY ON CONFLICT REPLACE)",
    );
    let diff = scene.run("diff --from {a} --to {b} --json").ends(2).json();
    assert_eq!(kinds(&diff, "unsupported"), ["table names"]);
    assert_eq!(diff["unsupported"][0].as_object().unwrap().len(), 3);
    scene.run("diff --from {b} --to {b} --json").ends(0);
}

#[test]
fn a_snapshot_stands_for_its_database() {
    let scene = Scene::new();
    let snapshot = scene.run("inspect {a} --json").ends(0).stdout;
    std::fs::write(scene.path("a.json"), &snapshot).unwrap();
    for sides in [
        "--from {a} --to {folder}/a.json",
        "--from {folder}/a.json --to {a}",
    ] {
        let diff = scene.run(&format!("diff {sides} --prune")).ends(0);
        assert_eq!(diff.stdout, "no difference\n");
    }
    let again = scene.run("inspect {folder}/a.json --json").ends(0).stdout;
    assert_eq!(again, snapshot);
}
