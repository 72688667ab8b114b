//! Reports: the same values as JSON, as text for a terminal, as pages, as sheets and as a summary.
//!
//! Computes no figure and judges nothing: every number stands in the scorecard, ranking, verdict or explanation that is
//! given. Reads no file and no clock. Start at [`json::scorecard`], [`terminal::scorecard`] and [`xlsx::self_score`].

mod asked;
mod cell;
mod claim;
pub mod csv;
pub mod html;
pub mod json;
mod law;
pub mod markdown;
mod material;
mod measure;
mod outline;
mod placing;
mod points;
mod reasons;
mod rescaled;
pub mod schema;
mod shortlist;
mod speech;
mod templates;
pub mod terminal;
pub mod xlsx;

pub use material::{RankingMaterial, UnitMaterial, Wording};
pub use templates::Templates;

#[cfg(test)]
#[path = "formats_tests.rs"]
mod formats;
#[cfg(test)]
#[path = "printed_tests.rs"]
mod printed;
