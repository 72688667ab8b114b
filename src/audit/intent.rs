//! What a run sets out to do, kept in its bundle: a run that goes on with it must set out to do the same.

use std::path::Path;

use rusqlite::Connection;
use serde_json::json;

use super::{Ground, Plan, checked, failed, place};
use crate::bundle::Record;
use crate::exact::sha256;
use crate::unit::Profile;
use crate::words::Problem;

/// Its record's step and subject.
const KEY: (&str, &str) = ("audit", "plan");

/// The record of what a run sets out to do; `replayed` is the digest of the bundle that is gone through once more.
pub(super) fn record(ground: &Ground, plan: &Plan, replayed: Option<&str>, now: &str) -> Record {
    Record {
        step: KEY.0.to_owned(),
        subject: KEY.1.to_owned(),
        outcome: "observed".to_owned(),
        observed_at: now.to_owned(),
        detail: detail(ground, plan, replayed),
        ..Record::default()
    }
}

/// Canonical JSON of what decides the answers.
fn detail(ground: &Ground, plan: &Plan, replayed: Option<&str>) -> String {
    let limits = ground.workspace.collect.limits;
    json!({
        "live": plan.live,
        "kept": plan.kept,
        "limits": {
            "attempts": limits.attempts,
            "body_kib": limits.body_kib,
            "depth": limits.depth,
            "pages": limits.pages,
            "probes": limits.probes,
            "redirects": limits.redirects,
        },
        "replayed": replayed.filter(|_| ground.replay.is_some()),
    })
    .to_string()
}

/// Refuses to go on with a part where the profile, or what the run sets out to do, is another one.
///
/// Errors: what differs; the part cannot be read.
pub(super) fn hold(
    ground: &Ground,
    (profile, plan): (&Profile, &Plan),
    (tables, part): (&Connection, &Path),
    replayed: Option<&str>,
) -> Result<(), Problem> {
    let fail = |error| failed(part, error);
    let mut names = Vec::new();
    let (file, bytes) = ground.workspace.profile_file(&profile.id)?;
    let before = checked::record(tables, "profile", "organisations").map_err(fail)?;
    let now = sha256(bytes);
    if ground.replay.is_none() && before.is_none_or(|record| record.sha256 != now) {
        names.push(file);
    }
    let before = checked::record(tables, KEY.0, KEY.1).map_err(fail)?;
    if before.is_some_and(|before| before.detail != detail(ground, plan, replayed)) {
        names.push("--only, --offline, --replay, [collect.limits]".to_owned());
    }
    if names.is_empty() {
        return Ok(());
    }
    let problem = Problem::new("bundle.part_differs").with("names", names.join("; "));
    Err(problem.at(place(part)))
}
