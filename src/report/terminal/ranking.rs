//! A ranking on a terminal.

use std::io;

use super::grid::{Cell, Fit, Grid};
use super::head::{Head, text};
use super::style::{Style, Tone};
use crate::rank::Ranking;
use crate::report::placing;
use crate::report::speech::Speech;
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
            Cell::new(placing::rank(speech, unit, ranking.of), Tone::Strong),
            name(speech, &unit.unit).into(),
            speech.range(&unit.figure).into(),
            Cell::new(placing::note(speech, unit), Tone::Open),
        ]);
    }
    grid.write(out, style)?;
    text(out, style, Tone::Faint, &placing::rule(speech, ranking))?;
    unranked(ranking, speech, out, style)?;
    for warning in &ranking.warnings {
        let line = speech.say(
            "rank.warning",
            &[("warning", placing::warn(speech, warning))],
        );
        text(out, style, Tone::Bad, &line)?;
    }
    Ok(())
}

fn name(speech: Speech<'_>, unit: &UnitRef) -> String {
    format!("{} ({})", speech.text(&unit.name), plain(&unit.id))
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
