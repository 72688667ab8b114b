//! The criteria that lost most, and those of which least is known.

use std::io;

use super::grid::{Cell, Fit, Grid};
use super::head::text;
use super::style::{Style, Tone};
use crate::exact::{Interval, Rational};
use crate::report::reasons;
use crate::report::speech::Speech;
use crate::score::{Because, CriterionScore, Scorecard};
use crate::words::plain;

/// Both lists, each where it has anything to say.
pub(super) fn write(
    card: &Scorecard,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    lost(card, speech, out, style)?;
    unknown(card, speech, out, style)
}

/// How many lines the short lists have.
const SHORT: usize = 5;

/// The criteria that surely lost most: max less the official high end.
fn lost(
    card: &Scorecard,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let amount = |criterion: &CriterionScore| {
        let official = criterion.official.as_ref()?;
        Some(criterion.max.clone() - &official.high)
    };
    let reason = |criterion: &CriterionScore| {
        let because = &criterion.because;
        let told = because.iter().find(|reason| reason.code == "rows_unmet");
        told.or_else(|| because.first()).cloned()
    };
    let points = |points: &Rational| format!("−{}", speech.points(points));
    let list = List {
        title: speech.get("report.most_lost"),
        tone: Tone::Bad,
        top: top(card, amount),
    };
    list.write(speech, out, style, points, reason)
}

/// The criteria whose official range is widest.
fn unknown(
    card: &Scorecard,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let amount = |criterion: &CriterionScore| criterion.official.as_ref().map(Interval::width);
    let reason = |criterion: &CriterionScore| {
        let because = &criterion.because;
        let told = because.iter().find(|reason| WIDENS.contains(&reason.code));
        told.or_else(|| because.first()).cloned()
    };
    let list = List {
        title: speech.get("report.most_unknown"),
        tone: Tone::Dark,
        top: top(card, amount),
    };
    list.write(speech, out, style, |points| speech.most(points), reason)
}

/// Reasons that make a range wide, as against those that only tell.
const WIDENS: &[&str] = &[
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
) -> Vec<(&CriterionScore, Rational)> {
    let zero = Rational::zero();
    let mut top: Vec<(&CriterionScore, Rational)> = card
        .criteria
        .iter()
        .filter_map(|criterion| Some((criterion, amount(criterion)?)))
        .filter(|(_, amount)| *amount > zero)
        .collect();
    top.sort_by(|(_, a), (_, b)| b.cmp(a));
    top.truncate(SHORT);
    top
}

struct List<'a> {
    title: &'a str,
    tone: Tone,
    top: Vec<(&'a CriterionScore, Rational)>,
}

impl List<'_> {
    /// A title and a line for each; nothing where there is none.
    fn write(
        &self,
        speech: Speech<'_>,
        out: &mut dyn io::Write,
        style: Style,
        points: impl Fn(&Rational) -> String,
        reason: impl Fn(&CriterionScore) -> Option<Because>,
    ) -> io::Result<()> {
        if self.top.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        text(out, style, Tone::Strong, self.title)?;
        let mut grid = Grid::new(&[Fit::Left, Fit::Right, Fit::Cut, Fit::Cut]);
        for (criterion, amount) in &self.top {
            let told = reason(criterion).map(|reason| reasons::because(speech, &reason));
            grid.row(vec![
                plain(&criterion.code).into(),
                Cell::new(points(amount), self.tone),
                speech.text(&criterion.title).into(),
                Cell::new(told.unwrap_or_default(), Tone::Faint),
            ]);
        }
        grid.write(out, style)
    }
}
