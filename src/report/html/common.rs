//! What both pages have: the words of the template, the head and the foot.

use std::collections::BTreeMap;

use minijinja::value::{Serde, Value};
use serde::Serialize;

use crate::check::Pack;
use crate::report::material::Wording;
use crate::report::speech::{Speech, short};
use crate::score::{RoundRef, RubricRef};
use crate::words::plain;

/// Sections of the messages that templates print as they are, in the way of `words.html.summary`.
const SECTIONS: &[&str] = &["explain", "figure", "html", "rank", "report"];

/// The messages of those sections by their names.
pub(super) fn words(wording: Wording<'_>) -> Value {
    let mut sections: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for key in wording.words.keys(wording.lang) {
        let Some((section, name)) = key.split_once('.') else {
            continue;
        };
        if SECTIONS.contains(&section) {
            let message = wording.words.get(wording.lang, key);
            sections.entry(section).or_default().insert(name, message);
        }
    }
    Value::from(Serde(sections))
}

/// What stands above every page.
#[derive(Debug, Serialize)]
pub(super) struct Head {
    lang: &'static str,
    /// Of the window.
    title: String,
    round: String,
    rubric: String,
    notice: Option<String>,
    illustrative: bool,
}

impl Head {
    pub(super) fn of(speech: Speech<'_>, wording: Wording<'_>, about: &About<'_>) -> Self {
        Self {
            lang: wording.lang.code(),
            title: speech.say(
                "html.window",
                &[
                    ("title", about.title.clone()),
                    ("round", plain(&about.round.id)),
                ],
            ),
            round: speech.say(
                "report.round",
                &[
                    ("round", plain(&about.round.id)),
                    ("period", speech.period(about.round.period)),
                    ("as_of", speech.day(about.round.as_of)),
                ],
            ),
            rubric: speech.say(
                "report.rubric",
                &[
                    ("title", speech.text(&about.rubric.title)),
                    ("id", plain(&about.rubric.id)),
                    ("edition", plain(&about.rubric.edition)),
                ],
            ),
            notice: about
                .rubric
                .notice
                .as_ref()
                .map(|notice| speech.say("report.notice", &[("notice", speech.text(notice))])),
            illustrative: about.illustrative,
        }
    }
}

/// What a page is about.
pub(super) struct About<'a> {
    pub(super) title: String,
    pub(super) round: &'a RoundRef,
    pub(super) rubric: &'a RubricRef,
    pub(super) illustrative: bool,
}

/// What made the page, version by version.
pub(super) fn versions(
    speech: Speech<'_>,
    rubric: &RubricRef,
    pack: &Pack,
    (schema, bundle_format): (&str, u32),
) -> Vec<String> {
    let revisions = pack.checks.values().map(|check| check.revision);
    let (least, most) = (revisions.clone().min(), revisions.max());
    let revisions = match (least, most) {
        (Some(least), Some(most)) if least != most => {
            format!("{}–{}", speech.whole(least), speech.whole(most))
        }
        (least, _) => speech.whole(least.unwrap_or_default()),
    };
    vec![
        speech.say(
            "html.version.program",
            &[("version", env!("CARGO_PKG_VERSION").to_owned())],
        ),
        speech.say(
            "html.version.checks",
            &[
                ("n", speech.whole(pack.checks.len())),
                ("revisions", revisions),
                ("sha256", short(&pack.sha256)),
            ],
        ),
        speech.say(
            "html.version.rubric",
            &[
                ("id", plain(&rubric.id)),
                ("edition", plain(&rubric.edition)),
                ("sha256", short(&rubric.sha256)),
            ],
        ),
        speech.say("html.version.schema", &[("schema", schema.to_owned())]),
        speech.say(
            "html.version.bundle",
            &[("format", speech.whole(bundle_format))],
        ),
    ]
}

/// The name of a band.
pub(super) fn band(speech: Speech<'_>, rubric: &RubricRef, code: &str) -> String {
    let named = rubric.bands.iter().find(|(known, _)| known == code);
    named.map_or_else(|| plain(code), |(_, name)| speech.text(name))
}

/// Bands from the low to the high end, where the rubric has any.
pub(super) fn bands(
    speech: Speech<'_>,
    rubric: &RubricRef,
    range: Option<&(String, String)>,
) -> Option<String> {
    let (low, high) = range?;
    let (low, high) = (band(speech, rubric, low), band(speech, rubric, high));
    Some(if low == high {
        low
    } else {
        format!("{low} – {high}")
    })
}
