//! Reports: the same values as JSON, as text for a terminal and as pages.
//!
//! Computes no figure and judges nothing: every number stands in the scorecard, ranking, verdict or explanation that is
//! given. Reads no file and no clock. Start at [`json::scorecard`] and [`terminal::scorecard`].

mod asked;
mod claim;
pub mod html;
pub mod json;
mod law;
mod material;
mod measure;
mod points;
mod reasons;
mod speech;
mod templates;
pub mod terminal;

pub use material::{RankingMaterial, UnitMaterial, Wording};
pub use templates::Templates;
