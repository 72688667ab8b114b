//! A rubric: points, groups, formulas and policies kept as data, and the arithmetic that turns bounds into points.
//!
//! Knows no table and no unit: bounds in, points out (`bounds.md` §5–§9). Start at [`Rubric`] and [`points()`].

mod asked;
mod children;
mod compound;
mod direction;
mod formula_line;
mod levels;
mod load;
mod mean;
mod peers;
mod points;
mod policy;
mod rounded;
mod scope;
mod sheet;
mod text;
mod value;

pub use children::{Child, ChildCriterion, child_rate, children_mean};
pub use compound::{best_of, sum};
pub use direction::Direction;
pub use peers::{PeerBounds, peer_normalised};
pub use points::{Points, points, survey};
pub use policy::{Settled, after_policy};
pub use scope::{Rescaled, ScopeEntry, scope};
pub use sheet::SheetColumn;
pub use value::{
    Band, Criterion, Dated, EvidenceRule, Formula, Group, IndicatorRef, Part, Policy, RankMode,
    Ranking, RoundAt, Rubric, RubricRounding, StepEdge, Steps, Threshold,
};

#[cfg(test)]
#[path = "combined_tests.rs"]
mod combined;
#[cfg(test)]
#[path = "laws_tests.rs"]
mod laws;
#[cfg(test)]
#[path = "vectors_tests.rs"]
mod vectors;
