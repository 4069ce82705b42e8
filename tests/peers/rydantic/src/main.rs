//! Rydantic: `migrate` of each model, which compares its table with the catalogue at each start, and changes what differs.

#[path = "../../answers.rs"]
mod answers;

use std::time::{Duration, Instant};

use rydantic::sql::{SqlBackend, SqlModel};
use rydantic::sqlx::pool::PoolOptions;
use rydantic::sqlx::{Pool, Postgres, Sqlite};
use rydantic::{SqlError, sqlx};

include!(concat!(env!("OUT_DIR"), "/models.rs"));

/// The same as in `build.rs`.
const TABLES: usize = 100;

fn main() {
    let (engine, tables) = answers::arguments();
    if tables > TABLES {
        println!("it has {TABLES} models");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    answers::serve("0.8.0", |work, url| {
        runtime.block_on(async {
            match &*engine {
                "postgres" => answer::<Postgres>(work, url, tables).await,
                _ => answer::<Sqlite>(work, url, tables).await,
            }
        })
    });
}

async fn answer<DB: SqlBackend>(
    work: &str,
    url: &str,
    tables: usize,
) -> Result<(Duration, usize), SqlError> {
    if work == "drift" {
        // It puts the column back, so whoever asks again has to find it gone again.
        let pool = connect::<DB>(url).await?;
        let drop = format!("ALTER TABLE wide{} DROP COLUMN i0", tables / 2);
        // It may be gone.
        let _ = DB::execute(
            &mut sqlx::QueryBuilder::new(drop),
            &mut *pool.acquire().await?,
        )
        .await;
        pool.close().await;
    }
    let start = Instant::now();
    let pool = connect::<DB>(url).await?;
    let changes = Box::pin(all(&pool, tables)).await?;
    pool.close().await;
    let differences = if work == "empty" { 0 } else { changes };
    Ok((start.elapsed(), differences))
}

async fn brought_up<DB: SqlBackend, T: SqlModel>(pool: &Pool<DB>) -> Result<usize, SqlError> {
    Ok(T::migrate(pool).await?.plan.changes().len())
}

/// One connection, as a start needs no more.
async fn connect<DB: SqlBackend>(url: &str) -> Result<Pool<DB>, sqlx::Error> {
    PoolOptions::new().max_connections(1).connect(url).await
}
