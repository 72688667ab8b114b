//! What the hosts of a portal offer: TLS, its certificate, IPv6, and where plain HTTP leads.
//!
//! The facts of TLS come from the connection of the home page itself; the certificate is judged afterwards, with its dates
//! left out. What a host does not offer is a fact only where our own network answered meanwhile.

use url::Url;

use super::super::cell::Cell;
use super::super::seen::{Family, Outcome, Seen, Stage, Step, Stopped, Tls};
use super::page::Brief;
use super::rows::Values;
use super::scope::Scope;
use super::sheet::{maybe, status, yes};
use super::site::Site;
use super::telling::{Door, How};
use crate::exact::{Day, sha256};
use crate::extract::certificate::{Anchors, judge};

/// What was asked of a host beside its home page.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The home page over TLS, of a portal without it and of the twin.
    secure: Option<Seen>,
    /// The first answer to `http://`.
    plain: Option<Seen>,
    /// The home page over IPv6.
    v6: Option<Seen>,
    /// The `www.` twin of the host, where it is declared.
    twin: Option<Box<(Url, Self)>>,
}

/// Asks the hosts of a portal, all at once: what one of them does not answer keeps none of the others waiting.
pub(super) async fn ask(door: &Door<'_>, scope: &Scope<'_>) -> Result<Asked, Stopped> {
    let plain = door.portal.plain_url.as_deref();
    let without = scope.home.scheme() == "http";
    let own = host(door, &scope.home, (plain, without));
    let other = async {
        let Some(twin) = scope.twin() else {
            return Ok(None);
        };
        let asked = host(door, &twin, (None, true)).await?;
        Ok(Some(Box::new((twin, asked))))
    };
    let (own, twin) = tokio::join!(own, other);
    Ok(Asked {
        twin: twin?,
        ..own?
    })
}

/// Asks one host: over TLS too where nothing else does.
async fn host(
    door: &Door<'_>,
    url: &Url,
    (plain, over_tls): (Option<&str>, bool),
) -> Result<Asked, Stopped> {
    let v6 = How {
        step: Step::Tls,
        family: Family::V6,
        ..How::PAGE
    };
    let plain = match plain {
        Some(plain) => Url::parse(plain).ok(),
        None => unsecured(url),
    };
    let secure = secured(url).filter(|_| over_tls);
    let (v6, plain, secure) =
        tokio::join!(door.ask(url, v6), first(door, plain), first(door, secure));
    Ok(Asked {
        plain: plain?,
        v6: Some(v6?),
        secure: secure?,
        twin: None,
    })
}

/// The first answer of an address, wherever it leads.
async fn first(door: &Door<'_>, url: Option<Url>) -> Result<Option<Seen>, Stopped> {
    match url {
        Some(url) => door.ask(&url, How::FIRST).await.map(Some),
        None => Ok(None),
    }
}

/// The address over TLS, at the usual port.
fn secured(url: &Url) -> Option<Url> {
    let mut secure = url.clone();
    if secure.scheme() == "http" {
        secure.set_port(None).ok()?;
        secure.set_scheme("https").ok()?;
    }
    Some(secure)
}

/// The address without TLS: itself, or at the usual port where it is at the usual one itself.
fn unsecured(url: &Url) -> Option<Url> {
    let mut plain = url.clone();
    if plain.scheme() == "https" {
        if plain.port().is_some() {
            return None;
        }
        plain.set_scheme("http").ok()?;
    }
    Some(plain)
}

/// Rows of `endpoints`: the portal's host, and its twin where that is declared.
pub(super) fn rows(
    site: &Site<'_>,
    home: Option<&Seen>,
    asked: &Asked,
    (title, anchors): (Option<&str>, &Anchors),
) -> Vec<(Brief, Values)> {
    let plain_only = site.scope.home.scheme() == "http";
    let mut rows = Vec::new();
    let over = if plain_only {
        asked.secure.as_ref()
    } else {
        home
    };
    // Where robots.txt keeps us from the home page, its own connection tells of the host.
    let over = over.or_else(|| site.gates().next().and_then(|gate| gate.seen.as_ref()));
    if let (Some(over), Some(url)) = (over, secured(&site.scope.home)) {
        rows.push(row(site, (&url, "portal"), over, asked, (title, anchors)));
    }
    if let Some(twin) = &asked.twin
        && let (Some(over), Some(url)) = (&twin.1.secure, secured(&twin.0))
    {
        rows.push(row(site, (&url, "www"), over, &twin.1, (title, anchors)));
    }
    rows
}

/// How a host answered over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Secure {
    /// A handshake ended.
    Yes,
    /// It is there, and there is no TLS.
    No,
    /// Nobody listens.
    Closed,
    /// Not known.
    Unknown,
}

fn row(
    site: &Site<'_>,
    (url, role): (&Url, &str),
    over: &Seen,
    asked: &Asked,
    (title, anchors): (Option<&str>, &Anchors),
) -> (Brief, Values) {
    let mut brief = site.brief(over);
    let mut secure = secure(over);
    if secure == Secure::Closed && role == "portal" && site.scope.home.scheme() == "https" {
        // A portal that is down offers TLS when it is up.
        secure = Secure::Unknown;
    }
    brief.outcome = match secure {
        Secure::Yes | Secure::No => Outcome::Observed,
        Secure::Closed => Outcome::Absent,
        Secure::Unknown if over.status.is_some() => Outcome::NotRun,
        Secure::Unknown => brief.outcome,
    };
    let host = url.host_str().unwrap_or_default();
    let portal = site.door.portal.id.as_str();
    let port = url.port_or_known_default().map(i64::from);
    let mut values: Values = vec![
        ("id", format!("{portal} {role}").as_str().into()),
        ("portal_id", portal.into()),
        ("role", role.into()),
        ("host", host.into()),
        ("port", port.map_or(Cell::Null, Cell::Int)),
        ("outcome", brief.outcome.code().into()),
    ];
    if secure == Secure::Unknown {
        return (brief, values);
    }
    let shows = |tls: &Tls| tls.key_proof != Some(false);
    values.push(("tls_ok", yes(over.tls.as_ref().is_some_and(shows))));
    if let Some(tls) = &over.tls {
        values.extend(certificate(tls, host, anchors));
        values.push(("backend", backend(over, tls)));
    }
    if over.status.is_some() {
        values.push(("banner", yes(shows_version(over))));
    }
    values.extend(plain(asked.plain.as_ref(), host));
    values.extend(v6(site, over, asked.v6.as_ref(), title));
    (brief, values)
}

fn secure(seen: &Seen) -> Secure {
    let answers = seen.control == Some(true);
    let all = |stage: Stage, detail: Option<&str>| {
        let mut attempts = seen
            .attempts
            .iter()
            .filter(|one| one.outcome != Outcome::ToolError);
        let any = seen
            .attempts
            .iter()
            .any(|one| one.outcome != Outcome::ToolError);
        any && attempts
            .all(|one| one.stage == stage && detail.is_none_or(|detail| one.detail == detail))
    };
    if seen.tls.is_some() {
        Secure::Yes
    } else if answers && all(Stage::Connect, Some("refused")) {
        Secure::Closed
    } else if answers && all(Stage::Tls, None) && !all(Stage::Tls, Some("timeout")) {
        Secure::No
    } else {
        Secure::Unknown
    }
}

fn certificate(tls: &Tls, host: &str, anchors: &Anchors) -> Values {
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let facts = judge(&tls.chain, name, anchors);
    let day = |day: Option<Day>| day.map_or(Cell::Null, |day| Cell::Text(day.to_string()));
    let mut values = vec![
        ("chain_ok", maybe(facts.chain_ok)),
        ("self_signed", maybe(facts.self_signed)),
        ("name_ok", maybe(facts.name_ok)),
        ("not_before", day(facts.not_before)),
        ("not_after", day(facts.not_after)),
    ];
    // The other version was not tried.
    match tls.version {
        "1.2" => values.push(("tls_1_2", yes(true))),
        "1.3" => values.push(("tls_1_3", yes(true))),
        _ => {}
    }
    values
}

/// What tells two portals on one server: the addresses that answered and the leaf.
fn backend(seen: &Seen, tls: &Tls) -> Cell {
    let answered = seen.attempts.iter().filter(|one| one.stage == Stage::Done);
    let mut addresses: Vec<&str> = answered.map(|one| one.address.as_str()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    let mut bytes = addresses.join(" ").into_bytes();
    bytes.push(b'\n');
    bytes.extend(tls.chain.first().into_iter().flatten());
    Cell::Text(sha256(&bytes))
}

/// Whether the head names a version of the server's software.
fn shows_version(seen: &Seen) -> bool {
    let telling = [
        "server",
        "x-powered-by",
        "x-aspnet-version",
        "x-aspnetmvc-version",
    ];
    seen.headers.iter().any(|(name, value)| {
        telling.contains(&name.as_str()) && value.contains(|c: char| c.is_ascii_digit())
    })
}

/// Where plain HTTP leads: a host that does not speak it leads nowhere.
fn plain(seen: Option<&Seen>, host: &str) -> Values {
    let Some(seen) = seen else {
        return Vec::new();
    };
    let Some(answer) = seen.status else {
        return match secure(seen) {
            Secure::Closed => vec![("plain_to_https", yes(false))],
            Secure::Yes | Secure::No | Secure::Unknown => Vec::new(),
        };
    };
    let location = seen.headers.iter().find(|(name, _)| name == "location");
    let target = location.and_then(|(_, value)| seen.final_url.as_ref()?.join(value).ok());
    let home = target.is_some_and(|url| url.scheme() == "https" && url.host_str() == Some(host));
    vec![
        ("plain_status", status(Some(answer))),
        ("plain_to_https", yes(home && matches!(answer, 301 | 308))),
    ]
}

/// Whether the host has an IPv6 address, and shows the same page there.
fn v6(site: &Site<'_>, over: &Seen, seen: Option<&Seen>, title: Option<&str>) -> Values {
    let Some(seen) = seen else {
        return Vec::new();
    };
    let brief = site.brief(seen);
    if seen.outcome == Outcome::Absent && seen.status.is_none() {
        return vec![("ipv6_address", yes(false)), ("ipv6_ok", yes(false))];
    }
    let tried = seen.attempts.iter().any(|one| !one.address.is_empty());
    if !tried && seen.status.is_none() {
        return Vec::new();
    }
    let here = site.brief(over);
    let same = match brief.outcome {
        Outcome::Observed | Outcome::Absent if here.outcome != brief.outcome => Some(false),
        Outcome::Observed => same(&here, &brief, title, seen),
        Outcome::Unreachable if seen.status.is_none() && seen.control == Some(true) => Some(false),
        Outcome::Absent
        | Outcome::Refused
        | Outcome::Unreachable
        | Outcome::ToolError
        | Outcome::NotRun => None,
    };
    vec![("ipv6_address", yes(true)), ("ipv6_ok", maybe(same))]
}

/// Whether two answers show one page: the same address in the end, and the title of the one stands in the other.
fn same(here: &Brief, there: &Brief, title: Option<&str>, seen: &Seen) -> Option<bool> {
    if here.final_url != there.final_url {
        return Some(false);
    }
    let title = title.filter(|title| !title.is_empty())?;
    let body = String::from_utf8_lossy(&seen.body);
    // A title may be written with references or in another encoding: then nothing is known.
    body.contains(title).then_some(true)
}
