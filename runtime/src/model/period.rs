//! Days and periods of the calendar.
//!
//! In: a day. Out: the period that it is in, and those beside it. Reads no clock.

/// A day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i64);

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A day.
    Day,
    /// Seven days, from Monday on.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// A length of time that divides the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// So many units.
    pub count: u32,
    /// The unit.
    pub unit: Unit,
}

impl Day {
    /// The day of that date.
    #[must_use]
    pub const fn of(year: i64, month: i64, day: i64) -> Self {
        // Years are counted from March on, so that the day of a leap year is the last one.
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// Year, month and day of the month.
    #[must_use]
    pub const fn date(self) -> (i64, i64, i64) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, day)
    }

    /// The day as `2026-01-31`.
    #[must_use]
    pub fn text(self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// The day that a text such as `2026-01-31` begins with, and the rest of the text.
    #[must_use]
    pub fn read(text: &str) -> Option<(Self, &str)> {
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        let read = Self::of(year, month, day);
        (text.get(..10)? == read.text()).then(|| (read, &text[10..]))
    }
}

impl Period {
    /// The number of the period that the day is in.
    #[must_use]
    pub fn number(self, day: Day) -> i64 {
        let (year, month, _) = day.date();
        let units = match self.unit {
            Unit::Day => day.0,
            // 1970-01-01 was a Thursday.
            Unit::Week => (day.0 + 3).div_euclid(7),
            Unit::Month => year * 12 + month - 1,
            Unit::Year => year,
        };
        units.div_euclid(i64::from(self.count.max(1)))
    }

    /// The first day of the period of that number.
    #[must_use]
    pub fn first_day(self, number: i64) -> Day {
        let units = number * i64::from(self.count.max(1));
        match self.unit {
            Unit::Day => Day(units),
            Unit::Week => Day(units * 7 - 3),
            Unit::Month => Day::of(units.div_euclid(12), units.rem_euclid(12) + 1, 1),
            Unit::Year => Day::of(units, 1, 1),
        }
    }

    /// A name for the period that begins on that day. Names stand in the order of time.
    #[must_use]
    pub fn name(self, first: Day) -> String {
        let (year, month, day) = first.date();
        match self.unit {
            Unit::Day | Unit::Week => format!("{year:04}_{month:02}_{day:02}"),
            Unit::Month => format!("{year:04}_{month:02}"),
            Unit::Year => format!("{year:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, Period, Unit};

    #[test]
    fn days_and_dates_lead_to_each_other() {
        for (text, days) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2100-03-01", 47_541),
        ] {
            assert_eq!(Day(days).text(), text);
            assert_eq!(Day::read(text), Some((Day(days), "")));
        }
        assert_eq!(Day::read("2026-02-29"), None);
        assert_eq!(Day::read("2026-1-1"), None);
        for days in -200_000..200_000 {
            let (year, month, day) = Day(days).date();
            assert_eq!(Day::of(year, month, day), Day(days));
        }
    }

    #[test]
    fn periods_follow_each_other_without_a_gap() {
        let day = Day::of(2026, 11, 21);
        for (count, unit, first, next, name) in [
            (1, Unit::Month, "2026-11-01", "2026-12-01", "2026_11"),
            (3, Unit::Month, "2026-10-01", "2027-01-01", "2026_10"),
            (1, Unit::Year, "2026-01-01", "2027-01-01", "2026"),
            (1, Unit::Week, "2026-11-16", "2026-11-23", "2026_11_16"),
            (1, Unit::Day, "2026-11-21", "2026-11-22", "2026_11_21"),
        ] {
            let period = Period { count, unit };
            let number = period.number(day);
            assert_eq!(period.first_day(number).text(), first);
            assert_eq!(period.first_day(number + 1).text(), next);
            assert_eq!(period.name(period.first_day(number)), name);
        }
    }
}
