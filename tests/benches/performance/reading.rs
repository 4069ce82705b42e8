//! The schema read on a warm connection, beside bare queries of the catalogue on another.

use std::time::Instant;

use sqlx::{Connection as _, MySqlConnection, PgConnection, SqliteConnection};
use trueup::live::{Scope, mysql, postgres, sqlite};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::measure::{Limits, Runner, Times, race};

use crate::bare;
use crate::contestant::wait;

/// Both, in turn.
pub(crate) fn measure(
    database: &Database,
    tables: usize,
    limits: Limits,
) -> Vec<(String, Result<Times, String>)> {
    let queries = bare::queries(database.engine());
    macro_rules! on {
        ($type:ty, $dialect:ident) => {{
            let connect = || wait(<$type>::connect(database.url())).expect("a connection");
            let (mut mine, mut other) = (connect(), connect());
            let server = wait($dialect::server(&mut mine)).expect("a version");
            let scope = Scope::Namespaces(Vec::new());
            let asked = Runner::new("bare queries of the catalogue", || {
                let start = Instant::now();
                let rows = wait(sqlx::raw_sql(queries).fetch_all(&mut other));
                assert!(!rows.expect("rows").is_empty());
                Ok(start.elapsed())
            });
            let inspected = Runner::new("trueup", || {
                let start = Instant::now();
                let schema = wait($dialect::inspect(&mut mine, &server, &scope));
                assert!(schema.expect("a schema").tables.len() >= tables);
                Ok(start.elapsed())
            });
            race(limits, vec![asked, inspected])
        }};
    }
    match database.engine() {
        Engine::Postgres => on!(PgConnection, postgres),
        Engine::MariaDb => on!(MySqlConnection, mysql),
        Engine::Sqlite => on!(SqliteConnection, sqlite),
    }
}
