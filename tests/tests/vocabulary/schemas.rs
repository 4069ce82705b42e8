//! Tables in namespaces, of which the connection's own may be named or not.

use trueup::meta::{DroppedKind, DroppedMeta, TableMeta};
use trueup::{Mode, Registry, Status, Table};
use trueup_tests::boots::{boot, boot_in, cell, changes, migrator};
use trueup_tests::engines::Engine;

/// The connection's own namespace is named here and there.
#[expect(dead_code, reason = "only the schema counts")]
mod mixed {
    #[derive(trueup::Enum)]
    #[enumeration(name = "mood", schema = "public")]
    pub(super) enum Mood {
        Fine,
        Bad,
    }

    #[derive(trueup::Table)]
    pub(super) struct Customer {
        #[column(primary_key)]
        id: i64,
        #[column(default = Fine)]
        mood: Mood,
        moods: Option<Vec<Mood>>,
    }

    #[derive(trueup::Table)]
    #[table(schema = "public", index(customer))]
    pub(super) struct Purchase {
        #[column(primary_key, auto_increment)]
        id: i64,
        #[column(references = Customer::id)]
        customer: i64,
        #[column(sql_type = "public.code", default = "none")]
        code: String,
    }

    #[derive(trueup::Table)]
    pub(super) struct Payment {
        #[column(primary_key, default = sql("nextval('public.payment_numbers')"))]
        id: i64,
        #[column(references = Purchase::id)]
        purchase: i64,
    }

    pub(super) const TABLES: &[&trueup::meta::TableMeta] =
        trueup::tables![Customer, Purchase, Payment];
}

/// The same, named the other way about.
#[expect(dead_code, reason = "only the schema counts")]
mod swapped {
    #[derive(trueup::Enum)]
    #[enumeration(name = "mood")]
    pub(super) enum Mood {
        Fine,
        Bad,
    }

    #[derive(trueup::Table)]
    #[table(schema = "public")]
    pub(super) struct Customer {
        #[column(primary_key)]
        id: i64,
        #[column(default = Fine)]
        mood: Mood,
        moods: Option<Vec<Mood>>,
    }

    #[derive(trueup::Table)]
    #[table(index(customer))]
    pub(super) struct Purchase {
        #[column(primary_key, auto_increment)]
        id: i64,
        #[column(references = Customer::id)]
        customer: i64,
        #[column(sql_type = "code", default = "none")]
        code: String,
    }

    #[derive(trueup::Table)]
    #[table(schema = "public")]
    pub(super) struct Payment {
        #[column(primary_key, default = sql("nextval('payment_numbers')"))]
        id: i64,
        #[column(references = Purchase::id)]
        purchase: i64,
    }

    pub(super) const TABLES: &[&trueup::meta::TableMeta] =
        trueup::tables![Customer, Purchase, Payment];
}

/// A namespace of its own beside the connection's.
#[expect(dead_code, reason = "only the schema counts")]
mod audited {
    #[derive(trueup::Enum)]
    #[enumeration(name = "verb", schema = "audit")]
    pub(super) enum Verb {
        Made,
        Gone,
    }

    #[derive(trueup::Table)]
    pub(super) struct Account {
        #[column(primary_key)]
        id: i64,
    }

    #[derive(trueup::Table)]
    #[table(schema = "audit", index(verb, at desc))]
    pub(super) struct Entry {
        #[column(primary_key, auto_increment)]
        id: i64,
        #[column(references = Account::id, on_delete = cascade)]
        account: i64,
        #[column(default = Made)]
        verb: Verb,
        #[column(default = now)]
        at: chrono::DateTime<chrono::Utc>,
    }

    pub(super) const TABLES: &[&trueup::meta::TableMeta] = trueup::tables![Account, Entry];
}

/// A table that an engine without namespaces has too.
#[expect(dead_code, reason = "only the schema counts")]
mod plain {
    #[derive(trueup::Table)]
    pub(super) struct Item {
        #[column(primary_key)]
        id: i64,
    }

    #[derive(trueup::Table)]
    pub(super) struct Part {
        #[column(primary_key)]
        id: i64,
        #[column(references = Item::id)]
        item: i64,
    }
}

fn registry(tables: &[&'static TableMeta]) -> Registry {
    Registry::of(tables).expect("sound tables")
}

/// The same table within the namespace.
fn within(schema: &str, table: &'static TableMeta) -> &'static TableMeta {
    let schema: &'static str = schema.to_owned().leak();
    Box::leak(Box::new(TableMeta {
        schema: Some(schema),
        ..*table
    }))
}

#[tokio::test]
async fn the_own_namespace_may_be_named() {
    let database = Engine::Postgres.database().await;
    let mixed = || {
        let objects = trueup::objects![
            schema("public"),
            domain("code", "text", schema = "public", check("VALUE <> ''")),
            sequence("payment_numbers", schema = "public"),
            extension("citext", schema = "public"),
        ];
        registry(mixed::TABLES)
            .with_objects(objects)
            .expect("different objects")
    };
    let report = boot_in(&database, mixed(), Mode::Auto).await;
    assert_eq!(report.status, Status::Completed, "{report}");
    let made = changes(report.applied());
    assert!(
        !made.iter().any(|change| change.contains("namespace")),
        "{made:?}"
    );
    for seed in [
        "INSERT INTO public.customers (id, moods) VALUES (1, '{Bad}')",
        "INSERT INTO purchases (customer) VALUES (1)",
        "INSERT INTO payments (purchase) VALUES (1)",
    ] {
        database.execute(seed).await;
    }
    let again = boot(&database, mixed()).await;
    assert_eq!(again.status, Status::UpToDate, "{again}");

    let objects = trueup::objects![
        domain("code", "text", check("VALUE <> ''")),
        sequence("payment_numbers"),
        extension("citext"),
    ];
    let swapped = registry(swapped::TABLES).with_objects(objects);
    let swapped = boot(&database, swapped.expect("different objects")).await;
    assert_eq!(swapped.status, Status::UpToDate, "{swapped}");
    let joined = "SELECT mood || code || payments.id FROM customers \
                  JOIN purchases ON customer = customers.id JOIN payments ON purchase = purchases.id";
    assert_eq!(cell(&database, joined).await, "Finenone1");
}

#[tokio::test]
async fn a_table_of_the_own_namespace_goes_under_its_full_name() {
    let database = Engine::Postgres.database().await;
    let [item, part] = [<plain::Item as Table>::META, <plain::Part as Table>::META];
    boot(&database, registry(&[item, within("public", part)])).await;
    database.execute("INSERT INTO items (id) VALUES (7)").await;
    let gone = registry(&[within("public", item)]).with_dropped(&[DroppedMeta {
        kind: DroppedKind::Table,
        name: "public.parts",
    }]);
    let report = boot(&database, gone).await;
    assert_eq!(changes(report.applied()), ["drop_table parts"]);
    assert_eq!(database.count("items").await, 1);
}

#[tokio::test]
async fn one_table_is_not_declared_under_both_names() {
    for engine in Engine::ALL {
        let database = engine.database().await;
        let own = match engine {
            Engine::Postgres => "public".to_owned(),
            Engine::MariaDb => cell(&database, "SELECT DATABASE()").await,
            Engine::Sqlite => "main".to_owned(),
        };
        let item = <plain::Item as Table>::META;
        let both = registry(&[item, within(&own, item)]);
        let error = migrator(&database, both).plan().await.expect_err("twice");
        let text = error.report();
        assert!(text.contains("table `items` is declared with"), "{text}");
        assert!(text.contains("help: "), "{text}");
    }
}

#[tokio::test]
async fn an_engine_without_namespaces_knows_the_name_of_its_own() {
    for engine in [Engine::MariaDb, Engine::Sqlite] {
        let database = engine.database().await;
        let own = match engine {
            Engine::MariaDb => cell(&database, "SELECT DATABASE()").await,
            _ => "main".to_owned(),
        };
        let [item, part] = [<plain::Item as Table>::META, <plain::Part as Table>::META];
        boot(&database, registry(&[item, within(&own, part)])).await;
        database.execute("INSERT INTO items VALUES (1)").await;
        database.execute("INSERT INTO parts VALUES (2, 1)").await;
        let again = boot(&database, registry(&[item, within(&own, part)])).await;
        assert_eq!(again.status, Status::UpToDate, "{again}");
        let without = boot(&database, registry(&[item, part])).await;
        assert_eq!(without.status, Status::UpToDate, "{without}");
        assert_eq!(database.count("parts").await, 1);

        let other = registry(&[within("elsewhere", item)]);
        let error = migrator(&database, other)
            .plan()
            .await
            .expect_err("no such");
        let text = error.report();
        assert!(text.contains("names the schema `elsewhere`"), "{text}");
    }
}

#[tokio::test]
async fn a_namespace_beside_the_own_one_is_read_again_as_it_was_made() {
    let database = Engine::Postgres.database().await;
    let report = boot(&database, registry(audited::TABLES)).await;
    assert!(
        changes(report.applied()).contains(&"create_namespace audit".to_owned()),
        "{report}"
    );
    database.execute("INSERT INTO accounts VALUES (1)").await;
    database
        .execute("INSERT INTO audit.entries (account) VALUES (1)")
        .await;
    let again = boot(&database, registry(audited::TABLES)).await;
    assert_eq!(again.status, Status::UpToDate, "{again}");
    let verb = "SELECT verb::text FROM audit.entries";
    assert_eq!(cell(&database, verb).await, "Made");
}

#[tokio::test]
async fn the_own_namespace_is_the_first_of_the_search_path() {
    let database = Engine::Postgres.database().await;
    database.execute("CREATE SCHEMA audit").await;
    let path = "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = audit, public', current_database()); END$$";
    database.execute(path).await;
    boot(&database, registry(audited::TABLES)).await;
    let again = boot(&database, registry(audited::TABLES)).await;
    assert_eq!(again.status, Status::UpToDate, "{again}");
    let tables = "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables \
                  WHERE schemaname = 'audit' AND tablename NOT LIKE '%trueup%'";
    assert_eq!(cell(&database, tables).await, "accounts entries");
}

#[tokio::test]
async fn a_namespace_that_would_take_the_place_of_the_own_one_is_not_made() {
    let database = Engine::Postgres.database().await;
    let path = "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = audit, public', current_database()); END$$";
    database.execute(path).await;
    let refused = migrator(&database, registry(audited::TABLES)).migrate();
    let error = refused.await.expect_err("audit would be the own namespace");
    let text = error.report();
    assert!(
        text.contains("stands in the search path before `public`"),
        "{text}"
    );
    assert!(
        text.contains("help: create it before the first start"),
        "{text}"
    );
    let made = "SELECT count(*)::text FROM pg_tables WHERE schemaname IN ('audit', 'public')";
    assert_eq!(cell(&database, made).await, "0");
    database.execute("CREATE SCHEMA audit").await;
    boot(&database, registry(audited::TABLES)).await;
    let again = boot(&database, registry(audited::TABLES)).await;
    assert_eq!(again.status, Status::UpToDate, "{again}");
}

/// Collations that somebody made, with and without the name of their namespace.
#[expect(dead_code, reason = "only the schema counts")]
mod collated {
    #[derive(trueup::Table)]
    #[table(
        index(a collation = "de_DE.utf8"),
        index(b collation = "public.german"),
        index(c collation = "app.\"Order\"")
    )]
    pub(super) struct Word {
        #[column(primary_key)]
        id: i64,
        #[column(collation = "german")]
        a: String,
        #[column(collation = "de_DE.utf8")]
        b: String,
        #[column(collation = "public.german")]
        c: String,
        #[column(collation = "app.\"Order\"")]
        d: String,
    }
}

#[tokio::test]
async fn a_collation_is_found_where_it_is() {
    let database = Engine::Postgres.database().await;
    for statement in [
        "CREATE SCHEMA app",
        "CREATE COLLATION german (LOCALE = 'C')",
        "CREATE COLLATION public.\"de_DE.utf8\" (LOCALE = 'C')",
        "CREATE COLLATION app.\"Order\" (LOCALE = 'C')",
    ] {
        database.execute(statement).await;
    }
    let tables = trueup::tables![collated::Word];
    for status in [Status::Completed, Status::UpToDate] {
        let report = boot(&database, registry(tables)).await;
        assert_eq!(report.status, status, "{report}");
        assert_eq!(report.warnings, Vec::<String>::new());
    }
}
