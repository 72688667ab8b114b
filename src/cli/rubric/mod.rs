//! `rubric`: the rubrics at hand, what they ask and whether their files are sound.

mod choose;
mod lint;
mod show;
mod written;

use clap::{Args, Subcommand};

use super::exit::Exit;
use super::session::{Failure, Session};

pub(super) use choose::{Choice, Shelf};
pub(super) use written::decimal;

/// The commands on rubrics.
#[derive(Debug, Subcommand)]
pub(super) enum Typed {
    Show(Named),
    Lint(Named),
}

/// A rubric by file or id.
#[derive(Debug, Args)]
pub(super) struct Named {
    #[arg(value_name = "FILE|ID")]
    name: Option<String>,
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    match typed {
        Typed::Show(named) => show::run(named, session),
        Typed::Lint(named) => lint::run(named, session),
    }
}
