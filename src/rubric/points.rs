//! From bounds to points, for every formula that needs no more than the bounds of one indicator (`bounds.md` §5).
//!
//! Every formula goes one way, up or down, so two evaluations at the ends bound all worlds between them. Start at
//! [`points()`].

use super::levels;
use super::{Direction, Formula, StepEdge, Steps, Threshold};
use crate::exact::{Count, Interval, Rational};
use crate::kind::{Applies, Bounds, Measure};

/// Points before the policy has had its say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// Whether the question arises.
    pub applies: Applies,
    /// Points of the worlds in which it does. Where `applies` is `No` they carry no meaning.
    pub interval: Interval,
}

/// The points of a formula that reads one indicator.
///
/// `sum`, `best_of`, `peer_normalised`, `children_mean`, a `survey` with a least number of respondents and `manual` need
/// more than one indicator's bounds: of them, and of a kind that the formula cannot read (the loader refuses it), nothing
/// is known here, `[min, max]`. Only a zero denominator makes a criterion not applicable: a `penalty` on no rows is full
/// points, whatever `bounds.applies` says.
pub fn points(formula: &Formula, max: &Rational, min: &Rational, bounds: &Bounds) -> Points {
    let measure = &bounds.measure;
    let interval = match formula {
        Formula::YesNo => yes_no(max, measure),
        Formula::Choice(options) => levels::choice(options, measure),
        Formula::Weighted(weights) => levels::weighted(max, weights, measure),
        Formula::PenaltyRates { rates, floor } => levels::penalty(max, rates, floor, measure),
        Formula::Growth { target } => growth(max, target, measure),
        Formula::Proportional { .. }
        | Formula::Linear { .. }
        | Formula::Steps(_)
        | Formula::PerItem { .. }
        | Formula::Penalty { .. }
        | Formula::Survey { .. } => between(formula, max, measure),
        Formula::Sum(_)
        | Formula::BestOf(_)
        | Formula::PeerNormalised { .. }
        | Formula::ChildrenMean(_)
        | Formula::Manual => None,
    };
    let applies =
        if let (Formula::Growth { .. }, Measure::Change { before, .. }) = (formula, measure) {
            bounds.applies.max(comparable(*before))
        } else if matches!(formula, Formula::PenaltyRates { .. }) {
            Applies::Yes
        } else {
            bounds.applies
        };
    Points {
        applies,
        interval: interval.unwrap_or_else(|| Interval::new(min.clone(), max.clone())),
    }
}

/// A survey's points: its mean by scale, and not applicable where fewer than `min_n` answered.
///
/// `n` is a count or a value. Where one of the two indicators does not apply, neither does the survey.
pub fn survey(
    max: &Rational,
    scale: &Rational,
    min_n: u64,
    mean: &Bounds,
    respondents: &Bounds,
) -> Points {
    let least = Rational::from(min_n);
    let reaches = |end: &Number| match end {
        Number::Below => false,
        Number::At(n) => *n >= least,
        Number::Beyond => true,
    };
    let enough = match ends(&respondents.measure) {
        Some((low, _)) if reaches(&low) => Applies::Yes,
        Some((_, high)) if !reaches(&high) => Applies::No,
        Some(_) | None => Applies::Maybe,
    };
    let by_scale = Formula::Linear {
        from: Rational::zero(),
        to: scale.clone(),
    };
    let mut points = points(&by_scale, max, &Rational::zero(), mean);
    points.applies = points.applies.max(enough).max(respondents.applies);
    points
}

/// An end of a number's bounds.
#[derive(Debug, Clone)]
pub(super) enum Number {
    /// Under every number.
    Below,
    /// A number.
    At(Rational),
    /// Over every number.
    Beyond,
}

impl From<Count> for Number {
    fn from(count: Count) -> Self {
        count
            .finite()
            .map_or(Self::Beyond, |n| Self::At(Rational::from(n)))
    }
}

/// The ends of what is one number; nothing for the other kinds.
pub(super) fn ends(measure: &Measure) -> Option<(Number, Number)> {
    match measure {
        Measure::Ratio { ratio, .. } => Some((
            Number::At(ratio.low.clone()),
            Number::At(ratio.high.clone()),
        )),
        Measure::Count { low, high } => Some((Count::Finite(*low).into(), (*high).into())),
        Measure::Value { low, high } => Some((
            low.clone().map_or(Number::Below, Number::At),
            high.clone().map_or(Number::Beyond, Number::At),
        )),
        Measure::Days { low, high } => Some(((*low).into(), (*high).into())),
        Measure::YesNo { .. }
        | Measure::Histogram(_)
        | Measure::Choice { .. }
        | Measure::Change { .. }
        | Measure::Children(_) => None,
    }
}

/// The points of one number.
fn at(formula: &Formula, max: &Rational, x: &Number) -> Option<Rational> {
    match formula {
        Formula::Proportional {
            from,
            below,
            target,
        } => Some(proportional(max, from, below, target, x)),
        Formula::Linear { from, to } => Some(linear(max, from, to, x)),
        Formula::Survey { scale, n: None, .. } => Some(linear(max, &Rational::zero(), scale, x)),
        Formula::Steps(steps) => Some(step(steps, x)),
        Formula::PerItem { each, cap } => Some(match x {
            Number::Below => Rational::zero(),
            Number::At(n) => (each.clone() * n).min(cap.clone()),
            Number::Beyond if each.is_zero() => Rational::zero(),
            Number::Beyond => cap.clone(),
        }),
        Formula::Penalty { each, floor } => Some(match x {
            Number::Below => max.clone(),
            Number::At(n) => (max.clone() - &(each.clone() * n)).max(floor.clone()),
            Number::Beyond if each.is_zero() => max.clone(),
            Number::Beyond => floor.clone(),
        }),
        Formula::YesNo
        | Formula::PenaltyRates { .. }
        | Formula::Weighted(_)
        | Formula::Choice(_)
        | Formula::Sum(_)
        | Formula::BestOf(_)
        | Formula::PeerNormalised { .. }
        | Formula::ChildrenMean(_)
        | Formula::Growth { .. }
        | Formula::Survey { .. }
        | Formula::Manual => None,
    }
}

fn proportional(
    max: &Rational,
    from: &Rational,
    below: &Rational,
    target: &Rational,
    x: &Number,
) -> Rational {
    match x {
        Number::At(x) if x >= from => {
            max.clone() * &(x.clone() / target).clamped(&Rational::zero(), &Rational::one())
        }
        Number::Below | Number::At(_) => below.clone(),
        Number::Beyond => max.clone(),
    }
}

fn linear(max: &Rational, from: &Rational, to: &Rational, x: &Number) -> Rational {
    let rising = from < to;
    match x {
        Number::At(x) => {
            let part = (x.clone() - from) / &(to.clone() - from);
            max.clone() * &part.clamped(&Rational::zero(), &Rational::one())
        }
        Number::Below if rising => Rational::zero(),
        Number::Beyond if !rising => Rational::zero(),
        Number::Below | Number::Beyond => max.clone(),
    }
}

fn step(steps: &Steps, x: &Number) -> Rational {
    steps
        .steps
        .iter()
        .find(|(threshold, _)| threshold.earns(x))
        .map_or_else(|| steps.otherwise.clone(), |(_, points)| points.clone())
}

impl Threshold {
    fn earns(&self, x: &Number) -> bool {
        match (x, self.edge) {
            (Number::At(x), StepEdge::AtLeast) => *x >= self.at,
            (Number::At(x), StepEdge::Above) => *x > self.at,
            (Number::At(x), StepEdge::AtMost) => *x <= self.at,
            (Number::At(x), StepEdge::Below) => *x < self.at,
            (Number::Beyond, edge) => edge.rises(),
            (Number::Below, edge) => !edge.rises(),
        }
    }
}

/// Whether there is something to compare with: growth on nothing is not applicable (`bounds.md` §7).
fn comparable((low, high): (u64, Count)) -> Applies {
    if high.is_zero() {
        Applies::No
    } else if low == 0 {
        Applies::Maybe
    } else {
        Applies::Yes
    }
}

/// M·min(1, (now/before)/target), over the worlds in which `before` is not 0; the least such number of things is 1.
fn growth(max: &Rational, target: &Rational, measure: &Measure) -> Option<Interval> {
    let Measure::Change { now, before } = measure else {
        return None;
    };
    let earned = |now: u64, before: u64| {
        let part = Rational::ratio(now, before).unwrap_or_else(Rational::zero) / target;
        max.clone() * &part.min(Rational::one())
    };
    let low = before
        .1
        .finite()
        .map_or_else(Rational::zero, |before| earned(now.0, before.max(1)));
    let high = now
        .1
        .finite()
        .map_or_else(|| max.clone(), |now| earned(now, before.0.max(1)));
    Some(Interval::new(low, high))
}

fn yes_no(max: &Rational, measure: &Measure) -> Option<Interval> {
    let Measure::YesNo { low, high } = measure else {
        return None;
    };
    let of = |yes: bool| if yes { max.clone() } else { Rational::zero() };
    Some(Interval::new(of(*low), of(*high)))
}

/// The points of both ends, in their order.
fn between(formula: &Formula, max: &Rational, measure: &Measure) -> Option<Interval> {
    let (low, high) = ends(measure)?;
    let (a, b) = (at(formula, max, &low)?, at(formula, max, &high)?);
    Some(match formula.direction() {
        Direction::Falling => Interval::new(b, a),
        Direction::Rising | Direction::Neither => Interval::new(a, b),
    })
}
