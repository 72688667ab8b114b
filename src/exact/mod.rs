//! Exact numbers: rationals, counts that may be unbounded, intervals, rounding, civil days, digests.
//!
//! No float and no clock: every value here is the same on every machine. Start at [`Rational`].

mod count;
mod day;
mod digest;
mod interval;
mod rational;
mod rounding;

pub use count::Count;
pub use day::Day;
pub use digest::{Digester, sha256};
pub use interval::Interval;
pub use rational::Rational;
pub use rounding::{Mode, Rounding};
