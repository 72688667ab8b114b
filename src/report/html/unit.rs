//! What the page of a unit says, worded and rounded: the leader's head, groups, criteria and what stands behind them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::common::{self, About, Head};
use super::criterion::{self, Criterion};
use super::picture::{Bar, Scale};
use super::urgent::{self, Risk, Step};
use crate::exact::Rational;
use crate::kind::Applies;
use crate::report::material::{UnitMaterial, Wording};
use crate::report::points::Points;
use crate::report::rescaled;
use crate::report::speech::{Speech, short};
use crate::score::{Explanation, GroupScore, Scorecard};
use crate::words::plain;

#[derive(Debug, Serialize)]
pub(super) struct Page {
    head: Head,
    unit: String,
    id: String,
    max: String,
    figures: Vec<Figure>,
    picture: Picture,
    band: Option<String>,
    ranked: Option<String>,
    risks: Vec<Risk>,
    steps: Vec<Step>,
    groups: Vec<Group>,
    total: Group,
    rescaled: Vec<String>,
    sections: Vec<Section>,
    digests: Vec<String>,
    versions: Vec<String>,
}

/// One of the five figures.
#[derive(Debug, Serialize)]
struct Figure {
    name: &'static str,
    label: String,
    points: String,
    note: String,
}

/// The range of the total.
#[derive(Debug, Serialize)]
struct Picture {
    said: String,
    bar: Bar,
    low: Label,
    high: Label,
    declared: String,
    evidenced: String,
    /// The official range, where it is another than the measured one.
    official: Option<Bar>,
    /// Where bands begin.
    borders: Vec<String>,
    bands: Vec<Band>,
}

/// A number at a place.
#[derive(Debug, Serialize)]
struct Label {
    at: String,
    anchor: &'static str,
    text: String,
}

/// A band of the total.
#[derive(Debug, Serialize)]
struct Band {
    middle: String,
    /// Whether its name needs a line of its own.
    narrow: bool,
    name: String,
    from: Option<String>,
}

/// A group, or the whole.
#[derive(Debug, Serialize)]
struct Group {
    code: String,
    title: String,
    depth: usize,
    max: String,
    bar: Bar,
    declared_at: String,
    measured: String,
    evidenced: String,
    declared: String,
    official: String,
}

/// A group's heading and its own criteria.
#[derive(Debug, Serialize)]
struct Section {
    /// `3` to `5`; criteria are one deeper.
    level: usize,
    below: usize,
    code: String,
    title: String,
    measured: String,
    max: String,
    criteria: Vec<Criterion>,
}

pub(super) fn page(material: &UnitMaterial<'_>, wording: Wording<'_>) -> Page {
    let card = material.card;
    let speech = Speech::new(wording.words, wording.lang, Points::of(&card.rubric));
    let about = About {
        title: speech.text(&card.unit.name),
        round: &card.round,
        rubric: &card.rubric,
        illustrative: card.illustrative(),
    };
    let ranked = match card.total.ranked {
        Applies::Yes => None,
        Applies::Maybe => Some("report.maybe_unranked"),
        Applies::No => Some("report.unranked"),
    };
    let scopes = card.groups.iter().filter(|group| group.rescaled);
    Page {
        head: Head::of(speech, wording, &about),
        unit: about.title,
        id: plain(&card.unit.id),
        max: speech.points(&card.total.max),
        figures: figures(speech, card),
        picture: picture(speech, material),
        band: common::bands(speech, &card.rubric, card.total.band.as_ref()),
        ranked: ranked.map(|key| speech.get(key).to_owned()),
        risks: urgent::risks(speech, card),
        steps: urgent::steps(speech, material.pack, material.explained),
        groups: ordered(card)
            .into_iter()
            .map(|(depth, group)| {
                let named = (plain(&group.code), speech.text(&group.title));
                self::group(speech, named, depth, (&group.max, &group.figures))
            })
            .collect(),
        total: group(
            speech,
            (String::new(), speech.get("report.total").to_owned()),
            0,
            (&card.total.max, &card.total.figures),
        ),
        rescaled: scopes
            .flat_map(|group| rescaled::lines(card, speech, group))
            .collect(),
        sections: sections(speech, material),
        digests: digests(speech, card),
        versions: common::versions(
            speech,
            &card.rubric,
            material.pack,
            ("sansang/scorecard/1", material.bundle_format),
        ),
    }
}

fn figures(speech: Speech<'_>, card: &Scorecard) -> Vec<Figure> {
    let figures = &card.total.figures;
    let n_criteria = speech.whole(card.criteria.len());
    let count = |key: &str, n: usize| {
        speech.say(key, &[("n", speech.whole(n)), ("of", n_criteria.clone())])
    };
    let note = |name: &str| speech.code("html.note", name);
    let mut adjudicated = count("report.adjudicated", figures.adjudicated);
    if !figures.official.is_point() {
        adjudicated.push_str("; ");
        adjudicated.push_str(speech.get("report.pending"));
    }
    let figure = |name: &'static str, points: String, note: String| Figure {
        name,
        label: speech.code("figure", name),
        points,
        note,
    };
    let undeclared = count("report.undeclared", figures.undeclared);
    vec![
        figure("proved", speech.low(&figures.measured), note("proved")),
        figure(
            "evidenced",
            speech.points(&figures.evidenced),
            note("evidenced"),
        ),
        figure("declared", speech.points(&figures.declared), undeclared),
        figure(
            "attainable",
            speech.high(&figures.measured),
            note("attainable"),
        ),
        figure("adjudicated", speech.range(&figures.official), adjudicated),
    ]
}

fn picture(speech: Speech<'_>, material: &UnitMaterial<'_>) -> Picture {
    let total = &material.card.total;
    let figures = &total.figures;
    let scale = Scale { max: &total.max };
    let label = |points: &Rational, text: String| Label {
        at: scale.at(points),
        anchor: scale.anchor(points),
        text,
    };
    let (low, high) = (
        speech.low(&figures.measured),
        speech.high(&figures.measured),
    );
    let official = &figures.official;
    let same = official.low == figures.measured.low && official.high == figures.measured.high;
    let bands = bands(speech, material, scale);
    Picture {
        said: speech.say(
            "html.picture",
            &[
                ("low", low.clone()),
                ("high", high.clone()),
                ("max", speech.points(&total.max)),
                ("declared", speech.points(&figures.declared)),
            ],
        ),
        bar: scale.bar(&figures.measured),
        low: label(&figures.measured.low, low),
        high: label(&figures.measured.high, high),
        declared: scale.at(&figures.declared),
        evidenced: scale.at(&figures.evidenced),
        official: (!same).then(|| scale.bar(official)),
        borders: material
            .rubric
            .bands
            .iter()
            .filter_map(|band| band.from.as_ref())
            .map(|from| scale.at(from))
            .collect(),
        bands,
    }
}

/// The bands from the lowest up.
fn bands(speech: Speech<'_>, material: &UnitMaterial<'_>, scale: Scale<'_>) -> Vec<Band> {
    const NARROW: i64 = 15;
    let mut top = scale.max.clone();
    let mut bands = Vec::new();
    for band in &material.rubric.bands {
        let from = band.from.clone().unwrap_or_else(Rational::zero);
        let (middle, wide) = scale.between(&from, &top);
        bands.push(Band {
            middle,
            narrow: wide < NARROW,
            name: speech.text(&band.title),
            from: band.from.as_ref().map(|from| speech.points(from)),
        });
        top = from;
    }
    bands.reverse();
    bands
}

fn group(
    speech: Speech<'_>,
    (code, title): (String, String),
    depth: usize,
    (max, figures): (&Rational, &crate::score::Figures),
) -> Group {
    let scale = Scale { max };
    Group {
        code,
        title,
        depth,
        max: speech.points(max),
        bar: scale.bar(&figures.measured),
        declared_at: scale.at(&figures.declared),
        measured: speech.range(&figures.measured),
        evidenced: speech.points(&figures.evidenced),
        declared: speech.points(&figures.declared),
        official: speech.range(&figures.official),
    }
}

/// Groups with their depth, each below its parent; what hangs on nothing comes last.
fn ordered(card: &Scorecard) -> Vec<(usize, &GroupScore)> {
    let mut found = Vec::new();
    descend(card, None, 0, &mut found);
    let known: Vec<&str> = found.iter().map(|(_, group)| group.code.as_str()).collect();
    let lost = card.groups.iter();
    let lost: Vec<_> = lost
        .filter(|group| !known.contains(&group.code.as_str()))
        .map(|group| (0, group))
        .collect();
    found.extend(lost);
    found
}

fn descend<'c>(
    card: &'c Scorecard,
    parent: Option<&str>,
    depth: usize,
    found: &mut Vec<(usize, &'c GroupScore)>,
) {
    // A circle of parents, which no rubric has, ends too.
    if depth > card.groups.len() {
        return;
    }
    let below = card.groups.iter();
    for group in below.filter(|group| group.parent.as_deref() == parent) {
        found.push((depth, group));
        descend(card, Some(&group.code), depth + 1, found);
    }
}

fn sections(speech: Speech<'_>, material: &UnitMaterial<'_>) -> Vec<Section> {
    let card = material.card;
    let explained: BTreeMap<&str, &Explanation> = material
        .explained
        .iter()
        .map(|explanation| (explanation.criterion.code.as_str(), explanation))
        .collect();
    let criteria = |of: &dyn Fn(&str) -> bool| -> Vec<Criterion> {
        let own = card.criteria.iter().enumerate();
        own.filter(|(_, criterion)| of(&criterion.group))
            .map(|(at, criterion)| {
                let explanation = explained.get(criterion.code.as_str()).copied();
                criterion::of(speech, material.pack, (at, criterion), explanation)
            })
            .collect()
    };
    let mut sections: Vec<Section> = ordered(card)
        .into_iter()
        .map(|(depth, group)| {
            let level = (3 + depth).min(5);
            Section {
                level,
                below: level + 1,
                code: plain(&group.code),
                title: speech.text(&group.title),
                measured: speech.range(&group.figures.measured),
                max: speech.points(&group.max),
                criteria: criteria(&|code| code == group.code),
            }
        })
        .collect();
    let apart = criteria(&|code| !card.groups.iter().any(|group| group.code == code));
    if !apart.is_empty() {
        sections.push(Section {
            level: 3,
            below: 4,
            code: String::new(),
            title: speech.get("html.apart").to_owned(),
            measured: String::new(),
            max: String::new(),
            criteria: apart,
        });
    }
    sections
}

/// What the scorecard was made from.
fn digests(speech: Speech<'_>, card: &Scorecard) -> Vec<String> {
    let mut lines = vec![speech.say(
        "report.digests",
        &[
            ("bundle", short(&card.bundle_sha256)),
            ("checks", short(&card.checks_sha256)),
            ("rubric", short(&card.rubric.sha256)),
            ("decisions", speech.whole(card.decisions.count)),
        ],
    )];
    lines.extend(card.context.iter().map(|other| {
        let fields = [
            ("unit", plain(&other.unit)),
            ("bundle", short(&other.sha256)),
        ];
        speech.say("report.context", &fields)
    }));
    lines
}
