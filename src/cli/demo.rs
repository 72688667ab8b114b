//! `demo`: a ready workspace, audited, scored and ranked, and what to try next.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use super::audit::{Telling, as_json, runs, scorecards};
use super::exit::Exit;
use super::init::named;
use super::score;
use super::session::{Failure, Session};
use super::subject::Desk;
use crate::demo;
use crate::rank::rank;
use crate::report::{json, terminal};
use crate::words::Problem;

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "DIR", default_value = demo::FOLDER)]
    folder: PathBuf,
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let written = demo::write(&typed.folder)?;
    let folder = [("folder", named(&typed.folder))];
    let what = match written {
        demo::Written::New => "cli.demo.new",
        demo::Written::Before => "cli.demo.before",
    };
    let line = session.fill(what, &folder);
    session.remark(&line)?;
    let packed = session.pack()?;
    let desk = Desk::at(&typed.folder, &packed, session);
    let units: Vec<String> = demo::UNITS.iter().map(|&unit| unit.to_owned()).collect();
    let runs = runs(&units, &desk, &packed.pack, Telling::WhatIsWrong, session)?;
    if let Some(problem) = Problem::all(runs.problems) {
        return Err(problem.into());
    }
    let cards = scorecards(&runs.outcomes, &desk)?;
    let ranking = rank(&cards)?;
    if session.json() {
        let mut document = as_json(&runs.outcomes, &cards, session);
        let ranking = serde_json::from_str(&json::ranking(&ranking)).unwrap_or(Value::Null);
        if let Value::Object(document) = &mut document {
            document.insert("schema".to_owned(), Value::from("sansang/demo/1"));
            document.insert("ranking".to_owned(), ranking);
        }
        session.print_json(&document)?;
        return Ok(Exit::Ok);
    }
    score::print(cards.get(..1).unwrap_or_default(), session)?;
    session.print("")?;
    let page = session.page();
    terminal::ranking(&ranking, page.words, page.lang, session.out(), page.style)?;
    desk.tell(session)?;
    let next = session.fill("cli.demo.next", &folder);
    session.print("")?;
    session.print(&next)?;
    Ok(Exit::Ok)
}
