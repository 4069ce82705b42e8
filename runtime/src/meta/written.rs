//! The columns of a table, from the lists that the derive writes.
//!
//! In: what each field holds, the names, and what few columns say besides. Out: [`ColumnMeta`] for each column. Runs while compiling: one
//! call with plain lists costs rustc a fraction of a literal for each column.

use super::{ColumnMeta, ColumnWord, ValueType};

/// What a field holds; for generated code.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Held {
    /// What is stored.
    pub value: ValueType,
    /// Whether NULL is allowed.
    pub nullable: bool,
}

/// One column for each field, for generated code. `spelled` tells of types in `held` what they are called, as far as words of columns
/// rely on it: a name may stand for another type. `of` gives the place of each in `held`, where fields of one type share theirs. Columns whose
/// field has another name are told by their position, and so is the column of each word, in their order.
#[doc(hidden)]
#[must_use]
#[track_caller]
pub const fn columns<
    const TYPES: usize,
    const SPELLED: usize,
    const N: usize,
    const FIELDS: usize,
    const WORDS: usize,
>(
    held: [Held; TYPES],
    spelled: [(usize, ValueType, bool); SPELLED],
    of: [usize; N],
    names: [&'static str; N],
    fields: [(usize, &'static str); FIELDS],
    columns_of_words: [usize; WORDS],
    words: &'static [ColumnWord; WORDS],
) -> [ColumnMeta; N] {
    const NOTHING: ColumnMeta = ColumnMeta {
        name: "",
        field: "",
        value: ValueType::Other,
        nullable: false,
        words: &[],
    };
    let mut at = 0;
    while at < SPELLED {
        let (of, value, nullable) = spelled[at];
        assert!(
            held[of].value.is_plain(value) && held[of].nullable == nullable,
            "a field's type is called like one of the language, and stores something else\nhelp: write its path, such as `models::String`, so that the words of the field are checked by what it stores"
        );
        at += 1;
    }
    let mut columns = [NOTHING; N];
    at = 0;
    while at < N {
        let (name, held) = (names[at], held[of[at]]);
        columns[at] = ColumnMeta {
            name,
            field: name,
            value: held.value,
            nullable: held.nullable,
            words: &[],
        };
        at += 1;
    }
    at = 0;
    while at < FIELDS {
        columns[fields[at].0].field = fields[at].1;
        at += 1;
    }
    let (mut at, mut rest) = (0, words.as_slice());
    while at < WORDS {
        let column = columns_of_words[at];
        let start = at;
        while at < WORDS && columns_of_words[at] == column {
            at += 1;
        }
        (columns[column].words, rest) = rest.split_at(at - start);
    }
    columns
}
