//! Domains that Rust declares.

use trueup::meta::{Declared, DroppedKind, DroppedMeta};
use trueup::model::{Domain, ObjectId, TableName};
use trueup::{Mode, Registry, Report, Status};
use trueup_tests::boots::{boot_twice, cell, graded, migrator, schema, try_rows};
use trueup_tests::engines::{Database, Engine};
use trueup_tests::session::Session;

#[derive(trueup::Table)]
#[allow(
    dead_code,
    reason = "the struct stands for a table, and nobody makes one"
)]
struct Reader {
    #[column(primary_key)]
    id: i64,
    #[column(sql_type(postgres = "email"))]
    address: Option<String>,
}

#[derive(trueup::Table)]
#[allow(
    dead_code,
    reason = "the struct stands for a table, and nobody makes one"
)]
struct Plain {
    #[column(primary_key)]
    id: i64,
}

const EMAIL: &[Declared] = trueup::objects![domain(
    "email",
    "text",
    check("VALUE ~ '@'"),
    engines(postgres)
)];

/// The table with a column of the domain, and these objects.
fn release(objects: &'static [Declared]) -> Registry {
    let tables = Registry::of(trueup::tables![Reader]).expect("one table");
    tables.with_objects(objects).expect("different objects")
}

/// The only domain of the database.
async fn domain(database: &Database) -> Domain {
    let mut schema = schema(database).await;
    assert_eq!(schema.domains.len(), 1, "{:?}", schema.domains);
    schema.domains.remove(0)
}

fn checks(domain: &Domain) -> Vec<(&str, &str)> {
    let checks = domain.checks.iter();
    checks
        .map(|check| (check.name.text(), check.expression.as_str()))
        .collect()
}

#[tokio::test]
async fn a_domain_is_made_before_its_column_and_refuses_what_its_check_refuses() {
    let database = Engine::Postgres.database().await;
    let report = boot_twice(&database, release(EMAIL)).await;
    assert_eq!(
        graded(report.applied()),
        ["SAFE create_domain email", "SAFE create_table readers"]
    );
    let found = domain(&database).await;
    assert_eq!(
        (found.data_type.as_str(), found.nullable, found.checks.len()),
        ("text", true, 1)
    );
    let kind = "SELECT format_type(atttypid, atttypmod) FROM pg_attribute \
                WHERE attrelid = 'readers'::regclass AND attname = 'address'";
    assert_eq!(cell(&database, kind).await, "email");
    database
        .execute("INSERT INTO readers VALUES (1, 'a@b')")
        .await;
    let refused = try_rows(&database, "INSERT INTO readers VALUES (2, 'nobody')").await;
    assert!(refused.is_err());

    let mut session = Session::open(&database).await;
    let facts = session.schema().await.facts();
    session.close().await;
    let column = ObjectId::Column(TableName::new("readers"), "address".to_owned());
    let column = facts.iter().find(|fact| fact.id == column);
    let id = ObjectId::Domain(TableName::new("email"));
    assert!(column.expect("the column").requires.contains(&id));
}

#[tokio::test]
async fn every_word_of_a_domain_is_there_and_stays() {
    let database = Engine::Postgres.database().await;
    let objects = trueup::objects![domain(
        "email",
        "VARCHAR (320)",
        check(name = "email_lower", "VALUE = lower(VALUE)"),
        check("char_length(VALUE) > 2"),
        not_null,
        default = "it's@me",
        collation = "C",
        comment = "where to write to"
    )];
    let registry = Registry::of(trueup::tables![Plain]).expect("one table");
    boot_twice(&database, registry.with_objects(objects).expect("one")).await;
    let found = domain(&database).await;
    assert_eq!(found.data_type, "character varying(320)");
    assert_eq!(found.collation.as_deref(), Some("\"C\""));
    assert_eq!(found.comment.as_deref(), Some("where to write to"));
    assert!(!found.nullable);
    let default = found.default.as_deref();
    assert!(
        default.is_some_and(|text| text.contains("it''s@me")),
        "{default:?}"
    );
    assert_eq!(found.checks.len(), 2);
    assert!(
        found
            .checks
            .iter()
            .any(|check| check.name.text() == "email_lower")
    );
}

#[tokio::test]
async fn a_domain_of_another_schema_serves_a_column_by_its_whole_name() {
    #[derive(trueup::Table)]
    #[allow(
        dead_code,
        reason = "the struct stands for a table, and nobody makes one"
    )]
    struct Bill {
        #[column(primary_key)]
        id: i64,
        #[column(sql_type = "billing.amount", default = sql("7"))]
        amount: i32,
    }
    let database = Engine::Postgres.database().await;
    let objects = trueup::objects![domain(
        "amount",
        "integer",
        check("VALUE > 0"),
        schema = "billing"
    )];
    let registry = Registry::of(trueup::tables![Bill]).expect("one table");
    boot_twice(&database, registry.with_objects(objects).expect("one")).await;
    database.execute("INSERT INTO bills (id) VALUES (1)").await;
    let kind = "SELECT pg_typeof(amount)::text FROM bills";
    assert_eq!(cell(&database, kind).await, "billing.amount");
}

#[tokio::test]
async fn each_kind_of_default_is_read_back_as_the_same() {
    for (since, objects) in [
        (12, trueup::objects![domain("own", "integer", default = -5)]),
        (
            12,
            trueup::objects![domain("own", "numeric(10, 2)", default = 1.50)],
        ),
        (12, trueup::objects![domain("own", "bool", default = true)]),
        (
            12,
            trueup::objects![domain("own", "timestamptz", default = now)],
        ),
        (12, trueup::objects![domain("own", "date", default = now)]),
        (
            13,
            trueup::objects![domain("own", "uuid", default = sql("gen_random_uuid()"))],
        ),
    ] {
        let database = Engine::Postgres.database().await;
        if !database.is_since(since).await {
            continue;
        }
        let registry = Registry::of(trueup::tables![Plain]).expect("one table");
        boot_twice(&database, registry.with_objects(objects).expect("one")).await;
        assert!(domain(&database).await.default.is_some());
    }
}

#[tokio::test]
async fn a_domain_changes_and_its_values_stay() {
    let database = Engine::Postgres.database().await;
    boot_twice(&database, release(EMAIL)).await;
    database
        .execute("INSERT INTO readers VALUES (1, 'a@b')")
        .await;
    let address = "SELECT address::text FROM readers WHERE id = 1";

    // A condition changes, and what is there is read.
    let stricter = trueup::objects![domain("email", "text", check("VALUE ~ '.@.'"))];
    let report = boot_twice(&database, release(stricter)).await;
    assert_eq!(graded(report.applied()), ["HIGH alter_domain email"]);
    let found = domain(&database).await;
    assert_eq!(found.checks.len(), 1);
    assert!(found.checks[0].expression.contains(".@."), "{found:?}");

    // Another condition, a default and no NULL.
    let more = trueup::objects![domain(
        "email",
        "text",
        check("VALUE ~ '.@.'"),
        check(name = "email_short", "length(VALUE) < 99"),
        not_null,
        default = "x@y"
    )];
    let report = boot_twice(&database, release(more)).await;
    assert_eq!(graded(report.applied()), ["HIGH alter_domain email"]);
    let found = domain(&database).await;
    assert_eq!((found.checks.len(), found.nullable), (2, false));
    database
        .execute("INSERT INTO readers (id) VALUES (2)")
        .await;
    let second = "SELECT address::text FROM readers WHERE id = 2";
    assert_eq!(cell(&database, second).await, "x@y");

    // All of it goes again.
    let looser = trueup::objects![domain("email", "text", default = "z@z")];
    let report = boot_twice(&database, release(looser)).await;
    assert_eq!(graded(report.applied()), ["MEDIUM alter_domain email"]);
    let found = domain(&database).await;
    assert_eq!((found.checks.len(), found.nullable), (0, true));
    assert_eq!(found.default.as_deref(), Some("'z@z'::text"));
    boot_twice(
        &database,
        release(trueup::objects![domain("email", "text")]),
    )
    .await;
    assert_eq!(domain(&database).await.default, None);
    assert_eq!(cell(&database, address).await, "a@b");
}

#[tokio::test]
async fn values_that_a_new_condition_refuses_stop_it() {
    let database = Engine::Postgres.database().await;
    boot_twice(&database, release(EMAIL)).await;
    database
        .execute("INSERT INTO readers VALUES (1, 'a@b')")
        .await;
    let stricter = trueup::objects![domain("email", "text", check("VALUE ~ '[.]'"))];
    let error = migrator(&database, release(stricter))
        .mode(Mode::Aggressive)
        .migrate()
        .await
        .expect_err("a value without a dot");
    assert!(error.report().to_string().contains("email"), "{error}");
    let count = "SELECT count(*)::text FROM readers";
    assert_eq!(cell(&database, count).await, "1");
}

#[tokio::test]
async fn a_domain_is_renamed_with_its_columns_and_goes_when_it_is_said() {
    #[derive(trueup::Table)]
    #[table(name = "readers")]
    #[allow(
        dead_code,
        reason = "the struct stands for a table, and nobody makes one"
    )]
    struct Later {
        #[column(primary_key)]
        id: i64,
        #[column(sql_type = "mail_address")]
        address: Option<String>,
    }
    #[derive(trueup::Table)]
    #[table(name = "readers")]
    #[allow(
        dead_code,
        reason = "the struct stands for a table, and nobody makes one"
    )]
    struct Last {
        #[column(primary_key)]
        id: i64,
        address: Option<String>,
    }
    let database = Engine::Postgres.database().await;
    boot_twice(&database, release(EMAIL)).await;
    database
        .execute("INSERT INTO readers VALUES (1, 'a@b')")
        .await;
    let renamed = trueup::objects![domain(
        "mail_address",
        "text",
        check("VALUE ~ '@'"),
        renamed_from = "email"
    )];
    let registry = Registry::of(trueup::tables![Later]).expect("one table");
    let report = boot_twice(&database, registry.with_objects(renamed).expect("one")).await;
    assert_eq!(
        graded(report.applied()),
        ["HIGH rename_domain mail_address"]
    );

    // What is not said any more stays until somebody says that it goes.
    let last = || Registry::of(trueup::tables![Last]).expect("one table");
    let unused = trueup::objects![domain("mail_address", "text", check("VALUE ~ '@'"))];
    boot_twice(&database, last().with_objects(unused).expect("one")).await;
    let surplus = migrator(&database, last()).migrate().await.expect("a boot");
    assert_eq!(surplus.status, Status::Partial, "{surplus}");
    domain(&database).await;
    let gone = last().with_dropped(&[DroppedMeta {
        kind: DroppedKind::Domain,
        name: "mail_address",
    }]);
    boot_twice(&database, gone).await;
    let count = "SELECT count(*)::text FROM pg_type WHERE typname = 'mail_address'";
    assert_eq!(cell(&database, count).await, "0");
    let address = "SELECT address FROM readers WHERE id = 1";
    assert_eq!(cell(&database, address).await, "a@b");
}

#[tokio::test]
async fn a_domain_of_others_is_left_alone_and_so_is_their_check_of_ours() {
    let database = Engine::Postgres.database().await;
    database
        .execute("CREATE DOMAIN theirs AS text CHECK (VALUE <> '')")
        .await;
    let report = boot_twice(&database, release(EMAIL)).await;
    let is_listed = |report: &Report, name: &str| {
        let mut foreign = report.foreign.iter();
        foreign.any(|item| item.object.contains(name))
    };
    assert!(is_listed(&report, "theirs"), "{report}");
    database.execute("DROP DOMAIN theirs").await;

    database
        .execute("ALTER DOMAIN email ADD CONSTRAINT by_hand CHECK (length(VALUE) < 99); ALTER DOMAIN email SET DEFAULT 'x@y'; ALTER DOMAIN email SET NOT NULL")
        .await;
    let report = boot_twice(&database, release(EMAIL)).await;
    assert_eq!(report.status, Status::UpToDate, "{report}");
    assert!(is_listed(&report, "by_hand"), "{report}");
    let changed = trueup::objects![domain("email", "text", check("VALUE ~ '.@.'"))];
    for _ in 0..2 {
        let report = boot_twice(&database, release(changed)).await;
        assert!(is_listed(&report, "by_hand"), "{report}");
    }
    let found = domain(&database).await;
    let checks = checks(&found);
    assert_eq!(checks.len(), 2, "{checks:?}");
    assert!(
        checks.iter().any(|(name, _)| *name == "by_hand"),
        "{checks:?}"
    );
    let default = found.default.as_deref();
    assert_eq!((default, found.nullable), (Some("'x@y'::text"), false));
}

#[tokio::test]
async fn a_domain_that_is_there_already_is_taken_as_the_one_that_is_declared() {
    let database = Engine::Postgres.database().await;
    database
        .execute(
            "CREATE DOMAIN email AS text CHECK (VALUE ~ '@'); COMMENT ON DOMAIN email IS 'theirs'",
        )
        .await;
    let report = boot_twice(&database, release(EMAIL)).await;
    assert_eq!(graded(report.applied()), ["SAFE create_table readers"]);
    let found = domain(&database).await;
    assert_eq!(checks(&found)[0].0, "email_check");
    assert_eq!(found.comment.as_deref(), Some("theirs"));
}

#[tokio::test]
async fn the_other_databases_have_no_domains_and_say_so() {
    for engine in [Engine::MariaDb, Engine::Sqlite] {
        let database = engine.database().await;
        let report = boot_twice(&database, release(EMAIL)).await;
        assert_eq!(graded(report.applied()), ["SAFE create_table readers"]);
        let everywhere = trueup::objects![domain("email", "text", check("VALUE ~ '@'"))];
        let error = migrator(&database, release(everywhere))
            .migrate()
            .await
            .expect_err("no domains");
        let message = error.report().to_string();
        assert!(message.contains("domain `email`"), "{message}");
        assert!(message.contains("engines(postgres)"), "{message}");
    }
}

#[tokio::test]
async fn a_domain_cannot_have_the_name_of_a_table() {
    let database = Engine::Postgres.database().await;
    let objects = trueup::objects![domain("readers", "text"), domain("email", "text")];
    let error = migrator(&database, release(objects))
        .migrate()
        .await
        .expect_err("two types of one name");
    let message = error.report().to_string();
    assert!(message.contains("a table has that name"), "{message}");
}
