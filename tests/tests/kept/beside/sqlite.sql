CREATE TABLE bills (id integer primary key autoincrement, name text COLLATE NOCASE, amount   decimal(10, 2) DEFAULT 7 CHECK (amount > 1),
    twice AS (amount * 2) STORED);
CREATE UNIQUE INDEX [bills by name] ON bills (lower(name)) WHERE amount > 2;
CREATE TABLE lines (bill REFERENCES bills ON DELETE CASCADE, at, PRIMARY KEY (bill, at)) WITHOUT ROWID;
CREATE VIRTUAL TABLE pages USING fts5(title, body, tokenize = 'porter ascii');
CREATE VIRTUAL TABLE places USING rtree(id, x0, x1, y0, y1);
CREATE VIEW bill_names (a, b) AS SELECT id, name FROM bills;
CREATE TRIGGER bumped AFTER UPDATE OF name ON bills WHEN NEW.name <> OLD.name BEGIN INSERT INTO pages VALUES (NEW.name, ''); END;
CREATE TRIGGER instead INSTEAD OF DELETE ON bill_names BEGIN DELETE FROM bills WHERE id = OLD.a; END;
INSERT INTO bills (name) VALUES ('one'), ('two');
INSERT INTO pages VALUES ('a title', 'a body');
