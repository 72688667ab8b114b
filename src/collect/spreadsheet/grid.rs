//! The cells of one sheet: only those that hold something, whatever size the file says that the sheet has.
//!
//! Memory follows what is there and is capped: nothing is allocated by stated dimensions. Start at [`Grid`].

use std::rc::Rc;

use super::super::cell::LONGEST_TEXT;
use super::super::raw::Raw;
use super::super::serial::Epoch;
use super::held::{Cells, Content, Held};
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
/// Days that are remembered by their serial numbers.
const DAYS: usize = 1_024;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// In plain decimals.
    Number,
    /// `2020-11-05`, `2020-11-05T08:30:00`.
    Moment,
    Yes,
    No,
    Error,
    Uncomputed,
}

/// Texts one after the other.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text under the next number, which it returns.
    ///
    /// Errors: too much text.
    pub(super) fn push(&mut self, text: &str) -> Result<u32, Problem> {
        let text = kept(text, self.text.len())?;
        if self.ends.len() >= MOST_CELLS {
            return Err(Problem::new("workbook.too_many_cells").with("most", MOST_CELLS));
        }
        self.text.push_str(text);
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        Ok(number)
    }

    fn at(&self, number: u32) -> &str {
        let Ok(number) = usize::try_from(number) else {
            return "";
        };
        let before = number.checked_sub(1).and_then(|n| self.ends.get(n));
        let start = usize::try_from(before.copied().unwrap_or_default()).ok();
        let end = self.ends.get(number).and_then(|end| (*end).try_into().ok());
        let span = start.zip(end);
        span.and_then(|(start, end)| self.text.get(start..end))
            .unwrap_or_default()
    }

    fn has(&self, number: u32) -> bool {
        usize::try_from(number).is_ok_and(|number| number < self.ends.len())
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
    held: Held,
    /// Bytes of the texts among its cells.
    texts: usize,
    shared: Rc<Texts>,
    moments: Texts,
    /// Serial numbers of days with the number of their moment, each in the place that it ends with.
    days: Vec<Option<(u32, u32)>>,
    merges: Vec<Merge>,
    most_cells: usize,
}

/// A text as it is kept beside so many bytes of others. Longer than a cell can be it is cut just so far that it still shows.
fn kept(text: &str, others: usize) -> Result<&str, Problem> {
    let text = if text.len() > LONGEST_TEXT {
        let end = text.char_indices().nth(LONGEST_TEXT + 1);
        end.map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
    } else {
        text
    };
    if others + text.len() > MOST_TEXT {
        return Err(Problem::new("workbook.too_much_text").with("most", MOST_TEXT >> 20));
    }
    Ok(text)
}

impl Grid {
    /// An empty sheet.
    pub(super) fn new(name: &str, epoch: Epoch, shared: Rc<Texts>) -> Self {
        Self {
            name: name.to_owned(),
            epoch,
            held: Held::new(),
            texts: 0,
            shared,
            moments: Texts::default(),
            days: Vec::new(),
            merges: Vec::new(),
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
        if kind == Kind::Text && text.is_empty() {
            return Ok(());
        }
        let mut own = || {
            let text = kept(text, self.texts)?;
            self.texts += text.len();
            Ok::<_, Problem>(text)
        };
        let content = match kind {
            Kind::Yes => Content::Yes,
            Kind::No => Content::No,
            Kind::Uncomputed => Content::Uncomputed,
            Kind::Text | Kind::Number | Kind::Moment | Kind::Error if column >= MOST_COLUMNS => {
                return Ok(());
            }
            Kind::Text => Content::Text(own()?),
            Kind::Number => Content::Number(own()?),
            Kind::Error => Content::Error(own()?),
            Kind::Moment => Content::Moment(self.moments.push(text)?),
        };
        self.hold(row, column, content)
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
        self.hold(row, column, Content::Shared(number))
    }

    /// Puts a number in plain decimals that its format shows as a day; one that is none stays a number.
    ///
    /// Errors: as [`Self::put`].
    pub(super) fn put_day(
        &mut self,
        row: u32,
        column: u32,
        number: &str,
        clock: bool,
    ) -> Result<(), Problem> {
        if column >= MOST_COLUMNS {
            return Ok(());
        }
        let serial: Option<u32> = (number.len() <= 7).then(|| number.parse().ok()).flatten();
        let Some(serial) = serial.map(|serial| serial * 2 + u32::from(clock)) else {
            return match self.epoch.moment(number, clock) {
                Some(moment) => self.put(row, column, Kind::Moment, &moment),
                None => self.put(row, column, Kind::Number, number),
            };
        };
        self.days.resize(DAYS, None);
        let slot = usize::try_from(serial).unwrap_or_default() % DAYS;
        let known = self.days.get(slot).copied().flatten();
        if let Some((_, at)) = known.filter(|(known, _)| *known == serial) {
            return self.hold(row, column, Content::Moment(at));
        }
        let Some(moment) = self.epoch.moment(number, clock) else {
            return self.put(row, column, Kind::Number, number);
        };
        let at = self.moments.push(&moment)?;
        if let Some(slot) = self.days.get_mut(slot) {
            *slot = Some((serial, at));
        }
        self.hold(row, column, Content::Moment(at))
    }

    fn hold(&mut self, row: u32, column: u32, content: Content<'_>) -> Result<(), Problem> {
        if row == 0 || row > MOST_ROWS {
            return Err(Problem::new("workbook.broken").with("detail", format!("row {row}")));
        }
        let Some(column) = u16::try_from(column)
            .ok()
            .filter(|column| u32::from(*column) < MOST_COLUMNS)
        else {
            return Ok(());
        };
        if self.held.cells() >= self.most_cells {
            return Err(Problem::new("workbook.too_many_cells").with("most", self.most_cells));
        }
        self.held.push(row, column, content);
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
        self.held.sort();
        self.merges.sort_unstable();
        self.days = Vec::new();
    }

    /// How many rows hold something.
    pub(super) fn len(&self) -> usize {
        self.held.len()
    }

    /// A row that holds something, by its place among them.
    pub(super) fn row(&self, n: usize) -> Option<GridRow<'_>> {
        let (number, cells) = self.held.row(n)?;
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

    fn raw<'a>(&'a self, content: Content<'a>) -> Raw<'a> {
        match content {
            Content::Text(text) => Raw::Text(text),
            Content::Shared(number) => Raw::Text(self.shared.at(number)),
            Content::Number(text) => Raw::Number(text, self.epoch),
            Content::Moment(number) => Raw::Moment(self.moments.at(number)),
            Content::Yes => Raw::Truth(true),
            Content::No => Raw::Truth(false),
            Content::Error(text) => Raw::Error(text),
            Content::Uncomputed => Raw::Uncomputed,
        }
    }
}

/// A row that holds something.
#[derive(Debug, Clone, Copy)]
pub(super) struct GridRow<'a> {
    grid: &'a Grid,
    /// Its number, from 1.
    pub number: u32,
    cells: &'a str,
}

impl<'a> GridRow<'a> {
    /// Its cells with their columns, from the left.
    pub(super) fn cells(self) -> impl Iterator<Item = (usize, Raw<'a>)> {
        let grid = self.grid;
        Cells::of(self.cells).map(move |(column, content)| (usize::from(column), grid.raw(content)))
    }

    /// A cell of another row, where it holds something.
    pub(super) fn beside(self, row: u32, column: usize) -> Option<Raw<'a>> {
        let row = if row == self.number {
            self
        } else {
            self.grid.row(self.grid.held.place(row)?)?
        };
        let mut cells = row.cells();
        cells.find_map(|(at, raw)| (at == column).then_some(raw))
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
