//! The hours in which portals may be asked.

use std::time::Duration;

use super::time;
use crate::words::Problem;

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// How long it is until they end, at a civil time.
///
/// Errors: portals may not be asked now.
pub(super) fn left((from, to): (u32, u32), now: &str) -> Result<Duration, Problem> {
    let at = time::minute(now).unwrap_or_default();
    let passed = (at + DAY - from) % DAY;
    let long = (to + DAY - from) % DAY;
    if passed < long {
        return Ok(Duration::from_secs(u64::from(long - passed) * 60));
    }
    let clock = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let problem = Problem::new("audit.hours").with("now", clock(at));
    Err(problem.with("from", clock(from)).with("to", clock(to)))
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn hours_are_kept_over_midnight_too() {
        let home = |text: &str| format!("2026-12-31T{text}:00");
        let left = |from, to, now: &str| left((from, to), &home(now)).map(|d| d.as_secs() / 60);
        assert_eq!(left(60, 120, "01:00").unwrap(), 60);
        assert_eq!(left(60, 120, "01:59").unwrap(), 1);
        assert_eq!(left(60, 120, "02:00").unwrap_err().code(), "audit.hours");
        assert_eq!(left(60, 120, "00:59").unwrap_err().code(), "audit.hours");
        assert_eq!(left(1_170, 360, "19:30").unwrap(), 630);
        assert_eq!(left(1_170, 360, "05:59").unwrap(), 1);
        assert_eq!(left(1_170, 360, "12:00").unwrap_err().code(), "audit.hours");
    }
}
