use super::*;

fn read(text: &str) -> Option<FeedFacts> {
    feed(text.as_bytes(), &Url::parse("https://a.vn/rss").unwrap())
}

fn day(iso: &str) -> Said<Day> {
    Said::Is(Day::parse(iso).unwrap())
}

#[test]
fn rss_and_atom_are_counted_and_dated() {
    let rss = "<?xml version=\"1.0\"?><!DOCTYPE rss><rss version=\"2.0\"><channel><title>t</title><pubDate>Wed, 01 Jan 2025 00:00:00 GMT</pubDate>\
               <item><title>một</title><link>/tin/1?a=1&amp;b=2</link><pubDate>Thu, 24 Dec 2020 08:00:00 +0700</pubDate></item>\
               <item><link><![CDATA[https://a.vn/tin/2]]></link><pubDate>25/12/2020 07:00</pubDate></item><item/></channel></rss>";
    let facts = read(rss).unwrap();
    assert_eq!(
        (facts.kind, facts.parses, facts.entries),
        (FeedKind::Rss, true, 3)
    );
    assert_eq!(facts.newest_on, day("2020-12-25"));
    let links: Vec<(&str, Option<Day>)> = facts
        .links
        .iter()
        .map(|(url, day)| (url.as_str(), *day))
        .collect();
    assert_eq!(
        links,
        [
            ("https://a.vn/tin/1?a=1&b=2", Day::parse("2020-12-24")),
            ("https://a.vn/tin/2", Day::parse("2020-12-25"))
        ]
    );
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='/rss'/><entry><link rel='self' href='/x'/>\
                <link href='/tin/1'/><updated>2020-12-30T08:00:00Z</updated><published>2020-12-20T08:00:00Z</published></entry></feed>";
    let facts = read(atom).unwrap();
    assert_eq!(
        (facts.kind, facts.entries, facts.newest_on),
        (FeedKind::Atom, 1, day("2020-12-20"))
    );
    assert_eq!(facts.links[0].0.as_str(), "https://a.vn/tin/1");
}

#[test]
fn sitemaps_of_both_kinds_are_read() {
    let map = "<urlset><url><loc>https://a.vn/1</loc><lastmod>2020-12-01</lastmod></url><url><loc>ftp://a.vn/2</loc></url></urlset>";
    let facts = read(map).unwrap();
    assert_eq!(
        (
            facts.kind,
            facts.entries,
            facts.links.len(),
            facts.newest_on
        ),
        (FeedKind::Sitemap, 2, 1, day("2020-12-01"))
    );
    let index = "<sitemapindex><sitemap><loc>https://a.vn/s1.xml</loc></sitemap></sitemapindex>";
    let facts = read(index).unwrap();
    assert_eq!(
        (facts.kind, facts.entries, facts.newest_on),
        (FeedKind::SitemapIndex, 1, Said::None)
    );
}

#[test]
fn what_is_broken_or_hostile_does_not_parse() {
    let cut = read("<rss><channel><item><pubDate>mai</pubDate></item><item>").unwrap();
    assert_eq!(
        (cut.parses, cut.entries, cut.newest_on),
        (false, 1, Said::Unread)
    );
    assert!(read("<html><body>x</body></html>").is_none());
    assert!(read("").is_none());
    assert!(read("{}").is_none());
    let deep = format!("<rss>{}", "<a>".repeat(100_000));
    assert!(!read(&deep).unwrap().parses);
    // Entities stand for nothing: a «billion laughs» stays a few bytes.
    let laughs = "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><rss><item><link>/&b;</link></item></rss>";
    assert_eq!(read(laughs).unwrap().entries, 1);
    assert!(!read("<rss></channel></rss>").unwrap().parses);
}

#[test]
fn letters_of_other_encodings_are_read() {
    let mut body = vec![0xff, 0xfe];
    body.extend(
        "<rss><item/></rss>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    let url = Url::parse("https://a.vn/").unwrap();
    assert_eq!(feed(&body, &url).unwrap().entries, 1);
    let body =
        b"<?xml version='1.0' encoding='windows-1258'?><rss><item><title>\xd0</title></item></rss>";
    assert_eq!(feed(body, &url).unwrap().entries, 1);
}
