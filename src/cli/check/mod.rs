//! `check`: the checks of the pack, what each asks and rests on, and the proof that it hides no unknown.

mod lint;
mod list;
mod show;
mod test;

use clap::{Args, Subcommand};

use super::exit::Exit;
use super::session::{Failure, Session};
use crate::check::{Check, Pack};

/// The commands on checks.
#[derive(Debug, Subcommand)]
pub(super) enum Typed {
    List,
    Show(show::Typed),
    Test(Which),
    Lint(Which),
}

/// Checks by id; none named is all.
#[derive(Debug, Args)]
pub(super) struct Which {
    #[arg(value_name = "CHECK")]
    ids: Vec<String>,
}

impl Which {
    /// The checks that are meant.
    fn of<'p>(&self, pack: &'p Pack) -> Result<Vec<&'p Check>, Failure> {
        if self.ids.is_empty() {
            return Ok(pack.checks.values().collect());
        }
        self.ids.iter().map(|id| show::find(pack, id)).collect()
    }
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    match typed {
        Typed::List => list::run(session),
        Typed::Show(typed) => show::run(typed, session),
        Typed::Test(typed) => test::run(typed, session),
        Typed::Lint(typed) => lint::run(typed, session),
    }
}
