//! One audit of a workspace's round at a time: `runs/ROUND/.lock` is held by the system for as long as the audit lives.
//!
//! What is written in the file only tells who holds it, and which units a run that was cut off had: a text without the
//! system's lock is no lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{Workspace, place, unwritable};
use crate::words::{Problem, plain};

#[cfg(unix)]
use super::unix::host_name;
#[cfg(windows)]
use super::windows::host_name;

/// Most bytes of the file that are read.
const LONGEST: u64 = 1 << 20;

/// Who audits, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The process.
    pub pid: u32,
    /// The machine, `''` = it does not say.
    pub host: String,
    /// The command as it was typed.
    pub command: String,
    /// When it began, an instant in UTC.
    pub started_at: String,
    /// The units, in their order.
    pub units: Vec<String>,
}

impl Holder {
    /// This process.
    pub fn this(command: &str, started_at: &str, units: &[String]) -> Self {
        Self {
            pid: std::process::id(),
            host: host_name(),
            command: command.to_owned(),
            started_at: started_at.to_owned(),
            units: units.to_vec(),
        }
    }
}

/// The lock of a workspace and round, held until it is dropped.
#[derive(Debug)]
pub struct RunLock {
    file: File,
    path: PathBuf,
    /// What a run that was cut off left.
    cut_off: Option<Holder>,
}

impl RunLock {
    /// Takes the lock of a workspace's round and tells who holds it.
    ///
    /// Errors: another audit holds it, and who; the folder cannot be written.
    pub fn take(workspace: &Workspace, holder: &Holder) -> Result<Self, Problem> {
        let folder = workspace.root.join("runs").join(&workspace.round.id);
        std::fs::create_dir_all(&folder).map_err(|error| unwritable(&folder, error))?;
        let path = folder.join(".lock");
        let failed = |error| unwritable(&path, error);
        let mut options = OpenOptions::new();
        let file = options.create(true).truncate(false).read(true).write(true);
        let mut file = file.open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let problem = match read(&mut file) {
                    Some(other) => Problem::new("workspace.audited")
                        .with("pid", other.pid)
                        .with("host", plain(&other.host))
                        .with("command", plain(&other.command))
                        .with("since", plain(&other.started_at)),
                    None => Problem::new("workspace.audited_by_another"),
                };
                return Err(problem.at(place(&path)));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let cut_off = read(&mut file);
        let lock = Self {
            file,
            path,
            cut_off,
        };
        let text = serde_json::to_string(holder).unwrap_or_default();
        lock.write(&format!("{text}\n"))?;
        Ok(lock)
    }

    /// Who held it last and did not come to an end.
    pub fn cut_off(&self) -> Option<&Holder> {
        self.cut_off.as_ref()
    }

    /// Tells that the run came to its end: nothing is left to resume.
    ///
    /// Errors: the file cannot be written.
    pub fn ended(self) -> Result<(), Problem> {
        self.write("")
    }

    fn write(&self, text: &str) -> Result<(), Problem> {
        let mut file = &self.file;
        let written = (file.set_len(0))
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(text.as_bytes()));
        written.map_err(|error| unwritable(&self.path, error))
    }
}

/// What stands in the file; nothing where it is nobody's.
fn read(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(LONGEST).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
#[path = "lock_tests.rs"]
mod tests;
