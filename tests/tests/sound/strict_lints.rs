//! Generated code stays silent where a crate forbids or denies much.

// What `inventory` allows in its own expansion can be denied, but not forbidden.
#![deny(warnings, unused, nonstandard_style, clippy::nursery)]
#![forbid(
    unsafe_code,
    missing_docs,
    unreachable_pub,
    non_snake_case,
    rust_2018_idioms,
    let_underscore,
    missing_debug_implementations,
    missing_copy_implementations,
    private_bounds,
    private_interfaces,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    clippy::absolute_paths,
    clippy::all,
    clippy::pedantic
)]

/// Tables that other crates see.
pub mod models {
    use trueup::{ColumnType, Table, ValueType};

    /// A private id of a public table.
    #[derive(Debug, Clone, Copy)]
    struct Id(i64);

    impl ColumnType for Id {
        type Value = Self;
        const VALUE: ValueType = <i64 as ColumnType>::VALUE;
    }

    /// A team.
    #[derive(Debug, Clone, Copy, Table)]
    #[table(index(boss))]
    pub struct Crew {
        #[column(primary_key)]
        id: Id,
        #[column(references = Self::id, on_delete = set_null)]
        boss: Option<Id>,
        /// How much it may spend.
        #[column(default = 0, check("budget >= 0"))]
        pub budget: i64,
    }

    impl Crew {
        /// The numbers of a team.
        #[must_use]
        pub fn numbers(&self) -> (i64, Option<i64>, i64) {
            (self.id.0, self.boss.map(|id| id.0), self.budget)
        }

        /// A new team.
        #[must_use]
        pub const fn new(id: i64) -> Self {
            Self {
                id: Id(id),
                boss: None,
                budget: 0,
            }
        }
    }

    /// A table that is on its way out.
    #[deprecated = "its rows are in `Crew`"]
    #[derive(Debug, Clone, Copy, Table)]
    pub struct Squad {
        #[column(primary_key)]
        id: i64,
    }

    /// The only use of the old table.
    #[must_use]
    #[allow(deprecated)]
    pub const fn squad() -> i64 {
        Squad { id: 4 }.id
    }

    /// A table of this crate alone.
    #[derive(Debug, Clone, Copy, Table)]
    pub(crate) struct Counter {
        #[column(primary_key)]
        pub(super) id: i64,
    }

    pub(super) mod inner {
        use trueup::Table;

        #[derive(Debug, Clone, Copy, Table)]
        pub(in crate::strict_lints::models) struct Hidden {
            #[column(primary_key)]
            pub(in crate::strict_lints::models) id: i32,
        }
    }

    /// Uses the table that only this module sees.
    #[must_use]
    pub const fn hidden() -> i32 {
        inner::Hidden { id: 7 }.id
    }
}

#[test]
fn generated_code_keeps_strict_lints() {
    let team = models::Crew::new(1);
    assert_eq!(team.numbers(), (1, None, 0));
    assert_eq!(models::Counter { id: 3 }.id, 3);
    assert_eq!(models::hidden(), 7);
    assert_eq!(models::squad(), 4);
}
