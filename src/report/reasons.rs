//! Reasons and states in words.

use crate::exact::Day;
use crate::kind::Applies;
use crate::report::speech::Speech;
use crate::score::{Because, CriterionScore, DecisionKind, Fact, Flag, Measured, Standing};
use crate::words::plain;

/// A reason as a sentence without a full stop.
pub(super) fn because(speech: Speech<'_>, reason: &Because) -> String {
    let unknown = reason.fields.values().any(|fact| *fact == Fact::Unknown);
    let without_limit = format!("{}_unknown", reason.code);
    let code = if unknown && speech.has("because", &without_limit) {
        without_limit.as_str()
    } else {
        reason.code
    };
    if !speech.has("because", code) {
        return plain(reason.code);
    }
    let fields: Vec<(&str, String)> = reason
        .fields
        .iter()
        .map(|(name, fact)| (*name, field(speech, name, fact)))
        .collect();
    speech.say(&format!("because.{code}"), &fields)
}

/// A field as the language writes it: points, days and code words in words, all else harmless and as it is.
fn field(speech: Speech<'_>, name: &str, fact: &Fact) -> String {
    let text = match fact {
        Fact::Number(n) => return speech.whole(n),
        Fact::Unknown => return speech.get("number.unknown").to_owned(),
        Fact::Text(text) => text,
    };
    match name {
        "low" | "high" | "accepted" | "declared" | "computed" | "stated" if is_decimal(text) => {
            speech.decimal(text)
        }
        "until" => Day::parse(text).map_or_else(|| plain(text), |day| speech.day(day)),
        "table" => speech.table(text),
        "part" => speech.code("part", text),
        "kind" => speech.code("decision", text),
        "policy" => speech.code("policy", text),
        "rule" => speech.code("evidence_rule", text),
        _ => plain(text),
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// How well a criterion is known. What is unknown says whether anybody gave figures at all.
pub(super) fn state(speech: Speech<'_>, criterion: &CriterionScore) -> String {
    let no_input = criterion
        .because
        .iter()
        .any(|reason| reason.code == "table_none");
    let code = match criterion.state {
        Measured::Unknown if no_input => "unknown_no_input",
        Measured::Unknown => "unknown_tried",
        state @ (Measured::Settled
        | Measured::Partial
        | Measured::ToolError
        | Measured::NotApplicable
        | Measured::Unscored) => state.code(),
    };
    speech.code("state", code)
}

/// State, claim and marks of a criterion on one line: «Xác định một phần · tự chấm 5,92 · minh họa».
pub(super) fn status(speech: Speech<'_>, criterion: &CriterionScore) -> String {
    let mut parts = vec![state(speech, criterion)];
    parts.extend(standing(speech, criterion));
    if criterion.applies == Applies::Maybe {
        parts.push(speech.get("mark.maybe").to_owned());
    }
    parts.extend(criterion.flags.iter().map(|flag| mark(speech, *flag)));
    parts.join(" · ")
}

/// How far the claim has come, with its points; nothing where nothing is claimed.
fn standing(speech: Speech<'_>, criterion: &CriterionScore) -> Option<String> {
    let points = match criterion.standing {
        Standing::None => return None,
        Standing::Claimed | Standing::Contested => &criterion.declared,
        Standing::Evidenced => &criterion.evidenced,
        Standing::Overridden if is_ruled_out(criterion) => {
            return Some(match &criterion.adjudicated {
                None => speech.get("mark.ruled_out").to_owned(),
                Some(points) => {
                    speech.say("mark.ruled_out_for", &[("points", speech.points(points))])
                }
            });
        }
        Standing::Verified | Standing::Overridden => &criterion.adjudicated,
    };
    let key = format!("mark.{}", criterion.standing.code());
    let points = speech.maybe_points(points.as_ref());
    Some(speech.say(&key, &[("points", points)]))
}

/// Points by decision; that the criterion does not apply, where that was decided; a dash where nothing was.
pub(super) fn adjudicated(speech: Speech<'_>, criterion: &CriterionScore) -> String {
    if criterion.adjudicated.is_none() && criterion.standing == Standing::Overridden {
        speech.code("decision", "not_applicable")
    } else {
        speech.maybe_points(criterion.adjudicated.as_ref())
    }
}

/// Whether a decision says that the criterion does not apply, or sets a fact by which it does not.
fn is_ruled_out(criterion: &CriterionScore) -> bool {
    let kind = Fact::Text(DecisionKind::NotApplicable.code().to_owned());
    let because = &criterion.because;
    criterion.adjudicated.is_none()
        || because
            .iter()
            .any(|reason| reason.code == "decision" && reason.fields.get("kind") == Some(&kind))
}

/// A mark in one or two words.
fn mark(speech: Speech<'_>, flag: Flag) -> String {
    speech.code("mark", flag.code())
}

#[cfg(test)]
#[path = "reasons_tests.rs"]
mod tests;
