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

#[test]
fn an_approval_is_offered_only_where_it_helps() {
    let scene = Scene::new();
    let offer = "TRUEUP_APPROVED_PLANS=";
    let plan = "plan --url {a} --to {b} --prune";
    let graded = scene.run(plan).ends(2).stdout;
    assert!(graded.contains(offer), "{graded}");

    // A foreign key stays that refers to the table: no approval lets that go.
    let child = "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INT REFERENCES parent (id));";
    scene.sql(
        "c.db",
        &format!("CREATE TABLE parent (id INTEGER PRIMARY KEY); {child}"),
    );
    scene.sql("d.db", child);
    let held = scene
        .run(&format!(
            "plan --url {} --to {} --prune",
            scene.url("c.db"),
            scene.url("d.db")
        ))
        .ends(2)
        .stdout;
    assert!(held.contains("held back"), "{held}");
    assert!(!held.contains(offer), "{held}");
}
