//! Checks and rubrics as `check` and `rubric` print them.

use serde_json::{Value, json};

use super::commands::listed;
use super::parts::{legal_keys, some, with_keys, worded};
use super::shape::{constant, list, map, named, object, or_null, text, whole, word, yes_no};
use crate::exact::Mode;
use crate::rubric::{Formula, Policy};

/// `sansang/checks/1`.
pub(super) fn checks() -> Value {
    let mut check = about();
    let indicator = object(asked());
    check.extend([("indicators", some(indicator)), ("criteria", list(text()))]);
    with_keys(
        &listed("sansang/checks/1", "checks", object(check)),
        [("sha256", named("sha256"))],
    )
}

/// `sansang/check/1`.
pub(super) fn check() -> Value {
    let mut legal = legal_keys();
    legal.push(("source", or_null(text())));
    let param = object([
        ("default", named("parameter")),
        ("title", named("bilingual")),
        ("proposed", yes_no()),
    ]);
    let need = object([
        ("roles", some(named("role"))),
        ("by", or_null(named("name"))),
        ("serves", word(["one", "many"])),
        ("each", yes_no()),
        ("parts", list(text())),
        ("each_part", yes_no()),
    ]);
    let route = object([("file", text()), ("sql", text()), ("needs", map(need))]);
    let mut indicator = asked();
    indicator.extend([
        ("levels", list(text())),
        ("handles_missing", yes_no()),
        ("routes", some(route)),
    ]);
    let mut check = about();
    check.extend([
        ("schema", constant("sansang/check/1")),
        ("readme", named("bilingual")),
        ("legal", list(object(legal))),
        ("params", map(param)),
        ("indicators", some(object(indicator))),
    ]);
    object(check)
}

/// What every page of a check says first.
fn about() -> Vec<(&'static str, Value)> {
    vec![
        ("id", text()),
        ("revision", whole()),
        ("since", text()),
        ("title", named("bilingual")),
        ("file", text()),
    ]
}

fn asked() -> Vec<(&'static str, Value)> {
    vec![
        ("id", text()),
        ("title", named("bilingual")),
        ("kind", named("kind")),
    ]
}

/// `sansang/proofs/1`.
pub(super) fn proofs() -> Value {
    let mut proof = vec![("id", text())];
    let counts = [
        "cases",
        "answers",
        "blanks",
        "removals",
        "forgotten",
        "settled",
        "reversals",
        "escapes",
        "faults",
    ];
    proof.extend(counts.map(|name| (name, whole())));
    listed("sansang/proofs/1", "checks", object(proof))
}

/// `sansang/lint/1`.
pub(super) fn lint() -> Value {
    let note = with_keys(
        &super::parts::place(),
        [
            ("code", worded("lint")),
            ("what", text()),
            ("message", text()),
            ("file", text()),
        ],
    );
    let check = object([("id", text()), ("notes", list(note)), ("problems", whole())]);
    listed("sansang/lint/1", "checks", check)
}

/// `sansang/rubric-lint/1`.
pub(super) fn rubric_lint() -> Value {
    let sound = object([
        ("file", text()),
        ("id", text()),
        ("edition", text()),
        ("sha256", named("sha256")),
        ("criteria", whole()),
        ("max", named("number")),
    ]);
    listed("sansang/rubric-lint/1", "sound", sound)
}

/// `sansang/rubric-page/1`.
pub(super) fn rubric_page() -> Value {
    let band = object([
        ("code", text()),
        ("title", named("bilingual")),
        ("from", or_null(named("number"))),
    ]);
    let group = object([
        ("code", text()),
        ("parent", or_null(text())),
        ("title", named("bilingual")),
        ("max", named("number")),
    ]);
    let criterion = object([
        ("code", text()),
        ("group", text()),
        ("title", named("bilingual")),
        ("max", named("number")),
        ("min", named("number")),
        ("indicators", list(named("asks"))),
        ("formula", named("formula")),
        ("on_not_applicable", policy()),
        ("evidence", or_null(named("bilingual"))),
        ("measured_by", list(text())),
        ("provenance", named("bilingual")),
        ("meaning", named("bilingual")),
    ]);
    let rounding = object([
        ("at", word(["criterion", "group", "total", "none"])),
        ("digits", whole()),
        ("mode", word(Mode::ALL.iter().map(|mode| mode.code()))),
    ]);
    object([
        ("schema", constant("sansang/rubric-page/1")),
        ("id", text()),
        ("edition", text()),
        ("sha256", named("sha256")),
        ("title", named("bilingual")),
        ("notice", or_null(named("bilingual"))),
        ("max", named("number")),
        ("digits", whole()),
        ("unit_kinds", some(text())),
        ("rounding", rounding),
        ("bands", list(band)),
        ("groups", some(group)),
        ("criteria", some(criterion)),
    ])
}

fn policy() -> Value {
    word(Policy::CODES.iter().copied())
}

/// A formula: its word where it takes nothing, else its word with what it takes.
pub(super) fn formula() -> Value {
    let shapes = Formula::CODES.iter().map(|code| match takes(code) {
        shapes if shapes.is_empty() => constant(code),
        shapes => {
            let shapes: Vec<Value> = shapes;
            object([(*code, json!({ "oneOf": shapes }))])
        }
    });
    json!({ "oneOf": shapes.collect::<Vec<_>>() })
}

/// What a formula takes, in each of its forms.
fn takes(code: &str) -> Vec<Value> {
    let numbers =
        |names: &[&'static str]| object(names.iter().map(|name| (*name, named("number"))));
    let levels = || map(named("number"));
    match code {
        "proportional" => vec![numbers(&["from", "below", "target"])],
        "linear" => vec![numbers(&["from", "to"])],
        "steps" => vec![steps()],
        "per_item" => vec![numbers(&["each", "cap"])],
        "penalty" => vec![
            numbers(&["each", "floor"]),
            object([("rates", levels()), ("floor", named("number"))]),
        ],
        "weighted" | "choice" => vec![levels()],
        "sum" | "best_of" => vec![some(object([
            ("indicator", named("asks")),
            ("formula", named("formula")),
            ("max", named("number")),
            ("on_not_applicable", policy()),
        ]))],
        "peer_normalised" => vec![object([("best_zero", word(["max", "zero"]))])],
        "children_mean" => vec![object([("of", levels())])],
        "growth" => vec![numbers(&["target"])],
        "survey" => vec![object([
            ("min_n", whole()),
            ("scale", named("number")),
            ("n", or_null(named("asks"))),
        ])],
        _ => Vec::new(),
    }
}

/// Edges with their points, by the side that earns; sides that are not used are left out.
fn steps() -> Value {
    let step = json!({
        "type": "array",
        "prefixItems": [named("number"), named("number")],
        "minItems": 2,
        "maxItems": 2,
    });
    let sides = ["at_least", "above", "at_most", "below"];
    let mut properties: serde_json::Map<String, Value> = sides
        .iter()
        .map(|side| ((*side).to_owned(), some(step.clone())))
        .collect();
    properties.insert("else".to_owned(), named("number"));
    json!({
        "type": "object",
        "properties": properties,
        "required": ["else"],
        "additionalProperties": false,
    })
}
