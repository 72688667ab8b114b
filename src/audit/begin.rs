//! How a run of a unit begins: its files are read, and a part is made that holds them; or a part that was left is opened
//! again; or a sealed bundle is gone through once more.
//!
//! Nothing is asked of a portal here. A mistake leaves nothing of the run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::carry;
use super::checked;
use super::intent;
use super::origin::Recorded;
use super::plan::Plan;
use super::roots::{self, Root, Roots};
use super::source::Source;
use super::{Event, Ground, Telling, UnreadPlace, failed, place, time};
use crate::bundle::{Draft, Record, RubricName, meta};
use crate::collect::{self, Collected, Progress, Request};
use crate::score::UnitRef;
use crate::unit::Profile;
use crate::words::{Problem, refused};

/// How a run ends that is being written.
const PART: &str = "sansang.part";

/// A run of a unit with its files read.
#[derive(Debug)]
pub(super) struct Begun {
    /// The part.
    pub draft: Draft,
    /// The part's file.
    pub part: PathBuf,
    /// What the run does.
    pub plan: Plan,
    /// The roots that the certificate of each portal may lead to.
    pub roots: Roots,
    /// The answers that are gone through once more.
    pub replayed: Option<Recorded>,
    /// What its outcome will say.
    pub rest: Rest,
}

/// What an outcome says beside what stands in the bundle.
#[derive(Debug)]
pub(super) struct Rest {
    /// The bundle that the part becomes.
    pub path: PathBuf,
    /// The unit.
    pub unit: String,
    /// Files that were read, in their order.
    pub read: Vec<Progress>,
    /// What could not be read.
    pub unread: Vec<UnreadPlace>,
    /// What was taken over from an earlier bundle.
    pub carried: Option<Carried>,
    /// Whether the part was there.
    pub resumed: bool,
}

/// What was taken over from an earlier bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The bundle's digest.
    pub digest: String,
    /// The tables.
    pub tables: Vec<String>,
}

/// Begins a new run of a unit, or goes on with a part. `told` hears of files.
///
/// Errors: a claim for a criterion that the rubric does not have, a parameter that no check has, everything that
/// [`collect::collect`] refuses, a part that no longer fits, a disk that fails.
pub(super) fn begin(
    ground: &Ground,
    unit: &str,
    part: Option<(String, PathBuf)>,
    told: &Telling,
) -> Result<Begun, Problem> {
    let workspace = &ground.workspace;
    let profile = workspace.profile(unit)?;
    checked::claims(profile, &ground.rubric)?;
    checked::params(workspace, profile, &ground.pack)?;
    let offline = ground.offline;
    let plan = Plan::of(profile, &ground.pack, &ground.rubric, &ground.only, offline)?;
    told(Event::Started {
        unit: unit.to_owned(),
    });
    let mut beginning = Beginning {
        ground,
        profile,
        plan,
        told,
    };
    if let Some((started_at, part)) = part {
        match beginning.reopened(&part)? {
            Some(draft) => return beginning.resumed(draft, part),
            // It was cut off before anything stood in it.
            None => take_away(&part.with_extension("")),
        }
        return beginning.new_run(&started_at);
    }
    beginning.new_run(&(ground.clock)())
}

struct Beginning<'g> {
    ground: &'g Ground,
    profile: &'g Profile,
    plan: Plan,
    told: &'g Telling,
}

impl Beginning<'_> {
    fn meta(&self, illustrative: bool) -> Result<BTreeMap<String, String>, Problem> {
        let Ground {
            workspace, rubric, ..
        } = self.ground;
        let unit = UnitRef {
            id: self.profile.id.clone(),
            name: self.profile.name.clone(),
            kind: self.profile.kind.clone(),
        };
        let name = RubricName {
            id: rubric.id.clone(),
            edition: rubric.edition.clone(),
            sha256: rubric.sha256.clone(),
        };
        let params = workspace.params_of(&unit.id)?;
        Ok(meta(&unit, &workspace.round, &name, &params, illustrative))
    }

    fn new_run(&mut self, started_at: &str) -> Result<Begun, Problem> {
        let ground = self.ground;
        let (started_at, path) = free(ground, &self.profile.id, started_at)?;
        let now = time::civil(&started_at, &ground.workspace.round.timezone);
        let source = Source::of(ground, self.profile, &self.plan)?;
        let mut read = Vec::new();
        let collected = match ground.replay {
            Some(_) => None,
            None => Some(self.collected(&now, &mut read)?),
        };
        let roots = match &source {
            Some(source) if ground.replay.is_some() => {
                roots::stored(&source.tables).map_err(|error| failed(&path, error))?
            }
            // Nothing is judged by them where nothing is asked.
            Some(_) | None if self.plan.live.is_empty() => BTreeMap::new(),
            Some(_) | None => roots::read(&ground.workspace, self.profile)?,
        };
        let anchors = Roots::of(&roots, self.profile)?;
        let illustrative = (collected.iter())
            .flat_map(|collected| &collected.observations)
            .any(|seen| seen.illustrative)
            || (!self.plan.live.is_empty() && self.profile.portals.iter().any(|p| p.illustrative))
            || source
                .as_ref()
                .is_some_and(|source| source.illustrative && ground.replay.is_some());
        let rows = self.meta(illustrative)?;
        let part = path.with_extension(PART);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, error))?;
        }
        let draft = ground.blank.draft(&part, &rows)?;
        let written = self.write(&draft, collected.as_ref(), source.as_ref(), (&roots, &now));
        let carried = match written {
            Ok(carried) => carried,
            Err(error) => {
                drop(draft);
                take_away(&path);
                return Err(failed(&part, error));
            }
        };
        let replayed = match (&ground.replay, source) {
            (Some(_), Some(source)) => Some(self.recorded(source, &now)?),
            (Some(_) | None, _) => None,
        };
        Ok(Begun {
            draft,
            part,
            plan: self.plan.clone(),
            roots: anchors,
            replayed,
            rest: Rest {
                path,
                unit: self.profile.id.clone(),
                read,
                unread: collected.map(with_files).unwrap_or_default(),
                carried,
                resumed: false,
            },
        })
    }

    fn collected(&self, now: &str, read: &mut Vec<Progress>) -> Result<Collected, Problem> {
        let workspace = &self.ground.workspace;
        let (file, bytes) = workspace.profile_file(&self.profile.id)?;
        let request = Request {
            root: &workspace.root,
            profile: self.profile,
            profile_file: (&file, bytes),
            round: &workspace.round,
            catalogue: &self.ground.pack.catalogue,
            observed_at: now,
        };
        collect::collect(request, &mut |progress| {
            (self.told)(Event::Read {
                unit: self.profile.id.clone(),
                progress: progress.clone(),
            });
            read.push(progress);
        })
    }

    /// Writes everything that a part begins with, in one transaction.
    fn write(
        &self,
        draft: &Draft,
        collected: Option<&Collected>,
        source: Option<&Source>,
        (roots, now): (&BTreeMap<String, Vec<Root>>, &str),
    ) -> rusqlite::Result<Option<Carried>> {
        let catalogue = &self.ground.pack.catalogue;
        let transaction = draft.connection().unchecked_transaction()?;
        if let Some(collected) = collected {
            collect::fill_within(&transaction, catalogue, &self.profile.id, collected)?;
        }
        let mut carried = None;
        if let Some(source) = source {
            let from = carry::From {
                tables: &source.tables,
                digest: &source.digest,
            };
            if self.ground.replay.is_some() {
                carry::files(from, &transaction, catalogue, &self.plan.live)?;
            } else {
                carry::live(from, &transaction, catalogue, &self.plan.kept)?;
                carried = Some(Carried {
                    digest: source.digest.clone(),
                    tables: self.plan.kept.iter().cloned().collect(),
                });
            }
        }
        roots::write(&transaction, roots, now)?;
        if !self.profile.portals.is_empty() {
            let digest = source.map(|source| source.digest.as_str());
            let record = intent::record(self.ground, &self.plan, digest, now);
            record.write(&transaction, Record::last(&transaction)?.saturating_add(1))?;
        }
        transaction.commit()?;
        Ok(carried)
    }

    fn recorded(&self, source: Source, now: &str) -> Result<Recorded, Problem> {
        let most = (self.ground.workspace.collect.limits.body_kib).saturating_mul(1_024);
        let file = self
            .ground
            .replay
            .as_deref()
            .unwrap_or_else(|| Path::new(""));
        Recorded::of(source.tables, most, now).map_err(|error| failed(file, error))
    }

    /// The part that was left, where something stands in it.
    fn reopened(&self, part: &Path) -> Result<Option<Draft>, Problem> {
        let rows = self.meta(false)?;
        let Some(draft) = Draft::reopen(part, &self.ground.pack.catalogue, &rows)? else {
            return Ok(None);
        };
        let last = Record::last(draft.connection()).map_err(|error| failed(part, error))?;
        Ok((last > 0).then_some(draft))
    }

    fn resumed(&mut self, draft: Draft, part: PathBuf) -> Result<Begun, Problem> {
        let fail = |error| failed(&part, error);
        let tables = draft.connection();
        let source = match &self.ground.replay {
            Some(_) => Source::of(self.ground, self.profile, &self.plan)?,
            None => None,
        };
        let digest = source.as_ref().map(|source| source.digest.as_str());
        let intended = (self.profile, &self.plan);
        intent::hold(self.ground, intended, (tables, &part), digest)?;
        let read = checked::read_before(tables).map_err(fail)?;
        for progress in &read {
            (self.told)(Event::Read {
                unit: self.profile.id.clone(),
                progress: progress.clone(),
            });
        }
        let unread = checked::unread_before(tables).map_err(fail)?;
        let roots = Roots::of(&roots::stored(tables).map_err(fail)?, self.profile)?;
        let now = time::civil(
            &(self.ground.clock)(),
            &self.ground.workspace.round.timezone,
        );
        let replayed = source
            .map(|source| self.recorded(source, &now))
            .transpose()?;
        let carried = checked::carried_before(tables, &self.plan).map_err(fail)?;
        Ok(Begun {
            draft,
            plan: self.plan.clone(),
            roots,
            replayed,
            rest: Rest {
                path: part.with_extension(""),
                unit: self.profile.id.clone(),
                read,
                unread,
                carried,
                resumed: true,
            },
            part,
        })
    }
}

/// The first second from an instant on that no run of the unit has, and the run's file.
fn free(ground: &Ground, unit: &str, started_at: &str) -> Result<(String, PathBuf), Problem> {
    let mut at = started_at.to_owned();
    loop {
        let path = ground.workspace.run_path(unit, &at)?;
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

/// Takes away what was begun of a bundle.
pub(super) fn take_away(path: &Path) {
    for left in [PART, "sansang.part-wal", "sansang.part-shm"] {
        drop(std::fs::remove_file(path.with_extension(left)));
    }
}

/// What could not be read, with the file that each observation names.
fn with_files(collected: Collected) -> Vec<UnreadPlace> {
    let files: Vec<String> = (collected.observations.into_iter())
        .map(|seen| seen.file)
        .collect();
    let file = |obs: usize| obs.checked_sub(1).and_then(|at| files.get(at)).cloned();
    let unread = collected.unread.into_iter();
    unread
        .map(|(obs, unread)| UnreadPlace {
            file: file(obs).unwrap_or_default(),
            row: unread.row,
            cell: unread.cell,
            column: unread.column,
            code: unread.code.to_owned(),
            detail: unread.detail,
        })
        .collect()
}

fn unwritable(path: &Path, error: std::io::Error) -> Problem {
    Problem::new("workspace.unwritable")
        .with("detail", refused(&error))
        .at(place(path))
        .caused_by(error)
}
