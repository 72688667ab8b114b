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
    top(card, amount, |reason| reason.code == "rows_unmet")
}

/// The criteria whose official range is widest.
pub(super) fn most_unknown(card: &Scorecard) -> Vec<Entry<'_>> {
    let amount = |criterion: &CriterionScore| criterion.official.as_ref().map(Interval::width);
    top(card, amount, |reason| WIDENS.contains(&reason.code))
}

/// Reasons that make a range wide, as against those that only tell.
pub(super) const WIDENS: &[&str] = &[
    "table_none",
    "rows_missing",
    "rows_unassigned",
    "cells_unknown",
    "maybe_not_applicable",
    "conflict_not_applicable",
    "no_decision",
    "period_conflict",
    "scope_conflict",
    "peer_absent",
    "child_unknown",
    "no_last_round",
    "stale",
];

/// The criteria with the greatest amounts above 0, the rubric's order among equals.
fn top(
    card: &Scorecard,
    amount: impl Fn(&CriterionScore) -> Option<Rational>,
    told: impl Fn(&Because) -> bool,
) -> Vec<Entry<'_>> {
    let zero = Rational::zero();
    let mut top: Vec<Entry<'_>> = card
        .criteria
        .iter()
        .filter_map(|criterion| {
            let because = &criterion.because;
            Some(Entry {
                criterion,
                points: amount(criterion)?,
                because: because
                    .iter()
                    .find(|reason| told(reason))
                    .or_else(|| because.first()),
            })
        })
        .filter(|entry| entry.points > zero)
        .collect();
    top.sort_by(|a, b| b.points.cmp(&a.points));
    top.truncate(SHORT);
    top
}
