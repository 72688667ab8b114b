//! Points by comparison with the best of the cohort (`bounds.md` §7).
//!
//! Other units' bounds are inputs: one that was not collected may be anything its indicator allows, so it widens.

use super::Points;
use super::points::{Number, ends};
use crate::exact::{Interval, Rational};
use crate::kind::{Applies, Bounds, Measure};

/// What is known of another unit's indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeerBounds {
    /// Its bounds, from its scorecard.
    Known(Bounds),
    /// There is no scorecard.
    NotCollected,
}

/// M·x / best x of the cohort, the unit itself included; where the best is 0, M or 0.
///
/// Numbers below 0 count as 0.
pub fn peer_normalised(
    max: &Rational,
    own: &Bounds,
    peers: &[PeerBounds],
    best_zero_is_max: bool,
) -> Points {
    let (low, high) = range(&own.measure).unwrap_or_else(|| (Rational::zero(), None));
    let mut most_of_others = Some(Rational::zero());
    let mut least_of_others = Rational::zero();
    for peer in peers {
        let (applies, (least, most)) = known(peer, own);
        if applies != Applies::No {
            most_of_others = most_of_others.zip(most).map(|(a, b)| a.max(b));
        }
        if applies == Applies::Yes {
            least_of_others = least_of_others.max(least);
        }
    }
    let best_for_low = most_of_others.map(|most| most.max(low.clone()));
    let low_points = match best_for_low {
        None => Some(Rational::zero()),
        Some(best) => low.divided_by(&best).map(|part| max.clone() * &part),
    };
    let high_points = match &high {
        None => Some(max.clone()),
        Some(high) => high
            .divided_by(&least_of_others.clone().max(high.clone()))
            .map(|part| max.clone() * &part),
    };
    let where_best_is_zero = Interval::point(if best_zero_is_max {
        max.clone()
    } else {
        Rational::zero()
    });
    let interval = match (low_points, high_points) {
        (Some(low), Some(high)) => Interval::new(low, high),
        // Its own high end and all sure low ends are 0: the best may be 0, and wherever it is not, its own part is 0.
        (Some(_), None) => Interval::zero(),
        // Nobody else has anything: where it has something itself, it is the best.
        (None, Some(high)) => Interval::point(high),
        (None, None) => where_best_is_zero.clone(),
    };
    let best_may_be_zero = low.is_zero() && least_of_others.is_zero();
    Points {
        applies: own.applies,
        interval: if best_may_be_zero {
            interval.hull(&where_best_is_zero)
        } else {
            interval
        },
    }
}

/// A range of numbers from 0 up; no most where there is none.
type Range = (Rational, Option<Rational>);

fn known(peer: &PeerBounds, own: &Bounds) -> (Applies, Range) {
    let bounds = match peer {
        PeerBounds::Known(bounds) => Some((bounds.applies, range(&bounds.measure))),
        PeerBounds::NotCollected => None,
    };
    match bounds {
        Some((applies, Some(range))) => (applies, range),
        Some((_, None)) | None => (Applies::Maybe, (Rational::zero(), most(&own.measure))),
    }
}

fn range(measure: &Measure) -> Option<Range> {
    let (low, high) = ends(measure)?;
    let zero = Rational::zero();
    let low = match low {
        Number::Below => zero.clone(),
        Number::At(low) => low.max(zero.clone()),
        Number::Beyond => return None,
    };
    let high = match high {
        Number::Below => Some(zero),
        Number::At(high) => Some(high.max(zero)),
        Number::Beyond => None,
    };
    Some((low, high))
}

/// The most that an indicator of the kind can be.
fn most(measure: &Measure) -> Option<Rational> {
    match measure {
        Measure::Ratio { .. } => Some(Rational::one()),
        Measure::Count { .. }
        | Measure::YesNo { .. }
        | Measure::Histogram(_)
        | Measure::Choice { .. }
        | Measure::Value { .. }
        | Measure::Days { .. }
        | Measure::Change { .. }
        | Measure::Children(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exact::Count;

    fn max() -> Rational {
        Rational::from(6_u64)
    }

    proptest! {
        #[test]
        fn a_peer_that_is_collected_never_moves_an_end_outwards(
            own in (0_u64..=100, 0_u64..=100),
            peers in prop::collection::vec((0_u64..=100, 0_u64..=100, 0_u64..3), 1..4),
            best_zero_is_max in any::<bool>(),
        ) {
            let ratio = |a: u64, b: u64, word: u64| Bounds {
                applies: [Applies::Yes, Applies::Maybe, Applies::No][usize::try_from(word).unwrap()],
                measure: Measure::Ratio {
                    ratio: Interval::new(
                        Rational::ratio(a.min(b), 100_u64).unwrap(),
                        Rational::ratio(a.max(b), 100_u64).unwrap(),
                    ),
                    num: (0, Count::Unbounded),
                    den: (0, Count::Unbounded),
                },
            };
            let own = ratio(own.0, own.1, 0);
            let mut cohort: Vec<PeerBounds> = peers
                .iter()
                .map(|(a, b, word)| PeerBounds::Known(ratio(*a, *b, *word)))
                .collect();
            let after = peer_normalised(&max(), &own, &cohort, best_zero_is_max);
            cohort[0] = PeerBounds::NotCollected;
            let before = peer_normalised(&max(), &own, &cohort, best_zero_is_max);
            prop_assert!(before.interval.contains(&after.interval), "{after:?} leaves {before:?}");
            prop_assert!(Interval::new(Rational::zero(), max()).contains(&before.interval));
        }
    }

    #[test]
    fn numbers_below_zero_count_as_zero_and_no_upper_end_gives_nothing() {
        let value = |low: Option<i64>, high: Option<i64>| Bounds {
            applies: Applies::Yes,
            measure: Measure::Value {
                low: low.map(Rational::from),
                high: high.map(Rational::from),
            },
        };
        let points =
            |own, peer| peer_normalised(&max(), &own, &[PeerBounds::Known(peer)], false).interval;
        let of = |low: u64, high: u64| Interval::new(Rational::from(low), Rational::from(high));
        assert_eq!(
            points(value(Some(-4), Some(-1)), value(Some(2), Some(2))),
            of(0, 0)
        );
        assert_eq!(
            points(value(Some(3), Some(3)), value(Some(3), None)),
            of(0, 6)
        );
        assert_eq!(
            points(value(Some(1), None), value(Some(2), Some(2))),
            of(3, 6)
        );
    }
}
