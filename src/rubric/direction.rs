//! Which way a formula goes.

use super::{Formula, StepEdge, Steps};

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
}

impl Steps {
    /// Whether the side above each edge earns.
    pub fn rise(&self) -> bool {
        self.steps
            .first()
            .is_none_or(|(threshold, _)| threshold.edge.rises())
    }
}
