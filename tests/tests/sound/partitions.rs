//! Tables that are divided into partitions in every way.

// Of `minvalue, minvalue`, the lint says that one attribute stands there twice.
#![allow(clippy::duplicated_attributes)]
#![deny(warnings, missing_docs)]

use trueup::Table;

/// By ranges of numbers, over two columns.
#[derive(Debug, Table)]
#[table(primary_key(id, year, month), partition_by(range(year, month)))]
#[table(partition(name = "old", from(minvalue, minvalue), to(2026, 1)))]
#[table(partition(name = "first_half", from(2026, 1), to(2026, 7)))]
#[table(partition(name = "rest", default), partition(name = "gone", dropped))]
pub struct Sale {
    /// The key.
    pub id: i64,
    /// The year.
    pub year: i32,
    /// The month.
    pub month: i16,
}

/// By a list.
#[derive(Debug, Table)]
#[table(primary_key(id, country), partition_by(list(country)))]
#[table(
    partition(name = "dach", values("de", "at", "ch")),
    partition(name = "us", values = "us")
)]
pub struct Buyer {
    /// The key.
    pub id: i64,
    /// The country.
    #[column(max_length = 2)]
    pub country: String,
}

/// Evenly.
#[derive(Debug, Table)]
#[table(partition_by(hash(id), partitions = 8))]
pub struct Event {
    /// The key.
    #[column(primary_key)]
    pub id: i64,
}

/// As time goes on.
#[derive(Debug, Table)]
#[table(
    primary_key(id, at),
    partition_by(range(at), every = "3 months", ahead = 3, keep = 24)
)]
#[table(partition(name = "rest", default))]
pub struct Reading {
    /// The key.
    pub id: i64,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
}
