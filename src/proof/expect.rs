//! What a case expects of an indicator, compared with what came out.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::exact::{Count, Interval, Rational};
use crate::kind::{Applies, Bounds, LevelCounts, Measure};

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

    /// What differs: name of the part, expected, found.
    pub(super) fn differs(
        &self,
        bounds: &Bounds,
        levels: &[String],
    ) -> Option<(String, String, String)> {
        let applies = self.applies.as_deref().unwrap_or("yes");
        if applies != bounds.applies.code() {
            return differ("applies", applies, bounds.applies.code());
        }
        if bounds.applies == Applies::No {
            return None;
        }
        let (low, high) = ends(&bounds.measure, levels);
        for (name, expected, found) in [("low", &self.low, low), ("high", &self.high, high)] {
            let Some(expected) = expected else { continue };
            let found = found.unwrap_or_default();
            if normal(expected) != found {
                return differ(name, expected, &found);
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
            Measure::Children(list) => {
                let found = (list.counted.clone(), list.maybe.clone());
                let expected = (
                    self.yes.clone().unwrap_or_default(),
                    self.maybe.clone().unwrap_or_default(),
                );
                if found != expected {
                    return differ(
                        "yes, maybe",
                        &format!("{expected:?}"),
                        &format!("{found:?}"),
                    );
                }
                let missing = count_text(list.missing);
                match &self.missing {
                    Some(expected) if *expected != missing => differ("missing", expected, &missing),
                    Some(_) | None => None,
                }
            }
            Measure::Ratio { .. }
            | Measure::Count { .. }
            | Measure::YesNo { .. }
            | Measure::Choice { .. }
            | Measure::Value { .. }
            | Measure::Days { .. } => None,
        }
    }

    fn levels_differ(&self, counts: &LevelCounts) -> Option<(String, String, String)> {
        let number = |level: &String| counts.levels.iter().position(|known| known == level);
        for (level, expected) in &self.at_least {
            let Some(n) = number(level) else {
                return differ(level, "a level", "none");
            };
            let Interval { low, high } = counts.share(n);
            if let Some(found) = pair(
                &format!("at_least {level}"),
                expected,
                &(low.to_string(), high.to_string()),
            ) {
                return Some(found);
            }
        }
        for (level, expected) in &self.worse {
            let Some(n) = number(level) else {
                return differ(level, "a level", "none");
            };
            if let Some(found) = pair(
                &format!("worse {level}"),
                expected,
                &count_pair(counts.worse(n)),
            ) {
                return Some(found);
            }
        }
        None
    }
}

fn differ(what: &str, expected: &str, found: &str) -> Option<(String, String, String)> {
    Some((what.to_owned(), expected.to_owned(), found.to_owned()))
}

fn pair(
    what: &str,
    expected: &(String, String),
    found: &(String, String),
) -> Option<(String, String, String)> {
    let normalised = (normal(&expected.0), normal(&expected.1));
    if normalised == *found {
        return None;
    }
    differ(
        what,
        &format!("{} – {}", normalised.0, normalised.1),
        &format!("{} – {}", found.0, found.1),
    )
}

/// `2/4` and `1/2` are the same end.
fn normal(text: &str) -> String {
    Rational::parse(text).map_or_else(|| text.to_owned(), |number| number.to_string())
}

fn count_text(count: Count) -> String {
    count
        .finite()
        .map_or_else(|| "inf".to_owned(), |n| n.to_string())
}

fn count_pair((low, high): (u64, Count)) -> (String, String) {
    (low.to_string(), count_text(high))
}

/// The ends of a measure as cases write them.
pub(super) fn ends(measure: &Measure, levels: &[String]) -> (Option<String>, Option<String>) {
    let yes = |yes: bool| Some(u8::from(yes).to_string());
    let days = |count: Count| {
        Some(
            count
                .finite()
                .map_or_else(|| "never".to_owned(), |n| n.to_string()),
        )
    };
    let number = |end: &Option<Rational>| {
        Some(
            end.as_ref()
                .map_or_else(|| "inf".to_owned(), Rational::to_string),
        )
    };
    match measure {
        Measure::Ratio { ratio, .. } => (Some(ratio.low.to_string()), Some(ratio.high.to_string())),
        Measure::Count { low, high } => (Some(low.to_string()), Some(count_text(*high))),
        Measure::YesNo { low, high } => (yes(*low), yes(*high)),
        Measure::Choice { low, high } => (levels.get(*low).cloned(), levels.get(*high).cloned()),
        Measure::Value { low, high } => (number(low), number(high)),
        Measure::Days { low, high } => (days(*low), days(*high)),
        Measure::Histogram(_) | Measure::Change { .. } | Measure::Children(_) => (None, None),
    }
}
