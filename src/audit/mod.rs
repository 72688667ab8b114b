//! The audit of one unit: collect everything, then write it into one sealed bundle, or nothing at all.
//!
//! The only part that brings the world in. It never scores, and it has no clock of its own: the caller says when the run
//! started. Start at [`run`].

mod event;
mod notice;
mod only;
mod plan;
mod time;

pub use event::Event;
pub use notice::{HostNotice, Notice, user_agent};
pub use only::Only;
pub use plan::{Per, Plan, Planned};

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::bundle::{Draft, RubricName, meta};
use crate::check::Pack;
use crate::collect::{self, Collected, Request, Unread};
use crate::kind::ParamValue;
use crate::rubric::Rubric;
use crate::score::UnitRef;
use crate::unit::Profile;
use crate::words::{Place, Problem, refused, written};
use crate::workspace::Workspace;

/// How a run ends that is being written.
const PART: &str = "sansang.part";

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
    pub read: Vec<collect::Progress>,
    /// Cells and rows that could not be read, with their file.
    pub unread: Vec<(String, Unread)>,
    /// Tables that nothing was given for, by name.
    pub not_given: Vec<String>,
    /// Whether made-up data are among what was read.
    pub illustrative: bool,
}

/// Audits a unit of a workspace. `started_at` is an instant in UTC, `2020-12-31T08:00:00Z`, and names the run; where there
/// is a run of that second already, the next free second is taken and recorded.
///
/// Errors: a claim for a criterion that the rubric does not have, a parameter that no check has, everything that
/// [`collect::collect`] refuses, a disk that fails. Then nothing is left of the run.
pub fn run(
    workspace: &Workspace,
    unit: &str,
    pack: &Pack,
    rubric: &Rubric,
    started_at: &str,
    events: &mut dyn FnMut(Event),
) -> Result<AuditOutcome, Problem> {
    let profile = workspace.profile(unit)?;
    let (started_at, path) = free(workspace, unit, started_at)?;
    claims(profile, rubric)?;
    params(workspace, profile, pack)?;
    let (file, bytes) = workspace.profile_file(unit)?;
    let observed_at = time::civil(&started_at, &workspace.round.timezone);
    let request = Request {
        root: &workspace.root,
        profile,
        profile_file: (&file, bytes),
        round: &workspace.round,
        catalogue: &pack.catalogue,
        observed_at: &observed_at,
    };
    events(Event::Started {
        unit: unit.to_owned(),
    });
    let mut read = Vec::new();
    let collected = collect::collect(request, &mut |progress| {
        events(Event::Read(progress.clone()));
        read.push(progress);
    })?;
    let illustrative = collected.observations.iter().any(|seen| seen.illustrative);
    let digest = seal(workspace, profile, pack, rubric, &collected, &path)?;
    events(Event::Sealed {
        bundle: path.clone(),
        digest: digest.clone(),
    });
    Ok(AuditOutcome {
        unit: unit.to_owned(),
        bundle: path,
        digest,
        read,
        not_given: not_given(&collected),
        unread: with_files(collected),
        illustrative,
    })
}

/// The first second from an instant on that no run of the unit has, and the run's file.
fn free(workspace: &Workspace, unit: &str, started_at: &str) -> Result<(String, PathBuf), Problem> {
    let mut at = started_at.to_owned();
    loop {
        let path = workspace.run_path(unit, &at)?;
        let taken = |path: &Path| path.symlink_metadata().is_ok();
        if !taken(&path) && !taken(&path.with_extension(PART)) {
            return Ok((at, path));
        }
        match time::after(&at) {
            Some(next) => at = next,
            None => return Err(Problem::new("audit.run_exists").at(place(&path))),
        }
    }
}

/// Writes and seals the bundle; whatever goes wrong takes away what was begun.
fn seal(
    workspace: &Workspace,
    profile: &Profile,
    pack: &Pack,
    rubric: &Rubric,
    collected: &Collected,
    path: &Path,
) -> Result<String, Problem> {
    let unit = UnitRef {
        id: profile.id.clone(),
        name: profile.name.clone(),
        kind: profile.kind.clone(),
    };
    let name = RubricName {
        id: rubric.id.clone(),
        edition: rubric.edition.clone(),
        sha256: rubric.sha256.clone(),
    };
    let params = workspace.params_of(&profile.id)?;
    let illustrative = collected.observations.iter().any(|seen| seen.illustrative);
    let rows = meta(&unit, &workspace.round, &name, &params, illustrative);
    let part = path.with_extension(PART);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, error))?;
    }
    let draft = Draft::create(&part, &pack.catalogue, &rows)?;
    let done = collect::fill(draft.connection(), &pack.catalogue, &profile.id, collected)
        .map_err(|error| {
            Problem::new("audit.write")
                .with("detail", &error)
                .at(place(&part))
                .caused_by(error)
        })
        .and_then(|()| draft.seal(path));
    if done.is_err() {
        for left in [PART, "sansang.part-wal", "sansang.part-shm"] {
            drop(std::fs::remove_file(path.with_extension(left)));
        }
    }
    done
}

/// A claim for a criterion that is not there would be lost without a word.
fn claims(profile: &Profile, rubric: &Rubric) -> Result<(), Problem> {
    let known: Vec<String> = rubric.criteria.iter().map(|c| c.code.clone()).collect();
    let unknown = profile
        .declared
        .iter()
        .filter(|claim| !known.contains(&claim.code));
    let problems = unknown.map(|claim| {
        written::unknown("audit.unknown_criterion", &claim.code, &known)
            .with("rubric", &rubric.id)
            .at(profile.place(&format!("declared.{}", claim.code)))
    });
    Problem::all(problems.collect()).map_or(Ok(()), Err)
}

/// A parameter that no check has, or that is no number where a check takes one, would be lost or stop the score.
fn params(workspace: &Workspace, profile: &Profile, pack: &Pack) -> Result<(), Problem> {
    let all = || pack.checks.values().flat_map(|check| &check.params);
    let known: BTreeSet<String> = all().map(|(name, _)| name.clone()).collect();
    let known: Vec<String> = known.into_iter().collect();
    let of_round = workspace
        .params
        .iter()
        .map(|set| (set, workspace.place(&format!("params.{}", set.0))));
    let of_unit = profile.params.iter();
    let of_unit = of_unit.map(|set| (set, profile.place(&format!("params.{}", set.0))));
    let mut problems = Vec::new();
    for ((name, value), place) in of_round.chain(of_unit) {
        if !known.contains(name) {
            problems.push(written::unknown("audit.unknown_param", name, &known).at(place));
            continue;
        }
        let number = all()
            .any(|(known, param)| known == name && matches!(param.default, ParamValue::Int(_)));
        if number && value.parse::<i64>().is_err() {
            let problem = Problem::new("audit.param_number").with("name", name);
            problems.push(problem.with("value", value).at(place));
        }
    }
    Problem::all(problems).map_or(Ok(()), Err)
}

/// Tables whose coverage is none for every body.
fn not_given(collected: &Collected) -> Vec<String> {
    let none = |row: &&collect::CoverageRow| row.state == crate::indicator::State::None;
    let given: BTreeSet<&str> = (collected.coverage.iter())
        .filter(|row| !none(row))
        .map(|row| row.table.as_str())
        .collect();
    let tables: BTreeSet<&str> = collected
        .coverage
        .iter()
        .map(|row| row.table.as_str())
        .collect();
    tables
        .difference(&given)
        .map(|&table| table.to_owned())
        .collect()
}

/// What could not be read, with the file that each observation names.
fn with_files(collected: Collected) -> Vec<(String, Unread)> {
    let files: Vec<String> = collected
        .observations
        .into_iter()
        .map(|seen| seen.file)
        .collect();
    let file = |obs: usize| obs.checked_sub(1).and_then(|at| files.get(at)).cloned();
    let unread = collected.unread.into_iter();
    unread
        .map(|(obs, unread)| (file(obs).unwrap_or_default(), unread))
        .collect()
}

fn unwritable(path: &Path, error: std::io::Error) -> Problem {
    Problem::new("workspace.unwritable")
        .with("detail", refused(&error))
        .at(place(path))
        .caused_by(error)
}

fn place(path: &Path) -> Place {
    Place::file(path.display().to_string())
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
