//! Scoring: tables, rubric, declarations and decisions become a scorecard.
//!
//! Sees no clock, no locale, no network and no float. Start at [`Scorecard`].

mod basis;
mod children;
mod claim;
mod criterion;
mod decision;
mod decision_log;
mod evidence;
mod explain;
mod explanation;
#[cfg(test)]
pub(crate) mod hostile;
mod measured;
mod notes;
mod raise;
mod reason;
#[cfg(test)]
pub(crate) mod sample;
mod scorecard;
mod scoring;
mod stated;
mod subject;
mod totals;
mod unfit;
mod verdicts;
mod widened;
mod world;

pub use basis::Basis;
pub use decision::{Decision, DecisionKind, Decisions};
pub use decision_log::Ruling;
pub use explain::{Explainer, explain};
pub use explanation::{
    Asked, AskedRow, Band, CheckResult, ChildPoints, Explanation, Export, Judged, PartRead, RAISES,
    Raise, Reading, RowSource, TableRead, Verdict,
};
pub use reason::{Because, Fact, REASONS};
pub use scorecard::{
    ContextRef, CriterionScore, DecisionsRef, EvidenceRef, Figures, Flag, GroupScore,
    IndicatorScore, Measured, RoundRef, RubricRef, Scorecard, Standing, TotalScore, UnitRef,
};
pub use scoring::score;
pub use subject::Subject;
