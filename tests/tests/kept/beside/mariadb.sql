CREATE TABLE bills (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    name varchar(30) CHARACTER SET latin1 NOT NULL COMMENT 'another''s',
    amount decimal(10, 2) DEFAULT 7 CHECK (amount > 1),
    twice decimal(12, 2) GENERATED ALWAYS AS (amount * 2) STORED,
    place point NOT NULL,
    words text,
    kind enum ('a', 'it''s b') DEFAULT 'a',
    PRIMARY KEY (id),
    UNIQUE KEY once (name(10)),
    SPATIAL KEY at_place (place),
    FULLTEXT KEY of_words (words)
) ENGINE = InnoDB AUTO_INCREMENT = 50 ROW_FORMAT = COMPRESSED COMMENT = 'it''s another''s';
CREATE TABLE `lines` (bill bigint unsigned, CONSTRAINT of_bill FOREIGN KEY (bill) REFERENCES bills (id) ON DELETE CASCADE);
CREATE TABLE parts (id bigint, at date) PARTITION BY RANGE (to_days(at)) (
    PARTITION p1 VALUES LESS THAN (to_days('2025-01-01')), PARTITION rest VALUES LESS THAN MAXVALUE);
CREATE VIEW bill_names AS SELECT id, name FROM bills WHERE amount > 2 WITH CASCADED CHECK OPTION;
CREATE TRIGGER bumped BEFORE UPDATE ON bills FOR EACH ROW SET NEW.name = upper(NEW.name);
CREATE FUNCTION twice(a integer) RETURNS integer DETERMINISTIC RETURN a * 2;
CREATE PROCEDURE work() SELECT count(*) FROM bills;
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DISABLE COMMENT 'at night' DO DELETE FROM `lines`;
