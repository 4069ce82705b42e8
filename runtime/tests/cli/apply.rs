//! What runs, and what is held back.

use std::path::Path;

use serde_json::Value;

use super::scene::{Scene, statuses};

#[test]
fn a_drop_is_held_back_until_its_plan_is_approved() {
    let scene = Scene::new();
    let arguments = "apply --url {a} --to {b} --prune --json";
    let partial = scene.run(arguments).ends(2).json();
    assert_eq!(partial["status"], "partial");
    assert_eq!(
        scene.sql("a.db", "SELECT count(*) FROM fax").as_deref(),
        Some("1")
    );
    assert!(statuses(&partial).contains(&"create_table applied".to_owned()));
    let held = partial["steps"]
        .as_array()
        .unwrap()
        .iter()
        .find(|step| step["status"] == "held");
    assert_eq!(held.unwrap()["grade"], "high");

    let plan = scene
        .run("plan --url {a} --to {b} --prune --json")
        .ends(2)
        .json();
    let hash = plan["hash"].as_str().unwrap();
    let approved = scene
        .run(&format!("approve {hash} --url {{a}} --json"))
        .ends(0)
        .json();
    assert_eq!(approved["approved"], hash);
    scene.run(&format!("approve {hash} --url {{a}}")).ends(0);
    let done = scene.run(arguments).ends(0).json();
    assert_eq!(done["status"], "completed");
    assert!(done["steps"][0]["duration_ms"].is_number());
    scene.run("diff --from {a} --to {b} --prune").ends(0);
    assert_eq!(scene.run(arguments).ends(0).json()["status"], "up_to_date");
}

#[test]
fn an_approval_needs_no_migration_before_it() {
    let scene = Scene::new();
    let plan = scene
        .run("plan --url {a} --to {b} --prune --json")
        .ends(2)
        .json();
    let hash = plan["hash"].as_str().unwrap().to_owned();
    scene.run(&format!("approve {hash} --url {{a}}")).ends(0);
    scene.run("apply --url {a} --to {b} --prune").ends(0);
    scene.run("approve 1234 --url {a}").ends(1);
}

#[test]
fn an_approval_by_argument_is_for_one_plan() {
    let scene = Scene::new();
    let plan = scene
        .run("plan --url {a} --to {b} --prune --json")
        .ends(2)
        .json();
    let hash = plan["hash"].as_str().unwrap();
    scene
        .run(&format!("apply --url {{a}} --to {{b}} --approve {hash}"))
        .ends(0);
    scene
        .run(&format!(
            "apply --url {{a}} --to {{b}} --prune --approve {hash}"
        ))
        .ends(2);
}

#[test]
fn a_limit_leaves_the_rest_for_later() {
    let scene = Scene::new();
    let first = scene
        .run("apply --url {a} --to {b} --steps 1 --json")
        .ends(2)
        .json();
    assert_eq!(first["status"], "partial");
    let applied = |document: &Value| {
        let statuses = statuses(document).into_iter();
        statuses
            .filter(|status| status.ends_with("applied"))
            .count()
    };
    assert_eq!(applied(&first), 1);
    let rest = scene.run("apply --url {a} --to {b} --json").ends(0).json();
    assert_eq!(rest["status"], "completed");
    // Their names tell seconds, and these take less.
    let history = scene.run("history --url {a} --json").ends(0).json();
    let listed = [0, 1].map(|at| &history["migrations"][at]["version"]);
    assert_eq!(listed, [&first["version"], &rest["version"]]);
}

#[test]
fn a_failure_is_complete_json_and_leaves_the_database_alone() {
    let scene = Scene::new();
    scene.sql("a.db", "INSERT INTO org (name) VALUES ('second')");
    // Both rows would have the same value.
    scene.sql(
        "b.db",
        "DROP TABLE account; CREATE UNIQUE INDEX one ON org (length(name) > 0)",
    );
    let failed = scene
        .run("apply --url {a} --to {b} --prune --mode aggressive --json")
        .ends(1);
    let document = failed.json();
    assert_eq!(document["status"], "failed");
    assert!(
        document["error"].as_str().unwrap().contains("UNIQUE"),
        "{document}"
    );
    assert!(
        statuses(&document).contains(&"create_index failed".to_owned()),
        "{document}"
    );
    let left = statuses(&document);
    assert!(
        left.iter().all(|status| !status.ends_with("applied")),
        "{left:?}"
    );
    assert!(
        failed.stderr.starts_with("error: step "),
        "{}",
        failed.stderr
    );
    assert_eq!(
        scene.sql("a.db", "SELECT count(*) FROM fax").as_deref(),
        Some("1")
    );

    let history = scene.run("history --url {a} --json").ends(0).json();
    assert_eq!(history["migrations"][0]["status"], "failed");
}

#[test]
fn a_database_that_is_not_there_is_an_error_in_json_too() {
    let scene = Scene::new();
    let failed = scene
        .run("apply --url sqlite://{folder}/none.db --to {b} --json")
        .ends(1);
    assert_eq!(failed.json()["status"], "failed");
    let told = failed.json()["error"].as_str().unwrap().to_owned();
    assert!(told.contains("`?mode=rwc`"), "{told}");
    assert!(!Path::new(&scene.path("none.db")).exists());
    scene
        .run("apply --url sqlite://{folder}/none.db?mode=rwc --to {b}")
        .ends(0);
}
