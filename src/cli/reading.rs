//! Reading the files that a user names on the command line, never more of them than is sensible.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use crate::words::{Place, Problem, written};

/// The bytes of a file, at most so many.
pub(super) fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Problem> {
    if path.is_dir() {
        return Err(Problem::new("cli.is_folder").at(Place::file(path.display().to_string())));
    }
    let file = File::open(path).map_err(|error| refused(path, error))?;
    let mut bytes = Vec::new();
    let read = file.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| refused(path, error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(Problem::new("cli.too_large")
            .with("most", most / 1024)
            .at(Place::file(path.display().to_string())));
    }
    Ok(bytes)
}

/// The text of a UTF-8 file.
pub(super) fn text(path: &Path, most: u64) -> Result<String, Problem> {
    written::text(&path.display().to_string(), &bytes(path, most)?)
}

/// What an operating system's refusal means.
pub(super) fn refused(path: &Path, error: io::Error) -> Problem {
    let place = Place::file(path.display().to_string());
    let kind = error.kind();
    if kind == io::ErrorKind::NotFound {
        Problem::new("cli.not_found").at(place)
    } else if kind == io::ErrorKind::PermissionDenied {
        Problem::new("cli.not_allowed").at(place)
    } else {
        Problem::new("cli.not_readable").caused_by(error).at(place)
    }
}
