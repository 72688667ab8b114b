//! Whether one answer holds another: what settling an unknown may do, and what forgetting a fact must do.

use super::tally::share_ends;
use super::{Applies, Bounds, ChildList, LevelCounts, Measure};
use crate::exact::{Count, Interval, Rational};

impl Bounds {
    /// Whether every world of `inner` is one of these: its ends and whether it applies lie within.
    pub fn contains(&self, inner: &Self) -> bool {
        match (self.applies, inner.applies) {
            (Applies::No, other) => other == Applies::No,
            (Applies::Maybe, Applies::No) => true,
            (Applies::Yes, Applies::No | Applies::Maybe) => false,
            (Applies::Yes | Applies::Maybe, Applies::Yes | Applies::Maybe) => {
                measure_contains(&self.measure, &inner.measure)
            }
        }
    }
}

fn measure_contains(outer: &Measure, inner: &Measure) -> bool {
    match (outer, inner) {
        (
            Measure::Ratio { ratio, num, den },
            Measure::Ratio {
                ratio: inner_ratio,
                num: inner_num,
                den: inner_den,
            },
        ) => ratio.contains(inner_ratio) && counts(*num, *inner_num) && counts(*den, *inner_den),
        (Measure::Count { low, high }, Measure::Count { low: l, high: h }) => low <= l && h <= high,
        (Measure::YesNo { low, high }, Measure::YesNo { low: l, high: h }) => low <= l && h <= high,
        (Measure::Histogram(outer), Measure::Histogram(inner)) => {
            (0..outer.levels.len()).all(|level| {
                outer.share(level).contains(&inner.share(level))
                    && counts(outer.worse(level), inner.worse(level))
            })
        }
        (Measure::Choice { low, high }, Measure::Choice { low: l, high: h }) => {
            l <= low && high <= h
        }
        (Measure::Value { low, high }, Measure::Value { low: l, high: h }) => {
            (low.is_none() || (l.is_some() && low <= l))
                && (high.is_none() || (h.is_some() && h <= high))
        }
        (Measure::Days { low, high }, Measure::Days { low: l, high: h }) => low <= l && h <= high,
        (Measure::Change { now, before }, Measure::Change { now: n, before: b }) => {
            counts(*now, *n) && counts(*before, *b)
        }
        (Measure::Children(outer), Measure::Children(inner)) => children(outer, inner),
        (
            Measure::Ratio { .. }
            | Measure::Count { .. }
            | Measure::YesNo { .. }
            | Measure::Histogram(_)
            | Measure::Choice { .. }
            | Measure::Value { .. }
            | Measure::Days { .. }
            | Measure::Change { .. }
            | Measure::Children(_),
            _,
        ) => false,
    }
}

fn counts(outer: (u64, Count), inner: (u64, Count)) -> bool {
    outer.0 <= inner.0 && inner.1 <= outer.1
}

fn children(outer: &ChildList, inner: &ChildList) -> bool {
    let known = |body: &String| outer.counted.contains(body) || outer.maybe.contains(body);
    let sure = outer
        .counted
        .iter()
        .all(|body| inner.counted.contains(body));
    let strangers = inner
        .counted
        .iter()
        .chain(&inner.maybe)
        .filter(|body| !known(body))
        .count() as u64;
    sure && inner.missing + Count::Finite(strangers) <= outer.missing
}

impl LevelCounts {
    /// The share of rows at this level or better, of the rows that count.
    pub fn share(&self, level: usize) -> Interval {
        let Some(missing) = self.missing.finite() else {
            return Interval::new(Rational::zero(), Rational::one());
        };
        let (mut least, mut most, mut sure) = (0, 0, 0);
        for (span, n) in &self.counted {
            sure += n;
            least += if span.worst <= level { *n } else { 0 };
            most += if span.best <= level { *n } else { 0 };
        }
        let (mut draws_down, mut draws_up) = (missing, missing);
        for (span, n) in &self.maybe {
            draws_down += if span.worst <= level { 0 } else { *n };
            draws_up += if span.best <= level { *n } else { 0 };
        }
        share_ends(
            Rational::ratio(least, sure + draws_down),
            Rational::ratio(most + draws_up, sure + draws_up),
        )
    }

    /// How many rows are worse than this level: surely, possibly.
    pub fn worse(&self, level: usize) -> (u64, Count) {
        let mut sure = 0;
        let mut possible = 0;
        for (span, n) in &self.counted {
            sure += if span.best > level { *n } else { 0 };
            possible += if span.worst > level { *n } else { 0 };
        }
        for (span, n) in &self.maybe {
            possible += if span.worst > level { *n } else { 0 };
        }
        (sure, Count::Finite(possible) + self.missing)
    }
}
