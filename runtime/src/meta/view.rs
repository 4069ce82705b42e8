//! A view as the derive describes it.

use super::{Declared, SqlMeta};

/// Makes a struct a view: the database shows it as its query says, and the struct reads its rows.
///
/// ```
/// # #[derive(trueup::Table)]
/// # struct Account { id: i64, name: String, closed: bool }
/// #[derive(trueup::View)]
/// #[view(query = "SELECT id, name FROM accounts WHERE NOT closed", uses(Account))]
/// struct ActiveAccount {
///     id: i64,
///     name: String,
/// }
/// # fn main() {}
/// ```
///
/// | Word | Meaning |
/// | --- | --- |
/// | `query = "..."`, `query(postgres = "...", ...)` | the query; a database that has none has no such view |
/// | `name = "..."`, `schema = "..."` | its name, which is the plural of the struct's otherwise |
/// | `materialized` | its rows are kept (PostgreSQL) |
/// | `uses(Account)` | structs of tables that the query names, which the compiler looks for |
/// | `check_option = "cascaded"` | rows written through it must be visible in it (not on SQLite) |
/// | `security_invoker`, `security_barrier` | whose rights count, and that conditions come first |
/// | `comment = "..."` | its comment (PostgreSQL) |
/// | `renamed_from = "..."` | its former names |
/// | `engines(postgres, ...)` | the databases that have it |
///
/// The guide tells each at length: `docs/guide/views.md`.
pub use trueup_macros::View;

/// Lists views for [`Registry::with_views`](crate::meta::Registry::with_views).
///
/// ```
/// # #[derive(trueup::View)]
/// # #[view(query = "SELECT 1 AS one")]
/// # struct One { one: i64 }
/// use trueup::meta::Registry;
///
/// let registry = Registry::of(&[])?.with_views(trueup::views![One])?;
/// assert_eq!(registry.objects().len(), 1);
/// # Ok::<(), trueup::meta::RegistryError>(())
/// ```
#[macro_export]
macro_rules! views {
    ($($view:ty),* $(,)?) => {
        &[$(<$view as $crate::private::View>::DECLARED),*]
    };
}

/// A struct that is read from a view; derive it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view",
    label = "this type has no `#[derive(View)]`",
    note = "add `#[derive(trueup::View)]` to the struct"
)]
pub trait View {
    /// The view's definition.
    const DECLARED: &'static Declared;
}

/// A view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ViewMeta {
    /// The struct's name.
    pub rust_name: &'static str,
    /// The namespace, where one is named.
    pub schema: Option<&'static str>,
    /// Its name.
    pub name: &'static str,
    /// Its query. A database that has no text has no such view.
    pub query: SqlMeta,
    /// Whether its rows are kept.
    pub materialized: bool,
    /// What else is said, each word once.
    pub options: &'static [ViewOption],
    /// Its comment.
    pub comment: Option<&'static str>,
    /// Former names, newest first.
    pub renamed_from: &'static [&'static str],
}

/// What is said about reading and writing through a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ViewOption {
    /// Rows that are written through it must be visible in it: `cascaded` or `local`.
    Check(&'static str),
    /// Tables are read with the rights of who reads the view.
    SecurityInvoker,
    /// Its conditions are tried before any function of who reads it.
    SecurityBarrier,
}
