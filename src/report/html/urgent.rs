//! What a leader reads first: where points are at risk, and what to do next.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::check::Pack;
use crate::exact::Rational;
use crate::report::reasons;
use crate::report::shortlist;
use crate::report::speech::{Speech, capital};
use crate::score::{Because, CriterionScore, Explanation, Raise, Scorecard};
use crate::words::plain;

/// How many of each there are.
const FEW: usize = 3;

/// A criterion whose points are at risk.
#[derive(Debug, Serialize)]
pub(super) struct Risk {
    /// Where the criterion stands on the page.
    at: usize,
    code: String,
    title: String,
    said: String,
    why: Option<String>,
}

/// A thing to do.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    said: String,
    /// Criteria that it helps: place on the page and code.
    helps: Vec<(usize, String)>,
    at_most: String,
}

/// What kind of risk, the worst first among equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Danger {
    /// More is declared than is proved.
    Overclaimed,
    /// Not known.
    Open,
    /// Lost for sure.
    Lost,
}

/// The criteria with most points at risk; what is lost for sure comes after what may still be.
pub(super) fn risks(speech: Speech<'_>, card: &Scorecard) -> Vec<Risk> {
    let mut found: Vec<(usize, &CriterionScore, Danger, Rational)> = card
        .criteria
        .iter()
        .enumerate()
        .filter_map(|(at, criterion)| {
            let (danger, points) = danger(criterion)?;
            Some((at, criterion, danger, points))
        })
        .collect();
    found.sort_by(|a, b| {
        let lost = |danger| danger == Danger::Lost;
        (lost(a.2).cmp(&lost(b.2))).then_with(|| b.3.cmp(&a.3))
    });
    found.truncate(FEW);
    let risks = found
        .into_iter()
        .map(|(at, criterion, danger, points)| Risk {
            at,
            code: plain(&criterion.code),
            title: speech.text(&criterion.title),
            said: said(speech, criterion, danger, &points),
            why: why(criterion, danger).map(|reason| capital(&reasons::because(speech, reason))),
        });
    risks.collect()
}

fn danger(criterion: &CriterionScore) -> Option<(Danger, Rational)> {
    let official = criterion.official.as_ref()?;
    let zero = Rational::zero();
    let open = official.width();
    let overclaimed = criterion
        .declared
        .as_ref()
        .filter(|_| criterion.adjudicated.is_none())
        .map(|declared| declared.clone() - &official.low)
        .filter(|points| *points > zero);
    if let Some(points) = overclaimed {
        return Some((Danger::Overclaimed, points));
    }
    if open > zero {
        return Some((Danger::Open, open));
    }
    let lost = criterion.max.clone() - &official.high;
    (lost > zero).then_some((Danger::Lost, lost))
}

fn said(
    speech: Speech<'_>,
    criterion: &CriterionScore,
    danger: Danger,
    points: &Rational,
) -> String {
    let low = criterion.official.as_ref();
    let low = low.map_or_else(String::new, |official| speech.low(official));
    match danger {
        Danger::Overclaimed => speech.say(
            "html.risk.overclaimed",
            &[
                ("declared", speech.maybe_points(criterion.declared.as_ref())),
                ("low", low),
                ("points", speech.most(points)),
            ],
        ),
        Danger::Open => speech.say("html.risk.open", &[("points", speech.most(points))]),
        Danger::Lost => speech.say("html.risk.lost", &[("points", speech.points(points))]),
    }
}

/// The reason that tells most.
fn why(criterion: &CriterionScore, danger: Danger) -> Option<&Because> {
    let because = || criterion.because.iter();
    match danger {
        Danger::Open => shortlist::told(criterion, shortlist::WIDENS),
        Danger::Lost => shortlist::told(criterion, shortlist::LOSES),
        Danger::Overclaimed => OVERCLAIMED
            .iter()
            .find_map(|code| because().find(|reason| reason.code == *code))
            .or_else(|| shortlist::told(criterion, shortlist::WIDENS)),
    }
}

/// Reasons why a claim may be cut, the one that tells most first.
const OVERCLAIMED: &[&str] = &["evidence_fails", "evidence_missing", "period_conflict"];

/// What could bring most points. A table that several criteria wait for is one step.
pub(super) fn steps(speech: Speech<'_>, pack: &Pack, explained: &[Explanation]) -> Vec<Step> {
    let mut tables: BTreeMap<&str, (Vec<usize>, Rational)> = BTreeMap::new();
    let mut found: Vec<(Vec<usize>, &Raise, Rational)> = Vec::new();
    let mut collects: BTreeMap<&str, &Raise> = BTreeMap::new();
    for (at, explanation) in explained.iter().enumerate() {
        for raise in &explanation.raise {
            let Some(points) = &raise.points else {
                continue;
            };
            let table = raise.fields.iter().find(|(name, _)| *name == "table");
            if let (Some((_, table)), "collect_table") = (table, raise.code) {
                let (helps, sum) = tables
                    .entry(table)
                    .or_insert_with(|| (Vec::new(), Rational::zero()));
                helps.push(at);
                *sum = sum.clone() + points;
                collects.insert(table, raise);
            } else {
                found.push((vec![at], raise, points.clone()));
            }
        }
    }
    found.extend(tables.into_iter().filter_map(|(table, (helps, sum))| {
        let raise = collects.get(table)?;
        Some((helps, *raise, sum))
    }));
    found.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    found.truncate(FEW);
    let steps = found.into_iter().map(|(helps, raise, points)| Step {
        said: thing_in_full(speech, pack, raise),
        helps: helps
            .into_iter()
            .filter_map(|at| Some((at, plain(&explained.get(at)?.criterion.code))))
            .collect(),
        at_most: speech.say("explain.at_most", &[("points", speech.most(&points))]),
    });
    steps.collect()
}

/// A thing to do as a sentence without its points.
pub(super) fn thing(speech: Speech<'_>, raise: &Raise) -> String {
    let fields: Vec<(&str, String)> = raise
        .fields
        .iter()
        .map(|(name, value)| {
            let value = match value.parse::<u64>() {
                Ok(n) => speech.whole(n),
                Err(_) if *name == "table" => speech.table(value),
                Err(_) => plain(value),
            };
            (*name, value)
        })
        .collect();
    if !speech.has("raise", raise.code) {
        return plain(raise.code);
    }
    capital(&speech.say(&format!("raise.{}", raise.code), &fields))
}

/// The same; of a table it says what its rows are.
fn thing_in_full(speech: Speech<'_>, pack: &Pack, raise: &Raise) -> String {
    let said = thing(speech, raise);
    let table = raise.fields.iter().find(|(name, _)| *name == "table");
    match table.and_then(|(_, table)| pack.catalogue.table(table)) {
        Some(schema) => {
            let grain = speech.text(&schema.grain);
            speech.say("html.with_grain", &[("said", said), ("grain", grain)])
        }
        None => said,
    }
}
