//! A program ships twice, and its database follows: `cargo run -p quickstart`.
//!
//! It needs no server and no configuration: the database is an SQLite file in a temporary directory.
//! Read `v1.rs`, `v2.rs`, and then `main` from the top.

mod v1;
mod v2;

use std::error::Error;
use std::path::Path;

use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;
use trueup::{Migrator, Registry};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    let file = directory.path().join("shop.db");

    // A program of yours says `trueup::migrate(&pool).await?` and is done: its tables are found by
    // themselves. This one holds two releases of the same structs, so it says which it means.
    let first_release = Registry::of(trueup::tables![v1::Customer])?;
    let second_release = Registry::of(trueup::tables![v2::Customer, v2::Order])?;

    title("Release 1 starts for the first time, on an empty database");
    let pool = open(&file).await?;
    let migrator = Migrator::new(&pool).registry(first_release.clone());
    print!("{}", migrator.migrate().await?);
    sqlx::query(
        "INSERT INTO customers (email, nick, fax) VALUES ('ada@example.org', 'Ada', NULL), \
         ('grace@example.org', 'Grace', '555-0199'), ('linus@example.org', NULL, NULL)",
    )
    .execute(&pool)
    .await?;
    println!("\n{} customers sign up.", customers(&pool).await?);
    pool.close().await;

    title("Release 1 starts again");
    let pool = open(&file).await?;
    let migrator = Migrator::new(&pool).registry(first_release);
    print!("{}", migrator.migrate().await?);
    let before = customers(&pool).await?;
    pool.close().await;

    title("Release 2 is ready. What would it do? Only a look, nothing is changed yet");
    let pool = open(&file).await?;
    let proposal = Migrator::new(&pool).registry(second_release).plan().await?;
    print!("{}", proposal.report());

    title("Release 2 starts, with the default settings");
    let report = proposal.apply().await?;
    for step in &report.steps {
        println!("{}", step.headline());
    }
    println!("\nThe code has all that it needs. What loses data or blocks others waits for you:");
    for step in report.held_back() {
        for finding in step
            .findings
            .iter()
            .filter(|finding| finding.grade == step.grade)
        {
            println!("  step {}: {}", step.id, finding.way_out);
        }
    }

    title("Nothing was lost");
    println!(
        "{before} customers before, {} after:",
        customers(&pool).await?
    );
    let rows: Vec<v2::Customer> = sqlx::query_as("SELECT * FROM customers ORDER BY id")
        .fetch_all(&pool)
        .await?;
    for row in rows {
        let name = row.display_name.as_deref().unwrap_or("(no name)");
        println!(
            "  {}  {:18} {name:10} newsletter: {}",
            row.id, row.email, row.newsletter
        );
    }
    pool.close().await;
    Ok(())
}

/// Each start of a program opens its own connections.
async fn open(file: &Path) -> Result<SqlitePool, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true);
    SqlitePool::connect_with(options).await
}

async fn customers(pool: &SqlitePool) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT COUNT(*) FROM customers")
        .fetch_one(pool)
        .await
}

fn title(text: &str) {
    println!("\n=== {text}\n");
}
