//! What the process gives the cli: where to write, and the few things of the environment that it looks at.

use std::fmt;
use std::io::Write;

/// Where the program writes, and what is at the other end.
pub struct Streams<'w> {
    /// Results.
    pub out: &'w mut dyn Write,
    /// Problems and remarks.
    pub err: &'w mut dyn Write,
    /// Whether a person reads the results on a terminal.
    pub out_terminal: bool,
    /// Whether a person reads the problems on a terminal.
    pub err_terminal: bool,
    /// Columns of the terminal, where there is one.
    pub width: Option<usize>,
    /// The environment.
    pub environment: Environment,
}

impl Streams<'_> {
    /// Whether results are coloured when nobody says.
    pub(super) fn out_colour(&self) -> bool {
        self.out_terminal && !self.environment.plain
    }

    /// Whether problems are coloured when nobody says.
    pub(super) fn err_colour(&self) -> bool {
        self.err_terminal && !self.environment.plain
    }
}

impl fmt::Debug for Streams<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streams")
            .field("out_terminal", &self.out_terminal)
            .field("err_terminal", &self.err_terminal)
            .field("width", &self.width)
            .field("environment", &self.environment)
            .finish_non_exhaustive()
    }
}

/// All that is read of the environment. None of it reaches a score.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// `SANSANG_LANG`: the language where `--lang` is not given.
    pub lang: Option<String>,
    /// `NO_COLOR` is set, or `TERM` is `dumb`: no colour unless asked for.
    pub plain: bool,
    /// `COLUMNS`: how wide results are, where a person says so.
    pub columns: Option<usize>,
}

impl Environment {
    /// Reads the process's environment.
    pub fn of_process() -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            lang: set("SANSANG_LANG"),
            columns: set("COLUMNS").and_then(|columns| columns.parse().ok()),
            plain: set("NO_COLOR").is_some() || set("TERM").as_deref() == Some("dumb"),
        }
    }
}
