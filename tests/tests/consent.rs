//! What runs without asking, what waits, and what lets it run.

use trueup::{Config, Error, Mode, Registry, Report, Status, StepStatus};
use trueup_tests::boots::{
    ENGINES, boot, boot_in, boot_with, cell, changes, definitions, migrator, rows, try_rows,
};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::{shop, stock};

/// The plan as it would be now; its hash stands for the live schema too.
async fn look(database: &Database, registry: Registry) -> Report {
    migrator(database, registry)
        .plan()
        .await
        .expect("a plan")
        .report()
}

async fn refuse(database: &Database, registry: Registry, config: Config) -> Error {
    migrator(database, registry)
        .config(config)
        .migrate()
        .await
        .expect_err("a refusal")
}

const DROPS: [&str; 2] = [
    "drop_column accounts.legacy",
    "drop_column accounts.retired",
];

#[tokio::test]
async fn each_mode_runs_what_it_says_of_the_same_plan() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, shop::first()).await;
        let seen = look(&database, shop::second()).await;
        assert_eq!(seen.status, Status::Pending, "{engine:?}\n{seen}");

        let dry = boot_in(&database, shop::second(), Mode::DryRun).await;
        assert_eq!(dry, seen, "{engine:?}");
        let verify = Config::default().mode(Mode::Verify);
        let error = refuse(&database, shop::second(), verify.clone()).await;
        assert!(
            matches!(error, Error::Verify { .. }),
            "{engine:?}: {error:?}"
        );
        assert!(error.to_string().contains("orders"), "{engine:?}: {error}");
        assert_eq!(look(&database, shop::second()).await, seen, "{engine:?}");
        assert_eq!(database.count("_trueup_migrations").await, 1, "{engine:?}");

        let safe = boot(&database, shop::second()).await;
        assert_eq!(safe.hash, seen.hash, "{engine:?}");
        let held = changes(safe.held_back());
        assert_eq!(
            held[0], "create_index accounts.accounts_nickname_idx",
            "{engine:?}"
        );
        assert_eq!(held[1..], DROPS, "{engine:?}");
        // The code can run on it now, so that is no error.
        let verified = boot_with(&database, shop::second(), verify).await;
        assert_eq!(verified.status, Status::Pending, "{engine:?}\n{verified}");

        let auto = boot_in(&database, shop::second(), Mode::Auto).await;
        assert_eq!(
            changes(auto.applied()),
            ["create_index accounts.accounts_nickname_idx"],
            "{engine:?}\n{auto}"
        );
        assert_eq!(changes(auto.held_back()), DROPS, "{engine:?}\n{auto}");
        let all = boot_in(&database, shop::second(), Mode::Aggressive).await;
        assert_eq!(all.status, Status::Completed, "{engine:?}\n{all}");
        assert!(changes(all.applied()) == DROPS, "{engine:?}\n{all}");
    }
}

#[tokio::test]
async fn a_refused_plan_changes_nothing_and_tells_the_way_out() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, stock::first()).await;
        database
            .execute("INSERT INTO items (name) VALUES ('a')")
            .await;
        let before = look(&database, stock::strict()).await;
        for mode in [Mode::Safe, Mode::Auto] {
            let error = refuse(&database, stock::strict(), Config::default().mode(mode)).await;
            let Error::Refused { text, plan } = &error else {
                panic!("{engine:?}: {error:?}");
            };
            assert!(text.contains("`weight`"), "{engine:?}: {text}");
            assert!(
                text.contains("way out: give the field a default"),
                "{engine:?}: {text}"
            );
            assert!(text.contains(&before.hash), "{engine:?}: {text}");
            assert_eq!(plan["hash"], before.hash.as_str(), "{engine:?}");
            assert_eq!(
                plan["steps"].as_array().map(Vec::len),
                Some(before.steps.len())
            );
            assert_eq!(error.code(), "refused");
        }
        // Neither the harmless column nor the new table came, and no record.
        assert_eq!(look(&database, stock::strict()).await, before, "{engine:?}");
        assert!(try_rows(&database, "SELECT * FROM shelfs").await.is_err());
        assert_eq!(database.count("_trueup_migrations").await, 1, "{engine:?}");
        // The old release goes on as if nothing had been.
        let old = boot(&database, stock::first()).await;
        assert_eq!(old.status, Status::UpToDate, "{engine:?}\n{old}");
    }
}

#[tokio::test]
async fn a_refusal_at_the_first_boot_leaves_not_even_a_history() {
    for engine in ENGINES {
        let database = engine.database().await;
        database
            .execute("CREATE TABLE shelves (id BIGINT NOT NULL PRIMARY KEY); CREATE TABLE items (name VARCHAR(50) NOT NULL)")
            .await;
        let error = refuse(&database, stock::first(), Config::default()).await;
        assert_eq!(error.code(), "refused", "{engine:?}: {error}");
        assert!(
            try_rows(&database, "SELECT * FROM _trueup_state")
                .await
                .is_err(),
            "{engine:?}"
        );
        assert!(
            try_rows(&database, "SELECT * FROM labels").await.is_err(),
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn an_approval_lets_its_plan_run_and_no_other() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, stock::first()).await;
        let hash = look(&database, stock::strict()).await.hash;
        let approved = || Config::default().approve(hash.clone());
        // Another plan on the same database.
        let error = refuse(&database, stock::stricter(), approved()).await;
        assert_eq!(error.code(), "refused", "{engine:?}: {error}");
        // The same changes from another schema.
        database
            .execute("ALTER TABLE labels ADD COLUMN ext_a INTEGER")
            .await;
        let error = refuse(&database, stock::strict(), approved()).await;
        assert_eq!(error.code(), "refused", "{engine:?}: {error}");
        database
            .execute("ALTER TABLE labels DROP COLUMN ext_a")
            .await;
        // As it was looked at.
        let report = boot_with(&database, stock::strict(), approved()).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        assert_eq!(report.hash, hash, "{engine:?}");
        // It is used up.
        let report = boot_with(&database, stock::strict(), approved()).await;
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
    }
}

#[tokio::test]
async fn a_plan_is_not_applied_to_a_database_that_moved() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, stock::first()).await;
        let proposal = || async {
            migrator(&database, stock::second())
                .mode(Mode::Aggressive)
                .plan()
                .await
                .unwrap()
        };
        let stale = proposal().await;
        database
            .execute("CREATE TABLE ext_new (id BIGINT NOT NULL PRIMARY KEY)")
            .await;
        let before = definitions(&database).await;
        let error = stale.apply().await.unwrap_err();
        assert!(matches!(error, Error::Moved), "{engine:?}: {error:?}");
        assert_eq!(definitions(&database).await, before, "{engine:?}");
        assert_eq!(database.count("_trueup_migrations").await, 1, "{engine:?}");
        let fresh = proposal().await;
        let hash = fresh.hash().to_owned();
        let report = fresh.apply().await.unwrap();
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        assert_eq!(report.hash, hash, "{engine:?}");
    }
}

#[tokio::test]
async fn renames_and_drops_that_the_code_states_need_no_more_consent() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, stock::first()).await;
        database
            .execute("INSERT INTO items (name, note) VALUES ('a', 'x'), ('b', NULL)")
            .await;
        let report = boot(&database, stock::declared()).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        let titles = rows(&database, "SELECT title FROM items ORDER BY id").await;
        assert_eq!(
            titles.concat(),
            ["a", "b"].map(|title| Some(title.to_owned())),
            "{engine:?}"
        );
        assert!(
            try_rows(&database, "SELECT note FROM items").await.is_err(),
            "{engine:?}"
        );
        let report = boot(&database, stock::declared()).await;
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
        assert_eq!(report.steps, [], "{engine:?}");
    }
}

#[tokio::test]
async fn an_older_program_changes_nothing_and_says_so() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, stock::first()).await;
        boot_in(&database, stock::second(), Mode::Aggressive).await;
        let newest = look(&database, stock::second()).await;
        let hash = look(&database, stock::first()).await.hash;
        for mode in [Mode::Safe, Mode::Auto, Mode::Aggressive] {
            let config = Config::default().mode(mode).approve(hash.clone());
            let report = boot_with(&database, stock::first(), config).await;
            assert_eq!(report.status, Status::Ahead, "{engine:?}\n{report}");
            assert_eq!(report.applied().count(), 0, "{engine:?}");
            assert!(
                report
                    .warnings
                    .iter()
                    .any(|text| text.contains("older than the database")),
                "{engine:?}: {:?}",
                report.warnings
            );
            // What it calls too much is what the later release has added.
            assert_eq!(report.held_back().count(), report.steps.len(), "{engine:?}");
            let text = report.to_string();
            assert!(!text.contains(&hash) && !text.contains("way out"), "{text}");
        }
        assert_eq!(look(&database, stock::second()).await, newest, "{engine:?}");
        assert_eq!(database.count("_trueup_migrations").await, 2, "{engine:?}");
    }
}

#[tokio::test]
async fn old_and_new_programs_take_turns_and_the_old_ones_change_nothing() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, shop::first()).await;
        boot(&database, shop::second()).await;
        let newest = look(&database, shop::second()).await;
        for _ in 0..50 {
            let old = boot(&database, shop::first()).await;
            assert_eq!(old.status, Status::Ahead, "{engine:?}\n{old}");
            let new = boot(&database, shop::second()).await;
            assert_eq!(new.status, Status::Partial, "{engine:?}\n{new}");
            assert_eq!(new.applied().count(), 0, "{engine:?}\n{new}");
        }
        assert_eq!(
            look(&database, shop::second()).await.hash,
            newest.hash,
            "{engine:?}"
        );
        assert_eq!(database.count("_trueup_migrations").await, 2, "{engine:?}");
    }
}

#[tokio::test]
async fn a_limit_runs_so_many_steps_and_the_next_boot_goes_on() {
    for engine in ENGINES {
        let database = engine.database().await;
        let mut boots = 0;
        for registry in [shop::first as fn() -> Registry, shop::second] {
            loop {
                let report = migrator(&database, registry())
                    .mode(Mode::Aggressive)
                    .limit(1)
                    .migrate()
                    .await
                    .unwrap_or_else(|error| panic!("{engine:?}: {}", error.report()));
                boots += 1;
                assert!(boots < 50, "{engine:?}: it does not go on\n{report}");
                let applied = report.applied().count();
                assert!(applied <= 1, "{engine:?}\n{report}");
                let rest = report
                    .steps
                    .iter()
                    .filter(|step| step.status == StepStatus::Held)
                    .count();
                if rest == 0 {
                    break;
                }
                assert_eq!(report.status, Status::Partial, "{engine:?}\n{report}");
                assert_eq!(applied, 1, "{engine:?}: no progress\n{report}");
            }
            assert_eq!(
                boot(&database, registry()).await.status,
                Status::UpToDate,
                "{engine:?}"
            );
        }
        assert!(boots > 5, "{engine:?}");
    }
}

#[tokio::test]
async fn a_limit_does_not_tear_apart_what_belongs_together() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, stock::first()).await;
        database
            .execute("INSERT INTO items (name) VALUES ('a'); INSERT INTO labels (id, item_id) VALUES (1, 1)")
            .await;
        for _ in 0..4 {
            migrator(&database, stock::narrow())
                .mode(Mode::Aggressive)
                .limit(1)
                .migrate()
                .await
                .unwrap_or_else(|error| panic!("{engine:?}: {}", error.report()));
            let keys = cell(&database, foreign_keys(engine)).await;
            assert_eq!(
                keys, "1",
                "{engine:?}: the foreign key is gone between two boots"
            );
        }
        let report = boot(&database, stock::narrow()).await;
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
        assert_eq!(database.count("labels").await, 1, "{engine:?}");
    }
}

const fn foreign_keys(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => {
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = 'labels'::regclass"
        }
        Engine::MariaDb => {
            "SELECT COUNT(*) FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE()"
        }
        Engine::Sqlite => "SELECT count(*) FROM pragma_foreign_key_list('labels')",
    }
}
