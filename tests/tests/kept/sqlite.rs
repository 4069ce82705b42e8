//! Objects of SQLite that are not ours, on what must change: they stay as they were and work, or the plan stops
//! and names them.

use trueup_tests::engines::Engine;

use super::change::{Case, Change, End, check_each};

const CASES: &[Case] = &[
    (
        "CREATE VIEW  theirs (a, b) AS SELECT id, n  FROM things -- all of them\n WHERE n > 0; \
         CREATE VIEW a_second AS SELECT b FROM theirs; CREATE VIEW whole AS SELECT * FROM things; \
         CREATE TABLE log (a REFERENCES things, at); \
         CREATE TRIGGER   own AFTER UPDATE OF n ON things WHEN NEW.n > 0 BEGIN INSERT INTO log VALUES (NEW.id, NEW.n); END; \
         CREATE TRIGGER apart AFTER INSERT ON log BEGIN UPDATE things SET m = m + 1 WHERE n = NEW.at; END; \
         CREATE TRIGGER instead INSTEAD OF INSERT ON theirs BEGIN INSERT INTO things (id, n, m) VALUES (NEW.a, NEW.b, 0); END",
        "UPDATE things SET n = 8; INSERT INTO theirs VALUES (7, 7); SELECT * FROM a_second; SELECT * FROM whole; \
         SELECT * FROM log; PRAGMA foreign_key_check",
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE INDEX   by_n on things( n ); CREATE UNIQUE INDEX [by sum] ON things(n+m,  lower(note) COLLATE NOCASE DESC) \
         WHERE n>0; CREATE INDEX by_m ON things (m DESC)",
        "SELECT * FROM things INDEXED BY by_n WHERE n = 5",
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE VIRTUAL TABLE words USING fts5(note, content = 'things', content_rowid = 'id'); \
         INSERT INTO words (words) VALUES ('rebuild'); CREATE VIRTUAL TABLE boxes USING rtree(id, a, b); \
         CREATE TRIGGER found AFTER INSERT ON things BEGIN INSERT INTO words (rowid, note) VALUES (NEW.id, NEW.note); END",
        "INSERT INTO things (id, n, m, note) VALUES (9, 1, 1, 'zebra'); SELECT rowid FROM words WHERE words MATCH 'zebra'; \
         INSERT INTO words (words, rank) VALUES ('integrity-check', 1); SELECT * FROM boxes",
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE UNIQUE INDEX by_n ON things(n); CREATE TABLE other (n INT REFERENCES things (n)); \
         INSERT INTO other VALUES (5)",
        "SELECT * FROM other",
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE VIEW theirs AS SELECT id FROM ours; \
         CREATE TRIGGER instead INSTEAD OF INSERT ON ours BEGIN INSERT INTO things (id, n, m) VALUES (NEW.id, 0, NEW.m); END",
        "",
        Change::View,
        End::Stops("instead"),
    ),
    (
        "CREATE VIEW theirs AS SELECT id FROM ours",
        "SELECT * FROM theirs",
        Change::View,
        End::Kept,
    ),
    (
        "CREATE VIEW whole AS SELECT * FROM things; CREATE INDEX   by_m ON things( m ); \
         CREATE VIRTUAL TABLE words USING fts5(note, content = 'things', content_rowid = 'id')",
        "SELECT * FROM whole; SELECT * FROM words",
        Change::Drop,
        End::Kept,
    ),
    (
        "CREATE VIEW theirs AS SELECT id, n FROM things",
        "",
        Change::Drop,
        End::Stops("theirs"),
    ),
    (
        "CREATE TRIGGER own AFTER UPDATE OF n ON things BEGIN SELECT 1; END",
        "",
        Change::Drop,
        End::Stops("own"),
    ),
    (
        "CREATE TABLE other (a); CREATE TRIGGER apart AFTER INSERT ON other BEGIN UPDATE things SET n = NEW.a; END",
        "",
        Change::Drop,
        End::Stops("apart"),
    ),
    (
        "CREATE INDEX by_sum ON things (n + m)",
        "",
        Change::Drop,
        End::Stops("by_sum"),
    ),
    (
        "CREATE INDEX by_m ON things (m) WHERE n > 0",
        "",
        Change::Drop,
        End::Stops("by_m"),
    ),
    (
        "CREATE VIRTUAL TABLE words USING fts5(n, content = 'things', content_rowid = 'id')",
        "",
        Change::Drop,
        End::Stops("words"),
    ),
    (
        "ALTER TABLE things ADD doubled INT AS (n * 2)",
        "",
        Change::Drop,
        End::Stops("doubled"),
    ),
    (
        "CREATE VIEW theirs AS SELECT id, n FROM things",
        "SELECT * FROM theirs; UPDATE things SET number = 8",
        Change::Rename,
        End::Kept,
    ),
    (
        "CREATE VIRTUAL TABLE words USING fts5(n, content = 'things', content_rowid = 'id')",
        "",
        Change::Rename,
        End::Stops("words"),
    ),
];

#[tokio::test]
async fn what_hangs_on_a_change_stays_as_it_was_or_stops_it_by_name() {
    check_each(Engine::Sqlite, CASES.iter()).await;
}
