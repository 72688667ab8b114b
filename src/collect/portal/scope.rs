//! Which addresses belong to a portal: its declared hosts, and on its own host what lies below its path.
//!
//! A portal whose address ends with `/` is what lies below it; one whose address is a page is the whole host, unless
//! another portal of the profile lies on that host too: then it is what lies in the page's folder. What lies below the
//! path of another portal is never its own. Sections that the profile declares always are, wherever they lie.

use url::Url;

use super::super::wire::guard;
use crate::extract;
use crate::unit::Portal;

/// The declared hosts of a portal.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    portal: &'a Portal,
    /// Its home page.
    pub(super) home: Url,
    /// The path that its pages lie below, with `/` at its end.
    area: String,
    /// Paths of other portals on its host.
    others: Vec<String>,
    /// Paths of sections that it declares.
    declared: Vec<String>,
}

impl<'a> Scope<'a> {
    /// The scope of one of a profile's portals; nothing where its address cannot be read.
    pub(super) fn of(portal: &'a Portal, all: &[Portal]) -> Option<Self> {
        let home = Url::parse(&portal.url).ok()?;
        let others = all.iter().filter(|other| other.id != portal.id);
        let others = others.filter_map(|other| Url::parse(&other.url).ok());
        let others = others.filter(|other| host(other) == host(&home));
        let others: Vec<String> = others.map(|other| area(&other)).collect();
        let fenced = home.path().ends_with('/') || !others.is_empty();
        let mut scope = Self {
            portal,
            area: if fenced { area(&home) } else { "/".to_owned() },
            others,
            declared: Vec::new(),
            home,
        };
        let sections = portal.sections.values().flatten();
        let sections = sections.filter_map(|address| scope.resolve(address));
        let sections = sections.filter(|url| host(url) == host(&scope.home));
        scope.declared = sections.map(|url| below(url.path())).collect();
        Some(scope)
    }

    /// Whether an address lies on a declared host and is the portal's own: only those are its pages.
    pub(super) fn owns(&self, url: &Url) -> bool {
        if !self.holds(url) {
            return false;
        }
        if host(url) != host(&self.home) {
            return true;
        }
        let path = below(url.path());
        let lies = |area: &String| path.starts_with(area.as_str());
        let closer = |area: &&String| area.len() > self.area.len();
        let anothers = self.others.iter().filter(closer).any(lies);
        (lies(&self.area) && !anothers) || self.declared.iter().any(lies)
    }

    /// Where a file usually lies that speaks for the portal.
    pub(super) fn usual(&self, name: &str) -> Option<Url> {
        let mut url = self.home.clone();
        url.set_query(None);
        url.set_path(&self.area);
        url.join(name).ok()
    }

    /// Whether an address lies on a declared host.
    pub(super) fn holds(&self, url: &Url) -> bool {
        guard::declared(self.portal, url)
    }

    /// An address in the form in which two spellings of it are one, and by which its page is known: normalised, and with
    /// TLS where the portal has it.
    pub(super) fn key(&self, url: &Url) -> String {
        let mut page = extract::normalised(url);
        let plain = page.scheme() == "http" && page.port().is_none();
        let own = self.home.scheme() == "https" && page.host_str() == self.home.host_str();
        if plain
            && own
            && page.set_scheme("https").is_ok()
            && page.set_port(self.home.port()).is_err()
        {
            return url.to_string();
        }
        page.into()
    }

    /// An address as the profile writes it: absolute, from the root (`/a`), or below the portal's own.
    pub(super) fn resolve(&self, written: &str) -> Option<Url> {
        if let Ok(url) = Url::parse(written) {
            return Some(url);
        }
        let mut base = self.home.clone();
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        base.set_query(None);
        base.join(written).ok()
    }

    /// The portal's host with or without `www.`, where that twin is declared too.
    pub(super) fn twin(&self) -> Option<Url> {
        let host = self.home.host_str()?;
        let twin = host
            .strip_prefix("www.")
            .map_or_else(|| format!("www.{host}"), str::to_owned);
        let mut url = self.home.clone();
        url.set_host(Some(&twin)).ok()?;
        self.holds(&url).then_some(url)
    }
}

/// The host of an address, whether it is written with `www.` or without.
fn host(url: &Url) -> Option<&str> {
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// The path of a portal's folder: of the page that stands for it, or of itself.
fn area(home: &Url) -> String {
    let path = home.path();
    let (folder, last) = path.rsplit_once('/').unwrap_or(("", path));
    if last.contains('.') {
        below(folder)
    } else {
        below(path)
    }
}

/// A path in a form in which all that lies below it begins with it.
fn below(path: &str) -> String {
    let path = path.to_ascii_lowercase();
    if path.ends_with('/') {
        path
    } else {
        path + "/"
    }
}

/// Scheme, host and port: what a robots.txt speaks for.
pub(super) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

#[cfg(test)]
#[path = "scope_tests.rs"]
mod tests;
