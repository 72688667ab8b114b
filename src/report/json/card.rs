//! `sansang/scorecard/1`.

use serde_json::{Map, Value, json};

use super::{indicator, parts};
use crate::exact::Rational;
use crate::report::points::Points;
use crate::score::{ContextRef, CriterionScore, Figures, GroupScore, Scorecard, TotalScore};

pub(super) fn value(card: &Scorecard) -> Value {
    let points = Points::of(&card.rubric);
    let groups = card.groups.iter().map(|g| group(points, g));
    let criteria = card.criteria.iter().map(|c| criterion(points, c));
    json!({
        "schema": "sansang/scorecard/1",
        "unit": parts::unit(&card.unit),
        "round": parts::round(&card.round),
        "rubric": parts::rubric(&card.rubric),
        "checks": { "sha256": card.checks_sha256 },
        "bundle": { "sha256": card.bundle_sha256 },
        "decisions": { "count": card.decisions.count, "head": card.decisions.head },
        "context": card.context.iter().map(context).collect::<Value>(),
        "illustrative": card.illustrative(),
        "total": total(points, &card.total),
        "groups": groups.collect::<Value>(),
        "criteria": criteria.collect::<Value>(),
    })
}

fn context(other: &ContextRef) -> Value {
    json!({ "unit": other.unit, "sha256": other.sha256 })
}

fn total(points: Points, total: &TotalScore) -> Value {
    let mut shape = figures(points, &total.figures);
    let band = total
        .band
        .as_ref()
        .map(|(low, high)| json!({ "low": low, "high": high }));
    shape.insert("max".into(), json!(points.number(&total.max)));
    shape.insert("band".into(), json!(band));
    shape.insert("ranked".into(), json!(total.ranked.code()));
    Value::Object(shape)
}

fn group(points: Points, group: &GroupScore) -> Value {
    let mut shape = figures(points, &group.figures);
    shape.insert("code".into(), json!(group.code));
    shape.insert("parent".into(), json!(group.parent));
    shape.insert("title".into(), parts::both(&group.title));
    shape.insert("max".into(), json!(points.number(&group.max)));
    shape.insert(
        "applicable_max".into(),
        parts::range(points, &group.applicable_max),
    );
    shape.insert(
        "measured_applicable_max".into(),
        parts::range(points, &group.measured_applicable_max),
    );
    shape.insert("rescaled".into(), json!(group.rescaled));
    Value::Object(shape)
}

/// The figures of a group or the whole; `n_undeclared` and `n_adjudicated` count criteria.
fn figures(points: Points, figures: &Figures) -> Map<String, Value> {
    [
        ("measured", parts::range(points, &figures.measured)),
        ("evidenced", json!(points.number(&figures.evidenced))),
        ("declared", json!(points.number(&figures.declared))),
        ("official", parts::range(points, &figures.official)),
        ("n_undeclared", json!(figures.undeclared)),
        ("n_adjudicated", json!(figures.adjudicated)),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

/// A criterion, in the scorecard and in an explanation.
pub(super) fn criterion(points: Points, criterion: &CriterionScore) -> Value {
    let one = |number: &Option<Rational>| number.as_ref().map(|number| points.number(number));
    json!({
        "code": criterion.code,
        "title": parts::both(&criterion.title),
        "group": criterion.group,
        "max": points.number(&criterion.max),
        "min": points.number(&criterion.min),
        "formula": criterion.formula,
        "applies": criterion.applies.code(),
        "state": criterion.state.code(),
        "standing": criterion.standing.code(),
        "flags": criterion.flags.iter().map(|flag| json!(flag.code())).collect::<Value>(),
        "measured": criterion.measured.as_ref().map(|range| parts::range(points, range)),
        "evidenced": one(&criterion.evidenced),
        "declared": one(&criterion.declared),
        "adjudicated": one(&criterion.adjudicated),
        "official": criterion.official.as_ref().map(|range| parts::range(points, range)),
        "indicator": criterion.indicator.as_ref().map(indicator::value),
        "because": criterion.because.iter().map(parts::because).collect::<Value>(),
        "evidence": criterion.evidence.iter().map(parts::evidence).collect::<Value>(),
        "legal": criterion.legal.iter().map(parts::legal).collect::<Value>(),
    })
}
