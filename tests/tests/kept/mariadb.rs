//! Objects of MariaDB and MySQL that are not ours, on what must change: they stay as they were and work, or the plan
//! stops and names them.

use trueup::Mode;
use trueup::model::Vendor;
use trueup_tests::boots::migrator;
use trueup_tests::engines::{Database, Engine};
use trueup_tests::session::Session;
use trueup_tests::shop::{first, second};

use super::change::{Case, Change, End, check_each};

const CASES: &[Case] = &[
    (
        "CREATE DEFINER = trueup_kept@localhost PROCEDURE p(IN low int) SQL SECURITY INVOKER COMMENT 'it''s' \
         BEGIN DECLARE found bigint; SELECT sum(n) INTO found FROM things WHERE n > low; SELECT found; END; \
         CREATE DEFINER = trueup_kept@localhost FUNCTION f() RETURNS bigint READS SQL DATA RETURN (SELECT sum(n) FROM things); \
         CREATE DEFINER = trueup_kept@localhost EVENT e ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' \
         ON COMPLETION PRESERVE DISABLE COMMENT 'n' DO UPDATE things SET n = n + 1",
        "CALL p(1); SELECT f()",
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE TABLE other (a int); \
         CREATE DEFINER = trueup_kept@localhost TRIGGER own BEFORE INSERT ON things FOR EACH ROW SET NEW.n = NEW.n + 1; \
         CREATE TRIGGER second BEFORE INSERT ON things FOR EACH ROW FOLLOWS own SET NEW.n = NEW.n * 2; \
         CREATE TRIGGER apart AFTER INSERT ON other FOR EACH ROW UPDATE things SET n = n + NEW.a",
        "INSERT INTO things (id, n, m) VALUES (3, 1, 1); INSERT INTO other VALUES (2); DELETE FROM things WHERE id = 3",
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE ALGORITHM = MERGE DEFINER = trueup_kept@localhost SQL SECURITY INVOKER VIEW theirs (a, b) AS \
         SELECT id, n FROM things WHERE n > 0 WITH LOCAL CHECK OPTION; CREATE VIEW a_second AS SELECT b FROM theirs",
        "SELECT * FROM a_second; UPDATE theirs SET b = 7",
        Change::Type,
        End::Kept,
    ),
    (
        "ALTER TABLE things ADD theirs varchar(9) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'it''s' \
         COMMENT 'a ?' AFTER id, ADD doubled bigint AS (n * 2) STORED, ADD tripled bigint AS (n * 3) VIRTUAL, \
         ADD hidden int DEFAULT (id + 1) INVISIBLE, ADD CONSTRAINT big CHECK (n > 0), ADD INDEX by_n (n DESC, m), \
         ADD FULLTEXT words (theirs), COMMENT 'theirs', STATS_PERSISTENT = 0; \
         GRANT SELECT (n), UPDATE (id, n), INSERT ON things TO trueup_kept@localhost",
        "INSERT INTO things (id, n, m) VALUES (3, 1, 1); DELETE FROM things WHERE id = 3",
        Change::Type,
        End::Kept,
    ),
    (
        "ALTER TABLE things PARTITION BY HASH (id) PARTITIONS 3",
        "SELECT n FROM things PARTITION (p1)",
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE VIEW theirs AS SELECT id FROM ours; GRANT SELECT ON ours TO trueup_kept@localhost",
        "SELECT * FROM theirs",
        Change::View,
        End::Kept,
    ),
    (
        "CREATE UNIQUE INDEX by_n ON things (n); \
         CREATE TABLE other (n int, CONSTRAINT of_things FOREIGN KEY (n) REFERENCES things (n))",
        "",
        Change::Type,
        End::Stops("of_things"),
    ),
    (
        "GRANT SELECT (n, m) ON things TO trueup_kept@localhost",
        "",
        Change::Drop,
        End::Kept,
    ),
    (
        "CREATE VIEW theirs AS SELECT n FROM things",
        "",
        Change::Drop,
        End::Stops("theirs"),
    ),
    (
        "CREATE TRIGGER own BEFORE INSERT ON things FOR EACH ROW SET NEW.n = 1",
        "",
        Change::Drop,
        End::Stops("own"),
    ),
    (
        "CREATE TABLE other (a int); \
         CREATE TRIGGER apart AFTER INSERT ON other FOR EACH ROW UPDATE things SET n = n + NEW.a",
        "",
        Change::Drop,
        End::Stops("apart"),
    ),
    (
        "CREATE PROCEDURE counted() SELECT sum(t.`N`) FROM things t",
        "",
        Change::Drop,
        End::Stops("counted"),
    ),
    (
        "CREATE FUNCTION counted() RETURNS bigint READS SQL DATA RETURN (SELECT sum(n) FROM things)",
        "",
        Change::Drop,
        End::Stops("counted"),
    ),
    (
        "CREATE EVENT yearly ON SCHEDULE EVERY 1 YEAR DISABLE DO DELETE FROM things WHERE n = 0",
        "",
        Change::Drop,
        End::Stops("yearly"),
    ),
    (
        "CREATE TABLE other (n int); CREATE PROCEDURE apart() SELECT 'n', m /* n */ FROM things; \
         CREATE EVENT yearly ON SCHEDULE EVERY 1 YEAR DISABLE DO DELETE FROM other WHERE n = 0",
        "CALL apart()",
        Change::Drop,
        End::Kept,
    ),
    (
        "ALTER TABLE things ADD CONSTRAINT big CHECK (n > 0)",
        "",
        Change::Drop,
        End::Stops("big"),
    ),
    (
        "ALTER TABLE things ADD doubled bigint AS (n * 2) STORED",
        "",
        Change::Drop,
        End::Stops("doubled"),
    ),
    (
        "CREATE INDEX by_both ON things (m, n)",
        "",
        Change::Drop,
        End::Stops("by_both"),
    ),
    (
        "CREATE VIEW theirs AS SELECT n FROM things",
        "",
        Change::Rename,
        End::Stops("theirs"),
    ),
    (
        "CREATE TRIGGER own BEFORE INSERT ON things FOR EACH ROW SET NEW.n = 1",
        "",
        Change::Rename,
        End::Stops("own"),
    ),
    (
        "CREATE PROCEDURE counted() SELECT sum(n) FROM things",
        "",
        Change::Rename,
        End::Stops("counted"),
    ),
];

/// What MariaDB has and MySQL has not.
const OF_MARIADB: &[Case] = &[
    (
        "CREATE SEQUENCE numbers START WITH 5 INCREMENT BY 3 CACHE 7; ALTER TABLE things ADD e bigint DEFAULT nextval(numbers); \
         CREATE PROCEDURE p() BEGIN DECLARE x TYPE OF things.n; SELECT sum(n) INTO x FROM things; SELECT x; END; \
         CREATE INDEX by_n ON things (n) COMMENT 'x' IGNORED",
        "CALL p(); INSERT INTO things (id, n, m) VALUES (3, 1, 1); DELETE FROM things WHERE id = 3",
        Change::Type,
        End::Kept,
    ),
    (
        "ALTER TABLE things ADD SYSTEM VERSIONING",
        "",
        Change::Type,
        End::Stops("things"),
    ),
];

/// And the reverse.
const OF_MYSQL: &[Case] = &[
    (
        "CREATE INDEX by_sum ON things ((n + m)) COMMENT 'x' INVISIBLE",
        "",
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE INDEX by_sum ON things ((n + m))",
        "",
        Change::Drop,
        End::Stops("by_sum"),
    ),
];

#[tokio::test]
async fn what_hangs_on_a_change_stays_as_it_was_or_stops_it_by_name() {
    let database = Engine::MariaDb.database().await;
    database
        .execute("CREATE USER IF NOT EXISTS trueup_kept@localhost; GRANT ALL ON *.* TO trueup_kept@localhost")
        .await;
    let more = match database.flavor().await.vendor {
        Vendor::MySql => OF_MYSQL,
        _ => OF_MARIADB,
    };
    check_each(Engine::MariaDb, CASES.iter().chain(more)).await;
}

/// The rules that grade the rename of a column of the second version.
async fn rules_of_the_rename(database: &Database) -> Vec<String> {
    let migrator = migrator(database, second()).mode(Mode::Aggressive);
    let report = migrator.migrate().await.expect("a report");
    let mut steps = report.steps.iter();
    let rename = steps.find(|step| step.change.kind == "rename_column");
    let findings = &rename.unwrap_or_else(|| panic!("{report}")).findings;
    findings.iter().map(|one| one.rule.clone()).collect()
}

#[tokio::test]
async fn a_rename_tells_that_it_leaves_what_was_granted() {
    let database = Engine::MariaDb.database().await;
    migrator(&database, first()).migrate().await.unwrap();
    database
        .execute(
            "CREATE USER IF NOT EXISTS trueup_named@localhost; \
             GRANT SELECT (nick) ON accounts TO trueup_named@localhost",
        )
        .await;
    let rules = rules_of_the_rename(&database).await;
    assert_eq!(rules, ["rename-column", "rename-leaves-grants"]);
    let mut session = Session::open(&database).await;
    let granted = "SELECT column_name FROM information_schema.column_privileges WHERE table_schema = DATABASE()";
    assert_eq!(session.rows(granted).await, ["nick"]);
    session.close().await;

    for engine in [Engine::Postgres, Engine::Sqlite] {
        let database = engine.database().await;
        migrator(&database, first()).migrate().await.unwrap();
        let rules = rules_of_the_rename(&database).await;
        assert_eq!(rules, ["rename-column"], "{engine:?}");
    }
}
