//! Which addresses may be connected to, and which hosts a portal declares.
//!
//! Every address passes [`allowed`] in its final form, whatever it came from: a name, an IP literal, a redirect.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::Url;

use crate::unit::Portal;

/// The address without its wrapping where the system unwraps it itself: `::ffff:127.0.0.1` is `127.0.0.1`.
pub(super) fn unmapped(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(ip, IpAddr::V4),
    }
}

/// Whether an address may be connected to; `private` = the portal's entry says that it lies on a private network.
pub(super) fn allowed(ip: IpAddr, private: bool) -> bool {
    match unmapped(ip) {
        IpAddr::V4(v4) => allowed_v4(v4, private),
        IpAddr::V6(v6) => allowed_v6(v6, private),
    }
}

fn allowed_v4(ip: Ipv4Addr, private: bool) -> bool {
    let [a, b, c, _] = ip.octets();
    // «This host», groups, the reserved block and the metadata service are no portal anywhere.
    if a == 0 || a >= 224 || ip == Ipv4Addr::new(169, 254, 169, 254) {
        return false;
    }
    let local = ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19));
    private || !local
}

fn allowed_v6(ip: Ipv6Addr, private: bool) -> bool {
    if ip.is_unspecified() || ip.is_multicast() || ip == METADATA_V6 {
        return false;
    }
    if let Some(v4) = carried(ip) {
        return allowed_v4(v4, private);
    }
    let [a, b, ..] = ip.segments();
    // Only 2000::/3 is given out; 2001::/23 is for protocols (Teredo among them), two blocks are for documentation.
    let global = a & 0xe000 == 0x2000
        && !(a == 0x2001 && b < 0x0200)
        && !(a == 0x2001 && b == 0x0db8)
        && !(a == 0x3fff && b < 0x1000);
    private || global
}

/// The metadata service of a large cloud, on a unique-local address.
const METADATA_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0254);

/// The IPv4 address that an IPv6 address leads to: compatible, NAT64, 6to4 or ISATAP.
fn carried(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = ip.segments();
    let [first, second, third, .., high, low] = segments;
    let [_, _, _, _, fifth, sixth, ..] = segments;
    let v4 = |high: u16, low: u16| {
        let [o1, o2] = high.to_be_bytes();
        let [o3, o4] = low.to_be_bytes();
        Ipv4Addr::new(o1, o2, o3, o4)
    };
    let isatap = sixth == 0x5efe && matches!(fifth, 0 | 0x0200);
    let compatible = segments.starts_with(&[0; 6]) && high != 0;
    let nat64 = segments.starts_with(&[0x0064, 0xff9b, 0, 0, 0, 0]);
    if first == 0x2002 {
        return Some(v4(second, third));
    }
    (isatap || compatible || nat64).then(|| v4(high, low))
}

/// Whether the portal declares the host and port of an address: those of its own, its further hosts, its address without TLS.
pub(in crate::collect) fn declared(portal: &Portal, url: &Url) -> bool {
    let Some((host, port)) = site(url) else {
        return false;
    };
    let own = Url::parse(&portal.url).ok();
    let own = own.as_ref().and_then(site);
    let own_port = own.as_ref().map(|(_, port)| *port);
    // A host without a port means where browsers look, and where the portal itself is.
    let usual = port == 80 || port == 443 || Some(port) == own_port;
    if own.is_some_and(|(own, _)| own == host) && usual {
        return true;
    }
    let plain = portal.plain_url.as_deref();
    let plain = plain.and_then(|plain| Url::parse(plain).ok());
    if plain.as_ref().and_then(site) == Some((host.clone(), port)) {
        return true;
    }
    portal.hosts.iter().any(|entry| match named(entry) {
        Some((known, Some(own))) => known == host && own == port,
        Some((known, None)) => known == host && usual,
        None => false,
    })
}

/// Host and port of an address of the web.
fn site(url: &Url) -> Option<(String, u16)> {
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?;
    let host = host.strip_suffix('.').unwrap_or(host);
    Some((host.to_owned(), url.port_or_known_default()?))
}

/// `host` or `host:port` as a profile says it. The default port of one scheme is told by the other.
fn named(entry: &str) -> Option<(String, Option<u16>)> {
    let plain = Url::parse(&format!("http://{entry}/")).ok()?;
    let secure = Url::parse(&format!("https://{entry}/")).ok()?;
    let (host, _) = site(&plain)?;
    Some((host, plain.port().or_else(|| secure.port())))
}

/// A portal at an address, with these further hosts.
#[cfg(test)]
pub(super) fn portal(url: &str, hosts: &[&str]) -> Portal {
    Portal {
        id: "p".to_owned(),
        role: "info_portal".to_owned(),
        url: url.to_owned(),
        org_id: "o".to_owned(),
        private: false,
        illustrative: false,
        hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
        plain_url: None,
        roots: Vec::new(),
        sections: std::collections::BTreeMap::new(),
        selectors: std::collections::BTreeMap::new(),
    }
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
