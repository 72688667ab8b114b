//! A spreadsheet → rows of its table: xlsx, xlsm, xls and ods, by what the bytes are and never by the file's name.
//!
//! Sheets are read cell by cell into bounded rows; nothing is allocated by the size that a file states. Start at [`read`].

mod band;
mod brief;
mod compound;
mod grid;
mod held;
mod lines;
mod merges;
mod ods;
mod package;
mod xls;
mod xls_sheet;
mod xls_text;
mod xlsx;
mod xlsx_sheet;

use std::collections::{BTreeMap, BTreeSet};

use super::binding::Binding;
use super::rows::{Context, Export, ReadRows};
use super::slots::{self, Headings, Slot, header_of};
use crate::unit::SheetName;
use crate::words::{Place, Problem, plain, written};
use band::Band;
use grid::{Grid, GridRow};
use package::Package;

/// Most sheets that are looked through for a header.
const MOST_SHEETS: usize = 64;
/// Most columns that are shown of a row.
const WIDEST: usize = 1_024;

/// The headings of a sheet, and rows by their numbers.
pub(super) type Again = (Vec<String>, BTreeMap<u64, Vec<String>>);

/// A sheet of a workbook.
#[derive(Debug, Clone)]
struct Listed {
    name: String,
    hidden: bool,
}

/// A workbook of any kind.
enum Workbook<'a> {
    Ods(ods::Workbook),
    Xls(xls::Workbook),
    Xlsx(xlsx::Workbook<'a>),
}

impl<'a> Workbook<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Problem> {
        if bytes.starts_with(b"PK") {
            let package = Package::open(bytes)?;
            return if package.has("content.xml") {
                ods::Workbook::open(package).map(Self::Ods)
            } else if package.has("[Content_Types].xml") {
                xlsx::Workbook::open(package).map(Self::Xlsx)
            } else {
                Err(Problem::new("workbook.format").with("found", "zip"))
            };
        }
        if compound::is(bytes) {
            return xls::Workbook::open(bytes).map(Self::Xls);
        }
        Err(Problem::new("workbook.format").with("found", kind_of(bytes)))
    }

    fn sheets(&self) -> &[Listed] {
        match self {
            Self::Ods(workbook) => &workbook.sheets,
            Self::Xls(workbook) => &workbook.sheets,
            Self::Xlsx(workbook) => &workbook.sheets,
        }
    }

    fn grid(&mut self, n: usize) -> Result<Grid, Problem> {
        match self {
            Self::Ods(workbook) => workbook.grid(n),
            Self::Xls(workbook) => workbook.grid(n),
            Self::Xlsx(workbook) => workbook.grid(n),
        }
    }
}

/// What else a file is that was given as a spreadsheet.
fn kind_of(bytes: &[u8]) -> &'static str {
    let start = bytes.get(..bytes.len().min(1_024)).unwrap_or_default();
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if bytes.is_empty() {
        "empty"
    } else if text.starts_with("<?xml") || text.starts_with("<workbook") {
        "xml"
    } else if text.starts_with('<') {
        "html"
    } else if super::magic::media_type(bytes) == "text/plain" {
        "csv"
    } else {
        "?"
    }
}

/// Reads a spreadsheet. Beside its rows it tells which sheet they stand in. Its bytes are let go before any row is made.
///
/// Errors, with the file, sheet and cell: it is no spreadsheet, is broken, has a password or is too big; no sheet or two
/// sheets that fit the table; those of [`slots`]. Everything else becomes NULL or a lost row.
pub(super) fn read(
    bytes: Vec<u8>,
    binding: &Binding<'_>,
    context: Context<'_>,
) -> Result<(String, ReadRows), Problem> {
    let file = &binding.source.path;
    let placed = |problem: Problem| match problem.place() {
        Some(_) => problem,
        None => problem.at(Place::file(file)),
    };
    let mut workbook = Workbook::open(&bytes).map_err(placed)?;
    let (grid, band) = choose(&mut workbook, binding).map_err(placed)?;
    drop(workbook);
    drop(bytes);
    let slots = slots::of(binding, &band)?;
    let mut export = Export::new(binding, context, &slots, Some(&grid.name));
    for (bound, slot) in binding.columns.iter().zip(&slots) {
        if let Slot::At(at) = slot
            && let Some((row, remark)) = band.remark(*at, header_of(bound))
        {
            export.list(Some(row), &bound.column.name, "header_remark", &remark);
        }
    }
    lines::read(&grid, &band, binding, &mut export).map_err(placed)?;
    let read = export.finish();
    Ok((plain(&grid.name), read))
}

/// Rows of a sheet by their numbers, as they are shown, under the headings of its columns: by those that are named, else the
/// cells of the first row that is no title. Nothing where the sheet is not there or cannot be read.
pub(super) fn found_again(
    bytes: &[u8],
    sheet: &str,
    headers: &[&str],
    wanted: &BTreeSet<u64>,
) -> Option<Again> {
    let mut workbook = Workbook::open(bytes).ok()?;
    let mut sheets = workbook.sheets().iter();
    let n = sheets.position(|listed| plain(&listed.name) == sheet)?;
    let grid = workbook.grid(n).ok()?;
    let rows = (0..grid.len()).filter_map(|n| grid.row(n));
    let cells = |row: GridRow<'_>| {
        row.cells()
            .map(|(at, raw)| (at, grid::shown(raw).to_owned()))
            .collect::<Vec<_>>()
    };
    let told = match band::of_headers(&grid, headers, "") {
        Some(band) => band.known(),
        None if headers.is_empty() => rows.clone().map(&cells).find(|row| row.len() > 1)?,
        None => return None,
    };
    let rows = rows.filter_map(|row| {
        let number = u64::from(row.number);
        let own = wanted.contains(&number);
        own.then(|| (number, side_by_side(cells(row))))
    });
    Some((side_by_side(told), rows.collect()))
}

/// Cells by their places, with empty ones in between.
fn side_by_side(cells: Vec<(usize, String)>) -> Vec<String> {
    let mut row = Vec::new();
    for (at, text) in cells.into_iter().filter(|(at, _)| *at < WIDEST) {
        row.resize(row.len().max(at), String::new());
        row.push(text);
    }
    row
}

/// The sheet of a source and its header.
fn choose(workbook: &mut Workbook<'_>, binding: &Binding<'_>) -> Result<(Grid, Band), Problem> {
    let listed = candidates(workbook.sheets(), binding)?;
    let mut best: Vec<(Grid, Band)> = Vec::new();
    let mut seen = Vec::new();
    for n in listed {
        let grid = workbook.grid(n)?;
        match band::best(&grid, binding) {
            Some(band) => {
                let most = best.first().map_or(0, |(_, best)| best.score);
                if band.score > most {
                    best.clear();
                }
                if band.score >= most {
                    best.push((grid, band));
                }
            }
            None => seen.push(first_cells(&grid)),
        }
    }
    if best.len() > 1 {
        let names: Vec<&str> = best.iter().map(|(grid, _)| grid.name.as_str()).collect();
        let at = Place::file(&binding.source.path);
        let problem = Problem::new("workbook.several").with("sheets", plain(&names.join(", ")));
        return Err(problem.with("key", &binding.source.key).at(at));
    }
    best.pop().ok_or_else(|| {
        let headers: Vec<&str> = binding.columns.iter().map(header_of).collect();
        Problem::new("workbook.no_header")
            .with("found", plain(&seen.join("; ")))
            .with("headers", headers.join(", "))
    })
}

/// The sheets that may be meant: the one that the source names, else all that are not hidden.
fn candidates(sheets: &[Listed], binding: &Binding<'_>) -> Result<Vec<usize>, Problem> {
    let shown = || sheets.iter().enumerate().filter(|(_, sheet)| !sheet.hidden);
    let found: Vec<usize> = match &binding.source.sheet {
        None => shown().map(|(n, _)| n).collect(),
        Some(SheetName::Number(number)) => {
            let nth = shown().nth(number.saturating_sub(1));
            nth.map(|(n, _)| n).into_iter().collect()
        }
        Some(SheetName::Named(name)) => {
            let wanted = super::cell::same(name);
            let named = |(_, sheet): &(usize, &Listed)| super::cell::same(&sheet.name) == wanted;
            sheets
                .iter()
                .enumerate()
                .find(named)
                .map(|(n, _)| n)
                .into_iter()
                .collect()
        }
    };
    if found.len() > MOST_SHEETS {
        return Err(Problem::new("workbook.too_many_sheets")
            .with("most", MOST_SHEETS)
            .with("key", &binding.source.key));
    }
    match (&binding.source.sheet, found.as_slice()) {
        (Some(name), []) => {
            let known: Vec<String> = sheets.iter().map(|sheet| plain(&sheet.name)).collect();
            let problem = written::unknown("workbook.unknown", &name.to_string(), &known);
            Err(problem.with("key", &binding.source.key))
        }
        (None, []) => Err(Problem::new("workbook.none")),
        _ => Ok(found),
    }
}

/// What a sheet without the header begins with.
fn first_cells(grid: &Grid) -> String {
    let row = grid.row(0);
    let cells = row
        .into_iter()
        .flat_map(|row| row.cells().map(|(_, raw)| grid::shown(raw)).take(8));
    let cells: Vec<String> = cells.map(|cell| cell.chars().take(40).collect()).collect();
    format!("{}: {}", grid.name, cells.join(" | "))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
