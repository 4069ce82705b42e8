//! Models of a stock: a table, and one that refers to it.

#![allow(missing_docs, reason = "the fields say what they are")]

use trueup::Registry;

/// The tables of the first version.
pub fn first() -> Registry {
    Registry::of(trueup::tables![v1::Item, v1::Label]).expect("tables of different names")
}

/// The tables of the second version: another width, a check, a column more, an index and a column gone.
pub fn second() -> Registry {
    Registry::of(trueup::tables![v2::Item, v2::Label]).expect("tables of different names")
}

/// The first version with a wider column and a check.
pub fn wider() -> Registry {
    Registry::of(trueup::tables![wider::Item, v1::Label]).expect("tables of different names")
}

/// The first version without the table that refers to the other.
pub fn without_labels() -> Registry {
    Registry::of(trueup::tables![v1::Item]).expect("one table")
}

/// The first version with a renamed column and a dropped one, both declared.
pub fn declared() -> Registry {
    Registry::of(trueup::tables![declared::Item, v1::Label]).expect("tables of different names")
}

/// The first version with a column that rows which are there have no value for, and harmless changes.
pub fn strict() -> Registry {
    Registry::of(trueup::tables![strict::Item, strict::Shelf, v1::Label])
        .expect("tables of different names")
}

/// The strict version without its other table.
pub fn stricter() -> Registry {
    Registry::of(trueup::tables![strict::Item, v1::Label]).expect("tables of different names")
}

/// The first version with a column more and a unique key that rows may break.
pub fn unique() -> Registry {
    Registry::of(trueup::tables![unique::Item, v1::Label]).expect("tables of different names")
}

/// The same with a column renamed.
pub fn unique_and_renamed() -> Registry {
    Registry::of(trueup::tables![renamed::Item, v1::Label]).expect("tables of different names")
}

/// A table whose default no character set of one byte has.
pub fn arrows() -> Registry {
    Registry::of(trueup::tables![arrows::Arrow]).expect("one table")
}

/// The first version with keys of another type.
pub fn narrow() -> Registry {
    Registry::of(trueup::tables![narrow::Item, narrow::Label]).expect("tables of different names")
}

/// The first release.
pub mod v1 {
    use trueup::Table;

    #[derive(Debug, Table)]
    #[table(index(state))]
    pub struct Item {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 50)]
        pub name: String,
        #[column(default = "new", max_length = 20)]
        pub state: String,
        #[column(max_length = 10)]
        pub note: Option<String>,
    }

    #[derive(Debug, Table)]
    pub struct Label {
        #[column(primary_key)]
        pub id: i64,
        #[column(references = Item::id, on_delete = cascade)]
        pub item_id: i64,
    }
}

/// The second release.
pub mod v2 {
    use trueup::Table;

    #[derive(Debug, Table)]
    #[table(check("name <> ''"))]
    pub struct Item {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 50)]
        pub name: String,
        #[column(default = "new", max_length = 40)]
        pub state: String,
        pub weight: Option<i32>,
    }

    #[derive(Debug, Table)]
    pub struct Label {
        #[column(primary_key)]
        pub id: i64,
        #[column(references = Item::id, on_delete = cascade)]
        pub item_id: i64,
    }
}

/// A release beside the second one.
pub mod wider {
    use trueup::Table;

    #[derive(Debug, Table)]
    #[table(index(state), check("name <> ''"))]
    pub struct Item {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 80)]
        pub name: String,
        #[column(default = "new", max_length = 20)]
        pub state: String,
        #[column(max_length = 10)]
        pub note: Option<String>,
    }
}

/// A rename and a drop, said in code.
pub mod declared {
    use trueup::Table;

    #[derive(Debug, Table)]
    #[table(index(state), dropped("note"))]
    pub struct Item {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 50, renamed_from = "name")]
        pub title: String,
        #[column(default = "new", max_length = 20)]
        pub state: String,
    }
}

/// A column without a default on a table with rows.
pub mod strict {
    use trueup::Table;

    #[derive(Debug, Table)]
    #[table(index(state))]
    pub struct Item {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 50)]
        pub name: String,
        #[column(default = "new", max_length = 20)]
        pub state: String,
        #[column(max_length = 10)]
        pub note: Option<String>,
        pub weight: i32,
        pub height: Option<i32>,
    }

    #[derive(Debug, Table)]
    pub struct Shelf {
        #[column(primary_key)]
        pub id: i64,
    }
}

/// Smaller numbers in the key and in what refers to it.
pub mod narrow {
    use trueup::Table;

    #[derive(Debug, Table)]
    #[table(index(state))]
    pub struct Item {
        #[column(primary_key, auto_increment)]
        pub id: i32,
        #[column(unique, max_length = 50)]
        pub name: String,
        #[column(default = "new", max_length = 20)]
        pub state: String,
        #[column(max_length = 10)]
        pub note: Option<String>,
    }

    #[derive(Debug, Table)]
    pub struct Label {
        #[column(primary_key)]
        pub id: i64,
        #[column(references = Item::id, on_delete = cascade)]
        pub item_id: i32,
    }
}

/// A unique key over a column that had none.
pub mod unique {
    use trueup::Table;

    #[derive(Debug, Table)]
    #[table(index(state))]
    pub struct Item {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 50)]
        pub name: String,
        #[column(default = "new", max_length = 20)]
        pub state: String,
        #[column(unique, max_length = 10)]
        pub note: Option<String>,
        pub weight: Option<i32>,
    }
}

/// The same, with another name of a column.
pub mod renamed {
    use trueup::Table;

    #[derive(Debug, Table)]
    #[table(index(state))]
    pub struct Item {
        #[column(primary_key, auto_increment)]
        pub id: i64,
        #[column(unique, max_length = 50, renamed_from = "name")]
        pub title: String,
        #[column(default = "new", max_length = 20)]
        pub state: String,
        #[column(unique, max_length = 10)]
        pub note: Option<String>,
    }
}

/// A character beyond the usual ones.
pub mod arrows {
    use trueup::Table;

    #[derive(Debug, Table)]
    #[table(charset = "utf8mb4")]
    pub struct Arrow {
        #[column(primary_key)]
        pub id: i64,
        #[column(default = "\u{2192}", max_length = 10)]
        pub sign: String,
    }
}
