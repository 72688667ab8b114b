//! Ranking units by their official points, which may be ranges: a rank is a range too (`bounds.md` §9).
//!
//! Never compares units of different rounds or rubrics, and never drops a unit. Start at [`rank`].

mod order;
mod ranking;

pub use ranking::{RankedUnit, Ranking, UnrankedUnit, Warning, rank};
