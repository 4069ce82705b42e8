//! The bounds of partitions.
//!
//! In: values of a struct, or a day. Out: bounds as the catalogue writes them; or why a value bounds nothing.

use crate::dialect::{Dialect, postgres};
use crate::meta::{BoundValue, ValueType};
use crate::model::{Day, Engine};

/// A range as the engine writes it: on MySQL it begins where the one before it ends.
pub(super) fn range_bound(engine: Engine, from: &[String], to: &[String]) -> String {
    match engine {
        Engine::MySql => format!("VALUES LESS THAN ({})", to.join(",")),
        Engine::Postgres | Engine::Sqlite => {
            format!(
                "FOR VALUES FROM ({}) TO ({})",
                from.join(", "),
                to.join(", ")
            )
        }
    }
}

/// A value as the catalogue writes it for a column that holds such.
pub(super) fn bound_value(
    dialect: Dialect,
    value: BoundValue,
    of: ValueType,
) -> Result<String, String> {
    let text = match value {
        BoundValue::Number(number) => return Ok(number.to_owned()),
        BoundValue::Least => return Ok("MINVALUE".to_owned()),
        BoundValue::Greatest => return Ok("MAXVALUE".to_owned()),
        BoundValue::Text(text) => text,
    };
    if !matches!(
        of,
        ValueType::Date | ValueType::DateTime | ValueType::Instant
    ) {
        return Ok(match dialect {
            Dialect::Postgres(_) => postgres::plain_literal(text),
            Dialect::MySql(_) | Dialect::Sqlite(_) => dialect.ddl().literal(text),
        });
    }
    let Some((day, rest)) = Day::read(text) else {
        return Err(format!(
            "`{text}` is no date of the calendar\nhelp: write it as `\"2026-01-01\"`"
        ));
    };
    let time = rest.trim_start_matches([' ', 'T']).trim_end_matches('Z');
    let is_time = time.is_empty() || (of != ValueType::Date && seconds(time).is_some());
    if !is_time {
        return Err(format!(
            "`{text}` has something behind the date that bounds no partition of this column\nhelp: write a time in UTC as `\"2026-01-01 12:00:00\"`, or the date alone"
        ));
    }
    Ok(moment(dialect, of, day, time))
}

/// The seconds of a time such as `12:00:00`.
fn seconds(time: &str) -> Option<i64> {
    let mut parts = time.split(':').map(|part| {
        let is_number = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i64>().ok().filter(|_| is_number)
    });
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    let is_valid = hours < 24 && minutes < 60 && seconds < 60 && parts.next().is_none();
    is_valid.then_some(hours * 3600 + minutes * 60 + seconds)
}

/// A day, with a time where one is given, as the catalogue writes it for a column of the type.
pub(super) fn moment(dialect: Dialect, of: ValueType, day: Day, time: &str) -> String {
    let is_mysql = matches!(dialect, Dialect::MySql(_));
    let date = day.text();
    let text = match of {
        ValueType::Instant if is_mysql => {
            return (day.0 * 86_400 + seconds(time).unwrap_or_default()).to_string();
        }
        ValueType::Date => date,
        _ if is_mysql && time.is_empty() => date,
        _ => {
            let time = if time.is_empty() { "00:00:00" } else { time };
            let zone = if of == ValueType::Instant { "+00" } else { "" };
            format!("{date} {time}{zone}")
        }
    };
    dialect.ddl().literal(&text)
}

#[cfg(test)]
mod tests {
    use super::bound_value;
    use crate::dialect::Dialect;
    use crate::meta::{BoundValue, ValueType};
    use crate::model::{Flavor, Vendor, Version};

    #[test]
    fn bounds_are_written_as_the_catalogue_writes_them() {
        let postgres = Dialect::of(Flavor::new(Vendor::Postgres, Version(15, 0, 0)));
        let mariadb = Dialect::of(Flavor::new(Vendor::MariaDb, Version(10, 11, 0)));
        let (date, time, moment) = (ValueType::Date, ValueType::DateTime, ValueType::Instant);
        for (text, of, first, second) in [
            ("2026-01-01", date, "'2026-01-01'", "'2026-01-01'"),
            ("2026-01-01", time, "'2026-01-01 00:00:00'", "'2026-01-01'"),
            (
                "2026-01-01",
                moment,
                "'2026-01-01 00:00:00+00'",
                "1767225600",
            ),
            (
                "2026-01-01T12:00:00Z",
                moment,
                "'2026-01-01 12:00:00+00'",
                "1767268800",
            ),
            ("it's", ValueType::Text, "'it''s'", "'it''s'"),
            ("a\\b", ValueType::Text, "'a\\b'", "'a\\\\b'"),
        ] {
            let value = BoundValue::Text(text);
            assert_eq!(bound_value(postgres, value, of).as_deref(), Ok(first));
            assert_eq!(bound_value(mariadb, value, of).as_deref(), Ok(second));
        }
        for (text, of) in [
            ("2026-02-30", moment),
            ("2026-01-01 25:00:00", moment),
            ("2026-01-01 12:00:00+02", moment),
            ("2026-01-01 12:00:00", date),
        ] {
            assert!(bound_value(postgres, BoundValue::Text(text), of).is_err());
        }
    }
}
