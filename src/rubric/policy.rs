//! What becomes of a criterion that does not, or may not, apply (`bounds.md` §6).
//!
//! Applied once, to each criterion and each part of a sum; only `redistribute_in_group` can leave no points at all.

use super::{Points, Policy};
use crate::exact::{Interval, Rational};
use crate::kind::Applies;

/// A criterion after its policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Its points; nothing where it does not apply and the policy gave none. Under `redistribute_in_group` with
    /// `in_scope` = `Maybe` they are those of the worlds in which it applies.
    pub interval: Option<Interval>,
    /// Whether the unit is still ranked.
    pub ranked: Applies,
    /// Whether its max counts in its scope; other than `Yes` only under `redistribute_in_group`.
    pub in_scope: Applies,
}

impl Settled {
    /// What it adds to a heading before any rescaling: nothing where it does not apply, and possibly nothing where it
    /// may not.
    pub fn adds(&self) -> Interval {
        match (&self.interval, self.in_scope) {
            (Some(interval), Applies::Yes) => interval.clone(),
            (Some(interval), Applies::Maybe) => interval.hull(&Interval::zero()),
            (Some(_), Applies::No) | (None, _) => Interval::zero(),
        }
    }
}

/// The points of a criterion (or part) after its policy, within `[min, max]`.
pub fn after_policy(points: &Points, max: &Rational, min: &Rational, policy: &Policy) -> Settled {
    let within = Interval::new(
        points.interval.low.clone().clamped(min, max),
        points.interval.high.clone().clamped(min, max),
    );
    let whole = Interval::new(min.clone(), max.clone());
    let mut settled = Settled {
        interval: None,
        ranked: Applies::Yes,
        in_scope: Applies::Yes,
    };
    settled.interval = match (policy, points.applies) {
        (_, Applies::Yes) => Some(within),
        (Policy::Forbid, Applies::Maybe | Applies::No) => Some(whole),
        (Policy::AwardMax, Applies::Maybe) => Some(Interval::new(within.low, max.clone())),
        (Policy::AwardMax, Applies::No) => Some(Interval::point(max.clone())),
        (Policy::Zero, Applies::Maybe) => Some(within.hull(&Interval::zero())),
        (Policy::Zero, Applies::No) => Some(Interval::zero()),
        (Policy::Unranked, Applies::Maybe) => {
            settled.ranked = Applies::Maybe;
            Some(within.hull(&Interval::zero()))
        }
        (Policy::Unranked, Applies::No) => {
            settled.ranked = Applies::No;
            Some(Interval::zero())
        }
        (Policy::Redistribute { .. }, Applies::Maybe) => {
            settled.in_scope = Applies::Maybe;
            Some(within)
        }
        (Policy::Redistribute { .. }, Applies::No) => {
            settled.in_scope = Applies::No;
            None
        }
    };
    settled
}
