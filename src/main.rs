//! The `sansang` program: give the process's streams to [`sansang::cli`] and end with its exit code.

use std::io::{BufWriter, IsTerminal as _};
use std::process::ExitCode;

use anstream::AutoStream;
use sansang::cli::{self, Environment, Streams};

fn main() -> ExitCode {
    let (out, err) = (std::io::stdout().lock(), std::io::stderr().lock());
    let (out_terminal, err_terminal) = (out.is_terminal(), err.is_terminal());
    // The cli decides on colours itself; these streams only make them work on old Windows consoles.
    let mut out = BufWriter::new(AutoStream::always(out));
    let mut err = AutoStream::always(err);
    let mut streams = Streams {
        out: &mut out,
        err: &mut err,
        out_terminal,
        err_terminal,
        width: terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0)),
        environment: Environment::of_process(),
    };
    cli::run(std::env::args_os(), &mut streams).into()
}
