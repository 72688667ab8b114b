//! `sansang/explanation/1`.

use serde_json::{Map, Value, json};

use super::{card, indicator, parts};
use crate::report::points::Points;
use crate::score::{
    Asked, AskedRow, CheckResult, ChildPoints, Explanation, Judged, PartRead, Raise, RowSource,
    TableRead,
};
use crate::unit::Declaration;

pub(super) fn value(explanation: &Explanation) -> Value {
    let points = Points::of(&explanation.rubric);
    let above = explanation
        .above
        .iter()
        .map(|(code, title, max, measured)| {
            json!({
                "code": (!code.is_empty()).then_some(code),
                "title": parts::both(title),
                "max": points.number(max),
                "measured": parts::range(points, measured),
            })
        });
    let declaration = explanation.declaration.as_ref();
    json!({
        "schema": "sansang/explanation/1",
        "unit": parts::unit(&explanation.unit),
        "round": parts::round(&explanation.round),
        "rubric": parts::rubric(&explanation.rubric),
        "bundle": { "sha256": explanation.bundle_sha256 },
        "illustrative": explanation.illustrative,
        "above": above.collect::<Value>(),
        "criterion": card::criterion(points, &explanation.criterion),
        "meaning": parts::both(&explanation.meaning),
        "formula": explanation.formula,
        "on_not_applicable": explanation.policy,
        "provenance": parts::both(&explanation.provenance),
        "evidence_rule": explanation.evidence_rule.as_ref().map(parts::both),
        "declaration": declaration.map(|claim| self::declaration(points, claim)),
        "children": explanation.children.iter().map(|body| child(points, body)).collect::<Value>(),
        "asked": explanation.asked.iter().map(asked).collect::<Value>(),
        "raise": explanation.raise.iter().map(|step| raise(points, step)).collect::<Value>(),
    })
}

pub(super) fn check(result: &CheckResult) -> Value {
    json!({
        "schema": "sansang/check-result/1",
        "unit": parts::unit(&result.unit),
        "round": parts::round(&result.round),
        "bundle": { "sha256": result.bundle_sha256 },
        "illustrative": result.illustrative,
        "check": result.check,
        "title": parts::both(&result.title),
        "results": result.results.iter().map(judged).collect::<Value>(),
    })
}

/// `verdict` is null where the check does not judge by the indicator, or the question does not arise.
fn judged(judged: &Judged) -> Value {
    let verdict = judged.band.map(|(low, high)| {
        json!({ "low": low.code(), "high": high.code(), "proposed": judged.proposed })
    });
    json!({ "asked": asked(&judged.asked), "verdict": verdict })
}

/// The claim as it was stated; its points keep all the decimals that were written.
fn declaration(points: Points, claim: &Declaration) -> Value {
    let stated = claim.stated.as_ref().map(|stated| {
        let value: Value = serde_json::from_str(&stated.to_json()).unwrap_or(Value::Null);
        json!({ "shape": stated.shape(), "value": value })
    });
    json!({
        "stated": stated,
        "points": claim.points.as_ref().map(|number| points.written(number)),
        "period": claim.period.map(parts::period),
        "evidence": claim.evidence,
        "note": claim.note,
    })
}

fn asked(asked: &Asked) -> Value {
    let params = asked.params.iter();
    let tally = asked.tally.iter();
    json!({
        "indicator": asked.indicator,
        "found": asked.found.as_ref().map(indicator::value),
        "title": parts::both(&asked.title),
        "body": asked.body,
        "query": asked.query,
        "reading": asked.reading.code(),
        "params": params.map(|(name, value)| (name.clone(), json!(value))).collect::<Map<_, _>>(),
        "tables": asked.tables.iter().map(table).collect::<Value>(),
        "tally": tally.map(|(verdict, n)| (verdict.code().to_owned(), json!(n))).collect::<Map<_, _>>(),
        "rows": asked.rows.iter().map(row).collect::<Value>(),
    })
}

/// What a body below has; `measured` is null where the criterion does not apply to it.
fn child(points: Points, body: &ChildPoints) -> Value {
    let criteria = body.criteria.iter().map(|(code, max, measured)| {
        json!({
            "code": code,
            "max": points.number(max),
            "measured": measured.as_ref().map(|range| parts::range(points, range)),
        })
    });
    json!({
        "body": body.body,
        "counted": body.counted.code(),
        "criteria": criteria.collect::<Value>(),
    })
}

/// `missing` is null where nobody knows how many.
fn table(table: &TableRead) -> Value {
    let files = table.files.iter();
    json!({
        "table": table.table,
        "roles": table.roles,
        "state": table.state,
        "missing": table.missing,
        "parts": table.parts.iter().map(part).collect::<Value>(),
        "unassigned": table.unassigned,
        "files": files.map(|(name, sha256)| json!({ "file": name, "sha256": sha256 })).collect::<Value>(),
    })
}

/// The part `""` is the table as a whole.
fn part(part: &PartRead) -> Value {
    json!({
        "part": part.part,
        "state": part.state,
        "missing": part.missing,
        "rule": part.rule,
    })
}

/// A cell that is not known is null.
fn row(row: &AskedRow) -> Value {
    let cells = row.cells.iter();
    json!({
        "key": row.key,
        "name": row.name,
        "verdict": row.verdict.code(),
        "cells": cells.map(|(name, value)| (name.clone(), json!(value))).collect::<Map<_, _>>(),
        "from": row.from.as_ref().map(source),
    })
}

fn source(from: &RowSource) -> Value {
    json!({ "table": from.table, "file": from.file, "row": from.row, "sha256": from.sha256 })
}

fn raise(points: Points, raise: &Raise) -> Value {
    let mut shape: Map<String, Value> = raise
        .fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    shape.insert("code".into(), json!(raise.code));
    let most = raise.points.as_ref().map(|number| points.most(number));
    shape.insert("points".into(), json!(most));
    Value::Object(shape)
}
