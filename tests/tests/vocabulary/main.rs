//! Every word of the vocabulary, from the derive to each real engine and back: the property is in the
//! database, inspection tells of it, and a second boot has nothing to do.

/// A test of one change: the structs of two releases, and what is expected.
macro_rules! case {
    ($name:ident before { $($before:tt)* } after { $($after:tt)* } expect $expect:expr) => {
        #[tokio::test]
        async fn $name() {
            #[allow(dead_code, reason = "the structs stand for tables, and nobody makes one")]
            mod before {
                structs! { $($before)* }
            }
            #[allow(dead_code, reason = "the structs stand for tables, and nobody makes one")]
            mod after {
                structs! { $($after)* }
            }
            let case = trueup_tests::case::Case::new(stringify!($name), before::TABLES, after::TABLES);
            let expect: fn(trueup_tests::case::Case) -> trueup_tests::case::Case = $expect;
            expect(case).check().await;
        }
    };
}

/// Structs that are tables, and the list of them.
macro_rules! structs {
    ($($(#[$meta:meta])* struct $name:ident { $($body:tt)* })*) => {
        $(
            #[derive(trueup::Table)]
            $(#[$meta])*
            struct $name { $($body)* }
        )*
        pub(super) const TABLES: &[&trueup::meta::TableMeta] = trueup::tables![$($name),*];
    };
}

mod columns;
mod domains;
mod enums;
mod enums_of_others;
mod enums_of_sqlx;
mod identity;
mod keys;
mod outside;
mod partitions;
mod reuse;
mod schemas;
mod tables;
mod triggers;
mod types;
mod views;
