//! The first hundred bytes, read by us before SQLite sees the file: whether it is a sealed bundle of a known format, and whole.
//!
//! Offsets are those of the SQLite file format, §1.3.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{APPLICATION_ID, FORMAT, name_of};
use crate::words::{Place, Problem};

/// Largest file in bytes.
const LARGEST_FILE: u64 = 2 << 30;
const LENGTH: usize = 100;
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Looks at a file from outside.
///
/// Errors: no such file, a folder or device, a file that may not be read (all input); an empty, foreign, unsealed,
/// newer, too large or cut file, and one with a journal beside it (all untrusted).
pub(super) fn examine(path: &Path) -> Result<(), Problem> {
    let file = name_of(path);
    let place = || Place::file(&file);
    let unreadable = |error: std::io::Error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            Problem::new("bundle.not_found").at(place())
        } else {
            Problem::new("bundle.unreadable")
                .with("detail", &error)
                .at(place())
                .caused_by(error)
        }
    };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Problem::new("bundle.not_a_file").at(place()));
    }
    let length = metadata.len();
    if length == 0 {
        return Err(Problem::untrusted("bundle.empty").at(place()));
    }
    if length > LARGEST_FILE {
        return Err(Problem::untrusted("bundle.too_large")
            .with("bytes", length)
            .with("most", LARGEST_FILE)
            .at(place()));
    }
    let mut start = Vec::with_capacity(LENGTH);
    File::open(path)
        .and_then(|opened| opened.take(LENGTH as u64).read_to_end(&mut start))
        .map_err(unreadable)?;
    check(&start, length).map_err(|problem| problem.at(place()))?;
    for journal in ["-wal", "-journal"] {
        let beside = beside(path, journal);
        if beside.symlink_metadata().is_ok() {
            return Err(Problem::untrusted("bundle.journal_beside")
                .with("journal", name_of(&beside))
                .at(place()));
        }
    }
    Ok(())
}

/// The file of the same name with an ending more.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// What the first bytes of a file of `length` bytes say.
fn check(start: &[u8], length: u64) -> Result<(), Problem> {
    let magic = start.get(..MAGIC.len()).unwrap_or(start);
    if !MAGIC.starts_with(magic) {
        return Err(Problem::untrusted("bundle.not_a_bundle"));
    }
    if start.len() < LENGTH {
        return Err(wrong_size(LENGTH as u64, length));
    }
    let header = Header(start);
    // Written and read with a write-ahead log: an audit is at work, or was cut off.
    if header.byte(18) == 2 || header.byte(19) == 2 {
        return Err(Problem::untrusted("bundle.unsealed"));
    }
    match (header.number(68), header.number(60)) {
        (APPLICATION_ID, FORMAT) => {}
        (APPLICATION_ID, newer) if newer > FORMAT => {
            return Err(Problem::untrusted("bundle.newer_format")
                .with("found", newer)
                .with("known", FORMAT));
        }
        (APPLICATION_ID, older) if older > 0 => {
            return Err(Problem::untrusted("bundle.older_format")
                .with("found", older)
                .with("known", FORMAT));
        }
        (_, _) => return Err(Problem::untrusted("bundle.not_a_bundle")),
    }
    let stated = u64::from(header.page_size()) * u64::from(header.number(28));
    if stated == length {
        Ok(())
    } else {
        Err(wrong_size(stated, length))
    }
}

/// All hundred bytes.
struct Header<'b>(&'b [u8]);

impl Header<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or_default()
    }

    fn number(&self, at: usize) -> u32 {
        let four = self.0.get(at..).and_then(|rest| rest.first_chunk());
        four.copied().map_or(0, u32::from_be_bytes)
    }

    /// Two bytes, in which 1 stands for 65,536.
    fn page_size(&self) -> u32 {
        match u16::from_be_bytes([self.byte(16), self.byte(17)]) {
            1 => 1 << 16,
            size => u32::from(size),
        }
    }
}

fn wrong_size(stated: u64, found: u64) -> Problem {
    Problem::untrusted("bundle.wrong_size")
        .with("stated", stated)
        .with("found", found)
}
