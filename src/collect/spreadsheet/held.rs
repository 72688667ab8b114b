//! The cells of a sheet one after the other, a few characters each, in the order in which they come.
//!
//! Rows are found again by where they begin; the cells of one are read from the left. A sheet whose cells come in another
//! order than programs write them is put in order once, by [`Held::sort`].

use super::super::varint;

/// Characters that are taken from the system at one time.
const CHUNK: usize = 256 << 10;
/// Columns left out before a cell that its first character tells; more follow it as a number.
const GAPS: u32 = 15;
/// What a cell is stands above the columns left out before it.
const KIND: u8 = 16;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content<'a> {
    Text(&'a str),
    /// A text that sheets share, by its number.
    Shared(u32),
    /// In plain decimals.
    Number(&'a str),
    /// A day or moment, by its number.
    Moment(u32),
    Yes,
    No,
    Error(&'a str),
    Uncomputed,
}

/// Where a row begins.
#[derive(Debug, Clone, Copy)]
struct Begin {
    number: u32,
    chunk: u32,
    start: u32,
}

/// The cells of a sheet.
#[derive(Debug)]
pub(super) struct Held {
    chunks: Vec<String>,
    rows: Vec<Begin>,
    cells: usize,
    /// The column after the last cell.
    next: u32,
    /// Whether all cells came from the top and from the left, none twice.
    straight: bool,
}

impl Held {
    /// No cells.
    pub(super) fn new() -> Self {
        Self {
            chunks: Vec::new(),
            rows: Vec::new(),
            cells: 0,
            next: 0,
            straight: true,
        }
    }

    /// How many cells there are.
    pub(super) fn cells(&self) -> usize {
        self.cells
    }

    /// How many rows hold something.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds a cell.
    pub(super) fn push(&mut self, row: u32, column: u16, content: Content<'_>) {
        let column = u32::from(column);
        let last = self.rows.last().map_or(0, |last| last.number);
        if last != row || self.rows.is_empty() || column < self.next {
            self.straight &= last < row || self.rows.is_empty();
            self.begin(row);
        }
        let gap = column - self.next;
        self.next = column + 1;
        self.cells += 1;
        if let Some(chunk) = self.chunks.last_mut() {
            write(chunk, gap, content);
        }
    }

    fn begin(&mut self, row: u32) {
        match self.chunks.last() {
            None => self.chunks.push(String::new()),
            // A row lies in one chunk; few are longer than what is left of one.
            Some(chunk) if chunk.len() > CHUNK - CHUNK / 8 => {
                self.chunks.push(String::with_capacity(CHUNK));
            }
            Some(_) => {}
        }
        let start = self.chunks.last().map_or(0, String::len);
        self.rows.push(Begin {
            number: row,
            chunk: u32::try_from(self.chunks.len() - 1).unwrap_or(u32::MAX),
            start: u32::try_from(start).unwrap_or(u32::MAX),
        });
        self.next = 0;
    }

    /// The number of a row that holds something and its cells as [`Cells`] reads them, by its place among them.
    pub(super) fn row(&self, n: usize) -> Option<(u32, &str)> {
        let begin = self.rows.get(n)?;
        let chunk = self.chunks.get(usize::try_from(begin.chunk).ok()?)?;
        let end = match self.rows.get(n + 1) {
            Some(next) if next.chunk == begin.chunk => usize::try_from(next.start).ok()?,
            Some(_) | None => chunk.len(),
        };
        let cells = chunk.get(usize::try_from(begin.start).ok()?..end)?;
        Some((begin.number, cells))
    }

    /// The place of a row by its number.
    pub(super) fn place(&self, number: u32) -> Option<usize> {
        self.rows
            .binary_search_by_key(&number, |begin| begin.number)
            .ok()
    }

    /// Puts the cells in order. Of several in one place the first stays.
    pub(super) fn sort(&mut self) {
        if self.straight {
            return;
        }
        let mut all: Vec<(u32, u16, u32, u32)> = Vec::with_capacity(self.cells);
        for (n, begin) in self.rows.iter().enumerate() {
            let Some((_, text)) = self.row(n) else {
                continue;
            };
            let (whole, mut cells) = (text.len(), Cells::of(text));
            loop {
                let start = u32::try_from(whole - cells.rest.len()).unwrap_or(u32::MAX);
                let Some((column, _)) = cells.next() else {
                    break;
                };
                all.push((begin.number, column, begin.chunk, begin.start + start));
            }
        }
        all.sort_by_key(|(row, column, ..)| (*row, *column));
        all.dedup_by_key(|(row, column, ..)| (*row, *column));
        let mut sorted = Self::new();
        for (row, column, chunk, start) in all {
            let chunk = usize::try_from(chunk).ok();
            let chunk = chunk.and_then(|chunk| self.chunks.get(chunk));
            let rest = chunk.zip(usize::try_from(start).ok());
            let rest = rest.and_then(|(chunk, start)| chunk.get(start..));
            if let Some((_, content)) = rest.and_then(|rest| Cells::of(rest).next()) {
                sorted.push(row, column, content);
            }
        }
        *self = sorted;
    }
}

/// The cells of a row, from the left.
#[derive(Debug)]
pub(super) struct Cells<'a> {
    rest: &'a str,
    next: u32,
}

impl<'a> Cells<'a> {
    /// The cells of a row.
    pub(super) fn of(row: &'a str) -> Self {
        Self { rest: row, next: 0 }
    }
}

impl<'a> Iterator for Cells<'a> {
    type Item = (u16, Content<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let head = *self.rest.as_bytes().first()?;
        let mut rest = self.rest.get(1..)?;
        let mut gap = u32::from(head % KIND);
        if gap == GAPS {
            gap = gap.saturating_add(small(&mut rest));
        }
        let column = self.next.saturating_add(gap);
        let content = match head / KIND {
            0 => Content::Text(text(&mut rest)),
            1 => Content::Shared(small(&mut rest)),
            2 => Content::Number(text(&mut rest)),
            3 => Content::Moment(small(&mut rest)),
            4 => Content::Yes,
            5 => Content::No,
            6 => Content::Error(text(&mut rest)),
            _ => Content::Uncomputed,
        };
        self.rest = rest;
        self.next = column.saturating_add(1);
        Some((u16::try_from(column).ok()?, content))
    }
}

fn write(chunk: &mut String, gap: u32, content: Content<'_>) {
    let (kind, number, text) = match content {
        Content::Text(text) => (0, None, Some(text)),
        Content::Shared(number) => (1, Some(number), None),
        Content::Number(text) => (2, None, Some(text)),
        Content::Moment(number) => (3, Some(number), None),
        Content::Yes => (4, None, None),
        Content::No => (5, None, None),
        Content::Error(text) => (6, None, Some(text)),
        Content::Uncomputed => (7, None, None),
    };
    let told = u8::try_from(gap.min(GAPS)).unwrap_or_default();
    chunk.push(char::from(kind * KIND + told));
    if gap >= GAPS {
        varint::push(chunk, u64::from(gap - GAPS));
    }
    if let Some(number) = number {
        varint::push(chunk, u64::from(number));
    }
    if let Some(text) = text {
        varint::push(chunk, u64::try_from(text.len()).unwrap_or_default());
        chunk.push_str(text);
    }
}

fn small(rest: &mut &str) -> u32 {
    u32::try_from(varint::take(rest)).unwrap_or(u32::MAX)
}

fn text<'a>(rest: &mut &'a str) -> &'a str {
    let len = usize::try_from(varint::take(rest)).unwrap_or(usize::MAX);
    let (text, more) = rest.split_at_checked(len).unwrap_or_default();
    *rest = more;
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(held: &Held) -> Vec<(u32, Vec<(u16, Content<'_>)>)> {
        let rows = (0..held.len()).map(|n| held.row(n).unwrap());
        rows.map(|(number, cells)| (number, Cells::of(cells).collect()))
            .collect()
    }

    #[test]
    fn every_kind_of_cell_comes_back_however_far_apart_they_stand() {
        let cells = [
            (1, 0, Content::Text("Hải Hà")),
            (1, 15, Content::Shared(400_000)),
            (1, 1_023, Content::Number("-0.5")),
            (3, 14, Content::Moment(0)),
            (3, 15, Content::Yes),
            (3, 17, Content::No),
            (1_048_576, 16, Content::Error("#REF!")),
            (1_048_576, 900, Content::Uncomputed),
        ];
        let mut held = Held::new();
        for (row, column, content) in cells {
            held.push(row, column, content);
        }
        held.sort();
        let told = told(&held);
        assert_eq!(
            told.iter().map(|(number, _)| *number).collect::<Vec<_>>(),
            [1, 3, 1_048_576]
        );
        let back: Vec<_> = told
            .iter()
            .flat_map(|(row, cells)| cells.iter().map(|(column, what)| (*row, *column, *what)))
            .collect();
        assert_eq!(back, cells);
        assert_eq!((held.place(3), held.place(2)), (Some(1), None));
    }

    #[test]
    fn cells_in_any_order_are_put_in_order_and_the_first_of_a_place_stays() {
        let mut held = Held::new();
        for (row, column, number) in [(2, 5, 0), (2, 1, 1), (1, 3, 2), (2, 5, 3), (2, 1, 4)] {
            held.push(row, column, Content::Shared(number));
        }
        held.sort();
        let shared = Content::Shared;
        assert_eq!(
            told(&held),
            [
                (1, vec![(3, shared(2))]),
                (2, vec![(1, shared(1)), (5, shared(0))])
            ]
        );
    }

    #[test]
    fn rows_lie_in_one_chunk_each() {
        let long = "đ".repeat(CHUNK / 5);
        let mut held = Held::new();
        for row in 1..=20 {
            held.push(row, 0, Content::Text(&long));
            held.push(row, 1, Content::Number("1"));
        }
        assert!(held.chunks.len() > 5);
        let whole = vec![(0, Content::Text(long.as_str())), (1, Content::Number("1"))];
        assert!(told(&held).iter().all(|(_, cells)| *cells == whole));
    }
}
