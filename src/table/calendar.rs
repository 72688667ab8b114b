//! Holidays and office hours, as a file of the pack says them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::exact::Day;
use crate::words::{Problem, written};

/// Working days and hours of the years that are listed.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    holidays: BTreeMap<i16, BTreeSet<Day>>,
    /// Office hours as minutes of the day, from and to.
    hours: Vec<(u32, u32)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AsWritten {
    #[serde(default)]
    #[expect(dead_code, reason = "said for people; the tables' times carry no zone")]
    zone: String,
    office_hours: Hours,
    year: Vec<Year>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hours {
    morning: (String, String),
    afternoon: (String, String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    #[serde(rename = "year")]
    number: i16,
    #[expect(dead_code, reason = "said for people")]
    certainty: String,
    holidays: Vec<toml::value::Datetime>,
    /// Saturdays worked in exchange. They are no Mondays to Fridays, so `working_days` does not count them.
    #[serde(default)]
    makeup: Vec<toml::value::Datetime>,
}

/// A working-day question about a year that the calendar lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the holiday calendar has no year {0}")]
pub struct NoYear(pub i16);

impl Calendar {
    /// Reads `calendar/*.toml`.
    ///
    /// Errors: a day outside its year, a year listed twice, hours that are no hours.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let written: AsWritten = written::parse(file, text)?;
        let places = written::Places::of(file, text);
        let mut holidays = BTreeMap::new();
        for (n, year) in written.year.iter().enumerate() {
            let mut days = BTreeSet::new();
            for (key, list) in [("holidays", &year.holidays), ("makeup", &year.makeup)] {
                for date in list {
                    let day = Day::parse(&date.to_string()).filter(|day| day.year() == year.number);
                    let Some(day) = day else {
                        let place = places.place(&format!("year.{n}.{key}"));
                        return Err(Problem::new("calendar.day").with("day", date).at(place));
                    };
                    if key == "holidays" {
                        days.insert(day);
                    }
                }
            }
            if holidays.insert(year.number, days).is_some() {
                let place = places.place(&format!("year.{n}.year"));
                return Err(Problem::new("calendar.year_twice")
                    .with("year", year.number)
                    .at(place));
            }
        }
        let mut hours = Vec::new();
        for (key, (from, to)) in [
            ("morning", &written.office_hours.morning),
            ("afternoon", &written.office_hours.afternoon),
        ] {
            match (minute_of_day(from), minute_of_day(to)) {
                (Some(from), Some(to)) if from < to => hours.push((from, to)),
                _ => {
                    let place = places.place(&format!("office_hours.{key}"));
                    return Err(Problem::new("calendar.hours").at(place));
                }
            }
        }
        Ok(Self { holidays, hours })
    }

    /// Whether a day is a Monday to Friday that is no holiday.
    pub fn is_working(&self, day: Day) -> Result<bool, NoYear> {
        let year = day.year();
        let holidays = self.holidays.get(&year).ok_or(NoYear(year))?;
        Ok(day.is_weekday() && !holidays.contains(&day))
    }

    /// Working days after `from` up to `to`; negative where `to` is the earlier one.
    pub fn working_days(&self, from: Day, to: Day) -> Result<i64, NoYear> {
        if to < from {
            return self.working_days(to, from).map(|n| -n);
        }
        let mut count = 0;
        let mut day = from;
        while day < to {
            let Some(next) = day.plus(1) else { break };
            day = next;
            count += i64::from(self.is_working(day)?);
        }
        Ok(count)
    }

    /// Minutes of office hours between two instants (day, minute of the day); negative where the second is the earlier.
    pub fn working_minutes(&self, from: (Day, u32), to: (Day, u32)) -> Result<i64, NoYear> {
        if to < from {
            return self.working_minutes(to, from).map(|n| -n);
        }
        let mut minutes = 0;
        let mut day = from.0;
        loop {
            if self.is_working(day)? {
                let start = if day == from.0 { from.1 } else { 0 };
                let end = if day == to.0 { to.1 } else { 24 * 60 };
                for (open, close) in &self.hours {
                    minutes += i64::from(end.min(*close).saturating_sub(start.max(*open)));
                }
            }
            match day.plus(1) {
                Some(next) if next <= to.0 => day = next,
                _ => return Ok(minutes),
            }
        }
    }
}

/// `07:30` as minutes of the day.
fn minute_of_day(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    if hour <= 24 && minute < 60 {
        Some(hour * 60 + minute)
    } else {
        None
    }
}

/// An ISO time without zone (`2020-12-10T09:30`, seconds optional, `T` or a blank) as day and minute of the day.
pub(super) fn instant(text: &str) -> Option<(Day, u32)> {
    let day = Day::parse(text.get(..10)?)?;
    let rest = text.get(10..)?;
    if rest.is_empty() {
        return Some((day, 0));
    }
    let clock = rest.strip_prefix('T').or_else(|| rest.strip_prefix(' '))?;
    Some((day, minute_of_day(clock.get(..5)?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        Calendar::parse("vn.toml", include_str!("../../checks/calendar/vn.toml")).unwrap()
    }

    fn day(iso: &str) -> Day {
        Day::parse(iso).unwrap()
    }

    #[test]
    fn skips_weekends_and_holidays() {
        let calendar = calendar();
        // Tuesday 1 September 2020 to Thursday 3: the 2nd is National Day.
        assert_eq!(
            calendar.working_days(day("2020-09-01"), day("2020-09-03")),
            Ok(1)
        );
        assert_eq!(
            calendar.working_days(day("2020-11-06"), day("2020-11-09")),
            Ok(1)
        );
        assert_eq!(
            calendar.working_days(day("2020-11-09"), day("2020-11-06")),
            Ok(-1)
        );
        assert_eq!(
            calendar.working_days(day("1999-01-01"), day("1999-01-05")),
            Err(NoYear(1999))
        );
    }

    #[test]
    fn counts_minutes_in_office_hours_only() {
        let calendar = calendar();
        let at = |text| instant(text).unwrap();
        let minutes = |a, b| calendar.working_minutes(at(a), at(b)).unwrap();
        assert_eq!(minutes("2020-11-05T16:30:00", "2020-11-06T08:00:00"), 60);
        assert_eq!(minutes("2020-11-06T16:00", "2020-11-09T07:30"), 60);
        assert_eq!(minutes("2020-11-06T11:00", "2020-11-06T14:00"), 60);
    }
}
