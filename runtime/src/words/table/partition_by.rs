//! How the rows are divided among partitions: `range`, `list` or `hash` over fields. Each partition is declared by
//! `partition(...)`; those by `hash` are numbered.
//!
//! ```
//! # use trueup::Table;
//! #[derive(Table)]
//! #[table(primary_key(id, year))]
//! #[table(partition_by(range(year)), partition(name = "p2026", from(2026), to(2027)))]
//! struct Sale {
//!     id: i64,
//!     year: i32,
//! }
//!
//! #[derive(Table)]
//! #[table(partition_by(hash(id), partitions = 4))]
//! struct Event {
//!     #[column(primary_key)]
//!     id: i64,
//! }
//! ```
//!
//! | engine | SQL |
//! | --- | --- |
//! | PostgreSQL | `CREATE TABLE "sales" (...) PARTITION BY RANGE ("year")` |
//! | MySQL, MariaDB | ``CREATE TABLE `sales` (...) ... PARTITION BY RANGE COLUMNS (`year`) (...)`` |
//! | SQLite | an error: it has no partitions |
//!
//! `partition_by(range(created_at), every = "1 month", ahead = 3, keep = 24)` makes the partitions as time goes on: that of
//! today and three beyond. `keep` asks for the drop of older ones, which waits for an approval; without it all stay.
//!
//! The primary key and every unique key must contain the fields. They cannot change once the table is there.
