//! Civil days, as the queries see them: ISO text that sorts as it counts.

use std::fmt;

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Unit};

/// A day of the civil calendar, year 1 to 9999, without a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// Reads an ISO day, `2020-12-31`, and nothing else.
    pub fn parse(iso: &str) -> Option<Self> {
        let bytes = iso.as_bytes();
        if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
            return None;
        }
        let part = |from: usize, to: usize| -> Option<i16> {
            let digits = iso.get(from..to)?;
            if digits.bytes().all(|b| b.is_ascii_digit()) {
                digits.parse().ok()
            } else {
                None
            }
        };
        Self::of(
            part(0, 4)?,
            i8::try_from(part(5, 7)?).ok()?,
            i8::try_from(part(8, 10)?).ok()?,
        )
    }

    /// The day of a year, month and day of the month, where there is one.
    pub fn of(year: i16, month: i8, day: i8) -> Option<Self> {
        if year < 1 {
            None
        } else {
            Date::new(year, month, day).ok().map(Self)
        }
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The day's ordinal: days since 1970-01-01.
    pub fn number(self) -> i64 {
        let epoch = jiff::civil::date(1970, 1, 1);
        self.0
            .since((Unit::Day, epoch))
            .map_or(0, |span| i64::from(span.get_days()))
    }

    /// `n` days later (earlier for a negative `n`), where the calendar reaches.
    pub fn plus(self, n: i64) -> Option<Self> {
        let span = 0.days().try_days(n).ok()?;
        self.0
            .checked_add(span)
            .ok()
            .filter(|d| d.year() >= 1)
            .map(Self)
    }

    /// The same date a year earlier; 29 February becomes 28.
    pub fn year_before(self) -> Option<Self> {
        self.0
            .checked_sub(1.year())
            .ok()
            .filter(|d| d.year() >= 1)
            .map(Self)
    }

    /// Whether it is a Monday to Friday.
    pub fn is_weekday(self) -> bool {
        !matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// `2020-W53`: the ISO 8601 week the day lies in.
    pub fn iso_week(self) -> String {
        let week = self.0.iso_week_date();
        format!("{:04}-W{:02}", week.year(), week.week())
    }
}

impl<'de> serde::Deserialize<'de> for Day {
    /// From a TOML date without quotes.
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(input)?;
        Self::parse(&written.to_string())
            .ok_or_else(|| serde::de::Error::custom(format!("{written} is not a day")))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.0.year(),
            self.0.month(),
            self.0.day()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_days_that_exist() {
        assert_eq!(Day::parse("2020-02-29").unwrap().to_string(), "2020-02-29");
        for bad in [
            "2021-02-29",
            "2020-2-29",
            "2020-02-30",
            "20200229",
            "2020-02-29T00:00",
            "0000-01-01",
            "now",
            "",
        ] {
            assert!(Day::parse(bad).is_none(), "{bad:?} was read");
        }
    }

    #[test]
    fn counts_days_and_weeks() {
        let day = |iso: &str| Day::parse(iso).unwrap();
        assert_eq!(day("2020-12-31").number() - day("2020-01-01").number(), 365);
        assert_eq!(day("2020-12-31").plus(1), Some(day("2021-01-01")));
        assert_eq!(day("2020-12-31").iso_week(), "2020-W53");
        assert_eq!(day("2021-01-01").iso_week(), "2020-W53");
        assert_eq!(day("2020-02-29").year_before(), Some(day("2019-02-28")));
        assert!(day("2020-11-06").is_weekday() && !day("2020-11-07").is_weekday());
    }
}
