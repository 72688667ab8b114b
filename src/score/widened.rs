//! Why an answer is as wide as it is, and what is left to do about its rows.

use std::collections::{BTreeMap, BTreeSet};

use super::measured::Question;
use super::{Because, Reading};
use crate::exact::Count;
use crate::indicator::{PartCovered, State, TableFacts};
use crate::kind::{Bounds, Measure, Role};

/// Why an answer is as wide as it is: what is missing, unassigned, unknown or not met.
pub(super) fn reasons(question: &Question, because: &mut Vec<Because>) {
    let answer = &question.answer;
    for facts in &answer.tables {
        of_table(facts, because);
    }
    let truths = &answer.truths;
    if truths.unknown > 0 {
        because.push(Because::new("cells_unknown").number("n", truths.unknown));
    }
    let to_do = match question.reading {
        Reading::Earns => Some(("rows_unmet", truths.unmet)),
        Reading::Against => Some(("rows_against", truths.met)),
        Reading::Amounts => unmet_amount(&answer.bounds).map(|n| ("amount_unmet", n)),
        Reading::TakesPart => None,
    };
    if let Some((code, n)) = to_do.filter(|(_, n)| *n > 0) {
        because.push(Because::new(code).number("n", n));
    }
    if truths.may_turn > 0 {
        because.push(Because::new("rows_may_turn").number("n", truths.may_turn));
    }
    if answer.no_last_round {
        because.push(Because::new("no_last_round"));
    }
    if answer.cross_check.is_some() {
        because.push(Because::new("alternative_differs"));
    }
}

/// Denominator less numerator, where both are known.
pub(super) fn unmet_amount(bounds: &Bounds) -> Option<u64> {
    let Measure::Ratio { num, den, .. } = &bounds.measure else {
        return None;
    };
    let known = |(low, high): (u64, Count)| (high == Count::Finite(low)).then_some(low);
    known(*den)?.checked_sub(known(*num)?)
}

fn of_table(facts: &TableFacts, because: &mut Vec<Because>) {
    let table = &facts.table;
    if !facts.covered.has_input() {
        because.push(Because::new("table_none").text("table", table));
    } else if facts.need.is(Role::AsSeen) {
        because.push(Because::new("as_seen").text("table", table));
    } else if !facts.need.each {
        let missing = |said: &&PartCovered| !said.covered.missing.is_zero();
        for said in facts.said.iter().filter(missing) {
            let reason = if said.part.is_empty() {
                Because::new("rows_missing")
            } else {
                Because::new("part_missing").text("part", &said.part)
            };
            because.push(reason.text("table", table).count("n", said.covered.missing));
        }
    }
    if facts.need.each && facts.open_keys > 0 {
        because.push(
            Because::new("bodies_open")
                .text("table", table)
                .number("n", facts.open_keys),
        );
    }
    if let (Some(by), true) = (column(facts), facts.unassigned > 0) {
        let reason = Because::new("rows_unassigned")
            .text("table", table)
            .text("column", by);
        because.push(reason.number("n", facts.unassigned));
    }
}

/// The column in which rows may have NULL and so belong to anyone.
fn column(facts: &TableFacts) -> Option<&str> {
    let need = &facts.need;
    need.by.as_deref().or(need.loose_part.as_deref())
}

/// How much bodies below have of one table.
#[derive(Default)]
struct Spread<'a> {
    /// All bodies.
    bodies: BTreeSet<&'a str>,
    /// Those that have nothing of it.
    none: BTreeSet<&'a str>,
    /// Those that have a part of it.
    part: BTreeSet<&'a str>,
    as_seen: bool,
    unassigned: u64,
    by: Option<&'a str>,
}

/// What is not known of bodies below, and what the tables lack that were asked of them, each once for all of them.
pub(super) fn below(questions: &[Question]) -> Vec<Because> {
    let mut tables: BTreeMap<&str, Spread<'_>> = BTreeMap::new();
    for question in questions {
        for facts in &question.answer.tables {
            let spread = tables.entry(&facts.table).or_default();
            let body = question.body.as_str();
            spread.bodies.insert(body);
            if !facts.covered.has_input() {
                spread.none.insert(body);
            } else if facts.need.is(Role::AsSeen) {
                spread.as_seen = true;
            } else if facts.covered.state != State::Complete || facts.open_keys > 0 {
                spread.part.insert(body);
            }
            // The same rows for every body: they could be of any of them.
            spread.unassigned = spread.unassigned.max(facts.unassigned);
            spread.by = spread.by.or_else(|| column(facts));
        }
    }
    let mut because = Vec::new();
    let unknown: u64 = questions.iter().map(|q| q.answer.truths.unknown).sum();
    if unknown > 0 {
        because.push(Because::new("cells_unknown").number("n", unknown));
    }
    for (table, spread) in tables {
        let of = |code| Because::new(code).text("table", table);
        let open = spread.none.union(&spread.part).count();
        if spread.none.len() == spread.bodies.len() {
            because.push(of("table_none"));
        } else if open > 0 {
            because.push(of("bodies_open").number("n", u64::try_from(open).unwrap_or(u64::MAX)));
        }
        if spread.as_seen {
            because.push(of("as_seen"));
        }
        if let (Some(by), true) = (spread.by, spread.unassigned > 0) {
            let reason = of("rows_unassigned").text("column", by);
            because.push(reason.number("n", spread.unassigned));
        }
    }
    because
}
