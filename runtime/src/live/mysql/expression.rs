//! Expressions as the catalogue tells them.
//!
//! In: a cell of `information_schema`. Out: the expression that a statement could hold, without the name of
//! the connected database, and with literals whose quotes are doubled.

use super::Catalogue;
use crate::dialect::mysql::plain_literals;
use crate::model::Vendor;

impl Catalogue {
    /// An expression of the catalogue.
    pub(super) fn expression(&self, told: &str) -> String {
        let expression = match self.flavor.vendor {
            Vendor::MariaDb => self.local(told),
            _ => self.local(&unescaped(&decoded(told))),
        };
        plain_literals(&expression)
    }
}

/// MySQL takes the bytes of an expression for characters of Latin-1 (seen on 9.7), so `ö` is told as `Ã¶`.
fn decoded(told: &str) -> String {
    let bytes: Option<Vec<u8>> = told.chars().map(|c| u8::try_from(c).ok()).collect();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_else(|| told.to_owned())
}

/// MySQL tells the expression as if it stood in a literal: each quote and each backslash is escaped.
fn unescaped(told: &str) -> String {
    let mut expression = String::with_capacity(told.len());
    let mut chars = told.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => expression.extend(chars.next()),
            c => expression.push(c),
        }
    }
    expression
}

#[cfg(test)]
mod tests {
    use super::{decoded, unescaped};
    use crate::dialect::mysql::plain_literals;

    #[test]
    fn what_mysql_tells_is_what_was_written() {
        for (told, written) in [
            (r"(`c` > 0)", "(`c` > 0)"),
            (
                r"(`c` = _utf8mb4\'it\\\'s \\\\ x\')",
                r"(`c` = _utf8mb4'it''s \\ x')",
            ),
            (r"concat(`c`,_utf8mb4\'\\\\\')", r"concat(`c`,_utf8mb4'\\')"),
            ("(`nÃ¶` = _utf8mb4\\'Ã¶\\')", "(`nö` = _utf8mb4'ö')"),
            ("(`nö` > 0)", "(`nö` > 0)"),
        ] {
            assert_eq!(plain_literals(&unescaped(&decoded(told))), written);
        }
    }
}
