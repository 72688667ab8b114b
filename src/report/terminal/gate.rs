//! A gate's verdict on a terminal.

use std::io;

use super::grid::{Cell, Fit, Grid};
use super::head::{Head, text};
use super::style::{Style, Tone};
use crate::gate::{GateVerdict, Rule, Verdict};
use crate::report::speech::Speech;
use crate::words::plain;

pub(super) fn write(
    gate: &GateVerdict,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let head = Head {
        unit: Some(&gate.unit),
        round: &gate.round,
        rubric: &gate.rubric,
        illustrative: gate.illustrative,
    };
    head.write(speech, out, style)?;
    let verdict = speech.code("gate", gate.verdict.code());
    let line = speech.say("gate.verdict", &[("verdict", verdict)]);
    text(out, style, tone(gate.verdict), &line)?;
    writeln!(out)?;
    let mut grid = Grid::new(&[Fit::Wrap, Fit::Right, Fit::Right, Fit::Left, Fit::Wrap]).heads(&[
        speech.get("gate.rule"),
        speech.get("gate.limit"),
        speech.get("gate.seen"),
        speech.get("gate.result"),
        speech.get("gate.why"),
    ]);
    for rule in &gate.rules {
        let verdict = rule.verdict();
        grid.row(vec![
            named(speech, &rule.rule).into(),
            speech.written(&rule.limit).into(),
            speech.range(&rule.seen).into(),
            Cell::new(speech.code("gate", verdict.code()), tone(verdict)),
            speech.code("gate", rule.why.code()).into(),
        ]);
    }
    grid.write(out, style)
}

fn named(speech: Speech<'_>, rule: &Rule) -> String {
    let group = rule.group().map(plain).unwrap_or_default();
    speech.say(&format!("gate.{}", rule.code()), &[("group", group)])
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Met => Tone::Good,
        Verdict::NotMet => Tone::Bad,
        Verdict::Unknown => Tone::Dark,
    }
}
