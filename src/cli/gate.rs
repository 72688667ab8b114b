//! `gate`: a scorecard held against thresholds; the exit code is the verdict.

use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::Exit;
use super::reading;
use super::score::Looked;
use super::session::{Failure, Session};
use super::subject::Desk;
use crate::gate::{Gate, Verdict, judge};
use crate::report::{json, terminal};
use crate::words::Problem;

/// Most bytes of a gate's file.
const LARGEST: u64 = 1 << 20;

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "BUNDLE|UNIT")]
    subject: String,
    #[arg(long, value_name = "FILE")]
    gate: Option<PathBuf>,
    #[arg(long, value_name = "POINTS")]
    min_points: Option<String>,
    #[arg(long, value_name = "POINTS")]
    max_unknown_points: Option<String>,
    #[arg(long = "min-group", value_name = "GROUP=POINTS")]
    min_group: Vec<String>,
    #[command(flatten)]
    looked: Looked,
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let gate = wanted(typed, &session.shared().workspace)?;
    let packed = session.pack()?;
    let desk = Desk::new(&packed, session);
    let opened = desk.open(&typed.subject, typed.looked.view())?;
    let card = opened.score(&packed.pack, &[])?;
    let verdict = judge(&card, &gate)?;
    desk.tell(session)?;
    if session.json() {
        session.print(&json::gate(&verdict))?;
    } else {
        let page = session.page();
        terminal::gate(&verdict, page.words, page.lang, session.out(), page.style)?;
    }
    Ok(match verdict.verdict {
        Verdict::Met => Exit::Ok,
        Verdict::NotMet => Exit::NotMet,
        Verdict::Unknown => Exit::Unknown,
    })
}

/// The gate of the file (`gate.toml` of the workspace where none is named), with the flags over it.
fn wanted(typed: &Typed, workspace: &Path) -> Result<Gate, Problem> {
    let groups: Vec<&str> = typed.min_group.iter().map(String::as_str).collect();
    let flags = Gate::of_flags(
        typed.min_points.as_deref(),
        typed.max_unknown_points.as_deref(),
        &groups,
    )?;
    let own = workspace.join("gate.toml");
    let file = match &typed.gate {
        Some(file) => file,
        None if own.is_file() => &own,
        None => return Ok(flags),
    };
    let text = reading::text(file, LARGEST)?;
    Ok(Gate::parse(&file.display().to_string(), &text)?.overridden_by(flags))
}
