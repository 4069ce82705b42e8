//! `sqlx::migrate!`, whose only migration is the script of all tables. It keeps a table of its own, and looks at nothing else.

use std::time::{Duration, Instant};

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Connection as _, MySqlConnection, PgConnection, SqliteConnection};
use tempfile::TempDir;
use trueup_tests::engines::{Database, Engine};
use trueup_tests::measure::Outcome;

use crate::contestant::{Contestant, noticed, wait};

/// As the macro leaves it, read from the folder before anything is timed.
pub(crate) struct SqlxMigrate {
    migrator: Migrator,
    _folder: TempDir,
}

impl SqlxMigrate {
    pub(crate) fn of(script: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("1_all.sql"), script).expect("a file");
        let migrator = wait(Migrator::new(folder.path())).expect("one migration");
        Self {
            migrator,
            _folder: folder,
        }
    }

    fn run(&self, database: &Database) -> Result<Duration, String> {
        let start = Instant::now();
        wait(self.migrate(database)).map_err(|error| error.to_string())?;
        Ok(start.elapsed())
    }

    async fn migrate(&self, database: &Database) -> Result<(), MigrateError> {
        macro_rules! on {
            ($type:ty) => {{
                let mut connection = <$type>::connect(database.url()).await?;
                let migrated = self.migrator.run_direct(None, &mut connection, false);
                if let Err(error) = migrated.await {
                    // While a server takes back what was done, its locks are in the way of whatever comes next.
                    connection.ping().await?;
                    return Err(error);
                }
                connection.close().await?;
            }};
        }
        match database.engine() {
            Engine::Postgres => on!(PgConnection),
            Engine::MariaDb => on!(MySqlConnection),
            Engine::Sqlite => on!(SqliteConnection),
        }
        Ok(())
    }
}

impl Contestant for SqlxMigrate {
    fn name(&self) -> &str {
        "`sqlx::migrate!`"
    }

    fn empty(&self, database: &Database) -> Outcome {
        self.run(database)
    }

    fn idle(&self, _kind: usize, database: &Database) -> Outcome {
        self.run(database)
    }

    fn drift(&self, database: &Database) -> Outcome {
        noticed(self.run(database)?, 0)
    }
}
