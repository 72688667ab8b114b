//! Portals on loopback: what the demo's districts show, over HTTP and HTTPS, from inside the program.
//!
//! They listen on 127.0.0.1 alone, under names below `localhost`, with a root of their own that nobody but the demo's
//! profiles trusts. Start at [`Door`]; [`many`] makes portals for benchmarks.

mod about;
mod build;
mod certificate;
mod documents;
mod entries;
mod menu;
mod server;
mod shown;
mod site;
mod support;
mod topics;

pub use server::{Counted, Door, PORTS, Ports, Running};
pub use site::{RESULTS, Reply, Search, Site};

use crate::words::Problem;

/// Serves what `make` makes of the two ports that are taken: any two that are free.
///
/// Errors: no port is free, a host that is no name, a thread that the system refuses.
pub fn start(make: impl FnOnce(Ports) -> Vec<Site>) -> Result<Running, Problem> {
    let door = Door::at(Ports { https: 0, http: 0 })?;
    let sites = make(door.ports());
    door.open(sites)
}

/// The portals of the demo's three districts: one with a section that went stale, one with a page that never answers,
/// one whose certificate ends in nine days.
///
/// Errors: none but slips of this module, which its tests find.
pub fn districts(ports: Ports) -> Result<Vec<Site>, Problem> {
    let built = shown::ALL.iter().map(|shown| build::site(shown, ports));
    built.collect()
}

/// So many portals of one page: `site-001.localhost` and on.
pub fn many(n: usize) -> Vec<Site> {
    let page = include_str!("pages/many.html");
    let site = |n: usize| {
        let name = format!("site-{n:03}");
        let pages = [("/", page.replace("{{ name }}", &name))];
        Site {
            host: format!("{name}.localhost"),
            days_left: 60,
            pages: pages
                .map(|(path, text)| (path.to_owned(), Reply::html(text)))
                .into(),
            ..Site::default()
        }
    };
    (1..=n).map(site).collect()
}

#[cfg(test)]
mod server_tests;
#[cfg(test)]
mod site_tests;
