//! A web service that migrates its database when it starts: `cargo run -p web`.
//!
//! | variable | meaning |
//! | --- | --- |
//! | `DATABASE_URL` | `postgres://...` or `sqlite://...`; without it an SQLite file in the temporary directory |
//! | `LISTEN` | where to listen; without it `127.0.0.1:3000` |
//! | `TRUEUP_MODE` and the like | the settings of the migration |
//!
//! ```sh
//! curl -X POST -H 'content-type: application/json' -d '{"text":"buy milk"}' localhost:3000/notes
//! curl localhost:3000/notes
//! curl localhost:3000/health
//! ```

use std::env;
use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::AnyPool;
use tokio::net::TcpListener;
use trueup::{Config, Migrator, Report, Table, Target};

/// One row, one JSON object, one table.
#[derive(Table, sqlx::FromRow, Serialize)]
struct Note {
    #[column(primary_key, auto_increment)]
    id: i64,
    #[column(max_length = 500, check("text <> ''"))]
    text: String,
}

#[derive(Deserialize)]
struct NewNote {
    text: String,
}

#[derive(Clone)]
struct App {
    pool: AnyPool,
    migration: Arc<Report>,
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(env::var("RUST_LOG").unwrap_or_else(|_| "info".to_owned()))
        .with_writer(std::io::stderr)
        .init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // An error of trueup says what stands in the way, and what to do about it.
            let text = match error.downcast_ref::<trueup::Error>() {
                Some(error) => error.report(),
                None => error.to_string(),
            };
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let url = env::var("DATABASE_URL").unwrap_or_else(|_| {
        let file = env::temp_dir().join("trueup-web-example.db");
        format!("sqlite://{}?mode=rwc", file.display())
    });

    // First the schema, then the pool, then the first request. Of many replicas that start at once
    // one migrates and the others wait for it. A process that is killed meanwhile does no harm: the
    // next start goes on from what it finds.
    let migration = Migrator::new(Target::from_url(&url)?)
        .config(Config::from_env()?)
        .migrate()
        .await?;
    print!("{migration}");

    sqlx::any::install_default_drivers();
    let app = App {
        pool: AnyPool::connect(&url).await?,
        migration: Arc::new(migration),
    };
    let router = Router::new()
        .route("/notes", get(list).post(create))
        .route("/health", get(health))
        .with_state(app.clone());

    let address = env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(&address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router)
        .with_graceful_shutdown(stopped())
        .await?;

    app.pool.close().await;
    println!("stopped");
    Ok(())
}

async fn list(State(app): State<App>) -> Result<Json<Vec<Note>>, Failure> {
    let notes = sqlx::query_as("SELECT id, text FROM notes ORDER BY id")
        .fetch_all(&app.pool)
        .await
        .map_err(failure)?;
    Ok(Json(notes))
}

async fn create(
    State(app): State<App>,
    Json(new): Json<NewNote>,
) -> Result<(StatusCode, Json<Note>), Failure> {
    let note = sqlx::query_as("INSERT INTO notes (text) VALUES ($1) RETURNING id, text")
        .bind(new.text)
        .fetch_one(&app.pool)
        .await
        .map_err(failure)?;
    Ok((StatusCode::CREATED, Json(note)))
}

/// Ready once the schema is: before that nothing listens. Held steps do not make the service unwell,
/// and somebody should know of them.
async fn health(State(app): State<App>) -> Json<Value> {
    let held_back: Vec<Value> = app
        .migration
        .held_back()
        .map(|step| json!({ "grade": step.grade, "summary": step.summary }))
        .collect();
    Json(json!({
        "migration": app.migration.status,
        "applied": app.migration.applied().count(),
        "held_back": held_back,
        "plan": app.migration.hash,
    }))
}

type Failure = (StatusCode, String);

/// A rule of the database that a request breaks is the client's fault; anything else is ours.
fn failure(error: sqlx::Error) -> Failure {
    match error {
        sqlx::Error::Database(error) if error.is_check_violation() => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "the note is empty\n".to_owned(),
        ),
        error => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")),
    }
}

/// Returns when the process is asked to stop, by Ctrl-C or by SIGTERM as containers do.
async fn stopped() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
