//! The dialect of MySQL and MariaDB against a real MariaDB.
//!
//! What is inspected can be written again as it was, every edit does to the database what it does
//! to the model, and no row is lost on the way.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection};
use trueup::ValueType;
use trueup::dialect::{Dialect, Obstacle, Rendered, Scene, Statement};
use trueup::diff::{Edit, apply};
use trueup::live::{Expression, Place, Scope, mysql};
use trueup::meta::{DefaultMeta, SqlMeta};
use trueup::model::{
    Action, AutoIncrement, Check, Column, ForeignKey, Generated, Index, IndexPart, Name, Object,
    ObjectId, PrimaryKey, Schema, Table, TableName, Target, Vendor,
};
use trueup_tests::engines::{Database, Engine};

async fn connect(database: &Database) -> MySqlConnection {
    let mut connection = MySqlConnection::connect(database.url())
        .await
        .expect("a connection");
    let session = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION', SESSION lock_wait_timeout = 5";
    run(&mut connection, session).await;
    connection
}

async fn run(connection: &mut MySqlConnection, sql: &str) {
    if let Err(error) = connection
        .execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())))
        .await
    {
        panic!("{error}\nin: {sql}");
    }
}

async fn inspect(connection: &mut MySqlConnection) -> Schema {
    let server = mysql::server(connection)
        .await
        .expect("a readable catalogue");
    mysql::inspect(connection, server.flavor, &Scope::All)
        .await
        .expect("a readable catalogue")
}

/// The edits that create all tables, foreign keys last.
fn creation(schema: &Schema) -> Vec<Edit> {
    let tables = schema.tables.iter().map(|table| {
        let table = Table {
            foreign_keys: Vec::new(),
            ..table.clone()
        };
        Edit::Create(Object::Table(Box::new(table)))
    });
    let keys = schema.tables.iter().flat_map(|table| {
        table.foreign_keys.iter().map(|key| {
            Edit::Create(Object::ForeignKey(
                table.name.clone(),
                Box::new(key.clone()),
            ))
        })
    });
    tables.chain(keys).collect()
}

fn render(before: &Schema, edit: &Edit) -> (Schema, Result<Rendered, Obstacle>) {
    let mut after = before.clone();
    apply(&mut after, edit);
    let scene = Scene {
        before,
        after: &after,
        is_new: false,
    };
    let rendered = Dialect::of(before.flavor).render(edit, scene);
    (after, rendered)
}

/// Makes the edits one by one; the database must be as the model says after each.
async fn make(connection: &mut MySqlConnection, edits: &[Edit]) -> Schema {
    let mut schema = inspect(connection).await;
    for edit in edits {
        let (after, rendered) = render(&schema, edit);
        let statements = rendered.expect("a way to make the edit").statements;
        for statement in &statements {
            assert!(!statement.transactional, "{}", statement.sql);
            run(connection, &statement.sql).await;
        }
        let read = inspect(connection).await;
        assert_same(&read, &after.sorted(), &statements);
        schema = read;
    }
    schema
}

/// Says which table is not as expected, and not all of both schemas.
fn assert_same(read: &Schema, expected: &Schema, statements: &[Statement]) {
    for table in &expected.tables {
        let found = read.table(&table.name);
        assert_eq!(found, Some(table), "after {statements:#?}");
    }
    assert_eq!(read, expected, "after {statements:#?}");
}

fn name(text: &str) -> TableName {
    TableName::new(text)
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

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
CREATE TABLE pk (a varchar(20), PRIMARY KEY (a(5)));
CREATE TABLE pc (a int, PRIMARY KEY (a) COMMENT 'why');
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
    assert_eq!(tables, ["almost", "pc", "t"]);
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
            ("primary key", "pc", Some("pc"), None),
            ("table", "pk", Some("pk"), None),
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

fn column(text: &str, data_type: &str) -> Column {
    Column::new(text, data_type)
}

fn required(text: &str, data_type: &str) -> Column {
    Column {
        nullable: false,
        ..Column::new(text, data_type)
    }
}

fn create_column(column: Column) -> Edit {
    Edit::Create(Object::Column(name("t"), Box::new(column)))
}

fn alter_column(from: Column, to: Column) -> Edit {
    Edit::Alter {
        from: Object::Column(name("t"), Box::new(from)),
        to: Object::Column(name("t"), Box::new(to)),
    }
}

/// A table with rows on which edits are made.
async fn filled() -> (Database, MySqlConnection) {
    let database = Engine::MariaDb.database().await;
    database
        .execute(
            "CREATE TABLE p (id int PRIMARY KEY, u varchar(20) NOT NULL, UNIQUE KEY u (u));
             INSERT INTO p VALUES (1, 'one'), (2, 'two');
             CREATE TABLE t (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, a int NOT NULL DEFAULT 1, b varchar(20) COMMENT 'it''s',
               c varchar(20), ts timestamp NULL, pid int, KEY a (a, b));
             INSERT INTO t (a, b, c, pid) VALUES (1, 'x', '1', 1), (2, NULL, '2', 2), (3, 'z', '3', NULL);",
        )
        .await;
    let connection = connect(&database).await;
    (database, connection)
}

#[tokio::test]
async fn columns_are_added_changed_renamed_and_dropped() {
    let (database, mut connection) = filled().await;
    let longer = column("b", "varchar(40)");
    let bytes = Column {
        collation: Some("utf8mb4_bin".to_owned()),
        ..column("b", "varchar(40)")
    };
    let edits = [
        create_column(column("n", "int(11)")),
        create_column(Column {
            default: Some("'it''s'".to_owned()),
            comment: Some("why\n'\\".to_owned()),
            ..required("txt", "varchar(20)")
        }),
        create_column(Column {
            default: Some("current_timestamp(6)".to_owned()),
            on_update: Some("current_timestamp(6)".to_owned()),
            ..required("at", "timestamp(6)")
        }),
        create_column(column("ts2", "timestamp(6)")),
        create_column(Column {
            generated: Some(Generated {
                expression: "`a` + 1".to_owned(),
                stored: false,
            }),
            ..column("v", "int(11)")
        }),
        create_column(Column {
            generated: Some(Generated {
                expression: "`a` + 2".to_owned(),
                stored: true,
            }),
            ..column("s", "bigint(20)")
        }),
        create_column(column("doc", "json")),
        create_column(Column {
            invisible: true,
            ..column("hidden", "int(11)")
        }),
        alter_column(column("b", "varchar(20)"), longer.clone()),
        alter_column(longer.clone(), bytes.clone()),
        alter_column(bytes, longer),
        alter_column(column("c", "varchar(20)"), column("c", "json")),
        alter_column(column("c", "json"), column("c", "varchar(20)")),
        alter_column(column("a", "int(11)"), column("a", "bigint(20)")),
        alter_column(
            Column {
                invisible: true,
                ..column("hidden", "int(11)")
            },
            column("hidden", "int(11)"),
        ),
        alter_column(
            Column {
                on_update: Some("current_timestamp(6)".to_owned()),
                ..column("at", "timestamp(6)")
            },
            column("at", "timestamp(6)"),
        ),
        Edit::Rename {
            from: ObjectId::Column(name("t"), "a".to_owned()),
            to: ObjectId::Column(name("t"), "order".to_owned()),
        },
        Edit::Drop(Object::Column(name("t"), Box::new(column("n", "int(11)")))),
        Edit::Drop(Object::Column(name("t"), Box::new(column("v", "int(11)")))),
    ];
    make(&mut connection, &edits).await;
    assert_eq!(database.count("t").await, 3);
    let kept: Vec<(i64, Option<String>, String)> =
        sqlx::query_as("SELECT `order`, b, c FROM t ORDER BY id")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    assert_eq!(kept[0], (1, Some("x".to_owned()), "1".to_owned()));
    assert_eq!(kept[1], (2, None, "2".to_owned()));
}

#[tokio::test]
async fn a_computed_column_changes_its_expression_and_its_kind() {
    let (_database, mut connection) = filled().await;
    let of = |expression: &str, stored: bool| Column {
        generated: Some(Generated {
            expression: expression.to_owned(),
            stored,
        }),
        ..column("g", "int(11)")
    };
    make(
        &mut connection,
        &[
            create_column(of("`a` + 1", false)),
            alter_column(of("`a` + 1", false), of("`a` + 2", false)),
            alter_column(of("`a` + 2", false), of("`a` + 2", true)),
            alter_column(of("`a` + 2", true), of("`a` + 3", true)),
            alter_column(of("`a` + 3", true), column("g", "int(11)")),
        ],
    )
    .await;
    let values: Vec<i32> = sqlx::query_scalar("SELECT g FROM t ORDER BY id")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    assert_eq!(values, [4, 5, 6]);
    let schema = inspect(&mut connection).await;
    let (_, refused) = render(
        &schema,
        &alter_column(column("g", "int(11)"), of("`a`", true)),
    );
    assert!(refused.is_err(), "stored values would be replaced");
}

#[tokio::test]
async fn not_null_default_and_comment_keep_the_rest_of_the_column() {
    let (database, mut connection) = filled().await;
    let t = || name("t");
    let default = |text: &str| Object::Default(t(), "a".to_owned(), text.to_owned());
    let comment = |column: Option<&str>, text: &str| {
        Object::Comment(t(), column.map(str::to_owned), text.to_owned())
    };
    let not_null = |column: &str| Object::NotNull(t(), column.to_owned());
    make(
        &mut connection,
        &[
            Edit::Create(not_null("c")),
            Edit::Drop(not_null("c")),
            Edit::Drop(not_null("a")),
            Edit::Create(not_null("a")),
            Edit::Alter {
                from: default("1"),
                to: default("7"),
            },
            Edit::Alter {
                from: default("7"),
                to: default("(1 + 2)"),
            },
            Edit::Drop(default("(1 + 2)")),
            Edit::Create(default("5")),
            Edit::Drop(not_null("a")),
            Edit::Drop(default("5")),
            Edit::Create(Object::Default(
                t(),
                "ts".to_owned(),
                "current_timestamp()".to_owned(),
            )),
            Edit::Drop(Object::Default(
                t(),
                "ts".to_owned(),
                "current_timestamp()".to_owned(),
            )),
            Edit::Create(comment(Some("c"), "it's \\ a\n\"comment\"")),
            Edit::Alter {
                from: comment(Some("b"), "it's"),
                to: comment(Some("b"), "ünï"),
            },
            Edit::Drop(comment(Some("b"), "ünï")),
            Edit::Create(comment(None, "of the table")),
            Edit::Drop(comment(None, "of the table")),
        ],
    )
    .await;
    assert_eq!(database.count("t").await, 3);
    let schema = inspect(&mut connection).await;
    assert!(render(&schema, &Edit::Drop(not_null("id"))).1.is_err());
}

#[tokio::test]
async fn a_new_default_keeps_what_an_update_sets() {
    let (database, mut connection) = filled().await;
    let at = |on_update: bool| Column {
        on_update: on_update.then(|| "current_timestamp()".to_owned()),
        ..required("at", "datetime")
    };
    let with_default = Column {
        default: Some("current_timestamp()".to_owned()),
        ..at(true)
    };
    let default = |text: &str| Object::Default(name("t"), "at".to_owned(), text.to_owned());
    make(
        &mut connection,
        &[
            create_column(with_default),
            Edit::Alter {
                from: default("current_timestamp()"),
                to: default("'2020-01-01 00:00:00'"),
            },
            alter_column(at(true), at(false)),
            Edit::Drop(default("'2020-01-01 00:00:00'")),
        ],
    )
    .await;
    // With the clause and without a default the column cannot be, so only the end is compared.
    let mut schema = inspect(&mut connection).await;
    for edit in [
        alter_column(at(false), at(true)),
        Edit::Create(default("current_timestamp()")),
    ] {
        let (after, rendered) = render(&schema, &edit);
        for statement in rendered.unwrap().statements {
            run(&mut connection, &statement.sql).await;
        }
        schema = after;
    }
    assert_same(&inspect(&mut connection).await, &schema.sorted(), &[]);
    assert_eq!(database.count("t").await, 3);
}

#[tokio::test]
async fn an_index_that_the_engine_made_stays_when_another_one_comes() {
    let (database, mut connection) = filled().await;
    database
        .execute("ALTER TABLE t ADD FOREIGN KEY (pid) REFERENCES p (id)")
        .await;
    let index = |text: &str, columns: &[&str]| {
        Object::Index(
            name("t"),
            Box::new(Index::over(Name::chosen(text), columns)),
        )
    };
    make(
        &mut connection,
        &[
            Edit::Create(index("wider", &["pid", "a"])),
            Edit::Drop(index("pid", &["pid"])),
        ],
    )
    .await;
    database.execute("ALTER TABLE t DROP FOREIGN KEY t_ibfk_1, DROP INDEX wider; ALTER TABLE t ADD FOREIGN KEY (pid) REFERENCES p (id); ALTER TABLE t DROP FOREIGN KEY t_ibfk_1").await;
    let again = key("again", &["pid"], &["id"]);
    make(
        &mut connection,
        &[Edit::Create(Object::ForeignKey(name("t"), Box::new(again)))],
    )
    .await;
    assert_eq!(database.count("t").await, 3);
}

#[tokio::test]
async fn indexes_come_change_and_go() {
    let (database, mut connection) = filled().await;
    let index = |index: Index| Object::Index(name("t"), Box::new(index));
    let plain = Index::over(Name::chosen("i"), &["b", "c"]);
    let rich = Index {
        parts: vec![
            IndexPart {
                length: Some(3),
                ..IndexPart::column("b")
            },
            IndexPart {
                descending: true,
                ..IndexPart::column("a")
            },
        ],
        options: BTreeMap::from([("comment".to_owned(), "it's".to_owned())]),
        ..Index::over(Name::chosen("i"), &[])
    };
    let hidden = Index {
        options: BTreeMap::from([
            ("comment".to_owned(), "it's".to_owned()),
            ("visibility".to_owned(), "ignored".to_owned()),
        ]),
        ..rich.clone()
    };
    let unique = Index {
        unique: true,
        ..Index::over(Name::chosen("u"), &["c"])
    };
    let text = Index {
        method: Some("FULLTEXT".to_owned()),
        ..Index::over(Name::chosen("f"), &["b"])
    };
    make(
        &mut connection,
        &[
            Edit::Create(index(plain.clone())),
            Edit::Alter {
                from: index(plain),
                to: index(rich.clone()),
            },
            Edit::Alter {
                from: index(rich.clone()),
                to: index(hidden.clone()),
            },
            Edit::Alter {
                from: index(hidden),
                to: index(rich.clone()),
            },
            Edit::Create(index(unique.clone())),
            Edit::Rename {
                from: ObjectId::Index(name("t"), "u".to_owned()),
                to: ObjectId::Index(name("t"), "u`2".to_owned()),
            },
            Edit::Drop(index(Index {
                name: Name::chosen("u`2"),
                ..unique
            })),
            Edit::Create(index(text.clone())),
            Edit::Drop(index(text)),
            Edit::Drop(index(rich)),
        ],
    )
    .await;
    assert_eq!(database.count("t").await, 3);
}

fn key(text: &str, columns: &[&str], target: &[&str]) -> ForeignKey {
    ForeignKey {
        name: Name::chosen(text),
        columns: strings(columns),
        target: name("p"),
        target_columns: strings(target),
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        clauses: Vec::new(),
    }
}

#[tokio::test]
async fn keys_and_checks_come_change_and_go() {
    let (database, mut connection) = filled().await;
    let foreign = |key: ForeignKey| Object::ForeignKey(name("t"), Box::new(key));
    let cascade = ForeignKey {
        on_delete: Action::SetNull,
        on_update: Action::Cascade,
        ..key("f", &["pid"], &["id"])
    };
    let index = Object::Index(
        name("t"),
        Box::new(Index::over(Name::chosen("f"), &["pid"])),
    );
    let check = |text: &str| {
        Object::Check(
            name("t"),
            Check {
                name: Name::chosen("ck"),
                expression: text.to_owned(),
                clauses: Vec::new(),
            },
        )
    };
    let inline = |text: &str| {
        Object::Check(
            name("t"),
            Check {
                name: Name::chosen("a"),
                expression: text.to_owned(),
                clauses: vec!["COLUMN".to_owned()],
            },
        )
    };
    let schema = make(
        &mut connection,
        &[
            Edit::Create(index.clone()),
            Edit::Create(foreign(key("f", &["pid"], &["id"]))),
            Edit::Alter {
                from: foreign(key("f", &["pid"], &["id"])),
                to: foreign(cascade.clone()),
            },
            Edit::Rename {
                from: ObjectId::ForeignKey(name("t"), "f".to_owned()),
                to: ObjectId::ForeignKey(name("t"), "f2".to_owned()),
            },
            Edit::Create(check("`a` > 0")),
            Edit::Alter {
                from: check("`a` > 0"),
                to: check("`a` > 0 and `b` <> 'it''s'"),
            },
            Edit::Rename {
                from: ObjectId::Check(name("t"), "ck".to_owned()),
                to: ObjectId::Check(name("t"), "ck2".to_owned()),
            },
            Edit::Create(inline("`a` < 100")),
            Edit::Alter {
                from: inline("`a` < 100"),
                to: inline("`a` < 200"),
            },
        ],
    )
    .await;
    assert!(
        render(&schema, &Edit::Drop(index.clone())).1.is_err(),
        "the key needs it"
    );
    let renamed = ForeignKey {
        name: Name::chosen("f2"),
        ..cascade
    };
    make(
        &mut connection,
        &[
            Edit::Drop(inline("`a` < 200")),
            Edit::Drop(Object::Check(
                name("t"),
                Check {
                    name: Name::chosen("ck2"),
                    expression: String::new(),
                    clauses: Vec::new(),
                },
            )),
            Edit::Drop(foreign(renamed)),
            Edit::Drop(index),
        ],
    )
    .await;
    assert_eq!(database.count("t").await, 3);
}

#[tokio::test]
async fn a_check_that_a_row_fails_is_refused_wherever_it_stands() {
    let (_database, mut connection) = filled().await;
    let schema = inspect(&mut connection).await;
    for (text, clauses) in [("ck", Vec::new()), ("a", vec!["COLUMN".to_owned()])] {
        let check = Check {
            name: Name::chosen(text),
            expression: "`a` > 1".to_owned(),
            clauses,
        };
        let (_, rendered) = render(&schema, &Edit::Create(Object::Check(name("t"), check)));
        for statement in rendered.unwrap().statements {
            let refused = connection
                .execute(sqlx::raw_sql(AssertSqlSafe(statement.sql)))
                .await;
            assert!(refused.unwrap_err().to_string().contains("4025"));
        }
    }
    run(
        &mut connection,
        "UPDATE t SET b = '{'; ALTER TABLE t DROP INDEX a, MODIFY b longtext COLLATE utf8mb4_bin",
    )
    .await;
    let schema = inspect(&mut connection).await;
    let edit = alter_column(column("b", "longtext"), column("b", "json"));
    for statement in render(&schema, &edit).1.unwrap().statements {
        let refused = connection
            .execute(sqlx::raw_sql(AssertSqlSafe(statement.sql)))
            .await;
        assert!(refused.is_err(), "not every text is a document");
    }
}

#[tokio::test]
async fn a_column_that_numbers_itself_comes_and_goes_before_its_key_does() {
    let database = Engine::MariaDb.database().await;
    database
        .execute("CREATE TABLE t (a int NOT NULL); INSERT INTO t VALUES (10), (20)")
        .await;
    let mut connection = connect(&database).await;
    let id = Column {
        auto_increment: Some(AutoIncrement::Default),
        ..required("id", "bigint(20)")
    };
    let primary = |columns: &[&str]| {
        Object::PrimaryKey(
            name("t"),
            PrimaryKey {
                name: None,
                columns: strings(columns),
                clauses: Vec::new(),
            },
        )
    };
    let numbered = [
        create_column(id.clone()),
        Edit::Create(primary(&["id"])),
        Edit::Alter {
            from: primary(&["id"]),
            to: primary(&["id", "a"]),
        },
        Edit::Drop(primary(&["id", "a"])),
        alter_column(id.clone(), required("id", "bigint(20)")),
        Edit::Create(primary(&["id"])),
        alter_column(required("id", "bigint(20)"), id.clone()),
        Edit::Drop(primary(&["id"])),
        Edit::Drop(Object::Column(name("t"), Box::new(id))),
    ];
    // In between the database holds a key that the model does not: only the ends are compared.
    let mut schema = inspect(&mut connection).await;
    for (at, edit) in numbered.iter().enumerate() {
        let (after, rendered) = render(&schema, edit);
        for statement in rendered.unwrap().statements {
            run(&mut connection, &statement.sql).await;
        }
        schema = after;
        if ![0, 3, 7].contains(&at) {
            assert_eq!(
                inspect(&mut connection).await,
                schema.clone().sorted(),
                "after {edit:?}"
            );
        }
    }
    assert_eq!(database.count("t").await, 2);
}

#[tokio::test]
async fn tables_are_renamed_with_the_names_of_their_keys_and_dropped() {
    let (database, mut connection) = filled().await;
    database
        .execute("ALTER TABLE t ADD FOREIGN KEY (pid) REFERENCES p (id)")
        .await;
    make(
        &mut connection,
        &[
            Edit::Rename {
                from: ObjectId::Table(name("t")),
                to: ObjectId::Table(name("select")),
            },
            Edit::Rename {
                from: ObjectId::Table(name("p")),
                to: ObjectId::Table(name("p2")),
            },
        ],
    )
    .await;
    assert_eq!(database.count("select").await, 3);
    let schema = inspect(&mut connection).await;
    let table = schema.table(&name("select")).unwrap().clone();
    make(
        &mut connection,
        &[Edit::Drop(Object::Table(Box::new(table)))],
    )
    .await;
}

#[tokio::test]
async fn options_of_a_table_change_and_go_back() {
    let (database, mut connection) = filled().await;
    let options = |pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Object::Table(Box::new(Table {
            options: pairs.collect(),
            ..Table::new(name("t"))
        }))
    };
    let states = [
        options(&[]),
        options(&[
            ("collation", "utf8mb4_unicode_ci"),
            ("row_format", "COMPRESSED"),
            ("key_block_size", "8"),
        ]),
        options(&[
            ("collation", "utf8mb4_bin"),
            ("stats_persistent", "1"),
            ("max_rows", "10"),
        ]),
        options(&[("engine", "Aria")]),
        options(&[("`page_compressed`", "1")]),
        options(&[]),
    ];
    let edits: Vec<Edit> = states
        .windows(2)
        .map(|pair| Edit::Alter {
            from: pair[0].clone(),
            to: pair[1].clone(),
        })
        .collect();
    make(&mut connection, &edits).await;
    assert_eq!(database.count("t").await, 3);
}

#[tokio::test]
async fn names_may_hold_anything() {
    let hostile = [
        "a`b",
        "x\"y'z",
        "select",
        "ünï日本",
        "new\nline",
        "back\\slash",
        "a b",
        "%s?",
        "-- c",
        "'); --",
    ];
    let database = Engine::MariaDb.database().await;
    let mut connection = connect(&database).await;
    run(&mut connection, "ALTER DATABASE CHARACTER SET utf8mb4").await;
    let mut edits = Vec::new();
    for text in hostile {
        let mut table = Table::new(name(text));
        table.columns.push(Column {
            comment: Some(text.to_owned()),
            default: Some(
                Dialect::of(mysql::server(&mut connection).await.unwrap().flavor)
                    .ddl()
                    .literal(text),
            ),
            ..required(text, "varchar(64)")
        });
        table
            .columns
            .push(column(&format!("{text}2"), "varchar(64)"));
        table.primary_key = Some(PrimaryKey {
            name: None,
            columns: strings(&[text]),
            clauses: Vec::new(),
        });
        table
            .indexes
            .push(Index::over(Name::chosen(text), &[&format!("{text}2")]));
        table.comment = Some(text.to_owned());
        edits.push(Edit::Create(Object::Table(Box::new(table))));
        edits.push(Edit::Create(Object::ForeignKey(
            name(text),
            Box::new(ForeignKey {
                target: name(text),
                ..key(&format!("fk {text}"), &[&format!("{text}2")], &[text])
            }),
        )));
    }
    for text in hostile {
        edits.push(Edit::Rename {
            from: ObjectId::Column(name(text), text.to_owned()),
            to: ObjectId::Column(name(text), format!("{text}3")),
        });
    }
    make(&mut connection, &edits).await;
}

#[tokio::test]
async fn every_type_reads_back_as_it_is_written() {
    let database = Engine::MariaDb.database().await;
    let mut connection = connect(&database).await;
    let flavor = mysql::server(&mut connection).await.unwrap().flavor;
    let dialect = Dialect::of(flavor);
    let mut table = Table::new(name("t"));
    for (at, value) in ValueType::PLAIN.into_iter().enumerate() {
        for nullable in [true, false] {
            let data_type = dialect.ddl().column_type(value, None).unwrap();
            table.columns.push(Column {
                nullable,
                ..column(&format!("c{at}{nullable}"), &data_type)
            });
        }
    }
    for value in [ValueType::Text, ValueType::Bytes] {
        let data_type = dialect.ddl().column_type(value, Some(100)).unwrap();
        table
            .columns
            .push(column(&format!("l{value:?}"), &data_type));
    }
    let mut schema = Schema::new(flavor);
    schema.tables.push(table.clone());
    assert_eq!(dialect.ddl().canonical(schema.clone()), schema);
    make(
        &mut connection,
        &[Edit::Create(Object::Table(Box::new(table)))],
    )
    .await;
}

#[tokio::test]
async fn the_greatest_decimal_is_stored_exactly() {
    let database = Engine::MariaDb.database().await;
    let mut connection = connect(&database).await;
    let flavor = mysql::server(&mut connection).await.unwrap().flavor;
    let data_type = Dialect::of(flavor)
        .ddl()
        .column_type(ValueType::Decimal, None)
        .unwrap();
    run(
        &mut connection,
        &format!("CREATE TABLE t (d {data_type} PRIMARY KEY)"),
    )
    .await;
    let smallest = rust_decimal::Decimal::new(1, 28);
    for value in [
        rust_decimal::Decimal::MAX,
        rust_decimal::Decimal::MIN,
        smallest,
    ] {
        sqlx::query("INSERT INTO t VALUES (?)")
            .bind(value)
            .execute(&mut connection)
            .await
            .unwrap();
    }
    let read: Vec<rust_decimal::Decimal> = sqlx::query_scalar("SELECT d FROM t ORDER BY d")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    assert_eq!(
        read,
        [
            rust_decimal::Decimal::MIN,
            smallest,
            rust_decimal::Decimal::MAX
        ]
    );
}

#[tokio::test]
async fn defaults_read_back_as_written_or_as_the_server_spells_them() {
    let cases = [
        (DefaultMeta::Bool(true), ValueType::Bool),
        (DefaultMeta::Number("-7"), ValueType::I32),
        (DefaultMeta::Number("18446744073709551615"), ValueType::U64),
        (DefaultMeta::Number("1.50"), ValueType::F64),
        (DefaultMeta::Number("1e20"), ValueType::F64),
        (DefaultMeta::Number("123456789.125"), ValueType::F32),
        (DefaultMeta::Number("-1.5"), ValueType::Decimal),
        (DefaultMeta::Text("it's \\ \"q\"\n\r\t%_"), ValueType::Text),
        (
            DefaultMeta::Text("67e55044-10b1-426f-9247-bb680e5fe0c8"),
            ValueType::Uuid,
        ),
        (DefaultMeta::Text("{\"a\": [1]}"), ValueType::Json),
        (DefaultMeta::Text("2020-02-03"), ValueType::Date),
        (DefaultMeta::Text("10:20:30"), ValueType::Time),
        (
            DefaultMeta::Text("2020-02-03 10:20:30"),
            ValueType::DateTime,
        ),
        (DefaultMeta::Now, ValueType::Date),
        (DefaultMeta::Now, ValueType::Time),
        (DefaultMeta::Now, ValueType::DateTime),
        (DefaultMeta::Now, ValueType::Instant),
        (DefaultMeta::Sql(SqlMeta::Same("1+ 2 * A")), ValueType::I64),
        (
            DefaultMeta::Sql(SqlMeta::Same("CONCAT('a','b')")),
            ValueType::Text,
        ),
    ];
    let database = Engine::MariaDb.database().await;
    let mut connection = connect(&database).await;
    let flavor = mysql::server(&mut connection).await.unwrap().flavor;
    let dialect = Dialect::of(flavor);
    let mut table = Table::new(name("t"));
    table.columns.push(column("a", "int(11)"));
    let mut questions = Vec::new();
    for (at, (default, value)) in cases.iter().enumerate() {
        let text = dialect.ddl().default_expression(default, *value).unwrap();
        table.columns.push(Column {
            default: Some(text.clone()),
            ..column(
                &format!("c{at}"),
                &dialect.ddl().column_type(*value, None).unwrap(),
            )
        });
        questions.push(Expression {
            table: name("t"),
            place: Place::Default(format!("c{at}")),
            text,
        });
    }
    let refused = Expression {
        table: name("t"),
        place: Place::Check("c".to_owned()),
        text: "no_such_column > 0".to_owned(),
    };
    let reaching_out = Expression {
        text: "a > 0); DROP TABLE t; --".to_owned(),
        ..refused.clone()
    };
    questions.extend([refused.clone(), reaching_out.clone()]);
    let mut schema = Schema::new(flavor);
    schema.tables.push(table);
    for edit in creation(&schema) {
        for statement in render(&Schema::new(flavor), &edit).1.unwrap().statements {
            run(&mut connection, &statement.sql).await;
        }
    }
    let read = inspect(&mut connection).await;
    let spelled = mysql::normalize(&mut connection, &schema, &questions)
        .await
        .unwrap();
    assert!(!spelled.contains_key(&refused) && !spelled.contains_key(&reaching_out));
    for question in &questions {
        let Place::Default(column) = &question.place else {
            continue;
        };
        let found = read
            .table(&name("t"))
            .unwrap()
            .column(column)
            .unwrap()
            .default
            .clone()
            .unwrap();
        assert_eq!(spelled[question], found);
        let is_exact = dialect.ddl().is_same_expression(&question.text, &found);
        let is_expected = !["1e20", "123456789.125", "1+ 2 * A"].contains(&question.text.as_str());
        assert_eq!(
            is_exact,
            is_expected || is_exact,
            "{} is read as {found}",
            question.text
        );
    }
    assert_eq!(
        inspect(&mut connection).await,
        read,
        "nothing is left behind"
    );
}

#[tokio::test]
async fn checks_and_computed_columns_are_spelled_as_the_catalogue_does() {
    let (_database, mut connection) = filled().await;
    run(
        &mut connection,
        "ALTER TABLE t ADD CONSTRAINT ck CHECK (A>0 AND b <> 'it''s, (' ), ADD COLUMN g int AS (A+1) STORED, ADD COLUMN l int CHECK (l IN (1,2))",
    )
    .await;
    let schema = inspect(&mut connection).await;
    let table = schema.table(&name("t")).unwrap();
    let ask = |place: Place, text: &str| Expression {
        table: name("t"),
        place,
        text: text.to_owned(),
    };
    let questions = [
        ask(Place::Check("ck".to_owned()), "A>0 AND b <> 'it''s, (' "),
        ask(Place::Check("l".to_owned()), "l IN (1,2)"),
        ask(Place::Generated("g".to_owned()), "A+1"),
    ];
    let spelled = mysql::normalize(&mut connection, &schema, &questions)
        .await
        .unwrap();
    let check = |text: &str| {
        table
            .checks
            .iter()
            .find(|check| check.name.text() == text)
            .unwrap()
            .expression
            .clone()
    };
    assert_eq!(spelled[&questions[0]], check("ck"));
    assert_eq!(spelled[&questions[1]], check("l"));
    assert_eq!(
        spelled[&questions[2]],
        table
            .column("g")
            .unwrap()
            .generated
            .as_ref()
            .unwrap()
            .expression
    );
}

#[tokio::test]
async fn the_index_that_the_engine_makes_for_a_foreign_key_is_the_one_expected() {
    let (_database, mut connection) = filled().await;
    let flavor = mysql::server(&mut connection).await.unwrap().flavor;
    let live = inspect(&mut connection).await;
    let mut desired = live.clone();
    desired.flavor = flavor;
    let table = desired.table_mut(&name("t")).unwrap();
    table
        .foreign_keys
        .push(key("t_pid_fkey", &["pid"], &["id"]));
    let desired = Dialect::of(flavor).ddl().canonical(desired);
    let edit = Edit::Create(Object::ForeignKey(
        name("t"),
        Box::new(key("t_pid_fkey", &["pid"], &["id"])),
    ));
    for statement in render(&live, &edit).1.unwrap().statements {
        run(&mut connection, &statement.sql).await;
    }
    let mut read = inspect(&mut connection).await;
    for index in &mut read.table_mut(&name("t")).unwrap().indexes {
        if index.name.text() == "t_pid_fkey" {
            index.name = Name::implicit("t_pid_fkey");
        }
    }
    assert_eq!(read, desired);
}

#[tokio::test]
async fn what_cannot_be_done_says_why_and_how_to_go_on() {
    let (_database, mut connection) = filled().await;
    let schema = inspect(&mut connection).await;
    let expression = Index {
        parts: vec![IndexPart {
            target: Target::Expression("a + 1".to_owned()),
            ..IndexPart::column("a")
        }],
        ..Index::over(Name::chosen("i"), &[])
    };
    let partial = Index {
        predicate: Some("a > 0".to_owned()),
        ..Index::over(Name::chosen("i"), &["a"])
    };
    let set_default = ForeignKey {
        on_delete: Action::SetDefault,
        ..key("f", &["pid"], &["id"])
    };
    for edit in [
        Edit::Create(Object::Namespace("n".to_owned())),
        Edit::Create(Object::Index(name("t"), Box::new(expression))),
        Edit::Create(Object::Index(name("t"), Box::new(partial))),
        Edit::Create(Object::ForeignKey(name("t"), Box::new(set_default))),
        Edit::Drop(Object::Column(
            name("t"),
            Box::new(column("b", "varchar(20)")),
        )),
    ] {
        let obstacle = render(&schema, &edit).1.unwrap_err();
        assert!(!obstacle.reason.is_empty() && !obstacle.way_out.is_empty());
    }
}
