//! Thresholds on a scorecard: met, not met, or too much unknown to judge (`bounds.md` §9).
//!
//! Compares the official interval, never its printed decimals. A gate without a rule is an error and never a pass.
//! Start at [`Gate`] and [`judge`].

mod rules;
mod verdict;

pub use rules::{Gate, Threshold};
pub use verdict::{GateVerdict, Rule, RuleVerdict, Verdict, Why, judge};
