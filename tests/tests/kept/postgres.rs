//! Objects of PostgreSQL that are not ours, on what must change: put back as they were, or named by a plan
//! that stops.

use trueup_tests::engines::{Database, Engine};

use super::change::{Change, End, check, told};

/// What is there, the least version that has it, the change and the end.
type Case = (&'static str, u16, Change, End);

const CASES: &[Case] = &[
    (
        "CREATE VIEW theirs AS SELECT id, n FROM things WHERE n > 0",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE VIEW theirs WITH (security_barrier) AS SELECT id, n FROM things WHERE n > 0 WITH LOCAL CHECK OPTION; \
         CREATE VIEW a_second AS SELECT n FROM theirs; COMMENT ON VIEW theirs IS 'it''s'; \
         COMMENT ON COLUMN theirs.n IS 'a number'; ALTER VIEW theirs ALTER n SET DEFAULT 7",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE VIEW theirs WITH (security_invoker) AS SELECT n FROM things",
        15,
        Change::Type,
        End::Kept,
    ),
    (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT INSERT ON TABLES TO pg_read_all_stats; \
         CREATE VIEW theirs AS SELECT id, n FROM things; REVOKE ALL ON theirs FROM pg_read_all_stats; \
         GRANT SELECT ON theirs TO pg_monitor WITH GRANT OPTION; GRANT UPDATE ON theirs TO pg_monitor, PUBLIC; \
         GRANT SELECT (n), UPDATE (id, n) ON theirs TO pg_signal_backend; REVOKE DELETE ON theirs FROM CURRENT_USER; \
         ALTER VIEW theirs OWNER TO pg_read_all_settings",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE VIEW theirs AS SELECT id, n FROM things; GRANT SELECT ON theirs TO pg_monitor WITH GRANT OPTION; \
         SET ROLE pg_monitor; GRANT SELECT ON theirs TO pg_signal_backend; RESET ROLE",
        12,
        Change::Type,
        End::Stops("theirs"),
    ),
    (
        "CREATE MATERIALIZED VIEW theirs AS SELECT n, count(*) AS c FROM things GROUP BY n; \
         CREATE UNIQUE INDEX theirs_n ON theirs (n); COMMENT ON INDEX theirs_n IS 'once'; \
         CREATE STATISTICS theirs_s ON n, c FROM theirs; GRANT SELECT ON theirs TO pg_monitor",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE MATERIALIZED VIEW theirs AS SELECT n FROM things WITH NO DATA",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE VIEW theirs AS SELECT id, n FROM things; \
         CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; \
         CREATE TRIGGER instead INSTEAD OF UPDATE ON theirs FOR EACH ROW EXECUTE FUNCTION log(); \
         COMMENT ON TRIGGER instead ON theirs IS 'instead'; \
         CREATE RULE quiet AS ON DELETE TO theirs DO INSTEAD NOTHING",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "ALTER TABLE things ENABLE ROW LEVEL SECURITY; ALTER TABLE things FORCE ROW LEVEL SECURITY; \
         CREATE POLICY own ON things AS RESTRICTIVE FOR UPDATE TO pg_monitor, PUBLIC USING (n > 0) WITH CHECK (n < 9); \
         COMMENT ON POLICY own ON things IS 'it''s'; CREATE POLICY others ON things USING (m > 0)",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE TABLE apart (id bigint PRIMARY KEY); CREATE POLICY own ON apart FOR SELECT \
         USING (EXISTS (SELECT 1 FROM things WHERE things.id = apart.id AND things.n > 0))",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; \
         CREATE TRIGGER \"One's\" BEFORE UPDATE OF n ON things FOR EACH ROW EXECUTE FUNCTION log(); \
         ALTER TABLE things DISABLE TRIGGER \"One's\"; COMMENT ON TRIGGER \"One's\" ON things IS 'off'; \
         CREATE TRIGGER two AFTER UPDATE ON things FOR EACH ROW WHEN (NEW.n > OLD.n) EXECUTE FUNCTION log(); \
         ALTER TABLE things ENABLE ALWAYS TRIGGER two; \
         CREATE CONSTRAINT TRIGGER three AFTER UPDATE OF n ON things DEFERRABLE INITIALLY DEFERRED \
         FOR EACH ROW EXECUTE FUNCTION log()",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE TABLE copies (n bigint); CREATE RULE copied AS ON INSERT TO things WHERE NEW.n > 0 \
         DO ALSO (INSERT INTO copies VALUES (NEW.n); DELETE FROM copies WHERE n < NEW.n); ALTER TABLE things ENABLE REPLICA RULE copied; \
         COMMENT ON RULE copied ON things IS 'a copy'",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE STATISTICS both_of ON n, m FROM things; COMMENT ON STATISTICS both_of IS 'both'; \
         ALTER STATISTICS both_of SET STATISTICS 300; ALTER STATISTICS both_of OWNER TO pg_monitor",
        13,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE PUBLICATION news FOR TABLE things (id, n) WHERE (n > 0)",
        15,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE PUBLICATION news FOR TABLE things; ALTER TABLE things REPLICA IDENTITY FULL; \
         GRANT SELECT (n), INSERT ON things TO pg_monitor; COMMENT ON COLUMN things.n IS 'a number'",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE FUNCTION total(lowest integer DEFAULT 1) RETURNS TABLE (sum bigint) LANGUAGE sql STABLE SECURITY DEFINER \
         SET search_path = public BEGIN ATOMIC SELECT sum(n) FROM things WHERE n >= lowest; END; \
         REVOKE ALL ON FUNCTION total FROM PUBLIC; GRANT EXECUTE ON FUNCTION total TO pg_monitor; \
         COMMENT ON FUNCTION total IS 'a sum'; CREATE VIEW sums AS SELECT * FROM total(); \
         CREATE PROCEDURE grow(by integer) BEGIN ATOMIC UPDATE things SET n = n + by; END",
        14,
        Change::Type,
        End::Kept,
    ),
    (
        "CREATE INDEX by_n ON things (n) WHERE n > 0; CREATE UNIQUE INDEX by_sum ON things ((n + m), id); \
         COMMENT ON INDEX by_n IS 'n'; CLUSTER things USING by_sum",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "ALTER TABLE things ADD CONSTRAINT few CHECK (n < 1000); COMMENT ON CONSTRAINT few ON things IS 'few'; \
         COMMENT ON CONSTRAINT things_pkey ON things IS 'key'",
        12,
        Change::Type,
        End::Kept,
    ),
    (
        "ALTER TABLE things ADD doubled bigint GENERATED ALWAYS AS (n * 2) STORED",
        12,
        Change::Type,
        End::Stops("doubled"),
    ),
    (
        "CREATE VIEW theirs AS SELECT id, n FROM things; \
         CREATE FUNCTION listed() RETURNS SETOF theirs LANGUAGE sql AS 'SELECT * FROM theirs'",
        12,
        Change::Type,
        End::Stops("listed"),
    ),
    (
        "CREATE VIEW theirs AS SELECT n FROM things",
        12,
        Change::Drop,
        End::Stops("theirs"),
    ),
    (
        "CREATE POLICY own ON things USING (n > 0)",
        12,
        Change::Drop,
        End::Stops("own"),
    ),
    (
        "CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; \
         CREATE TRIGGER one BEFORE UPDATE OF n ON things FOR EACH ROW EXECUTE FUNCTION log()",
        12,
        Change::Drop,
        End::Stops("one"),
    ),
    (
        "CREATE PUBLICATION news FOR TABLE things (id, n)",
        15,
        Change::Drop,
        End::Stops("news"),
    ),
    (
        "CREATE STATISTICS gathered ON n, m FROM things",
        12,
        Change::Drop,
        End::Stops("gathered"),
    ),
    (
        "CREATE INDEX by_both ON things (n, m)",
        12,
        Change::Drop,
        End::Stops("by_both"),
    ),
    (
        "CREATE FUNCTION total() RETURNS bigint BEGIN ATOMIC SELECT sum(n) FROM things; END",
        14,
        Change::Drop,
        End::Stops("total"),
    ),
    (
        "CREATE VIEW theirs AS SELECT n FROM things",
        12,
        Change::Rename,
        End::Stops("theirs"),
    ),
    (
        "CREATE POLICY own ON things USING (n > 0)",
        12,
        Change::Rename,
        End::Stops("own"),
    ),
    (
        "CREATE VIEW theirs AS SELECT id FROM ours; GRANT SELECT (m) ON ours TO pg_monitor; \
         ALTER VIEW ours ALTER m SET DEFAULT 5; \
         CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; \
         CREATE TRIGGER instead INSTEAD OF INSERT ON ours FOR EACH ROW EXECUTE FUNCTION log()",
        12,
        Change::View,
        End::Kept,
    ),
    (
        "CREATE VIEW theirs AS SELECT id FROM things WHERE n = 5",
        12,
        Change::Kind,
        End::Stops("theirs"),
    ),
    (
        "CREATE VIEW theirs AS SELECT id, m FROM things WHERE n IS NOT NULL; CREATE VIEW more AS SELECT id FROM theirs WHERE m = 1",
        12,
        Change::Kind,
        End::Kept,
    ),
    (
        "CREATE VIEW theirs AS SELECT id, n AS k FROM things; CREATE VIEW \"Two\" AS SELECT id FROM theirs WHERE k + 1 > 2",
        12,
        Change::Kind,
        End::Stops("Two"),
    ),
    (
        "CREATE MATERIALIZED VIEW theirs AS SELECT n, id FROM things; CREATE INDEX ON theirs (abs(n))",
        12,
        Change::Kind,
        End::Stops("theirs"),
    ),
    (
        "CREATE MATERIALIZED VIEW theirs AS SELECT id FROM things WHERE n IS NOT NULL; CREATE INDEX ON theirs (id)",
        12,
        Change::Kind,
        End::Kept,
    ),
    (
        "CREATE POLICY own ON things USING (n = 5)",
        12,
        Change::Kind,
        End::Stops("own"),
    ),
    (
        "CREATE POLICY own ON things USING (n IS NULL) WITH CHECK (m = 1)",
        12,
        Change::Kind,
        End::Kept,
    ),
    (
        "CREATE TABLE apart (id bigint PRIMARY KEY); CREATE POLICY own ON apart USING (EXISTS (SELECT FROM things WHERE things.n = apart.id))",
        12,
        Change::Kind,
        End::Stops("own"),
    ),
    (
        "CREATE RULE own AS ON INSERT TO things WHERE NEW.n = 5 DO INSTEAD NOTHING",
        12,
        Change::Kind,
        End::Stops("own"),
    ),
    (
        "CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; \
         CREATE TRIGGER own BEFORE UPDATE ON things FOR EACH ROW WHEN (NEW.n = 5) EXECUTE FUNCTION log()",
        12,
        Change::Kind,
        End::Stops("own"),
    ),
    (
        "CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; \
         CREATE TRIGGER own BEFORE UPDATE ON things FOR EACH ROW WHEN (OLD.n <> NEW.n) EXECUTE FUNCTION log()",
        12,
        Change::Kind,
        End::Kept,
    ),
    (
        "CREATE STATISTICS own ON (n + 1), (n + 2) FROM things",
        14,
        Change::Kind,
        End::Stops("own"),
    ),
    (
        "CREATE PUBLICATION news FOR TABLE things WHERE (n = 5)",
        15,
        Change::Kind,
        End::Stops("news"),
    ),
    (
        "CREATE PUBLICATION news FOR TABLE things (id, n, m) WHERE (m = 5)",
        15,
        Change::Kind,
        End::Kept,
    ),
    (
        "CREATE FUNCTION own() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM things WHERE n = 5; END",
        14,
        Change::Kind,
        End::Stops("own"),
    ),
    (
        "CREATE FUNCTION own() RETURNS bigint BEGIN ATOMIC SELECT count(n) FROM things; END; CREATE VIEW theirs AS SELECT own()",
        14,
        Change::Kind,
        End::Kept,
    ),
    (
        "ALTER TABLE things ADD CONSTRAINT own CHECK (n > 0)",
        12,
        Change::Kind,
        End::Stops("own"),
    ),
    (
        "ALTER TABLE things ADD CONSTRAINT own CHECK (n IS NOT NULL AND m > 0); CREATE INDEX by_n ON things (n, m) WHERE m > 1",
        12,
        Change::Kind,
        End::Kept,
    ),
    (
        "CREATE INDEX own ON things ((n + 1))",
        12,
        Change::Kind,
        End::Stops("own"),
    ),
    (
        "CREATE INDEX own ON things (id) WHERE n = 5",
        12,
        Change::Kind,
        End::Stops("own"),
    ),
    (
        "CREATE UNIQUE INDEX own ON things (n int4_ops)",
        12,
        Change::Kind,
        End::Kept,
    ),
    (
        "ALTER TABLE things ADD CONSTRAINT own EXCLUDE USING gist (int4range(n, n + 1) WITH &&)",
        12,
        Change::Kind,
        End::Stops("own"),
    ),
    (
        "CREATE TABLE apart (id integer PRIMARY KEY); INSERT INTO apart VALUES (5), (6); \
         ALTER TABLE things ADD CONSTRAINT own FOREIGN KEY (n) REFERENCES apart",
        12,
        Change::Kind,
        End::Stops("own"),
    ),
    (
        "ALTER TABLE things ADD CONSTRAINT once UNIQUE (n); CREATE TABLE apart (n integer CONSTRAINT own REFERENCES things (n))",
        12,
        Change::Kind,
        End::Stops("own"),
    ),
    (
        "CREATE VIEW theirs AS SELECT m FROM ours",
        12,
        Change::Fewer,
        End::Stops("theirs"),
    ),
    (
        "CREATE VIEW theirs AS SELECT id FROM ours; CREATE VIEW more AS SELECT id FROM theirs",
        12,
        Change::Fewer,
        End::Kept,
    ),
    (
        "CREATE SCHEMA apart; CREATE VIEW apart.elsewhere AS SELECT abs(n) FROM things",
        12,
        Change::Kind,
        End::Stops("elsewhere"),
    ),
    (
        "CREATE SCHEMA apart; CREATE VIEW apart.elsewhere AS SELECT n FROM things",
        12,
        Change::Drop,
        End::Stops("elsewhere"),
    ),
    (
        "CREATE SCHEMA apart; CREATE VIEW theirs AS SELECT n FROM things; CREATE VIEW apart.elsewhere AS SELECT n FROM theirs",
        12,
        Change::Type,
        End::Stops("elsewhere"),
    ),
];

#[tokio::test]
async fn what_hangs_on_a_change_is_put_back_or_stops_it_by_name() {
    let database = Engine::Postgres.database().await;
    let flavor = database.flavor().await;
    let mut broken = Vec::new();
    for (there, since, change, end) in CASES {
        if !database.is_since(*since).await {
            continue;
        }
        clear(&database).await;
        if let Err(what) = check(&database, there, *change, *end).await {
            broken.push(told(there, *change, *end, &what));
        }
    }
    assert!(broken.is_empty(), "on {flavor}\n{}", broken.join("\n\n"));
}

async fn clear(database: &Database) {
    let publication = "DROP PUBLICATION IF EXISTS news";
    let privileges =
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM pg_read_all_stats";
    database
        .execute(&format!(
            "{publication}; {privileges}; DROP SCHEMA IF EXISTS apart CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public; \
             GRANT USAGE ON SCHEMA public TO PUBLIC"
        ))
        .await;
}
