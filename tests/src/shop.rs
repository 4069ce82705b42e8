//! The models of an application, in two versions.

#![allow(missing_docs, reason = "the fields say what they are")]

use trueup::Registry;

/// The tables of the first version.
pub fn first() -> Registry {
    Registry::of(trueup::tables![v1::Org, v1::Account]).expect("two tables of different names")
}

/// The tables of the second version: a renamed column, an added one, a new table, a new index, and
/// two fields gone.
pub fn second() -> Registry {
    Registry::of(trueup::tables![v2::Org, v2::Account, v2::Order])
        .expect("three tables of different names")
}

/// The first release.
pub mod v1 {
    use trueup::Table;

    #[derive(Debug, Table)]
    pub struct Org {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 100)]
        pub name: String,
    }

    #[derive(Debug, Table)]
    #[table(index(org_id, created_at desc), check("balance >= 0"))]
    pub struct Account {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 255)]
        pub email: String,
        #[column(references = Org::id, on_delete = cascade)]
        pub org_id: i64,
        #[column(max_length = 50)]
        pub nick: Option<String>,
        #[column(default = 0)]
        pub balance: i64,
        #[column(default = "new", max_length = 20)]
        pub state: String,
        #[column(default = true)]
        pub active: bool,
        #[column(default = now)]
        pub created_at: chrono::DateTime<chrono::Utc>,
        #[column(max_length = 10)]
        pub legacy: Option<String>,
        #[column(max_length = 10)]
        pub retired: String,
    }
}

/// The second release.
pub mod v2 {
    use trueup::Table;

    #[derive(Debug, Table)]
    pub struct Org {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 100)]
        pub name: String,
    }

    #[derive(Debug, Table)]
    #[table(index(org_id, created_at desc), index(nickname), check("balance >= 0"))]
    pub struct Account {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 255)]
        pub email: String,
        #[column(references = Org::id, on_delete = cascade)]
        pub org_id: i64,
        #[column(renamed_from = "nick", max_length = 50)]
        pub nickname: Option<String>,
        #[column(default = 0)]
        pub balance: i64,
        #[column(default = "new", max_length = 20)]
        pub state: String,
        #[column(default = true)]
        pub active: bool,
        #[column(default = now)]
        pub created_at: chrono::DateTime<chrono::Utc>,
        #[column(max_length = 5)]
        pub locale: Option<String>,
    }

    #[derive(Debug, Table)]
    pub struct Order {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(references = Account::id)]
        pub account_id: i64,
    }
}
