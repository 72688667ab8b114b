//! What a portal that does not answer costs, and that no more is made of it than it said.

use std::sync::Mutex;

use super::super::super::seen::{Outcome, Stage};
use super::pages::{healthy, page};
use super::town::{HOST, Reply, Town};
use super::world::{World, ask, covered, filled};

fn hanging() -> Reply {
    Reply::Nothing(Stage::FirstByte, "timeout", Some(true))
}

/// The subjects of a step, in the order in which they were asked.
fn of_step(subjects: &[String], step: &str) -> Vec<String> {
    let own = subjects.iter().filter_map(|s| s.strip_prefix(step));
    own.map(|s| s.trim_start().to_owned()).collect()
}

fn once(town: &Town) -> Vec<String> {
    town.once.lock().unwrap().clone()
}

#[test]
fn a_portal_that_hangs_has_one_ask_with_all_attempts_and_each_probe_one() {
    for reply in [hanging(), Reply::dead(), Reply::Part("User-agent".into())] {
        let mut town = healthy();
        town.set("/robots.txt", reply.clone());
        town.set("/", reply);
        let harvest = World::with("").crawl(&town);
        // The home page is what its probes came to: it has no patience of its own.
        let asked = town.asked();
        assert_eq!(
            of_step(&asked, "http"),
            [format!("cong https://{HOST}/robots.txt")]
        );
        let probes = of_step(&asked, "uptime");
        assert_eq!(probes.len(), 3, "{probes:?}");
        assert_eq!(of_step(&once(&town), "uptime"), probes);
        assert_eq!(once(&town).len(), 3);
        for table in ["pages", "items", "links"] {
            assert_eq!(covered(&harvest, table), "partial/?/robots");
        }
    }
}

#[test]
fn probes_start_at_their_times_whatever_became_of_those_before() {
    let town = healthy();
    World::with("").crawl(&town);
    let waits = town.waits.lock().unwrap().clone();
    let probe = |n: u64| format!("uptime cong https://{HOST}/ #{n}");
    assert_eq!(waits, [(probe(2), 20_000), (probe(3), 40_000)]);
}

#[test]
fn a_robots_file_that_keeps_us_waiting_is_not_waited_for_before_the_declared_page_is_probed() {
    let quick = World::with("").crawl(&healthy());
    let mut town = healthy();
    town.slow_robots = true;
    let slow = World::with("").crawl(&town);
    let asked = town.asked();
    let at = |start: &str| asked.iter().position(|s| s.starts_with(start)).unwrap();
    let page = asked
        .iter()
        .position(|s| *s == format!("http cong https://{HOST}/"));
    assert!(at("uptime") < page.unwrap(), "{asked:?}");
    // When they were asked changes nothing of what they say.
    assert!(quick == slow);
    // Nor is anything else asked before its rules are known.
    let before: Vec<&String> = asked.iter().take(page.unwrap()).collect();
    let home =
        |s: &&&String| s.contains(&format!("//{HOST}/ ")) || s.ends_with(&format!("//{HOST}/"));
    assert_eq!(before.iter().filter(|s| !home(s)).count(), 1, "{before:?}");
}

#[test]
fn rules_that_come_late_are_obeyed_and_what_was_asked_before_is_not_used() {
    let forbidding = |slow: bool| {
        let mut town = healthy();
        town.slow_robots = slow;
        let rules = "User-agent: *\nDisallow: /\n";
        town.set("/robots.txt", Reply::Body(200, "text/plain", rules.into()));
        (World::with("").crawl(&town), town.asked())
    };
    let (quick, _) = forbidding(false);
    let (slow, asked) = forbidding(true);
    assert!(quick == slow);
    assert_eq!(slow.outcome, Outcome::Refused);
    let pages = of_step(&asked, "http");
    assert_eq!(pages, [format!("cong https://{HOST}/robots.txt")]);
}

#[test]
fn a_home_page_that_does_not_end_leads_no_further() {
    let mut town = healthy();
    let links = "<html><head><title>Cổng</title></head><body><a href=\"/gioi-thieu\">Giới thiệu</a> \
                 <a href=\"/tin-tuc\">Tin tức</a>";
    town.set("/", Reply::Part(links.into()));
    let harvest = World::with("sections = { intro = \"/gioi-thieu\" }").crawl(&town);
    let pages = of_step(&town.asked(), "http");
    assert_eq!(
        pages,
        ["/robots.txt", "/"].map(|path| format!("cong https://{HOST}{path}"))
    );
    for table in ["pages", "contacts", "items", "links", "forms"] {
        assert_eq!(covered(&harvest, table), "partial/?/silence", "{table}");
    }
    // What came of it is kept, and nothing of what did not come.
    let rows = ask(
        &filled(&harvest),
        "select outcome, title, text_chars from pages",
    );
    assert_eq!(rows, ["observed|Cổng|-"]);
}

#[test]
fn after_one_silence_every_address_has_one_attempt() {
    let mut town = healthy();
    town.set("/gioi-thieu", hanging());
    World::with("").crawl(&town);
    let asked = of_step(&town.asked(), "http");
    let after = asked.iter().position(|s| s.ends_with("/gioi-thieu"));
    let rest = &asked[after.unwrap() + 1..];
    assert!(rest.len() > 10);
    assert_eq!(of_step(&once(&town), "http"), rest);
}

#[test]
fn six_silences_are_enough_with_answers_between_them() {
    let links: Vec<String> = (1..=20)
        .map(|n| format!("<a href=\"/p{n}\">Giới thiệu</a>"))
        .collect();
    let mut town = healthy();
    town.set("/", page("Cổng", &links.join(" ")));
    for n in 1..=20 {
        let reply = if n % 2 == 0 {
            page("Giới thiệu", "<p>Lời giới thiệu.</p>")
        } else {
            hanging()
        };
        town.set(&format!("/p{n}"), reply);
    }
    let harvest = World::with("").crawl(&town);
    let silent = "select count(*) from pages where outcome = 'unreachable'";
    assert_eq!(ask(&filled(&harvest), silent), ["6"]);
    assert_eq!(covered(&harvest, "pages"), "partial/?/silence");
    assert!(
        of_step(&town.asked(), "http")
            .iter()
            .all(|s| !s.ends_with("/p13"))
    );
}

#[test]
fn a_page_that_was_not_asked_is_not_said_to_be_away() {
    let mut world = World::with("");
    world.wanted.remove("uptime");
    for (reply, outcome) in [
        // Nobody takes a connection there: that holds for every page.
        (Reply::dead(), Outcome::Unreachable),
        (
            Reply::Nothing(Stage::Tls, "timeout", Some(true)),
            Outcome::Unreachable,
        ),
        // It took one, and may have answered for its home page.
        (hanging(), Outcome::NotRun),
        (Reply::Part("User-agent".into()), Outcome::NotRun),
        (
            Reply::Nothing(Stage::FirstByte, "timeout", Some(false)),
            Outcome::ToolError,
        ),
    ] {
        let mut town = healthy();
        town.asked = Mutex::default();
        town.set("/robots.txt", reply);
        assert_eq!(world.crawl(&town).outcome, outcome);
    }
}

#[test]
fn a_crawl_delay_is_a_pause_and_changes_nothing_of_what_is_found() {
    let rules = |delay: &str| {
        let text = format!("User-agent: *\nDisallow: /quan-tri\n{delay}Sitemap: /sitemap.xml\n");
        let mut town = healthy();
        town.set("/robots.txt", Reply::Body(200, "text/plain", text));
        let harvest = World::with("").crawl(&town);
        let waits = town.waits.lock().unwrap().clone();
        let waits = waits.into_iter().filter(|(s, _)| s.starts_with("http "));
        (harvest, town.asked(), waits.collect::<Vec<_>>())
    };
    let (plain, asked, none) = rules("");
    assert!(none.is_empty());
    for (delay, pause) in [("2.5", 2_500), ("10", 10_000), ("600", 10_000)] {
        let (harvest, again, waits) = rules(&format!("Crawl-delay: {delay}\n"));
        assert!(harvest == plain);
        assert_eq!(again.len(), asked.len());
        // Before each question but that for robots.txt itself.
        let pages = of_step(&asked, "http");
        assert_eq!(waits.len(), pages.len() - 1);
        assert!(waits.iter().all(|(_, wait)| *wait == pause), "{waits:?}");
    }
}
