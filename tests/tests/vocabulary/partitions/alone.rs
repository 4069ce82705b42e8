//! What a partition has alone: read, left to whoever made it, and brought to another database.

use trueup::{Mode, tables};
use trueup_tests::boots::{boot_in, cell, migrator, rows, try_rows};
use trueup_tests::engines::Engine;

use super::{SALES, amounts, range, registry, sales, settled, steps};

/// All that a partition can have alone, on a table that has rows.
const ALONE: [&str; 6] = [
    "CREATE INDEX theirs ON sales_p2025 (amount, id)",
    "ALTER TABLE sales_p2025 ADD CONSTRAINT theirs_key UNIQUE (id, amount)",
    "ALTER TABLE sales_p2026 ALTER amount SET DEFAULT 3",
    "ALTER TABLE sales_p2026 ADD CONSTRAINT theirs_check CHECK (amount > 0)",
    "CREATE TABLE others (id bigint, year integer)",
    "ALTER TABLE others ADD CONSTRAINT others_fk FOREIGN KEY (id, year) REFERENCES sales_p2025",
];

#[tokio::test]
async fn what_a_partition_has_alone_is_foreign_and_stays() {
    let database = sales(Engine::Postgres).await;
    for sql in ALONE {
        rows(&database, sql).await;
    }
    let report = boot_in(&database, registry(SALES), Mode::Aggressive).await;
    assert!(report.steps.is_empty(), "{report}");
    assert!(report.unsupported.is_empty(), "{report}");
    let foreign: Vec<&str> = report
        .foreign
        .iter()
        .map(|one| one.object.as_str())
        .collect();
    for name in [
        "sales_p2025.theirs",
        "sales_p2025.theirs_key",
        "sales_p2026.amount",
        "sales_p2026.theirs_check",
    ] {
        assert!(foreign.contains(&name), "{name} is not in {foreign:?}");
    }
    let refused = try_rows(&database, "INSERT INTO sales VALUES (9, 2026, -1)").await;
    assert!(refused.is_err());
    assert_eq!(amounts(&database).await, "30");
}

#[tokio::test]
async fn what_a_partition_has_alone_goes_when_everything_is_managed() {
    let database = sales(Engine::Postgres).await;
    for sql in &ALONE[..4] {
        rows(&database, sql).await;
    }
    let prune = || {
        migrator(&database, registry(SALES))
            .mode(Mode::Aggressive)
            .prune()
    };
    let report = prune().migrate().await.expect("a migration");
    let mut found = steps(&report);
    found.sort();
    assert_eq!(
        found,
        [
            "drop_check sales_p2026.theirs_check",
            "drop_default sales_p2026.amount",
            "drop_index sales_p2025.theirs",
            "drop_unique sales_p2025.theirs_key",
        ]
    );
    assert_eq!(amounts(&database).await, "30");
    let again = prune().migrate().await.expect("a migration");
    assert!(again.steps.is_empty(), "{again}");
}

mod archive {
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "notes", schema = "archive")]
    pub(super) struct Note {
        #[column(primary_key)]
        pub(super) id: i64,
    }
}

#[tokio::test]
async fn a_partition_in_another_namespace_is_one_of_its_table() {
    let database = sales(Engine::Postgres).await;
    let both = tables![range::Sale, archive::Note];
    boot_in(&database, registry(both), Mode::Auto).await;
    rows(&database, "ALTER TABLE sales_p2025 SET SCHEMA archive").await;
    settled(&database, both).await;
    let other = tables![range::other_index::Sale, archive::Note];
    boot_in(&database, registry(other), Mode::Aggressive).await;
    settled(&database, other).await;
    let parts = "SELECT count(*)::text FROM pg_index WHERE indrelid = 'archive.sales_p2025'::regclass \
                 AND NOT indisprimary AND indisvalid";
    assert_eq!(cell(&database, parts).await, "1");
    assert_eq!(amounts(&database).await, "30");
}
