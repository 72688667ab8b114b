//! Names → addresses, by our own questions to name servers. Nothing is judged here: the guard sees every address.
//!
//! Start at [`Resolver::addresses`].

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use hickory_resolver::config::{
    ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts,
};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use hickory_resolver::{Resolver as Hickory, TokioResolver};
use url::Host;

use super::fault::Fault;
use crate::collect::{Family, Outcome, Stage};
use crate::words::Problem;

/// Addresses of a family that are looked at.
const MOST: usize = 16;

const NO_ADDRESS: &str = "no_address";

/// Asks name servers.
#[derive(Clone)]
pub(super) struct Resolver {
    inner: TokioResolver,
    patience: Duration,
}

impl std::fmt::Debug for Resolver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resolver").finish_non_exhaustive()
    }
}

impl Resolver {
    /// Asks these servers (`address` or `address:port`), or the system's where there are none; `patience` for a look-up.
    pub(super) fn new(servers: &[String], patience: Duration) -> Result<Self, Problem> {
        let provider = TokioRuntimeProvider::default();
        let mut builder = if servers.is_empty() {
            TokioResolver::builder(provider)
                .map_err(|error| Problem::new("wire.system_dns").with("why", error))?
        } else {
            let servers: Result<Vec<_>, _> = servers.iter().map(|text| server(text)).collect();
            let config = ResolverConfig::from_name_servers(servers?);
            let mut builder = Hickory::builder_with_config(config, provider);
            // Who names servers wants their answers, not this machine's.
            builder.options_mut().use_hosts_file = ResolveHosts::Never;
            builder
        };
        patient(builder.options_mut(), patience);
        let inner = builder.build();
        let inner = inner.map_err(|error| Problem::new("wire.system_dns").with("why", error))?;
        Ok(Self { inner, patience })
    }

    /// The addresses of a host in the order in which they are tried: of both families in turn, IPv6 first; a literal
    /// is its own address, and `localhost` is this machine without asking.
    pub(super) async fn addresses(
        &self,
        host: &Host<&str>,
        family: Family,
    ) -> Result<Vec<IpAddr>, Fault> {
        let (v6, v4) = match *host {
            Host::Ipv4(ip) => (Vec::new(), vec![IpAddr::V4(ip)]),
            Host::Ipv6(ip) => (vec![IpAddr::V6(ip)], Vec::new()),
            Host::Domain(name) if is_localhost(name) => {
                let v4 = IpAddr::V4(Ipv4Addr::LOCALHOST);
                let v6 = IpAddr::V6(Ipv6Addr::LOCALHOST);
                // Little of what listens on this machine does so on IPv6.
                return Ok(match family {
                    Family::Any => vec![v4, v6],
                    Family::V6 => vec![v6],
                });
            }
            Host::Domain(name) => self.asked(name, family).await?,
        };
        match family {
            Family::Any => Ok(in_turn(v6, v4)),
            Family::V6 if v6.is_empty() => Err(none_of_type()),
            Family::V6 => Ok(v6),
        }
    }

    /// What the name servers say: addresses of IPv6, then of IPv4.
    async fn asked(&self, name: &str, family: Family) -> Result<(Vec<IpAddr>, Vec<IpAddr>), Fault> {
        let full = format!("{}.", name.strip_suffix('.').unwrap_or(name));
        // A name that cannot be asked for has no address.
        let Ok(full) = Name::from_ascii(&full) else {
            return Err(Fault::unreachable(Stage::Dns, "name"));
        };
        match family {
            Family::V6 => Ok((self.records(full, RecordType::AAAA).await?, Vec::new())),
            Family::Any => {
                let v6 = self.records(full.clone(), RecordType::AAAA);
                let (v6, v4) = tokio::join!(v6, self.records(full, RecordType::A));
                match (v6, v4) {
                    (Err(six), Err(four)) => Err(match (six.outcome, four.outcome) {
                        // A host without any address is a host that cannot be reached.
                        (Outcome::Absent, Outcome::Absent) => {
                            Fault::unreachable(Stage::Dns, NO_ADDRESS)
                        }
                        // «There is none» of one family does not outweigh «not known» of the other.
                        (_, Outcome::Absent) => six,
                        _ => four,
                    }),
                    (v6, v4) => Ok((v6.unwrap_or_default(), v4.unwrap_or_default())),
                }
            }
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "not our own list: what is not named here is told as it is"
    )]
    /// The addresses of one type, sorted, so that each run tries them in the same order.
    async fn records(&self, name: Name, kind: RecordType) -> Result<Vec<IpAddr>, Fault> {
        let lookup = self.inner.lookup(name, kind);
        let Ok(lookup) = tokio::time::timeout(self.patience, lookup).await else {
            return Err(Fault::unreachable(Stage::Dns, "timeout"));
        };
        let lookup = lookup.map_err(|error| fault(&error))?;
        let answers = lookup.answers().iter().take(MOST * 4);
        let addresses = answers.filter_map(|record| match &record.data {
            RData::A(a) if kind == RecordType::A => Some(IpAddr::V4(a.0)),
            RData::AAAA(a) if kind == RecordType::AAAA => Some(IpAddr::V6(a.0)),
            _other => None,
        });
        let mut addresses: Vec<IpAddr> = addresses.take(MOST).collect();
        addresses.sort_unstable();
        addresses.dedup();
        if addresses.is_empty() {
            return Err(none_of_type());
        }
        Ok(addresses)
    }
}

/// `localhost` and what ends on it (RFC 6761 §6.3).
fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let name = name.to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// One of each family in turn, IPv6 first (RFC 8305 §4).
fn in_turn(v6: Vec<IpAddr>, v4: Vec<IpAddr>) -> Vec<IpAddr> {
    let (mut v6, mut v4) = (v6.into_iter(), v4.into_iter());
    let mut order = Vec::new();
    loop {
        let (six, four) = (v6.next(), v4.next());
        if six.is_none() && four.is_none() {
            return order;
        }
        order.extend(six);
        order.extend(four);
    }
}

/// The name is there and has no address of this type.
fn none_of_type() -> Fault {
    Fault {
        stage: Stage::Dns,
        outcome: Outcome::Absent,
        detail: NO_ADDRESS.to_owned(),
    }
}

/// What a name server's answer, or its silence, means.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "not our own list: what is not named here is told as it is"
)]
fn fault(error: &NetError) -> Fault {
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none)) => match none.response_code {
            ResponseCode::NXDomain => Fault::unreachable(Stage::Dns, "nxdomain"),
            ResponseCode::NoError => none_of_type(),
            code => Fault::unreachable(Stage::Dns, format!("dns={}", said(code))),
        },
        NetError::Dns(DnsError::ResponseCode(code)) => {
            Fault::unreachable(Stage::Dns, format!("dns={}", said(*code)))
        }
        NetError::Timeout => Fault::unreachable(Stage::Dns, "timeout"),
        NetError::NoConnections => Fault::ours(Stage::Dns, "no_resolver"),
        NetError::Io(error) => Fault::io(Stage::Dns, error),
        _ => Fault::unreachable(Stage::Dns, "garbage"),
    }
}

/// A response code in one word.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "not our own list: what is not named here is told as it is"
)]
fn said(code: ResponseCode) -> String {
    match code {
        ResponseCode::ServFail => "servfail".to_owned(),
        ResponseCode::Refused => "refused".to_owned(),
        ResponseCode::FormErr => "formerr".to_owned(),
        ResponseCode::NotImp => "notimp".to_owned(),
        code => u16::from(code).to_string(),
    }
}

/// `address` or `address:port` of a name server.
fn server(text: &str) -> Result<NameServerConfig, Problem> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let socket = text.parse::<SocketAddr>();
    let socket = socket.or_else(|_| bare.parse::<IpAddr>().map(|ip| SocketAddr::new(ip, 53)));
    // The parser's own words say no more than that it is no address.
    let Ok(socket) = socket else {
        return Err(Problem::new("wire.dns").with("name", text));
    };
    let port = |mut connection: ConnectionConfig| {
        connection.port = socket.port();
        connection
    };
    let connections = vec![port(ConnectionConfig::udp()), port(ConnectionConfig::tcp())];
    Ok(NameServerConfig::new(socket.ip(), true, connections))
}

/// Two questions a look-up, within its patience.
fn patient(options: &mut ResolverOpts, patience: Duration) {
    options.attempts = 1;
    options.timeout = (patience / 2).clamp(Duration::from_millis(10), Duration::from_secs(5));
    options.cache_size = 1_024;
    // A name that was just set up must not be missing until an old «no» runs out.
    options.negative_max_ttl = Some(Duration::from_secs(5));
}

#[cfg(test)]
#[path = "resolve_tests.rs"]
mod tests;
