CREATE SCHEMA "Other place";
CREATE TABLE organisation (
    id bigserial PRIMARY KEY,
    name character varying(255) NOT NULL DEFAULT 'it''s',
    slug text COLLATE "C" UNIQUE,
    parent bigint REFERENCES organisation (id) ON DELETE SET NULL,
    settings jsonb NOT NULL DEFAULT '{"a": [1, 2]}',
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    small smallserial,
    CONSTRAINT name_is_there CHECK (name <> '' AND length(name) < 200)
);
COMMENT ON TABLE organisation IS 'Who it''s all for \ and why';
COMMENT ON COLUMN organisation.name IS E'two\nlines';
CREATE TABLE "Person" (
    "Id" integer GENERATED ALWAYS AS IDENTITY,
    org bigint NOT NULL,
    email text NOT NULL,
    first text, last text,
    full_name text GENERATED ALWAYS AS (COALESCE(first, '') || ' ' || COALESCE(last, '')) STORED,
    score numeric(10,2) DEFAULT -1.50,
    tags text[] DEFAULT '{}',
    matrix integer[][],
    token uuid DEFAULT gen_random_uuid(),
    birthday date DEFAULT CURRENT_DATE,
    lunch time(3) without time zone DEFAULT LOCALTIME,
    seen timestamp(0) without time zone,
    away interval day to second(2),
    letter "char", flags bit(8), more bit varying(16), code character(4), address inet,
    raw bytea DEFAULT '\x00ff',
    words tsvector,
    CONSTRAINT "the key" PRIMARY KEY ("Id", org),
    CONSTRAINT once UNIQUE (email, org) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT covering UNIQUE (email) INCLUDE (first, last) WITH (fillfactor = 80),
    CONSTRAINT belongs FOREIGN KEY (org) REFERENCES organisation (id) MATCH FULL
        ON DELETE CASCADE ON UPDATE RESTRICT DEFERRABLE,
    CHECK (score > -2 OR org IN (1, 2, 3)) NO INHERIT
) WITH (fillfactor = 90, autovacuum_enabled = false, toast.autovacuum_enabled = true);
ALTER TABLE "Person" ADD CONSTRAINT late CHECK (email LIKE '%@%') NOT VALID;
CREATE UNIQUE INDEX person_email ON "Person" (lower(email));
CREATE INDEX person_names ON "Person" (last DESC, first NULLS FIRST, score DESC NULLS LAST)
    INCLUDE (email) WHERE last IS NOT NULL;
CREATE INDEX person_pattern ON "Person" (email text_pattern_ops, first COLLATE "C" varchar_pattern_ops);
CREATE INDEX person_words ON "Person" USING gin (words, (to_tsvector('english', email)))
    WITH (fastupdate = off);
CREATE INDEX person_hash ON "Person" USING hash (email);
CREATE INDEX person_brin ON "Person" USING brin ("Id") WITH (pages_per_range = 16);
CREATE INDEX person_sum ON "Person" ((score + 1), (upper(first) COLLATE "C"));
CREATE INDEX person_paths ON organisation USING gin (settings jsonb_path_ops);
CREATE INDEX person_codes ON "Person" (code bpchar_pattern_ops, code);
CREATE UNIQUE INDEX nothing_twice ON "Person" (address) WHERE address IS NOT NULL;
CREATE TABLE one (id integer PRIMARY KEY, other integer);
CREATE TABLE other (id integer PRIMARY KEY, one integer REFERENCES one (id));
ALTER TABLE one ADD FOREIGN KEY (other) REFERENCES other (id) NOT VALID;
CREATE TABLE "Other place"."Thing" (
    id serial PRIMARY KEY,
    org bigint REFERENCES organisation (id),
    label text UNIQUE
);
CREATE INDEX ON "Other place"."Thing" (label, id);
CREATE TABLE pairs (a integer, b integer, PRIMARY KEY (b, a));
CREATE TABLE refers (x integer, y integer,
    FOREIGN KEY (x, y) REFERENCES pairs (a, b) ON DELETE SET DEFAULT,
    FOREIGN KEY (y) REFERENCES "Other place"."Thing" (id));
CREATE UNLOGGED TABLE scratch (id serial, payload json);
CREATE TABLE without_columns ();
CREATE TABLE _trueup_state (id integer PRIMARY KEY);
