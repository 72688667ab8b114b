//! What is known of an indicator: whether it applies, and its ends.

use crate::exact::{Count, Interval, Rational};

/// Whether a criterion's question arises at all (`bounds.md` §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applies {
    /// In every world.
    Yes,
    /// In some worlds.
    Maybe,
    /// In none.
    No,
}

impl Applies {
    /// All of them, in order.
    pub const ALL: &[Self] = &[Self::Yes, Self::Maybe, Self::No];

    /// The word that scorecards use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Maybe => "maybe",
            Self::No => "no",
        }
    }
}

/// The bounds of one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// Whether the question arises.
    pub applies: Applies,
    /// Its ends. Where `applies` is `No` they carry no meaning.
    pub measure: Measure,
}

/// The ends, in the shape of the kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// `ratio` and `totals`.
    Ratio {
        /// The ratio itself, within [0, 1].
        ratio: Interval,
        /// Shown numerator, [low, high]: a range of its own, never to be divided.
        num: (u64, Count),
        /// Shown denominator, [low, high]: a range of its own, never to be divided.
        den: (u64, Count),
    },
    /// A number of things.
    Count {
        /// Surely.
        low: u64,
        /// Possibly.
        high: Count,
    },
    /// Yes or no.
    YesNo {
        /// Surely yes.
        low: bool,
        /// Possibly yes.
        high: bool,
    },
    /// Rows by the levels that are possible for each.
    Histogram(LevelCounts),
    /// A level: indexes into the indicator's levels, 0 the best.
    Choice {
        /// The worst that is possible.
        low: usize,
        /// The best that is possible.
        high: usize,
    },
    /// A number; no end where it has none.
    Value {
        /// At least.
        low: Option<Rational>,
        /// At most.
        high: Option<Rational>,
    },
    /// Whole days; `Unbounded` is never.
    Days {
        /// At least; `Unbounded` where nothing ever was.
        low: Count,
        /// At most.
        high: Count,
    },
    /// Two counts.
    Change {
        /// This period.
        now: (u64, Count),
        /// The period before; nothing where there is no last round to compare with (`[0, ∞]`).
        before: (u64, Count),
    },
    /// Bodies.
    Children(ChildList),
}

/// The levels possible for a row: from the best to the worst that is possible, indexes into the levels, 0 the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LevelSpan {
    /// Best possible (the lesser index).
    pub best: usize,
    /// Worst possible (the greater index).
    pub worst: usize,
}

/// Rows of a histogram, counted by whether they count and which levels are possible for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelCounts {
    /// Names of the levels, best first.
    pub levels: Vec<String>,
    /// Number of rows that surely count, by span.
    pub counted: Vec<(LevelSpan, u64)>,
    /// Number of rows that may count, by span.
    pub maybe: Vec<(LevelSpan, u64)>,
    /// Rows that nobody knows: each may count, at any level.
    pub missing: Count,
}

/// The bodies whose own criteria are averaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildList {
    /// Bodies that surely count.
    pub counted: Vec<String>,
    /// Bodies that may count.
    pub maybe: Vec<String>,
    /// Bodies that nobody knows.
    pub missing: Count,
}
