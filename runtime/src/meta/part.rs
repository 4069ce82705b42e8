//! Columns that several tables share.
//!
//! In: what `#[derive(Columns)]` and `#[column(flatten)]` write. Out: names with their prefix, while compiling; and the whole table, when
//! the registry is read. Knows no dialect.

mod engines;

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use super::{
    ColumnMeta, ColumnWord, ForeignKeyMeta, IndexMeta, IndexWord, PartMeta, TableMeta, TableWord,
    TargetMeta,
};

/// A struct whose fields are columns of each table that has a field of it with `#[column(flatten)]`.
///
/// Written by `#[derive(Columns)]`, never by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a struct of columns",
    label = "this type has no `#[derive(Columns)]`",
    note = "add `#[derive(trueup::Columns)]` to the struct; for a field that is one column, take `flatten` away"
)]
pub trait Columns {
    /// The struct with one [`Column`](super::Column) handle for each field, as columns of `T`.
    type Handles<T: ?Sized + 'static>: 'static;

    /// The names of the columns. Apart from [`Columns::META`], so that a table referred to may have these columns too.
    const NAMES: &'static [&'static str];

    /// The columns and what is declared about them, in the form of a table without a name.
    const META: &'static TableMeta;
}

/// The handles of a struct of columns in one table; for generated code.
#[doc(hidden)]
pub trait Part<T: Flattens<NUMBER> + ?Sized + 'static, const NUMBER: usize>: Columns {
    /// The handles.
    const HANDLES: &'static Self::Handles<T>;
}

/// What a table says of the struct of columns that is the one of this number; for generated code.
#[doc(hidden)]
pub trait Flattens<const NUMBER: usize> {
    /// What stands before the names.
    const PREFIX: &'static str;
}

/// The handles behind a field of the table's; for generated code.
///
/// It asks nothing of the struct until it is used, so that a struct that is none of columns is one mistake.
#[doc(hidden)]
pub struct Flattened<C: ?Sized, T: ?Sized, const NUMBER: usize>(
    PhantomData<fn() -> (*const C, *const T)>,
);

impl<C: ?Sized, T: ?Sized, const NUMBER: usize> Flattened<C, T, NUMBER> {
    /// The handles.
    pub const THESE: Self = Self(PhantomData);
}

impl<C, T, const NUMBER: usize> Deref for Flattened<C, T, NUMBER>
where
    C: Part<T, NUMBER> + ?Sized,
    T: Flattens<NUMBER> + ?Sized + 'static,
{
    type Target = C::Handles<T>;

    fn deref(&self) -> &C::Handles<T> {
        C::HANDLES
    }
}

/// No name of any database is longer, and longer ones are refused.
const LONGEST: usize = 64;

/// The name of a column after its prefix; for generated code.
#[doc(hidden)]
#[derive(Debug)]
pub struct Joined<C, T: ?Sized, const NUMBER: usize, const AT: usize>(
    PhantomData<fn() -> (C, *const T)>,
);

impl<C, T, const NUMBER: usize, const AT: usize> Joined<C, T, NUMBER, AT>
where
    C: Columns,
    T: Flattens<NUMBER> + ?Sized,
{
    const BYTES: [u8; LONGEST] = join(T::PREFIX.as_bytes(), C::NAMES[AT].as_bytes());
    const BUFFER: &'static [u8; LONGEST] = &Self::BYTES;

    /// The name.
    pub const NAME: &'static str = {
        let length = T::PREFIX.len() + C::NAMES[AT].len();
        if T::PREFIX.is_empty() || length > LONGEST {
            C::NAMES[AT]
        } else {
            match std::str::from_utf8(Self::BUFFER.split_at(length).0) {
                Ok(name) => name,
                Err(_) => C::NAMES[AT],
            }
        }
    };
}

const fn join(prefix: &[u8], name: &[u8]) -> [u8; LONGEST] {
    let mut joined = [0; LONGEST];
    let mut at = 0;
    while at < LONGEST && at < prefix.len() + name.len() {
        joined[at] = byte(prefix, name, at);
        at += 1;
    }
    joined
}

const fn byte(prefix: &[u8], name: &[u8], at: usize) -> u8 {
    if at < prefix.len() {
        prefix[at]
    } else {
        name[at - prefix.len()]
    }
}

/// A struct of columns in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FlattenedMeta {
    /// How many columns of the table itself come before.
    pub at: usize,
    /// What stands before each name.
    pub prefix: &'static str,
    /// The columns.
    pub meta: &'static TableMeta,
}

/// Refuses a flattened column whose name is taken, too long, or out of step with a check, and one that a database of the table does
/// not have.
#[track_caller]
pub const fn check_part(table: &TableMeta, number: usize) {
    engines::check_flattened(table, number);
    let parts = table.parts();
    let part = parts[number];
    assert!(
        part.prefix.is_empty() || part.meta.checks().is_empty(),
        "a check in the flattened struct names its columns without the `prefix`\nhelp: take `prefix` away, or move the check to this table"
    );
    assert!(
        part.prefix.is_empty() || !(has_text(part.meta.indexes()) || has_text(part.meta.uniques())),
        "an index in the flattened struct has SQL text, which names columns without the `prefix`\nhelp: take `prefix` away, or move the index to this table"
    );
    let mut at = 0;
    while at < part.meta.columns.len() {
        assert!(
            part.prefix.is_empty() || part.meta.columns[at].generated().is_none(),
            "a generated column of the flattened struct names others without the `prefix`\nhelp: take `prefix` away, or move the column to this table"
        );
        let name = part.meta.columns[at].name;
        // PostgreSQL cuts longer names without an error.
        assert!(
            part.prefix.len() + name.len() < LONGEST,
            "the `prefix` makes the name of a column longer than 63 bytes, and PostgreSQL cuts names there\nhelp: choose a shorter `prefix`"
        );
        let mut is_taken = has(table, "", part.prefix, name);
        let mut other = 0;
        while other < number {
            is_taken |= has(parts[other].meta, parts[other].prefix, part.prefix, name);
            other += 1;
        }
        assert!(
            !is_taken,
            "a column of the flattened struct has the name of another column of the table\nhelp: give one of them another `name`, or write `flatten, prefix = \"...\"`"
        );
        at += 1;
    }
}

/// Whether an index is over an expression, or holds some rows only.
const fn has_text(indexes: &[IndexMeta]) -> bool {
    let mut at = 0;
    while at < indexes.len() {
        let IndexMeta { parts, words, .. } = indexes[at];
        let mut inside = 0;
        while inside < parts.len() || inside < words.len() {
            if inside < parts.len() && matches!(parts[inside].target, TargetMeta::Expression(_)) {
                return true;
            }
            if inside < words.len() && matches!(words[inside], IndexWord::Where(_)) {
                return true;
            }
            inside += 1;
        }
        at += 1;
    }
    false
}

const fn has(table: &TableMeta, beside: &str, prefix: &str, name: &str) -> bool {
    let mut at = 0;
    while at < table.columns.len() {
        if is_same(beside, table.columns[at].name, prefix, name) {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_same(left: &str, name: &str, right: &str, other: &str) -> bool {
    if left.len() + name.len() != right.len() + other.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() + name.len() {
        let one = byte(left.as_bytes(), name.as_bytes(), at);
        if one != byte(right.as_bytes(), other.as_bytes(), at) {
            return false;
        }
        at += 1;
    }
    true
}

/// The table with the columns of its parts. Definitions live as long as the program, so each is made once.
pub(super) fn whole(table: &'static TableMeta) -> &'static TableMeta {
    static MADE: Mutex<BTreeMap<usize, &'static TableMeta>> = Mutex::new(BTreeMap::new());
    if table.parts().is_empty() {
        return table;
    }
    let address = std::ptr::from_ref(table).addr();
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry(address)
        .or_insert_with(|| Box::leak(Box::new(joined(table))))
}

fn joined(table: &TableMeta) -> TableMeta {
    let parts = table.parts();
    let mut columns = Vec::new();
    for at in 0..=table.columns.len() {
        for part in parts.iter().filter(|part| part.at == at) {
            columns.extend(part.meta.columns.iter().map(|own| part.column(own)));
        }
        columns.extend(table.columns.get(at));
    }
    let mut primary_key = table.primary_key.to_vec();
    let mut words: Vec<TableWord> = table.words.to_vec();
    words.retain(|word| !matches!(word, TableWord::Parts(_)));
    for part in parts {
        primary_key.extend(part.names(part.meta.primary_key));
        for word in part.meta.words {
            add(&mut words, part.word(*word));
        }
    }
    TableMeta {
        columns: columns.leak(),
        primary_key: primary_key.leak(),
        words: words.leak(),
        ..*table
    }
}

/// Each kind of word is there once, so that lists become one.
fn add(words: &mut Vec<TableWord>, word: TableWord) {
    for own in words.iter_mut() {
        let both = match (*own, word) {
            (TableWord::Uniques(a), TableWord::Uniques(b)) => TableWord::Uniques(chain(a, b)),
            (TableWord::Indexes(a), TableWord::Indexes(b)) => TableWord::Indexes(chain(a, b)),
            (TableWord::ForeignKeys(a), TableWord::ForeignKeys(b)) => {
                TableWord::ForeignKeys(chain(a, b))
            }
            (TableWord::Checks(a), TableWord::Checks(b)) => TableWord::Checks(chain(a, b)),
            _ => continue,
        };
        *own = both;
        return;
    }
    words.push(word);
}

fn chain<T: Copy>(first: &[T], second: &[T]) -> &'static [T] {
    first
        .iter()
        .chain(second)
        .copied()
        .collect::<Vec<_>>()
        .leak()
}

fn each<T: Copy>(items: &[T], change: impl Fn(T) -> T) -> &'static [T] {
    items.iter().copied().map(change).collect::<Vec<_>>().leak()
}

impl FlattenedMeta {
    fn name(&self, name: &'static str) -> &'static str {
        if self.prefix.is_empty() {
            return name;
        }
        [self.prefix, name].concat().leak()
    }

    fn names(&self, names: &[&'static str]) -> &'static [&'static str] {
        each(names, |name| self.name(name))
    }

    fn column(&self, column: &ColumnMeta) -> ColumnMeta {
        ColumnMeta {
            name: self.name(column.name),
            words: each(column.words, |word| match word {
                ColumnWord::RenamedFrom(olds) => ColumnWord::RenamedFrom(self.names(olds)),
                // They name no column, or were refused beside a prefix. A new word has to say which.
                ColumnWord::AutoIncrement
                | ColumnWord::Identity(_)
                | ColumnWord::Numbering(_)
                | ColumnWord::Sequence(_)
                | ColumnWord::MaxLength(_)
                | ColumnWord::Default(_)
                | ColumnWord::Generated(_)
                | ColumnWord::Collation(_)
                | ColumnWord::Charset(_)
                | ColumnWord::Comment(_)
                | ColumnWord::Precision(_)
                | ColumnWord::Scale(_)
                | ColumnWord::Length(_)
                | ColumnWord::SqlType(_)
                | ColumnWord::UpdateNow
                | ColumnWord::Invisible
                | ColumnWord::Storage(_)
                | ColumnWord::Compression(_) => word,
            }),
            ..*column
        }
    }

    fn index(&self, index: IndexMeta) -> IndexMeta {
        IndexMeta {
            parts: each(index.parts, |part| PartMeta {
                target: match part.target {
                    TargetMeta::Column(name) => TargetMeta::Column(self.name(name)),
                    expression @ TargetMeta::Expression(_) => expression,
                },
                ..part
            }),
            words: each(index.words, |word| match word {
                IndexWord::Include(names) => IndexWord::Include(self.names(names)),
                // As above.
                IndexWord::Method(_)
                | IndexWord::Where(_)
                | IndexWord::With(_)
                | IndexWord::Invisible
                | IndexWord::Comment(_)
                | IndexWord::Engines(_)
                | IndexWord::NullsNotDistinct
                | IndexWord::Deferrable
                | IndexWord::InitiallyDeferred
                | IndexWord::Blocking => word,
            }),
            ..index
        }
    }

    fn word(&self, word: TableWord) -> TableWord {
        match word {
            TableWord::Uniques(keys) => TableWord::Uniques(each(keys, |key| self.index(key))),
            TableWord::Indexes(keys) => TableWord::Indexes(each(keys, |key| self.index(key))),
            TableWord::ForeignKeys(keys) => {
                TableWord::ForeignKeys(each(keys, |key| ForeignKeyMeta {
                    columns: self.names(key.columns),
                    ..key
                }))
            }
            // They name no column, or were refused beside a prefix, or belong to a table. A new word has to say which.
            TableWord::Checks(_)
            | TableWord::RenamedFrom(_)
            | TableWord::PrimaryKey(..)
            | TableWord::Exclusions(_)
            | TableWord::Comment(_)
            | TableWord::Options(_)
            | TableWord::Triggers(_)
            | TableWord::PartitionBy(_)
            | TableWord::Dropped(_)
            | TableWord::Engines(_)
            | TableWord::Parts(_) => word,
        }
    }
}
