//! What the page of a ranking says, worded and rounded.

use serde::Serialize;

use super::common::{self, About, Head};
use super::picture::{Bar, Scale};
use crate::exact::Interval;
use crate::kind::Applies;
use crate::rank::{RankedUnit, Warning};
use crate::report::material::{RankingMaterial, Wording};
use crate::report::points::Points;
use crate::report::speech::{NONE, Speech};
use crate::rubric::RankMode;
use crate::score::{Scorecard, UnitRef};
use crate::words::plain;

#[derive(Debug, Serialize)]
pub(super) struct Page {
    head: Head,
    title: String,
    max: String,
    /// Groups at the top: code, title and max, a column each.
    groups: Vec<(String, String, String)>,
    units: Vec<Row>,
    unranked: Vec<Row>,
    rule: String,
    warnings: Vec<String>,
    versions: Vec<String>,
}

/// A unit.
#[derive(Debug, Serialize)]
struct Row {
    rank: String,
    name: String,
    id: String,
    points: String,
    bar: Bar,
    /// Official points of the groups at the top, in their order.
    groups: Vec<String>,
    share: String,
    band: String,
    notes: Vec<String>,
}

pub(super) fn page(material: &RankingMaterial<'_>, wording: Wording<'_>) -> Page {
    let ranking = material.ranking;
    let rubric = &ranking.rubric;
    let speech = Speech::new(wording.words, wording.lang, Points::ranked(rubric));
    let of = (
        "n",
        speech.whole(ranking.units.len() + ranking.unranked.len()),
    );
    let about = About {
        title: speech.say("html.ranking", &[of]),
        round: &ranking.round,
        rubric,
        illustrative: ranking.illustrative(),
    };
    let rule = match rubric.ranking.mode {
        RankMode::Standard => "rank.standard",
        RankMode::Dense => "rank.dense",
    };
    let teller = Teller { material, speech };
    let groups = material.cards.first().map(|card| {
        let tops = card.groups.iter().filter(|group| group.parent.is_none());
        tops.map(|group| {
            let max = speech.points(&group.max);
            (plain(&group.code), speech.text(&group.title), max)
        })
        .collect()
    });
    Page {
        head: Head::of(speech, wording, &about),
        title: about.title,
        max: speech.points(&rubric.max),
        groups: groups.unwrap_or_default(),
        units: ranking
            .units
            .iter()
            .map(|unit| teller.ranked(unit))
            .collect(),
        unranked: ranking
            .unranked
            .iter()
            .map(|unit| {
                let made_up = unit
                    .illustrative
                    .then(|| speech.code("flag", "illustrative"));
                let notes = made_up.into_iter().collect();
                let found = (unit.bundle_sha256.as_str(), &unit.figure);
                teller.row(NONE.to_owned(), &unit.unit, found, notes)
            })
            .collect(),
        rule: speech.say(rule, &[("digits", speech.whole(rubric.ranking.digits))]),
        warnings: ranking
            .warnings
            .iter()
            .map(|warning| {
                let warning = warn(speech, warning);
                speech.say("rank.warning", &[("warning", warning)])
            })
            .collect(),
        versions: common::versions(
            speech,
            rubric,
            material.pack,
            ("sansang/ranking/1", material.bundle_format),
        ),
    }
}

struct Teller<'a> {
    material: &'a RankingMaterial<'a>,
    speech: Speech<'a>,
}

impl Teller<'_> {
    fn ranked(&self, unit: &RankedUnit) -> Row {
        let speech = self.speech;
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
            notes.push(speech.code("flag", "illustrative"));
        }
        let found = (unit.bundle_sha256.as_str(), &unit.figure);
        self.row(self.rank(unit), &unit.unit, found, notes)
    }

    /// `3/13`, or `3–5/13` where the ranges leave it open.
    fn rank(&self, unit: &RankedUnit) -> String {
        let speech = self.speech;
        let (best, worst) = (speech.whole(unit.best), speech.whole(unit.worst));
        let of = speech.whole(self.material.ranking.of);
        if best == worst {
            format!("{best}/{of}")
        } else {
            format!("{best}–{worst}/{of}")
        }
    }

    fn row(
        &self,
        rank: String,
        unit: &UnitRef,
        (bundle, figure): (&str, &Interval),
        notes: Vec<String>,
    ) -> Row {
        let speech = self.speech;
        let max = &self.material.ranking.rubric.max;
        let scale = Scale { max };
        let card = self.card(unit, bundle);
        let share = [&figure.low, &figure.high].map(|end| end.divided_by(max));
        let share = match share {
            [Some(low), Some(high)] => speech.percent(&Interval { low, high }),
            [None, _] | [_, None] => NONE.to_owned(),
        };
        let groups = card.map(|card| {
            let tops = card.groups.iter().filter(|group| group.parent.is_none());
            tops.map(|group| speech.range(&group.figures.official))
                .collect()
        });
        let band =
            card.and_then(|card| common::bands(speech, &card.rubric, card.total.band.as_ref()));
        Row {
            rank,
            name: speech.text(&unit.name),
            id: plain(&unit.id),
            points: speech.range(figure),
            bar: scale.bar(figure),
            groups: groups.unwrap_or_default(),
            share,
            band: band.unwrap_or_else(|| NONE.to_owned()),
            notes,
        }
    }

    fn card(&self, unit: &UnitRef, bundle: &str) -> Option<&Scorecard> {
        let mut cards = self.material.cards.iter();
        cards.find(|card| card.unit.id == unit.id && card.bundle_sha256 == bundle)
    }
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
