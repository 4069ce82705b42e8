//! Pairs of schemas in the words of the server, which applications of every age hold.
//!
//! Each stands for something that a dump of a real application found.

use trueup::{Migrator, Mode, Target};
use trueup_tests::engines::Engine;
use trueup_tests::session::Session;
use trueup_tests::shape::{Names, shape};

/// What is wrong when it does not work, the engine, the old schema with rows, and the new one.
const PAIRS: [(&str, Engine, &str, &str); 12] = [
    (
        "the key loses a column that goes while the table is kept in another way",
        Engine::MariaDb,
        "CREATE TABLE t (a int NOT NULL, gone int NOT NULL, b int, PRIMARY KEY (a, gone)); INSERT INTO t VALUES (1, 2, 3)",
        "CREATE TABLE t (a int NOT NULL, b int, PRIMARY KEY (a)) ENGINE=MyISAM",
    ),
    (
        "the same where the table is written anew",
        Engine::Sqlite,
        "CREATE TABLE t (a INT NOT NULL, gone INT NOT NULL, b INT, PRIMARY KEY (a, gone)); INSERT INTO t VALUES (1, 2, 3)",
        "CREATE TABLE t (a INT NOT NULL, b INT, PRIMARY KEY (a)) WITHOUT ROWID",
    ),
    (
        "MEMORY takes no text",
        Engine::MariaDb,
        "CREATE TABLE t (a int PRIMARY KEY, b text, c text); INSERT INTO t VALUES (1, 'x', 'y')",
        "CREATE TABLE t (a int NOT NULL, b varchar(100), PRIMARY KEY (a) USING BTREE) ENGINE=MEMORY",
    ),
    (
        "and a text comes after it",
        Engine::MariaDb,
        "CREATE TABLE t (a int NOT NULL, b varchar(100), PRIMARY KEY (a) USING BTREE) ENGINE=MEMORY; INSERT INTO t VALUES (1, 'x')",
        "CREATE TABLE t (a int PRIMARY KEY, b text, c text, KEY b (b(10)))",
    ),
    (
        "the primary key that serves a foreign key goes",
        Engine::MariaDb,
        "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (uid int NOT NULL, k varchar(20) NOT NULL, PRIMARY KEY (uid, k), \
         CONSTRAINT f FOREIGN KEY (uid) REFERENCES u (id)); INSERT INTO u VALUES (1); INSERT INTO t VALUES (1, 'x')",
        "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (uid int NOT NULL, k varchar(20) NOT NULL, KEY i (uid), \
         CONSTRAINT f FOREIGN KEY (uid) REFERENCES u (id))",
    ),
    (
        "or becomes another one",
        Engine::MariaDb,
        "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (uid int NOT NULL, k varchar(20) NOT NULL, PRIMARY KEY (uid, k), \
         CONSTRAINT f FOREIGN KEY (uid) REFERENCES u (id)); INSERT INTO u VALUES (1); INSERT INTO t VALUES (1, 'x')",
        "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (uid int NOT NULL, k varchar(20) NOT NULL, PRIMARY KEY (k), KEY i (uid, k), \
         CONSTRAINT f FOREIGN KEY (uid) REFERENCES u (id))",
    ),
    (
        "a table goes after the one whose trigger names it",
        Engine::MariaDb,
        "CREATE TABLE t (a int PRIMARY KEY); INSERT INTO t VALUES (1); CREATE TABLE a_sum (n int); CREATE TABLE b_item (n int); \
         CREATE TRIGGER counted AFTER INSERT ON b_item FOR EACH ROW UPDATE a_sum SET n = n + NEW.n",
        "CREATE TABLE t (a int PRIMARY KEY)",
    ),
    (
        "bytes that are no text stand in the definition of the table",
        Engine::MariaDb,
        "CREATE TABLE t (a int PRIMARY KEY, b varbinary(4) DEFAULT x'ff00', KEY t_b (b)); INSERT INTO t (a) VALUES (1)",
        "CREATE TABLE t (a int PRIMARY KEY, b varbinary(4) DEFAULT x'ff00', KEY t_b (b) USING BTREE)",
    ),
    (
        "a column that a foreign key empties becomes required",
        Engine::MariaDb,
        "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (a int PRIMARY KEY, b int, \
         CONSTRAINT f FOREIGN KEY (b) REFERENCES u (id) ON DELETE SET NULL); INSERT INTO u VALUES (1); INSERT INTO t VALUES (1, 1)",
        "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL, \
         CONSTRAINT f FOREIGN KEY (b) REFERENCES u (id) ON DELETE CASCADE)",
    ),
    (
        "a foreign key says that it refuses",
        Engine::MariaDb,
        "CREATE TABLE u (id int PRIMARY KEY); INSERT INTO u VALUES (1)",
        "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (a int PRIMARY KEY, b int, \
         CONSTRAINT f FOREIGN KEY (b) REFERENCES u (id) ON DELETE NO ACTION ON UPDATE CASCADE)",
    ),
    (
        "a unique index becomes a constraint",
        Engine::Sqlite,
        "CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, n TEXT); CREATE UNIQUE INDEX t_n_key ON t (n); INSERT INTO t VALUES (1, 'x')",
        "CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, n TEXT, UNIQUE (n))",
    ),
    (
        "a filled table gets a number for each row",
        Engine::Sqlite,
        "CREATE TABLE t (n TEXT NOT NULL, UNIQUE (n)); INSERT INTO t VALUES ('x'), ('y')",
        "CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, n TEXT NOT NULL, UNIQUE (n))",
    ),
];

#[tokio::test]
async fn what_one_database_has_another_gets() {
    for (what, engine, from, to) in PAIRS {
        let (database, wanted) = (engine.database().await, engine.database().await);
        database.execute(from).await;
        wanted.execute(to).await;
        let first = if from.contains("TABLE u") { "u" } else { "t" };
        let rows = database.count(first).await;
        let schema = Session::open(&wanted).await.schema().await;
        let migrate = async || {
            let target = Target::from_url(database.url()).unwrap();
            let migrator = Migrator::new(target).schema(schema.clone());
            migrator.prune().mode(Mode::Aggressive).migrate().await
        };
        let report = migrate().await;
        let report = report.unwrap_or_else(|error| panic!("{what}: {}", error.report()));
        let again = migrate().await.unwrap();
        assert!(again.steps.is_empty(), "{what}\n{again}\nafter\n{report}");
        let reached = Session::open(&database).await.schema().await;
        let [reached, wanted] = [reached, schema].map(|schema| shape(&schema, Names::Ignored));
        assert_eq!(reached, wanted, "{what}");
        assert_eq!(database.count(first).await, rows, "{what}");
    }
}
