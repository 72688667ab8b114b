//! One criterion on the page: points, why, what would raise it, and all that stands behind it.

use serde::Serialize;

use super::picture::{Bar, Scale};
use super::question::{self, Question};
use super::urgent;
use crate::check::Pack;
use crate::kind::Applies;
use crate::report::speech::{NONE, Speech, capital, short};
use crate::report::{claim, law, reasons};
use crate::score::{CriterionScore, EvidenceRef, Explanation, Measured, Standing};
use crate::words::plain;

/// A criterion.
#[derive(Debug, Serialize)]
pub(super) struct Criterion {
    /// Its place on the page.
    at: usize,
    code: String,
    title: String,
    points: String,
    max: String,
    bar: Option<Bar>,
    /// What it is coloured by.
    tone: &'static str,
    state: String,
    marks: Vec<String>,
    because: Vec<String>,
    raise: Vec<String>,
    figures: Vec<(String, String)>,
    behind: Option<Behind>,
    legal: Vec<String>,
    evidence: Vec<Evidence>,
}

/// What stands behind it.
#[derive(Debug, Serialize)]
struct Behind {
    formula: String,
    meaning: String,
    policy: String,
    provenance: String,
    declared: String,
    period: Option<String>,
    note: Option<String>,
    evidence_rule: Option<String>,
    questions: Vec<Question>,
}

/// A file that the claim names.
#[derive(Debug, Serialize)]
struct Evidence {
    what: String,
    passes: String,
    digest: String,
}

/// Words a criterion that stands at a place, with what explains it.
pub(super) fn of(
    speech: Speech<'_>,
    pack: &Pack,
    (at, criterion): (usize, &CriterionScore),
    explanation: Option<&Explanation>,
) -> Criterion {
    let measured = criterion.measured.as_ref();
    let scale = Scale {
        max: &criterion.max,
    };
    let because = criterion.because.iter();
    let raise = explanation.map_or(&[][..], |explanation| &explanation.raise);
    Criterion {
        at,
        code: plain(&criterion.code),
        title: speech.text(&criterion.title),
        points: measured.map_or_else(|| NONE.to_owned(), |range| speech.range(range)),
        max: speech.points(&criterion.max),
        bar: measured.map(|range| scale.bar(range)),
        tone: tone(criterion.state),
        state: reasons::state(speech, criterion),
        marks: marks(speech, criterion),
        because: because
            .map(|reason| capital(&reasons::because(speech, reason)))
            .collect(),
        raise: raise
            .iter()
            .map(|raise| {
                let said = urgent::thing(speech, pack, raise);
                match &raise.points {
                    Some(points) => {
                        let points = ("points", speech.most(points));
                        format!("{said} · {}", speech.say("explain.at_most", &[points]))
                    }
                    None => said,
                }
            })
            .collect(),
        figures: figures(speech, criterion),
        behind: explanation.map(|explanation| behind(speech, pack, explanation)),
        legal: criterion
            .legal
            .iter()
            .map(|legal| capital(&law::in_full(speech, legal)))
            .collect(),
        evidence: criterion
            .evidence
            .iter()
            .map(|file| evidence(speech, file))
            .collect(),
    }
}

fn tone(state: Measured) -> &'static str {
    match state {
        Measured::Settled => "settled",
        Measured::Partial => "partial",
        Measured::Unknown | Measured::Unscored => "unknown",
        Measured::ToolError => "fault",
        Measured::NotApplicable => "apart",
    }
}

/// The claim's standing and all marks, each by itself.
fn marks(speech: Speech<'_>, criterion: &CriterionScore) -> Vec<String> {
    let standing = match criterion.standing {
        Standing::None => None,
        Standing::Claimed
        | Standing::Evidenced
        | Standing::Verified
        | Standing::Overridden
        | Standing::Contested => Some(speech.code("standing", criterion.standing.code())),
    };
    let maybe = (criterion.applies == Applies::Maybe).then(|| capital(speech.get("mark.maybe")));
    let flags = criterion.flags.iter();
    let flags = flags.map(|flag| speech.code("flag", flag.code()));
    standing.into_iter().chain(maybe).chain(flags).collect()
}

/// The five figures by name.
fn figures(speech: Speech<'_>, criterion: &CriterionScore) -> Vec<(String, String)> {
    let measured = criterion.measured.as_ref();
    let none = || NONE.to_owned();
    let maybe = |points| speech.maybe_points(points);
    [
        (
            "proved",
            measured.map_or_else(none, |range| speech.low(range)),
        ),
        ("evidenced", maybe(criterion.evidenced.as_ref())),
        ("declared", maybe(criterion.declared.as_ref())),
        (
            "attainable",
            measured.map_or_else(none, |range| speech.high(range)),
        ),
        ("adjudicated", maybe(criterion.adjudicated.as_ref())),
    ]
    .map(|(name, points)| (speech.code("figure", name), points))
    .to_vec()
}

fn behind(speech: Speech<'_>, pack: &Pack, explanation: &Explanation) -> Behind {
    let claim = explanation.declaration.as_ref();
    let period = claim.and_then(|claim| claim.period);
    let note = claim.map(|claim| claim.note.as_str());
    Behind {
        formula: capital(&speech.code("formula", explanation.criterion.formula)),
        meaning: speech.text(&explanation.meaning),
        policy: speech.code("policy", explanation.policy),
        provenance: speech.text(&explanation.provenance),
        declared: claim.map_or_else(
            || speech.get("standing.none").to_owned(),
            |claim| claim::stated(speech, claim),
        ),
        period: period.map(|period| speech.period(period)),
        note: note.filter(|note| !note.is_empty()).map(plain),
        evidence_rule: explanation
            .evidence_rule
            .as_ref()
            .map(|rule| speech.text(rule)),
        questions: question::all(speech, pack, &explanation.asked),
    }
}

fn evidence(speech: Speech<'_>, file: &EvidenceRef) -> Evidence {
    let passes = if file.passes {
        "explain.passes"
    } else {
        "explain.fails"
    };
    Evidence {
        what: plain(&file.what),
        passes: capital(speech.get(passes)),
        digest: file
            .sha256
            .as_deref()
            .map_or_else(|| capital(speech.get("explain.no_file")), short),
    }
}
