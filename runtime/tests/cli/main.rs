//! The program `trueup` from outside, on SQLite files: what it prints, and how it ends.

mod scene;

use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use self::scene::{Scene, kinds, program, run, statuses};

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
    scene.sql("b.db", "CREATE TABLE names (id INTEGER PRIMARY KEY DESC)");
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

#[test]
fn inspected_sql_builds_the_same_schema() {
    let scene = Scene::new();
    let sql = scene.run("inspect {b} --sql").ends(0).stdout;
    scene.sql("c.db", &sql);
    scene
        .run("diff --from sqlite://{folder}/c.db --to {b} --prune")
        .ends(0);
    let text = scene.run("inspect {b}").ends(0).stdout;
    assert!(
        text.contains("foreign key org_id_fkey (org_id) to org (id) on delete cascade"),
        "{text}"
    );
}

#[test]
fn inspected_text_tells_views_too() {
    let scene = Scene::new();
    scene.sql("b.db", "CREATE VIEW names AS SELECT id FROM org");
    let text = scene.run("inspect {b}").ends(0).stdout;
    assert!(text.contains("view names\n  SELECT id FROM org"), "{text}");
}

#[test]
fn a_schema_is_drawn() {
    let scene = Scene::new();
    let mermaid = scene.run("inspect {b} --mermaid").ends(0).stdout;
    assert!(
        mermaid.contains("org ||--o{ account : \"org_id\""),
        "{mermaid}"
    );
    let svg = scene.run("inspect {b} --svg").ends(0).stdout;
    assert!(
        svg.starts_with("<svg ") && svg.ends_with("</svg>\n"),
        "{svg}"
    );
    for text in [
        ">account</text>",
        "account (org_id) → org (id), on delete cascade",
    ] {
        assert!(svg.contains(text), "{text} in {svg}");
    }
    let snapshot = scene.run("inspect {b} --json").ends(0).stdout;
    std::fs::write(scene.path("b.json"), snapshot).unwrap();
    let again = scene.run("inspect {folder}/b.json --svg").ends(0).stdout;
    assert_eq!(again, svg);
    scene.run("inspect {b} --svg --json").ends(1);
    scene.run("inspect {b} --svg --mermaid").ends(1);
}

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

#[test]
fn the_database_can_come_from_the_environment() {
    let scene = Scene::new();
    let (a, b) = (scene.url("a.db"), scene.url("b.db"));
    let tables = |variables: &[(&str, &str)]| {
        let listed = run("inspect", variables).ends(0).stdout;
        listed.contains("table account")
    };
    assert!(tables(&[("DATABASE_URL", &b)]));
    assert!(tables(&[("DATABASE_URL", &a), ("TRUEUP_URL", &b)]));
    let none = run("inspect", &[]).ends(1);
    assert!(none.stderr.contains("TRUEUP_URL"), "{none:?}");
}

#[test]
fn settings_come_from_a_file_and_variables_override_it() {
    let scene = Scene::new();
    std::fs::write(
        scene.path("trueup.toml"),
        "mode = \"aggressive\"\napplication = \"shop\"\n",
    )
    .unwrap();
    let arguments = format!(
        "plan --url {} --to {} --prune --json --config {}",
        scene.url("a.db"),
        scene.url("b.db"),
        scene.path("trueup.toml")
    );
    let held = |variables: &[(&str, &str)]| {
        let plan = run(&arguments, variables).ends(2).json();
        statuses(&plan)
            .iter()
            .any(|status| status.ends_with("held"))
    };
    assert!(!held(&[]));
    assert!(held(&[("TRUEUP_MODE", "safe")]));
    let wrong = run(&arguments, &[("TRUEUP_MODE", "yolo")]).ends(1);
    assert!(wrong.stderr.contains("yolo"), "{wrong:?}");
}

#[test]
fn no_message_repeats_a_password() {
    for arguments in [
        "inspect sqlite://user:hunter2@nowhere/none.db",
        "inspect oracle://user:hunter2@host/db",
        "diff --from user:hunter2@host --to a.json",
        "diff --from hunter2 --to a.json",
        "plan sqlite://user:hunter2@host/db",
        "plan --uri=sqlite://user:hunter2@host/db",
        "apply --url sqlite://user:hunter2@nowhere/none.db --to structs --json",
    ] {
        let ran = run(arguments, &[]).ends(1);
        let text = format!("{}{}", ran.stdout, ran.stderr);
        assert!(!text.contains("hunter2"), "{arguments}: {text}");
        assert!(!ran.stderr.is_empty(), "{arguments}");
    }
}

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
