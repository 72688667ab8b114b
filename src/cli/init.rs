//! `init`: a new workspace, with a comment at every line that has to be filled in.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::clock;
use super::exit::Exit;
use super::session::{Failure, Session, typed as as_typed};
use super::value::year;
use crate::words::plain;
use crate::workspace;

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    #[arg(long, value_name = "YEAR", value_parser = year)]
    year: Option<i16>,
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let folder = typed
        .folder
        .clone()
        .unwrap_or_else(|| session.shared().workspace.clone());
    let year = typed.year.unwrap_or_else(clock::year);
    let written = workspace::init(&folder, year)?;
    if session.json() {
        let files: Vec<String> = written
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        session.print_json(&json!({
            "schema": "sansang/init/1",
            "folder": folder.display().to_string(),
            "files": files,
        }))?;
        return Ok(Exit::Ok);
    }
    for path in &written {
        session.print(&plain(&path.display().to_string()))?;
    }
    let fields = [
        ("folder", as_typed(&folder)),
        ("sansang", session.program().to_owned()),
    ];
    let next = session.fill("cli.init.next", &fields);
    session.print("")?;
    session.print(&next)?;
    Ok(Exit::Ok)
}
