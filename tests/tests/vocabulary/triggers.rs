//! Triggers: one text on every engine, changed, put back, and gone.

use trueup::model::{ObjectId, TableName};
use trueup::{Grade, Mode, Registry, Report, Status, StepStatus};
use trueup_tests::boots::{boot, boot_twice, cell, migrator, try_rows};
use trueup_tests::engines::{Database, Engine};

/// One release: the table with its triggers, and the table that they write.
macro_rules! release {
    ($name:ident, $(#[$triggers:meta])* { $($more:tt)* }) => {
        #[allow(dead_code, reason = "the structs stand for tables, and nobody makes one")]
        mod $name {
            #[derive(trueup::Table)]
            #[table(name = "accounts")]
            $(#[$triggers])*
            pub(super) struct Account {
                #[column(primary_key)]
                id: i64,
                size: i64,
                $($more)*
            }

            #[derive(trueup::Table)]
            #[table(name = "log")]
            pub(super) struct Log {
                #[column(primary_key, auto_increment)]
                id: i64,
                account: i64,
                what: Option<i64>,
            }

            pub(super) const TABLES: &[&trueup::meta::TableMeta] = trueup::tables![Account, Log];
        }
    };
}

release!(none, {});
release!(
    first,
    #[table(trigger(
        name = "accounts_logged",
        after(insert),
        "INSERT INTO log (account, what) VALUES (NEW.id, 1)"
    ))]
    {}
);
release!(second, #[table(trigger(
    name = "accounts_logged",
    after(insert),
    "INSERT INTO log (account, what) VALUES (NEW.id, 2)"
))] { note: Option<String>, });
// Another type of the column is a rebuild on SQLite, and the trigger comes back.
release!(third, #[table(
    check("size >= 0"),
    trigger(
        name = "accounts_logged",
        after(insert),
        "INSERT INTO log (account, what) VALUES (NEW.id, 2)"
    ),
    trigger(
        name = "accounts_rounded",
        before(update),
        postgres = "BEGIN NEW.size := NEW.size / 10 * 10; RETURN NEW; END",
        mysql = "SET NEW.size = NEW.size DIV 10 * 10",
    ),
)] { note: Option<String>, });
release!(gone, { note: Option<String>, more: Option<String>, });

// A trigger that names a column, and one that gives it up with the column.
release!(noted, #[table(trigger(
    name = "accounts_logged",
    after(insert),
    "INSERT INTO log (account, what) VALUES (NEW.id, NEW.note)"
))] { note: Option<i64>, });
release!(
    unnoted,
    #[table(
        dropped("note"),
        trigger(
            name = "accounts_logged",
            after(insert),
            "INSERT INTO log (account, what) VALUES (NEW.id, 2)"
        )
    )]
    {}
);
// One that names another column all the time.
release!(beside, #[table(trigger(
    name = "accounts_logged",
    after(insert),
    "INSERT INTO log (account, what) VALUES (NEW.id, NEW.size)"
))] { note: Option<i64>, });

async fn boots(database: &Database, tables: &'static [&'static trueup::meta::TableMeta]) -> Report {
    let registry = Registry::of(tables).expect("two tables");
    let report = boot_twice(database, registry.clone()).await;
    let again = boot(database, registry).await;
    assert!(again.unsupported.is_empty(), "{again}");
    report
}

fn kinds(report: &Report) -> Vec<(String, Grade)> {
    let applied = report.applied();
    applied
        .filter(|step| step.change.kind.ends_with("trigger"))
        .map(|step| (step.change.kind.clone(), step.grade))
        .collect()
}

async fn insert(database: &Database, id: u8) -> String {
    let sql = format!("INSERT INTO accounts (id, size) VALUES ({id}, 17)");
    database.execute(&sql).await;
    let last = format!("SELECT CAST(what AS CHAR(1)) FROM log WHERE account = {id}");
    cell(database, &last).await
}

#[tokio::test]
async fn a_trigger_is_made_changed_and_dropped_on_every_engine() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let report = boots(&database, first::TABLES).await;
        assert_eq!(
            kinds(&report),
            [("create_trigger".to_owned(), Grade::Safe)],
            "{report}"
        );
        assert_eq!(insert(&database, 1).await, "1");

        let report = boots(&database, second::TABLES).await;
        assert_eq!(
            kinds(&report),
            [("alter_trigger".to_owned(), Grade::Medium)],
            "{report}"
        );
        assert_eq!(insert(&database, 2).await, "2");

        let report = boots(&database, third::TABLES).await;
        let made = usize::from(engine != Engine::Sqlite);
        assert_eq!(kinds(&report).len(), made, "{report}");
        assert_eq!(insert(&database, 3).await, "2", "the trigger came back");
        database.execute("UPDATE accounts SET size = 28").await;
        let size = "SELECT CAST(max(size) AS CHAR(2)) FROM accounts";
        let rounded = if made == 1 { "20" } else { "28" };
        assert_eq!(cell(&database, size).await, rounded);

        let report = boots(&database, gone::TABLES).await;
        assert_eq!(
            kinds(&report),
            vec![("drop_trigger".to_owned(), Grade::High); made + 1],
            "{report}"
        );
        database
            .execute("INSERT INTO accounts (id, size) VALUES (4, 17)")
            .await;
        assert_eq!(database.count("log").await, 3, "{engine:?}");
        assert_eq!(database.count("accounts").await, 4, "{engine:?}");
    }
}

#[tokio::test]
async fn a_trigger_that_was_changed_or_dropped_by_hand_is_put_back() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        boots(&database, first::TABLES).await;
        let on = if engine == Engine::Postgres {
            " ON accounts"
        } else {
            ""
        };
        let sql = format!("DROP TRIGGER accounts_logged{on}");
        database.execute(&sql).await;
        let report = boots(&database, first::TABLES).await;
        assert_eq!(kinds(&report).len(), 1, "{report}");
        assert_eq!(insert(&database, 1).await, "1");
    }
    let database = Engine::Postgres.database().await;
    boots(&database, first::TABLES).await;
    database
        .execute(
            "CREATE OR REPLACE FUNCTION accounts_logged() RETURNS trigger LANGUAGE plpgsql \
             AS 'BEGIN RETURN NEW; END'",
        )
        .await;
    let report = boots(&database, first::TABLES).await;
    assert_eq!(
        kinds(&report),
        [("alter_trigger".to_owned(), Grade::Medium)],
        "{report}"
    );
    assert_eq!(insert(&database, 1).await, "1");
}

#[tokio::test]
async fn a_trigger_of_somebody_else_is_listed_and_left_alone() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        boots(&database, none::TABLES).await;
        let sql = match engine {
            Engine::Postgres => {
                "CREATE FUNCTION theirs() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; \
                 CREATE TRIGGER theirs AFTER INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION theirs()"
            }
            Engine::MariaDb => {
                "CREATE TRIGGER theirs AFTER INSERT ON accounts FOR EACH ROW SET @a = 1"
            }
            Engine::Sqlite => "CREATE TRIGGER theirs AFTER INSERT ON accounts BEGIN SELECT 1; END",
        };
        database.execute(sql).await;
        let registry = Registry::of(first::TABLES).expect("two tables");
        let report = migrator(&database, registry)
            .mode(Mode::Aggressive)
            .migrate()
            .await
            .expect("a boot");
        assert_eq!(kinds(&report).len(), 1, "{report}");
        let listed = report.unsupported.iter();
        assert!(
            listed
                .into_iter()
                .any(|item| item.object.contains("theirs")),
            "{report}"
        );
        assert_eq!(insert(&database, 1).await, "1");
        let theirs = ObjectId::Trigger(TableName::new("accounts"), "theirs".to_owned());
        assert!(
            !report
                .to_string()
                .contains(&format!("drop trigger `{theirs}`"))
        );
    }
}

#[tokio::test]
async fn a_trigger_that_executes_a_function_of_somebody_else_leaves_it_alone() {
    #[derive(trueup::Table)]
    #[table(
        name = "accounts",
        engines(postgres),
        trigger(
            name = "accounts_stopped",
            before(insert, update),
            "WHEN (NEW.size > 100) EXECUTE FUNCTION stop()"
        )
    )]
    #[allow(
        dead_code,
        reason = "the struct stands for a table, and nobody makes one"
    )]
    struct Account {
        #[column(primary_key)]
        id: i64,
        size: i64,
    }
    let database = Engine::Postgres.database().await;
    database
        .execute("CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''too large''; END'")
        .await;
    let registry = Registry::of(trueup::tables![Account]).expect("one table");
    let migrator = || migrator(&database, registry.clone()).mode(Mode::Aggressive);
    migrator().migrate().await.expect("a boot");
    let again = migrator().migrate().await.expect("a second boot");
    assert_eq!(again.status, Status::UpToDate, "{again}");
    let refused = try_rows(&database, "INSERT INTO accounts VALUES (1, 101)").await;
    assert!(refused.is_err());
    database
        .execute("INSERT INTO accounts VALUES (1, 99)")
        .await;
}

#[tokio::test]
async fn the_function_of_a_trigger_goes_with_the_table() {
    let database = Engine::Postgres.database().await;
    boots(&database, first::TABLES).await;
    let without = Registry::of(&first::TABLES[1..]).expect("one table");
    let without = without.with_dropped_tables(&["accounts"]);
    let report = migrator(&database, without)
        .mode(Mode::Aggressive)
        .migrate()
        .await
        .expect("a boot");
    assert_eq!(report.applied().count(), 1, "{report}");
    let step = report.applied().next().expect("one step");
    assert!(
        step.inverse
            .iter()
            .any(|sql| sql.contains("CREATE TRIGGER accounts_logged")),
        "{step:?}"
    );
    assert!(report.unsupported.is_empty(), "{report}");
    let functions = "SELECT CAST(count(*) AS text) FROM pg_proc WHERE proname = 'accounts_logged'";
    assert_eq!(cell(&database, functions).await, "0");
}

#[tokio::test]
async fn a_function_of_somebody_else_does_not_bear_the_name_of_the_trigger() {
    #[derive(trueup::Table)]
    #[table(
        name = "accounts",
        engines(postgres),
        trigger(
            name = "stop",
            before(insert),
            "WHEN (NEW.size > 100) EXECUTE FUNCTION stop()"
        )
    )]
    #[allow(
        dead_code,
        reason = "the struct stands for a table, and nobody makes one"
    )]
    struct Account {
        #[column(primary_key)]
        id: i64,
        size: i64,
    }
    let database = Engine::Postgres.database().await;
    let registry = Registry::of(trueup::tables![Account]).expect("one table");
    let refused = migrator(&database, registry).migrate().await;
    let message = refused.expect_err("one name for both").report();
    assert!(message.contains("another name"), "{message}");
}

fn status_of(report: &Report, kind: &str) -> Vec<StepStatus> {
    let steps = report.steps.iter();
    let steps = steps.filter(|step| step.change.kind == kind);
    steps.map(|step| step.status).collect()
}

#[tokio::test]
async fn a_trigger_gives_up_a_column_before_it_goes() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        boots(&database, noted::TABLES).await;
        let report = boots(&database, unnoted::TABLES).await;
        assert_eq!(
            status_of(&report, "drop_column"),
            [StepStatus::Applied],
            "{report}"
        );
        assert_eq!(insert(&database, 1).await, "2");
    }
}

#[tokio::test]
async fn a_column_does_not_wait_for_a_trigger_that_never_named_it() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        boots(&database, beside::TABLES).await;
        let registry = Registry::of(unnoted::TABLES).expect("two tables");
        let report = boot(&database, registry).await;
        assert_eq!(
            status_of(&report, "alter_trigger"),
            [StepStatus::Held],
            "{report}"
        );
        assert_eq!(
            status_of(&report, "drop_column"),
            [StepStatus::Applied],
            "{report}"
        );
    }
}

#[tokio::test]
async fn a_trigger_that_is_put_back_keeps_its_definer() {
    let database = Engine::MariaDb.database().await;
    boots(&database, first::TABLES).await;
    database.execute("DROP TRIGGER accounts_logged").await;
    let other = "CREATE DEFINER = `some``body`@`%` TRIGGER accounts_logged AFTER INSERT ON accounts FOR EACH ROW SET @a = 1";
    database.execute(other).await;
    let report = boots(&database, first::TABLES).await;
    assert_eq!(
        kinds(&report),
        [("alter_trigger".to_owned(), Grade::Medium)],
        "{report}"
    );
    let definer =
        "SELECT DEFINER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()";
    assert_eq!(cell(&database, definer).await, "some`body@%");
}

/// One release of a table with a trigger over a column of that type, and one that does not name it.
macro_rules! watched {
    ($name:ident, $kind:ty) => {
        #[derive(trueup::Table)]
        #[table(
            name = "accounts",
            engines(postgres),
            trigger(
                name = "accounts_stopped",
                before(insert, update),
                "WHEN (NEW.size > 100) EXECUTE FUNCTION stop()"
            ),
            trigger(name = "accounts_seen", before(update), "BEGIN RETURN NEW; END")
        )]
        #[allow(
            dead_code,
            reason = "the struct stands for a table, and nobody makes one"
        )]
        struct $name {
            #[column(primary_key)]
            id: i64,
            size: $kind,
        }
    };
}

#[tokio::test]
async fn a_column_gets_another_type_beneath_its_trigger() {
    watched!(Whole, i32);
    watched!(Large, i64);
    let database = Engine::Postgres.database().await;
    database
        .execute("CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''too large''; END'")
        .await;
    let first = Registry::of(trueup::tables![Whole]).expect("one table");
    boot_twice(&database, first).await;
    let second = Registry::of(trueup::tables![Large]).expect("one table");
    let report = boot_twice(&database, second).await;
    let expected = [
        ("drop_trigger".to_owned(), Grade::Safe),
        ("create_trigger".to_owned(), Grade::Medium),
    ];
    assert_eq!(kinds(&report), expected, "{report}");
    let refused = try_rows(&database, "INSERT INTO accounts VALUES (1, 5000000000)").await;
    assert!(refused.is_err(), "{report}");
}
