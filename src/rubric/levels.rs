//! Points from levels: weighted states, rates off for each row, options (`bounds.md` §5).
//!
//! A row takes the worst of its possible levels at the low end and the best at the high end, whatever order the weights
//! are in.

use super::mean::{End, Weighed, prefix_mean};
use crate::exact::{Count, Interval, Rational};
use crate::kind::{LevelSpan, Measure};

/// Numbers by level, best first.
type ByLevel = [(String, Rational)];

/// M·Σ weight / rows counted.
pub(super) fn weighted(max: &Rational, weights: &ByLevel, measure: &Measure) -> Option<Interval> {
    let Measure::Histogram(counts) = measure else {
        return None;
    };
    let all = extremes(weights, None);
    let end = |end: End| {
        let of = |span: &LevelSpan| pick(extremes(weights, Some(*span)), end);
        let mut sure = Weighed::none();
        for (span, n) in &counts.counted {
            sure.add(&Weighed::times(&of(span), *n));
        }
        let mut items: Vec<Weighed> = counts
            .maybe
            .iter()
            .map(|(span, n)| Weighed::times(&of(span), *n))
            .collect();
        let beyond = pick(all.clone(), end);
        let Count::Finite(missing) = counts.missing else {
            return beyond;
        };
        items.push(Weighed::times(&beyond, missing));
        items.retain(|item| !item.weight.is_zero());
        // No row in any world: not applicable, and the number carries no meaning.
        prefix_mean(&sure, items, end).unwrap_or(beyond)
    };
    let (low, high) = (end(End::Low), end(End::High));
    Some(Interval::new(max.clone() * &low, max.clone() * &high))
}

/// max(floor, M − Σ rate): rows that may count are taken off at the low end only.
pub(super) fn penalty(
    max: &Rational,
    rates: &ByLevel,
    floor: &Rational,
    measure: &Measure,
) -> Option<Interval> {
    let Measure::Histogram(counts) = measure else {
        return None;
    };
    let mut off = Interval::zero();
    for (span, n) in &counts.counted {
        let rate = extremes(rates, Some(*span));
        off.low = off.low + &(rate.low * &Rational::from(*n));
        off.high = off.high + &(rate.high * &Rational::from(*n));
    }
    for (span, n) in &counts.maybe {
        off.high = off.high + &(extremes(rates, Some(*span)).high * &Rational::from(*n));
    }
    let greatest = extremes(rates, None).high;
    let low = match counts.missing {
        Count::Finite(n) => max.clone() - &(off.high + &(greatest * &Rational::from(n))),
        Count::Unbounded if greatest.is_zero() => max.clone() - &off.high,
        Count::Unbounded => floor.clone(),
    };
    let high = max.clone() - &off.low;
    Some(Interval::new(
        low.max(floor.clone()),
        high.max(floor.clone()),
    ))
}

/// The points of the worst and the best level that are possible.
pub(super) fn choice(options: &ByLevel, measure: &Measure) -> Option<Interval> {
    let Measure::Choice { low, high } = measure else {
        return None;
    };
    let span = LevelSpan {
        best: *high,
        worst: *low,
    };
    Some(extremes(options, Some(span)))
}

/// The least and the greatest number of the levels of a span, or of all levels.
fn extremes(numbers: &ByLevel, span: Option<LevelSpan>) -> Interval {
    let possible = span
        .and_then(|span| numbers.get(span.best..=span.worst))
        .unwrap_or(numbers);
    let of = |n: Option<&Rational>| n.cloned().unwrap_or_else(Rational::zero);
    Interval::new(
        of(possible.iter().map(|(_, number)| number).min()),
        of(possible.iter().map(|(_, number)| number).max()),
    )
}

fn pick(interval: Interval, end: End) -> Rational {
    match end {
        End::Low => interval.low,
        End::High => interval.high,
    }
}
