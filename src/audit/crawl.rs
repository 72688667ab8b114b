//! How a portal is read: by the crawl of `collect`, or in tests by whatever they put in its place.

use crate::collect::{
    CoverageRow, Fetch, Harvest, Pending, PortalRequest, Stopped, Told, crawl, join_coverage,
};

/// Reads portals.
pub(super) trait Crawl: Send + Sync {
    /// Reads one.
    fn crawl<'a>(
        &'a self,
        request: PortalRequest<'a>,
        fetch: &'a dyn Fetch,
        told: &'a (dyn Fn(Told) + Send + Sync),
    ) -> Pending<'a, Result<Harvest, Stopped>>;

    /// What several portals of one body show together.
    fn join(&self, rows: Vec<CoverageRow>) -> Vec<CoverageRow> {
        join_coverage(rows)
    }
}

/// The crawl of `collect`.
#[derive(Debug)]
pub(super) struct Portals;

impl Crawl for Portals {
    fn crawl<'a>(
        &'a self,
        request: PortalRequest<'a>,
        fetch: &'a dyn Fetch,
        told: &'a (dyn Fn(Told) + Send + Sync),
    ) -> Pending<'a, Result<Harvest, Stopped>> {
        Box::pin(crawl(request, fetch, told))
    }
}
