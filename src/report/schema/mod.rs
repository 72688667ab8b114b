//! JSON Schemas (draft 2020-12) of every document that other programs may rely on.
//!
//! The only place that says the shapes: `reports/schemas/` is written from here, a test keeps it fresh, and every document
//! that the tests' runs print is held against it. Closed lists come from the code's own (states, standings, flags, reasons,
//! kinds …), and an object has no other keys than are said. Start at [`all`].

mod commands;
mod criterion;
mod pack;
mod parts;
mod question;
mod results;
mod shape;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use parts::PARTS;
use shape::{constant, named};

/// A document: its name, what it is, and its shape.
type Document = (&'static str, &'static str, fn() -> Value);

/// The documents. All but a line of decisions name themselves: `"schema": "sansang/NAME/1"`.
const DOCUMENTS: &[Document] = &[
    (
        "audit",
        "`audit`: what was read, and the scorecards.",
        commands::audit,
    ),
    (
        "audit-notice",
        "`audit --dry-run`: what the owners of portals are told.",
        commands::audit_notice,
    ),
    (
        "audit-plan",
        "`audit --plan`: what an audit would do.",
        commands::audit_plan,
    ),
    ("check", "`check show`: one check.", pack::check),
    (
        "check-result",
        "`explain UNIT CHECK`: what a check says by itself.",
        question::check_result,
    ),
    ("checks", "`check list`: all checks.", pack::checks),
    (
        "decided",
        "`decide`: the line that was written, and what it changed.",
        question::decided,
    ),
    (
        "decision",
        "A line of `decisions/ID.jsonl`.",
        question::decision,
    ),
    (
        "demo",
        "`demo`: an audit of made-up units, with their ranking.",
        commands::demo,
    ),
    (
        "error",
        "On standard error: what is wrong.",
        commands::error,
    ),
    (
        "explanation",
        "`explain UNIT CODE`: one criterion down to its rows.",
        question::explanation,
    ),
    ("explanations", "`explain UNIT`: all criteria.", || {
        commands::listed(
            "sansang/explanations/1",
            "explanations",
            named("explanation"),
        )
    }),
    (
        "gate",
        "`gate`: a scorecard held against thresholds.",
        results::gate,
    ),
    (
        "init",
        "`init`: the files of a new workspace.",
        commands::init,
    ),
    ("lint", "`check lint`: places to look at.", pack::lint),
    (
        "proofs",
        "`check test`: what was proved of each check.",
        pack::proofs,
    ),
    (
        "ranking",
        "`rank`: units by their official points.",
        results::ranking,
    ),
    (
        "report",
        "`report`: the files that were written.",
        commands::report,
    ),
    ("rows", "`query`: the rows of an answer.", commands::rows),
    (
        "rubric-lint",
        "`rubric lint`: the rubrics that are sound.",
        pack::rubric_lint,
    ),
    ("rubric-page", "`rubric show`: a rubric.", pack::rubric_page),
    (
        "scorecard",
        "`score UNIT`: the score of one bundle.",
        results::scorecard,
    ),
    ("scorecards", "`score UNIT UNIT`: several scores.", || {
        commands::listed("sansang/scorecards/1", "scorecards", named("scorecard"))
    }),
    (
        "tables",
        "`tables`: the catalogue of tables.",
        commands::tables,
    ),
];

/// All schemas by the name of their document: `scorecard` → the schema of `sansang/scorecard/1`.
pub fn all() -> BTreeMap<&'static str, Value> {
    let schemas = DOCUMENTS
        .iter()
        .map(|(name, what, shape)| (*name, document(name, what, shape())));
    schemas.collect()
}

/// A schema that stands by itself, with the parts that it refers to.
fn document(name: &str, what: &str, shape: Value) -> Value {
    let mut schema = shape;
    let defs = parts_of(&schema);
    if let Value::Object(keys) = &mut schema {
        let head = [
            (
                "$schema",
                json!("https://json-schema.org/draft/2020-12/schema"),
            ),
            ("$id", json!(format!("urn:sansang:{name}:1"))),
            ("title", json!(format!("sansang/{name}/1"))),
            ("description", json!(what)),
        ];
        keys.extend(head.map(|(key, value)| (key.to_owned(), value)));
        if !defs.is_empty() {
            keys.insert("$defs".to_owned(), Value::Object(defs));
        }
    }
    schema
}

/// The parts that a shape refers to, and those that they refer to.
fn parts_of(shape: &Value) -> Map<String, Value> {
    let mut found = Map::new();
    let mut open = Vec::new();
    shape::names_in(shape, &mut open);
    while let Some(name) = open.pop() {
        if found.contains_key(&name) {
            continue;
        }
        let part = PARTS.iter().find(|(known, ..)| *known == name);
        let mut made = part.map_or_else(|| constant("unknown"), |(_, _, shape)| shape());
        shape::names_in(&made, &mut open);
        if let (Value::Object(keys), Some((_, what, _))) = (&mut made, part) {
            keys.insert("description".to_owned(), json!(what));
        }
        found.insert(name, made);
    }
    found
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
