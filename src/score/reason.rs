//! Reasons: why a criterion is as it is, as codes with fields; the locales word them.

use std::collections::BTreeMap;

use crate::exact::Count;

/// All codes of reasons with the fields of each, by code. The locales have a message for each under `[because]`,
/// and under `CODE_unknown` for those whose `n` may be without limit; a test holds them to this list.
pub const REASONS: &[(&str, &[&str])] = &[
    ("alternative_differs", &[]),
    ("alternative_used", &["query"]),
    ("amount_unmet", &["n"]),
    ("as_seen", &["table"]),
    ("bodies_open", &["n", "table"]),
    ("cells_unknown", &["n"]),
    ("child_unknown", &["body"]),
    ("children_open", &["bodies", "n"]),
    ("claim_beyond_measured", &["declared"]),
    ("claim_changed", &["accepted", "declared"]),
    ("claim_clamped", &[]),
    ("claim_points_differ", &["computed", "stated"]),
    ("claim_unusable", &[]),
    ("claim_withdrawn", &["accepted"]),
    ("conflict_not_applicable", &[]),
    ("decision", &["author", "kind", "reason"]),
    ("decision_other_bundle", &["bundle"]),
    ("evidence_fails", &["file", "rule"]),
    ("evidence_missing", &[]),
    ("illustrative", &[]),
    ("maybe_not_applicable", &["high", "low"]),
    ("no_decision", &[]),
    ("no_last_round", &[]),
    ("not_applicable", &["policy"]),
    ("part_missing", &["n", "part", "table"]),
    ("peer_absent", &["unit"]),
    ("period_conflict", &[]),
    ("rescaled", &["scope"]),
    ("rescaled_maybe", &["scope"]),
    ("rows_against", &["n"]),
    ("rows_may_turn", &["n"]),
    ("rows_missing", &["n", "table"]),
    ("rows_unassigned", &["column", "n", "table"]),
    ("rows_unmet", &["n"]),
    ("scope_conflict", &[]),
    ("stale", &["table", "until"]),
    ("table_none", &["table"]),
];

/// A reason, as a code with fields: `{"code": "rows_missing", "table": "…", "n": 3}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Because {
    /// One of [`REASONS`].
    pub code: &'static str,
    /// Fields by name.
    pub fields: BTreeMap<&'static str, Fact>,
}

/// A field of a reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// A whole number.
    Number(u64),
    /// A text: points as plain decimals, days as ISO days, codes and names as they are.
    Text(String),
    /// Not known, or no upper limit.
    Unknown,
}

impl Because {
    /// A reason known by its code; debug builds refuse a code that is not among [`REASONS`].
    pub fn new(code: &'static str) -> Self {
        debug_assert!(
            REASONS.iter().any(|(known, _)| *known == code),
            "{code} is no known reason"
        );
        Self {
            code,
            fields: BTreeMap::new(),
        }
    }

    /// Adds a number.
    #[must_use]
    pub fn number(mut self, name: &'static str, n: u64) -> Self {
        self.fields.insert(name, Fact::Number(n));
        self
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.fields.insert(name, Fact::Text(text.into()));
        self
    }

    /// Adds a count that may be without limit.
    #[must_use]
    pub fn count(mut self, name: &'static str, count: Count) -> Self {
        self.fields
            .insert(name, count.finite().map_or(Fact::Unknown, Fact::Number));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_fields_stand_in_order_so_that_the_list_is_easy_to_read() {
        assert!(REASONS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert!(REASONS.iter().all(|(_, fields)| fields.is_sorted()));
    }

    #[test]
    #[should_panic(expected = "no known reason")]
    fn an_unknown_code_is_caught_in_debug_builds() {
        let _refused = Because::new("rows_mising");
    }
}
