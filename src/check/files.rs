//! The files of a pack as bytes: where they came from is no concern here.

use std::collections::BTreeMap;

use crate::exact::Digester;
use crate::words::{Problem, written};

/// Files of a pack by their path in it (`office/backup/check.toml`), with the name that messages use.
#[derive(Debug, Clone, Default)]
pub struct Files {
    files: BTreeMap<String, PackFile>,
}

/// One file.
#[derive(Debug, Clone)]
pub struct PackFile {
    /// How messages name it: the path in the pack, or the path that the user gave.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl PackFile {
    /// Its text.
    ///
    /// Errors: bytes that are no UTF-8, with their line.
    pub fn text(&self) -> Result<String, Problem> {
        written::text(&self.name, &self.bytes)
    }
}

impl Files {
    /// Adds a file, or puts it in another's place.
    pub fn insert(&mut self, path: impl Into<String>, name: impl Into<String>, bytes: Vec<u8>) {
        self.files.insert(
            path.into(),
            PackFile {
                name: name.into(),
                bytes,
            },
        );
    }

    /// Takes away everything below a folder: a check that is overridden is overridden whole.
    pub fn remove_below(&mut self, folder: &str) {
        let start = format!("{folder}/");
        self.files.retain(|path, _| !path.starts_with(&start));
    }

    /// The file of a path.
    pub fn get(&self, path: &str) -> Option<&PackFile> {
        self.files.get(path)
    }

    /// Paths and files below a folder, in order.
    pub fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a PackFile)> {
        let start = format!("{folder}/");
        self.files
            .iter()
            .filter(move |(path, _)| path.starts_with(&start))
            .map(|(path, file)| (path.as_str(), file))
    }

    /// All paths and files, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &PackFile)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// SHA-256, hex, of all that can change an answer: tables, calendars, labels, `check.toml` and queries.
    pub fn deciding_sha256(&self) -> String {
        let mut digest = Digester::default();
        for (path, file) in self.iter().filter(|(path, _)| decides(path)) {
            digest.part(path.as_bytes());
            digest.part(&file.bytes);
        }
        digest.hex()
    }
}

fn decides(path: &str) -> bool {
    path.starts_with("tables/")
        || path.starts_with("calendar/")
        || path.starts_with("sections/")
        || path.ends_with("/check.toml")
        || std::path::Path::new(path)
            .extension()
            .is_some_and(|e| e == "sql")
}
