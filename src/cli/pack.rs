//! The pack of checks: the one that is built in, and the folders that `--checks` adds or puts in its place.
//!
//! A folder may hold checks (each a folder with a `check.toml`), `tables/*.toml`, `calendar/*.toml`, `sections/*.toml` and rubrics
//! (`rubric.toml`), or be one check's folder itself. A check of a folder takes the place of the built-in one of its id,
//! whole. Links to folders are not followed, nor links to files that lie outside. Start at [`built_in`] and [`add_folder`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::reading;
use crate::check::Files;
use crate::words::{Place, Problem, written};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/checks");

/// How many folders deep a `check.toml` may lie; its cases lie one deeper.
const DEEPEST: usize = 4;
/// Most bytes of one file.
const LARGEST_FILE: u64 = 1 << 20;
/// Most files of a folder that could be of a pack.
const MOST_FILES: usize = 10_000;

/// The files of the pack that is built in.
pub(super) fn built_in() -> Files {
    let mut files = Files::default();
    add_built_in(&BUILT_IN, &mut files);
    files
}

fn add_built_in(folder: &Dir<'_>, files: &mut Files) {
    for file in folder.files() {
        let parts: Vec<_> = file
            .path()
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        let path = parts.join("/");
        let name = format!("checks/{path}");
        files.insert(path, name, file.contents().to_vec());
    }
    for folder in folder.dirs() {
        add_built_in(folder, files);
    }
}

/// Adds what a folder holds, and gives back the pack's paths of the rubrics among it.
///
/// Errors: a folder that cannot be read, that holds nothing of use or too much, two checks of one id in it.
pub(super) fn add_folder(files: &mut Files, folder: &Path) -> Result<Vec<String>, Problem> {
    let found = Found::below(folder)?;
    let mut sources: BTreeMap<String, String> = BTreeMap::new();
    let mut used = false;
    for check in found.folders_with("check.toml") {
        let target = found.add_check(files, &check, &mut sources)?;
        used |= !target.is_empty();
    }
    for part in ["tables", "calendar", "sections"] {
        let own: Vec<&str> = found.directly_in(part, &["toml"]).collect();
        // One calendar file is one calendar, and one file of labels one language: another's replaces ours.
        if part != "tables" && !own.is_empty() {
            files.remove_below(part);
        }
        for path in own {
            found.add(files, path, path)?;
            used = true;
        }
    }
    let mut rubrics = Vec::new();
    for within in found.folders_with("rubric.toml") {
        let path = join(&within, "rubric.toml");
        let target = join(&found.in_pack(&within), "rubric.toml");
        found.add(files, &path, &target)?;
        rubrics.push(target);
        used = true;
    }
    if used {
        Ok(rubrics)
    } else {
        Err(Problem::new("cli.checks_nothing").with("folder", folder.display()))
    }
}

/// The files of a folder that could be of a pack, by their path in it with `/` between its parts.
struct Found<'a> {
    folder: &'a Path,
    files: BTreeMap<String, PathBuf>,
}

impl<'a> Found<'a> {
    fn below(folder: &'a Path) -> Result<Self, Problem> {
        let root =
            std::fs::canonicalize(folder).map_err(|error| reading::refused(folder, error))?;
        let mut found = Self {
            folder,
            files: BTreeMap::new(),
        };
        found.walk(folder, "", 0, &root)?;
        Ok(found)
    }

    fn walk(&mut self, at: &Path, within: &str, depth: usize, root: &Path) -> Result<(), Problem> {
        let entries = std::fs::read_dir(at).map_err(|error| reading::refused(at, error))?;
        for entry in entries {
            let entry = entry.map_err(|error| reading::refused(at, error))?;
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
                continue;
            };
            let path = entry.path();
            let kind = entry
                .file_type()
                .map_err(|error| reading::refused(&path, error))?;
            let inside = || std::fs::canonicalize(&path).is_ok_and(|real| real.starts_with(root));
            if kind.is_symlink() && (path.is_dir() || !inside()) {
                continue;
            }
            if path.is_dir() {
                if depth <= DEEPEST {
                    self.walk(&path, &join(within, name), depth + 1, root)?;
                }
            } else if path.is_file() && has_ending(name, &["toml", "sql", "md"]) {
                self.files.insert(join(within, name), path);
                if self.files.len() > MOST_FILES {
                    return Err(Problem::new("cli.checks_too_many")
                        .with("folder", self.folder.display())
                        .with("most", MOST_FILES));
                }
            }
        }
        Ok(())
    }

    /// Folders that hold a file of a name; `""` is the folder itself.
    fn folders_with(&self, name: &str) -> Vec<String> {
        self.files
            .keys()
            .filter_map(|path| match path.strip_suffix(name)? {
                "" => Some(String::new()),
                folder => folder.strip_suffix('/').map(str::to_owned),
            })
            .collect()
    }

    /// Paths of the files that lie in a folder and no deeper, of some endings.
    fn directly_in<'f>(
        &'f self,
        folder: &'f str,
        endings: &'f [&str],
    ) -> impl Iterator<Item = &'f str> {
        self.files.keys().map(String::as_str).filter(move |path| {
            let name = if folder.is_empty() {
                Some(*path)
            } else {
                path.strip_prefix(folder)
                    .and_then(|rest| rest.strip_prefix('/'))
            };
            name.is_some_and(|name| !name.contains('/') && has_ending(name, endings))
        })
    }

    /// Where a folder lies in the pack when nothing else says so.
    fn in_pack(&self, within: &str) -> String {
        if within.is_empty() {
            let own = self.folder.canonicalize().ok();
            let name = own.as_deref().and_then(Path::file_name);
            name.map_or_else(
                || "own".to_owned(),
                |name| name.to_string_lossy().into_owned(),
            )
        } else {
            within.to_owned()
        }
    }

    fn add(&self, files: &mut Files, path: &str, target: &str) -> Result<(), Problem> {
        let Some(real) = self.files.get(path) else {
            return Ok(());
        };
        let bytes = reading::bytes(real, LARGEST_FILE)?;
        files.insert(target, real.display().to_string(), bytes);
        Ok(())
    }

    /// Puts a check's folder in its place in the pack, and tells the place.
    fn add_check(
        &self,
        files: &mut Files,
        within: &str,
        sources: &mut BTreeMap<String, String>,
    ) -> Result<String, Problem> {
        let path = join(within, "check.toml");
        let Some(real) = self.files.get(&path) else {
            return Ok(String::new());
        };
        let name = real.display().to_string();
        let text = written::text(&name, &reading::bytes(real, LARGEST_FILE)?)?;
        // A file that does not parse, or has no usable id, is told as such when the pack is read.
        let id = text
            .parse::<toml::Table>()
            .ok()
            .and_then(|table| Some(table.get("id")?.as_str()?.to_owned()))
            .filter(|id| is_id(id));
        let target = id.map_or_else(|| self.in_pack(within), |id| id.replace('.', "/"));
        if let Some(other) = sources.insert(target.clone(), name.clone()) {
            return Err(Problem::new("cli.checks_same_id")
                .with("id", target.replace('/', "."))
                .with("other", other)
                .at(Place::file(name)));
        }
        files.remove_below(&target);
        let cases = join(within, "cases");
        let own = self.directly_in(within, &["toml", "sql", "md"]);
        for path in own.chain(self.directly_in(&cases, &["toml"])) {
            if path.rsplit('/').next() == Some("rubric.toml") {
                continue;
            }
            let rest = path
                .strip_prefix(within)
                .unwrap_or(path)
                .trim_start_matches('/');
            self.add(files, path, &join(&target, rest))?;
        }
        Ok(target)
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(stem, ending)| !stem.is_empty() && endings.contains(&ending))
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.split('.').all(|part| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        })
}

#[cfg(test)]
#[path = "pack_tests.rs"]
mod tests;
