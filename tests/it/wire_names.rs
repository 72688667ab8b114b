//! Names, asked of a real name server, and the guard behind them: what is not declared is never connected to.

use std::net::TcpListener;

use sansang::collect::{Ask, Family, Outcome, Seen, Stage};
use sansang::unit::CollectSettings;
use url::Url;

use crate::servers::{Names, Odd, free_port};
use crate::wire_support::{asking, portal, runtime, seen, settings, told, wire};

const PAGE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";

/// Asks a name server that knows these records.
fn knowing(records: &str) -> (Names, CollectSettings) {
    let names = Names::start(records);
    let mut settings = settings();
    settings.dns = vec![names.address.clone()];
    (names, settings)
}

/// Asks for the home page of `http://HOST:PORT/`.
fn ask(settings: &CollectSettings, host: &str, port: u16, private: bool, family: Family) -> Seen {
    let home = format!("http://{host}:{port}/");
    let mut portal = portal(&home);
    portal.private = private;
    let url = Url::parse(&home).unwrap();
    runtime().block_on(async {
        let ask = Ask {
            family,
            ..asking(&portal, &url)
        };
        wire(settings).fetch(ask).await
    })
}

#[test]
fn a_name_leads_to_the_address_that_was_checked() {
    let server = Odd::saying(PAGE);
    let (_names, settings) = knowing("www IN A 127.0.0.1\nalias IN CNAME www");
    for host in ["www.test", "WWW.Test", "www.test.", "alias.test"] {
        let page = ask(&settings, host, server.port, true, Family::Any);
        assert_eq!(
            (page.outcome, page.body.as_slice()),
            (Outcome::Observed, &b"abc"[..]),
            "{host}"
        );
        assert_eq!(
            page.attempts[0].address,
            format!("127.0.0.1:{}", server.port)
        );
    }
    assert_eq!(server.connections(), 4);
}

#[test]
fn a_private_address_behind_a_name_is_not_connected_to() {
    let server = Odd::saying(PAGE);
    let (_names, settings) = knowing(
        "loop IN A 127.0.0.1\nmapped IN AAAA ::ffff:127.0.0.1\nnat IN AAAA 64:ff9b::7f00:1\n\
         six IN AAAA ::1\nmeta IN A 169.254.169.254\ninside IN A 10.1.2.3\nalias IN CNAME loop\n\
         two IN A 203.0.113.9\ntwo IN A 127.0.0.1",
    );
    for (host, refused) in [
        ("loop.test", 1),
        ("alias.test", 1),
        ("mapped.test", 1),
        ("nat.test", 1),
        ("six.test", 1),
        ("meta.test", 1),
        ("inside.test", 1),
        ("two.test", 2),
        ("localhost", 2),
        ("a.localhost", 2),
    ] {
        let page = ask(&settings, host, server.port, false, Family::Any);
        assert_eq!(
            (page.outcome, page.status),
            (Outcome::ToolError, None),
            "{host}"
        );
        assert_eq!(page.attempts.len(), refused, "{host}");
        for attempt in &page.attempts {
            assert_eq!(
                (attempt.stage, attempt.address.as_str()),
                (Stage::Guard, ""),
                "{host}"
            );
            assert!(attempt.detail.starts_with("guard="), "{host}");
        }
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn an_address_without_a_name_passes_the_same_guard() {
    let server = Odd::saying(PAGE);
    for host in [
        "127.0.0.1",
        "0x7f.1",
        "0177.0.0.1",
        "2130706433",
        "127.1",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "[::1]",
        "0.0.0.0",
        "[::]",
    ] {
        let page = ask(&settings(), host, server.port, false, Family::Any);
        assert_eq!(
            (page.outcome, page.status),
            (Outcome::ToolError, None),
            "{host}"
        );
        assert_eq!(page.attempts[0].stage, Stage::Guard, "{host}");
    }
    assert_eq!(server.connections(), 0);
    // The same server where the profile says that it lies on a private network.
    for host in ["127.0.0.1", "0x7f.1", "[::ffff:127.0.0.1]"] {
        let page = ask(&settings(), host, server.port, true, Family::Any);
        assert_eq!(page.status, Some(200), "{host}");
    }
    assert_eq!(server.connections(), 3);
}

#[test]
fn a_redirect_passes_the_same_guard() {
    let inside = Odd::saying(PAGE);
    let port = inside.port;
    for target in [
        "127.0.0.1",
        "0x7f.1",
        "[::ffff:127.0.0.1]",
        "localhost",
        "www.test",
    ] {
        let (_names, settings) = knowing("www IN A 127.0.0.1");
        let away = Odd::start(move |mut stream| {
            crate::servers::read_head(&mut stream);
            let answer = format!(
                "HTTP/1.1 302 Found\r\nLocation: http://{target}:{port}/\r\nContent-Length: 0\r\n\r\n"
            );
            drop(std::io::Write::write_all(&mut stream, answer.as_bytes()));
        });
        // The portal is on a private network; the redirect leads to a port that it does not declare.
        let page = ask(&settings, "127.0.0.1", away.port, true, Family::Any);
        assert_eq!(
            (page.outcome, page.status),
            (Outcome::Observed, Some(302)),
            "{target}"
        );
        assert_eq!(
            told(&page).last(),
            Some(&(Stage::Guard, "undeclared")),
            "{target}"
        );
        assert_eq!(away.connections(), 1);
    }
    assert_eq!(inside.connections(), 0);
}

#[test]
fn of_two_answers_only_the_one_that_may_be_is_connected_to() {
    let server = Odd::saying(PAGE);
    let (_names, settings) = knowing("two IN A 127.0.0.1\ntwo IN A 169.254.169.254");
    let page = ask(&settings, "two.test", server.port, true, Family::Any);
    assert_eq!((page.outcome, page.status), (Outcome::Observed, Some(200)));
    assert_eq!(
        told(&page),
        [
            (Stage::Guard, "guard=169.254.169.254"),
            (Stage::Done, "status=200")
        ]
    );
    assert_eq!(server.connections(), 1);
}

#[test]
fn what_a_name_server_says_is_told_as_it_is() {
    let (_names, settings) = knowing("text IN TXT \"x\"\nfour IN A 127.0.0.1");
    for (host, outcome, detail) in [
        ("nothing.test", Outcome::Unreachable, "nxdomain"),
        ("text.test", Outcome::Unreachable, "no_address"),
        ("a.broken", Outcome::Unreachable, "dns=servfail"),
        ("a.elsewhere", Outcome::Unreachable, "dns=refused"),
    ] {
        let page = ask(&settings, host, 80, true, Family::Any);
        assert_eq!(
            (page.outcome, told(&page)),
            (outcome, vec![(Stage::Dns, detail)]),
            "{host}"
        );
        assert_eq!(page.attempts[0].address, "");
    }
    // «Has no IPv6» is a fact that a name server vouches for.
    let page = ask(&settings, "four.test", 80, true, Family::V6);
    assert_eq!(
        (page.outcome, told(&page)),
        (Outcome::Absent, vec![(Stage::Dns, "no_address")])
    );
    let page = ask(&settings, "nothing.test", 80, true, Family::V6);
    assert_eq!(page.outcome, Outcome::Unreachable);
}

#[test]
fn an_answer_of_no_is_not_asked_for_again_and_a_failure_is() {
    let (_names, mut settings) = knowing("");
    settings.limits.attempts = 3;
    for (host, attempts) in [("nothing.test", 1), ("a.broken", 3)] {
        let page = ask(&settings, host, 80, true, Family::Any);
        assert_eq!(page.attempts.len(), attempts, "{host}");
    }
}

#[test]
fn ipv6_and_ipv4_are_two_attempts() {
    let port = free_port();
    let listening = TcpListener::bind(("127.0.0.1", port)).unwrap();
    std::thread::spawn(move || {
        for mut stream in listening.incoming().flatten() {
            crate::servers::read_head(&mut stream);
            drop(std::io::Write::write_all(&mut stream, PAGE));
        }
    });
    let (_names, settings) = knowing("both IN AAAA ::1\nboth IN A 127.0.0.1");
    let page = ask(&settings, "both.test", port, true, Family::Any);
    assert_eq!((page.outcome, page.attempts.len()), (Outcome::Observed, 2));
    assert_eq!(page.attempts[0].stage, Stage::Connect);
    assert_eq!(page.attempts[1].address, format!("127.0.0.1:{port}"));
    // Over IPv6 alone: not the other server's answer. A machine without IPv6 cannot tell.
    let page = ask(&settings, "both.test", port, true, Family::V6);
    let six = TcpListener::bind("[::1]:0").is_ok();
    let expected = if six {
        Outcome::Unreachable
    } else {
        Outcome::ToolError
    };
    assert_eq!((page.outcome, page.attempts.len()), (expected, 1));
}

#[test]
fn a_name_server_that_is_silent_is_a_time_out_at_the_name() {
    let silent = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let mut settings = settings();
    settings.limits.connect_ms = 200;
    settings.dns = vec![silent.local_addr().unwrap().to_string()];
    let page = seen(&settings, &portal("http://www.test/"), "http://www.test/");
    assert_eq!(
        (page.outcome, told(&page)),
        (Outcome::Unreachable, vec![(Stage::Dns, "timeout")])
    );
    settings.dns = vec!["no address".to_owned()];
    let refused = sansang::collect::Wire::new(&settings, std::sync::Arc::new(String::new));
    assert_eq!(refused.unwrap_err().code(), "wire.dns");
}
