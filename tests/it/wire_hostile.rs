//! Servers that misbehave: each failure has its stage, what was read is kept, and nothing goes on for ever.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use flate2::Compression;
use flate2::read::{GzEncoder, ZlibEncoder};
use sansang::collect::{Outcome, Seen, Stage};
use sansang::unit::CollectSettings;

use crate::servers::{Odd, free_port, read_head};
use crate::wire_support::{portal, seen, settings, told};

const CAP: usize = 256 * 1_024;

/// Settings with little patience.
fn hasty() -> CollectSettings {
    let mut settings = settings();
    settings.limits.connect_ms = 400;
    settings.limits.first_byte_ms = 400;
    settings.limits.attempt_ms = 1_200;
    settings
}

fn ask(settings: &CollectSettings, server: &Odd) -> Seen {
    let home = format!("http://127.0.0.1:{}/", server.port);
    seen(settings, &portal(&home), &home)
}

/// Writes this over and over until the other side has enough, or a bound far above any cap.
fn flood(stream: &mut TcpStream, bytes: &[u8]) -> usize {
    let mut written = 0;
    while written < 64 * 1_024 * 1_024 && stream.write_all(bytes).is_ok() {
        written += bytes.len();
    }
    written
}

/// A server that says this head and then floods.
fn flooding(head: &'static [u8], again: &'static [u8]) -> Odd {
    Odd::start(move |mut stream| {
        read_head(&mut stream);
        if stream.write_all(head).is_ok() {
            flood(&mut stream, again);
        }
    })
}

fn unanswered(seen: &Seen, stage: Stage, detail: &str) {
    assert_eq!((seen.outcome, seen.status), (Outcome::Unreachable, None));
    assert_eq!(told(seen), [(stage, detail)]);
    assert!(seen.body.is_empty() && seen.final_url.is_none() && !seen.complete);
}

#[test]
fn where_nobody_listens_the_connection_is_refused() {
    let home = format!("http://127.0.0.1:{}/", free_port());
    unanswered(
        &seen(&hasty(), &portal(&home), &home),
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
        let page = ask(&hasty(), &Odd::saying(bytes));
        unanswered(&page, Stage::FirstByte, "garbage");
    }
    // It speaks before it is asked.
    let first = Odd::start(|mut stream| {
        drop(stream.write_all(b"220 mail.example.vn ESMTP\r\n"));
        read_head(&mut stream);
    });
    unanswered(&ask(&hasty(), &first), Stage::FirstByte, "garbage");
    unanswered(
        &ask(&hasty(), &Odd::saying(b"")),
        Stage::FirstByte,
        "closed",
    );
    unanswered(
        &ask(&hasty(), &Odd::saying(b"HTTP/1.1 200 OK\r\nServer:")),
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
        let page = ask(&patient, &flooding(head, again));
        unanswered(&page, Stage::FirstByte, "head_too_long");
    }
}

#[test]
fn a_body_without_end_is_cut_at_the_cap() {
    for head in [
        &b"HTTP/1.1 200 OK\r\n\r\n"[..],
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
    ] {
        let page = ask(&settings(), &flooding(head, &[b'a'; 4_096]));
        assert_eq!((page.outcome, page.status), (Outcome::Observed, Some(200)));
        assert_eq!((page.body.len(), page.complete), (CAP, false));
        assert_eq!(told(&page), [(Stage::Body, "too_long")]);
    }
}

#[test]
fn what_chunks_carry_beside_the_body_is_bounded_too() {
    for (head, again) in [
        // Extensions of a chunk, trailers, and chunks of a single byte.
        (
            &b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;"[..],
            &b"x=1;"[..],
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n",
            b"X-More: 1\r\n",
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"1;comment=aaaaaaaaaaaaaaaaaaaaa\r\na\r\n",
        ),
    ] {
        let page = ask(&settings(), &flooding(head, again));
        assert_eq!((page.outcome, page.complete), (Outcome::Observed, false));
        assert!(page.body.len() <= CAP && page.body.starts_with(b"a"));
        assert_eq!(page.attempts[0].stage, Stage::Body);
        assert!(
            matches!(page.attempts[0].detail.as_str(), "too_long" | "garbage"),
            "{:?}",
            told(&page)
        );
    }
}

#[test]
fn a_body_that_drips_is_kept_as_far_as_it_came() {
    let dripping = Odd::start(|mut stream| {
        read_head(&mut stream);
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"));
        while stream.write_all(b"a").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let mut patient = hasty();
    patient.limits.attempts = 3;
    let page = ask(&patient, &dripping);
    assert_eq!(
        (page.outcome, page.status, page.complete),
        (Outcome::Observed, Some(200), false)
    );
    assert!(!page.body.is_empty() && page.body.iter().all(|byte| *byte == b'a'));
    // It answered, however slowly: it is not made to drip again.
    assert_eq!(told(&page), [(Stage::Body, "timeout")]);
    assert_eq!(page.attempts[0].outcome, Outcome::Unreachable);
}

#[test]
fn a_length_that_lies_is_not_believed() {
    let page = ask(
        &hasty(),
        &Odd::saying(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"),
    );
    assert_eq!((page.body.as_slice(), page.complete), (&b"half"[..], false));
    assert_eq!(told(&page), [(Stage::Body, "closed")]);
    let page = ask(
        &hasty(),
        &Odd::saying(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalf and more"),
    );
    assert_eq!((page.body.as_slice(), page.complete), (&b"half"[..], true));
    let page = ask(
        &hasty(),
        &Odd::saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n"),
    );
    assert_eq!((page.body.as_slice(), page.complete), (&b"half"[..], false));
    assert_eq!(told(&page), [(Stage::Body, "garbage")]);
}

#[test]
fn a_reset_is_told_and_what_came_before_is_kept() {
    // Closing with something unread makes the system reset.
    let at_once = Odd::start(|mut stream| drop(stream.read(&mut [0])));
    unanswered(&ask(&hasty(), &at_once), Stage::FirstByte, "reset");
    let later = Odd::start(|mut stream| {
        drop(stream.read(&mut [0]));
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"));
        std::thread::sleep(Duration::from_millis(100));
    });
    let mut patient = hasty();
    patient.limits.attempts = 2;
    let page = ask(&patient, &later);
    assert_eq!((page.body.as_slice(), page.complete), (&b"half"[..], false));
    assert_eq!((page.outcome, page.status), (Outcome::Observed, Some(200)));
    assert_eq!(
        told(&page),
        [(Stage::Body, "reset"), (Stage::Body, "reset")]
    );
}

/// 32 MiB of zeros in brotli.
const BROTLI_BOMB: [u8; 27] = [
    0xcf, 0xff, 0xff, 0x7f, 0xf8, 0x27, 0x00, 0xe2, 0xb1, 0x40, 0x20, 0xf7, 0xfe, 0x9f, 0xff, 0xff,
    0xff, 0xf0, 0x4f, 0x00, 0xc4, 0x61, 0x01, 0x80, 0xee, 0xfd, 0xff,
];

#[test]
fn bombs_are_cut_at_the_cap() {
    let zeros = std::io::repeat(0).take(8 * 1_024 * 1_024);
    let mut gzip = Vec::new();
    GzEncoder::new(zeros, Compression::fast())
        .read_to_end(&mut gzip)
        .unwrap();
    let zeros = std::io::repeat(0).take(8 * 1_024 * 1_024);
    let mut deflate = Vec::new();
    ZlibEncoder::new(zeros, Compression::fast())
        .read_to_end(&mut deflate)
        .unwrap();
    let zstd = zstd::encode_all(std::io::repeat(0).take(32 * 1_024 * 1_024), 3).unwrap();
    let bombs = [
        ("gzip", gzip),
        ("deflate", deflate),
        ("zstd", zstd),
        ("br", BROTLI_BOMB.to_vec()),
    ];
    for (coding, bomb) in bombs {
        assert!(bomb.len() < CAP / 2, "{coding}");
        let server = Odd::start(move |mut stream| {
            read_head(&mut stream);
            let length = bomb.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {length}\r\n\r\n"
            );
            drop(
                stream
                    .write_all(head.as_bytes())
                    .and_then(|()| stream.write_all(&bomb)),
            );
        });
        let page = ask(&settings(), &server);
        assert_eq!((page.body.len(), page.complete), (CAP, false), "{coding}");
        assert!(page.body.iter().all(|byte| *byte == 0));
        assert_eq!(told(&page), [(Stage::Body, "too_long")], "{coding}");
        assert!(page.body.capacity() <= 4 * CAP, "{coding}");
    }
}

#[test]
fn a_packing_that_is_broken_or_strange_is_told() {
    let page = ask(
        &hasty(),
        &Odd::saying(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
        ),
    );
    assert_eq!(
        (page.complete, told(&page)),
        (false, vec![(Stage::Body, "packed")])
    );
    let page = ask(
        &hasty(),
        &Odd::saying(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\nContent-Length: 5\r\n\r\ncynva",
        ),
    );
    assert_eq!((page.complete, page.body.len()), (false, 0));
    assert_eq!(told(&page), [(Stage::Body, "coding")]);
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
    let mut patient = hasty();
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
    crate::wire_support::runtime().block_on(async {
        let wire = crate::wire_support::wire(&hasty());
        for _ in 0..3 {
            let page = wire.fetch(crate::wire_support::asking(&portal, &url)).await;
            assert_eq!(told(&page), [(Stage::Done, "status=200")]);
        }
    });
}

#[test]
fn a_portal_that_does_not_answer_is_not_to_blame_when_our_own_network_is_down() {
    let home = format!("http://127.0.0.1:{}/", free_port());
    let control = TcpListener::bind("127.0.0.1:0").unwrap();
    let works = format!("127.0.0.1:{}", control.local_addr().unwrap().port());
    let down = format!("127.0.0.1:{}", free_port());
    let mut settings = hasty();
    settings.limits.attempts = 3;
    for (hosts, outcome, answered, attempts) in [
        (vec![], Outcome::Unreachable, None, 3),
        (vec![works.clone()], Outcome::Unreachable, Some(true), 3),
        (
            vec![down.clone(), works],
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
    // A portal that answers needs no control.
    let page = ask(
        &settings,
        &Odd::saying(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    );
    assert_eq!((page.outcome, page.control), (Outcome::Observed, None));
}
