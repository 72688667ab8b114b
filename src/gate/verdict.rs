//! A scorecard held against a gate.

use super::{Gate, Threshold};
use crate::exact::{Interval, Rational};
use crate::score::{RoundRef, RubricRef, Scorecard, UnitRef};
use crate::words::{Problem, written};

/// What a gate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Met in every world.
    Met,
    /// Met in none.
    NotMet,
    /// Too much is unknown to judge.
    Unknown,
}

impl Verdict {
    /// All of them, in order.
    pub const ALL: &[Self] = &[Self::Met, Self::NotMet, Self::Unknown];

    /// The word that outputs use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::Unknown => "unknown",
        }
    }
}

/// The verdict on one scorecard, rule by rule.
#[derive(Debug, Clone)]
pub struct GateVerdict {
    /// Whose.
    pub unit: UnitRef,
    /// Of which round.
    pub round: RoundRef,
    /// By which rubric.
    pub rubric: RubricRef,
    /// Digest of the bundle, hex.
    pub bundle_sha256: String,
    /// Whether made-up data took part.
    pub illustrative: bool,
    /// Not met if any rule is not met, else unknown if any is, else met.
    pub verdict: Verdict,
    /// The rules: total, unknown points, groups by code. Never empty.
    pub rules: Vec<RuleVerdict>,
}

/// A rule of a gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// The total must reach a number of points.
    MinPoints,
    /// No more points of the total than a number may be unknown.
    MaxUnknownPoints,
    /// A group, by its code, must reach a number of points.
    MinGroupPoints(String),
}

impl Rule {
    /// The key of `gate.toml`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::MinPoints => "min_points",
            Self::MaxUnknownPoints => "max_unknown_points",
            Self::MinGroupPoints(_) => "min_group_points",
        }
    }

    /// The group it is about.
    pub fn group(&self) -> Option<&str> {
        match self {
            Self::MinPoints | Self::MaxUnknownPoints => None,
            Self::MinGroupPoints(code) => Some(code),
        }
    }
}

/// What one rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleVerdict {
    /// Which.
    pub rule: Rule,
    /// Its points.
    pub limit: Rational,
    /// What it was held against: official points, or the number of unknown points as a point.
    pub seen: Interval,
    /// Why it is as it is; the verdict follows from it.
    pub why: Why,
}

impl RuleVerdict {
    /// What the rule says.
    pub fn verdict(&self) -> Verdict {
        match self.why {
            Why::LowReaches | Why::WithinLimit => Verdict::Met,
            Why::HighFallsShort => Verdict::NotMet,
            Why::RangeSpans | Why::AboveLimit => Verdict::Unknown,
        }
    }
}

/// Why a rule says what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The low end reaches the minimum.
    LowReaches,
    /// The high end does not reach the minimum.
    HighFallsShort,
    /// The minimum lies within the range.
    RangeSpans,
    /// No more points are unknown than allowed.
    WithinLimit,
    /// More points are unknown than allowed: unknown, never not met.
    AboveLimit,
}

impl Why {
    /// All of them, in order.
    pub const ALL: &[Self] = &[
        Self::LowReaches,
        Self::HighFallsShort,
        Self::RangeSpans,
        Self::WithinLimit,
        Self::AboveLimit,
    ];

    /// The word that outputs use.
    pub fn code(self) -> &'static str {
        match self {
            Self::LowReaches => "low_reaches",
            Self::HighFallsShort => "high_falls_short",
            Self::RangeSpans => "range_spans",
            Self::WithinLimit => "within_limit",
            Self::AboveLimit => "above_limit",
        }
    }
}

/// Holds the official points of a scorecard against a gate.
///
/// Errors: a gate without a rule; a group that the scorecard does not have (the nearest is offered).
pub fn judge(card: &Scorecard, gate: &Gate) -> Result<GateVerdict, Problem> {
    if gate.is_empty() {
        return Err(Problem::new("gate.no_rule"));
    }
    let total = &card.total.figures.official;
    let mut rules = Vec::new();
    if let Some(limit) = &gate.min_points {
        rules.push(least(Rule::MinPoints, limit, total));
    }
    if let Some(limit) = &gate.max_unknown_points {
        rules.push(unknown(limit, total));
    }
    for (code, limit) in &gate.min_group_points {
        let group = card.groups.iter().find(|group| group.code == *code);
        let group = group.ok_or_else(|| unknown_group(card, code, limit))?;
        let rule = Rule::MinGroupPoints(code.clone());
        rules.push(least(rule, limit, &group.figures.official));
    }
    Ok(GateVerdict {
        unit: card.unit.clone(),
        round: card.round.clone(),
        rubric: card.rubric.clone(),
        bundle_sha256: card.bundle_sha256.clone(),
        illustrative: card.illustrative(),
        verdict: all(&rules),
        rules,
    })
}

fn least(rule: Rule, limit: &Threshold, seen: &Interval) -> RuleVerdict {
    let why = if seen.low >= limit.points {
        Why::LowReaches
    } else if seen.high < limit.points {
        Why::HighFallsShort
    } else {
        Why::RangeSpans
    };
    RuleVerdict {
        rule,
        limit: limit.points.clone(),
        seen: seen.clone(),
        why,
    }
}

fn unknown(limit: &Threshold, total: &Interval) -> RuleVerdict {
    let width = total.width();
    RuleVerdict {
        rule: Rule::MaxUnknownPoints,
        limit: limit.points.clone(),
        why: if width <= limit.points {
            Why::WithinLimit
        } else {
            Why::AboveLimit
        },
        seen: Interval::point(width),
    }
}

fn all(rules: &[RuleVerdict]) -> Verdict {
    let says = |verdict| rules.iter().any(|rule| rule.verdict() == verdict);
    if says(Verdict::NotMet) {
        Verdict::NotMet
    } else if says(Verdict::Unknown) {
        Verdict::Unknown
    } else {
        Verdict::Met
    }
}

fn unknown_group(card: &Scorecard, code: &str, limit: &Threshold) -> Problem {
    let known: Vec<String> = card.groups.iter().map(|group| group.code.clone()).collect();
    let problem = written::unknown("gate.group", code, &known);
    match &limit.place {
        Some(place) => problem.at(place.clone()),
        None => problem,
    }
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
