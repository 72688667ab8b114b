//! A new folder with its first files: all of it, or nothing is left of what was begun.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{place, unreadable, unwritable};
use crate::words::Problem;

/// Writes files, in their order, into a folder that is not there or is empty, and folders that begin empty. Returns the
/// files' paths.
///
/// Errors: the folder holds something, or is no folder; it cannot be written. Then nothing is left of what was begun.
pub fn found(
    root: &Path,
    folders: &[&str],
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
) -> Result<Vec<PathBuf>, Problem> {
    match fs::read_dir(root) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(Problem::new("workspace.not_empty").at(place(root)));
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(Problem::new("workspace.no_folder").at(place(root)));
        }
        Err(error) => return Err(unreadable(root, error)),
    }
    let mut begun = Begun::default();
    let done = begun.all(root, folders, files);
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
    fn all(
        &mut self,
        root: &Path,
        folders: &[&str],
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Result<(), Problem> {
        self.folder(root)?;
        for folder in folders {
            self.folder(&root.join(folder))?;
        }
        for (name, bytes) in files {
            let path = root.join(name);
            if let Some(parent) = path.parent() {
                self.folder(parent)?;
            }
            self.files.push(path.clone());
            fs::write(&path, bytes).map_err(|error| unwritable(&path, error))?;
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
