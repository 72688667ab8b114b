//! One request at a time to an address, and a pause between the starts of two, whoever asks.
//!
//! All portals of a host share its lane; idle connections wait in it. Start at [`Lanes::turn`].

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::Instant;

/// Lanes by address. `C` is what waits idle in a lane, by key `K`.
#[derive(Debug)]
pub(super) struct Lanes<K, C> {
    pause: Duration,
    lanes: std::sync::Mutex<BTreeMap<SocketAddr, Shared<K, C>>>,
}

/// A lane that many wait for.
type Shared<K, C> = Arc<Mutex<Lane<K, C>>>;

/// What is known of an address.
#[derive(Debug)]
struct Lane<K, C> {
    next: Option<Instant>,
    idle: Vec<(K, Instant, C)>,
}

/// The right to ask one address. Others wait until it is dropped.
#[derive(Debug)]
pub(super) struct Turn<K, C> {
    lane: OwnedMutexGuard<Lane<K, C>>,
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
            lanes: std::sync::Mutex::new(BTreeMap::new()),
        }
    }

    /// Waits until the address may be asked.
    pub(super) async fn turn(&self, address: SocketAddr) -> Turn<K, C> {
        let lane = {
            let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
            let lane = lanes.entry(key(address)).or_insert_with(|| {
                Arc::new(Mutex::new(Lane {
                    next: None,
                    idle: Vec::new(),
                }))
            });
            Arc::clone(lane)
        };
        let mut lane = lane.lock_owned().await;
        if let Some(next) = lane.next {
            tokio::time::sleep_until(next).await;
        }
        lane.next = Some(Instant::now() + self.pause);
        Turn { lane }
    }
}

impl<K: PartialEq, C> Turn<K, C> {
    /// A connection that waits under this key.
    pub(super) fn take(&mut self, key: &K) -> Option<C> {
        let now = Instant::now();
        let young = |since: &Instant| now.duration_since(*since) < IDLE_FOR;
        self.lane.idle.retain(|(_, since, _)| young(since));
        let found = self
            .lane
            .idle
            .iter()
            .position(|(known, _, _)| known == key)?;
        Some(self.lane.idle.remove(found).2)
    }

    /// Lets a connection wait for the next turn; the one that waited longest makes room.
    pub(super) fn keep(&mut self, key: K, connection: C) {
        if self.lane.idle.len() >= IDLE {
            self.lane.idle.remove(0);
        }
        self.lane.idle.push((key, Instant::now(), connection));
    }

    /// The address asked to be left alone for a while.
    pub(super) fn rest(&mut self, wait: Duration) {
        let next = Instant::now() + wait;
        self.lane.next = Some(self.lane.next.map_or(next, |known| known.max(next)));
    }
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
