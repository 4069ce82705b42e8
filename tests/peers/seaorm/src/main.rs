//! SeaORM: `sync`, which adds at each start what is missing.

#[path = "../../answers.rs"]
mod answers;

use std::time::{Duration, Instant};

use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbErr, SchemaBuilder,
};

include!(concat!(env!("OUT_DIR"), "/entities.rs"));

/// The same as in `build.rs`.
const TABLES: usize = 100;

fn main() {
    let (_, tables) = answers::arguments();
    if tables > TABLES {
        println!("it has {TABLES} entities");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    answers::serve("2.0.4", |work, url| {
        runtime.block_on(answer(work, url, tables))
    });
}

async fn answer(work: &str, url: &str, tables: usize) -> Result<(Duration, usize), DbErr> {
    let changed = format!("wide{}", tables / 2);
    let missing = format!("SELECT i0 FROM {changed} WHERE 1 = 0");
    if work == "drift" {
        // It puts the column back, so whoever asks again has to find it gone again.
        let database = connect(url).await?;
        if database.execute_unprepared(&missing).await.is_ok() {
            let drop = format!("ALTER TABLE {changed} DROP COLUMN i0");
            database.execute_unprepared(&drop).await?;
        }
        database.close().await?;
    }
    let start = Instant::now();
    let database = connect(url).await?;
    registered(database.get_schema_builder(), tables)
        .sync(&database)
        .await?;
    database.clone().close().await?;
    let time = start.elapsed();
    if work != "drift" {
        return Ok((time, 0));
    }
    let database = connect(url).await?;
    let is_back = database.execute_unprepared(&missing).await.is_ok();
    Ok((time, usize::from(is_back)))
}

/// One connection, as a start needs no more.
async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await
}
