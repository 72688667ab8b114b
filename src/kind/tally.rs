//! From tallies of rows to bounds: the arithmetic of `bounds.md` §4, kind by kind.
//!
//! Every rule is sound: no way to fill the unknown cells and add the missing rows leaves `[low, high]`.

use super::{Applies, Bounds, ChildList, LevelCounts, LevelSpan, Loose, Measure};
use crate::exact::{Count, Interval, Rational};

/// A three-valued cell: 1, 0 or NULL.
pub type Truth = Option<bool>;

/// Rows of a `ratio`, counted by (counted, met).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RatioTally {
    /// counted 1, met 1.
    pub n11: u64,
    /// counted 1, met 0.
    pub n10: u64,
    /// counted 1, met NULL.
    pub n1n: u64,
    /// counted NULL, met 1.
    pub nn1: u64,
    /// counted NULL, met 0.
    pub nn0: u64,
    /// counted NULL, met NULL.
    pub nnn: u64,
    /// counted 0.
    pub n0: u64,
}

impl RatioTally {
    /// Adds a row.
    pub fn add(&mut self, counted: Truth, met: Truth) {
        let cell = match (counted, met) {
            (Some(true), Some(true)) => &mut self.n11,
            (Some(true), Some(false)) => &mut self.n10,
            (Some(true), None) => &mut self.n1n,
            (None, Some(true)) => &mut self.nn1,
            (None, Some(false)) => &mut self.nn0,
            (None, None) => &mut self.nnn,
            (Some(false), _) => &mut self.n0,
        };
        *cell += 1;
    }

    /// The bounds.
    pub fn bounds(&self, loose: Loose) -> Bounds {
        let Self {
            n11,
            n10,
            n1n,
            nn1,
            nn0,
            nnn,
            n0,
        } = *self;
        let Loose {
            k: missing,
            up,
            down,
            any,
        } = loose;
        let sure = n11 + n10 + n1n;
        let opened = any.min(n0);
        let possible = missing + Count::Finite(nn1 + nn0 + nnn + opened);
        let applies = if sure == 0 && possible.is_zero() {
            Applies::No
        } else if sure <= any {
            Applies::Maybe
        } else {
            Applies::Yes
        };
        let ratio = match missing {
            Count::Unbounded => Interval::new(Rational::zero(), Rational::one()),
            Count::Finite(missing) => {
                let a = down.min(n11);
                let b = (down - a).min(nn1 + opened);
                let c = up.min(n10);
                let d = (up - c).min(nn0 + opened);
                // A zero denominator means that no row counts in that world; the other end then speaks.
                let low = Rational::ratio(n11 - a, sure + nn0 + nnn + missing + b);
                let high = Rational::ratio(
                    n11 + n1n + nn1 + nnn + missing + c + d,
                    sure + nn1 + nnn + missing + d,
                );
                if applies == Applies::No {
                    Interval::zero()
                } else {
                    share_ends(low, high)
                }
            }
        };
        let num = (
            n11 - down.min(n11),
            Count::Finite(n11 + n1n + nn1 + nnn + up.min(n10 + nn0 + opened)) + missing,
        );
        let den = (
            sure - any.min(sure),
            Count::Finite(sure + nn1 + nn0 + nnn + opened) + missing,
        );
        Bounds {
            applies,
            measure: Measure::Ratio { ratio, num, den },
        }
    }
}

/// The ends of a share of rows; nothing = 0/0.
///
/// «If low's denominator is 0, low = 1; if high's is 0, high = 0»: only where all that might count is met, or none is.
/// Where no row surely counts, a row that may count and cannot draw an end is all there is, so the ends may change places.
pub(super) fn share_ends(low: Option<Rational>, high: Option<Rational>) -> Interval {
    let low = low.unwrap_or_else(Rational::one);
    let high = high.unwrap_or_else(Rational::zero);
    Interval {
        low: low.clone().min(high.clone()),
        high: high.max(low),
    }
}

/// A row of a `totals` query: a denominator and the known ends of its numerator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AmountRow {
    /// Denominator.
    pub den: Option<u64>,
    /// At least so many of it.
    pub num_low: Option<u64>,
    /// At most so many of it.
    pub num_high: Option<u64>,
}

/// Rows of a `totals` query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TotalsTally {
    low: (u64, u64),
    high: (u64, u64),
    /// A row of which the denominator is not known: it may be any, so low is 0.
    open_den: bool,
    /// A row of which neither is known: high is 1.
    open_both: bool,
    sure: bool,
}

impl TotalsTally {
    /// Adds a row. The caller has refused `num > den`.
    pub fn add(&mut self, row: AmountRow) {
        let AmountRow {
            den,
            num_low,
            num_high,
        } = row;
        let least = num_low.unwrap_or(0);
        self.sure |= den.is_some_and(|d| d > 0) || least > 0;
        match (den, num_high) {
            (Some(den), high) => {
                self.low = (
                    self.low.0.saturating_add(least),
                    self.low.1.saturating_add(den),
                );
                let most = high.unwrap_or(den);
                self.high = (
                    self.high.0.saturating_add(most),
                    self.high.1.saturating_add(den),
                );
            }
            (None, Some(most)) => {
                self.open_den = true;
                self.low.0 = self.low.0.saturating_add(least);
                self.high = (
                    self.high.0.saturating_add(most),
                    self.high.1.saturating_add(most),
                );
            }
            (None, None) => {
                self.open_den = true;
                self.open_both = true;
                self.low.0 = self.low.0.saturating_add(least);
            }
        }
    }

    /// The bounds. Joined tables with loose rows make it `[0, 1]`: sound, not sharp.
    pub fn bounds(&self, loose: Loose) -> Bounds {
        let missing = !loose.k.is_zero();
        let joined = loose.up > 0 || loose.down > 0;
        let open = missing || joined || self.open_both;
        let applies = if self.sure {
            if loose.any > 0 {
                Applies::Maybe
            } else {
                Applies::Yes
            }
        } else if missing || joined || self.open_den || self.low.1 > 0 {
            Applies::Maybe
        } else {
            Applies::No
        };
        let low = if open || self.open_den {
            None
        } else {
            Rational::ratio(self.low.0, self.low.1)
        };
        let high = if open {
            Some(Rational::one())
        } else {
            Rational::ratio(self.high.0, self.high.1)
        };
        // 0/0 is 0 at both ends: such worlds have no dossier at all (bounds.md §4).
        let ratio = Interval::new(
            low.unwrap_or_else(Rational::zero),
            high.unwrap_or_else(Rational::zero),
        );
        let top = |n: u64| {
            if open {
                Count::Unbounded
            } else {
                Count::Finite(n)
            }
        };
        let num = (if joined { 0 } else { self.low.0 }, top(self.high.0));
        let den_top = if self.open_den {
            Count::Unbounded
        } else {
            top(self.high.1)
        };
        let den = (if joined { 0 } else { self.low.1 }, den_top);
        Bounds {
            applies,
            measure: Measure::Ratio { ratio, num, den },
        }
    }
}

/// Rows with one three-valued column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MetTally {
    /// met 1.
    pub n1: u64,
    /// met 0.
    pub n0: u64,
    /// met NULL.
    pub nn: u64,
}

impl MetTally {
    /// Adds a row.
    pub fn add(&mut self, met: Truth) {
        match met {
            Some(true) => self.n1 += 1,
            Some(false) => self.n0 += 1,
            None => self.nn += 1,
        }
    }

    /// How many rows meet: surely, possibly.
    pub fn range(&self, loose: Loose) -> (u64, Count) {
        let low = self.n1 - loose.down.min(self.n1);
        let high = Count::Finite(self.n1 + self.nn + loose.up.min(self.n0)) + loose.k;
        (low, high)
    }

    /// The bounds of a `count`.
    pub fn count(&self, loose: Loose) -> Bounds {
        let (low, high) = self.range(loose);
        Bounds {
            applies: Applies::Yes,
            measure: Measure::Count { low, high },
        }
    }

    /// The bounds of a `yes_no`: any row decides; no row of a complete table is a no.
    pub fn yes_no(&self, loose: Loose) -> Bounds {
        let low = self.n1 > loose.down;
        let high = !(Count::Finite(self.n1 + self.nn + loose.up) + loose.k).is_zero();
        Bounds {
            applies: Applies::Yes,
            measure: Measure::YesNo { low, high },
        }
    }
}

/// The bounds of a `change`: two counts, each with its own missing rows.
///
/// `before` without input (no earlier period covered and no baseline) is `[0, ∞]`: pass `k = ∞` for it.
pub fn change(now: (u64, Count), before: (u64, Count)) -> Bounds {
    Bounds {
        applies: Applies::Yes,
        measure: Measure::Change { now, before },
    }
}

/// The levels that are possible for a row, from its three-valued columns (best first, one a level but the last).
///
/// From the best column that is 1 (the last level if none is) up to the best that is not 0.
pub fn level_span(columns: &[Truth]) -> LevelSpan {
    let last = columns.len();
    let worst = columns
        .iter()
        .position(|c| *c == Some(true))
        .unwrap_or(last);
    let best = columns
        .iter()
        .position(|c| *c != Some(false))
        .unwrap_or(last);
    LevelSpan {
        best: best.min(worst),
        worst,
    }
}

/// The bounds of a `histogram`. Joined tables with loose rows make every row (NULL, all levels): sound, not sharp.
pub fn histogram(levels: &[String], rows: &[(Truth, LevelSpan)], loose: Loose) -> Bounds {
    let all = LevelSpan {
        best: 0,
        worst: levels.len().saturating_sub(1),
    };
    let joined = loose.up > 0 || loose.down > 0;
    let mut counted = std::collections::BTreeMap::new();
    let mut maybe = std::collections::BTreeMap::new();
    for (counts, span) in rows {
        match (joined, counts) {
            (true, _) => *maybe.entry(all).or_insert(0) += 1,
            (false, Some(true)) => *counted.entry(*span).or_insert(0) += 1,
            (false, None) => *maybe.entry(*span).or_insert(0) += 1,
            (false, Some(false)) => {}
        }
    }
    let applies = applies(counted.len(), maybe.len(), loose);
    let counts = LevelCounts {
        levels: levels.to_vec(),
        counted: counted.into_iter().collect(),
        maybe: maybe.into_iter().collect(),
        missing: loose.k,
    };
    Bounds {
        applies,
        measure: Measure::Histogram(counts),
    }
}

/// Whether a list of rows has any that counts: surely, perhaps one that may count or is missing, or none.
fn applies(counted: usize, maybe: usize, loose: Loose) -> Applies {
    if counted > 0 {
        Applies::Yes
    } else if maybe == 0 && loose.k.is_zero() {
        Applies::No
    } else {
        Applies::Maybe
    }
}

/// The bounds of a `choice`: the best row decides.
pub fn choice(levels: &[String], spans: &[LevelSpan], loose: Loose) -> Bounds {
    let last = levels.len().saturating_sub(1);
    let sure = spans.iter().map(|s| s.worst).min().unwrap_or(last);
    let low = if loose.down > 0 { last } else { sure };
    let open = !loose.k.is_zero() || loose.up > 0;
    let high = if open {
        0
    } else {
        spans.iter().map(|s| s.best).min().unwrap_or(last)
    };
    Bounds {
        applies: Applies::Yes,
        measure: Measure::Choice {
            low,
            high: high.min(low),
        },
    }
}

/// The bounds of a `children` list.
pub fn children(counted: Vec<String>, maybe: Vec<String>, loose: Loose) -> Bounds {
    let applies = applies(counted.len(), maybe.len(), loose);
    let list = ChildList {
        counted,
        maybe,
        missing: loose.k,
    };
    Bounds {
        applies,
        measure: Measure::Children(list),
    }
}

#[cfg(test)]
#[path = "tally_tests.rs"]
mod tests;
