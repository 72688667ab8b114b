//! The files of a portal that are made for machines: feeds, site maps, robots files.

use url::Url;

use super::pages_tests::{day, fixture};
use super::*;

#[test]
fn feeds_sitemaps_and_robots_files_are_read() {
    let base = Url::parse("https://mau.example.vn/rss.xml").unwrap();
    let rss = feed(fixture!("rss.xml"), &base).unwrap();
    assert_eq!(
        (rss.kind, rss.parses, rss.entries, rss.newest_on),
        (FeedKind::Rss, true, 2, day("2020-12-29"))
    );
    let map = feed(fixture!("sitemap.xml"), &base).unwrap();
    assert_eq!(
        (map.kind, map.parses, map.entries),
        (FeedKind::Sitemap, true, 2)
    );
    assert!(feed(fixture!("liferay-news.html"), &base).is_none());
    let robots = robots(fixture!("robots.txt"), "sansang", &base);
    assert!(!robots.allows(&base.join("/quan-tri/x").unwrap()));
    assert!(robots.allows(&base.join("/quan-tri/cong-khai").unwrap()));
    assert_eq!(
        (robots.crawl_delay_ms, robots.sitemaps.len()),
        (Some(2_000), 1)
    );
}
