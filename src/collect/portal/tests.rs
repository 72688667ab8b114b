//! Whole portals as tables of canned answers.

use super::*;

/// The engine runs crawls as tasks of their own.
#[test]
fn a_crawl_may_move_between_threads() {
    fn moves<T: Send>(_: &T) {}
    fn crawled<'a>(
        request: PortalRequest<'a>,
        fetch: &'a dyn Fetch,
        told: &'a (dyn Fn(Told) + Send + Sync),
    ) {
        moves(&crawl(request, fetch, told));
    }
    let _: fn(PortalRequest<'_>, &dyn Fetch, &(dyn Fn(Told) + Send + Sync)) =
        |a, b, c| crawled(a, b, c);
}
