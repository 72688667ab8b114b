//! Whole pages, one for each family of software and each trap that portals are known to set.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use url::Url;

use super::*;
use crate::exact::Day;

pub(super) static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    Labels::parse("vi.toml", include_str!("../../checks/sections/vi.toml")).unwrap()
});

/// Reads a body as the page of an address, known to belong to a section or not, on the last day of 2020.
pub(super) fn facts_at(
    address: &str,
    body: &[u8],
    section: Option<&str>,
    own: &[(&str, &str)],
) -> PageFacts {
    let url = Url::parse(address).unwrap();
    let answer = Answer {
        url: &url,
        final_url: &url,
        status: 200,
        headers: &[],
        body,
        complete: true,
    };
    let selectors: BTreeMap<String, String> = own
        .iter()
        .map(|(name, css)| ((*name).to_owned(), (*css).to_owned()))
        .collect();
    let context = PageContext {
        selectors: &selectors,
        labels: &LABELS,
        section,
        seen_on: Day::parse("2020-12-31").unwrap(),
    };
    page(&answer, &context, &mut || true)
}

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../tests/fixtures/portals/pages/", $name))
    };
}
pub(super) use fixture;

pub(super) fn day(iso: &str) -> Said<Day> {
    Said::Is(Day::parse(iso).unwrap())
}

fn days(facts: &PageFacts) -> Vec<Said<Day>> {
    days_of(&facts.entries)
}

#[test]
fn liferay_lists_news_with_their_own_days() {
    let facts = facts_at(
        "https://a.vn/web/guest/tin-tuc",
        fixture!("liferay-news.html"),
        Some("news"),
        &[],
    );
    assert_eq!(facts.family, Some("liferay"));
    // The clock of the header is no entry's day; an entry that shows none has none; today's entry is today's.
    assert_eq!(
        days(&facts),
        [
            day("2020-12-29"),
            day("2020-12-25"),
            Said::None,
            day("2020-12-31")
        ]
    );
    assert_eq!(
        facts.entries[0].title,
        "Hội nghị tổng kết công tác cải cách hành chính"
    );
    assert!(facts.own.is_none(), "{:?}", facts.own);
    assert_eq!(
        facts.next.as_ref().map(Url::as_str),
        Some("https://a.vn/web/guest/tin-tuc?p_p_id=101&_101_INSTANCE_a_cur=2")
    );
    assert_eq!(facts.feeds.len(), 1);
    let section = |path: &str| {
        let link = facts
            .links
            .iter()
            .find(|link| link.url.path() == path)
            .unwrap();
        (link.block, link.section)
    };
    assert_eq!(section("/web/guest/tin-tuc"), (Block::Nav, Some("news")));
    assert_eq!(section("/web/guest/lich"), (Block::Nav, Some("schedule")));
    assert_eq!(section("/en"), (Block::Nav, Some("english")));
    assert_eq!(
        section("/web/guest/so-do"),
        (Block::Footer, Some("site_map"))
    );
    let related: Vec<&str> = facts
        .links
        .iter()
        .filter(|link| link.block == Block::Related)
        .map(|link| link.url.as_str())
        .collect();
    assert_eq!(
        related,
        ["https://chinhphu.example.vn/", "https://tinh.example.vn/"]
    );
    let [agency] = facts.contacts.as_slice() else {
        panic!("{:?}", facts.contacts)
    };
    assert_eq!(
        (agency.kind, agency.place),
        (ContactKind::Agency, Place::Footer)
    );
    assert_eq!(agency.address, "Số 1, phố Trung tâm, thị trấn mẫu");
    assert_eq!(
        (agency.phone.as_str(), agency.email.as_str()),
        ("0203.3879.001", "vanphong@mau.gov.vn")
    );
    assert_eq!(agency.responsible, "Chánh Văn phòng HĐND và UBND");
}

#[test]
fn sharepoint_shows_an_article_with_its_file() {
    let facts = facts_at(
        "https://a.vn/Pages/view_detail.aspx?ItemID=15",
        fixture!("sharepoint-article.html"),
        None,
        &[],
    );
    assert_eq!(facts.family, Some("sharepoint"));
    let own = facts.own.unwrap();
    assert_eq!(own.title, "Tập huấn kỹ năng số cho cán bộ cấp xã");
    assert_eq!(
        (own.published_on, own.byline),
        (day("2015-03-30"), Some(true))
    );
    assert!(facts.print_control);
    assert!(facts.entries.is_empty(), "{:?}", facts.entries);
}

#[test]
fn dotnetnuke_lists_documents_in_a_table() {
    let facts = facts_at(
        "https://a.vn/Default.aspx?tabid=5",
        fixture!("dotnetnuke-documents.html"),
        Some("documents"),
        &[],
    );
    assert_eq!(facts.family, Some("dotnetnuke"));
    let [first, second, third] = facts.documents.as_slice() else {
        panic!("{:?}", facts.documents)
    };
    assert_eq!(
        (first.number.as_str(), first.issued_on, first.effective_on),
        ("45/QĐ-UBND", day("2020-11-05"), day("2020-11-05"))
    );
    assert_eq!(first.kind.as_deref(), Some("Quyết định"));
    assert_eq!(first.issuer.as_deref(), Some("UBND huyện mẫu"));
    assert_eq!(
        first.file_url.as_ref().map(Url::as_str),
        Some("https://a.vn/Portals/0/VB/45.pdf")
    );
    assert_eq!(
        first.url.as_ref().map(Url::as_str),
        Some("https://a.vn/Default.aspx?tabid=5&id=45")
    );
    assert_eq!(first.posted_on, Said::Unread);
    assert_eq!(
        (second.number.as_str(), second.issued_on, second.file),
        ("12/2020/CT-UBND", Said::None, Said::None)
    );
    assert_eq!((third.issued_on, third.file), (Said::Unread, Said::Is(())));
    assert!(
        third
            .file_url
            .as_ref()
            .is_some_and(|url| url.path() == "/LinkClick.aspx")
    );
    let [form] = facts.forms.as_slice() else {
        panic!("{:?}", facts.forms)
    };
    assert_eq!(
        (form.purpose, form.get, form.filters),
        (Purpose::DocumentSearch, true, 2)
    );
    assert_eq!(
        facts.next.as_ref().map(Url::as_str),
        Some("https://a.vn/Default.aspx?tabid=5&page=2")
    );
}

#[test]
fn a_schedule_is_about_its_weeks() {
    let facts = facts_at(
        "https://a.vn/lich",
        fixture!("drupal-schedule.html"),
        Some("schedule"),
        &[],
    );
    assert_eq!(facts.family, Some("drupal"));
    let span = |from, to| Said::Is((Day::parse(from).unwrap(), Day::parse(to).unwrap()));
    let valid: Vec<Said<(Day, Day)>> = facts.entries.iter().map(|entry| entry.valid).collect();
    assert_eq!(
        valid,
        [
            span("2020-12-21", "2020-12-27"),
            span("2020-12-28", "2021-01-03"),
            Said::Unread
        ]
    );
    assert_eq!(days(&facts), [Said::None; 3]);
    assert_eq!(
        facts.next.as_ref().map(Url::as_str),
        Some("https://a.vn/lich?page=1")
    );
}

#[test]
fn nukeviet_shows_a_home_page() {
    let facts = facts_at(
        "https://a.vn/",
        fixture!("nukeviet-home.html"),
        Some("home"),
        &[],
    );
    assert_eq!(facts.family, Some("nukeviet"));
    assert_eq!(days(&facts), [day("2020-09-04"), day("2020-08-01")]);
    let purposes: Vec<Purpose> = facts.forms.iter().map(|form| form.purpose).collect();
    assert_eq!(purposes, [Purpose::Search, Purpose::Login]);
    let organisation = facts
        .links
        .iter()
        .find(|link| link.section == Some("organisation"))
        .unwrap();
    assert_eq!(organisation.url.path(), "/about/to-chuc/");
    assert!(facts.links.iter().any(
        |link| link.block == Block::Related && link.url.host_str() == Some("huyen.example.vn")
    ));
    assert_eq!(facts.feeds.len(), 1);
    let agency = facts
        .contacts
        .iter()
        .find(|contact| contact.kind == ContactKind::Agency)
        .unwrap();
    assert_eq!(
        (agency.address.as_str(), agency.phone.as_str()),
        ("Thôn Trung tâm, xã mẫu", "0203 3879 002")
    );
    assert_eq!(agency.email, "xamau@mau.gov.vn");
}

#[test]
fn a_clock_is_no_day_of_publication() {
    let facts = facts_at(
        "https://a.vn/tin/quy-inh-ve-chu-ky-so-286970",
        fixture!("vnpt-article.html"),
        None,
        &[],
    );
    assert_eq!(facts.family, Some("vnpt-like"));
    let own = facts.own.unwrap();
    assert_eq!(
        (own.published_on, own.byline),
        (day("2020-05-07"), Some(true))
    );
    assert!(facts.print_control);
    assert_eq!(
        days_of(&facts.entries),
        [day("2020-05-02"), day("2020-05-01")]
    );
    // The only day of the page is that of the visit: it may be the article's, or a clock.
    let facts = facts_at("https://a.vn/x", fixture!("clock-only.html"), None, &[]);
    assert_eq!(
        facts.own.map(|own| (own.published_on, own.byline)),
        Some((Said::Unread, Some(false)))
    );
}

fn days_of(entries: &[Entry]) -> Vec<Said<Day>> {
    entries.iter().map(|entry| entry.published_on).collect()
}

#[test]
fn old_webforms_and_json_ld_are_known() {
    let facts = facts_at(
        "https://a.vn/detail.aspx?id=3",
        fixture!("webforms-article.html"),
        None,
        &[],
    );
    assert_eq!(facts.family, Some("webforms"));
    let own = facts.own.unwrap();
    assert_eq!(
        (own.title.as_str(), own.published_on),
        ("Khánh thành cầu qua suối", day("2020-03-15"))
    );
    let own = facts_at("https://a.vn/x", fixture!("jsonld-article.html"), None, &[])
        .own
        .unwrap();
    assert_eq!(
        (own.published_on, own.byline),
        (day("2020-09-05"), Some(true))
    );
}

#[test]
fn a_map_of_the_site_names_sections_in_its_body() {
    let facts = facts_at(
        "https://a.vn/so-do",
        fixture!("sitemap-page.html"),
        None,
        &[],
    );
    let sections: Vec<Option<&str>> = facts.links.iter().map(|link| link.section).collect();
    assert_eq!(
        sections,
        [
            Some("intro"),
            Some("organisation"),
            Some("news"),
            Some("budget"),
            None
        ]
    );
    assert!(facts.entries.is_empty(), "{:?}", facts.entries);
}

#[test]
fn old_encodings_are_read_and_told() {
    for (body, declared, encoding, nfc) in [
        (
            &fixture!("windows-1258.html")[..],
            "windows-1258",
            "windows-1258",
            Some(false),
        ),
        (&fixture!("tcvn3-as-utf8.html")[..], "utf-8", "tcvn3", None),
        (&fixture!("vni.html")[..], "iso-8859-1", "vni", None),
    ] {
        let facts = facts_at("https://a.vn/x", body, None, &[]);
        assert_eq!(
            (facts.charset_declared.as_str(), facts.encoding, facts.nfc),
            (declared, Some(encoding), nfc)
        );
        let text = facts.text.to_lowercase();
        assert_eq!(
            text,
            "thủ tục hành chính của đơn vị được công khai trên cổng thông tin điện tử"
        );
        assert_eq!(facts.bytes_valid, Some(true));
    }
}

#[test]
fn a_hostile_page_leads_nowhere_it_should_not() {
    let facts = facts_at("https://a.vn/x", fixture!("hostile.html"), None, &[]);
    let urls: Vec<&str> = facts.links.iter().map(|link| link.url.as_str()).collect();
    assert_eq!(
        urls,
        ["https://khac.example.vn/x/tin/1", "https://a.vn:8443/2"]
    );
    assert!(!facts.title.chars().any(char::is_control));
    assert_eq!(facts.bytes_valid, Some(false));
    assert_eq!(days(&facts), [day("2020-02-01"), day("2020-02-02")]);
}

#[test]
fn the_profile_s_selectors_come_first() {
    let page = "<div class=muc><b>Một tin rất ngắn</b><i>01/02/2020</i><a href=/1>xem</a></div>\
                <div class=muc><b>Hai</b><a href=/2>xem</a></div><ul><li><a href=/3>Một tin khác có ngày</a> 03/02/2020</li></ul>";
    let own = [("item", ".muc"), ("item_title", "b"), ("item_date", "i")];
    let found = facts_at("https://a.vn/x", page.as_bytes(), None, &own).entries;
    let told: Vec<(&str, Said<Day>)> = found
        .iter()
        .map(|one| (one.title.as_str(), one.published_on))
        .collect();
    assert_eq!(
        told,
        [("Một tin rất ngắn", day("2020-02-01")), ("Hai", Said::None)]
    );
    // A selector that finds nothing is as if it were not there.
    let found = facts_at(
        "https://a.vn/x",
        page.as_bytes(),
        None,
        &[("item", ".khac")],
    )
    .entries;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].url.path(), "/3");
}
