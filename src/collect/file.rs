//! The officer's own files: read below the workspace, within a cap, never changed and never copied.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::exact::Digester;
use crate::words::{Place, Problem};

/// Most bytes of an export.
const MOST_BYTES: u64 = 256 << 20;
/// How much of a file is kept to tell its type by.
const HEAD: usize = 64 << 10;

/// A file as evidence: named by its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Described {
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Bytes.
    pub bytes: u64,
    /// Its first bytes.
    pub head: Vec<u8>,
}

/// The bytes of an export.
///
/// Errors: it is not there, cannot be read, or is too big to be a list of a unit.
pub(super) fn read(root: &Path, path: &str) -> Result<Vec<u8>, Problem> {
    let mut file = open(root, path)?.ok_or_else(|| {
        Problem::new("csv.no_file")
            .with("path", path)
            .at(Place::file(path))
    })?;
    let mut bytes = Vec::new();
    let most = file.by_ref().take(MOST_BYTES + 1).read_to_end(&mut bytes);
    let read = most.map_err(|error| failure(path, error))?;
    if u64::try_from(read).is_ok_and(|read| read > MOST_BYTES) {
        return Err(Problem::new("csv.too_big")
            .with("most", MOST_BYTES >> 20)
            .at(Place::file(path)));
    }
    Ok(bytes)
}

/// A file's digest, size and first bytes; nothing where it is not there.
pub(super) fn describe(root: &Path, path: &str) -> Result<Option<Described>, Problem> {
    let Some(mut file) = open(root, path)? else {
        return Ok(None);
    };
    let mut digest = Digester::default();
    let mut described = Described {
        sha256: String::new(),
        bytes: 0,
        head: Vec::new(),
    };
    let mut portion = vec![0; HEAD];
    loop {
        let n = file
            .read(&mut portion)
            .map_err(|error| failure(path, error))?;
        let part = portion.get(..n).unwrap_or_default();
        if part.is_empty() {
            break;
        }
        digest.raw(part);
        let room = HEAD.saturating_sub(described.head.len()).min(n);
        described.head.extend(part.iter().take(room));
        described.bytes = described
            .bytes
            .saturating_add(u64::try_from(n).unwrap_or_default());
    }
    described.sha256 = digest.hex();
    Ok(Some(described))
}

/// Opens a file by its name, or by the name that looks the same: systems compose Vietnamese letters differently.
fn open(root: &Path, path: &str) -> Result<Option<File>, Problem> {
    let mut at = root.to_owned();
    for part in path.split('/') {
        let next = at.join(part);
        at = if next.symlink_metadata().is_ok() {
            next
        } else {
            match alike(&at, part) {
                Some(found) => found,
                None => return Ok(None),
            }
        };
    }
    match File::open(&at) {
        Ok(file) if at.is_file() => Ok(Some(file)),
        Ok(_) => Ok(None),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failure(path, error)),
    }
}

/// The entry of a folder whose name is the same text, composed otherwise.
fn alike(folder: &Path, name: &str) -> Option<PathBuf> {
    let wanted: String = name.nfc().collect();
    let entries = std::fs::read_dir(folder).ok()?;
    entries
        .filter_map(Result::ok)
        .find(|entry| {
            let found = entry.file_name();
            found
                .to_str()
                .is_some_and(|found| found.nfc().eq(wanted.chars()))
        })
        .map(|entry| entry.path())
}

fn failure(path: &str, error: std::io::Error) -> Problem {
    Problem::new("csv.unreadable")
        .with("detail", &error)
        .at(Place::file(path))
        .caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_composed_otherwise_is_the_same_name() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("Ba\u{309}n")).unwrap();
        std::fs::write(root.path().join("Ba\u{309}n/so\u{302}\u{301}.csv"), "x").unwrap();
        assert_eq!(read(root.path(), "Bản/số.csv").unwrap(), b"x");
        let problem = read(root.path(), "Bản/sổ.csv").unwrap_err();
        assert_eq!(problem.code(), "csv.no_file");
        assert_eq!(read(root.path(), "Bản").unwrap_err().code(), "csv.no_file");
    }

    #[test]
    fn a_file_is_described_by_its_content() {
        let root = tempfile::tempdir().unwrap();
        let content = vec![7; HEAD + 10];
        std::fs::write(root.path().join("a"), &content).unwrap();
        let described = describe(root.path(), "a").unwrap().unwrap();
        assert_eq!(described.sha256, crate::exact::sha256(&content));
        assert_eq!(
            (described.bytes, described.head.len()),
            (HEAD as u64 + 10, HEAD)
        );
        assert_eq!(describe(root.path(), "b").unwrap(), None);
    }
}
