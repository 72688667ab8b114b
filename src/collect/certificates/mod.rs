//! A folder of certificates → rows of `certificates`: whose they are, and when their whole chain is in date.
//!
//! A file that cannot be read costs the rows that it would have given, and is named; nothing about it is guessed. Anchors
//! are those that the profile names: without one, or without the issuer's own certificate, a chain is not known.
//! Start at [`read`].

mod folder;
mod row;

use std::collections::BTreeSet;

use super::binding::Binding;
use super::cell::Cell;
use super::gather::Request;
use super::rows::{Context, Export, ReadRows, Unread};
use super::slots::Slot;
use crate::exact::sha256;
use crate::extract::held::{Held, Revocations, Store};
use crate::unit::CoverageRule;
use crate::words::Problem;

/// The kind of sources that are such folders.
pub(super) const KIND: &str = "x509-folder";

/// A folder or file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Path below the workspace.
    pub path: String,
    /// SHA-256 of its bytes, hex; of a folder that of the names and digests of its files.
    pub sha256: String,
    /// Its bytes.
    pub bytes: u64,
    /// What else is known of it.
    pub detail: String,
}

/// What a folder held.
#[derive(Debug)]
pub(super) struct Folder {
    /// The folder.
    pub whole: Part,
    /// The files of anchors.
    pub anchors: Vec<Part>,
    /// Its rows.
    pub rows: ReadRows,
    /// It cannot be told how many certificates it lacks.
    pub unknown: bool,
}

/// Reads the folder of a source and the anchors that it names.
///
/// Errors: a folder or an anchor that is not there, is none, or leads out of the workspace; more files, bytes or levels
/// than anybody's certificates need.
pub(super) fn read(
    request: Request<'_>,
    binding: &Binding<'_>,
    context: Context<'_>,
) -> Result<Folder, Problem> {
    let anchors = folder::anchors(request, binding.source)?;
    let files = folder::files(request, binding.source)?;
    let mut seen = BTreeSet::new();
    let held = files
        .held
        .into_iter()
        .filter(|(_, one)| seen.insert(one.der.clone()));
    let held: Vec<(String, Held)> = held.collect();
    let authorities = held.iter().map(|(_, one)| one.clone());
    let store = Store::new(anchors.held, authorities);
    let mut revoked = Revocations::default();
    let mut unread = files.unread;
    for (file, list) in &files.lists {
        if !revoked.take(list, &store) {
            unread.push(folder::told(file, "list_unsigned", ""));
        }
    }
    if binding.source.anchors.is_empty() {
        unread.push(folder::told("", "no_anchors", ""));
    }
    // Nothing is taken from cells of a file.
    let slots: Vec<Slot> = binding
        .columns
        .iter()
        .map(|bound| match bound.column.name.as_str() {
            "unit_id" => Slot::Absent,
            _ => Slot::Fixed(Cell::Null),
        })
        .collect();
    let mut export = Export::new(binding, context, &slots, None);
    let judged = row::Judged {
        store: &store,
        revoked: &revoked,
        held: &held,
        round: request.round,
        whole: binding.source.coverage == CoverageRule::Complete
            && files.lost == 0
            && !files.unknown,
    };
    let leaves = held.iter().filter(|(_, one)| one.authority.is_none());
    let mut names: Vec<&str> = Vec::new();
    for (n, (file, one)) in (1..).zip(leaves) {
        names.push(file);
        if let Some(mut cells) = judged.row(one, binding, context) {
            export.settle(&mut cells, n);
        } else {
            export.list(Some(n), "subject_kind", "subject_unclear", "");
            export.lose(n, None, 1);
        }
    }
    let mut rows = export.finish();
    // No cell of a file is empty here: why a row is nobody's is told beside it.
    rows.unread.retain(|one| one.code != "cell_empty");
    for one in &mut rows.unread {
        let file = one.row.take().and_then(|n| names.get(n.checked_sub(1)?));
        one.cell = file.map_or_else(String::new, |file| (*file).to_owned());
    }
    rows.rows.without_lines();
    if files.lost > 0 {
        *rows.lost.entry(None).or_default() += files.lost;
    }
    rows.unread.extend(unread);
    Ok(Folder {
        whole: files.whole,
        anchors: anchors.parts,
        rows,
        unknown: files.unknown,
    })
}

/// The digest of a folder: of the names and digests of its files, in order.
fn digest(parts: &[(String, String)]) -> String {
    let lines = parts
        .iter()
        .map(|(path, digest)| format!("{digest}  {path}\n"));
    sha256(lines.collect::<String>().as_bytes())
}

/// Where something of a folder is listed.
fn listed(file: &str, code: &'static str, detail: &str) -> Unread {
    Unread {
        row: None,
        column: String::new(),
        cell: file.to_owned(),
        code,
        detail: detail.to_owned(),
    }
}

#[cfg(test)]
#[path = "certificates_tests.rs"]
mod tests;
