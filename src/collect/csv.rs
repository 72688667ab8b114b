//! A CSV export → rows of its table.
//!
//! Never guesses and never invents: what cannot be read is NULL or costs its row, is listed, and is counted as missing.
//! Start at [`read`].

use std::collections::{BTreeMap, BTreeSet};

use csv::StringRecord;

use super::binding::{Binding, Bound};
use super::bodies::Bodies;
use super::cell::{self, Cell, same};
use super::decode;
use super::header::{self, Header, Slot};
use super::references::References;
use super::span::Spans;
use crate::unit::EmptyCell;
use crate::words::{Place, Problem};

/// Most rows of an export; more is no list of a unit.
const MOST_ROWS: usize = 2_000_000;
/// Longest text of an unreadable cell that is listed.
const LONGEST_DETAIL: usize = 80;
/// Follows the text: it is the last record unless a quote was never closed.
const END: &str = "\u{e000}end of export\u{e000}";

/// A cell or row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Line of the file, where it is about one.
    pub row: Option<usize>,
    /// Column of the table; `''` = the whole row or file.
    pub column: String,
    /// Code of a message `[unread]`.
    pub code: &'static str,
    /// What was there, or what else the message needs; never a personal cell.
    pub detail: String,
}

/// What an export held.
#[derive(Debug, Default)]
pub(super) struct CsvRows {
    /// Rows, by line.
    pub rows: Vec<CsvRow>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// Rows that were lost, by the body they count for; nothing = it could be any that the source covers.
    pub lost: BTreeMap<Option<String>, u64>,
    /// Bodies that rows count for although the source does not cover them.
    pub strays: BTreeSet<String>,
}

/// A row that was read.
#[derive(Debug, Clone)]
pub(super) struct CsvRow {
    /// Its line in the file.
    pub line: usize,
    /// A cell a bound column, personal ones still in them.
    pub cells: Vec<Cell>,
}

/// Who and what the cells of a row can mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// Bodies of the unit.
    pub bodies: &'a Bodies,
    /// Rows of the tables read before.
    pub references: &'a References,
}

/// Reads an export.
///
/// Errors: of [`decode`] and [`header`]; too many rows. Everything else becomes NULL or a lost row.
pub(super) fn read(
    bytes: &[u8],
    binding: &Binding<'_>,
    context: Context<'_>,
) -> Result<CsvRows, Problem> {
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
    let mut sheet = Sheet {
        binding,
        context,
        header: &header,
        unlisted: BTreeSet::new(),
        out: CsvRows::default(),
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
        sheet.record(&record, line, if open { lines - 1 } else { lines }, open);
    }
    for body in sheet.out.strays.clone() {
        sheet.list(None, "org_id", "body_not_covered", &body);
    }
    Ok(sheet.out)
}

/// Whether a row only numbers the columns, `(1) (2) (3)=(1)+(2)`, as printed forms do below their header.
fn numbers_columns(record: &StringRecord) -> bool {
    let mut cells = record
        .iter()
        .map(cell::trimmed)
        .filter(|cell| !cell.is_empty())
        .peekable();
    let numbered = |cell: &str| {
        cell.starts_with('(')
            && cell
                .chars()
                .all(|c| c.is_ascii_digit() || "()=+-/ ".contains(c))
    };
    cells.peek().is_some() && cells.all(numbered)
}

/// An export being read.
pub(super) struct Sheet<'a> {
    pub(super) binding: &'a Binding<'a>,
    pub(super) context: Context<'a>,
    pub(super) header: &'a Header,
    /// Columns that name people although there is no list of them.
    pub(super) unlisted: BTreeSet<String>,
    pub(super) out: CsvRows,
}

impl Sheet<'_> {
    /// Lists what could not be read.
    pub(super) fn list(
        &mut self,
        row: Option<usize>,
        column: &str,
        code: &'static str,
        detail: &str,
    ) {
        let detail = same_line(detail);
        self.out.unread.push(Unread {
            row,
            column: column.to_owned(),
            code,
            detail,
        });
    }

    fn lose(&mut self, line: usize, body: Option<String>, rows: usize) {
        let rows = u64::try_from(rows).unwrap_or(u64::MAX);
        let code = if body.is_none() && self.binding.covers.len() > 1 {
            "row_of_nobody"
        } else {
            "row_lost"
        };
        self.list(Some(line), "", code, &rows.to_string());
        *self.out.lost.entry(body).or_default() += rows;
    }

    /// One record. Where its structure is broken every line of it may have been a row.
    fn record(&mut self, record: &StringRecord, line: usize, lines: usize, open: bool) {
        let surplus = record
            .iter()
            .skip(self.header.width)
            .any(|c| !cell::trimmed(c).is_empty());
        let short = record.len() < self.header.width;
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
            let cells = format!("{}/{}", record.len(), self.header.width);
            self.list(Some(line), "", code, &cells);
            self.lose(line, None, lines);
            return;
        }
        if short {
            let cells = format!("{}/{}", record.len(), self.header.width);
            self.list(Some(line), "", "row_short", &cells);
        }
        self.row(record, line);
    }

    /// Whether a cell of several lines holds what looks like rows: a quote too many took them in.
    fn swallowed(&self, record: &StringRecord) -> bool {
        let parts = self.header.width.saturating_sub(1);
        let row =
            |line: &str| line.bytes().filter(|b| *b == self.header.delimiter).count() == parts;
        parts >= 2
            && record
                .iter()
                .any(|cell| cell.contains('\n') && cell.lines().any(row))
    }

    fn row(&mut self, record: &StringRecord, line: usize) {
        let binding = self.binding;
        let mut cells = self.direct(record, line);
        let followed: Vec<Option<Cell>> = (self.header.slots.iter())
            .map(|slot| match slot {
                Slot::From(from, how) => cells.get(*from).map(|from| how.apply(from)),
                Slot::At(_) | Slot::Fixed(_) | Slot::Line | Slot::Absent => None,
            })
            .collect();
        for (cell, followed) in cells.iter_mut().zip(followed) {
            if let Some(value) = followed {
                *cell = value;
            }
        }
        let body = self.whose(&mut cells, line);
        let mut lost = false;
        for (cell, bound) in cells.iter_mut().zip(&binding.columns) {
            self.refer(cell, bound, line);
            lost |= self.lacks(cell, bound, line);
        }
        match body {
            Some(body) if !lost => {
                if !binding.covers.contains(&body) && binding.schema.name != "organisations" {
                    self.out.strays.insert(body);
                }
                self.out.rows.push(CsvRow { line, cells });
            }
            body => self.lose(line, body, 1),
        }
    }

    /// The cells as they stand in the record.
    fn direct(&mut self, record: &StringRecord, line: usize) -> Vec<Cell> {
        let (binding, header) = (self.binding, self.header);
        let mut cells = Vec::with_capacity(binding.columns.len());
        for (bound, slot) in binding.columns.iter().zip(&header.slots) {
            cells.push(match slot {
                Slot::At(at) => {
                    read_cell(record.get(*at), bound).unwrap_or_else(|(code, detail)| {
                        self.list(Some(line), &bound.column.name, code, &detail);
                        Cell::Null
                    })
                }
                Slot::Fixed(cell) => cell.clone(),
                Slot::Line => Cell::Text(line.to_string()),
                Slot::From(..) | Slot::Absent => Cell::Null,
            });
        }
        cells
    }

    /// Whether a column that is never NULL has nothing, which costs the row.
    fn lacks(&mut self, cell: &Cell, bound: &Bound<'_>, line: usize) -> bool {
        let column = bound.column;
        let empty_key = self.binding.schema.key.contains(&column.name)
            && cell.text().is_some_and(str::is_empty);
        // Whose row it is has been settled apart.
        let lacks =
            column.required && column.name != "unit_id" && (*cell == Cell::Null || empty_key);
        if lacks {
            let mut of_row = self
                .out
                .unread
                .iter()
                .rev()
                .take_while(|u| u.row == Some(line));
            if !of_row.any(|unread| unread.column == column.name) {
                self.list(Some(line), &column.name, "cell_empty", "");
            }
        }
        lacks
    }
}

/// What a cell says. A cell that the row does not reach is not known, whatever an empty one means.
fn read_cell(raw: Option<&str>, bound: &Bound<'_>) -> Result<Cell, (&'static str, String)> {
    let Some(raw) = raw else {
        return Ok(Cell::Null);
    };
    let text = cell::trimmed(raw);
    if text.is_empty() {
        return Ok(match bound.empty {
            EmptyCell::None => "".into(),
            EmptyCell::Zero => Cell::Int(0),
            EmptyCell::Unknown => Cell::Null,
        });
    }
    if !bound.values.is_empty()
        && text.len() <= cell::LONGEST_TEXT
        && let Some(meant) = bound.values.get(&same(text))
    {
        return Ok(meant.clone());
    }
    cell::read(text, &bound.column.kind).map_err(|code| {
        let kept = !bound.column.personal && code != "cell_too_long";
        (code, if kept { text.to_owned() } else { String::new() })
    })
}

/// A short text on one line.
fn same_line(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    line.chars().take(LONGEST_DETAIL).collect()
}

#[cfg(test)]
#[path = "csv_tests.rs"]
pub(crate) mod tests;
