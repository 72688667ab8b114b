//! `demo`: a ready workspace, audited, scored and ranked, and what to try next.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use super::audit::{Asked, Telling, as_json, scorecards};
use super::exit::Exit;
use super::report::Job;
use super::score::{self, Looked};
use super::session::{Failure, Session, typed as as_typed};
use super::subject::Desk;
use super::tree::Format;
use crate::check::Pack;
use crate::demo;
use crate::demo::portal::Running;
use crate::exact::Mode;
use crate::rank::rank;
use crate::report::{Templates, json, terminal};
use crate::score::Scorecard;
use crate::words::{Problem, plain};

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "DIR", default_value = demo::FOLDER)]
    folder: PathBuf,
    #[arg(long)]
    serve: bool,
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let demo::Opened { written, portals } = demo::open(&typed.folder)?;
    let folder = ("folder", as_typed(&typed.folder));
    let what = match written {
        demo::Written::New => "cli.demo.new",
        demo::Written::Before => "cli.demo.before",
    };
    let line = session.fill(what, std::slice::from_ref(&folder));
    session.remark(&line)?;
    if typed.serve {
        return serve(typed, portals, session);
    }
    let packed = session.pack()?;
    let desk = Desk::at(&typed.folder, &packed, session);
    let units: Vec<String> = demo::UNITS.iter().map(|&unit| unit.to_owned()).collect();
    let command = format!("{} audit -C {}", session.program(), as_typed(&typed.folder));
    let asked = Asked {
        units: &units,
        typed: None,
        telling: Telling::WhatIsWrong,
        command: &command,
    };
    let mut audited = asked.run(&desk, &packed.pack, session)?;
    drop(portals);
    if !audited.left.is_empty() {
        // Its portals are closed by now, so it cannot be gone on with.
        let again = [(
            "command",
            format!("{} demo {}", session.program(), as_typed(&typed.folder)),
        )];
        let line = session.fill("cli.demo.again", &again);
        session.remark(&line)?;
        return Ok(Exit::Interrupted);
    }
    if let Some(problem) = Problem::all(std::mem::take(&mut audited.problems)) {
        return Err(problem.into());
    }
    let cards = scorecards(&audited.outcomes, &desk)?;
    let ranking = rank(&cards)?;
    let reports = reports(&units, &desk, &packed.pack, session)?;
    if session.json() {
        let mut document = as_json(&audited, &cards, None, session);
        let ranking = serde_json::from_str(&json::ranking(&ranking)).unwrap_or(Value::Null);
        if let Value::Object(document) = &mut document {
            document.insert("schema".to_owned(), Value::from("sansang/demo/1"));
            document.insert("ranking".to_owned(), ranking);
            document.insert("reports".to_owned(), Value::from(reports));
        }
        session.print_json(&document)?;
        return Ok(Exit::Ok);
    }
    score::print(cards.get(..1).unwrap_or_default(), session)?;
    session.print("")?;
    let page = session.page();
    terminal::ranking(&ranking, page.words, page.lang, session.out(), page.style)?;
    desk.tell(session)?;
    let files = ("files", reports.join("\n  "));
    let line = session.fill("cli.demo.reports", &[files]);
    session.print("")?;
    session.print(&line)?;
    let fields = [
        folder,
        ("sansang", session.program().to_owned()),
        ("old", cards.first().map_or_else(String::new, old)),
    ];
    let next = session.fill("cli.demo.next", &fields);
    session.print("")?;
    session.print(&next)?;
    Ok(Exit::Ok)
}

/// Keeps the portals up until Ctrl-C.
fn serve(
    typed: &Typed,
    portals: Option<Running>,
    session: &mut Session<'_, '_>,
) -> Result<Exit, Failure> {
    let portals = portals.ok_or_else(|| Problem::new("demo.no_portals"))?;
    let port = portals.https.port();
    let addresses = demo::UNITS
        .iter()
        .map(|unit| format!("https://{unit}.localhost:{port}/"));
    let fields = [
        ("portals", addresses.collect::<Vec<_>>().join("\n  ")),
        ("root", as_typed(&typed.folder.join(demo::ROOT))),
        ("folder", as_typed(&typed.folder)),
        ("sansang", session.program().to_owned()),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    runtime.block_on(async {
        let mut told = std::pin::pin!(tokio::signal::ctrl_c());
        // Once it is looked at, Ctrl-C is ours: only then the reader is told of it.
        tokio::select! {
            biased;
            done = &mut told => return done,
            () = std::future::ready(()) => {}
        }
        let line = session.fill("cli.demo.serving", &fields);
        session.print(&line)?;
        session.flush()?;
        told.await
    })?;
    let line = session.fill("cli.demo.stopped", &[]);
    session.remark(&line)?;
    Ok(Exit::Ok)
}

/// Writes the pages of all units and of the ranking, and tells their paths.
fn reports(
    units: &[String],
    desk: &Desk<'_>,
    pack: &Pack,
    session: &Session<'_, '_>,
) -> Result<Vec<String>, Failure> {
    let job = Job {
        subjects: units,
        out: None,
        formats: &[Format::Html, Format::Xlsx],
        looked: &Looked::default(),
        templates: &Templates::built_in(),
    };
    let written = job.run(desk, pack, session)?;
    let shown = written.iter().map(|path| path.display().to_string());
    Ok(shown.map(|path| plain(&path)).collect())
}

/// The criterion on which the demo proposes a decision: its survey's score is published, how many answered is not.
const UNDECIDED: &str = "B4.6";

/// Its official points, as `decide` takes them.
fn old(card: &Scorecard) -> String {
    let mut criteria = card.criteria.iter();
    let official = criteria
        .find(|criterion| criterion.code == UNDECIDED)
        .and_then(|criterion| criterion.official.as_ref());
    official.map_or_else(
        || "none".to_owned(),
        |points| {
            let [low, high] = [&points.low, &points.high]
                .map(|end| end.to_decimal(card.rubric.digits, Mode::HalfUp));
            if low == high {
                low
            } else {
                format!("{low}..{high}")
            }
        },
    )
}
