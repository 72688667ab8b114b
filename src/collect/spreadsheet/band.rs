//! The header of a sheet: a few rows under each other, found by their cells wherever they stand.
//!
//! A heading is the path from the top of the header down to its column, «Tiếp nhận › Trong đó › Trực tuyến». Start at
//! [`best`].

use std::collections::{BTreeMap, BTreeSet};

use super::super::binding::Binding;
use super::super::cell::{same, trimmed};
use super::super::reference;
use super::super::slots::{Headings, header_of};
use super::grid::{Grid, MOST_COLUMNS, Merge, shown};
use super::merges;
use crate::table::fold;
use crate::words::Place;

/// How far down a header is looked for, in rows that hold something.
const TITLE_ROWS: usize = 40;
/// Most rows of a header.
const DEEPEST: usize = 8;
/// Longest heading in bytes.
const LONGEST_HEADING: usize = 2_000;
/// Parts the headings of a path.
const PARTS: char = '›';

/// The headings of a sheet.
#[derive(Debug)]
pub(super) struct Band {
    /// The file.
    file: String,
    /// The sheet's name.
    sheet: String,
    columns: Vec<Heading>,
    /// Number of its first row.
    first: u32,
    /// Rows that hold something down to its end.
    pub(super) skip: usize,
    /// How well it fits: more is better.
    pub(super) score: usize,
}

/// The heading of one column.
#[derive(Debug)]
struct Heading {
    at: usize,
    /// The row of its lowest cell.
    row: u32,
    /// From the top, in their [`same`] form.
    path: Vec<String>,
    /// The same as they are written.
    written: Vec<String>,
}

/// What a cell of a header says.
#[derive(Debug, Clone)]
struct Told {
    /// In its [`same`] form.
    same: String,
    written: String,
}

/// The cells of a row, by column.
type Cells = BTreeMap<u32, Told>;

/// The rows of a sheet in which a header is looked for.
struct Top {
    /// Row numbers with their cells.
    rows: Vec<(u32, Cells)>,
    anchors: BTreeMap<(u32, u32), Merge>,
}

/// The header of a sheet, where any heading that is wanted stands in it.
pub(super) fn best(grid: &Grid, binding: &Binding<'_>) -> Option<Band> {
    let wanted: Vec<&str> = (binding.columns.iter())
        .filter(|bound| bound.constant.is_none())
        .map(header_of)
        .collect();
    of_headers(grid, &wanted, &binding.source.path)
}

/// The header of a sheet of a file in which most of these headers stand; nothing where none does.
pub(super) fn of_headers(grid: &Grid, wanted: &[&str], file: &str) -> Option<Band> {
    let top = Top::of(grid);
    let words: BTreeSet<String> = wanted
        .iter()
        .flat_map(|header| segments(header).into_iter().chain([same(header)]))
        .flat_map(|segment| [bare(&segment), segment])
        .collect();
    let mut best: Option<Band> = None;
    for start in 0..top.rows.len().min(TITLE_ROWS) {
        let told = top.rows.get(start).is_some_and(|(_, cells)| {
            cells
                .values()
                .any(|cell| words.contains(&cell.same) || words.contains(&bare(&cell.same)))
        });
        for depth in 1..=DEEPEST.min(top.rows.len() - start) {
            if !told {
                break;
            }
            let mut band = top.band(start, depth);
            band.score = wanted
                .iter()
                .map(|header| match band.places(header).len() {
                    0 => 0,
                    1 => 2,
                    _ => 1,
                })
                .sum();
            let better = best.as_ref().map_or(0, |best| best.score) < band.score;
            // Of headers that fit alike the lower and shorter one wins, since a row more is a row of data less.
            if better {
                best = Some(band);
            }
        }
    }
    let mut band = best?;
    file.clone_into(&mut band.file);
    band.sheet.clone_from(&grid.name);
    Some(band)
}

impl Top {
    fn of(grid: &Grid) -> Self {
        let mut rows = Vec::new();
        for n in 0..grid.len().min(TITLE_ROWS + DEEPEST) {
            let Some(row) = grid.row(n) else { break };
            let mut cells = BTreeMap::new();
            for (column, raw) in row.cells() {
                let text = trimmed(shown(raw));
                if let Ok(column) = u32::try_from(column)
                    && !text.is_empty()
                    && text.len() <= LONGEST_HEADING
                {
                    let told = Told {
                        same: same(text),
                        written: on_one_line(text),
                    };
                    cells.insert(column, told);
                }
            }
            rows.push((row.number, cells));
        }
        let last = rows.last().map_or(0, |(number, _)| *number);
        Self {
            rows,
            anchors: merges::anchors(grid, last),
        }
    }

    /// The headings of some rows. Those that merged areas lead further down lead the header with them.
    fn band(&self, start: usize, depth: usize) -> Band {
        let rows = self.rows.get(start..start + depth).unwrap_or_default();
        let first = rows.first().map_or(1, |(number, _)| *number);
        let last = rows.last().map_or(1, |(number, _)| *number);
        let mut end = last;
        let merged = self
            .anchors
            .iter()
            .any(|((row, _), _)| (first..=last).contains(row));
        let mut columns = Vec::new();
        for column in 0..MOST_COLUMNS {
            let mut heading = Heading {
                at: usize::try_from(column).unwrap_or(usize::MAX),
                row: first,
                path: Vec::new(),
                written: Vec::new(),
            };
            for (n, (row, cells)) in rows.iter().enumerate() {
                let text = cells
                    .get(&column)
                    .or_else(|| match self.anchors.get(&(*row, column)) {
                        Some(merge) if merge.top >= first => rows
                            .iter()
                            .find(|(row, _)| *row == merge.top)?
                            .1
                            .get(&merge.left),
                        Some(_) => None,
                        None if merged => None,
                        None => above_left(rows, n, column),
                    });
                if let Some(told) = text.filter(|told| heading.path.last() != Some(&told.same)) {
                    heading.path.push(told.same.clone());
                    heading.written.push(told.written.clone());
                    heading.row = *row;
                }
                if let Some(merge) = self.anchors.get(&(*row, column))
                    && merge.top >= first
                    && merge.left == column
                    && cells.contains_key(&column)
                {
                    end = end.max(merge.bottom);
                }
            }
            if !heading.path.is_empty() {
                columns.push(heading);
            }
        }
        let skip = self
            .rows
            .iter()
            .filter(|(number, _)| *number <= end)
            .count();
        Band {
            file: String::new(),
            sheet: String::new(),
            columns,
            first,
            skip,
            score: 0,
        }
    }
}

/// Where a sheet has no merged areas: the heading to the left that a heading below falls under.
fn above_left(rows: &[(u32, Cells)], n: usize, column: u32) -> Option<&Told> {
    let below = rows
        .get(n + 1..)?
        .iter()
        .any(|(_, cells)| cells.contains_key(&column));
    let (_, own) = rows.get(n)?;
    let (left, text) = own.range(..column).next_back()?;
    // A heading of its own above any column in between begins another group.
    let parted = rows
        .get(..n)?
        .iter()
        .any(|(_, cells)| cells.range(left + 1..=column).next().is_some());
    (below && !parted).then_some(text)
}

/// A heading without the ends of lines and blanks that lay it out.
fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// The headings of a path as people write it.
fn segments(header: &str) -> Vec<String> {
    header
        .split(PARTS)
        .flat_map(|part| part.split(" > "))
        .map(same)
        .filter(|part| !part.is_empty())
        .collect()
}

/// A heading without what stands in brackets.
fn bare(heading: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for c in heading.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    same(&out)
}

/// Whether a heading only says that parts follow.
fn is_among(segment: &str) -> bool {
    fold(segment.trim_end_matches(':')).trim() == "trong do"
}

/// A path without the headings that only say that parts follow.
fn core(path: &[String]) -> Vec<&str> {
    let told: Vec<&str> = path
        .iter()
        .map(String::as_str)
        .filter(|part| !is_among(part))
        .collect();
    if told.is_empty() {
        path.iter().map(String::as_str).collect()
    } else {
        told
    }
}

/// How a path is what is wanted: 0 = it is; 1 = it ends so; 2 = what is wanted leaves headings in between out.
fn likeness(path: &[&str], wanted: &[&str]) -> Option<u8> {
    if path == wanted {
        return Some(0);
    }
    if path.ends_with(wanted) {
        return Some(1);
    }
    let mut rest = path.iter();
    let within = wanted
        .iter()
        .all(|part| rest.any(|heading| heading == part));
    (within && path.last() == wanted.last()).then_some(2)
}

impl Band {
    /// How the heading of a column is what is wanted, with what stands in brackets as the last resort.
    fn fit(heading: &Heading, header: &str) -> Option<u8> {
        let whole = same(header);
        if heading.path.last() == Some(&whole) && heading.path.len() == 1 {
            return Some(0);
        }
        let (path, wanted) = (core(&heading.path), segments(header));
        let wanted = core(&wanted);
        if let Some(fit) = likeness(&path, &wanted).or_else(|| likeness(&path, &[&whole])) {
            return Some(fit);
        }
        let path: Vec<String> = path.into_iter().map(bare).collect();
        let wanted: Vec<String> = wanted.into_iter().map(bare).collect();
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let told = !wanted.is_empty() && wanted.iter().all(|part| !part.is_empty());
        likeness(&path, &wanted).filter(|_| told).map(|fit| fit + 3)
    }

    /// The lowest heading of a column.
    pub(super) fn lowest(&self, at: usize) -> Option<&str> {
        let heading = self.columns.iter().find(|heading| heading.at == at)?;
        heading.path.last().map(String::as_str)
    }

    /// What stands in brackets in a heading and not in the header that was found by it, with its row.
    pub(super) fn remark(&self, at: usize, header: &str) -> Option<(usize, String)> {
        let heading = self.columns.iter().find(|heading| heading.at == at)?;
        let by_words = Self::fit(heading, header).is_some_and(|fit| fit < 3);
        let last = heading.path.last().filter(|_| !by_words)?;
        let inside = last.split_once('(')?.1;
        let row = usize::try_from(heading.row).ok()?;
        Some((row, inside.trim_end_matches(')').to_owned()))
    }

    /// Columns that have a heading.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }
}

impl Headings for Band {
    fn places(&self, header: &str) -> Vec<usize> {
        let fits: Vec<(u8, usize)> = (self.columns.iter())
            .filter_map(|heading| Some((Self::fit(heading, header)?, heading.at)))
            .collect();
        let best = fits.iter().map(|(fit, _)| *fit).min();
        let best = fits.iter().filter(|(fit, _)| Some(*fit) == best);
        best.map(|(_, at)| *at).collect()
    }

    fn known(&self) -> Vec<(usize, String)> {
        let named = |heading: &Heading| (heading.at, heading.written.join(" › "));
        self.columns.iter().map(named).collect()
    }

    fn place(&self, at: Option<usize>) -> Place {
        let named = at.and_then(|at| self.reference(at));
        let row = usize::try_from(self.first).unwrap_or_default();
        let named = named.unwrap_or_else(|| reference::of(&self.sheet, None, row));
        Place::file(format!("{}#{}", self.file, crate::words::plain(&named)))
    }

    fn reference(&self, at: usize) -> Option<String> {
        let heading = self.columns.iter().find(|heading| heading.at == at)?;
        let row = usize::try_from(heading.row).ok()?;
        Some(reference::of(&self.sheet, Some(at), row))
    }

    fn tells_totals(&self) -> bool {
        true
    }
}
