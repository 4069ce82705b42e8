//! Only what trueup made or was told to adopt is altered or dropped.

use trueup::meta::{ColumnMeta, Place, TableMeta};
use trueup::{Config, Error, Mode, Registry, Status, Table, ValueType};
use trueup_tests::boots::{
    ENGINES, boot, boot_in, boot_with, cell, changes, definitions, migrator, rows,
};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::shop;
use trueup_tests::stock::{first, second, v1, wider, without_labels};

/// Everything that somebody else can hang into the database.
async fn add_foreign_objects(database: &Database) {
    let trigger = match database.engine() {
        Engine::Postgres => {
            "CREATE FUNCTION ext_log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO ext_logs VALUES (NEW.id); RETURN NEW; END $$;
             CREATE TRIGGER ext_trigger AFTER INSERT ON items FOR EACH ROW EXECUTE FUNCTION ext_log()"
        }
        Engine::MariaDb => {
            "CREATE TRIGGER ext_trigger AFTER INSERT ON items FOR EACH ROW INSERT INTO ext_logs VALUES (NEW.id)"
        }
        Engine::Sqlite => {
            "CREATE TRIGGER ext_trigger AFTER INSERT ON items BEGIN INSERT INTO ext_logs VALUES (NEW.id); END"
        }
    };
    database
        .execute(&format!(
            "CREATE TABLE ext_logs (item BIGINT NOT NULL);
             CREATE TABLE ext_bills (id BIGINT PRIMARY KEY, total DECIMAL(10, 2) DEFAULT 7, CONSTRAINT ext_ck CHECK (total > 1));
             CREATE INDEX ext_bills_idx ON ext_bills (total);
             INSERT INTO ext_bills (id) VALUES (1), (2);
             ALTER TABLE items ADD COLUMN ext_tag VARCHAR(30) DEFAULT 'none';
             CREATE INDEX ext_items_idx ON items (ext_tag, name);
             CREATE VIEW ext_view AS SELECT id, name FROM items;
             {trigger}"
        ))
        .await;
}

#[tokio::test]
async fn what_somebody_else_made_is_listed_and_stays_as_it_is() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, first()).await;
        add_foreign_objects(&database).await;
        database
            .execute("INSERT INTO items (name, note) VALUES ('a', 'x'), ('b', NULL)")
            .await;
        let before = definitions(&database).await;
        assert!(before.len() >= 6, "{engine:?}: {before:#?}");

        for _ in 0..10 {
            let report = boot(&database, first()).await;
            assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
            let text = report.to_string();
            for name in [
                "ext_bills",
                "ext_logs",
                "items.ext_tag",
                "items.ext_items_idx",
                "ext_view",
                "ext_trigger",
            ] {
                assert!(
                    text.contains(name),
                    "{engine:?}: {name} is not listed:\n{text}"
                );
            }
        }
        assert_eq!(definitions(&database).await, before, "{engine:?}");

        let report = boot_in(&database, second(), Mode::Aggressive).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        assert_eq!(definitions(&database).await, before, "{engine:?}");
        assert_eq!(database.count("ext_bills").await, 2, "{engine:?}");
        database
            .execute("INSERT INTO items (name) VALUES ('c')")
            .await;
        assert_eq!(
            database.count("ext_logs").await,
            3,
            "{engine:?}: the trigger is gone"
        );
        assert_eq!(database.count("ext_view").await, 3, "{engine:?}");
        let report = boot(&database, second()).await;
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
    }
}

#[tokio::test]
async fn two_applications_in_one_database_leave_each_other_alone() {
    for engine in ENGINES {
        let database = engine.database().await;
        let items = Config::default()
            .application("items")
            .mode(Mode::Aggressive);
        let shop = Config::default().application("shop").mode(Mode::Aggressive);
        boot_with(&database, first(), items.clone()).await;
        boot_with(&database, shop::first(), shop.clone()).await;
        let report = boot_with(&database, second(), items.clone()).await;
        assert!(
            report
                .foreign
                .iter()
                .any(|item| item.object.starts_with("accounts")),
            "{engine:?}\n{report}"
        );
        boot_with(&database, shop::second(), shop.clone()).await;
        for (registry, config) in [(second(), &items), (shop::second(), &shop)] {
            let report = boot_with(&database, registry, config.clone()).await;
            assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
        }
        for table in ["items", "labels", "orgs", "accounts", "orders"] {
            assert_eq!(database.count(table).await, 0, "{engine:?}");
        }
        assert_eq!(database.count("_trueup_state").await, 2, "{engine:?}");
    }
}

#[tokio::test]
async fn a_table_of_another_application_is_not_dropped_on_this_ones_word() {
    for engine in ENGINES {
        let database = engine.database().await;
        let shop = Config::default().application("shop");
        boot_with(&database, shop::first(), shop.clone()).await;
        let greedy = first().with_dropped_tables(&["accounts"]);
        let items = Config::default().application("items");
        boot_with(&database, greedy, items).await;
        assert_eq!(database.count("accounts").await, 0, "{engine:?}");
        let report = boot_with(&database, shop::first(), shop).await;
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
    }
}

#[tokio::test]
async fn a_struct_that_is_gone_drops_its_table_only_with_consent() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, first()).await;
        database
            .execute("INSERT INTO items (name) VALUES ('a'); INSERT INTO labels (id, item_id) VALUES (1, 1)")
            .await;
        for mode in [Mode::Safe, Mode::Auto, Mode::Safe] {
            let report = boot_in(&database, without_labels(), mode).await;
            assert_eq!(report.status, Status::Partial, "{engine:?}\n{report}");
            assert_eq!(
                changes(report.held_back()),
                ["drop_table labels"],
                "{engine:?}"
            );
            assert!(
                report.to_string().contains("dropped_table!"),
                "{engine:?}: no way out is told\n{report}"
            );
            assert_eq!(database.count("labels").await, 1, "{engine:?}");
        }
        let consented = || without_labels().with_dropped_tables(&["labels"]);
        let report = boot(&database, consented()).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        assert_eq!(
            changes(report.applied()),
            ["drop_table labels"],
            "{engine:?}"
        );
        assert_eq!(
            boot(&database, consented()).await.status,
            Status::UpToDate,
            "{engine:?}"
        );
        assert_eq!(database.count("items").await, 1, "{engine:?}");
    }
}

const ELSEWHERE: TableMeta = TableMeta {
    rust_name: "Invoice",
    module: "billing::models",
    place: Place::UNKNOWN,
    schema: None,
    name: "invoices",
    columns: &[ColumnMeta {
        name: "id",
        field: "id",
        value: ValueType::I64,
        nullable: false,
        words: &[],
    }],
    primary_key: &["id"],
    words: &[],
};

#[tokio::test]
async fn a_crate_that_is_not_linked_is_an_error_that_names_it() {
    for engine in ENGINES {
        let database = engine.database().await;
        let both = Registry::of(&[v1::Item::META, &ELSEWHERE]).unwrap();
        boot(&database, both).await;
        for mode in [Mode::Safe, Mode::Aggressive, Mode::Verify] {
            let error = migrator(&database, without_labels())
                .mode(mode)
                .migrate()
                .await
                .unwrap_err();
            assert!(matches!(error, Error::Schema(_)), "{engine:?}: {error:?}");
            let text = error.report();
            assert!(
                text.contains("trueup::link!(billing)"),
                "{engine:?}: {text}"
            );
            assert!(text.contains("invoices"), "{engine:?}: {text}");
        }
        assert_eq!(database.count("invoices").await, 0, "{engine:?}");
        // Said in code, the crate is gone for good.
        let report = boot(
            &database,
            without_labels().with_dropped_tables(&["invoices"]),
        )
        .await;
        assert_eq!(
            changes(report.applied()),
            ["drop_table invoices"],
            "{engine:?}"
        );
        assert_eq!(
            boot(&database, without_labels()).await.status,
            Status::UpToDate,
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn an_empty_registry_is_an_error_that_explains() {
    for engine in ENGINES {
        let database = engine.database().await;
        let error = migrator(&database, Registry::default())
            .migrate()
            .await
            .unwrap_err();
        assert_eq!(error.code(), "schema", "{engine:?}");
        assert!(
            error.report().contains("trueup::link!"),
            "{engine:?}: {error}"
        );
    }
}

#[tokio::test]
async fn what_drifted_away_is_put_back() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, first()).await;
        let index = cell(&database, index_name(engine)).await;
        let drift = match engine {
            Engine::Postgres => {
                format!("DROP INDEX {index}; ALTER TABLE items ALTER state DROP DEFAULT")
            }
            Engine::MariaDb => {
                format!("DROP INDEX {index} ON items; ALTER TABLE items ALTER state DROP DEFAULT")
            }
            // SQLite has no statement that takes a default away.
            Engine::Sqlite => format!("DROP INDEX {index}"),
        };
        database.execute(&drift).await;
        let report = boot_in(&database, first(), Mode::Auto).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        assert_eq!(
            cell(&database, index_name(engine)).await,
            index,
            "{engine:?}"
        );
        database
            .execute("INSERT INTO items (name) VALUES ('a')")
            .await;
        assert_eq!(
            cell(&database, "SELECT state FROM items").await,
            "new",
            "{engine:?}"
        );
        assert_eq!(
            boot(&database, first()).await.status,
            Status::UpToDate,
            "{engine:?}"
        );
    }
}

/// The name of the index over `items.state`.
const fn index_name(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => {
            "SELECT indexname FROM pg_indexes WHERE tablename = 'items' AND indexdef LIKE '%(state)'"
        }
        Engine::MariaDb => {
            "SELECT index_name FROM information_schema.statistics \
             WHERE table_schema = DATABASE() AND table_name = 'items' AND column_name = 'state'"
        }
        Engine::Sqlite => {
            "SELECT l.name FROM pragma_index_list('items') l, pragma_index_info(l.name) i WHERE i.name = 'state'"
        }
    }
}

#[tokio::test]
async fn an_index_or_a_default_added_by_hand_stays() {
    for engine in ENGINES {
        let database = engine.database().await;
        boot(&database, first()).await;
        database
            .execute("CREATE INDEX ext_by_hand ON items (note)")
            .await;
        if engine != Engine::Sqlite {
            database
                .execute("ALTER TABLE items ALTER note SET DEFAULT 'hand'")
                .await;
        }
        for mode in [Mode::Safe, Mode::Aggressive] {
            let report = boot_in(&database, first(), mode).await;
            assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
            let foreign: Vec<_> = report
                .foreign
                .iter()
                .map(|item| item.object.as_str())
                .collect();
            assert!(
                foreign.contains(&"items.ext_by_hand"),
                "{engine:?}: {foreign:?}"
            );
        }
        // A change elsewhere does not make it ours.
        boot_in(&database, wider(), Mode::Aggressive).await;
        let report = boot_in(&database, wider(), Mode::Aggressive).await;
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
        if engine != Engine::Sqlite {
            database
                .execute("INSERT INTO items (name) VALUES ('a')")
                .await;
            assert_eq!(
                cell(&database, "SELECT note FROM items").await,
                "hand",
                "{engine:?}"
            );
        }
        assert!(
            definitions(&database)
                .await
                .keys()
                .any(|key| key.contains("ext_by_hand")),
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn a_table_that_was_there_is_taken_over_under_its_own_names() {
    for engine in ENGINES {
        let database = engine.database().await;
        let key = match engine {
            Engine::Postgres => {
                "id BIGINT GENERATED BY DEFAULT AS IDENTITY CONSTRAINT old_pk PRIMARY KEY"
            }
            Engine::MariaDb => "id BIGINT AUTO_INCREMENT PRIMARY KEY",
            Engine::Sqlite => "id INTEGER PRIMARY KEY AUTOINCREMENT",
        };
        let big = if engine == Engine::Sqlite {
            "INTEGER"
        } else {
            "BIGINT"
        };
        database
            .execute(&format!(
                "CREATE TABLE items ({key}, name VARCHAR(50) NOT NULL, state VARCHAR(20) NOT NULL DEFAULT 'new', note VARCHAR(10), keep {big}, CONSTRAINT old_unique UNIQUE (name));
                 CREATE INDEX old_index ON items (state);
                 CREATE TABLE labels (id {big} NOT NULL PRIMARY KEY, item_id {big} NOT NULL, \
                    CONSTRAINT old_key FOREIGN KEY (item_id) REFERENCES items (id) ON DELETE CASCADE);
                 INSERT INTO items (name, keep) VALUES ('a', 1), ('b', 2);
                 INSERT INTO labels VALUES (1, 1)"
            ))
            .await;
        let report = boot(&database, first()).await;
        assert_eq!(
            changes(&report.steps),
            Vec::<String>::new(),
            "{engine:?}\n{report}"
        );
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
        let report = boot_in(&database, second(), Mode::Aggressive).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        assert_eq!(
            rows(&database, "SELECT name, keep FROM items ORDER BY id")
                .await
                .len(),
            2,
            "{engine:?}: a column that was never ours is gone"
        );
        assert_eq!(database.count("labels").await, 1, "{engine:?}");
        assert_eq!(
            boot(&database, second()).await.status,
            Status::UpToDate,
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn a_narrower_table_that_was_there_is_completed_without_loss() {
    for engine in ENGINES {
        let database = engine.database().await;
        let key = match engine {
            Engine::Postgres => "id BIGSERIAL PRIMARY KEY",
            Engine::MariaDb => "id BIGINT AUTO_INCREMENT PRIMARY KEY",
            Engine::Sqlite => "id INTEGER PRIMARY KEY",
        };
        database
            .execute(&format!(
                "CREATE TABLE items ({key}, name VARCHAR(30) NOT NULL);
                 INSERT INTO items (name) VALUES ('a'), ('b')"
            ))
            .await;
        // What the code needs is there at once; what only guards waits for consent.
        let report = boot_in(&database, first(), Mode::Auto).await;
        assert_eq!(report.status, Status::Partial, "{engine:?}\n{report}");
        assert_eq!(
            report.applied().filter(|step| step.required).count(),
            3,
            "{engine:?}\n{report}"
        );
        let report = boot_in(&database, first(), Mode::Aggressive).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        let names = rows(&database, "SELECT name, state, note FROM items ORDER BY id").await;
        assert_eq!(names.len(), 2, "{engine:?}");
        assert_eq!(names[1][0].as_deref(), Some("b"), "{engine:?}");
        assert_eq!(names[1][1].as_deref(), Some("new"), "{engine:?}");
        database
            .execute("INSERT INTO items (name) VALUES ('the next number')")
            .await;
        assert_eq!(
            cell(&database, "SELECT MAX(id) FROM items").await,
            "3",
            "{engine:?}"
        );
        assert_eq!(
            boot(&database, first()).await.status,
            Status::UpToDate,
            "{engine:?}"
        );
    }
}
