//! Which addresses belong to a portal: its declared hosts, and nothing else.

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
}

impl<'a> Scope<'a> {
    /// The scope of a portal; nothing where its address cannot be read.
    pub(super) fn of(portal: &'a Portal) -> Option<Self> {
        let home = Url::parse(&portal.url).ok()?;
        Some(Self { portal, home })
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

/// Scheme, host and port: what a robots.txt speaks for.
pub(super) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}
