//! The audit of units: their files are read, their portals are asked, and everything goes into one sealed bundle a unit.
//!
//! The only part that brings the world in. It never scores, and it has no clock of its own: the caller gives one. What is
//! asked is stored before it is used, so that a run that is cut off at any moment can be gone on with. Start at [`run`].

mod answer;
mod asking;
mod begin;
#[cfg(test)]
mod canned;
mod carry;
mod checked;
mod crawl;
mod drive;
mod event;
mod harvest;
mod hearing;
mod hours;
mod intent;
mod notice;
mod one;
mod only;
mod origin;
mod plan;
mod roots;
mod source;
mod stop;
mod time;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;
mod writer;

pub use begin::Carried;
pub use event::Event;
pub use notice::{HostNotice, Notice};
pub use only::Only;
pub use plan::{Per, Plan, Planned};
pub use stop::Why;

use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bundle::Blank;
use crate::check::Pack;
use crate::collect::Progress;
use crate::rubric::Rubric;
use crate::words::{Place, Problem};
use crate::workspace::{Holder, RunLock, Workspace};

/// The clock of the caller: this second in UTC, `2020-12-31T08:00:00Z`.
pub type Clock = Arc<dyn Fn() -> String + Send + Sync>;

/// Who hears of what happens, on any thread.
type Telling = dyn Fn(Event) + Send + Sync;

/// What is audited, and how.
#[derive(Clone)]
pub struct Job<'a> {
    /// The workspace; its round's as-of day is the bundles'.
    pub workspace: &'a Workspace,
    /// The tables and checks.
    pub pack: &'a Pack,
    /// What is asked.
    pub rubric: &'a Rubric,
    /// The units, in their order.
    pub units: &'a [String],
    /// What is collected again from portals.
    pub only: Only,
    /// Ask no portal.
    pub offline: bool,
    /// Go on with what was cut off.
    pub resume: bool,
    /// The sealed bundle whose answers are gone through once more, instead of the network.
    pub replay: Option<PathBuf>,
    /// Threads for blocking work; nothing = as many as the machine has.
    pub threads: Option<usize>,
    /// The command as it was typed, for whoever finds the round taken.
    pub command: &'a str,
    /// The clock.
    pub clock: Clock,
    /// Whether Ctrl-C and the system's order to end stop the run.
    pub signals: bool,
}

impl<'a> Job<'a> {
    /// Everything of units, with nothing else said: no signal is listened to.
    pub fn of(
        workspace: &'a Workspace,
        (pack, rubric): (&'a Pack, &'a Rubric),
        units: &'a [String],
        clock: Clock,
    ) -> Self {
        Self {
            workspace,
            pack,
            rubric,
            units,
            only: Only::default(),
            offline: false,
            resume: false,
            replay: None,
            threads: None,
            command: "sansang audit",
            clock,
            signals: false,
        }
    }
}

impl fmt::Debug for Job<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("units", &self.units)
            .finish_non_exhaustive()
    }
}

/// What all parts of a run look at.
pub(crate) struct Ground {
    workspace: Workspace,
    pack: Pack,
    rubric: Rubric,
    only: Only,
    offline: bool,
    resume: bool,
    replay: Option<PathBuf>,
    clock: Clock,
    /// What each part begins as.
    blank: Blank,
    /// The run that was cut off before this one.
    cut_off: Option<Holder>,
}

impl Ground {
    fn of(job: &Job<'_>, cut_off: Option<Holder>) -> Result<Self, Problem> {
        Ok(Self {
            workspace: job.workspace.clone(),
            pack: job.pack.clone(),
            rubric: job.rubric.clone(),
            only: job.only.clone(),
            offline: job.offline,
            resume: job.resume,
            replay: job.replay.clone(),
            clock: Arc::clone(&job.clock),
            blank: Blank::of(&job.pack.catalogue)?,
            cut_off,
        })
    }
}

/// A cell or row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadPlace {
    /// The file.
    pub file: String,
    /// Line of the file or row of the sheet, where it is about one.
    pub row: Option<usize>,
    /// The cell of a workbook; `''` = the file has no sheets.
    pub cell: String,
    /// Column of the table; `''` = the whole row or file.
    pub column: String,
    /// Code of a message `[unread]`.
    pub code: String,
    /// What was there, or what else the message needs; never a personal cell.
    pub detail: String,
}

/// What an audit left.
#[derive(Debug, Clone)]
pub struct AuditOutcome {
    /// The unit's id.
    pub unit: String,
    /// The sealed bundle.
    pub bundle: PathBuf,
    /// Its digest, 64 hex digits.
    pub digest: String,
    /// Files that were read, with their tables and rows, in the order of reading.
    pub read: Vec<Progress>,
    /// Cells and rows that could not be read, with their file.
    pub unread: Vec<UnreadPlace>,
    /// Tables that nothing was given for, by name.
    pub not_given: Vec<String>,
    /// Whether made-up data are among what was read.
    pub illustrative: bool,
    /// What was taken over from an earlier bundle.
    pub carried: Option<Carried>,
    /// Whether it was begun by a run that was cut off.
    pub resumed: bool,
}

/// What became of a run.
#[derive(Debug, Default)]
pub struct Audited {
    /// Bundles, in the order of the units.
    pub outcomes: Vec<AuditOutcome>,
    /// What went wrong; a unit that fails keeps none of the others from its bundle.
    pub problems: Vec<Problem>,
    /// Units whose parts are kept, and units that were not begun.
    pub left: Vec<String>,
    /// Why the run was stopped before its end.
    pub stopped: Option<Why>,
}

/// Audits units of a workspace. `hear` is told what happens, on the caller's own thread; where it breaks, the run is
/// stopped.
///
/// Errors: another audit of the round is running; portals would be asked outside of their hours; there is nothing to
/// resume; no name server. What goes wrong with one unit is in the result.
pub fn run(
    job: &Job<'_>,
    hear: &mut dyn FnMut(Event) -> ControlFlow<()>,
) -> Result<Audited, Problem> {
    let started_at = (job.clock)();
    let holder = Holder::this(job.command, &started_at, job.units);
    let lock = RunLock::take(job.workspace, &holder)?;
    let ground = Ground::of(job, lock.cut_off().filter(|_| job.resume).cloned())?;
    let audited = drive::run(ground, job, hear);
    let ended = audited.as_ref().is_ok_and(|done| done.left.is_empty());
    if ended {
        lock.ended()?;
    }
    audited
}

/// What the disk or a database refused.
fn failed(file: &Path, error: rusqlite::Error) -> Problem {
    Problem::new("audit.write")
        .with("detail", &error)
        .at(place(file))
        .caused_by(error)
}

/// A part of ours ended before its time.
fn gone(error: impl std::error::Error + Send + Sync + 'static) -> Problem {
    Problem::new("audit.writer_gone").caused_by(error)
}

fn place(path: &Path) -> Place {
    Place::file(path.display().to_string())
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
