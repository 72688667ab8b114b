//! Whether our own network works: hosts that the officer named are connected to when a portal does not answer.
//!
//! An answer serves all who ask within a few seconds. Nothing is sent. Start at [`Control::works`].

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use url::{Host, Url};

use super::resolve::Resolver;
use crate::collect::Family;

/// How long an answer holds.
const HOLDS: Duration = Duration::from_secs(5);

/// Asks the control hosts.
#[derive(Debug)]
pub(super) struct Control {
    hosts: Vec<String>,
    resolver: Resolver,
    patience: Duration,
    last: Mutex<BTreeMap<Family, (Instant, Option<bool>)>>,
}

impl Control {
    /// Hosts as `name` or `name:port`; `patience` for each connection.
    pub(super) fn new(hosts: &[String], resolver: Resolver, patience: Duration) -> Self {
        Self {
            hosts: hosts.to_vec(),
            resolver,
            patience,
            last: Mutex::new(BTreeMap::new()),
        }
    }

    /// Whether any control host can be connected to over this family; nothing where none is named or none has such an address.
    pub(super) async fn works(&self, family: Family) -> Option<bool> {
        if self.hosts.is_empty() {
            return None;
        }
        let mut last = self.last.lock().await;
        if let Some((at, works)) = last.get(&family)
            && at.elapsed() < HOLDS
        {
            return *works;
        }
        let works = self.ask(family).await;
        last.insert(family, (Instant::now(), works));
        works
    }

    async fn ask(&self, family: Family) -> Option<bool> {
        let mut probes = JoinSet::new();
        for host in &self.hosts {
            let (host, resolver, patience) = (host.clone(), self.resolver.clone(), self.patience);
            probes.spawn(async move { probe(&host, &resolver, family, patience).await });
        }
        let mut works = None;
        while let Some(probed) = probes.join_next().await {
            match probed {
                Ok(Some(true)) => return Some(true),
                Ok(Some(false)) => works = Some(false),
                Ok(None) | Err(_) => {}
            }
        }
        // Over both families a host that has no address is a host that did not answer.
        match family {
            Family::Any => Some(works.unwrap_or(false)),
            Family::V6 => works,
        }
    }
}

/// Whether one host can be connected to; nothing where it has no address of the family.
async fn probe(
    host: &str,
    resolver: &Resolver,
    family: Family,
    patience: Duration,
) -> Option<bool> {
    let url = Url::parse(&format!("https://{host}/")).ok()?;
    let port = url.port_or_known_default()?;
    let named: Host<&str> = url.host()?;
    let addresses = match resolver.addresses(&named, family).await {
        Ok(addresses) => addresses,
        Err(fault) if fault.outcome == crate::collect::Outcome::Absent => return None,
        Err(_) => return Some(false),
    };
    for ip in addresses.into_iter().take(2) {
        let connect = TcpStream::connect(SocketAddr::new(ip, port));
        if let Ok(Ok(_)) = timeout(patience, connect).await {
            return Some(true);
        }
    }
    Some(false)
}
