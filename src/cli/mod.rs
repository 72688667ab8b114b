//! What a user types and what they read back: the command tree, help and errors in two languages, exit codes.
//!
//! Decides nothing about a score: every figure comes from the layers below. Start at [`run`].

mod audit;
mod check;
mod clock;
mod completions;
mod decide;
mod demo;
mod early;
mod exit;
mod explain;
mod gate;
mod help;
mod init;
mod listing;
mod man;
mod pack;
mod problems;
mod query;
mod rank;
mod reading;
mod report;
mod rubric;
mod score;
mod session;
mod streams;
mod subject;
mod tables;
mod tree;
mod usage;
mod value;

use std::ffi::OsString;
use std::io;

use clap::FromArgMatches as _;
use clap::error::ErrorKind;

pub use exit::Exit;
pub use help::command;
pub use streams::{Environment, Streams};

use early::Early;
use help::Wording;
use problems::Look;
use session::{Failure, Session};
use tree::{Command, Line};

use crate::words::{Problem, Words};

/// Runs a command line, the program's name first, and tells how it ended.
///
/// A reader that goes away (`sansang tables | head`) is no failure.
pub fn run(args: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    let words = Words::built_in();
    let early = Early::of(&args, streams.environment.lang.as_deref());
    let parsed = command(&words, early.lang)
        .term_width(help::columns(streams.width))
        .try_get_matches_from(&args)
        .and_then(|matches| Line::from_arg_matches(&matches));
    let ended = match parsed {
        Err(error) => answer(&error, &words, early, streams),
        Ok(line) => {
            let refused = line
                .shared
                .lang
                .is_none()
                .then(|| Early::refuse_variable(streams));
            let session = Session::new(&words, early.lang, line.shared, streams);
            let mut session = session.called(args.first());
            let result = match refused.flatten() {
                Some(problem) => Err(problem.into()),
                None => dispatch(&line.command, &mut session),
            };
            conclude(result, &mut session)
        }
    };
    match ended {
        Ok(exit) => exit,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Ok,
        // Not even the problem could be told.
        Err(_) => Exit::Wrong,
    }
}

fn dispatch(command: &Command, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    match command {
        Command::Demo(typed) => demo::run(typed, session),
        Command::Init(typed) => init::run(typed, session),
        Command::Audit(typed) => audit::run(typed, session),
        Command::Decide(typed) => decide::run(typed, session),
        Command::Score(typed) => score::run(typed, session),
        Command::Explain(typed) => explain::run(typed, session),
        Command::Query(typed) => query::run(typed, session),
        Command::Rank(typed) => rank::run(typed, session),
        Command::Report(typed) => report::run(typed, session),
        Command::Gate(typed) => gate::run(typed, session),
        Command::Check(typed) => check::run(typed, session),
        Command::Rubric(typed) => rubric::run(typed, session),
        Command::Tables(typed) => tables::run(typed, session),
        Command::Completions(typed) => completions::run(typed, session),
        Command::Man(typed) => man::run(typed, session),
        Command::Help(typed) => help::run(typed, session),
    }
}

/// Flushes what was said, and tells what went wrong.
fn conclude(result: Result<Exit, Failure>, session: &mut Session<'_, '_>) -> io::Result<Exit> {
    let flushed = session.flush();
    let problem = match result {
        Ok(exit) => match flushed {
            Ok(()) => return Ok(exit),
            Err(error) => output_failed(error)?,
        },
        Err(Failure::Output(error)) => output_failed(error)?,
        Err(Failure::Problem(problem)) => problem,
    };
    session.report(&problem)?;
    Ok(Exit::of(&problem))
}

/// A disk that is full is told; a reader that went away is not.
fn output_failed(error: io::Error) -> io::Result<Problem> {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Err(error)
    } else {
        Ok(Problem::new("cli.output").caused_by(error))
    }
}

/// What the parser has to say: help and version to the results, anything else as a problem with the right usage.
fn answer(
    error: &clap::Error,
    words: &Words,
    early: Early,
    streams: &mut Streams<'_>,
) -> io::Result<Exit> {
    let wording = Wording {
        words,
        lang: early.lang,
    };
    let text = |by_itself| help::rendered(&error.render(), early.colour.on(by_itself), wording);
    let kind = error.kind();
    if matches!(kind, ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let text = text(streams.out_colour());
        writeln!(streams.out, "{}", text.trim_end())?;
        streams.out.flush()?;
        return Ok(Exit::Ok);
    }
    let json = early.format == tree::Format::Json;
    if kind == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && !json {
        let text = text(streams.err_colour());
        writeln!(streams.err, "{}", text.trim_end())?;
        return Ok(Exit::Wrong);
    }
    let look = Look {
        words,
        lang: early.lang,
        json,
        colour: early.colour.on(streams.err_colour()),
        width: streams.width.filter(|_| streams.err_terminal),
    };
    let problem = usage::problem(error, wording);
    problems::show(&problem, look, streams.err)?;
    if let Some(usage) = usage::line(error, wording).filter(|_| !json) {
        let usage = words.fill(early.lang, "cli.usage", &[("usage", usage)]);
        writeln!(streams.err, "{usage}")?;
    }
    Ok(Exit::of(&problem))
}
