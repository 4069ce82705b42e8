//! How a table is kept.

use trueup::meta::TableMeta;
use trueup::{Mode, Registry, Status, Table};
use trueup_tests::boots::{boot, boot_in, migrator};
use trueup_tests::case::{Case, ENGINES};
use trueup_tests::engines::Engine;
use trueup_tests::session::Session;

/// A table without a word.
#[expect(dead_code, reason = "only the schema counts")]
mod plain {
    #[derive(trueup::Table)]
    pub(super) struct Item {
        #[column(primary_key)]
        id: i64,
        #[column(max_length = 20)]
        name: String,
        flag: bool,
        at: chrono::NaiveDateTime,
        body: Option<String>,
    }
}

/// The same with every word.
#[expect(dead_code, reason = "only the schema counts")]
mod stated {
    #[derive(trueup::Table)]
    #[table(
        comment = "it's kept",
        engine = "InnoDB",
        charset = "latin1",
        row_format = "compressed",
        strict,
        without_rowid,
        unlogged,
        tablespace = "pg_default",
        storage(fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false)
    )]
    pub(super) struct Item {
        #[column(primary_key)]
        id: i64,
        #[column(max_length = 20)]
        name: String,
        flag: bool,
        at: chrono::NaiveDateTime,
        body: Option<String>,
    }
}

/// The same with other values.
#[expect(dead_code, reason = "only the schema counts")]
mod changed {
    #[derive(trueup::Table)]
    #[table(
        comment = "kept otherwise",
        collation = "latin1_bin",
        row_format = "dynamic",
        strict,
        without_rowid,
        unlogged,
        storage(fillfactor = 90, autovacuum_enabled = true, toast.autovacuum_enabled = false)
    )]
    pub(super) struct Item {
        #[column(primary_key)]
        id: i64,
        #[column(max_length = 20)]
        name: String,
        flag: bool,
        at: chrono::NaiveDateTime,
        body: Option<String>,
    }
}

/// The same with what a table without a word has.
#[expect(dead_code, reason = "only the schema counts")]
mod usual {
    #[derive(trueup::Table)]
    #[table(
        comment = "",
        engine = "InnoDB",
        collation = "utf8mb4_general_ci",
        row_format = "dynamic",
        strict = false,
        without_rowid = false,
        unlogged = false,
        tablespace = "pg_default",
        storage(fillfactor = 100, autovacuum_enabled = true, toast.autovacuum_enabled = true)
    )]
    pub(super) struct Item {
        #[column(primary_key)]
        id: i64,
        #[column(max_length = 20)]
        name: String,
        flag: bool,
        at: chrono::NaiveDateTime,
        body: Option<String>,
    }
}

const PLAIN: &[&TableMeta] = &[<plain::Item as Table>::META];
const STATED: &[&TableMeta] = &[<stated::Item as Table>::META];
const CHANGED: &[&TableMeta] = &[<changed::Item as Table>::META];

const USUAL: &[&TableMeta] = &[<usual::Item as Table>::META];

const ROWS: &str =
    "INSERT INTO items (id, name, flag, at) VALUES (1, 'a', true, '2020-01-02 03:04:05')";

fn registry(tables: &[&'static TableMeta]) -> Registry {
    Registry::of(tables).expect("sound tables")
}

#[tokio::test]
async fn each_word_is_in_the_catalogue() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, registry(STATED)).await;
        let report = boot(&database, registry(STATED)).await;
        assert_eq!(report.status, Status::UpToDate, "{report}");
        let schema = Session::open(&database).await.schema().await;
        let table = &schema.tables[0];
        let mut options: Vec<_> = table
            .options
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        options.sort();
        let (comment, expected): (_, &[&str]) = match engine {
            Engine::Postgres => (
                Some("it's kept"),
                &[
                    "autovacuum_enabled=false",
                    "fillfactor=70",
                    "toast.autovacuum_enabled=false",
                    "unlogged=true",
                ],
            ),
            Engine::MariaDb => (
                Some("it's kept"),
                &["collation=latin1_swedish_ci", "row_format=COMPRESSED"],
            ),
            Engine::Sqlite => (None, &["strict=true", "without_rowid=true"]),
        };
        assert_eq!(table.comment.as_deref(), comment);
        assert_eq!(options, expected, "{}", engine.name());
    }
}

#[tokio::test]
async fn each_word_is_added_to_a_table_with_rows() {
    Case::new("words are added", PLAIN, STATED)
        .seed(ROWS)
        .keeps("SELECT id, name FROM items", &["1|a"])
        .check()
        .await;
}

#[tokio::test]
async fn each_word_changes_and_keeps_the_rows() {
    Case::new("words change", STATED, CHANGED)
        .seed(ROWS)
        .keeps("SELECT id, name FROM items", &["1|a"])
        .check()
        .await;
}

#[tokio::test]
async fn each_word_is_taken_back_by_its_usual_value() {
    Case::new("words are taken back", STATED, USUAL)
        .seed(ROWS)
        .keeps("SELECT id, name FROM items", &["1|a"])
        .check()
        .await;
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, registry(STATED)).await;
        boot_in(&database, registry(USUAL), Mode::Aggressive).await;
        let schema = Session::open(&database).await.schema().await;
        let table = &schema.tables[0];
        assert_eq!(table.comment, None);
        for option in ["strict", "without_rowid", "unlogged", "tablespace"] {
            assert!(!table.options.contains_key(option), "{option}");
        }
    }
}

#[tokio::test]
async fn what_a_struct_does_not_state_is_left_as_it_is() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, registry(STATED)).await;
        let proposal = migrator(&database, registry(PLAIN))
            .plan()
            .await
            .expect("a plan");
        let report = proposal.report();
        assert!(report.steps.is_empty(), "{report}");
    }
}

#[tokio::test]
async fn a_stated_engine_is_brought_about() {
    const TABLES: &[&TableMeta] = &[<stated::Item as Table>::META];
    let database = Engine::MariaDb.database().await;
    boot(&database, registry(PLAIN)).await;
    database.execute("ALTER TABLE items ENGINE=MyISAM").await;
    let proposal = migrator(&database, registry(TABLES))
        .plan()
        .await
        .expect("a plan");
    let text = proposal.report().to_string();
    assert!(text.contains("ENGINE=InnoDB"), "{text}");
}

case! {
    what_was_stated_goes
    before {
        #[table(
            index(name = "one", a, where = "a > 1"),
            unique(name = "two", a, nulls_not_distinct, engines(postgres)),
            exclude(name = "three", using = btree, a with "=", engines(postgres))
        )]
        struct Item { #[column(primary_key)] id: i64, a: i64 }
    }
    after { struct Item { #[column(primary_key)] id: i64, a: i64 } }
    expect |case| case
        .since_postgres(15)
        .seed("INSERT INTO items VALUES (1, 1), (2, 2)")
        .keeps("SELECT id, a FROM items ORDER BY id", &["1|1", "2|2"])
}
