//! Models with expressions that servers read back in other words.

#![allow(missing_docs, reason = "the fields say what they are")]

use trueup::Registry;

/// Expressions of PostgreSQL.
pub fn postgres() -> Registry {
    Registry::of(trueup::tables![for_postgres::Word]).expect("one table")
}

/// Expressions of MariaDB.
pub fn mariadb() -> Registry {
    Registry::of(trueup::tables![for_mariadb::Word]).expect("one table")
}

/// Expressions of SQLite.
pub fn sqlite() -> Registry {
    Registry::of(trueup::tables![for_sqlite::Word]).expect("one table")
}

/// PostgreSQL adds casts and parentheses.
pub mod for_postgres {
    use trueup::Table;

    #[derive(Debug, Table)]
    #[table(
        check("state IN ('a', 'new')"),
        check("state <> 'x' OR size BETWEEN -5 AND 9"),
        check("length(name) > 2"),
        check("not (size = 3)"),
        check("COALESCE(name, 'a') <> ''"),
        check("size in (1,2,3) or size < 0"),
        check("name::text ~ '^[a-z]+$'"),
        check("made_at > timestamp '2020-01-01 00:00:00'"),
        check("cast(size as text) like '%1%' or true")
    )]
    pub struct Word {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(max_length = 20, default = "new")]
        pub state: String,
        #[column(max_length = 20)]
        pub name: Option<String>,
        #[column(default = now)]
        pub made_at: chrono::DateTime<chrono::Utc>,
        #[column(default = -1)]
        pub size: i32,
        #[column(default = 0.5)]
        pub share: f64,
        #[column(default = false)]
        pub done: bool,
        #[column(default = "it's \\ \"odd\"", max_length = 40)]
        pub text: String,
        #[column(default = sql("now()"))]
        pub seen_at: chrono::DateTime<chrono::Utc>,
        #[column(default = sql("CURRENT_DATE + 1"))]
        pub due: chrono::NaiveDate,
        #[column(default = sql("lower('A' || 'b')"), max_length = 10)]
        pub low: String,
    }
}

/// MariaDB quotes names and writes its own functions.
pub mod for_mariadb {
    use trueup::Table;

    #[derive(Debug, Table)]
    #[table(
        check("state IN ('a', 'new')"),
        check("state <> 'x' OR size BETWEEN -5 AND 9"),
        check("length(name) > 2"),
        check("not (size = 3)"),
        check("COALESCE(name, 'a') <> ''"),
        check("size in (1,2,3) or size < 0"),
        check("name REGEXP '^[a-z]+$'"),
        check("made_at > '2020-01-01 00:00:00'"),
        check("cast(size as char) like '%1%' or true")
    )]
    pub struct Word {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(max_length = 20, default = "new")]
        pub state: String,
        #[column(max_length = 20)]
        pub name: Option<String>,
        #[column(default = now)]
        pub made_at: chrono::DateTime<chrono::Utc>,
        #[column(default = -1)]
        pub size: i32,
        #[column(default = 0.5)]
        pub share: f64,
        #[column(default = false)]
        pub done: bool,
        #[column(default = "it's \\ \"odd\"", max_length = 40)]
        pub text: String,
        #[column(default = sql("now(6)"))]
        pub seen_at: chrono::DateTime<chrono::Utc>,
        #[column(default = sql("(curdate() + interval 1 day)"))]
        pub due: chrono::NaiveDate,
        #[column(default = sql("lower(concat('A', 'b'))"), max_length = 10)]
        pub low: String,
    }
}

/// SQLite keeps the text, with the spaces that it was written with.
pub mod for_sqlite {
    use trueup::Table;

    #[derive(Debug, Table)]
    #[table(
        check("state IN ('a', 'new')"),
        check("state <> 'x' OR size BETWEEN -5 AND 9"),
        check("length(name) > 2"),
        check("not (size = 3)"),
        check("COALESCE(name, 'a') <> ''"),
        check("size in (1,2,3) or size < 0"),
        check("name   GLOB  '[a-z]*'"),
        check("made_at > '2020-01-01 00:00:00'"),
        check("cast(size as text) like '%1%' or 1")
    )]
    pub struct Word {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(max_length = 20, default = "new")]
        pub state: String,
        #[column(max_length = 20)]
        pub name: Option<String>,
        #[column(default = now)]
        pub made_at: chrono::DateTime<chrono::Utc>,
        #[column(default = -1)]
        pub size: i32,
        #[column(default = 0.5)]
        pub share: f64,
        #[column(default = false)]
        pub done: bool,
        #[column(default = "it's \\ \"odd\"", max_length = 40)]
        pub text: String,
        #[column(default = sql("(datetime('now'))"))]
        pub seen_at: chrono::DateTime<chrono::Utc>,
        #[column(default = sql("(date('now', '+1 day'))"))]
        pub due: chrono::NaiveDate,
        #[column(default = sql("lower('A' || 'b')"), max_length = 10)]
        pub low: String,
    }
}
