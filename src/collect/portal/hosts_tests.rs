//! What hosts offer, and what probes tell.

use super::super::super::seen::{Outcome, Stage, Tls};
use super::pages::{healthy, page};
use super::town::{HOST, Reply, Town};
use super::world::{World, ask, certified, covered, filled};

fn certificate(tls: Tls) -> String {
    let mut town = healthy();
    town.tls = Some(tls);
    let harvest = World::with("").crawl(&town);
    let sql = "select outcome, tls_ok, chain_ok, name_ok, self_signed, not_after from endpoints";
    ask(&filled(&harvest), sql).join(";")
}

#[test]
fn certificates_are_facts_also_when_they_are_no_good() {
    assert_eq!(
        certificate(certified(HOST, (2018, 2019))),
        "observed|1|1|1|0|2019-12-31"
    );
    assert_eq!(
        certificate(certified("www.example.vn", (2019, 2023))),
        "observed|1|1|0|0|2023-12-31"
    );
    let mut unproved = certified(HOST, (2019, 2023));
    unproved.key_proof = Some(false);
    assert_eq!(certificate(unproved), "observed|0|1|1|0|2023-12-31");
    // A handshake that breaks although our network works: there is no TLS.
    let mut town = healthy();
    for path in ["/robots.txt", "/"] {
        town.set(path, Reply::Nothing(Stage::Tls, "tls_alert=40", Some(true)));
    }
    let harvest = World::with("").crawl(&town);
    let sql = "select outcome, tls_ok, chain_ok from endpoints";
    assert_eq!(ask(&filled(&harvest), sql), ["observed|0|-"]);
}

#[test]
fn a_portal_without_tls_has_none_only_where_its_port_says_so() {
    let plain = |secure: Reply| {
        let mut town = Town::of(&[]);
        town.replies = [
            (
                format!("http://{HOST}/"),
                page("Cổng thông tin điện tử", "<p>Chào</p>"),
            ),
            (
                format!("http://{HOST}/robots.txt"),
                Reply::Body(404, "text/html", String::new()),
            ),
            (format!("https://{HOST}/"), secure),
        ]
        .into();
        let harvest = World::at(&format!("http://{HOST}/"), "").crawl(&town);
        let sql = "select port, outcome, tls_ok, plain_status, plain_to_https from endpoints";
        ask(&filled(&harvest), sql).join(";")
    };
    let refused = |control| Reply::Nothing(Stage::Connect, "refused", control);
    assert_eq!(plain(refused(Some(true))), "443|absent|0|200|0");
    assert_eq!(plain(refused(None)), "443|unreachable|-|-|-");
    assert_eq!(plain(Reply::dead()), "443|unreachable|-|-|-");
    assert_eq!(plain(Reply::html("<p>x</p>")), "443|observed|1|200|0");
}

#[test]
fn ipv6_is_known_where_our_own_network_has_it() {
    let v6 = |reply: Option<Reply>| {
        let mut town = healthy();
        town.v6 = reply;
        let harvest = World::with("").crawl(&town);
        ask(
            &filled(&harvest),
            "select ipv6_address, ipv6_ok from endpoints",
        )
        .join(";")
    };
    let home = || page("Cổng thông tin điện tử huyện Hải Hà", "<p>Chào</p>");
    assert_eq!(v6(None), "0|0");
    assert_eq!(v6(Some(home())), "1|1");
    assert_eq!(v6(Some(Reply::dead())), "1|0");
    assert_eq!(
        v6(Some(Reply::Nothing(Stage::Connect, "timeout", None))),
        "1|-"
    );
    assert_eq!(
        v6(Some(Reply::Nothing(
            Stage::Connect,
            "no_route",
            Some(false)
        ))),
        "1|-"
    );
}

#[test]
fn most_probes_decide_where_attempts_at_home_disagree() {
    let mut town = healthy();
    town.before
        .insert(format!("https://{HOST}/"), vec![Outcome::Unreachable]);
    assert_eq!(World::with("").crawl(&town).outcome, Outcome::Observed);
    for probe in [2, 3] {
        town.probes.insert(probe, Reply::dead());
    }
    let harvest = World::with("").crawl(&town);
    assert_eq!(harvest.outcome, Outcome::Unreachable);
    // What was read was read.
    assert_eq!(covered(&harvest, "pages"), "complete");
    assert_eq!(
        ask(&filled(&harvest), "select state from uptime order by id"),
        ["unknown", "down"]
    );
    // Attempts that agree need no vote.
    town.before.clear();
    assert_eq!(World::with("").crawl(&town).outcome, Outcome::Observed);
}

#[test]
fn a_portal_below_a_path_does_not_walk_its_neighbours() {
    let links = "<a href=\"/gioi-thieu\">Giới thiệu</a> <a href=\"/xa-b/tin-tuc\">Tin tức</a> \
                 <a href=\"/xa-a/tin-tuc\">Tin tức</a> <a href=\"/xa-a/so-do\">Sơ đồ trang</a>";
    let of = |shown: &str| {
        Town::of(&[
            (
                "/xa-a/",
                Reply::html(format!("<title>Xã A</title><p>Cổng xã A</p>{links}")),
            ),
            (
                "/xa-a/tin-tuc",
                Reply::html("<title>Tin tức</title><p>Tin của xã A</p>"),
            ),
            ("/xa-a/so-do", Reply::To(302, "/so-do")),
            (
                "/so-do",
                Reply::html("<title>Sơ đồ của tỉnh</title><p>x</p>"),
            ),
            (
                "/gioi-thieu",
                Reply::html(format!("<title>{shown}</title><p>x</p>")),
            ),
            (
                "/xa-b/tin-tuc",
                Reply::html("<title>Tin xã B</title><p>x</p>"),
            ),
        ])
    };
    let shown = |declared: &str| {
        let world = World::at(&format!("https://{HOST}/xa-a/"), declared);
        let harvest = world.crawl(&of("Giới thiệu của tỉnh"));
        let sql = "select replace(url, 'https://haiha.example.vn', '') || ' ' || coalesce(title, '-') || ' ' || off_domain \
                   from pages order by url";
        ask(&filled(&harvest), sql)
    };
    let own = [
        "/xa-a/ Xã A 0",
        "/xa-a/so-do - 1",
        "/xa-a/tin-tuc Tin tức 0",
    ];
    assert_eq!(shown(""), own);
    // What the profile declares is the portal's own, wherever it lies.
    let more = shown("sections = { intro = \"/gioi-thieu\" }");
    assert_eq!(more.len(), 4);
    assert_eq!(more[0], "/gioi-thieu Giới thiệu của tỉnh 0");
}
