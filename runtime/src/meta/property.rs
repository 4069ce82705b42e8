//! What a column says besides its type.

use super::{ColumnMeta, ColumnWord, EngineMeta, SqlMeta, TableMeta, TableWord};

/// What a column is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GeneratedMeta {
    /// Whether the value is kept in the row; otherwise it is computed when read.
    pub stored: bool,
    /// The expression, in the database's own language.
    pub expression: SqlMeta,
}

/// How a table is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OptionMeta {
    /// The word of the attribute.
    pub word: &'static str,
    /// The word, or the name of a storage parameter.
    pub name: &'static str,
    /// What it says.
    pub value: &'static str,
}

impl TableMeta {
    /// Its comment.
    #[must_use]
    pub fn comment(&self) -> Option<&'static str> {
        self.words.iter().find_map(|word| match word {
            TableWord::Comment(text) => Some(*text),
            _ => None,
        })
    }

    /// How the table is kept.
    #[must_use]
    pub fn options(&self) -> &'static [OptionMeta] {
        let found = self.words.iter().find_map(|word| match word {
            TableWord::Options(options) => Some(*options),
            _ => None,
        });
        found.unwrap_or_default()
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $word:ident -> $value:ty;)*) => {
        impl ColumnMeta {
            $($(#[$doc])*
            #[must_use]
            pub const fn $name(&self) -> Option<$value> {
                let mut at = 0;
                while at < self.words.len() {
                    if let ColumnWord::$word(value) = self.words[at] {
                        return Some(value);
                    }
                    at += 1;
                }
                None
            })*
        }
    };
}

words! {
    /// What it is computed from.
    generated: Generated -> GeneratedMeta;
    /// How its texts are sorted and compared.
    collation: Collation -> SqlMeta;
    /// In which character set its texts are stored (MySQL and MariaDB).
    charset: Charset -> &'static str;
    /// Its comment.
    comment: Comment -> &'static str;
    /// How many digits a decimal has, or a time after the point.
    precision: Precision -> u32;
    /// How many of the digits stand after the point.
    scale: Scale -> u32;
    /// How many characters or bytes every value has.
    length: Length -> u32;
    /// The type, where the Rust type does not say it.
    sql_type: SqlType -> SqlMeta;
    /// How long values are stored (PostgreSQL).
    storage: Storage -> &'static str;
    /// How long values are compressed (PostgreSQL).
    compression: Compression -> &'static str;
}

impl ColumnMeta {
    /// Whether `sql_type` names its type on that database.
    #[must_use]
    pub const fn has_sql_type(&self, engine: EngineMeta) -> bool {
        match (self.sql_type(), engine) {
            (None, _) => false,
            (Some(SqlMeta::Same(_)), _) => true,
            (Some(SqlMeta::Each { postgres, .. }), EngineMeta::Postgres) => postgres.is_some(),
            (Some(SqlMeta::Each { mysql, .. }), EngineMeta::MySql) => mysql.is_some(),
            (Some(SqlMeta::Each { sqlite, .. }), EngineMeta::Sqlite) => sqlite.is_some(),
        }
    }

    /// Whether an update sets it to the time (MySQL and MariaDB).
    #[must_use]
    pub fn is_updated_now(&self) -> bool {
        self.words.contains(&ColumnWord::UpdateNow)
    }

    /// Whether `SELECT *` leaves it out (MySQL and MariaDB).
    #[must_use]
    pub fn is_invisible(&self) -> bool {
        self.words.contains(&ColumnWord::Invisible)
    }
}
