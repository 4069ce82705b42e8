//! Times as the history keeps them.

use crate::model::Day;

use time::OffsetDateTime;
use time::macros::format_description;

/// `YYYYMMDDHHmmss_xxxx`: the time in UTC and a random suffix.
pub(super) fn version() -> String {
    let format = format_description!("[year][month][day][hour][minute][second]");
    let stamp = OffsetDateTime::now_utc()
        .format(&format)
        .unwrap_or_default();
    let suffix: String = std::iter::repeat_with(fastrand::alphanumeric)
        .take(4)
        .collect();
    format!("{stamp}_{}", suffix.to_lowercase())
}

/// The day in UTC.
pub(crate) fn today() -> Day {
    Day(i64::from(OffsetDateTime::now_utc().to_julian_day()) - 2_440_588)
}

/// The time in UTC (RFC 3339), with milliseconds.
pub(super) fn now() -> String {
    let format =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    OffsetDateTime::now_utc()
        .format(&format)
        .unwrap_or_default()
}
