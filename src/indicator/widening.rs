//! How far an answer is widened by the rows that its tables lack (`bounds.md` §2).

use super::TableFacts;
use crate::check::Indicator;
use crate::exact::Count;
use crate::kind::{Loose, Role};

/// What the unknown rows of all tables of a route may do to its answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Widening {
    /// A table that is taken as seen has no input at all: then nothing is known.
    pub unseen: bool,
    /// Result rows that may come or change.
    pub loose: Loose,
    /// Of value and days: the low end is not known.
    pub opens_low: bool,
    /// Of value and days: the high end is not known.
    pub opens_high: bool,
}

impl Widening {
    /// Anything may be.
    pub(super) const ANY: Self = Self {
        unseen: true,
        loose: Loose {
            k: Count::Unbounded,
            ..Loose::NONE
        },
        opens_low: true,
        opens_high: true,
    };

    pub(super) fn of(indicator: &Indicator, tables: &[TableFacts]) -> Self {
        let unseen = tables
            .iter()
            .any(|facts| facts.need.is(Role::AsSeen) && !facts.covered.has_input());
        if unseen {
            return Self::ANY;
        }
        let (opens_low, opens_high) = opens(indicator, tables);
        Self {
            unseen,
            loose: loose(tables),
            opens_low,
            opens_high,
        }
    }
}

/// e(T) of a table: how many result rows its unknown rows may change.
pub(super) fn changes(facts: &TableFacts, rows: u64) -> u64 {
    let need = &facts.need;
    let joined = !need
        .roles
        .iter()
        .all(|role| matches!(role, Role::Rows | Role::AsSeen));
    if need.drives() && !joined {
        return 0;
    }
    let missing = if need.each {
        Count::ZERO
    } else if need.each_part {
        facts.missing_anywhere()
    } else {
        facts.missing()
    };
    let loose = missing + Count::Finite(facts.unassigned);
    if loose.is_zero() {
        0
    } else if need.serves_one || need.by_key() {
        loose.at_most(rows)
    } else {
        rows
    }
}

/// k, up, down and any of an indicator.
fn loose(tables: &[TableFacts]) -> Loose {
    let mut loose = Loose::NONE;
    for facts in tables {
        let need = &facts.need;
        if need.drives() {
            // A row of the parts that the query names may be one that it takes for another part's.
            loose.k = loose.k + facts.missing() + Count::Finite(facts.partless);
        }
        let either = need.is(Role::Both) || need.is(Role::AsSeen);
        if need.is(Role::Any) {
            loose.any += facts.changes;
        }
        if need.is(Role::Meet) || either || need.is(Role::Any) {
            loose.up += facts.changes;
        }
        if need.is(Role::Break) || either || need.is(Role::Any) {
            loose.down += facts.changes;
        }
    }
    loose
}

/// Value and days: all tables are joined; what is missing of one that can only lower opens the low end, and so on;
/// one without a direction opens both.
fn opens(indicator: &Indicator, tables: &[TableFacts]) -> (bool, bool) {
    let (mut low, mut high) = (false, false);
    if indicator.handles_missing {
        return (low, high);
    }
    for facts in tables {
        if (facts.missing() + Count::Finite(facts.unassigned)).is_zero() {
            continue;
        }
        let directed = facts.need.is(Role::Lower) || facts.need.is(Role::Raise);
        low |= facts.need.is(Role::Lower) || !directed;
        high |= facts.need.is(Role::Raise) || !directed;
    }
    (low, high)
}
