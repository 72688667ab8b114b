//! The sealed file: one run of one unit, as a SQLite database that anybody can open and nobody has to trust.
//!
//! Holds only what was collected or received, and never changes once it is sealed. A file from elsewhere is hostile
//! until [`Bundle::open`] has compared its schema with ours, and nothing in it is ever run. Start at [`Draft`] to write
//! one, at [`Bundle`] to read one.

mod digest;
mod draft;
mod header;
mod layout;
mod meta;
mod open;
mod record;
#[cfg(test)]
mod sample;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

pub use draft::{Blank, Draft};
pub use meta::{RubricName, meta};
pub use open::{Bundle, Trust};
pub use record::{Blob, Record, Tried};

use std::path::Path;

use crate::words::plain;

/// `application_id` of a bundle: the letters `SSng` (SQLite file format §1.3.14).
pub const APPLICATION_ID: u32 = 0x5353_6e67;
/// `user_version` of a bundle: the version of what this page of code writes and reads.
pub const FORMAT: u32 = 2;

/// Longest cell and row in bytes; what is longer is neither written nor read.
const LONGEST_CELL: i32 = 4_500_000;
/// Most memory of SQLite in bytes, all connections of the process together.
const MOST_HEAP: i64 = 1 << 30;

/// A path as the address that SQLite takes. Every byte with a meaning there is escaped, so that no name of a file is
/// read as an option.
fn address(path: &Path, options: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut escaped = String::new();
    for &byte in path.as_os_str().as_encoded_bytes() {
        if std::path::is_separator(char::from(byte)) {
            escaped.push('/');
        } else if byte.is_ascii_alphanumeric() || b"-_.~:".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push('%');
            for digit in [byte >> 4, byte & 15] {
                escaped.extend(HEX.get(usize::from(digit)).map(|d| char::from(*d)));
            }
        }
    }
    let root = match (escaped.starts_with('/'), path.is_absolute()) {
        (true, _) => "//",
        (false, true) => "///",
        (false, false) => "",
    };
    format!("file:{root}{escaped}?{options}")
}

/// How messages name a file.
fn name_of(path: &Path) -> String {
    path.display().to_string()
}

/// A foreign text in a message: harmless on a terminal, and short.
fn shown(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut safe = plain(text);
    if let Some((cut, _)) = safe.char_indices().nth(LONGEST) {
        safe.truncate(cut);
        safe.push('…');
    }
    safe
}
