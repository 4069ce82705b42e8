//! Views: made after what they use, replaced, out of the way of a column that changes, and dropped.

use trueup::meta::{Declared, DroppedKind, DroppedMeta};
use trueup::model::{ObjectId, TableName, View};
use trueup::{Registry, Status};
use trueup_tests::boots::{boot_twice, cell, schema};
use trueup_tests::engines::{Database, Engine};

#[allow(
    dead_code,
    reason = "the structs stand for tables and views, and nobody makes one"
)]
mod first {
    #[derive(trueup::Table)]
    #[table(name = "accounts")]
    pub(crate) struct Account {
        #[column(primary_key)]
        id: i64,
        size: i32,
        closed: bool,
    }

    #[derive(trueup::View)]
    #[view(
        query = "SELECT id, size FROM accounts WHERE NOT closed",
        uses(Account)
    )]
    pub(crate) struct ActiveAccount {
        id: i64,
        size: i32,
    }

    /// Its name comes before that of the view that it reads.
    #[derive(trueup::View)]
    #[view(name = "a_total", query = "SELECT count(*) AS n FROM active_accounts")]
    pub(crate) struct Total {
        n: i64,
    }
}

#[allow(
    dead_code,
    reason = "the structs stand for tables and views, and nobody makes one"
)]
mod second {
    #[derive(trueup::Table)]
    #[table(name = "accounts")]
    pub(crate) struct Account {
        #[column(primary_key)]
        id: i64,
        size: i64,
        closed: bool,
    }

    #[derive(trueup::View)]
    #[view(query = "SELECT id, size, closed FROM accounts", uses(Account))]
    pub(crate) struct ActiveAccount {
        id: i64,
        size: i64,
        closed: bool,
    }

    #[derive(trueup::View)]
    #[view(
        name = "totals",
        renamed_from = "a_total",
        query = "SELECT count(*) AS n FROM active_accounts"
    )]
    pub(crate) struct Total {
        n: i64,
    }

    #[derive(trueup::View)]
    #[view(
        name = "sizes",
        materialized,
        comment = "kept",
        query = "SELECT size, count(*) AS n FROM accounts GROUP BY size",
        engines(postgres)
    )]
    pub(crate) struct Size {
        size: i64,
        n: i64,
    }

    #[derive(trueup::View)]
    #[view(
        name = "guarded",
        check_option = "cascaded",
        security_invoker,
        security_barrier,
        query = "SELECT id, size FROM accounts WHERE size > 0",
        engines(postgres, mysql)
    )]
    pub(crate) struct Guarded {
        id: i64,
        size: i64,
    }
}

const TABLE: &str = "accounts";

fn release_one() -> Registry {
    with(
        Registry::of(trueup::tables![first::Account]).expect("one table"),
        trueup::views![first::ActiveAccount, first::Total],
    )
}

fn release_two() -> Registry {
    with(
        Registry::of(trueup::tables![second::Account]).expect("one table"),
        trueup::views![
            second::ActiveAccount,
            second::Total,
            second::Size,
            second::Guarded
        ],
    )
}

fn with(registry: Registry, views: &[&'static Declared]) -> Registry {
    registry.with_views(views).expect("different views")
}

async fn view(database: &Database, name: &str) -> Option<View> {
    schema(database).await.view(&TableName::new(name)).cloned()
}

#[tokio::test]
async fn a_view_is_made_after_what_it_reads_and_changes_with_its_query() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        if !database.is_since(15).await {
            continue;
        }
        boot_twice(&database, release_one()).await;
        let made = view(&database, "active_accounts").await.expect("a view");
        assert!(made.uses.contains(&ObjectId::Table(TableName::new(TABLE))));
        database
            .execute("INSERT INTO accounts (id, size, closed) VALUES (1, 5, false), (2, 6, true)")
            .await;
        assert_eq!(cell(&database, "SELECT n FROM a_total").await, "1");

        let report = boot_twice(&database, release_two()).await;
        assert_eq!(report.status, Status::Completed, "{report}");
        assert_eq!(cell(&database, "SELECT n FROM totals").await, "2");
        assert!(view(&database, "a_total").await.is_none(), "{engine:?}");
        if engine == Engine::Postgres {
            let sizes = view(&database, "sizes").await.expect("a view");
            assert!(sizes.materialized);
            assert_eq!(sizes.comment.as_deref(), Some("kept"));
            assert_eq!(cell(&database, "SELECT sum(n) FROM sizes").await, "2");
        }
        if engine != Engine::Sqlite {
            let guarded = view(&database, "guarded").await.expect("a view");
            assert_eq!(guarded.options["check_option"], "cascaded");
            assert!(
                database.count("guarded").await == 2 && guarded.options.len() > 1,
                "{guarded:?}"
            );
        }

        let report = boot_twice(&database, release_three()).await;
        let dropped = report
            .applied()
            .filter(|step| step.change.kind == "drop_view");
        assert!(dropped.count() >= 1, "{engine:?}: {report}");
        assert!(view(&database, "totals").await.is_none(), "{engine:?}");
        assert_eq!(database.count("active_accounts").await, 2, "{engine:?}");
    }
}

/// One view is left, and the others may go.
fn release_three() -> Registry {
    let dropped = ["totals", "sizes", "guarded"].map(|name| DroppedMeta {
        kind: DroppedKind::View,
        name,
    });
    with(
        Registry::of(trueup::tables![second::Account]).expect("one table"),
        trueup::views![second::ActiveAccount],
    )
    .with_dropped(&dropped)
}

#[tokio::test]
async fn a_view_that_was_changed_by_hand_is_put_back() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        boot_twice(&database, release_one()).await;
        database.execute("DROP VIEW a_total").await;
        database
            .execute("CREATE VIEW a_total AS SELECT 7 AS n")
            .await;
        let report = boot_twice(&database, release_one()).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}: {report}");
        assert_eq!(cell(&database, "SELECT n FROM a_total").await, "0");
    }
}

#[tokio::test]
async fn a_view_that_is_there_in_other_words_is_adopted_without_a_step() {
    let database = Engine::Postgres.database().await;
    database
        .execute(
            "CREATE TABLE accounts (id bigint PRIMARY KEY, size integer NOT NULL, closed boolean NOT NULL); \
             CREATE VIEW active_accounts AS SELECT a.id, a.size FROM public.accounts AS a WHERE closed = false; \
             DROP VIEW active_accounts; \
             CREATE VIEW active_accounts AS SELECT accounts.id, accounts.size FROM public.accounts WHERE NOT accounts.closed; \
             CREATE VIEW a_total AS SELECT count(*) AS n FROM active_accounts",
        )
        .await;
    let report = boot_twice(&database, release_one()).await;
    let steps: Vec<_> = report
        .applied()
        .map(|step| step.change.kind.clone())
        .collect();
    assert!(
        !steps.iter().any(|kind| kind.ends_with("_view")),
        "{steps:?}"
    );
}

#[tokio::test]
async fn a_view_keeps_its_owner_privileges_and_comments_when_it_is_made_anew() {
    let database = Engine::Postgres.database().await;
    if !database.is_since(15).await {
        return;
    }
    boot_twice(&database, release_one()).await;
    database
        .execute(
            "GRANT SELECT ON active_accounts TO PUBLIC; \
             COMMENT ON VIEW active_accounts IS 'open'; \
             COMMENT ON COLUMN active_accounts.id IS 'number'",
        )
        .await;
    boot_twice(&database, release_two()).await;
    let found = view(&database, "active_accounts").await.expect("a view");
    assert_eq!(found.kept["grants"], "GRANT SELECT ON {view} TO PUBLIC");
    assert_eq!(found.comment.as_deref(), Some("open"));
    assert_eq!(found.columns[0].comment.as_deref(), Some("number"));
}

#[tokio::test]
async fn a_materialised_view_keeps_the_indexes_that_somebody_made() {
    let database = Engine::Postgres.database().await;
    if !database.is_since(15).await {
        return;
    }
    boot_twice(&database, release_two()).await;
    database
        .execute("CREATE UNIQUE INDEX sizes_once ON sizes (size)")
        .await;
    let report = boot_twice(&database, release_two()).await;
    assert_eq!(report.status, Status::UpToDate, "{report}");
    let found = view(&database, "sizes").await.expect("a view");
    assert_eq!(found.indexes.len(), 1);
}

#[tokio::test]
async fn a_view_of_somebody_else_makes_way_for_its_column_and_comes_back() {
    let database = Engine::Postgres.database().await;
    if !database.is_since(15).await {
        return;
    }
    boot_twice(&database, release_one()).await;
    database
        .execute(
            "INSERT INTO accounts (id, size, closed) VALUES (1, 5, false); \
             CREATE VIEW theirs AS SELECT size FROM accounts",
        )
        .await;
    let report = boot_twice(&database, release_two()).await;
    assert!(report.to_string().contains("theirs"), "{report}");
    assert_eq!(cell(&database, "SELECT size FROM theirs").await, "5");
}

#[tokio::test]
async fn a_view_is_in_the_schema_that_is_named() {
    #[allow(dead_code, reason = "the struct stands for a view")]
    #[derive(trueup::View)]
    #[view(
        schema = "billing",
        query = "SELECT count(*) AS n FROM accounts",
        engines(postgres)
    )]
    struct Sum {
        n: i64,
    }
    let database = Engine::Postgres.database().await;
    let tables = Registry::of(trueup::tables![first::Account]).expect("one table");
    boot_twice(&database, with(tables, trueup::views![Sum])).await;
    assert_eq!(cell(&database, "SELECT n FROM billing.sums").await, "0");
}
