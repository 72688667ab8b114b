//! What an audit came to, as JSON.

use serde_json::{Value, json};

use crate::audit::{AuditOutcome, Audited};
use crate::cli::session::Session;
use crate::report::json;
use crate::score::Scorecard;

/// The document of an audit; `resume` is the line that goes on with what was stopped.
pub(in crate::cli) fn as_json(
    audited: &Audited,
    cards: &[Scorecard],
    resume: Option<&str>,
    session: &Session<'_, '_>,
) -> Value {
    let runs: Vec<Value> = (audited.outcomes.iter())
        .map(|outcome| run(outcome, session))
        .collect();
    let cards: Vec<Value> = cards
        .iter()
        .filter_map(|card| serde_json::from_str(&json::scorecard(card)).ok())
        .collect();
    json!({
        "schema": "sansang/audit/1",
        "runs": runs,
        "scorecards": cards,
        "left": audited.left,
        "resume": resume,
    })
}

fn run(outcome: &AuditOutcome, session: &Session<'_, '_>) -> Value {
    let read: Vec<Value> = outcome
        .read
        .iter()
        .map(|read| {
            json!({
                "file": read.file,
                "table": read.table,
                "rows": read.rows,
                "unread": read.unread,
            })
        })
        .collect();
    let unread: Vec<Value> = outcome
        .unread
        .iter()
        .map(|unread| {
            json!({
                "file": unread.file,
                "row": unread.row,
                "cell": unread.cell,
                "column": unread.column,
                "code": unread.code,
                "detail": unread.detail,
                "message": why(&unread.code, &unread.detail, session),
            })
        })
        .collect();
    let carried = outcome.carried.as_ref();
    let carried = carried.map(|from| json!({ "sha256": from.digest, "tables": from.tables }));
    json!({
        "unit": outcome.unit,
        "bundle": outcome.bundle.display().to_string(),
        "sha256": outcome.digest,
        "read": read,
        "unread": unread,
        "not_given": outcome.not_given,
        "carried": carried,
        "resumed": outcome.resumed,
        "illustrative": outcome.illustrative,
    })
}

/// Why something could not be read.
pub(super) fn why(code: &str, detail: &str, session: &Session<'_, '_>) -> String {
    session.fill(&format!("unread.{code}"), &[("detail", detail.to_owned())])
}
