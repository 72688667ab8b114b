use std::io::Read;

use flate2::Compression;
use flate2::read::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::*;

const TEXT: &str = "Ủy ban nhân dân huyện công bố thủ tục hành chính. ";

/// `X` in brotli: one metablock that is not packed, then the last and empty one.
const BROTLI_X: &[u8] = &[0x0b, 0x00, 0x80, 0x58, 0x03];

fn read(mut from: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).unwrap();
    bytes
}

fn packed(coding: Coding, plain: &[u8]) -> Vec<u8> {
    match coding {
        Coding::Gzip => read(GzEncoder::new(plain, Compression::default())),
        Coding::Deflate => read(ZlibEncoder::new(plain, Compression::default())),
        Coding::Zstd => zstd::encode_all(plain, 3).unwrap(),
        Coding::Brotli | Coding::Unknown => plain.to_vec(),
    }
}

fn undone(packed: Vec<u8>, codings: &[Coding], cap: usize) -> Unpacked {
    unpack(packed, codings, cap, Duration::from_mins(1))
}

fn header(values: &[&str]) -> Vec<Coding> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(CONTENT_ENCODING, value.parse().unwrap());
    }
    codings(&headers)
}

#[test]
fn the_header_names_the_codings_in_order() {
    assert_eq!(header(&[]), []);
    assert_eq!(header(&["identity"]), []);
    assert_eq!(header(&["GZip"]), [Coding::Gzip]);
    assert_eq!(
        header(&["deflate, br", "zstd"]),
        [Coding::Deflate, Coding::Brotli, Coding::Zstd]
    );
    assert_eq!(header(&["compress"]), [Coding::Unknown]);
}

#[test]
fn what_was_packed_comes_out_whole() {
    let plain = TEXT.repeat(2_000).into_bytes();
    for coding in [Coding::Gzip, Coding::Deflate, Coding::Zstd] {
        let out = undone(packed(coding, &plain), &[coding], plain.len());
        assert_eq!((out.body == plain, out.cut), (true, None), "{coding:?}");
    }
    let raw = read(DeflateEncoder::new(&plain[..], Compression::default()));
    assert_eq!(undone(raw, &[Coding::Deflate], plain.len()).body, plain);
    let out = undone(BROTLI_X.to_vec(), &[Coding::Brotli], 10);
    assert_eq!((out.body.as_slice(), out.cut), (&b"X"[..], None));
    let twice = packed(Coding::Zstd, &packed(Coding::Gzip, &plain));
    let out = undone(twice, &[Coding::Gzip, Coding::Zstd], plain.len());
    assert_eq!((out.body == plain, out.cut), (true, None));
}

#[test]
fn a_bomb_gives_no_more_than_the_cap() {
    let plain = vec![0_u8; 4 * 1_024 * 1_024];
    for coding in [Coding::Gzip, Coding::Deflate, Coding::Zstd] {
        let bomb = packed(coding, &plain);
        assert!(bomb.len() < 100_000);
        let out = undone(bomb, &[coding], 10_000);
        assert_eq!(
            (out.body.len(), out.cut),
            (10_000, Some("too_long")),
            "{coding:?}"
        );
        assert!(out.body.capacity() < 100_000);
    }
    let bomb = packed(Coding::Gzip, &packed(Coding::Gzip, &plain));
    let out = undone(bomb, &[Coding::Gzip, Coding::Gzip], 10_000);
    assert_eq!(out.cut, Some("too_long"));
    assert!(out.body.len() <= 10_000);
}

#[test]
fn what_is_broken_is_kept_as_far_as_it_goes() {
    let plain = TEXT.repeat(2_000).into_bytes();
    for coding in [Coding::Gzip, Coding::Deflate, Coding::Zstd] {
        let mut half = packed(coding, &plain);
        half.truncate(half.len() - 3);
        let out = undone(half, &[coding], plain.len());
        assert_eq!(out.cut, Some("packed"), "{coding:?}");
        assert!(plain.starts_with(&out.body));
        let noise = undone(b"\x78\x9cnot packed at all".to_vec(), &[coding], 100);
        assert_eq!(noise.cut, Some("packed"), "{coding:?}");
    }
    let out = undone(BROTLI_X[..3].to_vec(), &[Coding::Brotli], 10);
    assert_eq!(out.cut, Some("packed"));
}

#[test]
fn a_coding_of_none_we_know_is_not_undone() {
    let out = undone(b"abc".to_vec(), &[Coding::Unknown], 10);
    assert_eq!((out.body.len(), out.cut), (0, Some("coding")));
    let out = undone(b"abc".to_vec(), &[Coding::Gzip; 9], 10);
    assert_eq!(out.cut, Some("coding"));
}

#[test]
fn a_window_beyond_what_the_web_allows_is_refused() {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    encoder
        .set_parameter(zstd::zstd_safe::CParameter::WindowLog(27))
        .unwrap();
    encoder.write_all(TEXT.as_bytes()).unwrap();
    let out = undone(encoder.finish().unwrap(), &[Coding::Zstd], 1_000);
    assert_eq!((out.body.len(), out.cut), (0, Some("packed")));
}

#[test]
fn no_time_is_no_more_bytes() {
    let out = unpack(
        packed(Coding::Gzip, TEXT.as_bytes()),
        &[Coding::Gzip],
        1_000,
        Duration::ZERO,
    );
    assert_eq!(out.cut, Some("too_long"));
}
