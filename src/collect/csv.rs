//! A CSV export → rows of its table.
//!
//! Never guesses and never invents: what cannot be read is NULL or costs its row, is listed, and is counted as missing.
//! Start at [`read`].

use csv::StringRecord;

use super::binding::Binding;
use super::rows::{Context, Export, ReadRows};
use super::span::Spans;
use super::{cell, decode, header, numbering};
use crate::words::{Place, Problem};

/// Most rows of an export; more is no list of a unit.
const MOST_ROWS: usize = 2_000_000;
/// Follows the text: it is the last record unless a quote was never closed.
const END: &str = "\u{e000}end of export\u{e000}";

/// Reads an export.
///
/// Errors: of [`decode`] and [`header`]; too many rows. Everything else becomes NULL or a lost row.
pub(super) fn read(
    bytes: &[u8],
    binding: &Binding<'_>,
    context: Context<'_>,
) -> Result<ReadRows, Problem> {
    let file = &binding.source.path;
    let decoded = decode::text(file, bytes, binding.encoding)?;
    // Excel may say its delimiter in a first line of its own.
    let title = decoded
        .lines()
        .next()
        .filter(|line| line.len() == 5 && line.starts_with("sep="));
    let text = decoded.get(title.map_or(0, str::len)..).unwrap_or_default();
    let header = header::find(text, binding)?;
    let ended = format!("{}\n{END}\n", text.trim_end_matches(['\n', '\r']));
    let mut reader = header::records(&ended, header.delimiter);
    let mut record = StringRecord::new();
    let mut spans = Spans::of(&ended);
    let mut shaped = Shaped {
        export: Export::new(binding, context, &header.slots, None),
        width: header.width,
        delimiter: header.delimiter,
    };
    let mut n = 0;
    while reader.read_record(&mut record).unwrap_or(false) {
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let (line, lines) = spans.next(end);
        if record.get(0) == Some(END) && record.len() == 1 {
            break;
        }
        n += 1;
        if n > header.skip + MOST_ROWS {
            return Err(Problem::new("csv.too_many_rows")
                .with("most", MOST_ROWS)
                .at(Place::line(file, line)));
        }
        let blank = record.iter().all(|cell| cell::trimmed(cell).is_empty());
        if n <= header.skip || blank || (n == header.skip + 1 && numbers_columns(&record)) {
            continue;
        }
        let open = record.iter().any(|cell| cell.contains(END));
        // The line after the text is ours.
        shaped.record(&record, line, if open { lines - 1 } else { lines }, open);
    }
    Ok(shaped.export.finish())
}

/// Whether a row only numbers the columns.
fn numbers_columns(record: &StringRecord) -> bool {
    let cells = record.iter().map(cell::trimmed);
    let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    numbering::in_brackets(&cells)
}

/// An export with the shape that its header gives its records.
struct Shaped<'a> {
    export: Export<'a>,
    width: usize,
    delimiter: u8,
}

impl Shaped<'_> {
    /// One record. Where its structure is broken every line of it may have been a row.
    fn record(&mut self, record: &StringRecord, line: usize, lines: usize, open: bool) {
        let surplus = record
            .iter()
            .skip(self.width)
            .any(|c| !cell::trimmed(c).is_empty());
        let short = record.len() < self.width;
        let broken = if open || (lines > 1 && self.swallowed(record)) {
            Some("row_quote")
        } else if surplus {
            Some("row_long")
        } else if short && lines > 1 {
            Some("row_short")
        } else {
            None
        };
        if let Some(code) = broken {
            let cells = format!("{}/{}", record.len(), self.width);
            self.export.list(Some(line), "", code, &cells);
            self.export.lose(line, None, lines);
            return;
        }
        if short {
            let cells = format!("{}/{}", record.len(), self.width);
            self.export.list(Some(line), "", "row_short", &cells);
        }
        self.export.row(record, line);
    }

    /// Whether a cell of several lines holds what looks like rows: a quote too many took them in.
    fn swallowed(&self, record: &StringRecord) -> bool {
        let parts = self.width.saturating_sub(1);
        let row = |line: &str| line.bytes().filter(|b| *b == self.delimiter).count() == parts;
        parts >= 2
            && record
                .iter()
                .any(|cell| cell.contains('\n') && cell.lines().any(row))
    }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
pub(crate) mod tests;
