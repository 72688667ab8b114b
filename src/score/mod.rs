//! Scoring: tables, rubric, declarations and decisions become a scorecard.
//!
//! Sees no clock, no locale, no network and no float. Start at [`Scorecard`].

mod scorecard;

pub use scorecard::{
    Because, CriterionScore, DecisionsRef, EvidenceRef, Fact, Figures, Flag, GroupScore,
    IndicatorScore, Measured, RoundRef, RubricRef, Scorecard, Standing, TotalScore, UnitRef,
};
