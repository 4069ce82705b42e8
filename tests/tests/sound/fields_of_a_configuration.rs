//! Fields that are there in some configurations only, and types of the user that are called like those of the language.

#![allow(clippy::non_minimal_cfg)]
#![allow(dead_code)]

use trueup::Table;

#[derive(Table)]
#[cfg_attr(all(), table(name = "configured", index(email)))]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[cfg_attr(all(), column(max_length = 80))]
    email: std::string::String,
    #[cfg(any())]
    #[column(no_word_at_all)]
    fax: Fax,
    #[cfg(all())]
    nick: std::option::Option<std::string::String>,
}

mod hostile {
    pub struct Option;
    pub struct String;
    pub struct Vec;
    pub struct Some;
    pub struct None;
    pub struct Box;
    pub struct Result;
    pub struct Table;
    pub struct Column;
    pub struct Columns;
    pub mod core {}
    pub mod std {}

    #[derive(trueup::Columns)]
    struct Part {
        #[column(default = 3, check("size > 0"))]
        size: i32,
    }

    #[derive(trueup::Table)]
    #[table(
        name = "hostiles",
        unique(name = "hostile_code", code),
        check("code > 0"),
        renamed_from = "rivals"
    )]
    pub struct Hostile {
        #[column(primary_key)]
        id: i64,
        #[column(references = Self::id, on_delete = set_null)]
        parent: ::std::option::Option<i64>,
        #[column(default = 1)]
        code: i32,
        #[column(flatten)]
        part: Part,
    }
}

#[test]
fn fields_that_are_configured_away_are_no_columns() {
    let names: Vec<&str> = Account::META
        .columns
        .iter()
        .map(|column| column.name)
        .collect();
    assert_eq!(names, ["id", "email", "nick"]);
    assert_eq!(<hostile::Hostile as Table>::META.renamed_from(), ["rivals"]);
    assert_eq!(Account::META.columns[1].max_length(), Some(80));
}
