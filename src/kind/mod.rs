//! Indicator kinds: what a query of each kind returns, and the bounds of it (`bounds.md` §4).
//!
//! Knows no SQL and no points: tallies in, bounds out. Start at [`Kind`] and [`Bounds`].

mod bounds;
mod contain;
mod need;
mod param;
mod tally;

pub use bounds::{Applies, Bounds, ChildList, LevelCounts, LevelSpan, Measure};
pub use need::{Kind, Loose, Need, Role};
pub use param::{ParamValue, Shape};
pub use tally::{
    AmountRow, MetTally, RatioTally, TotalsTally, Truth, change, children, choice, histogram,
    level_span,
};
