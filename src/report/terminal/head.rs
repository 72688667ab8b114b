//! What stands above every report: whose it is, by which rubric, its notice, and whether figures are made up.

use std::io;

use super::style::{Style, Tone};
use super::width::wrapped;
use crate::report::speech::Speech;
use crate::score::{RoundRef, RubricRef, UnitRef};
use crate::words::plain;

/// A report's head.
pub(super) struct Head<'a> {
    /// The unit, where the report is about one.
    pub(super) unit: Option<&'a UnitRef>,
    /// The round.
    pub(super) round: &'a RoundRef,
    /// The rubric.
    pub(super) rubric: &'a RubricRef,
    /// Whether made-up data took part.
    pub(super) illustrative: bool,
}

impl Head<'_> {
    /// Writes it, a line end after it.
    pub(super) fn write(
        &self,
        speech: Speech<'_>,
        out: &mut dyn io::Write,
        style: Style,
    ) -> io::Result<()> {
        if let Some(unit) = self.unit {
            let named = format!("{} ({})", speech.text(&unit.name), plain(&unit.id));
            text(out, style, Tone::Strong, &named)?;
        }
        let round = speech.say(
            "report.round",
            &[
                ("round", plain(&self.round.id)),
                ("period", speech.period(self.round.period)),
                ("as_of", speech.day(self.round.as_of)),
            ],
        );
        text(out, style, Tone::Plain, &round)?;
        let rubric = speech.say(
            "report.rubric",
            &[
                ("title", speech.text(&self.rubric.title)),
                ("id", plain(&self.rubric.id)),
                ("edition", plain(&self.rubric.edition)),
            ],
        );
        text(out, style, Tone::Plain, &rubric)?;
        if let Some(notice) = &self.rubric.notice {
            let notice = speech.say("report.notice", &[("notice", speech.text(notice))]);
            text(out, style, Tone::Open, &notice)?;
        }
        if self.illustrative {
            text(out, style, Tone::Bad, speech.get("report.illustrative"))?;
        }
        writeln!(out)
    }
}

/// A paragraph, wrapped to the width.
pub(super) fn text(
    out: &mut dyn io::Write,
    style: Style,
    tone: Tone,
    text: &str,
) -> io::Result<()> {
    for line in wrapped(text, style.columns()) {
        writeln!(out, "{}", style.paint(tone, &line))?;
    }
    Ok(())
}
