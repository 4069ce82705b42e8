//! The harness itself: what the other tests take for granted about their databases.

use std::any::Any;
use std::env;
use std::process::Command;

use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, Executor};
use trueup_tests::engines::{Database, Engine};

/// What connecting says, or nothing when it succeeds.
async fn refusal(engine: Engine, url: &str) -> Option<String> {
    let error = match engine {
        Engine::Postgres => PgConnection::connect(url).await.err(),
        Engine::MariaDb => MySqlConnection::connect(url).await.err(),
        Engine::Sqlite => SqliteConnection::connect(url).await.err(),
    };
    error.map(|error| error.to_string())
}

/// A connection that holds a lock of `item` until it is closed.
async fn lock_item<C>(url: &str) -> Box<dyn Any>
where
    C: Connection + 'static,
    for<'c> &'c mut C: Executor<'c>,
{
    let mut connection = C::connect(url).await.expect("a connection");
    sqlx::raw_sql("BEGIN; INSERT INTO item VALUES (1)")
        .execute(&mut connection)
        .await
        .expect("an open transaction");
    Box::new(connection)
}

/// A refusal for the reason that the database is gone, and not for another.
async fn assert_gone(engine: Engine, url: &str) {
    let refusal = refusal(engine, url)
        .await
        .unwrap_or_else(|| panic!("{url} is still there"));
    let reason = match engine {
        Engine::Postgres => "does not exist",
        Engine::MariaDb => "Unknown database",
        Engine::Sqlite => "unable to open database file",
    };
    assert!(refusal.contains(reason), "{}: {refusal}", engine.name());
}

/// The message that a task panics with.
async fn panic_message(task: impl Future<Output = ()> + Send + 'static) -> String {
    let panic = tokio::spawn(task).await.expect_err("a panic").into_panic();
    *panic.downcast::<String>().expect("a formatted message")
}

#[tokio::test]
async fn each_test_has_a_database_of_its_own() {
    for engine in Engine::ALL {
        let first = engine.database().await;
        let second = engine.database().await;
        assert_ne!(first.url(), second.url());
        assert_eq!(first.engine(), engine);

        // The same name in both: a shared one would refuse the second.
        first.execute("CREATE TABLE item (id INTEGER)").await;
        second.execute("CREATE TABLE item (id INTEGER)").await;
        first.execute("INSERT INTO item VALUES (1), (2)").await;

        assert_eq!(first.count("item").await, 2, "{}", engine.name());
        assert_eq!(second.count("item").await, 0, "{}", engine.name());
    }
}

#[tokio::test]
async fn many_databases_are_made_at_once() {
    for engine in Engine::ALL {
        let tasks: Vec<_> = (0..12).map(|_| tokio::spawn(engine.database())).collect();
        let mut urls = Vec::new();
        for task in tasks {
            urls.push(task.await.unwrap().url().to_owned());
        }
        urls.sort();
        urls.dedup();
        assert_eq!(urls.len(), 12, "{}", engine.name());
    }
}

#[tokio::test]
async fn a_script_may_have_many_statements() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        database
            .execute(
                "CREATE TABLE item (id INTEGER, name VARCHAR(20));
                 -- A comment; with a semicolon.
                 INSERT INTO item VALUES (1, 'a;b');
                 INSERT INTO item VALUES (2, 'c');",
            )
            .await;
        assert_eq!(database.count("item").await, 2, "{}", engine.name());
    }
}

#[tokio::test]
async fn a_failure_of_a_later_statement_is_a_panic() {
    for engine in Engine::ALL {
        let message = panic_message(async move {
            let database = engine.database().await;
            database
                .execute("CREATE TABLE item (id INTEGER); INSERT INTO missing VALUES (1)")
                .await;
        })
        .await;
        assert!(message.starts_with(engine.name()), "{message}");
        assert!(message.contains("missing"), "{message}");
    }
}

#[tokio::test]
async fn a_count_quotes_the_name() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let quoted = match engine {
            Engine::Postgres | Engine::Sqlite => r#""Odd ""na`me""#,
            Engine::MariaDb => r#"`Odd "na``me`"#,
        };
        database
            .execute(&format!(
                "CREATE TABLE {quoted} (id INTEGER); INSERT INTO {quoted} VALUES (1)"
            ))
            .await;
        assert_eq!(
            database.count(r#"Odd "na`me"#).await,
            1,
            "{}",
            engine.name()
        );
    }
}

#[tokio::test]
async fn a_count_of_no_table_is_a_panic() {
    for engine in Engine::ALL {
        let message = panic_message(async move {
            let database = engine.database().await;
            database.count("missing").await;
        })
        .await;
        assert!(message.contains("missing"), "{message}");
    }
}

#[tokio::test]
async fn a_database_goes_with_its_value() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let url = database.url().to_owned();
        assert_eq!(refusal(engine, &url).await, None, "{}", engine.name());
        drop(database);
        assert_gone(engine, &url).await;
    }
}

#[tokio::test]
async fn a_database_goes_while_a_transaction_holds_its_table() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        database.execute("CREATE TABLE item (id INTEGER)").await;
        let url = database.url().to_owned();
        let held = match engine {
            Engine::Postgres => lock_item::<PgConnection>(&url).await,
            Engine::MariaDb => lock_item::<MySqlConnection>(&url).await,
            Engine::Sqlite => lock_item::<SqliteConnection>(&url).await,
        };

        drop(database);

        assert_gone(engine, &url).await;
        drop(held);
    }
}

#[tokio::test]
async fn a_database_goes_when_its_test_panics() {
    async fn fail_with(database: Database) {
        panic!("{}", database.url());
    }
    for engine in Engine::ALL {
        let url = panic_message(async move { fail_with(engine.database().await).await }).await;
        assert_gone(engine, &url).await;
    }
}

#[test]
fn a_missing_server_is_a_failure_that_says_what_to_run() {
    for variable in ["TRUEUP_TEST_POSTGRES", "TRUEUP_TEST_MYSQL"] {
        // Another process: the environment of this one is shared by all its tests.
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", "each_test_has_a_database_of_its_own"])
            .env_remove(variable)
            .output()
            .unwrap();
        let said =
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{said}");
        assert!(said.contains("0 passed; 1 failed"), "{said}");
        for part in [variable, "scripts/test", "scripts/with-servers"] {
            assert!(said.contains(part), "{said}");
        }
    }
}
