//! What a change of a column's type costs, and what it does to values.
//!
//! In: two types in the spelling of the catalogue. Out: whether rows are written again, and whether
//! values change without an error. Knows no table, and grades nothing.

use super::MySql;
use super::text::{Kind, bare, lexemes};

/// A type taken apart.
#[derive(Debug, PartialEq, Eq)]
struct Parts {
    base: String,
    arguments: Vec<String>,
    attributes: String,
}

fn parts(text: &str) -> Parts {
    let mut parts = Parts {
        base: String::new(),
        arguments: Vec::new(),
        attributes: String::new(),
    };
    let mut is_inside = false;
    for (kind, part) in lexemes(text) {
        match (kind, part) {
            (Kind::Sign, "(") => is_inside = true,
            (Kind::Sign, ")") => is_inside = false,
            (Kind::Sign, ",") => {}
            (Kind::Text, part) if is_inside => parts.arguments.push(bare(part)),
            (_, part) if is_inside => parts.arguments.push(part.to_owned()),
            (_, part) if parts.base.is_empty() => part.clone_into(&mut parts.base),
            (_, part) => parts.attributes.push_str(part),
        }
    }
    parts
}

impl Parts {
    fn number(&self, at: usize) -> u32 {
        self.arguments
            .get(at)
            .and_then(|text| text.parse().ok())
            .unwrap_or(0)
    }
}

const TEXTS: [&str; 8] = [
    "char",
    "varchar",
    "tinytext",
    "text",
    "mediumtext",
    "longtext",
    "enum",
    "set",
];

/// Whether a column of the type has a collation.
pub(crate) fn is_character_type(data_type: &str) -> bool {
    let end = data_type
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(data_type.len());
    TEXTS.contains(&&data_type[..end])
}

/// Whether a key over such a column needs a length.
pub(super) fn is_unbounded(data_type: &str) -> bool {
    let base = parts(data_type).base;
    base.ends_with("text") || base.ends_with("blob") || base == "json"
}

/// Whether MySQL has two types for a column of the type: that of its values and that of its bytes.
pub(super) fn is_kept_otherwise(data_type: &str) -> bool {
    let base = parts(data_type).base;
    let alike = [
        "tinyint",
        "smallint",
        "mediumint",
        "int",
        "bigint",
        "decimal",
        "float",
        "double",
        "bit",
        "year",
        "char",
        "varchar",
        "binary",
        "varbinary",
    ];
    !alike.contains(&base.as_str())
}

/// As many bytes as a text of the type may have, or what no other type exceeds.
pub(super) fn greatest_bytes(data_type: &str, collation: Option<&str>) -> u32 {
    let parts = parts(data_type);
    let widths = collation.map_or(&[4][..], bytes_per_character);
    let width = widths.iter().max().copied().unwrap_or(4);
    match parts.base.as_str() {
        "varchar" | "char" => parts.number(0).saturating_mul(width),
        "varbinary" | "binary" => parts.number(0),
        _ => 32,
    }
}

impl MySql {
    /// Whether the change touches the catalogue alone (hazards of MariaDB 10.11, seen; of MySQL, by
    /// its manual, "Online DDL Operations").
    pub(super) fn is_instant_type_change(
        &self,
        from: &str,
        to: &str,
        collation: Option<&str>,
    ) -> bool {
        let (a, b) = (parts(from), parts(to));
        if a == b {
            return true;
        }
        if a.base != b.base || a.attributes != b.attributes {
            return false;
        }
        match a.base.as_str() {
            "enum" | "set" => {
                let is_longer = b.arguments.starts_with(&a.arguments);
                let size = |parts: &Parts| match (parts.base.as_str(), parts.arguments.len()) {
                    ("enum", count) => usize::from(count > 255),
                    (_, count) => count.div_ceil(8).next_power_of_two(),
                };
                is_longer && size(&a) == size(&b)
            }
            "varchar" | "varbinary" if a.number(0) <= b.number(0) => {
                let widths: &[u32] = match (a.base.as_str(), collation) {
                    ("varbinary", _) => &[1],
                    (_, Some(name)) => bytes_per_character(name),
                    (_, None) => &[1, 3, 4],
                };
                widths.iter().all(|bytes| {
                    let (old, new) = (a.number(0) * bytes, b.number(0) * bytes);
                    (old <= 127 && self.is_mariadb()) || new <= 255 || old > 255
                })
            }
            _ => false,
        }
    }
}

fn bytes_per_character(collation: &str) -> &'static [u32] {
    match collation.split('_').next() {
        Some("utf8mb4" | "utf16" | "utf16le" | "utf32") => &[4],
        Some("utf8mb3" | "utf8") => &[3],
        Some("ascii" | "latin1" | "latin2" | "binary") => &[1],
        _ => &[1, 2, 3, 4],
    }
}

#[cfg(test)]
mod tests {
    use crate::dialect::mysql::tests::{MARIADB, MYSQL};

    #[test]
    fn a_longer_varchar_is_instant_where_the_length_bytes_stay() {
        let utf8 = Some("utf8mb4_general_ci");
        for (from, to, collation, on_mariadb, on_mysql) in [
            ("varchar(20)", "varchar(200)", utf8, true, false),
            ("varchar(20)", "varchar(60)", utf8, true, true),
            ("varchar(40)", "varchar(64)", utf8, false, false),
            ("varchar(64)", "varchar(100)", utf8, true, true),
            ("varchar(40)", "varchar(60)", Some("latin1_bin"), true, true),
            ("varchar(60)", "varchar(40)", utf8, false, false),
            ("enum('a')", "enum('a','b')", utf8, true, true),
            ("enum('a','b')", "enum('b','a')", utf8, false, false),
            ("int(11)", "bigint(20)", None, false, false),
        ] {
            assert_eq!(
                MARIADB.is_instant_type_change(from, to, collation),
                on_mariadb,
                "{from} {to}"
            );
            assert_eq!(
                MYSQL.is_instant_type_change(from, to, collation),
                on_mysql,
                "{from} {to}"
            );
        }
    }
}
