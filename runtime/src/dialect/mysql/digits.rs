//! Values with as many digits after the point as their column has.
//!
//! In: a type, and an expression that was written for the usual type of the same kind. Out: the
//! expression as the catalogue shows it for that type. Knows no table.

use super::MySql;

/// How many digits a column has after the point.
fn digits(data_type: &str) -> Option<(&str, usize)> {
    let (word, rest) = data_type.split_at(data_type.find('(').unwrap_or(data_type.len()));
    let number = rest.trim_matches(['(', ')']);
    let number = number.split_once(',').map_or(number, |(_, scale)| scale);
    match word {
        "time" | "datetime" | "timestamp" | "decimal" => Some((word, number.parse().unwrap_or(0))),
        _ => None,
    }
}

impl MySql {
    /// The default of a column of the type.
    pub(super) fn fitted(&self, data_type: &str, default: String) -> String {
        let Some((word, digits)) = digits(data_type) else {
            return default;
        };
        match default.as_str() {
            "current_timestamp(6)" => self.now("current_timestamp", digits),
            "curtime(6)" => self.now("curtime", digits),
            text if word == "decimal" => decimal(text, digits),
            text => match text
                .strip_prefix('\'')
                .and_then(|text| text.strip_suffix('\''))
            {
                Some(text) => format!("'{}'", cut(text, digits)),
                None => default,
            },
        }
    }

    fn now(&self, function: &str, digits: usize) -> String {
        match digits {
            0 if self.is_mariadb() || function == "curtime" => format!("{function}()"),
            0 => function.to_owned(),
            _ => format!("{function}({digits})"),
        }
    }
}

/// A time without the digits that its column does not keep.
fn cut(text: &str, digits: usize) -> String {
    match text.split_once('.') {
        Some((whole, _)) if digits == 0 => whole.to_owned(),
        Some((whole, fraction)) if fraction.len() > digits => {
            format!("{whole}.{}", &fraction[..digits])
        }
        _ => text.to_owned(),
    }
}

/// A number with the digits of its column. Where it has more, the server rounds.
fn decimal(text: &str, digits: usize) -> String {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.');
    if !text.chars().all(is_digit) {
        return text.to_owned();
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > digits {
        return text.to_owned();
    }
    match digits {
        0 => whole.to_owned(),
        _ => format!("{whole}.{fraction:0<digits$}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::dialect::mysql::tests::MARIADB;

    #[test]
    fn a_default_has_the_digits_of_its_column() {
        for (data_type, default, expected) in [
            (
                "datetime(3)",
                "current_timestamp(6)",
                "current_timestamp(3)",
            ),
            ("timestamp", "current_timestamp(6)", "current_timestamp()"),
            ("time(2)", "'10:00:00.500000'", "'10:00:00.50'"),
            (
                "datetime",
                "'2020-01-01 00:00:00.000000'",
                "'2020-01-01 00:00:00'",
            ),
            ("decimal(12,2)", "-1.5000000000", "-1.50"),
            ("decimal(12,0)", "7.0000", "7"),
            ("decimal(4,1)", "1.2500", "1.2500"),
            ("int(11)", "7", "7"),
        ] {
            assert_eq!(MARIADB.fitted(data_type, default.to_owned()), expected);
        }
    }
}
