//! What a database says of all that is in it.

use std::io::{Write, stderr};
use std::process::Command;

use trueup_tests::boots::rows;
use trueup_tests::engines::{Database, Engine};

/// The definitions of everything but what the boots of [`boots`](super::boots) make, in the server's words.
pub(crate) async fn at(database: &Database) -> Vec<String> {
    match database.engine() {
        Engine::Postgres => {
            let mut lines = postgres(database).await;
            lines.retain(|line| {
                ![
                    "relation | by_size |",
                    "column | by_size |",
                    "column | things | size",
                ]
                .iter()
                .any(|own| line.starts_with(own))
            });
            lines.extend(dump(database));
            lines
        }
        Engine::MariaDb => mariadb(database).await,
        Engine::Sqlite => lines(database, SQLITE).await,
    }
}

const SQLITE: &str = "\
SELECT concat_ws(' | ', type, name, tbl_name, sql) \
FROM sqlite_schema WHERE tbl_name NOT GLOB '_trueup*' AND name NOT IN ('things', 'by_size', 'sqlite_autoindex_things_1') \
UNION ALL SELECT concat('rows ', title, body) FROM pages UNION ALL SELECT concat('rows ', name) FROM bills ORDER BY 1";

/// The same for the changes of [`change`](super::change), with what else is in the table that changes.
pub(crate) async fn beside_the_change(database: &Database) -> Vec<String> {
    match database.engine() {
        Engine::Postgres => postgres(database).await,
        Engine::MariaDb => {
            let mut found = mariadb(database).await;
            found.extend(lines(database, PRIVILEGES).await);
            let whole = lines(database, "SHOW CREATE TABLE things").await.join("");
            let parts = whole.lines().map(|line| line.trim().trim_end_matches(','));
            let is_other = |line: &&str| {
                !["`n` ", "`number` "]
                    .iter()
                    .any(|own| line.starts_with(own))
            };
            found.extend(parts.filter(is_other).map(str::to_owned));
            found
        }
        Engine::Sqlite => lines(database, BESIDE_THINGS).await,
    }
}

const PRIVILEGES: &str = "\
SELECT 'table', user, table_name, table_priv, column_priv FROM mysql.tables_priv WHERE db = DATABASE() \
UNION ALL SELECT 'column', user, table_name, column_name, column_priv FROM mysql.columns_priv WHERE db = DATABASE() ORDER BY 1, 2, 3, 4";

/// A column that gets another name gets it in the texts too.
const BESIDE_THINGS: &str = "\
SELECT concat_ws(' | ', type, name, tbl_name, replace(replace(sql, '\"number\"', 'n'), '\"n\"', 'n')) FROM sqlite_schema \
WHERE tbl_name NOT GLOB '_trueup*' AND name <> 'things' ORDER BY 1";

/// Every object of the default namespace of PostgreSQL, one line each, but for what trueup keeps.
pub(crate) async fn postgres(database: &Database) -> Vec<String> {
    lines(database, include_str!("look.sql")).await
}

async fn lines(database: &Database, sql: &str) -> Vec<String> {
    let found = rows(database, sql).await;
    let line = |row: Vec<Option<String>>| {
        let cells: Vec<String> = row.into_iter().map(Option::unwrap_or_default).collect();
        cells.join(" | ")
    };
    found.into_iter().map(line).collect()
}

/// What `pg_dump` writes of everything but our own table, where there is one for a server of that version.
fn dump(database: &Database) -> Option<String> {
    let output = Command::new("pg_dump")
        .args([
            "--schema-only",
            "-T",
            "things",
            "-T",
            "_trueup*",
            "-d",
            database.url(),
        ])
        .output();
    let reason = match output {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8(output.stdout).expect("a dump in UTF-8");
            // A word that is another one in each dump.
            let lines = text.lines().filter(|line| !line.contains("restrict "));
            return Some(lines.collect::<Vec<_>>().join("\n"));
        }
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    let is_missing = reason.contains("version mismatch") || reason.contains("No such file");
    assert!(is_missing, "pg_dump: {reason}");
    writeln!(
        stderr(),
        "not applicable: no dump is compared: {}",
        reason.trim()
    )
    .expect("a line");
    None
}

async fn mariadb(database: &Database) -> Vec<String> {
    let objects = rows(
        database,
        "SELECT IF(table_type = 'VIEW', 'VIEW', 'TABLE'), table_name FROM information_schema.tables \
         WHERE table_schema = DATABASE() AND table_name NOT LIKE '\\_trueup%' AND table_name <> 'things' \
         UNION ALL SELECT 'TRIGGER', trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE() \
         UNION ALL SELECT routine_type, routine_name FROM information_schema.routines WHERE routine_schema = DATABASE() \
         UNION ALL SELECT 'EVENT', event_name FROM information_schema.events WHERE event_schema = DATABASE() ORDER BY 1, 2",
    )
    .await;
    let mut found = Vec::new();
    for object in objects {
        let [Some(kind), Some(name)] = &object[..] else {
            panic!("{object:?}");
        };
        let name = Engine::MariaDb.quote(name);
        found.extend(lines(database, &format!("SHOW CREATE {kind} {name}")).await);
    }
    let index = "SELECT index_name, column_name, sub_part FROM information_schema.statistics \
                 WHERE table_schema = DATABASE() AND index_name LIKE 'theirs%'";
    found.extend(lines(database, index).await);
    found
}
