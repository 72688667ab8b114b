//! From queries to bounds: runs an indicator's query in the sandbox, counts its rows and widens by what is missing.
//!
//! Judges nothing and knows no points. Opens nothing: it asks on a sandbox that it is given. Start at [`Asker`].

mod answer;
mod asker;
mod coverage;
mod doubt;
mod params;
mod rows;
mod tally;
mod widening;

#[cfg(test)]
mod parts_tests;

pub use answer::{Answer, AnswerRow, TableFacts, Truths};
pub use asker::Asker;
pub use coverage::{Coverage, Covered, PartCovered, State};
pub use params::Params;
