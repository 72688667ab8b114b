//! What the page of a ranking says, worded and rounded.

use serde::Serialize;

use crate::report::material::{RankingMaterial, Wording};
use crate::report::points::Points;
use crate::report::speech::Speech;

#[derive(Debug, Serialize)]
pub(super) struct Page {
    lang: &'static str,
    title: String,
    units: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    rank: String,
    name: String,
    points: String,
}

pub(super) fn page(material: &RankingMaterial<'_>, wording: Wording<'_>) -> Page {
    let ranking = material.ranking;
    let speech = Speech::new(wording.words, wording.lang, Points::ranked(&ranking.rubric));
    let rows = ranking.units.iter().map(|unit| Row {
        rank: format!("{}–{}", unit.best, unit.worst),
        name: speech.text(&unit.unit.name),
        points: speech.range(&unit.figure),
    });
    Page {
        lang: wording.lang.code(),
        title: speech.text(&ranking.rubric.title),
        units: rows.collect(),
    }
}
