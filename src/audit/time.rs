//! An instant as the tables keep it: civil time of the round's zone, without a zone.

use crate::exact::Day;
use crate::unit::hours_ahead;

/// `2020-12-31T20:00:00Z` in `Asia/Ho_Chi_Minh` → `2021-01-01T03:00:00`. A text that is no instant stays as it is.
pub(super) fn civil(instant: &str, zone: &str) -> String {
    let hours = hours_ahead(zone).unwrap_or_default();
    shifted(instant, hours).unwrap_or_else(|| instant.to_owned())
}

/// The second after an instant; nothing where the text is no instant, or there is none after it.
pub(super) fn after(instant: &str) -> Option<String> {
    let (day, time) = instant.strip_suffix('Z')?.split_once('T')?;
    let mut parts = time.split(':').map(|part| part.parse::<u32>().ok());
    let [hour, minute, second] = [parts.next()??, parts.next()??, parts.next()??];
    let hours = hour.checked_mul(60)?.checked_add(minute)?;
    let seconds = hours.checked_mul(60)?.checked_add(second)?.checked_add(1)?;
    let day = Day::parse(day)?.plus(i64::from(seconds / 86_400))?;
    let [hour, minute, second] = [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60];
    Some(format!("{day}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// The minute of the day of a civil time; nothing where the text is none.
pub(super) fn minute(civil: &str) -> Option<u32> {
    let (_, time) = civil.split_once('T')?;
    let mut parts = time.split(':').map(|part| part.parse::<u32>().ok());
    parts.next()??.checked_mul(60)?.checked_add(parts.next()??)
}

fn shifted(instant: &str, hours: u32) -> Option<String> {
    let (day, time) = instant.strip_suffix('Z')?.split_once('T')?;
    let (hour, rest) = time.split_once(':')?;
    let hour = hour.parse::<u32>().ok()?.checked_add(hours)?;
    let day = Day::parse(day)?.plus(i64::from(hour / 24))?;
    Some(format!("{day}T{:02}:{rest}", hour % 24))
}

#[cfg(test)]
mod tests {
    use super::{after, civil};

    #[test]
    fn the_countrys_zone_is_seven_hours_ahead() {
        let home = "Asia/Ho_Chi_Minh";
        assert_eq!(civil("2020-12-31T08:00:00Z", home), "2020-12-31T15:00:00");
        assert_eq!(civil("2020-12-31T20:00:05Z", home), "2021-01-01T03:00:05");
        assert_eq!(civil("2020-12-31T20:00:05Z", "UTC"), "2020-12-31T20:00:05");
        assert_eq!(civil("now", home), "now");
    }

    #[test]
    fn a_second_carries_into_the_next_day_and_ends_with_time() {
        let next = |instant: &str| after(instant).unwrap_or_default();
        assert_eq!(next("2020-12-31T08:00:00Z"), "2020-12-31T08:00:01Z");
        assert_eq!(next("2020-12-31T08:09:59Z"), "2020-12-31T08:10:00Z");
        assert_eq!(next("2020-12-31T23:59:59Z"), "2021-01-01T00:00:00Z");
        assert_eq!(next("9999-12-31T23:59:59Z"), "");
        assert_eq!(next("now"), "");
    }
}
