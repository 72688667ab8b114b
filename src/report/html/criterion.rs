//! One criterion on the page: points, why, what would raise it, and all that stands behind it.

use serde::Serialize;

use super::picture::{Bar, Scale};
use super::question::{self, Question};
use super::urgent;
use crate::check::Pack;
use crate::kind::Applies;
use crate::report::speech::{NONE, Speech, capital, short};
use crate::report::{claim, law, reasons};
use crate::score::{
    Because, CriterionScore, EvidenceRef, Explanation, Fact, Measured, Raise, Standing,
};
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
    let as_of = explanation.map(|explanation| explanation.round.as_of);
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
        because: because(speech, criterion),
        raise: raise(speech, explanation.map_or(&[][..], |it| &it.raise)),
        figures: figures(speech, criterion),
        behind: explanation.map(|explanation| behind(speech, pack, explanation)),
        legal: criterion
            .legal
            .iter()
            .map(|legal| capital(&law::in_full(speech, legal, as_of)))
            .collect(),
        evidence: criterion
            .evidence
            .iter()
            .map(|file| evidence(speech, file))
            .collect(),
    }
}

/// Why it is as it is; what is said of one body after the other is said once.
fn because(speech: Speech<'_>, criterion: &CriterionScore) -> Vec<String> {
    let mut told: Vec<Because> = Vec::new();
    for reason in &criterion.because {
        match told.last_mut() {
            Some(last) if joined(last.code, reason.code, "child_unknown") => {
                if let (Some(Fact::Text(all)), Some(Fact::Text(body))) =
                    (last.fields.get_mut("body"), reason.fields.get("body"))
                {
                    all.push_str(BETWEEN);
                    all.push_str(body);
                }
            }
            _ => told.push(reason.clone()),
        }
    }
    told.iter()
        .map(|reason| capital(&reasons::because(speech, reason)))
        .collect()
}

/// What would raise it; tables that could bring the same are said together.
fn raise(speech: Speech<'_>, raise: &[Raise]) -> Vec<String> {
    let mut told: Vec<Raise> = Vec::new();
    for step in raise {
        match told.last_mut() {
            Some(last)
                if joined(last.code, step.code, "collect_table") && last.points == step.points =>
            {
                if let (Some((_, all)), Some((_, table))) =
                    (last.fields.first_mut(), step.fields.first())
                {
                    all.push_str(BETWEEN);
                    all.push_str(table);
                }
            }
            _ => told.push(step.clone()),
        }
    }
    let said = told.iter().map(|step| {
        let said = urgent::thing(speech, step);
        match &step.points {
            Some(points) => {
                let points = ("points", speech.most(points));
                format!("{said} · {}", speech.say("explain.at_most", &[points]))
            }
            None => said,
        }
    });
    said.collect()
}

/// Between names that a message sets in one place as code.
const BETWEEN: &str = "`, `";

fn joined(last: &str, next: &str, code: &str) -> bool {
    last == code && next == code
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
        ("adjudicated", reasons::adjudicated(speech, criterion)),
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
    let why = file.fails.map_or_else(String::new, |code| {
        format!(": {}", speech.code("evidence_rule", code))
    });
    Evidence {
        what: plain(&file.what),
        passes: format!("{}{why}", capital(speech.get(passes))),
        digest: file
            .sha256
            .as_deref()
            .map_or_else(|| capital(speech.get("explain.no_file")), short),
    }
}
