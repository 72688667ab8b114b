//! Explanations and decisions.

use serde_json::{Value, json};

use super::criterion::cells;
use super::parts::count;
use super::shape::{
    any, constant, like, list, map, named, object, or_null, text, whole, word, yes_no,
};
use crate::rubric::Policy;
use crate::score::{Band, DecisionKind, RAISES, Reading, Verdict};

/// `sansang/explanation/1`.
pub(super) fn explanation() -> Value {
    let above = object([
        ("code", or_null(text())),
        ("title", named("bilingual")),
        ("max", named("points")),
        ("measured", named("points_range")),
    ]);
    object([
        ("schema", constant("sansang/explanation/1")),
        ("unit", named("unit")),
        ("round", named("round")),
        ("rubric", named("rubric")),
        ("bundle", named("bundle")),
        ("illustrative", yes_no()),
        ("above", list(above)),
        ("criterion", named("criterion")),
        ("meaning", named("bilingual")),
        ("formula", text()),
        ("on_not_applicable", word(Policy::CODES.iter().copied())),
        ("provenance", named("bilingual")),
        ("evidence_rule", or_null(named("bilingual"))),
        ("declaration", or_null(declaration())),
        ("children", list(child())),
        ("asked", list(asked())),
        ("raise", list(raise())),
    ])
}

/// `sansang/check-result/1`.
pub(super) fn check_result() -> Value {
    let band = || word(Band::ALL.iter().map(|band| band.code()));
    let verdict = object([("low", band()), ("high", band()), ("proposed", yes_no())]);
    let judged = object([("asked", asked()), ("verdict", or_null(verdict))]);
    object([
        ("schema", constant("sansang/check-result/1")),
        ("unit", named("unit")),
        ("round", named("round")),
        ("bundle", named("bundle")),
        ("illustrative", yes_no()),
        ("check", text()),
        ("title", named("bilingual")),
        ("results", list(judged)),
    ])
}

fn declaration() -> Value {
    object([
        ("stated", or_null(named("stated"))),
        ("points", or_null(named("number"))),
        ("period", or_null(named("period"))),
        ("evidence", list(text())),
        ("note", text()),
    ])
}

/// A stated figure, by its shape.
pub(super) fn stated() -> Value {
    let totals = object([("den", whole()), ("num", whole())]);
    let survey = object([("mean", named("fraction")), ("n", whole())]);
    let shapes = [
        ("totals", totals),
        ("yes_no", yes_no()),
        ("count", whole()),
        ("choice", text()),
        ("date", named("day")),
        ("items", list(text())),
        ("survey", survey),
        ("not_applicable", text()),
    ];
    let shapes = shapes
        .into_iter()
        .map(|(shape, value)| object([("shape", constant(shape)), ("value", value)]));
    json!({ "oneOf": shapes.collect::<Vec<_>>() })
}

fn child() -> Value {
    let criterion = object([
        ("code", text()),
        ("max", named("points")),
        ("measured", or_null(named("points_range"))),
    ]);
    object([
        ("body", text()),
        ("counted", named("applies")),
        ("criteria", list(criterion)),
    ])
}

fn asked() -> Value {
    let tally = Verdict::ALL
        .iter()
        .map(|verdict| (verdict.code().to_owned(), whole()))
        .collect::<serde_json::Map<_, _>>();
    object([
        ("indicator", text()),
        ("found", or_null(named("indicator"))),
        ("title", named("bilingual")),
        ("body", text()),
        ("query", text()),
        (
            "reading",
            word(Reading::ALL.iter().map(|reading| reading.code())),
        ),
        ("params", map(text())),
        ("tables", list(table())),
        // Verdicts that no row has are left out.
        (
            "tally",
            json!({ "type": "object", "properties": tally, "additionalProperties": false }),
        ),
        ("rows", list(row())),
    ])
}

fn table() -> Value {
    let file = object([("file", text()), ("sha256", named("file_sha256"))]);
    // The part "" is the table as a whole.
    let part = object([
        ("part", text()),
        ("state", named("coverage")),
        ("missing", count()),
        ("rule", text()),
    ]);
    object([
        ("table", text()),
        ("roles", list(named("role"))),
        ("state", named("coverage")),
        ("missing", count()),
        ("parts", list(part)),
        ("unassigned", whole()),
        ("files", list(file)),
    ])
}

fn row() -> Value {
    let from = object([
        ("table", text()),
        ("file", text()),
        ("row", or_null(whole())),
        ("sha256", named("file_sha256")),
    ]);
    object([
        ("key", text()),
        ("name", or_null(text())),
        (
            "verdict",
            word(Verdict::ALL.iter().map(|verdict| verdict.code())),
        ),
        ("cells", cells()),
        ("from", or_null(from)),
    ])
}

/// A thing to do: one of the closed list, with the fields of its own.
fn raise() -> Value {
    let raises = RAISES.iter().map(|(code, fields)| {
        let own = [
            ("code", constant(code)),
            ("points", or_null(named("points"))),
        ];
        let fields = fields.iter().map(|field| match *field {
            "n" => ("n", like("^[0-9]+$")),
            name => (name, text()),
        });
        object(own.into_iter().chain(fields))
    });
    json!({ "oneOf": raises.collect::<Vec<_>>() })
}

/// A line of `decisions/ID.jsonl`.
pub(super) fn decision() -> Value {
    let instant = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";
    object([
        ("at", like(instant)),
        ("author", like(".")),
        ("bundle", named("sha256")),
        ("criterion", text()),
        (
            "kind",
            word(DecisionKind::ALL.iter().map(|kind| kind.code())),
        ),
        (
            "new",
            any([named("stated"), named("points"), json!({ "type": "null" })]),
        ),
        ("old", or_null(named("points_range"))),
        ("prev", named("sha256")),
        ("reason", like(".")),
        ("seq", json!({ "type": "integer", "minimum": 1 })),
    ])
}

/// `sansang/decided/1`.
pub(super) fn decided() -> Value {
    let points = or_null(named("points_range"));
    object([
        ("schema", constant("sansang/decided/1")),
        ("illustrative", yes_no()),
        ("decision", named("decision")),
        (
            "criterion",
            object([("before", points.clone()), ("after", points)]),
        ),
        (
            "total",
            object([
                ("before", named("points_range")),
                ("after", named("points_range")),
            ]),
        ),
    ])
}
