//! What would run.

use super::scene::{Scene, statuses};

#[test]
fn planned_sql_can_be_run_by_hand() {
    let scene = Scene::new();
    let arguments = "plan --url {a} --to {b} --prune --mode aggressive --sql";
    let sql = scene.run(arguments).ends(2).stdout;
    assert!(sql.contains("-- step 1: "), "{sql}");
    scene.sql("a.db", &sql);
    scene.run("diff --from {a} --to {b} --prune").ends(0);
    scene.run(arguments).ends(0);
}

#[test]
fn a_plan_shows_its_steps_and_what_would_run() {
    let scene = Scene::new();
    let plan = scene
        .run("plan --url {a} --to {b} --prune --json")
        .ends(2)
        .json();
    let fields: Vec<&str> = plan
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        fields,
        ["foreign", "format", "hash", "steps", "unsupported"]
    );
    assert_eq!(plan["hash"].as_str().unwrap().len(), 64);
    let step = &plan["steps"][0];
    for field in [
        "id",
        "change",
        "summary",
        "grade",
        "required",
        "findings",
        "statements",
        "inverse",
    ] {
        assert!(!step[field].is_null(), "no {field} in {step}");
    }
    assert!(statuses(&plan).contains(&"drop_table held".to_owned()));
}
