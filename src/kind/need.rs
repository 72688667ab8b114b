//! The closed lists: kinds of indicators and roles of tables.

use serde::Deserialize;

use crate::exact::Count;

/// What an indicator's query returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `key, counted, met`.
    Ratio,
    /// `key, den, num` or `key, den, num_low, num_high`: amounts of a report's rows.
    Totals,
    /// `key, met`.
    Count,
    /// `key, met`; any row decides.
    YesNo,
    /// `key[, counted]` and a column a level but the last.
    Histogram,
    /// `key` and a column a level but the last; the best row decides.
    Choice,
    /// `value`, or `lo, hi`; one row.
    Value,
    /// `lo, hi` in whole days; `never` is ∞.
    Days,
    /// `key, now, before`.
    Change,
    /// `key, counted`: the bodies whose own criteria are averaged.
    Children,
}

impl Kind {
    /// All of them, in order.
    pub const ALL: &[Self] = &[
        Self::Ratio,
        Self::Totals,
        Self::Count,
        Self::YesNo,
        Self::Histogram,
        Self::Choice,
        Self::Value,
        Self::Days,
        Self::Change,
        Self::Children,
    ];

    /// The word that packs and scorecards use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ratio => "ratio",
            Self::Totals => "totals",
            Self::Count => "count",
            Self::YesNo => "yes_no",
            Self::Histogram => "histogram",
            Self::Choice => "choice",
            Self::Value => "value",
            Self::Days => "days",
            Self::Change => "change",
            Self::Children => "children",
        }
    }
}

/// What one more row of a table could do to the result (`bounds.md` §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The result's rows come from it.
    Rows,
    /// It could turn met 0 into 1.
    Meet,
    /// It could turn met 1 into 0.
    Break,
    /// Either.
    Both,
    /// It could also change what counts.
    Any,
    /// What is there counts.
    AsSeen,
    /// Of value and days: it can only lower the value.
    Lower,
    /// Of value and days: it can only raise the value.
    Raise,
}

impl Role {
    /// All of them, in order.
    pub const ALL: &[Self] = &[
        Self::Rows,
        Self::Meet,
        Self::Break,
        Self::Both,
        Self::Any,
        Self::AsSeen,
        Self::Lower,
        Self::Raise,
    ];

    /// The word that packs use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Meet => "meet",
            Self::Break => "break",
            Self::Both => "both",
            Self::Any => "any",
            Self::AsSeen => "as_seen",
            Self::Lower => "lower",
            Self::Raise => "raise",
        }
    }
}

/// What an indicator says of a table that it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// One role, or several where the query reads its driving table again.
    pub roles: Vec<Role>,
    /// The nullable column it is joined by.
    pub by: Option<String>,
    /// Whether one row more changes at most one result row.
    pub serves_one: bool,
    /// Whether coverage is that of the body that is the result row's key.
    pub each: bool,
    /// The parts of the table that the query reads; none = all of it.
    pub parts: Vec<String>,
    /// Whether a row of a part bears on no other result row than the one whose key is the part.
    pub each_part: bool,
    /// With one of these two: the column of the parts, where a row may have NULL there and so be of any part.
    pub loose_part: Option<String>,
}

impl Need {
    /// Whether it has a role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether each result row has a coverage of its own.
    pub fn by_key(&self) -> bool {
        self.each || self.each_part
    }

    /// Whether it drives the result's rows.
    pub fn drives(&self) -> bool {
        self.is(Role::Rows)
    }
}

/// How many result rows the joined tables' unknown rows may change, by what they may do (`bounds.md` §2).
///
/// Each number is at most the number of result rows, so it is finite; `k` counts rows that nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loose {
    /// Missing rows of the driving tables.
    pub k: Count,
    /// Rows that may turn met 0 → 1: Σ e of meet, both, any.
    pub up: u64,
    /// Rows that may turn met 1 → 0: Σ e of break, both, any.
    pub down: u64,
    /// Rows whose counting may change too: Σ e of any.
    pub any: u64,
}

impl Loose {
    /// Nothing unknown but the cells.
    pub const NONE: Self = Self {
        k: Count::ZERO,
        up: 0,
        down: 0,
        any: 0,
    };
}
