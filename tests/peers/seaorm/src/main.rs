//! SeaORM: `sync`, which adds at each start what is missing.
//!
//! In: the engine and the number of tables as arguments, and lines `empty URL`, `idle URL`, `drift URL`. Out: `ready` and
//! the version, and for each line the seconds that it took and the number of differences, or `error` and the reason.

use std::io::stdin;
use std::time::Instant;

use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbErr, SchemaBuilder,
};

include!(concat!(env!("OUT_DIR"), "/entities.rs"));

/// The same as in `build.rs`.
const TABLES: usize = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let tables: usize = std::env::args()
        .nth(2)
        .and_then(|text| text.parse().ok())
        .expect("an engine and a number of tables");
    if tables > TABLES {
        println!("it has {TABLES} entities");
        return;
    }
    println!("ready 2.0.4");
    for line in stdin().lines().map_while(Result::ok) {
        let (work, url) = line.split_once(' ').expect("a word and an address");
        match answer(work, url, tables).await {
            Ok((seconds, differences)) => println!("{seconds:.9} {differences}"),
            Err(error) => println!("error {}", error.to_string().replace('\n', " ")),
        }
    }
}

async fn answer(work: &str, url: &str, tables: usize) -> Result<(f64, usize), DbErr> {
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
    let seconds = start.elapsed().as_secs_f64();
    if work != "drift" {
        return Ok((seconds, 0));
    }
    let database = connect(url).await?;
    let is_back = database.execute_unprepared(&missing).await.is_ok();
    Ok((seconds, usize::from(is_back)))
}

/// One connection, as a start needs no more.
async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await
}
