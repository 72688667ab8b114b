//! Points from the bodies below a unit: the mean of their own criteria (`bounds.md` §7).
//!
//! A body that may not count, or whose criteria may all not apply, is an optional item of the mean; it is never a zero.

use super::mean::{End, Weighed, prefix_mean};
use super::{Points, Settled};
use crate::exact::{Count, Interval, Rational};
use crate::kind::Applies;

/// A criterion of a child, after its own policy and before rounding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildCriterion {
    /// Weight in the parent's formula, over 0.
    pub weight: Rational,
    /// The criterion's max, over 0.
    pub max: Rational,
    /// What the policy left.
    pub settled: Settled,
}

/// A child and the part of its points that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    /// `Yes` where it surely counts, `Maybe` where that is not known.
    pub counted: Applies,
    /// Σ weight·(points/max) ÷ Σ weight, of [`child_rate`].
    pub rate: Points,
}

impl Child {
    /// A child of which no row is known: any part from 0 to 1.
    pub fn unknown(counted: Applies) -> Self {
        Self {
            counted,
            rate: Points {
                applies: Applies::Yes,
                interval: Interval::new(Rational::zero(), Rational::one()),
            },
        }
    }
}

/// Σ weight·(points/max) ÷ Σ weight over the child's criteria that apply; one that may not apply is an optional item.
pub fn child_rate(criteria: &[ChildCriterion]) -> Points {
    mean(criteria.iter().filter_map(|criterion| {
        let part = |points: &Rational| points.divided_by(&criterion.max);
        let interval = criterion.settled.interval.as_ref()?;
        Some(Item {
            applies: criterion.settled.in_scope,
            weight: criterion.weight.clone(),
            part: Interval::new(part(&interval.low)?, part(&interval.high)?),
        })
    }))
}

/// M·mean over the children. `missing` children may be there besides: each counts or not, with any part from 0 to 1.
pub fn children_mean(max: &Rational, children: &[Child], missing: Count) -> Points {
    let whole = Interval::new(Rational::zero(), Rational::one());
    // Any number of them can pull the mean to either end.
    let Count::Finite(missing) = missing else {
        return Points {
            applies: if children.iter().any(Child::surely) {
                Applies::Yes
            } else {
                Applies::Maybe
            },
            interval: scaled(&whole, max),
        };
    };
    let known = children.iter().map(|child| Item {
        applies: child.counted.max(child.rate.applies),
        weight: Rational::one(),
        part: child.rate.interval.clone(),
    });
    let unknown = (missing > 0).then(|| Item {
        applies: Applies::Maybe,
        weight: Rational::from(missing),
        part: whole,
    });
    let Points { applies, interval } = mean(known.chain(unknown));
    Points {
        applies,
        interval: scaled(&interval, max),
    }
}

impl Child {
    fn surely(&self) -> bool {
        self.counted == Applies::Yes && self.rate.applies == Applies::Yes
    }
}

struct Item {
    applies: Applies,
    weight: Rational,
    part: Interval,
}

fn mean(items: impl Iterator<Item = Item>) -> Points {
    let (mut low, mut high) = (Weighed::none(), Weighed::none());
    let (mut lows, mut highs) = (Vec::new(), Vec::new());
    for Item {
        applies,
        weight,
        part,
    } in items
    {
        let of = |part: &Rational| Weighed {
            value: weight.clone() * part,
            weight: weight.clone(),
        };
        match applies {
            Applies::Yes => {
                low.add(&of(&part.low));
                high.add(&of(&part.high));
            }
            Applies::Maybe => {
                lows.push(of(&part.low));
                highs.push(of(&part.high));
            }
            Applies::No => {}
        }
    }
    let sure = !low.weight.is_zero();
    let low = prefix_mean(&low, lows, End::Low);
    let high = prefix_mean(&high, highs, End::High);
    match low.zip(high) {
        Some((low, high)) => Points {
            applies: if sure { Applies::Yes } else { Applies::Maybe },
            interval: Interval::new(low, high),
        },
        None => Points {
            applies: Applies::No,
            interval: Interval::zero(),
        },
    }
}

fn scaled(interval: &Interval, max: &Rational) -> Interval {
    Interval::new(max.clone() * &interval.low, max.clone() * &interval.high)
}

#[cfg(test)]
mod tests {
    use super::super::{Policy, after_policy};
    use super::*;

    fn number(text: &str) -> Rational {
        Rational::parse(text).unwrap()
    }

    fn range(low: &str, high: &str) -> Interval {
        Interval::new(number(low), number(high))
    }

    fn criterion(weight: &str, max: &str, applies: Applies, points: Interval) -> ChildCriterion {
        let policy = Policy::Redistribute { scope: "A".into() };
        let points = Points {
            applies,
            interval: points,
        };
        ChildCriterion {
            weight: number(weight),
            max: number(max),
            settled: after_policy(&points, &number(max), &Rational::zero(), &policy),
        }
    }

    #[test]
    fn a_childs_criterion_that_may_not_apply_is_an_optional_item_and_one_that_does_not_is_left_out()
    {
        let sure = criterion("1", "2", Applies::Yes, range("1", "1"));
        let maybe = criterion("3", "4", Applies::Maybe, range("4", "4"));
        let out = criterion("9", "4", Applies::No, range("0", "0"));
        let rate = child_rate(&[sure, maybe.clone(), out.clone()]);
        assert_eq!(
            (rate.applies, rate.interval),
            (Applies::Yes, range("1/2", "7/8"))
        );
        let rate = child_rate(&[maybe, out.clone()]);
        assert_eq!(
            (rate.applies, rate.interval),
            (Applies::Maybe, range("1", "1"))
        );
        assert_eq!(child_rate(&[out]).applies, Applies::No);
    }

    #[test]
    fn children_that_nobody_knows_pull_the_mean_either_way_and_no_child_is_not_applicable() {
        let half = Child {
            counted: Applies::Yes,
            rate: Points {
                applies: Applies::Yes,
                interval: range("1/2", "1/2"),
            },
        };
        let mean = |children: &[Child], missing| children_mean(&number("2"), children, missing);
        let one = std::slice::from_ref(&half);
        assert_eq!(mean(one, Count::Finite(1)).interval, range("1/2", "3/2"));
        assert_eq!(mean(one, Count::Unbounded).interval, range("0", "2"));
        assert_eq!(mean(one, Count::Unbounded).applies, Applies::Yes);
        assert_eq!(mean(&[], Count::Unbounded).applies, Applies::Maybe);
        assert_eq!(mean(&[], Count::Finite(1)).applies, Applies::Maybe);
        assert_eq!(mean(&[], Count::ZERO).applies, Applies::No);
        let without_criteria = Child {
            counted: Applies::Yes,
            rate: Points {
                applies: Applies::No,
                interval: Interval::zero(),
            },
        };
        let both = [half, without_criteria];
        assert_eq!(mean(&both, Count::ZERO).interval, range("1", "1"));
    }
}
