//! Shapes with a name: the parts that several documents share.

use serde_json::Value;

use super::shape::{
    any, code, constant, ends, like, list, map, named, object, or_null, text, whole, word, yes_no,
};
use super::{commands, criterion, pack, question, results};
use crate::check::Legal;
use crate::indicator::State;
use crate::kind::{Applies, Kind, Role};
use crate::words::{Lang, Words};

/// A name, what it is, and its shape.
type Part = (&'static str, &'static str, fn() -> Value);

/// All of them.
pub(super) const PARTS: &[Part] = &[
    (
        "applies",
        "Whether the question arises: in every world, in some, in none.",
        || word(Applies::ALL.iter().map(|applies| applies.code())),
    ),
    ("bilingual", "A text in both languages.", || {
        object([("vi", text()), ("en", text())])
    }),
    ("coverage", "How much of a table is there.", || {
        word(State::ALL.iter().map(|state| state.code()))
    }),
    (
        "criterion",
        "A criterion of a scorecard.",
        criterion::criterion,
    ),
    (
        "decision",
        "A line of `decisions/ID.jsonl`.",
        question::decision,
    ),
    ("name", "A name of SQL.", || like("^[a-z][a-z0-9_]*$")),
    ("day", "A day, YYYY-MM-DD.", || {
        like("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    }),
    (
        "fraction",
        "An exact number: a whole one, or a fraction in lowest terms.",
        || like("^-?[0-9]+(/[1-9][0-9]*)?$"),
    ),
    (
        "indicator",
        "What was measured, in the shape of its kind.",
        criterion::indicator,
    ),
    ("kind", "What an indicator's query returns.", || {
        word(Kind::ALL.iter().map(|kind| kind.code()))
    }),
    ("legal", "What a criterion rests on.", || {
        let mut keys = legal_keys();
        keys.push(("ref", text()));
        object(keys)
    }),
    (
        "measure",
        "Bounds in the shape of their kind.",
        criterion::measure,
    ),
    (
        "number",
        "A number as rubrics write it: in decimals, else as a fraction.",
        || like("^-?[0-9]+(\\.[0-9]+|/[1-9][0-9]*)?$"),
    ),
    ("period", "Days, both included.", || {
        object([("from", named("day")), ("to", named("day"))])
    }),
    (
        "points",
        "Points in plain decimals; as a text, since no number is a float.",
        || like("^-?[0-9]+(\\.[0-9]+)?$"),
    ),
    ("points_range", "Points from low to high.", || {
        ends(&named("points"))
    }),
    ("ranking", "`sansang/ranking/1`.", results::ranking),
    ("reason", "Why a criterion is as it is.", criterion::reason),
    ("role", "What one more row of a table could do.", || {
        word(Role::ALL.iter().map(|role| role.code()))
    }),
    ("round", "The assessment.", || {
        object([
            ("id", text()),
            ("as_of", named("day")),
            ("period", named("period")),
        ])
    }),
    ("rubric", "The rubric that scored.", || {
        object([
            ("id", text()),
            ("edition", text()),
            ("sha256", named("sha256")),
            ("title", named("bilingual")),
            ("notice", or_null(named("bilingual"))),
            ("max", named("points")),
        ])
    }),
    ("run", "The audit of one unit.", commands::run),
    ("scorecard", "`sansang/scorecard/1`.", results::scorecard),
    (
        "explanation",
        "`sansang/explanation/1`.",
        question::explanation,
    ),
    ("sha256", "A SHA-256 in lower-case hexadecimal.", || {
        like("^[0-9a-f]{64}$")
    }),
    (
        "file_sha256",
        "The SHA-256 of a file; empty where rows come from no file.",
        || any([named("sha256"), constant("")]),
    ),
    (
        "stated",
        "A stated figure: the shape of its value, and the value.",
        question::stated,
    ),
    ("unit", "The unit.", || {
        object([
            ("id", text()),
            ("name", named("bilingual")),
            ("kind", text()),
        ])
    }),
    ("bundle", "The bundle, by its digest.", || {
        object([("sha256", named("sha256"))])
    }),
    (
        "formula",
        "A formula in the shape of a rubric's file.",
        pack::formula,
    ),
    ("parameter", "A value that a parameter takes.", || {
        any([whole(), text()])
    }),
    (
        "asks",
        "An indicator with the parameters that are set for it.",
        || object([("id", text()), ("with", map(named("parameter")))]),
    ),
];

/// The keys of a legal reference wherever it stands.
pub(super) fn legal_keys() -> Vec<(&'static str, Value)> {
    vec![
        ("instrument", code()),
        ("number", text()),
        ("article", or_null(text())),
        ("clause", or_null(text())),
        ("valid_from", or_null(named("day"))),
        ("valid_to", or_null(named("day"))),
        ("grade", word(Legal::grades())),
    ]
}

/// The codes that have a message under a heading of the locales: a list that is closed there.
pub(super) fn worded(heading: &str) -> Value {
    let words = Words::built_in();
    let codes = words.keys(Lang::En).filter_map(|key| {
        let code = key.strip_prefix(heading)?.strip_prefix('.')?;
        (!code.contains('.')).then(|| constant(code))
    });
    let codes: Vec<Value> = codes
        .filter_map(|code| code.get("const").cloned())
        .collect();
    serde_json::json!({ "enum": codes })
}

/// Where something stands in a file.
pub(super) fn place() -> Value {
    object([
        ("file", or_null(text())),
        ("line", or_null(whole())),
        ("column", or_null(whole())),
    ])
}

/// The keys of an object and some more.
pub(super) fn with_keys(
    shape: &Value,
    more: impl IntoIterator<Item = (&'static str, Value)>,
) -> Value {
    let own = shape.get("properties").and_then(Value::as_object).cloned();
    let own = own.unwrap_or_default().into_iter();
    let more = more.into_iter().map(|(key, value)| (key.to_owned(), value));
    object(own.chain(more))
}

/// Items that a list must have at least one of.
pub(super) fn some(items: Value) -> Value {
    let mut shape = list(items);
    if let Value::Object(keys) = &mut shape {
        keys.insert("minItems".to_owned(), Value::from(1));
    }
    shape
}

/// Whether a number is whole or unlimited.
pub(super) fn count() -> Value {
    or_null(whole())
}

/// True or false at both ends.
pub(super) fn yes_no_range() -> Value {
    ends(&yes_no())
}
