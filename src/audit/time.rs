//! An instant as the tables keep it: civil time of the round's zone, without a zone.

use crate::exact::Day;

/// Zones without summer time whose hours ahead of UTC are known here. The rows of another zone carry UTC.
const AHEAD: &[(&str, u32)] = &[
    ("Asia/Bangkok", 7),
    ("Asia/Ho_Chi_Minh", 7),
    ("Asia/Saigon", 7),
    ("Asia/Vientiane", 7),
];

/// `2020-12-31T20:00:00Z` in `Asia/Ho_Chi_Minh` → `2021-01-01T03:00:00`. A text that is no instant stays as it is.
pub(super) fn civil(instant: &str, zone: &str) -> String {
    let hours = AHEAD
        .iter()
        .find(|(name, _)| *name == zone)
        .map_or(0, |(_, hours)| *hours);
    shifted(instant, hours).unwrap_or_else(|| instant.to_owned())
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
    use super::civil;

    #[test]
    fn the_countrys_zone_is_seven_hours_ahead() {
        let home = "Asia/Ho_Chi_Minh";
        assert_eq!(civil("2020-12-31T08:00:00Z", home), "2020-12-31T15:00:00");
        assert_eq!(civil("2020-12-31T20:00:05Z", home), "2021-01-01T03:00:05");
        assert_eq!(
            civil("2020-12-31T20:00:05Z", "Europe/Paris"),
            "2020-12-31T20:00:05"
        );
        assert_eq!(civil("now", home), "now");
    }
}
