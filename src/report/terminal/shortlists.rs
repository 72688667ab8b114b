//! The criteria that lost most, and those of which least is known.

use std::io;

use super::grid::{Cell, Fit, Grid};
use super::head::text;
use super::style::{Style, Tone};
use crate::exact::Rational;
use crate::report::reasons;
use crate::report::shortlist::{Entry, most_lost, most_unknown};
use crate::report::speech::Speech;
use crate::score::Scorecard;
use crate::words::plain;

/// Both lists, each where it has anything to say.
pub(super) fn write(
    card: &Scorecard,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let lost = List {
        title: speech.get("report.most_lost"),
        tone: Tone::Bad,
        top: most_lost(card),
    };
    let points = |points: &Rational| format!("−{}", speech.points(points));
    lost.write(speech, out, style, points)?;
    let unknown = List {
        title: speech.get("report.most_unknown"),
        tone: Tone::Dark,
        top: most_unknown(card),
    };
    unknown.write(speech, out, style, |points| speech.most(points))
}

struct List<'a> {
    title: &'a str,
    tone: Tone,
    top: Vec<Entry<'a>>,
}

impl List<'_> {
    /// A title and a line for each; nothing where there is none.
    fn write(
        &self,
        speech: Speech<'_>,
        out: &mut dyn io::Write,
        style: Style,
        points: impl Fn(&Rational) -> String,
    ) -> io::Result<()> {
        if self.top.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        text(out, style, Tone::Strong, self.title)?;
        let mut grid = Grid::new(&[Fit::Left, Fit::Right, Fit::Cut, Fit::Cut]);
        for entry in &self.top {
            let told = entry.because.map(|reason| reasons::because(speech, reason));
            grid.row(vec![
                plain(&entry.criterion.code).into(),
                Cell::new(points(&entry.points), self.tone),
                speech.text(&entry.criterion.title).into(),
                Cell::new(told.unwrap_or_default(), Tone::Faint),
            ]);
        }
        grid.write(out, style)
    }
}
