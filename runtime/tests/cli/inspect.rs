//! What a database has, in words, SQL and pictures.

use super::scene::Scene;

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
