//! Names and expressions that are hard to write, and hard to read back.

use trueup::meta::{
    ColumnMeta, ColumnWord, IndexMeta, PartMeta, PartWord, Place, TableMeta, TableWord, TargetMeta,
};
use trueup::{Config, Mode, Registry, Status, ValueType};
use trueup_tests::boots::{ENGINES, boot, boot_in, boot_with, changes, rows, try_rows};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::spelling;

mod objects;

const NAMES: [&str; 11] = [
    "select",
    "quo\"te",
    "back`tick",
    "it's",
    "semi; DROP TABLE victims; --",
    "new\nline",
    "back\\slash",
    "na\u{ef}ve \u{96ea} \u{1f980}",
    "$1 :name ? %s {0}",
    "$$ Upper $fn$",
    "/* -- */",
];

const fn column(name: &'static str) -> ColumnMeta {
    ColumnMeta {
        name,
        field: name,
        value: ValueType::Text,
        nullable: true,
        words: &[ColumnWord::MaxLength(40)],
    }
}

/// A table of that name with columns of all of the names, and an index and a unique key over them.
fn table(name: &'static str, columns: &[&'static str]) -> &'static TableMeta {
    let key = ColumnMeta {
        value: ValueType::I64,
        nullable: false,
        words: &[],
        ..column("order")
    };
    let all: Vec<ColumnMeta> = std::iter::once(key)
        .chain(columns.iter().copied().map(column))
        .collect();
    let first: &'static str = columns[0];
    let last: &'static str = columns[columns.len() - 1];
    let parts: &'static [PartMeta] = Vec::leak(vec![PartMeta {
        target: TargetMeta::Column(last),
        words: &[PartWord::Descending],
    }]);
    let unique: &'static [PartMeta] = Vec::leak(vec![PartMeta {
        target: TargetMeta::Column(first),
        words: &[],
    }]);
    Box::leak(Box::new(TableMeta {
        rust_name: "Hostile",
        module: "hostile",
        place: Place::UNKNOWN,
        schema: None,
        name,
        columns: Vec::leak(all),
        primary_key: &["order"],
        words: Vec::leak(vec![
            TableWord::Uniques(Vec::leak(vec![IndexMeta {
                name: None,
                parts: unique,
                words: &[],
            }])),
            TableWord::Indexes(Vec::leak(vec![IndexMeta {
                name: None,
                parts,
                words: &[],
            }])),
        ]),
    }))
}

/// MariaDB cannot keep characters beyond the basic plane in a name.
fn names(engine: Engine) -> Vec<&'static str> {
    NAMES
        .into_iter()
        .filter(|name| engine != Engine::MariaDb || name.chars().all(|c| c < '\u{10000}'))
        .collect()
}

fn quoted(engine: Engine, name: &str) -> String {
    let quote = if engine == Engine::MariaDb { '`' } else { '"' };
    let doubled = name.replace(quote, &format!("{quote}{quote}"));
    format!("{quote}{doubled}{quote}")
}

async fn victims(database: &Database) {
    database.execute("CREATE TABLE victims (id INTEGER)").await;
}

#[tokio::test]
async fn hostile_names_work_from_the_first_boot_to_the_last_drop() {
    for engine in ENGINES {
        let database = engine.database().await;
        victims(&database).await;
        let names = names(engine);
        let few: Vec<_> = names
            .iter()
            .map(|name| table(name, &["plain", "other"]))
            .collect();
        let many: Vec<_> = names.iter().map(|name| table(name, &names)).collect();
        let fewer: Vec<_> = names
            .iter()
            .map(|name| table(name, &["plain", "third"]))
            .collect();
        let few = || Registry::of(&few).unwrap();
        let fewer = || Registry::of(&fewer).unwrap();
        let many = || Registry::of(&many).unwrap();
        let config = Config::default()
            .application("it's; DROP TABLE victims; -- \\")
            .mode(Mode::Aggressive);
        for registry in [few(), many(), fewer()] {
            let report = boot_with(&database, registry.clone(), config.clone()).await;
            assert_eq!(report.status, Status::Completed, "{engine:?}");
            let report = boot_with(&database, registry, config.clone()).await;
            assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
            for name in &names {
                database
                    .execute(&format!(
                        "DELETE FROM {0}; INSERT INTO {0} ({1}) VALUES (1)",
                        quoted(engine, name),
                        quoted(engine, "order")
                    ))
                    .await;
            }
        }
        let one = Registry::of(&[table("plain", &["a"])]).unwrap();
        let report = boot_with(&database, one.with_dropped_tables(&names), config).await;
        let drops = report
            .applied()
            .filter(|step| step.change.kind == "drop_table");
        assert_eq!(drops.count(), names.len(), "{engine:?}\n{report}");
        assert_eq!(database.count("victims").await, 0, "{engine:?}");
    }
}

#[tokio::test]
async fn what_the_server_respells_is_no_difference_at_the_second_boot() {
    for engine in ENGINES {
        let database = engine.database().await;
        let registry = || match engine {
            Engine::Postgres => spelling::postgres(),
            Engine::MariaDb => spelling::mariadb(),
            Engine::Sqlite => spelling::sqlite(),
        };
        let report = boot(&database, registry()).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        assert_eq!(report.warnings, Vec::<String>::new(), "{engine:?}");
        for mode in [Mode::Safe, Mode::Aggressive] {
            let report = boot_in(&database, registry(), mode).await;
            assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
        }
        // Not because of what was learned: another program that knows nothing sees the same.
        for table in ["state", "migrations", "steps"] {
            rows(&database, &format!("DELETE FROM _trueup_{table}")).await;
        }
        let report = boot_in(&database, registry(), Mode::Aggressive).await;
        assert_eq!(
            changes(&report.steps),
            Vec::<String>::new(),
            "{engine:?}\n{report}"
        );
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
    }
}

/// Each text ends with a comment.
#[expect(dead_code, reason = "only the schema counts")]
mod commented {
    #[derive(trueup::Table)]
    #[table(
        check(name = "positive", "size > 0 -- it's positive"),
        index(
            size,
            where(postgres = "size > 5 -- large", sqlite = "size > 5 -- large")
        ),
        trigger(
            name = "grow",
            before(insert),
            postgres = "NEW.size := NEW.size + 1 -- more",
            mysql = "SET NEW.size = NEW.size + 1 # more",
            sqlite = "DELETE FROM parcels WHERE size = 3 -- none"
        )
    )]
    pub(super) struct Parcel {
        #[column(primary_key)]
        id: i64,
        #[column(generated(stored, "size * 2 -- twice"))]
        twice: i32,
        #[column(default = sql("(1 + 1) -- two"))]
        size: i32,
    }

    #[derive(trueup::View)]
    #[view(query = "SELECT id FROM parcels -- all")]
    pub(super) struct Sent {
        id: i64,
    }

    #[derive(trueup::View)]
    #[view(query = "SELECT size FROM parcels -- all")]
    pub(super) struct Weighed {
        size: i32,
    }
}

#[tokio::test]
async fn a_comment_at_the_end_of_a_text_hides_nothing_behind_it() {
    for engine in ENGINES {
        let database = engine.database().await;
        let registry = || {
            let tables = Registry::of(trueup::tables![commented::Parcel]).expect("one table");
            let views = trueup::views![commented::Sent, commented::Weighed];
            tables.with_views(views).expect("two views")
        };
        for status in [Status::Completed, Status::UpToDate] {
            let report = boot(&database, registry()).await;
            assert_eq!(report.status, status, "{engine:?}\n{report}");
        }
        database
            .execute("INSERT INTO parcels (id) VALUES (1)")
            .await;
        let nothing = "INSERT INTO parcels (id, size) VALUES (2, NULL)";
        assert!(try_rows(&database, nothing).await.is_err(), "{engine:?}");
    }
}
