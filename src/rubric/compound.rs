//! Criteria of several indicators: sums and cases (`bounds.md` §5).
//!
//! Sound; not sharp where two parts share an unknown, since each is then settled on its own.

use super::Points;
use crate::exact::{Interval, Rational};
use crate::kind::Applies;

/// min(M, Σ parts), and never below the criterion's `min`. Parts come after their own policy.
pub fn sum<'a>(
    max: &Rational,
    min: &Rational,
    parts: impl IntoIterator<Item = &'a Interval>,
) -> Points {
    let all = parts
        .into_iter()
        .fold(Interval::zero(), |all, part| all + part);
    Points {
        applies: Applies::Yes,
        interval: Interval::new(all.low.clamped(min, max), all.high.clamped(min, max)),
    }
}

/// The greatest case; a case that does not apply drops out. Cases come before any policy.
pub fn best_of(cases: &[Points]) -> Points {
    let of = |applies: Applies| {
        cases
            .iter()
            .filter(move |case| case.applies == applies)
            .map(|case| &case.interval)
    };
    let high = of(Applies::Yes)
        .chain(of(Applies::Maybe))
        .map(|case| &case.high)
        .max();
    let sure = of(Applies::Yes).map(|case| &case.low).max();
    let low = sure.or_else(|| of(Applies::Maybe).map(|case| &case.low).min());
    let (Some(low), Some(high)) = (low, high) else {
        return Points {
            applies: Applies::No,
            interval: Interval::zero(),
        };
    };
    Points {
        applies: if sure.is_some() {
            Applies::Yes
        } else {
            Applies::Maybe
        },
        interval: Interval::new(low.clone(), high.clone()),
    }
}
