//! What is stated, by a unit or an evaluator, in the points of the criterion's own formula.

use super::unfit::Unfit;
use crate::exact::{Count, Interval, Rational};
use crate::kind::{Applies, Bounds, Kind, Measure, Shape};
use crate::rubric::{Criterion, Formula, Points, Rubric, Settled, after_policy, points};
use crate::unit::{Round, Stated};

/// A stated fact as points.
#[derive(Debug, Clone)]
pub(super) enum Claimed {
    /// So many points.
    Points(Rational),
    /// The criterion does not apply, and the policy gives no points.
    NotApplicable,
    /// It cannot be scored.
    Unusable(Unfit),
}

/// What a stated fact is held against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Yardstick<'a> {
    pub criterion: &'a Criterion,
    /// Of the criterion's indicator; nothing where it has none.
    pub shape: Option<&'a Shape>,
    pub rubric: &'a Rubric,
    pub round: &'a Round,
}

impl Yardstick<'_> {
    /// Points of a fact by the criterion's own formula, rounded as the rubric rounds.
    pub(super) fn of_fact(self, stated: &Stated) -> Claimed {
        let criterion = self.criterion;
        if matches!(stated, Stated::NotApplicable(_)) {
            return self.of_nothing();
        }
        let bounds = self
            .shape
            .ok_or(Unfit::NoFact)
            .and_then(|shape| as_bounds(shape, &criterion.formula, stated, self.round));
        match bounds {
            Ok(bounds) => {
                let (max, min) = (&criterion.max, &criterion.min);
                self.settled(&points(&criterion.formula, max, min, &bounds))
            }
            Err(unfit) => Claimed::Unusable(unfit),
        }
    }

    /// Points where the criterion does not apply, by its policy.
    pub(super) fn of_nothing(self) -> Claimed {
        self.settled(&Points {
            applies: Applies::No,
            interval: Interval::zero(),
        })
    }

    /// Points as stated, where they lie within the criterion's.
    pub(super) fn of_points(self, points: &Rational) -> Claimed {
        if *points < self.criterion.min || *points > self.criterion.max {
            Claimed::Unusable(Unfit::Points)
        } else {
            Claimed::Points(points.clone())
        }
    }

    fn settled(self, points: &Points) -> Claimed {
        let Criterion {
            max, min, policy, ..
        } = self.criterion;
        let Settled { interval, .. } = after_policy(points, max, min, policy);
        match interval {
            None => Claimed::NotApplicable,
            Some(interval) if interval.is_point() => {
                Claimed::Points(self.rubric.round_criterion(&interval).low)
            }
            Some(_) if points.applies == Applies::No => Claimed::Unusable(Unfit::Applies),
            Some(_) => Claimed::Unusable(Unfit::NoFact),
        }
    }
}

/// A stated fact as bounds that are one point.
fn as_bounds(
    shape: &Shape,
    formula: &Formula,
    stated: &Stated,
    round: &Round,
) -> Result<Bounds, Unfit> {
    let measure = match (shape.kind, stated) {
        (Kind::Ratio | Kind::Totals, Stated::Totals { num, den }) => return ratio(*num, *den),
        (Kind::Ratio | Kind::Totals | Kind::Value, Stated::Survey { mean, n }) => {
            return survey(shape.kind, formula, mean, *n);
        }
        (Kind::YesNo, Stated::YesNo(answer)) => Measure::YesNo {
            low: *answer,
            high: *answer,
        },
        (Kind::Count, Stated::Count(n)) => count(*n),
        (Kind::Count, Stated::Items(items)) => {
            count(u64::try_from(items.len()).unwrap_or(u64::MAX))
        }
        (Kind::Value, Stated::Count(n)) => value(&Rational::from(*n)),
        (Kind::Choice, Stated::Choice(option)) => {
            let level = shape.levels.iter().position(|level| level == option);
            let level = level.ok_or_else(|| Unfit::Level {
                found: option.clone(),
                levels: shape.levels.clone(),
            })?;
            Measure::Choice {
                low: level,
                high: level,
            }
        }
        (Kind::Days, Stated::Date(day)) => {
            let passed = u64::try_from(round.as_of.number() - day.number()).ok();
            days(passed.ok_or_else(|| Unfit::Day {
                day: day.to_string(),
                as_of: round.as_of.to_string(),
            })?)
        }
        (Kind::Days, Stated::Count(n)) => days(*n),
        (Kind::Change, Stated::Totals { num, den }) => Measure::Change {
            now: known(*num),
            before: known(*den),
        },
        (
            Kind::Ratio
            | Kind::Totals
            | Kind::Count
            | Kind::YesNo
            | Kind::Histogram
            | Kind::Choice
            | Kind::Value
            | Kind::Days
            | Kind::Change
            | Kind::Children,
            _,
        ) => {
            return Err(Unfit::Shape {
                kind: shape.kind,
                levels: shape.levels.clone(),
            });
        }
    };
    Ok(Bounds {
        applies: Applies::Yes,
        measure,
    })
}

fn count(n: u64) -> Measure {
    Measure::Count {
        low: n,
        high: Count::Finite(n),
    }
}

fn days(n: u64) -> Measure {
    Measure::Days {
        low: Count::Finite(n),
        high: Count::Finite(n),
    }
}

fn value(number: &Rational) -> Measure {
    Measure::Value {
        low: Some(number.clone()),
        high: Some(number.clone()),
    }
}

/// Both ends of a number that is known.
fn known(n: u64) -> (u64, Count) {
    (n, Count::Finite(n))
}

/// Of no rows the criterion does not apply; more than all is no ratio.
fn ratio(num: u64, den: u64) -> Result<Bounds, Unfit> {
    if num > den {
        return Err(Unfit::MoreThanAll { num, den });
    }
    let ratio = Rational::ratio(num, den);
    let applies = if ratio.is_some() {
        Applies::Yes
    } else {
        Applies::No
    };
    Ok(Bounds {
        applies,
        measure: Measure::Ratio {
            ratio: Interval::point(ratio.unwrap_or_else(Rational::zero)),
            num: known(num),
            den: known(den),
        },
    })
}

fn survey(kind: Kind, formula: &Formula, mean: &Rational, n: u64) -> Result<Bounds, Unfit> {
    let enough = if let Formula::Survey { min_n, .. } = formula {
        n >= *min_n
    } else {
        n > 0
    };
    let applies = if enough { Applies::Yes } else { Applies::No };
    let measure = if kind == Kind::Value {
        value(mean)
    } else {
        if mean.is_negative() || *mean > Rational::one() {
            return Err(Unfit::Mean);
        }
        Measure::Ratio {
            ratio: Interval::point(mean.clone()),
            num: known(n),
            den: known(n),
        }
    };
    Ok(Bounds { applies, measure })
}
