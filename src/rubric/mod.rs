//! A rubric: points, groups, formulas and policies kept as data, and the arithmetic that turns bounds into points.
//!
//! Knows no table and no unit: bounds in, points out (`bounds.md` §5–§9). Start at [`Rubric`].

mod value;

pub use value::{
    Band, Criterion, Dated, EvidenceRule, Formula, Group, IndicatorRef, Part, Policy, RankMode,
    Ranking, RoundAt, Rubric, RubricRounding, StepEdge, Steps, Threshold,
};
