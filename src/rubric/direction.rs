//! Which way a formula goes, and the least it can give.

use super::{Formula, Part, StepEdge, Steps};
use crate::exact::Rational;

/// Which way points go as the indicator grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More of it never lowers the points.
    Rising,
    /// More of it never raises the points.
    Falling,
    /// It reads no indicator of its own.
    Neither,
}

impl StepEdge {
    /// The word that rubrics use.
    pub fn code(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::Above => "above",
            Self::AtMost => "at_most",
            Self::Below => "below",
        }
    }

    /// Whether the side above the edge earns.
    pub fn rises(self) -> bool {
        match self {
            Self::AtLeast | Self::Above => true,
            Self::AtMost | Self::Below => false,
        }
    }
}

impl Formula {
    /// Which way points go as the indicator grows: a better level, more rows that meet, a greater number.
    pub fn direction(&self) -> Direction {
        match self {
            Self::YesNo
            | Self::Proportional { .. }
            | Self::PerItem { .. }
            | Self::Weighted(_)
            | Self::Choice(_)
            | Self::PeerNormalised { .. }
            | Self::ChildrenMean(_)
            | Self::Growth { .. }
            | Self::Survey { .. } => Direction::Rising,
            Self::Linear { from, to } if from < to => Direction::Rising,
            Self::Steps(steps) if steps.rise() => Direction::Rising,
            Self::Linear { .. }
            | Self::Steps(_)
            | Self::Penalty { .. }
            | Self::PenaltyRates { .. } => Direction::Falling,
            Self::Sum(_) | Self::BestOf(_) | Self::Manual => Direction::Neither,
        }
    }

    /// The least that it can give, where M is `max`.
    pub fn least(&self, max: &Rational) -> Rational {
        let zero = Rational::zero();
        let least_level = |numbers: &[(String, Rational)]| {
            numbers
                .iter()
                .map(|(_, number)| number)
                .min()
                .cloned()
                .unwrap_or_else(Rational::zero)
        };
        match self {
            Self::Proportional { below, .. } => below.clone().min(zero),
            Self::Steps(steps) => steps
                .steps
                .iter()
                .map(|(_, points)| points)
                .fold(steps.otherwise.clone(), |least, points| {
                    least.min(points.clone())
                }),
            Self::Penalty { floor, .. } | Self::PenaltyRates { floor, .. } => floor.clone(),
            Self::Weighted(weights) => max.clone() * &least_level(weights),
            Self::Choice(options) => least_level(options),
            Self::Sum(parts) => parts.iter().map(Part::least).sum(),
            Self::BestOf(cases) => cases
                .iter()
                .map(Part::least)
                .min()
                .unwrap_or_else(Rational::zero),
            Self::YesNo
            | Self::Linear { .. }
            | Self::PerItem { .. }
            | Self::PeerNormalised { .. }
            | Self::ChildrenMean(_)
            | Self::Growth { .. }
            | Self::Survey { .. }
            | Self::Manual => zero,
        }
    }
}

impl Steps {
    /// Whether the side above each edge earns.
    pub fn rise(&self) -> bool {
        self.steps
            .first()
            .is_none_or(|(threshold, _)| threshold.edge.rises())
    }
}

impl Part {
    /// The least points that the part can give: its `min` for [`super::after_policy`].
    pub fn least(&self) -> Rational {
        self.formula.least(&self.max).min(Rational::zero())
    }
}
