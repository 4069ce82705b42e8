CREATE EXTENSION citext;
CREATE EXTENSION postgres_fdw;
CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere.invalid');
CREATE FOREIGN TABLE far_bills (id bigint OPTIONS (column_name 'number'), name citext) SERVER far OPTIONS (table_name 'bills');
CREATE TYPE mood AS ENUM ('sad', 'it''s ok');
CREATE DOMAIN positive AS integer DEFAULT 1 CHECK (VALUE > 0);
CREATE TYPE pair AS (a integer, b text);
CREATE TYPE spread AS RANGE (subtype = float8);
CREATE SEQUENCE numbers START 5 CACHE 3;
CREATE TABLE bills (
    id bigint GENERATED ALWAYS AS IDENTITY (START 100) PRIMARY KEY,
    name citext COLLATE "C" NOT NULL,
    mood mood DEFAULT 'sad',
    amount positive,
    number bigint DEFAULT nextval('numbers'),
    twice integer GENERATED ALWAYS AS (amount * 2) STORED,
    parts pair[],
    during int4range,
    CONSTRAINT apart EXCLUDE USING gist (during WITH &&)
) WITH (fillfactor = 70);
COMMENT ON TABLE bills IS 'another''s';
COMMENT ON COLUMN bills.name IS 'a name';
CREATE UNIQUE INDEX bills_name ON bills (lower(name)) INCLUDE (amount) WHERE amount > 2;
CREATE STATISTICS bills_both ON amount, number FROM bills;
ALTER TABLE bills ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON bills AS RESTRICTIVE FOR SELECT TO pg_monitor USING (amount > 1);
ALTER TABLE bills REPLICA IDENTITY FULL;
ALTER TABLE bills ALTER COLUMN number SET STATISTICS 300;
GRANT SELECT (id), UPDATE (name) ON bills TO pg_monitor;
GRANT INSERT ON bills TO PUBLIC;
CREATE TABLE parts (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE parts_rest PARTITION OF parts DEFAULT;
CREATE INDEX parts_at ON parts (at);
CREATE UNLOGGED TABLE passing (id bigint);
CREATE TABLE heir (extra text) INHERITS (passing);
CREATE FUNCTION bump() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE PROCEDURE work() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total (integer) (sfunc = int4pl, stype = integer, initcond = '0');
CREATE TRIGGER bumped BEFORE UPDATE OF name ON bills FOR EACH ROW EXECUTE FUNCTION bump();
ALTER TABLE bills DISABLE TRIGGER bumped;
CREATE RULE quiet AS ON DELETE TO passing DO INSTEAD NOTHING;
CREATE VIEW bill_names WITH (security_barrier) AS SELECT id, name FROM bills WITH CASCADED CHECK OPTION;
GRANT SELECT ON bill_names TO pg_monitor WITH GRANT OPTION;
CREATE MATERIALIZED VIEW bill_count AS SELECT count(*) AS n FROM bills;
CREATE INDEX bill_count_n ON bill_count (n);
CREATE PUBLICATION news FOR TABLE bills;
CREATE SCHEMA elsewhere;
CREATE TABLE elsewhere.things (id text PRIMARY KEY, n numeric);
ALTER DEFAULT PRIVILEGES IN SCHEMA elsewhere GRANT SELECT ON TABLES TO pg_monitor;
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER watched ON sql_drop WHEN TAG IN ('DROP SEQUENCE') EXECUTE FUNCTION watch();
