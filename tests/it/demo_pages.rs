//! What the demo's portals show is what is read from them, page by page, without a network.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use sansang::check::Pack;
use sansang::demo::portal::{PORTS, Reply, Site, districts};
use sansang::exact::Day;
use sansang::extract::{Answer, Contact, ContactKind, PageContext, PageFacts, Purpose, Said, page};
use url::Url;

use crate::support;

static PACK: LazyLock<Pack> = LazyLock::new(support::pack);
static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| districts(PORTS).unwrap());

/// What a page of a district's portal says, read as a page of a section.
fn read(id: &str, path: &str, section: Option<&str>) -> PageFacts {
    let host = format!("{id}.localhost");
    let site = SITES.iter().find(|site| site.host == host).unwrap();
    let Some(Reply::Body {
        bytes, media_type, ..
    }) = site.reply(path)
    else {
        panic!("{id} has no page {path}");
    };
    let url = Url::parse(&format!("https://{host}:{}{path}", PORTS.https)).unwrap();
    let answer = Answer {
        url: &url,
        final_url: &url,
        status: 200,
        headers: &[("content-type".to_owned(), media_type.to_owned())],
        body: &bytes,
        complete: true,
    };
    let context = PageContext {
        selectors: &BTreeMap::new(),
        labels: &PACK.labels,
        section,
        seen_on: Day::of(2026, 11, 26).unwrap(),
    };
    page(&answer, &context, &mut || true)
}

fn day(iso: &str) -> Day {
    Day::parse(iso).unwrap()
}

/// The days of the entries of a list, as they stand.
fn days(facts: &PageFacts) -> Vec<Day> {
    let days = facts.entries.iter().map(|entry| match entry.published_on {
        Said::Is(day) => day,
        Said::None | Said::Unread => panic!("{}", entry.title),
    });
    days.collect()
}

#[test]
fn the_menu_leads_to_the_sections_that_a_portal_has() {
    let sections = |id: &str| -> BTreeSet<&'static str> {
        let links = read(id, "/", Some("home")).links;
        links.iter().filter_map(|link| link.section).collect()
    };
    let all = [
        "intro",
        "organisation",
        "leaders",
        "sub_units",
        "contact",
        "news",
        "direction",
        "schedule",
        "feedback_handling",
        "rewards",
        "planning",
        "plans",
        "budget",
        "projects",
        "procurement",
        "statistics",
        "egov",
        "law_guidance",
        "qa",
        "documents",
        "procedures",
        "drafts",
        "site_map",
    ];
    assert_eq!(sections("hai-ha"), all.into());
    let left_out = ["feedback_handling", "procurement", "law_guidance", "drafts"];
    assert_eq!(&BTreeSet::from(all) - &sections("mau-a"), left_out.into());
    let few = [
        "intro",
        "leaders",
        "news",
        "direction",
        "plans",
        "budget",
        "documents",
    ];
    assert_eq!(sections("mau-b"), few.into());
}

#[test]
fn the_entries_of_a_list_have_their_days_and_its_pages_follow_each_other() {
    for (id, entries) in [("hai-ha", 50), ("mau-a", 22), ("mau-b", 9)] {
        let mut path = "/tin-tuc".to_owned();
        let mut found = Vec::new();
        loop {
            let facts = read(id, &path, Some("news"));
            found.extend(days(&facts));
            let Some(next) = facts.next else { break };
            path = format!("{}?{}", next.path(), next.query().unwrap());
        }
        assert_eq!(found.len(), entries, "{id}");
        assert!(found.is_sorted_by(|newer, older| newer > older), "{id}");
    }
    let weeks = read("hai-ha", "/lich-cong-tac", Some("schedule")).entries;
    assert_eq!(
        weeks[0].valid,
        Said::Is((day("2020-12-28"), day("2021-01-03")))
    );
    let direction = read("hai-ha", "/chi-dao-dieu-hanh", Some("direction"));
    assert_eq!(days(&direction)[0], day("2020-08-14"));
}

#[test]
fn an_article_says_its_own_day_and_a_clock_is_none() {
    for (id, published, byline) in [
        ("hai-ha", "2020-12-30", true),
        ("mau-a", "2020-12-29", true),
        ("mau-b", "2020-12-02", false),
    ] {
        let newest = read(id, "/tin-tuc", Some("news")).entries.remove(0);
        let article = read(id, newest.url.path(), Some("news")).own.unwrap();
        assert_eq!(article.title, newest.title);
        assert_eq!(article.published_on, Said::Is(day(published)), "{id}");
        assert_eq!(article.byline, Some(byline), "{id}");
    }
    let budget = read("hai-ha", "/ngan-sach", Some("budget"))
        .entries
        .remove(0);
    let budget = read("hai-ha", budget.url.path(), Some("budget"))
        .own
        .unwrap();
    assert_eq!(budget.files.len(), 1);
}

#[test]
fn pages_are_made_as_well_as_they_are_meant_to_be() {
    let made = |id: &str| {
        let facts = read(id, "/", Some("home"));
        let alt = facts.images == facts.images_alt && facts.images > 0;
        let search = facts
            .forms
            .iter()
            .any(|form| form.purpose == Purpose::Search && form.get);
        let lang = facts.lang_declared == "vi" && facts.lang_detected == Some("vi");
        [
            facts.viewport,
            alt,
            lang,
            search,
            !facts.feeds.is_empty(),
            facts.print_control,
        ]
    };
    assert_eq!(made("hai-ha"), [true; 6]);
    assert_eq!(made("mau-a"), [true, true, true, true, false, false]);
    assert_eq!(made("mau-b"), [false; 6]);
}

#[test]
fn leaders_officials_and_sub_units_are_told_apart_with_what_each_shows() {
    let of = |id: &str, path: &str, section: &str, kind: ContactKind| -> Vec<Contact> {
        let contacts = read(id, path, Some(section)).contacts;
        contacts
            .into_iter()
            .filter(|contact| contact.kind == kind)
            .collect()
    };
    for (id, whole) in [("hai-ha", true), ("mau-a", true), ("mau-b", false)] {
        let leaders = of(id, "/lanh-dao", "leaders", ContactKind::Leader);
        assert_eq!(leaders.len(), 3, "{id}: {leaders:?}");
        for leader in leaders {
            assert!(
                !leader.name.is_empty() && !leader.position.is_empty(),
                "{id}: {leader:?}"
            );
            assert_eq!([leader.duties, leader.biography], [whole; 2], "{id}");
        }
    }
    for (id, domain) in [("hai-ha", ".gov.vn"), ("mau-a", "@example.com")] {
        let officials = of(id, "/lien-he", "contact", ContactKind::Official);
        assert_eq!(officials.len(), 2, "{id}: {officials:?}");
        for official in officials {
            assert!(!official.position.is_empty() && !official.phone.is_empty());
            assert!(official.email.ends_with(domain), "{official:?}");
        }
    }
    for (id, all, told) in [("hai-ha", 19, 19), ("mau-a", 17, 14)] {
        let units = of(id, "/don-vi-truc-thuoc", "sub_units", ContactKind::SubUnit);
        let full = units
            .iter()
            .filter(|unit| !unit.phone.is_empty() && !unit.address.is_empty());
        assert_eq!((units.len(), full.count()), (all, told), "{id}: {units:?}");
    }
}

#[test]
fn issued_documents_have_their_number_day_and_file() {
    for (id, first_page, kind) in [
        ("hai-ha", 15, true),
        ("mau-a", 15, true),
        ("mau-b", 5, false),
    ] {
        let documents = read(id, "/van-ban", Some("documents")).documents;
        assert_eq!(documents.len(), first_page, "{id}");
        for document in documents {
            assert!(document.number.ends_with("/UBND"), "{document:?}");
            assert!(matches!(document.issued_on, Said::Is(_)) && document.file_url.is_some());
            assert_eq!(document.kind.is_some(), kind, "{id}");
        }
    }
}

#[test]
fn procedures_have_their_code_and_level() {
    let procedures = read("hai-ha", "/thu-tuc-hanh-chinh", Some("procedures")).procedures;
    assert_eq!(procedures.len(), 40);
    let online = procedures
        .iter()
        .filter(|one| matches!(one.level, Some("l3" | "l4")));
    assert_eq!(online.count(), 40);
    assert_eq!(procedures[0].code, "TTHC-001");
}
