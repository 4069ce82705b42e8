//! From one database to what another one is, there and back: what other people's schemas have.

use trueup::model::{Schema, Trigger};
use trueup::{Migrator, Mode, Target};
use trueup_tests::boots::cell;
use trueup_tests::engines::Database;

use super::{connect, database, read, shop};

/// What stands in the one database and in the other, piece by piece.
const PAIRS: &[(&str, &str)] = &[
    // A domain has the storage of the type beneath it, and a column of it its own.
    (
        "CREATE DOMAIN digest AS bytea CHECK (octet_length(VALUE) = 20);
         CREATE TABLE kept (id digest, other digest, plain integer[]);
         ALTER TABLE kept ALTER id SET STORAGE PLAIN",
        "CREATE DOMAIN digest AS bytea CHECK (octet_length(VALUE) = 20);
         CREATE TABLE kept (id digest, other digest, plain integer[]);
         ALTER TABLE kept ALTER other SET STORAGE PLAIN",
    ),
    // A sequence that gave no number yet has new ends.
    (
        "CREATE SEQUENCE counter",
        "CREATE SEQUENCE counter MINVALUE 1000 MAXVALUE 2000",
    ),
    // A reference that empties some of its columns alone.
    (
        "CREATE TABLE tenants (id integer, no integer, PRIMARY KEY (id, no));
         CREATE TABLE of_tenants (tenant integer, no integer,
           FOREIGN KEY (tenant, no) REFERENCES tenants ON DELETE SET NULL (no))",
        "CREATE TABLE tenants (id integer, no integer, PRIMARY KEY (id, no));
         CREATE TABLE of_tenants (tenant integer, no integer,
           FOREIGN KEY (tenant, no) REFERENCES tenants ON DELETE SET NULL)",
    ),
    // A column owns a sequence that it no longer draws from.
    (
        "CREATE TABLE numbered (id serial, \"Other\" bigserial)",
        "CREATE TABLE numbered (id serial, \"Other\" bigserial);
         ALTER TABLE numbered ALTER id DROP DEFAULT, ALTER \"Other\" DROP DEFAULT",
    ),
    // A column draws from a sequence that nothing owns, under the name of one that it would own.
    (
        "CREATE TABLE drawn (id serial)",
        "CREATE SEQUENCE drawn_id_seq; CREATE TABLE drawn (id integer NOT NULL DEFAULT nextval('drawn_id_seq'))",
    ),
    // An index of one partition is the part of an index of the table, and has a name of its own.
    (
        "CREATE TABLE divided (a integer, b integer) PARTITION BY LIST (a);
         CREATE TABLE divided_1 PARTITION OF divided FOR VALUES IN (1);
         CREATE TABLE divided_2 PARTITION OF divided FOR VALUES IN (2);
         CREATE INDEX alone ON divided_1 (b); CREATE INDEX of_all ON divided ((a + b)); CREATE INDEX by_a ON divided (a)",
        "CREATE TABLE divided (a integer, b integer) PARTITION BY LIST (a);
         CREATE TABLE divided_1 PARTITION OF divided FOR VALUES IN (1);
         CREATE TABLE divided_2 PARTITION OF divided FOR VALUES IN (2);
         CREATE INDEX alone ON divided_1 (b); CREATE INDEX by_b ON divided (b);
         CREATE INDEX mine ON divided_2 ((a + b)); CREATE INDEX of_all ON divided ((a + b));
         CREATE INDEX by_a ON divided (a); ALTER INDEX divided_1_a_idx RENAME TO \"By A\"",
    ),
    // Two indexes over the same column, the parts of which were named in another order.
    (
        "CREATE TABLE sorted (a integer) PARTITION BY LIST (a); CREATE TABLE sorted_1 PARTITION OF sorted FOR VALUES IN (1);
         CREATE INDEX down ON sorted (a DESC); CREATE INDEX up ON sorted (a)",
        "CREATE TABLE sorted (a integer) PARTITION BY LIST (a); CREATE TABLE sorted_1 PARTITION OF sorted FOR VALUES IN (1);
         CREATE INDEX up ON sorted (a); CREATE INDEX down ON sorted (a DESC)",
    ),
    // Triggers that execute a function of nobody's making.
    (
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TABLE touched (a integer, b integer);
         CREATE TRIGGER goes AFTER DELETE ON touched FOR EACH STATEMENT EXECUTE FUNCTION touch();
         CREATE TRIGGER stays BEFORE INSERT ON touched FOR EACH ROW EXECUTE FUNCTION touch('x')",
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TABLE touched (a integer, b integer);
         CREATE CONSTRAINT TRIGGER comes AFTER UPDATE OF a ON touched DEFERRABLE FOR EACH ROW
           WHEN (new.a > old.a) EXECUTE FUNCTION touch();
         CREATE TRIGGER stays BEFORE UPDATE ON touched FOR EACH ROW EXECUTE FUNCTION touch('x')",
    ),
];

/// A function that bears the name of its trigger may be wanted without it.
#[tokio::test]
async fn no_function_goes_with_a_trigger_of_somebody_else() {
    let function =
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TABLE touched (a integer);";
    let trigger =
        "CREATE TRIGGER touch BEFORE INSERT ON touched FOR EACH ROW EXECUTE FUNCTION touch()";
    let changed = database(&format!("{function} {trigger}")).await;
    let built = database(function).await;
    let target = Target::from_url(changed.url()).expect("the address of a test's database");
    let migrator = Migrator::new(target).schema(read(&built).await).prune();
    let report = migrator.mode(Mode::Aggressive).migrate().await;
    let report = report.unwrap_or_else(|error| panic!("{}", error.report()));
    assert_eq!(report.applied().count(), 1, "{report}");
    let left = read(&changed).await.unsupported;
    let kinds: Vec<&str> = left.iter().map(|item| item.kind.as_str()).collect();
    assert_eq!(kinds, ["function"], "{report}");
}

/// What was granted on it, and whose it is, would be lost with it.
#[tokio::test]
async fn a_function_stays_whose_trigger_makes_way_for_a_column() {
    let changed = database("CREATE TABLE watched (id integer PRIMARY KEY, a integer)").await;
    let built = database("CREATE TABLE watched (id integer PRIMARY KEY, a bigint)").await;
    let trigger = |body: &str| {
        Trigger::new(
            "seen",
            format!(
                "CREATE OR REPLACE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {body}; END';\n\
                 CREATE TRIGGER seen BEFORE UPDATE OF a ON watched FOR EACH ROW EXECUTE FUNCTION seen()"
            ),
        )
    };
    let with_trigger = |mut schema: Schema, body: &str| {
        schema.tables[0].triggers.push(trigger(body));
        schema
    };
    let target = || Target::from_url(changed.url()).expect("the address of a test's database");
    let migrator = |schema: Schema| {
        let migrator = Migrator::new(target()).schema(schema).prune();
        migrator.mode(Mode::Aggressive)
    };
    let first = with_trigger(read(&changed).await, "RETURN NEW");
    let report = migrator(first).migrate().await;
    report.unwrap_or_else(|error| panic!("{}", error.report()));
    changed
        .execute("REVOKE EXECUTE ON FUNCTION seen() FROM PUBLIC")
        .await;
    let told =
        "SELECT CAST(proacl IS NOT NULL AS text) || prosrc FROM pg_proc WHERE proname = 'seen'";
    let second = with_trigger(read(&built).await, "RETURN OLD");
    let report = migrator(second).migrate().await;
    let report = report.unwrap_or_else(|error| panic!("{}", error.report()));
    let done: Vec<&str> = report.steps.iter().map(|step| &*step.change.kind).collect();
    assert_eq!(
        done,
        ["drop_trigger", "alter_column", "create_trigger"],
        "{report}"
    );
    assert_eq!(cell(&changed, told).await, "trueBEGIN RETURN OLD; END");
    for step in report.steps.iter().rev() {
        for sql in &step.inverse {
            changed.execute(sql).await;
        }
    }
    assert_eq!(cell(&changed, told).await, "trueBEGIN RETURN NEW; END");
}

#[tokio::test]
async fn what_the_server_would_refuse_is_held_back_with_the_reason() {
    let changed = database(
        "CREATE TABLE keyed (id integer PRIMARY KEY); CREATE TABLE parent (k integer);
         CREATE TABLE child (FOREIGN KEY (k) REFERENCES keyed) INHERITS (parent);
         CREATE TABLE typed (at bigint);
         CREATE FUNCTION more(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1'",
    )
    .await;
    let built = database(
        "CREATE FUNCTION token() RETURNS text LANGUAGE sql AS 'SELECT ''x''';
         CREATE TABLE keyed (id integer NOT NULL); CREATE TABLE tokens (it text DEFAULT token());
         CREATE TABLE typed (at timestamp); CREATE TABLE after_all ();
         CREATE TABLE above (k integer); CREATE TABLE below () INHERITS (above); CREATE VIEW all_below AS SELECT k FROM below;
         CREATE VIEW all_again AS SELECT k FROM all_below;
         CREATE FUNCTION more(it bigint) RETURNS bigint LANGUAGE sql AS 'SELECT $1';
         CREATE TABLE of_more (it bigint DEFAULT more(1::bigint))",
    )
    .await;
    let target = Target::from_url(changed.url()).expect("the address of a test's database");
    let migrator = Migrator::new(target).schema(read(&built).await).prune();
    let report = migrator.mode(Mode::Aggressive).migrate().await;
    let report = report.unwrap_or_else(|error| panic!("{}", error.report()));
    let held: Vec<String> = report
        .held_back()
        .map(|step| {
            format!(
                "{}: {}",
                step.summary,
                step.held.as_deref().unwrap_or_default()
            )
        })
        .collect();
    for (words, reason) in [
        (
            "drop the primary key",
            "this reference of an unmanaged table needs",
        ),
        (
            "create table `tokens`",
            "calls this function, which is not there",
        ),
        (
            "create view `all_below`",
            "it reads the inherited table `below`, which is not there",
        ),
        ("create view `all_again`", "which is held back"),
        (
            "create table `of_more`",
            "calls this function, which is not there",
        ),
        (
            "the type of `typed.at`",
            "PostgreSQL has no cast that makes",
        ),
    ] {
        let is_it = |text: &&String| text.contains(words) && text.contains(reason);
        assert!(held.iter().any(|text| is_it(&text)), "{words} in {held:#?}");
    }
    assert_eq!(held.len(), 6, "{held:#?}");
    let tables = read(&changed).await.tables;
    assert!(tables.iter().any(|table| table.name == shop("after_all")));
}

/// What only one of the two can be written as stays what it is, whichever of them that is.
#[tokio::test]
async fn nothing_makes_way_for_what_cannot_be_made() {
    let managed = "CREATE TYPE pair AS (a integer, b integer); CREATE TYPE mood AS ENUM ('sad');
         CREATE TABLE typed (a integer, b integer); CREATE TABLE whole (a integer, b integer) PARTITION BY LIST (a);
         CREATE TABLE part PARTITION OF whole DEFAULT";
    let listed =
        "CREATE TYPE pair AS (a integer, b integer); CREATE TYPE mood AS RANGE (subtype = integer);
         CREATE TABLE typed OF pair; CREATE TABLE whole (a integer, b integer) PARTITION BY LIST (a);
         CREATE TABLE part OF pair";
    for (from, to) in [(managed, listed), (listed, managed)] {
        let (changed, built) = (database(from).await, database(to).await);
        let before = told(&changed).await;
        let target = Target::from_url(changed.url()).expect("the address of a test's database");
        let migrator = Migrator::new(target).schema(read(&built).await).prune();
        let report = migrator.mode(Mode::Aggressive).migrate().await;
        let report = report.unwrap_or_else(|error| panic!("{}", error.report()));
        let counts = (report.held_back().count(), report.steps.len());
        assert_eq!(counts, (3, 3), "{report}");
        let kinds = report.unsupported.iter().map(|item| item.kind.as_str());
        assert_eq!(
            kinds.collect::<Vec<_>>(),
            ["range type", "typed table", "typed table"]
        );
        assert_eq!(told(&changed).await, before);
    }
}

/// Privileges that every new table gets are trueup's own tables' as well, and say nothing.
#[tokio::test]
async fn what_is_given_on_all_tables_makes_no_difference_on_those_of_trueup() {
    let given = "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC; CREATE TABLE t (a int)";
    let changed = database(given).await;
    let desired = read(&changed).await;
    for _ in 0..2 {
        let target = Target::from_url(changed.url()).expect("the address of a test's database");
        let report = Migrator::new(target).schema(desired.clone()).prune();
        let report = report.migrate().await;
        let report = report.unwrap_or_else(|error| panic!("{}", error.report()));
        assert!(report.unsupported.is_empty(), "{report}");
    }
}

#[tokio::test]
async fn a_database_becomes_what_another_one_is_and_back() {
    let side = |which: fn(&(&'static str, &'static str)) -> &'static str| {
        PAIRS.iter().map(which).collect::<Vec<_>>().join(";\n")
    };
    let (old, new) = (side(|pair| pair.0), side(|pair| pair.1));
    for (from, to) in [(&old, &new), (&new, &old)] {
        let (changed, built) = (database(from).await, database(to).await);
        let desired = read(&built).await;
        for is_done in [false, true] {
            let target = Target::from_url(changed.url()).expect("the address of a test's database");
            let report = Migrator::new(target)
                .schema(desired.clone())
                .prune()
                .mode(Mode::Aggressive)
                .migrate()
                .await;
            let report = report.unwrap_or_else(|error| panic!("{}", error.report()));
            assert_eq!(report.held_back().count(), 0, "{report}");
            assert!(report.unsupported.is_empty(), "{report}");
            assert!(!is_done || report.steps.is_empty(), "{report}");
        }
        assert_eq!(told(&changed).await, told(&built).await);
    }
}

/// What the server itself says of its objects, so that nothing is missed by both readings alike.
async fn told(database: &Database) -> Vec<String> {
    let mut connection = connect(database).await;
    sqlx::query_scalar(
        "WITH mine AS (SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
           WHERE nspname !~ '^(pg_|information_schema)' AND relname !~ '^_trueup')
         SELECT concat_ws(' ', relname, attname, format_type(atttypid, atttypmod), attstorage, attoptions, attstattarget,
           attnotnull, pg_get_expr(adbin, adrelid), col_description(c.oid, attnum))
         FROM pg_attribute JOIN mine c ON c.oid = attrelid
         LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
         WHERE attnum > 0 AND NOT attisdropped AND relkind <> 'S'
         UNION ALL SELECT concat_ws(' ', conname, conrelid::regclass, pg_get_constraintdef(k.oid), obj_description(k.oid))
         FROM pg_constraint k JOIN mine c ON c.oid = conrelid
         UNION ALL SELECT concat_ws(' ', pg_get_indexdef(indexrelid), indisclustered, obj_description(indexrelid))
         FROM pg_index JOIN mine c ON c.oid = indrelid
         UNION ALL SELECT concat_ws(' ', pg_get_triggerdef(t.oid), tgenabled, obj_description(t.oid))
         FROM pg_trigger t JOIN mine c ON c.oid = tgrelid WHERE NOT tgisinternal
         UNION ALL SELECT concat_ws(' ', relname, relkind, reloptions, obj_description(c.oid),
           seqtypid::regtype, seqstart, seqmin, seqmax, seqincrement, o.refobjid::regclass, o.refobjsubid)
         FROM mine c LEFT JOIN pg_sequence ON seqrelid = c.oid
         LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.deptype IN ('a', 'i')
         WHERE relkind NOT IN ('i', 't')
         UNION ALL SELECT concat_ws(' ', nspname, obj_description(oid)) FROM pg_namespace
         ORDER BY 1",
    )
    .fetch_all(&mut connection)
    .await
    .expect("texts")
}
