//! What a command is asked about: a bundle by its path, or a unit of the workspace with its newest bundle and decisions.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::help::Wording;
use super::reading;
use super::rubric::{Choice, Shelf};
use super::session::{Packed, Session};
use crate::bundle::{Bundle, Trust};
use crate::check::Pack;
use crate::exact::Day;
use crate::rubric::{Criterion, Formula, Rubric};
use crate::score::{Basis, Decisions, Scorecard, Subject, score};
use crate::table::{Sandbox, failure};
use crate::words::{Problem, plain};
use crate::workspace::{ROUND_FILE, Workspace};

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

/// A bundle that is open for questions.
#[derive(Debug)]
pub(super) struct Tables {
    /// Whose.
    pub subject: Subject,
    /// Whether made-up data are in it.
    pub illustrative: bool,
    /// SHA-256 of the rubric that its audit planned with, hex.
    pub planned: String,
    /// Its tables.
    pub sandbox: Sandbox,
}

/// A bundle that is open, with all that its score is made of.
#[derive(Debug)]
pub(super) struct Opened {
    pub subject: Subject,
    /// Whether made-up data are in the bundle.
    pub illustrative: bool,
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

/// Opens what commands are asked about; pack, rubrics and workspace are read once for all of them.
#[derive(Debug)]
pub(super) struct Desk<'p> {
    pack: &'p Pack,
    shelf: Shelf<'p>,
    /// The rubric that the command line names.
    rubric: Option<Choice>,
    root: PathBuf,
    workspace: OnceCell<Workspace>,
    remarks: RefCell<BTreeSet<String>>,
    wording: Wording<'p>,
}

impl<'p> Desk<'p> {
    pub(super) fn new(packed: &'p Packed, session: &Session<'p, '_>) -> Self {
        Self::at(&session.shared().workspace, packed, session)
    }

    /// The same for a workspace that the command itself knows.
    pub(super) fn at(root: &Path, packed: &'p Packed, session: &Session<'p, '_>) -> Self {
        let rubric = session.shared().rubric.as_deref();
        Self {
            pack: &packed.pack,
            shelf: Shelf::of(packed),
            rubric: rubric.map(|name| Choice::of(name, Path::new(""))),
            root: root.to_owned(),
            workspace: OnceCell::new(),
            remarks: RefCell::default(),
            wording: session.wording(),
        }
    }

    /// The workspace that the command line names, else that of the current folder.
    pub(super) fn workspace(&self) -> Result<&Workspace, Problem> {
        if let Some(workspace) = self.workspace.get() {
            return Ok(workspace);
        }
        let read = Workspace::open(&self.root)?;
        Ok(self.workspace.get_or_init(|| read))
    }

    /// The rubric of the workspace's round, unless the command line names another.
    pub(super) fn round_rubric(&self) -> Result<Rubric, Problem> {
        if let Some(choice) = &self.rubric {
            return self.shelf.rubric(choice);
        }
        let workspace = self.workspace()?;
        let choice = match workspace.rubric_file() {
            Some(file) => Choice::File(file),
            None => Choice::Id(workspace.round.rubric.clone()),
        };
        self.shelf.rubric(&choice).map_err(|problem| {
            // What is wrong within a rubric's file has a place there; that there is none is the round's.
            let named = problem.code() == "cli.unknown_rubric" || problem.code() == "cli.not_found";
            if named {
                problem.at(workspace.place("rubric"))
            } else {
                problem
            }
        })
    }

    /// Opens a bundle for questions, without a rubric.
    pub(super) fn tables(&self, word: &str) -> Result<Tables, Problem> {
        let path = match Named::of(word) {
            Named::Bundle(path) => path,
            Named::Unit(unit) => self.newest(&unit)?,
        };
        self.bundle(&path)
    }

    /// Opens a bundle to be scored.
    ///
    /// Errors: a bundle that is not there or not to be trusted, no rubric to score by, a broken log of decisions, a day
    /// before the round's period.
    pub(super) fn open(&self, word: &str, view: View<'_>) -> Result<Opened, Problem> {
        let named = Named::of(word);
        let path = match &named {
            Named::Bundle(path) => path.clone(),
            Named::Unit(unit) => self.newest(unit)?,
        };
        let Tables {
            mut subject,
            illustrative,
            planned,
            sandbox,
        } = self.bundle(&path)?;
        let rubric = match &named {
            Named::Bundle(_) => self.rubric_of(&subject.round.rubric)?,
            Named::Unit(_) => self.round_rubric()?,
        };
        if self.rubric.is_none() && rubric.sha256 != planned {
            self.remark("cli.other_rubric", word);
        }
        if let Some(day) = view.as_of {
            let from = subject.round.period.from;
            if day < from {
                let problem = Problem::new("cli.as_of_early").with("day", day);
                return Err(problem.with("from", from));
            }
            subject.round.as_of = day;
        }
        let decisions = match (view.decisions, &named) {
            (Some(file), _) => {
                let text = reading::text(file, LARGEST_LOG)?;
                Decisions::parse(&file.display().to_string(), &text)?
            }
            (None, Named::Unit(unit)) => self.workspace()?.decisions(unit)?,
            (None, Named::Bundle(_)) => Decisions::default(),
        };
        let decisions = match &named {
            Named::Unit(unit) if decisions.look_back(&subject.bundle_sha256) => {
                decisions.with_bundles(self.bundles(unit)?)
            }
            Named::Unit(_) | Named::Bundle(_) => decisions,
        };
        Ok(Opened {
            subject,
            illustrative,
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
            if !compares(&opened.rubric) {
                return Ok(alone);
            }
            let others = context(&opened.rubric, &alone, n);
            together.push(opened.score(self.pack, &others)?);
        }
        Ok(together)
    }

    /// The unit whose bundle a file says it is; nothing else of it is trusted.
    ///
    /// Errors: a file that is no bundle.
    pub(super) fn unit_of(&self, bundle: &Path) -> Result<String, Problem> {
        Ok(Bundle::peek(bundle, &self.pack.catalogue)?.unit.id)
    }

    /// The workspace's folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Tells what was noticed beside the results.
    pub(super) fn tell(&self, session: &mut Session<'_, '_>) -> io::Result<()> {
        for remark in self.remarks.borrow().iter() {
            session.remark(remark)?;
        }
        Ok(())
    }

    fn remark(&self, key: &str, about: &str) {
        let wording = self.wording;
        let fields = [("about", plain(about))];
        let text = wording.words.fill(wording.lang, key, &fields);
        self.remarks.borrow_mut().insert(text);
    }

    fn newest(&self, unit: &str) -> Result<PathBuf, Problem> {
        let workspace = self.workspace()?;
        workspace.profile(unit)?;
        workspace.newest_bundle(unit)
    }

    /// All bundles of a unit in the workspace, the id of the round by the digest. What cannot be read is not known.
    fn bundles(&self, unit: &str) -> Result<BTreeMap<String, String>, Problem> {
        let files = self.workspace()?.bundles_of_all_rounds(unit)?;
        Ok(files
            .iter()
            .filter_map(|path| Bundle::peek(path, &self.pack.catalogue).ok())
            .filter(|subject| subject.unit.id == unit)
            .map(|subject| (subject.bundle_sha256, subject.round.id))
            .collect())
    }

    /// The rubric of an id that a bundle names: the pack's, else the file of the workspace at hand that has this id.
    fn rubric_of(&self, id: &str) -> Result<Rubric, Problem> {
        if let Some(choice) = &self.rubric {
            return self.shelf.rubric(choice);
        }
        let by_id = Choice::Id(id.to_owned());
        if self.shelf.has(id) || !self.root.join(ROUND_FILE).is_file() {
            return self.shelf.rubric(&by_id);
        }
        let of_round = self.round_rubric()?;
        if of_round.id == id {
            Ok(of_round)
        } else {
            self.shelf.rubric(&by_id)
        }
    }

    fn bundle(&self, path: &Path) -> Result<Tables, Problem> {
        let bundle = Bundle::open(path, &self.pack.catalogue, Trust::Verify)?;
        let subject = bundle.subject()?;
        let meta = |name: &str| bundle.meta().get(name).cloned().unwrap_or_default();
        let (planned, illustrative) = (meta("rubric.sha256"), meta("illustrative") == "1");
        let sandbox = Sandbox::around(bundle.into_connection(), &self.pack.calendar)
            .map_err(|error| failure(&path.display().to_string(), &error))?;
        Ok(Tables {
            subject,
            illustrative,
            planned,
            sandbox,
        })
    }
}

/// The scorecards of the others beside the one at a place, where the rubric measures by the best of them.
pub(super) fn context(rubric: &Rubric, cards: &[Scorecard], own: usize) -> Vec<Scorecard> {
    let others = cards.iter().enumerate().filter(|(n, _)| *n != own);
    if compares(rubric) {
        others.map(|(_, card)| card.clone()).collect()
    } else {
        Vec::new()
    }
}

/// Whether a rubric measures by the best of the units.
fn compares(rubric: &Rubric) -> bool {
    let by_peers =
        |criterion: &Criterion| matches!(criterion.formula, Formula::PeerNormalised { .. });
    rubric.criteria.iter().any(by_peers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_a_separator_or_the_ending_is_a_path() {
        for path in ["a.sansang", "A.SANSANG", "runs/x", "./hai-ha"] {
            assert_eq!(
                Named::of(path),
                Named::Bundle(PathBuf::from(path)),
                "{path}"
            );
        }
        assert_eq!(Named::of("hai-ha"), Named::Unit("hai-ha".to_owned()));
    }
}
