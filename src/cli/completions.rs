//! `completions`: what a shell needs to complete our commands.

use clap::Args;
use clap_complete::Shell;

use super::exit::Exit;
use super::help;
use super::session::{Failure, Session};

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let mut tree = help::command(session.words(), session.lang());
    let mut script = Vec::new();
    clap_complete::generate(typed.shell, &mut tree, "sansang", &mut script);
    session.out().write_all(&script)?;
    Ok(Exit::Ok)
}
