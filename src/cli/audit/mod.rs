//! `audit`: collect what units have into sealed bundles, and score them.

mod ahead;
mod bars;
mod document;
mod heard;
mod unread;

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

pub(super) use document::as_json;

use super::clock;
use super::exit::Exit;
use super::score;
use super::session::{Failure, Session, typed as as_typed};
use super::subject::{Desk, View};
use super::value::{day, threads};
use crate::audit::{self, AuditOutcome, Audited, Job, Only, Why};
use crate::check::Pack;
use crate::exact::Day;
use crate::score::Scorecard;
use crate::words::Problem;
use crate::workspace::Workspace;
use heard::Heard;

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "UNIT")]
    units: Vec<String>,
    #[arg(long, conflicts_with = "dry_run")]
    plan: bool,
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    chosen: Chosen,
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Day>,
    #[arg(long)]
    resume: bool,
    #[arg(long, value_name = "N", value_parser = threads)]
    jobs: Option<NonZeroUsize>,
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    progress: Progress,
}

/// What is collected again.
#[derive(Debug, Default, Args)]
struct Chosen {
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    #[arg(long)]
    offline: bool,
    #[arg(long, value_name = "BUNDLE", conflicts_with_all = ["only", "offline"])]
    replay: Option<PathBuf>,
}

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Progress {
    #[default]
    Auto,
    Bars,
    Lines,
    Json,
    None,
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let packed = session.pack()?;
    let desk = Desk::new(&packed, session);
    let units = units(typed, &desk)?;
    if typed.plan || typed.dry_run {
        let choice = (typed.chosen.only.as_slice(), typed.chosen.offline);
        let plans = ahead::plans(&units, choice, &desk, &packed.pack)?;
        return if typed.plan {
            ahead::print_plans(&plans, &desk, session)
        } else {
            ahead::print_notices(&plans, &desk, session)
        };
    }
    let command = command(typed, session);
    let asked = Asked {
        units: &units,
        typed: Some(typed),
        telling: Telling::EveryFile,
        command: &command,
    };
    let audited = asked.run(&desk, &packed.pack, session)?;
    let cards = scorecards(&audited.outcomes, &desk)?;
    let resume = (!audited.left.is_empty()).then(|| format!("{command} --resume"));
    if session.json() {
        let document = as_json(&audited, &cards, resume.as_deref(), session);
        session.print_json(&document)?;
    } else if !cards.is_empty() || resume.is_none() {
        score::print(&cards, session)?;
        desk.tell(session)?;
    }
    conclude(audited, resume, session)
}

/// Ends as the run did: what went wrong, or the line that resumes it.
fn conclude(
    audited: Audited,
    resume: Option<String>,
    session: &mut Session<'_, '_>,
) -> Result<Exit, Failure> {
    let problem = Problem::all(audited.problems);
    match (audited.stopped, resume) {
        (Some(Why::Asked), Some(resume)) => {
            if let Some(problem) = problem {
                session.report(&problem)?;
            }
            let line = session.fill("cli.audit.resume", &[("command", resume)]);
            session.remark(&line)?;
            Ok(Exit::Interrupted)
        }
        (Some(Why::Hours), Some(resume)) => {
            let over = Problem::new("audit.hours_over").with("command", resume);
            Err(over.and(problem.into_iter().collect()).into())
        }
        (Some(Why::Asked | Why::Hours) | None, _) => match problem {
            None => Ok(Exit::Ok),
            Some(problem) => Err(problem.into()),
        },
    }
}

/// The units that are audited: those that were named, that of the bundle that is replayed, or all of the round.
fn units(typed: &Typed, desk: &Desk<'_>) -> Result<Vec<String>, Problem> {
    let mut units = typed.units.clone();
    if let Some(bundle) = &typed.chosen.replay {
        let of_bundle = desk.unit_of(bundle)?;
        if units.is_empty() {
            units.push(of_bundle);
        } else if units != [of_bundle.as_str()] {
            return Err(Problem::new("cli.replay_of_one").with("unit", of_bundle));
        }
    }
    if units.is_empty() {
        units.clone_from(&desk.workspace()?.expected);
    }
    if units.is_empty() {
        return Err(Problem::new("cli.no_units"));
    }
    Ok(units)
}

/// The command as it can be typed again, without `--resume`.
fn command(typed: &Typed, session: &Session<'_, '_>) -> String {
    let shared = session.shared();
    let mut words = vec![session.program().to_owned(), "audit".to_owned()];
    let mut add = |option: &str, value: String| words.extend([option.to_owned(), value]);
    if shared.workspace.as_os_str() != "." {
        add("-C", as_typed(&shared.workspace));
    }
    for folder in &shared.checks {
        add("--checks", as_typed(folder));
    }
    if let Some(rubric) = &shared.rubric {
        add("--rubric", as_typed(rubric.as_ref()));
    }
    if !typed.chosen.only.is_empty() {
        add("--only", typed.chosen.only.join(","));
    }
    if let Some(day) = typed.as_of {
        add("--as-of", day.to_string());
    }
    if let Some(bundle) = &typed.chosen.replay {
        add("--replay", as_typed(bundle));
    }
    if typed.chosen.offline {
        words.push("--offline".to_owned());
    }
    words.extend(typed.units.iter().map(|unit| as_typed(unit.as_ref())));
    words.join(" ")
}

/// How much is said while units are audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// Every file that is read.
    EveryFile,
    /// Files with something that could not be read, and the bundles.
    WhatIsWrong,
}

/// An audit that is asked for.
pub(super) struct Asked<'a> {
    /// The units.
    pub units: &'a [String],
    /// What was typed, where a person asked for it.
    pub typed: Option<&'a Typed>,
    /// How much is said.
    pub telling: Telling,
    /// The command as it can be typed again.
    pub command: &'a str,
}

impl Asked<'_> {
    /// Audits, and says what is read, what could not be, and how far it is.
    pub(super) fn run(
        &self,
        desk: &Desk<'_>,
        pack: &Pack,
        session: &mut Session<'_, '_>,
    ) -> Result<Audited, Failure> {
        let rubric = desk.round_rubric()?;
        let workspace = self.workspace(desk)?;
        let none = Chosen::default();
        let chosen = self.typed.map_or(&none, |typed| &typed.chosen);
        let job = Job {
            workspace: &workspace,
            pack,
            rubric: &rubric,
            units: self.units,
            only: Only::of(&chosen.only, pack, &rubric)?,
            offline: chosen.offline,
            resume: self.typed.is_some_and(|typed| typed.resume),
            replay: chosen.replay.clone(),
            threads: self
                .typed
                .and_then(|typed| typed.jobs)
                .map(NonZeroUsize::get),
            command: self.command,
            clock: Arc::new(clock::now),
            signals: true,
        };
        let progress = self.typed.map_or(Progress::Auto, |typed| typed.progress);
        let mut heard = Heard::new(progress, self.telling, self.units, session);
        let mut told = Ok(());
        let audited = audit::run(&job, &mut |event| {
            if told.is_ok() {
                told = heard.hear(&event, session);
            }
            if told.is_ok() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        heard.end();
        told?;
        Ok(audited?)
    }

    /// The workspace, with the day on which validity is judged.
    fn workspace(&self, desk: &Desk<'_>) -> Result<Workspace, Problem> {
        let mut workspace = desk.workspace()?.clone();
        if let Some(day) = self.typed.and_then(|typed| typed.as_of) {
            let from = workspace.round.period.from;
            if day < from {
                let problem = Problem::new("cli.as_of_early").with("day", day);
                return Err(problem.with("from", from));
            }
            workspace.round.as_of = day;
        }
        Ok(workspace)
    }
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
