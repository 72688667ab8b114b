//! The cells of one sheet of an xlsx, as they come.

use std::borrow::Cow;

use super::super::reference;
use super::super::serial::{self, Format};
use super::brief;
use super::grid::{Grid, Kind, Merge};
use super::package::{Next, Part, attribute};
use crate::words::Problem;

/// Bytes of a text that are looked at: a little more than a cell can hold.
const MOST_TEXT: usize = 4 * 32_768;

/// Levels of tags within a row.
const LEVELS: usize = 4;

/// A cell being read.
#[derive(Default)]
struct Open {
    row: u32,
    column: u32,
    /// The attribute `t`.
    kind: String,
    /// The attribute `s`.
    style: usize,
    value: String,
    formula: bool,
    has_value: bool,
}

/// A cell that was read.
struct Read<'a> {
    row: u32,
    column: u32,
    kind: &'a str,
    style: usize,
    value: &'a str,
    formula: bool,
    has_value: bool,
}

/// Where the next cell stands.
#[derive(Default)]
struct At {
    row: u32,
    column: u32,
    /// How deep the row lies, where its tag is `row` itself.
    depth: Option<usize>,
    /// Cells and values that have begun and not ended.
    open: usize,
}

impl At {
    /// A row or cell without its name follows the one before.
    fn row(&mut self, number: Option<u32>) {
        self.row = number.unwrap_or_else(|| self.row.saturating_add(1));
        self.column = 0;
    }
}

/// What makes cells of what a sheet says.
struct Sheet<'a> {
    grid: &'a mut Grid,
    styles: &'a [Format],
    /// Whether formulas were never worked out.
    uncalculated: bool,
}

/// Reads the cells and merged areas of a sheet.
///
/// Errors: broken XML; more cells than a report has.
pub(super) fn read(
    mut part: Part<'_>,
    grid: &mut Grid,
    styles: &[Format],
    uncalculated: bool,
) -> Result<(), Problem> {
    let mut sheet = Sheet {
        grid,
        styles,
        uncalculated,
    };
    let mut cell = Open::default();
    let mut at = At::default();
    let (mut within, mut aloud) = (false, false);
    loop {
        if at.open == 0 && !within && !aloud {
            sheet.briefly(&mut part, &mut at)?;
        }
        match part.next()? {
            Next::Start(start) => match start.local_name().as_ref() {
                "row" => {
                    at.row(attribute(&start, "r").and_then(|number| number.parse().ok()));
                    let own = start.name().as_ref() == "row";
                    at.depth = own.then(|| part.depth());
                }
                "c" => {
                    begin(&mut cell, &start, (at.row, at.column));
                    at.column = cell.column.saturating_add(1);
                    at.open += 1;
                }
                "f" => cell.formula = true,
                "v" | "t" => {
                    within = !aloud;
                    cell.has_value |= within;
                }
                "rPh" => aloud = true,
                "mergeCell" => {
                    let area = attribute(&start, "ref");
                    if let Some(merge) = area.as_deref().and_then(area_of) {
                        sheet.grid.merge(merge)?;
                    }
                }
                _ => {}
            },
            Next::Text(more) if within => append(&mut cell.value, &more),
            Next::End(end) => match end.local_name().as_ref() {
                "v" | "t" => within = false,
                "rPh" => aloud = false,
                "row" => at.depth = None,
                "c" => {
                    at.open = at.open.saturating_sub(1);
                    sheet.put(&cell.read())?;
                }
                _ => {}
            },
            Next::Done => return Ok(()),
            Next::Text(_) | Next::Nothing => {}
        }
    }
}

fn begin(cell: &mut Open, start: &quick_xml::events::BytesStart<'_>, next: (u32, u32)) {
    cell.kind.clear();
    cell.value.clear();
    (cell.formula, cell.has_value, cell.style) = (false, false, 0);
    (cell.row, cell.column) = next;
    for attribute in start.attributes().with_checks(false).filter_map(Result::ok) {
        match attribute.key.local_name().as_ref() {
            "r" => {
                if let Some((column, row)) = reference::parse(&attribute.value) {
                    (cell.row, cell.column) = (row, column);
                }
            }
            "t" => cell.kind.push_str(&attribute.value),
            "s" => cell.style = attribute.value.parse().unwrap_or_default(),
            _ => {}
        }
    }
}

impl Open {
    fn read(&self) -> Read<'_> {
        Read {
            row: self.row,
            column: self.column,
            kind: &self.kind,
            style: self.style,
            value: &self.value,
            formula: self.formula,
            has_value: self.has_value,
        }
    }
}

impl Sheet<'_> {
    /// Takes the cells that come next as far as they are written as nearly all are.
    fn briefly(&mut self, part: &mut Part<'_>, at: &mut At) -> Result<(), Problem> {
        if at.depth != Some(part.depth()) {
            return Ok(());
        }
        let bytes = part.ahead(LEVELS);
        let mut rest = bytes;
        loop {
            let used = if let Some((cell, used)) = brief::cell(rest) {
                let (row, column) = cell.place.unwrap_or((at.row, at.column));
                at.column = column.saturating_add(1);
                self.put(&Read {
                    row,
                    column,
                    kind: cell.kind,
                    style: cell.style,
                    value: cell.value.unwrap_or_default(),
                    formula: false,
                    has_value: cell.value.is_some(),
                })?;
                used
            } else if let Some((number, used)) = brief::row(rest) {
                at.row(number);
                used
            } else {
                break;
            };
            rest = rest.get(used..).unwrap_or_default();
        }
        let used = bytes.len() - rest.len();
        part.skip(used);
        Ok(())
    }

    fn put(&mut self, cell: &Read<'_>) -> Result<(), Problem> {
        let &Read {
            row,
            column,
            value,
            formula,
            ..
        } = cell;
        let grid = &mut *self.grid;
        let empty = !cell.has_value || value.is_empty();
        // A program that does not calculate stores nothing, or a zero that nobody worked out.
        let unknown =
            (empty && cell.kind != "str") || (self.uncalculated && (empty || value == "0"));
        if formula && unknown {
            return grid.put(row, column, Kind::Uncomputed, "");
        }
        if empty {
            return Ok(());
        }
        match cell.kind {
            "s" => grid.put_shared(row, column, value.trim().parse().ok()),
            "str" | "inlineStr" => grid.put(row, column, Kind::Text, &unescaped(value)),
            "b" if value.trim() == "1" || value.trim() == "true" => {
                grid.put(row, column, Kind::Yes, "")
            }
            "b" => grid.put(row, column, Kind::No, ""),
            "e" => grid.put(row, column, Kind::Error, value.trim()),
            "d" => grid.put(
                row,
                column,
                Kind::Moment,
                value.trim().trim_end_matches('Z'),
            ),
            _ => {
                let format = self.styles.get(cell.style).copied().unwrap_or_default();
                match serial::plain(value) {
                    Some(number) if format.day => grid.put_day(row, column, &number, format.clock),
                    Some(number) => grid.put(row, column, Kind::Number, &number),
                    // No number after all: an unreadable cell, not an unreadable file.
                    None => grid.put(row, column, Kind::Error, value.trim()),
                }
            }
        }
    }
}

/// The area of `A1:C3`, or of `A1`.
fn area_of(text: &str) -> Option<Merge> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let ((left, top), (right, bottom)) = (reference::parse(first)?, reference::parse(last)?);
    Some(Merge {
        top,
        left,
        bottom,
        right,
    })
}

/// Adds to a text, up to what a cell can hold.
pub(super) fn append(text: &mut String, more: &str) {
    if text.len() < MOST_TEXT {
        text.push_str(more);
    }
}

/// A text with its characters that XML cannot hold, `_x000D_`, put back.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let code = after
            .split_at_checked(4)
            .filter(|(_, tail)| tail.starts_with('_'));
        let digits = code.filter(|(code, _)| code.bytes().all(|b| b.is_ascii_hexdigit()));
        let c = digits.and_then(|(code, _)| char::from_u32(u32::from_str_radix(code, 16).ok()?));
        if let (Some(c), Some(tail)) = (c, after.get(5..)) {
            out.push(c);
            rest = tail;
        } else {
            out.push_str("_x");
            rest = after;
        }
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
#[path = "xlsx_sheet_tests.rs"]
mod tests;
