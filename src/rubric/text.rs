//! Formulas, policies and numbers as a rubric file writes them.
//!
//! What is written here is read again as the same formula; `explain` and `rubric show` print it.

use super::{Formula, IndicatorRef, Part, Policy, StepEdge, Steps};
use crate::exact::Rational;
use crate::kind::ParamValue;

impl Formula {
    /// The formula with its numbers, as the value of `formula` in a rubric file: `"yes_no"`,
    /// `{ linear = { from = "0.9", to = "1" } }`.
    pub fn written(&self) -> String {
        let keys = match self {
            Self::YesNo | Self::Manual => return quoted(self.code()),
            Self::Proportional {
                from,
                below,
                target,
            } => {
                let mut keys = Vec::new();
                if !from.is_zero() {
                    keys.push(("from", exact(from)));
                    keys.push(("below", exact(below)));
                }
                keys.push(("target", exact(target)));
                table(keys)
            }
            Self::Linear { from, to } => table([("from", exact(from)), ("to", exact(to))]),
            Self::Steps(steps) => table(step_keys(steps)),
            Self::PerItem { each, cap } => table([("each", exact(each)), ("cap", exact(cap))]),
            Self::Penalty { each, floor } => {
                table([("each", exact(each)), ("floor", exact(floor))])
            }
            Self::PenaltyRates { rates, floor } => {
                table([("rates", numbers(by_level(rates))), ("floor", exact(floor))])
            }
            Self::Weighted(levels) | Self::Choice(levels) => numbers(by_level(levels)),
            Self::Sum(parts) => list(parts.iter().map(|part| part_keys(part, true))),
            Self::BestOf(cases) => list(cases.iter().map(|case| part_keys(case, false))),
            Self::PeerNormalised { best_zero_is_max } => {
                let word = if *best_zero_is_max { "max" } else { "zero" };
                table([("best_zero", quoted(word))])
            }
            Self::ChildrenMean(of) => table([("of", numbers(of))]),
            Self::Growth { target } => table([("target", exact(target))]),
            Self::Survey { min_n, scale, n } => {
                let mut keys = vec![("min_n", min_n.to_string()), ("scale", exact(scale))];
                keys.extend(n.as_ref().map(|n| ("n", n.written())));
                table(keys)
            }
        };
        table([(self.code(), keys)])
    }
}

impl Policy {
    /// The policy as the value of `on_not_applicable` in a rubric file.
    pub fn written(&self) -> String {
        match self {
            Self::Forbid | Self::AwardMax | Self::Zero | Self::Unranked => quoted(self.code()),
            Self::Redistribute { scope } => table([(self.code(), quoted(scope))]),
        }
    }
}

impl IndicatorRef {
    /// The indicator as the value of `indicator` in a rubric file.
    pub fn written(&self) -> String {
        if self.with.is_empty() {
            return quoted(&self.id);
        }
        let with = self.with.iter().map(|(name, value)| {
            let value = match value {
                ParamValue::Int(n) => n.to_string(),
                ParamValue::Text(text) => quoted(text),
            };
            (name.as_str(), value)
        });
        table([("id", quoted(&self.id)), ("with", table(with))])
    }
}

fn exact(number: &Rational) -> String {
    quoted(&number.to_exact(0))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn table<'a>(keys: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let keys: Vec<String> = keys
        .into_iter()
        .map(|(key, value)| {
            let bare = !key.is_empty()
                && key
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            if bare {
                format!("{key} = {value}")
            } else {
                format!("{} = {value}", quoted(key))
            }
        })
        .collect();
    format!("{{ {} }}", keys.join(", "))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn numbers<'a>(numbers: impl IntoIterator<Item = (&'a String, &'a Rational)>) -> String {
    table(
        numbers
            .into_iter()
            .map(|(name, number)| (name.as_str(), exact(number))),
    )
}

fn by_level(numbers: &[(String, Rational)]) -> impl Iterator<Item = (&String, &Rational)> {
    numbers.iter().map(|(level, number)| (level, number))
}

fn step_keys(steps: &Steps) -> Vec<(&'static str, String)> {
    let mut keys = Vec::new();
    for edge in [
        StepEdge::AtLeast,
        StepEdge::Above,
        StepEdge::AtMost,
        StepEdge::Below,
    ] {
        let mut pairs = steps
            .steps
            .iter()
            .filter(|(threshold, _)| threshold.edge == edge)
            .map(|(threshold, points)| format!("[{}, {}]", exact(&threshold.at), exact(points)))
            .peekable();
        if pairs.peek().is_some() {
            keys.push((edge.code(), list(pairs)));
        }
    }
    keys.push(("else", exact(&steps.otherwise)));
    keys
}

fn part_keys(part: &Part, with_policy: bool) -> String {
    let mut keys = vec![
        ("indicator", part.indicator.written()),
        ("formula", part.formula.written()),
        ("max", exact(&part.max)),
    ];
    if with_policy {
        keys.push(("on_not_applicable", part.policy.written()));
    }
    table(keys)
}
