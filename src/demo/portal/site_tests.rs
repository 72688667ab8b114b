use std::collections::BTreeSet;
use std::sync::LazyLock;

use scraper::{Html, Selector};

use super::*;

const AT: Ports = Ports {
    https: 20_443,
    http: 20_080,
};

/// The portals, built once for all tests here.
static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| districts(AT).unwrap());

fn site(id: &str) -> &'static Site {
    let host = format!("{id}.localhost");
    SITES.iter().find(|site| site.host == host).unwrap()
}

/// The pages of HTML, by path.
fn pages(site: &Site) -> Vec<(&String, Html, &str)> {
    let mut pages = Vec::new();
    for (path, reply) in &site.pages {
        if let Reply::Body {
            media_type, bytes, ..
        } = reply
            && media_type.starts_with("text/html")
        {
            let text = std::str::from_utf8(bytes).unwrap();
            pages.push((path, Html::parse_document(text), text));
        }
    }
    pages
}

fn all(page: &Html, selector: &str, attribute: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let found = page.select(&selector);
    found
        .map(|element| element.attr(attribute).unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn two_portals_on_the_same_ports_are_the_same_bytes() {
    for (once, again) in SITES.iter().zip(&districts(AT).unwrap()) {
        assert_eq!(once.pages, again.pages, "{}", once.host);
    }
}

#[test]
fn every_link_leads_to_a_page_but_for_one_file_and_the_neighbours() {
    for (id, missing) in [("hai-ha", 1), ("mau-a", 0), ("mau-b", 1)] {
        let site = site(id);
        let mut dead = BTreeSet::new();
        let mut elsewhere = BTreeSet::new();
        for (_, page, _) in pages(site) {
            for (selector, attribute) in [
                ("a", "href"),
                ("img", "src"),
                ("link", "href"),
                ("form[method=get]", "action"),
            ] {
                for target in all(&page, selector, attribute) {
                    if target.starts_with('/') {
                        if site.reply(&target).is_none() {
                            dead.insert(target);
                        }
                    } else if !target.starts_with("mailto:") {
                        elsewhere.insert(target);
                    }
                }
            }
        }
        assert_eq!(dead.len(), missing, "{id}: {dead:?}");
        let own = "localhost:20443/";
        assert!(
            elsewhere.iter().all(|to| to.contains(own)),
            "{id}: {elsewhere:?}"
        );
        assert_eq!(elsewhere.len(), if id == "mau-b" { 0 } else { 2 }, "{id}");
    }
}

#[test]
fn every_page_says_that_it_is_made_up() {
    for site in &*SITES {
        for (path, page, text) in pages(site) {
            assert!(text.contains("Trang minh họa của sansang"), "{path}");
            let title = Selector::parse("title").unwrap();
            assert_eq!(page.select(&title).count(), 1, "{path}");
        }
    }
}

#[test]
fn the_three_are_made_well_fairly_and_badly() {
    let share = |id: &str| {
        let site = site(id);
        let pages = pages(site);
        let count = |selector: &str| -> usize {
            pages
                .iter()
                .map(|(_, page, _)| all(page, selector, "alt").len())
                .sum()
        };
        [
            count("img"),
            count("img[alt]"),
            count("meta[name=viewport]"),
            count("html[lang=vi]"),
        ]
        .map(|n| n * 100 / pages.len())
    };
    let [well, fairly, badly] = ["hai-ha", "mau-a", "mau-b"].map(share);
    assert!(well[0] == well[1] && well[2..] == [100, 100], "{well:?}");
    assert!(
        fairly[0] > fairly[1] && fairly[2..] == [100, 100],
        "{fairly:?}"
    );
    assert!(badly[0] > 100 && badly[1..] == [0, 0, 0], "{badly:?}");
    assert!(site("hai-ha").pages.len() > 150);
    assert!(site("mau-b").pages.len() < 40);
}

#[test]
fn one_section_is_stale_one_page_is_silent_and_one_certificate_is_near_its_end() {
    let [hai_ha, mau_a, mau_b] = ["hai-ha", "mau-a", "mau-b"].map(site);
    let days = |site: &Site, path: &str| {
        let Some(Reply::Body { bytes, .. }) = site.reply(path) else {
            panic!("{path}");
        };
        let page = Html::parse_document(std::str::from_utf8(&bytes).unwrap());
        all(&page, "main time", "datetime")
    };
    assert_eq!(
        days(hai_ha, "/chi-dao-dieu-hanh").iter().max().unwrap(),
        "2020-08-14"
    );
    assert_eq!(days(hai_ha, "/tin-tuc").iter().max().unwrap(), "2020-12-30");
    let silent = |site: &Site| {
        site.pages
            .values()
            .filter(|reply| **reply == Reply::Silence)
            .count()
    };
    assert_eq!([silent(hai_ha), silent(mau_a), silent(mau_b)], [0, 1, 0]);
    assert_eq!(mau_a.reply("/thong-ke"), Some(Reply::Silence));
    assert_eq!(
        [hai_ha.days_left, mau_a.days_left, mau_b.days_left],
        [82, 55, 9]
    );
}

#[test]
fn a_title_is_found_by_the_search_of_its_portal() {
    let found = |site: &Site, query: &str| {
        let Some(Reply::Body { bytes, .. }) = site.reply(query) else {
            panic!("{query}");
        };
        String::from_utf8(bytes.to_vec()).unwrap()
    };
    let site = site("hai-ha");
    let asked = "/tim-kiem?tu-khoa=530+cu%E1%BB%99c+h%E1%BB%8Dp";
    assert!(found(site, asked).contains("530 cuộc họp trực tuyến"));
    assert!(found(site, "/tim-kiem?tu-khoa=530+cuoc+hop").contains("530 cuộc họp trực tuyến"));
    let number = site.searches["/van-ban/tim"].found[0].2.clone();
    let asked = format!("/van-ban/tim?so-ky-hieu={}", number.replace('/', "%2F"));
    assert!(found(site, &asked).contains(&number));
}
