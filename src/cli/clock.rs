//! The only place that looks at the clock. No score depends on it: it stamps runs and decisions.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// This second in UTC: `2021-01-15T08:00:00Z`.
pub(super) fn now() -> String {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second())
        .unwrap_or(now)
        .to_string()
}

/// This year in UTC.
pub(super) fn year() -> i16 {
    TimeZone::UTC.to_datetime(Timestamp::now()).year()
}
