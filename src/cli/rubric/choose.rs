//! Which rubric is meant: a file, an id of the pack, or the only one there is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::check::Pack;
use crate::cli::reading;
use crate::cli::session::Packed;
use crate::kind::Shape;
use crate::rubric::Rubric;
use crate::words::{Problem, written};

/// Most bytes of a rubric's file.
const LARGEST: u64 = 4 << 20;

/// The rubrics of a pack, not read yet.
#[derive(Debug)]
pub(in crate::cli) struct Shelf<'p> {
    pack: &'p Pack,
    shapes: BTreeMap<String, Shape>,
    /// Id → the pack's path; a rubric of `--checks` takes the place of the built-in one of its id.
    by_id: BTreeMap<String, &'p str>,
}

/// A rubric by the way that it was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Choice {
    /// A file.
    File(PathBuf),
    /// An id of the pack.
    Id(String),
}

impl Choice {
    /// What a name means: with a path's separator or the ending `.toml` it is a file, below a folder where it is relative.
    pub(in crate::cli) fn of(name: &str, folder: &Path) -> Self {
        let is_file = name.contains(std::path::is_separator)
            || Path::new(name)
                .extension()
                .is_some_and(|ending| ending == "toml");
        if is_file {
            Self::File(folder.join(name))
        } else {
            Self::Id(name.to_owned())
        }
    }
}

impl<'p> Shelf<'p> {
    pub(in crate::cli) fn of(packed: &'p Packed) -> Self {
        let pack = &packed.pack;
        let own = |path: &str| packed.own_rubrics.iter().any(|own| own == path);
        let mut by_id: BTreeMap<String, &str> = BTreeMap::new();
        for (path, (_, text)) in &pack.rubrics {
            let Some(id) = id_of(text) else { continue };
            if own(path) || !by_id.contains_key(&id) {
                by_id.insert(id, path);
            }
        }
        Self {
            pack,
            shapes: pack.shapes(),
            by_id,
        }
    }

    /// Whether the pack has a rubric of an id.
    pub(in crate::cli) fn has(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// Reads a rubric.
    ///
    /// Errors: a file that is not there, an id that the pack does not have, and everything that its own reading finds.
    pub(in crate::cli) fn rubric(&self, choice: &Choice) -> Result<Rubric, Problem> {
        match choice {
            Choice::File(path) => {
                let text = reading::text(path, LARGEST)?;
                Rubric::parse(&path.display().to_string(), &text, &self.shapes)
            }
            Choice::Id(id) => {
                let Some(path) = self.by_id.get(id) else {
                    return Err(written::unknown(
                        "cli.unknown_rubric",
                        id,
                        self.by_id.keys(),
                    ));
                };
                self.at(path)
            }
        }
    }

    /// The only rubric of the pack.
    ///
    /// Errors: there are several, or none.
    pub(in crate::cli) fn only(&self) -> Result<Rubric, Problem> {
        let mut ids = self.by_id.keys();
        if let (Some(id), None) = (ids.next(), ids.next()) {
            return self.rubric(&Choice::Id(id.clone()));
        }
        let known: Vec<&str> = self.by_id.keys().map(String::as_str).collect();
        Err(Problem::new("cli.which_rubric").with("known", known.join(", ")))
    }

    /// All rubric files of the pack, also those whose id cannot be told.
    pub(in crate::cli) fn every(&self) -> Vec<(String, Result<Rubric, Problem>)> {
        self.pack
            .rubrics
            .iter()
            .map(|(path, (name, _))| (name.clone(), self.at(path)))
            .collect()
    }

    fn at(&self, path: &str) -> Result<Rubric, Problem> {
        match self.pack.rubrics.get(path) {
            Some((name, text)) => Rubric::parse(name, text, &self.shapes),
            None => Err(Problem::new("cli.which_rubric").with("known", "")),
        }
    }
}

/// The id that a rubric's text states, where it can be told without reading the rest.
fn id_of(text: &str) -> Option<String> {
    let table: toml::Table = text.parse().ok()?;
    Some(table.get("id")?.as_str()?.to_owned())
}
