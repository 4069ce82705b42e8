//! Structs are the truth: at boot the database is trued up to them.
//!
//! ```no_run
//! use trueup::Table;
//!
//! #[derive(Table)]
//! struct Account {
//!     #[column(primary_key, auto_increment)]
//!     id: i64,
//!     #[column(unique, max_length = 255)]
//!     email: String,
//!     #[column(renamed_from = "nick")]
//!     display_name: Option<String>,
//! }
//!
//! # #[cfg(feature = "postgres")]
//! # async fn boot() -> Result<(), Box<dyn std::error::Error>> {
//! let pool = sqlx::PgPool::connect(&std::env::var("DATABASE_URL")?).await?;
//! let report = trueup::migrate(&pool).await?;
//! println!("{report}");
//! # Ok(())
//! # }
//! ```
//!
//! - [`derive@Table`] lists the attributes, [`ColumnType`] the types, and [`Config`] the settings.
//! - [`migrate`] does the whole job. [`Migrator`] takes settings, a list of tables, or a look first.
//! - [`Report`] tells what ran, what was held back, and why. [`Grade`] and [`Mode`] decide which.
//! - [`link!`] names the crates that are there for their tables alone.
//! - [`Error`] has a stable code and a hint for whatever went wrong.
//!
//! [`meta`] holds what the derive writes, and [`model`] a schema as it is compared, which is also what
//! JSON snapshots hold. The stages between them (`diff`, `dialect`, `plan`, `risk`, `consent`, `live`)
//! are public for trueup's own tests and hidden here: they change without notice. So is `private`,
//! whose names the derive writes. [`words`] holds what an editor shows on a word of an attribute.
//!
//! # Features
//!
//! `postgres`, `mysql` and `sqlite` bring the databases, and sqlx and tokio with them; without one the
//! crate is what the derive needs, and nothing connects. `chrono`, `time`, `uuid` and `rust_decimal`
//! make the types of those crates columns. `cli` brings the command line, `testing` a database for each test.

extern crate self as trueup;

#[cfg(all(feature = "cli", feature = "live"))]
pub mod cli;
#[cfg(feature = "live")]
mod comparison;
mod config;
#[doc(hidden)]
pub mod consent;
#[doc(hidden)]
pub mod dialect;
#[doc(hidden)]
pub mod diff;
mod error;
#[cfg(doctest)]
mod guide;
#[cfg(feature = "live")]
#[doc(hidden)]
pub mod live;
pub mod meta;
#[cfg(feature = "live")]
mod migrate;
pub mod model;
#[cfg(all(feature = "cli", feature = "live"))]
mod picture;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod private;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod risk;
#[doc(hidden)]
pub mod snapshot;
#[cfg(all(feature = "cli", feature = "live"))]
mod source_code;
#[cfg(all(feature = "testing", feature = "live"))]
#[doc(hidden)]
pub mod testing;
pub mod words;

pub use config::{Config, DriftCheck, Mode};
pub use error::{DriverError, Error};
#[cfg(feature = "live")]
pub use live::Target;
pub use meta::{ColumnType, Registry, ValueType};
pub use meta::{Columns, Partial, Table, View};
#[cfg(feature = "live")]
pub use migrate::{Migrator, Proposal, Tenants, migrate};
pub use report::{Report, Status, StepReport, StepStatus};
#[cfg(feature = "live")]
pub use report::{TenantReport, TenantReports};
pub use risk::{Finding, Grade};

#[cfg(all(feature = "cli", not(feature = "live")))]
compile_error!(
    "the command line works on databases: turn on `postgres`, `mysql` or `sqlite` beside `cli`"
);

#[cfg(all(feature = "testing", not(feature = "live")))]
compile_error!("tests need a database: turn on `postgres`, `mysql` or `sqlite` beside `testing`");

/// Makes a struct a table: a column for each field, checked while it compiles.
///
/// ```
/// use trueup::Table;
///
/// #[derive(Table)]
/// struct Org {
///     #[column(primary_key, auto_increment)]
///     id: i64,
///     #[column(unique, max_length = 80)]
///     name: String,
/// }
///
/// #[derive(Table)]
/// #[table(index(org_id, created_on desc), check("balance >= 0"), dropped("fax"))]
/// struct Account {
///     #[column(primary_key, auto_increment)]
///     id: i64,
///     #[column(references = Org::id, on_delete = cascade)]
///     org_id: i64,
///     #[column(renamed_from = "nick")]
///     display_name: Option<String>,
///     #[column(default = 0)]
///     balance: i64,
///     #[column(default = sql("CURRENT_DATE"))]
///     created_on: String,
///     #[column(skip)]
///     cache: Vec<Org>,
/// }
///
/// assert_eq!(Account::META.name, "accounts");
/// assert_eq!(Account::COLUMNS.org_id.name(), "org_id");
/// ```
///
/// A field of type `Option<T>` allows NULL. What a type is stored as is decided by [`ColumnType`],
/// never by how the type is written. Whatever is wrong with a struct is a compile error on the
/// word that is wrong, and all errors are given at once.
///
/// # Words of `#[table(...)]`
///
/// | word | meaning |
/// | --- | --- |
/// | `name = "..."` | the table; without it the plural of the struct's name in snake case: `OrderLine` is `order_lines` |
/// | `schema = "..."` | the namespace |
/// | `rename_all = "camelCase"` | the case of column names; also `snake_case`, `lowercase`, `UPPERCASE`, `PascalCase`, `kebab-case`, `SCREAMING_SNAKE_CASE` |
/// | `renamed_from = "old"`, `renamed_from("a", "b")` | former names of the table, whose data is kept |
/// | `index(a, b desc)`, `index(expr("lower(a)"), where = "...", method = gin)` | an index over fields and expressions; behind a field `desc`, `nulls_first`, `opclass("...")`, `collation = "..."`, `length = 20`; for all of it `name`, `where`, `method`, `include(c)`, `with(fillfactor = 70)`, `concurrently = false`, `comment`, `invisible`, `engines(...)` |
/// | `unique(a, b)`, `unique(name = "...", a)` | a unique key over fields; also `where`, `expr`, `nulls_not_distinct`, `deferrable`, `initially_deferred`, `include`, `with`, `engines(...)` |
/// | `primary_key(a, b)` | the primary key, where its order is not the order of the fields; also `name`, `deferrable`, `include`, `with` |
/// | `foreign_key(a, b, references = Org(a, b))` | a foreign key over several fields; also `name`, `on_delete`, `on_update`, `deferrable`, `initially_deferred`, `match_full` |
/// | `exclude(using = gist, a with "=", b with "&&")` | rows that exclude each other, on PostgreSQL |
/// | `check("expr")`, `check(name = "...", "expr", columns(a, b))` | a condition on each row; the fields that it is about are checked |
/// | `comment = "..."` | what the catalogue tells readers (PostgreSQL, MySQL) |
/// | `engine = "InnoDB"`, `row_format = "compressed"` | the storage engine, and how it lays out rows (MySQL) |
/// | `charset = "..."`, `collation = "..."` | those of columns that state none (MySQL) |
/// | `strict`, `without_rowid` | values of the column's type alone; rows in the order of the primary key (SQLite) |
/// | `unlogged`, `tablespace = "..."`, `storage(fillfactor = 70)` | how the table is kept (PostgreSQL) |
/// | `replica_identity = full`, `= nothing`, `= default`, `= "index"` | by what replicas know a row (PostgreSQL) |
/// | `trigger(name = "...", after(insert), "...")` | what the database does at each write of a row |
/// | `engines(postgres, sqlite)` | the databases that the table is meant for: what one of them cannot do does not compile, and on others the table is left out |
/// | `dropped("a", "b")` | columns that may be dropped with their data |
/// | `partition_by(range(a))`, `list(a)`, `hash(a), partitions = 8` | how the rows are divided among partitions |
/// | `partition(name = "p", from(1), to(2))`, `values(..)`, `default`, `dropped` | one partition |
///
/// # Words of `#[column(...)]`
///
/// | word | meaning |
/// | --- | --- |
/// | `name = "..."` | the column |
/// | `skip` | the field is no column |
/// | `flatten`, `prefix = "..."` | the field holds a struct of columns, [`derive@Columns`]; what stands before their names |
/// | `primary_key` | the primary key, or a part of it |
/// | `auto_increment`, `auto_increment(start = 1000, increment = 10, ...)` | the database numbers new rows |
/// | `identity = always`, `by_default` | whether it refuses a number that a row brings |
/// | `unique`, `index`, `index(desc, name = "...")` | a unique key, or an index, over this field alone; the words of those of the struct in parentheses |
/// | `default = 0`, `true`, `"text"`, `Open`, `now`, `sql("expr")` | the value of rows that leave the column out |
/// | `check("expr")`, `check(name = "...", "expr", columns(a, b))` | a condition on each row; the fields that it is about are checked |
/// | `max_length = 255` | the greatest length of a `String` or `Vec<u8>` |
/// | `sql_type = "..."`, `sql_type(postgres = "...", mysql = "...")` | the type in the database's own words |
/// | `length = 2` | the length that every value has |
/// | `precision = 12`, `scale = 2` | the digits of a decimal, and those after the point; the digits of a time after the point |
/// | `generated(stored, "expr")`, `generated(virtual, "expr")` | what the database computes the column from; `columns(a, b)` names its fields, which are checked |
/// | `collation = "..."`, `charset = "..."` | how texts are sorted, and in which character set they are stored |
/// | `comment = "..."` | what the catalogue tells readers (PostgreSQL, MySQL) |
/// | `update = now` | an update sets the column to the time (MySQL) |
/// | `invisible` | `SELECT *` leaves the column out (MySQL) |
/// | `storage = external`, `compression = lz4` | how long values are kept (PostgreSQL) |
/// | `references = Org::id`, `references(Org::id, name = "...", deferrable)` | a foreign key; the other field is a key of the same type |
/// | `on_delete = cascade`, `on_update = ...` | what the foreign key does: `cascade`, `restrict`, `set_null`, `set_default` or `no_action` |
/// | `renamed_from = "old"`, `renamed_from("a", "b")` | former names of the column, whose data is kept |
///
/// # Words of `#[sqlx(...)]`
///
/// The names that `sqlx::FromRow` looks for are the names of the columns: `rename`, `rename_all`
/// and `skip` count here too, and a contradiction is an error. `json` makes the column a JSON
/// document whatever the field's type is, and `json(nullable)` one that may be NULL; `try_from`
/// names the type that is stored. `flatten` needs `#[column(flatten)]` or `#[column(skip)]` beside it,
/// which says whose columns they are.
pub use trueup_macros::Table;

/// Makes an enum without fields a column.
///
/// ```
/// #[derive(trueup::Enum)]
/// #[enumeration(name = "order_status", rename_all = "snake_case", retired("lost"))]
/// enum OrderStatus {
///     Open,
///     #[enumeration(renamed_from = "done")]
///     Delivered,
/// }
///
/// #[derive(trueup::Table)]
/// struct Order {
///     #[column(primary_key)]
///     id: i64,
///     #[column(default = Open)]
///     status: OrderStatus,
///     before: Option<OrderStatus>,
/// }
/// ```
///
/// PostgreSQL keeps the values in an enum type, MySQL and MariaDB in a column of type `ENUM`, SQLite as a
/// text with a check. What `#[sqlx(type_name, rename_all, rename)]` and `#[repr(i32)]` say to
/// `sqlx::Type` counts here too, and a contradiction is an error. A variant that goes without a word
/// takes no row along: its value stays in the database until `retired` or `renamed_from` says what
/// became of it.
///
/// # Words of `#[enumeration(...)]` on the enum
///
/// | word | meaning |
/// | --- | --- |
/// | `name = "..."` | the type, on PostgreSQL; without it the enum's name in lower case, which is where sqlx looks: `OrderStatus` is `orderstatus` |
/// | `schema = "..."` | the namespace of the type |
/// | `storage = native`, `text`, `integer` | a type of the database, a text with a check, or the number of `#[repr(i32)]` with a check |
/// | `rename_all = "snake_case"` | the case of the values; without it they are the names of the variants |
/// | `renamed_from = "old"`, `renamed_from("a", "b")` | former names of the type |
/// | `retired("a", "b")`, `retired(3)` | values that rows may still have, and no variant has |
/// | `comment = "..."` | the comment of the type |
///
/// # Words of `#[enumeration(...)]` on a variant
///
/// | word | meaning |
/// | --- | --- |
/// | `name = "..."` | the value |
/// | `renamed_from = "old"`, `renamed_from("a", "b")` | former values, which rows lose for this one |
pub use trueup_macros::Enum;

/// Makes a newtype a column: it is stored as what it holds.
///
/// ```
/// #[derive(trueup::ColumnType)]
/// struct OrgId(i64);
///
/// #[derive(trueup::ColumnType)]
/// #[column_type(json)]
/// struct Address {
///     street: String,
///     city: String,
/// }
/// ```
///
/// A field with a name needs `#[sqlx(transparent)]`, as `sqlx::Type` does. `#[column_type(json)]`
/// stores a type of any shape as a document.
pub use trueup_macros::ColumnType;

/// Makes a struct one of columns that several tables share.
///
/// A table takes the columns with `#[column(flatten)]`, and with `prefix` as often as it likes:
///
/// ```
/// use trueup::{Columns, Table};
///
/// #[derive(Columns)]
/// #[table(index(city))]
/// struct Address {
///     street: String,
///     #[column(max_length = 80)]
///     city: String,
/// }
///
/// #[derive(Table)]
/// struct Customer {
///     #[column(primary_key)]
///     id: i64,
///     #[column(flatten)]
///     home: Address,
///     #[column(flatten, prefix = "billing_")]
///     billing: Address,
/// }
///
/// assert_eq!(Customer::COLUMNS.home.city.name(), "city");
/// assert_eq!(Customer::COLUMNS.billing.city.name(), "billing_city");
/// ```
///
/// The fields take the words of [`derive@Table`], and the struct takes `rename_all`, `index`, `unique` and
/// `check`: what is declared there is declared on each table. A struct of columns is no table itself.
pub use trueup_macros::Columns;

/// Makes a struct a part of a table: it reads or writes some of its columns.
///
/// Each field is compared with the table's while compiling: there is one of this name, of this type, and the column
/// is called as the row is read. The struct is no table, and changes nothing in a database.
///
/// ```
/// use trueup::{Partial, Table};
///
/// #[derive(Table)]
/// struct Account {
///     #[column(primary_key)]
///     id: i64,
///     #[column(name = "mail")]
///     email: String,
///     nick: Option<String>,
/// }
///
/// #[derive(Partial)]
/// #[partial(of = Account)]
/// struct AccountName {
///     id: i64,
///     #[column(name = "mail")]
///     email: String,
/// }
///
/// assert_eq!(AccountName::COLUMNS, ["id", "mail"]);
/// ```
///
/// | word of `#[partial(...)]` | meaning |
/// | --- | --- |
/// | `of = Account` | the struct of the table |
/// | `rename_all = "camelCase"` | the case of column names, as on the table |
///
/// A field takes `#[column(name = "...")]` and `#[column(skip)]`, which leaves it out. `#[sqlx(rename, rename_all, skip)]`
/// count here too, as they do for [`derive@Table`].
pub use trueup_macros::Partial;

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

/// Gives a test a database of its own, which has the tables of the structs.
///
/// ```no_run
/// # #[cfg(feature = "postgres")]
/// #[trueup::test]
/// async fn an_account_is_found(pool: sqlx::PgPool) -> sqlx::Result<()> {
///     sqlx::query("INSERT INTO accounts (nick) VALUES ('ann')").execute(&pool).await?;
///     let count: i64 = sqlx::query_scalar("SELECT count(*) FROM accounts").fetch_one(&pool).await?;
///     assert_eq!(count, 1);
///     Ok(())
/// }
/// ```
///
/// The test takes `sqlx::PgPool`, `sqlx::MySqlPool` or `sqlx::SqlitePool`. The server is that of `TRUEUP_TEST_POSTGRES` or
/// `TRUEUP_TEST_MYSQL`, or else of `DATABASE_URL`; SQLite needs none. The database is a copy of a template, which is
/// migrated once for each state of the structs, and goes when the test has passed. That of a test that failed
/// is named in its output, and stays until the test runs again.
///
/// The tables are those of all linked crates, or `#[trueup::test(tables(Org, Account))]`.
#[cfg(all(feature = "testing", feature = "live"))]
pub use trueup_macros::test;

/// In a test: the crate's snapshot, `trueup.json` beside its manifest, is what its structs say.
///
/// With the committed file the derive warns of a field that is gone without a word, while it compiles. The test adds
/// what a derive cannot see: that a struct is gone, or that a column holds another type. With
/// `TRUEUP_SNAPSHOT=write` it writes the file instead. Put it in an integration test, so that structs of
/// unit tests stay out of it:
///
/// ```no_run
/// # mod models {}
/// trueup::link!(models);
///
/// #[test]
/// fn the_snapshot_is_up_to_date() {
///     trueup::snapshot!();
/// }
/// ```
///
/// A crate that is not called like its package is named: `trueup::snapshot!("server")`.
#[macro_export]
macro_rules! snapshot {
    () => {
        $crate::snapshot!(env!("CARGO_PKG_NAME"))
    };
    ($package:expr) => {
        $crate::snapshot::assert(env!("CARGO_MANIFEST_DIR"), $package)
    };
}

/// Lists tables by hand, as the equal alternative to collecting them at link time.
///
/// ```
/// #[derive(trueup::Table)]
/// struct User {
///     #[column(primary_key)]
///     id: i64,
/// }
///
/// let registry = trueup::Registry::of(trueup::tables![User])?;
/// assert_eq!(registry.tables(), trueup::tables![User]);
/// # Ok::<(), trueup::meta::RegistryError>(())
/// ```
#[macro_export]
macro_rules! tables {
    ($($table:ty),* $(,)?) => {
        &[$(<$table as $crate::private::Table>::META),*]
    };
}

/// Allows that an object beside the tables whose declaration is gone is dropped.
///
/// The first word is the kind: `extension`, `schema`, `enum`, `domain`, `sequence`, `view` or `table`.
///
/// ```
/// trueup::dropped!(sequence "invoice_numbers");
/// trueup::dropped!(view "billing.totals");
/// # fn main() {}
/// ```
pub use trueup_macros::dropped;

/// Declares an extension, which is created before everything that may use it (PostgreSQL).
///
/// ```
/// trueup::extension!("pgcrypto");
/// trueup::extension!("hstore", schema = "extensions", version = "1.8");
/// # fn main() {}
/// ```
///
/// MySQL, MariaDB and SQLite have no extensions, and nothing happens there. A schema or a version that
/// is not said is taken as it is found.
pub use trueup_macros::extension;

/// Declares a schema: a namespace besides the default one (PostgreSQL).
///
/// ```
/// trueup::schema!("billing", engines(postgres));
/// # fn main() {}
/// ```
///
/// A struct with `#[table(schema = "billing")]` declares its schema by itself.
pub use trueup_macros::schema;

#[doc = include_str!("words/sequence.md")]
pub use trueup_macros::sequence;

#[doc = include_str!("words/domain.md")]
pub use trueup_macros::domain;

/// Lists objects beside the tables by hand, for [`Registry::with_objects`].
///
/// ```
/// let objects = trueup::objects![extension("pgcrypto"), sequence("numbers", start = 1000)];
/// let registry = trueup::Registry::of(trueup::tables![])?.with_objects(objects)?;
/// assert_eq!(registry.objects().len(), 2);
/// # Ok::<(), trueup::meta::RegistryError>(())
/// ```
pub use trueup_macros::objects;
