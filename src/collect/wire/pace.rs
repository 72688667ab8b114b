//! A pause between the starts of two requests to an address, whoever asks.
//!
//! All portals of a host share its lane, and idle connections wait in it. A request that runs keeps no other waiting: a
//! portal that hangs takes nothing from its neighbours on the same machine. How many run at one time is bounded by who
//! asks: a crawl asks for one page after the other. Start at [`Lanes::turn`].

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Lanes by address. `C` is what waits idle in a lane, by key `K`.
#[derive(Debug)]
pub(super) struct Lanes<K, C> {
    pause: Duration,
    lanes: Mutex<BTreeMap<SocketAddr, Arc<Lane<K, C>>>>,
}

/// What is known of an address.
#[derive(Debug)]
struct Lane<K, C> {
    /// Whoever holds it starts next; the others wait in their order.
    queue: tokio::sync::Mutex<()>,
    /// When the next may start.
    next: Mutex<Option<Instant>>,
    idle: Mutex<Vec<(K, Instant, C)>>,
}

/// The right to start one request to an address.
#[derive(Debug)]
pub(super) struct Turn<K, C> {
    lane: Arc<Lane<K, C>>,
}

/// Connections that wait in a lane at most.
const IDLE: usize = 8;

/// How long a connection waits at most: servers close theirs after as little.
const IDLE_FOR: Duration = Duration::from_secs(15);

impl<K: PartialEq, C> Lanes<K, C> {
    /// No lanes yet; `pause` between the starts of two requests to one address.
    pub(super) fn new(pause: Duration) -> Self {
        Self {
            pause,
            lanes: Mutex::new(BTreeMap::new()),
        }
    }

    /// Waits until the address may be asked.
    pub(super) async fn turn(&self, address: SocketAddr) -> Turn<K, C> {
        let lane = {
            let mut lanes = locked(&self.lanes);
            let lane = lanes.entry(key(address)).or_insert_with(|| {
                Arc::new(Lane {
                    queue: tokio::sync::Mutex::new(()),
                    next: Mutex::new(None),
                    idle: Mutex::new(Vec::new()),
                })
            });
            Arc::clone(lane)
        };
        {
            let _first = lane.queue.lock().await;
            // Meanwhile the address may have asked to be left alone for longer.
            while let Some(next) = lane.next().filter(|next| *next > Instant::now()) {
                tokio::time::sleep_until(next).await;
            }
            lane.not_before(Instant::now() + self.pause);
        }
        Turn { lane }
    }
}

impl<K, C> Lane<K, C> {
    fn next(&self) -> Option<Instant> {
        *locked(&self.next)
    }

    fn not_before(&self, moment: Instant) {
        let mut next = locked(&self.next);
        *next = Some(next.map_or(moment, |known| known.max(moment)));
    }
}

impl<K: PartialEq, C> Turn<K, C> {
    /// A connection that waits under this key.
    pub(super) fn take(&self, key: &K) -> Option<C> {
        let now = Instant::now();
        let mut idle = locked(&self.lane.idle);
        idle.retain(|(_, since, _)| now.duration_since(*since) < IDLE_FOR);
        let found = idle.iter().position(|(known, _, _)| known == key)?;
        Some(idle.remove(found).2)
    }

    /// Lets a connection wait for the next turn; the one that waited longest makes room.
    pub(super) fn keep(&self, key: K, connection: C) {
        let mut idle = locked(&self.lane.idle);
        if idle.len() >= IDLE {
            idle.remove(0);
        }
        idle.push((key, Instant::now(), connection));
    }

    /// The address asked to be left alone for a while.
    pub(super) fn rest(&self, wait: Duration) {
        self.lane.not_before(Instant::now() + wait);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An address is one machine whatever its port; on loopback each port is a server of its own.
fn key(address: SocketAddr) -> SocketAddr {
    if address.ip().is_loopback() {
        return address;
    }
    SocketAddr::new(address.ip(), 0)
}

#[cfg(test)]
#[path = "pace_tests.rs"]
mod tests;
