//! Laws that no input breaks: low ≤ high, points within the criterion, and knowing more never moves an end outwards.

use proptest::prelude::*;

use super::*;
use crate::exact::{Count, Interval, Rational};
use crate::kind::{Applies, Bounds, LevelCounts, LevelSpan, Measure};

const LEVELS: usize = 3;

fn hundredths(range: std::ops::RangeInclusive<i64>) -> impl Strategy<Value = Rational> {
    range.prop_map(|n| Rational::ratio(n, 100).unwrap())
}

fn least() -> Rational {
    Rational::from(-2_i64)
}

fn most() -> Rational {
    Rational::from(6_u64)
}

/// Formulas of one indicator whose points lie within [−2, 6], as the loader guarantees.
fn formulas() -> impl Strategy<Value = Formula> {
    let number = || hundredths(0..=200);
    let level = |range| {
        prop::collection::vec(hundredths(range), LEVELS).prop_map(|numbers| {
            ["a", "b", "c"]
                .into_iter()
                .map(str::to_owned)
                .zip(numbers)
                .collect::<Vec<_>>()
        })
    };
    let steps = (
        any::<bool>(),
        any::<bool>(),
        prop::collection::btree_map(0_u64..40, -200_i64..=600, 1..5),
    )
        .prop_map(|(rise, closed, table)| {
            let edge = match (rise, closed) {
                (true, true) => StepEdge::AtLeast,
                (true, false) => StepEdge::Above,
                (false, true) => StepEdge::AtMost,
                (false, false) => StepEdge::Below,
            };
            let mut edges: Vec<u64> = table.keys().copied().collect();
            if rise {
                edges.reverse();
            }
            let mut points: Vec<i64> = table.values().copied().collect();
            points.sort_unstable_by(|a, b| b.cmp(a));
            let steps = edges.into_iter().zip(points).map(|(at, points)| {
                let at = Rational::ratio(at, 20_u64).unwrap();
                (
                    Threshold { edge, at },
                    Rational::ratio(points, 100).unwrap(),
                )
            });
            Formula::Steps(Steps {
                steps: steps.collect(),
                otherwise: least(),
            })
        });
    prop_oneof![
        Just(Formula::YesNo),
        (number(), hundredths(1..=200), hundredths(0..=100)).prop_map(|(from, target, part)| {
            let reached = most() * &(from.clone() / &target).min(Rational::one());
            Formula::Proportional {
                from,
                below: reached * &part,
                target,
            }
        }),
        (number(), number())
            .prop_filter("from and to differ", |(from, to)| from != to)
            .prop_map(|(from, to)| Formula::Linear { from, to }),
        steps,
        (number(), hundredths(0..=600)).prop_map(|(each, cap)| Formula::PerItem { each, cap }),
        (number(), hundredths(-200..=600))
            .prop_map(|(each, floor)| Formula::Penalty { each, floor }),
        (level(0..=200), hundredths(-200..=600))
            .prop_map(|(rates, floor)| Formula::PenaltyRates { rates, floor }),
        level(-30..=100).prop_map(Formula::Weighted),
        level(-200..=600).prop_map(Formula::Choice),
        hundredths(1..=300).prop_map(|target| Formula::Growth { target }),
        hundredths(1..=300).prop_map(|scale| Formula::Survey {
            min_n: 0,
            scale,
            n: None,
        }),
    ]
}

fn counts() -> impl Strategy<Value = Count> {
    prop_oneof![4 => (0_u64..8).prop_map(Count::Finite), 1 => Just(Count::Unbounded)]
}

fn range() -> impl Strategy<Value = (u64, Count)> {
    (0_u64..8, counts()).prop_map(|(low, more)| (low, Count::Finite(low) + more))
}

fn spans() -> impl Strategy<Value = Vec<(LevelSpan, u64)>> {
    let span = (0..LEVELS, 0..LEVELS).prop_map(|(a, b)| LevelSpan {
        best: a.min(b),
        worst: a.max(b),
    });
    prop::collection::vec((span, 0_u64..3), 0..4)
}

/// Bounds of the kind that a formula reads.
fn measures(formula: &Formula) -> BoxedStrategy<Measure> {
    match formula {
        Formula::YesNo => (any::<bool>(), any::<bool>())
            .prop_map(|(a, b)| Measure::YesNo {
                low: a && b,
                high: a || b,
            })
            .boxed(),
        Formula::PenaltyRates { .. } | Formula::Weighted(_) => (spans(), spans(), counts())
            .prop_map(|(counted, maybe, missing)| {
                Measure::Histogram(LevelCounts {
                    levels: ["a", "b", "c"].map(str::to_owned).to_vec(),
                    counted,
                    maybe,
                    missing,
                })
            })
            .boxed(),
        Formula::Choice(_) => (0..LEVELS, 0..LEVELS)
            .prop_map(|(a, b)| Measure::Choice {
                low: a.max(b),
                high: a.min(b),
            })
            .boxed(),
        Formula::Growth { .. } => (range(), range())
            .prop_map(|(now, before)| Measure::Change { now, before })
            .boxed(),
        Formula::PerItem { .. } | Formula::Penalty { .. } => range()
            .prop_map(|(low, high)| Measure::Count { low, high })
            .boxed(),
        Formula::Proportional { .. }
        | Formula::Linear { .. }
        | Formula::Steps(_)
        | Formula::Sum(_)
        | Formula::BestOf(_)
        | Formula::PeerNormalised { .. }
        | Formula::ChildrenMean(_)
        | Formula::Survey { .. }
        | Formula::Manual => prop_oneof![
            (hundredths(0..=100), hundredths(0..=100)).prop_map(|(a, b)| Measure::Ratio {
                ratio: Interval::new(a.clone().min(b.clone()), a.max(b)),
                num: (0, Count::Unbounded),
                den: (0, Count::Unbounded),
            }),
            (
                prop::option::of(hundredths(-100..=100)),
                prop::option::of(hundredths(100..=300))
            )
                .prop_map(|(low, high)| Measure::Value { low, high }),
            (counts(), counts()).prop_map(|(a, b)| Measure::Days {
                low: a.min(b),
                high: a.max(b),
            }),
        ]
        .boxed(),
    }
}

/// The measure with whether it applies: a histogram does where a row counts.
fn bounds(measure: Measure) -> Bounds {
    let some = |rows: &[(LevelSpan, u64)]| rows.iter().any(|(_, n)| *n > 0);
    let applies = if let Measure::Histogram(counts) = &measure {
        if some(&counts.counted) {
            Applies::Yes
        } else if some(&counts.maybe) || !counts.missing.is_zero() {
            Applies::Maybe
        } else {
            Applies::No
        }
    } else {
        Applies::Yes
    };
    Bounds { applies, measure }
}

/// A narrower knowledge of the same thing: `pick` says how far each end moves inwards.
fn narrowed(measure: &Measure, pick: (u64, u64)) -> Measure {
    let inward = |(low, high): (u64, Count)| {
        let most = high.finite().unwrap_or(low + 9);
        let low_by = pick.0.min(most - low);
        let high_by = pick.1.min(most - low - low_by);
        (low + low_by, Count::Finite(most - high_by))
    };
    match measure {
        Measure::Ratio { ratio, num, den } => {
            let third = ratio.width() / &Rational::from(3_u64);
            let by = |n: u64| third.clone() * &Rational::from(n.min(1));
            Measure::Ratio {
                ratio: Interval::new(
                    ratio.low.clone() + &by(pick.0),
                    ratio.high.clone() - &by(pick.1),
                ),
                num: *num,
                den: *den,
            }
        }
        Measure::Count { low, high } => {
            let (low, high) = inward((*low, *high));
            Measure::Count { low, high }
        }
        Measure::YesNo { low, high } => match (low, high, pick.0) {
            (false, true, 1) => Measure::YesNo {
                low: true,
                high: true,
            },
            (false, true, 2) => Measure::YesNo {
                low: false,
                high: false,
            },
            (low, high, _) => Measure::YesNo {
                low: *low,
                high: *high,
            },
        },
        Measure::Histogram(counts) => Measure::Histogram(settle_a_row(counts, pick)),
        Measure::Choice { low, high } => {
            let (best, worst) = inward((*high as u64, Count::Finite(*low as u64)));
            Measure::Choice {
                low: usize::try_from(worst.finite().unwrap()).unwrap(),
                high: usize::try_from(best).unwrap(),
            }
        }
        Measure::Value { low, high } => Measure::Value {
            low: low.clone().or_else(|| Some(Rational::from(-1_i64))),
            high: high.clone().or_else(|| Some(Rational::from(3_u64))),
        },
        Measure::Days { low, high } => match low.finite() {
            Some(low) => {
                let (low, high) = inward((low, *high));
                Measure::Days {
                    low: Count::Finite(low),
                    high,
                }
            }
            None => Measure::Days {
                low: *low,
                high: *high,
            },
        },
        Measure::Change { now, before } => Measure::Change {
            now: inward(*now),
            before: inward(*before),
        },
        Measure::Children(list) => Measure::Children(list.clone()),
    }
}

/// Learns of one row whether it counts, or which level it has, or that one row less is missing.
fn settle_a_row(counts: &LevelCounts, pick: (u64, u64)) -> LevelCounts {
    let mut counts = counts.clone();
    let level = |span: LevelSpan| {
        let level = if pick.1.is_multiple_of(2) {
            span.best
        } else {
            span.worst
        };
        LevelSpan {
            best: level,
            worst: level,
        }
    };
    let all = LevelSpan {
        best: 0,
        worst: LEVELS - 1,
    };
    match pick.0 % 4 {
        0 => {
            if let Some((span, n)) = counts.maybe.iter_mut().find(|(_, n)| *n > 0) {
                *n -= 1;
                let span = *span;
                counts.counted.push((span, 1));
            }
        }
        1 => {
            if let Some((_, n)) = counts.maybe.iter_mut().find(|(_, n)| *n > 0) {
                *n -= 1;
            }
        }
        2 => {
            if let Some((span, _)) = counts.counted.first_mut() {
                *span = level(*span);
            }
        }
        _ => {
            counts.missing = match counts.missing {
                Count::Finite(n) => Count::Finite(n.saturating_sub(1)),
                Count::Unbounded => Count::Finite(5),
            };
            counts.maybe.push((all, 1));
            if counts.missing == Count::ZERO {
                counts.maybe.pop();
            }
        }
    }
    counts
}

fn formula_and_measure() -> impl Strategy<Value = (Formula, Measure)> {
    formulas().prop_flat_map(|formula| {
        let measures = measures(&formula);
        (Just(formula), measures)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn points_lie_within_the_criterion((formula, measure) in formula_and_measure()) {
        let got = points(&formula, &most(), &least(), &bounds(measure));
        prop_assert!(got.interval.low <= got.interval.high);
        prop_assert!(Interval::new(least(), most()).contains(&got.interval), "{got:?}");
    }

    #[test]
    fn knowing_more_never_moves_an_end_outwards(
        (formula, measure) in formula_and_measure(),
        pick in (0_u64..4, 0_u64..4),
    ) {
        let narrow = narrowed(&measure, pick);
        let before = points(&formula, &most(), &least(), &bounds(measure));
        let after = points(&formula, &most(), &least(), &bounds(narrow.clone()));
        prop_assert!(before.applies == after.applies || before.applies == Applies::Maybe);
        if after.applies != Applies::No {
            prop_assert!(before.interval.contains(&after.interval), "{narrow:?}: {after:?} leaves {before:?}");
        }
    }

    #[test]
    fn settling_whether_a_criterion_applies_stays_inside_what_its_policy_gave(
        low in -200_i64..=600, width in 0_i64..=800,
        policy in prop_oneof![
            Just(Policy::Forbid), Just(Policy::AwardMax), Just(Policy::Zero), Just(Policy::Unranked),
        ],
    ) {
        let end = |n: i64| Rational::ratio(n.min(600), 100).unwrap();
        let interval = Interval::new(end(low), end(low + width));
        let settled = |applies| {
            let points = Points { applies, interval: interval.clone() };
            after_policy(&points, &most(), &least(), &policy).interval.unwrap()
        };
        let maybe = settled(Applies::Maybe);
        prop_assert!(Interval::new(least(), most()).contains(&maybe));
        prop_assert!(maybe.contains(&settled(Applies::Yes)));
        prop_assert!(maybe.contains(&settled(Applies::No)));
    }

    #[test]
    fn settling_a_line_of_a_scope_never_moves_its_ends_outwards(
        lines in prop::collection::vec((1_u64..5, 0_u64..3, 0_u64..=100, 0_u64..=100), 1..6),
        which in 0_usize..6,
        applies in any::<bool>(),
    ) {
        let answer = [Applies::Yes, Applies::Maybe, Applies::No];
        let entries = |lines: &[(u64, u64, u64, u64)]| -> Vec<ScopeEntry> {
            lines.iter().map(|(max, word, a, b)| {
                let max = Rational::from(*max);
                let part = |n: &u64| max.clone() * &Rational::ratio(*n, 100_u64).unwrap();
                let points = Points {
                    applies: answer[usize::try_from(*word).unwrap()],
                    interval: Interval::new(part(a.min(b)), part(a.max(b))),
                };
                let policy = Policy::Redistribute { scope: "A".into() };
                let settled = after_policy(&points, &max, &Rational::zero(), &policy);
                ScopeEntry { max, min: Rational::zero(), settled }
            }).collect()
        };
        let before = scope(&entries(&lines));
        let mut settled = lines;
        if let Some(line) = settled.get_mut(which).filter(|line| line.1 == 1) {
            line.1 = if applies { 0 } else { 2 };
        }
        let after = scope(&entries(&settled));
        prop_assert!(before.interval.contains(&after.interval), "{after:?} leaves {before:?}");
        prop_assert!(before.applicable_max.contains(&after.applicable_max));
    }
}
