//! The live part of one unit's run: all its portals at once, then coverage, then the seal.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::Connection;
use tokio::task::JoinSet;

use super::asking::{Asking, Index, Means};
use super::begin::{Begun, Rest};
use super::crawl::Crawl;
use super::harvest::{self, Whose};
use super::roots::Roots;
use super::writer::Writer;
use super::{AuditOutcome, Event, Ground, Telling, answer, checked, failed, gone, time};
use crate::bundle::{Draft, Record};
use crate::collect::{CoverageRow, Harvest, Outcome, PortalRequest, Stopped, Told};
use crate::words::Problem;

/// How a run of a unit ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// Sealed.
    Sealed(Box<AuditOutcome>),
    /// Stopped: the part is kept.
    Left(PathBuf),
}

/// Asks the unit's portals, settles and seals.
///
/// Errors: the disk fails. The part is kept then.
pub(super) async fn live(
    ground: Arc<Ground>,
    means: Means,
    crawl: Arc<dyn Crawl>,
    begun: Begun,
    told: Arc<Telling>,
) -> Result<Ended, Problem> {
    let Begun { draft, .. } = begun;
    let writer = Writer::start(draft, &begun.part.display().to_string());
    let run = Run {
        ground,
        means,
        crawl,
        writer: writer.clone(),
        told,
    };
    let unit = begun.plan.unit.clone();
    let found = Arc::new(Found {
        plan: begun.plan.clone(),
        roots: begun.roots,
    });
    let read = run.portals(&found).await;
    let settled = match read {
        Ok(Read { rows, fault }) => {
            let rows = run.crawl.join(rows);
            let (live, now) = (begun.plan.live.clone(), run.now());
            let settle = move |tables: &Connection| {
                harvest::settle(tables, &live, &unit, (rows, fault, &now))
            };
            run.writer.run(None, settle).await.ok_or(Stopped)
        }
        Err(Stopped) => Err(Stopped),
    };
    let draft = writer.finish().await?;
    if settled.is_err() {
        return Ok(Ended::Left(begun.part));
    }
    sealed(draft, begun.rest).await
}

/// Seals a draft on a thread of its own.
pub(super) async fn sealed(draft: Draft, rest: Rest) -> Result<Ended, Problem> {
    let seal = move || seal(draft, rest).map(|outcome| Ended::Sealed(Box::new(outcome)));
    let done = tokio::task::spawn_blocking(seal).await;
    done.map_err(gone)?
}

fn seal(draft: Draft, rest: Rest) -> Result<AuditOutcome, Problem> {
    let tables = draft.connection();
    let fail = |error| failed(&rest.path, error);
    let not_given = checked::not_given(tables).map_err(fail)?;
    let illustrative = checked::is_illustrative(tables).map_err(fail)?;
    let digest = draft.seal(&rest.path)?;
    Ok(AuditOutcome {
        unit: rest.unit,
        bundle: rest.path,
        digest,
        read: rest.read,
        unread: rest.unread,
        not_given,
        illustrative,
        carried: rest.carried,
        resumed: rest.resumed,
    })
}

/// What is known of the unit before its portals are asked.
struct Found {
    plan: super::Plan,
    roots: Roots,
}

/// What the portals say together.
struct Read {
    rows: Vec<CoverageRow>,
    fault: bool,
}

#[derive(Clone)]
struct Run {
    ground: Arc<Ground>,
    means: Means,
    crawl: Arc<dyn Crawl>,
    writer: Writer,
    told: Arc<Telling>,
}

impl Run {
    fn now(&self) -> String {
        let zone = &self.ground.workspace.round.timezone;
        time::civil(&(self.ground.clock)(), zone)
    }

    async fn portals(&self, found: &Arc<Found>) -> Result<Read, Stopped> {
        let index = |tables: &Connection| Record::index(tables, |d| !answer::is_carried(d));
        let index: Index = self.writer.run(None, index).await.ok_or(Stopped)?;
        let profile = self.profile(found)?;
        let order: Vec<String> = profile.portals.iter().map(|p| p.id.clone()).collect();
        let mut tasks = JoinSet::new();
        let mut numbers = BTreeMap::new();
        for n in 0..profile.portals.len() {
            let (run, found, order) = (self.clone(), Arc::clone(found), order.clone());
            let own = own(&index, order.get(n).map_or("", String::as_str));
            let task = tasks.spawn(async move { run.portal(&found, n, order, own).await });
            numbers.insert(task.id(), n);
        }
        let mut read: BTreeMap<usize, (Vec<CoverageRow>, Outcome)> = BTreeMap::new();
        let mut stopped = false;
        while let Some(ended) = tasks.join_next_with_id().await {
            match ended {
                Ok((id, Ok(given))) => {
                    let n = numbers.get(&id).copied().unwrap_or_default();
                    read.insert(n, given);
                }
                Ok((_, Err(Stopped))) => stopped = true,
                // A slip of ours on one portal ends nothing else.
                Err(error) => {
                    let n = numbers.get(&error.id()).copied().unwrap_or_default();
                    match order.get(n) {
                        Some(portal) => {
                            let given = self.slipped(found, portal, &order).await?;
                            read.insert(n, given);
                        }
                        None => stopped = true,
                    }
                }
            }
        }
        if stopped {
            return Err(Stopped);
        }
        let fault = read.values().any(|(_, o)| *o == Outcome::ToolError);
        // In the order of the profile, not by which portal answered first.
        let rows = read.into_values().flat_map(|(rows, _)| rows).collect();
        Ok(Read { rows, fault })
    }

    fn profile(&self, found: &Found) -> Result<&crate::unit::Profile, Stopped> {
        self.ground
            .workspace
            .units
            .get(&found.plan.unit)
            .ok_or(Stopped)
    }

    /// Reads the n-th portal, unless its record is there.
    async fn portal(
        &self,
        found: &Found,
        n: usize,
        order: Vec<String>,
        index: Index,
    ) -> Result<(Vec<CoverageRow>, Outcome), Stopped> {
        let profile = self.profile(found)?;
        let portal = profile.portals.get(n).ok_or(Stopped)?;
        if let Some(id) = index.get(&(harvest::STEP.to_owned(), portal.id.clone())) {
            let id = *id;
            let record = move |tables: &Connection| Record::read(tables, id);
            let record = self.writer.run(None, record).await.ok_or(Stopped)?;
            if let Some(given) = record.as_ref().and_then(harvest::read) {
                return Ok(given);
            }
        }
        let body = self.body(&portal.id).await?;
        let asking = Asking::new(self.means.clone(), self.writer.clone(), index);
        let unit = found.plan.unit.clone();
        let told = Arc::clone(&self.told);
        let tell = move |reading: Told| {
            told(Event::Reading {
                unit: unit.clone(),
                reading,
            });
        };
        let request = PortalRequest {
            portal,
            profile,
            body: &body,
            round: &self.ground.workspace.round,
            catalogue: &self.ground.pack.catalogue,
            limits: &self.ground.workspace.collect.limits,
            wanted: &found.plan.live,
            labels: &self.ground.pack.labels,
            anchors: found.roots.of_portal(&portal.id),
            workers: &self.means.workers,
        };
        let harvest = self.crawl.crawl(request, &asking, &tell).await?;
        let given = (harvest.coverage.clone(), harvest.outcome);
        let whose = Whose {
            portal: portal.id.clone(),
            order,
            illustrative: portal.illustrative,
            now: self.now(),
        };
        self.write(whose, harvest).await?;
        (self.told)(Event::Portal {
            unit: found.plan.unit.clone(),
            portal: portal.id.clone(),
            outcome: given.1,
        });
        Ok(given)
    }

    /// Nothing of a portal that was not read by a slip of ours.
    async fn slipped(
        &self,
        found: &Found,
        portal: &str,
        order: &[String],
    ) -> Result<(Vec<CoverageRow>, Outcome), Stopped> {
        let body = self.body(portal).await?;
        let harvest = Harvest {
            tables: BTreeMap::new(),
            coverage: harvest::nothing(&found.plan.live, &body),
            outcome: Outcome::ToolError,
        };
        let given = (harvest.coverage.clone(), harvest.outcome);
        let whose = Whose {
            portal: portal.to_owned(),
            order: order.to_vec(),
            // Nothing of it was seen.
            illustrative: false,
            now: self.now(),
        };
        self.write(whose, harvest).await?;
        Ok(given)
    }

    /// The body that a portal's rows count for.
    async fn body(&self, portal: &str) -> Result<String, Stopped> {
        let portal = portal.to_owned();
        let body = move |tables: &Connection| {
            let sql = "select unit_id from portals where id = ?1";
            tables.query_row(sql, [&portal], |row| row.get(0))
        };
        self.writer.run(None, body).await.ok_or(Stopped)
    }

    async fn write(&self, whose: Whose, harvest: Harvest) -> Result<(), Stopped> {
        let ground = Arc::clone(&self.ground);
        let write = move |tables: &Connection| {
            harvest::write(tables, &ground.pack.catalogue, &whose, &harvest)
        };
        self.writer.run(None, write).await.ok_or(Stopped)
    }
}

/// The answers of one portal among all.
fn own(index: &Index, portal: &str) -> Index {
    let start = format!("{portal} ");
    let own = index.iter().filter(|((step, subject), _)| {
        subject.starts_with(&start) || (step == harvest::STEP && subject == portal)
    });
    own.map(|(key, id)| (key.clone(), *id)).collect()
}

/// The outcome of a run that was sealed before it was cut off.
///
/// Errors: the bundle cannot be trusted.
pub(super) fn before(ground: &Ground, unit: &str, path: PathBuf) -> Result<AuditOutcome, Problem> {
    use crate::bundle::{Bundle, Trust};
    let bundle = Bundle::open(&path, &ground.pack.catalogue, Trust::Verify)?;
    let digest = bundle.digest().to_owned();
    let tables = bundle.into_connection();
    let fail = |error: rusqlite::Error| failed(&path, error);
    Ok(AuditOutcome {
        unit: unit.to_owned(),
        digest,
        read: checked::read_before(&tables).map_err(fail)?,
        unread: checked::unread_before(&tables).map_err(fail)?,
        not_given: checked::not_given(&tables).map_err(fail)?,
        illustrative: checked::is_illustrative(&tables).map_err(fail)?,
        carried: None,
        resumed: true,
        bundle: path,
    })
}
