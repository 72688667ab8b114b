//! `check list`: one line a check.

use serde_json::{Value, json};

use crate::check::{Check, Indicator};
use crate::cli::exit::Exit;
use crate::cli::listing::listing;
use crate::cli::session::{Failure, Session};
use crate::cli::tables::bilingual;

pub(super) fn run(session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let pack = session.pack()?.pack;
    if session.json() {
        let checks: Vec<Value> = pack.checks.values().map(as_json).collect();
        session.print_json(&json!({
            "schema": "sansang/checks/1",
            "sha256": pack.sha256,
            "checks": checks,
        }))?;
        return Ok(Exit::Ok);
    }
    let headings =
        ["id", "title", "indicators"].map(|key| session.text(&format!("cli.check.{key}")));
    let rows = pack.checks.values().map(|check| {
        let indicators: Vec<String> = check
            .indicators
            .iter()
            .map(|(name, indicator)| format!("{name} ({})", indicator.kind.code()))
            .collect();
        vec![
            check.id.clone(),
            check.title.in_lang(session.lang()).to_owned(),
            indicators.join(", "),
        ]
    });
    let text = listing(&headings, rows, session);
    session.print(&text)?;
    Ok(Exit::Ok)
}

fn as_json(check: &Check) -> Value {
    let indicators: Vec<Value> = check.indicators.values().map(indicator).collect();
    json!({
        "id": check.id,
        "revision": check.revision,
        "since": check.since,
        "title": bilingual(&check.title),
        "file": check.file,
        "indicators": indicators,
    })
}

fn indicator(indicator: &Indicator) -> Value {
    json!({
        "id": indicator.id,
        "title": bilingual(&indicator.title),
        "kind": indicator.kind.code(),
    })
}
