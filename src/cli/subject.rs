//! What a command is asked about: a bundle by its path, or a unit of the workspace with its newest bundle and decisions.

use std::path::{Path, PathBuf};

use super::reading;
use super::rubric::{Choice, Shelf};
use super::session::{Packed, Session};
use crate::bundle::{Bundle, Trust};
use crate::check::Pack;
use crate::exact::Day;
use crate::rubric::{Criterion, Formula, Rubric};
use crate::score::{Basis, Decisions, Scorecard, Subject, score};
use crate::table::{Sandbox, failure};
use crate::words::Problem;

/// Most bytes of a log of decisions.
const LARGEST_LOG: u64 = 16 << 20;

/// A bundle by its path, or a unit by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// Ends in `.sansang`, or has a path's separator.
    Bundle(PathBuf),
    /// A unit of the workspace.
    Unit(String),
}

impl Named {
    /// What a word means.
    pub(super) fn of(word: &str) -> Self {
        let is_path = word.contains(std::path::is_separator)
            || Path::new(word)
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("sansang"));
        if is_path {
            Self::Bundle(PathBuf::from(word))
        } else {
            Self::Unit(word.to_owned())
        }
    }
}

/// How a bundle is to be looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct View<'a> {
    /// A log of decisions instead of the unit's own.
    pub decisions: Option<&'a Path>,
    /// Another day on which validity is judged.
    pub as_of: Option<Day>,
}

/// A bundle that is open, with all that its score is made of.
#[derive(Debug)]
pub(super) struct Opened {
    pub subject: Subject,
    pub sandbox: Sandbox,
    pub decisions: Decisions,
    pub rubric: Rubric,
}

impl Opened {
    pub(super) fn basis<'a>(&'a self, pack: &'a Pack, context: &'a [Scorecard]) -> Basis<'a> {
        Basis {
            subject: &self.subject,
            pack,
            rubric: &self.rubric,
            decisions: &self.decisions,
            context,
        }
    }

    pub(super) fn score(&self, pack: &Pack, context: &[Scorecard]) -> Result<Scorecard, Problem> {
        score(self.basis(pack, context), &self.sandbox)
    }
}

/// Opens what commands are asked about; the pack is read once for all of them.
#[derive(Debug)]
pub(super) struct Desk<'p> {
    pack: &'p Pack,
    shelf: Shelf<'p>,
    rubric: Option<Choice>,
}

impl<'p> Desk<'p> {
    pub(super) fn new(packed: &'p Packed, session: &Session<'_, '_>) -> Self {
        let rubric = session.shared().rubric.as_deref();
        Self {
            pack: &packed.pack,
            shelf: Shelf::of(packed),
            rubric: rubric.map(|name| Choice::of(name, Path::new(""))),
        }
    }

    /// Opens a bundle for questions, without a rubric.
    pub(super) fn tables(&self, word: &str) -> Result<(Subject, Sandbox), Problem> {
        let path = self.path(word)?;
        let (subject, sandbox) = self.bundle(&path)?;
        Ok((subject, sandbox))
    }

    /// Opens a bundle to be scored.
    ///
    /// Errors: a bundle that is not there or not to be trusted, no rubric to score by, a broken log of decisions.
    pub(super) fn open(&self, word: &str, view: View<'_>) -> Result<Opened, Problem> {
        let path = self.path(word)?;
        let (mut subject, sandbox) = self.bundle(&path)?;
        let rubric = match &self.rubric {
            Some(choice) => self.shelf.rubric(choice)?,
            None => self
                .shelf
                .rubric(&Choice::Id(subject.round.rubric.clone()))?,
        };
        if let Some(day) = view.as_of {
            subject.round.as_of = day;
        }
        let decisions = match view.decisions {
            Some(file) => {
                let text = reading::text(file, LARGEST_LOG)?;
                Decisions::parse(&file.display().to_string(), &text)?
            }
            None => Decisions::default(),
        };
        Ok(Opened {
            subject,
            sandbox,
            decisions,
            rubric,
        })
    }

    /// The scorecards of several, in their order.
    pub(super) fn scorecards(
        &self,
        words: &[String],
        view: View<'_>,
        context: &[Scorecard],
    ) -> Result<Vec<Scorecard>, Problem> {
        let one = |word: &String| self.open(word, view)?.score(self.pack, context);
        words.iter().map(one).collect()
    }

    /// The scorecards of units that are compared: where the rubric measures by the best of them, each sees the others.
    pub(super) fn cohort(
        &self,
        words: &[String],
        view: View<'_>,
    ) -> Result<Vec<Scorecard>, Problem> {
        let alone = self.scorecards(words, view, &[])?;
        let mut together = Vec::with_capacity(alone.len());
        for (n, word) in words.iter().enumerate() {
            let opened = self.open(word, view)?;
            let by_peers =
                |criterion: &Criterion| matches!(criterion.formula, Formula::PeerNormalised { .. });
            if !opened.rubric.criteria.iter().any(by_peers) {
                return Ok(alone);
            }
            let mut others = alone.clone();
            others.remove(n);
            together.push(opened.score(self.pack, &others)?);
        }
        Ok(together)
    }

    fn path(&self, word: &str) -> Result<PathBuf, Problem> {
        match Named::of(word) {
            Named::Bundle(path) => Ok(path),
            Named::Unit(id) => Err(Problem::new("cli.no_workspace").with("unit", id)),
        }
    }

    fn bundle(&self, path: &Path) -> Result<(Subject, Sandbox), Problem> {
        let bundle = Bundle::open(path, &self.pack.catalogue, Trust::Verify)?;
        let subject = bundle.subject()?;
        let sandbox = Sandbox::around(bundle.into_connection(), &self.pack.calendar)
            .map_err(|error| failure(&path.display().to_string(), &error))?;
        Ok((subject, sandbox))
    }
}
