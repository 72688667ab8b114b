//! The cells of one sheet of an xlsx, as they come.

use std::borrow::Cow;

use super::super::reference;
use super::super::serial::{self, Format};
use super::grid::{Grid, Kind, Merge};
use super::package::{Next, Part, attribute};
use crate::words::Problem;

/// Bytes of a text that are looked at: a little more than a cell can hold.
const MOST_TEXT: usize = 4 * 32_768;

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

/// Reads the cells and merged areas of a sheet.
///
/// Errors: broken XML; more cells than a report has.
pub(super) fn read(
    mut part: Part<'_>,
    grid: &mut Grid,
    styles: &[Format],
    uncalculated: bool,
) -> Result<(), Problem> {
    let mut cell = Open::default();
    let (mut row, mut column) = (0_u32, 0_u32);
    let (mut within, mut aloud) = (false, false);
    loop {
        match part.next()? {
            Next::Start(start) => match start.local_name().as_ref() {
                "row" => {
                    // A row or cell without its name follows the one before.
                    let number = attribute(&start, "r").and_then(|number| number.parse().ok());
                    row = number.unwrap_or_else(|| row.saturating_add(1));
                    column = 0;
                }
                "c" => {
                    begin(&mut cell, &start, (row, column));
                    column = cell.column.saturating_add(1);
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
                        grid.merge(merge)?;
                    }
                }
                _ => {}
            },
            Next::Text(more) if within => append(&mut cell.value, &more),
            Next::End(end) => match end.local_name().as_ref() {
                "v" | "t" => within = false,
                "rPh" => aloud = false,
                "c" => put(&cell, grid, styles, uncalculated)?,
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

fn put(cell: &Open, grid: &mut Grid, styles: &[Format], uncalculated: bool) -> Result<(), Problem> {
    let (row, column) = (cell.row, cell.column);
    let value = cell.value.as_str();
    let empty = !cell.has_value || value.is_empty();
    // A program that does not calculate stores nothing, or a zero that nobody worked out.
    if cell.formula && ((empty && cell.kind != "str") || (uncalculated && (empty || value == "0")))
    {
        return grid.put(row, column, Kind::Uncomputed, "");
    }
    if empty {
        return Ok(());
    }
    match cell.kind.as_str() {
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
        _ => number(
            cell,
            grid,
            styles.get(cell.style).copied().unwrap_or_default(),
        ),
    }
}

fn number(cell: &Open, grid: &mut Grid, format: Format) -> Result<(), Problem> {
    let (row, column) = (cell.row, cell.column);
    let Some(number) = serial::plain(&cell.value) else {
        // No number after all: an unreadable cell, not an unreadable file.
        return grid.put(row, column, Kind::Error, cell.value.trim());
    };
    let moment = format
        .day
        .then(|| grid.epoch.moment(&number, format.clock))
        .flatten();
    match moment {
        Some(moment) => grid.put(row, column, Kind::Moment, &moment),
        None => grid.put(row, column, Kind::Number, &number),
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
mod tests {
    use super::*;

    #[test]
    fn escaped_characters_come_back() {
        assert_eq!(unescaped("a_x000D__x000A_b"), "a\r\nb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        for text in ["plain", "_x", "_xZZZZ_", "_x000", "_x00é0_", "a_xyz"] {
            assert_eq!(unescaped(text), text);
        }
    }

    #[test]
    fn areas_have_two_corners_or_one() {
        let merge = Merge {
            top: 1,
            left: 0,
            bottom: 3,
            right: 2,
        };
        assert_eq!(area_of("A1:C3"), Some(merge));
        assert!(area_of("B2").is_some());
        assert_eq!(area_of("A1:"), None);
    }
}
