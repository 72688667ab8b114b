//! Portals in trouble: what is not known stays so, and nothing else moves.

use std::sync::Mutex;

use super::super::super::cell::Cell;
use super::super::super::gather::Row;
use super::super::super::seen::{Outcome, Stage};
use super::super::Harvest;
use super::pages::healthy;
use super::town::{HOST, Reply, Town};
use super::world::{World, ask, column, covered, filled};

const FOLLOW_PAGES: [&str; 6] = [
    "pages",
    "contacts",
    "items",
    "posted_documents",
    "links",
    "forms",
];

fn rows<'h>(harvest: &'h Harvest, table: &str) -> &'h [Row] {
    harvest.tables.get(table).map_or(&[], Vec::as_slice)
}

/// The only row of `portals`, and what of it.
fn outcome_of(harvest: &Harvest) -> Cell {
    let mut cells = column(harvest, "portals", "outcome");
    assert_eq!(cells.len(), 1);
    cells.remove(0)
}

#[test]
fn a_dead_portal_is_unreachable_and_nothing_of_it_is_known() {
    let mut town = Town::of(&[]);
    for path in ["/robots.txt", "/"] {
        town.set(path, Reply::dead());
    }
    town.replies
        .insert(format!("http://{HOST}/"), Reply::dead());
    let harvest = World::with("").crawl(&town);
    assert_eq!(harvest.outcome, Outcome::Unreachable);
    assert_eq!(outcome_of(&harvest), "unreachable".into());
    for table in FOLLOW_PAGES {
        assert_eq!(covered(&harvest, table), "partial/?/robots", "{table}");
    }
    let tables = filled(&harvest);
    assert_eq!(
        ask(
            &tables,
            "select kind, section, outcome, status, text_chars, viewport, depth from pages"
        ),
        ["home|home|unreachable|-|-|-|-"]
    );
    assert_eq!(
        ask(
            &tables,
            "select outcome, tls_ok, chain_ok, plain_to_https, ipv6_address from endpoints"
        ),
        ["unreachable|-|-|-|-"]
    );
    assert_eq!(
        ask(&tables, "select state from uptime order by id"),
        ["down", "down"]
    );
    // robots.txt, three probes, IPv6 and plain HTTP.
    assert_eq!(town.asked().len(), 6);
    // Where nobody asks for its availability the page costs its time-outs once.
    let mut world = World::with("");
    world.wanted.remove("uptime");
    world.wanted.remove("endpoints");
    let town = Town {
        asked: Mutex::default(),
        ..town
    };
    let harvest = world.crawl(&town);
    assert_eq!(outcome_of(&harvest), "unreachable".into());
    assert_eq!(
        town.asked(),
        ["http cong https://haiha.example.vn/robots.txt"]
    );
}

#[test]
fn silence_without_a_control_host_may_be_our_own() {
    for (control, outcome) in [(None, Cell::Null), (Some(true), "unreachable".into())] {
        let mut town = Town::of(&[]);
        for path in ["/robots.txt", "/"] {
            town.set(path, Reply::Nothing(Stage::Connect, "timeout", control));
        }
        let harvest = World::with("").crawl(&town);
        assert_eq!(harvest.outcome, Outcome::Unreachable);
        assert_eq!(outcome_of(&harvest), outcome);
    }
}

#[test]
fn a_portal_that_never_ends_an_answer_does_not_answer() {
    let mut town = healthy();
    for path in ["/robots.txt", "/"] {
        town.set(path, Reply::Part("User-agent: *\n".into()));
    }
    let mut world = World::with("");
    world.wanted.remove("uptime");
    let harvest = world.crawl(&town);
    // Its home page was not asked: nobody asks for its availability.
    assert_eq!(harvest.outcome, Outcome::NotRun);
    assert_eq!(covered(&harvest, "pages"), "partial/?/robots");
    assert_eq!(town.asked().len(), 3, "{:?}", town.asked());
    // Its handshake ended all the same.
    let endpoints = ask(&filled(&harvest), "select outcome, tls_ok from endpoints");
    assert_eq!(endpoints, ["observed|1"]);
}

#[test]
fn with_our_own_network_down_nothing_counts_against_the_portal() {
    let ours = Reply::Nothing(Stage::Connect, "no_route", Some(false));
    let mut town = Town::of(&[]);
    for path in ["/robots.txt", "/"] {
        town.set(path, ours.clone());
    }
    town.replies.insert(format!("http://{HOST}/"), ours.clone());
    town.v6 = Some(ours);
    let harvest = World::with("").crawl(&town);
    assert_eq!(harvest.outcome, Outcome::ToolError);
    let tables = filled(&harvest);
    assert_eq!(
        ask(&tables, "select outcome, viewport from pages"),
        ["tool_error|-"]
    );
    assert_eq!(
        ask(
            &tables,
            "select outcome, tls_ok, plain_to_https, ipv6_ok from endpoints"
        ),
        ["tool_error|-|-|-"]
    );
    assert_eq!(
        ask(&tables, "select state from uptime order by id"),
        ["unknown", "unknown"]
    );
    for table in FOLLOW_PAGES {
        assert_eq!(covered(&harvest, table), "partial/?/robots", "{table}");
    }
}

#[test]
fn one_page_that_does_not_answer_moves_no_other_fact() {
    let well = World::with("").crawl(&healthy());
    for (path, behind) in [
        ("/chi-dao", "/cd/"),
        ("/gioi-thieu", "/co-cau"),
        ("/so-do", "/quan-tri"),
    ] {
        let mut town = healthy();
        town.set(
            path,
            Reply::Nothing(Stage::FirstByte, "timeout", Some(true)),
        );
        let slow = World::with("").crawl(&town);
        // What only it leads to is not found; every other row is the same.
        let others = |row: &&Row| {
            let about = |cell: &Cell| {
                let text = cell.text().unwrap_or_default();
                text.contains(path) || text.contains(behind)
            };
            !row.iter().any(about)
        };
        for (table, rows) in &well.tables {
            let kept: Vec<&Row> = rows.iter().filter(others).collect();
            let still: Vec<&Row> = slow.tables[table].iter().filter(others).collect();
            assert!(kept == still, "{path} {table}");
        }
        // It is a row itself, and its link tells what became of it.
        let tables = filled(&slow);
        let page = format!(
            "select outcome, status, depth, title, viewport from pages where url like '%{path}'"
        );
        assert_eq!(ask(&tables, &page), ["unreachable|-|-|-|-"]);
        let link = format!("select outcome, status from links where url like '%{path}' limit 1");
        assert_eq!(ask(&tables, &link), ["unreachable|-"]);
        assert_eq!(covered(&slow, "links"), "partial/?/unread");
    }
}

#[test]
fn what_a_page_that_does_not_answer_hides_depends_on_what_it_is() {
    let without = |declared: &str, path: &str| {
        let mut town = healthy();
        town.set(
            path,
            Reply::Nothing(Stage::FirstByte, "timeout", Some(true)),
        );
        let harvest = World::with(declared).crawl(&town);
        ["pages", "contacts", "items"].map(|table| covered(&harvest, table))
    };
    let declared = "sections = { intro = \"/gioi-thieu\", news = \"tin-tuc\" }";
    for profile in ["", declared] {
        // A list hides entries of its section, no people and no other page.
        let hidden = without(profile, "/tin-tuc");
        let news = "complete, news=partial/?/unread";
        assert_eq!(hidden, ["complete", "complete", news]);
        // A menu hides pages, and whatever they would show.
        let hidden = without(profile, "/gioi-thieu");
        assert_eq!(hidden, ["partial/?/unread"; 3]);
        // A page of a kind that leads nowhere hides what stands on it.
        let hidden = without(profile, "/co-cau");
        assert_eq!(hidden, ["complete", "partial/?/unread", "complete"]);
    }
}

#[test]
fn a_portal_that_falls_silent_is_asked_no_further() {
    let mut town = healthy();
    for path in ["/gioi-thieu", "/tin-tuc", "/chi-dao", "/so-do", "/co-cau"] {
        town.set(path, Reply::dead());
    }
    let harvest = World::with("").crawl(&town);
    assert_eq!(covered(&harvest, "pages"), "partial/?/silence");
    let pages = town.asked();
    let pages = pages.iter().filter(|subject| subject.starts_with("http "));
    assert_eq!(pages.count(), 5, "{:?}", town.asked());
}

#[test]
fn robots_that_forbid_everything_are_obeyed() {
    let mut town = healthy();
    town.set(
        "/robots.txt",
        Reply::Body(200, "text/plain", "User-agent: *\nDisallow: /\n".into()),
    );
    let harvest = World::with("").crawl(&town);
    assert_eq!(harvest.outcome, Outcome::Refused);
    assert_eq!(
        town.asked(),
        ["http cong https://haiha.example.vn/robots.txt"]
    );
    assert_eq!(covered(&harvest, "pages"), "partial/?/home");
    let tables = filled(&harvest);
    assert_eq!(
        ask(&tables, "select outcome, viewport from pages"),
        ["refused|-"]
    );
    // The connection of robots.txt itself tells of the host.
    assert_eq!(
        ask(
            &tables,
            "select outcome, tls_ok, chain_ok, plain_to_https from endpoints"
        ),
        ["observed|1|1|-"]
    );
    assert!(rows(&harvest, "uptime").is_empty());
}

#[test]
fn robots_that_cannot_be_had_leave_only_the_declared_home_page() {
    let mut town = healthy();
    town.set(
        "/robots.txt",
        Reply::Body(500, "text/html", "<p>x</p>".into()),
    );
    let harvest = World::with("").crawl(&town);
    assert_eq!(harvest.outcome, Outcome::Observed);
    assert_eq!(covered(&harvest, "pages"), "partial/?/robots");
    let asked = town.asked();
    assert!(asked.iter().all(|subject| {
        let address = subject.split(' ').nth(2).unwrap();
        address.ends_with(".vn/") || address.ends_with("/robots.txt")
    }));
    // 4xx is no robots.txt: everything is allowed.
    let mut town = healthy();
    town.set(
        "/robots.txt",
        Reply::Body(403, "text/html", "<p>x</p>".into()),
    );
    assert_eq!(covered(&World::with("").crawl(&town), "pages"), "complete");
}

#[test]
fn a_home_page_that_is_refused_is_refused() {
    let mut town = healthy();
    town.set("/", Reply::Body(403, "text/html", "<p>x</p>".into()));
    let harvest = World::with("").crawl(&town);
    assert_eq!(outcome_of(&harvest), "refused".into());
    assert_eq!(covered(&harvest, "pages"), "partial/?/home");
    let tables = filled(&harvest);
    assert_eq!(
        ask(&tables, "select outcome, status from pages"),
        ["refused|-"]
    );
    // The connection ended well all the same.
    assert_eq!(
        ask(&tables, "select outcome, tls_ok from endpoints"),
        ["observed|1"]
    );
    assert_eq!(
        ask(&tables, "select state from uptime order by id"),
        ["unknown", "unknown"]
    );
}

#[test]
fn a_redirect_to_another_host_is_told_and_not_followed() {
    let mut town = healthy();
    town.set(
        "/gioi-thieu",
        Reply::To(302, "https://www.example.gov.vn/gioi-thieu"),
    );
    let harvest = World::with("sections = { intro = \"/gioi-thieu\" }").crawl(&town);
    let tables = filled(&harvest);
    assert_eq!(
        ask(
            &tables,
            "select outcome, status, off_domain, final_url, text_chars from pages where section = 'intro'"
        ),
        ["observed|302|1|https://www.example.gov.vn/gioi-thieu|-"]
    );
    assert_eq!(covered(&harvest, "pages"), "complete");
}

#[test]
fn a_page_that_says_not_found_under_200_is_not_there() {
    let mut town = healthy();
    let text = "<p>Không tìm thấy trang bạn yêu cầu.</p>";
    town.set(
        "/gioi-thieu",
        Reply::html(format!(
            "<html><head><title>Không tìm thấy trang</title></head><body>{text}</body></html>"
        )),
    );
    let harvest = World::with("").crawl(&town);
    let tables = filled(&harvest);
    assert_eq!(
        ask(
            &tables,
            "select outcome, status, soft_404, text_chars, text from pages where section = 'intro'"
        ),
        ["absent|200|1|0|"]
    );
}

#[test]
fn a_page_that_was_read_in_part_leaves_open_what_it_does_not_show() {
    let mut town = healthy();
    town.set("/so-do", Reply::Part("<html lang=\"vi\"><head><title>Sơ đồ</title></head><body><p>Sơ đồ trang</p><a href=\"/tin-tuc\">Tin tức</a>".into()));
    let harvest = World::with("").crawl(&town);
    let tables = filled(&harvest);
    assert_eq!(
        ask(
            &tables,
            "select outcome, title, lang_declared, text_chars, images, viewport from pages where section = 'site_map'"
        ),
        ["observed|Sơ đồ|vi|-|-|-"]
    );
    for table in ["pages", "contacts", "items", "links", "forms"] {
        assert_eq!(covered(&harvest, table), "partial/?/part", "{table}");
    }
}

#[test]
fn a_missing_sitemap_is_a_fact() {
    let mut town = healthy();
    town.replies.remove(&format!("https://{HOST}/sitemap.xml"));
    let harvest = World::with("").crawl(&town);
    let tables = filled(&harvest);
    assert_eq!(
        ask(
            &tables,
            "select outcome, parses, entries, newest_on from feeds where kind = 'sitemap'"
        ),
        ["absent|0|0|"]
    );
    assert_eq!(covered(&harvest, "feeds"), "complete");
}

#[test]
fn a_portal_that_only_scripts_fill_is_not_read() {
    let mut town = healthy();
    town.set("/", Reply::html("<html><head><title>Cổng</title><script src=\"/app.js\"></script></head><body><div id=\"root\"></div></body></html>"));
    let harvest = World::with("").crawl(&town);
    assert_eq!(harvest.outcome, Outcome::Observed);
    assert_eq!(covered(&harvest, "pages"), "partial/?/script");
    assert_eq!(covered(&harvest, "items"), "partial/?/script");
}
