//! Rust types that PostgreSQL alone has a type for.
//!
//! In: types of the standard library, and of sqlx where PostgreSQL is on. Out: the names of their
//! types, as the catalogue spells them.

use super::{ColumnType, ValueType};

macro_rules! named {
    ($($(#[$gate:meta])* $rust:ty => $name:literal;)*) => {$(
        $(#[$gate])*
        impl ColumnType for $rust {
            type Value = Self;
            const VALUE: ValueType = ValueType::Named($name);
        }
    )*};
}

named! {
    std::net::IpAddr => "inet";
    std::time::Duration => "interval";
    #[cfg(feature = "chrono")] chrono::TimeDelta => "interval";
    #[cfg(feature = "time")] time::Duration => "interval";
}

#[cfg(feature = "postgres")]
mod of_sqlx {
    use sqlx::postgres::types::{
        PgBox, PgCiText, PgCircle, PgCube, PgHstore, PgInterval, PgLQuery, PgLSeg, PgLTree, PgLine,
        PgMoney, PgPath, PgPoint, PgPolygon, PgRange,
    };

    use super::{Bound, ColumnType, ValueType};

    named! {
        PgInterval => "interval";
        PgMoney => "money";
        PgCiText => "citext";
        PgHstore => "hstore";
        PgLTree => "ltree";
        PgLQuery => "lquery";
        PgCube => "cube";
        PgPoint => "point";
        PgLine => "line";
        PgLSeg => "lseg";
        PgBox => "box";
        PgPath => "path";
        PgPolygon => "polygon";
        PgCircle => "circle";
    }

    impl<T: Bound> ColumnType for PgRange<T> {
        type Value = Self;
        const VALUE: ValueType = ValueType::Named(T::RANGE);
    }
}

/// A type of which PostgreSQL has ranges.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no range of `{Self}`",
    label = "not the bound of a range",
    note = "there are ranges of `i32`, `i64`, `Decimal`, dates and times; otherwise write two fields"
)]
#[cfg(feature = "postgres")]
pub trait Bound {
    /// The type of the range.
    const RANGE: &'static str;
}

#[cfg(feature = "postgres")]
macro_rules! bounds {
    ($($(#[$gate:meta])* $rust:ty => $name:literal;)*) => {$(
        $(#[$gate])*
        impl Bound for $rust {
            const RANGE: &'static str = $name;
        }
    )*};
}

#[cfg(feature = "postgres")]
bounds! {
    i32 => "int4range";
    i64 => "int8range";
    #[cfg(feature = "rust_decimal")] rust_decimal::Decimal => "numrange";
    #[cfg(feature = "chrono")] chrono::NaiveDate => "daterange";
    #[cfg(feature = "chrono")] chrono::NaiveDateTime => "tsrange";
    #[cfg(feature = "chrono")] chrono::DateTime<chrono::Utc> => "tstzrange";
    #[cfg(feature = "chrono")] chrono::DateTime<chrono::Local> => "tstzrange";
    #[cfg(feature = "chrono")] chrono::DateTime<chrono::FixedOffset> => "tstzrange";
    #[cfg(feature = "time")] time::Date => "daterange";
    #[cfg(feature = "time")] time::PrimitiveDateTime => "tsrange";
    #[cfg(feature = "time")] time::OffsetDateTime => "tstzrange";
}

/// Several values. Of bytes it is a byte string, on every database.
impl<T: ColumnType> ColumnType for Vec<T> {
    type Value = Self;
    const VALUE: ValueType = match T::VALUE {
        ValueType::U8 => ValueType::Bytes,
        _ => ValueType::Array(&T::VALUE),
    };
}
