//! `sansang/gate/1`.

use serde_json::{Value, json};

use super::parts;
use crate::gate::{GateVerdict, RuleVerdict};
use crate::report::points::Points;

pub(super) fn value(gate: &GateVerdict) -> Value {
    let points = Points::of(&gate.rubric);
    json!({
        "schema": "sansang/gate/1",
        "unit": parts::unit(&gate.unit),
        "round": parts::round(&gate.round),
        "rubric": parts::rubric(&gate.rubric),
        "bundle": { "sha256": gate.bundle_sha256 },
        "illustrative": gate.illustrative,
        "verdict": gate.verdict.code(),
        "rules": gate.rules.iter().map(|rule| self::rule(points, rule)).collect::<Value>(),
    })
}

/// `why` is a code; the points that it was found by stand beside it: `limit` as written, `seen` as printed.
fn rule(points: Points, rule: &RuleVerdict) -> Value {
    json!({
        "rule": rule.rule.code(),
        "group": rule.rule.group(),
        "limit": points.written(&rule.limit),
        "seen": parts::range(points, &rule.seen),
        "verdict": rule.verdict().code(),
        "why": rule.why.code(),
    })
}
