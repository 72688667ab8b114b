//! A new workspace: commented in Vietnamese, with one unit that is not real and a list of staff that is made up.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{place, unreadable, unwritable};
use crate::words::Problem;

/// Files of a new workspace; `{year}` is the round's.
const FILES: &[(&str, &str)] = &[
    ("sansang.toml", include_str!("text/sansang.toml")),
    (
        "units/don-vi-mau.toml",
        include_str!("text/don-vi-mau.toml"),
    ),
    (
        "exports/danh-sach-can-bo.csv",
        include_str!("text/danh-sach-can-bo.csv"),
    ),
];
/// Folders that begin empty.
const FOLDERS: &[&str] = &["evidence", "decisions"];

/// Writes a new workspace for the round of a year into a folder that is not there or is empty. Returns what was written.
///
/// Errors: the folder holds something, or is no folder; it cannot be written. Then nothing is left of what was begun.
pub fn init(folder: &Path, year: i16) -> Result<Vec<PathBuf>, Problem> {
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(Problem::new("workspace.not_empty").at(place(folder)));
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(Problem::new("workspace.no_folder").at(place(folder)));
        }
        Err(error) => return Err(unreadable(folder, error)),
    }
    let mut begun = Begun::default();
    let done = begun.all(folder, year);
    if done.is_err() {
        begun.undo();
    }
    done.map(|()| begun.files)
}

/// What was made so far, in the order in which it was made.
#[derive(Debug, Default)]
struct Begun {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Begun {
    fn all(&mut self, root: &Path, year: i16) -> Result<(), Problem> {
        self.folder(root)?;
        for folder in FOLDERS {
            self.folder(&root.join(folder))?;
        }
        for (name, text) in FILES {
            let path = root.join(name);
            if let Some(parent) = path.parent() {
                self.folder(parent)?;
            }
            self.files.push(path.clone());
            let text = text.replace("{year}", &year.to_string());
            fs::write(&path, text).map_err(|error| unwritable(&path, error))?;
        }
        Ok(())
    }

    fn folder(&mut self, path: &Path) -> Result<(), Problem> {
        let above = |at: &&Path| !at.as_os_str().is_empty() && !at.exists();
        let missing: Vec<&Path> = path.ancestors().take_while(above).collect();
        for at in missing.into_iter().rev() {
            fs::create_dir(at).map_err(|error| unwritable(at, error))?;
            self.folders.push(at.to_owned());
        }
        Ok(())
    }

    /// Takes away what was made; what cannot be taken away stays, and the first problem is the one that is told.
    fn undo(&self) {
        for path in &self.files {
            drop(fs::remove_file(path));
        }
        for path in self.folders.iter().rev() {
            drop(fs::remove_dir(path));
        }
    }
}
