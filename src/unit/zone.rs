//! The civil zones whose hours are known: a zone that only has a name could not be reckoned with, so it is refused.

/// Zones without summer time, and their hours ahead of UTC.
const ZONES: &[(&str, u32)] = &[
    ("Asia/Bangkok", 7),
    ("Asia/Ho_Chi_Minh", 7),
    ("Asia/Saigon", 7),
    ("Asia/Vientiane", 7),
    ("UTC", 0),
];

/// The hours that a zone is ahead of UTC, all year round.
pub fn hours_ahead(zone: &str) -> Option<u32> {
    ZONES
        .iter()
        .find(|(name, _)| *name == zone)
        .map(|(_, hours)| *hours)
}

/// The names of the zones that can be used.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ZONES.iter().map(|(name, _)| *name)
}
