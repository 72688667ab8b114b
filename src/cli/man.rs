//! `man`: the manual page, from the same command tree as the help.

use clap::Args;

use super::exit::Exit;
use super::help;
use super::session::{Failure, Session};
use crate::words::written;

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

/// Headings of the generator and the messages that take their place.
const HEADINGS: [(&str, &str); 8] = [
    ("ARGUMENTS", "arguments"),
    ("EXTRA", "extra"),
    ("NAME", "name"),
    ("SYNOPSIS", "synopsis"),
    ("DESCRIPTION", "description"),
    ("OPTIONS", "options"),
    ("SUBCOMMANDS", "subcommands"),
    ("VERSION", "version"),
];

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let mut tree = help::command(session.words(), session.lang());
    tree.build();
    let mut asked = tree;
    for name in &typed.command {
        let known: Vec<String> = asked
            .get_subcommands()
            .map(|sub| sub.get_name().to_owned())
            .collect();
        asked = match asked.find_subcommand(name) {
            Some(sub) => sub.clone(),
            None => return Err(written::unknown("usage.unknown_command", name, &known).into()),
        };
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(asked)
        .source(concat!("sansang ", env!("CARGO_PKG_VERSION")))
        .render(&mut page)?;
    let page: Vec<String> = String::from_utf8_lossy(&page)
        .lines()
        .map(|line| headed(line, session))
        .collect();
    session.print(&page.join("\n"))?;
    Ok(Exit::Ok)
}

/// A line of the page, a heading in the user's language.
fn headed(line: &str, session: &Session<'_, '_>) -> String {
    let Some(heading) = line.strip_prefix(".SH ") else {
        return line.to_owned();
    };
    let heading = heading.trim_matches('"');
    match HEADINGS.iter().find(|(theirs, _)| *theirs == heading) {
        Some((_, ours)) => format!(".SH \"{}\"", session.text(&format!("help.section.{ours}"))),
        None => line.to_owned(),
    }
}
