//! The one thread that owns a draft's connection: everybody else hands it work.
//!
//! A piece of work is done whole or not at all, in the order in which it was handed in. Transactions close about twice a
//! second: an answer may be given before it is on disk, but never after one that depends on it. Start at [`Writer::start`].

use std::future::Future;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::gone;
use crate::bundle::Draft;
use crate::words::{Place, Problem};

/// How long a transaction stays open at most.
const PERIOD: Duration = Duration::from_millis(500);
/// Pieces of work that may wait at one time.
const WAITING: usize = 64;

type Work = Box<dyn FnOnce(&Connection) -> rusqlite::Result<()> + Send>;

/// Something to do.
enum Order {
    Do {
        work: Work,
        /// Its place in the queue, and the memory of its bytes until they are on disk.
        held: Vec<OwnedSemaphorePermit>,
    },
    /// Commit, and give the draft back.
    Finish(oneshot::Sender<Result<Draft, Problem>>),
}

/// The way to the thread.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    orders: Sender<Order>,
    queue: Arc<Semaphore>,
}

impl Writer {
    /// Gives a draft to a thread of its own.
    pub(super) fn start(draft: Draft, file: &str) -> Self {
        let (orders, received) = channel();
        let file = file.to_owned();
        std::thread::spawn(move || serve(draft, &received, &file));
        Self {
            orders,
            queue: Arc::new(Semaphore::new(WAITING)),
        }
    }

    /// Has work done; `held` is kept until it is on disk. Nothing where the disk failed, now or before: [`Self::finish`]
    /// says why.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        held: Option<OwnedSemaphorePermit>,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Option<T> {
        let place = Arc::clone(&self.queue).acquire_owned().await.ok()?;
        let (reply, answer) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            let done = work(connection)?;
            // Who asked may have been stopped meanwhile; the work stands all the same.
            drop(reply.send(done));
            drop(place);
            Ok(())
        });
        let held = held.into_iter().collect();
        self.orders.send(Order::Do { work, held }).ok()?;
        answer.await.ok()
    }

    /// Commits everything that was handed in and gives the draft back.
    ///
    /// Errors: the disk failed.
    pub(super) fn finish(&self) -> impl Future<Output = Result<Draft, Problem>> + Send + 'static {
        let (reply, answer) = oneshot::channel();
        let sent = self.orders.send(Order::Finish(reply)).is_ok();
        async move {
            if !sent {
                return Err(Problem::new("audit.writer_gone"));
            }
            answer.await.map_err(gone)?
        }
    }
}

fn serve(draft: Draft, orders: &Receiver<Order>, file: &str) {
    let mut failed: Option<rusqlite::Error> = None;
    let mut opened: Option<Instant> = None;
    let mut held = Vec::new();
    loop {
        let order = match opened {
            None => orders.recv().map_err(RecvTimeoutError::from),
            Some(at) => orders.recv_timeout(PERIOD.saturating_sub(at.elapsed())),
        };
        match order {
            Ok(Order::Do { work, held: more }) => {
                // After a failure nobody gets an answer.
                if failed.is_none() {
                    let began = opened.is_none();
                    match done(draft.connection(), work, began) {
                        Ok(()) => {
                            opened = opened.or_else(|| Some(Instant::now()));
                            held.extend(more);
                        }
                        Err(error) => failed = Some(error),
                    }
                }
            }
            Ok(Order::Finish(reply)) => {
                let committed = match (failed, opened) {
                    (Some(error), _) => {
                        // What was done before it stands, if the disk takes it.
                        drop(draft.connection().execute_batch("commit"));
                        Err(error)
                    }
                    (None, Some(_)) => draft.connection().execute_batch("commit"),
                    (None, None) => Ok(()),
                };
                let given = committed.map(|()| draft).map_err(|error| {
                    Problem::new("audit.write")
                        .with("detail", &error)
                        .at(Place::file(file))
                        .caused_by(error)
                });
                drop(reply.send(given));
                return;
            }
            Err(RecvTimeoutError::Timeout) => {}
            // Nobody is left: what was not committed is as if it had never been asked.
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if opened.is_some_and(|at| at.elapsed() >= PERIOD) {
            if let Err(error) = draft.connection().execute_batch("commit") {
                failed = Some(error);
            }
            opened = None;
            held.clear();
        }
    }
}

/// Does one piece of work, whole or not at all, within a transaction that it may begin.
fn done(connection: &Connection, work: Work, begins: bool) -> rusqlite::Result<()> {
    if begins {
        connection.execute_batch("begin immediate")?;
    }
    connection.prepare_cached("savepoint work")?.execute([])?;
    let result = work(connection);
    match result {
        Ok(()) => connection
            .prepare_cached("release work")?
            .execute([])
            .map(drop)?,
        Err(_) => connection.execute_batch("rollback to work; release work")?,
    }
    result
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
