//! Reports: the values of scoring as JSON.
//!
//! Computes no figure and judges nothing: every number stands in the scorecard, ranking, verdict or explanation that is
//! given. Reads no file and no clock. Start at [`json::scorecard`].

pub mod json;
mod points;
