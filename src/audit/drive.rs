//! Several units at once: their files one after the other in their order, their portals together.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::asking::{MEMORY, Means};
use super::begin::{Begun, begin};
use super::crawl::Crawl;
use super::hearing::heed;
use super::one::{self, Ended};
use super::origin::Origin;
use super::stop::{Brake, Orders, Stop, Why, brake, listen};
use super::{Audited, Event, Ground, Job, Plan, Telling, gone, hours, time};
use crate::collect::Wire;
use crate::words::Problem;

/// Units whose portals are asked at one time. Much of that time is waiting, for a pause or for a portal that does not
/// answer; each costs about a megabyte.
const UNITS: usize = 32;

/// Runs a job on threads of its own and tells the caller's thread what happens.
pub(super) fn run(
    ground: Ground,
    job: &Job<'_>,
    hear: &mut dyn FnMut(Event) -> ControlFlow<()>,
) -> Result<Audited, Problem> {
    let crawl: Arc<dyn Crawl> = Arc::new(super::crawl::Portals);
    run_with(ground, job, crawl, None, hear)
}

/// The same with a crawl and a place where answers come from; nothing = the network.
pub(super) fn run_with(
    ground: Ground,
    job: &Job<'_>,
    crawl: Arc<dyn Crawl>,
    origin: Option<Arc<dyn Origin>>,
    hear: &mut dyn FnMut(Event) -> ControlFlow<()>,
) -> Result<Audited, Problem> {
    let threads = job.threads.or_else(|| {
        let found = std::thread::available_parallelism();
        found.ok().map(std::num::NonZeroUsize::get)
    });
    let threads = threads.unwrap_or(1).max(1);
    let asks = asks(&ground, job.units)?;
    let left = match ground.workspace.collect.hours {
        Some(hours) if asks => Some(hours::left(hours, &civil(&ground))?),
        Some(_) | None => None,
    };
    let origin = match origin {
        Some(origin) => Some(origin),
        None if asks => Some(wire(&ground)?),
        None => None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()
        .map_err(|error| {
            let problem = Problem::new("audit.threads").with("detail", &error);
            problem.caused_by(error)
        })?;
    let (brake, stop) = brake();
    let (events, heard) = channel();
    let drive = Drive {
        ground: Arc::new(ground),
        origin,
        stop: stop.clone(),
        memory: Arc::new(Semaphore::new(usize::try_from(MEMORY).unwrap_or_default())),
        workers: Arc::new(Semaphore::new(threads)),
        crawl,
        events,
    };
    let units = job.units.to_vec();
    let signals = job.signals;
    let hand = brake.clone();
    let worker = std::thread::spawn(move || {
        let within = runtime.enter();
        // From here on an order to end is ours to follow.
        let orders = signals.then(Orders::new).transpose();
        drop(within);
        let orders = match orders {
            Ok(orders) => orders,
            Err(error) => {
                let problem = Problem::new("audit.threads").with("detail", &error);
                return Some(Err(problem.caused_by(error)));
            }
        };
        let watched = watch(hand, stop, (orders, left), drive.events.clone());
        let done = runtime.block_on(async {
            tokio::select! {
                done = drive.all(&units) => Some(done),
                () = watched => None,
            }
        });
        // Blocking work that is under way is not waited for.
        runtime.shutdown_background();
        drop(drive);
        done
    });
    heed(&heard, hear, &brake);
    match worker.join() {
        Ok(Some(done)) => done,
        // It was told twice: everything ends as it is.
        Ok(None) => Ok(Audited {
            left: job.units.to_vec(),
            stopped: Some(Why::Asked),
            ..Audited::default()
        }),
        Err(_) => Err(Problem::new("audit.writer_gone")),
    }
}

/// Pulls the brake at signals and at the end of the hours; ends when everything is to end at once.
async fn watch(
    brake: Brake,
    stop: Stop,
    (orders, left): (Option<Orders>, Option<Duration>),
    events: Sender<Event>,
) {
    if let Some(orders) = orders {
        tokio::spawn(listen(orders, brake.clone()));
    }
    if let Some(left) = left {
        tokio::spawn(async move {
            tokio::time::sleep(left).await;
            brake.pull(Why::Hours);
        });
    }
    stop.finish().await;
    drop(events.send(Event::Stopping));
    stop.now().await;
}

/// Whether any portal is asked over the network.
fn asks(ground: &Ground, units: &[String]) -> Result<bool, Problem> {
    if ground.replay.is_some() {
        return Ok(false);
    }
    for profile in units.iter().filter_map(|u| ground.workspace.units.get(u)) {
        let Ground { pack, rubric, .. } = ground;
        if !Plan::of(profile, pack, rubric, &ground.only, ground.offline)?
            .live
            .is_empty()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn civil(ground: &Ground) -> String {
    time::civil(&(ground.clock)(), &ground.workspace.round.timezone)
}

fn wire(ground: &Ground) -> Result<Arc<dyn Origin>, Problem> {
    let (clock, zone) = (
        Arc::clone(&ground.clock),
        ground.workspace.round.timezone.clone(),
    );
    let civil = Arc::new(move || time::civil(&clock(), &zone));
    Ok(Arc::new(Wire::new(&ground.workspace.collect, civil)?))
}

struct Drive {
    ground: Arc<Ground>,
    /// Where answers come from; nothing = no portal is asked, or a bundle is gone through once more.
    origin: Option<Arc<dyn Origin>>,
    stop: Stop,
    memory: Arc<Semaphore>,
    workers: Arc<Semaphore>,
    crawl: Arc<dyn Crawl>,
    events: Sender<Event>,
}

/// How the run of a unit is to begin.
enum Start {
    New,
    Part(String, PathBuf),
    /// It was sealed before the run was cut off.
    Sealed(PathBuf),
    Nothing,
}

/// How runs ended, by the place of their unit.
type Ends = BTreeMap<usize, Result<Ended, Problem>>;

impl Drive {
    fn tell(&self, event: Event) {
        // Whoever listened may be gone: then the run is being stopped.
        drop(self.events.send(event));
    }

    fn telling(&self) -> Arc<Telling> {
        let events = self.events.clone();
        Arc::new(move |event| drop(events.send(event)))
    }

    async fn all(&self, units: &[String]) -> Result<Audited, Problem> {
        let gate = Arc::new(Semaphore::new(UNITS));
        let mut ends = Ends::new();
        let mut live = JoinSet::new();
        let mut nothing = 0;
        for (n, unit) in units.iter().enumerate() {
            let place = Arc::clone(&gate).acquire_owned().await;
            if self.stop.asked().is_some() {
                break;
            }
            let begun = match self.start(unit) {
                Ok(Start::Nothing) => {
                    self.tell(Event::NothingToResume { unit: unit.clone() });
                    nothing += 1;
                    continue;
                }
                Ok(Start::Sealed(path)) => {
                    let before = one::before(&self.ground, unit, path);
                    let before = before.map(|outcome| Ended::Sealed(Box::new(outcome)));
                    self.end(n, unit, before, &mut ends);
                    continue;
                }
                Ok(Start::New) => self.begun(unit, None).await,
                Ok(Start::Part(at, part)) => self.begun(unit, Some((at, part))).await,
                Err(problem) => Err(problem),
            };
            match begun {
                Ok(begun) if begun.plan.live.is_empty() => {
                    let ended = one::sealed(begun.draft, begun.rest).await;
                    self.end(n, unit, ended, &mut ends);
                }
                Ok(begun) => {
                    let run = self.live(begun);
                    live.spawn(async move {
                        let ended = run.await;
                        drop(place);
                        (n, ended)
                    });
                }
                Err(problem) => self.end(n, unit, Err(problem), &mut ends),
            }
        }
        while let Some(ended) = live.join_next().await {
            let (n, ended) = ended.map_err(gone)?;
            let unit = units.get(n).map_or("", String::as_str);
            self.end(n, unit, ended, &mut ends);
        }
        if nothing > 0 && nothing == units.len() {
            return Err(Problem::new("audit.nothing_to_resume"));
        }
        Ok(self.audited(units, ends, nothing))
    }

    /// Notes how the run of a unit ended, and tells it.
    fn end(&self, n: usize, unit: &str, ended: Result<Ended, Problem>, ends: &mut Ends) {
        let unit = unit.to_owned();
        self.tell(match &ended {
            Ok(Ended::Sealed(outcome)) => Event::Sealed(outcome.clone()),
            Ok(Ended::Left(part)) => Event::Left {
                unit,
                part: part.clone(),
            },
            Err(_) => Event::Failed { unit },
        });
        ends.insert(n, ended);
    }

    fn audited(&self, units: &[String], mut ends: Ends, nothing: usize) -> Audited {
        let mut audited = Audited {
            stopped: self.stop.asked(),
            ..Audited::default()
        };
        for (n, unit) in units.iter().enumerate() {
            match ends.remove(&n) {
                Some(Ok(Ended::Sealed(outcome))) => audited.outcomes.push(*outcome),
                Some(Err(problem)) => audited.problems.push(problem),
                Some(Ok(Ended::Left(_))) => audited.left.push(unit.clone()),
                None if nothing == 0 => audited.left.push(unit.clone()),
                None => {}
            }
        }
        if audited.left.is_empty() {
            audited.stopped = None;
        }
        audited
    }

    /// How the run of a unit is to begin.
    ///
    /// Errors: a unit that there is not, a folder that cannot be read.
    fn start(&self, unit: &str) -> Result<Start, Problem> {
        let workspace = &self.ground.workspace;
        workspace.profile(unit)?;
        let part = workspace.parts(unit)?.pop();
        if !self.ground.resume {
            if let Some((_, part)) = part {
                let unit = unit.to_owned();
                self.tell(Event::Unfinished { unit, part });
            }
            return Ok(Start::New);
        }
        if let Some((at, part)) = part {
            self.tell(Event::Resumed {
                unit: unit.to_owned(),
                part: part.clone(),
            });
            return Ok(Start::Part(at, part));
        }
        let cut_off = self.ground.cut_off.as_ref();
        let Some(cut_off) = cut_off.filter(|run| run.units.iter().any(|u| u == unit)) else {
            return Ok(Start::Nothing);
        };
        let newest = workspace.bundles(unit)?.pop();
        let since = crate::workspace::stamp(&cut_off.started_at).unwrap_or_default();
        let name = |path: &PathBuf| path.file_stem().map(|s| s.to_string_lossy().into_owned());
        Ok(match newest {
            Some(path) if name(&path).is_some_and(|stamp| stamp >= since) => Start::Sealed(path),
            Some(_) | None => Start::New,
        })
    }

    /// Reads the files of a unit on a thread of its own.
    async fn begun(&self, unit: &str, part: Option<(String, PathBuf)>) -> Result<Begun, Problem> {
        let (ground, told) = (Arc::clone(&self.ground), self.telling());
        let unit = unit.to_owned();
        let work = move || begin(&ground, &unit, part, &*told);
        let begun = tokio::task::spawn_blocking(work).await;
        let begun = begun.map_err(gone)??;
        let portals = self
            .ground
            .workspace
            .profile(&begun.plan.unit)?
            .portals
            .len();
        self.tell(Event::Files {
            unit: begun.plan.unit.clone(),
            unread: begun.rest.unread.clone(),
            carried: begun.rest.carried.clone(),
            missed: if begun.rest.carried.is_none() {
                begun.plan.kept.iter().cloned().collect()
            } else {
                Vec::new()
            },
            portals: if begun.plan.live.is_empty() {
                0
            } else {
                portals
            },
        });
        Ok(begun)
    }

    /// Asks the portals of a unit.
    fn live(
        &self,
        mut begun: Begun,
    ) -> impl Future<Output = Result<Ended, Problem>> + Send + use<> {
        let recorded = begun.replayed.take();
        let recorded = recorded.map(|recorded| Arc::new(recorded) as Arc<dyn Origin>);
        let (ground, crawl, told) = (
            Arc::clone(&self.ground),
            Arc::clone(&self.crawl),
            self.telling(),
        );
        let means = recorded
            .or_else(|| self.origin.clone())
            .map(|origin| Means {
                origin,
                stop: self.stop.clone(),
                memory: Arc::clone(&self.memory),
                body_kib: ground.workspace.collect.limits.body_kib,
                workers: Arc::clone(&self.workers),
            });
        async move {
            match means {
                Some(means) => one::live(ground, means, crawl, begun, told).await,
                None => Err(Problem::new("audit.writer_gone")),
            }
        }
    }
}

#[cfg(test)]
#[path = "drive_tests.rs"]
mod tests;
