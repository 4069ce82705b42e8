//! What is read of a database, and written again as it was.

use sqlx::{AssertSqlSafe, Connection, MySqlConnection};
use trueup::live::mysql;
use trueup::model::{Schema, Vendor};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::proxy::Proxy;
use trueup_tests::session::Session;

use super::{connect, creation, inspect, render, run};

const RICH: &str = r#"
CREATE TABLE parent (id bigint unsigned PRIMARY KEY, e varchar(20), x int, UNIQUE KEY ue (e)) COMMENT 'it''s \\ "q"';
CREATE TABLE rich (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  a int DEFAULT 5, b varchar(20) NOT NULL DEFAULT 'it''s \\ x
new', c timestamp NULL, d timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
  d2 timestamp NOT NULL, d3 datetime DEFAULT now(), dd date DEFAULT curdate(), tt time DEFAULT (curtime()),
  e enum('a','b''c') DEFAULT 'a', f decimal(10,2) DEFAULT 1.5, g tinyint(1) DEFAULT true, h bit(3) DEFAULT b'101',
  j json, j2 json NOT NULL DEFAULT '{}', k longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin CHECK (json_valid(k)),
  jj json CHECK (json_valid(jj) AND json_type(jj) = 'OBJECT'),
  l int CHECK (l > 0), m varchar(10) CHARACTER SET ascii COLLATE ascii_bin COMMENT 'c''c',
  n int AS (a + 1) VIRTUAL COMMENT 'gen', n2 int AS (a + 2) VIRTUAL INVISIBLE, o varchar(40) AS (concat(b, 'x')) STORED,
  q int INVISIBLE, r double DEFAULT -1e10, r2 float DEFAULT 0.1, s2 varbinary(10) DEFAULT 'a',
  u uuid DEFAULT uuid(), v inet6, w varchar(20) DEFAULT NULL, pid bigint unsigned REFERENCES parent (id),
  pe varchar(20), y int NOT NULL DEFAULT (1 + 2), z text DEFAULT 'x''y', z2 text DEFAULT (concat('a', 'b')),
  z3 varchar(10) NOT NULL DEFAULT '', z4 year, z5 geometry, z6 point NOT NULL,
  zn int NOT NULL DEFAULT 0 CHECK (zn <> 7), dt date DEFAULT '2020-01-01', zz mediumint(5) unsigned zerofill,
  cc char(5) DEFAULT 'ab', cs varchar(20) COMPRESSED, upd datetime NULL ON UPDATE current_timestamp,
  CONSTRAINT ck CHECK (a > 0 OR b LIKE 'x%'),
  CHECK (a <> 3),
  CONSTRAINT fk FOREIGN KEY (pe) REFERENCES parent (e) ON DELETE SET NULL ON UPDATE CASCADE,
  KEY k1 (b(5), a DESC) COMMENT 'ix', KEY k2 (a) IGNORED, UNIQUE KEY uu (a, l), FULLTEXT KEY ft (b),
  SPATIAL KEY sp (z6), KEY h (a, y)
) COMMENT 'tab' ROW_FORMAT=DYNAMIC STATS_PERSISTENT=1 COLLATE utf8mb4_unicode_ci;
ALTER TABLE parent CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
"#;

/// What the server cannot put in the first table, and what another engine does otherwise.
const MORE: &str = "
CREATE TABLE mem (a int, b int, KEY a (a) USING BTREE, KEY b (b)) ENGINE=MEMORY COLLATE latin1_bin;
CREATE TABLE ai (a int, b int AUTO_INCREMENT, KEY (b)) ENGINE=Aria PAGE_CHECKSUM=0 TRANSACTIONAL=0 MAX_ROWS=100;
CREATE TABLE mi (a int) ENGINE=MyISAM ROW_FORMAT=FIXED;
CREATE TABLE pc (a int) `page_compressed`=1;
CREATE TABLE uq (a text, UNIQUE (a), b varchar(2000) UNIQUE);
CREATE TABLE _trueup_state (id int PRIMARY KEY);
";

#[tokio::test]
async fn what_is_read_can_be_written_again_as_it_was() {
    let first = Engine::MariaDb.database().await;
    first.execute("SET NAMES utf8mb4").await;
    let sql = RICH.replace(
        "ALTER TABLE parent",
        "SET foreign_key_checks=0; ALTER TABLE parent",
    );
    let sql = sql.replacen(
        "PRIMARY KEY, e varchar(20)",
        "PRIMARY KEY, e varchar(20) COLLATE utf8mb4_unicode_ci",
        1,
    );
    first.execute(&sql).await;
    first.execute(MORE).await;
    let mut from = connect(&first).await;
    let read = inspect(&mut from).await;
    assert_eq!(read.unsupported, []);
    assert_eq!(read.tables.len(), 8);

    let second = Engine::MariaDb.database().await;
    let mut to = connect(&second).await;
    let mut schema = Schema::new(read.flavor);
    schema.collation.clone_from(&read.collation);
    for edit in creation(&read) {
        let (after, rendered) = render(&schema, &edit);
        for statement in rendered.unwrap().statements {
            run(&mut to, &statement.sql).await;
        }
        schema = after;
    }
    assert_eq!(inspect(&mut to).await, read);
    for table in &read.tables {
        let shown = format!("SHOW CREATE TABLE `{}`", table.name.name);
        assert_eq!(lines(&mut from, &shown).await, lines(&mut to, &shown).await);
    }
}

/// The lines of a definition; keys and checks have no order of their own.
async fn lines(connection: &mut MySqlConnection, shown: &str) -> Vec<String> {
    let (_, text): (String, String) = sqlx::query_as(AssertSqlSafe(shown.to_owned()))
        .fetch_one(connection)
        .await
        .expect("a definition");
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| line.trim_end_matches(',').to_owned())
        .collect();
    lines.sort();
    lines
}

#[tokio::test]
async fn what_the_model_cannot_hold_is_listed() {
    let database = Engine::MariaDb.database().await;
    let sql = "
CREATE TABLE t (a int, b int, s binary(4) DEFAULT x'00ff00ff');
CREATE TABLE sv (a int, PRIMARY KEY (a)) WITH SYSTEM VERSIONING;
CREATE TABLE ap (id int, s date, e date, PERIOD FOR per (s, e), UNIQUE (id, per WITHOUT OVERLAPS));
CREATE TABLE almost (s date, e date, CHECK (s < e));
CREATE TABLE pt (a int) PARTITION BY RANGE (a) SUBPARTITION BY HASH (a) (PARTITION p VALUES LESS THAN (9));
CREATE SEQUENCE sq;
CREATE VIEW vv AS SELECT t.a, almost.s FROM t JOIN almost;
CREATE VIEW ww AS SELECT 1 AS one;
CREATE PROCEDURE pp(IN x int) SELECT x;
CREATE FUNCTION ff(a int) RETURNS int DETERMINISTIC RETURN a + 1;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1, NEW.`b` = 2;
CREATE EVENT ev ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DISABLE DO SELECT 1;
";
    database.execute(sql).await;
    let mut connection = connect(&database).await;
    let schema = inspect(&mut connection).await;
    let tables: Vec<&str> = schema
        .tables
        .iter()
        .map(|table| table.name.name.as_str())
        .collect();
    assert_eq!(tables, ["almost", "t"]);
    let listed: Vec<(&str, &str, Option<&str>, Option<&str>)> = schema
        .unsupported
        .iter()
        .map(|item| {
            assert!(item.definition.is_some());
            let on = item.on.as_ref().map(|on| on.name.as_str());
            (
                item.kind.as_str(),
                item.object.as_str(),
                on,
                item.column.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            ("table", "ap", Some("ap"), None),
            ("event", "ev", None, None),
            ("function", "ff", None, None),
            ("procedure", "pp", None, None),
            ("partitioned table", "pt", Some("pt"), None),
            ("sequence", "sq", Some("sq"), None),
            ("system-versioned table", "sv", Some("sv"), None),
            ("default", "t.s", Some("t"), Some("s")),
            ("trigger", "tr", Some("t"), Some("a")),
            ("trigger", "tr", Some("t"), Some("b")),
        ]
    );
    let again = Engine::MariaDb.database().await;
    again.execute(sql).await;
    let mut connection = connect(&again).await;
    assert_eq!(
        inspect(&mut connection).await,
        schema,
        "the same in another database"
    );
}

/// The statements of the triggers that are listed.
fn triggers(schema: &Schema) -> Vec<&str> {
    let items = schema.unsupported.iter();
    let items = items.filter(|item| item.kind == "trigger");
    let texts = items.filter_map(|item| item.definition.as_deref());
    let texts = texts.filter_map(|text| text.split(" /*").next());
    texts.collect()
}

#[tokio::test]
async fn a_trigger_on_a_table_that_is_not_open_leaves_the_others_their_words() {
    let database = Engine::MariaDb.database().await;
    let sql = "
CREATE TABLE part (a int) ENGINE=MyISAM;
CREATE TABLE whole (a int) ENGINE=MERGE UNION=(part);
CREATE TRIGGER x_whole BEFORE INSERT ON whole FOR EACH ROW SET NEW.a = 1;
CREATE TABLE t (a int);
CREATE TRIGGER y_t BEFORE INSERT ON t FOR EACH  ROW SET NEW.a = 2;
DROP TABLE part";
    database.execute(sql).await;
    let mut connection = connect(&database).await;
    let schema = inspect(&mut connection).await;
    assert_eq!(
        triggers(&schema),
        [
            "CREATE TRIGGER `x_whole` BEFORE INSERT ON `whole` FOR EACH ROW SET NEW.a = 1",
            &as_shown(&database, "y_t").await,
        ]
    );
}

#[tokio::test]
async fn a_trigger_that_goes_while_triggers_are_read_leaves_the_others_their_words() {
    let database = Engine::MariaDb.database().await;
    let sql = "
CREATE TABLE t (a int);
CREATE TRIGGER x_gone BEFORE UPDATE ON t FOR EACH ROW SET NEW.a = 1;
CREATE TRIGGER y_t BEFORE INSERT ON t FOR EACH  ROW SET NEW.a = 2";
    database.execute(sql).await;
    let proxy = Proxy::open(&database).await;
    let mut through = MySqlConnection::connect(proxy.url()).await.unwrap();
    let mut held = proxy.hold("SHOW CREATE TRIGGER");
    let reading = tokio::spawn(async move { inspect(&mut through).await });
    held.reached().await;
    database.execute("DROP TRIGGER x_gone").await;
    drop(held);
    let schema = reading.await.expect("a schema");
    assert_eq!(triggers(&schema), [as_shown(&database, "y_t").await]);
}

/// The statement of a trigger without the account that made it. MySQL writes its first words anew, MariaDB does not.
async fn as_shown(database: &Database, name: &str) -> String {
    let mut session = Session::open(database).await;
    let row = session.row(&format!("SHOW CREATE TRIGGER {name}")).await;
    let (_, text) = row[2].split_once(" TRIGGER ").expect("a trigger");
    assert!(text.contains("FOR EACH  ROW"), "{text}");
    // It keeps what stood behind the statement, too.
    format!("CREATE TRIGGER {}", text.trim_end().trim_end_matches(';'))
}

#[tokio::test]
async fn an_empty_database_is_an_empty_schema_and_no_database_is_an_error() {
    let database = Engine::MariaDb.database().await;
    let mut connection = connect(&database).await;
    let flavor = mysql::server(&mut connection).await.unwrap().flavor;
    assert_eq!(flavor.vendor, Vendor::MariaDb);
    let mut empty = inspect(&mut connection).await;
    assert!(empty.collation.take().is_some());
    assert_eq!(empty, Schema::new(flavor));
    let server = database.url().rsplit_once('/').unwrap().0;
    let mut connection = MySqlConnection::connect(server).await.unwrap();
    let error = mysql::server(&mut connection).await.unwrap_err();
    assert!(error.to_string().contains("no database"), "{error}");
}
