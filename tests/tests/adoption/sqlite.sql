CREATE TABLE organisations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, mood TEXT NOT NULL DEFAULT 'happy' CHECK (mood IN ('happy', 'sad')));
CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    "type" VARCHAR(20) NOT NULL DEFAULT 'plain',
    "firstName" VARCHAR(80) COLLATE NOCASE,
    created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    birthday DATE,
    balance DECIMAL(12,2) NOT NULL DEFAULT 0,
    size BIGINT DEFAULT 7,
    picture BLOB,
    rate REAL DEFAULT 1.5,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    doubled INTEGER GENERATED ALWAYS AS (size * 2) STORED,
    CONSTRAINT user_balance CHECK (balance >= 0),
    UNIQUE (organisation_id, "type")
);
CREATE INDEX user_newest ON user (created_at DESC, id);
CREATE UNIQUE INDEX user_lower ON user (lower("type")) WHERE active;
CREATE INDEX user_name ON user ("firstName" COLLATE BINARY);
CREATE TABLE friends (a INTEGER NOT NULL REFERENCES user, b INTEGER NOT NULL REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, since DATE, PRIMARY KEY (b, a)) WITHOUT ROWID;
CREATE TABLE friend_notes (id INTEGER PRIMARY KEY, x INTEGER, y INTEGER, note TEXT, FOREIGN KEY (x, y) REFERENCES friends (b, a) ON UPDATE CASCADE ON DELETE SET NULL);
CREATE TABLE options (option TEXT NOT NULL PRIMARY KEY, value TEXT, self INTEGER, "a b" INTEGER, "2nd" INT) STRICT;
CREATE TABLE words (word TEXT NOT NULL PRIMARY KEY, count INTEGER);
CREATE TABLE no_key (a INTEGER, b INTEGER);
CREATE INDEX no_key_a ON no_key (a);
CREATE INDEX no_key_a_again ON no_key (a);
CREATE VIEW happy_organisations AS SELECT id, name AS "Full Name", 1.5 * id AS more
    FROM organisations WHERE mood = 'happy';
CREATE VIEW named (a, b) AS SELECT id, name FROM organisations;
