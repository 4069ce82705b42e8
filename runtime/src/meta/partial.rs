//! Structs that are a part of a table: they read or write some of its columns.
//!
//! In: what `#[derive(Partial)]` writes. Out: the names of the columns; and whether they are those of the table, while compiling.
//! Knows no dialect.

use std::marker::PhantomData;

use super::text::{Message, is_same};
use super::{Column, Flattened, Table};

/// A struct that reads or writes some columns of a table, and is none itself.
///
/// Written by `#[derive(Partial)]`, never by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a part of a table",
    label = "this type has no `#[derive(Partial)]`",
    note = "add `#[derive(trueup::Partial)]` to the struct"
)]
pub trait Partial {
    /// The table.
    type Table: ?Sized;

    /// The names of the columns in the database, in the order of the fields: what a `SELECT` lists.
    const COLUMNS: &'static [&'static str];
}

/// Every type is the same as itself.
#[diagnostic::on_unimplemented(
    message = "the column holds `{V}`, and this field `{Self}`",
    label = "not the type of the field of the table",
    note = "write `{V}` here, or the other type in the table as well; `#[column(skip)]` leaves the field out of the comparison"
)]
pub trait Same<V: ?Sized> {}

impl<V: ?Sized> Same<V> for V {}

/// No type is: a field of the table with `flatten` is never one column.
#[diagnostic::on_unimplemented(
    message = "this field of the table is flattened, and stands for several columns",
    label = "not one column of the table",
    note = "write `#[column(skip)]` on the field, and `#[sqlx(flatten)]` to read it"
)]
pub trait OneColumn {}

impl<T: Table, V: ?Sized> Column<T, V> {
    /// The name, for a field of the same type; nothing where the table has a mistake, which is told there.
    #[doc(hidden)]
    #[must_use]
    pub const fn partial<F: Same<V>>(&self, _field: PhantomData<F>) -> Option<&'static str> {
        if T::META.columns.is_empty() {
            return None;
        }
        Some(self.name())
    }
}

impl<C: ?Sized, T: ?Sized, const NUMBER: usize> Flattened<C, T, NUMBER> {
    /// Refused, because the names are several.
    #[doc(hidden)]
    #[must_use]
    pub const fn partial<F: OneColumn>(&self, _field: PhantomData<F>) -> Option<&'static str> {
        None
    }
}

/// Refuses a field that is read under another name than its column has.
#[track_caller]
pub const fn check_partial(column: Option<&str>, name: &str) {
    let Some(column) = column else {
        return;
    };
    if is_same(column, name) {
        return;
    }
    let mut message = Message::new();
    message.add("the table calls this column `");
    message.add(column);
    message.add("`, and this struct `");
    message.add(name);
    message.add("`\nhelp: write `#[sqlx(rename = \"");
    message.add(column);
    message.add("\")]`, or `#[column(name = \"");
    message.add(column);
    message.add("\")]` where sqlx does not read the struct");
    panic!("{}", message.text("the table calls this column otherwise"));
}
