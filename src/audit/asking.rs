//! The answers of one portal: from the record of this run where it has them, else from where they come, stored before they
//! are given.
//!
//! What a crawl decides it decides by these answers, so a run that was cut off and went on decides the same.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::answer;
use super::origin::{Origin, stored};
use super::stop::Stop;
use super::writer::Writer;
use crate::bundle::Record;
use crate::collect::{Ask, Fetch, Pending, Seen, Stopped};

/// How long a request that is under way may still take when the run is told to stop.
const GRACE: Duration = Duration::from_secs(3);
/// Bodies up to this are packed at once; larger ones wait for a thread.
const SMALL: usize = 32 << 10;

/// Memory for bodies that are being written, in KiB.
pub(super) const MEMORY: u32 = 64 << 10;

/// What all portals of a run share.
#[derive(Clone)]
pub(super) struct Means {
    /// Where answers come from.
    pub origin: Arc<dyn Origin>,
    /// What tells to stop.
    pub stop: Stop,
    /// Memory for bodies that are being written, in KiB.
    pub memory: Arc<Semaphore>,
    /// The largest body, in KiB.
    pub body_kib: u64,
    /// Threads for blocking work.
    pub workers: Arc<Semaphore>,
}

/// Numbers of stored answers, by step and subject.
pub(super) type Index = BTreeMap<(String, String), i64>;

/// Whose turn it is to ask one question.
type Turn = Arc<tokio::sync::Mutex<()>>;

/// Asks for one portal.
pub(super) struct Asking {
    means: Means,
    writer: Writer,
    /// Numbers of the answers that are stored, by step and subject.
    index: Mutex<Index>,
    /// One at a time for each question.
    turns: Mutex<BTreeMap<(String, String), Turn>>,
}

impl Asking {
    /// Asks for a portal; `index` has the numbers of its answers that are stored.
    pub(super) fn new(means: Means, writer: Writer, index: Index) -> Self {
        Self {
            means,
            writer,
            index: Mutex::new(index),
            turns: Mutex::new(BTreeMap::new()),
        }
    }

    /// The stored answer.
    ///
    /// Errors: the run has ended.
    async fn stored(&self, key: &(String, String)) -> Result<Option<Seen>, Stopped> {
        let Some(id) = locked(&self.index).get(key).copied() else {
            return Ok(None);
        };
        let most = self.means.body_kib.saturating_mul(1_024);
        let read = move |tables: &rusqlite::Connection| stored(tables, id, most);
        self.writer.run(None, read).await.ok_or(Stopped)
    }

    async fn ask(&self, ask: Ask<'_>, key: &(String, String)) -> Result<Seen, Stopped> {
        if let Some(seen) = self.stored(key).await? {
            return Ok(seen);
        }
        let stop = &self.means.stop;
        if stop.asked().is_some() {
            return Err(Stopped);
        }
        let over = async {
            stop.finish().await;
            tokio::time::sleep(GRACE).await;
        };
        let seen = tokio::select! {
            seen = self.means.origin.ask(ask) => seen,
            () = over => return Err(Stopped),
        };
        // Until it is on disk its bytes count against the memory of all.
        let kib = seen.body.len().div_ceil(1_024).saturating_add(1);
        let kib = u32::try_from(kib).unwrap_or(u32::MAX).min(MEMORY);
        let memory = Arc::clone(&self.means.memory).acquire_many_owned(kib);
        let memory = memory.await.or(Err(Stopped))?;
        self.store(ask, seen, memory).await
    }

    /// Stores an answer, and gives it as it is stored.
    async fn store(
        &self,
        ask: Ask<'_>,
        mut seen: Seen,
        memory: OwnedSemaphorePermit,
    ) -> Result<Seen, Stopped> {
        let (record, blobs, mut seen) = if seen.body.len() <= SMALL {
            let (record, blobs) = answer::record(&ask, &mut seen).or(Err(Stopped))?;
            (record, blobs, seen)
        } else {
            let _worker = self.means.workers.acquire().await.or(Err(Stopped))?;
            tokio::task::block_in_place(|| {
                let (record, blobs) = answer::record(&ask, &mut seen)?;
                Ok::<_, std::io::Error>((record, blobs, seen))
            })
            .or(Err(Stopped))?
        };
        let key = (record.step.clone(), record.subject.clone());
        let write = move |tables: &rusqlite::Connection| {
            let id = Record::last(tables)?.saturating_add(1);
            record.write(tables, id)?;
            for blob in &blobs {
                blob.write(tables)?;
            }
            Ok(id)
        };
        let id = self.writer.run(Some(memory), write).await.ok_or(Stopped)?;
        locked(&self.index).insert(key, id);
        seen.obs = id;
        Ok(seen)
    }
}

impl Fetch for Asking {
    fn fetch<'a>(&'a self, ask: Ask<'a>) -> Pending<'a, Result<Seen, Stopped>> {
        Box::pin(async move {
            let key = answer::key(&ask);
            let turn = Arc::clone(locked(&self.turns).entry(key.clone()).or_default());
            let _turn = turn.lock().await;
            self.ask(ask, &key).await
        })
    }

    fn wait<'a>(&'a self, before: Ask<'a>, milliseconds: u64) -> Pending<'a, Result<(), Stopped>> {
        Box::pin(async move {
            let stored = locked(&self.index).contains_key(&answer::key(&before));
            if stored || !self.means.origin.takes_time() {
                return Ok(());
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(milliseconds)) => Ok(()),
                () = self.means.stop.finish() => Err(Stopped),
            }
        })
    }

    fn late(&self, milliseconds: u64) -> Pending<'_, ()> {
        Box::pin(async move {
            if !self.means.origin.takes_time() {
                std::future::pending::<()>().await;
            }
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        })
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for Asking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asking").finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "asking_tests.rs"]
mod tests;
