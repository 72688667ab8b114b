//! The header of a CSV export: which delimiter parts it and where it stands.

use csv::{ReaderBuilder, StringRecord};

use super::binding::Binding;
use super::cell::same;
use super::slots::{self, Headings, Slot, header_of};
use super::span::Spans;
use crate::words::{Place, Problem, plain};

/// How far down a header is looked for: exports of reports print a title first.
const TITLE_ROWS: usize = 40;
/// Longest header in bytes; printed forms have long ones.
const LONGEST_HEADER: usize = 2_000;
/// Delimiters that are tried, in this order.
const DELIMITERS: &[u8] = b",;\t";

/// A header that was found.
#[derive(Debug)]
pub(super) struct Header {
    /// The delimiter.
    pub delimiter: u8,
    /// Records down to the header, itself among them.
    pub skip: usize,
    /// Cells in the header.
    pub width: usize,
    /// A slot a bound column.
    pub slots: Vec<Slot>,
}

/// A reader of records that takes them as they come: ragged, quoted, without a header.
pub(super) fn records(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Finds the header of an export.
///
/// Errors, with the file: no header of the source or the table stands in it; a header that the source names is missing
/// (the nearest is offered); one that is there twice; a column that is never NULL and comes from nowhere.
pub(super) fn find(text: &str, binding: &Binding<'_>) -> Result<Header, Problem> {
    let wanted: Vec<String> = binding
        .columns
        .iter()
        .map(|bound| same(header_of(bound)))
        .collect();
    let given = binding.source.delimiter.and_then(|c| u8::try_from(c).ok());
    let delimiters = given.as_ref().map_or(DELIMITERS, std::slice::from_ref);
    let Some(best) = best(text, &wanted, delimiters) else {
        return Err(headless(text, binding));
    };
    let line = Line {
        cells: &best.cells,
        place: Place::line(&binding.source.path, best.line),
    };
    let slots = slots::of(binding, &line)?;
    Ok(Header {
        delimiter: best.delimiter,
        skip: best.above + 1,
        width: best.cells.len(),
        slots,
    })
}

/// A header of one line.
struct Line<'a> {
    /// Its cells in their [`same`] form.
    cells: &'a [String],
    place: Place,
}

impl Headings for Line<'_> {
    fn places(&self, header: &str) -> Vec<usize> {
        let header = same(header);
        let cells = self.cells.iter().enumerate();
        let alike = cells.filter(|(_, cell)| **cell == header);
        alike.map(|(at, _)| at).collect()
    }

    fn known(&self) -> Vec<(usize, String)> {
        let cells = self.cells.iter().cloned().enumerate();
        cells.filter(|(_, cell)| !cell.is_empty()).collect()
    }

    fn place(&self, _at: Option<usize>) -> Place {
        self.place.clone()
    }
}

/// A record that may be the header.
struct Candidate {
    delimiter: u8,
    /// Records before it.
    above: usize,
    line: usize,
    /// Its cells in their [`same`] form.
    cells: Vec<String>,
}

/// The first record that holds most of the wanted headers, over all delimiters.
fn best(text: &str, wanted: &[String], delimiters: &[u8]) -> Option<Candidate> {
    let mut best = None;
    let mut most = 0;
    for &delimiter in delimiters {
        let mut reader = records(text, delimiter);
        let mut record = StringRecord::new();
        let mut spans = Spans::of(text);
        for above in 0..TITLE_ROWS {
            if !reader.read_record(&mut record).unwrap_or(false) {
                break;
            }
            let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            let (line, _) = spans.next(end);
            let cells: Vec<String> = record.iter().map(heading).collect();
            let held = wanted.iter().filter(|header| cells.contains(header));
            let found = held.count();
            if found > most {
                most = found;
                best = Some(Candidate {
                    delimiter,
                    above,
                    line,
                    cells,
                });
            }
        }
    }
    best
}

fn headless(text: &str, binding: &Binding<'_>) -> Problem {
    let first = text.trim_start().lines().next().unwrap_or_default();
    let first: String = first.chars().take(200).collect();
    let headers: Vec<&str> = binding.columns.iter().map(header_of).collect();
    let code = if first.is_empty() {
        "csv.empty"
    } else {
        "csv.no_header"
    };
    Problem::new(code)
        .with("found", plain(&first))
        .with("headers", headers.join(", "))
        .at(Place::line(&binding.source.path, 1))
}

/// A cell as a header; what is too long for one is none.
fn heading(cell: &str) -> String {
    if cell.len() > LONGEST_HEADER {
        String::new()
    } else {
        same(cell)
    }
}
