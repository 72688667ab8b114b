//! What asking an indicator gave: its bounds and the facts behind them.

use crate::exact::Count;
use crate::kind::{Bounds, Need, Truth};

use super::{Covered, PartCovered};

/// The answer of an indicator for one body.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its bounds.
    pub bounds: Bounds,
    /// Which of the indicator's routes answered: 0 the main one.
    pub route: usize,
    /// The tables that the route reads.
    pub tables: Vec<TableFacts>,
    /// Result rows by what they say.
    pub truths: Truths,
    /// Bounds of the next route with input, where they differ.
    pub cross_check: Option<Bounds>,
    /// Of a `change`: the period before is not covered and no last round is known.
    pub no_last_round: bool,
}

/// A table as an indicator found it.
#[derive(Debug, Clone)]
pub struct TableFacts {
    /// Name.
    pub table: String,
    /// Its role.
    pub need: Need,
    /// Coverage of the body that was asked of: all of `said` together.
    pub covered: Covered,
    /// What is said of it and of those of its parts that the query needs, for that body; with `each_part`, of those that
    /// leave a result row open.
    pub said: Vec<PartCovered>,
    /// Rows that could belong to anyone: their `by` is NULL, or their part where the query names parts.
    pub unassigned: u64,
    /// Those of them that could be of any part.
    pub partless: u64,
    /// With `each` or `each_part`: result rows whose body or part is not complete.
    pub open_keys: u64,
    /// How many result rows its unknown rows may change.
    pub changes: u64,
}

impl TableFacts {
    /// Missing rows that the bounds were widened by.
    pub fn missing(&self) -> Count {
        if self.need.is(crate::kind::Role::AsSeen) {
            Count::ZERO
        } else {
            self.covered.missing
        }
    }

    /// Missing rows that may be of any part.
    pub fn missing_anywhere(&self) -> Count {
        let whole = self.said.iter().find(|said| said.part.is_empty());
        whole.map_or(Count::Unbounded, |said| said.covered.missing)
    }
}

/// Result rows by what they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Truths {
    /// They count and meet.
    pub met: u64,
    /// They count and do not meet: the to-do list.
    pub unmet: u64,
    /// Not known.
    pub unknown: u64,
    /// They do not count.
    pub uncounted: u64,
    /// How many of those that are known may still turn by rows that tables lack, at most; nobody knows which.
    pub may_turn: u64,
}

/// A result row, kept only where somebody asks for rows.
#[derive(Debug, Clone)]
pub struct AnswerRow {
    /// Its key.
    pub key: String,
    /// Whether it counts.
    pub counted: Truth,
    /// Whether it meets; of kinds without a `met`, whether it leaves nothing to be wished for.
    pub met: Truth,
    /// All other columns: name and value as text, nothing = NULL.
    pub cells: Vec<(String, Option<String>)>,
}
