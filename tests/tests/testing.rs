//! A database for each test: `#[trueup::test]`, on every engine.
//!
//! The subjects run in a process of their own, which another test asks to fail; it looks at what they say and leave.

use std::process::{Command, Stdio};

use sqlx::{MySqlPool, PgPool, SqlitePool};
use trueup::{Migrator, Registry, Status, Table};
use trueup_tests::boots::rows;
use trueup_tests::engines::Engine;

/// Whose books they are.
#[derive(Table)]
#[expect(dead_code, reason = "the rows are written by hand")]
struct Reader {
    #[column(primary_key, auto_increment)]
    id: i64,
    #[column(unique, max_length = 80)]
    name: String,
}

/// What is lent.
#[derive(Table)]
#[expect(dead_code, reason = "the rows are written by hand")]
#[table(index(title), check(name = "some_pages", "pages > 0"))]
struct Loan {
    #[column(primary_key, auto_increment)]
    id: i64,
    #[column(references = Reader::id, on_delete = cascade)]
    reader_id: i64,
    #[column(max_length = 200)]
    title: String,
    #[column(default = 1)]
    pages: i32,
}

/// Two tests of the same kind: each sees its own rows, and what the structs say holds.
macro_rules! on {
    ($engine:ident, $own:expr, $pool:ty) => {
        mod $engine {
            use super::*;

            #[trueup::test(tables(Reader, Loan))]
            async fn one_has_the_tables_and_no_row(pool: $pool) -> sqlx::Result<()> {
                check(pool).await
            }

            #[trueup::test(tables(Reader, Loan))]
            async fn another_sees_nothing_of_it(pool: $pool) -> sqlx::Result<()> {
                check(pool).await
            }

            async fn check(pool: $pool) -> sqlx::Result<()> {
                // Everything is there, and known to be.
                let registry = Registry::of(trueup::tables![Reader, Loan]).expect("two tables");
                let report = Migrator::new(&pool).registry(registry).migrate().await;
                let report = report.expect("a boot");
                assert_eq!(report.status, Status::UpToDate, "{report}");
                let run = async |sql: &'static str| sqlx::query(sql).execute(&pool).await;
                run("INSERT INTO readers (name) VALUES ('ann')").await?;
                run("INSERT INTO loans (reader_id, title) VALUES (1, 'Emma')").await?;
                for refused in [
                    "INSERT INTO readers (name) VALUES ('ann')",
                    "INSERT INTO loans (reader_id, title) VALUES (9, 'Emma')",
                    "INSERT INTO loans (reader_id, title, pages) VALUES (1, 'Emma', 0)",
                ] {
                    assert!(run(refused).await.is_err(), "{refused}");
                }
                let count: i64 = sqlx::query_scalar("SELECT count(*) FROM loans")
                    .fetch_one(&pool)
                    .await?;
                assert_eq!(count, 1);
                Ok(())
            }

            #[tokio::test]
            async fn a_failed_test_keeps_its_database_until_it_runs_again() {
                let subject = concat!(stringify!($engine), "::subject");
                // No other run of these tests shares the name.
                let name = format!("{subject} of {}", std::process::id());
                let run = |fails| run(subject, &name, fails);
                let (is_well, text) = run("1");
                assert!(!is_well && text.contains("as it was asked"), "{text}");
                let kept = kept(&text);
                let (is_well, text) = run("1");
                assert!(!is_well, "{text}");
                let kept_again = self::kept(&text);
                assert_eq!(are_there($own, [&kept, &kept_again]).await, [false, true]);
                let (is_well, text) = run("0");
                assert!(is_well && !text.contains("is kept"), "{text}");
                assert_eq!(are_there($own, [&kept, &kept_again]).await, [false, false]);
            }

            /// Does nothing by itself.
            #[test]
            fn subject() {
                let Ok(name) = std::env::var("SUBJECT") else {
                    return;
                };
                let registry = Registry::of(trueup::tables![Reader, Loan]);
                trueup::testing::run(&name, registry, async |pool: $pool| {
                    sqlx::query("INSERT INTO readers (name) VALUES ('ann')")
                        .execute(&pool)
                        .await
                        .expect("a row");
                    // A connection that never comes back stops nobody.
                    std::mem::forget(pool.acquire().await);
                    let fails = std::env::var("SUBJECT_FAILS");
                    assert_ne!(fails.as_deref(), Ok("1"), "as it was asked");
                });
            }
        }
    };
}

on!(postgres, Engine::Postgres, PgPool);
on!(mariadb, Engine::MariaDb, MySqlPool);
on!(sqlite, Engine::Sqlite, SqlitePool);

/// Runs a subject under a name, and returns whether it passed and what it said.
fn run(subject: &str, name: &str, fails: &str) -> (bool, String) {
    let mut command = Command::new(std::env::current_exe().expect("a path"));
    command.args([subject, "--exact"]);
    command.env("SUBJECT", name).env("SUBJECT_FAILS", fails);
    let output = command.output().expect("the subject starts");
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&text).into_owned(),
    )
}

/// Which database a test says that it keeps.
fn kept(text: &str) -> String {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("the test's database is kept until it runs again: "));
    line.unwrap_or_else(|| panic!("no database is kept: {text}"))
        .to_owned()
}

/// Whether the databases that tests have named are there.
async fn are_there(engine: Engine, named: [&str; 2]) -> [bool; 2] {
    if engine == Engine::Sqlite {
        return named.map(|path| std::path::Path::new(path).exists());
    }
    let neighbour = engine.database().await;
    let sql = match engine {
        Engine::Postgres => "SELECT datname::text FROM pg_database",
        _ => "SELECT schema_name FROM information_schema.schemata",
    };
    let names = rows(&neighbour, sql).await;
    named.map(|text| {
        let name = text.split('`').nth(1).expect("a name in quotes");
        names.contains(&vec![Some(name.to_owned())])
    })
}

#[test]
fn processes_that_start_at_once_make_one_template() {
    let children: Vec<_> = (0..4)
        .map(|_| {
            Command::new(std::env::current_exe().expect("a path"))
                .args(["one_has_the_tables", "another_sees"])
                .stdout(Stdio::piped())
                .spawn()
                .expect("it starts")
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().expect("it ends");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{text}");
    }
}
