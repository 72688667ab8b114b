//! `score`: the scorecards of bundles.

use std::path::PathBuf;

use clap::Args;

use super::exit::Exit;
use super::session::{Failure, Session};
use super::subject::{Desk, View};
use super::value::day;
use crate::exact::Day;
use crate::report::{json, terminal};
use crate::score::Scorecard;
use crate::words::Problem;

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "BUNDLE|UNIT", required = true)]
    subjects: Vec<String>,
    #[command(flatten)]
    looked: Looked,
    #[arg(long, value_name = "BUNDLE|UNIT", num_args = 1..)]
    context: Vec<String>,
}

/// How bundles are looked at.
#[derive(Debug, Default, Args)]
pub(super) struct Looked {
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Day>,
}

impl Looked {
    pub(super) fn decisions_are_given(&self) -> bool {
        self.decisions.is_some()
    }

    pub(super) fn view(&self) -> View<'_> {
        View {
            decisions: self.decisions.as_deref(),
            as_of: self.as_of,
        }
    }
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    if typed.looked.decisions.is_some() && typed.subjects.len() > 1 {
        return Err(Problem::new("cli.decisions_of_one").into());
    }
    let packed = session.pack()?;
    let desk = Desk::new(&packed, session);
    // Others are looked at with their own decisions only: a log is of one unit.
    let others = View {
        decisions: None,
        as_of: typed.looked.as_of,
    };
    let context = desk.scorecards(&typed.context, others, &[])?;
    let cards = desk.scorecards(&typed.subjects, typed.looked.view(), &context)?;
    print(&cards, session)?;
    desk.tell(session)?;
    Ok(Exit::Ok)
}

/// Prints scorecards: one document of one, a list of several.
pub(super) fn print(cards: &[Scorecard], session: &mut Session<'_, '_>) -> Result<(), Failure> {
    if session.json() {
        let documents: Vec<String> = cards.iter().map(json::scorecard).collect();
        session.print_documents("sansang/scorecards/1", "scorecards", &documents, false)?;
        return Ok(());
    }
    for (n, card) in cards.iter().enumerate() {
        if n > 0 {
            session.print("")?;
        }
        let page = session.page();
        terminal::scorecard(card, page.words, page.lang, session.out(), page.style)?;
    }
    Ok(())
}
