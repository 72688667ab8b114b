//! What the page of a unit says, worded and rounded.

use serde::Serialize;

use crate::report::material::{UnitMaterial, Wording};
use crate::report::points::Points;
use crate::report::speech::Speech;

#[derive(Debug, Serialize)]
pub(super) struct Page {
    lang: &'static str,
    title: String,
    figures: Vec<Figure>,
}

#[derive(Debug, Serialize)]
struct Figure {
    label: String,
    value: String,
}

pub(super) fn page(material: &UnitMaterial<'_>, wording: Wording<'_>) -> Page {
    let card = material.card;
    let speech = Speech::new(wording.words, wording.lang, Points::of(&card.rubric));
    let figures = &card.total.figures;
    let figure = |name: &str, value: String| Figure {
        label: speech.code("figure", name),
        value: format!("{value} / {}", speech.points(&card.total.max)),
    };
    Page {
        lang: wording.lang.code(),
        title: speech.text(&card.unit.name),
        figures: vec![
            figure("proved", speech.low(&figures.measured)),
            figure("evidenced", speech.points(&figures.evidenced)),
            figure("declared", speech.points(&figures.declared)),
            figure("attainable", speech.high(&figures.measured)),
            figure("adjudicated", speech.range(&figures.official)),
        ],
    }
}
