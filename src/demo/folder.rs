//! The demo on disk: a new folder, or one that is a demo already; never into anything else.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{README, files};
use crate::words::{Place, Problem};

/// What became of the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is new.
    New,
    /// It was a demo before, and nothing in it was changed.
    Before,
}

/// Writes the workspace to a folder that is not there or is empty; leaves a demo that is there as it is.
///
/// Errors: the folder holds anything else, or is no folder; it cannot be written. Then nothing is left of what was begun.
pub fn write(folder: &Path) -> Result<Written, Problem> {
    let place = || Place::file(folder.display().to_string());
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            let demo = [README, "sansang.toml"]
                .iter()
                .all(|name| folder.join(name).is_file());
            if demo {
                return Ok(Written::Before);
            }
            if entries.next().is_some() {
                return Err(Problem::new("demo.not_empty")
                    .with("marker", README)
                    .at(place()));
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(Problem::new("demo.no_folder").at(place()));
        }
        Err(error) => return Err(failure(folder, error)),
    }
    let mut begun = Begun::default();
    let done = begun.all(folder);
    if done.is_err() {
        begun.undo();
    }
    done.map(|()| Written::New)
}

/// What was made so far, in the order in which it was made.
#[derive(Debug, Default)]
struct Begun {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Begun {
    /// Everything; the file that tells a demo comes last, so that half a demo is none.
    fn all(&mut self, folder: &Path) -> Result<(), Problem> {
        let mut files = files()?;
        let readme = files.remove(README);
        self.folder(&folder.join("decisions"))?;
        for (path, bytes) in &files {
            self.file(&folder.join(path), bytes)?;
        }
        self.file(&folder.join(README), &readme.unwrap_or_default())
    }

    fn folder(&mut self, path: &Path) -> Result<(), Problem> {
        let missing: Vec<&Path> = path
            .ancestors()
            .take_while(|at| !at.as_os_str().is_empty() && !at.exists())
            .collect();
        for at in missing.into_iter().rev() {
            fs::create_dir(at).map_err(|error| failure(at, error))?;
            self.folders.push(at.to_owned());
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Problem> {
        if let Some(parent) = path.parent() {
            self.folder(parent)?;
        }
        self.files.push(path.to_owned());
        fs::write(path, bytes).map_err(|error| failure(path, error))
    }

    /// Takes away what was made; what cannot be taken away stays, and the first problem is the one that is told.
    fn undo(self) {
        self.files
            .into_iter()
            .for_each(|path| drop(fs::remove_file(path)));
        self.folders
            .into_iter()
            .rev()
            .for_each(|path| drop(fs::remove_dir(path)));
    }
}

fn failure(path: &Path, error: io::Error) -> Problem {
    Problem::new("demo.unwritable")
        .with("detail", &error)
        .at(Place::file(path.display().to_string()))
        .caused_by(error)
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
