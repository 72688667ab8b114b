//! A formula with its numbers in one line, for people: `linear { from = 0.9, to = 1 }`.

use std::fmt;

use super::{Formula, Part, StepEdge, Steps, Threshold};
use crate::exact::Rational;

impl fmt::Display for Formula {
    /// The word of the formula and its numbers as the rubric means them, defaults filled in. Numbers are exact.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<String> = match self {
            Self::YesNo | Self::Manual => Vec::new(),
            Self::Proportional {
                from,
                below,
                target,
            } => vec![
                field("from", from),
                field("below", below),
                field("target", target),
            ],
            Self::Linear { from, to } => vec![field("from", from), field("to", to)],
            Self::Steps(steps) => edges(steps),
            Self::PerItem { each, cap } => vec![field("each", each), field("cap", cap)],
            Self::Penalty { each, floor } => vec![field("each", each), field("floor", floor)],
            Self::PenaltyRates { rates, floor } => {
                let mut fields = by_level(rates);
                fields.push(field("floor", floor));
                fields
            }
            Self::Weighted(by) | Self::Choice(by) => by_level(by),
            Self::ChildrenMean(weights) => {
                let weights = weights.iter();
                weights.map(|(code, w)| field(code, w)).collect()
            }
            Self::Sum(parts) | Self::BestOf(parts) => parts.iter().map(part).collect(),
            Self::PeerNormalised { best_zero_is_max } => {
                let zero = if *best_zero_is_max { "max" } else { "0" };
                vec![format!("best_zero = {zero}")]
            }
            Self::Growth { target } => vec![field("target", target)],
            Self::Survey { min_n, scale, n } => {
                let n = n.as_ref().map(|n| format!("n = {}", n.id));
                let fields = [format!("min_n = {min_n}"), field("scale", scale)];
                fields.into_iter().chain(n).collect()
            }
        };
        f.write_str(self.code())?;
        if fields.is_empty() {
            Ok(())
        } else {
            write!(f, " {{ {} }}", fields.join(", "))
        }
    }
}

fn field(name: &str, value: &Rational) -> String {
    format!("{name} = {}", value.to_exact(0))
}

fn by_level(values: &[(String, Rational)]) -> Vec<String> {
    values.iter().map(|(name, v)| field(name, v)).collect()
}

fn edges(steps: &Steps) -> Vec<String> {
    let edges = steps.steps.iter().map(|(edge, points)| {
        let Threshold { edge, at } = edge;
        let sign = match edge {
            StepEdge::AtLeast => ">=",
            StepEdge::Above => ">",
            StepEdge::AtMost => "<=",
            StepEdge::Below => "<",
        };
        format!("{sign} {}: {}", at.to_exact(0), points.to_exact(0))
    });
    let otherwise = format!("else: {}", steps.otherwise.to_exact(0));
    edges.chain([otherwise]).collect()
}

fn part(part: &Part) -> String {
    let id = &part.indicator.id;
    format!("{id} of {}: {}", part.max.to_exact(0), part.formula)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::{IndicatorRef, Policy};

    fn r(text: &str) -> Rational {
        Rational::parse(text).unwrap()
    }

    fn named(values: &[(&str, &str)]) -> Vec<(String, Rational)> {
        let values = values.iter();
        values.map(|(name, v)| ((*name).to_owned(), r(v))).collect()
    }

    #[test]
    fn every_formula_tells_its_numbers() {
        let steps = Steps {
            steps: vec![
                (
                    Threshold {
                        edge: StepEdge::AtLeast,
                        at: r("0.95"),
                    },
                    r("5"),
                ),
                (
                    Threshold {
                        edge: StepEdge::Above,
                        at: r("1/3"),
                    },
                    r("2.5"),
                ),
            ],
            otherwise: r("0"),
        };
        let part = Part {
            indicator: IndicatorRef {
                id: "office.a/b".into(),
                with: std::collections::BTreeMap::new(),
            },
            formula: Formula::YesNo,
            max: r("1.5"),
            policy: Policy::Zero,
        };
        let linear = Formula::Linear {
            from: r("0.90"),
            to: r("1"),
        };
        let rates = Formula::PenaltyRates {
            rates: named(&[("late", "0.25"), ("lost", "0.5")]),
            floor: r("0"),
        };
        let survey = Formula::Survey {
            min_n: 30,
            scale: r("5"),
            n: Some(part.indicator.clone()),
        };
        for (formula, line) in [
            (Formula::YesNo, "yes_no"),
            (Formula::Manual, "manual"),
            (linear, "linear { from = 0.9, to = 1 }"),
            (
                Formula::Steps(steps),
                "steps { >= 0.95: 5, > 1/3: 2.5, else: 0 }",
            ),
            (rates, "penalty { late = 0.25, lost = 0.5, floor = 0 }"),
            (
                Formula::Choice(named(&[("full", "4"), ("none", "0")])),
                "choice { full = 4, none = 0 }",
            ),
            (
                Formula::Sum(vec![part.clone(), part]),
                "sum { office.a/b of 1.5: yes_no, office.a/b of 1.5: yes_no }",
            ),
            (
                Formula::PeerNormalised {
                    best_zero_is_max: true,
                },
                "peer_normalised { best_zero = max }",
            ),
            (survey, "survey { min_n = 30, scale = 5, n = office.a/b }"),
        ] {
            assert_eq!(formula.to_string(), line);
        }
    }
}
