//! What a crawl says of its progress; nobody who listens can change it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use url::Url;

use super::super::seen::{Ask, Family, Fetch, Hearing, Seen, Step, Stopped};
use crate::unit::Portal;

/// How far the crawl of a portal is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The portal's id.
    pub portal: String,
    /// Questions that were asked.
    pub asked: u64,
    /// Questions that are known to be asked, those among them.
    pub known: u64,
    /// The address that has been waited for the longest, `''` = nothing is waited for.
    pub waiting: String,
    /// Which attempt at it runs, from 1; 0 = none yet.
    pub attempt: u64,
}

/// Asks for one portal and says so.
pub(super) struct Door<'a> {
    pub(super) portal: &'a Portal,
    fetch: &'a dyn Fetch,
    told: &'a (dyn Fn(Told) + Send + Sync),
    asked: AtomicU64,
    known: AtomicU64,
    open: Mutex<Open>,
    network_works: AtomicBool,
}

/// The questions that are not answered yet, in the order in which they were asked: address and attempt.
type Open = BTreeMap<u64, (String, u64)>;

/// A question that is open until this is dropped, answered or not.
struct Asked<'d> {
    door: &'d Door<'d>,
    n: u64,
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        self.door.open().remove(&self.n);
    }
}

/// How an address is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct How {
    pub(super) step: Step,
    pub(super) head: bool,
    pub(super) family: Family,
    pub(super) follow: bool,
    pub(super) probe: u32,
    pub(super) once: bool,
}

impl How {
    /// A page as a browser gets it.
    pub(super) const PAGE: Self = Self {
        step: Step::Http,
        head: false,
        family: Family::Any,
        follow: true,
        probe: 0,
        once: false,
    };
    /// Whether something is there, and of what type.
    pub(super) const HEAD: Self = Self {
        head: true,
        ..Self::PAGE
    };
    /// The first answer of a host.
    pub(super) const FIRST: Self = Self {
        step: Step::Tls,
        follow: false,
        ..Self::PAGE
    };
}

impl<'a> Door<'a> {
    pub(super) fn new(
        portal: &'a Portal,
        fetch: &'a dyn Fetch,
        told: &'a (dyn Fn(Told) + Send + Sync),
    ) -> Self {
        Self {
            portal,
            fetch,
            told,
            asked: AtomicU64::new(0),
            known: AtomicU64::new(0),
            open: Mutex::default(),
            network_works: AtomicBool::new(false),
        }
    }

    /// Says that so many more questions are known.
    pub(super) fn expect(&self, more: usize) {
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        self.known.fetch_add(more, Ordering::Relaxed);
    }

    pub(super) async fn ask(&self, url: &Url, how: How) -> Result<Seen, Stopped> {
        let asked = self.asks(url);
        self.tell();
        let hearing = |attempt| {
            if let Some((_, known)) = self.open().get_mut(&asked.n) {
                *known = attempt;
            }
            self.tell();
        };
        let ask = Ask {
            hearing: Hearing::by(&hearing),
            ..self.question(url, how)
        };
        let seen = self.fetch.fetch(ask).await?;
        drop(asked);
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.network_works
            .fetch_or(seen.control == Some(true), Ordering::Relaxed);
        self.tell();
        Ok(seen)
    }

    /// Whether our own network was seen to work when an answer failed to come.
    pub(super) fn network_works(&self) -> bool {
        self.network_works.load(Ordering::Relaxed)
    }

    /// Waits before an address is asked.
    pub(super) async fn wait(&self, url: &Url, how: How, milliseconds: u64) -> Result<(), Stopped> {
        self.fetch.wait(self.question(url, how), milliseconds).await
    }

    /// Ends when so much time has passed, and never where it does not pass.
    pub(super) async fn late(&self, milliseconds: u64) {
        self.fetch.late(milliseconds).await;
    }

    fn question<'q>(&'q self, url: &'q Url, how: How) -> Ask<'q> {
        Ask {
            head: how.head,
            family: how.family,
            follow: how.follow,
            probe: how.probe,
            once: how.once,
            ..Ask::of(how.step, self.portal, url)
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn asks(&self, url: &Url) -> Asked<'_> {
        let mut open = self.open();
        let n = open.last_key_value().map_or(0, |(n, _)| n + 1);
        open.insert(n, (url.to_string(), 0));
        Asked { door: self, n }
    }

    fn tell(&self) {
        let (open, (waiting, attempt)) = {
            let open = self.open();
            let first = open.values().next().cloned().unwrap_or_default();
            (u64::try_from(open.len()).unwrap_or(u64::MAX), first)
        };
        let asked = self.asked.load(Ordering::Relaxed);
        let ahead = asked.saturating_add(open);
        let known = self.known.fetch_max(ahead, Ordering::Relaxed).max(ahead);
        (self.told)(Told {
            portal: self.portal.id.clone(),
            asked,
            known,
            waiting,
            attempt,
        });
    }
}

impl std::fmt::Debug for Door<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door")
            .field("portal", &self.portal.id)
            .finish_non_exhaustive()
    }
}
