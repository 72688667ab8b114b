//! What a real web server answers, as the door tells it.

use sansang::collect::{Ask, Outcome, Seen, Stage};
use url::Url;

use crate::servers::{Nginx, free_port};
use crate::wire_support::{asking, home, portal, runtime, seen, settings, told, wire};

/// A server with these locations, and its address.
fn nginx(locations: &str) -> (Nginx, String) {
    let port = free_port();
    let server =
        format!("server {{ listen 127.0.0.1:{port}; absolute_redirect off;\n{locations}\n}}");
    let files: [(&str, &[u8]); 2] = [
        ("index.html", b"<p>xin chao</p>"),
        ("long.html", &vec![b'a'; 300 * 1_024]),
    ];
    let nginx = Nginx::start(&files, &server, port);
    (nginx, format!("http://127.0.0.1:{port}/"))
}

/// Asks for a path of a server.
fn path(home: &str, path: &str) -> Seen {
    seen(&settings(), &portal(home), &format!("{home}{path}"))
}

#[test]
fn a_page_is_told_with_its_status_headers_and_body() {
    let (nginx, url) = nginx("add_header Set-Cookie \"id=bimat\"; add_header X-Other bimat;");
    let page = home(&url);
    assert_eq!((page.outcome, page.status), (Outcome::Observed, Some(200)));
    assert_eq!(page.body, b"<p>xin chao</p>");
    assert!(page.complete);
    assert_eq!(told(&page), [(Stage::Done, "status=200")]);
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    assert_eq!(page.attempts[0].address, address);
    assert_eq!(page.observed_at, "2020-12-31T15:00:00");
    assert!((page.tls.is_none(), page.control, page.obs) == (true, None, 0));
    let named = |name: &str| page.headers.iter().any(|(known, _)| known == name);
    assert!(named("content-type") && named("server") && named("last-modified"));
    assert!(!format!("{:?}", page.headers).contains("bimat"));
    assert_eq!(page.final_url.as_ref().unwrap().as_str(), url);
    let agent = format!("sansang/{} (+cntt@example.vn)", env!("CARGO_PKG_VERSION"));
    let requests = nginx.requests(1);
    assert_eq!(requests.len(), 1);
    assert!(
        requests[0].ends_with(&format!("GET 127.0.0.1 / 200 {agent}")),
        "{requests:?}"
    );
}

#[test]
fn each_status_has_its_outcome() {
    let (nginx, home) = nginx(
        "location /gone { return 410; } location /closed { return 403; } location /login { return 401; }\n\
         location /many { return 429; } location /broken { return 500; } location /empty { return 204; }",
    );
    for (asked, status, outcome) in [
        ("missing", 404, Outcome::Absent),
        ("gone", 410, Outcome::Absent),
        ("closed", 403, Outcome::Refused),
        ("login", 401, Outcome::Refused),
        ("many", 429, Outcome::Refused),
        ("broken", 500, Outcome::Observed),
        ("empty", 204, Outcome::Observed),
    ] {
        let page = path(&home, asked);
        assert_eq!(
            (page.status, page.outcome),
            (Some(status), outcome),
            "{asked}"
        );
        assert!(page.complete);
    }
    assert_eq!(nginx.requests(7).len(), 7);
}

#[test]
fn a_head_asks_for_no_body() {
    let (nginx, home) = nginx("gzip on; gzip_types text/html;");
    let (portal, url) = (
        portal(&home),
        Url::parse(&format!("{home}long.html")).unwrap(),
    );
    let page = runtime().block_on(async {
        let ask = Ask {
            head: true,
            ..asking(&portal, &url)
        };
        wire(&settings()).fetch(ask).await
    });
    assert_eq!(
        (page.status, page.body.len(), page.complete),
        (Some(200), 0, true)
    );
    assert!(nginx.requests(1)[0].contains(" HEAD "));
}

#[test]
fn a_packed_page_is_unpacked_and_a_long_one_is_cut_at_the_cap() {
    let (_nginx, home) = nginx("location /packed { gzip on; gzip_min_length 1; alias long.html; }");
    let mut roomy = settings();
    roomy.limits.body_kib = 300;
    let packed = seen(&roomy, &portal(&home), &format!("{home}packed"));
    let told_packed = packed
        .headers
        .contains(&("content-encoding".to_owned(), "gzip".to_owned()));
    assert!(told_packed);
    assert_eq!((packed.body.len(), packed.complete), (300 * 1_024, true));
    // The cap counts what comes out of the packing, and what comes without one.
    for asked in ["packed", "long.html"] {
        let page = path(&home, asked);
        assert_eq!((page.body.len(), page.complete), (256 * 1_024, false));
        assert!(page.body.iter().all(|byte| *byte == b'a'));
        assert_eq!(told(&page), [(Stage::Body, "too_long")]);
        assert_eq!((page.outcome, page.status), (Outcome::Observed, Some(200)));
    }
}

#[test]
fn redirects_are_followed_by_hand_with_every_hop_written_down() {
    let (nginx, home) = nginx(
        "location = /a { return 301 /b; } location = /b { return 302 /c?token=bimat; }\n\
         location = /c { return 307 /index.html#top; }",
    );
    let page = path(&home, "a");
    let urls: Vec<&str> = page
        .attempts
        .iter()
        .map(|attempt| attempt.url.as_str())
        .collect();
    let hidden = format!("{home}c?token=%E2%80%A2");
    assert_eq!(
        urls,
        [
            format!("{home}a"),
            format!("{home}b"),
            hidden,
            format!("{home}index.html")
        ]
    );
    let details: Vec<&str> = told(&page).into_iter().map(|(_, detail)| detail).collect();
    assert_eq!(
        details,
        ["status=301", "status=302", "status=307", "status=200"]
    );
    assert_eq!(
        page.final_url.unwrap().as_str(),
        format!("{home}index.html")
    );
    assert_eq!(page.body, b"<p>xin chao</p>");
    // What is hidden in the record was asked for as it was given.
    assert!(nginx.requests(4)[2].contains("/c?token=bimat"));
    // One connection served all four.
    assert_eq!(nginx.connections(4), 1);
}

#[test]
fn a_redirect_is_told_and_not_followed_where_that_was_not_asked_for() {
    let (nginx, home) = nginx("location = /a { return 301 /b; }");
    let (portal, url) = (portal(&home), Url::parse(&format!("{home}a")).unwrap());
    let page = runtime().block_on(async {
        let ask = Ask {
            follow: false,
            ..asking(&portal, &url)
        };
        wire(&settings()).fetch(ask).await
    });
    assert_eq!((page.outcome, page.status), (Outcome::Observed, Some(301)));
    assert!(
        page.headers
            .contains(&("location".to_owned(), "/b".to_owned()))
    );
    assert_eq!(page.final_url.unwrap(), url);
    assert_eq!(nginx.requests(1).len(), 1);
}

#[test]
fn redirects_end() {
    let (nginx, home) = nginx(
        "location = /x { return 302 /y; } location = /y { return 302 /x; }\n\
         location ~ ^/n(?<n>1*)$ { return 302 /n1$n; } location = /ftp { return 302 ftp://127.0.0.1/; }",
    );
    let page = path(&home, "x");
    assert_eq!((page.outcome, page.status), (Outcome::Observed, Some(302)));
    assert_eq!(told(&page).last(), Some(&(Stage::Guard, "loop")));
    assert_eq!(nginx.requests(2).len(), 2);
    let page = path(&home, "n");
    assert_eq!(told(&page).last(), Some(&(Stage::Guard, "redirects")));
    // Five redirects are followed: six requests.
    assert_eq!((page.status, nginx.requests(8).len()), (Some(302), 8));
    let page = path(&home, "ftp");
    assert_eq!((page.status, page.attempts.len()), (Some(302), 1));
}

#[test]
fn a_redirect_to_a_host_that_is_not_declared_is_the_last_hop() {
    let (stranger, elsewhere) = nginx("");
    let (_nginx, home) = nginx(&format!(
        "location = /away {{ return 302 {elsewhere}x?sid=bimat; }}"
    ));
    let page = path(&home, "away");
    assert_eq!((page.outcome, page.status), (Outcome::Observed, Some(302)));
    assert_eq!(
        page.final_url.unwrap().as_str(),
        format!("{elsewhere}x?sid=%E2%80%A2")
    );
    let last = page.attempts.last().unwrap();
    assert_eq!(
        (last.stage, last.detail.as_str()),
        (Stage::Guard, "undeclared")
    );
    assert_eq!(
        (last.address.as_str(), last.outcome),
        ("", Outcome::ToolError)
    );
    assert_eq!(stranger.requests(0).len(), 0);
    // Declared, it is followed.
    let mut wider = portal(&home);
    wider.hosts = vec![
        Url::parse(&elsewhere).unwrap()[url::Position::BeforeHost..url::Position::AfterPort]
            .to_owned(),
    ];
    let page = seen(&settings(), &wider, &format!("{home}away"));
    assert_eq!((page.outcome, page.status), (Outcome::Absent, Some(404)));
    assert_eq!(stranger.requests(1).len(), 1);
}

#[test]
fn an_address_that_is_not_the_portals_is_not_asked() {
    let (nginx, home) = nginx("");
    let page = seen(&settings(), &portal("http://127.0.0.1:1/"), &home);
    assert_eq!((page.outcome, page.status), (Outcome::ToolError, None));
    assert_eq!(told(&page), [(Stage::Guard, "undeclared")]);
    assert_eq!(nginx.requests(0).len(), 0);
}

#[test]
fn a_busy_server_is_left_alone_for_as_long_as_it_asks_and_not_longer() {
    let (nginx, home) = nginx(
        "location /soon { add_header Retry-After 1 always; return 429; }\n\
         location /late { add_header Retry-After 3600 always; return 503; }\n\
         location /date { add_header Retry-After \"Wed, 21 Oct 2015 07:28:00 GMT\" always; return 503; }\n\
         location /odd { add_header Retry-After soon always; return 429; }\n\
         location /down { return 503; } location /bad { return 502; }",
    );
    let mut patient = settings();
    patient.limits.attempts = 3;
    let mut all = 0;
    for (asked, requests, outcome) in [
        ("soon", 2, Outcome::Refused),
        ("late", 1, Outcome::Refused),
        ("date", 2, Outcome::Refused),
        ("odd", 1, Outcome::Refused),
        ("down", 2, Outcome::Observed),
        ("bad", 2, Outcome::Observed),
    ] {
        let page = seen(&patient, &portal(&home), &format!("{home}{asked}"));
        assert_eq!(
            (page.outcome, page.attempts.len()),
            (outcome, requests),
            "{asked}"
        );
        all += requests;
        assert_eq!(nginx.requests(all).len(), all, "{asked}");
    }
}

#[test]
fn many_portals_of_one_address_share_its_pause_and_ask_one_at_a_time() {
    let (nginx, home) = nginx("");
    let mut paced = settings();
    paced.pause_ms = 100;
    let (portal, url) = (portal(&home), Url::parse(&home).unwrap());
    let began = std::time::Instant::now();
    runtime().block_on(async {
        let wire = std::sync::Arc::new(wire(&paced));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..5 {
            let (wire, portal, url) = (std::sync::Arc::clone(&wire), portal.clone(), url.clone());
            tasks.spawn(async move { wire.fetch(asking(&portal, &url)).await.status });
        }
        assert_eq!(tasks.join_all().await, [Some(200); 5]);
    });
    // Four pauses lie between five starts; they share one connection, so none ran beside another.
    assert!(began.elapsed() >= std::time::Duration::from_millis(400));
    assert_eq!(nginx.connections(5), 1);
}
