//! `[[portal]]` of `units/ID.toml` → [`Portal`].

use std::collections::BTreeSet;

use super::Portal;
use super::name::{below_workspace, is_id};
use super::read_profile::Reader;
use super::written::PortalEntry;

const PORTAL_ROLES: &[&str] = &["info_portal", "service_portal", "component_site"];

impl Reader {
    pub(super) fn portals(&mut self, unit: &str, entries: Vec<PortalEntry>) -> Vec<Portal> {
        let mut taken = BTreeSet::new();
        let mut meant = Vec::new();
        for (n, entry) in entries.into_iter().enumerate() {
            let path = |key: &str| format!("portal.{n}.{key}");
            if !is_id(&entry.id) {
                self.refuse("profile.id", &entry.id, &path("id"));
            }
            if !taken.insert(entry.id.clone()) {
                self.refuse("profile.twice", &entry.id, &path("id"));
            }
            self.word("profile.role", &entry.role, PORTAL_ROLES, &path("role"));
            if host(&entry.url).is_none() {
                self.refuse("profile.url", &entry.url, &path("url"));
            }
            for (m, host) in entry.hosts.iter().enumerate() {
                if host_of(host).is_none() {
                    self.refuse("profile.host", host, &path(&format!("hosts.{m}")));
                }
            }
            if let Some(url) = entry
                .plain_url
                .as_ref()
                .filter(|url| !url.starts_with("http://"))
            {
                self.refuse("profile.plain_url", url, &path("plain_url"));
            }
            let mut roots = Vec::new();
            for (m, root) in entry.roots.iter().enumerate() {
                match below_workspace(root) {
                    Some(below) => roots.push(below),
                    None => self.refuse("profile.path", root, &path(&format!("roots.{m}"))),
                }
            }
            meant.push(Portal {
                id: entry.id,
                role: entry.role,
                url: entry.url,
                org_id: entry.organisation.unwrap_or_else(|| unit.to_owned()),
                private: entry.private,
                illustrative: entry.illustrative,
                hosts: entry.hosts.iter().map(|host| host.to_lowercase()).collect(),
                plain_url: entry.plain_url,
                roots,
                sections: entry
                    .sections
                    .into_iter()
                    .map(|(section, addresses)| (section, addresses.0))
                    .collect(),
                selectors: entry.selectors,
            });
        }
        meant
    }
}

/// The host of a portal's address, in lower case.
pub(crate) fn host(url: &str) -> Option<String> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host_of(authority)
}

/// The host of `host:port`, in lower case.
fn host_of(authority: &str) -> Option<String> {
    let host = authority
        .rsplit_once(':')
        .map_or(authority, |(host, _)| host);
    let formed = !host.is_empty()
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    formed.then(|| host.to_lowercase())
}
