//! Packed bodies (gzip, deflate, br, zstd) under our own limits: in small steps, with the size and the time looked at
//! between them.
//!
//! A bomb costs no more than the cap. Start at [`unpack()`].

use std::io::{self, Write};
use std::time::{Duration, Instant};

use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use hyper::HeaderMap;
use hyper::header::CONTENT_ENCODING;

/// How a body was packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// `gzip`, `x-gzip`.
    Gzip,
    /// `deflate`: zlib, or raw as some servers send it.
    Deflate,
    /// `br`.
    Brotli,
    /// `zstd`.
    Zstd,
    /// None of these.
    Unknown,
}

/// What came out.
#[derive(Debug)]
pub(super) struct Unpacked {
    /// As much as came out within the limits.
    pub(super) body: Vec<u8>,
    /// Why that is not all: `too_long` (more bytes or more work than we take on; our own time is no time-out of the
    /// portal), `packed` (it is broken), `coding` (it is none of ours).
    pub(super) cut: Option<&'static str>,
}

/// Packings one over the other that are undone.
const LAYERS: usize = 3;

/// Packed bytes that are worked on at once.
const STEP: usize = 4_096;

/// The codings in the order in which they were laid on.
pub(super) fn codings(headers: &HeaderMap) -> Vec<Coding> {
    let values = headers.get_all(CONTENT_ENCODING).iter();
    let values = values.filter_map(|value| value.to_str().ok());
    let names = values.flat_map(|value| value.split(','));
    let names = names.map(|name| name.trim().to_ascii_lowercase());
    let codings = names.filter_map(|name| match name.as_str() {
        "" | "identity" => None,
        "gzip" | "x-gzip" => Some(Coding::Gzip),
        "deflate" => Some(Coding::Deflate),
        "br" => Some(Coding::Brotli),
        "zstd" => Some(Coding::Zstd),
        _ => Some(Coding::Unknown),
    });
    codings.take(LAYERS + 1).collect()
}

/// Undoes the codings, the last first. No layer gives more than `cap` bytes.
pub(super) fn unpack(
    packed: Vec<u8>,
    codings: &[Coding],
    cap: usize,
    patience: Duration,
) -> Unpacked {
    let until = Instant::now() + patience;
    let mut body = packed;
    let mut cut = None;
    if codings.len() > LAYERS || codings.contains(&Coding::Unknown) {
        return Unpacked {
            body: Vec::new(),
            cut: Some("coding"),
        };
    }
    for coding in codings.iter().rev() {
        let layer = one(&body, *coding, cap, until);
        body = layer.body;
        cut = cut.or(layer.cut);
    }
    Unpacked { body, cut }
}

/// Undoes one coding.
fn one(packed: &[u8], coding: Coding, cap: usize, until: Instant) -> Unpacked {
    let mut sink = Capped {
        bytes: Vec::new(),
        cap,
        until,
        cut: None,
    };
    let ended = match coding {
        Coding::Gzip => {
            let mut decoder = MultiGzDecoder::new(&mut sink);
            feed(&mut decoder, packed).and_then(|()| decoder.try_finish())
        }
        Coding::Deflate if is_zlib(packed) => {
            let mut decoder = ZlibDecoder::new(&mut sink);
            feed(&mut decoder, packed).and_then(|()| decoder.try_finish())
        }
        Coding::Deflate => {
            let mut decoder = DeflateDecoder::new(&mut sink);
            feed(&mut decoder, packed).and_then(|()| decoder.try_finish())
        }
        Coding::Brotli => {
            let mut decoder = brotli_decompressor::DecompressorWriter::new(&mut sink, STEP);
            feed(&mut decoder, packed).and_then(|()| decoder.close())
        }
        Coding::Zstd => zstd(packed, &mut sink),
        Coding::Unknown => Err(io::Error::other("coding")),
    };
    let broken = ended.err().map(|_| "packed");
    Unpacked {
        body: sink.bytes,
        cut: sink.cut.or(broken),
    }
}

/// Largest window of zstd that a body may ask for, as a power of two: 8 MiB (RFC 9659).
const WINDOW: u32 = 23;

fn zstd(packed: &[u8], sink: &mut Capped) -> io::Result<()> {
    let mut decoder = zstd::stream::raw::Decoder::new()?;
    decoder.set_parameter(zstd::zstd_safe::DParameter::WindowLogMax(WINDOW))?;
    let mut writer = zstd::stream::zio::Writer::new(sink, decoder);
    feed(&mut writer, packed)?;
    writer.finish()
}

/// Whether it begins as zlib does: some servers send deflate without that wrapper.
fn is_zlib(packed: &[u8]) -> bool {
    let [method, flags, ..] = packed else {
        return false;
    };
    method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*flags)).is_multiple_of(31)
}

/// Gives a decoder its input step by step.
fn feed(decoder: &mut impl Write, packed: &[u8]) -> io::Result<()> {
    for step in packed.chunks(STEP) {
        decoder.write_all(step)?;
    }
    decoder.flush()
}

/// Takes bytes until there are too many, or it takes too long.
#[derive(Debug)]
struct Capped {
    bytes: Vec<u8>,
    cap: usize,
    until: Instant,
    cut: Option<&'static str>,
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if Instant::now() > self.until {
            self.cut = self.cut.or(Some("too_long"));
        }
        let room = self.cap.saturating_sub(self.bytes.len());
        if bytes.len() > room {
            self.cut = self.cut.or(Some("too_long"));
        }
        self.bytes
            .extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        if self.cut.is_some() {
            return Err(io::Error::other("cut"));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[path = "unpack_tests.rs"]
mod tests;
