//! What would raise a criterion, and by how much at most.

use std::collections::BTreeSet;

use super::widened::unmet_amount;
use super::{Asked, CriterionScore, Measured, Raise, Reading, Standing, Verdict};
use crate::exact::Rational;

/// The things to do for a criterion, in the order to do them; none where it does not apply.
pub(super) fn raise(score: &CriterionScore, asked: &[Asked]) -> Vec<Raise> {
    let mut list = Vec::new();
    let Some(measured) = &score.measured else {
        return list;
    };
    let lost = to_win(score.max.clone() - &measured.high);
    let open = to_win(measured.width());
    if lost.is_some() {
        let amount = asked.iter().filter_map(amount).sum();
        for (code, n) in [
            ("meet_rows", to_do(asked, Reading::Earns)),
            ("clear_rows", to_do(asked, Reading::Against)),
            ("meet_amount", amount),
        ] {
            if n > 0 {
                list.push(thing(code, Some(("n", n.to_string())), lost.clone()));
            }
        }
    }
    let unknown = asked
        .iter()
        .map(|asked| rows(asked, Verdict::Unknown))
        .sum::<u64>();
    if open.is_some() {
        for table in without_input(asked) {
            let table = Some(("table", table.to_owned()));
            list.push(thing("collect_table", table, open.clone()));
        }
        if unknown > 0 {
            let n = Some(("n", unknown.to_string()));
            list.push(thing("settle_unknown", n, open.clone()));
        }
    }
    if score.state == Measured::Unscored {
        list.push(thing("decide", None, open));
    }
    if score.declared.is_none() && score.state != Measured::NotApplicable {
        list.push(thing("claim", None, None));
    } else if score.standing == Standing::Claimed {
        list.push(thing("add_evidence", None, None));
    }
    list
}

fn thing(
    code: &'static str,
    field: Option<(&'static str, String)>,
    points: Option<Rational>,
) -> Raise {
    Raise {
        code,
        fields: field.into_iter().collect(),
        points,
    }
}

fn to_win(points: Rational) -> Option<Rational> {
    (!points.is_zero()).then_some(points)
}

/// How many result rows something is to be done about, in all questions that are read so.
fn to_do(asked: &[Asked], reading: Reading) -> u64 {
    let read_so = asked.iter().filter(|asked| asked.reading == reading);
    read_so
        .filter_map(|asked| Some(rows(asked, reading.to_do()?)))
        .sum()
}

/// What is missing of the amounts of a question.
fn amount(asked: &Asked) -> Option<u64> {
    let found = asked
        .found
        .as_ref()
        .filter(|_| asked.reading == Reading::Amounts)?;
    unmet_amount(&found.bounds)
}

/// How many result rows of a question say so.
fn rows(asked: &Asked, wanted: Verdict) -> u64 {
    asked
        .tally
        .iter()
        .filter(|(verdict, _)| *verdict == wanted)
        .map(|(_, n)| n)
        .sum()
}

/// Tables that were read and have no input.
fn without_input(asked: &[Asked]) -> BTreeSet<&str> {
    asked
        .iter()
        .flat_map(|a| &a.tables)
        .filter(|table| table.state == "none")
        .map(|table| table.table.as_str())
        .collect()
}
