//! Sharing the points of criteria that do not apply among the others of their scope (`bounds.md` §6).
//!
//! «May not apply» is neither «0 to high» nor «applies»: it is an optional item of a mean.

use super::Settled;
use super::mean::{End, Weighed, prefix_mean};
use crate::exact::{Interval, Rational};
use crate::kind::Applies;

/// A criterion of a scope, after its policy and rounding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeEntry {
    /// Most points.
    pub max: Rational,
    /// Least points.
    pub min: Rational,
    /// What the policy left.
    pub settled: Settled,
}

/// The points of a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rescaled {
    /// `Yes` where something surely applies; else the scope needs a decision.
    pub applies: Applies,
    /// Its points, of Σ max.
    pub interval: Interval,
    /// Σ max of the criteria that apply.
    pub applicable_max: Interval,
    /// Σ max over the Σ max that applies; nothing where nothing surely applies.
    pub factor: Option<Interval>,
}

/// The points of a scope: G · (Σ points / Σ max) over what applies, with the optional criteria either way.
pub fn scope(entries: &[ScopeEntry]) -> Rescaled {
    let whole: Rational = entries.iter().map(|entry| &entry.max).sum();
    let least: Rational = entries.iter().map(|entry| &entry.min).sum();
    let (mut low, mut high) = (Weighed::none(), Weighed::none());
    let (mut lows, mut highs) = (Vec::new(), Vec::new());
    let mut optional = Rational::zero();
    for entry in entries {
        let Some(interval) = &entry.settled.interval else {
            continue;
        };
        let of = |points: &Rational| Weighed {
            value: points.clone(),
            weight: entry.max.clone(),
        };
        match entry.settled.in_scope {
            Applies::Yes => {
                low.add(&of(&interval.low));
                high.add(&of(&interval.high));
            }
            Applies::Maybe => {
                optional = optional + &entry.max;
                lows.push(of(&interval.low));
                highs.push(of(&interval.high));
            }
            Applies::No => {}
        }
    }
    let sure = low.weight.clone();
    let most = sure.clone() + &optional;
    let applicable_max = Interval::new(sure.clone(), most.clone());
    let ends = if sure.is_zero() {
        None
    } else {
        prefix_mean(&low, lows, End::Low).zip(prefix_mean(&high, highs, End::High))
    };
    let Some((low, high)) = ends else {
        return Rescaled {
            applies: if optional.is_zero() {
                Applies::No
            } else {
                Applies::Maybe
            },
            interval: Interval::new(least, whole),
            applicable_max,
            factor: None,
        };
    };
    let points = |mean: &Rational| (whole.clone() * mean).clamped(&least, &whole);
    Rescaled {
        applies: Applies::Yes,
        interval: Interval::new(points(&low), points(&high)),
        applicable_max,
        factor: whole
            .divided_by(&most)
            .zip(whole.divided_by(&sure))
            .map(|(low, high)| Interval::new(low, high)),
    }
}
