//! The crawl of one portal: its pages, once each, and the rows and coverage that they give.
//!
//! Everything that the crawl decides is a function of the answers alone, never of time or of the order in which other
//! portals answer, so that a resumed or replayed crawl is the same crawl. Nothing counts against a portal whose answer is
//! our own fault. Start at [`crawl`].
//!
//! **Patience.** What a portal costs that does not answer is bounded, and is about one patience: one question with all the
//! attempts that the limits give it. Each rule below hangs on answers, none on time:
//! - A robots.txt that does not answer has had it. No page is asked then; the home page is what its probes came to.
//! - Probes are single attempts, each at its own time, beside the crawl; so are the questions to the hosts. They wait for
//!   robots.txt as long as a quarter of the patience for a first byte; nothing that they bring depends on it.
//! - A home page that does not answer, or does not end its answer, is where the crawl ends.
//! - Elsewhere, once one address has not answered, each further one has a single attempt; three in a row or six in all end
//!   the crawl. What was not asked then is not in the tables, and their coverage says `silence`.
//!
//! Portals wait for nothing but a pause between two starts at one address, so bad ones together cost what one does.

mod cover;
mod crawling;
mod endpoints;
mod feeds;
mod gate;
mod items;
mod list_rows;
mod lists;
mod page;
mod papers;
mod probes;
mod pruning;
mod reading;
mod reaping;
mod rows;
mod scope;
mod searching;
mod sheet;
mod site;
mod targets;
mod telling;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::coverage::CoverageRow;
use super::gather::Row;
use super::seen::{Fetch, Outcome, Stopped};
use crate::extract::Labels;
use crate::extract::certificate::Anchors;
use crate::table::Catalogue;
use crate::unit::{Limits, Portal, Profile, Round};

pub use cover::join_coverage;
pub use telling::Told;

/// What is crawled, and with what.
#[derive(Debug, Clone, Copy)]
pub struct PortalRequest<'a> {
    /// The portal.
    pub portal: &'a Portal,
    /// The unit it is declared by.
    pub profile: &'a Profile,
    /// The body that its rows count for: `unit_id` of its row in `portals`.
    pub body: &'a str,
    /// The round: its period says how far lists are paged back.
    pub round: &'a Round,
    /// The tables.
    pub catalogue: &'a Catalogue,
    /// The labels of the pack: which words lead to which section.
    pub labels: &'a Arc<Labels>,
    /// Roots that its certificate may lead to.
    pub anchors: &'a Anchors,
    /// Caps.
    pub limits: &'a Limits,
    /// Tables to fill.
    pub wanted: &'a BTreeSet<String>,
    /// Threads that may read answers at one time, of all portals together.
    pub workers: &'a Arc<tokio::sync::Semaphore>,
}

/// The longest `Crawl-delay` of a robots.txt that is obeyed, in milliseconds: a longer one would keep a crawl from its end.
pub const MOST_DELAY_MS: u64 = 10_000;

/// Tables that say nothing where a portal only offers services.
const NOT_OF_SERVICES: &[&str] = &["contacts", "items", "posted_documents", "searches"];

impl PortalRequest<'_> {
    /// Whether this portal fills a table: it is wanted, and something that portals of its role show.
    fn fills(&self, table: &str) -> bool {
        let services = self.portal.role == "service_portal";
        let shows = if services {
            !NOT_OF_SERVICES.contains(&table)
        } else {
            table != "procedure_pages"
        };
        shows && self.wanted.contains(table)
    }
}

/// What came of a crawl.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Harvest {
    /// Rows by table.
    pub tables: BTreeMap<String, Vec<Row>>,
    /// How much of each wanted table this portal shows, for its body; see [`join_coverage`].
    pub coverage: Vec<CoverageRow>,
    /// What came of asking for its home page.
    pub outcome: Outcome,
}

/// Crawls a portal and gives its rows and coverage.
///
/// `told` hears of each question before it is asked and after it was answered.
/// Errors: the run was interrupted.
pub async fn crawl(
    request: PortalRequest<'_>,
    fetch: &dyn Fetch,
    told: &(dyn Fn(Told) + Send + Sync),
) -> Result<Harvest, Stopped> {
    crawling::crawl(request, fetch, told).await
}

#[cfg(test)]
#[path = "crawl_tests.rs"]
mod tests;
