//! The criteria that lost most, and those of which least is known: which they are, by how much, and for which reason.

use crate::exact::{Interval, Rational};
use crate::score::{Because, CriterionScore, Scorecard};

/// How many lines the short lists have.
const SHORT: usize = 5;

/// A criterion of a short list.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    pub criterion: &'a CriterionScore,
    /// Points lost, or how wide the range is.
    pub points: Rational,
    /// The reason that is told.
    pub because: Option<&'a Because>,
}

/// The criteria that surely lost most: max less the official high end.
pub(super) fn most_lost(card: &Scorecard) -> Vec<Entry<'_>> {
    let amount = |criterion: &CriterionScore| {
        let official = criterion.official.as_ref()?;
        Some(criterion.max.clone() - &official.high)
    };
    top(card, amount, LOSES)
}

/// The criteria whose official range is widest.
pub(super) fn most_unknown(card: &Scorecard) -> Vec<Entry<'_>> {
    let amount = |criterion: &CriterionScore| criterion.official.as_ref().map(Interval::width);
    top(card, amount, WIDENS)
}

/// Reasons that cost points for sure, the most telling first.
pub(super) const LOSES: &[&str] = &[
    "decision",
    "amount_unmet",
    "rows_unmet",
    "rows_against",
    "table_none",
    "rows_missing",
    "part_missing",
    "children_open",
    "bodies_open",
];

/// Reasons that make a range wide, the most telling first, as against those that only tell.
pub(super) const WIDENS: &[&str] = &[
    "table_none",
    "rows_missing",
    "part_missing",
    "no_decision",
    "no_last_round",
    "peer_absent",
    "child_unknown",
    "children_open",
    "bodies_open",
    "rows_unassigned",
    "cells_unknown",
    "rows_may_turn",
    "conflict_not_applicable",
    "maybe_not_applicable",
    "period_conflict",
    "scope_conflict",
    "stale",
    "rows_unmet",
];

/// Reasons that say nothing of points lost or open.
const ASIDE: &[&str] = &[
    "illustrative",
    "as_seen",
    "alternative_used",
    "evidence_fails",
    "evidence_missing",
    "claim_beyond_measured",
    "claim_clamped",
    "claim_points_differ",
    "claim_unusable",
];

/// The most telling reason of a criterion.
pub(super) fn told<'c>(criterion: &'c CriterionScore, order: &[&str]) -> Option<&'c Because> {
    let because = &criterion.because;
    let named = order
        .iter()
        .find_map(|code| because.iter().find(|reason| reason.code == *code));
    let other = || because.iter().find(|reason| !ASIDE.contains(&reason.code));
    named.or_else(other)
}

/// The criteria with the greatest amounts above 0, the rubric's order among equals.
fn top<'c>(
    card: &'c Scorecard,
    amount: impl Fn(&CriterionScore) -> Option<Rational>,
    order: &[&str],
) -> Vec<Entry<'c>> {
    let zero = Rational::zero();
    let mut top: Vec<Entry<'c>> = card
        .criteria
        .iter()
        .filter_map(|criterion| {
            Some(Entry {
                criterion,
                points: amount(criterion)?,
                because: told(criterion, order),
            })
        })
        .filter(|entry| entry.points > zero)
        .collect();
    top.sort_by(|a, b| b.points.cmp(&a.points));
    top.truncate(SHORT);
    top
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::sample;

    fn code(codes: &[&'static str], order: &[&str]) -> Option<&'static str> {
        let mut criterion = sample::criterion("B1.1", "1", "4");
        criterion.because = codes.iter().map(|code| Because::new(code)).collect();
        told(&criterion, order).map(|reason| reason.code)
    }

    #[test]
    fn made_up_data_are_no_reason_for_lost_or_open_points() {
        for order in [LOSES, WIDENS] {
            assert_eq!(code(&["illustrative"], order), None);
            assert_eq!(
                code(&["illustrative", "rows_unmet"], order),
                Some("rows_unmet")
            );
        }
    }

    #[test]
    fn a_missing_table_is_told_before_what_follows_from_it() {
        let codes = ["cells_unknown", "maybe_not_applicable", "table_none"];
        assert_eq!(code(&codes, WIDENS), Some("table_none"));
        assert_eq!(
            code(&["maybe_not_applicable"], WIDENS),
            Some("maybe_not_applicable")
        );
        assert_eq!(
            code(&["table_none", "amount_unmet"], LOSES),
            Some("amount_unmet")
        );
    }

    #[test]
    fn every_code_is_one_of_a_reason() {
        for code in [LOSES, WIDENS, ASIDE].concat() {
            assert!(
                crate::score::REASONS
                    .iter()
                    .any(|(known, _)| *known == code),
                "{code}"
            );
        }
    }
}
