//! What is taken from under a view.

use trueup::model::TableName;
use trueup::{Migrator, Mode, Target};
use trueup_tests::engines::Engine;
use trueup_tests::session::Session;

#[tokio::test]
async fn a_view_that_stays_holds_what_it_reads_and_nothing_else_of_that_name() {
    const TABLES: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT); CREATE TABLE u (id INTEGER PRIMARY KEY, c TEXT);";
    for (query, is_held) in [
        ("SELECT t.c FROM t JOIN u ON u.id = t.id", true),
        ("SELECT t.\"c\" FROM t", true),
        // Without the column it would be a text.
        ("SELECT \"c\" FROM t", true),
        ("SELECT t.c FROM main.t", true),
        ("WITH x AS (SELECT * FROM u) SELECT x.c FROM t, x", false),
        ("SELECT u.c AS t FROM t JOIN u ON u.id = t.id", false),
        ("SELECT 'c' AS d FROM t", false),
    ] {
        let database = Engine::Sqlite.database().await;
        database
            .execute(&format!("{TABLES} CREATE VIEW v AS {query}"))
            .await;
        let mut session = Session::open(&database).await;
        let mut schema = session.schema().await;
        let table = schema.table_mut(&TableName::new("t")).unwrap();
        table.columns.retain(|column| column.name != "c");
        let target = Target::from_url(database.url()).unwrap();
        let migrator = Migrator::new(target).schema(schema).prune();
        let proposal = migrator.mode(Mode::Aggressive).plan().await.unwrap();
        let report = proposal.report();
        let held: Vec<String> = report.held_back().map(ToString::to_string).collect();
        assert_eq!(held.len(), usize::from(is_held), "{query}\n{report}");
        assert!(
            held.iter().all(|step| step.contains("this view uses")),
            "{report}"
        );
        if !is_held {
            proposal.apply().await.unwrap();
            assert_eq!(session.rows("SELECT * FROM v").await, Vec::<String>::new());
        }
    }
}
