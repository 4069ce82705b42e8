//! Which Rust type a column can hold.
//!
//! In: the field's type, resolved by the compiler and never by its spelling. Out: [`ValueType`],
//! which a dialect turns into a SQL type. Knows no dialect.

use super::{EnumMeta, EnumStorage, Held};

/// A type that a column can hold.
///
/// Implemented for integers, floats, `bool`, `String`, `Vec<u8>`, `serde_json::Value` and, with the
/// features of the same names, for the types of `chrono`, `time`, `uuid` and `rust_decimal`. For
/// PostgreSQL also for `Vec` of those, which is an array, for `IpAddr`, durations and the types of
/// `sqlx::postgres::types`. The stored form is the one that sqlx reads and writes for that type on
/// that database. Any other type is told by `#[column(sql_type = "...")]`.
///
/// A newtype derives it, and is stored as what it holds; an enum without fields derives
/// [`Enum`](derive@crate::Enum):
///
/// ```
/// #[derive(trueup::ColumnType)]
/// struct OrgId(i64);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a column",
    label = "no SQL type is known for this type",
    note = "for a newtype: add `#[derive(trueup::ColumnType)]`; for an enum without fields: `#[derive(trueup::Enum)]`",
    note = "for types of chrono, time, uuid and rust_decimal: turn on the feature of that name; for a field that is no column: `#[column(skip)]`; for a type of the database: name it for each database that the table is for, as in `#[column(sql_type = \"vector(3)\")]`"
)]
pub trait ColumnType {
    /// The type without `Option`. A foreign key needs the same one on both sides.
    type Value: ?Sized;
    /// What is stored.
    const VALUE: ValueType;
    /// Whether the column allows NULL.
    const NULLABLE: bool = false;
    /// Both, for generated code.
    #[doc(hidden)]
    const HELD: Held = Held {
        value: Self::VALUE,
        nullable: Self::NULLABLE,
    };
}

/// What a column stores, before a dialect chooses the SQL type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueType {
    /// `bool`
    Bool,
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// A text of any length, unless `max_length` limits it.
    Text,
    /// A byte string of any length, unless `max_length` limits it.
    Bytes,
    /// A date without a time.
    Date,
    /// A time of day without a date.
    Time,
    /// A date and time without a time zone.
    DateTime,
    /// A moment: a date and time whose zone is known.
    Instant,
    /// A UUID.
    Uuid,
    /// A JSON document.
    Json,
    /// A decimal number that is stored exactly.
    Decimal,
    /// A value of an enum.
    Enum(&'static EnumMeta),
    /// Several values of one type (PostgreSQL).
    Array(&'static Self),
    /// A type of PostgreSQL, by its name in the catalogue.
    Named(&'static str),
    /// A type that says nothing of itself: the database is told by `sql_type`.
    Other,
}

impl ValueType {
    /// Every type that stands for itself: no enum, no array and no type by its name.
    pub const PLAIN: [Self; 20] = [
        Self::Bool,
        Self::I8,
        Self::I16,
        Self::I32,
        Self::I64,
        Self::U8,
        Self::U16,
        Self::U32,
        Self::U64,
        Self::F32,
        Self::F64,
        Self::Text,
        Self::Bytes,
        Self::Date,
        Self::Time,
        Self::DateTime,
        Self::Instant,
        Self::Uuid,
        Self::Json,
        Self::Decimal,
    ];

    /// Whether nothing is known of the type: it says nothing, or its derive failed.
    #[must_use]
    pub const fn is_unknown(self) -> bool {
        matches!(self, Self::Other) || matches!(self, Self::Enum(meta) if meta.variants.is_empty())
    }

    /// What is stored: of an enum that is kept as a number, the integer.
    #[must_use]
    pub const fn stored(self) -> Self {
        match self {
            Self::Enum(EnumMeta {
                storage: EnumStorage::Integer(integer),
                ..
            }) => *integer,
            _ => self,
        }
    }

    /// Whether both are the same type of the language.
    pub(super) const fn is_plain(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Bool, Self::Bool)
                | (Self::I8, Self::I8)
                | (Self::I16, Self::I16)
                | (Self::I32, Self::I32)
                | (Self::I64, Self::I64)
                | (Self::U8, Self::U8)
                | (Self::U16, Self::U16)
                | (Self::U32, Self::U32)
                | (Self::U64, Self::U64)
                | (Self::F32, Self::F32)
                | (Self::F64, Self::F64)
                | (Self::Text, Self::Text)
        )
    }

    /// Whether the type is an integer.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        matches!(
            self,
            Self::I8
                | Self::I16
                | Self::I32
                | Self::I64
                | Self::U8
                | Self::U16
                | Self::U32
                | Self::U64
        )
    }

    /// The least and the greatest value of an integer.
    #[must_use]
    pub const fn bounds(self) -> Option<(i128, i128)> {
        Some(match self {
            Self::I8 => (i8::MIN as i128, i8::MAX as i128),
            Self::I16 => (i16::MIN as i128, i16::MAX as i128),
            Self::I32 => (i32::MIN as i128, i32::MAX as i128),
            Self::I64 => (i64::MIN as i128, i64::MAX as i128),
            Self::U8 => (0, u8::MAX as i128),
            Self::U16 => (0, u16::MAX as i128),
            Self::U32 => (0, u32::MAX as i128),
            Self::U64 => (0, u64::MAX as i128),
            _ => return None,
        })
    }

    /// Whether a number literal may be its default.
    #[must_use]
    pub const fn is_number(self) -> bool {
        self.is_integer()
            || matches!(self, Self::F32 | Self::F64 | Self::Decimal)
            || matches!(self, Self::Enum(meta) if meta.is_integer())
    }

    /// Whether `now` may be its default.
    #[must_use]
    pub const fn is_temporal(self) -> bool {
        matches!(
            self,
            Self::Date | Self::Time | Self::DateTime | Self::Instant
        )
    }

    /// Whether a text literal may be its default.
    #[must_use]
    pub const fn accepts_text(self) -> bool {
        self.is_temporal()
            || matches!(
                self,
                Self::Text | Self::Uuid | Self::Json | Self::Array(_) | Self::Named(_)
            )
            || matches!(self, Self::Enum(meta) if !meta.is_integer())
    }

    /// Whether `max_length` makes sense.
    #[must_use]
    pub const fn has_length(self) -> bool {
        matches!(self, Self::Text | Self::Bytes)
    }
}

impl<T: ColumnType> ColumnType for Option<T> {
    type Value = T::Value;
    const VALUE: ValueType = T::VALUE;
    const NULLABLE: bool = true;
}

macro_rules! column_types {
    ($($(#[$gate:meta])* $rust:ty => $value:ident;)*) => {$(
        $(#[$gate])*
        impl ColumnType for $rust {
            type Value = Self;
            const VALUE: ValueType = ValueType::$value;
        }
    )*};
}

column_types! {
    bool => Bool;
    i8 => I8;
    i16 => I16;
    i32 => I32;
    i64 => I64;
    u8 => U8;
    u16 => U16;
    u32 => U32;
    u64 => U64;
    f32 => F32;
    f64 => F64;
    String => Text;
    serde_json::Value => Json;
    #[cfg(feature = "chrono")] chrono::NaiveDate => Date;
    #[cfg(feature = "chrono")] chrono::NaiveTime => Time;
    #[cfg(feature = "chrono")] chrono::NaiveDateTime => DateTime;
    #[cfg(feature = "chrono")] chrono::DateTime<chrono::Utc> => Instant;
    #[cfg(feature = "chrono")] chrono::DateTime<chrono::Local> => Instant;
    #[cfg(feature = "chrono")] chrono::DateTime<chrono::FixedOffset> => Instant;
    #[cfg(feature = "time")] time::Date => Date;
    #[cfg(feature = "time")] time::Time => Time;
    #[cfg(feature = "time")] time::PrimitiveDateTime => DateTime;
    #[cfg(feature = "time")] time::OffsetDateTime => Instant;
    #[cfg(feature = "uuid")] uuid::Uuid => Uuid;
    #[cfg(feature = "rust_decimal")] rust_decimal::Decimal => Decimal;
}

#[cfg(feature = "live")]
impl<T> ColumnType for sqlx::types::Json<T> {
    type Value = Self;
    const VALUE: ValueType = ValueType::Json;
}
