//! A scorecard on a terminal.

use std::io;

use super::grid::{Cell, Fit, Grid};
use super::head::{Head, text};

use super::shortlists;
use super::style::{Style, Tone};
use crate::exact::Rational;
use crate::kind::Applies;
use crate::report::reasons;
use crate::report::rescaled;
use crate::report::speech::{NONE, Speech, short};
use crate::score::{Figures, GroupScore, Measured, Scorecard};
use crate::words::plain;

pub(super) fn write(
    card: &Scorecard,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let head = Head {
        unit: Some(&card.unit),
        round: &card.round,
        rubric: &card.rubric,
        illustrative: card.illustrative(),
    };
    head.write(speech, out, style)?;
    total(card, speech, out, style)?;
    if !card.groups.is_empty() {
        writeln!(out)?;
        groups(card, speech, out, style)?;
    }
    if !card.criteria.is_empty() {
        writeln!(out)?;
        criteria(card, speech, out, style)?;
    }
    shortlists::write(card, speech, out, style)?;
    writeln!(out)?;
    digests(card, speech, out, style)
}

/// The five figures, the range and the band.
fn total(
    card: &Scorecard,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let figures = &card.total.figures;
    let of_max = |points: String| format!("{points} / {}", speech.points(&card.total.max));
    let n_criteria = speech.whole(card.criteria.len());
    let undeclared = speech.say(
        "report.undeclared",
        &[
            ("n", speech.whole(figures.undeclared)),
            ("of", n_criteria.clone()),
        ],
    );
    let mut adjudicated = speech.say(
        "report.adjudicated",
        &[("n", speech.whole(figures.adjudicated)), ("of", n_criteria)],
    );
    if !figures.official.is_point() {
        adjudicated.push_str("; ");
        adjudicated.push_str(speech.get("report.pending"));
    }
    let mut grid = Grid::new(&[Fit::Left, Fit::Left, Fit::Wrap]);
    let mut row = |label: &str, tone: Tone, value: String, note: String| {
        grid.row(vec![
            Cell::new(label, Tone::Strong),
            Cell::new(value, tone),
            Cell::new(note, Tone::Faint),
        ]);
    };
    let low = of_max(speech.low(&figures.measured));
    row(speech.get("figure.proved"), Tone::Good, low, String::new());
    let evidenced = of_max(speech.points(&figures.evidenced));
    row(
        speech.get("figure.evidenced"),
        Tone::Plain,
        evidenced,
        String::new(),
    );
    let declared = of_max(speech.points(&figures.declared));
    row(
        speech.get("figure.declared"),
        Tone::Plain,
        declared,
        undeclared,
    );
    let high = of_max(speech.high(&figures.measured));
    row(
        speech.get("figure.attainable"),
        Tone::Open,
        high,
        String::new(),
    );
    let official = of_max(speech.range(&figures.official));
    row(
        speech.get("figure.adjudicated"),
        Tone::Strong,
        official,
        adjudicated,
    );
    grid.write(out, style)?;
    if let Some((low, high)) = &card.total.band {
        let (low, high) = (band(card, speech, low), band(card, speech, high));
        let range = if low == high {
            low
        } else {
            format!("{low} – {high}")
        };
        let line = speech.say("report.band", &[("band", range)]);
        text(out, style, Tone::Plain, &line)?;
    }
    match card.total.ranked {
        Applies::Yes => Ok(()),
        Applies::Maybe => text(out, style, Tone::Open, speech.get("report.maybe_unranked")),
        Applies::No => text(out, style, Tone::Open, speech.get("report.unranked")),
    }
}

fn band(card: &Scorecard, speech: Speech<'_>, code: &str) -> String {
    let named = card.rubric.bands.iter().find(|(known, _)| known == code);
    named.map_or_else(|| plain(code), |(_, name)| speech.text(name))
}

fn groups(
    card: &Scorecard,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let mut grid = Grid::new(&[
        Fit::Left,
        Fit::Cut,
        Fit::Right,
        Fit::Right,
        Fit::Right,
        Fit::Right,
        Fit::Right,
    ])
    .heads(&[
        speech.get("report.code"),
        speech.get("report.group"),
        speech.get("figure.max"),
        speech.get("report.proved_to_attainable"),
        speech.get("figure.evidenced"),
        speech.get("figure.declared"),
        speech.get("figure.adjudicated"),
    ]);
    let row = |code: String, title: String, max: &Rational, figures: &Figures, tone: Tone| {
        vec![
            Cell::new(code, tone),
            Cell::new(title, tone),
            speech.points(max).into(),
            speech.range(&figures.measured).into(),
            speech.points(&figures.evidenced).into(),
            speech.points(&figures.declared).into(),
            speech.range(&figures.official).into(),
        ]
    };
    for group in &card.groups {
        let depth = depth(card, group);
        let title = format!("{}{}", "  ".repeat(depth), speech.text(&group.title));
        let tone = if depth == 0 {
            Tone::Strong
        } else {
            Tone::Plain
        };
        let code = plain(&group.code);
        grid.row(row(code, title, &group.max, &group.figures, tone));
    }
    let total = speech.get("report.total").to_owned();
    let whole = &card.total;
    grid.row(row(
        String::new(),
        total,
        &whole.max,
        &whole.figures,
        Tone::Strong,
    ));
    grid.write(out, style)?;
    for group in card.groups.iter().filter(|group| group.rescaled) {
        for line in rescaled::lines(card, speech, group) {
            text(out, style, Tone::Faint, &line)?;
        }
    }
    Ok(())
}

/// How deep a group lies below the top; a circle of parents, which no rubric has, ends too.
fn depth(card: &Scorecard, group: &GroupScore) -> usize {
    let mut depth = 0;
    let mut parent = group.parent.as_ref();
    while let Some(code) = parent {
        depth += 1;
        let above = card.groups.iter().find(|group| group.code == *code);
        parent = above
            .and_then(|group| group.parent.as_ref())
            .filter(|_| depth < card.groups.len());
    }
    depth
}

/// A line for each criterion below the name of its group.
fn criteria(
    card: &Scorecard,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let mut grid = Grid::new(&[Fit::Left, Fit::Cut, Fit::Right, Fit::Right, Fit::Wrap]).heads(&[
        speech.get("report.code"),
        speech.get("report.criterion"),
        speech.get("report.points"),
        speech.get("figure.max"),
        speech.get("report.state"),
    ]);
    let mut group = "";
    for criterion in &card.criteria {
        if criterion.group != group {
            group = &criterion.group;
            grid.heading(group_name(card, speech, group));
        }
        let points = criterion
            .measured
            .as_ref()
            .map_or_else(|| NONE.to_owned(), |range| speech.range(range));
        grid.row(vec![
            plain(&criterion.code).into(),
            speech.text(&criterion.title).into(),
            points.into(),
            speech.points(&criterion.max).into(),
            Cell::new(reasons::status(speech, criterion), tone(criterion.state)),
        ]);
    }
    grid.write(out, style)
}

fn group_name(card: &Scorecard, speech: Speech<'_>, code: &str) -> String {
    let group = card.groups.iter().find(|group| group.code == code);
    group.map_or_else(
        || plain(code),
        |group| format!("{} {}", plain(code), speech.text(&group.title)),
    )
}

/// The tone of a state; its word stands there too.
pub(super) fn tone(state: Measured) -> Tone {
    match state {
        Measured::Settled => Tone::Good,
        Measured::Partial => Tone::Open,
        Measured::Unknown | Measured::Unscored => Tone::Dark,
        Measured::ToolError => Tone::Bad,
        Measured::NotApplicable => Tone::Faint,
    }
}

/// What the scorecard was made from, by the first digits of the digests.
fn digests(
    card: &Scorecard,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let n = speech.whole(card.decisions.count);
    let decisions = match &card.decisions.head {
        Some(head) => speech.say("report.decisions", &[("n", n), ("head", short(head))]),
        None => n,
    };
    let line = speech.say(
        "report.digests",
        &[
            ("bundle", short(&card.bundle_sha256)),
            ("checks", short(&card.checks_sha256)),
            ("rubric", short(&card.rubric.sha256)),
            ("decisions", decisions),
        ],
    );
    text(out, style, Tone::Faint, &line)?;
    for other in &card.context {
        let line = speech.say(
            "report.context",
            &[
                ("unit", plain(&other.unit)),
                ("bundle", short(&other.sha256)),
            ],
        );
        text(out, style, Tone::Faint, &line)?;
    }
    Ok(())
}
