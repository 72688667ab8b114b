//! `rank`: units by their official points, as ranges of ranks.

use clap::Args;

use super::exit::Exit;
use super::session::{Failure, Session};
use super::subject::{Desk, View};
use super::value::day;
use crate::exact::Day;
use crate::rank::rank;
use crate::report::{json, terminal};

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "BUNDLE|UNIT", required = true)]
    subjects: Vec<String>,
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Day>,
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let packed = session.pack()?;
    let desk = Desk::new(&packed, session);
    let view = View {
        decisions: None,
        as_of: typed.as_of,
    };
    let cards = desk.cohort(&typed.subjects, view)?;
    let ranking = rank(&cards)?;
    desk.tell(session)?;
    if session.json() {
        session.print(&json::ranking(&ranking))?;
    } else {
        let page = session.page();
        terminal::ranking(&ranking, page.words, page.lang, session.out(), page.style)?;
    }
    Ok(Exit::Ok)
}
