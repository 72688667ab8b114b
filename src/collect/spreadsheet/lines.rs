//! Which rows below a header are data, and what their cells hold.
//!
//! Rows that number the columns, repeat the header, say «Trong đó», head a section or sign the form are none. Totals are
//! data only where the table tells parts and totals apart. Start at [`read`].

use super::super::binding::Binding;
use super::super::cell::{Cell, same, trimmed};
use super::super::numbering;
use super::super::raw::{Raw, Record};
use super::super::rows::Export;
use super::super::slots::Slot;
use super::band::Band;
use super::grid::{Grid, GridRow, Merge, shown};
use super::merges::Sweep;
use crate::table::{ColumnKind, fold};
use crate::words::Problem;

/// Rows below a header that may number its columns.
const NUMBERING_ROWS: usize = 3;
/// Most rows of what is signed below a table, and most cells of one.
const SIGNED: (usize, usize) = (20, 4);
/// Words by which one knows what is signed below a table; no titles, since lists of people hold those.
const SIGNING: &[&str] = &[
    "nguoi lap",
    "lap bieu",
    "nguoi tong hop",
    "nguoi bao cao",
    "noi nhan:",
    "(ky",
    "ky ten",
    "ky, ",
];

/// Reads the rows below a header.
///
/// Errors: merged areas that cannot be.
pub(super) fn read(
    grid: &Grid,
    band: &Band,
    binding: &Binding<'_>,
    export: &mut Export<'_>,
) -> Result<(), Problem> {
    let lines = Lines::of(grid, band, binding, export.slots);
    let end = lines.end();
    if let (Some(first), Some(last)) = (grid.row(end), grid.row(grid.len().saturating_sub(1))) {
        let rows = format!("{}–{}", first.number, last.number);
        export.list(None, "", "rows_below", &rows);
    }
    let only_totals = lines.wanted == Totals::Only
        && (band.skip..end).any(|n| grid.row(n).is_some_and(|row| is_total(row)));
    let mut sweep = Sweep::of(grid);
    let mut numbering = true;
    let (mut held, mut shows) = (Vec::new(), Vec::new());
    for n in band.skip..end {
        let Some(row) = grid.row(n) else { break };
        let merges = sweep.on(row.number)?;
        held.clear();
        held.extend(row.cells());
        shows.clear();
        shows.extend(showing(&held));
        let empty = shows.is_empty() && !held.iter().any(|(_, raw)| *raw == Raw::Uncomputed);
        if numbering {
            let cells = told(row);
            numbering = n < band.skip + NUMBERING_ROWS
                && (numbering::in_brackets(&cells) || numbering::in_sequence(&cells));
        }
        if empty || numbering || lines.is_none(row.number, &shows, merges) {
            continue;
        }
        let total = shows.iter().take(2).any(|(_, cell)| is_sum(cell));
        let left_out = match lines.wanted {
            Totals::Apart | Totals::AsTold => false,
            Totals::No => total,
            Totals::Only => only_totals && !total,
        };
        if left_out {
            continue;
        }
        let covers = merges
            .iter()
            .filter(|merge| merge.top < merge.bottom || merge.left < merge.right);
        let line = Line {
            row,
            held: &held,
            covers: covers.copied().collect(),
            lines: &lines,
            total,
        };
        export.row(&line, usize::try_from(row.number).unwrap_or_default());
    }
    Ok(())
}

/// The cells of a row that show something.
fn showing<'a>(held: &[(usize, Raw<'a>)]) -> impl Iterator<Item = (usize, &'a str)> {
    let cells = held.iter().map(|(at, raw)| (*at, trimmed(shown(*raw))));
    cells.filter(|(_, text)| !text.is_empty())
}

/// What becomes of rows that add up others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Totals {
    /// They are no data.
    No,
    /// They are rows of their own kind.
    Apart,
    /// A column of the file tells which they are.
    AsTold,
    /// Only they are data, where there are any.
    Only,
}

/// A column of a sheet that is one of the table.
#[derive(Debug, Clone, Copy)]
struct Bound<'a> {
    kind: &'a ColumnKind,
    /// Whether a row must have it.
    needed: bool,
    /// The lowest heading above it.
    heading: Option<&'a str>,
}

/// What is known of a sheet's rows.
struct Lines<'a> {
    grid: &'a Grid,
    band: &'a Band,
    /// What each column of the sheet is in the table.
    bound: Vec<Option<Bound<'a>>>,
    /// Columns of the sheet that the table has.
    width: usize,
    /// The column of the sheet that says which office a row is about.
    office: Option<usize>,
    /// Whether the table is one of reports.
    report: bool,
    wanted: Totals,
}

impl<'a> Lines<'a> {
    fn of(grid: &'a Grid, band: &'a Band, binding: &'a Binding<'_>, slots: &[Slot]) -> Self {
        let mut bound: Vec<Option<Bound<'_>>> = Vec::new();
        for (column, slot) in binding.columns.iter().zip(slots) {
            if let Slot::At(at) = slot {
                let key = binding.schema.key.contains(&column.column.name);
                bound.resize(bound.len().max(at + 1), None);
                if let Some(bound) = bound.get_mut(*at) {
                    *bound = Some(Bound {
                        kind: &column.column.kind,
                        needed: key || column.column.required,
                        heading: band.lowest(*at),
                    });
                }
            }
        }
        let kind = binding.position("row_kind");
        let office = binding
            .position("org_id")
            .and_then(|at| match slots.get(at) {
                Some(Slot::At(at)) => Some(*at),
                Some(Slot::Fixed(_) | Slot::From(..) | Slot::Line | Slot::Kind | Slot::Absent)
                | None => None,
            });
        let wanted = match kind.and_then(|at| slots.get(at)) {
            Some(Slot::Kind) => Totals::Apart,
            Some(Slot::At(_) | Slot::From(..)) => Totals::AsTold,
            Some(Slot::Fixed(Cell::Text(kind))) if kind == "total" => Totals::Only,
            Some(Slot::Fixed(_) | Slot::Line | Slot::Absent) | None => Totals::No,
        };
        Self {
            grid,
            band,
            width: bound.iter().flatten().count(),
            bound,
            office,
            report: kind.is_some(),
            wanted,
        }
    }

    /// Whether a column of the sheet holds amounts.
    fn is_amount(&self, at: usize) -> bool {
        self.bound(at)
            .is_some_and(|bound| *bound.kind == ColumnKind::Int)
    }

    fn bound(&self, at: usize) -> Option<&Bound<'a>> {
        self.bound.get(at)?.as_ref()
    }

    /// Whether a row is no row of the table at all, by what its cells show.
    fn is_none(&self, row: u32, cells: &[(usize, &str)], merges: &[Merge]) -> bool {
        let mut texts = cells.iter().map(|(_, text)| *text);
        let first_text = texts.find(|text| text.contains(char::is_alphabetic));
        if first_text.is_some_and(is_among) {
            return true;
        }
        let most = 2.min(self.width);
        let repeated = cells.iter().filter(|(at, text)| {
            let heading = self.bound(*at).and_then(|bound| bound.heading);
            heading.is_some_and(|heading| may_begin(text, heading) && heading == same(text))
        });
        repeated.take(most).count() >= most || self.heads(row, cells, merges)
    }

    /// Whether a row only heads the rows below it, or has nothing but its running number.
    fn heads(&self, row: u32, cells: &[(usize, &str)], merges: &[Merge]) -> bool {
        let mut held = cells
            .iter()
            .filter_map(|(at, _)| Some((*at, self.bound(*at)?)));
        let (first, more) = (held.next(), held.next());
        match (first, more) {
            (None, _) => cells.len() == 1,
            (Some((at, bound)), None) if self.width >= 2 && self.band.width() >= 3 => {
                let wide = merges.iter().any(|merge| {
                    merge.top == row
                        && usize::try_from(merge.left) == Ok(at)
                        && merge.right > merge.left
                });
                // A row of a report without an amount says nothing of its own.
                wide || (self.report && *bound.kind == ColumnKind::Text && !bound.needed)
            }
            (Some(_), _) => false,
        }
    }

    /// Rows before what is signed below the table: after a gap or the total, and known by its words.
    fn end(&self) -> usize {
        let len = self.grid.len();
        let (mut end, mut at, mut signed) = (len, len, false);
        while at > self.band.skip + 1 && len - at < SIGNED.0 {
            let (Some(row), Some(above)) = (self.grid.row(at - 1), self.grid.row(at - 2)) else {
                break;
            };
            let cells = told(row);
            if cells.len() > SIGNED.1 || self.holds_values(row) {
                break;
            }
            at -= 1;
            signed |= cells.iter().any(|cell| is_signing(cell));
            if above.number + 1 < row.number || is_total(above) {
                if signed {
                    end = at;
                }
                // Rows above a gap are what they say themselves.
                signed = false;
            }
        }
        end
    }

    /// Whether a row has a cell that can only be a value of the table.
    fn holds_values(&self, row: GridRow<'_>) -> bool {
        row.cells().any(|(at, raw)| match (raw, self.bound(at)) {
            (Raw::Number(..) | Raw::Moment(_) | Raw::Truth(_), Some(_)) => true,
            (Raw::Text(text), Some(Bound { kind, .. })) => {
                **kind != ColumnKind::Text && super::super::cell::read(trimmed(text), kind).is_ok()
            }
            _ => false,
        })
    }
}

/// Whether a row adds up others: one of its first cells says so.
fn is_total(row: GridRow<'_>) -> bool {
    let cells = row.cells().map(|(_, raw)| trimmed(shown(raw)));
    let mut first = cells.filter(|cell| !cell.is_empty()).take(2);
    first.any(is_sum)
}

/// Whether a cell says that parts follow.
fn is_among(cell: &str) -> bool {
    if !may_begin(cell, "t") {
        return false;
    }
    let text = fold(&same(cell));
    text == "trong do" || text.starts_with("trong do:")
}

/// Whether a text can be what begins like another in its [`same`] form: false only where its first letter says so.
fn may_begin(text: &str, other: &str) -> bool {
    let mut bytes = text.bytes();
    match (bytes.next(), bytes.next()) {
        // No mark can follow that makes it another letter.
        (Some(first), None | Some(b' '..=b'~')) if first.is_ascii_alphanumeric() => {
            let first = char::from(first.to_ascii_lowercase());
            other.starts_with(first)
        }
        (Some(_) | None, _) => true,
    }
}

/// Whether a cell says that its row adds up others.
fn is_sum(cell: &str) -> bool {
    if !may_begin(cell, "t") && !may_begin(cell, "c") {
        return false;
    }
    let text = fold(&same(cell.split('(').next().unwrap_or_default()));
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '*'));
    matches!(text, "tong cong" | "cong" | "tong so" | "tong" | "total")
}

fn is_signing(cell: &str) -> bool {
    let text = fold(&same(cell));
    let dated = text.contains(", ngay ") && text.contains(" thang ") && text.contains(" nam ");
    let signed = ["tm.", "kt.", "tl.", "tuq."]
        .iter()
        .any(|mark| text.starts_with(mark));
    dated || signed || SIGNING.iter().any(|words| text.contains(words))
}

/// What the cells of a row show, but for those that show nothing.
fn told(row: GridRow<'_>) -> Vec<&str> {
    let cells = row.cells().map(|(_, raw)| match raw {
        Raw::Uncomputed => "?",
        Raw::Text(_)
        | Raw::Number(..)
        | Raw::Moment(_)
        | Raw::Truth(_)
        | Raw::Error(_)
        | Raw::Merged(_)
        | Raw::Covered
        | Raw::Nobody => trimmed(shown(raw)),
    });
    cells.filter(|cell| !cell.is_empty()).collect()
}

/// A row of data.
struct Line<'a> {
    row: GridRow<'a>,
    /// Its cells by their columns.
    held: &'a [(usize, Raw<'a>)],
    /// Merged areas on it.
    covers: Vec<Merge>,
    lines: &'a Lines<'a>,
    total: bool,
}

impl Record for Line<'_> {
    fn cell(&self, at: usize) -> Option<Raw<'_>> {
        let own = self.held.binary_search_by_key(&at, |(at, _)| *at).ok();
        let own = own.and_then(|n| self.held.get(n)).map(|(_, raw)| *raw);
        let column = u32::try_from(at).ok()?;
        // The sum of all offices is no office's.
        if self.total && self.lines.office == Some(at) && own.is_none_or(|raw| is_sum(shown(raw))) {
            return Some(Raw::Nobody);
        }
        let merge = self
            .covers
            .iter()
            .find(|merge| (merge.left..=merge.right).contains(&column));
        let Some(merge) = merge else {
            return Some(own.unwrap_or(Raw::Text("")));
        };
        let anchor = || {
            self.row
                .beside(merge.top, usize::try_from(merge.left).ok()?)
        };
        // An amount that stands for several rows is none of any of them.
        match own.or_else(|| anchor().filter(|_| merge.left == column)) {
            Some(raw) if self.lines.is_amount(at) => Some(Raw::Merged(shown(raw))),
            Some(raw) => Some(raw),
            None if merge.left == column => Some(Raw::Text("")),
            None => Some(Raw::Covered),
        }
    }

    fn is_total(&self) -> bool {
        self.total
    }
}
