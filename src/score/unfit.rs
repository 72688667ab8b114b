//! Why a stated fact or stated points cannot be scored.

use super::Decision;
use crate::kind::Kind;
use crate::rubric::{Criterion, Rubric};
use crate::words::{Problem, plain};

/// What is wrong with what is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unfit {
    /// No fact decides alone: the criterion has no indicator, or several.
    NoFact,
    /// Another shape than the criterion's.
    Shape {
        /// What the criterion's indicator is.
        kind: Kind,
        /// Its levels, the best first.
        levels: Vec<String>,
    },
    /// More than there are.
    MoreThanAll {
        /// Numerator.
        num: u64,
        /// Denominator.
        den: u64,
    },
    /// A level that the indicator does not have.
    Level {
        /// As stated.
        found: String,
        /// Those that it has, the best first.
        levels: Vec<String>,
    },
    /// A mean that is no share of one.
    Mean,
    /// A day after the one on which validity is judged.
    Day {
        /// As stated, ISO.
        day: String,
        /// The latest, ISO.
        as_of: String,
    },
    /// By it the criterion does not apply, which the rubric does not allow.
    Applies,
    /// Points outside those of the criterion.
    Points,
    /// Points with more digits than the rubric keeps.
    Digits,
}

impl Unfit {
    /// The problem with a decision that states this.
    pub(super) fn of(self, decision: &Decision, criterion: &Criterion, rubric: &Rubric) -> Problem {
        let problem = match self {
            Self::NoFact => Problem::new("decision.no_fact"),
            Self::Shape { kind, levels } => takes(kind).with("levels", levels.join(", ")),
            Self::MoreThanAll { num, den } => Problem::new("decision.more_than_all")
                .with("num", num)
                .with("den", den),
            Self::Level { found, levels } => Problem::new("decision.level")
                .with("found", plain(&found))
                .with("levels", levels.join(", ")),
            Self::Mean => Problem::new("decision.mean"),
            Self::Day { day, as_of } => Problem::new("decision.day")
                .with("day", day)
                .with("as_of", as_of),
            Self::Applies => Problem::new("decision.fact_applies"),
            Self::Points => Problem::new("decision.points")
                .with("min", rubric.shown_number(&criterion.min))
                .with("max", rubric.shown_number(&criterion.max)),
            Self::Digits => {
                Problem::new("decision.digits").with("digits", rubric.rounding.how.digits)
            }
        };
        problem
            .with("criterion", &criterion.code)
            .with("seq", decision.seq)
    }
}

/// That another fact was stated than an indicator of this kind takes.
fn takes(kind: Kind) -> Problem {
    match kind {
        Kind::Ratio | Kind::Totals => Problem::new("decision.takes_ratio"),
        Kind::Count => Problem::new("decision.takes_count"),
        Kind::YesNo => Problem::new("decision.takes_yes_no"),
        Kind::Choice => Problem::new("decision.takes_choice"),
        Kind::Value => Problem::new("decision.takes_value"),
        Kind::Days => Problem::new("decision.takes_days"),
        Kind::Change => Problem::new("decision.takes_change"),
        Kind::Histogram | Kind::Children => Problem::new("decision.no_fact"),
    }
}
