//! What a unit test of the definitions tells, without a database.
//!
//! In: tables with mistakes across structs. Out: the text that a failed `assert_definitions!` shows.
//! The tables of this program that are linked are sound.

use trueup::Registry;
use trueup::private::{built_for, flavors};

/// What `assert_definitions!` would say about these tables, the places without their lines.
fn told(tables: &[&'static trueup::meta::TableMeta]) -> String {
    let (problems, registry) = match Registry::of(tables) {
        Ok(registry) => (Vec::new(), registry),
        Err(error) => error.into_parts(),
    };
    let text = trueup::plan::told(problems, &registry, &built_for());
    let lines = text.lines().map(|line| match line.split_once(".rs:") {
        Some((file, _)) => format!("{file}.rs"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The definition of a struct that nothing else uses.
macro_rules! meta {
    ($(#[$table:meta])* struct $name:ident { $($fields:tt)* }) => {{
        #[derive(trueup::Table)]
        $(#[$table])*
        #[expect(dead_code, reason = "the struct stands for a table, and nobody makes one")]
        struct $name { $($fields)* }
        <$name as trueup::Table>::META
    }};
}

#[test]
fn a_table_defined_twice_is_shown_at_both_places() {
    let users = [
        meta!(
            #[table(name = "twins")]
            struct Left {
                #[column(primary_key)]
                id: i64,
            }
        ),
        meta!(
            #[table(name = "twins")]
            struct Right {
                #[column(primary_key)]
                id: i64,
            }
        ),
    ];
    assert_eq!(
        told(&users),
        "error: table `twins` is defined by both `definitions::Left` and `definitions::Right`\n  \
         --> tests/tests/definitions.rs\n  \
         ::: tests/tests/definitions.rs\n\
         help: keep one of them, or give one another name"
    );
}

#[test]
fn what_one_engine_cannot_do_names_the_engine() {
    let table = meta!(
        struct Essay {
            #[column(primary_key)]
            id: i64,
            size: u64,
        }
    );
    let text = told(&[table]);
    assert!(text.starts_with("error: column `essays.size`: "), "{text}");
    assert!(
        text.contains("\n  --> tests/tests/definitions.rs\nhelp: "),
        "{text}"
    );
    for engine in ["PostgreSQL 12.0.0", "SQLite 3.35.0"] {
        assert!(
            text.contains(&format!("\nnote: this is so on {engine}")),
            "{text}"
        );
    }
    assert!(!text.contains("MySQL"), "{text}");
}

#[test]
fn no_table_at_all_says_how_a_crate_is_linked() {
    let text = told(&[]);
    assert!(text.starts_with("error: no table is linked"), "{text}");
    assert!(text.contains("trueup::link!"), "{text}");
}

#[test]
fn a_version_may_be_said() {
    assert_eq!(flavors::postgres(&["16"]).to_string(), "PostgreSQL 16.0.0");
    assert_eq!(flavors::mariadb(&["10.11"]).to_string(), "MariaDB 10.11.0");
    assert_eq!(flavors::sqlite(&[]).to_string(), "SQLite 3.35.0");
}

#[test]
#[should_panic = "`newest` is no version"]
fn a_version_that_is_none_is_refused() {
    let _ = flavors::mysql(&["newest"]);
}

#[test]
#[should_panic = "the definitions cannot be used:"]
fn the_linked_tables_are_asserted() {
    // The tables of the tests above are linked, and two of them have one name.
    trueup::assert_definitions!(sqlite);
}

#[test]
fn one_name_is_one_enum_type() {
    mod one {
        #[derive(trueup::Enum)]
        #[expect(dead_code, reason = "nobody makes one")]
        pub(super) enum Status {
            Open,
        }
    }
    mod other {
        #[derive(trueup::Enum)]
        #[expect(dead_code, reason = "nobody makes one")]
        pub(super) enum Status {
            Closed,
        }
    }
    let table = meta!(
        struct Essay {
            #[column(primary_key)]
            id: i64,
            status: one::Status,
            before: other::Status,
        }
    );
    let text = told(&[table]);
    for part in [
        "the enum type `status` is defined by both `definitions::",
        "\nhelp: give one of them another name with `#[sqlx(type_name = \"...\")]`",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert!(!text.contains("SQLite"), "{text}");
}

#[test]
fn values_that_differ_in_case_are_one_to_mysql() {
    #[derive(trueup::Enum)]
    #[expect(dead_code, reason = "nobody makes one")]
    enum Size {
        #[enumeration(name = "m")]
        Metre,
        #[enumeration(name = "M")]
        Mega,
    }
    let table = meta!(
        struct Essay {
            #[column(primary_key)]
            id: i64,
            size: Size,
        }
    );
    let text = told(&[table]);
    assert!(
        text.contains("the values `m` and `M` of the enum `Size` differ only in upper and lower case, which MySQL"),
        "{text}"
    );
    assert!(!text.contains("PostgreSQL"), "{text}");
}

#[test]
fn a_name_on_a_struct_of_columns_is_taken_by_its_second_table() {
    #[derive(trueup::Table)]
    #[expect(dead_code, reason = "nobody makes one")]
    struct Owner {
        #[column(primary_key)]
        id: i64,
    }
    #[derive(trueup::Columns)]
    #[expect(dead_code, reason = "nobody makes one")]
    struct Owned {
        #[column(references(Owner::id, name = "owned_by"), index(name = "by_owner"))]
        owner_id: i64,
    }
    let owner = <Owner as trueup::Table>::META;
    let house = meta!(
        struct House {
            #[column(primary_key)]
            id: i64,
            #[column(flatten)]
            owned: Owned,
        }
    );
    let boat = meta!(
        struct Boat {
            #[column(primary_key)]
            id: i64,
            #[column(flatten)]
            owned: Owned,
        }
    );
    assert_eq!(told(&[owner, house]), "");
    let text = told(&[owner, house, boat]);
    for part in [
        "the name `by_owner` is used for a key or index of both `boats` and `houses`",
        "the name `owned_by` is used for a foreign key of both `boats` and `houses`, and MySQL",
        "so take `name` away there",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

/// Each part of a program that names a constant may have a copy of it.
#[test]
fn a_struct_that_is_listed_twice_is_one_table() {
    let table = meta!(
        struct Note {
            #[column(primary_key)]
            id: i64,
        }
    );
    let copy: &'static trueup::meta::TableMeta = Box::leak(Box::new(*table));
    assert_eq!(told(&[table, copy]), "");
}

#[test]
fn a_sequence_has_one_column() {
    let bill = meta!(
        struct Bill {
            #[column(primary_key, auto_increment(sequence = "numbers"))]
            id: i64,
        }
    );
    let receipt = meta!(
        struct Receipt {
            #[column(primary_key, auto_increment(sequence = "numbers"))]
            id: i64,
        }
    );
    let number = meta!(
        struct Number {
            #[column(primary_key)]
            id: i64,
        }
    );
    assert_eq!(told(&[bill]), "");
    for (tables, other) in [
        (
            [bill, receipt],
            "the sequence of `receipts`, and for that of `bills`",
        ),
        ([bill, number], "the sequence of `bills`, and for a table"),
    ] {
        let text = told(&tables);
        assert!(text.contains(other), "{other} in {text}");
        assert!(text.contains("\nnote: this is so on PostgreSQL"), "{text}");
    }
}

#[test]
fn a_table_that_names_the_schema_of_sqlite_is_shown_at_its_place() {
    let table = meta!(
        #[table(schema = "main", strict)]
        struct Poem {
            #[column(primary_key)]
            id: i64,
        }
    );
    let text = told(&[table]);
    assert!(text.contains("has no STRICT tables"), "{text}");
    assert!(
        text.contains("\n  --> tests/tests/definitions.rs\n"),
        "{text}"
    );
}
