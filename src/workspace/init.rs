//! A new workspace: commented in Vietnamese, with one unit that is not real and a list of staff that is made up.

use std::path::{Path, PathBuf};

use super::found;
use crate::words::Problem;

/// Files of a new workspace; `{year}` is the round's.
const FILES: &[(&str, &str)] = &[
    ("sansang.toml", include_str!("text/sansang.toml")),
    (
        "units/don-vi-mau.toml",
        include_str!("text/don-vi-mau.toml"),
    ),
    (
        "exports/danh-sach-can-bo.csv",
        include_str!("text/danh-sach-can-bo.csv"),
    ),
];
/// Folders that begin empty.
const FOLDERS: &[&str] = &["evidence", "decisions"];

/// Writes a new workspace for the round of a year into a folder that is not there or is empty. Returns what was written.
///
/// Errors: those of [`found`].
pub fn init(folder: &Path, year: i16) -> Result<Vec<PathBuf>, Problem> {
    let files = FILES.iter().map(|&(name, text)| {
        let text = text.replace("{year}", &year.to_string());
        (name.to_owned(), text.into_bytes())
    });
    found(folder, FOLDERS, files)
}
