//! Runs: `runs/ROUND/ID/STARTED.sansang`, one sealed bundle each, the newest by its name.

use std::path::{Path, PathBuf};

use super::{Workspace, place, unreadable};
use crate::exact::Day;
use crate::unit::is_id;
use crate::words::Problem;

/// The name of a run that started at an instant in UTC: `2020-12-31T08:00:00Z` → `20201231T080000Z`.
///
/// Nothing where it is no such instant.
pub fn stamp(instant: &str) -> Option<String> {
    let (day, time) = instant.strip_suffix('Z')?.split_once('T')?;
    let parts: Vec<&str> = time.split(':').collect();
    let two = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    let formed = Day::parse(day).is_some() && parts.len() == 3 && parts.iter().all(two);
    formed.then(|| format!("{}T{}Z", day.replace('-', ""), parts.concat()))
}

/// The instant of the name of a run: the other direction of [`stamp`].
pub(super) fn instant(stamp: &str) -> Option<String> {
    let (day, time) = stamp.strip_suffix('Z')?.split_once('T')?;
    let [year, month, day] = [day.get(..4)?, day.get(4..6)?, day.get(6..)?];
    let [hour, minute, second] = [time.get(..2)?, time.get(2..4)?, time.get(4..)?];
    let instant = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    self::stamp(&instant).map(|_| instant)
}

impl Workspace {
    /// The folder of a unit's runs in this round.
    ///
    /// Errors: an id that is none.
    pub fn runs(&self, unit: &str) -> Result<PathBuf, Problem> {
        self.checked(unit)?;
        Ok(self.root.join("runs").join(&self.round.id).join(unit))
    }

    /// The file of a run that started at an instant in UTC, `2020-12-31T08:00:00Z`.
    ///
    /// Errors: an id or an instant that is none.
    pub fn run_path(&self, unit: &str, started_at: &str) -> Result<PathBuf, Problem> {
        let Some(stamp) = stamp(started_at) else {
            return Err(Problem::new("workspace.instant").with("name", started_at));
        };
        Ok(self.runs(unit)?.join(format!("{stamp}.sansang")))
    }

    /// All sealed bundles of a unit in this round, the oldest first; parts of unfinished runs are none.
    ///
    /// Errors: an id that is none, a folder that cannot be read.
    pub fn bundles(&self, unit: &str) -> Result<Vec<PathBuf>, Problem> {
        let mut found = inside(&self.runs(unit)?)?;
        found.retain(|path| is_run(path));
        Ok(found)
    }

    /// All sealed bundles of a unit in all rounds.
    ///
    /// Errors: an id that is none, a folder that cannot be read.
    pub fn bundles_of_all_rounds(&self, unit: &str) -> Result<Vec<PathBuf>, Problem> {
        self.checked(unit)?;
        let mut found = Vec::new();
        for round in inside(&self.root.join("runs"))? {
            let folder = round.join(unit);
            if folder.is_dir() {
                found.extend(inside(&folder)?);
            }
        }
        found.retain(|path| is_run(path));
        Ok(found)
    }

    /// The parts of a unit's runs in this round that were not sealed, the oldest first: the instant at which each run
    /// began, and its file.
    ///
    /// A part beside its sealed bundle is a leftover of sealing, and is none.
    ///
    /// Errors: an id that is none, a folder that cannot be read.
    pub fn parts(&self, unit: &str) -> Result<Vec<(String, PathBuf)>, Problem> {
        let found = inside(&self.runs(unit)?)?.into_iter();
        let parts = found.filter_map(|part| {
            let sealed = part.with_extension("");
            let begun = part.extension().is_some_and(|ending| ending == "part");
            let open = begun && is_run(&sealed) && sealed.symlink_metadata().is_err();
            let instant = instant(sealed.file_stem()?.to_str()?);
            open.then_some((instant?, part))
        });
        Ok(parts.collect())
    }

    /// The newest sealed bundle of a unit in this round.
    ///
    /// Errors: there is none yet.
    pub fn newest_bundle(&self, unit: &str) -> Result<PathBuf, Problem> {
        let newest = self.bundles(unit)?.pop();
        newest.ok_or_else(|| match self.runs(unit) {
            Ok(folder) => Problem::new("workspace.no_run")
                .with("unit", unit)
                .at(place(&folder)),
            Err(problem) => problem,
        })
    }

    /// An id that may become part of a path.
    pub(super) fn checked(&self, unit: &str) -> Result<(), Problem> {
        if is_id(unit) {
            Ok(())
        } else {
            self.profile(unit).map(drop)
        }
    }
}

/// What is in a folder, by name: names of runs are instants, so their order is that of time. Nothing where there is none.
fn inside(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(folder, error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        found.push(entry.map_err(|error| unreadable(folder, error))?.path());
    }
    found.sort();
    Ok(found)
}

/// Whether a file is named as a run is.
fn is_run(path: &Path) -> bool {
    let sealed = path
        .extension()
        .is_some_and(|extension| extension == "sansang");
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let name = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    let parts = name.strip_suffix('Z').and_then(|name| name.split_once('T'));
    sealed
        && parts.is_some_and(|(day, time)| {
            day.len() == 8 && time.len() == 6 && digits(day) && digits(time)
        })
}
