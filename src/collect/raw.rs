//! What a cell of an export holds, before its column says what it means.
//!
//! A typed cell of a workbook is read by its type: a number is never parsed as if somebody had typed it. Start at [`read`].

use super::binding::Bound;
use super::cell::{self, Cell, same};
use super::serial::Epoch;
use crate::table::ColumnKind;
use crate::unit::EmptyCell;

/// Most digits of a number that spreadsheets keep; longer ones end in made-up zeros.
const KEPT_DIGITS: usize = 15;

/// The content of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raw<'a> {
    /// A text, as typed.
    Text(&'a str),
    /// A number in plain decimals, `21843`, `-0.5`, with where the days of its workbook begin.
    Number(&'a str, Epoch),
    /// A day, `2020-11-05`, with a time where its format has one: `2020-11-05T08:30:00`.
    Moment(&'a str),
    /// Yes or no.
    Truth(bool),
    /// An error of a formula: `#REF!`.
    Error(&'a str),
    /// A formula whose result was never stored.
    Uncomputed,
    /// It stands for several rows at once.
    Merged(&'a str),
    /// It belongs to the cell beside it.
    Covered,
    /// The file says that there is nothing to say.
    Nobody,
}

/// A record of an export.
pub(super) trait Record {
    /// The cell at a position; nothing where the record does not reach.
    fn cell(&self, at: usize) -> Option<Raw<'_>>;

    /// Whether it is the line that adds up the others.
    fn is_total(&self) -> bool {
        false
    }
}

impl Record for csv::StringRecord {
    fn cell(&self, at: usize) -> Option<Raw<'_>> {
        self.get(at).map(Raw::Text)
    }
}

/// What a cell says. A cell that the row does not reach is not known, whatever an empty one means.
///
/// Errors: the code of a message `[unread]` and what was there.
pub(super) fn read(
    raw: Option<Raw<'_>>,
    bound: &Bound<'_>,
) -> Result<Cell, (&'static str, String)> {
    let (text, outcome) = match raw {
        None | Some(Raw::Covered) => return Ok(Cell::Null),
        Some(Raw::Nobody) => return Ok("".into()),
        Some(Raw::Text(text)) => {
            let text = cell::trimmed(text);
            if text.is_empty() {
                return Ok(empty(bound));
            }
            (
                text,
                meant(text, bound).unwrap_or_else(|| cell::read(text, &bound.column.kind)),
            )
        }
        Some(Raw::Number(text, epoch)) => (
            text,
            meant(text, bound).unwrap_or_else(|| number(text, epoch, &bound.column.kind)),
        ),
        Some(Raw::Moment(text)) => (text, moment(text, &bound.column.kind)),
        Some(Raw::Truth(yes)) => {
            let text = if yes { "TRUE" } else { "FALSE" };
            (
                text,
                meant(text, bound).unwrap_or_else(|| cell::read(text, &bound.column.kind)),
            )
        }
        Some(Raw::Error(text)) => (text, Err("cell_error")),
        Some(Raw::Uncomputed) => ("", Err("cell_uncomputed")),
        Some(Raw::Merged(text)) => (text, Err("cell_merged")),
    };
    outcome.map_err(|code| {
        let kept = !bound.column.personal && code != "cell_too_long";
        (code, if kept { text.to_owned() } else { String::new() })
    })
}

fn empty(bound: &Bound<'_>) -> Cell {
    match bound.empty {
        EmptyCell::None => "".into(),
        EmptyCell::Zero => Cell::Int(0),
        EmptyCell::Unknown => Cell::Null,
    }
}

/// What the source says that a text means.
fn meant(text: &str, bound: &Bound<'_>) -> Option<Result<Cell, &'static str>> {
    if bound.values.is_empty() || text.len() > cell::LONGEST_TEXT {
        return None;
    }
    bound.values.get(&same(text)).cloned().map(Ok)
}

/// A number that is stored as one. Its dot is a decimal mark and nothing else.
fn number(text: &str, epoch: Epoch, kind: &ColumnKind) -> Result<Cell, &'static str> {
    let whole = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match kind {
        ColumnKind::Int if whole => text.parse().map(Cell::Int).or(Err("cell_int")),
        ColumnKind::Int => Err("cell_int"),
        ColumnKind::Date if whole => epoch
            .plausible(text)
            .map(|day| Cell::Text(day.to_string()))
            .ok_or("cell_date"),
        ColumnKind::Date => Err("cell_date"),
        ColumnKind::Time => Err("cell_time"),
        ColumnKind::Text if text.bytes().filter(u8::is_ascii_digit).count() > KEPT_DIGITS => {
            Err("cell_digits")
        }
        ColumnKind::Text | ColumnKind::Bool | ColumnKind::Code(_) => cell::read(text, kind),
    }
}

/// A cell that shows a day. In a text column the text that was typed is gone: `3/11` became a day of some year.
fn moment(text: &str, kind: &ColumnKind) -> Result<Cell, &'static str> {
    match kind {
        ColumnKind::Date | ColumnKind::Time => cell::read(text, kind),
        ColumnKind::Text => Err("cell_became_date"),
        ColumnKind::Int => Err("cell_int"),
        ColumnKind::Bool => Err("cell_bool"),
        ColumnKind::Code(_) => Err("cell_code"),
    }
}
