//! Columns.

use super::{Catalogue, Cells, cell, text};
use crate::dialect::mysql::{MySql, bare, literal};
use crate::model::{AutoIncrement, Column, Generated, Schema, Table, Unsupported, Vendor};

/// The collation of a column's row, whatever its table has.
pub(super) fn collation(row: &Cells) -> Option<&str> {
    cell(row, 5)
}

/// Adds the column to the table.
pub(super) fn read(
    catalogue: &Catalogue,
    row: &Cells,
    table_collation: &str,
    table: &mut Table,
    schema: &mut Schema,
) {
    let mut extra = Extra::parse(cell(row, 6).unwrap_or_default());
    let mut column = Column::new(text(row, 1), text(row, 2));
    column.nullable = cell(row, 3) == Some("YES");
    column.collation = collation(row)
        .filter(|name| *name != table_collation)
        .map(str::to_owned);
    column.comment = cell(row, 7)
        .filter(|text| !text.is_empty())
        .map(str::to_owned);
    let expression = cell(row, 8).filter(|text| !text.is_empty());
    if let (Some(expression), Some(stored)) = (expression, extra.generated) {
        column.generated = Some(Generated {
            expression: catalogue.expression(expression),
            stored,
        });
    } else {
        column.default = default(catalogue, cell(row, 4), &column, extra.is_expression);
    }
    if extra.is_numbered {
        column.auto_increment = Some(AutoIncrement::Default);
    }
    column.on_update = extra.on_update.take();
    if let Some(reference) = cell(row, 9) {
        column.data_type.push_str(&format!(" srid {reference}"));
    }
    column.invisible = extra.is_invisible;
    let mut unsupported = |kind: &str, reason: &str, definition: &str| {
        schema.unsupported.push(Unsupported {
            object: format!("{}.{}", table.name, column.name),
            kind: kind.to_owned(),
            reason: reason.to_owned(),
            on: Some(table.name.clone()),
            column: Some(column.name.clone()),
            definition: Some(definition.to_owned()),
        });
    };
    if !extra.rest.is_empty() {
        unsupported(
            "column",
            "a property of the column is not modelled",
            &extra.rest,
        );
    }
    if let Some(default) = column
        .default
        .take_if(|default| !extra.is_expression && is_garbled(default, &column.data_type))
    {
        unsupported(
            "default",
            "the catalogue does not tell the bytes of the default",
            &default,
        );
    }
    table.columns.push(column);
}

/// The default as an expression.
fn default(
    catalogue: &Catalogue,
    found: Option<&str>,
    column: &Column,
    is_expression: bool,
) -> Option<String> {
    let found = found?;
    if catalogue.flavor.vendor == Vendor::MariaDb {
        let is_null = column.nullable && found.eq_ignore_ascii_case("null");
        return (!is_null).then(|| catalogue.expression(found));
    }
    // MySQL tells a literal without its quotes, and marks what is an expression (its manual, "The
    // INFORMATION_SCHEMA COLUMNS Table"). The time of the insert is marked as well, and told as `now()` in an expression.
    let base = column
        .data_type
        .split(['(', ' '])
        .next()
        .unwrap_or_default();
    let is_number = matches!(
        base,
        "tinyint"
            | "smallint"
            | "mediumint"
            | "int"
            | "bigint"
            | "decimal"
            | "float"
            | "double"
            | "bit"
            | "year"
    );
    let is_time = matches!(base, "datetime" | "timestamp");
    let is_now = is_time && found.to_lowercase().starts_with("current_timestamp");
    if is_now {
        Some(found.to_lowercase())
    } else if is_expression {
        let dialect = MySql::of(catalogue.flavor);
        Some(dialect.expression_default(&column.data_type, &catalogue.expression(found)))
    } else if is_number {
        Some(found.to_owned())
    } else if matches!(base, "binary" | "varbinary") {
        Some(text_of_bytes(found).map_or_else(|| found.to_owned(), |text| literal(&text)))
    } else {
        Some(literal(found))
    }
}

/// The text whose bytes MySQL tells as `0x78`, where it is one.
fn text_of_bytes(told: &str) -> Option<String> {
    let Some(digits) = told.strip_prefix("0x") else {
        return Some(told.to_owned());
    };
    let pairs = digits.as_bytes().chunks(2);
    let bytes = pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok());
    String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()
}

/// Whether the catalogue replaced bytes of the default, which it tells as text, by question marks, or left out what stands
/// behind a zero.
fn is_garbled(default: &str, data_type: &str) -> bool {
    let is_bytes = data_type.contains("binary") || data_type.contains("blob");
    let is_replaced = default.starts_with('\'') && bare(default).contains(['?', '\u{fffd}']);
    is_bytes && (is_replaced || default.starts_with("0x"))
}

/// The words of the column `EXTRA`.
#[derive(Default)]
struct Extra {
    is_numbered: bool,
    is_invisible: bool,
    is_expression: bool,
    generated: Option<bool>,
    on_update: Option<String>,
    rest: String,
}

impl Extra {
    fn parse(text: &str) -> Self {
        let mut extra = Self::default();
        if text.is_empty() {
            return extra;
        }
        let lower = text.to_lowercase();
        let (before, after) = match lower.split_once("on update ") {
            Some((before, after)) => {
                let end = after.find([',', ' ']).unwrap_or(after.len());
                extra.on_update = Some(after[..end].to_owned());
                (before.to_owned(), after[end..].to_owned())
            }
            None => (lower, String::new()),
        };
        let mut rest = format!("{before} {after}");
        let mut take = |word: &str| {
            let is_there = rest.contains(word);
            rest = rest.replace(word, "");
            is_there
        };
        extra.is_numbered = take("auto_increment");
        extra.is_invisible = take("invisible");
        extra.is_expression = take("default_generated");
        if take("virtual generated") {
            extra.generated = Some(false);
        }
        if take("stored generated") || take("persistent generated") {
            extra.generated = Some(true);
        }
        extra.rest = rest.trim_matches([' ', ',']).to_owned();
        extra
    }
}

#[cfg(test)]
mod tests {
    use super::Extra;

    #[test]
    fn every_word_of_extra_is_understood_or_kept() {
        let extra = Extra::parse("on update current_timestamp(6), INVISIBLE");
        assert_eq!(extra.on_update.as_deref(), Some("current_timestamp(6)"));
        assert!(extra.is_invisible);
        let extra = Extra::parse("DEFAULT_GENERATED on update CURRENT_TIMESTAMP");
        assert_eq!(extra.on_update.as_deref(), Some("current_timestamp"));
        assert!(extra.is_expression);
        assert_eq!(Extra::parse("STORED GENERATED").generated, Some(true));
        assert!(Extra::parse("auto_increment").is_numbered);
        assert_eq!(
            Extra::parse("WITHOUT SYSTEM VERSIONING").rest,
            "without system versioning"
        );
    }
}
