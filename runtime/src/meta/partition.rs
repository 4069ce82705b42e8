//! How a struct divides the rows of its table.

/// How the rows of a table are divided among partitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartitioningMeta {
    /// By what kind of rule.
    pub method: PartitionMethod,
    /// The columns that decide.
    pub columns: &'static [&'static str],
    /// The partitions that are declared; those by hash are numbered instead.
    pub partitions: &'static [PartitionMeta],
}

/// By what kind of rule rows are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartitionMethod {
    /// By ranges of values.
    Range,
    /// By ranges of time that are made as time goes on.
    Rolling(RollingMeta),
    /// By lists of values.
    List,
    /// Evenly, over so many partitions.
    Hash(u32),
}

/// Ranges of time, each of the same length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RollingMeta {
    /// So many units long.
    pub count: u32,
    /// The unit.
    pub unit: PeriodUnit,
    /// How many are made beyond the present one.
    pub ahead: u32,
    /// How many are kept before the present one; all where nothing is said.
    pub keep: Option<u32>,
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodUnit {
    /// A day.
    Day,
    /// Seven days, from Monday on.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// A partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartitionMeta {
    /// Its name, which follows that of the table on PostgreSQL.
    pub name: &'static str,
    /// Which rows it holds.
    pub bound: PartitionBound,
}

/// Which rows a partition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartitionBound {
    /// From the first values on, and before the second ones.
    Range(&'static [BoundValue], &'static [BoundValue]),
    /// Those with one of the values.
    List(&'static [BoundValue]),
    /// Those that no other partition holds.
    Default,
    /// None any more: it may be dropped with its rows.
    Dropped,
}

/// A value that bounds a partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BoundValue {
    /// A whole number.
    Number(&'static str),
    /// A text, a date or a time.
    Text(&'static str),
    /// Before all values.
    Least,
    /// Behind all values.
    Greatest,
}
