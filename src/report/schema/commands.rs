//! What single commands print: audits, tables, rows, files, problems.

use serde_json::Value;

use super::parts::{count, with_keys};
use super::shape::{
    any, code, constant, like, list, map, named, object, or_null, text, whole, word, yes_no,
};

/// One document of `schema` that lists others of one shape.
pub(super) fn listed(schema: &str, name: &'static str, items: Value) -> Value {
    object([("schema", constant(schema)), (name, list(items))])
}

/// The audit of one unit.
pub(super) fn run() -> Value {
    let read = object([
        ("file", text()),
        ("table", text()),
        ("rows", whole()),
        ("unread", whole()),
    ]);
    let unread = object([
        ("file", text()),
        ("row", count()),
        ("cell", text()),
        ("column", text()),
        ("code", code()),
        ("detail", text()),
        ("message", text()),
    ]);
    let carried = object([("sha256", named("sha256")), ("tables", list(named("name")))]);
    object([
        ("unit", text()),
        ("bundle", text()),
        ("sha256", named("sha256")),
        ("read", list(read)),
        ("unread", list(unread)),
        ("not_given", list(text())),
        ("carried", or_null(carried)),
        ("resumed", yes_no()),
        ("illustrative", yes_no()),
    ])
}

/// `sansang/audit/1`.
pub(super) fn audit() -> Value {
    object([
        ("schema", constant("sansang/audit/1")),
        ("runs", list(named("run"))),
        ("scorecards", list(named("scorecard"))),
        ("left", list(text())),
        ("resume", or_null(text())),
    ])
}

/// `sansang/audit-plan/1`.
pub(super) fn audit_plan() -> Value {
    let step = object([
        ("step", code()),
        ("subject", text()),
        ("fills", list(named("name"))),
        ("after", list(code())),
        ("per", word(["unit", "portal", "file"])),
        ("for", list(text())),
    ]);
    let unit = object([
        ("unit", text()),
        ("steps", list(step)),
        ("kept", list(named("name"))),
        ("unfilled", map(list(text()))),
    ]);
    object([
        ("schema", constant("sansang/audit-plan/1")),
        ("round", text()),
        ("rubric", text()),
        ("units", list(unit)),
    ])
}

/// `sansang/audit-notice/1`.
pub(super) fn audit_notice() -> Value {
    let host = object([
        ("host", text()),
        ("portals", list(text())),
        ("private", yes_no()),
        ("requests", whole()),
        ("seconds", whole()),
    ]);
    let clock = || like("^[0-9]{2}:[0-9]{2}$");
    let unit = object([("unit", text()), ("hosts", list(host))]);
    object([
        ("schema", constant("sansang/audit-notice/1")),
        ("user_agent", text()),
        ("methods", list(word(["GET", "HEAD"]))),
        ("pause_ms", whole()),
        ("attempts", whole()),
        ("redirects", whole()),
        (
            "hours",
            or_null(object([("from", clock()), ("to", clock())])),
        ),
        ("units", list(unit)),
    ])
}

/// `sansang/demo/1`: an audit of made-up units, their ranking and the reports that were written.
pub(super) fn demo() -> Value {
    with_keys(
        &audit(),
        [
            ("schema", constant("sansang/demo/1")),
            ("ranking", named("ranking")),
            ("reports", list(text())),
        ],
    )
}

/// `sansang/init/1`.
pub(super) fn init() -> Value {
    object([
        ("schema", constant("sansang/init/1")),
        ("folder", text()),
        ("files", list(text())),
    ])
}

/// `sansang/report/1`.
pub(super) fn report() -> Value {
    listed("sansang/report/1", "files", text())
}

/// `sansang/rows/1`: what a query answers. A row has as many cells as there are columns, which no schema can say.
pub(super) fn rows() -> Value {
    let integer = serde_json::json!({ "type": "integer" });
    let cell = any([serde_json::json!({ "type": "null" }), integer, text()]);
    object([
        ("schema", constant("sansang/rows/1")),
        ("illustrative", yes_no()),
        ("columns", list(text())),
        ("rows", list(list(cell))),
        ("cut", yes_no()),
    ])
}

/// `sansang/error/1`, on standard error.
pub(super) fn error() -> Value {
    let one = object([
        ("code", like("^[a-z0-9_]+\\.[a-z0-9_]+$")),
        ("message", text()),
        ("file", or_null(text())),
        ("line", count()),
        ("column", count()),
        ("fields", map(text())),
    ]);
    object([
        ("schema", constant("sansang/error/1")),
        ("errors", super::parts::some(one)),
    ])
}

/// `sansang/tables/1`.
pub(super) fn tables() -> Value {
    let column = object([
        ("name", named("name")),
        (
            "type",
            word(["text", "int", "bool", "date", "time", "code"]),
        ),
        ("codes", list(text())),
        ("null", yes_no()),
        ("personal", yes_no()),
        ("what", named("bilingual")),
    ]);
    let names = || list(named("name"));
    let table = object([
        ("name", named("name")),
        ("grain", named("bilingual")),
        ("key", names()),
        ("unique", list(names())),
        ("indexes", list(names())),
        ("filled_by", list(text())),
        ("complete", named("bilingual")),
        ("part", or_null(text())),
        ("live", yes_no()),
        ("frame", yes_no()),
        ("columns", super::parts::some(column)),
    ]);
    listed("sansang/tables/1", "tables", table)
}
