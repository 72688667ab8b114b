//! Bodies that end too early, too late or never, and bombs: what was read is kept and marked, and all of it is bounded.

use std::io::{Read, Write};
use std::sync::atomic::Ordering;
use std::time::Duration;

use flate2::Compression;
use flate2::read::{GzEncoder, ZlibEncoder};
use sansang::collect::{Outcome, Stage};

use crate::servers::{BUFFERS, Odd, flooding, read_head};
use crate::wire_support::{ask, hasty, settings, told, unanswered};

/// The cap of the settings.
const CAP: usize = 256 * 1_024;

/// 32 MiB of zeros in brotli.
pub(crate) const BROTLI_BOMB: [u8; 27] = [
    0xcf, 0xff, 0xff, 0x7f, 0xf8, 0x27, 0x00, 0xe2, 0xb1, 0x40, 0x20, 0xf7, 0xfe, 0x9f, 0xff, 0xff,
    0xff, 0xf0, 0x4f, 0x00, 0xc4, 0x61, 0x01, 0x80, 0xee, 0xfd, 0xff,
];

#[test]
fn a_body_without_end_is_cut_at_the_cap() {
    for head in [
        &b"HTTP/1.1 200 OK\r\n\r\n"[..],
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
    ] {
        let (server, written) = flooding(head, &[b'a'; 4_096]);
        let page = ask(&settings(), &server);
        assert_eq!((page.outcome, page.status), (Outcome::Observed, Some(200)));
        assert_eq!((page.body.len(), page.complete), (CAP, false));
        assert_eq!(told(&page), [(Stage::Body, "too_long")]);
        assert!(written.load(Ordering::SeqCst) < BUFFERS);
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
        let (server, written) = flooding(head, again);
        let page = ask(&settings(), &server);
        assert_eq!((page.outcome, page.complete), (Outcome::Observed, false));
        assert!(page.body.len() <= CAP && page.body.starts_with(b"a"));
        assert_eq!(page.attempts[0].stage, Stage::Body);
        assert!(
            matches!(page.attempts[0].detail.as_str(), "too_long" | "garbage"),
            "{:?}",
            told(&page)
        );
        assert!(written.load(Ordering::SeqCst) < BUFFERS);
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
        &settings(),
        &Odd::saying(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"),
    );
    assert_eq!((page.body.as_slice(), page.complete), (&b"half"[..], false));
    assert_eq!(told(&page), [(Stage::Body, "closed")]);
    let page = ask(
        &settings(),
        &Odd::saying(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalf and more"),
    );
    assert_eq!((page.body.as_slice(), page.complete), (&b"half"[..], true));
    let page = ask(
        &settings(),
        &Odd::saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n"),
    );
    assert_eq!((page.body.as_slice(), page.complete), (&b"half"[..], false));
    assert_eq!(told(&page), [(Stage::Body, "garbage")]);
}

#[test]
fn a_reset_is_told_and_what_came_before_is_kept() {
    // Closing with something unread makes the system reset.
    let at_once = Odd::start(|mut stream| drop(stream.read(&mut [0])));
    unanswered(&ask(&settings(), &at_once), Stage::FirstByte, "reset");
    let later = Odd::start(|mut stream| {
        drop(stream.read(&mut [0]));
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"));
        std::thread::sleep(Duration::from_millis(100));
    });
    let mut patient = settings();
    patient.limits.attempts = 2;
    let page = ask(&patient, &later);
    assert_eq!((page.body.as_slice(), page.complete), (&b"half"[..], false));
    assert_eq!((page.outcome, page.status), (Outcome::Observed, Some(200)));
    assert_eq!(
        told(&page),
        [(Stage::Body, "reset"), (Stage::Body, "reset")]
    );
}

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
        &settings(),
        &Odd::saying(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
        ),
    );
    assert_eq!(
        (page.complete, told(&page)),
        (false, vec![(Stage::Body, "packed")])
    );
    let page = ask(
        &settings(),
        &Odd::saying(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\nContent-Length: 5\r\n\r\ncynva",
        ),
    );
    assert_eq!((page.complete, page.body.len()), (false, 0));
    assert_eq!(told(&page), [(Stage::Body, "coding")]);
}
