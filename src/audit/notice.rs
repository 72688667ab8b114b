//! What a portal's owner is told before anything is asked: which hosts, how often at most, how fast, when, and by whom.
//!
//! Reckoned from the plan and `[collect]` alone; nothing is asked.

use std::collections::BTreeMap;

use super::plan::{Plan, is_http};
use crate::unit::{CollectSettings, Limits, Portal, Profile};

/// Files of rules for robots: with and without TLS.
const ROBOTS: u64 = 2;
/// What a host is asked to see what it offers: without TLS, the twin name with `www.`, over IPv6.
const OFFERS: u64 = 4;

/// What is asked of one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostNotice {
    /// The host, with its port where one is named.
    pub host: String,
    /// The portals that it belongs to.
    pub portals: Vec<String>,
    /// Whether it may lie on a private address.
    pub private: bool,
    /// Most requests, each retried at most [`Limits::attempts`] times where nothing answers.
    pub requests: u64,
    /// About how many seconds they take, since they keep their pace.
    pub seconds: u64,
}

/// What the owners of a unit's portals are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The unit.
    pub unit: String,
    /// Hosts by name; none where no portal is asked.
    pub hosts: Vec<HostNotice>,
}

impl Notice {
    /// What a plan asks of each host.
    pub fn of(plan: &Plan, profile: &Profile, settings: &CollectSettings) -> Self {
        let mut hosts: BTreeMap<String, HostNotice> = BTreeMap::new();
        let each = requests(plan, &settings.limits);
        for portal in profile.portals.iter().filter(|_| each > 0) {
            for host in hosts_of(portal) {
                let notice = hosts.entry(host.clone()).or_insert_with(|| HostNotice {
                    host,
                    portals: Vec::new(),
                    private: false,
                    requests: 0,
                    seconds: 0,
                });
                notice.portals.push(portal.id.clone());
                notice.private |= portal.private;
                notice.requests = notice.requests.saturating_add(each);
            }
        }
        let waits = if plan.live.contains("uptime") {
            let between = settings.limits.probes.saturating_sub(1);
            between.saturating_mul(settings.limits.probe_ms)
        } else {
            0
        };
        for notice in hosts.values_mut() {
            let paced = notice.requests.saturating_mul(settings.pause_ms);
            notice.seconds = paced.max(waits).div_ceil(1_000);
        }
        Self {
            unit: profile.id.clone(),
            hosts: hosts.into_values().collect(),
        }
    }
}

/// Most requests to a host of a portal.
fn requests(plan: &Plan, limits: &Limits) -> u64 {
    let mut most = 0_u64;
    if plan.live.iter().any(|table| is_http(table)) {
        // The cap on pages holds for feeds, searches, links and files too. A home page that is silent is probed.
        most = most.saturating_add(limits.pages).saturating_add(ROBOTS);
    }
    if plan.live.contains("endpoints") {
        most = most.saturating_add(OFFERS);
    }
    if !plan.live.is_empty() {
        most = most.saturating_add(limits.probes);
    }
    most
}

/// The hosts that a portal declares, its own first.
fn hosts_of(portal: &Portal) -> Vec<String> {
    let own = url::Url::parse(&portal.url).ok();
    let own = own.and_then(|url| {
        let host = url.host_str()?.to_owned();
        Some(match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host,
        })
    });
    let mut hosts: Vec<String> = own.into_iter().collect();
    for host in &portal.hosts {
        if !hosts.contains(host) {
            hosts.push(host.clone());
        }
    }
    hosts
}

#[cfg(test)]
#[path = "notice_tests.rs"]
mod tests;
