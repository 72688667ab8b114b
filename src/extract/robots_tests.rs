use super::*;

fn read(text: &str) -> Robots {
    robots(
        text.as_bytes(),
        "sansang",
        &Url::parse("https://a.vn/robots.txt").unwrap(),
    )
}

fn allows(text: &str, path: &str) -> bool {
    read(text).allows(&Url::parse("https://a.vn/").unwrap().join(path).unwrap())
}

#[test]
fn the_longest_rule_decides_and_allow_where_two_are_as_long() {
    let text =
        "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nAllow: /x\nDisallow: /x\n";
    for (path, allowed) in [
        ("/a/1", false),
        ("/a/b/1", true),
        ("/a/b/c", false),
        ("/x", true),
        ("/z", true),
        ("/robots.txt", true),
    ] {
        assert_eq!(allows(text, path), allowed, "{path}");
    }
}

#[test]
fn our_own_group_counts_before_that_of_all() {
    let text = "User-agent: *\nDisallow: /\n\nUser-agent: bot\nUser-agent: SanSang/1.0\nDisallow: /kin\nCrawl-delay: 2.5\n\
                User-agent: sansang\nDisallow: /rieng\n";
    assert!(allows(text, "/tin"));
    assert!(!allows(text, "/kin") && !allows(text, "/rieng"));
    assert_eq!(read(text).crawl_delay_ms, Some(2_500));
    assert!(!allows("User-agent: *\nDisallow: /\n", "/tin"));
    // A group that names us and asks for nothing lets us in.
    assert!(allows(
        "User-agent: *\nDisallow: /\nUser-agent: sansang\nDisallow:\n",
        "/tin"
    ));
}

#[test]
fn stars_and_the_end_are_patterns() {
    let text = "user-agent: *\ndisallow: /*.pdf$\ndisallow: /tim*q=\nallow: /tim-kiem$ # trang\n";
    for (path, allowed) in [
        ("/a/b.pdf", false),
        ("/a/b.pdf?x", true),
        ("/tim?q=1", false),
        ("/tim-kiem?q=1", false),
        ("/tim-kiem", true),
    ] {
        assert_eq!(allows(text, path), allowed, "{path}");
    }
    assert!(!allows("User-agent: *\nDisallow: /tệp\n", "/t%E1%BB%87p"));
    assert!(!allows("User-agent: *\nDisallow: /%7Ea\n", "/~a"));
}

#[test]
fn sitemaps_stand_anywhere_and_nonsense_asks_nothing() {
    let text = "Sitemap: /sitemap.xml\nUser-agent: *\nSitemap: https://a.vn/2.xml\nSitemap: javascript:1\n<html>\n\0\n: x\n";
    let robots = read(text);
    let sitemaps: Vec<&str> = robots.sitemaps.iter().map(Url::as_str).collect();
    assert_eq!(sitemaps, ["https://a.vn/sitemap.xml", "https://a.vn/2.xml"]);
    assert!(robots.allows(&Url::parse("https://a.vn/x").unwrap()));
    assert!(robots.crawl_delay_ms.is_none());
}
