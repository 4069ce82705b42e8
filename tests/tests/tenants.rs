//! Many tenants of one server: schemas of one PostgreSQL database, databases of one MariaDB.
//!
//! Who reports what a state row was made to say, has read nothing else.

use std::process::{Command, Stdio};
use std::time::Duration;

use trueup::{
    Config, DriftCheck, Error, Migrator, Mode, Registry, Status, Table, Target, TenantReports,
    tables,
};
use trueup_tests::boots::cell;
use trueup_tests::engines::{Database, Engine};
use trueup_tests::proxy::Proxy;
use trueup_tests::{shop, stock};

/// The engines whose servers hold many tenants.
const SERVERS: [Engine; 2] = [Engine::Postgres, Engine::MariaDb];

#[derive(Table)]
#[table(index(title))]
#[expect(dead_code, reason = "only its definition counts")]
struct Letter {
    #[column(primary_key)]
    id: i64,
    #[column(max_length = 50)]
    title: String,
}

#[derive(Table)]
#[table(schema = "shared")]
#[expect(dead_code, reason = "only its definition counts")]
struct Country {
    #[column(primary_key, max_length = 2)]
    code: String,
}

fn letters() -> Registry {
    Registry::of(tables![Letter]).expect("one table")
}

/// A server for one test, with the tenants that were named.
struct Site {
    engine: Engine,
    database: Database,
    names: Vec<String>,
}

impl Site {
    /// Tenants whose names are unique on the server.
    async fn of(engine: Engine, names: &[&str]) -> Self {
        let database = engine.database().await;
        let mut site = Self {
            engine,
            database,
            names: Vec::new(),
        };
        site.names = names.iter().map(|name| site.full(name)).collect();
        site
    }

    fn full(&self, name: &str) -> String {
        format!("{} {name}", self.database.name())
    }

    fn migrator(&self, registry: Registry) -> Migrator {
        self.migrator_at(self.database.url(), registry)
    }

    fn migrator_at(&self, url: &str, registry: Registry) -> Migrator {
        let target = Target::from_url(url).expect("an address");
        let config = Config::default().mode(Mode::Aggressive);
        Migrator::new(target).config(config).registry(registry)
    }

    async fn boot(&self, registry: Registry) -> TenantReports {
        let boot = self.migrator(registry).tenants(&self.names).migrate();
        boot.await.expect("tenants that can be looked at")
    }

    /// Boots until the server can tell each fingerprint: MariaDB keeps times in seconds.
    async fn settle(&self, registry: Registry) {
        assert_eq!(self.boot(registry.clone()).await.failed().count(), 0);
        if self.engine == Engine::MariaDb {
            tokio::time::sleep(Duration::from_secs(3)).await;
            assert_eq!(self.boot(registry).await.failed().count(), 0);
        }
    }

    /// An object of a tenant, quoted.
    fn object(&self, tenant: &str, name: &str) -> String {
        format!("{}.{}", self.engine.quote(tenant), self.engine.quote(name))
    }

    /// Falsifies what each state row keeps.
    async fn falsify(&self) {
        for name in &self.names {
            let table = self.object(name, "_trueup_state");
            let falsify =
                format!("UPDATE {table} SET seen = REPLACE(seen, 'up_to_date', 'failed')");
            self.database.execute(&falsify).await;
        }
    }

    /// How the boot of each tenant ended, in the order of their names; that of who read nothing is `Failed`.
    async fn statuses(&self, registry: Registry) -> Vec<Status> {
        let reports = self.boot(registry).await;
        let names: Vec<&String> = reports.iter().map(|tenant| &tenant.name).collect();
        assert_eq!(names, self.names.iter().collect::<Vec<_>>());
        let status = |report: trueup::TenantReport| report.outcome.expect("a report").status;
        reports.into_iter().map(status).collect()
    }

    /// Drops the databases: schemas go with theirs.
    async fn close(self) {
        if self.engine == Engine::MariaDb {
            let drops = self.names.iter();
            let drops =
                drops.map(|name| format!("DROP DATABASE IF EXISTS {}", self.engine.quote(name)));
            self.database
                .execute(&drops.collect::<Vec<_>>().join("; "))
                .await;
        }
    }
}

#[tokio::test]
async fn new_tenants_are_made_and_idle_ones_are_one_statement() {
    for engine in SERVERS {
        let mut site = Site::of(engine, &["acme", "O'dd \"na`me\" \\ ü", "ACME"]).await;
        assert_eq!(
            site.statuses(letters()).await,
            [Status::Completed; 3],
            "{engine:?}"
        );
        for name in &site.names {
            let table = site.object(name, "letters");
            site.database
                .execute(&format!("INSERT INTO {table} VALUES (1, 'a')"))
                .await;
        }
        site.settle(letters()).await;
        site.falsify().await;
        let proxy = Proxy::open(&site.database).await;
        let migrator = site.migrator_at(proxy.url(), letters());
        let reports = migrator
            .tenants(&site.names)
            .migrate()
            .await
            .expect("reports");
        let asked = proxy.take();
        // The driver has a word with MariaDB before anybody else.
        let count = if engine == Engine::MariaDb { 2 } else { 1 };
        assert_eq!(asked.len(), count, "{engine:?}: {asked:?}");
        assert!(
            reports
                .iter()
                .all(|tenant| tenant.outcome.as_ref().expect("a report").status == Status::Failed),
            "{engine:?}"
        );

        // What moves one tenant moves no other.
        let drop = match engine {
            Engine::MariaDb => format!(
                "DROP INDEX letters_title_idx ON {}",
                site.object(&site.names[1], "letters")
            ),
            _ => format!(
                "DROP INDEX {}",
                site.object(&site.names[1], "letters_title_idx")
            ),
        };
        site.database.execute(&drop).await;
        let statuses = site.statuses(letters()).await;
        assert_eq!(
            statuses,
            [Status::Failed, Status::Completed, Status::Failed],
            "{engine:?}"
        );

        // Nor does a new one, and who has no state keeps nobody from being told.
        let new = site.full("new");
        site.names.insert(1, new);
        let statuses = site.statuses(letters()).await;
        assert_eq!(
            statuses[..2],
            [Status::Failed, Status::Completed],
            "{engine:?}"
        );
        assert_eq!(statuses[3], Status::Failed, "{engine:?}");
        site.close().await;
    }
}

#[tokio::test]
async fn what_fails_for_one_tenant_fails_for_no_other() {
    for engine in SERVERS {
        let site = Site::of(engine, &["first", "second", "third"]).await;
        site.boot(stock::first())
            .await
            .check()
            .expect("all migrated");
        let items = site.object(&site.names[1], "items");
        let twins = format!("INSERT INTO {items} (name, note) VALUES ('a', 'twin'), ('b', 'twin')");
        site.database.execute(&twins).await;
        let reports = site.boot(stock::unique()).await;
        let failed: Vec<&str> = reports.failed().map(|(name, _)| name).collect();
        assert_eq!(failed, [&site.names[1]], "{engine:?}\n{reports}");
        for name in [&site.names[0], &site.names[2]] {
            let report = reports
                .get(name)
                .expect("it was named")
                .as_ref()
                .expect("a report");
            assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        }
        let told = reports.to_string();
        assert!(told.contains("second: error: step"), "{told}");
        assert!(
            told.ends_with("0 of 3 tenants with nothing to do\n"),
            "{told}"
        );
        let error = reports.check().expect_err("one failed");
        let text = error.to_string();
        assert!(text.starts_with("1 of 3 tenants"), "{text}");
        assert!(text.contains("second: step"), "{text}");
        site.close().await;
    }
}

/// One of all that the statement names is not as it expects, and no privilege tells of that.
#[tokio::test]
async fn a_state_that_cannot_be_read_keeps_no_other_from_being_told() {
    let site = Site::of(Engine::Postgres, &["a", "b", "c", "d", "e"]).await;
    site.settle(letters()).await;
    site.falsify().await;
    let state = site.object(&site.names[3], "_trueup_state");
    let cut = format!("ALTER TABLE {state} RENAME COLUMN seen TO gone");
    site.database.execute(&cut).await;
    let reports = site.boot(letters()).await;
    for (tenant, name) in reports.iter().zip(&site.names) {
        let is_false = matches!(&tenant.outcome, Ok(report) if report.status == Status::Failed);
        assert_eq!(is_false, *name != site.names[3], "{reports}");
    }
}

#[tokio::test]
async fn what_tenants_share_moves_all_of_them() {
    let site = Site::of(Engine::Postgres, &["first", "second"]).await;
    let registry = || Registry::of(tables![Letter, Country]).expect("two tables");
    site.settle(registry()).await;
    site.settle(registry()).await;
    site.falsify().await;
    assert_eq!(site.statuses(registry()).await, [Status::Failed; 2]);
    site.database
        .execute("ALTER TABLE shared.countries ADD COLUMN more integer")
        .await;
    assert_eq!(site.statuses(registry()).await, [Status::UpToDate; 2]);
}

/// The plan is about the schema, and has the same hash wherever that is the same.
#[tokio::test]
async fn one_approval_is_good_for_all_tenants_that_are_alike() {
    for engine in SERVERS {
        let site = Site::of(engine, &["first", "second"]).await;
        site.boot(stock::first())
            .await
            .check()
            .expect("all migrated");
        let safe = |config: Config| {
            let migrator = site.migrator(stock::without_labels()).config(config);
            migrator.tenants(&site.names).migrate()
        };
        let held = safe(Config::default()).await.expect("reports");
        let hashes: Vec<String> = held
            .iter()
            .map(|tenant| tenant.outcome.as_ref().expect("a report"))
            .inspect(|report| assert_eq!(report.status, Status::Partial, "{report}"))
            .map(|report| report.hash.clone())
            .collect();
        assert_eq!(hashes[0], hashes[1], "{engine:?}");
        let approved = safe(Config::default().approve(&hashes[0]))
            .await
            .expect("reports");
        for tenant in &approved {
            let report = tenant.outcome.as_ref().expect("a report");
            assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        }
        site.close().await;
    }
}

#[tokio::test]
async fn no_home_is_made_where_nothing_may_change() {
    for engine in SERVERS {
        let site = Site::of(engine, &["here", "nowhere"]).await;
        let tenants = |mode: Mode, names: &[String]| {
            let migrator = site.migrator(letters()).mode(mode);
            migrator.tenants(names).migrate()
        };
        let made = tenants(Mode::Safe, &site.names[..1])
            .await
            .expect("reports");
        made.check().expect("a tenant");
        for mode in [Mode::DryRun, Mode::Verify] {
            let reports = tenants(mode, &site.names).await.expect("reports");
            let failed: Vec<(&str, &Error)> = reports.failed().collect();
            let [(name, error @ Error::Verify { .. })] = &failed[..] else {
                panic!("{engine:?} {mode:?}: {failed:?}");
            };
            assert_eq!(*name, site.names[1]);
            assert!(error.to_string().contains("is not there"), "{error}");
        }
        site.close().await;
    }
}

/// The state of the schema that stands behind in the search path is not the tenant's.
#[tokio::test]
async fn a_new_tenant_is_not_taken_for_the_schema_behind_it() {
    let site = Site::of(Engine::Postgres, &["new"]).await;
    for check in [DriftCheck::Trust, DriftCheck::Fingerprint, DriftCheck::Full] {
        let config = Config::default().drift_check(check);
        let migrator = site.migrator(letters()).config(config);
        migrator.clone().migrate().await.expect("the public schema");
        let make = format!(
            "CREATE SCHEMA IF NOT EXISTS {}",
            Engine::Postgres.quote(&site.names[0])
        );
        site.database.execute(&make).await;
        let reports = migrator
            .tenants(&site.names)
            .migrate()
            .await
            .expect("reports");
        let report = reports
            .get(&site.names[0])
            .expect("it was named")
            .as_ref()
            .expect("a report");
        assert_eq!(report.status, Status::Completed, "{check:?}\n{report}");
        let drop = format!(
            "DROP SCHEMA {} CASCADE",
            Engine::Postgres.quote(&site.names[0])
        );
        site.database.execute(&drop).await;
    }
}

#[tokio::test]
async fn names_that_can_be_no_tenants_are_refused_together() {
    for (engine, names, problems) in [
        (
            Engine::Postgres,
            vec!["a", "", "a", "pg_a", "information_schema"],
            vec![
                "`a` is there twice",
                "`` has no name",
                "`pg_a` has the name",
                "`information_schema` has the name",
            ],
        ),
        (
            Engine::MariaDb,
            vec!["mysql", "b", "b"],
            vec!["`mysql` has the name", "`b` is there twice"],
        ),
        (
            Engine::Sqlite,
            vec!["a"],
            vec!["SQLite has no server", "help: "],
        ),
    ] {
        let database = engine.database().await;
        let target = Target::from_url(database.url()).expect("an address");
        let migrator = Migrator::new(target).registry(letters());
        let error = migrator
            .clone()
            .tenants(names)
            .migrate()
            .await
            .expect_err("a refusal");
        assert!(matches!(error, Error::Config { .. }), "{error}");
        for problem in problems {
            assert!(error.to_string().contains(problem), "{engine:?}: {error}");
        }
        if engine != Engine::Sqlite {
            let long = "x".repeat(65);
            let error = migrator
                .tenants([long])
                .migrate()
                .await
                .expect_err("a refusal");
            assert!(
                error.to_string().contains("more than the 6"),
                "{engine:?}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn of_two_processes_one_migrates_each_tenant() {
    for engine in SERVERS {
        let site = Site::of(engine, &["first", "second", "third"]).await;
        let start = || {
            Command::new(env!("CARGO_BIN_EXE_boot_once"))
                .env("DATABASE_URL", site.database.url())
                .env("TENANTS", site.names.join(","))
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program starts")
        };
        let children = [start(), start()];
        for child in children {
            let output = child.wait_with_output().expect("the program ends");
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{engine:?}: {errors}");
        }
        for name in &site.names {
            let count = format!(
                "SELECT COUNT(*) FROM {}",
                site.object(name, "_trueup_migrations")
            );
            assert_eq!(cell(&site.database, &count).await, "1", "{engine:?}");
        }
        assert_eq!(site.boot(shop::first()).await.failed().count(), 0);
        site.close().await;
    }
}

/// The rows are copies of one that a boot has written, so the fingerprint, which no copy shares, is not asked for.
#[tokio::test]
async fn a_thousand_tenants_are_one_statement() {
    for engine in SERVERS {
        let mut site = Site::of(engine, &["0"]).await;
        site.settle(letters()).await;
        site.falsify().await;
        let model = site.object(&site.names[0], "_trueup_state");
        let mut script = String::new();
        for number in 1..1_000 {
            let name = site.full(&number.to_string());
            let (home, state) = (engine.quote(&name), site.object(&name, "_trueup_state"));
            script +=
                &format!("CREATE SCHEMA {home}; CREATE TABLE {state} AS SELECT * FROM {model};\n");
            site.names.push(name);
        }
        site.database.execute(&script).await;
        let proxy = Proxy::open(&site.database).await;
        let config = Config::default().drift_check(DriftCheck::Trust);
        let migrator = site
            .migrator_at(proxy.url(), letters())
            .config(config.clone());
        let reports = migrator
            .tenants(&site.names)
            .migrate()
            .await
            .expect("reports");
        let asked = proxy.take().len();
        // The driver has a word with MariaDB before anybody else.
        let words = usize::from(engine == Engine::MariaDb);
        assert_eq!(asked, words + 1, "{engine:?}");
        let unread = reports
            .iter()
            .filter(|tenant| tenant.outcome.as_ref().expect("a report").status == Status::Failed);
        assert_eq!(unread.count(), 1_000, "{engine:?}");

        // One more than a statement asks about, who is new.
        site.names.push(site.full("new"));
        let migrator = site.migrator_at(proxy.url(), letters()).config(config);
        let reports = migrator
            .tenants(&site.names)
            .migrate()
            .await
            .expect("reports");
        let last = reports.iter().next_back().expect("a tenant");
        let report = last.outcome.as_ref().expect("a report");
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        let looks = proxy.take();
        let looks = looks
            .iter()
            .filter(|text| text.matches("_trueup_state").count() > 500);
        assert_eq!(
            looks.count(),
            1,
            "{engine:?}: those that were told are not asked for again"
        );
        site.close().await;
    }
}
