//! The files of a folder and the anchors of its source: within bounds, each named where it cannot be read.

use super::{Part, digest, listed};
use crate::collect::file;
use crate::collect::gather::Request;
use crate::collect::rows::Unread;
use crate::exact::sha256;
use crate::extract::held::{Contents, Held, Promised};
use crate::unit::Source;
use crate::words::{Place, Problem};

/// Most files below a folder.
const MOST_FILES: usize = 20_000;
/// Most levels of folders in it.
const DEEPEST: usize = 8;
/// Most bytes of one file.
const MOST_BYTES: u64 = 32 << 20;
/// Most bytes of all.
const MOST_IN_ALL: u64 = 256 << 20;
/// Most certificates of all.
const MOST_HELD: usize = 100_000;

/// What lies in a folder.
#[derive(Debug)]
pub(super) struct Files {
    pub whole: Part,
    /// Certificates, with the file below the folder.
    pub held: Vec<(String, Held)>,
    /// Lists of revoked certificates.
    pub lists: Vec<(String, Vec<u8>)>,
    /// Certificates that are broken.
    pub lost: u64,
    /// A package is broken, and nobody knows how many it holds.
    pub unknown: bool,
    pub unread: Vec<Unread>,
}

/// The anchors of a source.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    pub held: Vec<Held>,
    pub parts: Vec<Part>,
}

/// What is to be told of a file.
pub(super) fn told(file: &str, code: &'static str, detail: &str) -> Unread {
    listed(file, code, detail)
}

fn outside<'r>(request: Request<'r>, source: &'r Source, key: &'r str) -> impl FnOnce() -> Problem {
    move || {
        let place = request.profile.place(&format!("{}.{key}", source.key));
        let problem = Problem::new("profile.path").with("name", &source.path);
        problem.at(place)
    }
}

/// What a file's name promises; nothing where it is none of ours.
fn promised(path: &str) -> Option<Promised> {
    let (_, end) = path.rsplit_once('.')?;
    match end.to_ascii_lowercase().as_str() {
        "pem" | "crt" | "cer" | "der" => Some(Promised::Certificate),
        "p7b" | "p7c" | "spc" => Some(Promised::Package),
        "crl" => Some(Promised::List),
        _ => None,
    }
}

/// Reads the files of a source's folder.
pub(super) fn files(request: Request<'_>, source: &Source) -> Result<Files, Problem> {
    let bounds = (MOST_FILES, DEEPEST);
    let found = file::list(
        request.root,
        &source.path,
        bounds,
        outside(request, source, "path"),
    )?;
    let mut files = Files {
        whole: Part {
            path: source.path.clone(),
            sha256: String::new(),
            bytes: 0,
            detail: String::new(),
        },
        held: Vec::new(),
        lists: Vec::new(),
        lost: 0,
        unknown: false,
        unread: Vec::new(),
    };
    let below = |path: &str| {
        let rest = path.strip_prefix(&source.path).unwrap_or(path);
        rest.trim_start_matches('/').to_owned()
    };
    for other in &found.others {
        files
            .unread
            .push(told(&below(other), "file_not_followed", ""));
    }
    let mut digests = Vec::new();
    for path in &found.files {
        let name = below(path);
        let Some(promised) = promised(path) else {
            files.unread.push(told(&name, "file_of_other_kind", ""));
            continue;
        };
        let outside = outside(request, source, "path");
        let bytes = file::read_up_to(request.root, path, MOST_BYTES, outside)?;
        files.whole.bytes += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if files.whole.bytes > MOST_IN_ALL {
            let problem = Problem::new("x509.too_big").with("path", &source.path);
            let problem = problem.with("most", MOST_IN_ALL >> 20);
            return Err(problem.at(Place::file(&source.path)));
        }
        digests.push((name.clone(), sha256(&bytes)));
        files.take(&name, Contents::of(&bytes, promised));
        if files.held.len() > MOST_HELD {
            let problem = Problem::new("x509.too_many").with("path", &source.path);
            let problem = problem.with("most", MOST_HELD);
            return Err(problem.at(Place::file(&source.path)));
        }
    }
    files.whole.detail = format!("files={}", digests.len());
    files.whole.sha256 = digest(&digests);
    Ok(files)
}

impl Files {
    fn take(&mut self, name: &str, contents: Contents) {
        let mut lost = contents.broken;
        for der in contents.certificates {
            match Held::of(&der) {
                Some(held) => self.held.push((name.to_owned(), held)),
                None => lost += 1,
            }
        }
        let lists = contents.lists.into_iter();
        self.lists.extend(lists.map(|list| (name.to_owned(), list)));
        if lost > 0 {
            self.lost += lost;
            self.unread
                .push(told(name, "certificate_broken", &lost.to_string()));
        }
        if contents.broken_lists > 0 {
            self.unread.push(told(name, "list_broken", ""));
        }
        if contents.unknown {
            self.unknown = true;
            self.unread.push(told(name, "package_broken", ""));
        }
        if contents.private_key {
            self.unread.push(told(name, "private_key", ""));
        }
    }
}

/// Reads the anchors that a source names.
pub(super) fn anchors(request: Request<'_>, source: &Source) -> Result<Anchors, Problem> {
    let mut anchors = Anchors::default();
    let place = || request.profile.place(&format!("{}.anchors", source.key));
    for pattern in &source.anchors {
        let refused = |code| Problem::new(code).with("name", pattern).at(place());
        let paths = match pattern.rsplit_once('/') {
            Some((folder, last)) if last.contains('*') => matching(request, source, folder, last)?,
            Some(_) | None => vec![pattern.clone()],
        };
        if paths.is_empty() {
            return Err(refused("x509.no_anchor"));
        }
        for path in paths {
            let outside = outside(request, source, "anchors");
            let bytes = file::read_up_to(request.root, &path, MOST_BYTES, outside)?;
            let contents = Contents::of(&bytes, promised(&path).unwrap_or(Promised::Certificate));
            let held: Vec<Held> = contents
                .certificates
                .iter()
                .filter_map(|der| Held::of(der))
                .collect();
            let whole = contents.broken == 0 && !contents.unknown;
            if held.is_empty() || !whole || held.len() != contents.certificates.len() {
                return Err(Problem::new("x509.anchor").with("name", &path).at(place()));
            }
            anchors.held.extend(held);
            anchors.parts.push(Part {
                sha256: sha256(&bytes),
                bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
                detail: "anchor".to_owned(),
                path,
            });
        }
    }
    Ok(anchors)
}

/// The files of a folder whose names fit a pattern.
fn matching(
    request: Request<'_>,
    source: &Source,
    folder: &str,
    last: &str,
) -> Result<Vec<String>, Problem> {
    let found = file::list(
        request.root,
        folder,
        (MOST_FILES, DEEPEST),
        outside(request, source, "anchors"),
    )?;
    let fits = |path: &String| {
        path.strip_prefix(folder)
            .and_then(|rest| rest.strip_prefix('/'))
            .is_some_and(|name| !name.contains('/') && fits(name, last))
    };
    Ok(found.files.into_iter().filter(fits).collect())
}

/// Whether a name is a pattern's in which `*` stands for any letters.
fn fits(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in between {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}
