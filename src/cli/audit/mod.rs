//! `audit`: collect what units have into sealed bundles, and score them.

mod ahead;

use clap::Args;
use serde_json::{Value, json};

use super::clock;
use super::exit::Exit;
use super::score;
use super::session::{Failure, Session};
use super::subject::{Desk, View};
use crate::audit::{self, AuditOutcome, Event};
use crate::check::Pack;
use crate::report::json;
use crate::score::Scorecard;
use crate::words::{Problem, plain};

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "UNIT")]
    units: Vec<String>,
    #[arg(long, conflicts_with = "dry_run")]
    plan: bool,
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    #[arg(long)]
    offline: bool,
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let packed = session.pack()?;
    let desk = Desk::new(&packed, session);
    let units = if typed.units.is_empty() {
        desk.workspace()?.expected.clone()
    } else {
        typed.units.clone()
    };
    if units.is_empty() {
        return Err(Problem::new("cli.no_units").into());
    }
    if typed.plan || typed.dry_run {
        let choice = (typed.only.as_slice(), typed.offline);
        let plans = ahead::plans(&units, choice, &desk, &packed.pack)?;
        return if typed.plan {
            ahead::print_plans(&plans, &desk, session)
        } else {
            ahead::print_notices(&plans, &desk, session)
        };
    }
    let runs = runs(&units, &desk, &packed.pack, Telling::EveryFile, session)?;
    let cards = scorecards(&runs.outcomes, &desk)?;
    if session.json() {
        session.print_json(&as_json(&runs.outcomes, &cards, session))?;
    } else {
        score::print(&cards, session)?;
        desk.tell(session)?;
    }
    match Problem::all(runs.problems) {
        None => Ok(Exit::Ok),
        Some(problem) => Err(problem.into()),
    }
}

/// What became of several audits; a unit that fails keeps none of the others from its bundle.
#[derive(Debug, Default)]
pub(super) struct Runs {
    pub outcomes: Vec<AuditOutcome>,
    pub problems: Vec<Problem>,
}

/// How much is said while units are audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// Every file that is read.
    EveryFile,
    /// Files with something that could not be read, and the bundles.
    WhatIsWrong,
}

/// Audits units one after the other, and says what is read and what could not be.
pub(super) fn runs(
    units: &[String],
    desk: &Desk<'_>,
    pack: &Pack,
    telling: Telling,
    session: &mut Session<'_, '_>,
) -> Result<Runs, Failure> {
    let workspace = desk.workspace()?;
    let rubric = desk.round_rubric()?;
    let mut runs = Runs::default();
    for unit in units {
        let mut told = Ok(());
        let mut tell = |event: Event| {
            let all_right = matches!(&event, Event::Read(read) if read.unread == 0);
            if told.is_ok() && !(all_right && telling == Telling::WhatIsWrong) {
                let line = heard(&event, session);
                told = session.remark(&line);
            }
        };
        let outcome = audit::run(workspace, unit, pack, &rubric, &clock::now(), &mut tell);
        told?;
        match outcome {
            Ok(outcome) => {
                for line in unread(&outcome, session) {
                    session.remark(&line)?;
                }
                runs.outcomes.push(outcome);
            }
            Err(problem) => runs.problems.push(problem),
        }
    }
    Ok(runs)
}

/// The scorecards of the bundles that audits just sealed, each with its unit's decisions.
pub(super) fn scorecards(
    outcomes: &[AuditOutcome],
    desk: &Desk<'_>,
) -> Result<Vec<Scorecard>, Problem> {
    let units: Vec<String> = outcomes
        .iter()
        .map(|outcome| outcome.unit.clone())
        .collect();
    desk.scorecards(&units, View::default(), &[])
}

fn heard(event: &Event, session: &Session<'_, '_>) -> String {
    match event {
        Event::Started { unit } => session.fill("cli.audit.started", &[("unit", plain(unit))]),
        Event::Read(read) => {
            let key = if read.unread == 0 {
                "cli.audit.read"
            } else {
                "cli.audit.read_in_part"
            };
            let fields = [
                ("file", plain(&read.file)),
                ("table", read.table.clone()),
                ("rows", read.rows.to_string()),
                ("unread", read.unread.to_string()),
            ];
            session.fill(key, &fields)
        }
        Event::Sealed { bundle, digest } => session.fill(
            "cli.audit.sealed",
            &[
                ("bundle", plain(&bundle.display().to_string())),
                ("digest", digest.chars().take(12).collect()),
            ],
        ),
    }
}

/// Cells and rows that could not be read, a line each: file, line, column and why.
fn unread(outcome: &AuditOutcome, session: &Session<'_, '_>) -> Vec<String> {
    let mut lines = Vec::new();
    for (file, unread) in &outcome.unread {
        let mut place = file.clone();
        if let Some((_, cell)) = unread.cell.rsplit_once('!') {
            place = format!("{place}!{cell}");
        } else if !unread.cell.is_empty() {
            place = format!("{place}/{}", unread.cell);
        } else if let Some(row) = unread.row {
            place = format!("{place}:{row}");
        }
        if !unread.column.is_empty() {
            place = format!("{place}: {}", unread.column);
        }
        lines.push(plain(&format!(
            "  {place}: {}",
            why(unread.code, &unread.detail, session)
        )));
    }
    if !outcome.not_given.is_empty() {
        let tables = outcome.not_given.join(", ");
        lines.push(session.fill("cli.audit.not_given", &[("tables", tables)]));
    }
    lines
}

fn why(code: &str, detail: &str, session: &Session<'_, '_>) -> String {
    session.fill(&format!("unread.{code}"), &[("detail", detail.to_owned())])
}

pub(super) fn as_json(
    outcomes: &[AuditOutcome],
    cards: &[Scorecard],
    session: &Session<'_, '_>,
) -> Value {
    let runs: Vec<Value> = outcomes
        .iter()
        .map(|outcome| run_json(outcome, session))
        .collect();
    let cards: Vec<Value> = cards
        .iter()
        .filter_map(|card| serde_json::from_str(&json::scorecard(card)).ok())
        .collect();
    json!({ "schema": "sansang/audit/1", "runs": runs, "scorecards": cards })
}

fn run_json(outcome: &AuditOutcome, session: &Session<'_, '_>) -> Value {
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
        .map(|(file, unread)| {
            json!({
                "file": file,
                "row": unread.row,
                "cell": unread.cell,
                "column": unread.column,
                "code": unread.code,
                "detail": unread.detail,
                "message": why(unread.code, &unread.detail, session),
            })
        })
        .collect();
    json!({
        "unit": outcome.unit,
        "bundle": outcome.bundle.display().to_string(),
        "sha256": outcome.digest,
        "read": read,
        "unread": unread,
        "not_given": outcome.not_given,
        "illustrative": outcome.illustrative,
    })
}
