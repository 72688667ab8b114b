//! Reports: the same values as JSON and as text for a terminal.
//!
//! Computes no figure and judges nothing: every number stands in the scorecard, ranking, verdict or explanation that is
//! given. Reads no file and no clock. Start at [`json::scorecard`] and [`terminal::scorecard`].

mod asked;
mod claim;
pub mod json;
mod law;
mod measure;
mod points;
mod reasons;
mod speech;
pub mod terminal;
