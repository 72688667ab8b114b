//! The only door to the network: an address of a portal is asked, and what happened is told.
//!
//! We look names up ourselves, check every address in its final form, and connect to the address that was checked. Only
//! hosts that the portal declares are asked. Trouble is an answer, never an error, and nothing here judges a certificate
//! or a page. Start at [`Wire::fetch`].

mod connection;
mod control;
mod exchange;
mod fault;
pub(super) mod guard;
mod hop;
mod pace;
mod redact;
mod resolve;
mod tls;
mod unpack;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::header::LOCATION;
use url::Url;

use self::connection::{Connection, Origin};
use self::control::Control;
use self::exchange::{Reply, Room};
use self::fault::Fault;
use self::hop::Hop;
use self::pace::Lanes;
use self::resolve::Resolver;
use self::tls::Handshakes;
use crate::collect::{Ask, Attempt, Outcome, Seen, Stage};
use crate::unit::{CollectSettings, Limits};
use crate::words::Problem;

/// The door. One serves all portals of a run: its pauses hold across them.
pub struct Wire {
    limits: Limits,
    agent: String,
    clock: Arc<dyn Fn() -> String + Send + Sync>,
    resolver: Resolver,
    handshakes: Handshakes,
    control: Control,
    room: Room,
    lanes: Lanes<Origin, Connection>,
    /// Which address of a site answered last: it is tried first.
    answered: Mutex<BTreeMap<String, IpAddr>>,
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wire")
            .field("limits", &self.limits)
            .field("agent", &self.agent)
            .finish_non_exhaustive()
    }
}

/// Longest address that a redirect may lead to, in bytes.
const ADDRESS: usize = 8_192;

impl Wire {
    /// A door with these settings. `clock` tells the civil time of the round's zone, `2020-12-31T15:00:00`.
    ///
    /// Fails where a name server of the settings is no address, or the system's cannot be found.
    pub fn new(
        settings: &CollectSettings,
        clock: Arc<dyn Fn() -> String + Send + Sync>,
    ) -> Result<Self, Problem> {
        let limits = settings.limits;
        let patience = Duration::from_millis(limits.connect_ms);
        let resolver = Resolver::new(&settings.dns, patience)?;
        Ok(Self {
            limits,
            room: Room::of(limits.body_kib),
            agent: Self::user_agent(settings),
            clock,
            handshakes: Handshakes::new()?,
            control: Control::new(&settings.control_hosts, resolver.clone(), patience),
            resolver,
            lanes: Lanes::new(Duration::from_millis(settings.pause_ms)),
            answered: Mutex::new(BTreeMap::new()),
        })
    }

    /// How we name ourselves to a portal: `sansang/1.2.3 (+contact)`.
    pub fn user_agent(settings: &CollectSettings) -> String {
        let version = env!("CARGO_PKG_VERSION");
        match &settings.contact {
            Some(contact) => format!("sansang/{version} (+{contact})"),
            None => format!("sansang/{version}"),
        }
    }

    /// An address as it may be kept: without user, and with `•` where a parameter carries a key or a session.
    pub fn redacted(url: &Url) -> Url {
        redact::url(url)
    }

    /// Asks, follows redirects within the declared hosts, tries again where that may help, and tells what happened.
    pub async fn fetch(&self, ask: Ask<'_>) -> Seen {
        let mut attempts = Vec::new();
        let mut url = bare(ask.url);
        let mut visited = BTreeSet::from([url.to_string()]);
        let mut first_tls = None;
        for n in 0..=self.limits.redirects {
            let hop = if guard::declared(ask.portal, &url) {
                // The parts of an exchange are large, and there may be many at once.
                Box::pin(self.hop(&ask, &url, &mut attempts)).await
            } else {
                self.undeclared(&url, &mut attempts)
            };
            if n == 0 {
                first_tls = hop.end.as_ref().ok().and_then(|(_, tls)| tls.clone());
            }
            let target = match &hop.end {
                Ok((reply, _)) if ask.follow => leads_to(reply, &url),
                Ok(_) | Err(_) => None,
            };
            let Some(target) = target else {
                return seen(hop, &url, first_tls, attempts);
            };
            if !guard::declared(ask.portal, &target) {
                // It is a hop, and the last one: nobody asked us to go there.
                let _unasked = self.undeclared(&target, &mut attempts);
                return seen(hop, &target, first_tls, attempts);
            }
            let fresh = visited.insert(target.to_string());
            if !fresh || n == self.limits.redirects {
                let word = if fresh { "redirects" } else { "loop" };
                self.unasked(&target, word, &mut attempts);
                return seen(hop, &target, first_tls, attempts);
            }
            url = target;
        }
        // The last round of the loop has returned.
        let hop = self.none(Fault::ours(Stage::Guard, "redirects"));
        seen(hop, &url, first_tls, attempts)
    }

    /// A host that the portal does not declare: written down, not asked.
    fn undeclared(&self, url: &Url, attempts: &mut Vec<Attempt>) -> Hop {
        self.unasked(url, "undeclared", attempts);
        self.none(Fault::ours(Stage::Guard, "undeclared"))
    }

    /// Writes an address down that is not asked.
    fn unasked(&self, url: &Url, why: &str, attempts: &mut Vec<Attempt>) {
        attempts.push(Attempt {
            started_at: (self.clock)(),
            elapsed_ms: 0,
            url: redact::url(url).to_string(),
            address: String::new(),
            stage: Stage::Guard,
            outcome: Outcome::ToolError,
            detail: why.to_owned(),
        });
    }

    /// The address of a site that answered last.
    fn answered(&self, site: &str) -> Option<IpAddr> {
        let answered = self.answered.lock();
        let answered = answered.unwrap_or_else(PoisonError::into_inner);
        answered.get(site).copied()
    }

    /// Remembers which address answered.
    fn answers(&self, site: String, ip: IpAddr) {
        let answered = self.answered.lock();
        let mut answered = answered.unwrap_or_else(PoisonError::into_inner);
        answered.insert(site, ip);
    }
}

/// The record of a hop that is the last one.
fn seen(hop: Hop, url: &Url, tls: Option<crate::collect::Tls>, attempts: Vec<Attempt>) -> Seen {
    let mut seen = Seen {
        obs: 0,
        outcome: Outcome::ToolError,
        observed_at: hop.started_at,
        status: None,
        final_url: None,
        headers: Vec::new(),
        body: Vec::new(),
        complete: false,
        tls,
        attempts,
        control: hop.control,
    };
    match hop.end {
        Err(fault) => seen.outcome = fault.outcome,
        Ok((reply, _)) => {
            seen.outcome = hop::outcome(&reply.head);
            seen.status = Some(reply.head.status.as_u16());
            seen.final_url = Some(redact::url(url));
            seen.headers = redact::headers(&reply.head.headers);
            seen.complete = reply.cut.is_none();
            seen.body = reply.body;
        }
    }
    seen
}

/// An address without what is never sent: fragment and user.
fn bare(url: &Url) -> Url {
    let mut bare = url.clone();
    bare.set_fragment(None);
    // An address without a host takes no user, and then there is none to remove.
    let _none = bare.set_username("").and_then(|()| bare.set_password(None));
    bare
}

/// Where a redirect leads, where it leads anywhere on the web.
fn leads_to(reply: &Reply, from: &Url) -> Option<Url> {
    if !matches!(reply.head.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = reply.head.headers.get(LOCATION)?;
    let location = std::str::from_utf8(location.as_bytes()).ok()?;
    if location.len() > ADDRESS {
        return None;
    }
    let target = from.join(location.trim()).ok()?;
    matches!(target.scheme(), "http" | "https").then(|| bare(&target))
}

#[cfg(test)]
mod tests;
