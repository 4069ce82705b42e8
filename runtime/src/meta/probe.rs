//! What is known of the type of a field whose SQL type is stated.
//!
//! In: any type. Out: what it stores, or that nobody knows; and whether it is an `Option`. Such a
//! field need not implement [`ColumnType`]: the database is told the type by name.

use std::marker::PhantomData;

use super::{ColumnType, ValueType};

/// Asks what the type stores. The answer of [`Unknown`] stands where the type does not say.
#[derive(Debug)]
pub struct Stores<T>(PhantomData<T>);

impl<T: ColumnType> Stores<T> {
    /// What is stored.
    pub const VALUE: ValueType = T::VALUE;
}

/// Asks whether the type is an `Option`.
#[derive(Debug)]
pub struct Optional<T>(PhantomData<T>);

impl<T> Optional<Option<T>> {
    /// Whether the column allows NULL.
    pub const NULLABLE: bool = true;
}

/// The answers for other types. What a type says by itself goes before them.
pub trait Unknown {
    /// What is stored.
    const VALUE: ValueType = ValueType::Other;
    /// Whether the column allows NULL.
    const NULLABLE: bool = false;
}

impl<T> Unknown for Stores<T> {}

impl<T> Unknown for Optional<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_that_says_nothing_is_another() {
        struct Vector;
        type Maybe<T> = Option<T>;
        assert_eq!(Stores::<String>::VALUE, ValueType::Text);
        assert_eq!(Stores::<Option<i64>>::VALUE, ValueType::I64);
        assert_eq!(Stores::<Vector>::VALUE, ValueType::Other);
        assert_eq!(Stores::<Maybe<Vector>>::VALUE, ValueType::Other);
        let nullable = [
            Optional::<Vector>::NULLABLE,
            Optional::<Maybe<Vector>>::NULLABLE,
            Optional::<Option<i64>>::NULLABLE,
        ];
        assert_eq!(nullable, [false, true, true]);
    }
}
