//! The demo on disk: a new folder, or one that is a demo already; never into anything else.

use std::path::Path;

use super::{README, files};
use crate::words::{Place, Problem};
use crate::workspace::{ROUND_FILE, found};

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
    let stands = |name: &&str| folder.join(name).is_file();
    if [README, ROUND_FILE].iter().all(stands) {
        return Ok(Written::Before);
    }
    let holds_something = folder
        .read_dir()
        .is_ok_and(|mut entries| entries.next().is_some());
    if holds_something {
        let place = Place::file(folder.display().to_string());
        let problem = Problem::new("demo.not_empty").with("marker", README);
        return Err(problem.at(place));
    }
    // The file that tells a demo comes last, so that half a demo is none.
    let mut files = files()?;
    let readme = files.remove_entry(README);
    found(folder, &["decisions"], files.into_iter().chain(readme))?;
    Ok(Written::New)
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
