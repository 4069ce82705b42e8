CREATE TABLE organisations (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(100) NOT NULL, mood enum('happy','so so','sad') NOT NULL DEFAULT 'happy', UNIQUE KEY by_name (name)) COMMENT='Who pays.';
CREATE TABLE user (
    id int NOT NULL AUTO_INCREMENT,
    organisation_id bigint NOT NULL,
    `type` varchar(20) NOT NULL DEFAULT 'plain',
    `firstName` varchar(80) COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'As it is "printed"',
    created_at timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    changed_at datetime(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
    seen_at datetime DEFAULT NULL,
    birthday date,
    wakes time,
    balance decimal(12,2) NOT NULL DEFAULT 0.00,
    code char(3),
    token binary(16),
    picture longblob,
    thumbnail blob,
    body text,
    story longtext,
    rate double DEFAULT 1.5,
    small smallint unsigned DEFAULT 7,
    tiny tinyint,
    middle mediumint,
    active tinyint(1) NOT NULL DEFAULT 1,
    settings json,
    letters set('a','b'),
    made year,
    doubled int GENERATED ALWAYS AS (small * 2) STORED,
    PRIMARY KEY (id),
    KEY user_organisation (organisation_id),
    KEY user_newest (created_at DESC, id),
    KEY user_body (body(20)),
    FULLTEXT KEY user_words (story),
    CONSTRAINT user_org FOREIGN KEY (organisation_id) REFERENCES organisations (id) ON DELETE CASCADE,
    CONSTRAINT user_balance CHECK (balance >= 0)
) ENGINE=InnoDB;
CREATE TABLE friends (a int NOT NULL, b int NOT NULL, since date, PRIMARY KEY (b, a), KEY friends_a (a), CONSTRAINT friends_1 FOREIGN KEY (a) REFERENCES user (id), CONSTRAINT friends_2 FOREIGN KEY (b) REFERENCES user (id));
CREATE TABLE friend_notes (id bigint unsigned NOT NULL PRIMARY KEY, x int, y int, note varchar(10), KEY friend_notes_pair (x, y), CONSTRAINT friend_notes_pair FOREIGN KEY (x, y) REFERENCES friends (b, a) ON UPDATE CASCADE ON DELETE SET NULL);
CREATE TABLE options (`option` varchar(40) NOT NULL PRIMARY KEY, value text, self int, `a b` int, `2nd` int, KEY odd (`a b`)) ROW_FORMAT=COMPRESSED COLLATE=utf8mb4_bin;
CREATE TABLE no_key (a int, b int, KEY no_key_a (a), KEY no_key_a_again (a));
CREATE SQL SECURITY INVOKER VIEW happy_organisations AS SELECT id, name AS `Full Name`, mood FROM organisations WHERE mood = 'happy' WITH CASCADED CHECK OPTION;
CREATE VIEW sums AS SELECT organisation_id, sum(balance) AS sum, min(seen_at) AS first FROM user GROUP BY organisation_id;
CREATE TABLE sales (id bigint NOT NULL, year int NOT NULL, PRIMARY KEY (id, year)) PARTITION BY RANGE COLUMNS (year) (PARTITION p2025 VALUES LESS THAN (2026), PARTITION p2026 VALUES LESS THAN (2027), PARTITION rest VALUES LESS THAN (MAXVALUE));
CREATE TABLE readings (id bigint NOT NULL, at timestamp(6) NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (floor(unix_timestamp(at))) (PARTITION early VALUES LESS THAN (1767225600), PARTITION later VALUES LESS THAN (1767268800));
CREATE TABLE customers (id bigint NOT NULL, country varchar(2) NOT NULL, PRIMARY KEY (id, country)) PARTITION BY LIST COLUMNS (country) (PARTITION dach VALUES IN ('de', 'at', 'ch'), PARTITION us VALUES IN ('us'));
CREATE TABLE events (id bigint NOT NULL PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 4;
CREATE TABLE odd_events (id bigint NOT NULL, made date NOT NULL, PRIMARY KEY (id, made)) PARTITION BY RANGE (year(made)) (PARTITION p1 VALUES LESS THAN (2026));
