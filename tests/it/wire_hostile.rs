//! Servers that do not answer as they should: each failure has its stage, and nothing goes on for ever.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sansang::collect::{Ask, Family, Hearing, Outcome, Stage};

use crate::servers::{BUFFERS, Odd, flooding, free_port, read_head};
use crate::wire_support::{
    ask, asking, hasty, portal, runtime, seen, settings, told, unanswered, wire,
};

#[test]
fn where_nobody_listens_the_connection_is_refused() {
    let home = format!("http://127.0.0.1:{}/", free_port());
    unanswered(
        &seen(&settings(), &portal(&home), &home),
        Stage::Connect,
        "refused",
    );
}

#[test]
fn a_server_that_is_silent_is_a_time_out_at_the_first_byte() {
    let silent = Odd::start(|mut stream| {
        read_head(&mut stream);
        drop(stream.read(&mut [0]));
    });
    unanswered(&ask(&hasty(), &silent), Stage::FirstByte, "timeout");
    // A head that drips is no head.
    let dripping = Odd::start(|mut stream| {
        read_head(&mut stream);
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\nServer: "));
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    unanswered(&ask(&hasty(), &dripping), Stage::FirstByte, "timeout");
}

#[test]
fn a_handshake_that_does_not_end_is_a_time_out_at_tls() {
    let silent = Odd::start(|mut stream| {
        drop(stream.read(&mut [0; 4_096]));
        drop(stream.read(&mut [0]));
    });
    let home = format!("https://127.0.0.1:{}/", silent.port);
    unanswered(
        &seen(&hasty(), &portal(&home), &home),
        Stage::Tls,
        "timeout",
    );
    let answering = |bytes: &'static [u8]| {
        Odd::start(move |mut stream| {
            drop(stream.read(&mut [0; 4_096]));
            drop(stream.write_all(bytes));
        })
    };
    let plain = answering(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    let home = format!("https://127.0.0.1:{}/", plain.port);
    unanswered(
        &seen(&hasty(), &portal(&home), &home),
        Stage::Tls,
        "garbage",
    );
    // A fatal alert: the protocol version.
    let old = answering(b"\x15\x03\x01\x00\x02\x02\x46");
    let home = format!("https://127.0.0.1:{}/", old.port);
    unanswered(
        &seen(&hasty(), &portal(&home), &home),
        Stage::Tls,
        "tls_alert=ProtocolVersion",
    );
    let closing = Odd::start(drop);
    let home = format!("https://127.0.0.1:{}/", closing.port);
    let page = seen(&hasty(), &portal(&home), &home);
    assert_eq!(page.attempts[0].stage, Stage::Tls);
    assert!(
        matches!(page.attempts[0].detail.as_str(), "closed" | "reset"),
        "{:?}",
        told(&page)
    );
}

#[test]
fn what_is_not_http_is_garbage() {
    for bytes in [
        &b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"[..],
        b"hello\r\n\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno header at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f",
    ] {
        let page = ask(&settings(), &Odd::saying(bytes));
        unanswered(&page, Stage::FirstByte, "garbage");
    }
    // It speaks before it is asked.
    let first = Odd::start(|mut stream| {
        drop(stream.write_all(b"220 mail.example.vn ESMTP\r\n"));
        read_head(&mut stream);
    });
    unanswered(&ask(&settings(), &first), Stage::FirstByte, "garbage");
    unanswered(
        &ask(&settings(), &Odd::saying(b"")),
        Stage::FirstByte,
        "closed",
    );
    unanswered(
        &ask(&settings(), &Odd::saying(b"HTTP/1.1 200 OK\r\nServer:")),
        Stage::FirstByte,
        "closed",
    );
}

#[test]
fn a_head_without_end_is_ended() {
    for (head, again) in [
        (&b"HTTP/1.1 200 OK\r\nX-Long: "[..], &[b'a'; 4_096][..]),
        (b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"),
        (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ] {
        let mut patient = settings();
        patient.limits.first_byte_ms = 60_000;
        patient.limits.attempt_ms = 60_000;
        let (server, written) = flooding(head, again);
        let page = ask(&patient, &server);
        unanswered(&page, Stage::FirstByte, "head_too_long");
        assert!(written.load(Ordering::SeqCst) < BUFFERS);
    }
}

#[test]
fn a_server_that_fails_twice_is_asked_a_third_time() {
    let asked = AtomicUsize::new(0);
    let server = Odd::start(move |mut stream| {
        read_head(&mut stream);
        match asked.fetch_add(1, Ordering::SeqCst) {
            0 => {}
            1 => drop(stream.write_all(b"nonsense\r\n\r\n")),
            _ => drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")),
        }
    });
    let mut patient = settings();
    patient.limits.attempts = 3;
    let page = ask(&patient, &server);
    assert_eq!(
        (page.outcome, page.body.as_slice()),
        (Outcome::Observed, &b"ok"[..])
    );
    let expected = [
        (Stage::FirstByte, "closed"),
        (Stage::FirstByte, "garbage"),
        (Stage::Done, "status=200"),
    ];
    assert_eq!(told(&page), expected);
    assert_eq!(server.connections(), 3);
    // A probe is one attempt, whatever comes of it.
    let home = format!("http://127.0.0.1:{}/", free_port());
    let (portal, url) = (portal(&home), url::Url::parse(&home).unwrap());
    let (heard, hearing) = std::sync::mpsc::channel();
    let tell = move |attempt| heard.send(attempt).unwrap();
    runtime().block_on(async {
        for (once, attempts) in [(true, 1), (false, 3)] {
            let ask = Ask {
                once,
                hearing: Hearing::by(&tell),
                ..asking(&portal, &url)
            };
            let page = wire(&patient).fetch(ask).await;
            assert_eq!(told(&page).len(), attempts);
        }
    });
    assert_eq!(hearing.try_iter().collect::<Vec<u64>>(), [1, 1, 2, 3]);
}

#[test]
fn a_connection_that_was_closed_while_it_waited_is_no_failure() {
    let server = Odd::start(|mut stream| {
        read_head(&mut stream);
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        // It reads the next request, and closes without an answer.
        read_head(&mut stream);
    });
    let home = format!("http://127.0.0.1:{}/", server.port);
    let (portal, url) = (portal(&home), url::Url::parse(&home).unwrap());
    runtime().block_on(async {
        let wire = wire(&settings());
        for _ in 0..3 {
            let page = wire.fetch(asking(&portal, &url)).await;
            assert_eq!(told(&page), [(Stage::Done, "status=200")]);
        }
    });
}

#[test]
fn a_question_that_is_given_up_leaves_nothing_behind() {
    let (closed, told_closed) = std::sync::mpsc::channel();
    let server = Odd::start(move |mut stream| {
        let head = read_head(&mut stream);
        if head.starts_with("GET /silent ") {
            // Nothing more comes: the other side has closed.
            let ended = matches!(stream.read(&mut [0]), Ok(0));
            closed.send(ended).unwrap();
        } else {
            drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        }
    });
    let home = format!("http://127.0.0.1:{}/", server.port);
    let portal = portal(&home);
    let silent = url::Url::parse(&format!("{home}silent")).unwrap();
    let url = url::Url::parse(&home).unwrap();
    runtime().block_on(async {
        let wire = wire(&settings());
        let question = wire.fetch(asking(&portal, &silent));
        let given_up = tokio::time::timeout(Duration::from_millis(300), question).await;
        assert!(given_up.is_err());
        let page = wire.fetch(asking(&portal, &url)).await;
        assert_eq!(told(&page), [(Stage::Done, "status=200")]);
    });
    assert!(told_closed.recv_timeout(Duration::from_secs(10)).unwrap());
}

#[test]
fn a_portal_that_does_not_answer_is_not_to_blame_when_our_own_network_is_down() {
    let home = format!("http://127.0.0.1:{}/", free_port());
    let control = TcpListener::bind("127.0.0.1:0").unwrap();
    let works = format!("127.0.0.1:{}", control.local_addr().unwrap().port());
    let down = format!("127.0.0.1:{}", free_port());
    let mut settings = settings();
    settings.limits.attempts = 3;
    for (hosts, outcome, answered, attempts) in [
        (vec![], Outcome::Unreachable, None, 3),
        (vec![works.clone()], Outcome::Unreachable, Some(true), 3),
        (
            vec![down.clone(), works.clone()],
            Outcome::Unreachable,
            Some(true),
            3,
        ),
        (vec![down], Outcome::ToolError, Some(false), 1),
    ] {
        settings.control_hosts = hosts;
        let page = seen(&settings, &portal(&home), &home);
        assert_eq!((page.outcome, page.control), (outcome, answered));
        // What was seen stays what was seen.
        assert_eq!(told(&page), vec![(Stage::Connect, "refused"); attempts]);
    }
    // A control host without IPv6 does not tell whether our own IPv6 works.
    settings.control_hosts = vec![works];
    let six = format!("http://[::1]:{}/", free_port());
    let (portal, url) = (portal(&six), url::Url::parse(&six).unwrap());
    let page = runtime().block_on(async {
        let ask = Ask {
            family: Family::V6,
            ..asking(&portal, &url)
        };
        wire(&settings).fetch(ask).await
    });
    assert_eq!((page.status, page.control), (None, None));
    // A portal that answers needs no control.
    let page = ask(
        &settings,
        &Odd::saying(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    );
    assert_eq!((page.outcome, page.control), (Outcome::Observed, None));
}
