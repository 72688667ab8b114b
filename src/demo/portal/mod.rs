//! Portals on loopback: what the demo's districts show, over HTTP and HTTPS, from inside the program.
//!
//! They listen on 127.0.0.1 alone, under names below `localhost`, with a root of their own that nobody but the demo's
//! profiles trusts. Start at [`Door`]; [`many`] makes portals for benchmarks.

mod certificate;
mod server;
mod site;

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
#[path = "server_tests.rs"]
mod tests;
