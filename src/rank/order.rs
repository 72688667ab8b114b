//! The best and the worst rank that ranges leave open, for units that are surely or possibly ranked.

use crate::exact::{Interval, Rational};
use crate::kind::Applies;
use crate::rubric::RankMode;

/// A unit as the rule of ranks sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its figure, rounded as the rubric ranks.
    pub(super) figure: Interval,
    /// Whether it is ranked: `No` stands outside.
    pub(super) ranked: Applies,
}

/// Ranks that a unit can have, given that it is ranked: 1 ≤ best ≤ worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    /// The least rank.
    pub(super) best: usize,
    /// The greatest rank.
    pub(super) worst: usize,
}

/// The span of each entry, in the entries' order.
///
/// Standard: sharp where the units' unknowns are independent. Dense: best is sharp, worst is sound.
pub(super) fn spans(entries: &[Entry], mode: RankMode) -> Vec<Span> {
    match mode {
        RankMode::Standard => standard(entries),
        RankMode::Dense => dense(entries),
    }
}

fn standard(entries: &[Entry]) -> Vec<Span> {
    let mut lows: Vec<&Rational> = sure(entries).map(|entry| &entry.figure.low).collect();
    let mut highs: Vec<&Rational> = possible(entries).map(|entry| &entry.figure.high).collect();
    lows.sort_unstable();
    highs.sort_unstable();
    entries
        .iter()
        .map(|entry| Span {
            best: 1 + above(&lows, &entry.figure.high),
            worst: 1 + above(&highs, &entry.figure.low) - own(entry),
        })
        .collect()
}

fn dense(entries: &[Entry]) -> Vec<Span> {
    let stabs = Stabs::of(sure(entries).map(|entry| &entry.figure).collect());
    let mut settled: Vec<&Rational> = possible(entries)
        .filter(|entry| entry.figure.is_point())
        .map(|entry| &entry.figure.low)
        .collect();
    settled.sort_unstable();
    settled.dedup();
    let mut open: Vec<&Rational> = possible(entries)
        .filter(|entry| !entry.figure.is_point())
        .map(|entry| &entry.figure.high)
        .collect();
    open.sort_unstable();
    entries
        .iter()
        .map(|entry| {
            let low = &entry.figure.low;
            Span {
                best: 1 + stabs.above(&entry.figure.high),
                worst: 1 + above(&settled, low) + above(&open, low) - own(entry),
            }
        })
        .collect()
}

fn sure(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    entries.iter().filter(|entry| entry.ranked == Applies::Yes)
}

fn possible(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    entries.iter().filter(|entry| entry.ranked != Applies::No)
}

/// How many of the sorted numbers lie above the limit; equality is not above.
fn above(sorted: &[&Rational], limit: &Rational) -> usize {
    sorted.len() - sorted.partition_point(|number| *number <= limit)
}

/// 1 where a unit's own high end was counted as one above its own low end.
fn own(entry: &Entry) -> usize {
    usize::from(entry.ranked != Applies::No && !entry.figure.is_point())
}

/// The fewest different values that ranges above a limit can take: the fewest points that stab them all.
///
/// Ranges are met from the highest low end down. A range that holds the last point is stabbed by it; another takes its
/// own low end as the next point. The set above a lower limit only adds ranges at the end, so one pass serves all limits.
struct Stabs<'a> {
    /// Low ends, descending.
    lows: Vec<&'a Rational>,
    /// Points that stab the first 1, 2, 3 … of them.
    points: Vec<usize>,
}

impl<'a> Stabs<'a> {
    fn of(mut ranges: Vec<&'a Interval>) -> Self {
        ranges.sort_unstable_by(|a, b| b.low.cmp(&a.low));
        let mut last: Option<&Rational> = None;
        let mut count = 0;
        let mut points = Vec::with_capacity(ranges.len());
        for range in &ranges {
            if last.is_none_or(|point| range.high < *point) {
                last = Some(&range.low);
                count += 1;
            }
            points.push(count);
        }
        Self {
            lows: ranges.into_iter().map(|range| &range.low).collect(),
            points,
        }
    }

    fn above(&self, limit: &Rational) -> usize {
        let taken = self.lows.partition_point(|low| *low > limit);
        taken
            .checked_sub(1)
            .and_then(|at| self.points.get(at))
            .copied()
            .unwrap_or(0)
    }
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
