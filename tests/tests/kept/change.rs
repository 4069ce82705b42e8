//! A change beneath what is not ours, and what must come of that.

use trueup::{Error, Mode, Registry, Status};
use trueup_tests::boots::{boot_in, migrator, rows, try_rows};
use trueup_tests::engines::{Database, Engine};

use super::look;

macro_rules! release {
    ($name:ident { $($body:tt)* }) => {
        #[allow(dead_code, reason = "the structs stand for tables and views, and nobody makes one")]
        mod $name {
            #[derive(trueup::Table)]
            #[table(name = "things")]
            pub(super) struct Thing {
                #[column(primary_key)]
                id: i64,
                $($body)*
            }

            #[derive(trueup::View)]
            #[view(name = "ours", query = "SELECT id, m FROM things WHERE m > 0", uses(Thing))]
            pub(super) struct Ours {
                id: i64,
                m: i32,
            }
        }
    };
}

release!(first { n: i32, m: i32, note: Option<String> });
release!(wider { n: i64, m: i32, note: Option<String> });
release!(text { n: String, m: i32, note: Option<String> });
release!(without { m: i32, note: Option<String> });
release!(renamed { #[column(renamed_from = "n")] number: i64, m: i32, note: Option<String> });
release!(renamed_text { #[column(renamed_from = "n")] number: String, m: i32, note: Option<String> });

#[allow(
    dead_code,
    reason = "the struct stands for a view, and nobody makes one"
)]
mod other {
    #[derive(trueup::View)]
    #[view(
        name = "ours",
        query = "SELECT m, id FROM things",
        uses(super::first::Thing)
    )]
    pub(super) struct Ours {
        m: i32,
        id: i64,
    }
}

#[allow(
    dead_code,
    reason = "the struct stands for a view, and nobody makes one"
)]
mod fewer {
    #[derive(trueup::View)]
    #[view(
        name = "ours",
        query = "SELECT id FROM things",
        uses(super::first::Thing)
    )]
    pub(super) struct Ours {
        id: i64,
    }
}

/// The change that a case makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// `n` becomes wider, or a text on SQLite, which has one kind of integers.
    Type,
    /// `n` becomes a text, which no number is compared with.
    Kind,
    /// `n` goes.
    Drop,
    /// The same, and `n` gets another name.
    Rename,
    /// Our view gets its columns in another order.
    View,
    /// Our view has a column less.
    Fewer,
}

/// What must come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Everything else is as it was.
    Kept,
    /// The plan stops, and names this.
    Stops(&'static str),
}

/// What is there, what must work afterwards, the change and the end.
pub(crate) type Case = (&'static str, &'static str, Change, End);

/// Fails with every case that does not end as it must, each in a database of its own.
pub(crate) async fn check_each(engine: Engine, cases: impl Iterator<Item = &'static Case>) {
    let mut broken = Vec::new();
    for (there, works, change, end) in cases {
        let database = engine.database().await;
        let mut outcome = check(&database, there, *change, *end).await;
        if outcome.is_ok() && !works.is_empty() {
            let found = try_rows(&database, works).await;
            outcome = found
                .map(|_| ())
                .map_err(|error| format!("{works}: {error}"));
        }
        broken.extend(outcome.err().map(|what| told(there, *change, *end, &what)));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n\n"));
}

/// What came of a case, for whoever mends it.
pub(crate) fn told(there: &str, change: Change, end: End, what: &str) -> String {
    format!("{change:?} under\n  {there}\n  must end {end:?}\n  {what}")
}

fn registry(engine: Engine, change: Option<Change>) -> Registry {
    let is_sqlite = engine == Engine::Sqlite;
    let table = match change {
        None | Some(Change::View | Change::Fewer) => trueup::tables![first::Thing],
        Some(Change::Kind) => trueup::tables![text::Thing],
        Some(Change::Type) if is_sqlite => trueup::tables![text::Thing],
        Some(Change::Type) => trueup::tables![wider::Thing],
        Some(Change::Drop) => trueup::tables![without::Thing],
        Some(Change::Rename) if is_sqlite => trueup::tables![renamed_text::Thing],
        Some(Change::Rename) => trueup::tables![renamed::Thing],
    };
    let view = match change {
        Some(Change::View) => trueup::views![other::Ours],
        Some(Change::Fewer) => trueup::views![fewer::Ours],
        _ => trueup::views![first::Ours],
    };
    let tables = Registry::of(table).expect("one table");
    tables.with_views(view).expect("one view")
}

/// Makes the change in a database that has nothing yet, under what is `there`.
pub(crate) async fn check(
    database: &Database,
    there: &str,
    change: Change,
    end: End,
) -> Result<(), String> {
    let engine = database.engine();
    boot_in(database, registry(engine, None), Mode::Aggressive).await;
    let there = format!("INSERT INTO things (id, n, m) VALUES (1, 5, 1), (2, 6, 2); {there}");
    let made = try_rows(database, &there).await;
    made.map_err(|error| error.to_string())?;
    let before = look::beside_the_change(database).await;
    let later = migrator(database, registry(engine, Some(change)));
    let outcome = later.mode(Mode::Aggressive).migrate().await;
    let after = look::beside_the_change(database).await;
    let rows = rows(database, "SELECT id, m FROM things ORDER BY id").await;
    if rows.len() != 2 {
        return Err(format!("rows are lost: {rows:?}"));
    }
    let text = match &outcome {
        Ok(report) => report.to_string(),
        Err(error) => error.report().to_string(),
    };
    match (outcome, end) {
        (Ok(report), End::Kept) if report.status == Status::Completed => {
            let same = changed(&before, &after, change);
            if !same.is_empty() {
                return Err(format!("{}\n{text}", same.join("\n  ")));
            }
            Ok(())
        }
        (Ok(_) | Err(Error::Refused { .. }), End::Stops(name)) => {
            let ways = ["yourself", "by hand", "drop or change", "another name"];
            let is_named = text.contains(name) && ways.iter().any(|way| text.contains(way));
            // Only there what stands in the way of the new type lets the name change.
            let is_renamed = change == Change::Rename && engine == Engine::Postgres;
            let is_held = before == after || is_renamed;
            if is_named && is_held {
                Ok(())
            } else {
                Err(format!("named: {is_named}, held: {is_held}\n{text}"))
            }
        }
        (Ok(_) | Err(_), _) => Err(text),
    }
}

/// The lines that are on one side alone, but for our own view where it is what changes, and for how a text is stored.
fn changed(before: &[String], after: &[String], change: Change) -> Vec<String> {
    let is_view = matches!(change, Change::View | Change::Fewer);
    let is_stored = |line: &String| change == Change::Kind && line.starts_with("column | ");
    let ours = |line: &String| is_view && line.contains("ours") || is_stored(line);
    let gone = before
        .iter()
        .filter(|line| !after.contains(line) && !ours(line));
    let new = after
        .iter()
        .filter(|line| !before.contains(line) && !ours(line));
    let gone = gone.map(|line| format!("- {line}"));
    gone.chain(new.map(|line| format!("+ {line}"))).collect()
}
