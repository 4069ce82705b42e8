//! An application that boots ten times beside what is not its own.

use trueup::{Config, Mode, Registry, Status};
use trueup_tests::boots::{boot_with, rows};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::stock;

use super::look;

#[allow(
    dead_code,
    reason = "the struct stands for a table, and nobody makes one"
)]
mod first {
    #[derive(trueup::Table)]
    #[table(name = "things")]
    pub(super) struct Thing {
        #[column(primary_key)]
        id: i64,
        n: i32,
        note: Option<String>,
    }
}

#[allow(
    dead_code,
    reason = "the struct stands for a table, and nobody makes one"
)]
mod second {
    #[derive(trueup::Table)]
    #[table(name = "things", index(name = "by_size", size))]
    pub(super) struct Thing {
        #[column(primary_key)]
        id: i64,
        n: i64,
        #[column(default = 3)]
        size: i64,
        note: Option<String>,
    }
}

/// What hangs on the application's own table.
const ON_OURS: &str = "CREATE INDEX theirs_by_note ON things (note); CREATE VIEW of_things AS SELECT id, n FROM things";

#[tokio::test]
async fn ten_boots_leave_everything_else_as_it_was() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        database.execute(beside(engine)).await;
        let other = Config::default()
            .application("other")
            .mode(Mode::Aggressive);
        boot_with(&database, stock::first(), other).await;
        let ours = Config::default().application("ours").mode(Mode::Aggressive);
        let [one, two] = [
            trueup::tables![first::Thing],
            trueup::tables![second::Thing],
        ]
        .map(|tables| Registry::of(tables).expect("one table"));

        let before = look::at(&database).await;
        let report = boot_with(&database, one.clone(), ours.clone()).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        let after = look::at(&database).await;
        let gone: Vec<_> = before.iter().filter(|line| !after.contains(line)).collect();
        assert!(gone.is_empty(), "{engine:?}: {gone:#?}");
        database.execute(&on_ours(engine)).await;
        database
            .execute("INSERT INTO things (id, n) VALUES (1, 5), (2, 6)")
            .await;
        let before = look::at(&database).await;
        let state = state_of_the_other(&database).await;
        for boot in 2..=10 {
            let registry = if boot < 6 { &one } else { &two };
            let report = boot_with(&database, registry.clone(), ours.clone()).await;
            let expected = if boot == 6 {
                Status::Completed
            } else {
                Status::UpToDate
            };
            assert_eq!(report.status, expected, "{engine:?}, boot {boot}\n{report}");
        }
        let after = look::at(&database).await;
        let gone: Vec<_> = before.iter().filter(|line| !after.contains(line)).collect();
        let new: Vec<_> = after.iter().filter(|line| !before.contains(line)).collect();
        assert!(
            gone.is_empty() && new.is_empty(),
            "{engine:?}\n- {gone:#?}\n+ {new:#?}"
        );
        assert_eq!(state_of_the_other(&database).await, state, "{engine:?}");
        let kept = rows(&database, "SELECT id, n FROM of_things ORDER BY id").await;
        assert_eq!(kept.len(), 2, "{engine:?}");
    }
}

const fn beside(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => include_str!("beside/postgres.sql"),
        Engine::MariaDb => include_str!("beside/mariadb.sql"),
        Engine::Sqlite => include_str!("beside/sqlite.sql"),
    }
}

fn on_ours(engine: Engine) -> String {
    let more = match engine {
        Engine::Postgres => {
            "CREATE POLICY own ON things USING (n > 0); CREATE STATISTICS of_both ON id, n FROM things; \
             CREATE TRIGGER bumped BEFORE UPDATE OF n ON things FOR EACH ROW EXECUTE FUNCTION bump(); \
             GRANT SELECT (n) ON things TO pg_monitor; ALTER PUBLICATION news ADD TABLE things"
        }
        Engine::MariaDb => {
            "CREATE TRIGGER counted AFTER INSERT ON things FOR EACH ROW INSERT INTO parts VALUES (NEW.id, NULL)"
        }
        Engine::Sqlite => {
            "CREATE TRIGGER   counted AFTER INSERT ON things BEGIN INSERT INTO pages VALUES (NEW.id, NEW.n); END"
        }
    };
    let index = ON_OURS.replace(
        "(note)",
        if engine == Engine::MariaDb {
            "(note(20))"
        } else {
            "(note)"
        },
    );
    format!("{index}; {more}")
}

async fn state_of_the_other(database: &Database) -> Vec<Vec<Option<String>>> {
    rows(
        database,
        "SELECT * FROM _trueup_state WHERE application = 'other'",
    )
    .await
}
