//! Whole portals as tables of canned answers.

#[path = "checks_tests.rs"]
mod checks;
#[path = "hosts_tests.rs"]
mod hosts;
#[path = "lists_tests.rs"]
mod lists;
#[path = "pages_tests.rs"]
mod pages;
#[path = "papers_tests.rs"]
mod papers;
#[path = "patience_tests.rs"]
mod patience;
#[path = "telling_tests.rs"]
mod telling;
#[path = "town_tests.rs"]
mod town;
#[path = "trouble_tests.rs"]
mod trouble;
#[path = "world_tests.rs"]
mod world;

use super::*;
use pages::healthy;
use world::{World, ask, covered, filled};

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

#[test]
fn a_full_portal_fills_every_table() {
    let town = healthy();
    let harvest = World::with("").crawl(&town);
    assert_eq!(harvest.outcome, Outcome::Observed);
    let tables = filled(&harvest);
    let told = |sql: &str| ask(&tables, sql);
    for table in [
        "portals",
        "pages",
        "contacts",
        "items",
        "posted_documents",
        "links",
        "forms",
        "searches",
        "feeds",
        "endpoints",
    ] {
        assert_eq!(covered(&harvest, table), "complete", "{table}");
    }
    assert_eq!(
        covered(&harvest, "uptime"),
        "sample/?/probes=3 every_ms=20000"
    );
    assert_eq!(
        told(
            "select section, kind, depth from pages where kind <> 'article' order by depth, section, id"
        ),
        [
            "home|home|0",
            "direction|list|1",
            "intro|other|1",
            "news|list|1",
            "site_map|other|1",
            "news|list|2",
            "organisation|other|2"
        ]
    );
    assert_eq!(
        told(
            "select section, count(*), min(published_on), sum(page_id <> '') from items group by section"
        ),
        ["direction|2|2020-06-01|0", "news|6|2020-08-14|5"]
    );
    assert_eq!(
        told("select marked, position, results from searches order by marked"),
        ["0|2|2", "1|1|1"]
    );
    assert_eq!(
        told(
            "select url, declared_host, outcome, status from links where block = 'related' order by url"
        ),
        [
            "https://haiha.example.vn/lien-ket|1|observed|200",
            "https://www.example.gov.vn/|0|-|-"
        ]
    );
    assert_eq!(
        told(
            "select kind, outcome, parses, entries, newest_on from feeds where outcome = 'observed' order by kind"
        ),
        [
            "robots|observed|1|-|-",
            "rss|observed|1|1|2020-12-30",
            "sitemap|observed|1|1|"
        ]
    );
    assert_eq!(
        told(
            "select host, port, outcome, tls_ok, chain_ok, self_signed, name_ok, not_after, tls_1_2, tls_1_3, plain_status, \
              plain_to_https, ipv6_address, ipv6_ok from endpoints"
        ),
        ["haiha.example.vn|443|observed|1|1|0|1|2023-12-31|-|1|301|1|0|0"]
    );
}

#[test]
fn probes_asks_and_manners_of_a_full_portal() {
    let town = healthy();
    let harvest = World::with("").crawl(&town);
    let tables = filled(&harvest);
    assert_eq!(
        ask(&tables, "select state, from_at, seconds from uptime"),
        ["up|2020-12-31T08:00:20|20", "up|2020-12-31T08:00:40|20"]
    );
    // What robots.txt forbids is never asked, and an address is asked once.
    let asked = town.asked();
    assert!(!asked.iter().any(|subject| subject.contains("quan-tri")));
    let distinct: BTreeSet<&String> = asked.iter().collect();
    assert_eq!(distinct.len(), asked.len());
}

#[test]
fn rows_of_a_communes_portal_count_for_the_commune() {
    let mut world = World::with("organisation = \"xa-a\"");
    world.body = "xa-a";
    let harvest = world.crawl(&healthy());
    assert!(harvest.coverage.iter().all(|row| row.body == "xa-a"));
    for rows in harvest.tables.values() {
        assert!(rows.iter().all(|row| row[0] == "xa-a".into()));
    }
    assert!(harvest.tables["items"].len() > 5);
}

#[test]
fn the_same_answers_give_the_same_harvest_in_any_order() {
    let first = World::with("").crawl(&healthy());
    assert!(first == World::with("").crawl(&healthy()));
    let mut town = healthy();
    town.shuffled = true;
    assert!(first == World::with("").crawl(&town));
}
