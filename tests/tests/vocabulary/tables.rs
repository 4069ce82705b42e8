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
        replica_identity = full,
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
        replica_identity = nothing,
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
        replica_identity = default,
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
                    "replica_identity=full",
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
        for option in [
            "strict",
            "without_rowid",
            "unlogged",
            "tablespace",
            "replica_identity",
        ] {
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

case! {
    replicas_know_a_row_by_an_index
    before { struct Item { #[column(primary_key)] id: i64, serial: i64, number: i64 } }
    after {
        #[table(unique(serial), replica_identity = "items_serial_key")]
        struct Item { #[column(primary_key)] id: i64, serial: i64, #[column(index)] number: i64 }
    }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 2, 3)")
        .keeps("SELECT id, serial FROM items", &["1|2"])
}

/// Structs that name an index by which no replica knows a row.
#[expect(dead_code, reason = "only the schema counts")]
mod unknown {
    #[derive(trueup::Table)]
    #[table(replica_identity = "serials")]
    pub(super) struct Missing {
        #[column(primary_key)]
        id: i64,
    }

    #[derive(trueup::Table)]
    #[table(unique(name = "numbers", number), replica_identity = "numbers")]
    pub(super) struct Optional {
        #[column(primary_key)]
        id: i64,
        number: Option<i64>,
    }

    #[derive(trueup::Table)]
    #[table(
        partition_by(hash(id), partitions = 2),
        primary_key(id, name = "ids"),
        replica_identity = "ids"
    )]
    pub(super) struct Divided {
        id: i64,
    }
}

#[tokio::test]
async fn replicas_know_no_row_by_an_index_that_does_not_tell_rows_apart() {
    const TABLES: &[&TableMeta] = &[
        <unknown::Missing as Table>::META,
        <unknown::Optional as Table>::META,
        <unknown::Divided as Table>::META,
    ];
    let database = Engine::Postgres.database().await;
    let refused = migrator(&database, registry(TABLES)).plan().await;
    let text = refused.expect_err("no such index").report();
    for reason in [
        "there is no index `serials`",
        "no replica knows a row by the index `numbers`",
        "the index of each partition",
    ] {
        assert!(text.contains(reason), "{text}");
    }
}

/// A table that is known by an index, which then goes.
#[expect(dead_code, reason = "only the schema counts")]
mod known {
    pub(super) mod by_index {
        #[derive(trueup::Table)]
        #[table(unique(name = "numbers", number), replica_identity = "numbers")]
        pub(crate) struct Item {
            #[column(primary_key)]
            id: i64,
            number: i64,
        }
    }
    pub(super) mod by_nothing_else {
        #[derive(trueup::Table)]
        pub(crate) struct Item {
            #[column(primary_key)]
            id: i64,
            number: i64,
        }
    }
    pub(super) mod by_the_key {
        #[derive(trueup::Table)]
        #[table(replica_identity = default)]
        pub(crate) struct Item {
            #[column(primary_key)]
            id: i64,
            number: i64,
        }
    }
}

#[tokio::test]
async fn an_index_stays_by_which_replicas_know_rows() {
    const BY_INDEX: &[&TableMeta] = &[<known::by_index::Item as Table>::META];
    const BY_NOTHING: &[&TableMeta] = &[<known::by_nothing_else::Item as Table>::META];
    const BY_KEY: &[&TableMeta] = &[<known::by_the_key::Item as Table>::META];
    let database = Engine::Postgres.database().await;
    boot(&database, registry(BY_INDEX)).await;
    let kept = boot_in(&database, registry(BY_NOTHING), Mode::Aggressive).await;
    let held: Vec<_> = kept.held_back().map(ToString::to_string).collect();
    assert_eq!(held.len(), 1, "{kept}");
    assert!(
        held[0].contains("replicas know the rows of `items` by it"),
        "{kept}"
    );
    let gone = boot_in(&database, registry(BY_KEY), Mode::Aggressive).await;
    assert_eq!(gone.held_back().count(), 0, "{gone}");
    let schema = Session::open(&database).await.schema().await;
    let table = &schema.tables[0];
    assert!(
        table.uniques.is_empty() && table.options.is_empty(),
        "{table:?}"
    );
}
