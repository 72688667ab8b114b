//! Rows of a table in as little memory as they need: cells one after the other, and a text that a column repeats kept once.
//!
//! A row that is changed is written anew behind the others. Start at [`Rows`].

use std::collections::BTreeMap;

use super::cell::Cell;
use super::merge::Loaded;
use super::varint;

/// Characters that are taken from the system at one time.
const CHUNK: usize = 256 << 10;
/// Texts of a column that are kept once, and the longest of them.
const KNOWN: (usize, usize) = (1_024, 64);

/// What a cell begins with: nothing known, a number below [`SMALL`], any number, a text of the column by its number, a text
/// with its length before it, a text of a length that is told at once.
const NULL: u8 = 0;
const INT: u8 = 1;
const KEPT: u8 = 2;
const TEXT: u8 = 3;
const SHORT_INT: u8 = 4;
const SMALL: u8 = 16;
const SHORT_TEXT: u8 = SHORT_INT + SMALL;
const SHORTEST: u8 = 128 - SHORT_TEXT;

/// A value of a table that lies in its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellRef<'a> {
    /// Not known.
    Null,
    /// A number, or 1 and 0 for yes and no.
    Int(i64),
    /// A text, code, day or time; `''` = looked, there is none.
    Text(&'a str),
}

impl<'a> CellRef<'a> {
    /// The text of a text cell.
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Int(_) => None,
        }
    }

    /// The same on its own.
    pub(super) fn owned(self) -> Cell {
        match self {
            Self::Null => Cell::Null,
            Self::Int(n) => Cell::Int(n),
            Self::Text(text) => Cell::Text(text.to_owned()),
        }
    }
}

/// Texts of one column, each under a number.
#[derive(Debug, Default)]
struct Repeated {
    numbers: BTreeMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
    found: usize,
    /// Whether its texts hardly repeat.
    shut: bool,
}

impl Repeated {
    fn number(&mut self, text: &str) -> Option<u32> {
        let (most, longest) = KNOWN;
        if self.shut || text.len() < 2 || text.len() > longest {
            return None;
        }
        if let Some(number) = self.numbers.get(text) {
            self.found += 1;
            return Some(*number);
        }
        if self.texts.len() >= most {
            if self.found < most {
                self.shut = true;
                self.numbers.clear();
            }
            return None;
        }
        let number = u32::try_from(self.texts.len()).ok()?;
        self.numbers.insert(text.into(), number);
        self.texts.push(text.into());
        Some(number)
    }
}

/// Where a row lies, and its line; 0 = it stands in no line.
#[derive(Debug, Clone, Copy)]
struct At {
    chunk: u32,
    start: u32,
    line: u32,
}

/// Rows of a table in the order in which they came.
#[derive(Debug, Default)]
pub struct Rows {
    columns: Vec<Repeated>,
    chunks: Vec<String>,
    places: Vec<At>,
    /// The first row of each stretch that comes from one observation, with its number.
    stretches: Vec<(usize, usize)>,
}

impl Rows {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// A row by its place.
    pub fn get(&self, n: usize) -> Option<RowRef<'_>> {
        let at = self.places.get(n)?;
        let chunk = self.chunks.get(usize::try_from(at.chunk).ok()?)?;
        let after = self.stretches.partition_point(|(first, _)| *first <= n);
        let stretch = after.checked_sub(1).and_then(|at| self.stretches.get(at));
        Some(RowRef {
            obs: stretch.map_or(0, |(_, obs)| *obs),
            line: usize::try_from(at.line).ok().filter(|line| *line > 0),
            columns: &self.columns,
            text: chunk.get(usize::try_from(at.start).ok()?..)?,
        })
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = RowRef<'_>> {
        (0..self.len()).filter_map(|n| self.get(n))
    }

    /// How many come from an observation.
    pub(super) fn of(&self, obs: usize) -> usize {
        let ends = self.stretches.iter().skip(1).map(|(first, _)| *first);
        let ends = ends.chain([self.len()]);
        let own = self.stretches.iter().zip(ends);
        own.filter(|((_, of), _)| *of == obs)
            .map(|((first, _), end)| end - first)
            .sum()
    }

    /// Adds a row; a cell a column.
    pub(super) fn push(&mut self, obs: usize, line: Option<usize>, cells: &[Cell]) {
        if self.stretches.last().is_none_or(|(_, last)| *last != obs) {
            self.stretches.push((self.len(), obs));
        }
        let line = u32::try_from(line.unwrap_or_default()).unwrap_or(u32::MAX);
        let at = self.write(line, cells);
        self.places.push(at);
    }

    /// Puts other cells in the place of a row's.
    pub(super) fn replace(&mut self, n: usize, cells: &[Cell]) {
        let Some(line) = self.places.get(n).map(|at| at.line) else {
            return;
        };
        let at = self.write(line, cells);
        if let Some(row) = self.places.get_mut(n) {
            *row = at;
        }
    }

    /// Adds all rows of others; those that nobody observed become an observation's.
    pub(super) fn append(&mut self, others: Self, obs: usize) {
        if self.is_empty() {
            *self = others;
            self.stretches.clear();
            if !self.places.is_empty() {
                self.stretches.push((0, obs));
            }
            return;
        }
        for row in others.iter() {
            self.push(obs, row.line, &row.to_cells());
        }
    }

    /// Leaves only rows by whether they are to stay, one a row.
    pub(super) fn retain(&mut self, stay: &[bool]) {
        let mut kept = Self {
            columns: std::mem::take(&mut self.columns),
            chunks: std::mem::take(&mut self.chunks),
            ..Self::default()
        };
        let mut stretches = self.stretches.iter().peekable();
        let mut obs = 0;
        for (n, at) in self.places.iter().enumerate() {
            while let Some((_, next)) = stretches.next_if(|(first, _)| *first <= n) {
                obs = *next;
            }
            if stay.get(n).copied().unwrap_or_default() {
                if kept.stretches.last().is_none_or(|(_, last)| *last != obs) {
                    kept.stretches.push((kept.places.len(), obs));
                }
                kept.places.push(*at);
            }
        }
        *self = kept;
    }

    /// Forgets in which lines the rows stand.
    pub(super) fn without_lines(&mut self) {
        for row in &mut self.places {
            row.line = 0;
        }
    }

    fn write(&mut self, line: u32, cells: &[Cell]) -> At {
        let (columns, chunks) = (&mut self.columns, &mut self.chunks);
        columns.resize_with(columns.len().max(cells.len()), Repeated::default);
        match chunks.last() {
            None => chunks.push(String::new()),
            // A row lies in one chunk; few are longer than what is left of one.
            Some(chunk) if chunk.len() > CHUNK - CHUNK / 8 => {
                chunks.push(String::with_capacity(CHUNK));
            }
            Some(_) => {}
        }
        let at = At {
            chunk: u32::try_from(chunks.len() - 1).unwrap_or(u32::MAX),
            start: u32::try_from(chunks.last().map_or(0, String::len)).unwrap_or(u32::MAX),
            line,
        };
        if let Some(chunk) = chunks.last_mut() {
            varint::push(chunk, u64::try_from(cells.len()).unwrap_or_default());
            for (cell, column) in cells.iter().zip(columns) {
                add(chunk, cell, column);
            }
        }
        at
    }
}

impl Extend<Loaded> for Rows {
    fn extend<T: IntoIterator<Item = Loaded>>(&mut self, rows: T) {
        for row in rows {
            self.push(row.obs, row.line, &row.cells);
        }
    }
}

impl FromIterator<Loaded> for Rows {
    fn from_iter<T: IntoIterator<Item = Loaded>>(rows: T) -> Self {
        let mut all = Self::default();
        all.extend(rows);
        all
    }
}

fn add(chunk: &mut String, cell: &Cell, column: &mut Repeated) {
    let head = |head: u8| char::from(head);
    match cell {
        Cell::Null => chunk.push(head(NULL)),
        Cell::Int(n) => match u8::try_from(*n) {
            Ok(small) if small < SMALL => chunk.push(head(SHORT_INT + small)),
            Ok(_) | Err(_) => {
                chunk.push(head(INT));
                varint::push(chunk, n.cast_unsigned());
            }
        },
        Cell::Text(text) => {
            if let Some(number) = column.number(text) {
                chunk.push(head(KEPT));
                varint::push(chunk, u64::from(number));
                return;
            }
            match u8::try_from(text.len()) {
                Ok(len) if len < SHORTEST => chunk.push(head(SHORT_TEXT + len)),
                Ok(_) | Err(_) => {
                    chunk.push(head(TEXT));
                    varint::push(chunk, u64::try_from(text.len()).unwrap_or_default());
                }
            }
            chunk.push_str(text);
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub struct RowRef<'a> {
    /// The observation it comes from.
    pub obs: usize,
    /// Its line in the file, where it stands in one.
    pub line: Option<usize>,
    columns: &'a [Repeated],
    text: &'a str,
}

impl<'a> RowRef<'a> {
    /// Its cells: one a column of the table but for `obs` and `row`.
    pub fn cells(self) -> impl Iterator<Item = CellRef<'a>> {
        let mut rest = self.text;
        let width = usize::try_from(varint::take(&mut rest)).unwrap_or_default();
        let columns = self.columns.iter().take(width);
        columns.map(move |column| read(&mut rest, column))
    }

    /// The cell of a column.
    pub fn cell(self, at: usize) -> Option<CellRef<'a>> {
        self.cells().nth(at)
    }

    /// The text of a text cell.
    pub(super) fn text(self, at: usize) -> Option<&'a str> {
        self.cell(at)?.text()
    }

    /// Its cells on their own.
    pub(super) fn to_cells(self) -> Vec<Cell> {
        self.cells().map(CellRef::owned).collect()
    }

    /// The same on its own.
    pub(super) fn loaded(self) -> Loaded {
        Loaded {
            obs: self.obs,
            line: self.line,
            cells: self.to_cells(),
        }
    }
}

fn read<'a>(rest: &mut &'a str, column: &'a Repeated) -> CellRef<'a> {
    let head = rest.bytes().next().unwrap_or(NULL);
    *rest = rest.get(1..).unwrap_or_default();
    let size = |rest: &mut &str| usize::try_from(varint::take(rest)).unwrap_or(usize::MAX);
    let len = match head {
        NULL => return CellRef::Null,
        INT => return CellRef::Int(varint::take(rest).cast_signed()),
        KEPT => {
            let text = column.texts.get(size(rest));
            return CellRef::Text(text.map_or("", |text| text));
        }
        TEXT => size(rest),
        SHORT_INT..SHORT_TEXT => return CellRef::Int(i64::from(head - SHORT_INT)),
        _ => usize::from(head - SHORT_TEXT),
    };
    let (text, more) = rest.split_at_checked(len).unwrap_or_default();
    *rest = more;
    CellRef::Text(text)
}

#[cfg(test)]
#[path = "packed_tests.rs"]
mod tests;
