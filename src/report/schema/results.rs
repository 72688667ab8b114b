//! Scorecards, rankings and gates.

use serde_json::Value;

use super::criterion::figures;
use super::shape::{any, constant, list, named, object, or_null, text, whole, word, yes_no};
use crate::exact::Mode;
use crate::gate::{Verdict, Why};

/// `sansang/scorecard/1`.
pub(super) fn scorecard() -> Value {
    let band = object([("low", text()), ("high", text())]);
    let mut total = figures();
    total.extend([
        ("max", named("points")),
        ("band", or_null(band)),
        ("ranked", named("applies")),
    ]);
    let mut group = figures();
    group.extend([
        ("code", text()),
        ("parent", or_null(text())),
        ("title", named("bilingual")),
        ("max", named("points")),
        ("applicable_max", named("points_range")),
        ("measured_applicable_max", named("points_range")),
        ("rescaled", yes_no()),
    ]);
    let context = object([("unit", text()), ("sha256", named("sha256"))]);
    let decisions = object([("count", whole()), ("head", or_null(named("sha256")))]);
    object([
        ("schema", constant("sansang/scorecard/1")),
        ("unit", named("unit")),
        ("round", named("round")),
        ("rubric", named("rubric")),
        ("checks", object([("sha256", named("sha256"))])),
        ("bundle", named("bundle")),
        ("decisions", decisions),
        ("context", list(context)),
        ("illustrative", yes_no()),
        ("total", object(total)),
        ("groups", list(object(group))),
        ("criteria", list(named("criterion"))),
    ])
}

/// `sansang/ranking/1`.
pub(super) fn ranking() -> Value {
    let of_unit = || {
        vec![
            ("unit", named("unit")),
            ("bundle", named("bundle")),
            ("figure", named("points_range")),
            ("illustrative", yes_no()),
        ]
    };
    let mut ranked = of_unit();
    ranked.extend([
        ("rank", object([("best", whole()), ("worst", whole())])),
        ("tied_with", list(text())),
        ("ranked", named("applies")),
    ]);
    let twice = object([
        ("code", constant("unit_twice")),
        ("unit", text()),
        ("times", whole()),
    ]);
    let differ = object([
        ("code", constant("checks_differ")),
        ("unit", text()),
        ("first", text()),
    ]);
    let ties = object([
        ("mode", word(["standard", "dense"])),
        ("digits", whole()),
        ("rounding", word(Mode::ALL.iter().map(|mode| mode.code()))),
    ]);
    object([
        ("schema", constant("sansang/ranking/1")),
        ("round", named("round")),
        ("rubric", named("rubric")),
        ("basis", constant("official")),
        ("ties", ties),
        ("of", whole()),
        ("illustrative", yes_no()),
        ("units", list(object(ranked))),
        ("unranked", list(object(of_unit()))),
        ("warnings", list(any([twice, differ]))),
    ])
}

/// `sansang/gate/1`.
pub(super) fn gate() -> Value {
    let verdict = || word(Verdict::ALL.iter().map(|verdict| verdict.code()));
    let rule = object([
        (
            "rule",
            word(["min_points", "max_unknown_points", "min_group_points"]),
        ),
        ("group", or_null(text())),
        ("limit", named("number")),
        ("seen", named("points_range")),
        ("verdict", verdict()),
        ("why", word(Why::ALL.iter().map(|why| why.code()))),
    ]);
    object([
        ("schema", constant("sansang/gate/1")),
        ("unit", named("unit")),
        ("round", named("round")),
        ("rubric", named("rubric")),
        ("bundle", named("bundle")),
        ("illustrative", yes_no()),
        ("verdict", verdict()),
        ("rules", super::parts::some(rule)),
    ])
}
