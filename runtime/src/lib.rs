//! Structs are the truth: at boot the database is trued up to them.

extern crate self as trueup;

mod config;
#[doc(hidden)]
pub mod consent;
#[doc(hidden)]
pub mod dialect;
#[doc(hidden)]
pub mod diff;
mod error;
#[cfg(feature = "live")]
#[doc(hidden)]
pub mod live;
pub mod meta;
#[cfg(feature = "live")]
mod migrate;
pub mod model;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod private;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod risk;

pub use config::{Config, Mode};
pub use error::{DriverError, Error};
#[cfg(feature = "live")]
pub use live::Target;
pub use meta::Table;
pub use meta::{ColumnType, Registry, ValueType};
#[cfg(feature = "live")]
pub use migrate::{Migrator, Proposal, migrate};
pub use report::{Report, Status, StepReport, StepStatus};
pub use risk::{Finding, Grade};

/// Names crates whose tables belong to the program, so that they are linked into it.
///
/// rustc does not load a crate that no path names, and its tables would be missing without a word.
/// Write this once in `main.rs`, and once in each integration test:
///
/// ```
/// # mod models {}
/// # mod billing { pub mod models {} }
/// trueup::link!(models, billing::models);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! link {
    ($($path:path),+ $(,)?) => {
        $(use $path as _;)+
    };
}

/// Lists tables by hand, as the equal alternative to collecting them at link time.
///
/// ```ignore
/// let registry = trueup::Registry::of(trueup::tables![User, Order])?;
/// ```
#[macro_export]
macro_rules! tables {
    ($($table:ty),* $(,)?) => {
        &[$(<$table as $crate::private::Table>::META),*]
    };
}

/// Allows that a table whose struct is gone is dropped with its data.
///
/// ```
/// trueup::dropped_table!("old_accounts");
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! dropped_table {
    ($name:literal) => {
        $crate::private::inventory::submit! { $crate::private::Dropped($name) }
    };
}
