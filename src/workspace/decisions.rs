//! The evaluator's decisions on a unit, `decisions/ID.jsonl`: read and verified, and only ever added to.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Workspace, name_of, place, read, unwritable};
use crate::score::{Decision, Decisions};
use crate::words::Problem;

/// `prev` of a log's first line.
const NO_LINE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Workspace {
    /// The log of a unit's decisions.
    ///
    /// Errors: an id that is none.
    pub fn decisions_file(&self, unit: &str) -> Result<PathBuf, Problem> {
        self.checked(unit)?;
        Ok(self.root.join("decisions").join(format!("{unit}.jsonl")))
    }

    /// The decisions on a unit; none where there is no log.
    ///
    /// Errors (untrusted): a log whose chain does not hold, or that is no text.
    pub fn decisions(&self, unit: &str) -> Result<Decisions, Problem> {
        let path = self.decisions_file(unit)?;
        let bytes = read(&self.root, &path)?.unwrap_or_default();
        match String::from_utf8(bytes) {
            Ok(text) => Decisions::parse(&name_of(&path), &text),
            Err(error) => Err(Problem::untrusted("workspace.log_not_utf8")
                .at(place(&path))
                .caused_by(error)),
        }
    }

    /// Adds a decision at the end of a unit's log, on disk when it returns.
    ///
    /// Errors: another process is deciding; the log is no longer the one that the decision follows; it must not be
    /// trusted; the disk fails. Then the log is as it was.
    pub fn append_decision(&self, unit: &str, decision: &Decision) -> Result<(), Problem> {
        let path = self.decisions_file(unit)?;
        let folder = self.root.join("decisions");
        std::fs::create_dir_all(&folder).map_err(|error| unwritable(&folder, error))?;
        // Held until it is dropped, at the end of this call whatever comes of it.
        let _lock = lock(&folder.join(format!("{unit}.lock")))?;
        let known = self.decisions(unit)?;
        let seq = known
            .list
            .last()
            .map_or(1, |last| last.seq.saturating_add(1));
        let prev = known.head.as_deref().unwrap_or(NO_LINE);
        if decision.seq != seq || decision.prev != prev {
            return Err(Problem::new("workspace.log_moved")
                .with("unit", unit)
                .at(place(&path)));
        }
        let failed = |error| unwritable(&path, error);
        let mut log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(failed)?;
        let before = log.metadata().map_err(failed)?.len();
        let line = format!("{}\n", decision.line());
        let written = log.write_all(line.as_bytes()).and_then(|()| log.sync_all());
        written.map_err(|error| {
            // Half a line would break the chain for good.
            drop(log.set_len(before));
            unwritable(&path, error)
        })
    }
}

/// Takes the lock of a log, which no other process holds then.
fn lock(path: &Path) -> Result<File, Problem> {
    let failed = |error| unwritable(path, error);
    let mut options = OpenOptions::new();
    let file = options.create(true).truncate(false).write(true).open(path);
    let file = file.map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Problem::new("workspace.locked").at(place(path))),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}
