//! What a case expects of an indicator, compared with what came out.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::exact::{Count, Interval, Rational};
use crate::kind::{Applies, Bounds, ChildList, LevelCounts, Measure};

/// `[expect.NAME]` of a case. Ends are texts: `1/3`, `inf`, `never`, a level.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expected {
    #[serde(default)]
    pub applies: Option<String>,
    #[serde(default)]
    pub low: Option<String>,
    #[serde(default)]
    pub high: Option<String>,
    #[serde(default)]
    pub at_least: BTreeMap<String, (String, String)>,
    #[serde(default)]
    pub worse: BTreeMap<String, (String, String)>,
    #[serde(default)]
    pub now: Option<(String, String)>,
    #[serde(default)]
    pub before: Option<(String, String)>,
    #[serde(default)]
    pub yes: Option<Vec<String>>,
    #[serde(default)]
    pub maybe: Option<Vec<String>>,
    #[serde(default)]
    pub missing: Option<String>,
    /// Which route decides, by its number; the main one is 0.
    #[serde(default)]
    pub route: Option<usize>,
}

/// A part of an answer that is not as a case expects it.
#[derive(Debug)]
pub(super) struct Difference {
    pub part: String,
    pub expected: String,
    pub found: String,
}

impl Expected {
    /// Whether the case says anything at all.
    pub(super) fn says_something(&self) -> bool {
        self.applies.as_deref() == Some("no")
            || (self.low.is_some() && self.high.is_some())
            || !self.at_least.is_empty()
            || !self.worse.is_empty()
            || self.now.is_some()
            || self.yes.is_some()
    }

    /// The first part that differs.
    pub(super) fn differs(&self, bounds: &Bounds, levels: &[String]) -> Option<Difference> {
        let applies = self.applies.as_deref().unwrap_or("yes");
        if applies != bounds.applies.code() {
            return Some(differ("applies", applies, bounds.applies.code()));
        }
        if bounds.applies == Applies::No {
            return None;
        }
        let (low, high) = ends(&bounds.measure, levels);
        for (name, expected, found) in [("low", &self.low, low), ("high", &self.high, high)] {
            let Some(expected) = expected else { continue };
            let found = found.unwrap_or_default();
            if normal(expected) != found {
                return Some(differ(name, expected, &found));
            }
        }
        match &bounds.measure {
            Measure::Histogram(counts) => self.levels_differ(counts),
            Measure::Change { now, before } => {
                [("now", &self.now, now), ("before", &self.before, before)]
                    .into_iter()
                    .find_map(|(name, expected, found)| {
                        pair(name, expected.as_ref()?, &count_pair(*found))
                    })
            }
            Measure::Children(list) => self.children_differ(list),
            Measure::Ratio { .. }
            | Measure::Count { .. }
            | Measure::YesNo { .. }
            | Measure::Choice { .. }
            | Measure::Value { .. }
            | Measure::Days { .. } => None,
        }
    }

    fn children_differ(&self, list: &ChildList) -> Option<Difference> {
        let found = (list.counted.clone(), list.maybe.clone());
        let expected = (
            self.yes.clone().unwrap_or_default(),
            self.maybe.clone().unwrap_or_default(),
        );
        if found != expected {
            let (expected, found) = (format!("{expected:?}"), format!("{found:?}"));
            return Some(differ("yes, maybe", &expected, &found));
        }
        let missing = count_text(list.missing, NO_LIMIT);
        let expected = self.missing.as_ref()?;
        (*expected != missing).then(|| differ("missing", expected, &missing))
    }

    fn levels_differ(&self, counts: &LevelCounts) -> Option<Difference> {
        let share = |n: usize| {
            let Interval { low, high } = counts.share(n);
            (low.to_string(), high.to_string())
        };
        let worse = |n: usize| count_pair(counts.worse(n));
        of_levels(counts, "at_least", &self.at_least, share)
            .or_else(|| of_levels(counts, "worse", &self.worse, worse))
    }
}

/// The first level whose pair of ends differs.
fn of_levels(
    counts: &LevelCounts,
    what: &str,
    expected: &BTreeMap<String, (String, String)>,
    found: impl Fn(usize) -> (String, String),
) -> Option<Difference> {
    expected.iter().find_map(|(level, expected)| {
        match counts.levels.iter().position(|known| known == level) {
            Some(n) => pair(&format!("{what} {level}"), expected, &found(n)),
            None => Some(differ(level, "a level", "none")),
        }
    })
}

fn differ(part: &str, expected: &str, found: &str) -> Difference {
    Difference {
        part: part.to_owned(),
        expected: expected.to_owned(),
        found: found.to_owned(),
    }
}

fn pair(what: &str, expected: &(String, String), found: &(String, String)) -> Option<Difference> {
    let normalised = (normal(&expected.0), normal(&expected.1));
    if normalised == *found {
        return None;
    }
    Some(differ(
        what,
        &format!("{} – {}", normalised.0, normalised.1),
        &format!("{} – {}", found.0, found.1),
    ))
}

/// `2/4` and `1/2` are the same end.
fn normal(text: &str) -> String {
    Rational::parse(text).map_or_else(|| text.to_owned(), |number| number.to_string())
}

/// How cases write a number that has no upper limit.
const NO_LIMIT: &str = "inf";

fn count_text(count: Count, unbounded: &str) -> String {
    count
        .finite()
        .map_or_else(|| unbounded.to_owned(), |n| n.to_string())
}

fn count_pair((low, high): (u64, Count)) -> (String, String) {
    (low.to_string(), count_text(high, NO_LIMIT))
}

/// The ends of a measure as cases write them.
pub(super) fn ends(measure: &Measure, levels: &[String]) -> (Option<String>, Option<String>) {
    let yes = |yes: bool| Some(u8::from(yes).to_string());
    let days = |count: Count| Some(count_text(count, "never"));
    let number = |end: &Option<Rational>| {
        let end = end.as_ref();
        Some(end.map_or_else(|| NO_LIMIT.to_owned(), Rational::to_string))
    };
    match measure {
        Measure::Ratio { ratio, .. } => (Some(ratio.low.to_string()), Some(ratio.high.to_string())),
        Measure::Count { low, high } => (Some(low.to_string()), Some(count_text(*high, NO_LIMIT))),
        Measure::YesNo { low, high } => (yes(*low), yes(*high)),
        Measure::Choice { low, high } => (levels.get(*low).cloned(), levels.get(*high).cloned()),
        Measure::Value { low, high } => (number(low), number(high)),
        Measure::Days { low, high } => (days(*low), days(*high)),
        Measure::Histogram(_) | Measure::Change { .. } | Measure::Children(_) => (None, None),
    }
}
