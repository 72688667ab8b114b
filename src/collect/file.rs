//! The officer's own files: read below the workspace, within a cap, never changed and never copied.
//!
//! A link may lead to another place of the workspace, never out of it, and nothing but a regular file is opened: a pipe
//! would be waited on for ever.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

#[cfg(unix)]
use super::unix::without_waiting;
#[cfg(windows)]
use super::windows::without_waiting;
use crate::exact::Digester;
use crate::words::{Place, Problem, refused};

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

/// What stands at a path.
enum Found {
    /// A regular file, open for reading.
    File(File),
    /// A folder, a pipe or a device, which is no file to read.
    NoFile,
    /// Nothing.
    Nothing,
}

/// The bytes of an export. `outside` is the problem of a path that leads out of the workspace.
///
/// Errors: it is not there, no regular file, outside the workspace, cannot be read, or too big to be a list of a unit.
pub(super) fn read(
    root: &Path,
    path: &str,
    outside: impl FnOnce() -> Problem,
) -> Result<Vec<u8>, Problem> {
    read_up_to(root, path, MOST_BYTES, outside)
}

/// The bytes of a file of no more than so many. Errors: as [`read`].
pub(super) fn read_up_to(
    root: &Path,
    path: &str,
    most: u64,
    outside: impl FnOnce() -> Problem,
) -> Result<Vec<u8>, Problem> {
    let refused = |code| Err(Problem::new(code).with("path", path).at(Place::file(path)));
    let mut file = match open(root, path, outside)? {
        Found::File(file) => file,
        Found::NoFile => return refused("csv.not_regular"),
        Found::Nothing => return refused("csv.no_file"),
    };
    let mut bytes = Vec::new();
    let read = file
        .by_ref()
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes);
    let read = read.map_err(|error| failure(path, error))?;
    if u64::try_from(read).is_ok_and(|read| read > most) {
        return Err(Problem::new("csv.too_big")
            .with("most", most >> 20)
            .at(Place::file(path)));
    }
    Ok(bytes)
}

/// The files below a folder, by their paths below the workspace, in order; what is no regular file stands apart.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// Regular files, and links to what is no folder.
    pub files: Vec<String>,
    /// Links to folders, devices, names that are no text: none is followed.
    pub others: Vec<String>,
}

/// Lists a folder down to a depth. Hidden entries are left out.
///
/// Errors: it is not there or no folder, outside the workspace, cannot be read; more entries or levels than given.
pub(super) fn list(
    root: &Path,
    path: &str,
    (most, depth): (usize, usize),
    outside: impl FnOnce() -> Problem,
) -> Result<Listed, Problem> {
    let refused = |code| Problem::new(code).with("path", path).at(Place::file(path));
    let Some(top) = folder(root, path).map_err(|error| failure(path, error))? else {
        return Err(refused("x509.no_folder"));
    };
    if !top.starts_with(root.canonicalize().map_err(|error| failure(path, error))?) {
        return Err(outside());
    }
    let mut listed = Listed::default();
    let mut open = vec![(top, path.to_owned(), 0)];
    while let Some((at, name, level)) = open.pop() {
        if level > depth {
            return Err(refused("x509.too_deep").with("most", depth));
        }
        for entry in std::fs::read_dir(&at).map_err(|error| failure(&name, error))? {
            let entry = entry.map_err(|error| failure(&name, error))?;
            let own = entry.file_name();
            let below = format!("{name}/{}", own.to_string_lossy());
            if own.to_string_lossy().starts_with('.') {
                continue;
            }
            let kind = entry.file_type().map_err(|error| failure(&below, error))?;
            if own.to_str().is_none() {
                listed.others.push(below);
            } else if kind.is_dir() {
                open.push((entry.path(), below, level + 1));
            } else if kind.is_file() || (kind.is_symlink() && !entry.path().is_dir()) {
                listed.files.push(below);
            } else {
                listed.others.push(below);
            }
            if listed.files.len() + listed.others.len() + open.len() > most {
                return Err(refused("x509.too_many").with("most", most));
            }
        }
    }
    listed.files.sort();
    listed.others.sort();
    Ok(listed)
}

/// The real path of a folder of the workspace, by its name in any composition; nothing where no folder is there.
fn folder(root: &Path, path: &str) -> std::io::Result<Option<PathBuf>> {
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
    match at.canonicalize() {
        Ok(real) if real.is_dir() => Ok(Some(real)),
        Ok(_) => Ok(None),
        Err(error) if is_nothing(error.kind()) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A file's digest, size and first bytes; nothing where no regular file is there.
///
/// Errors: it is outside the workspace, with the problem that `outside` gives; it cannot be read.
pub(super) fn describe(
    root: &Path,
    path: &str,
    outside: impl FnOnce() -> Problem,
) -> Result<Option<Described>, Problem> {
    let mut file = match open(root, path, outside)? {
        Found::File(file) => file,
        Found::NoFile | Found::Nothing => return Ok(None),
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
fn open(root: &Path, path: &str, outside: impl FnOnce() -> Problem) -> Result<Found, Problem> {
    let mut at = root.to_owned();
    for part in path.split('/') {
        let next = at.join(part);
        at = if next.symlink_metadata().is_ok() {
            next
        } else {
            match alike(&at, part) {
                Some(found) => found,
                None => return Ok(Found::Nothing),
            }
        };
    }
    let real = |path: &Path| match path.canonicalize() {
        Ok(real) => Ok(Some(real)),
        Err(error) if is_nothing(error.kind()) => Ok(None),
        Err(error) => Err(error),
    };
    let failed = |error| failure(path, error);
    let (Some(root), Some(at)) = (real(root).map_err(failed)?, real(&at).map_err(failed)?) else {
        return Ok(Found::Nothing);
    };
    if !at.starts_with(root) {
        return Err(outside());
    }
    match at.metadata() {
        Ok(found) if found.is_file() => {}
        Ok(_) => return Ok(Found::NoFile),
        Err(error) => return Err(failed(error)),
    }
    let file = without_waiting(OpenOptions::new().read(true))
        .open(&at)
        .map_err(failed)?;
    // It may have become something else in between.
    let regular = file.metadata().map_err(failed)?.is_file();
    Ok(if regular {
        Found::File(file)
    } else {
        Found::NoFile
    })
}

/// Whether an error says that nothing is there: a part of the path is missing, or no folder.
fn is_nothing(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory)
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
        .with("detail", refused(&error))
        .at(Place::file(path))
        .caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outside() -> Problem {
        Problem::new("profile.path")
    }

    fn refusal(root: &Path, path: &str) -> &'static str {
        read(root, path, outside).unwrap_err().code()
    }

    #[test]
    fn a_name_composed_otherwise_is_the_same_name() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("Ba\u{309}n")).unwrap();
        std::fs::write(root.path().join("Ba\u{309}n/so\u{302}\u{301}.csv"), "x").unwrap();
        assert_eq!(read(root.path(), "Bản/số.csv", outside).unwrap(), b"x");
        assert_eq!(refusal(root.path(), "Bản/sổ.csv"), "csv.no_file");
        assert_eq!(refusal(root.path(), "Bản/số.csv/x"), "csv.no_file");
        assert_eq!(refusal(root.path(), "Bản"), "csv.not_regular");
    }

    #[test]
    fn a_file_is_described_by_its_content() {
        let root = tempfile::tempdir().unwrap();
        let content = vec![7; HEAD + 10];
        std::fs::write(root.path().join("a"), &content).unwrap();
        let described = describe(root.path(), "a", outside).unwrap().unwrap();
        assert_eq!(described.sha256, crate::exact::sha256(&content));
        assert_eq!(
            (described.bytes, described.head.len()),
            (HEAD as u64 + 10, HEAD)
        );
        assert_eq!(describe(root.path(), "b", outside).unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_may_not_lead_out_of_the_workspace() {
        use std::os::unix::fs::symlink;
        let (root, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let inside = root.path().join("exports");
        std::fs::create_dir(&inside).unwrap();
        std::fs::write(inside.join("a.csv"), "a").unwrap();
        std::fs::write(other.path().join("secret"), "secret").unwrap();
        symlink("a.csv", inside.join("b.csv")).unwrap();
        symlink(other.path().join("secret"), inside.join("c.csv")).unwrap();
        symlink(other.path(), root.path().join("evidence")).unwrap();
        symlink("nowhere", inside.join("d.csv")).unwrap();
        symlink("../..", inside.join("up")).unwrap();
        let folder = other.path().file_name().unwrap().to_str().unwrap();
        assert_eq!(read(root.path(), "exports/b.csv", outside).unwrap(), b"a");
        assert_eq!(refusal(root.path(), "exports/c.csv"), "profile.path");
        let up = format!("exports/up/{folder}/secret");
        assert_eq!(refusal(root.path(), &up), "profile.path");
        let described = describe(root.path(), "evidence/secret", outside);
        assert_eq!(described.unwrap_err().code(), "profile.path");
        assert_eq!(refusal(root.path(), "exports/d.csv"), "csv.no_file");
        // The workspace itself may be reached by a link.
        let link = other.path().join("link");
        symlink(root.path(), &link).unwrap();
        assert_eq!(read(&link, "exports/a.csv", outside).unwrap(), b"a");
    }
}
