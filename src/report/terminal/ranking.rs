//! A ranking on a terminal.

use std::io;

use super::grid::{Cell, Fit, Grid};
use super::head::{Head, text};
use super::style::{Style, Tone};
use crate::kind::Applies;
use crate::rank::{RankedUnit, Ranking, Warning};
use crate::report::speech::Speech;
use crate::rubric::RankMode;
use crate::score::UnitRef;
use crate::words::plain;

pub(super) fn write(
    ranking: &Ranking,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let head = Head {
        unit: None,
        round: &ranking.round,
        rubric: &ranking.rubric,
        illustrative: ranking.illustrative(),
    };
    head.write(speech, out, style)?;
    let mut grid = Grid::new(&[Fit::Right, Fit::Cut, Fit::Right, Fit::Wrap]).heads(&[
        speech.get("rank.rank"),
        speech.get("rank.unit"),
        speech.get("report.points"),
        speech.get("rank.note"),
    ]);
    for unit in &ranking.units {
        grid.row(vec![
            Cell::new(rank(speech, unit, ranking.of), Tone::Strong),
            name(speech, &unit.unit).into(),
            speech.range(&unit.figure).into(),
            Cell::new(note(speech, unit), Tone::Open),
        ]);
    }
    grid.write(out, style)?;
    rule(ranking, speech, out, style)?;
    unranked(ranking, speech, out, style)?;
    for warning in &ranking.warnings {
        let line = speech.say("rank.warning", &[("warning", warn(speech, warning))]);
        text(out, style, Tone::Bad, &line)?;
    }
    Ok(())
}

/// `3/13`, or `3–5/13` where the ranges leave it open.
fn rank(speech: Speech<'_>, unit: &RankedUnit, of: usize) -> String {
    let (best, worst) = (speech.whole(unit.best), speech.whole(unit.worst));
    let of = speech.whole(of);
    if best == worst {
        format!("{best}/{of}")
    } else {
        format!("{best}–{worst}/{of}")
    }
}

fn name(speech: Speech<'_>, unit: &UnitRef) -> String {
    format!("{} ({})", speech.text(&unit.name), plain(&unit.id))
}

fn note(speech: Speech<'_>, unit: &RankedUnit) -> String {
    let mut notes = Vec::new();
    if !unit.tied_with.is_empty() {
        let units: Vec<String> = unit.tied_with.iter().map(|id| plain(id)).collect();
        notes.push(speech.say("rank.tied", &[("units", units.join(", "))]));
    }
    match unit.ranked {
        Applies::Yes => {}
        Applies::Maybe | Applies::No => notes.push(speech.get("rank.maybe").to_owned()),
    }
    if unit.illustrative {
        notes.push(speech.get("mark.illustrative").to_owned());
    }
    notes.join("; ")
}

/// The rule for ties, always printed under the table.
fn rule(
    ranking: &Ranking,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let key = match ranking.rubric.ranking.mode {
        RankMode::Standard => "rank.standard",
        RankMode::Dense => "rank.dense",
    };
    let digits = speech.whole(ranking.rubric.ranking.digits);
    let rule = speech.say(key, &[("digits", digits)]);
    text(out, style, Tone::Faint, &rule)
}

fn unranked(
    ranking: &Ranking,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    if ranking.unranked.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    text(out, style, Tone::Strong, speech.get("rank.unranked"))?;
    let mut grid = Grid::new(&[Fit::Cut, Fit::Right, Fit::Wrap]);
    for unit in &ranking.unranked {
        let note = if unit.illustrative {
            speech.get("mark.illustrative")
        } else {
            ""
        };
        grid.row(vec![
            name(speech, &unit.unit).into(),
            speech.range(&unit.figure).into(),
            Cell::new(note, Tone::Open),
        ]);
    }
    grid.write(out, style)
}

fn warn(speech: Speech<'_>, warning: &Warning) -> String {
    match warning {
        Warning::UnitTwice { unit, times } => speech.say(
            "rank.unit_twice",
            &[("unit", plain(unit)), ("times", speech.whole(times))],
        ),
        Warning::ChecksDiffer { unit, first } => speech.say(
            "rank.checks_differ",
            &[("unit", plain(unit)), ("first", plain(first))],
        ),
    }
}
