//! What a program meets when it boots.

#![expect(
    dead_code,
    unreachable_pub,
    reason = "the structs stand for an application's models, and are used as definitions alone"
)]

use trueup::{Migrator, Mode, Registry, Status, Target};
use trueup_tests::engines::{Database, Engine};

mod v1 {
    use trueup::Table;

    #[derive(Table)]
    pub struct Org {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 100)]
        pub name: String,
    }

    #[derive(Table)]
    #[table(index(org_id, created_at desc), check("balance >= 0"))]
    pub struct Account {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 255)]
        pub email: String,
        #[column(references = Org::id, on_delete = cascade)]
        pub org_id: i64,
        #[column(max_length = 50)]
        pub nick: Option<String>,
        #[column(default = 0)]
        pub balance: i64,
        #[column(default = "new", max_length = 20)]
        pub state: String,
        #[column(default = true)]
        pub active: bool,
        #[column(default = now)]
        pub created_at: chrono::DateTime<chrono::Utc>,
        #[column(max_length = 10)]
        pub legacy: Option<String>,
        #[column(max_length = 10)]
        pub retired: String,
    }
}

mod v2 {
    use trueup::Table;

    #[derive(Table)]
    pub struct Org {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 100)]
        pub name: String,
    }

    #[derive(Table)]
    #[table(index(org_id, created_at desc), index(nickname), check("balance >= 0"))]
    pub struct Account {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 255)]
        pub email: String,
        #[column(references = Org::id, on_delete = cascade)]
        pub org_id: i64,
        #[column(renamed_from = "nick", max_length = 50)]
        pub nickname: Option<String>,
        #[column(default = 0)]
        pub balance: i64,
        #[column(default = "new", max_length = 20)]
        pub state: String,
        #[column(default = true)]
        pub active: bool,
        #[column(default = now)]
        pub created_at: chrono::DateTime<chrono::Utc>,
        #[column(max_length = 5)]
        pub locale: Option<String>,
    }

    #[derive(Table)]
    pub struct Order {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(references = Account::id)]
        pub account_id: i64,
    }
}

fn first() -> Registry {
    Registry::of(trueup::tables![v1::Org, v1::Account]).unwrap()
}

fn second() -> Registry {
    Registry::of(trueup::tables![v2::Org, v2::Account, v2::Order]).unwrap()
}

fn migrator(database: &Database, registry: Registry) -> Migrator {
    Migrator::new(Target::from_url(database.url()).unwrap()).registry(registry)
}

async fn seed(database: &Database) {
    database
        .execute(
            "INSERT INTO orgs (name) VALUES ('one'), ('two');
             INSERT INTO accounts (email, org_id, nick, retired) VALUES ('a@b', 1, 'al', 'x'), ('c@d', 2, NULL, 'y')",
        )
        .await;
}

#[tokio::test]
async fn the_first_boot_creates_and_the_second_has_nothing_to_do() {
    for engine in ENGINES {
        let database = engine.database().await;
        let report = migrator(&database, first()).migrate().await.unwrap();
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        seed(&database).await;

        let report = migrator(&database, first()).migrate().await.unwrap();
        assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
        assert_eq!(database.count("accounts").await, 2);
        assert_eq!(database.count("_trueup_migrations").await, 1);
    }
}

#[tokio::test]
async fn a_second_version_keeps_every_row_and_holds_back_what_could_hurt() {
    for engine in ENGINES {
        let database = engine.database().await;
        migrator(&database, first()).migrate().await.unwrap();
        seed(&database).await;

        let report = migrator(&database, second()).migrate().await.unwrap();
        println!("{engine:?}\n{report}");
        assert_eq!(report.status, Status::Partial, "{engine:?}\n{report}");
        let held: Vec<String> = report
            .held_back()
            .map(|step| format!("{} {}", step.change.kind, step.change.object))
            .collect();
        assert_eq!(
            held,
            [
                "create_index accounts.accounts_nickname_idx",
                "drop_column accounts.legacy",
                "drop_column accounts.retired"
            ],
            "{engine:?}"
        );
        assert_eq!(database.count("accounts").await, 2);
        database
            .execute("INSERT INTO accounts (email, org_id, nickname, locale) VALUES ('e@f', 1, 'ed', 'en')")
            .await;

        let again = migrator(&database, second()).migrate().await.unwrap();
        assert_eq!(again.status, Status::Partial, "{engine:?}\n{again}");
        assert_eq!(again.applied().count(), 0);

        let all = migrator(&database, second())
            .mode(Mode::Aggressive)
            .migrate()
            .await
            .unwrap();
        assert_eq!(all.status, Status::Completed, "{engine:?}\n{all}");
        assert_eq!(database.count("accounts").await, 3);
        let last = migrator(&database, second()).migrate().await.unwrap();
        assert_eq!(last.status, Status::UpToDate, "{engine:?}\n{last}");
    }
}

const ENGINES: [Engine; 1] = [Engine::Sqlite];
