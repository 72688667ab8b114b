//! The cells of one sheet: only those that hold something, whatever size the file says that the sheet has.
//!
//! Memory follows what is there and is capped: nothing is allocated by stated dimensions. Start at [`Grid`].

use std::rc::Rc;

use super::super::cell::LONGEST_TEXT;
use super::super::raw::Raw;
use super::super::serial::Epoch;
use crate::words::Problem;

/// Columns that are looked at; printed forms have a few dozen.
pub(super) const MOST_COLUMNS: u32 = 1_024;
/// Rows that a sheet has in any program.
pub(super) const MOST_ROWS: u32 = 1_048_576;
/// Most cells of a sheet.
const MOST_CELLS: usize = 16_000_000;
/// Most bytes of text of a sheet, and of the texts that sheets share.
const MOST_TEXT: usize = 256 << 20;
/// Most merged areas of a sheet.
const MOST_MERGES: usize = 200_000;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A text that sheets share, by its number.
    Shared,
    /// In plain decimals.
    Number,
    /// `2020-11-05`, `2020-11-05T08:30:00`.
    Moment,
    Yes,
    No,
    Error,
    Uncomputed,
}

/// A cell that holds something.
#[derive(Debug, Clone, Copy)]
struct Held {
    row: u32,
    column: u16,
    kind: Kind,
    start: u32,
    len: u32,
}

/// Texts one after the other.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    spans: Vec<(u32, u32)>,
}

impl Texts {
    /// Adds a text under the next number.
    ///
    /// Errors: too much text.
    pub(super) fn push(&mut self, text: &str) -> Result<(), Problem> {
        let span = keep(&mut self.text, text)?;
        if self.spans.len() >= MOST_CELLS {
            return Err(Problem::new("workbook.too_many_cells").with("most", MOST_CELLS));
        }
        self.spans.push(span);
        Ok(())
    }

    fn at(&self, number: u32) -> &str {
        let span = usize::try_from(number).ok().and_then(|n| self.spans.get(n));
        span.map_or("", |span| cut(&self.text, *span))
    }

    fn has(&self, number: u32) -> bool {
        usize::try_from(number).is_ok_and(|number| number < self.spans.len())
    }
}

/// An area of cells that stand as one, the one at its top left; rows from 1, columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Merge {
    pub top: u32,
    pub left: u32,
    pub bottom: u32,
    pub right: u32,
}

/// The cells of a sheet.
#[derive(Debug)]
pub(super) struct Grid {
    /// The sheet's name.
    pub name: String,
    /// Where the days of its numbers begin.
    pub epoch: Epoch,
    texts: String,
    shared: Rc<Texts>,
    cells: Vec<Held>,
    merges: Vec<Merge>,
    rows: Vec<(u32, usize)>,
    most_cells: usize,
}

/// Adds a text to others. Longer than a cell can be it is cut just so far that it still shows.
fn keep(texts: &mut String, text: &str) -> Result<(u32, u32), Problem> {
    let text = if text.len() > LONGEST_TEXT {
        let end = text.char_indices().nth(LONGEST_TEXT + 1);
        end.map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
    } else {
        text
    };
    if texts.len() + text.len() > MOST_TEXT {
        return Err(Problem::new("workbook.too_much_text").with("most", MOST_TEXT >> 20));
    }
    let start = u32::try_from(texts.len()).unwrap_or(u32::MAX);
    texts.push_str(text);
    Ok((start, u32::try_from(text.len()).unwrap_or_default()))
}

fn cut(texts: &str, (start, len): (u32, u32)) -> &str {
    let (start, len) = (usize::try_from(start), usize::try_from(len));
    let span = start.ok().zip(len.ok());
    span.and_then(|(start, len)| texts.get(start..start + len))
        .unwrap_or_default()
}

impl Grid {
    /// An empty sheet.
    pub(super) fn new(name: &str, epoch: Epoch, shared: Rc<Texts>) -> Self {
        Self {
            name: name.to_owned(),
            epoch,
            texts: String::new(),
            shared,
            cells: Vec::new(),
            merges: Vec::new(),
            rows: Vec::new(),
            most_cells: MOST_CELLS,
        }
    }

    /// The same with another cap of cells.
    pub(super) fn capped(self, most_cells: usize) -> Self {
        Self { most_cells, ..self }
    }

    /// Puts a cell; rows from 1, columns from 0. A cell beyond the columns that are looked at is none.
    ///
    /// Errors: more cells or text than a report has, a row that no sheet has.
    pub(super) fn put(
        &mut self,
        row: u32,
        column: u32,
        kind: Kind,
        text: &str,
    ) -> Result<(), Problem> {
        let span = match kind {
            Kind::Text if text.is_empty() => return Ok(()),
            Kind::Yes | Kind::No | Kind::Uncomputed => (0, 0),
            Kind::Text | Kind::Number | Kind::Moment | Kind::Error | Kind::Shared => {
                if column >= MOST_COLUMNS {
                    return Ok(());
                }
                keep(&mut self.texts, text)?
            }
        };
        self.hold(row, column, kind, span)
    }

    /// Puts a text that sheets share, by its number; one that is not there is an error of the file.
    pub(super) fn put_shared(
        &mut self,
        row: u32,
        column: u32,
        number: Option<u32>,
    ) -> Result<(), Problem> {
        let Some(number) = number.filter(|number| self.shared.has(*number)) else {
            return Err(Problem::new("workbook.broken").with("detail", "shared string"));
        };
        if self.shared.at(number).is_empty() {
            return Ok(());
        }
        self.hold(row, column, Kind::Shared, (number, 0))
    }

    fn hold(
        &mut self,
        row: u32,
        column: u32,
        kind: Kind,
        (start, len): (u32, u32),
    ) -> Result<(), Problem> {
        if row == 0 || row > MOST_ROWS {
            return Err(Problem::new("workbook.broken").with("detail", format!("row {row}")));
        }
        let Some(column) = u16::try_from(column)
            .ok()
            .filter(|column| u32::from(*column) < MOST_COLUMNS)
        else {
            return Ok(());
        };
        if self.cells.len() >= self.most_cells {
            return Err(Problem::new("workbook.too_many_cells").with("most", self.most_cells));
        }
        self.cells.push(Held {
            row,
            column,
            kind,
            start,
            len,
        });
        Ok(())
    }

    /// Notes a merged area.
    pub(super) fn merge(&mut self, merge: Merge) -> Result<(), Problem> {
        if self.merges.len() >= MOST_MERGES {
            return Err(Problem::new("workbook.too_many_cells").with("most", MOST_MERGES));
        }
        if merge.top <= merge.bottom && merge.left <= merge.right {
            self.merges.push(merge);
        }
        Ok(())
    }

    /// Ends the sheet: from here on its rows can be asked for.
    pub(super) fn seal(&mut self) {
        let at = |cell: &Held| (cell.row, cell.column);
        if !self.cells.is_sorted_by_key(at) {
            self.cells.sort_by_key(at);
        }
        self.cells.dedup_by_key(|cell| at(cell));
        self.merges.sort_unstable();
        self.rows.clear();
        for (start, cell) in self.cells.iter().enumerate() {
            if self.rows.last().is_none_or(|(row, _)| *row != cell.row) {
                self.rows.push((cell.row, start));
            }
        }
    }

    /// How many rows hold something.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// A row that holds something, by its place among them.
    pub(super) fn row(&self, n: usize) -> Option<GridRow<'_>> {
        let (number, start) = *self.rows.get(n)?;
        let end = self
            .rows
            .get(n + 1)
            .map_or(self.cells.len(), |(_, end)| *end);
        let cells = self.cells.get(start..end)?;
        Some(GridRow {
            grid: self,
            number,
            cells,
        })
    }

    /// Merged areas by their first row.
    pub(super) fn merges(&self) -> &[Merge] {
        &self.merges
    }

    fn raw(&self, cell: &Held) -> Raw<'_> {
        let own = cut(&self.texts, (cell.start, cell.len));
        match cell.kind {
            Kind::Text => Raw::Text(own),
            Kind::Shared => Raw::Text(self.shared.at(cell.start)),
            Kind::Number => Raw::Number(own, self.epoch),
            Kind::Moment => Raw::Moment(own),
            Kind::Yes => Raw::Truth(true),
            Kind::No => Raw::Truth(false),
            Kind::Error => Raw::Error(own),
            Kind::Uncomputed => Raw::Uncomputed,
        }
    }
}

/// A row that holds something.
#[derive(Debug, Clone, Copy)]
pub(super) struct GridRow<'a> {
    grid: &'a Grid,
    /// Its number, from 1.
    pub number: u32,
    cells: &'a [Held],
}

impl<'a> GridRow<'a> {
    /// Its cells with their columns, from the left.
    pub(super) fn cells(self) -> impl Iterator<Item = (usize, Raw<'a>)> {
        let grid = self.grid;
        self.cells
            .iter()
            .map(move |cell| (usize::from(cell.column), grid.raw(cell)))
    }

    /// The cell of a column, where it holds something.
    pub(super) fn at(self, column: usize) -> Option<Raw<'a>> {
        let column = u16::try_from(column).ok()?;
        let found = self.cells.binary_search_by_key(&column, |cell| cell.column);
        let cell = self.cells.get(found.ok()?)?;
        Some(self.grid.raw(cell))
    }
}

impl<'a> GridRow<'a> {
    /// A cell of another row, where it holds something.
    pub(super) fn beside(self, row: u32, column: usize) -> Option<Raw<'a>> {
        if row == self.number {
            return self.at(column);
        }
        let n = self
            .grid
            .rows
            .binary_search_by_key(&row, |(number, _)| *number);
        self.grid.row(n.ok()?)?.at(column)
    }
}

/// What a cell shows, for telling headings and totals.
pub(super) fn shown(raw: Raw<'_>) -> &str {
    match raw {
        Raw::Text(text)
        | Raw::Number(text, _)
        | Raw::Moment(text)
        | Raw::Error(text)
        | Raw::Merged(text) => text,
        Raw::Truth(true) => "TRUE",
        Raw::Truth(false) => "FALSE",
        Raw::Uncomputed | Raw::Covered | Raw::Nobody => "",
    }
}
