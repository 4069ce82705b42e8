//! Where the database and the settings come from.

use super::scene::{Scene, run, statuses};

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
