//! Rows of a bundle back in the officer's own exports, on the officer's own machine.
//!
//! Reads what a profile's sources name and nothing else, and keeps nothing: what it finds is shown and never stored. A file
//! that is not the one that was read for the bundle is not looked into. Start at [`exports`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::span::Spans;
use super::{decode, file, header, spreadsheet};
use crate::exact::sha256;
use crate::score::{Export, RowSource};
use crate::unit::{Profile, Source};
use crate::words::Problem;

/// What the exports say at rows, by file. A file that no source of the profile names is absent.
pub fn exports<'s>(
    root: &Path,
    profile: &Profile,
    wanted: impl IntoIterator<Item = &'s RowSource>,
) -> BTreeMap<String, Export> {
    let mut files: BTreeMap<&str, (&str, BTreeSet<u64>)> = BTreeMap::new();
    for row in wanted {
        let (_, lines) = files
            .entry(&row.file)
            .or_insert_with(|| (row.sha256.as_str(), BTreeSet::new()));
        lines.extend(row.row);
    }
    let found = files.into_iter().map(|(path, (sha256, lines))| {
        let named = profile.sources.iter().find_map(|source| {
            let sheet = match path.strip_prefix(&source.path)? {
                "" => None,
                // Of a workbook the sheet was noted, too.
                rest => Some(rest.strip_prefix('#')?),
            };
            Some((source, sheet))
        });
        let export = named.map_or(Export::Absent, |(source, sheet)| {
            export(root, source, sheet, sha256, &lines)
        });
        (path.to_owned(), export)
    });
    found.collect()
}

fn export(
    root: &Path,
    source: &Source,
    sheet: Option<&str>,
    stated: &str,
    lines: &BTreeSet<u64>,
) -> Export {
    let Ok(bytes) = file::read(root, &source.path, || Problem::new("csv.no_file")) else {
        return Export::Absent;
    };
    if sha256(&bytes) != stated {
        return Export::Changed;
    }
    match (source.kind.as_str(), sheet) {
        ("csv", None) => {}
        ("spreadsheet", Some(sheet)) => {
            let headers: Vec<&str> = source.columns.values().map(String::as_str).collect();
            let found = spreadsheet::found_again(&bytes, sheet, &headers, lines);
            return found.map_or(Export::Unreadable, |(headers, rows)| Export::Read {
                headers,
                rows,
            });
        }
        _ => return Export::Unreadable,
    }
    let named = source.encoding.as_deref().and_then(decode::encoding);
    match decode::text(&source.path, &bytes, named) {
        Ok(text) => rows(&text, source, lines),
        Err(_) => Export::Unreadable,
    }
}

/// The wanted lines, with the cells above them that the profile names, else with the first that are no title.
fn rows(text: &str, source: &Source, lines: &BTreeSet<u64>) -> Export {
    let delimiter = source.delimiter.map_or_else(
        || most_cells(text),
        |delimiter| u8::try_from(delimiter).unwrap_or(b','),
    );
    let mut spans = Spans::of(text);
    let mut reader = header::records(text, delimiter);
    let mut record = csv::StringRecord::new();
    let mut headers: Option<Vec<String>> = None;
    let mut rows = BTreeMap::new();
    while reader.read_record(&mut record).unwrap_or(false) {
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let (line, _) = spans.next(end);
        let cells = || -> Vec<String> { record.iter().map(str::to_owned).collect() };
        if headers.is_none() {
            let names = source.columns.values();
            let known = names.filter(|name| record.iter().any(|cell| cell.trim() == *name));
            let filled = record.iter().filter(|cell| !cell.trim().is_empty());
            if known.count() > 0 || (source.columns.is_empty() && filled.count() > 1) {
                headers = Some(cells());
            }
        } else if let Some(line) = u64::try_from(line).ok().filter(|line| lines.contains(line)) {
            rows.insert(line, cells());
        }
    }
    match headers {
        Some(headers) => Export::Read { headers, rows },
        None => Export::Unreadable,
    }
}

/// The delimiter that parts some line near the top into most cells.
fn most_cells(text: &str) -> u8 {
    const NEAR: usize = 40;
    let count = |delimiter: u8| {
        let lines = text.lines().take(NEAR);
        let counts = lines.map(|line| line.bytes().filter(|byte| *byte == delimiter).count());
        counts.max().unwrap_or_default()
    };
    let mut best = b',';
    for delimiter in *b";\t" {
        if count(delimiter) > count(best) {
            best = delimiter;
        }
    }
    best
}

#[cfg(test)]
#[path = "origin_tests.rs"]
mod tests;
