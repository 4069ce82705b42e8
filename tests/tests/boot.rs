//! What a program meets when it boots.

use trueup::{Error, Migrator, Mode, Status, Target};
use trueup_tests::boots::migrator;
use trueup_tests::engines::{Database, Engine};
use trueup_tests::shop::{first, second};

async fn seed(database: &Database) {
    database
        .execute(
            "INSERT INTO orgs (name) VALUES ('one'), ('two');
             INSERT INTO accounts (email, org_id, nick, retired) VALUES ('a@b', 1, 'al', 'x'), ('c@d', 2, NULL, 'y')",
        )
        .await;
}

#[tokio::test]
async fn the_first_boot_creates_and_the_second_has_nothing_to_do() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let report = migrator(&database, first()).migrate().await.unwrap();
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        seed(&database).await;

        let report = migrator(&database, first()).migrate().await.unwrap();
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
        assert_eq!(database.count("accounts").await, 2);
        assert_eq!(database.count("_trueup_migrations").await, 1);
    }
}

#[tokio::test]
async fn a_second_version_keeps_every_row_and_holds_back_what_could_hurt() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        migrator(&database, first()).migrate().await.unwrap();
        seed(&database).await;

        let report = migrator(&database, second()).migrate().await.unwrap();
        println!("{engine:?}\n{report}");
        assert_eq!(report.status, Status::Partial, "{engine:?}\n{report}");
        let held: Vec<String> = report
            .held_back()
            .map(|step| format!("{} {}", step.change.kind, step.change.object))
            .collect();
        assert_eq!(
            held,
            [
                "create_index accounts.accounts_nickname_idx",
                "drop_column accounts.legacy",
                "drop_column accounts.retired"
            ],
            "{engine:?}"
        );
        assert_eq!(database.count("accounts").await, 2);
        database
            .execute("INSERT INTO accounts (email, org_id, nickname, locale) VALUES ('e@f', 1, 'ed', 'en')")
            .await;

        let again = migrator(&database, second()).migrate().await.unwrap();
        assert_eq!(again.status, Status::Partial, "{engine:?}\n{again}");
        assert_eq!(again.applied().count(), 0);

        let all = migrator(&database, second())
            .mode(Mode::Aggressive)
            .migrate()
            .await
            .unwrap();
        assert_eq!(all.status, Status::Completed, "{engine:?}\n{all}");
        assert_eq!(database.count("accounts").await, 3);
        let last = migrator(&database, second()).migrate().await.unwrap();
        assert_eq!(last.status, Status::UpToDate, "{engine:?}\n{last}");
    }
}

#[tokio::test]
async fn a_boot_tells_that_the_database_is_not_there() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let (there, reason) = match engine {
            Engine::Postgres => (
                database.name(),
                "the PostgreSQL server has no such database",
            ),
            Engine::MariaDb => (database.name(), "the MySQL server has no such database"),
            Engine::Sqlite => ("test.db", "the file of the SQLite database is not there"),
        };
        let url = database.url().replace(there, "trueup_absent");
        assert_ne!(url, database.url());
        let target = Target::from_url(&url).unwrap();
        let error = Migrator::new(target).registry(first()).migrate().await;
        let Err(error @ Error::Connect { .. }) = error else {
            panic!("{engine:?}: {error:?}");
        };
        assert!(error.to_string().contains(reason), "{engine:?}: {error}");
    }
}
