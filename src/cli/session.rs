//! One run of one command: its language and form, where it writes, and the pack it works with.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use super::help::Wording;
use super::pack;
use super::problems::{self, Look};
use super::streams::Streams;
use super::tree::{Format, Shared};
use crate::check::Pack;
use crate::report::json::canonical;
use crate::report::terminal::Style;
use crate::words::{Lang, Problem, Words, plain};

/// What every command is given.
#[derive(Debug)]
pub(super) struct Session<'s, 'w> {
    words: &'s Words,
    lang: Lang,
    shared: Shared,
    streams: &'s mut Streams<'w>,
    program: String,
}

/// What a report needs to lay itself out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'a> {
    pub words: &'a Words,
    pub lang: Lang,
    pub style: Style,
}

/// The pack that answers, with what is not built in.
#[derive(Debug)]
pub(super) struct Packed {
    pub pack: Pack,
    /// The pack's paths of the rubrics that `--checks` brought.
    pub own_rubrics: Vec<String>,
}

/// Why a command did not end by itself.
#[derive(Debug)]
pub(super) enum Failure {
    /// Something is wrong with what we were given.
    Problem(Problem),
    /// Nobody takes what we write.
    Output(io::Error),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<io::Error> for Failure {
    /// Only writing gives bare errors; reading names its file in a [`Problem`].
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl<'s, 'w> Session<'s, 'w> {
    pub(super) fn new(
        words: &'s Words,
        lang: Lang,
        shared: Shared,
        streams: &'s mut Streams<'w>,
    ) -> Self {
        Self {
            words,
            lang,
            shared,
            streams,
            program: "sansang".to_owned(),
        }
    }

    /// The same, for a program that was started under this name: a path stays, so that commands can be copied as they are
    /// printed, and a bare name is the one that everybody knows.
    pub(super) fn called(mut self, name: Option<&OsString>) -> Self {
        let path = name
            .map(Path::new)
            .filter(|path| path.components().nth(1).is_some());
        if let Some(path) = path {
            self.program = typed(path);
        }
        self
    }

    /// The program as it is typed.
    pub(super) fn program(&self) -> &str {
        &self.program
    }

    pub(super) fn words(&self) -> &'s Words {
        self.words
    }

    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    pub(super) fn wording(&self) -> Wording<'s> {
        Wording {
            words: self.words,
            lang: self.lang,
        }
    }

    /// The options of every command.
    pub(super) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Whether results come as JSON.
    pub(super) fn json(&self) -> bool {
        self.shared.format == Format::Json
    }

    /// Whether results are coloured.
    pub(super) fn colour(&self) -> bool {
        !self.json() && self.shared.color.on(self.streams.out_colour())
    }

    /// Columns that results may take: what `COLUMNS` says, else those of the terminal; nothing for a pipe or file.
    pub(super) fn width(&self) -> Option<usize> {
        let terminal = self.streams.width.filter(|_| self.streams.out_terminal);
        let columns = self.streams.environment.columns.or(terminal);
        columns.filter(|columns| *columns > 0)
    }

    /// The pack that is built in, with the folders of `--checks`.
    pub(super) fn pack(&self) -> Result<Packed, Problem> {
        let mut files = pack::built_in();
        let mut own_rubrics = Vec::new();
        for folder in &self.shared.checks {
            own_rubrics.extend(pack::add_folder(&mut files, folder)?);
        }
        Ok(Packed {
            pack: Pack::parse(&files)?,
            own_rubrics,
        })
    }

    /// A message of the user's language.
    pub(super) fn text(&self, key: &str) -> String {
        self.words.get(self.lang, key).to_owned()
    }

    /// A message with its places filled.
    pub(super) fn fill(&self, key: &str, fields: &[(&str, String)]) -> String {
        self.words.fill(self.lang, key, fields)
    }

    /// Writes a result, ended by one line end.
    pub(super) fn print(&mut self, text: &str) -> io::Result<()> {
        self.streams
            .out
            .write_all(text.trim_end_matches('\n').as_bytes())?;
        self.streams.out.write_all(b"\n")
    }

    /// Writes a JSON document in its canonical form.
    pub(super) fn print_json(&mut self, document: &serde_json::Value) -> io::Result<()> {
        self.print(&canonical(document))
    }

    /// Writes documents as a list under a name, or the only one as it is.
    pub(super) fn print_documents(
        &mut self,
        schema: &str,
        name: &str,
        documents: &[String],
        list: bool,
    ) -> io::Result<()> {
        if let ([document], false) = (documents, list) {
            return self.print(document);
        }
        let list: Result<Vec<serde_json::Value>, _> = documents
            .iter()
            .map(|document| serde_json::from_str(document))
            .collect();
        let list = list.map_err(io::Error::other)?;
        self.print_json(&serde_json::json!({ "schema": schema, name: list }))
    }

    /// How reports are laid out.
    pub(super) fn page(&self) -> Page<'s> {
        const PIPE: usize = 100;
        Page {
            words: self.words,
            lang: self.lang,
            style: Style {
                colour: self.colour(),
                width: self.width().unwrap_or(PIPE),
            },
        }
    }

    /// Writes a remark beside the results.
    pub(super) fn remark(&mut self, text: &str) -> io::Result<()> {
        if self.json() {
            return Ok(());
        }
        writeln!(self.streams.err, "{text}")
    }

    /// Where remarks go, whatever the form of the results.
    pub(super) fn err(&mut self) -> &mut dyn io::Write {
        self.streams.err
    }

    /// Whether a person reads remarks on a terminal.
    pub(super) fn err_is_terminal(&self) -> bool {
        self.streams.err_terminal && !self.streams.environment.plain
    }

    /// Where results go.
    pub(super) fn out(&mut self) -> &mut dyn io::Write {
        self.streams.out
    }

    /// Flushes the results.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.streams.out.flush()
    }

    /// Tells what is wrong.
    pub(super) fn report(&mut self, problem: &Problem) -> io::Result<()> {
        let look = Look {
            words: self.words,
            lang: self.lang,
            json: self.json(),
            colour: self.shared.color.on(self.streams.err_colour()),
            width: self.streams.width.filter(|_| self.streams.err_terminal),
        };
        problems::show(problem, look, self.streams.err)
    }
}

/// A path as it is typed in a command.
pub(super) fn typed(path: &Path) -> String {
    let text = plain(&path.display().to_string());
    if text.contains(' ') {
        format!("\"{text}\"")
    } else {
        text
    }
}
