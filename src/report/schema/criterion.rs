//! Criteria, their figures and what was measured for them.

use serde_json::{Value, json};

use super::parts::{count, worded, yes_no_range};
use super::shape::{constant, ends, list, map, named, object, or_null, text, whole, word, yes_no};
use crate::kind::Kind;
use crate::rubric::Formula;
use crate::score::{Flag, Measured, REASONS, Standing};

/// The keys of the five figures.
pub(super) fn figures() -> Vec<(&'static str, Value)> {
    vec![
        ("measured", named("points_range")),
        ("evidenced", named("points")),
        ("declared", named("points")),
        ("official", named("points_range")),
        ("n_undeclared", whole()),
        ("n_adjudicated", whole()),
    ]
}

/// A criterion, in the scorecard and in an explanation.
pub(super) fn criterion() -> Value {
    let points = || or_null(named("points"));
    object([
        ("code", text()),
        ("title", named("bilingual")),
        ("group", text()),
        ("max", named("points")),
        ("min", named("points")),
        ("formula", word(Formula::CODES.iter().copied())),
        ("applies", named("applies")),
        (
            "state",
            word(Measured::ALL.iter().map(|state| state.code())),
        ),
        (
            "standing",
            word(Standing::ALL.iter().map(|standing| standing.code())),
        ),
        ("flags", flags()),
        ("measured", or_null(named("points_range"))),
        ("evidenced", points()),
        ("declared", points()),
        ("adjudicated", points()),
        ("official", or_null(named("points_range"))),
        ("indicator", or_null(named("indicator"))),
        ("because", list(named("reason"))),
        ("evidence", list(evidence())),
        ("legal", list(named("legal"))),
    ])
}

fn flags() -> Value {
    json!({
        "type": "array",
        "items": word(Flag::ALL.iter().map(|flag| flag.code())),
        "uniqueItems": true,
    })
}

fn evidence() -> Value {
    object([
        ("sha256", or_null(named("sha256"))),
        ("what", text()),
        ("passes", yes_no()),
        ("fails", or_null(worded("evidence_rule"))),
    ])
}

/// A reason: one of the closed list, with the fields of its own.
pub(super) fn reason() -> Value {
    let reasons = REASONS.iter().map(|(code, fields)| {
        let fields = fields.iter().map(|field| match *field {
            "n" => ("n", count()),
            name => (name, text()),
        });
        object(fields.chain([("code", constant(code))]))
    });
    json!({ "oneOf": reasons.collect::<Vec<_>>() })
}

/// What was measured, by its kind.
pub(super) fn indicator() -> Value {
    let kinds = Kind::ALL.iter().map(|kind| {
        let own = [
            ("id", text()),
            ("kind", constant(kind.code())),
            ("applies", named("applies")),
            ("cross_check", or_null(named("measure"))),
        ];
        object(own.into_iter().chain(bounds(*kind)))
    });
    json!({ "oneOf": kinds.collect::<Vec<_>>() })
}

/// What another source says: the bounds of a kind that the indicator names.
pub(super) fn measure() -> Value {
    let mut shapes: Vec<Value> = Vec::new();
    for kind in Kind::ALL {
        let applies = [("applies", named("applies"))];
        let shape = object(applies.into_iter().chain(bounds(*kind)));
        // Two kinds may have one shape.
        if !shapes.contains(&shape) {
            shapes.push(shape);
        }
    }
    json!({ "oneOf": shapes })
}

/// The keys that a kind adds.
fn bounds(kind: Kind) -> Vec<(&'static str, Value)> {
    let counts = || object([("low", whole()), ("high", count())]);
    match kind {
        Kind::Ratio | Kind::Totals => vec![
            ("num", counts()),
            ("den", counts()),
            ("ratio", ends(&named("fraction"))),
        ],
        Kind::Count => vec![("count", counts())],
        Kind::YesNo => vec![("yes", yes_no_range())],
        Kind::Histogram => {
            let span = object([("best", text()), ("worst", text()), ("n", whole())]);
            vec![
                ("levels", list(text())),
                ("counted", list(span.clone())),
                ("maybe", list(span)),
                ("missing", count()),
            ]
        }
        Kind::Choice => vec![("levels", list(text())), ("level", ends(&text()))],
        Kind::Value => vec![("value", ends(&or_null(named("fraction"))))],
        Kind::Days => vec![("days", ends(&count()))],
        Kind::Change => vec![("now", counts()), ("before", counts())],
        Kind::Children => vec![
            ("counted", list(text())),
            ("maybe", list(text())),
            ("missing", count()),
        ],
    }
}

/// Cells by the names of their columns; what is not known is null.
pub(super) fn cells() -> Value {
    map(or_null(text()))
}
