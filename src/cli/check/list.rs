//! `check list`: one line a check, with the criteria that ask it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};

use crate::check::{Check, Indicator};
use crate::cli::exit::Exit;
use crate::cli::listing::listing;
use crate::cli::rubric::{Choice, Shelf};
use crate::cli::session::{Failure, Packed, Session};
use crate::cli::tables::bilingual;
use crate::rubric::Rubric;

pub(super) fn run(session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let packed = session.pack()?;
    let used = used_by(&rubrics(&packed, session)?);
    let criteria = |check: &Check| used.get(&check.id).cloned().unwrap_or_default();
    let checks = packed.pack.checks.values();
    if session.json() {
        let checks: Vec<Value> = checks
            .map(|check| as_json(check, &criteria(check)))
            .collect();
        session.print_json(&json!({
            "schema": "sansang/checks/1",
            "sha256": packed.pack.sha256,
            "checks": checks,
        }))?;
        return Ok(Exit::Ok);
    }
    let headings = ["id", "title", "indicators", "criteria"]
        .map(|key| session.text(&format!("cli.check.{key}")));
    let rows = checks.map(|check| {
        let indicators: Vec<String> = check
            .indicators
            .iter()
            .map(|(name, indicator)| format!("{name} ({})", indicator.kind.code()))
            .collect();
        vec![
            check.id.clone(),
            check.title.in_lang(session.lang()).to_owned(),
            indicators.join(", "),
            criteria(check).into_iter().collect::<Vec<_>>().join(", "),
        ]
    });
    let text = listing(&headings, rows, session);
    session.print(&text)?;
    Ok(Exit::Ok)
}

/// The rubric that is named, else all of the pack.
fn rubrics(packed: &Packed, session: &Session<'_, '_>) -> Result<Vec<Rubric>, Failure> {
    let shelf = Shelf::of(packed);
    if let Some(name) = &session.shared().rubric {
        return Ok(vec![shelf.rubric(&Choice::of(name, Path::new("")))?]);
    }
    let all: Result<Vec<Rubric>, _> = shelf
        .every()
        .into_iter()
        .map(|(_, rubric)| rubric)
        .collect();
    Ok(all?)
}

/// Id of a check → codes of the criteria that ask it.
fn used_by(rubrics: &[Rubric]) -> BTreeMap<String, BTreeSet<String>> {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for criterion in rubrics.iter().flat_map(|rubric| &rubric.criteria) {
        for indicator in criterion.indicators() {
            let check = indicator.id.split('/').next().unwrap_or_default();
            used.entry(check.to_owned())
                .or_default()
                .insert(criterion.code.clone());
        }
    }
    used
}

fn as_json(check: &Check, criteria: &BTreeSet<String>) -> Value {
    let indicators: Vec<Value> = check.indicators.values().map(indicator).collect();
    json!({
        "id": check.id,
        "revision": check.revision,
        "since": check.since,
        "title": bilingual(&check.title),
        "file": check.file,
        "indicators": indicators,
        "criteria": criteria,
    })
}

fn indicator(indicator: &Indicator) -> Value {
    json!({
        "id": indicator.id,
        "title": bilingual(&indicator.title),
        "kind": indicator.kind.code(),
    })
}
