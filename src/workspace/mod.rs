//! A workspace on disk: `sansang.toml`, `units/`, `exports/`, `evidence/`, `decisions/`, `runs/`, `reports/`.
//!
//! The officer's own files are read and never changed; a run never replaces another; a decision is only ever added. Start
//! at [`Workspace::open`], or at [`init()`] where there is none yet.

mod decisions;
mod founding;
mod init;
mod lock;
mod runs;
mod selectors;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

pub use founding::found;
pub use init::init;
pub use lock::{Holder, RunLock};
pub use runs::stamp;

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::unit::{CollectSettings, Profile, Round, RoundFile};
use crate::words::written::{self, Places};
use crate::words::{Place, Problem, refused};

/// The file that makes a folder a workspace.
pub const ROUND_FILE: &str = "sansang.toml";

/// A workspace as its files say it.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Its folder.
    pub root: PathBuf,
    /// The assessment.
    pub round: Round,
    /// Ids of the units that are expected, in the order of `sansang.toml`; those of `units/` where it does not say.
    pub expected: Vec<String>,
    /// Profiles by unit id.
    pub units: BTreeMap<String, Profile>,
    /// Parameters of checks that the round sets.
    pub params: BTreeMap<String, String>,
    /// How live systems are asked.
    pub collect: CollectSettings,
    /// Where everything stands in `sansang.toml`.
    places: Places,
    /// The profiles' bytes, as they were read.
    files: BTreeMap<String, Vec<u8>>,
}

impl Workspace {
    /// Reads the workspace of a folder.
    ///
    /// Errors: there is no `sansang.toml`; a file of it or of `units/` that does not say what it should, all of them in
    /// one go.
    pub fn open(root: &Path) -> Result<Self, Problem> {
        let path = root.join(ROUND_FILE);
        let bytes = read(root, &path)?.ok_or_else(|| {
            Problem::new("workspace.none")
                .with("folder", root.display())
                .at(place(&path))
        })?;
        let mut problems = Vec::new();
        let round = written::text(&name_of(&path), &bytes)
            .and_then(|text| RoundFile::parse(&name_of(&path), &text))
            .map_err(|problem| problems.push(problem))
            .ok();
        let mut units = BTreeMap::new();
        let mut files = BTreeMap::new();
        for (id, path) in profiles(root)? {
            let bytes = read(root, &path).map(Option::unwrap_or_default);
            let bytes = match bytes {
                Ok(bytes) => bytes,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            let profile = written::text(&name_of(&path), &bytes).and_then(|text| {
                let profile = Profile::parse(&name_of(&path), &text, &id)?;
                selectors::look_over(&profile, &name_of(&path), &text).map(|()| profile)
            });
            match profile {
                Ok(profile) => {
                    files.insert(id.clone(), bytes);
                    units.insert(id, profile);
                }
                Err(problem) => problems.push(problem),
            }
        }
        match (round, Problem::all(problems)) {
            (Some(file), None) => Ok(Self {
                root: root.to_owned(),
                round: file.round,
                expected: if file.units.is_empty() {
                    units.keys().cloned().collect()
                } else {
                    file.units
                },
                units,
                params: file.params,
                collect: file.collect,
                places: file.places,
                files,
            }),
            (_, Some(problem)) => Err(problem),
            (None, None) => Err(Problem::new("workspace.none").at(place(&path))),
        }
    }

    /// Where a value stands in `sansang.toml`, by the dotted path of its keys (`params.answer_days`, `units.3`); of a
    /// value that is not there, the nearest parent's place.
    pub fn place(&self, path: &str) -> Place {
        self.places.place(path)
    }

    /// The profile of a unit.
    ///
    /// Errors: there is none; the nearest id is offered, and the line where the round expects the unit is named.
    pub fn profile(&self, unit: &str) -> Result<&Profile, Problem> {
        self.units.get(unit).ok_or_else(|| {
            let known: Vec<String> = self.units.keys().cloned().collect();
            let problem = written::unknown("workspace.unknown_unit", unit, &known)
                .with("folder", self.root.join("units").display());
            match self
                .round
                .units
                .iter()
                .position(|expected| expected == unit)
            {
                Some(n) => problem.at(self.place(&format!("units.{n}"))),
                None => problem,
            }
        })
    }

    /// A profile's file below the workspace, and its bytes as they were read.
    ///
    /// Errors: those of [`Self::profile`].
    pub fn profile_file(&self, unit: &str) -> Result<(String, &[u8]), Problem> {
        self.profile(unit)?;
        let bytes = self.files.get(unit).map_or(&[][..], Vec::as_slice);
        Ok((format!("units/{unit}.toml"), bytes))
    }

    /// The parameters of checks that hold for a unit: its own, else the round's.
    ///
    /// Errors: those of [`Self::profile`].
    pub fn params_of(&self, unit: &str) -> Result<BTreeMap<String, String>, Problem> {
        let mut params = self.params.clone();
        params.extend(self.profile(unit)?.params.clone());
        Ok(params)
    }

    /// The bytes of a file below the workspace; nothing where it is not there.
    ///
    /// Errors: it is no regular file, or a link leads out of the workspace; it cannot be read.
    pub fn bytes_of(&self, below: &str) -> Result<Option<Vec<u8>>, Problem> {
        read(&self.root, &self.root.join(below))
    }

    /// The file of the round's rubric, where the round names a path and not an id of the pack.
    pub fn rubric_file(&self) -> Option<PathBuf> {
        let named = &self.round.rubric;
        let path = Path::new(named);
        let is_file = named.contains(['/', '\\']) || path.extension().is_some_and(|e| e == "toml");
        is_file.then(|| self.root.join(path))
    }
}

/// Ids and files of `units/`, by id; a workspace without the folder has none.
fn profiles(root: &Path) -> Result<BTreeMap<String, PathBuf>, Problem> {
    let folder = root.join("units");
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(unreadable(&folder, error)),
    };
    let mut found = BTreeMap::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(&folder, error))?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
            && let Some(stem) = path.file_stem().and_then(|stem| stem.to_str())
        {
            found.insert(stem.to_owned(), path);
        }
    }
    Ok(found)
}

/// The bytes of a file of the workspace; nothing where it is not there.
///
/// Errors: it is no regular file, or a link leads out of the workspace; it cannot be read.
fn read(root: &Path, path: &Path) -> Result<Option<Vec<u8>>, Problem> {
    // The current folder may be written as nothing.
    let root = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    let found = path
        .canonicalize()
        .and_then(|at| Ok((at, root.canonicalize()?)));
    let (at, root) = match found {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(path, error)),
    };
    if !at.starts_with(root) {
        return Err(Problem::new("workspace.outside").at(place(path)));
    }
    if !at.is_file() {
        return Err(Problem::new("workspace.not_regular").at(place(path)));
    }
    let bytes = std::fs::read(&at).map_err(|error| unreadable(path, error))?;
    Ok(Some(bytes))
}

fn unreadable(path: &Path, error: std::io::Error) -> Problem {
    Problem::new("workspace.unreadable")
        .with("detail", refused(&error))
        .at(place(path))
        .caused_by(error)
}

fn unwritable(path: &Path, error: std::io::Error) -> Problem {
    Problem::new("workspace.unwritable")
        .with("detail", refused(&error))
        .at(place(path))
        .caused_by(error)
}

/// How messages name a file: without a leading `./`.
fn name_of(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

fn place(path: &Path) -> Place {
    Place::file(name_of(path))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
