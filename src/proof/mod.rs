//! Proving checks: their cases, mutants of the cases, and what a look at the queries shows.
//!
//! No check is believed because its SQL looks right: forgetting a fact must widen its answer. Start at [`prove()`].

mod chance;
mod expect;
mod lint;
mod load;
mod mutants;
mod prove;
mod words_of;
mod world;

pub use lint::{HEADINGS, Lint, Note, lint};
pub use prove::{Proof, prove};
